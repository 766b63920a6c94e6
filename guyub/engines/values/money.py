from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?:rp\.?)?(-?[0-9]+|-?[0-9]{1,3}(?:\.[0-9]{3})+)(?:,(?:0+|-))?")


@dataclass(frozen=True, slots=True, order=True)
class Rupiah:
    """Money, in whole rupiah."""

    amount: int

    @classmethod
    def parse(cls, written: str) -> Rupiah:
        """
        Read an amount as officers write it; cents other than zero are refused, since none are in use.

        >>> Rupiah.parse("Rp 1.500.000,00")
        Rupiah(amount=1500000)
        """
        match = _FORM.fullmatch(re.sub(r"\s", "", written).lower())
        if not match:
            raise ValueError(f"{written!r} is not an amount such as Rp 1.500.000")
        return cls(int(match[1].replace(".", "")))

    def __add__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.amount + other.amount)

    def __sub__(self, other: Rupiah) -> Rupiah:
        return Rupiah(self.amount - other.amount)

    def __str__(self) -> str:
        return f"Rp {self.amount:,}".replace(",", ".")
