"""Handing in, in a real browser: looked over first, sealed by the regent, proven on its page, taken along as a file."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guyub.apps.packages import reading
from guyub.apps.packages.models import Package
from tests.support import assessing, make

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def assessment(settings, tmp_path):
    """O1 at level 2 with its evidence, C2 yes; O2 and C1 open."""
    settings.DATA_DIR = tmp_path / "data"
    settings.KEYS_DIR = settings.DATA_DIR / "keys"
    reading.opened.cache_clear()
    kominfo = make.agency("Diskominfo")
    made = assessing.assessment(agencies={"O1": kominfo, "C2": kominfo})
    o1 = assessing.item(made, "O1", claimed_level=2, explanation="Perbup ditetapkan.", answered_office="Diskominfo")
    assessing.accept(o1, "a", "b")
    assessing.accept(o1, "c", evidence=assessing.evidence("Notulen", kind="minutes", dated_on=date(2026, 10, 1)))
    assessing.item(made, "C2", number=Decimal(1))
    return made


def test_a_regent_looks_it_over_seals_it_and_the_auditor_verifies_the_file(page, assessment, sign_in, tmp_path):
    sign_in(page, make.officer("bupati", role="regent"))
    page.goto(reverse("packages:hand-in", args=[assessment.pk]))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bisa diserahkan")

    page.locator("[name=knows_gaps]").check()
    page.locator("form button.pri").last.click()

    expect(page).to_have_url(re.compile(r"/paket/\d+/$"))
    expect(page.locator("main")).to_contain_text("Setiap bita sama seperti saat disegel")
    with page.expect_download() as taken:
        page.locator("a[href$='/berkas/']").first.click()
    file = tmp_path / "kiriman.guyub"
    taken.value.save_as(file)
    told = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "tools" / "verify_package.py"), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, Package.objects.count()) == (0, 1), told.stdout + told.stderr
