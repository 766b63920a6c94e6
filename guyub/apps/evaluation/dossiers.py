"""A region's hand-in as the panel reads it: claims, evidence, lineage; items asked back from the later package."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.packages import queries as packages


@dataclass(frozen=True, slots=True)
class Proof:
    """One evidence against one requirement: what it is, its hash, where it stood when the package was sealed."""

    requirement: str
    title: str
    kind: str
    number: str
    dated_on: date
    valid_until: date | None
    version: int
    digest: str
    file_name: str
    status: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """What an indicator's value was made of: its rule and the releases."""

    code: str
    title: str
    period: str
    value: Decimal | None
    unit: str
    numerator: int | None
    denominator: int | None
    rule_version: int
    rule_digest: str
    releases: tuple[tuple[str, str, str], ...]  # dataset, period, hash


@dataclass(frozen=True, slots=True)
class Claim:
    """What the region says of one item. accepted: requirements whose evidence its own verifier accepted."""

    level: int | None
    number: Decimal | None
    explanation: str
    office: str
    accepted: tuple[str, ...]
    lineage: Lineage | None
    proofs: tuple[Proof, ...]
    corrected: bool = False


@dataclass(frozen=True)
class Dossier:
    """All claims of a region by item; digest and time of the package they are from."""

    digest: str
    sealed_at: datetime
    claims: Mapping[str, Claim]


def read_dossier(package_id: int, corrected_id: int | None, *, asked: Collection[str], actor: Actor) -> Dossier:
    """
    asked  the items asked back: theirs, and theirs alone, come from the corrected package
    actor  as whom packages are read: who may see the entry has been asked before
    """
    package = packages.get_package(package_id, actor=actor)
    claims = _claims(package)
    if corrected_id is not None:
        later = _claims(packages.get_package(corrected_id, actor=actor), corrected=True)
        claims |= {code: claim for code, claim in later.items() if code in asked}
    return Dossier(package.digest, package.sealed_at, claims)


def _claims(package: packages.PackagePage, *, corrected: bool = False) -> dict[str, Claim]:
    content = package.hand_in
    proofs: dict[str, list[Proof]] = defaultdict(list)
    for line in content.evidence.items:
        proofs[line.item].append(
            Proof(
                line.requirement, line.title, line.kind, line.number, line.dated_on, line.valid_until, line.version,
                line.sha256, line.file, line.status,
            )
        )  # fmt: skip
    values = {(value.code, value.period): value for value in content.values.indicators}
    return {
        line.code: Claim(
            level=line.claimed_level,
            number=line.number,
            explanation=line.explanation,
            office=line.office or line.agency,
            accepted=line.accepted,
            lineage=_lineage(line.indicator, values),
            proofs=tuple(proofs[line.code]),
            corrected=corrected,
        )
        for line in content.answers.items
    }


def _lineage(indicator, values) -> Lineage | None:  # type: ignore[no-untyped-def]
    if indicator is None:
        return None
    found = values.get((indicator.code, indicator.period))
    if found is None:
        return Lineage(indicator.code, indicator.code, indicator.period, indicator.value, "", None, None, 0, "", ())
    releases = tuple((each.dataset, each.period, each.sha256) for each in found.releases)
    return Lineage(
        found.code, found.title, found.period, found.value, found.unit, found.numerator, found.denominator,
        found.rule_version, found.rule_digest, releases,
    )  # fmt: skip
