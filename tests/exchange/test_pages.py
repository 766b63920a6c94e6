"""The pages: what each shows, who may see it, and what a wrong form says."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from guyub.apps.exchange import operations
from guyub.apps.exchange.models import Release, Submission
from guyub.jobs.models import Job
from tests.exchange.conftest import GOOD, MESSY, file_of, pupil
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_page(client):
    def open_page(officer, name, *args, **query):
        client.force_login(officer)
        return client.get(reverse(f"exchange:{name}", args=args), query)

    return open_page


def upload(name="siswa.csv", content=MESSY):
    file = io.BytesIO(content)
    file.name = name
    return file


def publish(submission, actor):
    return operations.publish_release(submission_id=submission.pk, actor=actor, at=make.AT).release_id


@pytest.mark.parametrize("name", ["datasets", "submissions"])
def test_pages_ask_for_sign_in(client, pupils, name):
    assert client.get(reverse(f"exchange:{name}")).status_code == 302


def test_the_list_of_datasets_says_what_is_missing(open_page, head):
    page = open_page(head, "datasets").content.decode()

    assert "Data siswa" in page
    assert "Belum ada" in page


def test_the_page_of_a_dataset_shows_its_contract_and_releases(open_page, send, head):
    release = publish(send(), head)

    page = open_page(head, "dataset", "pupils").content.decode()

    assert reverse("exchange:release", args=[release]) in page
    assert "NISN" in page and "LAHIR-01" in page


def test_an_unknown_dataset_is_not_found(open_page, head):
    assert open_page(head, "dataset", "nothing").status_code == 404


def test_a_file_is_sent_by_a_plain_form(client, head):
    client.force_login(head)
    address = reverse("exchange:submit", args=["pupils"])

    assert client.get(address).status_code == 200
    answer = client.post(address, {"period": "2026-08", "file": upload()})

    submission = Submission.objects.get()
    assert answer.url == reverse("exchange:submission", args=[submission.pk])
    assert (submission.state, submission.received_by) == ("received", head)


def test_a_form_without_a_file_says_so(client, head):
    client.force_login(head)

    answer = client.post(reverse("exchange:submit", args=["pupils"]), {"period": "2026-08"})

    assert answer.status_code == 422
    assert "Galat:" in answer.content.decode()
    assert "Pilih berkasnya dulu." in answer.content.decode()


def test_a_file_over_the_limit_is_thrown_away_and_the_form_says_so(client, head, settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    client.force_login(head)

    big = upload(content=b"x" * 200_000)
    answer = client.post(reverse("exchange:submit", args=["pupils"]), {"period": "2026-08", "file": big})

    assert answer.status_code == 422
    assert "lebih besar" in answer.content.decode()
    assert Submission.objects.count() == 0


def test_another_agency_can_neither_open_the_form_nor_send(client, stranger):
    client.force_login(stranger)
    address = reverse("exchange:submit", args=["pupils"])

    assert client.get(address).status_code == 403
    assert client.post(address, {"period": "2026-08", "file": upload()}).status_code == 403
    assert Submission.objects.count() == 0


PAGES = ["submission", "progress", "findings-csv", "annotated", "publish", "discard"]


@pytest.mark.parametrize("name", PAGES)
def test_another_agency_does_not_learn_that_a_submission_exists(open_page, send, stranger, name):
    submission = send()

    assert open_page(stranger, name, submission.pk).status_code == 404
    assert open_page(stranger, name, 999_999).status_code == 404


def test_the_page_of_a_submission_counts_every_row_and_masks_people(open_page, send, head):
    submission = send(file_of(*GOOD, pupil(20, **{"TGL LAHIR": "03-31-2012", "NAMA": "Galih Saputra"})))

    page = open_page(head, "submission", submission.pk).content.decode()

    assert "9 masuk" in page
    assert ("LAHIR-01" in page and "31-03-2012" in page) or "2012-03-31" in page  # the proposal
    assert "Galih" not in page
    assert "3313992103120020" not in page


def test_a_page_in_english_is_in_english(client, send, head):
    submission = send()
    client.force_login(head)
    client.cookies["guyub_language"] = "en"

    page = client.get(reverse("exchange:submission", args=[submission.pk])).content.decode()

    assert "rows held" in page
    assert "Temuan" not in page


def test_a_check_under_way_shows_how_far_it_is(open_page, send, head):
    submission = send(check=False)
    Job.objects.create(
        step="exchange.check_submission", area="33.13", subject_type="exchange.submission", subject_id=str(submission.pk),
        state="running", run_after=make.AT, created_at=make.AT, share_done=0.4, note="Reading the file",
    )  # fmt: skip

    page = open_page(head, "submission", submission.pk).content.decode()

    assert "Membaca berkas" in page
    assert 'http-equiv="refresh"' in page
    assert reverse("exchange:stop", args=[submission.pk]) in page


def test_the_fragment_asks_for_the_whole_page_when_the_check_is_over(open_page, send, head):
    assert open_page(head, "progress", send().pk).headers["HX-Refresh"] == "true"


def test_a_failed_check_can_be_tried_again(client, send, head):
    submission = send(check=False)
    job = Job.objects.create(
        step="exchange.check_submission", area="33.13", subject_type="exchange.submission", subject_id=str(submission.pk),
        state="failed", run_after=make.AT, created_at=make.AT, problem="OSError: disk full",
    )  # fmt: skip
    client.force_login(head)

    assert "disk full" in client.get(reverse("exchange:submission", args=[submission.pk])).content.decode()
    client.post(reverse("exchange:try-again", args=[submission.pk]))

    job.refresh_from_db()
    assert job.state == "waiting"


def test_an_unreadable_file_says_what_to_do(open_page, send, head):
    submission = send(b"<html><table></table></html>", file_name="siswa.xls")

    page = open_page(head, "submission", submission.pk).content.decode()

    assert "Simpan Sebagai" in page


def test_a_release_is_asked_for_with_its_counts_and_then_made(client, send, head):
    submission = send()
    client.force_login(head)
    address = reverse("exchange:publish", args=[submission.pk])

    assert "8 baris" in client.get(address).content.decode()
    answer = client.post(address, follow=True)

    assert "8 baris dirilis, 3 menunggu perbaikan." in answer.content.decode()
    assert Release.objects.count() == 1


def test_who_may_not_release_is_told_in_the_products_look(client, send, operator):
    client.force_login(operator)

    answer = client.post(reverse("exchange:publish", args=[send().pk]))

    assert answer.status_code == 403
    assert "g-shell" in answer.content.decode()


def test_rows_of_a_release_are_masked_and_lead_to_the_line_of_the_file(open_page, send, head):
    release = publish(send(), head)

    page = open_page(head, "release", release).content.decode()

    assert "3313990203120001" not in page and "331399••••••0001" in page
    assert "Anak Rekaan" not in page and "A•••" in page
    row = open_page(head, "release", release, baris="3").content.decode()
    assert "331399••••••0003" in row and "331399••••••0001" not in row


def test_another_agency_sees_that_a_release_exists_but_none_of_its_rows(open_page, send, head, stranger):
    release = publish(send(), head)

    page = open_page(stranger, "release", release)

    assert page.status_code == 200
    assert "331399" not in page.content.decode()


def test_a_withdrawn_release_says_until_when_it_held(client, send, head):
    release = publish(send(), head)
    client.force_login(head)
    address = reverse("exchange:withdraw", args=[release])

    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "Salah bulan"}, follow=True)

    assert "Salah bulan" in answer.content.decode()
    assert Release.objects.live().count() == 0


def test_what_held_on_a_day_can_be_asked(client, send, head):
    release = publish(send(), head)
    client.force_login(head)
    address = reverse("exchange:as-of", args=["pupils"])

    then = client.get(address, {"period": "2026-11", "day": "2026-11-24"})
    before = client.get(address, {"period": "2026-11", "day": "2026-11-20"})

    assert then.url == reverse("exchange:release", args=[release])
    assert before.url == reverse("exchange:dataset", args=["pupils"])


def test_a_submission_is_given_up_with_a_reason(client, send, head):
    submission = send()
    client.force_login(head)
    address = reverse("exchange:discard", args=[submission.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "salah berkas"})

    submission.refresh_from_db()
    assert submission.state == "discarded"


def test_a_thousand_findings_come_in_pages(open_page, send, head):
    submission = send(file_of(*[pupil(number, KELAS="lima") for number in range(1, 121)]))

    first = open_page(head, "finding", submission.pk, "ANGKA-01", kolom="grade").content.decode()
    last = open_page(head, "finding", submission.pk, "ANGKA-01", kolom="grade", halaman="3").content.decode()

    assert first.count('class="mono cell-bad"') == 50
    assert last.count('class="mono cell-bad"') == 20


def test_the_list_of_findings_holds_no_formula_and_no_nik(open_page, send, head):
    wrong = pupil(1, KELAS='=HYPERLINK("x")', NIK="3313990103120001")
    submission = send(file_of(wrong, *GOOD[1:]), file_name="data 3313990103120001.csv")

    answer = open_page(head, "findings-csv", submission.pk)

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK" in text and ";=HYPERLINK" not in text
    assert "3313990103120001" not in text
    assert "331399" not in answer.headers["Content-Disposition"]


def test_the_own_file_comes_back_marked(open_page, send, head):
    submission = send()

    answer = open_page(head, "annotated", submission.pk)

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    text = str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])
    assert "lima" in text and "ANGKA-01" in text
    book.close()


def test_the_list_of_submissions_can_be_narrowed(open_page, send, head):
    send()
    send(period="2026-08", check=False)

    assert open_page(head, "submissions").content.decode().count("siswa.csv") == 2
    assert open_page(head, "submissions", keadaan="received").content.decode().count("siswa.csv") == 1
    assert "Tidak ada kiriman" in open_page(head, "submissions", keadaan="unreadable").content.decode()
