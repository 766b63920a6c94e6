"""
The flow of data in one picture, drawn from flows/table.py and the operations that record its events.

One row for each event that something follows from: who brings it about, the event, what follows by itself. Events in which the flow
ends stand beneath.
"""

from __future__ import annotations

import ast
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INK, GREY, LINE, PAPER = "#15202a", "#596673", "#7d8994", "#ffffff"
BRAND, SOFT, SUNKEN = "#0d5c63", "#e1eff0", "#f3f5f6"
WIDTH, ROW, TOP = 960, 92, 64
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


def draw() -> str:
    from guyub.flows.table import FLOW

    step_names = set(FLOW.by_name)
    rows = [(event, steps) for event, steps in FLOW.steps.items() if steps]
    ends = [event for event, steps in FLOW.steps.items() if not steps]
    height = TOP + ROW * len(rows) + 40 + 20 * -(-len(ends) // 4) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="Inter, system-ui, sans-serif" role="img" aria-labelledby="title">',
        f'<title id="title">What follows from what in Guyub: {escape("; ".join(_sentence(event, steps) for event, steps in rows))}.</title>',
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
    for number, (event, steps) in enumerate(rows):
        parts += _row(TOP + number * ROW, event, steps, step_names)
    parts += _ends(TOP + ROW * len(rows) + 20, ends)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _sentence(event: str, steps) -> str:  # type: ignore[no-untyped-def]
    return f"{event} leads to {', '.join(step.name for step in steps)}"


def _row(y: int, event: str, steps, step_names: set[str]) -> list[str]:  # type: ignore[no-untyped-def]
    makers = recorded_by().get(event, [])
    by_itself = bool(makers) and all(maker in step_names for maker in makers)
    parts = _box(
        LEFT, y, 272, makers or ["(nobody yet)"], "by itself" if by_itself else "by an officer", filled=by_itself
    )
    parts.append(
        f'<path d="M{LEFT + 276} {y + 30}H{MIDDLE - 4}" stroke="{LINE}" stroke-width="1.5" marker-end="url(#tip)"/>'
    )
    parts.append(f'<rect x="{MIDDLE}" y="{y + 12}" width="232" height="36" rx="18" fill="{SOFT}" stroke="{BRAND}"/>')
    parts.append(_text(MIDDLE + 116, y + 35, event, size=14, anchor="middle", colour=BRAND, weight=650))
    parts.append(
        f'<path d="M{MIDDLE + 236} {y + 30}H{RIGHT - 4}" stroke="{LINE}" stroke-width="1.5" marker-end="url(#tip)"/>'
    )
    return parts + _box(RIGHT, y, 296, [step.name for step in steps], "by itself", filled=True)


def _box(x: int, y: int, width: int, names: list[str], who: str, *, filled: bool) -> list[str]:
    """ "exchange.receive_file" is shown as "Receive file", beneath it the capability and who does it."""
    titles = [name.rpartition(".")[2].replace("_", " ").capitalize() for name in names]
    shown = titles if len(titles) <= 2 else [titles[0], f"{titles[1]} and {len(titles) - 2} more"]
    homes = ", ".join(dict.fromkeys(name.partition(".")[0] for name in names if "." in name))
    top = y + (25 if len(shown) == 1 else 18)
    box = f'<rect x="{x}" y="{y}" width="{width}" height="60" rx="6" fill="{SUNKEN if filled else PAPER}" stroke="{LINE}"/>'
    words = [_text(x + 12, top + 16 * number, line, size=14, weight=600) for number, line in enumerate(shown)]
    return [
        box,
        *words,
        _text(x + 12, top + 16 * len(shown) + 2, f"{homes}, {who}" if homes else who, size=12, colour=GREY),
    ]


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
