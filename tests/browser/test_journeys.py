"""
The main job as people do it: an agency's messy file becomes a number that can be trusted, and a list that helps.

Each journey runs on a built regency with its own web process and worker, through the pages alone.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.regency import PASSWORD, Regency

pytestmark = pytest.mark.xdist_group("regency")

INDICATOR = "school-participation-7-12"
LIST = "/daftar/poor-pupils-without-school-aid/"
HELD = "FFC7CE"  # the ground of a cell that holds its row, in a marked file
SLOW = 90_000  # ms: intake, registry and indicators on a busy machine


@pytest.fixture(scope="session")
def base_url(regency: Regency) -> str:
    return regency.url


def pupils_file(regency: Regency, path: Path, *, spoil: bool) -> tuple[Path, list[tuple[int, int]]]:
    """
    The newest workbook of Disdikbud without every third pupil, so that the numbers move.

    Returns it, and the (line, column) of the three cells that `spoil` makes wrong.
    """
    book = openpyxl.load_workbook(regency.file("2026-11", "pupils"))
    sheet = book["Data Siswa"]
    headings = {str(cell.value): cell.column for cell in sheet[6] if cell.value}
    for line in range(sheet.max_row, 6, -3):
        sheet.delete_rows(line)
    born, level = (
        next(column for name, column in headings.items() if word in name.lower()) for word in ("lahir", "jenjang")
    )
    spoiled = [(7, born), (8, level), (9, born)]
    if spoil:
        sheet.cell(7, born).value = "31-31-2012"
        sheet.cell(8, level).value = "Taman Kanak-kanak"
        sheet.cell(9, born).value = "kemarin"
    book.save(path)
    return path, spoiled


def aid_file(regency: Regency, path: Path, *, without: int) -> Path:
    """The newest aid file less its last rows: valid, and not the file that was sent before."""
    rows = json.loads(regency.file("2026-11", "aid").read_text())
    path.write_text(json.dumps(rows[:-without]))
    return path


def drop(page: Page, file: Path) -> None:
    """Drag the file into the box, as a mouse would."""
    content = base64.b64encode(file.read_bytes()).decode()
    page.evaluate(
        """([content, name]) => {
          const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0)), data = new DataTransfer();
          data.items.add(new File([bytes], name));
          const box = document.querySelector("[data-drop]");
          for (const kind of ["dragenter", "dragover", "drop"]) box.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        [content, file.name],
    )


