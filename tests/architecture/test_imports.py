"""What the imports say: the contracts of .importlinter, no signals, engines by their front door, no rooms named for a role."""

from __future__ import annotations

import ast
import re

ROOMS_WITH_A_DOOR = {"models", "operations", "queries"}
SIGNALS = re.compile(r"(^|\.)(signals|dispatch)(\.|$)")
CLOCKS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "timezone.localdate",
    "timezone.localtime",
    "timezone.now",
}
ROOMS_WITHOUT_WALLS = {
    "base",
    "business_logic",
    "common",
    "core",
    "handlers",
    "helper",
    "helpers",
    "lib",
    "managers",
    "misc",
    "shared",
    "signals",
    "stuff",
    "tools",
    "util",
    "utils",
}


def test_the_import_contracts_hold(root, capsys):
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    status = lint_imports(
        config_filename=str(root / ".importlinter"), cache_dir=str(root / ".import_linter_cache"), no_logo=True
    )

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_capability_has_its_rooms_checked(root, capabilities):
    """A new app that .importlinter does not name would be free to import whatever it likes."""
    text = (root / ".importlinter").read_text()
    folders = {path.name for path in (root / "guyub" / "apps").iterdir() if (path / "__init__.py").exists()}

    assert folders == set(capabilities)
    assert [name for name in capabilities if f"guyub.apps.{name}\n" not in text] == []


def test_nothing_hides_in_a_signal(product):
    offenders = [
        f"{module.place}:{line} imports {source}"
        for module in product
        for source, name, line in module.imports()
        if SIGNALS.search(source) or name in {"receiver", "Signal"}
    ]

    assert offenders == []


def test_no_module_is_named_for_a_role(everything):
    offenders = [
        module.place
        for module in everything
        if ROOMS_WITHOUT_WALLS & set(module.name.split(".")[1:]) and not module.name.startswith("tests.support")
    ]

    assert offenders == []


def test_engines_are_entered_by_their_front_door(product):
    """guyub.engines.contracts, never guyub.engines.contracts.compile: what is behind the door may change."""
    offenders = []
    for module in product:
        for source, name, line in module.imports():
            parts = source.split(".")
            if parts[:2] != ["guyub", "engines"] or len(parts) < 3:
                continue
            inside = module.name.startswith(".".join(parts[:3]))
            behind_the_door = len(parts) > 3 or f"{source}.{name}" in product.modules
            if behind_the_door and not inside:
                offenders.append(f"{module.place}:{line} reaches into {source}{'.' + name if name else ''}")

    assert offenders == []


def test_rooms_are_entered_by_their_front_door(product):
    """guyub.apps.exchange.queries, never guyub.apps.exchange.queries.release: what a room offers stands in its __init__."""
    offenders = []
    for module in product:
        for source, name, line in module.imports():
            parts = source.split(".")
            if parts[:2] != ["guyub", "apps"] or len(parts) < 4 or parts[3] not in ROOMS_WITH_A_DOOR:
                continue
            inside = module.name.startswith(".".join(parts[:4]))
            behind_the_door = len(parts) > 4 or f"{source}.{name}" in product.modules
            if behind_the_door and not inside:
                offenders.append(f"{module.place}:{line} reaches into {source}{'.' + name if name else ''}")

    assert offenders == []


def test_only_the_edge_reads_the_clock(product):
    """Operations and queries are told when (`at`): a clock below the edge makes a step differ from its repetition."""
    offenders = [
        f"{module.place}:{node_line} reads the clock"
        for module in product.room("operations", "queries")
        for node_line in _clock_calls(module.tree)
    ]

    assert offenders == []


def _clock_calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.args or node.keywords:
                continue  # timezone.localdate(at) converts, it does not look
            if ast.unparse(node.func) in CLOCKS:
                yield node.lineno
