"""An operation: keyword-only, told who and when, one durable transaction, one ledger event, and no other operation."""

from __future__ import annotations

import ast

MANY = 99


def is_durable(call: ast.expr) -> bool:
    """transaction.atomic(durable=True), as a decorator or in a with."""
    return (
        isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"transaction.atomic", "atomic"}
        and any(
            word.arg == "durable" and isinstance(word.value, ast.Constant) and word.value.value is True
            for word in call.keywords
        )
    )


def opens_transaction(function: ast.FunctionDef) -> bool:
    if any(is_durable(decorator) for decorator in function.decorator_list):
        return True
    return any(
        is_durable(item.context_expr)
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
    )


def opens_undurable_transaction(function: ast.FunctionDef) -> bool:
    atomics = [
        node
        for node in [
            *function.decorator_list,
            *(item.context_expr for n in ast.walk(function) if isinstance(n, ast.With) for item in n.items),
        ]
        if ast.unparse(node).split("(")[0] in {"transaction.atomic", "atomic"}
    ]
    return any(not is_durable(node) for node in atomics)


def private_callees(module, function: ast.FunctionDef) -> set[str]:
    """The functions of the same module that this one calls, however deep."""
    known, found, queue = module.functions(), set(), [function]
    while queue:
        for node in ast.walk(queue.pop()):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in known
                and node.func.id not in found
            ):
                found.add(node.func.id)
                queue.append(known[node.func.id])
    return found


def is_record(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"record", "ledger.record"}


class Paths:
    """The largest number of events that one call can record, over all ways through a function."""

    def __init__(self, module) -> None:
        self.functions = module.functions()
        self.known: dict[str, int] = {}

    def most(self, name: str) -> int:
        if name not in self.known:
            self.known[name] = 0  # a recursion adds nothing more
            through, ended = self.block(self.functions[name].body)
            self.known[name] = max(through if through is not None else 0, ended)
        return self.known[name]

    def cost(self, node: ast.AST | None) -> int:
        if node is None:
            return 0
        total = 0
        for inner in ast.walk(node):
            if is_record(inner):
                total += 1
            elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in self.functions:
                total += self.most(inner.func.id)
        return total

    def block(self, statements: list[ast.stmt]) -> tuple[int | None, int]:
        """(events when it falls through, or None when it never does; events on the richest way that ends inside)."""
        so_far, ended = 0, 0
        for statement in statements:
            through, inside = self.statement(statement)
            ended = max(ended, so_far + inside)
            if through is None:
                return None, ended
            so_far += through
        return so_far, ended

    def statement(self, node: ast.stmt) -> tuple[int | None, int]:
        if isinstance(node, ast.Raise):
            return None, 0  # rolled back, its events with it
        if isinstance(node, ast.Return):
            return None, self.cost(node.value)
        if isinstance(node, ast.If):
            return self.either([node.body, node.orelse], self.cost(node.test))
        if isinstance(node, ast.Match):
            return self.either([case.body for case in node.cases] + [[]], self.cost(node.subject))
        if isinstance(node, ast.For | ast.While):
            through, inside = self.block(node.body)
            each = max(through or 0, inside)
            return (MANY if each else 0), (MANY if each else 0)
        if isinstance(node, ast.With):
            through, inside = self.block(node.body)
            before = sum(self.cost(item.context_expr) for item in node.items)
            return (None if through is None else before + through), before + inside
        if isinstance(node, ast.Try):
            through, inside = self.either([[*node.body, *node.orelse], *(handler.body for handler in node.handlers)], 0)
            last, last_inside = self.block(node.finalbody)
            return (None if through is None or last is None else through + last), max(inside, last_inside)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            return 0, 0
        return self.cost(node), 0

    def either(self, branches: list[list[ast.stmt]], before: int) -> tuple[int | None, int]:
        results = [self.block(branch) for branch in branches]
        throughs = [through for through, _ in results if through is not None]
        return (before + max(throughs) if throughs else None), before + max(inside for _, inside in results)


def operations(product):
    return product.offered("operations")


def words(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in function.args.kwonlyargs}


