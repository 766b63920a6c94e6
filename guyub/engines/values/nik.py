from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MASK = "•"
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,}")


class Sex(StrEnum):
    """L (laki-laki, male) or P (perempuan, female), as the civil registry writes it."""

    MALE = "L"
    FEMALE = "P"


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """
    A citizen's number: area (6), day (2, plus 40 for women), month (2), year (2), serial (4).

    Whatever prints it shows it masked; the digits are had only by asking for `digits`. Raises ValueError if the number
    cannot be anyone's: not 16 digits, no such day in any century, or serial 0000 (what spreadsheets leave).
    """

    digits: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[1-9][0-9]{15}", self.digits):
            raise ValueError("a NIK has 16 digits")
        if self.digits[12:] == "0000":
            raise ValueError("a NIK's serial starts at 0001")
        # 29 February counts if either century has it: the number itself does not say which.
        if not any(self._day_in(century) for century in (1900, 2000)):
            raise ValueError("a NIK holds a real date of birth")

    def _day_in(self, century: int) -> date | None:
        day, month, year = int(self.digits[6:8]), int(self.digits[8:10]), int(self.digits[10:12])
        try:
            return date(century + year, month, day - 40 if day > 40 else day)
        except ValueError:
            return None

    def agrees_with(self, born: date) -> bool:
        """True if the number's day, month and two-digit year are those of the birth date."""
        return self._day_in(born.year // 100 * 100) == born

    @property
    def sex(self) -> Sex:
        return Sex.FEMALE if int(self.digits[6:8]) > 40 else Sex.MALE

    @property
    def masked(self) -> str:
        return f"{self.digits[:6]}{MASK * 6}{self.digits[12:]}"

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"Nik({self.masked})"


def mask_digits(text: str) -> str:
    """
    Hide the middle of every long number in a text, whatever an officer typed around it.

    >>> mask_digits("'3313 9901 0110 0001")
    "'331399••••••0001"
    """

    def hide(match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match[0])
        shown = (6, 4) if len(digits) >= 14 else (2, 2)
        return digits[: shown[0]] + MASK * (len(digits) - sum(shown)) + digits[len(digits) - shown[1] :]

    return _LONG_NUMBER.sub(hide, text)
