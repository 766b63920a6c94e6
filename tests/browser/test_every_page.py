"""
Every page of a built regency: whole, in the reader's language, masked, and without a barrier.

The pages are found as a reader finds them, by following links from the front page, for offices with different rights.
A page that no link reaches is named below, and so is every address that is no page.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Page as Tab

from tests.support.regency import PASSWORD, Regency

pytestmark = pytest.mark.xdist_group("regency")

ROOT = Path(__file__).parents[2]
# account -> how many addresses of one kind are opened
READERS = {
    "walidata": 2, "dinsos": 2, "bappeda": 1, "bupati": 1, "operator.desa": 2, "kementerian": 2, "asesor.satu": 1,
    "asesor.dua": 1, "": 1,
}  # fmt: skip
# Pages that exist and that no link of a calm day leads to.
UNLINKED = {
    "dinsos": ("/masuk/pastikan/", "/masuk/keluar/"),
    "": (
        "/masuk/",
        "/masuk/daftar/",
        "/masuk/tidak-aktif/",
        "/publik/",
        "/masuk/akun-daerah/batal/",
        "/komponen/?galat",
    ),
}
# Addresses that answer a reader with something other than a page of their own, and why.
NO_PAGE = {
    "account_set_password": "every account has a password, so it leads to changing it",
    "mfa_activate_totp": "asks for the password again first: tried below",
    "mfa_add_webauthn": "asks for the password again first: tried below",
    "mfa_authenticate": "only between password and code",
    "mfa_deactivate_totp": "only with a code switched on",
    "mfa_reauthenticate": "only with a second factor",
    "mfa_reauthenticate_webauthn": "only with a second factor",
    "mfa_login_webauthn": "data for the sign-in page's script",
    "mfa_view_recovery_codes": "only with a second factor",
    "mfa_generate_recovery_codes": "only with a second factor",
    "mfa_download_recovery_codes": "only with a second factor",
    "mfa_edit_webauthn": "only with a key",
    "mfa_remove_webauthn": "only with a key",
    "socialaccount_connections": "only with an identity provider",
    "socialaccount_signup": "only on the way back from an identity provider",
    "socialaccount_login_error": "tried as an error page below",
    "openid_connect_login": "only with an identity provider",
    "openid_connect_callback": "only with an identity provider",
    "web:theme": "takes a form",
    "web:language": "takes a form",
    "web:component-progress": "a part of the components page",
    "accounts:appoint": "takes a form",
    "accounts:dismiss": "takes a form",
    "accounts:hand-over": "takes a form",
    "exchange:progress": "a part of the submission's page",
    "exchange:marking": "a part of the page on which a large marked file is waited for",
    "exchange:stop": "takes a form",
    "exchange:try-again": "takes a form",
    "exchange:accept": "takes a form",
    "exchange:as-of": "leads to the release that held",
    "registry:search": "takes a form, so that no NIK stands in an address",
    "services:open": "takes a form",
    "services:file": "takes a form",
    "improvement:link": "takes a form",
    "improvement:unlink": "takes a form",
    "improvement:close": "takes a form",
    "packages:file": "a file",
    "packages:key-make": "takes a form",
    "packages:key-trust": "takes a form",
    "packages:api-receive": "for other installations",
    "improvement:plan-docx": "a file",
    "improvement:plan-pdf": "a file",
    "assessment:evidence-file": "a file",
    "assessment:instrument-file": "a file",
    "assessment:instrument-form": "a file",
    "assessment:instrument-marked": "a file",
    "assessment:worksheet": "a file",
    "comparison:history-form": "a file",
    "comparison:national-csv": "a file",
    "comparison:national-xlsx": "a file",
    "evaluation:letter-docx": "a file",
    "evaluation:letter-pdf": "a file",
    "selection:letter-docx": "a file",
    "selection:letter-pdf": "a file",
    "assessment:assessment-official": "takes a form",
    "assessment:assessment-repeat": "takes a form",
    "assessment:assessment-send": "takes a form",
    "assessment:attachment-decide": "takes a form",
    "assessment:attachment-detach": "takes a form",
    "assessment:comment-settle": "takes a form",
    "assessment:evidence-update": "takes a form",
    "assessment:evidence-withdraw": "takes a form",
    "assessment:follow-up-finish": "takes a form",
    "assessment:follow-up-give": "takes a form",
    "assessment:item-answer": "takes a form",
    "assessment:item-attach": "takes a form",
    "assessment:item-comment": "takes a form",
    "assessment:item-send": "takes a form",
    "assessment:measures-take-in": "takes a form",
    "evaluation:assign": "takes a form",
    "evaluation:close": "takes a form",
    "evaluation:end-exclusion": "takes a form",
    "evaluation:note": "takes a form",
    "evaluation:open-scores": "takes a form",
    "evaluation:remark": "takes a form",
    "evaluation:remove-remark": "takes a form",
    "evaluation:settle-by-rule": "takes a form",
    "evaluation:start": "takes a form",
    "evaluation:start-all": "takes a form",
    "evaluation:submit": "takes a form",
    "selection:announce": "takes a form",
    "selection:answer": "takes a form",
    "selection:book": "takes a form",
    "selection:choose": "takes a form",
    "selection:confirm": "takes a form",
    "selection:fact": "takes a form",
    "selection:hand-back": "takes a form",
    "selection:submit": "takes a form",
    "surveys:close": "takes a form",
    "assessment:measures-standard": "a file",
    "evaluation:proof": "a file",
    "evaluation:home": "leads to the pages of the reader's own side",
    "evaluation:sheet": "leads to the first item without a score",
    "evaluation:answer": "only when a region objects: tried in the journeys of evaluation",
    "evaluation:object": "takes a form",
    "assessment:instrument-changes": "only with an earlier version",
    "assessment:instrument-preview": "stands after an upload: tried with the instruments",
    "evaluation:publish": "only when a panel settled everything: tried in the journeys of evaluation",
    "surveys:sheet": "a file",
    "masterplan:set_target": "takes a form",
    "masterplan:withdraw_target": "takes a form",
    "masterplan:preview": "stands after a sheet was sent: tried in the journeys of the masterplan",
}
ERRORS = {"/tidak-ada/": 404, "/kiriman/987654/": 404, "/masuk/akun-daerah/galat/": 401}
# Pages that are another page for every office.
OFFICE_OWN = ("monitoring:front", "services:list", "exchange:submissions")
LONG_NUMBER = re.compile(r"(?<![0-9a-f])\d{16}(?![0-9a-f])")
# What a screen reader says or a reader sees, beside the text itself.
SPOKEN = ("aria-label", "title", "placeholder", "alt")


@dataclass
class Read(HTMLParser):
    """One page as a reader without a browser has it."""

    account: str
    path: str
    name: str
    body: str
    language: str = ""
    title: str = ""
    headings: int = 0
    links: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._within: list[str] = []
        self.feed(self.body)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "html":
            self.language = given.get("lang") or ""
        self.headings += tag == "h1"
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.path, given["href"] or ""))
        self.words += [" ".join(given[name].split()) for name in SPOKEN if given.get(name)]  # type: ignore[union-attr]
        if tag in {"script", "style", "title", "code"} or "code" in (given.get("class") or "").split():
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within[-1:] == ["title"]:
            self.title += data
        elif not self._within and data.strip():
            self.words.append(" ".join(data.split()))

    @property
    def place(self) -> str:
        return f"{self.account or 'a stranger'} {self.path}"


@pytest.fixture(scope="session")
def base_url(regency: Regency) -> str:
    return regency.url


@pytest.fixture(scope="module")
def read(browser, regency, entrance) -> Callable[..., Any]:
    """`read(account, path)`: what the server answers, without drawing it; redirects are not followed."""
    contexts: dict[tuple[str, str], Any] = {}

    def answer(account: str, path: str, language: str = "id") -> Any:
        if (account, language) not in contexts:
            context = browser.new_context(
                base_url=regency.url, storage_state=entrance(account) if account else None, locale="id-ID"
            )
            context.add_cookies([{"name": "guyub_language", "value": language, "url": regency.url}])
            contexts[account, language] = context
        return contexts[account, language].request.get(path, max_redirects=0)

    yield answer
    for context in contexts.values():
        context.close()


def _name(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


@dataclass
class Walk:
    """What following the links came to: pages by the name of their address, and the links that lead nowhere."""

    pages: dict[str, list[Read]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walk(read, regency) -> Walk:
    done = Walk()
    for account, each in READERS.items():
        starts = ["/", *UNLINKED.get(account, ())] + (
            list(regency.places.values()) if account in {"walidata", "dinsos"} else []
        )
        queue, seen, opened = [(path, "the list above") for path in starts], set(starts), dict[str, int]()
        while queue:
            path, origin = queue.pop(0)
            name = _name(path)
            if name is None or (opened.get(name, 0) >= each and path not in starts):
                if name is None:
                    done.broken.append(f"{origin} links to {path}, which is no address")
                continue
            opened[name] = opened.get(name, 0) + 1
            answer = read(account, path)
            if answer.status >= 400:
                done.broken.append(f"{origin} links {account or 'a stranger'} to {path}: {answer.status}")
            if answer.status == 302 and (leads := answer.headers["location"].split("?")[0]) not in seen:
                seen.add(leads)
                queue.append((leads, path))
            if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            page = Read(account, path, name, answer.text())
            done.pages.setdefault(name, []).append(page)
            for link in page.links:
                link = link.split("#")[0]
                if link.startswith("/") and link not in seen and not link.startswith("/static/"):
                    seen.add(link)
                    queue.append((link, page.path))
    return done


@pytest.fixture(scope="module")
def found(walk) -> dict[str, list[Read]]:
    return walk.pages


def test_every_link_leads_somewhere_its_reader_may_go(walk):
    assert walk.broken == []


@cache
def _addresses() -> list[str]:
    def walk(patterns: Any, namespace: str = "") -> list[str]:
        names = []
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                names += walk(pattern.url_patterns, inner)
            else:
                names.append(f"{namespace}{pattern.name}")
        return names

    return walk(get_resolver().url_patterns)


def test_every_address_is_a_page_that_was_opened_or_says_why_it_is_none(found):
    files = {"exchange:findings-csv", "exchange:annotated", "indicators:download", "masterplan:empty_form"}

    assert sorted(set(_addresses()) - set(found) - set(NO_PAGE) - files) == []
    assert sorted((set(NO_PAGE) & set(found)) | (set(NO_PAGE) - set(_addresses()))) == []


def test_every_page_has_one_heading_a_title_and_its_language(found):
    wrong = []
    for page in (page for pages in found.values() for page in pages):
        if page.headings != 1:
            wrong.append(f"{page.place}: {page.headings} h1")
        if page.language != "id":
            wrong.append(f"{page.place}: lang={page.language!r}")
        if not page.title.replace("· Guyub", "").strip():
            wrong.append(f"{page.place}: no title")

    assert wrong == []


def test_no_page_shows_a_whole_nik(found):
    leaks = [
        f"{page.place}: {number[:6]}…"
        for page in (page for pages in found.values() for page in pages)
        for number in LONG_NUMBER.findall(page.body)
    ]

    assert leaks == []


@cache
def _catalogue() -> dict[str, str]:
    """English -> Indonesian, of all capabilities together."""
    texts: dict[str, str] = {}
    for path in sorted(ROOT.glob("guyub/**/locale/id/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        for key, text in catalogue.items():
            english = key[0] if isinstance(key, tuple) else key
            texts[english.split("\x04")[-1]] = text
    return texts


@cache
def _content() -> str:
    """All that regencies and the demo write, names of columns, offices and programmes among it: Indonesian in any language."""
    files = [path for folder in ("content", "guyub/demo") for path in ROOT.glob(f"{folder}/**/*") if path.is_file()]
    return "\n".join(path.read_text(encoding="utf-8", errors="ignore") for path in files).lower()


def _pattern(texts: set[str]) -> re.Pattern[str]:
    """One pattern that fits each whole text, whatever stands in its placeholders."""
    holes = re.compile(r"%\\?\(\w+\\?\)s|\\?\{\w*\\?\}")
    parts = {holes.sub(".+?", re.escape(" ".join(re.sub(r"<[^>]+>", "", text).split()))) for text in texts}
    # “%(n)s daerah” would fit half of what officers write: with a place for anything, two words of its own at least.
    own = {part: len(re.findall(r"[a-z]{3,}", part.replace(".+?", " "), re.IGNORECASE)) for part in parts}
    return re.compile("|".join(sorted(part for part, words in own.items() if words >= (2 if ".+?" in part else 1))))


def _left(pages: list[Read], pattern: re.Pattern[str]) -> list[str]:
    seen: dict[str, str] = {}
    for page in pages:
        for words in page.words:
            seen.setdefault(words, page.place)
    return sorted(f"{place}: {words}" for words, place in seen.items() if pattern.fullmatch(words))


def test_an_indonesian_page_holds_no_english_of_its_own(found, read):
    """Texts that are the same in both languages (“Data”, “Program”) are nobody's leftovers."""
    both = {*_catalogue().values(), "Outcome", "item"}  # names of content in Indonesian too: a component, a unit
    english = _pattern({text for text, indonesian in _catalogue().items() if text != indonesian and text not in both})
    front = Read("walidata", "/", "monitoring:front", read("walidata", "/", "en").text())

    assert len(_left([front], english)) > 50, "the look at a page knows English when it sees it"
    assert _left([page for pages in found.values() for page in pages], english) == []


