"""Releasing: what passed is frozen, the older is withdrawn, and the same content is never released twice."""

from __future__ import annotations

import polars as pl
import pytest
from django.db import IntegrityError

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.exchange import operations
from guyub.apps.exchange.files import area_store
from guyub.apps.exchange.models import Release, Submission
from guyub.dataplane import releases
from guyub.ledger.models import Event
from tests.exchange.conftest import GOOD, file_of, pupil
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(head):
    return lambda submission: operations.publish_release(submission_id=submission.pk, actor=head, at=make.AT)


def test_only_the_rows_that_passed_are_released(send, publish):
    submission = send()

    done = publish(submission)

    release = Release.objects.get(pk=done.release_id)
    assert done.is_new
    assert (release.rows, release.held) == (8, 3)
    rows = pl.read_parquet(releases.open_release(area_store("33.13"), "pupils", release.digest).path)
    assert rows.height == 8
    submission.refresh_from_db()
    assert submission.state == "released"


def test_a_release_is_told_to_the_ledger(send, publish):
    publish(send())

    event = Event.objects.get(name="release.published")
    assert (event.facts["dataset"], event.facts["rows"], event.facts["held"]) == ("pupils", 8, 3)
    assert event.facts["digest"] == Release.objects.get().digest


def test_a_release_reread_equals_what_was_checked(send, publish):
    submission = send()
    publish(submission)

    store = area_store("33.13")
    accepted = pl.read_parquet(store.checks(submission.pk) / "accepted.parquet")
    frozen = pl.read_parquet(store.release("pupils", Release.objects.get().digest) / "rows.parquet")
    assert accepted.equals(frozen)


def test_a_newer_release_withdraws_the_older_which_stays(send, publish):
    first = publish(send())
    second = publish(send(file_of(*GOOD, pupil(9))))

    old, new = Release.objects.order_by("pk")
    assert (old.pk, new.pk) == (first.release_id, second.release_id)
    assert (old.withdrawn_at, old.replaced_by_id, new.withdrawn_at) == (make.AT, new.pk, None)
    assert releases.verify(area_store("33.13"), "pupils", old.digest).rows == 8
    assert Event.objects.filter(name="release.published").last().facts["replaces"] == old.pk


def test_releases_of_different_months_stand_beside_each_other(send, publish):
    publish(send())
    publish(send(period="2026-08"))

    assert Release.objects.live().count() == 2


def test_the_same_content_again_changes_nothing_and_says_so(send, publish):
    first = publish(send(file_of(*GOOD)))
    shuffled = send(file_of(*reversed(GOOD)))

    again = publish(shuffled)

    assert (again.release_id, again.is_new) == (first.release_id, False)
    assert Release.objects.count() == Event.objects.filter(name="release.published").count() == 1


def test_publishing_twice_is_publishing_once(send, publish):
    submission = send()

    assert publish(submission).release_id == publish(submission).release_id
    assert Event.objects.filter(name="release.published").count() == 1


def test_an_older_submission_cannot_push_out_a_newer_one(send, publish):
    older, newer = send(), send(file_of(*GOOD))
    publish(newer)
    Submission.objects.filter(pk=older.pk).update(state="checked")

    with pytest.raises(operations.NewerReleaseStands):
        publish(older)


def test_earlier_attempts_at_the_month_no_longer_wait(send, publish):
    older, newer = send(), send(file_of(*GOOD))

    publish(newer)

    older.refresh_from_db()
    assert (older.state, older.closed_at) == ("discarded", make.AT)
    assert Event.objects.get(name="release.published").facts["superseded"] == [older.pk]


def test_nothing_is_released_when_nothing_passed(send, publish):
    with pytest.raises(operations.NothingAccepted):
        publish(send(file_of(pupil(1, KELAS="lima"))))

    assert Release.objects.count() == 0


def test_a_submission_that_is_not_checked_cannot_be_released(send, publish):
    with pytest.raises(operations.NotChecked):
        publish(send(check=False))


