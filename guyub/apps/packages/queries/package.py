"""The packages: a list, one with its content, and whether its file is still what was sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.packages import files, reading, words
from guyub.apps.packages.models import Package, SigningKey
from guyub.engines import packages as engine
from guyub.engines.scoring import Answer
from guyub.errors import Refusal


class NoSuchPackage(Refusal):
    """There is none, or it is another region's."""

    code = "packages.no-such-package"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such package here."), remedy=_("Look it up in the list of packages."))


class PackageDamaged(Refusal):
    """The file lies there no more, or was changed on disk since it came in."""

    code = "packages.damaged"

    def __init__(self) -> None:
        super().__init__(
            _("The file of this package is missing or was changed on the disk."),
            remedy=_("Restore it from the backup, or have the region hand the same file in again."),
        )


@dataclass(frozen=True, slots=True)
class PackageLine:
    """
    One package in a list.

    total          as sealed: the region's own score, or the official one of a result
    superseded_by  the package that took its place; None: this one stands
    received_at    None: sealed in this installation
    """

    pk: int
    area: str
    area_name: str
    kind: str
    instrument_code: str
    instrument_version: int
    instrument_title: str
    year: int
    stage: int
    digest: str
    size_bytes: int
    format_version: int
    fingerprint: str
    total: Decimal | None
    supersedes_id: int | None
    superseded_by: int | None
    about_id: int | None
    assessment_id: int | None
    sealed_at: datetime
    sealed_office: str
    entered_at: datetime
    received_at: datetime | None
    received_by: str

    @property
    def kind_name(self) -> str:
        return str(Package.Kind(self.kind).label)

    @property
    def is_live(self) -> bool:
        return self.superseded_by is None

    @property
    def file_name(self) -> str:
        kind = {"hand_in": "serah", "result": "hasil"}[self.kind]
        return f"{self.area}_{self.instrument_code}_{self.year}-{self.stage}_{kind}_{self.digest[:8]}.guyub"


@dataclass(frozen=True)
class PackagePage:
    """
    One package with its content, read from the file; hand_in or result, as its kind says.

    answers     of a hand-in, as the engine of scoring takes them
    supersedes, superseded_by, about, results   the packages it belongs together with
    """

    line: PackageLine
    supersedes: PackageLine | None
    superseded_by: PackageLine | None
    about: PackageLine | None
    results: tuple[PackageLine, ...]

    @property
    def pk(self) -> int:
        return self.line.pk

    @property
    def area(self) -> str:
        return self.line.area

    @property
    def kind(self) -> str:
        return self.line.kind

    @property
    def instrument_code(self) -> str:
        return self.line.instrument_code

    @property
    def year(self) -> int:
        return self.line.year

    @property
    def stage(self) -> int:
        return self.line.stage

    @property
    def digest(self) -> str:
        return self.line.digest

    @property
    def sealed_at(self) -> datetime:
        return self.line.sealed_at

    @cached_property
    def _opened(self) -> engine.Opened:
        try:
            return reading.opened(self.line.area, self.line.digest)
        except engine.Spoiled as error:
            raise PackageDamaged from error

    @property
    def manifest(self) -> engine.Manifest:
        return self._opened.manifest

    @property
    def hand_in(self) -> engine.HandIn:
        """Raises PackageDamaged; ValueError for a result."""
        if self._opened.hand_in is None:
            raise ValueError(f"package {self.pk} is a result")
        return self._opened.hand_in

    @property
    def result(self) -> engine.Result:
        if self._opened.result is None:
            raise ValueError(f"package {self.pk} is a hand-in")
        return self._opened.result

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        return reading.answers_of(self.hand_in)


@dataclass(frozen=True, slots=True)
class Proof:
    """
    Whether the file on the disk is, now, what was sealed.

    findings   what is wrong with the bytes; empty: nothing
    digest     of the file as it lies there; "" when it is gone
    trusted    by whom the key is vouched for; None: nobody, or nobody any more
    """

    findings: tuple[words.Said, ...]
    digest: str
    is_registered: bool
    fingerprint: str
    is_own: bool
    trusted: str | None
    trusted_at: datetime | None
    trusted_reason: str
    revoked_at: datetime | None

    @property
    def is_whole(self) -> bool:
        return not self.findings and self.is_registered

    @property
    def holds(self) -> bool:
        """Whole, and sealed with a key that somebody vouches for."""
        return self.is_whole and self.trusted is not None

    @property
    def spoken(self) -> str:
        return words.spoken(self.fingerprint)


