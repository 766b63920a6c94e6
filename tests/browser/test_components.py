"""The living page of components in a real browser: both themes, both sizes, keyboard, no JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

PAGE = "/komponen/"
SIZES = {"desk": (1280, 900), "laptop": (1201, 800), "phone": (360, 780)}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_page_has_no_accessibility_violation(page: Page, axe, fits, shot, size, theme):
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(f"{PAGE}?galat=1")

    fits(page)
    axe(page)
    shot(page, f"komponen-{theme}")


def test_everything_can_be_reached_with_the_keyboard(page: Page):
    page.goto(PAGE)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex="0"]')]
        .filter(e => e.checkVisibility() && !e.disabled && !e.closest('details:not([open]) > :not(summary)'))
        .filter(e => !(e.type === 'radio' && !e.checked && e !== document.querySelector(`input[name="${e.name}"]`)))
        .map((e, n) => (e.dataset.n = n, n)).length"""
    )
    seen: set[str] = set()
    page.evaluate("document.activeElement.blur(); document.querySelector('.skip').focus()")
    for _ in range(reachable * 2):
        number = page.evaluate("document.activeElement.dataset.n")
        if number is not None:
            seen.add(number)
        if len(seen) == reachable:
            break
        page.keyboard.press("Tab")
    missed = page.evaluate(
        "seen => [...document.querySelectorAll('[data-n]')].filter(e => !seen.includes(e.dataset.n)).map(e => e.outerHTML.slice(0, 90))",
        sorted(seen),
    )
    assert missed == []


