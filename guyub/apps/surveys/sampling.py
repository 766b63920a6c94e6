"""
Whom to ask: villages drawn and respondents for each, the same for the same seed, and how sure that makes us.

Villages are drawn with a chance in proportion to their residents, along the list by code, so that every part of the
regency has its share (systematic sampling with probability proportional to size); what is asked of each follows its
residents too. Twin in the tests: drawn often enough, a village comes up as often as its residents say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random

Z_95 = 1.96


def draw_sample(residents: Mapping[str, int], *, respondents: int, smallest: int, seed: int) -> dict[str, int]:
    """
    Village code -> respondents wanted there, by code; their sum is `respondents`.

    residents  by village; villages without residents are never drawn
    smallest   fewest respondents in a village that is drawn: a visit for one interview isn't worth the way
    seed       the same seed and the same residents give the same sample on every machine
    """
    weights = {code: residents[code] for code in sorted(residents) if residents[code] > 0}
    if not weights or respondents < 1:
        return {}
    number = min(len(weights), max(1, respondents // max(smallest, 1)))
    return _share_out(_draw(weights, number, Random(seed)), respondents, min(smallest, respondents))


def _draw(weights: Mapping[str, int], number: int, random: Random) -> dict[str, int]:
    """`number` different villages. One larger than a whole step is certain to be in, and drawn apart."""
    certain: dict[str, int] = {}
    rest = dict(weights)
    while rest and number > len(certain):
        step = sum(rest.values()) / (number - len(certain))
        large = {code: size for code, size in rest.items() if size >= step}
        if not large:
            break
        certain |= large
        rest = {code: size for code, size in rest.items() if code not in large}
    wanted = number - len(certain)
    chosen = dict(certain)
    if wanted > 0 and rest:
        step = sum(rest.values()) / wanted
        mark = random.random() * step
        passed = 0.0
        for code, size in rest.items():
            passed += size
            if mark < passed:
                chosen[code] = size
                mark += step
    return dict(sorted(chosen.items()))


def _share_out(sizes: Mapping[str, int], respondents: int, smallest: int) -> dict[str, int]:
    """By residents with a least number for each: largest remainders, the lower code first at a tie."""
    spare = respondents - smallest * len(sizes)
    total = sum(sizes.values())
    whole = {code: spare * size // total for code, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda code: (-(spare * sizes[code] % total), code))
    for code in by_remainder[: spare - sum(whole.values())]:
        whole[code] += 1
    return {code: smallest + more for code, more in whole.items()}


def margin_of_error(respondents: int, residents: int) -> float | None:
    """
    Half the width of the 95 % interval of a share near one half, in percentage points; None without respondents.

    residents  whom the sample speaks for; 0: not known, taken as very many

    As if respondents were drawn singly; a sample of villages is wider, so it is a lower bound.

    >>> round(margin_of_error(300, 900_000), 1), round(margin_of_error(50, 900_000), 1)
    (5.7, 13.9)
    """
    if respondents < 1:
        return None
    finite = 1.0
    if residents:
        finite = (residents - respondents) / (residents - 1) if residents > respondents else 0.0
    return 100 * Z_95 * math.sqrt(0.25 / respondents * finite)
