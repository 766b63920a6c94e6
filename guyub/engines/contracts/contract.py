from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from guyub.engines.contracts.folding import fold


@dataclass(frozen=True)
class Text:
    """A short text in both languages."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.id


@dataclass(frozen=True)
class Rule:
    """
    One check of one column.

    severity  "hold": the row waits in quarantine; "warn": it enters
    on_fail   of a warning: "keep" the value, or leave the cell "empty"
    minimum, maximum  inclusive, as the contract writes them; "today" is the day of the check
    """

    code: str
    check: str
    column: str
    severity: str
    on_fail: str
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Column:
    """
    One column of a release.

    kind     how its text is read: text, nik, family_card, village, period, values, date, integer, rupiah or boolean
    values   each canonical value with the spellings that mean it; empty unless the column is a choice
    width    digits a number of fixed length has, so that lost leading zeros can be proposed; None otherwise
    """

    name: str
    label: str
    description: str
    sql_type: str
    kind: str
    classification: str
    aliases: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    width: int | None
    rules: tuple[Rule, ...]

    @property
    def required(self) -> bool:
        """True if a row without it is held, so that a file without the column is useless."""
        return any(rule.check == "required" and rule.severity == "hold" for rule in self.rules)


@dataclass(frozen=True)
class Contract:
    """One dataset's contract: `key` names the dataset, `key_column` is unique within a release."""

    key: str
    id: str
    version: str
    title: Text
    agency: str
    grain: str
    columns: tuple[Column, ...]
    key_column: str
    describe: tuple[str, ...]
    classification: str
    source: str
    valid_from: date
    frequency_months: int

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for column in self.columns for rule in column.rules)

    @property
    def describe_in_order(self) -> tuple[str, ...]:
        """The columns that help to recognise a row, in the order of the columns."""
        return tuple(column.name for column in self.columns if column.name in self.describe)

    @property
    def rule_count(self) -> int:
        return len(self.rules)

    @cached_property
    def column_by_name(self) -> Mapping[str, str]:
        """The column that each folded name, label or alias means."""
        return {
            fold(name): column.name for column in self.columns for name in (column.name, column.label, *column.aliases)
        }

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.key} has no column {name}")


@dataclass(frozen=True)
class Reference:
    """
    What the checks compare with, besides the contract.

    villages  dotted codes of the area's villages
    replaced  former village codes and their successors, both dotted
    today     the day of the check; later dates lie in the future
    """

    villages: frozenset[str]
    today: date
    replaced: Mapping[str, str]
