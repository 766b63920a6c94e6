"""The ledger page: one plain sentence an event, by kind, in pages, for those who may read it."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.monitoring import sentences
from guyub.apps.monitoring.queries.tasks import step_name
from guyub.flows.table import FLOW
from guyub.ledger import record
from guyub.ledger.queries import EventLine
from tests.masterplan.conftest import LOWER
from tests.support import make

LEDGER = "monitoring:ledger"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " "))


def happened(name, *, area="33.13", subject=("exchange.submission", 7), **facts):
    with transaction.atomic():
        record(name, actor=None, at=make.AT, area=area, subject=subject, **facts)


@pytest.fixture
def inspector(client, regency):
    officer = make.officer("inspektorat", role="inspector")
    client.force_login(officer)
    return client


def test_every_event_of_the_flow_has_its_sentence_and_its_kind():
    assert set(FLOW.steps) - sentences.known_events() == set()
    assert sentences.known_events() - set(FLOW.steps) == set(), "sentences for events that nothing records"
    assert [name for name in FLOW.steps if sentences.kind_of(name) is sentences.OTHER] == []


@pytest.mark.parametrize("name", sorted(sentences.known_events()))
def test_a_sentence_holds_even_when_an_older_event_tells_less(name):
    event = EventLine(1, name, make.AT, None, "", "33.13", "x", "1", {})

    written = sentences.sentence(event, {})

    assert written and written != name and "%(" not in written


def test_events_are_told_in_plain_words_with_names_and_a_link(inspector):
    happened(
        "release.published", subject=("exchange.release", 3), dataset="pupils", period="2026-11", rows=142906, held=566
    )
    happened("target.set", subject=("masterplan.programme", 4), indicator=LOWER, year=2026, value="15", before="17.5")

    answer = inspector.get(reverse(LEDGER))

    page = text_of(answer)
    assert "November 2026 dirilis: 142.906 baris, 566 ditahan." in page
    assert "Target Siswa miskin tanpa bantuan sekolah 2026 diubah dari 17,5 menjadi 15." in page
    assert reverse("exchange:release", args=[3]) in answer.content.decode()


def test_an_event_of_a_kind_unknown_here_is_shown_by_its_name(inspector):
    happened("something.new")

    assert "something.new" in text_of(inspector.get(reverse(LEDGER)))


def test_the_filter_keeps_one_kind(inspector):
    happened("submission.received", dataset="pupils", period="2026-11")
    happened("programmes.imported", subject=("masterplan.sheet", 1), created=3, changed=0, rows_held=1)

    page = text_of(inspector.get(f"{reverse(LEDGER)}?jenis=rencana"))

    assert "3 baru" in page and "Berkas masuk" not in page


def test_districts_belong_to_their_regency_and_other_regencies_do_not(inspector):
    happened("officer.appointed", area="33.13.01", subject=("accounts.appointment", 1), start_on="2026-01-02")
    happened("officer.dismissed", area="33.11", subject=("accounts.appointment", 2), end_on="2026-03-04")

    page = text_of(inspector.get(reverse(LEDGER)))

    assert "2 Januari 2026" in page and "4 Maret 2026" not in page


def test_it_comes_in_pages_at_a_constant_cost(inspector):
    happened("area.opened", subject=("areas.area", "33.13"))
    with CaptureQueriesContext(connection) as few:
        inspector.get(reverse(LEDGER))
    for number in range(120):
        happened("submission.received", subject=("exchange.submission", number), dataset="pupils", period="2026-11")
    with CaptureQueriesContext(connection) as many:
        answer = inspector.get(f"{reverse(LEDGER)}?halaman=2")

    assert len(answer.context["events"]) == 50
    assert len(few.captured_queries) == len(many.captured_queries) <= 12


def test_without_events_the_page_says_so(inspector):
    assert "Belum ada" in text_of(inspector.get(f"{reverse(LEDGER)}?jenis=rencana"))


@pytest.mark.parametrize("role", ["camat", "village_operator", "evaluator", "opd_head"])
def test_who_may_not_read_the_ledger_is_refused(client, regency, role):
    agency = make.agency("Dinsos") if role == "opd_head" else None
    client.force_login(make.officer(role=role, agency=agency))

    assert client.get(reverse(LEDGER)).status_code == 403


def test_every_step_of_the_flow_has_a_name_for_officers():
    assert [name for name in FLOW.by_name if step_name(name) == name] == []
