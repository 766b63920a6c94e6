"""Small pieces: a function is read at one glance, a module holds one noun, a capability fits in one head."""

from __future__ import annotations

import ast
from statistics import median

FUNCTION_LINES = 80
MODULE_LINES = 500
CAPABILITY_LINES = 2500  # of code; past two thousand a capability is probably two
# Two that are: each with what it may not grow past until it is divided, and along which seam (decision 0012).
TO_DIVIDE = {
    "assessment": 5300,  # instruments and measures below; evidence and the items that hold it stay together
    "evaluation": 4000,  # results, their letters and objections above; cycles, panels and sheets stay
}


def functions(product):
    for module in product:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                yield _length(node), f"{module.place}:{node.lineno} {node.name}"


def _length(node: ast.FunctionDef) -> int:
    """Lines of the body, without the docstring: words that explain are not what makes a function long."""
    first = node.body[1] if len(node.body) > 1 and ast.get_docstring(node) is not None else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_functions_are_short(product, record_property):
    lengths = sorted(functions(product), reverse=True)
    record_property("functions, longest", lengths[:10])

    assert [f"{name}: {length} lines" for length, name in lengths if length > FUNCTION_LINES] == []
    assert median(length for length, _ in lengths) <= 11


def test_modules_hold_one_noun(product, record_property):
    lengths = sorted(((module.lines, module.place) for module in product), reverse=True)
    real = [lines for lines, place in lengths if not place.endswith(("__init__.py", "apps.py"))]
    record_property("modules, longest", lengths[:10])

    assert [f"{place}: {lines} lines" for lines, place in lengths if lines > MODULE_LINES] == []
    assert median(real) <= 150


def test_a_capability_fits_in_one_head(product, capabilities, record_property):
    total = {name: sum(_code_lines(module) for module in product if module.capability == name) for name in capabilities}
    record_property("capabilities", total)

    assert {name: lines for name, lines in total.items() if lines > TO_DIVIDE.get(name, CAPABILITY_LINES)} == {}
    assert [name for name in TO_DIVIDE if total[name] <= CAPABILITY_LINES] == [], "small again: strike it off"


def _code_lines(module) -> int:
    """Lines that hold code: without blank lines, comments and docstrings."""
    words: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            words |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = module.path.read_text(encoding="utf-8").splitlines()
    return sum(
        1
        for number, line in enumerate(lines, start=1)
        if number not in words and line.strip() and not line.lstrip().startswith("#")
    )
