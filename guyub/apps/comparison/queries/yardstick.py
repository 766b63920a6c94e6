"""What a score was measured with: the instrument as far as this area knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content as instruments
from guyub.apps.assessment import queries as assessment
from guyub.engines.scoring import Aggregate, Instrument


@dataclass(frozen=True, slots=True)
class Yardstick:
    """
    parts       code -> title of the parts right below the whole, in the instrument's order
    comparable  all parts are counted on one scale, so the highest and lowest may be named
    text        None: the area never adopted the instrument; then its code is all that is known
    """

    code: str
    title: str
    short: str
    version: int | None
    decimals: int
    low: float | None
    high: float | None
    official: bool
    parts: Mapping[str, str]
    weight_sets: Mapping[str, str]
    comparable: bool
    text: str | None

    @property
    def parsed(self) -> Instrument | None:
        return None if self.text is None else instruments.parsed(self.text)

    def weights_named(self, code: str) -> str:
        return self.weight_sets.get(code, code)


def read_yardsticks(codes: Iterable[str], *, area: str, actor: Actor) -> dict[str, Yardstick]:
    """The instruments of these codes by title, as the area adopted them; one database query."""
    adopted = {line.code: line for line in assessment.list_instruments(area=area, actor=actor)}
    found = [_of(adopted[code]) if code in adopted else unknown(code) for code in codes]
    return {each.code: each for each in sorted(found, key=lambda each: (each.title, each.code))}


def _of(line: assessment.InstrumentLine) -> Yardstick:
    parsed = line.parsed
    return Yardstick(
        code=line.code,
        title=line.title,
        short=line.short,
        version=line.version,
        decimals=parsed.decimals,
        low=None if parsed.low is None else float(parsed.low),
        high=None if parsed.high is None else float(parsed.high),
        official=line.official,
        parts={part.code: instruments.said(part.title) for part in parsed.root.children},
        weight_sets={each.code: instruments.said(each.title) for each in parsed.weight_sets},
        comparable=parsed.root.aggregate in (Aggregate.WEIGHTED_MEAN, Aggregate.MEAN),
        text=line.text,
    )


def unknown(code: str) -> Yardstick:
    return Yardstick(code, code, code, None, 2, None, None, False, {}, {}, False, None)
