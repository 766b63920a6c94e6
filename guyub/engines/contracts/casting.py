"""From text to a value, per kind of column: NULL where the text is empty or is no such value."""

from __future__ import annotations

from guyub.engines.contracts import sql
from guyub.engines.contracts.contract import Column
from guyub.engines.contracts.folding import fold

# A cell taken as it is: ASCII, one space between words, no apostrophe before it, and not one of the words for nothing.
_PLAIN = "(?:[0-9A-MO-Za-mo-z](?: ?[!-~])*|[Nn](?: ?[!-~]){5,})"
_DOTS = r"\1.\2.\3.\4"
_TIME = r"[T ]+[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}([.,][0-9]+)?)?( ?[AaPp][Mm])?Z?$"
_YMD = r"([12][0-9]{3})[^0-9A-Za-z]{1,2}([0-9]{1,2})[^0-9A-Za-z]{1,2}([0-9]{1,2})"
_DMY = r"([0-9]{1,2})[^0-9A-Za-z]{1,2}([0-9]{1,2})[^0-9A-Za-z]{1,2}([12][0-9]{3})"
_NAMED = r"(?:[A-Za-z']{4,7}[, ]+)?([0-9]{1,2})[^0-9A-Za-z]*([A-Za-z]{3})[A-Za-z]*[^0-9A-Za-z]*([12][0-9]{3})"


def typed(column: Column, text: str) -> str:
    """SQL for the value of a column, from SQL for its text."""
    if column.kind in ("nik", "family_card"):
        return _number16(text, whole=column.kind == "nik")
    if column.kind in ("integer", "rupiah"):
        return _integer(text)
    if column.kind in ("values", "boolean"):
        return _choice(column, text)
    return {"date": _date, "village": _village, "period": _period, "text": _text}[column.kind](text)


def plain_row(texts: list[str]) -> str:
    """True if every filled text of a row can be taken as it is. One test a row costs a fifth of one a cell."""
    return sql.matches(f"concat_ws(chr(31), {', '.join(texts)})", f"{_PLAIN}(?:\x1f{_PLAIN})*") if texts else "true"


def joined(texts: list[str]) -> str:
    """The texts of a row with one space after each, for `plain_bare_row`."""
    return f"concat_ws(' ', {', '.join(texts)}, '')"


def plain_bare_row(texts: list[str], joined: str) -> str:
    """
    As `plain_row`, at half its cost, where no text holds a control character. `joined` names the result of joined().

    Only ASCII has as many letters as bytes; two spaces together, or one at a cell's end, come out as two; the marks
    that stand for nothing sort before 0, and the words for nothing are an N and at most four letters more.
    """
    tests = [f"length({joined}) = strlen({joined})", f"NOT contains({joined}, '  ')"]
    for text in texts:
        word = f"strlen({text}) > 5 OR {text} < 'N' OR ({text} >= 'O' AND {text} < 'n') OR {text} >= 'o'"
        tests.append(f"coalesce({text} >= '0' AND ({word}), true)")
    return " AND ".join(tests)


def _text(text: str) -> str:
    cleaned = sql.clean(text)
    return sql.case([("_plain", text), (sql.matches(cleaned, sql.BLANK), "NULL")], cleaned)


def _number16(text: str, *, whole: bool) -> str:
    """16 digits, whatever separators or trailing .0 a spreadsheet put around them; 3.3E+15 has lost its digits."""
    # 16 characters that make a number of 16 digits are digits, unless one is the E of an exponent. A regular expression
    # takes twice as long.
    digits = f"strlen({text}) = 16 AND try_cast({text} AS BIGINT) >= 1000000000000000"
    direct = f"{digits} AND NOT contains({text}, 'E') AND NOT contains({text}, 'e')"
    bare = sql.replace(sql.replace(sql.clean(text), r"\.0+$"), r"[\s.\-']")
    found = sql.case([(direct, text), (sql.matches(bare, "[1-9][0-9]{15}"), bare)])
    # A family card that ends in 0000 has lost its last digits; of a NIK the contract has a rule of its own for that.
    return found if whole else sql.case([(f"right({text}, 4) = '0000'", "NULL")], found)


def _integer(text: str) -> str:
    direct = f"try_cast({text} AS BIGINT)"
    bare = sql.replace(sql.clean(text), r"(?i)^rp\.?\s*|\s")
    numbers = [
        (r"-?[0-9]{1,3}(\.[0-9]{3})+(,0+|,-)?", sql.replace(sql.replace(bare, ",.*$"), r"\.")),
        (r"-?[0-9]{1,3}(,[0-9]{3})+(\.0+)?", sql.replace(sql.replace(bare, r"\..*$"), ",")),
        (r"-?[0-9]+([.,]0+|,-)?", sql.replace(bare, "[.,].*$")),
    ]
    slow = sql.case([(sql.matches(bare, pattern), number) for pattern, number in numbers])
    return sql.case([(f"{direct}::VARCHAR = {text}", direct)], f"try_cast({slow} AS BIGINT)")


