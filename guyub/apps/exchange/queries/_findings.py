"""The groups of findings of a submission that the caller has already found visible."""

from __future__ import annotations

from dataclasses import dataclass

from guyub.apps.exchange.files import catalogue, language, parse_contract
from guyub.apps.exchange.models import Finding
from guyub.engines.contracts import Contract, explain

_ORDER = {Finding.Severity.HOLD: 0, Finding.Severity.WARN: 1, Finding.Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """All cells of one column that broke one rule, with what to do about it. label: the column's name in the office."""

    pk: int
    rule: str
    column: str
    label: str
    severity: str
    rows: int
    cells: int
    proposals: int
    title: str
    remedy: str


def findings_of(submission_id: int, *, contract_text: str | None) -> tuple[FindingLine, ...]:
    """The findings of a submission, what holds most rows first; one database query."""
    contract = None if contract_text is None else parse_contract(contract_text)
    found = Finding.objects.filter(submission_id=submission_id)
    lines = [_line(each, contract) for each in found]
    return tuple(
        sorted(lines, key=lambda line: (_ORDER[Finding.Severity(line.severity)], -line.rows, line.rule, line.column))
    )


def _line(found: Finding, contract: Contract | None) -> FindingLine:
    label = found.column
    if contract is None:
        words = catalogue().explain(found.rule, language(), **{"column": found.column, **found.facts})
    else:
        words = explain(contract, catalogue(), found.rule, found.column or None, language(), **found.facts)
        label = next((each.label for each in contract.columns if each.name == found.column), found.column)
    return FindingLine(
        pk=found.pk,
        rule=found.rule,
        column=found.column,
        label=label,
        severity=found.severity,
        rows=found.rows,
        cells=found.cells,
        proposals=found.proposals,
        title=words.title,
        remedy=words.remedy,
    )
