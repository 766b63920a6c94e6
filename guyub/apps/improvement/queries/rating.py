"""
Rating rounds: blind while they run, then with the agreement of the agencies.

Until a round is over nothing of another agency's rating is read here, not even how high it is: only how many rated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import mean

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import Officer
from guyub.apps.areas.models import Agency
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.queries import AnswersOf
from guyub.apps.improvement import permissions
from guyub.apps.improvement.content import said
from guyub.apps.improvement.models import Rating, RatingRound
from guyub.apps.improvement.queries._frame import Frame, frame_of, scored
from guyub.apps.improvement.reckoning import shown
from guyub.engines.scoring import Concordance, Instrument, Node, Scored, concordance
from guyub.errors import Refusal

# Words for Kendall's W, after Landis and Koch's bounds for agreement; below: none to speak of.
STRONG, MIDDLING, WEAK = 0.7, 0.5, 0.3
LIKELY_CHANCE = 0.05
MOST_NAMED = 3


class NoSuchRound(Refusal):
    """There is none, or it belongs to a regency that the reader may not see."""

    code = "improvement.no-such-round"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such rating round here."), remedy=_("Look at the rounds of the assessment."))


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A part that can be rated, with how deep it lies."""

    code: str
    title: str
    depth: int
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class RoundLine:
    pk: int
    title: str
    parts: int
    agencies: int
    opened_at: datetime
    closes_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class Rounds:
    frame: Frame
    lines: tuple[RoundLine, ...]
    choices: tuple[PartChoice, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PartLine:
    """
    One part as the agencies see it.

    ratings   (agency, rating), lowest first
    evidence  what accepted evidence says, on the same scale; None where it is not on it
    apart     the agencies that lie farthest apart; empty where all agree
    """

    code: str
    title: str
    ratings: tuple[tuple[str, int], ...]
    mean: Decimal
    spread: int
    evidence: Decimal | None
    lowest: tuple[str, ...]
    highest: tuple[str, ...]

    @property
    def lowest_said(self) -> str:
        return _said(self.lowest)

    @property
    def highest_said(self) -> str:
        return _said(self.highest)

    @property
    def beyond_evidence(self) -> Decimal | None:
        """By how much the agencies see it better (or worse) than the evidence does."""
        return None if self.evidence is None else self.mean - self.evidence


def _said(agencies: tuple[str, ...]) -> str:
    """Their names; where they are many, who lies apart is not they."""
    if len(agencies) <= MOST_NAMED:
        return ", ".join(agencies)
    return ngettext("%(n)d agency", "%(n)d agencies", len(agencies)) % {"n": len(agencies)}


@dataclass(frozen=True, slots=True)
class Results:
    """
    What a round that is over came to. agreement: None with fewer than two agencies.

    parts  in the order of the largest spread
    """

    parts: tuple[PartLine, ...]
    agencies: tuple[str, ...]
    agreement: Concordance | None
    strength: str
    by_chance: bool


@dataclass(frozen=True, slots=True)
class RoundPage:
    """
    One round. own: what the reader's agency rated, or None; results: None while it runs.

    may_rate  the reader heads an agency and the round runs
    """

    frame: Frame
    pk: int
    title: str
    parts: tuple[PartChoice, ...]
    low: int
    high: int
    opened_at: datetime
    opened_office: str
    closes_at: datetime
    is_over: bool
    agencies: int
    invited: int
    agency: str
    own: Mapping[str, int] | None
    may_rate: bool
    results: Results | None


def public_find_scale(instrument: Instrument) -> tuple[int, int]:
    """The instrument's own scale where it has few whole steps, else 1 to 5."""
    low, high = instrument.low, instrument.high
    if low is not None and high is not None and low.denominator == high.denominator == 1 and 2 <= high - low <= 10:
        return int(low), int(high)
    return 1, 5


def get_rounds(assessment_id: int, *, actor: Officer, on: date, at: datetime) -> Rounds:
    """The rounds of an assessment, newest first, and the parts that can be rated. Four queries."""
    of = assessment.get_answers(assessment_id, actor=actor, on=on)
    asked = (
        RatingRound.objects.visible_to(actor)
        .filter(assessment_id=of.pk)
        .annotate(agencies=Count("ratings__agency", distinct=True))
        .order_by("-opened_at", "-pk")
    )
    low, high = public_find_scale(of.instrument)
    return Rounds(
        frame=frame_of(of, scored(of), actor=actor, on=on),
        lines=tuple(
            RoundLine(
                each.pk, each.title, len(each.parts), each.agencies, each.opened_at, each.closes_at, each.is_over(at)
            )
            for each in asked
        ),
        choices=tuple(_choices(of.instrument.root, 0)),
        low=low,
        high=high,
    )


def get_round(round_id: int, *, actor: Officer, on: date, at: datetime) -> RoundPage:
    """One round; others' ratings only when it is over. At most seven queries. Raises NoSuchRound."""
    asked = RatingRound.objects.visible_to(actor).filter(pk=round_id).first()
    if asked is None:
        raise NoSuchRound
    over = asked.is_over(at)
    day = min(on, timezone.localdate(asked.closed_at or asked.closes_at))
    of = assessment.get_answers(asked.assessment_id, actor=actor, on=day if over else on)
    found = scored(of)
    heads = permissions.headed_agencies(actor, area=of.area)
    agency = Agency.objects.filter(pk__in=heads, area_id=of.area, valid_until=None).order_by("pk").first()
    own = Rating.objects.filter(round=asked, agency=agency) if agency else Rating.objects.none()
    depths = {each.code: each for each in _choices(of.instrument.root, 0)}
    return RoundPage(
        frame=frame_of(of, found, actor=actor, on=on),
        pk=asked.pk,
        title=asked.title,
        parts=tuple(depths[code] for code in asked.parts if code in depths),
        low=asked.low,
        high=asked.high,
        opened_at=asked.opened_at,
        opened_office=asked.opened_office,
        closes_at=asked.closed_at or asked.closes_at,
        is_over=over,
        agencies=Rating.objects.filter(round=asked).values("agency").distinct().count(),
        invited=Agency.objects.filter(area_id=of.area, valid_until=None).count(),
        agency=agency.name if agency else "",
        own=dict(own.values_list("part", "value")) or None,
        may_rate=agency is not None and not over,
        results=_results(asked, of, found) if over else None,
    )


def _choices(node: Node, depth: int) -> list[PartChoice]:
    found = [] if depth == 0 else [PartChoice(node.code, said(node.title), depth, node.leaf is not None)]
    for child in node.children:
        found += _choices(child, depth + 1)
    return found


def _results(asked: RatingRound, of: AnswersOf, found: Scored) -> Results:
    rows = Rating.objects.filter(round=asked).order_by("agency__abbreviation", "agency_id")
    by_agency: dict[str, dict[str, int]] = {}
    for agency, part, value in rows.values_list("agency__abbreviation", "part", "value"):
        by_agency.setdefault(agency, {})[part] = value
    parts = [_part(code, by_agency, of, found, (asked.low, asked.high)) for code in asked.parts if by_agency]
    agreement = _agreement(by_agency, asked.parts)
    return Results(
        parts=tuple(sorted(parts, key=lambda part: (-part.spread, asked.parts.index(part.code)))),
        agencies=tuple(by_agency),
        agreement=agreement,
        strength=_strength(agreement),
        by_chance=agreement is not None and agreement.p_value > LIKELY_CHANCE,
    )


def _agreement(by_agency: Mapping[str, Mapping[str, int]], parts: Sequence[str]) -> Concordance | None:
    if len(by_agency) < 2:
        return None
    return concordance([[ratings[code] for code in parts] for ratings in by_agency.values()])


def _strength(agreement: Concordance | None) -> str:
    if agreement is None or agreement.w is None:
        return _("cannot be said")
    if agreement.w >= STRONG:
        return _("strong agreement")
    if agreement.w >= MIDDLING:
        return _("middling agreement")
    if agreement.w >= WEAK:
        return _("weak agreement")
    return _("hardly any agreement")


def _part(
    code: str, by_agency: Mapping[str, Mapping[str, int]], of: AnswersOf, found: Scored, scale: tuple[int, int]
) -> PartLine:
    ratings = sorted(
        ((agency, given[code]) for agency, given in by_agency.items()), key=lambda each: (each[1], each[0])
    )
    lowest, highest = ratings[0][1], ratings[-1][1]
    apart = highest > lowest
    return PartLine(
        code=code,
        title=said(of.instrument.nodes[code].title),
        ratings=tuple(ratings),
        mean=Decimal(str(round(mean(value for _agency, value in ratings), 2))),
        spread=highest - lowest,
        evidence=_evidence(code, of, found, scale),
        lowest=tuple(agency for agency, value in ratings if value == lowest) if apart else (),
        highest=tuple(agency for agency, value in ratings if value == highest) if apart else (),
    )


def _evidence(code: str, of: AnswersOf, found: Scored, scale: tuple[int, int]) -> Decimal | None:
    """The part's value where the whole instrument runs on the scale of the ratings; else the two can't be compared."""
    part = found.parts.get(code)
    if part is None or part.value is None or (of.instrument.low, of.instrument.high) != scale:
        return None
    return shown(part.value, 2) if scale[0] <= part.value <= scale[1] else None
