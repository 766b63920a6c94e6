"""Reading evidence: the register, one piece with its versions and uses, its file, and what would fit a requirement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.areas import queries as areas
from guyub.apps.assessment import content, files, permissions
from guyub.apps.assessment.models import Attachment, Evidence, EvidenceVersion
from guyub.apps.exchange import queries as exchange
from guyub.apps.indicators import queries as indicators
from guyub.errors import Refusal
from guyub.ledger.queries import list_events
from guyub.web.given_files import SHOWN_INLINE

PER_PAGE = 50
SOON = timedelta(days=60)
# Which kinds of evidence can meet a requirement of a kind, the best first.
FITS: Mapping[str, tuple[str, ...]] = {
    "report": ("report", "survey", "document"),
    "decree": ("decree",),
    "release": ("release", "report"),
    "letter": ("letter", "decree"),
    "indicator": ("indicator", "release"),
    "minutes": ("minutes", "report"),
    "photo": ("photo", "report"),
    "document": ("document", "report", "decree", "letter", "minutes"),
    "link": ("link", "document"),
    "survey": ("survey", "report"),
}


class NoSuchEvidence(Refusal):
    """There is none, or it is another regency's."""

    code = "assessment.no-such-evidence"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This evidence does not exist here."), remedy=_("Look it up in the register of evidence."))


@dataclass(frozen=True, slots=True)
class EvidenceWanted:
    """What a reader asks of the register; empty means whatever. state: "", valid, expired, withdrawn, unused."""

    text: str = ""
    kind: str = ""
    agency: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """
    One piece of evidence with its newest version.

    uses      how many requirements it is held against now; accepted: of those
    """

    pk: int
    kind: str
    title: str
    number: str
    agency_id: int | None
    agency: str
    dated_on: date
    valid_until: date | None
    withdrawn_at: datetime | None
    version: int
    digest: str
    file_name: str
    media_type: str
    size_bytes: int
    facts: Mapping[str, Any]
    uses: int
    accepted: int

    @property
    def kind_name(self) -> str:
        return str(Evidence.Kind(self.kind).label)

    def state_on(self, day: date) -> str:
        """withdrawn, expired, soon (within 60 days) or valid."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.valid_until is None:
            return "valid"
        return "expired" if self.valid_until < day else "soon" if self.valid_until - day <= SOON else "valid"


@dataclass(frozen=True, slots=True)
class EvidenceList:
    lines: tuple[EvidenceLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EvidenceCounts:
    """valid contains soon: what expires within 60 days."""

    valid: int
    soon: int
    expired: int
    withdrawn: int
    unused: int

    @property
    def total(self) -> int:
        return self.valid + self.expired + self.withdrawn


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of evidence; office: who added it."""

    number: int
    digest: str
    file_name: str
    media_type: str
    size_bytes: int
    facts: Mapping[str, Any]
    note: str
    added_at: datetime
    office: str

    @property
    def is_shown_inline(self) -> bool:
        return self.media_type in SHOWN_INLINE


@dataclass(frozen=True, slots=True)
class UseLine:
    """Where evidence is held against a requirement, and where it stands there."""

    assessment_id: int
    item_id: int
    instrument: str
    year: int
    item: str
    item_title: str
    level: int | None
    requirement: str
    status: str
    remark: str
    version: int
    is_closed: bool

    @property
    def status_name(self) -> str:
        return str(Attachment.Status(self.status).label)

    @property
    def tag(self) -> str:
        return {"accepted": "ok", "in_progress": "warn", "revise": "bad"}.get(self.status, "none")


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """One piece of evidence; lines: how a text begins; reason: why it was withdrawn."""

    line: EvidenceLine
    area: str
    agency_name: str
    versions: tuple[VersionLine, ...]
    uses: tuple[UseLine, ...]
    lines: tuple[str, ...]
    reason: str
    may_change: bool


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A version's file as it lies in the store."""

    path: Path
    file_name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


_LINE = (
    "pk", "kind", "title", "number", "agency_id", "agency__abbreviation", "dated_on", "valid_until", "withdrawn_at",
    "newest_number", "newest_digest", "newest_name", "newest_type", "newest_size", "newest_facts", "used", "sound",
)  # fmt: skip


def list_evidence(
    *, area: str, wanted: EvidenceWanted, on: date, actor: Actor, offset: int = 0, limit: int = PER_PAGE
) -> EvidenceList:
    """A page of the register, newest work first; two database queries."""
    found = _filtered(_of(area, actor), wanted, on)
    rows = _described(found).order_by("-dated_on", "-pk").values_list(*_LINE)[offset : offset + limit]
    return EvidenceList(tuple(_line(row) for row in rows), found.count())


