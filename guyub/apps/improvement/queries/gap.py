"""Gaps of an assessment beside the programmes that close them, and programmes that might."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.queries import Dossier
from guyub.apps.improvement import permissions
from guyub.apps.improvement.content import said
from guyub.apps.improvement.models import GapLink
from guyub.apps.improvement.queries._frame import Frame, frame_of, scored, title_of, total_of
from guyub.apps.improvement.reckoning import above, gain_of_best, leaf_of, level_of, node_of, shown
from guyub.apps.masterplan import queries as masterplan
from guyub.apps.masterplan.queries import ProgrammeLine, Wanted
from guyub.engines.scoring import Answer, levers

MOST_PROGRAMMES = 2000
_WORD = re.compile(r"[a-zà-ÿ]{4,}")
_EMPTY = frozenset(
    ["yang", "untuk", "dengan", "dalam", "pada", "dari", "oleh", "atau", "secara", "kabupaten", "daerah", "tingkat",
     "layanan", "sistem", "program", "kota", "digital", "pemerintah", "pemerintahan", "tata", "kelola", "manajemen",
     "pengelolaan", "the", "with", "from", "that"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkLine:
    pk: int
    programme: int
    name: str
    dimension: str
    agency: str
    note: str
    status: str
    may_unlink: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A programme that might close a gap, and why: the same agency, words they share."""

    pk: int
    name: str
    dimension: str
    agency: str
    same_agency: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """
    One leaf below its best.

    gain      what the total would gain if all of it were there
    accepted, waiting, missing   pieces of evidence: accepted; attached but not accepted; not there
    """

    code: str
    title: str
    part: str
    agency: str
    level_now: int | None
    bottom: int | None
    top: int | None
    gain: Decimal
    accepted: int
    waiting: int
    missing: int
    links: tuple[LinkLine, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def is_covered(self) -> bool:
        return bool(self.links)


@dataclass(frozen=True, slots=True)
class ProgrammeGaps:
    """One programme and the gaps it is to close: the same links from the other side."""

    pk: int
    name: str
    agency: str
    status: str
    gaps: tuple[tuple[str, str], ...]
    missing: int
    gain: Decimal


@dataclass(frozen=True, slots=True)
class Gaps:
    """uncovered first, what gains most first."""

    frame: Frame
    gain_places: int
    lines: tuple[GapLine, ...]
    programmes: tuple[ProgrammeGaps, ...]
    choices: tuple[ProgrammeLine, ...]
    may_link: bool

    @property
    def uncovered(self) -> tuple[GapLine, ...]:
        return tuple(line for line in self.lines if not line.is_covered)

    @property
    def covered(self) -> tuple[GapLine, ...]:
        return tuple(line for line in self.lines if line.is_covered)


def get_gaps(assessment_id: int, *, actor: Actor, on: date) -> Gaps:
    """Eight database queries, however many gaps and programmes. Raises NoSuchAssessment."""
    of = assessment.get_dossier(assessment_id, actor=actor, on=on)
    found = scored(of)
    programmes = masterplan.list_programmes(
        area=of.area, wanted=Wanted(), year=on.year, actor=actor, limit=MOST_PROGRAMMES
    ).lines
    links = _links(of, programmes, actor)
    gains = _gains(of, total_of(found))
    known = _known_words(programmes)
    lines = [
        _line(of, code, level_of(found, code), gain, links.get(code.partition("#")[0], ()), known)
        for code, gain in gains.items()
    ]
    ordered = sorted(lines, key=lambda line: (line.is_covered, -line.gain, line.code))
    return Gaps(
        frame=frame_of(of, found, actor=actor, on=on),
        gain_places=max(of.instrument.decimals, 2),
        lines=tuple(ordered),
        programmes=_by_programme(ordered),
        choices=tuple(sorted(programmes, key=lambda line: line.name.lower())),
        may_link=permissions.may_plan_any(actor, area=of.area),
    )


def _gains(of: Dossier, total: Fraction) -> dict[str, Fraction]:
    """Every item that could be better, with all there is to gain by it."""
    best: dict[str, Fraction] = {}
    for lever in levers(of.instrument, of.answers, weights=of.weight_set):
        best[lever.leaf] = max(best.get(lever.leaf, Fraction(0)), lever.gain)
    for code in of.agencies:
        if code not in best:
            best[code] = gain_of_best(of, code, total)
    return {code: best[code] for code in of.agencies if best[code] > 0 or _is_short(of, code)}


def _is_short(of: Dossier, code: str) -> bool:
    """Evidence is missing, though more of it alone would not move the total."""
    leaf = leaf_of(of.instrument, code)
    accepted = of.answers.get(code, Answer()).accepted
    return any(each.code not in accepted for each in leaf.requirements)


def _links(of: Dossier, programmes: Iterable[ProgrammeLine], actor: Actor) -> dict[str, tuple[LinkLine, ...]]:
    lines = {line.pk: line for line in programmes}
    links = GapLink.objects.visible_to(actor).live().filter(area_id=of.area, instrument=of.instrument.code)
    rows = links.order_by("linked_at", "pk").values_list("code", "pk", "programme_id", "name", "note")
    may_unlink = permissions.may_plan_any(actor, area=of.area)
    found: dict[str, list[LinkLine]] = {}
    for code, pk, programme, name, note in rows:
        line = lines.get(programme)  # None: it stands in an earlier masterplan
        found.setdefault(code, []).append(
            LinkLine(
                pk=pk, programme=programme, name=line.name if line else name,
                dimension=line.dimension_name if line else "", agency=line.agency if line else "", note=note,
                status=line.status_name if line else "", may_unlink=may_unlink,
            )
        )  # fmt: skip
    return {code: tuple(each) for code, each in found.items()}


Known = list[tuple[ProgrammeLine, frozenset[str]]]


def _words(*texts: str) -> frozenset[str]:
    return frozenset(_WORD.findall(" ".join(texts).lower())) - _EMPTY


def _known_words(programmes: Iterable[ProgrammeLine]) -> Known:
    return [(line, _words(line.name, line.meaning, line.dimension_name)) for line in programmes]


def _line(
    of: Dossier, code: str, level: int | None, gain: Fraction, links: tuple[LinkLine, ...], known: Known
) -> GapLine:
    item = next(each for each in of.items if each.code == code)
    leaf, agency = leaf_of(of.instrument, code), of.agencies.get(code)
    accepted = of.answers.get(code, Answer()).accepted
    attached = {line.requirement for line in item.attachments} - accepted
    wanted = {each.code for each in leaf.requirements}
    return GapLine(
        code=code,
        title=title_of(of.instrument, code),
        part=said(above(of.instrument, code).title),
        agency=agency.abbreviation if agency else "",
        level_now=level if leaf.levels else None,
        bottom=leaf.levels[0].level if leaf.levels else None,
        top=leaf.levels[-1].level if leaf.levels else None,
        gain=shown(gain, max(of.instrument.decimals, 2)) or Decimal(0),
        accepted=len(wanted & accepted),
        waiting=len(wanted & attached),
        missing=len(wanted - accepted - attached),
        links=links,
        suggestions=() if links else _suggest(of, code, agency.abbreviation if agency else "", known),
    )


def _suggest(of: Dossier, code: str, agency: str, known: Known) -> tuple[Suggestion, ...]:
    """At most three: words in common weigh one each, the same agency two; the agency alone is no reason."""
    node = node_of(of.instrument, code)
    wanted = _words(said(node.title), said(node.meaning), said(above(of.instrument, code).title))
    found = []
    for line, words in known:
        shared, same = wanted & words, bool(agency) and line.agency == agency
        if shared:
            found.append((-(len(shared) + 2 * same), line.name, line, tuple(sorted(shared)), same))
    return tuple(
        Suggestion(line.pk, line.name, line.dimension_name, line.agency, same, shared)
        for _worth, _name, line, shared, same in sorted(found, key=lambda each: each[:2])[:3]
    )


def _by_programme(lines: Iterable[GapLine]) -> tuple[ProgrammeGaps, ...]:
    closes: dict[int, tuple[LinkLine, list[GapLine]]] = {}
    for line in lines:
        for link in line.links:
            closes.setdefault(link.programme, (link, []))[1].append(line)
    found = [
        ProgrammeGaps(
            pk=pk,
            name=link.name,
            agency=link.agency,
            status=link.status,
            gaps=tuple((line.code, line.title) for line in gaps),
            missing=sum(line.missing + line.waiting for line in gaps),
            gain=sum((line.gain for line in gaps), Decimal(0)),
        )
        for pk, (link, gaps) in closes.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.gain, each.name)))
