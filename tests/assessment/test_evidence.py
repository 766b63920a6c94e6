"""Evidence: kept once, bettered and looked at again, withdrawn with a reason, never another regency's."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment import files, operations, queries
from guyub.apps.assessment.files import About, EvidenceRefused, Proof
from guyub.apps.assessment.models import Attachment, Evidence, EvidenceVersion
from guyub.ledger.queries import list_events
from tests.support import assessing, make

AREA = "33.13"
LATER = make.AT + timedelta(hours=1)
TODAY = date(2026, 11, 23)
PDF = b"%PDF-1.7\n% a decree\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
ABOUT = About("Perbup 12/2026 tentang Masterplan", date(2026, 6, 1), "Perbup 12/2026")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def steward(db):
    return make.officer("diskominfo", role="smart_city_office")


@pytest.fixture
def head(db):
    return make.officer("kepala", role="opd_head", agency=make.agency("Dinsos"))


def proof(content=PDF, name="perbup-12-2026.pdf"):
    return Proof(stream=io.BytesIO(content), file_name=name)


def register(actor, *, about=ABOUT, kind="decree", agency=None, given=None, area=AREA):
    return operations.register_evidence(
        area=area, agency_id=agency, kind=kind, about=about, proof=given or proof(), actor=actor, at=make.AT
    )


def add(evidence_id, actor, *, content=PDF + b"2", about=ABOUT, note="Bertanda tangan"):
    return operations.add_version(
        evidence_id=evidence_id, about=about, proof=proof(content), note=note, actor=actor, at=LATER
    )


def test_a_file_is_kept_by_its_hash_and_named_plainly(steward):
    pk = register(steward, given=proof(name=r"C:\Users\x\perbup 12.pdf"))

    version = EvidenceVersion.objects.get(evidence=pk)
    assert (version.file_name, version.media_type, version.size_bytes) == ("perbup 12.pdf", "application/pdf", len(PDF))
    assert files.find_path(area=AREA, digest=version.digest).read_bytes() == PDF
    [event] = list_events(areas=[AREA], names=["evidence.registered"])
    assert event.facts["digest"] == version.digest


def test_the_same_bytes_are_kept_once(steward, tmp_path):
    register(steward)
    register(steward, about=About("Salinan", date(2026, 6, 1)))

    assert len(list((tmp_path / "areas" / AREA / "incoming").iterdir())) == 1
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PNG, "foto.pdf", "image/png"),
        (b"\xff\xd8\xff\xe0", "foto.jpg", "image/jpeg"),
        (b"RIFF....WEBP", "foto.webp", "image/webp"),
        (b"PK\x03\x04", "laporan.docx", files._OFFICE[".docx"]),
        (b"PK\x03\x04", "laporan.exe", "application/octet-stream"),
        (b"<html><script>alert(1)</script>", "halaman.html", "text/plain"),
        (b"a;b\n1;2\n", "tabel.csv", "text/plain"),
        (b"\x00\x01\x02", "apa.bin", "application/octet-stream"),
        (b"MZ\x90\x00\xff", "jahat.pdf", "application/octet-stream"),
    ],
)
def test_a_file_is_what_it_begins_with_not_what_it_is_called(steward, content, name, media_type):
    pk = register(steward, given=proof(content, name))

    assert EvidenceVersion.objects.get(evidence=pk).media_type == media_type


@pytest.mark.parametrize(
    "given",
    [
        Proof(stream=io.BytesIO(b""), file_name="kosong.pdf"),
        Proof(stream=io.BytesIO(PDF), file_name="KTP 3313990101900001.pdf"),
        Proof(stream=io.BytesIO(b"nik;nama\n3313990101900001;Bagas\n"), file_name="daftar.csv"),
        Proof(address="javascript:alert(1)"),
        Proof(address="bukan alamat"),
        Proof(),
    ],
)
def test_what_proves_nothing_or_names_a_resident_is_refused(steward, given):
    with pytest.raises(EvidenceRefused):
        register(steward, kind="document", given=given)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "about",
    [
        About("  ", date(2026, 6, 1)),
        About("KK 3313990101900001", date(2026, 6, 1)),
        About("Perbup", date(2026, 6, 1), valid_until=date(2026, 5, 1)),
    ],
)
def test_what_is_written_about_it_is_checked(steward, about):
    with pytest.raises(EvidenceRefused):
        register(steward, about=about)


def test_a_file_that_is_too_large_leaves_nothing_behind(steward, monkeypatch, tmp_path):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(EvidenceRefused):
        register(steward)
    assert list((tmp_path / "areas" / AREA / "incoming").iterdir()) == []


def test_an_agency_registers_its_own_evidence_and_no_other(head):
    own, other = make.agency("Dinsos"), make.agency("Dinkes")

    assert register(head, agency=own.pk)
    for agency in (other.pk, None):
        with pytest.raises(NotPermitted):
            register(head, agency=agency)


def test_an_agency_of_another_regency_is_refused(steward):
    with pytest.raises(EvidenceRefused):
        register(steward, agency=make.agency("Dinsos", area_code="33.11").pk)


def test_an_address_is_kept_as_a_fact(steward):
    pk = register(steward, kind="link", given=Proof(address="https://jdih.contoh.go.id/perbup-12"))

    version = EvidenceVersion.objects.get(evidence=pk)
    assert (version.facts, version.file_name) == ({"address": "https://jdih.contoh.go.id/perbup-12"}, "")


def test_a_release_is_evidence_by_its_digest(steward):
    release = make.release()
    pk = register(steward, kind="release", given=Proof(release_id=release.pk))

    facts = EvidenceVersion.objects.get(evidence=pk).facts
    assert (facts["release"], facts["digest"], facts["rows"]) == (release.pk, release.digest, 8)


def test_a_withdrawn_release_or_a_valueless_indicator_proves_nothing(steward):
    release = make.release(withdrawn_at=make.AT)

    with pytest.raises(EvidenceRefused):
        register(steward, kind="release", given=Proof(release_id=release.pk))
    with pytest.raises(EvidenceRefused):
        register(steward, kind="indicator", given=Proof(indicator="nik-completeness"))


def attached(evidence_id, *, status="accepted", closed=False, **fields):
    evidence = Evidence.objects.get(pk=evidence_id)
    found = assessing.assessment(year=2025 if closed else 2026, closed_at=LATER if closed else None)
    return assessing.attachment(assessing.item(found, "O1"), "b", evidence, status=status, **fields)


@pytest.mark.parametrize("status", ["accepted", "revise"])
def test_a_better_file_is_looked_at_again(steward, status):
    pk = register(steward)
    attachment = attached(pk, status=status)

    assert add(pk, steward) == 2
    attachment.refresh_from_db()
    assert (attachment.status, attachment.version.number, attachment.decided_by) == ("in_progress", 2, None)
    assert attachment.attached_by == steward
    [event] = list_events(areas=[AREA], names=["evidence.version_added"])
    assert event.facts["assessments"] == [attachment.item.assessment_id]


def test_a_draft_stays_a_draft_with_the_new_file(steward):
    pk = register(steward)
    attachment = attached(pk, status="draft")
    add(pk, steward)

    attachment.refresh_from_db()
    assert (attachment.status, attachment.version.number) == ("draft", 2)


def test_a_closed_assessment_keeps_the_version_it_was_closed_with(steward):
    pk = register(steward)
    attachment = attached(pk, closed=True)
    add(pk, steward)

    attachment.refresh_from_db()
    assert (attachment.status, attachment.version.number) == ("accepted", 1)


def test_the_same_file_is_no_new_version(steward):
    pk = register(steward)
    with pytest.raises(operations.SameContent):
        add(pk, steward, content=PDF)
    assert EvidenceVersion.objects.count() == 1


def correct(pk, actor, **changes):
    about = About(**{"title": ABOUT.title, "number": ABOUT.number, "dated_on": ABOUT.dated_on, **changes})
    return operations.correct_evidence(evidence_id=pk, about=about, actor=actor, at=LATER)


def test_a_longer_validity_is_looked_at_again(steward):
    pk = register(steward)
    attachment = attached(pk)
    correct(pk, steward, valid_until=date(2030, 1, 1))

    attachment.refresh_from_db()
    assert attachment.status == "in_progress"
    assert len(list_events(areas=[AREA], names=["evidence.corrected"])) == 1


def test_correcting_nothing_changes_nothing(steward):
    pk = register(steward)
    attachment = attached(pk)
    correct(pk, steward)

    attachment.refresh_from_db()
    assert attachment.status == "accepted"
    assert list_events(areas=[AREA], names=["evidence.corrected"]) == []


def test_evidence_is_withdrawn_with_a_reason_and_once(steward):
    pk = register(steward)
    with pytest.raises(operations.ReasonMissing):
        operations.withdraw_evidence(evidence_id=pk, reason=" ", actor=steward, at=LATER)
    operations.withdraw_evidence(evidence_id=pk, reason="Salah unggah", actor=steward, at=LATER)

    with pytest.raises(operations.EvidenceWithdrawn):
        operations.withdraw_evidence(evidence_id=pk, reason="Lagi", actor=steward, at=LATER)
    with pytest.raises(operations.EvidenceWithdrawn):
        add(pk, steward)
    page = queries.get_evidence(pk, actor=steward)
    assert (page.reason, page.may_change, page.line.state_on(TODAY)) == ("Salah unggah", False, "withdrawn")


@pytest.mark.parametrize("role", ["mentor", "camat", "inspector"])
def test_who_may_not_answer_may_read_and_not_change(steward, role):
    pk = register(steward)
    reader = make.officer(role=role, area_code="33.13.01" if role == "camat" else AREA)

    assert queries.get_evidence(pk, actor=reader).may_change is False
    with pytest.raises(NotPermitted):
        add(pk, reader)


def test_another_regency_and_the_ministry_see_nothing(steward):
    pk = register(steward)
    for role, area in (("smart_city_office", "33.11"), ("evaluation_office", "ID"), ("evaluator", "ID")):
        stranger = make.officer(f"{role}.{area}", role=role, area_code=area)
        found = queries.list_evidence(area=AREA, wanted=queries.EvidenceWanted(), on=TODAY, actor=stranger)
        assert (found.lines, found.total) == ((), 0)
        assert queries.list_fitting(area=AREA, kind="decree", on=TODAY, actor=stranger) == []
        for look in (
            lambda actor=stranger: queries.get_evidence(pk, actor=actor),
            lambda actor=stranger: queries.get_file(pk, number=1, actor=actor),
            lambda actor=stranger: add(pk, actor),
        ):
            with pytest.raises(queries.NoSuchEvidence):
                look()


def listed(actor, **wanted):
    found = queries.list_evidence(area=AREA, wanted=queries.EvidenceWanted(**wanted), on=TODAY, actor=actor)
    return [line.title for line in found.lines]


def test_the_register_is_filtered_by_word_kind_agency_and_state(steward):
    dinsos = make.agency("Dinsos")
    register(steward, about=About("Notulen forum", date(2026, 9, 1), valid_until=date(2026, 10, 1)), kind="minutes")
    register(steward, about=About("Perbup", date(2026, 6, 1), "12/2026"), agency=dinsos.pk)
    gone = register(steward, about=About("Laporan lama", date(2025, 1, 1)), kind="report")
    operations.withdraw_evidence(evidence_id=gone, reason="Diganti", actor=steward, at=LATER)

    assert listed(steward) == ["Notulen forum", "Perbup", "Laporan lama"]
    assert listed(steward, text="12/2026") == ["Perbup"]
    assert listed(steward, kind="minutes") == ["Notulen forum"]
    assert listed(steward, agency=str(dinsos.pk)) == ["Perbup"]
    assert listed(steward, state="expired") == ["Notulen forum"]
    assert listed(steward, state="valid") == ["Perbup"]
    assert listed(steward, state="withdrawn") == ["Laporan lama"]
    assert listed(steward, state="unused") == ["Notulen forum", "Perbup"]
    counts = queries.count_evidence(area=AREA, on=TODAY, actor=steward)
    assert (counts.valid, counts.expired, counts.withdrawn, counts.unused, counts.total) == (1, 1, 1, 2, 3)


def test_what_fits_a_requirement_comes_best_kind_first_then_the_own_agencys(steward):
    dinsos = make.agency("Dinsos")
    register(steward, about=About("Dokumen umum", date(2026, 9, 1)), kind="document")
    register(steward, about=About("Laporan lain", date(2026, 8, 1)), kind="report")
    register(steward, about=About("Laporan Dinsos", date(2026, 1, 1)), kind="report", agency=dinsos.pk)
    register(steward, about=About("Kedaluwarsa", date(2025, 1, 1), valid_until=date(2025, 2, 1)), kind="report")
    register(steward, about=About("Perbup", date(2026, 6, 1)), kind="decree")

    fitting = queries.list_fitting(area=AREA, kind="report", on=TODAY, actor=steward, agency_id=dinsos.pk)
    assert [line.title for line in fitting] == ["Laporan Dinsos", "Laporan lain", "Dokumen umum"]


def test_one_piece_and_twenty_cost_the_same(steward, django_assert_num_queries):
    register(steward)
    for number in range(20):
        register(steward, about=About(f"Laporan {number}", date(2026, 1, 1)), kind="report")
    wanted = queries.EvidenceWanted()
    with django_assert_num_queries(2):
        assert len(queries.list_evidence(area=AREA, wanted=wanted, on=TODAY, actor=steward).lines) == 21
    with django_assert_num_queries(1):
        queries.list_fitting(area=AREA, kind="report", on=TODAY, actor=steward)


def test_the_page_says_where_evidence_is_used(steward, django_assert_max_num_queries):
    pk = register(steward)
    attached(pk)
    with django_assert_max_num_queries(5):
        page = queries.get_evidence(pk, actor=steward)

    [use] = page.uses
    assert (use.item, use.level, use.instrument, use.status) == ("O1", 2, "Uji", "accepted")
    assert (page.line.uses, page.line.accepted) == (1, 1)


def test_a_removed_attachment_is_no_use(steward):
    pk = register(steward)
    attached(pk)
    Attachment.objects.update(removed_at=LATER)

    page = queries.get_evidence(pk, actor=steward)
    assert (page.uses, page.line.uses) == ((), 0)


def test_the_first_lines_of_a_text_hide_long_numbers(steward):
    pk = register(steward, kind="report", given=proof(b"rekening;jumlah\n1234567890123;5\n", "ringkas.csv"))

    page = queries.get_evidence(pk, actor=steward)
    assert page.lines[0] == "rekening;jumlah"
    assert "1234567890123" not in page.lines[1]


def test_expiry_is_told_two_months_ahead():
    line = queries.EvidenceLine(1, "decree", "t", "", None, "", TODAY, TODAY, None, 1, "", "", "", 0, {}, 0, 0)

    assert line.state_on(TODAY) == "soon"
    assert line.state_on(TODAY + timedelta(days=1)) == "expired"
    assert line.state_on(TODAY - timedelta(days=61)) == "valid"
