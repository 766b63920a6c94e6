"""The page of an item: saved by itself or by its button, a conflict told, the forms for those who may."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from guyub.apps.assessment import reckoning
from guyub.apps.assessment.forms import NumberField
from guyub.apps.assessment.models import Attachment, Comment, Item
from tests.support import assessing, make

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


@pytest.fixture
def operator():
    return make.officer("operator", role="opd_operator", agency=make.agency("Diskominfo"))


@pytest.fixture
def item(client, operator):
    client.force_login(operator)
    diskominfo = make.agency("Diskominfo")
    return assessing.item(assessing.assessment(agencies={"O1": diskominfo, "C1": diskominfo, "C2": diskominfo}), "O1")


def at(name, *args):
    return reverse(f"assessment:{name}", args=args)


def token(client, item):
    return client.get(at("item", item.pk)).context["page"].state_token


def test_the_page_shows_levels_with_what_each_asks_for(client, item):
    assessing.attachment(item, "a", assessing.evidence("Naskah masterplan"))

    shown = text_of(client.get(at("item", item.pk)))

    assert "2 · Ditetapkan" in shown and "Peraturan bupati" in shown and "0 dari 2 bukti sah" in shown
    assert "berlaku 3 bulan" in shown and "Tingkat 1 terbukti." in shown and "Naskah masterplan" in shown


def test_an_answer_saves_itself_and_only_the_line_below_is_replaced(client, item):
    answer = client.post(
        at("item-answer", item.pk), {"level": "2", "explanation": "", "seen": token(client, item)}, headers=HTMX
    )

    item.refresh_from_db()
    assert (answer.status_code, item.claimed_level) == (200, 2)
    assert answer.content.decode().startswith('<div id="tersimpan"') and "Tersimpan" in text_of(answer)


def test_without_a_script_the_button_saves_and_comes_back(client, item):
    answer = client.post(at("item-answer", item.pk), {"level": "1", "explanation": "Ada.", "seen": token(client, item)})

    item.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, at("item", item.pk))
    assert (item.claimed_level, item.explanation) == (1, "Ada.")


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_conflict_shows_both_answers_and_the_next_save_counts(client, item, headers):
    seen = token(client, item)
    Item.objects.filter(pk=item.pk).update(
        claimed_level=3, explanation="Dari sekretariat.", answered_at=make.AT, answered_office="Sekretariat"
    )
    mine = {"level": "1", "explanation": "Dari kami.", "seen": seen}

    answer = client.post(at("item-answer", item.pk), mine, headers=headers)

    assert answer.status_code == 409
    shown = text_of(answer)
    assert "Sekretariat menyimpan jawaban lain" in shown and "Dari sekretariat." in shown
    if not headers:
        assert "Dari kami." in shown
    newer = re.search(r'name="seen" value="([^"]*)"', answer.content.decode()).group(1)
    client.post(at("item-answer", item.pk), {**mine, "seen": newer}, headers=headers)
    item.refresh_from_db()
    assert (item.claimed_level, item.explanation) == (1, "Dari kami.")


def test_a_number_that_is_none_is_explained_and_stays_typed(client, item, operator):
    text = assessing.TEXT.replace("indicator: poor-pupils-without-school-aid, ", "")
    typed = assessing.item(
        assessing.assessment(
            assessing.instrument(text.replace("uji-kota-cerdas", "uji-ketik")),
            agencies={"C1": make.agency("Diskominfo")},
        ),
        "C1",
    )

    answer = client.post(at("item-answer", typed.pk), {"number": "banyak", "explanation": "", "seen": ""})
    assert answer.status_code == 422 and 'value="banyak"' in answer.content.decode()

    client.post(at("item-answer", typed.pk), {"number": "21,5 %", "explanation": "", "seen": ""})
    typed.refresh_from_db()
    assert str(typed.number) == "21.500000"
    assert 'value="21,5"' in client.get(at("item", typed.pk)).content.decode()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("21,5 %", "21.5"), ("1.234,5", "1234.5"), ("12.5", "12.5"), ("1.234.567", "1234567"), ("\u22123", "-3")],
)
def test_a_number_is_read_as_it_is_written_in_indonesia(typed, number):
    assert NumberField().clean(typed) == Decimal(number)


def test_a_number_that_can_be_read_in_two_ways_is_asked_again():
    with pytest.raises(ValidationError):
        NumberField().clean("1.234")


@given(st.decimals(-10_000_000, 10_000_000, places=6))
def test_a_number_in_its_field_is_saved_again_as_itself(number):
    assert NumberField().clean(reckoning.typed(number)) == number


def test_evidence_that_was_just_registered_comes_back_chosen(client, item):
    letter = assessing.evidence("Surat", kind="letter")  # not of the kind that is asked for

    page = client.get(at("item", item.pk) + f"?syarat=a&bukti={letter.pk}").content.decode()

    assert f'<option value="{letter.pk}" selected>' in page
    assert client.get(at("item", item.pk) + "?syarat=a&bukti=99999").status_code == 404


def test_yes_and_no_are_answered(client, item):
    open_data = assessing.item(item.assessment, "C2")

    client.post(at("item-answer", open_data.pk), {"yes_no": "0", "explanation": "", "seen": ""})

    open_data.refresh_from_db()
    assert (open_data.number, open_data.answered_at is not None) == (0, True)


def test_what_an_indicator_answers_has_no_field_and_leads_to_its_page(client, item):
    answered = assessing.item(item.assessment, "C1", number="21.4", indicator_period="2026-11")

    answer = client.get(at("item", answered.pk))

    assert "21,4" in text_of(answer) and "November 2026" in text_of(answer)
    assert reverse("indicators:indicator", args=["poor-pupils-without-school-aid"]) in answer.content.decode()
    assert 'name="number"' not in answer.content.decode()


def test_evidence_is_attached_sent_and_taken_off_from_the_page(client, item):
    evidence = assessing.evidence("Naskah masterplan", kind="document")
    asked = client.get(at("item", item.pk) + "?syarat=a").content.decode()
    assert f'<option value="{evidence.pk}">' in asked and "lanjut=" in asked

    empty = client.post(at("item-attach", item.pk), {"syarat": "a", "bukti": ""})
    client.post(at("item-attach", item.pk), {"syarat": "a", "bukti": str(evidence.pk)})
    attachment = Attachment.objects.get()
    client.post(at("item-send", item.pk), {"lampiran": [str(attachment.pk)]})
    attachment.refresh_from_db()
    assert (empty.status_code, attachment.status) == (302, "in_progress")

    client.post(at("attachment-detach", attachment.pk))
    attachment.refresh_from_db()
    assert attachment.removed_at is not None


def test_a_verifier_accepts_and_sends_back_and_an_agency_gets_no_button(client, item):
    attachment = assessing.attachment(item, "a", status="in_progress")
    address = at("attachment-decide", attachment.pk)
    assert address not in client.get(at("item", item.pk)).content.decode()
    assert client.post(address, {"decision": "accepted"}).status_code == 403

    client.force_login(make.officer("inspektorat", role="inspector"))
    assert address in client.get(at("item", item.pk)).content.decode()
    assert client.post(address, {"decision": "revise", "revision": "unfit", "remark": ""}).status_code == 422
    client.post(address, {"decision": "revise", "revision": "unfit", "remark": "Tanggalnya."})
    attachment.refresh_from_db()
    assert (attachment.status, attachment.remark) == ("revise", "Tanggalnya.")
    client.post(address, {"decision": "accepted", "version": "1"})
    attachment.refresh_from_db()
    assert attachment.status == "accepted"


def test_a_comment_mentions_an_officer_and_is_settled(client, item):
    inspector = make.officer("inspektorat", role="inspector")

    empty = client.post(at("item-comment", item.pk), {"komentar-text": " "})
    client.post(at("item-comment", item.pk), {"komentar-text": "Mohon dilihat.", "komentar-mentions": [inspector.pk]})

    comment = Comment.objects.get()
    assert empty.status_code == 422 and "<title>Galat:" in empty.content.decode()
    assert list(comment.mentions.all()) == [inspector]
    client.post(at("comment-settle", comment.pk))
    comment.refresh_from_db()
    assert comment.settled_at is not None


def test_another_regency_finds_no_item(client, item):
    client.force_login(make.officer("tetangga", role="smart_city_office", area_code="33.11"))

    assert client.get(at("item", item.pk)).status_code == 404
    assert client.post(at("item-answer", item.pk), {"level": "1"}).status_code == 404
