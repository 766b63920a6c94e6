"""What would lift a score, what it rests on, and what a piece of evidence takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.queries import AttachmentLine, Dossier
from guyub.apps.improvement.content import effort_guide, said
from guyub.apps.improvement.models import GapLink
from guyub.apps.improvement.queries._frame import Frame, find_efforts, frame_of, scored, title_of, total_of
from guyub.apps.improvement.reckoning import (
    YES,
    Cost,
    Piece,
    above,
    costs_of,
    days_together,
    leaf_of,
    missing_pieces,
    node_of,
    shown,
)
from guyub.engines.scoring import Effect, Lever, effects, levers, score, with_pieces

SOON = timedelta(days=120)
FIRST = 5


@dataclass(frozen=True, slots=True)
class PieceLine:
    """
    One missing piece of evidence. requirement "": no evidence but the thing itself (a yes).

    state  how far an attached evidence is: draft, in_progress, revise, expired …; "" when nothing is attached
    """

    code: str
    title: str
    requirement: str
    level: int
    text: str
    kind: str
    days: int
    work: str
    given: bool
    agency: str
    state: str


@dataclass(frozen=True, slots=True)
class LeverLine:
    """One leaf to lift: what is missing, who owns it, what it takes and what the total gains."""

    code: str
    title: str
    part: str
    agency: str
    level_now: int
    level_then: int
    bottom: int
    top: int
    pieces: tuple[PieceLine, ...]
    days: int
    gain: Decimal
    total_then: Decimal
    programmes: int


@dataclass(frozen=True, slots=True)
class LossLine:
    """
    One accepted piece of evidence and what its loss would cost.

    evidence  titles of what proves it now; spare: another evidence would still prove it
    """

    code: str
    title: str
    text: str
    agency: str
    evidence: tuple[str, ...]
    evidence_pk: int | None
    expires_on: date | None
    is_soon: bool
    change: Decimal
    total_then: Decimal


@dataclass(frozen=True, slots=True)
class Lift:
    """
    levers    what lifts most for its days first, one line a leaf
    together  where the score stands once the first of them (at most `FIRST`) are done
    losses    what costs most first
    """

    frame: Frame
    gain_places: int
    levers: tuple[LeverLine, ...]
    together: Decimal | None
    losses: tuple[LossLine, ...]
    effort_source: str
    guessed: int

    @property
    def expiring(self) -> tuple[LossLine, ...]:
        return tuple(
            sorted((line for line in self.losses if line.is_soon), key=lambda line: line.expires_on or date.max)
        )

    @property
    def first_count(self) -> int:
        return min(len(self.levers), FIRST)

    @property
    def first(self) -> LeverLine | None:
        return self.levers[0] if self.levers else None


def get_lift(assessment_id: int, *, actor: Actor, on: date) -> Lift:
    """Five database queries. Raises NoSuchAssessment."""
    of = assessment.get_dossier(assessment_id, actor=actor, on=on)
    found, guide = scored(of), effort_guide()
    costs = costs_of(of, find_efforts(of.pk, actor=actor), guide)
    links = linked_programmes(area=of.area, instrument=of.instrument.code, actor=actor)
    chosen = _best_of_each(levers(of.instrument, of.answers, weights=of.weight_set), costs)
    places = _places([lever.gain for lever in chosen], of.instrument.decimals)
    lines = [_lever_line(of, lever, costs, links, places, total_of(found)) for lever in chosen]
    lost = effects(of.instrument, of.answers, weights=of.weight_set)
    return Lift(
        frame=frame_of(of, found, actor=actor, on=on),
        gain_places=places,
        levers=tuple(lines),
        together=_together(of, chosen[:FIRST]),
        losses=tuple(_losses(of, lost, total_of(found), places, on)),
        effort_source=said(guide.source),
        guessed=sum(1 for line in lines for piece in line.pieces if not piece.given),
    )


def linked_programmes(*, area: str, instrument: str, actor: Actor) -> dict[str, int]:
    """How many programmes are to close the gap of each leaf; one database query."""
    links = GapLink.objects.visible_to(actor).live().filter(area_id=area, instrument=instrument)
    counts: dict[str, int] = {}
    for code in links.values_list("code", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return counts


def list_pieces(of: Dossier, costs: Mapping[Piece, Cost]) -> list[PieceLine]:
    """Every missing piece of an assessment that was read before, in the order of the instrument."""
    states = _states(of)
    lines = []
    for code, each in missing_pieces(of):
        cost = costs[code, each.code]
        lines.append(
            PieceLine(
                code=code, title=title_of(of.instrument, code), requirement=each.code, level=each.level,
                text=said(each.text), kind=each.kind, days=cost.days, work=cost.work, given=cost.given,
                agency=_agency(of, code), state=states.get((code, each.code), ""),
            )
        )  # fmt: skip
    return lines


def _together(of: Dossier, chosen: list[Lever]) -> Decimal | None:
    pieces = frozenset(piece for lever in chosen for piece in _pieces(lever))
    then = score(of.instrument, with_pieces(of.answers, pieces), weights=of.weight_set).total
    return shown(then, of.instrument.decimals)


def _best_of_each(found: tuple[Lever, ...], costs: Mapping[Piece, Cost]) -> list[Lever]:
    """For each leaf the level that lifts most for its days; then all by the same measure."""

    def worth(lever: Lever) -> tuple[Fraction, int]:
        days = _days(lever, costs)
        return lever.gain / max(days, 1), -days

    best: dict[str, Lever] = {}
    for lever in found:
        if lever.gain > 0 and (lever.leaf not in best or worth(lever) > worth(best[lever.leaf])):
            best[lever.leaf] = lever
    return sorted(best.values(), key=lambda lever: (*(-each for each in worth(lever)), lever.leaf))


def _days(lever: Lever, costs: Mapping[Piece, Cost]) -> int:
    return days_together(_pieces(lever), costs)


def _pieces(lever: Lever) -> list[Piece]:
    return [(lever.leaf, each) for each in lever.requirements or (YES,)]


def _places(gains: list[Fraction], decimals: int) -> int:
    """As many decimals as the smallest gain needs to be more than 0."""
    least = min((gain for gain in gains if gain > 0), default=Fraction(1))
    return next((places for places in range(max(decimals, 2), 4) if least >= Fraction(1, 2 * 10**places)), 4)


def _lever_line(
    of: Dossier, lever: Lever, costs: Mapping[Piece, Cost], links: Mapping[str, int], places: int, total: Fraction
) -> LeverLine:
    leaf, texts, states = leaf_of(of.instrument, lever.leaf), _texts(of, lever.leaf), _states(of)
    pieces = []
    for place in _pieces(lever):
        level, text, kind = texts.get(place[1], (1, said(node_of(of.instrument, lever.leaf).title), ""))
        cost = costs[place]
        pieces.append(
            PieceLine(
                code=lever.leaf, title=title_of(of.instrument, lever.leaf), requirement=place[1], level=level,
                text=text, kind=kind, days=cost.days, work=cost.work, given=cost.given, agency=_agency(of, lever.leaf),
                state=states.get(place, ""),
            )
        )  # fmt: skip
    return LeverLine(
        code=lever.leaf,
        title=title_of(of.instrument, lever.leaf),
        part=said(above(of.instrument, lever.leaf).title),
        agency=_agency(of, lever.leaf),
        level_now=lever.level_now,
        level_then=lever.level_then,
        bottom=leaf.levels[0].level if leaf.levels else 0,
        top=leaf.levels[-1].level if leaf.levels else 1,
        pieces=tuple(pieces),
        days=_days(lever, costs),
        gain=shown(lever.gain, places) or Decimal(0),
        total_then=shown(total + lever.gain, of.instrument.decimals) or Decimal(0),
        programmes=links.get(lever.leaf.partition("#")[0], 0),
    )


def _texts(of: Dossier, code: str) -> dict[str, tuple[int, str, str]]:
    return {each.code: (each.level, said(each.text), each.kind) for each in leaf_of(of.instrument, code).requirements}


def _agency(of: Dossier, code: str) -> str:
    agency = of.agencies.get(code)
    return agency.abbreviation if agency else ""


def _states(of: Dossier) -> dict[Piece, str]:
    """How far the newest evidence of a piece is, where none is accepted."""
    return {(item.code, line.requirement): line.state for item in of.items for line in item.attachments}


def _losses(of: Dossier, found: tuple[Effect, ...], total: Fraction, places: int, on: date) -> list[LossLine]:
    held: dict[Piece, list[AttachmentLine]] = {}
    for item in of.items:
        for line in item.attachments:
            if line.counts:
                held.setdefault((item.code, line.requirement), []).append(line)
    lines = []
    for effect in found:
        proofs = held.get((effect.leaf, effect.requirement), [])
        if not effect.accepted or effect.change >= 0 or len(proofs) > 1:
            continue  # another evidence proves the same: nothing is lost with one of them
        expires = proofs[0].expires_on if proofs else None
        lines.append(
            LossLine(
                code=effect.leaf, title=title_of(of.instrument, effect.leaf),
                text=_texts(of, effect.leaf)[effect.requirement][1], agency=_agency(of, effect.leaf),
                evidence=tuple(proof.title for proof in proofs),
                evidence_pk=proofs[0].evidence_id if proofs else None,
                expires_on=expires, is_soon=expires is not None and expires <= on + SOON,
                change=shown(effect.change, places) or Decimal(0),
                total_then=shown(total + effect.change, of.instrument.decimals) or Decimal(0),
            )
        )  # fmt: skip
    return lines
