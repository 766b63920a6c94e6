"""How a line of the log is written: whatever an error quotes, no person's number is in it."""

from __future__ import annotations

import logging
import re

from guyub.engines.values import mask_digits

_NUMBER = re.compile(r"\d{4}(?:[ .\-]?\d{4}){3}|\d{13,}")  # NIK, family card, insurance card; not a date with a time


class MaskedFormatter(logging.Formatter):
    """A traceback ends with the message of the error, and a database's message quotes the cell it could not read."""

    def format(self, record: logging.LogRecord) -> str:
        return _NUMBER.sub(lambda found: mask_digits(found[0]), super().format(record))