def test_an_english_page_holds_no_indonesian_of_the_catalogue(found, read):
    """What the content calls by an Indonesian name stays as it is; the samples of the components page are such content."""
    english = set(_catalogue())
    indonesian = {text for text in _catalogue().values() if text not in english and text.lower() not in _content()}
    pages = []
    for name, those in found.items():
        page = Read(those[0].account, those[0].path, name, read(those[0].account, those[0].path, "en").text())
        assert page.language == "en"
        pages += [page] if name != "web:components" else []

    assert _left(pages, _pattern(indonesian)) == []


# ------------------------------------------------------------------------------------------------------ in a browser

BARRIERS = """async (rules) => (await axe.run(document, {resultTypes: ["violations"],
    ...(rules ? {runOnly: {type: "rule", values: rules}} : {})})).violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)} — ${(node.failureSummary || "").slice(0, 200)}`))"""
# The page itself never scrolls sideways, and nothing sticks out of its panel unless it may scroll there.
STICKING_OUT = """() => {
  const wide = e => `${e.tagName.toLowerCase()}.${e.getAttribute("class") || ""} ${e.textContent.trim().slice(0, 40)}`;
  const out = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
  for (const panel of document.querySelectorAll(".panel")) {
    const right = panel.getBoundingClientRect().right + 1;
    for (const e of panel.querySelectorAll("*"))
      if (!e.closest(".scroll, svg, .sr, .fold, .tbl.stack thead") && e.getBoundingClientRect().right > right && e.getClientRects().length) { out.push(wide(e)); break; }
  }
  return out;
}"""