_FIELDS = (
    "pk", "area_id", "area__name", "kind", "instrument_code", "instrument_version", "instrument_title", "year", "stage",
    "digest", "size_bytes", "format_version", "fingerprint", "total", "supersedes_id", "superseded_by__pk", "about_id",
    "assessment_id", "sealed_at", "sealed_office", "entered_at", "received_at", "received_by",
)  # fmt: skip


def list_packages(
    *, actor: Actor, area: str = "", year: int | None = None, offset: int = 0, limit: int | None = None
) -> list[PackageLine]:
    """Packages that the actor may see, of one area or of all, newest first; one database query."""
    found = _asked(actor, area, year).order_by("-sealed_at", "-pk")
    return _lines(found[offset : None if limit is None else offset + limit])


def count_packages(*, actor: Actor, area: str = "", year: int | None = None) -> int:
    return _asked(actor, area, year).count()


def list_years(*, actor: Actor) -> list[int]:
    """The years of which there are packages that the actor may see, newest first."""
    return list(Package.objects.visible_to(actor).order_by("-year").values_list("year", flat=True).distinct())


def _asked(actor: Actor, area: str, year: int | None) -> QuerySet[Package]:
    found = Package.objects.visible_to(actor)
    if area:
        found = found.filter(area_id=area)
    return found if year is None else found.filter(year=year)


def find_newest(
    *, area: str, instrument_code: str, year: int, stage: int, kind: str = "hand_in", actor: Actor
) -> PackageLine | None:
    """The package that stands for an area, instrument, year and stage; None when there is none."""
    place = {"area_id": area, "instrument_code": instrument_code, "year": year, "stage": stage, "kind": kind}
    return next(iter(_lines(Package.objects.visible_to(actor).live().filter(**place))), None)


def get_package(pk: int, *, actor: Actor) -> PackagePage:
    """One package, in two database queries; its content is read when asked for. Raises NoSuchPackage."""
    seen = Package.objects.visible_to(actor)
    own = next(iter(_lines(seen.filter(pk=pk))), None)
    if own is None:
        raise NoSuchPackage
    ids = {own.supersedes_id, own.superseded_by, own.about_id} - {None}
    near = {line.pk: line for line in _lines((seen.filter(pk__in=ids) | seen.filter(about=pk)).order_by("pk"))}
    return PackagePage(
        line=own,
        supersedes=near.get(own.supersedes_id or 0),
        superseded_by=near.get(own.superseded_by or 0),
        about=near.get(own.about_id or 0),
        results=tuple(line for line in near.values() if line.about_id == pk),
    )


def get_proof(pk: int, *, actor: Actor) -> Proof:
    """Verify the file anew, now, and ask who vouches for its key; two database queries. Raises NoSuchPackage."""
    line = next(iter(_lines(Package.objects.visible_to(actor).filter(pk=pk))), None)
    if line is None:
        raise NoSuchPackage
    data = files.read_package(line.area, line.digest) or b""
    verdict = engine.verify(data)
    key = _key_of(line, actor)
    return Proof(
        findings=words.say_all(verdict.findings),
        digest=verdict.digest if data else "",
        is_registered=verdict.digest == line.digest,
        fingerprint=line.fingerprint,
        is_own=key is not None and key.is_own,
        trusted=key.added_office if key is not None and key.revoked_at is None else None,
        trusted_at=key.added_at if key else None,
        trusted_reason=key.reason if key else "",
        revoked_at=key.revoked_at if key else None,
    )


def get_file(pk: int, *, actor: Actor) -> tuple[Path, str]:
    """The file as it was sealed, and what to call it. Raises NoSuchPackage, PackageDamaged."""
    line = next(iter(_lines(Package.objects.visible_to(actor).filter(pk=pk))), None)
    if line is None:
        raise NoSuchPackage
    file = files.package_file(line.area, line.digest)
    if not file.exists():
        raise PackageDamaged
    return file, line.file_name


def _key_of(line: PackageLine, actor: Actor) -> SigningKey | None:
    """The key is the region's for a hand-in, and the nation's for a result."""
    keys = SigningKey.objects.visible_to(actor).filter(fingerprint=line.fingerprint)
    if line.kind == Package.Kind.HAND_IN:
        keys = keys.filter(area_id=line.area)
    return keys.order_by("-is_own", "pk").first()


def _lines(found: QuerySet[Package]) -> list[PackageLine]:
    named = {"area_id": "area", "area__name": "area_name", "superseded_by__pk": "superseded_by"}
    names = [named.get(field, field) for field in _FIELDS]
    return [PackageLine(**dict(zip(names, row, strict=True))) for row in found.values_list(*_FIELDS)]
