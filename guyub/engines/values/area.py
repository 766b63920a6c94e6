from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_FORM = re.compile(r"[1-9][0-9](\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_LEVELS = ("province", "regency", "district", "village")
_LENGTHS = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}


@dataclass(frozen=True, slots=True, order=True)
class AreaCode:
    """
    A place of the national area code: province "33", regency "33.13", district "33.13.01", village "33.13.01.2001".

    Ordered as text, which is also the order of the official list. Raises ValueError on any other form.
    """

    text: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.text):
            raise ValueError(f"{self.text!r} is not an area code such as 33.13.01.2001")

    @classmethod
    def parse(cls, written: str) -> Self:
        """
        Read a code as people write it, with or without dots.

        >>> AreaCode.parse("3313012001")
        AreaCode(text='33.13.01.2001')
        """
        digits = re.sub(r"[.\s]", "", written)
        if not digits.isascii() or not digits.isdigit() or len(digits) not in _LENGTHS:
            raise ValueError(f"{written!r} is not an area code such as 33.13.01.2001")
        parts, start = [], 0
        for length in _LENGTHS[len(digits)]:
            parts.append(digits[start : start + length])
            start += length
        return cls(".".join(parts))

    @property
    def level(self) -> str:
        """province, regency, district or village"""
        return _LEVELS[self.text.count(".")]

    @property
    def parent(self) -> AreaCode | None:
        """The place around this one; None for a province."""
        outer, dot, _ = self.text.rpartition(".")
        return AreaCode(outer) if dot else None

    def lies_in(self, other: AreaCode) -> bool:
        """True of the place itself and of every place inside it."""
        return self.text == other.text or self.text.startswith(other.text + ".")

    def __str__(self) -> str:
        return self.text
