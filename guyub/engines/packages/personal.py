"""What must never leave a regency: numbers that look like a person's, and keys that would hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_HASHES = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{64}(?:[0-9a-f]{64})?(?![0-9A-Za-z])")
_IN_A_ROW = re.compile(r"(?<!\d)(?:\d{16}|\d{18})(?!\d)")  # NIK and family card: 16 digits; a civil servant's NIP: 18
_GROUPED = re.compile(r"(?<!\d)\d(?:[ ./_\-\u00a0\u2010-\u2013]{0,2}\d){15}(?!\d)")
_KEYS = frozenset(
    (
        "nik", "no_nik", "nomor_nik", "no_kk", "nomor_kk", "kk", "nip", "npwp", "name", "nama", "full_name",
        "first_name", "last_name", "nama_lengkap", "person", "persons", "person_id", "resident", "warga", "penduduk",
        "birth_date", "birthdate", "tanggal_lahir", "tempat_lahir", "mother", "nama_ibu", "address", "alamat", "phone",
        "telepon", "email", "officer", "officer_id", "username", "actor",
    )
)  # fmt: skip


def list_personal(value: Any, place: str = "") -> list[str]:
    """Where in a JSON value something personal seems to stand: "answers.items[3].explanation"; empty: nowhere."""
    return list(_walk(value, place))


def looks_personal(text: str) -> bool:
    """
    Sixteen or eighteen digits in a row, or sixteen grouped by dots, blanks or hyphens that are built like a NIK.

    >>> looks_personal("NIK 3313.9901.0110.0001"), looks_personal("tahun 2020 2021 2022 2023")
    (True, False)
    """
    bare = _HASHES.sub("#", text)
    return bool(_IN_A_ROW.search(bare)) or any(_like_nik(found[0]) for found in _GROUPED.finditer(bare))


def _like_nik(grouped: str) -> bool:
    """Six digits of a district, then a day (a woman's plus 40) and a month of birth."""
    digits = re.sub(r"\D", "", grouped)
    day, month = int(digits[6:8]), int(digits[8:10])
    return 11 <= int(digits[:2]) <= 97 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _walk(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{place}.{key}" if place else key
            if key.lower() in _KEYS or looks_personal(key):
                yield here
            yield from _walk(inner, here)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _walk(inner, f"{place}[{number}]")
    elif isinstance(value, str | int) and looks_personal(str(value)):
        yield place
