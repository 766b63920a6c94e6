"""
The flow of data in one picture, drawn from flows/table.py and the operations that record its events.

One row for each event that something follows from: who brings it about, the event, what follows by itself. Events in which the flow
ends stand beneath.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guyub.jobs.steps import Step

ROOT = Path(__file__).resolve().parents[1]
INK, GREY, LINE, PAPER = "#15202a", "#596673", "#7d8994", "#ffffff"
BRAND, SOFT, SUNKEN = "#0d5c63", "#e1eff0", "#f3f5f6"
WIDTH, GAP, TOP = 960, 28, 64
LEFT, MIDDLE, RIGHT = 24, 352, 640


@cache
def recorded_by() -> dict[str, list[str]]:
    """event -> "capability.operation" of each public operation that can record it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "guyub" / "apps").rglob("*.py")):
        parts = path.relative_to(ROOT / "guyub" / "apps").with_suffix("").parts
        if len(parts) < 2 or parts[1] != "operations":
            continue
        functions = {
            node.name: node
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        for name in functions:
            if not name.startswith("_"):
                for event in _events(functions, name, set()):
                    found.setdefault(event, []).append(f"{parts[0]}.{name}")
    return found


def _events(functions: dict[str, ast.FunctionDef], name: str, seen: set[str]) -> list[str]:
    seen.add(name)
    events: list[str] = []
    for node in ast.walk(functions[name]):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in {"record", "ledger.record"} and node.args:
            events += [
                part.value
                for part in ast.walk(node.args[0])
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
        elif called in functions and called not in seen:
            events += _events(functions, called, seen)
    return list(dict.fromkeys(events))


@cache
def taken_by_steps() -> frozenset[str]:
    """ "capability.operation" of each operation that a step calls: nobody has to ask for it."""
    found: set[str] = set()
    for path in sorted((ROOT / "guyub" / "flows").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        homes = {
            alias.asname or alias.name: node.module.split(".")[2]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("guyub.apps.")
            for alias in node.names
            if alias.name == "operations"
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in homes:
                found.add(f"{homes[node.value.id]}.{node.attr}")
    return frozenset(found)


def draw() -> str:
    from guyub.flows.table import FLOW

    rows = _rows(FLOW.steps)
    ends = [event for event, steps in FLOW.steps.items() if not steps]
    tops = [TOP]
    for events, _ in rows:
        tops.append(tops[-1] + _height(events) + GAP)
    height = tops[-1] + 40 + 20 * -(-len(ends) // 4) + 16
    title = "; ".join(_sentence(events, steps) for events, steps in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="Inter, system-ui, sans-serif" role="img" aria-labelledby="title">',
        f'<title id="title">What follows from what in Guyub: {escape(title)}.</title>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="{LINE}"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        *(
            _text(x, 32, words, size=13, colour=GREY)
            for x, words in (
                (LEFT, "What is done"),
                (MIDDLE, "what the ledger records"),
                (RIGHT, "what follows by itself"),
            )
        ),
        f'<path d="M{LEFT} 44H{WIDTH - 24}" stroke="{LINE}" stroke-width="1"/>',
    ]
    for top, (events, steps) in zip(tops, rows, strict=False):
        parts += _row(top, events, steps)
    parts += _ends(tops[-1] + 20, ends)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _rows(table: Mapping[str, tuple[Step, ...]]) -> list[tuple[list[str], tuple[Step, ...]]]:
    """Events that the same steps follow stand in one row, in the table's order."""
    rows: list[tuple[list[str], tuple[Step, ...]]] = []
    for event, steps in table.items():
        same = next((events for events, others in rows if others == steps), None)
        if same is not None:
            same.append(event)
        elif steps:
            rows.append(([event], steps))
    return rows


def _height(events: list[str]) -> int:
    return max(60, 44 * len(events))


def _sentence(events: list[str], steps: tuple[Step, ...]) -> str:
    return f"{' or '.join(events)} leads to {', '.join(step.name for step in steps)}"


def _row(y: int, events: list[str], steps: tuple[Step, ...]) -> list[str]:
    makers = list(dict.fromkeys(maker for event in events for maker in recorded_by().get(event, [])))
    by_itself = bool(makers) and set(makers) <= taken_by_steps()
    middle, height = y + _height(events) // 2, _height(events)
    parts = _box(LEFT, y, 272, height, makers or ["(nobody yet)"], by_itself=by_itself)
    first = middle - 22 * (len(events) - 1)
    for number, event in enumerate(events):
        at = first + 44 * number
        parts += [
            _arrow(LEFT + 276, at, MIDDLE - 4),
            f'<rect x="{MIDDLE}" y="{at - 18}" width="232" height="36" rx="18" fill="{SOFT}" stroke="{BRAND}"/>',
            _text(MIDDLE + 116, at + 5, event, size=14, anchor="middle", colour=BRAND, weight=650),
            _arrow(MIDDLE + 236, at, RIGHT - 4),
        ]
    return parts + _box(RIGHT, y, 296, height, [step.name for step in steps], by_itself=True)


def _arrow(x: int, y: int, to: int) -> str:
    return f'<path d="M{x} {y}H{to}" stroke="{LINE}" stroke-width="1.5" marker-end="url(#tip)"/>'


def _box(x: int, y: int, width: int, height: int, names: list[str], *, by_itself: bool) -> list[str]:
    """ "exchange.receive_file" is shown as "Receive file", beneath it the capability and who does it."""
    titles = [name.rpartition(".")[2].replace("_", " ").capitalize() for name in names]
    room = max(2, (height - 24) // 16)
    shown = titles if len(titles) <= room else [*titles[: room - 1], f"and {len(titles) - room + 1} more"]
    homes = ", ".join(dict.fromkeys(name.partition(".")[0] for name in names if "." in name))
    who = "by itself" if by_itself else "by an officer"
    fill = SUNKEN if by_itself else PAPER
    top = y + height // 2 + 5 - 8 * len(shown)
    box = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="{fill}" stroke="{LINE}"/>'
    words = [_text(x + 12, top + 16 * number, line, size=14, weight=600) for number, line in enumerate(shown)]
    foot = _text(x + 12, top + 16 * len(shown) + 2, f"{homes}, {who}" if homes else who, size=12, colour=GREY)
    return [box, *words, foot]


def _ends(y: int, events: list[str]) -> list[str]:
    if not events:
        return []
    parts = [
        f'<path d="M{LEFT} {y - 14}H{WIDTH - 24}" stroke="{LINE}" stroke-width="1"/>',
        _text(LEFT, y + 6, "Recorded, and nothing follows by itself:", size=12, colour=GREY),
    ]
    for number, event in enumerate(events):
        parts.append(_text(LEFT + (number % 4) * 228, y + 26 + 20 * (number // 4), event, size=12))
    return parts


def _text(x: int, y: int, words: str, *, size: int, colour: str = INK, anchor: str = "start", weight: int = 400) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
