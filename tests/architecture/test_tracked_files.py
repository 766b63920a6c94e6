"""What must never be in the repository: a registry's host, a path of one machine, a NIK that could be somebody's."""

from __future__ import annotations

import re
import subprocess

import pytest

# Written in two halves, so that this file does not name what it looks for.
REGISTRY_HOSTS = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted", r"registry\.npm" + "js", r"deb\.deb" + "ian"])
)
MACHINE_PATHS = re.compile(
    r"(^|[^A-Za-z0-9._-])/(" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me/[a-z]", "tmp/gu" + "yub"]) + ")/"
)
# 16 digits that read as province, regency, district 01-98, a date (women +40) and a number. District 99 exists nowhere.
REAL_NIK = re.compile(
    r"(?<![0-9])(1[1-9]|[2-9][0-9])[0-9]{2}(0[1-9]|[1-8][0-9]|9[0-8])([0-6][0-9]|7[01])(0[1-9]|1[0-2])[0-9]{6}(?![0-9])"
)
MEBIBYTES_PER_FILE = 3


@pytest.fixture(scope="module")
def tracked(root) -> dict[str, bytes]:
    """Every file that is, or is about to be, in the repository; without git, every file that is not ignored by habit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
    else:
        names = [
            str(path.relative_to(root))
            for path in root.rglob("*")
            if path.is_file() and not _is_built(path.relative_to(root).parts)
        ]
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}


def _is_built(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(".") or part in {"var", "__pycache__", "dist"} for part in parts)


def texts(tracked: dict[str, bytes]):
    for name, content in tracked.items():
        if b"\0" not in content[:4096]:
            yield name, content.decode("utf-8", errors="replace")


def offending_lines(tracked, pattern: re.Pattern[str], *, without: tuple[str, ...] = ()):
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1} {match.group().strip()}"
        for name, text in texts(tracked)
        if not name.endswith(without)
        for match in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry(tracked):
    assert offending_lines(tracked, REGISTRY_HOSTS) == []


def test_no_file_holds_a_path_of_one_machine(tracked):
    assert offending_lines(tracked, MACHINE_PATHS) == []


def test_no_file_holds_a_nik_that_could_be_somebodys(tracked):
    # Minified scripts and hashes hold long digit runs that are no identity numbers.
    assert offending_lines(tracked, REAL_NIK, without=(".lock", ".min.js", ".min.css", ".svg")) == []


def test_no_file_is_large(tracked):
    assert [name for name, content in tracked.items() if len(content) > MEBIBYTES_PER_FILE * 2**20] == []


def test_no_secret_and_no_database_is_tracked(tracked):
    assert [
        name for name in tracked if name.endswith((".key", ".pem", ".sqlite3", ".parquet", ".duckdb", ".env"))
    ] == []
