"""Evidence: registered when the work is done, bettered by new versions, withdrawn when it proves nothing."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.assessment import files, permissions
from guyub.apps.assessment.files import About, EvidenceRefused, Kept, Proof
from guyub.apps.assessment.models import Attachment, Evidence, EvidenceVersion
from guyub.apps.assessment.queries import NoSuchEvidence
from guyub.apps.exchange import queries as exchange
from guyub.apps.indicators import queries as indicators
from guyub.errors import Refusal
from guyub.ledger import record


class EvidenceWithdrawn(Refusal):
    """It proves nothing any more."""

    code = "assessment.evidence-withdrawn"

    def __init__(self) -> None:
        super().__init__(
            _("This evidence has been withdrawn."), remedy=_("Register the new one as evidence of its own.")
        )


class SameContent(Refusal):
    """The new version holds what the last one holds."""

    code = "assessment.same-content"

    def __init__(self) -> None:
        super().__init__(
            _("This is the file that is already kept: the same content."),
            remedy=_("Choose the corrected file; to correct only number or dates, choose no file."),
        )


class ReasonMissing(Refusal):
    code = "assessment.reason-missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Evidence is not withdrawn without a reason."), remedy=_("Write in one sentence why it proves nothing.")
        )


def register_evidence(
    *, area: str, agency_id: int | None, kind: str, about: About, proof: Proof, actor: Actor, at: datetime
) -> int:
    """
    Keep what proves a piece of work, once; return its id.

    Raises NotPermitted, EvidenceRefused.
    """
    permissions.require_answerer(actor, area=area, agency_id=agency_id)
    if agency_id is not None and not Agency.objects.filter(pk=agency_id, area_id=area).exists():
        raise EvidenceRefused(_("This agency is not of this regency."), remedy=_("Choose one from the list."))
    _check(about)
    kept = _keep(area, kind, proof, actor)
    return _register(area, agency_id, kind, about, kept, actor=actor, at=at)


@transaction.atomic(durable=True)
def _register(
    area: str, agency_id: int | None, kind: str, about: About, kept: Kept, *, actor: Actor, at: datetime
) -> int:
    evidence = Evidence.objects.create(
        area_id=area,
        agency_id=agency_id,
        kind=kind,
        title=about.title.strip(),
        number=about.number.strip(),
        dated_on=about.dated_on,
        valid_until=about.valid_until,
        registered_at=at,
    )
    _add(evidence, 1, kept, note="", actor=actor, at=at)
    record(
        "evidence.registered",
        actor=actor,
        at=at,
        area=area,
        subject=("assessment.evidence", evidence.pk),
        kind=kind,
        title=evidence.title,
        digest=kept.digest,
        size_bytes=kept.size_bytes,
    )
    return evidence.pk


def add_version(*, evidence_id: int, about: About, proof: Proof, note: str, actor: Actor, at: datetime) -> int:
    """
    Add a better file to evidence and correct its number and dates; return the version's number.

    Wherever the earlier version was accepted in an open assessment it is to be looked at again: the attachment waits.
    Closed assessments keep the version they were closed with. Raises NoSuchEvidence, NotPermitted, EvidenceWithdrawn,
    EvidenceRefused, SameContent.
    """
    evidence = _open(evidence_id, actor)
    _check(about)
    kept = _keep(evidence.area_id, evidence.kind, proof, actor)
    return _add_version(evidence_id, about, kept, note=note.strip()[:300], actor=actor, at=at)


@transaction.atomic(durable=True)
def _add_version(evidence_id: int, about: About, kept: Kept, *, note: str, actor: Actor, at: datetime) -> int:
    evidence = Evidence.objects.live().select_for_update().get(pk=evidence_id)
    newest = evidence.versions.order_by("-number").first()
    if newest is not None and newest.digest == kept.digest:
        raise SameContent
    _write(evidence, about)
    number = 1 if newest is None else newest.number + 1
    version = _add(evidence, number, kept, note=note, actor=actor, at=at)
    waiting = _look_again(evidence, version, actor)
    record(
        "evidence.version_added",
        actor=actor,
        at=at,
        area=evidence.area_id,
        subject=("assessment.evidence", evidence.pk),
        title=evidence.title,
        version=number,
        digest=kept.digest,
        assessments=sorted(waiting),
    )
    return number


@transaction.atomic(durable=True)
def correct_evidence(*, evidence_id: int, about: About, actor: Actor, at: datetime) -> int:
    """
    Correct title, number or dates and leave the file as it is; return the evidence's id.

    Who accepted it accepted the earlier dates, so it is to be looked at again wherever it was. Nothing changed, nothing
    happens. Raises NoSuchEvidence, NotPermitted, EvidenceWithdrawn, EvidenceRefused.
    """
    evidence = _open(evidence_id, actor)
    _check(about)
    before = (evidence.title, evidence.number, evidence.dated_on, evidence.valid_until)
    _write(evidence, about)
    if before == (evidence.title, evidence.number, evidence.dated_on, evidence.valid_until):
        return evidence.pk
    waiting = _look_again(evidence, evidence.versions.order_by("-number")[0], actor)
    record(
        "evidence.corrected",
        actor=actor,
        at=at,
        area=evidence.area_id,
        subject=("assessment.evidence", evidence.pk),
        title=evidence.title,
        number=evidence.number,
        dated_on=evidence.dated_on.isoformat(),
        valid_until=evidence.valid_until and evidence.valid_until.isoformat(),
        assessments=sorted(waiting),
    )
    return evidence.pk


@transaction.atomic(durable=True)
def withdraw_evidence(*, evidence_id: int, reason: str, actor: Actor, at: datetime) -> int:
    """
    Say that evidence proves nothing any more; return its id. It stays readable, and no score counts it from now on.

    Raises NoSuchEvidence, NotPermitted, EvidenceWithdrawn, ReasonMissing.
    """
    evidence = _open(evidence_id, actor)
    if not reason.strip():
        raise ReasonMissing
    if not Evidence.objects.live().filter(pk=evidence_id).update(withdrawn_at=at):
        raise EvidenceWithdrawn
    record(
        "evidence.withdrawn",
        actor=actor,
        at=at,
        area=evidence.area_id,
        subject=("assessment.evidence", evidence.pk),
        title=evidence.title,
        reason=reason.strip()[:300],
        assessments=sorted(set(_open_uses(evidence).values_list("item__assessment_id", flat=True))),
    )
    return evidence.pk


def _open(evidence_id: int, actor: Actor) -> Evidence:
    """Evidence that the actor may change. Raises NoSuchEvidence, NotPermitted, EvidenceWithdrawn."""
    evidence = Evidence.objects.visible_to(actor).filter(pk=evidence_id).first()
    if evidence is None:
        raise NoSuchEvidence
    permissions.require_answerer(actor, area=evidence.area_id, agency_id=evidence.agency_id)
    if evidence.withdrawn_at is not None:
        raise EvidenceWithdrawn
    return evidence


def _write(evidence: Evidence, about: About) -> None:
    evidence.title, evidence.number = about.title.strip(), about.number.strip()
    evidence.dated_on, evidence.valid_until = about.dated_on, about.valid_until
    evidence.save(update_fields=["title", "number", "dated_on", "valid_until"])


def _check(about: About) -> None:
    if not about.title.strip():
        raise EvidenceRefused(_("The evidence has no title."), remedy=_("Write what it is, as on its first page."))
    if files.count_niks(f"{about.title} {about.number}"):
        raise EvidenceRefused(
            _("The title or the number holds an identity number (NIK)."), remedy=_("Leave it out: name the paper only.")
        )
    if about.valid_until is not None and about.valid_until < about.dated_on:
        raise EvidenceRefused(
            _("The last day of validity lies before the date."), remedy=_("Check both dates on the paper itself.")
        )


def _keep(area: str, kind: str, proof: Proof, actor: Actor) -> Kept:
    if kind == Evidence.Kind.RELEASE:
        return _keep_release(area, proof.release_id, actor)
    if kind == Evidence.Kind.INDICATOR:
        return _keep_indicator(area, proof.indicator, actor)
    if kind not in Evidence.Kind.values:
        raise EvidenceRefused(_("This kind of evidence is not known."), remedy=_("Choose one from the list."))
    if proof.stream is not None and kind != Evidence.Kind.LINK:
        return files.keep_evidence(area=area, file_name=proof.file_name, stream=proof.stream)
    parts = urlsplit(proof.address.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise EvidenceRefused(
            _("There is neither a file nor an address."),
            remedy=_("Choose the file, or write the address of the page as it begins with https://."),
        )
    return files.keep_facts({"address": proof.address.strip()})


def _keep_release(area: str, release_id: int | None, actor: Actor) -> Kept:
    """The release by its digest: its rows stay where they are, and stay the same."""
    found = None if release_id is None else exchange.get_release(release_id, actor=actor)
    if found is None or found.area != area or not found.line.is_live:
        raise EvidenceRefused(_("This release is not in force."), remedy=_("Choose one from the list."))
    line = found.line
    return files.keep_facts(
        {
            "release": line.pk,
            "dataset": line.dataset,
            "agency": line.agency,
            "period": line.period,
            "digest": line.digest,
            "rows": line.rows,
        }
    )


def _keep_indicator(area: str, code: str, actor: Actor) -> Kept:
    line = indicators.get_value(actor=actor, code=code, area=area)
    if line is None or line.value is None or line.period is None:
        raise EvidenceRefused(
            _("This indicator has no value yet."), remedy=_("Choose one from the list, or release its data first.")
        )
    return files.keep_facts(
        {
            "code": code,
            "period": line.period,
            "value": str(line.value.normalize()),
            "unit": line.unit,
            "version": line.version,
            "numerator": line.numerator,
            "denominator": line.denominator,
        }
    )


def _add(evidence: Evidence, number: int, kept: Kept, *, note: str, actor: Actor, at: datetime) -> EvidenceVersion:
    return EvidenceVersion.objects.create(
        evidence=evidence,
        number=number,
        digest=kept.digest,
        file_name=kept.file_name,
        media_type=kept.media_type,
        size_bytes=kept.size_bytes,
        facts=dict(kept.facts),
        note=note,
        added_at=at,
        added_by_id=actor.pk,
    )


def _open_uses(evidence: Evidence) -> QuerySet[Attachment]:
    return Attachment.objects.filter(evidence=evidence, removed_at=None, item__assessment__closed_at=None)


def _look_again(evidence: Evidence, version: EvidenceVersion, actor: Actor) -> set[int]:
    """Open attachments hold the new version; decided ones wait again. Who brought it may not accept it."""
    uses = _open_uses(evidence)
    touched = set(uses.values_list("item__assessment_id", flat=True))
    uses.filter(status__in=[Attachment.Status.ACCEPTED, Attachment.Status.REVISE]).update(
        status=Attachment.Status.IN_PROGRESS, revision="", remark="", decided_at=None, decided_by=None
    )
    uses.update(version=version, attached_by_id=actor.pk)
    return touched
