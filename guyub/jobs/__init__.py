"""Background work: steps that follow ledger events, with progress, cancel, retry and schedules."""
