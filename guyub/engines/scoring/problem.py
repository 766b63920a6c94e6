"""What is wrong with an instrument, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from guyub.errors import ContentError


class InstrumentError(ContentError):
    """A text that is no sound instrument: the first of its problems."""


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing to mend before an instrument can be used.

    place    where: "grades[1].at_least", or the code of a part with the field, "I5.weight"
    """

    place: str
    problem: str
    mending: str
