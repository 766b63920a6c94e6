"""Reading for the pages of monitoring: the front page, and the ledger in plain words."""

from guyub.apps.monitoring.queries.front import Front, LeadMap, get_front
from guyub.apps.monitoring.queries.ledger import EventInWords, LedgerPage, list_ledger

__all__ = ["EventInWords", "Front", "LeadMap", "LedgerPage", "get_front", "list_ledger"]
