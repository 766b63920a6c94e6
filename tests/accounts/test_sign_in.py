"""Signing in: password, second step, throttling; nobody signs up, and nothing tells which usernames exist."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from guyub.apps.accounts import operations
from tests.support import make

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "guyub-test", "bukan sandinya"


@pytest.fixture
def officer():
    return make.officer("dinsos.sri", role="data_producer", agency=make.agency("Dinsos"))


def sign_in(client, username: str = "dinsos.sri", password: str = RIGHT, **headers):
    return client.post(reverse("account_login"), {"login": username, "password": password}, **headers)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def text_of(response) -> str:
    """What the page says, without tokens that differ at each look."""
    return re.sub(r'value="[^"]*"|csrf-?token": "[^"]*"', "", response.content.decode())


def test_the_sign_in_page_stands_alone_in_plain_indonesian(client):
    response = client.get(reverse("account_login"))

    page = response.content.decode()
    assert (response.status_code, reverse("account_login")) == (200, "/masuk/")
    assert '<html lang="id"' in page
    assert "Masuk" in page
    assert "Lupa sandi" in page
    assert "style=" not in page


def test_the_right_password_signs_in_and_the_session_ends_with_the_browser(client, officer):
    response = sign_in(client)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session.get_expire_at_browser_close()


def test_the_username_may_be_written_in_capitals(client, officer):
    sign_in(client, "DINSOS.Sri")

    assert is_signed_in(client)


def test_one_comes_back_to_the_page_asked_for_but_never_to_another_host(client, officer):
    asked = client.get("/akun/")
    assert asked["Location"] == "/masuk/?next=/akun/"

    answer = client.post("/masuk/", {"login": "dinsos.sri", "password": RIGHT, "next": "https://jahat.example/"})

    assert answer["Location"] == "/"


def test_an_unknown_username_and_a_wrong_password_are_answered_alike(client, officer):
    known = sign_in(client, password=WRONG)
    unknown = sign_in(client, username="tidak.ada", password=WRONG)

    assert text_of(known).replace("dinsos.sri", "") == text_of(unknown).replace("tidak.ada", "")
    assert not is_signed_in(client)


def test_a_closed_account_is_told_so_only_with_its_right_password(client, officer):
    officer.is_active = False
    officer.save()
    wrong = sign_in(client, password=WRONG)
    unknown = sign_in(client, username="tidak.ada", password=WRONG)

    assert text_of(wrong).replace("dinsos.sri", "") == text_of(unknown).replace("tidak.ada", "")
    assert sign_in(client)["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_nobody_signs_in_as_guyub_itself(client):
    make.area("33.13")
    operations.open_area(area="33.13", actor=None, at=make.AT)

    for password in ("", "!", RIGHT):
        sign_in(client, "guyub.33.13", password)
        assert not is_signed_in(client)


def test_the_sixth_wrong_password_is_refused_and_so_is_the_right_one_then(client, officer):
    for _try in range(5):
        assert "Terlalu banyak" not in sign_in(client, password=WRONG).content.decode()

    sixth = sign_in(client, password=WRONG)
    right = sign_in(client)

    assert "Terlalu banyak" in sixth.content.decode()
    assert "Terlalu banyak" in right.content.decode()
    assert not is_signed_in(client)


def test_a_locked_account_locks_no_other_one(client, officer):
    for _try in range(6):
        sign_in(client, password=WRONG)
    make.officer("walidata")

    sign_in(client, "walidata")

    assert is_signed_in(client)


def test_an_unknown_username_is_throttled_like_a_known_one(client, officer):
    for _try in range(5):
        sign_in(client, "tidak.ada", WRONG)

    assert "Terlalu banyak" in sign_in(client, "tidak.ada", WRONG).content.decode()


def test_one_address_may_not_try_many_accounts(client):
    for number in range(20):
        sign_in(client, f"petugas.{number}", WRONG)
    make.officer("walidata")

    from_there = sign_in(client, "walidata")
    from_elsewhere = sign_in(client, "walidata", REMOTE_ADDR="10.1.2.3")

    assert "Terlalu banyak" in from_there.content.decode()
    assert from_elsewhere.status_code == 302


def test_a_forged_forwarding_header_opens_no_new_room(client, officer):
    for number in range(5):
        sign_in(client, password=WRONG, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")

    assert "Terlalu banyak" in sign_in(client, HTTP_X_FORWARDED_FOR="10.0.0.99").content.decode()


def test_nobody_can_sign_up(client):
    page = client.get(reverse("account_signup"))
    tried = client.post(reverse("account_signup"), {"username": "penyusup", "password1": "empat kata acak ini"})

    assert "Akun dibuatkan untuk Anda" in page.content.decode()
    assert "Akun dibuatkan untuk Anda" in tried.content.decode()
    assert not type(make.officer()).objects.filter(username="penyusup").exists()


def test_signing_out_takes_a_button_not_a_link(client, officer):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)

    client.post(reverse("account_logout"))

    assert not is_signed_in(client)


def test_the_officer_changes_the_password_and_keeps_the_session(client, officer):
    sign_in(client)

    change = {"oldpassword": RIGHT, "password1": "empat kata baru acak", "password2": "empat kata baru acak"}
    answer = client.post(reverse("account_change_password"), change)

    officer.refresh_from_db()
    assert (answer.status_code, officer.check_password("empat kata baru acak")) == (302, True)
    assert client.get("/akun/").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"oldpassword": WRONG, "password1": "empat kata baru acak", "password2": "empat kata baru acak"},
        {"oldpassword": RIGHT, "password1": "pendek", "password2": "pendek"},
        {"oldpassword": RIGHT, "password1": "empat kata baru acak", "password2": "lain"},
    ],
)
def test_a_failed_change_says_galat_and_changes_nothing(client, officer, change):
    sign_in(client)

    answer = client.post(reverse("account_change_password"), change)

    officer.refresh_from_db()
    assert "<title>Galat:" in re.sub(r"\s+", " ", answer.content.decode()).replace("<title> ", "<title>")
    assert officer.check_password(RIGHT)


def totp_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def prove_again(client) -> None:
    """Before anything about second steps, the password is asked for once more."""
    client.post(reverse("account_reauthenticate"), {"password": RIGHT})


def activate_totp(client) -> str:
    """Turn the second step on as an officer does; return the secret of the phone."""
    prove_again(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page.content.decode())[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_with_a_second_step_the_password_alone_does_not_sign_in(client, officer):
    sign_in(client)
    secret = activate_totp(client)
    client.post(reverse("account_logout"))
    Authenticator.objects.filter(type="totp").update(last_used_at=None)

    first = sign_in(client)
    assert (first["Location"], is_signed_in(client)) == (reverse("mfa_authenticate"), False)
    assert client.get("/akun/").status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert (wrong.status_code, is_signed_in(client)) == (200, False)

    from django.core.cache import cache

    cache.clear()  # the code just used to turn it on may not be used twice; half a minute later it is another
    client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})

    assert is_signed_in(client)


def test_the_secret_of_the_second_step_lies_sealed_in_the_database(client, officer):
    sign_in(client)
    secret = activate_totp(client)

    kept = Authenticator.objects.get(type="totp").data

    assert secret not in str(kept)


def test_recovery_codes_sign_in_once_each(client, officer):
    sign_in(client)
    activate_totp(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.search(r"\b(\d{8})\b", page)[1]

    def by_code() -> bool:
        client.post(reverse("account_logout"))
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        return is_signed_in(client)

    assert (by_code(), by_code()) == (True, False)


def test_the_second_step_asks_for_the_password_again_after_five_minutes(client, officer):
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    prove_again(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200

    session = client.session
    session["account_authentication_methods"] = [
        {**method, "at": method["at"] - 301} for method in session["account_authentication_methods"]
    ]
    session.save()

    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(answer["Location"]).status_code == 200


def test_a_passkey_is_offered_and_its_challenge_given(client):
    assert 'id="passkey_login"' in client.get(reverse("account_login")).content.decode()

    challenge = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()

    assert challenge["request_options"]["publicKey"]["userVerification"] in {"preferred", "required"}


@pytest.mark.parametrize(
    "credential", ["x", "{}", "[]", '{"id": "x"}', '{"id": 1, "rawId": null}', '{"response": {"userHandle": 3}}']
)
def test_a_made_up_passkey_does_not_sign_in(client, officer, credential):
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert answer.status_code in {200, 302}
    assert not is_signed_in(client)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "socialaccount_connections",
    ],
)
def test_the_pages_of_signing_in_wear_the_product(client, officer, name, language):
    sign_in(client)
    prove_again(client)
    client.cookies["guyub_language"] = language

    page = client.get(reverse(name)).content.decode()

    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert "web/guyub.css" in page
    assert not re.search(r"\sstyle=|<script(?![^>]*(src=|application/json))", page), "the content policy forbids these"


def test_the_identity_provider_of_the_regency_is_offered_when_it_is_set(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "SSO Karanganyar",
                    "client_id": "guyub",
                    "secret": "x",
                    "settings": {"server_url": "https://sso.example.test"},
                }
            ]
        }
    }

    page = client.get(reverse("account_login")).content.decode()

    assert "SSO Karanganyar" in page
    assert reverse("openid_connect_login", args=["oidc"]) in page
