"""How a cell of an agency's file is shown: personal numbers and names never whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from guyub.engines.contracts import Column
from guyub.engines.values import mask_digits
from guyub.web import figures


def shown(column: Column | None, value: Any) -> str:
    """
    A cell for a page: persons' numbers and names masked, a birth date as its year, a code as its word, the rest as is.

    column  the contract's column; None for one that the contract does not know
    """
    if value is None or value == "":
        return figures.MISSING
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if column is None or (column.classification != "closed" and column.kind == "text"):
        return mask_digits(str(value))  # whatever stands in free text
    if spellings := column.values.get(str(value)):
        return spellings[0]  # the code of a release is English; its first spelling is the office's own word
    if column.classification != "closed":
        return value.strftime("%d-%m-%Y") if isinstance(value, date) else str(value)
    if column.kind in {"nik", "family_card"}:
        return figures.mask_nik(value)
    if isinstance(value, date):
        return f"••-••-{value.year}"
    if column.kind == "text":
        return _ends(str(value)) if _is_number(column) else figures.mask_name(value)
    return mask_digits(str(value))


def shown_proposal(column: Column | None, value: str | None) -> str:
    """A correction that is proposed, written as the office writes it; "" when there is none."""
    if not value:
        return ""
    if column is not None and column.kind == "date":
        return date.fromisoformat(value).strftime("%d-%m-%Y")
    return value if column is not None and column.kind == "village" else shown_in_file(column, value)


def shown_in_file(column: Column | None, value: str | None) -> str:
    """A cell as the officer wrote it, for the finding about it: what is wrong stays visible, the person does not."""
    if value is None or value == "":
        return figures.MISSING
    if column is not None and column.kind == "village":
        return value
    if column is not None and column.classification == "closed" and column.kind == "text":
        return _ends(value) if _is_number(column) else figures.mask_name(value)
    return mask_digits(value)


def _is_number(column: Column) -> bool:
    """A text that is a number or code of someone, such as a card number: it is unique, or has a form of its own."""
    return column.width is not None or any(rule.check in {"pattern", "unique"} for rule in column.rules)


def _ends(text: str) -> str:
    """`AB••••12`: the ends of an id."""
    if len(text) <= 4:
        return "•" * len(text)
    return f"{text[:2]}{'•' * (len(text) - 4)}{text[-2:]}"
