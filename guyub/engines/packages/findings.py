"""What can be wrong with a package, each as a code, the part of the file and the place in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from guyub.engines.packages.archive import Part


class Code(StrEnum):
    """Public and stable: the stand-alone verifier, the API and the translations say the same codes."""

    NOT_A_PACKAGE = "not-a-package"
    TOO_LARGE = "too-large"
    TRUNCATED = "truncated"
    APPENDED = "appended"
    CHANGED = "changed"
    SIGNATURE_WRONG = "signature-wrong"
    KEY_MISMATCH = "key-mismatch"  # the manifest names another key than the one that signed
    VERSION_NEWER = "version-newer"
    VERSION_UNKNOWN = "version-unknown"
    NOT_CANONICAL = "not-canonical"
    DUPLICATE_MEMBER = "duplicate-member"
    FOREIGN_MEMBER = "foreign-member"
    MISSING_MEMBER = "missing-member"
    PATH_NAME = "path-name"
    COMPRESSED = "compressed"
    MISSHAPEN = "misshapen"  # a member's content isn't what the format says
    INSTRUMENT_MISMATCH = "instrument-mismatch"  # the instrument's text isn't the one that the manifest names
    PERSONAL_DATA = "personal-data"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that is wrong.

    offset, length  the bytes of the file that it is about
    exact           exactly these bytes were changed; False: some of them were, which can't be told
    detail          what stands there, or where in a member: "items[3].explanation"
    """

    code: Code
    part: Part
    member: str = ""
    offset: int = 0
    length: int = 0
    exact: bool = True
    detail: str = ""