def faults(tab: Tab, phone: dict[str, int], desk: dict[str, int]) -> list[str]:
    """Look at the page that is open: at the desk by day and by night, and on a phone."""
    tab.evaluate(AXE_SCRIPT)
    tab.set_viewport_size(desk)
    wrong = [f"1280: {line}" for line in tab.evaluate(BARRIERS, None) + tab.evaluate(STICKING_OUT)]
    tab.emulate_media(color_scheme="dark")
    wrong += [f"1280 dark: {line}" for line in tab.evaluate(BARRIERS, ["color-contrast", "link-in-text-block"])]
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(phone)
    wrong += [f"360: {line}" for line in tab.evaluate(BARRIERS, None) + tab.evaluate(STICKING_OUT)]
    return wrong


@pytest.mark.parametrize("account", READERS, ids=lambda account: account or "a stranger")
def test_no_page_has_a_barrier_and_nothing_sticks_out(found, visit, regency, shot, desk, phone, account):
    """Each kind of page once, as the first of the readers who can open it, and each state of a submission and a release."""
    mine = [pages[0].path for pages in found.values() if pages[0].account == account]
    mine += [
        page.path for name in OFFICE_OWN for page in found[name] if page.account == account and page.path not in mine
    ]
    if account == "dinsos":
        mine += [path for path in regency.places.values() if path not in mine]
    tab, wrong = visit(account), []
    for path in mine:
        tab.goto(path)
        wrong += [f"{path} {fault}" for fault in faults(tab, phone, desk)]
        shot(tab, f"semua-{_file_name(account, path)}")

    assert wrong == []


