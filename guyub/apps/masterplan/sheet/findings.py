"""What can be wrong with a row: kept as code and values, put into words when it is read, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _


class Severity(StrEnum):
    HOLD = "hold"  # the row does not enter
    WARN = "warn"  # the row enters without this cell


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell that cannot be taken as it is. `column` is the header as the file writes it, "" when there is none."""

    line: int
    column: str
    code: str
    severity: Severity
    written: str = ""  # what stands in the cell, cut to 80 characters
    expected: str = ""  # what would do, when a list is short enough to name

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "severity": str(self.severity),
            "written": self.written,
            "expected": self.expected,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Finding:
        return cls(**{**raw, "severity": Severity(raw["severity"])})


@dataclass(frozen=True, slots=True)
class Explained:
    problem: str
    remedy: str


def explain(finding: Finding) -> Explained:
    """The finding in words for the officer who sent the file."""
    problem, remedy = _texts()[finding.code]
    values = {"written": finding.written, "expected": finding.expected}
    return Explained(problem % values, remedy % values)


def codes() -> frozenset[str]:
    return frozenset(_texts())


def _texts() -> dict[str, tuple[str, str]]:
    return {
        "name-missing": (_("The programme has no name."), _("Write the name that people call it by.")),
        "dimension-missing": (_("The dimension is empty."), _("Write one of %(expected)s.")),
        "dimension-unknown": (
            _("“%(written)s” is no dimension of this masterplan."),
            _("Write one of %(expected)s."),
        ),
        "sub-unknown": (_("“%(written)s” is no sub-dimension."), _("Write one of %(expected)s, or leave it empty.")),
        "sub-elsewhere": (
            _("“%(written)s” belongs to another dimension."),
            _("Write one of %(expected)s, or change the dimension."),
        ),
        "agency-missing": (
            _("No agency answers for the programme yet."),
            _("Name the agency, so that somebody can be asked about it."),
        ),
        "agency-unknown": (
            _("“%(written)s” is no agency of this regency."),
            _("Write its abbreviation as on the page of agencies."),
        ),
        "agency-not-yours": (
            _("You may write the programmes of your own agency only, and this row names “%(written)s”."),
            _("Send the rows of your agency; the planning office can send those of all agencies."),
        ),
        "code-of-another": (
            _("The programme “%(written)s” stands in the masterplan under another agency."),
            _("Give this programme a code of its own, or ask the planning office."),
        ),
        "supporting-unknown": (
            _("“%(written)s” is no agency of this regency, so it is left out of the supporting agencies."),
            _("Write its abbreviation as on the page of agencies."),
        ),
        "code-duplicate": (
            _("The programme “%(written)s” already stands further up in this file."),
            _("Keep one of the two rows, or give this one a code of its own."),
        ),
        "years-reversed": (
            _("The programme ends before it begins (%(written)s)."),
            _("Check the columns for start and end."),
        ),
        "year-unreadable": (_("“%(written)s” is no year."), _("Write four digits, as in 2026.")),
        "horizon-unknown": (
            _("“%(written)s” is no horizon, so it is left empty."),
            _("Write one of %(expected)s."),
        ),
        "status-unknown": (_("“%(written)s” is no status, so planned was taken."), _("Write one of %(expected)s.")),
        "amount-unreadable": (
            _("“%(written)s” is no amount of rupiah."),
            _("Write it as 750000000, Rp 750.000.000 or 750 juta."),
        ),
        "indicator-unknown": (
            _("There is no indicator “%(written)s”, so the target is left out."),
            _("Write the name or code from the page of indicators: a target is measured, never typed."),
        ),
        "indicator-describes": (
            _("“%(written)s” only describes: neither more nor less of it is better, so it takes no target."),
            _("Choose an indicator that has a direction."),
        ),
        "target-unreadable": (
            _("“%(written)s” is no number, so the target is left out."),
            _("Write digits, as in 12,5."),
        ),
        "target-incomplete": (
            _("The target needs an indicator, a number and a year; one of them is empty, so it is left out."),
            _("Fill in all three columns."),
        ),
        "target-repeated": (
            _("“%(written)s” already has a target for that year in this programme; the first one was taken."),
            _("Keep one of the two."),
        ),
        "text-too-long": (_("The text is longer than %(expected)s characters."), _("Shorten it.")),
    }