def count_evidence(*, area: str, on: date, actor: Actor) -> EvidenceCounts:
    """How the register stands, whatever is filtered; two database queries."""
    live, expired = Q(withdrawn_at=None), Q(valid_until__lt=on)
    counted = _of(area, actor).aggregate(
        valid=Count("pk", filter=live & ~expired),
        soon=Count("pk", filter=live & Q(valid_until__range=(on, on + SOON))),
        expired=Count("pk", filter=live & expired),
        withdrawn=Count("pk", filter=~live),
    )
    used = Attachment.objects.filter(removed_at=None).values("evidence")
    return EvidenceCounts(**counted, unused=_of(area, actor).live().exclude(pk__in=used).count())


def list_agencies_with_evidence(*, area: str, actor: Actor) -> list[Choice]:
    """The agencies that have registered something, for the filter."""
    rows = _of(area, actor).exclude(agency=None).order_by("agency__abbreviation")
    return [Choice(str(pk), name) for pk, name in rows.values_list("agency_id", "agency__abbreviation").distinct()]


def list_fitting(
    *, area: str, kind: str, on: date, actor: Actor, agency_id: int | None = None, limit: int = 12
) -> list[EvidenceLine]:
    """
    Evidence that could meet a requirement of this kind: of the best kind, then of this agency, then the newest first.

    Withdrawn and expired pieces don't come. One database query.
    """
    kinds = FITS.get(kind, (kind,))
    valid = _of(area, actor).live().filter(Q(valid_until=None) | Q(valid_until__gte=on), kind__in=kinds)
    place = [When(kind=each, then=Value(order)) for order, each in enumerate(kinds)]
    rows = (
        _described(valid)
        .annotate(
            place=Case(*place, output_field=IntegerField()),
            foreign=Case(When(agency_id=agency_id, then=Value(0)), default=Value(1), output_field=IntegerField()),
        )
        .order_by("place", "foreign", "-dated_on", "-pk")
    )
    return [_line(row) for row in rows.values_list(*_LINE)[:limit]]


def get_evidence(pk: int, *, actor: Actor) -> EvidencePage:
    """One piece with its versions, newest first, and its uses; five database queries at most. Raises NoSuchEvidence."""
    mine = Evidence.objects.visible_to(actor).filter(pk=pk)
    row = _described(mine).values_list(*_LINE, "area_id", "agency__name").first()
    if row is None:
        raise NoSuchEvidence
    line, area, agency_name = _line(row[: len(_LINE)]), row[-2], row[-1] or ""
    versions = tuple(
        VersionLine(*each)
        for each in EvidenceVersion.objects.filter(evidence_id=pk)
        .order_by("-number")
        .values_list(
            "number", "digest", "file_name", "media_type", "size_bytes", "facts", "note", "added_at", "added_by__name"
        )
    )
    return EvidencePage(
        line=line,
        area=area,
        agency_name=agency_name,
        versions=versions,
        uses=tuple(_uses(pk)),
        lines=_beginning(area, versions[0]) if versions else (),
        reason=_reason(pk, area) if line.withdrawn_at else "",
        may_change=line.withdrawn_at is None and permissions.may_answer(actor, area=area, agency_id=line.agency_id),
    )


def get_file(evidence_id: int, *, number: int, actor: Actor) -> EvidenceFile:
    """The file of a version, for officers of its regency only. Raises NoSuchEvidence, FileGone."""
    mine = Evidence.objects.visible_to(actor).filter(pk=evidence_id)
    row = (
        EvidenceVersion.objects.filter(evidence__in=mine, number=number)
        .exclude(file_name="")
        .values_list("evidence__area_id", "digest", "file_name", "media_type")
        .first()
    )
    if row is None:
        raise NoSuchEvidence
    return EvidenceFile(files.find_path(area=row[0], digest=row[1]), row[2], row[3])


def find_sealed_file(*, area: str, digest: str, actor: Actor) -> EvidenceFile | None:
    """
    The file with this hash among a region's evidence; None when it isn't kept here.

    Asked for what a package names: the hash is the proof that it is the same file. Raises FileGone.
    """
    mine = Evidence.objects.visible_to(actor).filter(area=area)
    row = (
        EvidenceVersion.objects.filter(evidence__in=mine, digest=digest)
        .exclude(file_name="")
        .values_list("file_name", "media_type")
        .first()
    )
    return None if row is None else EvidenceFile(files.find_path(area=area, digest=digest), *row)


def public_list_kinds() -> list[Choice]:
    """The kinds of evidence there are."""
    return [Choice(value, str(label).capitalize()) for value, label in Evidence.Kind.choices]


