"""The region's own score beside what the same answers come to when they are put to the instrument again, here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content
from guyub.apps.packages.collecting import written
from guyub.apps.packages.queries.package import PackagePage, get_package
from guyub.engines.scoring import score


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the first level: as the region stated it, and as computed here."""

    code: str
    title: str
    stated: Decimal | None
    computed: Decimal | None

    @property
    def agrees(self) -> bool:
        return self.stated == self.computed


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Both scores to six decimals. grade: of the computed one; decimals: as the instrument shows them."""

    stated: Decimal | None
    computed: Decimal | None
    grade: str
    decimals: int
    unit: str
    answered: int
    leaves: int
    parts: tuple[PartLine, ...]

    @property
    def agrees(self) -> bool:
        return self.stated == self.computed and all(part.agrees for part in self.parts)


def get_recomputed(pk: int, *, actor: Actor) -> Recomputed:
    """Of a hand-in. Raises NoSuchPackage, PackageDamaged; ValueError for a result."""
    return _recompute(get_package(pk, actor=actor))


def _recompute(package: PackagePage) -> Recomputed:
    handed_in = package.hand_in
    instrument = content.parsed(handed_in.instrument_text)
    scored = score(instrument, package.answers, weights=handed_in.answers.weight_set)
    stated = {part.code: part.value for part in handed_in.score.parts}
    return Recomputed(
        stated=handed_in.score.total,
        computed=written(scored.total),
        grade=content.said(scored.grade.title) if scored.grade else "",
        decimals=instrument.decimals,
        unit=instrument.unit,
        answered=scored.answered,
        leaves=scored.leaves,
        parts=tuple(
            PartLine(
                code=child.code,
                title=content.said(child.title),
                stated=stated.get(child.code),
                computed=written(scored.parts[child.code].value),
            )
            for child in instrument.root.children
        ),
    )
