"""What answers come to, in the figures that are kept and shown."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from guyub.engines.scoring import Instrument, Leaf, Scored, rounded
from guyub.web import figures

KEPT_DIGITS = 6  # of a score that is written down; nothing is rounded before that


def decimal(value: Fraction | None) -> Decimal | None:
    """An exact figure as it is kept."""
    return None if value is None else rounded(value, KEPT_DIGITS)


def kept_parts(instrument: Instrument, scored: Scored) -> dict[str, str]:
    """The parts' values as they are written down: the code of each part between root and leaves -> its value."""
    parts = (scored.parts.get(node.code) for node in instrument.root.walk()[1:] if node.leaf is None)
    return {part.code: str(decimal(part.value)) for part in parts if part is not None and part.value is not None}


def item_codes(instrument: Instrument) -> list[str]:
    """One for each leaf in reading order; the first of several things is "CODE#1"."""
    return [f"{leaf.code}#1" if repeated_part_of(instrument, leaf.code) else leaf.code for leaf in instrument.leaves]


def repeated_part_of(instrument: Instrument, code: str) -> str:
    """The part around a leaf that is answered for each of several things; "" when the leaf is answered once."""
    at: str | None = code
    while at is not None:
        if instrument.nodes[at].repeat_at_least is not None:
            return at
        at = instrument.parents.get(at)
    return ""


def leaf_of(instrument: Instrument, code: str) -> Leaf:
    """The leaf of an item's code, "I16" or "I16#2"."""
    leaf = instrument.nodes[code.partition("#")[0]].leaf
    assert leaf is not None, f"{code} of {instrument.code} is no leaf"
    return leaf


def state(answered_at: datetime | None) -> str:
    """What tells two answers to an item apart, for a page that is about to overwrite one."""
    return "" if answered_at is None else answered_at.isoformat()


def value_of(scored: Scored, code: str) -> Fraction | None:
    """What an item scored; a thing of a repeated part that nobody answered is in no score."""
    part = scored.parts.get(code)
    return None if part is None else part.value


def written(number: Decimal | None) -> str:
    """A measured value for a reader: as many decimals as it has, two at most."""
    return "" if number is None else figures.decimal(number, min(_places(number), 2))


def typed(number: Decimal | None) -> str:
    """A measured value for its field, whole and without dots: saved again, it is the same number."""
    return "" if number is None else f"{number:.{_places(number)}f}".replace(".", ",")


def _places(number: Decimal) -> int:
    exponent = Decimal(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
