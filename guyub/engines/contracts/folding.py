from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """
    A name without case, accents, spaces or marks, so that spellings of one name are equal.

    >>> fold(" Tgl. Lahir_") == fold("TGL LAHIR")
    True
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9]", "", plain)