def test_the_paths_through_a_function_are_counted_right():
    """The checker itself: a branch is an alternative, a loop repeats, what raises is rolled back."""

    class Example:
        def functions(self):
            tree = ast.parse(
                "def one(x):\n if x:\n  record('a')\n  return 1\n record('b')\n"
                "def loop(x):\n for y in x:\n  record('a')\n"
                "def two():\n record('a')\n record('b')\n"
                "def deep():\n with t:\n  one(1)\n  if 1: raise E\n"
                "def tried():\n try:\n  x()\n except E:\n  record('a')\n else:\n  record('b')\n"
            )
            return {node.name: node for node in tree.body}

    paths = Paths(Example())

    assert {name: paths.most(name) for name in Example().functions()} == {
        "one": 1,
        "loop": MANY,
        "two": 2,
        "deep": 1,
        "tried": 1,
    }


def test_operations_take_words_not_positions(product):
    offenders = [
        f"{module.place}:{function.lineno} {name} has positional arguments"
        for module, name, function in operations(product)
        if function.args.args or function.args.posonlyargs or function.args.vararg
    ]

    assert offenders == []


def test_operations_are_told_who_and_when(product):
    offenders = [
        f"{module.place}:{function.lineno} {name} lacks {', '.join(sorted({'actor', 'at'} - words(function)))}"
        for module, name, function in operations(product)
        if not {"actor", "at"} <= words(function)
    ]

    assert offenders == []


def test_operations_are_annotated(product):
    offenders = [
        f"{module.place}:{function.lineno} {name}"
        for module, name, function in operations(product)
        if function.returns is None or any(argument.annotation is None for argument in function.args.kwonlyargs)
    ]

    assert offenders == []


def test_operations_are_one_durable_transaction(product):
    """
    The operation itself is the transaction, or it prepares files first and commits in one private function.

    `durable=True` makes Django refuse to nest it, so that an event is never recorded for a change that is later undone.
    """
    offenders = []
    for module, name, function in operations(product):
        reached = [function, *(module.functions()[callee] for callee in private_callees(module, function))]
        if not any(opens_transaction(node) for node in reached):
            offenders.append(f"{module.place}:{function.lineno} {name} opens no durable transaction")
        if any(opens_undurable_transaction(node) for node in reached):
            offenders.append(
                f"{module.place}:{function.lineno} {name} opens a savepoint: transaction.atomic without durable"
            )

    assert offenders == []


def test_operations_record_one_event(product):
    """Exactly one on the way that changes something; a way that changes nothing may record none."""
    offenders = []
    for module, name, function in operations(product):
        most = Paths(module).most(name)
        if most != 1:
            how_many = {0: "no event", MANY: "an event for each turn of a loop"}.get(most, f"up to {most} events")
            offenders.append(f"{module.place}:{function.lineno} {name} records {how_many}")

    assert offenders == []


def test_operations_call_no_other_operation(product):
    names = {(module.capability, name) for module, name, _ in operations(product)}
    offenders = []
    for module, name, function in operations(product):
        reached = [function, *(module.functions()[callee] for callee in private_callees(module, function))]
        for node in (node for part in reached for node in ast.walk(part)):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called != name and (module.capability, called.removeprefix("operations.")) in names:
                offenders.append(f"{module.place}:{node.lineno} {name} calls {called}")

    assert offenders == []


def test_every_event_recorded_is_in_the_table_of_flows(product):
    from guyub.flows.table import FLOW

    offenders, recorded = [], set()
    for module in product:
        if module.name.startswith("guyub.ledger"):
            continue
        for node in ast.walk(module.tree):
            if is_record(node):
                names = _names(node.args[0]) if node.args else None
                if names is None:
                    offenders.append(f"{module.place}:{node.lineno} records an event whose name is not written out")
                    continue
                recorded |= names
                offenders += [
                    f"{module.place}:{node.lineno} {event} is not in flows/table.py"
                    for event in names - set(FLOW.steps)
                ]

    assert offenders == []
    assert sorted(set(FLOW.steps) - recorded) == [], "these stand in flows/table.py, but no operation records them"


def _names(node: ast.expr) -> set[str] | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        body, orelse = _names(node.body), _names(node.orelse)
        return None if body is None or orelse is None else body | orelse
    return None


def test_only_operations_record_events(product):
    offenders = [
        f"{module.place}:{node.lineno}"
        for module in product
        if module.room != "operations" and not module.name.startswith("guyub.ledger")
        for node in ast.walk(module.tree)
        if is_record(node)
    ]

    assert offenders == []
