"""The officer's own file back with the wrong cells marked: at once when it is small, by a step when it is not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from guyub.apps.accounts import operations as accounts
from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.exchange import operations, queries
from guyub.apps.exchange.views import marked
from guyub.flows.table import FLOW
from guyub.jobs.worker import run_until_idle
from guyub.ledger.models import Event
from tests.support import make

pytestmark = pytest.mark.django_db


def ask(submission, actor, language="id"):
    operations.request_marked_file(submission_id=submission.pk, language=language, actor=actor, at=make.AT)


def test_asking_is_told_to_the_ledger_once_for_each_language(send, operator):
    submission = send()

    for language in ("id", "id", "en"):
        ask(submission, operator, language)

    asked = Event.objects.filter(name="submission.marking_requested")
    assert [event.facts["language"] for event in asked] == ["id", "en"]


def test_another_agency_does_not_get_the_file(send, stranger):
    submission = send()

    with pytest.raises(NotPermitted):
        ask(submission, stranger)


def test_who_sees_submissions_but_no_rows_does_not_get_the_file(send, pupils):
    submission = send()
    assistant = make.officer("asisten", role="assistant")

    with pytest.raises(NotPermitted):
        queries.get_marked_file(submission.pk, actor=assistant)


def test_what_is_not_checked_cannot_be_marked(send, operator):
    with pytest.raises(operations.NotChecked):
        ask(send(check=False), operator)


def test_the_step_makes_the_file_in_the_language_asked_for(send, operator):
    accounts.open_area(area="33.13", actor=None, at=make.AT)
    submission = send()
    ask(submission, operator)
    assert queries.find_marked_file(submission.pk, actor=operator) is None

    run_until_idle(FLOW)

    assert queries.find_marked_file(submission.pk, actor=operator).exists()


def test_a_large_file_is_asked_for_and_downloaded_when_it_is_there(client, send, head, monkeypatch):
    monkeypatch.setattr(marked, "AT_ONCE_ROWS", 0)
    accounts.open_area(area="33.13", actor=None, at=make.AT)
    submission = send()
    client.force_login(head)
    address = reverse("exchange:annotated", args=[submission.pk])

    assert "perlu dibuat dulu" in client.get(address).content.decode()
    assert "sedang dibuat" in client.post(address, follow=True).content.decode()
    fragment = reverse("exchange:marking", args=[submission.pk])
    assert "Menandai siswa.csv" in client.get(fragment).content.decode()
    run_until_idle(FLOW)

    assert "sudah siap" in client.get(fragment).content.decode()
    answer = client.get(address)
    assert "siswa-bertanda.xlsx" in answer.headers["Content-Disposition"]
    answer.close()
