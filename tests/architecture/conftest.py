"""The source tree as the architecture tests read it: parsed once, asked many times."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Lowest first; the import contracts hold the same order.
CAPABILITIES = (
    "areas",
    "accounts",
    "exchange",
    "registry",
    "indicators",
    "services",
    "assessment",
    "masterplan",
    "surveys",
    "improvement",
    "monitoring",
    "packages",
    "evaluation",
    "selection",
    "comparison",
    "portal",
)
# Neither knows the other: they stand on the same step.
LEVEL = {name: number for number, name in enumerate(CAPABILITIES)} | {"assessment": 5, "selection": 12}
# Everybody may ask these two who and where.
COMMON_GROUND = frozenset({"areas", "accounts"})


@dataclass(frozen=True)
class Module:
    name: str  # "guyub.apps.exchange.operations.release"
    path: Path
    tree: ast.Module
    lines: int

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def capability(self) -> str | None:
        parts = self.name.split(".")
        return parts[2] if len(parts) > 2 and parts[:2] == ["guyub", "apps"] else None

    @property
    def room(self) -> str | None:
        parts = self.name.split(".")
        return parts[3] if self.capability and len(parts) > 3 else None

    @property
    def is_private(self) -> bool:
        return any(part.startswith("_") and not part.startswith("__") for part in self.name.split("."))

    def functions(self) -> dict[str, ast.FunctionDef]:
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}

    def public_functions(self) -> dict[str, ast.FunctionDef]:
        return {name: node for name, node in self.functions().items() if not name.startswith("_")}

    def imports(self) -> Iterator[tuple[str, str, int]]:
        """(module imported from, name or "", line) of every import, wherever in the file it stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, "", node.lineno
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield node.module or "", alias.name, node.lineno

    def strings(self) -> Iterator[tuple[str, int]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, node.lineno


@dataclass(frozen=True)
class SourceTree:
    modules: dict[str, Module] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules.values())

    def room(self, *rooms: str) -> Iterator[Module]:
        return (module for module in self if module.room in rooms)

    def offered(self, room: str) -> Iterator[tuple[Module, str, ast.FunctionDef]]:
        """The functions a room offers: the public ones of its module, or those that its package's __init__ hands on."""
        for module in self.room(room):
            door = self.modules[f"guyub.apps.{module.capability}.{room}"]
            handed_on = {name for _, name, _ in door.imports()}
            for name, node in module.public_functions().items():
                if module is door or name in handed_on:
                    yield module, name, node


def read(package: str) -> dict[str, Module]:
    modules = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        modules[name] = Module(name, path, ast.parse(text, str(path)), text.count("\n"))
    return modules


@pytest.fixture(scope="session")
def product() -> SourceTree:
    """Every module of guyub/, without migrations."""
    return SourceTree(read("guyub"))


@pytest.fixture(scope="session")
def everything(product: SourceTree) -> SourceTree:
    """The product, its tests, tools and benchmarks."""
    return SourceTree(product.modules | read("tests") | read("tools") | read("benchmarks"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def capabilities() -> tuple[str, ...]:
    return CAPABILITIES


@pytest.fixture(scope="session")
def level() -> dict[str, int]:
    return LEVEL


@pytest.fixture(scope="session")
def common_ground() -> frozenset[str]:
    return COMMON_GROUND


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Name every offender, not the first one and a count."""
    if op == "==" and right == [] and isinstance(left, list):
        return [f"{len(left)} to mend", *map(str, left)]
    return None