def list_registering_agencies(*, area: str, on: date, actor: Actor) -> list[Choice]:
    """For which agencies the actor may register evidence; "" stands for the regency as a whole."""
    may = scope(actor, Right.ANSWER_ITEMS)
    whole = [Choice("", _("The regency as a whole"))] if may.covers(area) else []
    agencies = areas.list_agencies(actor=actor, area=area, on=on)
    return whole + [Choice(str(each.pk), each.abbreviation) for each in agencies if may.covers(area, each.pk)]


def list_releases_to_choose(*, area: str, actor: Actor, at: datetime) -> list[Choice]:
    """The newest live releases, to be named as evidence."""
    titles = {line.key: line.title for line in exchange.list_datasets(area=area, actor=actor, at=at, count_open=False)}
    live = exchange.list_live_releases(area=area, actor=actor)
    return [Choice(str(each.pk), f"{titles.get(each.dataset, each.dataset)}, {each.period}") for each in live]


def list_indicators_to_choose(*, area: str, actor: Actor) -> list[indicators.IndicatorLine]:
    """The indicators that have a value, to be named as evidence."""
    return [line for line in indicators.list_indicators(area=area, actor=actor) if line.value is not None]


def _of(area: str, actor: Actor) -> QuerySet[Evidence]:
    return Evidence.objects.visible_to(actor).filter(area_id=area)


def _filtered(found: QuerySet[Evidence], wanted: EvidenceWanted, on: date) -> QuerySet[Evidence]:
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(number__icontains=wanted.text))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.agency.isdecimal():
        found = found.filter(agency_id=int(wanted.agency))
    if wanted.state == "withdrawn":
        return found.exclude(withdrawn_at=None)
    if wanted.state:
        found = found.filter(withdrawn_at=None)
    if wanted.state == "expired":
        found = found.filter(valid_until__lt=on)
    if wanted.state == "valid":
        found = found.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    if wanted.state == "unused":
        found = found.exclude(pk__in=Attachment.objects.filter(removed_at=None).values("evidence"))
    return found


def _described(found: QuerySet[Evidence]) -> QuerySet[Evidence]:
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("pk")).order_by("-number")
    live = Q(attachments__removed_at=None, attachments__isnull=False)
    return found.annotate(
        newest_number=Subquery(newest.values("number")[:1]),
        newest_digest=Subquery(newest.values("digest")[:1]),
        newest_name=Subquery(newest.values("file_name")[:1]),
        newest_type=Subquery(newest.values("media_type")[:1]),
        newest_size=Subquery(newest.values("size_bytes")[:1]),
        newest_facts=Subquery(newest.values("facts")[:1]),
        used=Count("attachments", filter=live),
        sound=Count("attachments", filter=live & Q(attachments__status=Attachment.Status.ACCEPTED)),
    )


def _line(row: tuple[Any, ...]) -> EvidenceLine:
    pk, kind, title, number, agency_id, agency, *rest = row
    return EvidenceLine(pk, kind, title, number, agency_id, agency or "", *rest)


def _uses(evidence_id: int) -> list[UseLine]:
    rows = (
        Attachment.objects.filter(evidence_id=evidence_id, removed_at=None)
        .order_by("-item__assessment__year", "item__assessment", "item__order", "requirement")
        .values_list(
            "item__assessment_id", "item_id", "item__assessment__instrument__text", "item__assessment__year",
            "item__code", "requirement", "status", "remark", "version__number", "item__assessment__closed_at",
        )
    )  # fmt: skip
    return [_use(*row) for row in rows]


def _use(
    assessment_id: int, item_id: int, text: str, year: int, code: str, requirement: str, status: str, remark: str,
    version: int, closed_at: datetime | None,
) -> UseLine:  # fmt: skip
    instrument = content.parsed(text)
    node = instrument.nodes.get(code.partition("#")[0])
    leaf = None if node is None else node.leaf
    asked = next((each for each in leaf.requirements if each.code == requirement), None) if leaf else None
    return UseLine(
        assessment_id=assessment_id,
        item_id=item_id,
        instrument=instrument.short,
        year=year,
        item=code,
        item_title=content.said(node.title) if node else code,
        level=asked.level if asked else None,
        requirement=content.said(asked.text) if asked else requirement,
        status=status,
        remark=remark,
        version=version,
        is_closed=closed_at is not None,
    )


def _beginning(area: str, version: VersionLine) -> tuple[str, ...]:
    if version.media_type != "text/plain":
        return ()
    try:
        return files.first_lines(files.find_path(area=area, digest=version.digest))
    except files.FileGone:
        return ()


def _reason(pk: int, area: str) -> str:
    [*events] = list_events(areas=[area], names=["evidence.withdrawn"], subject=("assessment.evidence", pk), limit=1)
    return str(events[0].facts.get("reason", "")) if events else ""
