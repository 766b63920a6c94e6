"""The cheapest way to a target: what trying every set of evidence finds, and its proof."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guyub.engines.scoring import (
    Aggregate,
    Answer,
    Asks,
    Leaf,
    Unanswered,
    cheapest_way,
    parse_instrument,
    score,
    with_pieces,
)
from tests.support import scoring as make


def total(of, answers):
    return score(of, answers).total or Fraction(0)


def open_pieces(of, answers):
    """Every piece that is not there yet, of what is answered or counts unanswered."""
    found = []
    for key in score(of, answers).parts:
        leaf, answer = of.nodes[key.partition("#")[0]].leaf, answers.get(key, Answer())
        if leaf is None or ("#" in key) != make.is_repeated(of, key.partition("#")[0]):
            continue
        if (of.unanswered is Unanswered.LEFT_OUT and answer == Answer()) or (leaf.bands and answer.number is not None):
            continue
        if leaf.asks is Asks.YES_NO and not answer.number:
            found.append((key, ""))
        found += [(key, each.code) for each in leaf.requirements if each.code not in answer.accepted]
    return found


def cost_of(pieces, costs, works, offered):
    """Work that gets several pieces is paid once, as its dearest piece on offer."""
    alone = sum(costs[piece] for piece in pieces if piece not in works)
    done = {works[piece] for piece in pieces if piece in works}
    return alone + sum(max(costs[piece] for piece in offered if works.get(piece) == work) for work in done)


def by_trying_all(of, answers, target, costs, works, offered):
    ways = chain.from_iterable(combinations(offered, many) for many in range(len(offered) + 1))
    fitting = (way for way in ways if total(of, with_pieces(answers, frozenset(way))) >= target)
    return min((cost_of(way, costs, works, offered) for way in fitting), default=None)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_it_is_the_cheapest_of_all_ways(data):
    of = data.draw(make.instruments())
    answers = data.draw(make.answers_to(of, given=True, things=2))
    pieces = open_pieces(of, answers)
    assume(pieces)
    offered = data.draw(st.lists(st.sampled_from(pieces), unique=True, min_size=1, max_size=7))
    costs = {piece: data.draw(st.integers(0, 5)) for piece in offered}
    works = {piece: data.draw(st.sampled_from("ab")) for piece in offered if data.draw(st.booleans())}
    best = total(of, with_pieces(answers, frozenset(offered)))
    now = total(of, answers)
    target = now + (best - now) * Fraction(data.draw(st.integers(1, 5)), 4)

    way = cheapest_way(of, answers, target=target, costs=costs, works=works)

    cheapest = by_trying_all(of, answers, target, costs, works, offered)
    if target > best:
        assert (way.reachable, way.pieces, cheapest, way.proven) == (False, (), None, True)
        assert way.best_total >= best
        return
    assert way.reachable and way.proven
    assert way.cost == way.bound == cheapest == cost_of(way.pieces, costs, works, offered)
    assert way.total == total(of, with_pieces(answers, frozenset(way.pieces))) >= target


def chain_of(*leaves, aggregate=Aggregate.LOWEST, **changes):
    return make.instrument(
        make.node("T", aggregate=aggregate, children=tuple(leaves), **changes), unanswered=Unanswered.LOWEST
    )


def test_the_weakest_link_must_be_lifted_in_every_part():
    of = chain_of(*(make.node(code, leaf=make.level_leaf([0, 1, 1])) for code in "AB"))
    costs = {("A", "2a"): 1, ("A", "3a"): 1, ("B", "2a"): 7, ("B", "3a"): 7}

    way = cheapest_way(of, {}, target=Fraction(2), costs=costs)

    assert (way.pieces, way.levels, way.cost, way.total) == ((("A", "2a"), ("B", "2a")), {"A": 2, "B": 2}, 8, 2)


def test_one_piece_of_work_for_several_is_paid_once():
    of = chain_of(*(make.node(code, leaf=make.level_leaf([0, 1])) for code in "AB"))
    costs = {("A", "2a"): 4, ("B", "2a"): 5}

    way = cheapest_way(of, {}, target=Fraction(2), costs=costs, works=dict.fromkeys(costs, "one decree"))

    assert (way.cost, way.bound, way.proven) == (5, 5, True)


def test_a_target_out_of_reach_says_how_far_one_comes():
    of = chain_of(make.node("A", leaf=make.level_leaf([0, 1, 1])))

    way = cheapest_way(of, {}, target=Fraction(3), costs={("A", "2a"): 1})

    assert (way.reachable, way.best_total, way.pieces, way.total) == (False, 2, (), 1)


def test_a_target_that_is_met_costs_nothing():
    of = chain_of(make.node("A", leaf=make.level_leaf([0, 1, 1])))

    way = cheapest_way(of, {}, target=Fraction(1), costs={("A", "2a"): 1})

    assert (way.reachable, way.pieces, way.cost, way.proven) == (True, (), 0, True)


def test_criteria_are_fulfilled_from_the_lowest_level_up():
    criteria = tuple(make.node(f"C{level}", leaf=Leaf(Asks.YES_NO), level=level) for level in (1, 2, 3))
    of = make.instrument(make.node("T", aggregate=Aggregate.HIGHEST_LEVEL, children=criteria))
    costs = {("C1", ""): 3, ("C2", ""): 3, ("C3", ""): 1}

    way = cheapest_way(of, {}, target=Fraction(2), costs=costs)

    assert (way.pieces, way.levels, way.cost) == ((("C1", ""), ("C2", "")), {"C1": 1, "C2": 1}, 6)


def test_a_cap_makes_more_of_the_same_useless():
    leaves = (
        make.node("A", leaf=make.level_leaf([0, 1, 1]), cap=Fraction(2)),
        make.node("B", leaf=make.level_leaf([0, 1, 1])),
    )
    of = chain_of(*leaves, aggregate=Aggregate.SUM, cap=Fraction(5))
    costs = {("A", "2a"): 1, ("A", "3a"): 1, ("B", "2a"): 5, ("B", "3a"): 5}

    way = cheapest_way(of, {}, target=Fraction(4), costs=costs)

    assert (way.best_total, way.pieces, way.cost) == (5, (("A", "2a"), ("B", "2a")), 6)


def test_a_cost_below_nothing_is_refused():
    with pytest.raises(ValueError, match="below 0"):
        cheapest_way(chain_of(), {}, target=Fraction(1), costs={("A", "2a"): -1})


def test_a_target_of_the_whole_spbe_is_proven(content):
    of = parse_instrument((content / "instruments" / "spbe-59-2020.yaml").read_text(encoding="utf-8"), file="spbe")
    pieces = [(leaf.code, each.code) for leaf in of.leaves for each in leaf.leaf.requirements]
    costs = {piece: 1 + (7 * place) % 20 for place, piece in enumerate(pieces)}
    works = {piece: f"work {place % 60}" for place, piece in enumerate(pieces)}

    way = cheapest_way(of, {}, target=Fraction("3.5"), costs=costs, works=works, seconds=60)

    assert way.proven and way.cost == way.bound and way.total >= Fraction("3.5")
