"""The shell around every page: menu, theme, language, headers, and what is answered when something is not possible."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template import TemplateSyntaxError, engines
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from guyub.errors import Refusal
from guyub.web import navigation
from guyub.web.navigation import Entry, Section, Who


class FindingsOpen(Refusal):
    code = "exchange.findings-open"


def refuse(request: HttpRequest) -> HttpResponse:
    raise FindingsOpen("Dua temuan masih terbuka.", remedy="Betulkan berkasnya, lalu kirim lagi.")


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def lose(request: HttpRequest) -> HttpResponse:
    raise Http404


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


def is_regent(actor) -> bool:
    return actor.username == "bupati"


urlpatterns = [
    path("", include("guyub.web.urls")),
    path("", read, name="front"),
    path("kiriman/", read, name="submissions"),
    path("rilis/<int:pk>/", read),
    path("keputusan/", read, name="decisions"),
    path("tolak/", refuse),
    path("larang/", forbid),
    path("hilang/", lose),
    path("rusak/", crash),
    path("api/tolak/", refuse),
]
handler403 = "guyub.web.errors.forbidden"
handler404 = "guyub.web.errors.not_found"
handler500 = "guyub.web.errors.broken"
MENU = (
    Section("", (Entry("Beranda", "front", "home"),)),
    Section("Data", (Entry("Kiriman", "submissions", "inbox", waiting=lambda actor: 1206, under=("/rilis/",)),)),
    Section("Bupati", (Entry("Keputusan", "decisions", "flag", seen_by=is_regent),)),
)


ACCOUNT = "submissions"


def WHO(actor) -> Who:
    return Who(name="Sri Lestari", office="Walidata", area="Kab. Karanganyar")


@pytest.fixture
def own_addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def visitor(own_addresses) -> Client:
    return Client(raise_request_exception=False, headers={"Accept-Language": "id", "Accept": "text/html"})


def actor(username: str):
    return SimpleNamespace(username=username, is_authenticated=True, is_active=True)


def request_of(username: str, address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = actor(username)
    return request


def compiled(source: str):
    """A template with components in it; only loaders know the component tags, so the tag compiler is called here."""
    return engines["django"].from_string(CottonCompiler().process(source))


def render(request: HttpRequest, source: str) -> str:
    request.session = {}
    request._messages = FallbackStorage(request)
    with translation.override("id"):
        return compiled(source).render({}, request)


PAGE = '{% extends "base.html" %}{% block title %}Kiriman{% endblock %}{% block main %}<c-head title="Kiriman" />{% endblock %}'


def test_the_menu_holds_only_what_the_officer_may_see(own_addresses):
    steward = navigation.shell(request_of("walidata", "/kiriman/"))
    regent = navigation.shell(request_of("bupati", "/kiriman/"))

    assert [line.title for group in steward.groups for line in group.lines] == ["Beranda", "Kiriman"]
    assert [line.title for group in regent.groups for line in group.lines] == ["Beranda", "Kiriman", "Keputusan"]
    assert [group.title for group in steward.groups] == ["", "Data"]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", "Beranda"),
        ("/kiriman/", "Kiriman"),
        ("/kiriman/7/", "Kiriman"),
        ("/rilis/41/", "Kiriman"),
        ("/lain/", None),
    ],
)
def test_the_menu_marks_where_the_reader_is(own_addresses, address, current):
    shell = navigation.shell(request_of("walidata", address))

    assert next((line.title for group in shell.groups for line in group.lines if line.current), None) == current


def test_a_page_has_one_heading_a_skip_link_landmarks_and_the_reader(own_addresses):
    page = render(request_of("walidata", "/kiriman/"), PAGE)

    assert len(re.findall(r"<h1\b", page)) == 1
    assert "<title>Kiriman · Guyub</title>" in page
    assert page.index('class="skip"') < page.index("<aside")
    assert '<main id="isi"' in page and 'aria-label="Menu utama"' in page
    assert 'aria-current="page"><svg' in page
    assert "1.206" in page and "Walidata" in page and "Kab. Karanganyar" in page
    assert '<a href="/kiriman/">Akun saya</a>' in page


def test_a_visitor_sees_no_menu(own_addresses):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert navigation.shell(request).groups == ()


def test_initials_come_from_the_office():
    assert Who("Sri Lestari", "Walidata").initials == "W"
    assert Who("Sri Lestari", "Perencana Bappeda").initials == "PB"
    assert Who("", "").initials == "?"


def test_the_theme_is_kept_in_a_cookie_by_a_plain_form(visitor):
    answer = visitor.post("/tampilan/", {"theme": "dark", "next": "/komponen/"})

    assert (answer.status_code, answer["Location"], answer.cookies["guyub_theme"].value) == (302, "/komponen/", "dark")
    assert 'data-theme="dark"' in visitor.get("/komponen/").content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", ""])
def test_the_theme_form_never_leads_to_another_host(visitor, target):
    assert visitor.post("/tampilan/", {"theme": "dark", "next": target})["Location"] == "/"


def test_an_unknown_theme_is_not_kept(visitor):
    assert "guyub_theme" not in visitor.post("/tampilan/", {"theme": "pink", "next": "/"}).cookies
    visitor.cookies["guyub_theme"] = '"><script>'
    assert "data-theme" not in visitor.get("/komponen/").content.decode()


def test_the_language_switch_turns_the_page_to_english(visitor):
    visitor.post("/bahasa/", {"language": "en", "next": "/komponen/"})
    page = visitor.get("/komponen/").content.decode()

    assert '<html lang="en"' in page and "How to read these pages" in page and "143,472" in page


def test_every_answer_forbids_inline_script_and_foreign_content(visitor):
    policy = visitor.get("/komponen/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


def test_every_answer_carries_the_number_it_is_found_by(visitor):
    given = visitor.get("/komponen/", headers={"X-Request-ID": "abc12345"})
    forged = visitor.get("/komponen/", headers={"X-Request-ID": "<script>alert(1)</script>"})

    assert given["X-Request-ID"] == "abc12345"
    assert re.fullmatch("[0-9a-f]{16}", forged["X-Request-ID"])
    assert (given["X-Content-Type-Options"], given["Referrer-Policy"], given["X-Frame-Options"]) == (
        "nosniff",
        "same-origin",
        "DENY",
    )


@pytest.mark.django_db
def test_a_page_for_an_officer_is_not_kept_by_a_shared_machine(client, officer):
    client.force_login(officer)

    assert client.get("/komponen/")["Cache-Control"] == "no-store, private"


def test_a_refusal_is_a_page_that_says_what_and_what_to_do(visitor):
    answer = visitor.get("/tolak/")
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "<title>Galat: Dua temuan masih terbuka. · Guyub</title>" in page
    assert "Betulkan berkasnya, lalu kirim lagi." in page
    assert "exchange.findings-open" in page and answer["X-Request-ID"] in page


def test_a_refusal_of_an_api_is_json(visitor):
    for answer in (visitor.get("/api/tolak/"), visitor.get("/tolak/", headers={"Accept": "application/json"})):
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "exchange.findings-open"
        assert answer.json()["error"]["remedy"] == "Betulkan berkasnya, lalu kirim lagi."


def test_a_refusal_inside_a_page_is_only_its_panel(visitor):
    page = visitor.get("/tolak/", headers={"HX-Request": "true"}).content.decode()

    assert page.startswith("<section") and "<html" not in page and 'role="alert"' in page


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/larang/", 403, "Kantor Anda tidak mempunyai akses"),
        ("/hilang/", 404, "Tidak ada halaman di alamat ini"),
        ("/tak-ada/", 404, "Tidak ada halaman di alamat ini"),
        ("/rusak/", 500, "Ada yang rusak di pihak kami."),
    ],
)
def test_what_cannot_be_answered_says_so_in_the_readers_language(visitor, address, status, said, caplog):
    answer = visitor.get(address)
    page = answer.content.decode()

    assert answer.status_code == status
    assert said in page and "<h1>" in page and "Galat:" in page
    assert "RuntimeError" not in page and "Traceback" not in page


def test_a_crash_shows_the_number_to_tell_the_operator(visitor, caplog):
    answer = visitor.get("/rusak/")

    assert answer["X-Request-ID"] in answer.content.decode()


def test_a_form_that_stood_open_too_long_lost_nothing(own_addresses):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "id", "Accept": "text/html"})
    answer = client.post("/tampilan/", {"theme": "dark"})

    assert answer.status_code == 403
    assert "Tidak ada yang berubah." in answer.content.decode()


@override_settings(DEMO=True)
def test_a_demo_says_so_on_every_page(visitor):
    assert "Data contoh, semua orang rekaan" in visitor.get("/komponen/").content.decode()


def test_a_figure_without_a_source_stops_the_page():
    with pytest.raises(TemplateSyntaxError, match="<c-figure> needs on, source"):
        compiled('<c-figure value="21,4" why="/x" />').render({})


def test_a_component_does_not_see_the_names_of_the_page():
    page = compiled('<c-panel title="Satu">isi</c-panel>').render({"meta": "bocor", "id": "bocor"})

    assert "bocor" not in page


def test_a_name_from_a_file_is_escaped_in_every_component():
    nasty = '<b onclick="x">&'
    source = """<c-tag kind="ok">{{ n }}</c-tag><c-panel title="{{ n }}" meta="{{ n }}" /><c-head title="{{ n }}" context="{{ n }}" />
    <c-figure value="{{ n }}" unit="{{ n }}" source="{{ n }}" on="{{ n }}" why="{{ n }}" label="{{ n }}" /><c-note>{{ n }}</c-note>
    <c-finding :count="2" title="{{ n }}" remedy="{{ n }}" code="{{ n }}" /><c-fact label="{{ n }}" :value="n" source="{{ n }}" />
    <c-button href="{{ n }}">{{ n }}</c-button><c-wait who="{{ n }}" whom="{{ n }}" time="{{ n }}">{{ n }}</c-wait>"""
    page = compiled(source).render({"n": nasty})

    assert "<b onclick" not in page and 'onclick="x"' not in page
    assert "&amp;lt;" not in page


def test_the_living_page_shows_every_component(visitor):
    from pathlib import Path

    import guyub.web

    folder = Path(guyub.web.__file__).parent / "templates"
    named = {path.stem.replace("_", "-") for path in (folder / "cotton").glob("*.html")}
    source = "".join(
        path.read_text()
        for path in [*folder.glob("web/component*.html"), *folder.glob("cotton/*.html"), folder / "base.html"]
    )

    assert {name for name in named if f"<c-{name}" not in source} == set()
    assert visitor.get("/komponen/").status_code == 200
    assert "Galat:" in visitor.get("/komponen/?galat=1").content.decode()
