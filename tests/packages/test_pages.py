"""The pages: what they show to whom, forms that explain, the empty ones too."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from guyub.apps.packages import files, operations, queries
from guyub.apps.packages.models import Package, SigningKey
from guyub.engines import packages as engine
from tests.packages.test_receiving import package, receive, trust
from tests.support import assessing, make, sealed


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def handed_in(assessment, regent) -> int:
    return operations.hand_in(assessment_id=assessment.pk, knows_gaps=True, actor=regent, at=make.AT)


@pytest.fixture
def taken_in(db, office) -> int:
    make.area("33.13")
    trust(office)
    return receive(package(), office).package_id


def test_an_empty_list_says_what_to_do(client, regent):
    client.force_login(regent)

    assert "Belum ada yang diserahkan" in text(client.get(reverse("packages:packages")))


def test_the_list_offers_what_can_be_handed_in(client, assessment, regent):
    client.force_login(regent)
    page = text(client.get(reverse("packages:packages")))

    assert reverse("packages:hand-in", args=[assessment.pk]) in page and "Periksa sebelum kirim" in page


def test_the_ministry_sees_every_region_and_can_choose_a_year(client, taken_in, office):
    client.force_login(office)

    assert "Instrumen uji" in text(client.get(reverse("packages:packages")))
    assert "Instrumen uji" not in text(client.get(reverse("packages:packages"), {"tahun": "2019"}))


def test_a_neighbour_gets_no_page_and_no_file(client, handed_in):
    client.force_login(make.officer(role="regent", area_code="33.11"))

    for name in ("packages:package", "packages:file"):
        assert client.get(reverse(name, args=[handed_in])).status_code == 404


def test_an_assessor_sees_no_package_by_his_office(client, handed_in):
    make.area("ID")
    client.force_login(make.officer(role="evaluator", area_code="ID"))

    assert client.get(reverse("packages:package", args=[handed_in])).status_code == 404


def test_the_page_verifies_and_computes_again(client, handed_in, regent):
    client.force_login(regent)
    page = text(client.get(reverse("packages:package", args=[handed_in])))

    for words in (
        "Utuh, dan kuncinya dijamin",
        "Setiap bita sama seperti saat disegel",
        "Nilai yang dihitung ulang dari jawaban sama",
        Package.objects.get().digest,
        "Output",
    ):
        assert words in page


def test_a_score_that_was_sealed_wrong_is_told(client, office):
    from dataclasses import replace
    from decimal import Decimal

    from tests.packages.test_receiving import hand_in_content

    make.area("33.13")
    trust(office)
    content = hand_in_content()
    wrong = replace(content, score=replace(content.score, total=Decimal("3.9")))
    pk = receive(package(content=wrong), office).package_id
    client.force_login(office)

    assert "ternyata berbeda" in text(client.get(reverse("packages:package", args=[pk])))


def test_a_damaged_file_is_told_with_its_place_and_nothing_of_it_is_shown(client, handed_in, regent):
    line = Package.objects.get()
    path = files.package_file("33.13", line.digest)
    data = bytearray(path.read_bytes())
    place = data.index(b"Perbup ditetapkan")
    data[place] ^= 1
    path.write_bytes(bytes(data))
    client.force_login(regent)
    page = text(client.get(reverse("packages:package", args=[handed_in])))

    assert "Bukan lagi yang disegel" in page and f"isi answers.json, bita {place}" in page
    assert "Nilai yang dihitung ulang" not in page
    path.unlink()
    page = text(client.get(reverse("packages:package", args=[handed_in])))
    assert "Berkasnya hilang" in page
    assert client.get(reverse("packages:file", args=[handed_in])).status_code == 409


def test_the_download_is_the_file_itself(client, handed_in, regent):
    client.force_login(regent)
    answer = client.get(reverse("packages:file", args=[handed_in]))
    data = b"".join(answer.streaming_content)

    assert engine.verify(data).digest == Package.objects.get().digest
    assert ".guyub" in answer["Content-Disposition"]


# Handing in ----------------------------------------------------------------------------------------------------------


def test_the_check_leads_to_each_item(client, assessment, regent):
    client.force_login(regent)
    page = text(client.get(reverse("packages:hand-in", args=[assessment.pk])))

    assert "2 butir belum dijawab" in page and "Masterplan belum ada" in page
    assert reverse("assessment:item", args=[assessing.item(assessment, "O2").pk]) in page


def test_handing_in_asks_that_gaps_are_known(client, assessment, regent):
    client.force_login(regent)
    address = reverse("packages:hand-in", args=[assessment.pk])
    asked = client.post(address, {"stage": "1"})
    done = client.post(address, {"stage": "1", "knows_gaps": "on"})

    assert asked.status_code == 422 and "Centang bahwa Anda tahu" in text(asked)
    assert done.status_code == 302 and done["Location"] == reverse("packages:package", args=[Package.objects.get().pk])


def test_who_prepares_sees_the_check_but_hands_nothing_in(client, assessment):
    client.force_login(make.officer(role="smart_city_office"))
    address = reverse("packages:hand-in", args=[assessment.pk])

    assert "bupati menyerahkan" in text(client.get(address))
    assert client.post(address, {"stage": "1", "knows_gaps": "on"}).status_code == 403
    assert not Package.objects.exists()


def test_a_persons_number_stops_it_on_the_page(client, assessment, regent):
    assessing.item(assessment, "O1", explanation="NIK 3313990101100001")
    client.force_login(regent)
    address = reverse("packages:hand-in", args=[assessment.pk])

    assert "Belum bisa diserahkan" in text(client.get(address))
    assert client.post(address, {"stage": "1", "knows_gaps": "on"}).status_code == 409


# Taking in -----------------------------------------------------------------------------------------------------------


def upload(client, data: bytes):
    file = io.BytesIO(data)
    file.name = "33.13.guyub"
    return client.post(reverse("packages:receive"), {"file": file})


def test_an_unknown_key_is_told_with_the_way_to_register_it(client, office):
    make.area("33.13")
    client.force_login(office)
    answer = upload(client, package())

    assert answer.status_code == 403
    assert "5647 5aa7" in text(answer) and reverse("packages:keys") in text(answer)


def test_a_spoiled_file_is_told_with_every_finding(client, office):
    make.area("33.13")
    client.force_login(office)
    data = bytearray(package())
    data[60] ^= 1
    answer = upload(client, bytes(data))

    assert answer.status_code == 422
    assert "isi manifest.json, bita 60" in text(answer) and "Bagian ini diubah setelah disegel." in text(answer)


def test_no_file_is_a_form_error(client, office):
    client.force_login(office)
    answer = client.post(reverse("packages:receive"), {})

    assert answer.status_code == 422 and "Pilih berkasnya dulu." in text(answer)


def test_an_agency_does_not_take_packages_in(client, db):
    client.force_login(make.officer(role="opd_operator", agency=make.agency("Dinsos")))

    assert client.get(reverse("packages:receive")).status_code == 403


# Keys ----------------------------------------------------------------------------------------------------------------


def test_a_key_is_made_on_the_page_and_shown_to_read_out(client, regent):
    client.force_login(regent)
    empty = text(client.get(reverse("packages:keys")))
    client.post(reverse("packages:key-make"))
    key = queries.find_own_key(area="33.13", actor=regent)
    page = text(client.get(reverse("packages:keys")))

    assert "Anda belum punya kunci" in empty
    assert key is not None and key.spoken in page and key.public_key in page


def test_the_ministry_registers_a_key_with_how_it_knows(client, office):
    make.area("33.13")
    client.force_login(office)
    fields = {
        "area": "33.13",
        "public_key": engine.public_key(sealed.PRIVATE),
        "reason": "Dibacakan Sekretaris Daerah kepada Sekretariat, 3 November 2026",
    }
    wrong = client.post(reverse("packages:key-trust"), fields | {"public_key": "abc"})
    nowhere = client.post(reverse("packages:key-trust"), fields | {"area": "99.99"})
    right = client.post(reverse("packages:key-trust"), fields)

    assert (wrong.status_code, nowhere.status_code, right.status_code) == (422, 422, 302)
    assert "Ini bukan kunci publik" in text(wrong) and "Tidak ada wilayah" in text(nowhere)
    assert "Dibacakan Sekretaris Daerah" in text(client.get(reverse("packages:keys")))


def test_a_regency_registers_no_other_regencys_key(client, regent):
    make.area("33.11")
    client.force_login(regent)
    fields = {"area": "33.11", "public_key": engine.public_key(sealed.PRIVATE), "reason": "x"}

    assert client.post(reverse("packages:key-trust"), fields).status_code == 403


def test_revoking_asks_why_and_is_final(client, handed_in, regent):
    client.force_login(regent)
    key = SigningKey.objects.get()
    address = reverse("packages:key-revoke", args=[key.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Peladen dicuri"}).status_code == 302
    assert not files.has_private_key("33.13")
    assert "kuncinya belum dijamin" in text(client.get(reverse("packages:package", args=[handed_in])))
    assert "Kunci ini dicabut pada" in text(client.get(reverse("packages:package", args=[handed_in])))


def test_a_neighbours_key_is_nobodys_business(client, handed_in):
    client.force_login(make.officer(role="regent", area_code="33.11"))

    assert client.get(reverse("packages:key-revoke", args=[SigningKey.objects.get().pk])).status_code == 404
    assert SigningKey.objects.get().fingerprint[:4] not in text(client.get(reverse("packages:keys")))


def test_a_page_of_one_package_and_of_many_costs_the_same(client, assessment, regent, django_assert_max_num_queries):
    client.force_login(regent)
    for year in range(2015, 2025):
        of = assessing.assessment(year=year)
        assessing.item(of, "O1", claimed_level=1)
        operations.hand_in(assessment_id=of.pk, knows_gaps=True, actor=regent, at=make.AT)
    with django_assert_max_num_queries(14):
        client.get(reverse("packages:packages"))
