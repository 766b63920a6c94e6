"""What answers come to, in the figures that are kept and shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from guyub.engines.scoring import Scored, rounded

KEPT_DIGITS = 6  # of a score that is written down; nothing is rounded before that


def decimal(value: Fraction | None) -> Decimal | None:
    """An exact figure as it is kept."""
    return None if value is None else rounded(value, KEPT_DIGITS)


def kept_parts(scored: Scored) -> dict[str, str]:
    """The parts' values as they are written down: the code of each inner part -> its value as text."""
    return {
        code: str(decimal(part.value))
        for code, part in scored.parts.items()
        if part.leaves > 1 and part.value is not None
    }
