"""The reference is made from the code: it says what the code says, or the build fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]


def test_the_reference_is_what_the_code_says():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_picture_of_the_flow_is_a_picture_with_a_title():
    picture = ElementTree.parse(ROOT / "docs" / "flow.svg").getroot()

    title = picture.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert "release.published" in (title.text or "")
