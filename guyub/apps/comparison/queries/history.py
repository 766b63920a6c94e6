"""What taking in the past needs: the instruments that can check it, and an empty form for one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.comparison import history, permissions
from guyub.errors import Refusal


class NoInstrument(Refusal):
    """The area has not adopted this instrument."""

    code = "comparison.no-instrument"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This instrument is not adopted here."), remedy=_("Adopt it on the page of instruments."))


def list_yardsticks(*, area: str, actor: Actor) -> list[tuple[str, str]]:
    """(code, title) of the instruments by which past scores can be taken in; one database query."""
    permissions.require_keeper(actor, area=area)
    return [
        (line.code, f"{line.title} ({line.version})") for line in assessment.list_instruments(area=area, actor=actor)
    ]


def get_form(code: str, *, area: str, actor: Actor) -> str:
    """The empty CSV for an instrument, with a column for each of its parts. Raises NotPermitted, NoInstrument."""
    permissions.require_keeper(actor, area=area)
    line = assessment.find_instrument(area=area, code=code, actor=actor)
    if line is None:
        raise NoInstrument
    return history.empty_form(line.parsed)
