"""Signing in as it is done: on a phone without JavaScript, with a passkey, and through the second step."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.support import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_cache(db):
    cache.clear()


def type_in(page, username: str, password: str) -> None:
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_an_officer_signs_in_on_a_small_phone_without_javascript(browser, base_url, phone):
    make.officer("dinsos", role="data_producer", agency=make.agency("Dinsos"))
    context = browser.new_context(base_url=base_url, viewport=phone, java_script_enabled=False, locale="id-ID")
    page = context.new_page()

    page.goto("/akun/")
    type_in(page, "dinsos", "bukan sandinya")
    assert page.title().startswith("Galat:")
    type_in(page, "dinsos", "guyub-test")

    assert page.url.endswith("/akun/")
    assert page.get_by_role("heading", level=1).inner_text() == "Dinsos"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/masuk/", "/masuk/daftar/", "/akun/", "/akun/petugas/", "/akun/hak/", "/wilayah/", "/wilayah/opd/"]
)
def test_pages_are_open_to_everyone_and_no_wider_than_a_phone(page, axe, phone, sign_in, path, scheme):
    someone = make.officer("sekda", role="regional_secretary")
    if not path.startswith("/masuk/"):
        sign_in(page, someone)
    page.set_viewport_size(phone)
    page.emulate_media(color_scheme=scheme)

    page.goto(path)

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= phone["width"]


def test_a_passkey_of_the_device_signs_in_under_the_content_policy(page, context):
    """Chromium's own pretended fingerprint reader stands in for the device's."""
    make.officer("dinsos", role="data_producer", agency=make.agency("Dinsos"))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/masuk/")
    type_in(page, "dinsos", "guyub-test")
    page.goto("/masuk/kunci/tambah/")
    page.locator("#id_password").fill("guyub-test")
    page.locator("main form button.pri").click()

    page.locator("#id_name").fill("Ponsel saya")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/masuk/dua-langkah/**")
    page.goto("/masuk/kunci/")
    assert page.get_by_text("Ponsel saya").is_visible()

    page.goto("/masuk/keluar/")
    page.locator("main form button.pri").click()
    page.wait_for_url("**/masuk/")
    page.get_by_role("button", name="Pakai kunci sandi perangkat ini").click()
    page.wait_for_url(lambda url: "/masuk/" not in url)

    page.goto("/akun/")
    assert page.get_by_role("heading", level=1).inner_text() == "Dinsos"


def test_an_office_is_handed_over_on_the_page(page, sign_in):
    office = make.office("regent", title="Bupati Karanganyar")
    make.appointment(make.officer("lama", role=None), office)
    make.officer("baru", role=None)
    sign_in(page, make.officer("sekda", role="regional_secretary"))

    page.goto("/akun/petugas/")
    page.get_by_role("link", name="Bupati Karanganyar").click()
    page.get_by_label("Petugas").select_option(label="Baru (baru)")
    page.get_by_role("button", name="Serahkan jabatan").click()

    page.get_by_text("Jabatan diserahterimakan").wait_for()
    assert page.get_by_role("heading", name="Serah terima dari Baru").is_visible()
