"""
The closed little language that an indicator's numerator and denominator are written in.

    pupil and decile <= 4 and not aid_school
    age between 7 and 12
    floor in ('tanah', 'bambu') or water is missing

A condition is true or false, never unknown: a comparison with a missing value is false, and so its `not` is true.
Only the columns it is given, whole numbers, quoted text and the words below exist, so no SQL can be smuggled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"


Literal: TypeAlias = int | str | bool


@dataclass(frozen=True, slots=True)
class Every:
    """All rows."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no column that says yes."""

    column: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A column against one value; `sign` is one of = != < <= > >=."""

    column: str
    sign: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Among:
    """A column that holds one of the values."""

    column: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A column that holds nothing."""

    column: str


@dataclass(frozen=True, slots=True)
class Not:
    inner: Expression


@dataclass(frozen=True, slots=True)
class Both:
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Either:
    left: Expression
    right: Expression


Expression: TypeAlias = Every | Flag | Compare | Among | Missing | Not | Both | Either


class ExpressionError(ValueError):
    """A condition that can't be read: `problem` says what is wrong, `mending` what to write instead."""

    def __init__(self, problem: str, mending: str) -> None:
        super().__init__(f"{problem}. {mending}")
        self.problem = problem
        self.mending = mending


_EXAMPLES: Final = {Kind.NUMBER: "<= 4", Kind.TEXT: "= 'SD'"}
_WORDS: Final = frozenset({"and", "or", "not", "in", "between", "is", "missing", "known", "all", "true", "false"})
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<name>[a-z_][a-z0-9_]*)|(?P<number>-?\d{1,15})|(?P<text>'[^'\\\n]*')|(?P<sign><=|>=|!=|[=<>(),]))"
)
_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def parse(text: str, columns: Mapping[str, Kind]) -> Expression:
    """
    Read a condition over the given columns.

    >>> parse("pupil and decile <= 4", {"pupil": Kind.FLAG, "decile": Kind.NUMBER})
    Both(left=Flag(column='pupil'), right=Compare(column='decile', sign='<=', value=4))

    Raises ExpressionError.
    """
    parser = _Parser(list(_tokens(text)), columns)
    result = parser.either()
    parser.expect_end()
    return result


def columns_of(expression: Expression) -> frozenset[str]:
    """The columns a condition looks at."""
    match expression:
        case Every():
            return frozenset()
        case Not(inner):
            return columns_of(inner)
        case Both(left, right) | Either(left, right):
            return columns_of(left) | columns_of(right)
        case _:
            return frozenset({expression.column})


def to_sql(expression: Expression) -> str:
    """
    The condition in the dialect-neutral SQL subset; where it is not true it may be NULL, so use it in WHERE or FILTER.

    `not` is pushed down to the leaves, where a missing value counts as "not so":

    >>> to_sql(Not(Compare("decile", "<=", 4)))
    '(decile > 4 or decile is null)'
    """
    return _sql(expression, wanted=True)


def _sql(expression: Expression, *, wanted: bool) -> str:
    match expression:
        case Every():
            return "true" if wanted else "false"
        case Not(inner):
            return _sql(inner, wanted=not wanted)
        case Both(left, right):
            return f"({_sql(left, wanted=wanted)} {'and' if wanted else 'or'} {_sql(right, wanted=wanted)})"
        case Either(left, right):
            return f"({_sql(left, wanted=wanted)} {'or' if wanted else 'and'} {_sql(right, wanted=wanted)})"
        case Flag(column):
            return column if wanted else f"(not {column} or {column} is null)"
        case Missing(column):
            return f"{column} is {'' if wanted else 'not '}null"
        case Among(column, values):
            listed = ", ".join(_literal(value) for value in values)
            return f"{column} in ({listed})" if wanted else f"({column} not in ({listed}) or {column} is null)"
        case Compare(column, sign, value):
            if wanted:
                return f"{column} {_sql_sign(sign)} {_literal(value)}"
            return f"({column} {_sql_sign(_OPPOSITE[sign])} {_literal(value)} or {column} is null)"


def _sql_sign(sign: str) -> str:
    return "<>" if sign == "!=" else sign


