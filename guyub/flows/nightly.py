"""What the regency's clock brings each night: the proof that the ledger is whole, and sweeping up."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from guyub.apps.exchange.uploads import sweep_uploads
from guyub.dataplane.store import AreaStore
from guyub.errors import Refusal
from guyub.jobs.operations import prune
from guyub.jobs.steps import Progress
from guyub.ledger import verify


class LedgerBroken(Refusal):
    code = "ledger.broken"

    def __init__(self, count: int, first: str) -> None:
        super().__init__(
            _("The ledger no longer holds: %(count)d breaks. First: %(first)s.") % {"count": count, "first": first},
            remedy=_("Tell the inspectorate, keep the database as it is, and run: guyub ledger verify"),
        )


def verify_ledger(at: datetime, progress: Progress) -> None:
    """Prove every night that no event was changed, removed or moved."""
    if faults := verify():
        raise LedgerBroken(len(faults), faults[0].detail)


def sweep(at: datetime, progress: Progress) -> None:
    """Remove what broken-off builds and uploads left behind, and the jobs that ended well long ago."""
    for folder in sorted((settings.DATA_DIR / "areas").glob("*")):
        AreaStore(settings.DATA_DIR, folder.name).sweep(now=at)
    sweep_uploads(at=at)
    prune(at=at)
