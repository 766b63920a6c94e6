"""
The versions of the format: which members each kind of package has, and what an older manifest lacks.

A package is never rewritten, so every version that was ever written stays readable. A new version is a new line here
and a new fixture in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMAT = "guyub-package"
NEWEST = 2
MOST_BYTES = 16 * 2**20
"""A package holds text: with 300 long answers it has 0.4 MB."""
MOST_MANIFEST_BYTES = 2**18
MOST_HEALED_BYTES = 4 * 2**20
"""Looking for a changed byte costs a third of a second a megabyte; a file made to keep a server busy gets no more."""

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
INSTRUMENT, ANSWERS, EVIDENCE = "instrument.yaml", "answers.json", "evidence.json"
VALUES, PLAN, SCORE, RESULT = "values.json", "plan.json", "score.json", "result.json"


class Kind(StrEnum):
    HAND_IN = "hand_in"  # what a region hands in
    RESULT = "result"  # what the ministry answers


@dataclass(frozen=True, slots=True)
class Format:
    """
    One version.

    members        of each kind, in their order between the manifest and the signature
    manifest_adds  what an older manifest doesn't say, and how it reads today
    member_adds    the same for members that an older package doesn't have
    """

    version: int
    members: Mapping[Kind, tuple[str, ...]]
    manifest_adds: Mapping[str, Any]
    member_adds: Mapping[str, Any]


FORMATS: Mapping[int, Format] = {
    1: Format(
        version=1,
        members={Kind.HAND_IN: (INSTRUMENT, ANSWERS, EVIDENCE, VALUES, SCORE)},
        manifest_adds={"stage": 1, "supersedes": "", "about": ""},
        member_adds={PLAN: None},
    ),
    2: Format(
        version=2,
        members={
            Kind.HAND_IN: (INSTRUMENT, ANSWERS, EVIDENCE, VALUES, PLAN, SCORE),
            Kind.RESULT: (RESULT,),
        },
        manifest_adds={},
        member_adds={},
    ),
}

MEMBER_NAME = re.compile(r"[a-z]{1,40}\.(?:json|yaml)")
"""No folder, no dot but one: a name can't lead anywhere."""