def choose_month(page: Page) -> None:
    """November 2026, the regency's newest; the current month where the calendar has moved on past it."""
    months = page.locator("select[name=period] option")
    offered = [option.get_attribute("value") for option in months.all()]
    page.select_option("select[name=period]", "2026-11" if "2026-11" in offered else offered[0])


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def reload_until(page: Page, holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SLOW / 1000
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not happen: {page.url} says {heading(page).inner_text()!r}"
        time.sleep(0.5)
        page.reload()


def value_of(page: Page) -> str:
    page.goto(f"/indikator/{INDICATOR}/")
    return page.locator(".fig.xl").first.inner_text().split("%")[0].strip()


def test_a_messy_file_is_mended_and_published_and_the_number_moves_down_to_its_row(visit, regency, tmp_path):
    messy, spoiled = pupils_file(regency, tmp_path / "siswa_kotor.xlsx", spoil=True)
    page = visit("disdikbud")
    before = value_of(page)

    page.goto("/kiriman/baru/pupils/")
    choose_month(page)
    drop(page, messy)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(heading(page)).to_have_text(re.compile(r"[\d.]+ baris ditahan, [\d.]+ siap dirilis"), timeout=SLOW)
    held = int(heading(page).inner_text().split()[0])
    findings = page.locator("#temuan")
    expect(findings).to_contain_text("Tanggal lahir mustahil")
    expect(findings.get_by_text("Jenjang: isi tidak dikenal")).to_be_visible()

    with page.expect_download() as marked:
        page.get_by_role("link", name="Unduh berkas bertanda").click()
    marked.value.save_as(tmp_path / "bertanda.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bertanda.xlsx")["Data Siswa"]
    for line, column in spoiled:
        cell = sheet.cell(line, column)
        assert cell.fill.fgColor.rgb.endswith(HELD), f"{cell.coordinate} is not marked"
        assert cell.comment is not None
    assert not sheet.cell(8, spoiled[0][1]).fill.fgColor.rgb.endswith(HELD)

    mended, _spoiled = pupils_file(regency, tmp_path / "siswa_perbaikan.xlsx", spoil=False)
    page.get_by_role("link", name="Unggah perbaikan").click()
    choose_month(page)
    page.set_input_files("input[type=file]", mended)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(heading(page)).to_have_text(re.compile(rf"^{held - 3} baris ditahan|^Semua [\d.]+ baris siap"), timeout=SLOW)

    page.get_by_role("link", name=re.compile(r"^Rilis [\d.]+ baris")).click()
    page.get_by_role("button", name=re.compile(r"^Rilis [\d.]+ baris")).click()
    expect(heading(page)).to_have_text(re.compile(r"[\d.]+ baris dirilis"))
    reload_until(page, lambda: value_of(page) != before, "a new value of the indicator")


def test_three_clicks_lead_from_a_number_of_the_front_page_to_rule_release_and_row(visit):
    page = visit("disdikbud")

    def to_the_indicator() -> None:
        page.goto("/")
        row = page.get_by_role("table", name="Indikator pilihan").get_by_role("row").filter(has_text="Siswa miskin")
        row.get_by_role("link", name="Mengapa?").click()

    to_the_indicator()
    page.locator(".trail").get_by_role("link", name="Buka aturan").click()
    expect(heading(page)).to_have_text(re.compile("^Aturan versi"))

    to_the_indicator()
    page.locator(".trail").get_by_role("link", name=re.compile("siswa$", re.I)).click()
    expect(heading(page)).to_have_text(re.compile("baris dirilis"))
    page.locator("#baris").get_by_role("link").first.click()
    expect(page.locator("#baris").get_by_role("row")).to_have_count(2)

    to_the_indicator()
    page.locator(".trail").get_by_role("link", name="Buka baris").click()
    page.get_by_role("link", name=re.compile("^Buka baris")).first.click()
    expect(heading(page)).to_contain_text("••")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Buka dan catat").click()
    expect(page.get_by_text("Dibuka dan dicatat")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Nama ")).first).not_to_contain_text("••")

    inspector = visit("inspektorat")
    inspector.goto("/jejak/")
    newest = inspector.get_by_role("table").locator("tbody tr").first
    expect(newest).to_contain_text("Disdikbud")
    expect(newest).to_contain_text("dibuka")


def test_the_job_is_done_without_a_script(visit, regency, tmp_path):
    page = visit("dinsos", javascript=False)
    page.goto("/")
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Kiriman").click()
    page.get_by_role("link", name="Data penerima bantuan").first.click()
    choose_month(page)
    page.set_input_files("input[type=file]", aid_file(regency, tmp_path / "bantuan.json", without=5))
    page.get_by_role("button", name="Kirim dan periksa").click()
    reload_until(page, lambda: "siap dirilis" in heading(page).inner_text(), "the check")
    page.get_by_role("link", name=re.compile(r"^Rilis [\d.]+ baris")).click()
    page.get_by_role("button", name=re.compile(r"^Rilis [\d.]+ baris")).click()
    expect(heading(page)).to_have_text(re.compile(r"[\d.]+ baris dirilis"))

    page.goto("/indikator/")
    page.get_by_role("link", name="Siswa miskin tanpa bantuan sekolah").click()
    page.get_by_text("Nilai yang sama dalam tabel").first.click()
    expect(page.get_by_role("table").filter(has_text="Agustus 2026").first).to_be_visible()
    page.get_by_role("link", name="Buka baris").first.click()
    page.get_by_role("link", name=re.compile("^Buka baris")).first.click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Buka dan catat").click()
    expect(page.get_by_text("Dibuka dan dicatat")).to_be_visible()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until it has the focus, as one without a mouse must."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {target}")


def test_the_job_is_done_by_keyboard_alone(visit, regency, tmp_path):
    page, file = visit(), aid_file(regency, tmp_path / "bantuan_lain.json", without=7)
    # The system's own window for choosing a file; listened for from the start, for a key is faster than the listening.
    page.on("filechooser", lambda window: window.set_files(file))
    page.goto("/")
    tab_to(page, page.get_by_label("Nama pengguna"))
    page.keyboard.type("dinsos")
    tab_to(page, page.get_by_label("Sandi"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(re.compile("^Beranda"))

    tab_to(page, page.get_by_role("link", name="Langsung ke isi"))
    tab_to(page, page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Kiriman"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Data penerima bantuan").first)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("select[name=period]"))
    choose_month(page)
    tab_to(page, page.locator("input[type=file]"))
    page.keyboard.press("Enter")
    expect(page.locator("input[type=file]")).not_to_have_value("")
    tab_to(page, page.get_by_role("button", name="Kirim dan periksa"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(re.compile("siap dirilis"), timeout=SLOW)
    tab_to(page, page.get_by_role("link", name=re.compile(r"^Rilis [\d.]+ baris")))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name=re.compile(r"^Rilis [\d.]+ baris")))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(re.compile(r"[\d.]+ baris dirilis"))

    tab_to(page, page.locator("details.g-who summary"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keluar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keluar")).to_be_hidden()


def test_a_village_operator_opens_the_list_of_his_village_and_of_no_other(visit):
    page = visit("operator.desa")
    page.goto("/")
    page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Daftar bantu").click()
    page.get_by_role("link", name=re.compile("daftarnya$|^Lihat")).first.click()
    people = page.get_by_role("table", name="Orang-orang di daftar ini").or_(page.locator("#orang table"))
    expect(people.first).to_contain_text("Selokaton")
    masked = people.first.inner_text()
    page.get_by_role("radio", name="Mengunjungi keluarga atau sekolah").check()
    page.get_by_role("button", name="Buka selama satu jam").click()
    expect(page.get_by_text(re.compile("nama terbuka sampai"))).to_be_visible()
    opened = people.first.inner_text()
    assert opened != masked
    assert re.search(r"331399•+\d{4}", opened), "the NIK stays masked"
    expect(page.locator("main")).to_contain_text("Mengunjungi keluarga atau sekolah")

    for other in ("33.13.13.2001", "33.13.13", "33.13"):
        page.goto(f"{LIST}?wilayah={other}")
        villages = {cell.inner_text() for cell in people.first.locator("tbody tr td:nth-child(3)").all()}
        assert villages == {"Selokaton"}, f"asked for {other}"


def test_another_agency_and_a_stranger_are_refused(visit, regency):
    stranger = visit()
    for path in ("/", "/kiriman/", regency.places["newer"], f"/indikator/{INDICATOR}/baris/", LIST):
        stranger.goto(path)
        expect(stranger).to_have_url(re.compile(r"/masuk/\?next="))

    other = visit("disperkim", allow=r"^40[34] /")
    for path in (regency.places["released"], f"{regency.places['released']}temuan.csv", "/kiriman/baru/pupils/", LIST):
        answer = other.goto(path)
        assert answer is not None and answer.status in {403, 404}, path
        expect(heading(other)).not_to_be_empty()
    other.goto(regency.places["newer"])
    expect(other.locator("#baris")).to_contain_text("Bukan untuk jabatan Anda")
    expect(other.locator("#baris table")).to_have_count(0)


def test_the_menu_of_a_phone_opens_leads_on_and_closes(visit, phone):
    for javascript in (True, False):
        page = visit("walidata", size=phone, javascript=javascript)
        page.goto("/")
        menu = page.get_by_role("navigation", name="Menu utama")
        expect(menu).to_be_hidden()
        page.get_by_role("link", name="Buka menu").click()
        expect(menu).to_be_visible()
        page.get_by_role("link", name="Tutup menu").click()
        expect(menu).to_be_hidden()
        page.get_by_role("link", name="Buka menu").click()
        menu.get_by_role("link", name="Indikator").click()
        expect(page).to_have_url(re.compile("/indikator/$"))
        expect(menu).to_be_hidden()


def test_language_and_theme_are_chosen_and_kept(visit):
    page = visit("bupati")
    page.goto("/indikator/")
    page.locator("details.g-who summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/indikator/$"))
    page.locator("details.g-who summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground == "rgb(15, 22, 27)"
    expect(heading(page)).to_have_text(re.compile("^Front page"))