def _literal(value: Literal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f"'{value}'"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            wrong = text[place:].strip()[:20]
            raise ExpressionError(
                f"“{wrong}” can't be read",
                "Use column names, whole numbers, 'quoted text' and = != < <= > >= in between is and or not",
            )
        yield _Token(found.lastgroup, found[found.lastgroup])
        place = found.end()


class _Parser:
    """Recursive descent: either, both, negated, single."""

    def __init__(self, tokens: list[_Token], columns: Mapping[str, Kind]) -> None:
        self._tokens = tokens
        self._columns = columns
        self._place = 0

    def either(self) -> Expression:
        result = self._both()
        while self._take("or"):
            result = Either(result, self._both())
        return result

    def expect_end(self) -> None:
        if (token := self._peek()) is not None:
            raise ExpressionError(
                f"“{token.text}” stands where the condition should end", "Join two conditions by and, or"
            )

    def _both(self) -> Expression:
        result = self._negated()
        while self._take("and"):
            result = Both(result, self._negated())
        return result

    def _negated(self) -> Expression:
        return Not(self._negated()) if self._take("not") else self._single()

    def _single(self) -> Expression:
        if self._take("("):
            inner = self.either()
            self._need(")")
            return inner
        if self._take("all"):
            return Every()
        column, kind = self._column()
        if self._take("is"):
            return self._presence(column)
        if self._take("in"):
            return self._among(column, kind)
        if self._take("between"):
            low = self._value(column, Kind.NUMBER, kind)
            self._need("and")
            return Both(Compare(column, ">=", low), Compare(column, "<=", self._value(column, Kind.NUMBER, kind)))
        token = self._peek()
        if token is not None and token.text in _OPPOSITE:
            return self._compare(column, kind)
        if kind is not Kind.FLAG:
            raise ExpressionError(
                f"“{column}” holds a {kind}, so it is no condition by itself",
                f"Compare it, as in: {column} {_EXAMPLES[kind]}",
            )
        return Flag(column)

    def _presence(self, column: str) -> Expression:
        if self._take("missing"):
            return Missing(column)
        self._need("known")
        return Not(Missing(column))

    def _among(self, column: str, kind: Kind) -> Expression:
        self._need("(")
        values = [self._value(column, kind, kind)]
        while self._take(","):
            values.append(self._value(column, kind, kind))
        self._need(")")
        return Among(column, tuple(values))

    def _compare(self, column: str, kind: Kind) -> Expression:
        sign = self._next().text
        if kind is not Kind.NUMBER and sign not in {"=", "!="}:
            raise ExpressionError(f"“{column}” holds a {kind}, which has no order", "Use = or != with it")
        return Compare(column, sign, self._value(column, kind, kind))

    def _column(self) -> tuple[str, Kind]:
        token = self._next()
        if token.kind != "name" or token.text in _WORDS:
            raise ExpressionError(
                f"“{token.text}” stands where a column's name should", "Begin each condition with a column"
            )
        if token.text not in self._columns:
            known = ", ".join(sorted(self._columns))
            raise ExpressionError(f"there is no column “{token.text}”", f"Known columns: {known}")
        return token.text, self._columns[token.text]

    def _value(self, column: str, needed: Kind, kind: Kind) -> Literal:
        token = self._next()
        value: Literal
        if token.kind == "number":
            found, value = Kind.NUMBER, int(token.text)
        elif token.kind == "text":
            found, value = Kind.TEXT, token.text[1:-1]
        elif token.text in {"true", "false"}:
            found, value = Kind.FLAG, token.text == "true"
        else:
            raise ExpressionError(
                f"“{token.text}” stands where a value for “{column}” should", "Write a whole number or 'quoted text'"
            )
        if found is not needed or found is not kind:
            raise ExpressionError(f"“{column}” holds a {kind}, not {token.text}", f"Write a {kind}")
        return value

    def _peek(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _next(self) -> _Token:
        token = self._peek()
        if token is None:
            raise ExpressionError("the condition breaks off", "Complete it, or write: all")
        self._place += 1
        return token

    def _take(self, text: str) -> bool:
        token = self._peek()
        if token is None or token.text != text:
            return False
        self._place += 1
        return True

    def _need(self, text: str) -> None:
        if not self._take(text):
            token = self._peek()
            found = "nothing" if token is None else f"“{token.text}”"
            raise ExpressionError(f"{found} stands where “{text}” should", f"Write {text} there")
