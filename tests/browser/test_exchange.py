"""The pages of data, submissions and releases in a real browser: nothing wider than a phone, no barrier for anybody."""

from __future__ import annotations

import io
import random
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guyub.apps.accounts import operations as accounts
from guyub.apps.exchange import operations
from guyub.flows.table import FLOW
from guyub.jobs.worker import run_until_idle
from tests.exchange.conftest import GOOD, file_of, pupil
from tests.support import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def head(store):
    make.area("33.13.01.2001")
    agency = make.agency("Disdikbud")
    for name in ("Disdukcapil", "Dinsos", "Dinkes"):
        make.agency(name)
    accounts.open_area(area="33.13", actor=None, at=make.AT)
    custodian = make.officer("walidata", role="data_custodian")
    operations.adopt_contracts(area="33.13", actor=custodian, at=make.AT)
    return make.officer("kepala", role="opd_head", agency=agency)


def lines(count: int, *, bad: float) -> list[str]:
    chance = random.Random(1)
    found = []
    for number in range(1, count + 1):
        luck, cells = chance.random(), {}
        if luck < bad:
            cells = {"TGL LAHIR": f"{chance.randint(1, 12):02d}-{chance.randint(13, 28)}-2012"}
        elif luck < 1.5 * bad:
            cells = {"KODE DESA": "33.13.01.2051"}
        elif luck < 2 * bad:
            cells = {"KELAS": "lima"}
        elif luck < 3 * bad:
            cells = {"NIK": "3,31399E+15"}
        found.append(pupil(number, **cells))
    return found


def send(head, content: bytes, period: str, name: str, *, check: bool = True) -> int:
    pk = operations.receive_file(
        area="33.13",
        dataset="pupils",
        period=period,
        file_name=name,
        stream=io.BytesIO(content),
        actor=head,
        at=make.AT,
    )
    if check:
        operations.check_submission(submission_id=pk, actor=head, at=make.AT)
    return pk


def publish(head, submission: int) -> int:
    return operations.publish_release(submission_id=submission, actor=head, at=make.AT).release_id


@pytest.fixture
def addresses(head) -> dict[str, str]:
    """Every page in its states."""
    first = publish(head, send(head, file_of(*lines(400, bad=0)), "2026-08", "siswa_2026-08.csv"))
    second = publish(head, send(head, file_of(*lines(400, bad=0.01)), "2026-08", "siswa_2026-08_perbaikan.csv"))
    messy = send(head, file_of(*lines(900, bad=0.03)), "2026-11", "siswa_2026-11.csv")
    html = b"<html><table><tr><td>NISN</td></tr></table></html>"
    unreadable = send(head, html, "2026-11", "siswa_2026-11.xls")
    waiting = send(head, file_of(*GOOD), "2026-05", "siswa_2026-05.csv", check=False)
    clean = send(head, file_of(*GOOD), "2026-02", "siswa_2026-02.csv")

    def at(name: str, *args: object, query: str = "") -> str:
        return reverse(f"exchange:{name}", args=args) + query

    return {
        "data": at("datasets"),
        "data-siswa": at("dataset", "pupils"),
        "kiriman": at("submissions"),
        "kirim": at("submit", "pupils"),
        "kiriman-temuan": at("submission", messy),
        "kiriman-tak-terbaca": at("submission", unreadable),
        "kiriman-menunggu": at("submission", waiting),
        "kiriman-bersih": at("submission", clean),
        "temuan": at("finding", messy, "LAHIR-01", query="?kolom=birth_date"),
        "rilis-tanya": at("publish", messy),
        "buang": at("discard", messy),
        "rilis": at("release", second),
        "rilis-lama": at("release", first),
        "tarik": at("withdraw", second),
    }


def test_no_page_has_a_barrier_and_none_is_wider_than_a_phone(
    page, head, addresses, sign_in, axe, shot, fits, desk, phone
):
    sign_in(page, head)
    for name, address in addresses.items():
        for size in (desk, phone):
            page.set_viewport_size(size)
            page.goto(address)
            shot(page, f"exchange-{name}")
            axe(page)
            fits(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(desk)
    for name in ("kiriman-temuan", "rilis", "data-siswa"):
        page.goto(addresses[name])
        shot(page, f"exchange-{name}-gelap")
        axe(page)


def test_a_messy_file_is_sent_mended_by_its_proposals_and_released(page, head, sign_in, tmp_path):
    swapped = [pupil(number, **{"TGL LAHIR": f"03-{number}-2012"}) for number in range(20, 25)]
    file = tmp_path / "siswa.csv"
    file.write_bytes(file_of(*GOOD, *swapped))
    sign_in(page, head)

    page.goto(reverse("exchange:submit", args=["pupils"]))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Berkas sedang diperiksa")
    run_until_idle(FLOW)
    expect(page.get_by_role("heading", level=1)).to_have_text("5 baris ditahan, 8 siap dirilis")

    page.get_by_role("button", name=re.compile("Terima 5 usul")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Berkas sedang diperiksa")
    run_until_idle(FLOW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Semua 13 baris siap dirilis")
    page.get_by_role("link", name="Rilis 13 baris").click()
    page.get_by_role("button", name="Rilis 13 baris").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("13 baris dirilis")
