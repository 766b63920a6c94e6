"""The pages of selection: who gets which, what each form does, and what stands in the way told where it was typed."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from guyub.apps.selection import operations
from guyub.apps.selection.models import Assignment, Choice, Confirmation, Fact, Invitation, Round, Slot
from tests.selection.conftest import assign, open_round
from tests.support import make


def text_of(answer) -> str:
    return answer.content.decode()


def url(name, *args):
    return reverse(f"selection:{name}", args=args)


@pytest.fixture
def office(client, ministry):
    client.force_login(ministry)
    return client


@pytest.fixture
def now_round(ministry) -> int:
    """A round whose last day lies ahead of the machine's clock, which the pages read."""
    return open_round(ministry, "Seleksi berjalan", until=timezone.localdate() + timedelta(weeks=8))


@pytest.fixture
def asked(ministry, now_round) -> int:
    operations.invite_regions(round_id=now_round, areas=["33.13"], actor=ministry, at=make.AT)
    return Invitation.objects.get(round=now_round).pk


def test_the_office_opens_a_round_by_its_form(office, ministry):
    today = timezone.localdate()
    form = {
        "title": "Seleksi 2028", "year": "2028", "capacity": "10", "answers_until": today.isoformat(),
        "presentations_until": today.isoformat(), "decision_on": today.isoformat(),
    }  # fmt: skip
    assert office.get(url("new")).status_code == 200
    assert office.post(url("new"), form | {"decision_on": "2020-01-01"}).status_code == 422
    assert office.post(url("new"), form | {"title": ""}).status_code == 422

    answer = office.post(url("new"), form)

    assert answer.headers["Location"] == url("invite", Round.objects.get().pk)


def test_whole_provinces_and_codes_are_invited_at_once(office, round_id):
    answer = office.post(url("invite", round_id), {"provinces": ["36"], "codes": "33.13, 33.11\n33.13"})

    assert answer.status_code == 302
    assert set(Invitation.objects.values_list("area_id", flat=True)) == {"36.01", "33.13", "33.11"}


@pytest.mark.parametrize("form", [{"codes": "99.99 33.13"}, {}, {"codes": "33.13;33-11"}])
def test_wrong_codes_are_named_on_the_page(office, round_id, form):
    answer = office.post(url("invite", round_id), form)

    assert answer.status_code == 422 and not Invitation.objects.exists()


def test_times_are_offered_by_the_form(office, round_id):
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    form = {"day": day, "first": "09:00", "minutes": "45", "count": "3", "rooms": "Ruang A\nRuang B"}

    assert office.post(url("calendar", round_id), form).status_code == 302
    assert Slot.objects.count() == 6
    assert office.post(url("calendar", round_id), form | {"day": "2020-01-01"}).status_code == 422
    assert "Ruang B" in text_of(office.get(url("calendar", round_id)))


def test_regions_are_given_to_assessors_by_the_form(office, round_id, invited, assessors):
    form = {"officers": [str(each.pk) for each in assessors], "province": "33"}

    assert office.post(url("assessors", round_id), form).status_code == 302
    assert Assignment.objects.count() == 4
    assert office.post(url("assessors", round_id), form | {"codes": "99.99"}).status_code == 422
    assert office.post(url("assessors", round_id), {}).status_code == 422


def test_the_round_shows_its_regions_and_what_is_left(office, round_id, invited):
    shown = text_of(office.get(url("round", round_id), {"urut": "-nilai", "provinsi": "33", "keadaan": "invited"}))

    assert "Kabupaten Karanganyar" in shown and shown.count("<h1") == 1
    assert office.get(url("round", round_id), {"keadaan": "decided"}).status_code == 200
    assert office.post(url("announce", round_id)).status_code == 409


def test_a_region_answers_by_the_forms_of_its_page(client, regent, asked):
    client.force_login(regent)

    assert client.post(url("fact", asked, "hdi"), {"value": "78,11", "reason": "BPS 2024"}).status_code == 302
    assert (
        client.post(url("fact", asked, "ict-budget"), {"value": "Rp 2.560.783.220", "reason": "DPA"}).status_code == 302
    )
    assert client.post(url("answer", asked, "STR-1"), {"level": "3", "explanation": "Ada SK."}).status_code == 302

    assert {fact.key: int(fact.value) for fact in Fact.objects.all()} == {"hdi": 78, "ict-budget": 2_560_783_220}
    shown = text_of(client.get(url("region", asked)))
    assert "2.560.783.220" in shown and shown.count("<h1") == 1


