"""The sheet's promises: enough contrast in both themes, one dark theme and not two, nothing that the policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import guyub

PACKAGE = Path(guyub.__file__).parent
SHEET = (PACKAGE / "web/static/web/guyub.css").read_text()
TOKEN = re.compile(r"(--g-[a-z0-9-]+):(#[0-9a-f]{3,6})\b")
LIGHT, DARK, SYSTEM_DARK = (
    dict(TOKEN.findall(block))
    for block in (
        SHEET[SHEET.index(":root{") : SHEET.index(":root[data-theme=dark]")],
        SHEET[SHEET.index(":root[data-theme=dark]") : SHEET.index("@media screen and (prefers-color-scheme")],
        SHEET[SHEET.index("@media screen and (prefers-color-scheme") : SHEET.index("/* reset")],
    )
)
TEXTS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("page", "surface", "sunken")),
    *((f"q{n}t", f"q{n}") for n in range(5)),
    *((kind, f"{kind}-soft") for kind in ("ok", "warn", "bad", "info", "none")),
    ("brand", "surface"),
    ("brand", "page"),
    ("brand-deep", "brand-soft"),
    ("on-brand", "brand"),
    ("bad", "surface"),
    ("ok", "bad-soft"),
    ("c1", "surface"),
    ("c2", "surface"),
    ("c3", "surface"),
]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_every_text_can_be_read_on_its_ground(theme, ink, ground):
    assert ratio(theme[f"--g-{ink}"], theme[f"--g-{ground}"]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_control_can_be_seen(theme):
    assert ratio(theme["--g-line-strong"], theme["--g-surface"]) >= 3


def test_the_dark_theme_is_the_same_whoever_chose_it():
    assert DARK == SYSTEM_DARK
    assert set(DARK) == set(LIGHT)


def test_no_colour_is_written_below_the_tokens_but_on_paper_and_in_the_logo():
    body = SHEET[SHEET.index("/* reset") : SHEET.index("@media print")]

    assert set(re.findall(r"#[0-9a-f]{3,6}\b", body)) <= {"#0d5c63", "#fff"}


def test_no_template_has_a_style_attribute_an_inline_script_or_a_handler():
    forbidden = re.compile(r"""\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=["']|<style|javascript:""")
    offending = [
        f"{path.relative_to(PACKAGE)}: {match.group().strip()}"
        for path in PACKAGE.rglob("*.html")
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]

    assert offending == []


def test_the_face_is_light_enough_for_a_phone_on_3g():
    import gzip

    folder = PACKAGE / "web/static/web"
    packed = sum(
        len(gzip.compress((folder / name).read_bytes())) for name in ("guyub.css", "guyub.js", "vendor/icons.svg")
    )

    assert packed + (folder / "vendor/inter.woff2").stat().st_size < 90_000


def test_every_icon_in_use_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (PACKAGE / "web/static/web/vendor/icons.svg").read_text()))
    used = {
        name
        for path in PACKAGE.rglob("*.html")
        for name in re.findall(r"""{% icon "([a-z0-9-]+)"|\bicon="([a-z0-9-]+)\"""", path.read_text(encoding="utf-8"))
        for name in name
        if name
    }

    assert used - sprite == set()
