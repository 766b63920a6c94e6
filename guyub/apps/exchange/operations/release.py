"""Publishing the accepted rows of a submission, and withdrawing a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.exchange import permissions
from guyub.apps.exchange.files import area_store, parse_contract
from guyub.apps.exchange.models import Release, Submission
from guyub.dataplane import releases
from guyub.errors import Refusal
from guyub.jobs.steps import Watcher, silent
from guyub.ledger import record


class NotChecked(Refusal):
    """Only a checked submission can be released."""

    code = "exchange.not-checked"

    def __init__(self) -> None:
        super().__init__(
            _("This submission has not been checked, so it cannot be released."),
            remedy=_("Wait for the check to end, or submit the file again."),
        )


class NothingAccepted(Refusal):
    """No row passed the contract."""

    code = "exchange.nothing-accepted"

    def __init__(self) -> None:
        super().__init__(
            _("No row of this submission passed the check, so there is nothing to release."),
            remedy=_("Correct the findings that hold rows and submit the file again."),
        )


class NewerReleaseStands(Refusal):
    """A later submission of the same month is released already."""

    code = "exchange.newer-release-stands"

    def __init__(self) -> None:
        super().__init__(
            _("A later submission of the same month has already been released."),
            remedy=_("Discard this submission, or withdraw the newer release first."),
        )


class ReasonMissing(Refusal):
    """Withdrawing and discarding ask for a reason."""

    code = "exchange.reason-missing"
    status = 400

    def __init__(self) -> None:
        super().__init__(_("The reason is missing."), remedy=_("Write in one sentence why."))


@dataclass(frozen=True, slots=True)
class Published:
    """is_new is False when exactly these rows were the live release already: then nothing changed."""

    release_id: int
    is_new: bool


def publish_release(*, submission_id: int, actor: Actor, at: datetime, progress: Watcher = silent) -> Published:
    """
    Freeze the accepted rows of a checked submission as the live release of its dataset, agency and month.

    An earlier live release is withdrawn, never deleted: what was computed from it must stay reproducible. Held rows
    stay in quarantine. Raises NotChecked, NothingAccepted, NewerReleaseStands.
    """
    submission = _publishable(Submission.objects.select_related("dataset", "contract").get(pk=submission_id), actor)
    store = area_store(submission.dataset.area_id)
    frozen = releases.freeze(
        store.checks(submission.pk),
        store=store,
        contract=parse_contract(submission.contract.text),
        period=submission.period,
    )
    progress(1.0)
    return _commit_release(
        submission_id=submission_id,
        digest=frozen.manifest.digest,
        rows=frozen.manifest.rows,
        held=frozen.held,
        actor=actor,
        at=at,
    )


def _publishable(submission: Submission, actor: Actor) -> Submission:
    permissions.require_publisher(actor, area=submission.dataset.area_id, agency_id=submission.agency_id)
    if submission.state not in {Submission.State.CHECKED, Submission.State.RELEASED}:
        raise NotChecked
    if not submission.rows_accepted:
        raise NothingAccepted
    return submission


@transaction.atomic(durable=True)
def _commit_release(*, submission_id: int, digest: str, rows: int, held: int, actor: Actor, at: datetime) -> Published:
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("dataset", "contract").get(pk=submission_id)
    )
    _publishable(submission, actor)
    place = {"dataset_id": submission.dataset_id, "agency_id": submission.agency_id, "period": submission.period}
    live = Release.objects.live().select_for_update().filter(**place).first()
    if live is not None and live.submission_id > submission.pk:
        raise NewerReleaseStands
    if live is not None and live.digest == digest:
        return Published(live.pk, is_new=False)

    # A clock that was put back must not stand in the way: what is withdrawn held at least until it was published.
    Release.objects.live().filter(**place).update(withdrawn_at=Greatest("published_at", Value(at)))
    release = Release.objects.create(
        **place,
        digest=digest,
        submission=submission,
        contract_id=submission.contract_id,
        rows=rows,
        held=held,
        published_at=at,
        published_by_id=actor.pk,
    )
    if live is not None:
        Release.objects.filter(pk=live.pk).update(replaced_by=release)
    # Earlier attempts at the same month no longer wait for anybody; what they held stands in their own pages.
    earlier = Submission.objects.filter(
        **place, pk__lt=submission.pk, state__in=[Submission.State.CHECKED, Submission.State.UNREADABLE]
    )
    superseded = list(earlier.values_list("pk", flat=True))
    earlier.update(state=Submission.State.DISCARDED, closed_at=at)
    Submission.objects.filter(pk=submission.pk).update(state=Submission.State.RELEASED, closed_at=at)
    record(
        "release.published",
        actor=actor,
        at=at,
        area=submission.dataset.area_id,
        subject=("exchange.release", release.pk),
        dataset=submission.dataset.key,
        agency=submission.agency_id,
        period=submission.period,
        submission=submission.pk,
        digest=digest,
        rows=rows,
        held=held,
        contract=submission.contract.version,
        replaces=None if live is None else live.pk,
        superseded=superseded,
    )
    return Published(release.pk, is_new=True)


@transaction.atomic(durable=True)
def withdraw_release(*, release_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """
    Take a release out of use; its rows stay readable as of the days it held. One withdrawn already stays as it is.

    Raises ReasonMissing.
    """
    release = Release.objects.select_for_update(of=("self",)).select_related("dataset", "contract").get(pk=release_id)
    permissions.require_withdrawer(actor, area=release.dataset.area_id, agency_id=release.agency_id)
    if not (reason := " ".join(reason.split())[:300]):
        raise ReasonMissing
    if release.withdrawn_at is not None:
        return
    Release.objects.filter(pk=release.pk).update(withdrawn_at=max(at, release.published_at), withdrawal_reason=reason)
    record(
        "release.withdrawn",
        actor=actor,
        at=at,
        area=release.dataset.area_id,
        subject=("exchange.release", release.pk),
        dataset=release.dataset.key,
        agency=release.agency_id,
        period=release.period,
        digest=release.digest,
        rows=release.rows,
        contract=release.contract.version,
    )
