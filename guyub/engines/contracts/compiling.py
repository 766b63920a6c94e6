"""A contract as SQL: one pass that types every cell and flags every failed rule, then the findings out of the flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guyub.engines.contracts import checking, sql
from guyub.engines.contracts.casting import joined, plain_bare_row, plain_row, typed
from guyub.engines.contracts.contract import Column, Contract, Rule

_BITS = 62  # a BIGINT of flags; contracts with more rules get more than one


@dataclass(frozen=True)
class Compiled:
    """
    SQL of one contract, in DuckDB's dialect.

    checked     a SELECT over `staged` (`_line`, `_label` and a text column per contract column). Also reads the tables
                villages(code) and replaced(former, code) and the variable `today`. Gives `_line`, the columns of a
                release, `_flags0…` and, of flagged rows only, `_label` and `_raw`: the texts in the contract's order.
    findings    a SELECT over `flagged`, the rows of `checked` that fail a rule: _line, rule (place in `rules`), value,
                proposal
    flagged     true of a row of `checked` that fails a rule
    raw         the cells of a row of `checked` as text, for a row that is only wrong beside another
    rules       what `rule` counts
    """

    checked: str
    findings: str
    flagged: str
    raw: str
    rules: tuple[Rule, ...]


def compile_checks(contract: Contract, *, bare: bool = False) -> Compiled:
    """
    Compile every row-wise rule; rules of uniqueness need all rows and are the data plane's.

    bare  no text of `staged` holds a control character: the outcome is the same, and sooner had
    """
    rules = contract.rules
    groups = [rules[start : start + _BITS] for start in range(0, len(rules), _BITS)]
    raw = f"[{', '.join(f'{sql.name(column.name)}::VARCHAR' for column in contract.columns)}]"
    return Compiled(
        checked=_checked(contract, groups, raw, bare=bare),
        findings="\nUNION ALL\n".join(
            _findings(contract, rule, place) for place, rule in enumerate(rules) if rule.check != "unique"
        ),
        flagged=_flagged(groups),
        raw=raw,
        rules=rules,
    )


def _flagged(groups: Sequence[Sequence[Rule]]) -> str:
    return "(" + " OR ".join(f"_flags{n} <> 0" for n in range(len(groups))) + ")"


def _checked(contract: Contract, groups: Sequence[Sequence[Rule]], raw: str, *, bare: bool) -> str:
    texts = ", ".join(sql.name(column.name) for column in contract.columns)
    values = ",\n    ".join(
        f"{typed(column, sql.name(column.name))} AS {checking.value(column.name)}" for column in contract.columns
    )
    known = "".join(
        f",\n    {checking.value(column.name)} IN (SELECT {code} FROM {table}) AS {checking.known(column.name, word)}"
        for column in contract.columns
        if column.kind == "village"
        for word, table, code in (("known", "villages", "code"), ("former", "replaced", "former"))
    )
    flags = ",\n    ".join(f"{_sum(contract, group)} AS _flags{n}" for n, group in enumerate(groups))
    outputs = ",\n    ".join(f"{_output(column, groups)} AS {sql.name(column.name)}" for column in contract.columns)
    free = [sql.name(column.name) for column in contract.columns if column.kind == "text"]
    staged, plain = "staged", plain_row(free)
    if bare and free:
        staged, plain = f"(SELECT *, {joined(free)} AS _joined FROM staged)", plain_bare_row(free, "_joined")
    names = ", ".join(f"_flags{n}" for n in range(len(groups)))
    flagged = _flagged(groups)
    return f"""SELECT _line,
    {outputs},
    {names},
    CASE WHEN {flagged} THEN _label END AS _label,
    CASE WHEN {flagged} THEN {raw} END AS _raw
FROM (SELECT *, {flags}
FROM (SELECT *{known}
FROM (SELECT _line, _label, {texts},
    {values}
FROM (SELECT *, {plain} AS _plain FROM {staged}))))"""


def _sum(contract: Contract, group: Sequence[Rule]) -> str:
    parts = []
    for column in contract.columns:
        bits = {rule: 1 << group.index(rule) if rule in group else 0 for rule in column.rules}
        if any(bit and rule.check != "unique" for rule, bit in bits.items()):
            parts.append(f"({checking.flags(column, bits)})")
    return "\n    + ".join(parts) + "::BIGINT" if parts else "0::BIGINT"


def _output(column: Column, groups: Sequence[Sequence[Rule]]) -> str:
    """The value as released: empty where a rule that empties it has failed."""
    emptying = [
        f"_flags{n} & {bits} <> 0"
        for n, group in enumerate(groups)
        if (bits := sum(1 << group.index(rule) for rule in column.rules if rule.on_fail == "empty" and rule in group))
    ]
    value = checking.value(column.name)
    kept = f"CASE WHEN {' OR '.join(emptying)} THEN NULL ELSE {value} END" if emptying else value
    return f"try_cast({kept} AS {column.sql_type})" if column.kind in ("integer", "rupiah") else kept


def _findings(contract: Contract, rule: Rule, place: int) -> str:
    column = contract.column(rule.column)
    position = contract.columns.index(column) + 1
    return f"""SELECT _line, {place} AS rule, value, {checking.proposal(column, rule)} AS proposal
FROM (SELECT _line, _raw[{position}] AS value FROM flagged WHERE _flags{place // _BITS} & {1 << place % _BITS} <> 0)"""
