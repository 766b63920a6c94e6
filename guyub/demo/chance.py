"""Chance from one seed, in streams of their own: a new draw in one topic moves no other topic."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl


@dataclass(frozen=True)
class Chance:
    """Streams of random numbers, each named by its topic and fixed by the seed."""

    seed: int

    def stream(self, *topic: str | int) -> np.random.Generator:
        name = "/".join(str(part) for part in topic)
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())])


@dataclass(frozen=True)
class Pool:
    """Words to draw from, the earlier the likelier (a Zipf law, as names follow)."""

    words: pl.Series
    ends: np.ndarray

    @classmethod
    def of(cls, text: str, exponent: float = 0.6) -> Pool:
        words = list(dict.fromkeys(text.split()))
        weight = 1.0 / np.arange(1, len(words) + 1) ** exponent
        return cls(pl.Series(words), np.cumsum(weight / weight.sum()))

    def draw(self, rng: np.random.Generator, n: int) -> pl.Series:
        return self.words.gather(np.searchsorted(self.ends, rng.random(n)).clip(0, len(self.words) - 1))


def choose(options: Sequence[str], u: np.ndarray, shares: Sequence[float] | None = None) -> pl.Series:
    """The option that each uniform number falls on; strings are gathered, never built row by row."""
    steps = np.cumsum(shares) if shares is not None else np.arange(1, len(options) + 1) / len(options)
    return pl.Series(options, dtype=pl.String).gather(np.searchsorted(steps, u, side="right").clip(0, len(options) - 1))
