"""Where an item stands on a day: proved, waiting for a look, lacking something, not answered; and at which level."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from guyub.apps.assessment import content
from guyub.apps.assessment.queries._rows import AttachmentLine, ItemRow
from guyub.engines.scoring import Asks, Leaf, reached_level
from guyub.web import figures


class Standing(StrEnum):
    """The values are what a filter's address says."""

    ACCEPTED = "sah"
    WAITING = "menunggu"
    LACKING = "kurang"
    UNANSWERED = "kosong"


TAGS = {
    Standing.ACCEPTED: "ok",
    Standing.WAITING: "warn",
    Standing.LACKING: "bad",
    Standing.UNANSWERED: "none",
}
# Of several pieces for one requirement the best counts.
_BEST_FIRST = ("accepted", "in_progress", "renewed", "draft", "revise", "expired", "withdrawn")


@dataclass(frozen=True, slots=True)
class ItemState:
    """
    reached   the level that counts by its evidence; None for an item that has no levels
    aim       the level that what is claimed or nearly there would bring; None: nothing above `reached`
    word, note   the state in a word and, if there is more to say, in a sentence
    """

    standing: Standing
    word: str
    note: str
    reached: int | None
    aim: int | None

    @property
    def tag(self) -> str:
        return TAGS[self.standing]


def state_of(item: ItemRow, leaf: Leaf, *, value: Fraction | None) -> ItemState:
    """value: what the item scored; of an item with levels that a number answers it is the level reached."""
    if leaf.asks is Asks.LEVEL and leaf.requirements and item.number is None:
        return _of_level(item, leaf)
    if item.number is None:
        note = _("Comes from an indicator that has no value yet.") if leaf.indicator else ""
        return ItemState(Standing.UNANSWERED, _("Not answered yet"), note, None, None)
    worst = max((_place(line.state) for line in item.attachments), default=0)
    standing, word = _standing_of(_BEST_FIRST[worst])
    if worst == 0:
        word = _("Accepted") if item.indicator_period or item.attachments else _("Answered")
    level = int(value) if leaf.levels and value is not None and value.denominator == 1 else None
    return ItemState(standing, word, _note_of_number(item, leaf), level, None)


def best_state(attachments: tuple[AttachmentLine, ...], requirement: str) -> str:
    """The best that stands for a requirement; "none": nothing is attached."""
    places = [_place(line.state) for line in attachments if line.requirement == requirement]
    return _BEST_FIRST[min(places)] if places else "none"


def _of_level(item: ItemRow, leaf: Leaf) -> ItemState:
    reached = reached_level(leaf, item.accepted)
    held = {line.requirement for line in item.attachments if line.state != "withdrawn"}
    near = max(reached, reached_level(leaf, held))
    target = item.claimed_level if item.claimed_level is not None else near
    aim = max(near, target)
    place = (reached, aim if aim > reached else None)
    if item.claimed_level is None and not item.attachments:
        return ItemState(Standing.UNANSWERED, _("Not answered yet"), "", *place)
    wanted = [each for each in leaf.requirements if each.level <= target]
    states = {each.code: best_state(item.attachments, each.code) for each in wanted}
    open_pieces = [each for each in wanted if states[each.code] != "accepted"]
    if not open_pieces:
        return ItemState(Standing.ACCEPTED, _("Accepted"), _proof_of(item), *place)
    worst = max(open_pieces, key=lambda each: _place(states[each.code]))
    standing, word = _standing_of(states[worst.code])
    done = _("%(done)s of %(all)s pieces accepted") % {
        "done": figures.number(len(wanted) - len(open_pieces)),
        "all": figures.number(len(wanted)),
    }
    why = _why(item, worst.code, states[worst.code]) or content.said(worst.text)
    return ItemState(standing, word, f"{done}; {why}", *place)


def _place(state: str) -> int:
    return _BEST_FIRST.index(state) if state in _BEST_FIRST else len(_BEST_FIRST)


def _standing_of(state: str) -> tuple[Standing, str]:
    return {
        "accepted": (Standing.ACCEPTED, _("Accepted")),
        "in_progress": (Standing.WAITING, _("Waiting for a look")),
        "renewed": (Standing.WAITING, _("New version, waiting for a look")),
        "draft": (Standing.WAITING, _("Draft, not sent yet")),
        "revise": (Standing.LACKING, _("Evidence to mend")),
        "expired": (Standing.LACKING, _("Evidence expired")),
        "withdrawn": (Standing.LACKING, _("Evidence withdrawn")),
        "none": (Standing.LACKING, _("Evidence missing")),
    }[state]


def _why(item: ItemRow, requirement: str, state: str) -> str:
    lines = [line for line in item.attachments if line.requirement == requirement and line.state == state]
    if not lines:
        return ""
    last = lines[-1]
    if state == "expired":
        return _("%(title)s counted until %(day)s") % {"title": last.title, "day": figures.day_short(last.expires_on)}
    return last.remark or last.title


def _proof_of(item: ItemRow) -> str:
    """The newest accepted piece, as the reader knows it."""
    accepted = [line for line in item.attachments if line.counts]
    if not accepted:
        return ""
    newest = max(accepted, key=lambda line: (line.dated_on, line.pk))
    return f"{newest.title}, {newest.number}" if newest.number else newest.title


def _note_of_number(item: ItemRow, leaf: Leaf) -> str:
    if item.indicator_period and leaf.indicator:
        return _("Taken from an indicator, %(period)s") % {"period": figures.period(item.indicator_period)}
    if item.indicator_period:
        return _("Taken from the city's measures, %(period)s") % {"period": figures.period(item.indicator_period)}
    return _proof_of(item)