def _choice(column: Column, text: str) -> str:
    answer = str.upper if column.kind == "boolean" else sql.literal
    spellings = {spelling: answer(value) for value, known in column.values.items() for spelling in (value, *known)}
    exact = {variant: value for spelling, value in spellings.items() for variant in (spelling, spelling.upper())}
    folded = {fold(spelling): value for spelling, value in spellings.items()}
    loose = sql.choose(sql.fold(sql.replace(text, r"\.0+$")), folded)
    return f"coalesce({sql.choose(text, exact)}, {loose})"


def _date(text: str) -> str:
    """Day-month-year or year-month-day with any mark between, month names, spreadsheet days since 1900."""
    known = "['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d']"
    direct = f"try_strptime({text}, {known})::DATE"
    return f"coalesce({sql.case([(f'strlen({text}) = 10', direct)])}, {_loose_date(text)})"


def _loose_date(text: str) -> str:
    bare = sql.replace(sql.clean(text), _TIME)
    month = _month(sql.extract(bare, _NAMED, 2))
    named = f"concat({sql.extract(bare, _NAMED, 3)}, '-', {month}, '-', {sql.extract(bare, _NAMED, 1)})"
    return sql.case(
        [
            (sql.matches(bare, _YMD), _as_date(bare, _YMD, r"\1-\2-\3")),
            (sql.matches(bare, _DMY), _as_date(bare, _DMY, r"\3-\2-\1")),
            (sql.matches(bare, _NAMED), f"try_cast({named} AS DATE)"),
            (sql.matches(bare, r"[12][0-9]{3}[01][0-9][0-3][0-9]"), _as_date(bare, r"(....)(..)(..)", r"\1-\2-\3")),
            (sql.matches(bare, r"[0-3][0-9][01][0-9][12][0-9]{3}"), _as_date(bare, r"(..)(..)(....)", r"\3-\2-\1")),
            (
                sql.matches(bare, r"[1-5][0-9]{4}(\.0+)?"),
                f"DATE '1899-12-30' + CAST(CAST({bare} AS DOUBLE) AS INTEGER)",
            ),
        ]
    )


def _month(word: str) -> str:
    return sql.choose(f"lower({word})", {key: f"'{number:02d}'" for key, number in sql.MONTHS.items()})


def _as_date(text: str, pattern: str, order: str) -> str:
    return f"try_cast(regexp_replace({text}, {sql.literal(pattern)}, {sql.literal(order)}) AS DATE)"


def swapped_date(text: str) -> str:
    """The day that is meant if day and month changed places; NULL if that is no day either."""
    bare = sql.replace(sql.clean(text), _TIME)
    return sql.case(
        [
            (sql.matches(bare, _YMD), _as_date(bare, _YMD, r"\1-\3-\2")),
            (sql.matches(bare, _DMY), _as_date(bare, _DMY, r"\3-\1-\2")),
        ]
    )


def _village(text: str) -> str:
    bare = sql.replace(sql.replace(sql.clean(text), r"^([0-9]{10})\.0+$", r"\1"), r"[\s.\-]")
    dotted = f"regexp_replace({bare}, '^(..)(..)(..)(....)$', {sql.literal(_DOTS)})"
    return sql.case([(f"{text} LIKE '__.__.__.____'", text), (sql.matches(bare, "[0-9]{10}"), dotted)])


def _period(text: str) -> str:
    bare = sql.replace(sql.clean(text), _TIME)
    named = r"([A-Za-z]{3})[A-Za-z]*[^0-9A-Za-z]*([12][0-9]{3})"
    month = _month(sql.extract(bare, named, 1))
    found = sql.case(
        [
            (sql.matches(bare, r"[12][0-9]{3}[-/. ]?[0-9]{2}"), f"concat(left({bare}, 4), '-', right({bare}, 2))"),
            (sql.matches(bare, r"[0-9]{2}[-/. ][12][0-9]{3}"), f"concat(right({bare}, 4), '-', left({bare}, 2))"),
            (sql.matches(bare, r"[12][0-9]{3}-[0-9]{2}-01"), f"left({bare}, 7)"),
            (sql.matches(bare, named), f"{sql.extract(bare, named, 2)} || '-' || {month}"),
        ]
    )
    month_form = r"[12][0-9]{3}-(0[1-9]|1[0-2])"
    return sql.case([(sql.matches(text, month_form), text), (sql.matches(found, month_form), found)])
