"""May this officer? Asked of the actor, who carries the scopes that accounts computed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guyub.apps.areas.rights import Actor, Right
from guyub.errors import Refusal


class NotPermitted(Refusal):
    """The officer holds no office that gives this right here."""

    code = "accounts.not-permitted"
    status = 403

    def __init__(self, right: Right, area: str) -> None:
        super().__init__(
            _("Your office does not include this."),
            remedy=_(
                "Ask the regional secretary which office may do this, or sign in with the account of that office."
            ),
        )
        self.right = right
        self.area = area


def may(actor: Actor, right: Right, *, area: str, agency_id: int | None = None) -> bool:
    return actor.scope(right).covers(area, agency_id)


def require(actor: Actor, right: Right, *, area: str, agency_id: int | None = None) -> None:
    """Raise NotPermitted unless the actor has the right for this area (and this agency's thing)."""
    if not may(actor, right, area=area, agency_id=agency_id):
        raise NotPermitted(right, area)
