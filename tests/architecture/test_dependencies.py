"""What Guyub is built on: hash-checked, named once, and under licences that fit the AGPL."""

from __future__ import annotations

import re
from importlib import metadata

import pytest

LOCKS = ("run", "dev", "bench")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")

# Licences under which a part may be combined with, and shipped beside, AGPL-3.0-or-later (docs/adr/0007-licence.md).
FITTING = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PSF-2.0",
    "Unlicense",
    "Zlib",
}
# The names that packages without a licence expression use in their classifiers.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "zlib/libpng License": "Zlib",
}
# Packages whose metadata says nothing usable; what was read instead.
READ_BY_HAND = {
    "protobuf": "BSD-3-Clause",  # its metadata says "3-Clause BSD License"
    "pysqlite3": "Zlib",  # LICENSE of its repository: zlib; the bundled SQLite is in the public domain
    "qrcode": "BSD-3-Clause",  # LICENSE in the wheel: BSD and MIT; "Other/Proprietary" is MIT's in its classifiers
}


def pins(root, lock: str) -> dict[str, str]:
    lines = (root / "requirements" / f"{lock}.lock").read_text().splitlines()
    return {match[1]: line for line in lines if (match := PIN.match(line))}


def entries(root, lock: str) -> list[str]:
    """Each requirement with its continuation lines."""
    text = (root / "requirements" / f"{lock}.lock").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_carries_its_hashes(root, lock):
    offenders = [
        entry.split()[0] for entry in entries(root, lock) if not PIN.match(entry) or "--hash=sha256:" not in entry
    ]

    assert offenders == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_says_where_packages_come_from(root, lock):
    """An installation without internet brings its own index; the lock only says what must arrive."""
    offenders = [line for line in entries(root, lock) if "://" in line or line.startswith("-")]

    assert offenders == []


@pytest.mark.parametrize(("smaller", "larger"), [("run", "dev"), ("dev", "bench")])
def test_the_product_is_tested_with_the_versions_it_runs_with(root, smaller, larger):
    small, large = pins(root, smaller), pins(root, larger)
    differ = [name for name in small if small[name].split()[0] != large.get(name, "").split(" ")[0]]

    assert differ == []


def licences(name: str) -> set[str]:
    """The licences of an installed package as SPDX words; an OR offers a choice, an AND asks for all."""
    if name in READ_BY_HAND:
        return {READ_BY_HAND[name]}
    described = metadata.metadata(name)
    expression = described.get("License-Expression") or ""
    if not expression:
        stated = {
            classifier.rpartition(" :: ")[2]
            for classifier in described.get_all("Classifier") or []
            if "License ::" in classifier
        }
        if stated:
            return {CLASSIFIERS.get(text, text) for text in stated}
        expression = described.get("License") or "none stated"
    alternatives = [set(re.findall(r"[A-Za-z0-9.+-]+", part)) - {"AND"} for part in expression.split(" OR ")]
    return next((words for words in alternatives if words <= FITTING), alternatives[0])


def test_every_package_guyub_runs_on_fits_its_licence(root):
    offenders, absent = [], []
    for name in sorted(pins(root, "run")):
        try:
            strange = licences(name) - FITTING
        except metadata.PackageNotFoundError:
            absent.append(name)
            continue
        if strange:
            offenders.append(f"{name}: {', '.join(sorted(strange))}")

    assert offenders == []
    # Locked for other systems only: not installed here, so their metadata can't be read.
    assert set(absent) <= {"colorama", "tzdata"}


def test_the_licence_is_the_one_that_is_declared(root):
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (root / "LICENSE").read_text()[:400]
    assert 'license = "AGPL-3.0-or-later"' in (root / "pyproject.toml").read_text()
    assert "license: AGPL-3.0-or-later" in (root / "publiccode.yml").read_text()
