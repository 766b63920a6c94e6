"""Where the assessors differ once their scores are open, what it does to the total, and what the panel settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.content import parsed
from guyub.apps.evaluation import content, items
from guyub.apps.evaluation.items import Given
from guyub.apps.evaluation.models import Entry, ItemScore, Settlement
from guyub.apps.evaluation.queries.entry import EntryLine, NoSuchEntry, read_entries
from guyub.apps.evaluation.queries.review import NoteLine, asked_back, dossier_of, group_of, read_notes, title_of
from guyub.engines.scoring import Grade, Instrument, Node


@dataclass(frozen=True, slots=True)
class Voice:
    """What one assessor gave; `apart`: he differs from the middle."""

    number: int
    given: Given
    text: str
    note: str
    apart: bool


@dataclass(frozen=True, slots=True)
class SettledLine:
    level: int | None
    number: Decimal | None
    text: str
    way: str
    reason: str

    @property
    def way_name(self) -> str:
        return str(Settlement.Way(self.way).label)


@dataclass(frozen=True)
class Difference:
    """
    One item with everybody's scores.

    apart    between the highest and the lowest
    effect   how far the total moves between them, all else at the middle; what matters most comes first
    by_rule  the rule of content may settle it without a discussion
    awaited  asked back, and the region still has time
    """

    code: str
    title: str
    group: str
    node: Node
    claimed: str
    voices: tuple[Voice, ...]
    apart: Decimal
    effect: Fraction
    middle: Given | None
    middle_text: str
    by_rule: bool
    awaited: bool
    settled: SettledLine | None
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True)
class Discussion:
    """
    The panel's table. open_lines differ and are not settled; the rest is settled or agreed.

    total, grade  what the settled items and the middles of the others come to today
    """

    entry: EntryLine
    instrument: Instrument
    lines: tuple[Difference, ...]
    notes: tuple[NoteLine, ...]
    total: Fraction | None
    grade: Grade | None

    @property
    def to_settle(self) -> tuple[Difference, ...]:
        return tuple(line for line in self.lines if line.settled is None)

    @property
    def to_discuss(self) -> tuple[Difference, ...]:
        return tuple(line for line in self.to_settle if not line.by_rule)

    @property
    def ruled(self) -> int:
        """How many the rule settles at once."""
        return sum(line.by_rule and not line.awaited for line in self.to_settle)


def get_discussion(entry_id: int, *, actor: Actor, on: date) -> Discussion:
    """
    For the members of the panel and the office, once the scores are open; before, as if there were none.

    Raises NoSuchEntry: also while the round is blind.
    """
    entry = Entry.objects.visible_to(actor).select_related("cycle").filter(pk=entry_id).first()
    if entry is None or entry.scores_opened_at is None:
        raise NoSuchEntry
    instrument = parsed(entry.cycle.instrument_text)
    voices = _voices(entry, instrument)
    settled = _settled(entry, instrument)
    stands = _standing(voices, settled)
    scored = items.computed(instrument, stands, weights=entry.cycle.weight_set)
    notes = tuple(read_notes(entry, instrument, actor=actor))
    asked = asked_back(entry)
    in_time = entry.correction_until is not None and on <= entry.correction_until
    claims = dossier_of(entry).claims
    lines = []
    for code in entry.items:
        said = voices.get(code, ())
        given = [voice.given for voice in said]
        middle = items.middle(given) if given else None
        apart = items.spread(given)
        claim = claims.get(code)
        lines.append(
            Difference(
                code=code,
                title=title_of(instrument, code),
                group=group_of(instrument, code),
                node=items.node_of(instrument, code),
                claimed=items.written(instrument, code, (claim.level, claim.number) if claim else (None, None)),
                voices=said,
                apart=apart,
                effect=_effect(instrument, stands, code, given, entry.cycle.weight_set) if apart else Fraction(0),
                middle=middle,
                middle_text=items.written(instrument, code, middle) if middle else "",
                by_rule=_by_rule(given, apart),
                awaited=in_time and code in asked and not asked[code][1],
                settled=settled.get(code),
                notes=tuple(note for note in notes if note.code == code),
            )
        )
    order = sorted(lines, key=lambda line: (line.settled is not None, -line.effect, -line.apart))
    line = read_entries(Entry.objects.visible_to(actor).filter(pk=entry_id), on=on)[0]
    return Discussion(line, instrument, tuple(order), notes, scored.total, scored.grade)


def _voices(entry: Entry, instrument: Instrument) -> Mapping[str, tuple[Voice, ...]]:
    counted = ItemScore.objects.filter(
        review__entry=entry, review__set_aside_at=None, review__submitted_at__isnull=False
    )
    rows: dict[str, list[tuple[int, Given, str]]] = defaultdict(list)
    fields = ("code", "review__number", "level", "number", "note")
    for code, number, level, value, note in counted.order_by("review__number").values_list(*fields):
        rows[code].append((number, (level, value), note))
    return {code: tuple(_voice(instrument, code, each) for each in _placed(said)) for code, said in rows.items()}


def _placed(said: list[tuple[int, Given, str]]) -> list[tuple[int, Given, str, bool]]:
    """Each with whether it stands apart from the middle."""
    middle = items.middle(given for _number, given, _note in said)
    return [(number, given, note, given != middle) for number, given, note in said]


def _voice(instrument: Instrument, code: str, said: tuple[int, Given, str, bool]) -> Voice:
    number, given, note, apart = said
    return Voice(number, given, items.written(instrument, code, given), note, apart)


def _settled(entry: Entry, instrument: Instrument) -> Mapping[str, SettledLine]:
    rows = Settlement.objects.filter(entry=entry, replaced_at=None)
    return {
        code: SettledLine(level, number, items.written(instrument, code, (level, number)), way, reason)
        for code, level, number, way, reason in rows.values_list("code", "level", "number", "way", "reason")
    }


def _standing(voices: Mapping[str, tuple[Voice, ...]], settled: Mapping[str, SettledLine]) -> dict[str, Given]:
    middles = {code: items.middle(voice.given for voice in each) for code, each in voices.items()}
    return middles | {code: (line.level, line.number) for code, line in settled.items()}


def _by_rule(given: list[Given], apart: Decimal) -> bool:
    if not given:
        return False
    return not apart or (given[0][0] is not None and apart <= content.rules().median_up_to)


def _effect(
    instrument: Instrument, stands: Mapping[str, Given], code: str, given: list[Given], weights: str
) -> Fraction:
    ordered = sorted(given, key=lambda each: each[0] if each[0] is not None else each[1] or 0)
    totals = [
        items.computed(instrument, {**stands, code: each}, weights=weights).total for each in (ordered[0], ordered[-1])
    ]
    low, high = (total if total is not None else Fraction(0) for total in totals)
    return abs(high - low)
