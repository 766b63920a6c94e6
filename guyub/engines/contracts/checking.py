"""Each rule as SQL over the typed value: which rows fail, and what might be meant instead."""

from __future__ import annotations

from guyub.engines.contracts import sql
from guyub.engines.contracts.casting import swapped_date
from guyub.engines.contracts.contract import Column, Rule
from guyub.engines.contracts.reading import LIMITS, TYPING


def value(column: str) -> str:
    """The name of a column's typed value, before any rule has emptied it."""
    return sql.name(f"v_{column}")


def known(column: str, table: str) -> str:
    """The name of the flag that a village is among the known, or the former, ones."""
    return sql.name(f"{table}_{column}")


def flags(column: Column, bits: dict[Rule, int]) -> str:
    """The bits of the column's rules that a row fails. Text that is no value fails only the rule about that."""
    empty = sum(bits[rule] for rule in column.rules if rule.check == "required")
    wrong = sum(bits[rule] for rule in column.rules if rule.check == TYPING.get(column.kind))
    blank = sql.BLANK_NUMBER if column.kind in ("nik", "family_card") else sql.BLANK
    text = sql.name(column.name)
    without = sql.case([(sql.absent(text, blank), str(empty))], str(wrong)) if wrong else str(empty)
    failing = [(fails, bits[rule]) for rule in column.rules if (fails := _fails(column, rule)) is not None]
    if column.sql_type in LIMITS and not any(rule.check == "range" for rule in column.rules):
        failing.append((f"abs({value(column.name)}) > {LIMITS[column.sql_type]}", wrong))
    within = " + ".join(f"CASE WHEN {fails} THEN {bit} ELSE 0 END" for fails, bit in failing) or "0"
    return f"CASE WHEN {value(column.name)} IS NULL THEN {without} ELSE {within} END"


def _fails(column: Column, rule: Rule) -> str | None:
    """SQL that is true of a value that fails; None if the rule does not look at single values."""
    this = value(column.name)
    if rule.check == "pattern":
        return f"NOT {sql.matches(this, rule.pattern or '')}"
    if rule.check == "range":
        return f"{this} NOT BETWEEN {rule.minimum} AND {rule.maximum}"
    if rule.check == "date_range":
        return f"{this} NOT BETWEEN {_day(rule.minimum)} AND {_day(rule.maximum)}"
    if rule.check == "village":
        return f"NOT ({known(column.name, 'known')} OR {known(column.name, 'former')})"
    if rule.check == "village_current":
        return f"{known(column.name, 'former')} AND NOT {known(column.name, 'known')}"
    if rule.check == "nik_structure":
        return f"NOT {_nik_sound(this)}"
    if rule.check == "nik_birth_date":
        born = value("birth_date")
        return f"{_nik_sound(this)} AND {_nik_day(this)} <> {born_number(born)}"
    if rule.check == "nik_sex":
        sex = value("sex")
        return f"{_nik_sound(this)} AND ({sex} = 'P') <> ({_part(this, 100_000_000)} > 40)"
    return None


def _day(bound: str | None) -> str:
    return "getvariable('today')::DATE" if bound == "today" else f"DATE '{bound}'"


def _part(nik: str, unit: int) -> str:
    """Two digits of a NIK as a number, counted from `unit`."""
    return f"({nik}::BIGINT // {unit} % 100)"


def _nik_day(nik: str) -> str:
    """ddmmyy of a NIK as a number, women's day without the 40."""
    number = f"({nik}::BIGINT // 10000 % 1000000)"
    return f"CASE WHEN {number} > 400000 THEN {number} - 400000 ELSE {number} END"


def born_number(born: str) -> str:
    return f"(day({born}) * 10000 + month({born}) * 100 + year({born}) % 100)"


def _nik_sound(nik: str) -> str:
    """A real day in this or the last century, and a serial from 0001. The twin of values.Nik."""
    day, month, year = _part(nik, 100_000_000), _part(nik, 1_000_000), _part(nik, 10_000)
    born = f"(CASE WHEN {day} > 40 THEN {day} - 40 ELSE {day} END)"
    length = (
        f"(CASE {month} WHEN 2 THEN CASE WHEN {year} % 4 = 0 THEN 29 ELSE 28 END "
        f"WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END)"
    )
    return f"({month} BETWEEN 1 AND 12 AND {born} BETWEEN 1 AND {length} AND {nik}::BIGINT % 10000 > 0)"


def proposal(column: Column, rule: Rule) -> str:
    """SQL for what the officer probably meant, from the text `value`; NULL where nothing is near."""
    if rule.check == "date":
        return f"{swapped_date('value')}::VARCHAR"
    if rule.check == "village_current":
        bare = sql.replace("value", "[^0-9]")
        return f"(SELECT min(code) FROM replaced WHERE replace(former, '.', '') = {bare})"
    if rule.check == "pattern" and column.width:
        digits = sql.replace(sql.clean("value"), r"\.0+$")
        short = sql.matches(digits, f"[0-9]{{{column.width - 3},{column.width - 1}}}")
        return sql.case([(short, f"lpad({digits}, {column.width}, '0')")])
    if rule.check in ("nik_digits", "family_card"):
        mended = f"translate(upper({sql.replace(sql.clean('value'), '[^0-9A-Za-z]')}), 'OILSB', '01158')"
        return sql.case([(f"{sql.matches(mended, '[1-9][0-9]{15}')} AND right({mended}, 4) <> '0000'", mended)])
    return "NULL::VARCHAR"
