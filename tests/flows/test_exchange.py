"""After a file was received it is checked: once, and again only if the check was stopped."""

from __future__ import annotations

import pytest

from guyub.apps.accounts import operations as accounts
from guyub.apps.exchange.models import Submission
from guyub.flows import exchange
from guyub.flows.table import FLOW
from guyub.jobs.models import Job
from guyub.jobs.worker import run_until_idle
from guyub.ledger.models import Event
from guyub.ledger.queries import get_event
from tests.exchange.conftest import *  # noqa: F403
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(send):
    accounts.open_area(area="33.13", actor=None, at=make.AT)
    return send(check=False)


class Progress:
    def __call__(self, share_done, note=""):
        pass

    def now(self):
        return make.AT


def test_a_received_file_is_checked_by_the_worker(received):
    run_until_idle(FLOW)

    received.refresh_from_db()
    assert (received.state, received.rows_in) == ("checked", 11)
    assert Job.objects.get(step="exchange.check_submission").state == "done"


def test_the_step_taken_twice_changes_nothing_more(received):
    event = get_event(Event.objects.get(name="submission.received").pk)

    exchange.check_submission(event, Progress())
    exchange.check_submission(event, Progress())

    assert Submission.objects.get().state == "checked"
    assert Event.objects.filter(name="submission.checked").count() == 1


def test_an_unreadable_file_is_an_answer_and_not_a_failed_job(send):
    accounts.open_area(area="33.13", actor=None, at=make.AT)
    submission = send(b"<html></html>", file_name="siswa.xls", check=False)

    run_until_idle(FLOW)

    submission.refresh_from_db()
    assert submission.state == "unreadable"
    assert Job.objects.get(step="exchange.check_submission").state == "done"
