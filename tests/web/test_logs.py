"""The log tells of errors, never of a person's number."""

import logging
import sys

from guyub.web.logs import MaskedFormatter


def written(message: str, **options) -> str:
    record = logging.LogRecord("guyub", logging.ERROR, __file__, 1, message, (), options.get("error"))
    return MaskedFormatter("%(asctime)s %(message)s").format(record)


def test_a_nik_in_the_traceback_of_an_error_is_masked():
    try:
        raise ValueError("could not convert '3313990101100001' or '3313 9901 0110 0001'")
    except ValueError:
        line = written("a step failed", error=sys.exc_info())

    assert "3313990101100001" not in line and "3313 9901 0110 0001" not in line
    assert "331399••••••0001" in line


def test_a_day_and_time_stay_readable():
    assert "2026-11-21 23:14:05" in written("at 2026-11-21 23:14:05")
