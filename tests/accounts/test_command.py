"""guyub officers: from an empty installation to the first officer who can sign in."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from guyub.apps.accounts.models import Officer
from guyub.apps.accounts.permissions import Right, may
from guyub.cli.officers import officers
from tests.support import make

pytestmark = pytest.mark.django_db
ADD = ["add", "33.13", "sekda", "--name", "Bambang", "--role", "regional_secretary", "--office", "Sekda"]


def run(*arguments: str, password: str = "empat kata acak ini"):
    return CliRunner().invoke(officers, arguments, env={"GUYUB_PASSWORD": password})


def test_the_first_officer_can_manage_all_others():
    make.area("33.13")

    assert run("open-area", "33.13").output == "open: Kabupaten Karanganyar\n"
    assert run(*ADD).exit_code == 0

    assert may(Officer.objects.get(username="sekda"), Right.MANAGE_OFFICERS, area="33.13")
    assert run("list", "33.13").output == "sekda\tBambang\tSekda\n"


def test_a_forgotten_password_is_replaced():
    make.area("33.13")
    run("open-area", "33.13")
    run(*ADD)

    assert run("password", "sekda", password="kata lain yang baru").exit_code == 0

    assert Officer.objects.get(username="sekda").check_password("kata lain yang baru")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["open-area", "33"], "33 is no regency"),
        (["open-area", "99.99"], "99.99 is no regency"),
        (["list", "33.13"], "guyub officers open-area 33.13"),
        ([*ADD[:6], "king", *ADD[7:]], "choose of: regent"),
        ([*ADD[:6], "system", *ADD[7:]], "choose of: regent"),
        (["password", "tidak.ada"], "no officer is called tidak.ada"),
    ],
)
def test_a_mistake_is_answered_with_what_to_do(arguments, said):
    make.area("33.13")

    answer = run(*arguments)

    assert (answer.exit_code, said in answer.output) == (1, True), answer.output


def test_a_refusal_is_said_in_words_not_as_a_trace():
    make.area("33.13")
    run("open-area", "33.13")
    run(*ADD)

    answer = run(*ADD)

    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
    assert "sekda" in answer.output
