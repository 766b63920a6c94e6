"""Small pieces of SQL that read text the way offices write it. All take SQL and give SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# What people type for "nothing": dashes, dots, spreadsheet errors, the names programs give to null.
BLANK = r"(?i)[-.\s]*|null|nan|none|n/a|nihil|#n/a|#ref!|#value!|#nama\?|#name\?"
# A number of noughts stands for a missing NIK or family card.
BLANK_NUMBER = BLANK + r"|0+"

MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip


def name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def replace(text: str, pattern: str, by: str = "") -> str:
    return f"regexp_replace({text}, {literal(pattern)}, {literal(by)}, 'g')"


def case(branches: Iterable[tuple[str, str]], otherwise: str = "NULL") -> str:
    arms = " ".join(f"WHEN {when} THEN {then}" for when, then in branches)
    return f"CASE {arms} ELSE {otherwise} END" if arms else otherwise


def extract(text: str, pattern: str, group: int) -> str:
    return f"regexp_extract({text}, {literal(pattern)}, {group})"


def clean(text: str) -> str:
    """One kind of space, none at the ends, no control characters, no apostrophe that forces text in a spreadsheet."""
    spaced = replace(f"nfc_normalize({text})", r"[\s\p{Z}\p{Cc}\p{Cf}]+", " ")
    return f"trim(ltrim(trim({spaced}), {literal(chr(39))}))"


def absent(text: str, blank: str = BLANK) -> str:
    return f"({text} IS NULL OR {matches(clean(text), blank)})"


def fold(text: str) -> str:
    return replace(f"lower(strip_accents({text}))", "[^a-z0-9]")


def choose(value: str, answers: Mapping[str, str]) -> str:
    """The answer for a value; NULL for any other."""
    return f"CASE {value} {' '.join(f'WHEN {literal(k)} THEN {v}' for k, v in answers.items())} END"