@pytest.mark.parametrize(
    ("name", "args", "form"),
    [("fact", ["hdi"], {"value": "banyak"}), ("fact", ["hdi"], {"value": "78"}), ("answer", ["STR-1"], {"level": "7"}),
     ("answer", ["X"], {"level": "1", "explanation": "x"}), ("submit", [], {"commitment": ""}),
     ("submit", [], {"commitment": "Siap."}), ("book", [], {}), ("fact", ["rekaan"], {"value": "1", "reason": "x"})],
)  # fmt: skip
def test_what_is_typed_wrong_is_told_on_the_page(client, regent, asked, name, args, form):
    client.force_login(regent)

    answer = client.post(url(name, asked, *args), form)

    assert answer.status_code == 422 and 'role="alert"' in text_of(answer)


def test_a_region_takes_and_frees_its_time(client, ministry, regent, now_round, asked):
    begin = timezone.now() + timedelta(days=3)
    operations.offer_slots(
        round_id=now_round, times=[(begin, begin + timedelta(hours=1))], rooms=["A"], actor=ministry, at=timezone.now()
    )
    client.force_login(regent)
    slot = Slot.objects.get().pk

    assert client.post(url("book", asked), {"slot": str(slot)}).status_code == 302
    assert Slot.objects.get().invitation_id == asked
    assert client.post(url("book", asked), {"lepas": "1"}).status_code == 302
    assert Slot.objects.get().invitation_id is None
    assert client.post(url("book", asked), {"slot": "999999"}).status_code == 409


def test_an_assessor_confirms_and_hands_back_on_the_page(client, round_id, handed_in, ministry, assessors):
    assign(ministry, round_id, "33.13", *assessors)
    client.force_login(assessors[0])

    assert client.post(url("confirm", handed_in, "STR-1"), {"level": "2"}).status_code == 302
    assert client.post(url("confirm", handed_in, "STR-1"), {"level": "4"}).status_code == 422
    assert Confirmation.objects.get().level == 2
    assert "Kabupaten Karanganyar" in text_of(client.get(url("rounds")))
    answer = client.post(url("hand-back", handed_in, assessors[0].pk), {"reason": "Konsultan di sana."})
    assert answer.headers["Location"] == url("rounds")
    assert client.get(url("region", handed_in)).status_code == 404


def test_the_office_decides_on_the_page_and_the_letter_holds_the_reason(client, office, round_id, confirmed, regent):
    assert client.get(url("letter-docx", confirmed)).status_code == 404
    assert office.post(url("choose", confirmed), {"outcome": "chosen", "reason": " "}).status_code == 422
    assert office.post(url("choose", confirmed), {"outcome": "chosen", "reason": "Siap sekali."}).status_code == 302
    assert Choice.objects.get().outcome == "chosen"
    assert office.post(url("announce", round_id)).status_code == 302

    client.force_login(regent)
    assert "Siap sekali." in text_of(client.get(url("region", confirmed)))
    letter = client.get(url("letter-docx", confirmed))
    words = "\n".join(line.text for line in Document(io.BytesIO(letter.content)).paragraphs)
    assert "Siap sekali." in words
    assert client.get(url("letter-pdf", confirmed)).content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["round", "invite", "calendar", "assessors"])
def test_the_rounds_pages_are_closed_to_a_region(client, regent, round_id, name):
    client.force_login(regent)

    assert client.get(url(name, round_id)).status_code == 403


def test_another_region_finds_no_page(client, invited):
    client.force_login(make.officer(role="regent", area_code="36.01"))

    assert client.get(url("region", invited["33.13"])).status_code == 404
    assert client.get(url("rounds")).status_code == 200


def test_empty_pages_say_why(client, office, ministry, round_id):
    assert url("invite", round_id) in text_of(office.get(url("round", round_id)))
    client.force_login(make.officer(role="evaluator", area_code="ID"))
    assert client.get(url("rounds")).status_code == 200
