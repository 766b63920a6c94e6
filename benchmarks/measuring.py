"""Running one way of doing a job in a process of its own, and what that cost."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Say = Callable[[str], None]


class PeerMissing(Exception):
    """A peer of a benchmark is not installed, so there is nothing to compare with."""


@dataclass(frozen=True)
class Cost:
    """What one run took: `cpu_s` is user and system time of the whole process, its start and imports included."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """`ratios`: a peer's CPU time over ours, except floor, which is ours over the floor's."""

    ratios: Mapping[str, float]
    figures: Mapping[str, Any]
    peak_mb: float
    n: int
    notes: Sequence[str] = field(default_factory=tuple)

    def as_dict(self, name: str) -> dict[str, Any]:
        figures = {key: _rounded(value) for key, value in self.figures.items()}
        if self.notes:
            figures["notes"] = list(self.notes)
        ratios = {key: _rounded(value) for key, value in self.ratios.items()}
        return {"name": name, "ratios": ratios, "figures": figures, "peak_mb": round(self.peak_mb), "n": self.n}


def require_peers(*modules: str) -> None:
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise PeerMissing(f"The peer {module} is not installed.")


def measure(module: str, *arguments: str | Path) -> Cost:
    """Run `python -m module arguments`, whose last line is JSON, and take its resource usage from the kernel."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    started = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    answer = json.loads(output.decode().strip().splitlines()[-1])
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - started, answer.pop("peak_mb"), answer)


def answer(found: dict[str, Any]) -> None:
    """What a measured process prints last. Its peak is its own: the kernel's figure starts from its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps(found | {"peak_mb": peak_kb / 1024}))


def in_turns(
    ways: Mapping[str, Callable[[], Cost]], rounds: int, say: Say, *, fewer: Mapping[str, int] | None = None
) -> dict[str, list[Cost]]:
    """
    Run every way once, then all again, so that whatever else the machine does meets each of them.

    fewer  ways that are slow and steady enough to be run in the first so many rounds only
    """
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name, way in ways.items():
            if turn < (fewer or {}).get(name, rounds):
                cost = way()
                costs[name].append(cost)
                say(f"round {turn + 1}  {name:18} {cost.cpu_s:7.2f} cpu s {cost.wall_s:7.2f} s {cost.peak_mb:7.0f} MB")
    return costs


def middle(costs: Sequence[Cost]) -> float:
    """The median CPU time."""
    return median(cost.cpu_s for cost in costs)


def _rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value
