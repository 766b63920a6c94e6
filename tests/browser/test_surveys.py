"""A survey in a real browser: no barrier, nothing wider than a phone, an interview in a few taps and without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guyub.apps.accounts.operations import open_area
from guyub.apps.surveys import operations
from guyub.apps.surveys.models import Response
from tests.support import make
from tests.surveys.conftest import *  # noqa: F403  the fixtures of its own tests

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def running(open_impact, answer, secretariat):
    """One survey half done, and one of the year before with its result."""
    open_area(area="33.13", actor=None, at=make.AT)
    closed = open_impact(year=2025)
    for order in range(6):
        answer(closed, order=order, times=12 if order else 7, answers=(3, order % 4, 2, 4))
        answer(closed, order=order, times=5, answers=(2, 2, 3, 3), sex="m", age="60+")
    operations.close_survey(survey_id=closed, actor=secretariat, at=make.AT)
    half = open_impact()
    answer(half, order=0, times=50)
    answer(half, order=1, times=12)
    return closed, half


def addresses(closed, half):
    named = [("surveys:surveys", []), ("surveys:open", [])]
    named += [("surveys:survey", [half]), ("surveys:survey", [closed])]
    named += [("surveys:record", [half]), ("surveys:upload", [half])]
    return [reverse(name, args=arguments) for name, arguments in named]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_hold_no_barrier_and_fit_a_phone(
    page, running, secretariat, sign_in, axe, fits, shot, phone, desk, scheme
):
    page.emulate_media(color_scheme=scheme)
    sign_in(page, secretariat)

    for number, address in enumerate(addresses(*running)):
        for size in (desk, phone):
            page.set_viewport_size(size)
            page.goto(address)
            fits(page)
            axe(page)
            if scheme == "light":
                shot(page, f"survei-{number}")


@pytest.mark.parametrize("scripted", [True, False])
def test_an_enumerator_records_an_interview_on_a_phone(
    browser, browser_context_args, guard, open_impact, sign_in, phone, scripted
):
    survey_id = open_impact()
    context = browser.new_context(**browser_context_args | {"viewport": phone}, java_script_enabled=scripted)
    page = context.new_page()
    guard(page)
    village = drawn_village(survey_id)
    sign_in(page, make.officer("desa", role="village_operator", area_code=village))

    page.goto(reverse("surveys:survey", args=[survey_id]))
    page.get_by_role("link", name="Catat wawancara").click()
    for name in ("sex", "age", "q1", "q2", "q3", "q4"):
        page.locator(f"input[name={name}]").nth(1).check()
    page.get_by_role("button", name="Catat dan mulai berikutnya").click()

    expect(page.get_by_role("status").filter(has_text="Tercatat: 1 dari")).to_be_visible()
    assert Response.objects.get().answers == [1, 1, 1, 1]
    context.close()


def drawn_village(survey_id):
    from tests.surveys.test_surveys import first_quota

    return first_quota(survey_id).village_id
