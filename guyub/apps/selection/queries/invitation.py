"""One region in a round: its data, its levels, what assessors found, what was decided; each reader sees his part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.assessment import content as instruments
from guyub.apps.selection import content, permissions, reckoning
from guyub.apps.selection.models import Answer, Assignment, Choice, Confirmation, Fact, Invitation, Slot
from guyub.engines import scoring
from guyub.engines.scoring import Instrument, Node
from guyub.engines.values import Words
from guyub.errors import Refusal


class NoSuchInvitation(Refusal):
    """There is none, or it is not the reader's."""

    code = "selection.no-such-region"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This region is not in a round of yours."), remedy=_("Choose one from the list."))


@dataclass(frozen=True, slots=True)
class FactLine:
    """A figure: as it was known (None: only the region can say), and as the region says it (None: not looked at)."""

    key: str
    title: str
    unit: str
    decimals: int
    known: Decimal | None
    known_source: str
    known_as_of: str
    value: Decimal | None
    reason: str
    confirmed_office: str

    @property
    def state(self) -> str:
        """valid, differs, ask: as c-fact calls them."""
        if self.value is None:
            return "ask"
        return "valid" if self.known is None or self.known == self.value else "differs"


@dataclass(frozen=True, slots=True)
class LevelLine:
    level: int
    title: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """What one assessor found. assessor: a number within the region, never a name, but for the office and himself."""

    assessor: str
    level: int
    note: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Element:
    """
    One element of the instrument.

    level    as the region states it; of an element that data answer, what the number reaches
    number   the number that answers it; None: the region gives itself a level
    confirmations   of the assessors whose region it is; only for them and the office, for the region once announced
    """

    code: str
    title: str
    group: str
    weight: Decimal | None
    levels: tuple[LevelLine, ...]
    level: int | None
    number: Decimal | None
    unit: str
    by_data: bool
    explanation: str
    answered_office: str
    confirmations: tuple[ConfirmationLine, ...]

    @property
    def mine(self) -> ConfirmationLine | None:
        return next((line for line in self.confirmations if line.is_mine), None)

    @property
    def top(self) -> int:
        return self.levels[-1].level if self.levels else 0

    @property
    def differs(self) -> bool:
        """Not all assessors found what the region states."""
        return any(line.level != self.level for line in self.confirmations)


@dataclass(frozen=True, slots=True)
class Region:
    """
    A region's part in a round as the reader may see it.

    outcome, reason    only for the office, and for everybody once the round is announced
    may_…              what the reader's office may do now
    """

    pk: int
    round_pk: int
    round_title: str
    year: int
    instrument: str
    instrument_version: int
    standing: str
    decimals: int
    criteria: tuple[str, ...]
    area: str
    area_name: str
    answers_until: date
    presentations_until: date
    submitted_at: datetime | None
    submitted_office: str
    commitment: str
    stated: Decimal | None
    confirmed: Decimal | None
    grade: str
    parts: tuple[tuple[str, Decimal], ...]
    facts: tuple[FactLine, ...]
    elements: tuple[Element, ...]
    assessors: tuple[tuple[int, str], ...]
    needed: int
    slot: tuple[datetime, datetime, str] | None
    outcome: str
    reason: str
    decided_at: datetime | None
    decided_office: str
    announced_at: datetime | None
    may_answer: bool
    may_hand_in: bool
    may_assess: bool
    may_run: bool
    may_book: bool

    @property
    def outcome_name(self) -> str:
        return str(Choice.Outcome(self.outcome).label) if self.outcome else ""

    @property
    def left(self) -> int:
        """Answers that are still open."""
        return sum(fact.value is None for fact in self.facts) + sum(each.level is None for each in self.elements)


def get_region(invitation_id: int, *, on: date, actor: Actor) -> Region:
    """
    One region of a round; ten queries at most, whatever is answered. Raises NoSuchInvitation.

    on  the day: after the last one for questionnaires nothing can be answered any more
    """
    visible = Invitation.objects.visible_to(actor).select_related("round", "area")
    row = visible.filter(pk=invitation_id).first()
    if row is None:
        raise NoSuchInvitation
    reading = _Reading(row, actor, on)
    return reading.region()


