"""What happened: append-only, hash-chained events, written with the change; what the flows react to."""

from guyub.ledger.recording import record, verify

__all__ = ["record", "verify"]