def test_who_sends_may_not_release(send, operator):
    submission = send()

    with pytest.raises(NotPermitted):
        operations.publish_release(submission_id=submission.pk, actor=operator, at=make.AT)


def test_the_head_of_another_agency_may_not_release(send, stranger):
    submission = send()

    with pytest.raises(NotPermitted):
        operations.publish_release(submission_id=submission.pk, actor=stranger, at=make.AT)


def test_the_database_holds_one_live_release_a_month(pupils):
    submission = make.submission(pupils, state="released")
    make.release(submission)

    with pytest.raises(IntegrityError):
        make.release(submission)


def withdraw(release_id, actor, reason="Kolom kelas salah isi"):
    operations.withdraw_release(release_id=release_id, reason=reason, actor=actor, at=make.AT)


def test_a_withdrawn_release_stays_readable(send, publish, head):
    release_id = publish(send()).release_id

    withdraw(release_id, head)

    release = Release.objects.get(pk=release_id)
    assert (release.withdrawn_at, release.withdrawal_reason) == (make.AT, "Kolom kelas salah isi")
    assert releases.verify(area_store("33.13"), "pupils", release.digest).rows == 8
    event = Event.objects.get(name="release.withdrawn")
    assert "Kolom" not in str(event.facts)  # free text may name people


def test_withdrawing_twice_is_withdrawing_once(send, publish, head):
    release_id = publish(send()).release_id

    withdraw(release_id, head)
    withdraw(release_id, head, "lagi")

    assert Event.objects.filter(name="release.withdrawn").count() == 1
    assert Release.objects.get().withdrawal_reason == "Kolom kelas salah isi"


def test_a_withdrawn_release_can_be_released_again(send, publish, head):
    submission = send()
    withdraw(publish(submission).release_id, head)

    assert publish(submission).is_new
    assert Release.objects.live().count() == 1


def test_withdrawing_needs_a_reason_and_the_right(send, publish, head, operator):
    release_id = publish(send()).release_id

    with pytest.raises(operations.ReasonMissing):
        withdraw(release_id, head, "  ")
    with pytest.raises(NotPermitted):
        withdraw(release_id, operator)

    assert Release.objects.live().count() == 1


def discard(submission, actor, reason="salah berkas"):
    operations.discard_submission(submission_id=submission.pk, reason=reason, actor=actor, at=make.AT)


def test_a_submission_given_up_keeps_file_and_findings(send, operator):
    submission = send()

    discard(submission, operator)
    discard(submission, operator, "lagi")

    submission.refresh_from_db()
    assert (submission.state, submission.discard_reason) == ("discarded", "salah berkas")
    assert submission.findings.exists()
    assert Event.objects.filter(name="submission.discarded").count() == 1


def test_what_is_released_is_not_discarded(send, publish, operator):
    submission = send()
    publish(submission)

    with pytest.raises(operations.AlreadyReleased):
        discard(submission, operator)


def test_giving_up_needs_a_reason_and_the_right(send, operator, stranger):
    submission = send()

    with pytest.raises(operations.ReasonMissing):
        discard(submission, operator, "")
    with pytest.raises(NotPermitted):
        discard(submission, stranger)


@pytest.mark.parametrize("variant", ["comma", "windows-1252", "title line", "shuffled"])
def test_any_messy_variant_of_a_valid_file_is_the_same_release(send, publish, variant):
    lines = [*GOOD, pupil(9, NAMA="Anak Rekaan É")]
    plain = publish(send(file_of(*lines)))
    digest = Release.objects.get(pk=plain.release_id).digest
    text = file_of(*lines).decode()
    content = {
        "comma": text.replace(";", ",").encode(),
        "windows-1252": text.encode("cp1252"),
        "title line": ("DATA SISWA KABUPATEN;;;;;;;;;;;\n" + text).encode(),
        "shuffled": "\n".join([text.splitlines()[0], *reversed(text.splitlines()[1:])]).encode(),
    }[variant]

    assert publish(send(content, period="2026-11")).is_new is False
    assert Release.objects.get().digest == digest