class _Reading:
    """One invitation with what belongs to it, read once."""

    def __init__(self, row: Invitation, actor: Actor, on: date) -> None:
        self.row, self.actor, self.on = row, actor, on
        self.instrument: Instrument = instruments.parsed(row.round.instrument_text)
        self.runs = permissions.may_run(actor)
        self.assignments = list(
            Assignment.objects.filter(invitation=row, ended_at=None)
            .order_by("pk")
            .values_list("pk", "officer_id", "officer__name")
        )
        self.assesses = row.submitted_at is not None and any(each[1] == actor.pk for each in self.assignments)
        self.choice = Choice.objects.filter(invitation=row).first()
        self.announced = row.round.announced_at is not None

    @property
    def sees_judging(self) -> bool:
        return self.runs or self.assesses or self.announced

    def region(self) -> Region:
        row, round_ = self.row, self.row.round
        place = areas.AreaLine(row.area.code, row.area.name, row.area.kind, row.area.level, row.area.parent_id)
        facts = self.facts()
        elements = self.elements({fact.key: fact.value for fact in facts})
        is_open = row.submitted_at is None and self.on <= round_.answers_until
        answers = permissions.may_answer(self.actor, area=row.area_id)
        confirmed = row.confirmed_score if self.sees_judging else None
        choice = self.choice if self.runs or self.announced else None
        slot = Slot.objects.filter(invitation=row).values_list("starts_at", "ends_at", "room").first()
        return Region(
            pk=row.pk,
            round_pk=round_.pk,
            round_title=round_.title,
            year=round_.year,
            instrument=instruments.said(self.instrument.title),
            instrument_version=round_.instrument_version,
            standing=instruments.said(self.instrument.standing),
            decimals=self.instrument.decimals,
            criteria=tuple(content.said(Words(each["id"], each["en"])) for each in round_.criteria),
            area=row.area_id,
            area_name=place.full_name,
            answers_until=round_.answers_until,
            presentations_until=round_.presentations_until,
            submitted_at=row.submitted_at,
            submitted_office=row.submitted_office,
            commitment=row.commitment,
            stated=row.stated_score,
            confirmed=confirmed,
            grade=self.grade(confirmed),
            parts=self.parts() if self.sees_judging else (),
            facts=facts,
            elements=elements,
            assessors=tuple((each[1], each[2]) for each in self.assignments) if self.runs else (),
            needed=round_.assessors,
            slot=slot,
            outcome=choice.outcome if choice else "",
            reason=choice.reason if choice else "",
            decided_at=choice.decided_at if choice else None,
            decided_office=choice.decided_office if choice else "",
            announced_at=round_.announced_at,
            may_answer=is_open and answers,
            may_hand_in=is_open and permissions.may_hand_in(self.actor, area=row.area_id),
            may_assess=self.assesses and self.choice is None,
            may_run=self.runs,
            may_book=(answers or self.runs) and not self.announced,
        )

    def grade(self, total: Decimal | None) -> str:
        if total is None:
            return ""
        grade = scoring.grade_of(self.instrument, Fraction(total))
        return instruments.said(grade.title) if grade else ""

    def parts(self) -> tuple[tuple[str, Decimal], ...]:
        titles = {part.code: instruments.said(part.title) for part in self.instrument.root.children}
        return tuple((titles.get(code, code), Decimal(value)) for code, value in self.row.confirmed_parts.items())

    def facts(self) -> tuple[FactLine, ...]:
        rows = {fact.key: fact for fact in Fact.objects.filter(invitation=self.row)}
        return tuple(_fact(kind, rows.get(kind.key)) for kind in content.setup().facts)

    def elements(self, facts: Mapping[str, Decimal | None]) -> tuple[Element, ...]:
        names = {kind.key: kind.name for kind in content.setup().facts if kind.origin == "indicator"}
        numbers = reckoning.numbers_of(self.instrument, facts, names)
        answers = {answer.code: answer for answer in Answer.objects.filter(invitation=self.row)}
        found = self.confirmations() if self.sees_judging else {}
        return tuple(
            self.element(leaf, numbers.get(leaf.code), answers.get(leaf.code), tuple(found.get(leaf.code, ())))
            for leaf in self.instrument.leaves
        )

    def confirmations(self) -> dict[str, list[ConfirmationLine]]:
        order = {pk: number for number, (pk, _officer, _name) in enumerate(self.assignments, 1)}
        names = {pk: name for pk, _officer, name in self.assignments}
        mine = {pk for pk, officer, _name in self.assignments if officer == self.actor.pk}
        found: dict[str, list[ConfirmationLine]] = defaultdict(list)
        live = Confirmation.objects.filter(assignment__in=order).order_by("assignment")
        for code, level, note, pk in live.values_list("code", "level", "note", "assignment_id"):
            said = names[pk] if self.runs or pk in mine else _("Assessor %(number)d") % {"number": order[pk]}
            found[code].append(ConfirmationLine(said, level, note, pk in mine))
        return found

    def element(
        self,
        leaf: Node,
        number: Decimal | None,
        answer: Answer | None,
        confirmations: tuple[ConfirmationLine, ...],
    ) -> Element:
        assert leaf.leaf is not None
        level = answer.level if answer else None
        if number is not None:
            level = reckoning.level_of(leaf, number)
        parent = self.instrument.nodes[self.instrument.parents[leaf.code]]
        return Element(
            code=leaf.code,
            title=instruments.said(leaf.title),
            group=instruments.said(parent.title),
            weight=None if leaf.weight is None else reckoning.as_decimal(leaf.weight),
            levels=tuple(
                LevelLine(
                    each.level,
                    instruments.said(each.title),
                    instruments.said(each.text),
                    tuple(instruments.said(one.text) for one in each.evidence),
                )
                for each in leaf.leaf.levels
            ),
            level=level,
            number=number,
            unit=leaf.leaf.unit,
            by_data=number is not None,
            explanation=answer.explanation if answer else "",
            answered_office=answer.answered_office if answer else "",
            confirmations=confirmations,
        )


def _fact(kind: content.FactKind, fact: Fact | None) -> FactLine:
    return FactLine(
        key=kind.key,
        title=kind.said,
        unit=kind.unit,
        decimals=kind.decimals,
        known=fact.known if fact else None,
        known_source=fact.known_source if fact else "",
        known_as_of=fact.known_as_of if fact else "",
        value=fact.value if fact else None,
        reason=fact.reason if fact else "",
        confirmed_office=fact.confirmed_office if fact else "",
    )
