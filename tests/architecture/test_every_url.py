"""
A stranger, and every role, may try every address.

Each address is public by name, in the list below with its reason, or leads a stranger to the sign-in page. No role gets
a broken page, and none gets a page of another regency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from guyub.apps.areas.models import Role
from tests.support import make

# name -> why anyone may open it
PUBLIC = {
    "account_login": "signing in",
    "account_logout": "leads a stranger to where signing out leads",
    "account_signup": "says that nobody can sign up",
    "account_inactive": "says that the account is closed",
    "mfa_login_webauthn": "signing in with a passkey",
    "socialaccount_signup": "says that nobody can sign up",
    "socialaccount_login_cancelled": "coming back from the regency's sign-in without having signed in",
    "socialaccount_login_error": "coming back from the regency's sign-in when it failed",
    "openid_connect_login": "the way to the regency's sign-in",
    "openid_connect_callback": "the way back from it",
    "packages:api-receive": "another installation sends a package: the signature of a key that was vouched for admits it",
    "portal:open": "the regency's open page: published figures and computed ones, no person",
    "web:theme": "light or dark is a matter of eyes, not of office",
    "web:language": "a visitor reads in his language",
    "web:components": "the living page of the visual language shows no data",
    "web:component-progress": "a part of that page",
}
# Tried in turn until one fits what the address asks for.
EXAMPLES = (
    "1",
    "contoh",
    "a" * 64,
    "a" * 32,
    "a" * 20,
    "A" * 43,
    "xlsx",
    "33.13.01",
    "2026-11",
    "00000000-0000-0000-0000-000000000000",
)
GROUP = re.compile(r"\(\?P<\w+>((?:[^()\\]|\\.|\[[^\]]*\])+)\)")


@dataclass(frozen=True)
class Address:
    name: str
    path: str


def addresses() -> list[Address]:
    found = list(_walk(get_resolver().url_patterns, "/", ""))
    assert len({address.name for address in found}) == len(found), "two addresses share a name"
    return found


def _walk(patterns, beginning: str, namespace: str):
    for pattern in patterns:
        route = beginning + _example(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(
                pattern.url_patterns, route, namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            )
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}", route)


def _example(pattern) -> str:
    """A path that fits the route, with an example in each place."""
    route = pattern.pattern
    if hasattr(route, "converters") and not isinstance(route, RegexPattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: _fitting(route.converters[match[1]].regex), str(route))
    return GROUP.sub(lambda match: _fitting(match[1]), str(route)).strip("^$").replace("\\", "")


def _fitting(regex: str) -> str:
    return next(example for example in EXAMPLES if re.fullmatch(regex, example))


ALL = addresses()
LEAK = "BOCORAN"
ROLES = [role for role in Role.values if role != Role.SYSTEM]


def everyone_in(area_code: str, role: str):
    """An officer of this role in this regency, in an agency, in a district or in a village as the role wants it."""
    below = {
        Role.CAMAT: f"{area_code}.01",
        Role.VILLAGE_HEAD: f"{area_code}.01.2001",
        Role.VILLAGE_OPERATOR: f"{area_code}.01.2001",
    }
    return make.officer(
        role=role, area_code=below.get(role, area_code), agency=make.agency("Dinsos", area_code=area_code)
    )


def test_every_address_has_a_name():
    assert [address.path for address in ALL if address.name.rpartition(":")[2] in {"None", ""}] == []


def test_the_public_addresses_exist():
    assert sorted(set(PUBLIC) - {address.name for address in ALL}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in ALL if a.name not in PUBLIC], ids=lambda a: a.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_led_to_the_sign_in_page(client, address, method):
    answer = getattr(client, method)(address.path)

    # 405: this address answers no such method to anybody
    assert answer.status_code in {302, 405}, f"{method} {address.path} answers {answer.status_code} to a stranger"
    if answer.status_code == 302:
        assert answer["Location"].split("?")[0] == reverse("account_login")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in ALL if a.name in PUBLIC], ids=lambda a: a.name)
def test_a_public_address_answers_a_stranger_without_breaking(client, address):
    assert client.get(address.path).status_code in {200, 302, 401, 403, 404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_address_breaks_for_any_role_nor_shows_another_regency(client, role):
    """
    Answered, led on, refused or not found; for ids that do not exist, and for forms sent empty.

    Everything of the neighbour's is named so that its name would show on a page that leaked it.
    """
    make.area("33.11", name=LEAK)
    for neighbour in (Role.REGENT, Role.OPD_HEAD, Role.DATA_PRODUCER):
        agency = make.agency(LEAK, area_code="33.11")
        office = make.office(neighbour, area_code="33.11", title=f"{LEAK} {neighbour}", agency=agency)
        make.appointment(make.officer(f"tetangga.{neighbour}", role=None, area_code="33.11"), office)
    officer = everyone_in("33.13", role)
    client.force_login(officer)
    wrong = []
    for address in [address for address in ALL if address.name not in PUBLIC]:
        for method in ("get", "post"):
            answer = getattr(client, method)(address.path)
            if answer.status_code not in {200, 302, 400, 401, 403, 404, 405, 409, 422}:
                wrong.append(f"{method} {address.path} answers {answer.status_code}")
            if LEAK.encode() in (b"".join(answer.streaming_content) if answer.streaming else answer.content):
                wrong.append(f"{method} {address.path} shows what is the neighbour's")

    assert "_auth_user_id" in client.session, "something signed the officer out: the rest was tried as a stranger"
    assert wrong == []
