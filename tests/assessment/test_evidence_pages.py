"""The pages of evidence: the register, registering by each way, a piece with its file, bettering and withdrawing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guyub.apps.assessment import operations
from guyub.apps.assessment.files import Proof
from guyub.apps.assessment.models import Evidence, EvidenceVersion
from tests.assessment.test_evidence import ABOUT, LATER, PDF, PNG, register
from tests.masterplan.conftest import HIGHER, adopt, compute
from tests.support import make

pytestmark = pytest.mark.django_db
GIVEN = {"title": "Perbup 12/2026", "kind": "decree", "dated_on": "2026-06-01", "agency": "", "impersonal": "on"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def steward():
    return make.officer("diskominfo", role="smart_city_office")


@pytest.fixture
def signed_in(client, steward):
    client.force_login(steward)
    return client


def new(client, query="", **fields):
    return client.post(reverse("assessment:evidence-new") + query, {**GIVEN, **fields})


def test_an_empty_register_says_why_to_begin(signed_in):
    text = signed_in.get(reverse("assessment:evidence-list")).content.decode()

    assert "Belum ada bukti" in text and "evaluasi tidak lagi dikejar waktu" in text


def test_a_file_is_registered(signed_in):
    answer = new(signed_in, file=SimpleUploadedFile("perbup.pdf", PDF), number="Perbup 12/2026", valid_until="")

    evidence = Evidence.objects.get()
    assert answer["Location"] == reverse("assessment:evidence", args=[evidence.pk])
    assert (evidence.kind, evidence.number, evidence.agency) == ("decree", "Perbup 12/2026", None)


def test_each_way_asks_only_for_what_it_needs(signed_in):
    for way, there, absent in (
        ("berkas", 'name="file"', 'name="address"'),
        ("alamat", 'name="address"', 'name="file"'),
        ("rilis", "Belum ada yang dirilis", 'name="impersonal"'),
        ("indikator", "Belum ada indikator yang punya nilai", 'name="impersonal"'),
    ):
        text = signed_in.get(reverse("assessment:evidence-new") + f"?isi={way}").content.decode()
        assert there in text and absent not in text


def test_an_address_a_release_and_an_indicator_are_registered(signed_in):
    release = make.release()
    adopt(HIGHER)
    compute("2026-11", {HIGHER: 96.1})
    new(signed_in, "?isi=alamat", kind="link", address="https://contoh.go.id/perbup")
    new(signed_in, "?isi=rilis", kind="release", release=release.pk)
    new(signed_in, "?isi=indikator", kind="indicator", indicator=HIGHER)

    facts = [version.facts for version in EvidenceVersion.objects.order_by("pk")]
    assert facts[0]["address"].startswith("https://")
    assert facts[1]["digest"] == release.digest
    assert (facts[2]["value"], facts[2]["period"], facts[2]["version"]) == ("96.1", "2026-11", 1)


def test_what_is_refused_leaves_the_form_filled(signed_in):
    answer = new(signed_in, file=SimpleUploadedFile("3313990101900001.pdf", PDF))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "Nama berkas memuat" in text and 'value="Perbup 12/2026"' in text
    assert not Evidence.objects.exists()


def test_nobody_registers_without_having_looked_for_residents_data(signed_in):
    answer = new(signed_in, file=SimpleUploadedFile("perbup.pdf", PDF), impersonal="")

    assert answer.status_code == 422
    assert "bukti tidak memerlukan data warga" in answer.content.decode()


@pytest.mark.parametrize(
    ("onward", "to"),
    [
        ("/penilaian/butir/7/?syarat=b%23lampirkan", "/penilaian/butir/7/?syarat=b&bukti={pk}#lampirkan"),
        ("//jahat.example/", "/bukti/{pk}/"),
        ("https://jahat.example/", "/bukti/{pk}/"),
        ("/\\jahat.example", "/bukti/{pk}/"),
    ],
)
def test_one_goes_on_to_the_item_and_nowhere_else(signed_in, onward, to):
    answer = new(signed_in, f"?lanjut={onward}", file=SimpleUploadedFile("perbup.pdf", PDF))

    assert answer["Location"] == to.format(pk=Evidence.objects.get().pk)


def test_who_may_not_answer_may_not_register(client):
    client.force_login(make.officer("camat", role="camat", area_code="33.13.01"))

    assert client.get(reverse("assessment:evidence-new")).status_code == 403


def file_of(client, pk, query="", number=1):
    answer = client.get(reverse("assessment:evidence-file", args=[pk, number]) + query)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def test_a_file_is_given_out_and_never_run(signed_in, steward):
    pk = register(steward, kind="document", given=Proof(io.BytesIO(b"<script>alert(1)</script>"), "a.html"))
    for query in ("", "?lihat=1"):
        answer = file_of(signed_in, pk, query)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "text/plain"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer.body == b"<script>alert(1)</script>"


def test_a_picture_is_shown_in_its_page(signed_in, steward):
    pk = register(steward, kind="photo", given=Proof(io.BytesIO(PNG), "loket.png"))
    answer = file_of(signed_in, pk, "?lihat=1")

    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert f'src="/bukti/{pk}/versi/1/?lihat=1"' in signed_in.get(f"/bukti/{pk}/").content.decode()


def test_a_strange_file_name_stays_a_file_name(signed_in, steward):
    pk = register(steward, given=Proof(io.BytesIO(PDF), 'a"; evil="\r\nX: y.pdf'))

    assert "\n" not in file_of(signed_in, pk)["Content-Disposition"]


def test_the_neighbour_finds_neither_page_nor_file(client, steward):
    pk = register(steward)
    client.force_login(make.officer("tetangga", role="smart_city_office", area_code="33.11"))

    assert client.get(reverse("assessment:evidence", args=[pk])).status_code == 404
    assert file_of(client, pk).status_code == 404
    assert client.post(reverse("assessment:evidence-withdraw", args=[pk]), {"alasan": "x"}).status_code == 404


def test_a_version_without_a_file_has_none_to_give(signed_in, steward):
    pk = register(steward, kind="link", given=Proof(address="https://contoh.go.id"))

    assert file_of(signed_in, pk).status_code == 404
    assert file_of(signed_in, pk, number=9).status_code == 404


def test_a_file_that_vanished_is_told(signed_in, steward, tmp_path):
    import shutil

    pk = register(steward)
    shutil.rmtree(tmp_path / "areas")

    assert file_of(signed_in, pk).status_code == 404
    assert signed_in.get(reverse("assessment:evidence", args=[pk])).status_code == 200


def update(client, pk, **fields):
    given = {"title": ABOUT.title, "number": ABOUT.number, "dated_on": "2026-06-01", "valid_until": "", **fields}
    return client.post(reverse("assessment:evidence-update", args=[pk]), given)


def test_a_better_file_is_a_new_version(signed_in, steward):
    pk = register(steward)
    update(signed_in, pk, file=SimpleUploadedFile("lebih-baik.pdf", PDF + b"2"), note="Bertanda tangan")

    assert [each.number for each in EvidenceVersion.objects.order_by("number")] == [1, 2]
    assert "Bertanda tangan" in signed_in.get(f"/bukti/{pk}/").content.decode()


def test_without_a_file_only_the_dates_are_mended(signed_in, steward):
    pk = register(steward)
    update(signed_in, pk, valid_until="2027-12-31")

    assert str(Evidence.objects.get(pk=pk).valid_until) == "2027-12-31"
    assert EvidenceVersion.objects.count() == 1


def test_the_same_file_again_is_told_in_the_form(signed_in, steward):
    pk = register(steward)
    answer = update(signed_in, pk, file=SimpleUploadedFile("sama.pdf", PDF))

    assert answer.status_code == 422
    assert "isinya sama" in answer.content.decode()


def test_an_indicators_newest_value_is_a_new_version(signed_in, steward):
    adopt(HIGHER)
    compute("2026-08", {HIGHER: 95})
    pk = register(steward, kind="indicator", given=Proof(indicator=HIGHER))
    compute("2026-11", {HIGHER: 96})
    update(signed_in, pk, terbaru="1")

    assert EvidenceVersion.objects.order_by("-number").first().facts["period"] == "2026-11"


def test_evidence_is_withdrawn_from_its_page(signed_in, steward):
    pk = register(steward)
    signed_in.post(reverse("assessment:evidence-withdraw", args=[pk]), {"alasan": "Salah unggah"})
    text = signed_in.get(f"/bukti/{pk}/").content.decode()

    assert "Salah unggah" in text and "Perbarui" not in text


def test_expired_evidence_says_so_everywhere(signed_in, steward):
    about = type(ABOUT)("Notulen", ABOUT.dated_on, valid_until=ABOUT.dated_on)
    pk = register(steward, about=about)

    assert "Kedaluwarsa" in signed_in.get(f"/bukti/{pk}/").content.decode()
    assert "1 kedaluwarsa" in signed_in.get("/bukti/").content.decode()


def test_the_register_is_filtered_and_survives_nonsense(signed_in, steward):
    register(steward)
    operations.withdraw_evidence(evidence_id=register(steward), reason="Ganda", actor=steward, at=LATER)
    address = reverse("assessment:evidence-list")

    assert ABOUT.title in signed_in.get(address + "?keadaan=withdrawn").content.decode()
    assert "Tidak ada yang cocok" in signed_in.get(address + "?cari=xyz").content.decode()
    assert signed_in.get(address + "?jenis=%00x&opd=abc&halaman=-9&keadaan=zzz").status_code in {200, 400}