def _file_name(account: str, path: str) -> str:
    return re.sub(r"[^\w.-]+", "-", f"{account or 'tamu'}{path}").strip("-")[:80]


def test_an_error_page_says_what_to_do_and_has_no_barrier(visit, desk, phone):
    tab, wrong = visit("dinsos", allow=r"^40[14] /"), []
    for path, status in ERRORS.items():
        answer = tab.goto(path)
        assert answer is not None and answer.status == status
        wrong += [f"{path} {fault}" for fault in faults(tab, phone, desk)]
        if tab.locator("h1").count() != 1 or not tab.locator("main a, main form").count():
            wrong.append(f"{path}: a dead end")

    assert wrong == []


def test_setting_up_a_second_step_has_no_barrier(visit, desk, phone):
    tab, wrong = visit("bappeda"), []
    tab.goto("/masuk/dua-langkah/aplikasi/")
    tab.fill("input[name=password]", PASSWORD)
    tab.press("input[name=password]", "Enter")
    tab.wait_for_url("**/masuk/dua-langkah/aplikasi/")
    for path in ("/masuk/dua-langkah/aplikasi/", "/masuk/kunci/tambah/"):
        tab.goto(path)
        assert urlsplit(tab.url).path == path
        wrong += [f"{path} {fault}" for fault in faults(tab, phone, desk)]

    assert wrong == []
