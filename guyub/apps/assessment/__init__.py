"""Instruments, assessments and the evidence collected at the time of work: the score on any day."""