def test_what_is_focused_can_be_seen(page: Page):
    page.goto(PAGE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    style = page.evaluate("(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))")
    assert style == ["solid", "3px"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_switched_by_the_reader(page: Page, theme):
    page.emulate_media(color_scheme="light" if theme == "dark" else "dark")
    page.goto(PAGE)
    page.locator("details.g-who summary").click()
    page.get_by_role("button", name="Gelap" if theme == "dark" else "Terang", exact=True).click()

    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(15, 22, 27)" if theme == "dark" else "rgb(243, 245, 246)")


def test_the_account_menu_closes_with_escape_and_gives_the_focus_back(page: Page):
    page.goto(PAGE)
    summary = page.locator("details.g-who summary")
    summary.click()
    page.keyboard.press("Escape")

    expect(page.locator("details.g-who")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_targets_on_a_phone_are_large_enough_for_a_thumb(page: Page, phone):
    page.set_viewport_size(phone)
    page.goto(PAGE)

    small = page.evaluate(
        """() => [...document.querySelectorAll('.b, summary, .pages a, .opt, select, input:not([type=checkbox],[type=radio],[type=hidden])')]
        .filter(e => e.checkVisibility() && !e.closest('.chart-box'))
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
        .filter(([, height]) => height > 0 && height < 43.5)"""
    )
    assert [one for one in small if 'type="file"' not in one[0]] == []


def test_letters_are_never_smaller_than_twelve_pixels(page: Page):
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(PAGE)
        small = page.evaluate(
            """() => [...document.querySelectorAll('svg.ch text')].filter(e => e.checkVisibility())
            .map(e => { const svg = e.ownerSVGElement;
              return [e.textContent, parseFloat(getComputedStyle(e).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width] })
            .filter(([, size]) => size < 11.7)"""
        )
        assert small == []


def test_ticking_rows_keeps_the_count_in_words_and_in_the_button(page: Page):
    page.goto(PAGE)
    page.get_by_label("Pilih semua baris").check()
    expect(page.locator(".bulk b")).to_have_text("3 dari 214 baris dipilih")
    expect(page.get_by_role("button", name="Terima usul (3)")).to_be_enabled()

    page.get_by_label("Pilih semua baris").uncheck()
    expect(page.get_by_role("button", name="Terima usul (0)")).to_be_disabled()


def test_a_failed_form_puts_the_reader_at_its_summary_and_leads_to_the_field(page: Page):
    page.goto(f"{PAGE}?galat=1")
    summary = page.locator(".errors").first
    expect(summary).to_be_focused()

    summary.get_by_role("link", name=re.compile("^Alasan")).click()
    expect(page.get_by_label("Alasan")).to_be_focused()
    assert page.get_by_label("Alasan").get_attribute("aria-invalid") == "true"
    described = page.get_by_label("Alasan").get_attribute("aria-describedby") or ""
    assert all(page.locator(f"#{name}").count() == 1 for name in described.split())


def test_a_running_job_reports_until_it_is_done(page: Page):
    page.goto(PAGE)

    expect(page.locator(".job", has_text="Memeriksa penduduk_2026-11.csv")).to_contain_text("Selesai")


def test_a_search_answers_while_typing_and_with_a_plain_form(page: Page):
    page.goto(PAGE)
    page.get_by_role("searchbox").press_sequentially("mojo", delay=20)
    expect(page.locator("#hasil")).to_have_text("Mojogedang")
    expect(page.get_by_role("searchbox")).to_be_focused()

    page.get_by_role("searchbox").fill("jati")
    page.get_by_role("button", name="Cari").click()
    expect(page).to_have_url(re.compile(r"cari=jati"))
    expect(page.locator("#hasil")).to_have_text("Jatiyoso, Jatipuro")


def test_the_phone_menu_opens_and_closes_without_a_script(new_context, guard, phone):
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size(phone)
    guard(page)
    page.goto(PAGE)
    expect(page.locator(".g-side")).to_be_hidden()

    page.locator(".g-menu").click()
    expect(page.locator(".g-side")).to_be_visible()
    page.locator(".g-close").click()
    expect(page.locator(".g-side")).to_be_hidden()


def test_the_page_prints_without_menu_and_buttons(page: Page):
    page.goto(PAGE)
    page.emulate_media(media="print")

    expect(page.locator(".g-side")).to_be_hidden()
    expect(page.locator(".g-top")).to_be_hidden()
    expect(page.locator(".print-foot")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.why'),'::after').content") != "none"


@pytest.fixture
def receiver(page: Page):
    """The page with a server that takes the sample file; the living page itself stores nothing."""
    sent: list[bytes] = []

    def receive(route):
        if route.request.method != "POST":
            return route.fallback()
        sent.append(route.request.post_data_buffer or b"")
        body = "<html lang=id><title>Diterima</title><body><main><h1>Berkas diterima</h1></main></body></html>"
        return route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)

    page.route("**/komponen/", receive)
    page.goto(PAGE)
    return sent


def test_a_dropped_file_is_sent_with_progress_and_the_answer_takes_the_pages_place(page: Page, receiver):
    area = page.locator("[data-drop]")
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['nik;nama'], 'siswa.csv')); return t }"
    )
    area.dispatch_event("dragenter", {"dataTransfer": transfer})
    expect(area).to_have_class(re.compile("over"))
    area.dispatch_event("drop", {"dataTransfer": transfer})
    expect(area).not_to_have_class(re.compile("over"))
    page.evaluate("document.querySelector('[data-progress]').requestSubmit()")

    expect(page.get_by_role("heading", level=1)).to_have_text("Berkas diterima")
    expect(page).to_have_title("Diterima")
    assert b'filename="siswa.csv"' in receiver[0] and b"csrfmiddlewaretoken" in receiver[0]


def test_a_broken_connection_says_that_nothing_is_stored_and_lets_the_officer_send_again(page: Page, guard):
    page.route("**/komponen/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.goto(PAGE)
    page.set_input_files("[data-drop] input", files=[{"name": "siswa.csv", "mimeType": "text/csv", "buffer": b"nik"}])
    page.evaluate("document.querySelector('[data-progress]').requestSubmit()")

    expect(page.locator("[data-upload-text]")).to_contain_text("Tidak ada yang tersimpan")


def test_a_phone_loads_little_on_the_first_visit(page: Page, phone):
    page.set_viewport_size(phone)
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(PAGE)
    page.wait_for_load_state("load")

    # Uncompressed, page and all: the framework of the mock-ups alone was 635 KB.
    assert sum(sizes) < 320_000
