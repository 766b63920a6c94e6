"""Sentences for the events of assessment and evaluation; see `sentences`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Each capability's events stand together, in the order of the flow. `w` is sentences._Words.
SENTENCES: dict[str, Callable[[Any], str]] = {
    # assessment: instruments, evidence, measures
    # assessment: assessments, items, follow-ups
    # improvement
    # packages
    # evaluation
    # selection, comparison
    # surveys
}
