"""Conditions: what they mean, told by a slow twin; what they refuse, and that no SQL slips through."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.engines.indicators import (
    Among,
    Both,
    Compare,
    Either,
    Every,
    ExpressionError,
    Flag,
    Kind,
    Missing,
    Not,
    columns_of,
    parse,
    to_sql,
)

COLUMNS = {"decile": Kind.NUMBER, "age": Kind.NUMBER, "floor": Kind.TEXT, "pupil": Kind.FLAG, "aid": Kind.FLAG}


def holds(expression, row):
    """The slow twin: two-valued, a comparison with a missing value is false."""
    match expression:
        case Every():
            return True
        case Flag(column):
            return row[column] is True
        case Missing(column):
            return row[column] is None
        case Not(inner):
            return not holds(inner, row)
        case Both(left, right):
            return holds(left, row) and holds(right, row)
        case Either(left, right):
            return holds(left, row) or holds(right, row)
        case Among(column, values):
            return row[column] is not None and row[column] in values
        case Compare(column, sign, value):
            found = row[column]
            if found is None:
                return False
            return {
                "=": found == value, "!=": found != value, "<": found < value,
                "<=": found <= value, ">": found > value, ">=": found >= value,
            }[sign]  # fmt: skip


numbers = st.integers(-3, 12)
texts = st.sampled_from(["tanah", "semen", "x y"])
leaves = st.one_of(
    st.builds(Compare, st.sampled_from(["decile", "age"]), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), numbers),
    st.builds(Compare, st.just("floor"), st.sampled_from(["=", "!="]), texts),
    st.builds(Among, st.just("decile"), st.lists(numbers, min_size=1, max_size=3).map(tuple)),
    st.builds(Missing, st.sampled_from(list(COLUMNS))),
    st.builds(Flag, st.sampled_from(["pupil", "aid"])),
    st.just(Every()),
)
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(st.builds(Not, inner), st.builds(Both, inner, inner), st.builds(Either, inner, inner)),
    max_leaves=8,
)
rows = st.fixed_dictionaries(
    {
        "decile": st.none() | numbers, "age": st.none() | numbers, "floor": st.none() | texts,
        "pupil": st.none() | st.booleans(), "aid": st.none() | st.booleans(),
    }
)  # fmt: skip


def written(expression):
    match expression:
        case Every():
            return "all"
        case Flag(column):
            return column
        case Missing(column):
            return f"{column} is missing"
        case Not(inner):
            return f"not ({written(inner)})"
        case Both(left, right):
            return f"({written(left)} and {written(right)})"
        case Either(left, right):
            return f"({written(left)} or {written(right)})"
        case Among(column, values):
            return f"{column} in ({', '.join(map(str, values))})"
        case Compare(column, sign, value):
            return f"{column} {sign} {value!r}"


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        connection.execute("create table person (decile int, age int, floor text, pupil boolean, aid boolean)")
        yield connection


@settings(max_examples=150, deadline=None)
@given(expression=expressions, row=rows)
def test_the_sql_says_what_the_slow_twin_says(engine, expression, row):
    engine.execute("delete from person")
    engine.execute("insert into person values (?, ?, ?, ?, ?)", [row[name] for name in COLUMNS])

    [(counted,)] = engine.execute(f"select count(*) filter (where {to_sql(expression)}) from person").fetchall()

    assert bool(counted) is holds(expression, row)


@settings(max_examples=100, deadline=None)
@given(expression=expressions)
def test_what_is_written_is_what_is_read(expression):
    assert parse(written(expression), COLUMNS) == expression


def test_and_binds_closer_than_or_and_not_closest():
    read = parse("pupil or aid and not decile <= 4", COLUMNS)

    assert read == Either(Flag("pupil"), Both(Flag("aid"), Not(Compare("decile", "<=", 4))))


def test_between_includes_both_ends():
    assert parse("age between 7 and 12", COLUMNS) == Both(Compare("age", ">=", 7), Compare("age", "<=", 12))


def test_the_columns_of_a_condition_are_found_wherever_they_stand():
    assert columns_of(parse("not (pupil and decile <= 4) or floor is known", COLUMNS)) == {"pupil", "decile", "floor"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("descile <= 4", "no column “descile”"),
        ("decile", "no condition by itself"),
        ("decile <= 'four'", "holds a number"),
        ("pupil < 3", "no order"),
        ("floor > 'a'", "no order"),
        ("pupil and", "breaks off"),
        ("pupil aid", "should end"),
        ("(pupil", "stands where “)” should"),
        ("decile in ()", "stands where a value"),
        ("", "breaks off"),
        ("pupil; drop table person", "can't be read"),
        ("floor = 'a' -- '", "can't be read"),
        ("floor = 'a''; drop table person; --'", "should end"),
        ("floor = 'it\\'s'", "can't be read"),
        ("exists (select 1)", "no column “exists”"),
        ("decile <= (select 4)", "stands where a value"),
    ],
)
def test_what_is_not_a_condition_is_refused_with_the_reason(text, says):
    with pytest.raises(ExpressionError, match=None) as refused:
        parse(text, COLUMNS)

    assert says in str(refused.value)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_crashes(text):
    try:
        parse(text, COLUMNS)
    except ExpressionError as refused:
        assert refused.problem and refused.mending
