"""The cheapest evidence that lifts the total to a target, with proof that nothing cheaper does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from guyub.engines.scoring.answer import Answers, Basis, missing, reached_level
from guyub.engines.scoring.instrument import Asks, Instrument, Leaf, Unanswered
from guyub.engines.scoring.programme import Piece, Programme, prices_of_works, solve
from guyub.engines.scoring.sheet import NOTHING, Cell, fill_in, is_answered
from guyub.engines.scoring.totals import score

YES = ""  # as the requirement of a piece: fulfil a criterion that is answered yes or no


@dataclass(frozen=True, slots=True)
class Way:
    """
    From where the total stands to a target.

    reachable   whether all that is on offer, together, comes to the target
    best_total  what all that is on offer would come to
    pieces      the evidence to get, by leaf in reading order; ("I5", "") means that I5 is to be answered yes
    levels      what the leaves concerned come to by it: a level, or 1 for yes
    cost        of these pieces; work that gets several of them counts once
    bound       no way to the target costs less than this
    proven      cost is the least there is; else time ran out, and it is at most cost - bound from the least
    total       what the pieces come to: the target or a little more
    """

    reachable: bool
    best_total: Fraction
    pieces: tuple[Piece, ...]
    levels: Mapping[str, int]
    cost: int
    bound: int
    proven: bool
    total: Fraction


def cheapest_way(
    instrument: Instrument,
    answers: Answers,
    *,
    target: Fraction,
    costs: Mapping[Piece, int],
    works: Mapping[Piece, str] | None = None,
    weights: str = "",
    seconds: float = 5.0,
) -> Way:
    """
    Choose among the missing evidence on offer.

    costs  of each piece on offer, 0 or more: (leaf, requirement), or (leaf, "") to answer a criterion yes. What has no
           cost is not on offer; numbers stay as they are, and so does what an instrument leaves out unanswered
    works  pieces that one piece of work gets together: its cost, the highest of theirs on offer, is paid once
    Raises ValueError for a cost below 0.
    """
    if any(cost < 0 for cost in costs.values()):
        raise ValueError("a cost below 0 would make every way pay")
    root = fill_in(instrument, answers, weights=weights, basis=Basis.EVIDENCE)
    now = root.value or Fraction(0)
    offer = _on_offer(root, instrument, answers, frozenset(costs))

    def total_of(pieces: frozenset[Piece]) -> Fraction:
        return score(instrument, with_pieces(answers, pieces), weights=weights).total or Fraction(0)

    best = total_of(offer)
    if now >= target or best < target:
        return Way(best >= target, best, (), {}, 0, 0, True, now)
    work_of = {piece: work for piece, work in (works or {}).items() if piece in offer and work}
    offered = {piece: costs[piece] for piece in sorted(offer)}
    programme = Programme(root, answers, offer, instrument.unanswered)
    chosen, bound, proven = solve(programme, target, offered, work_of, seconds)
    pieces = _needed(root, answers, chosen)
    return Way(
        reachable=True,
        best_total=best,
        pieces=pieces,
        levels=_levels(root, with_pieces(answers, frozenset(pieces)), pieces),
        cost=_cost(pieces, offered, work_of),
        bound=bound,
        proven=proven,
        total=total_of(frozenset(pieces)),
    )


def with_pieces(answers: Answers, pieces: frozenset[Piece]) -> Answers:
    """The answers once these pieces are there and accepted."""
    changed = dict(answers)
    for leaf, requirement in sorted(pieces):
        answer = changed.get(leaf, NOTHING)
        if requirement == YES:
            changed[leaf] = replace(answer, number=Fraction(1))
        else:
            changed[leaf] = replace(answer, accepted=answer.accepted | {requirement})
    return changed


def _on_offer(root: Cell, instrument: Instrument, answers: Answers, priced: frozenset[Piece]) -> frozenset[Piece]:
    found = set()
    for cell in root.walk():
        leaf = cell.node.leaf
        if leaf is None or cell.repeated:
            continue
        answer = answers.get(cell.key, NOTHING)
        if instrument.unanswered is Unanswered.LEFT_OUT and not is_answered(leaf, answer, Basis.EVIDENCE):
            continue
        if leaf.asks is Asks.YES_NO and not answer.number:
            found.add((cell.key, YES))
        elif leaf.asks is Asks.LEVEL and not (leaf.bands and answer.number is not None):
            found.update((cell.key, each.code) for each in missing(leaf, answer.accepted, leaf.levels[-1].level))
    return priced & found


def _needed(root: Cell, answers: Answers, chosen: frozenset[Piece]) -> tuple[Piece, ...]:
    """Of what was chosen, in reading order, what a level rests on: a free piece may have come along for nothing."""
    then = with_pieces(answers, chosen)
    found: list[Piece] = []
    for cell in root.walk():
        leaf = cell.node.leaf
        if leaf is None or cell.repeated:
            continue
        if (cell.key, YES) in chosen:
            found.append((cell.key, YES))
        if leaf.levels:
            answer = then.get(cell.key, NOTHING)
            found.extend(
                (cell.key, each.code)
                for each in leaf.requirements
                if (cell.key, each.code) in chosen and _counts(leaf, answer.accepted, each.level)
            )
    return tuple(found)


def _counts(leaf: Leaf, accepted: frozenset[str], level: int) -> bool:
    """Whether a piece of this level holds something up, or is all that makes the leaf an answered one."""
    reached = reached_level(leaf, accepted)
    return level <= reached or reached <= leaf.levels[0].level


def _levels(root: Cell, answers: Answers, pieces: tuple[Piece, ...]) -> Mapping[str, int]:
    concerned = {leaf for leaf, _ in pieces}
    found = {}
    for cell in root.walk():
        if cell.key in concerned and cell.node.leaf is not None and not cell.repeated:
            leaf = cell.node.leaf
            found[cell.key] = reached_level(leaf, answers[cell.key].accepted) if leaf.levels else 1
    return found


def _cost(pieces: tuple[Piece, ...], costs: Mapping[Piece, int], work_of: Mapping[Piece, str]) -> int:
    prices = prices_of_works(costs, work_of)
    works = {work_of[piece] for piece in pieces if piece in work_of}
    return sum(prices[work] for work in works) + sum(costs[piece] for piece in pieces if piece not in work_of)
