"""A query: scoped to its actor or public by name, plain frozen data out, its name says how many come back."""

from __future__ import annotations

import ast

import pytest

PREFIXES = ("get_", "find_", "list_", "count_", "public_")
# Queries without an actor, each with the reason why nobody's permission is asked.
WITHOUT_ACTOR = {
    "guyub.apps.accounts.queries.get_system_officer": "steps ask it as whom they act; it names no person",
    "guyub.apps.accounts.queries.get_officer": "commands and the demo ask it as whom they act; no page may",
}


def queries(product):
    return product.offered("queries")


def full_name(module, name: str) -> str:
    return f"guyub.apps.{module.capability}.queries.{name}"


def test_queries_take_an_actor_or_are_public_by_name(product):
    offenders, seen = [], set()
    for module, name, function in queries(product):
        seen.add(full_name(module, name))
        arguments = {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
        if "actor" in arguments:
            if name.startswith("public_"):
                offenders.append(f"{module.place}:{function.lineno} {name} is public and takes an actor: which?")
        elif not name.startswith("public_") and full_name(module, name) not in WITHOUT_ACTOR:
            offenders.append(f"{module.place}:{function.lineno} {name} takes no actor")

    assert offenders == []
    assert sorted(set(WITHOUT_ACTOR) - seen) == [], "exceptions for queries that no longer exist"


def test_queries_without_an_actor_are_not_for_pages(product):
    names = {name.rpartition(".")[2] for name in WITHOUT_ACTOR}
    offenders = [
        f"{module.place}:{node.lineno} asks {ast.unparse(node)}"
        for module in product.room("views", "api", "forms")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in names) or (isinstance(node, ast.Name) and node.id in names)
    ]

    assert offenders == []


def test_queries_use_the_actor_they_take(product):
    offenders = [
        f"{module.place}:{function.lineno} {name} takes an actor and never asks about it"
        for module, name, function in queries(product)
        if any(argument.arg == "actor" for argument in [*function.args.args, *function.args.kwonlyargs])
        if not any(isinstance(node, ast.Name) and node.id == "actor" for node in ast.walk(function))
    ]

    assert offenders == []


NARROWING = {"visible_to", "require", "may", "scope", "covers"}


def test_queries_narrow_what_they_read_to_the_actor(product):
    """A query that reads a scoped table narrows it by visible_to, or asks first whether the actor may."""
    from django.apps import apps

    scoped = {model.__name__ for model in apps.get_models() if hasattr(model._default_manager, "visible_to")}
    offenders = []
    for module, name, function in queries(product):
        if name.startswith("public_") or full_name(module, name) in WITHOUT_ACTOR:
            continue
        reached = [function, *_callees(module, function)]
        nodes = [node for part in reached for node in ast.walk(part)]
        reads = {
            node.value.id
            for node in nodes
            if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name)
        }
        asks = {
            called
            for node in nodes
            if isinstance(node, ast.Call)
            for called in [ast.unparse(node.func).rpartition(".")[2]]
            if called in NARROWING or called.startswith(("require_", "may_"))
        }
        if reads & scoped and not asks:
            offenders.append(f"{module.place}:{function.lineno} {name} reads {', '.join(sorted(reads & scoped))}")

    assert offenders == []


def _callees(module, function: ast.FunctionDef) -> list[ast.FunctionDef]:
    """The functions of the same module that this one calls, however deep."""
    known, found, queue = module.functions(), {}, [function]
    while queue:
        for node in ast.walk(queue.pop()):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                called = node.func.id
                if called in known and called not in found:
                    found[called] = known[called]
                    queue.append(known[called])
    return list(found.values())


def test_the_name_of_a_query_says_how_many_come_back(product):
    offenders = [
        f"{module.place}:{function.lineno} {name}: begin with {', '.join(PREFIXES)}"
        for module, name, function in queries(product)
        if not name.startswith(PREFIXES)
    ]

    assert offenders == []


def test_queries_take_words_not_positions(product):
    """One thing looked up may go without its name, as in get_area("33.13"); whom it is for never does."""
    offenders = [
        f"{module.place}:{function.lineno} {name}"
        for module, name, function in queries(product)
        if len(function.args.args) > 1
        or function.args.posonlyargs
        or function.args.vararg
        or any(argument.arg == "actor" for argument in function.args.args)
    ]

    assert offenders == []


def test_queries_give_plain_data(product):
    """Never a model or a queryset: a template could start a query from one, and a leak could hide in one."""
    from django.apps import apps

    tables = {model.__name__ for model in apps.get_models()}
    offenders = []
    for module, name, function in queries(product):
        if function.returns is None:
            offenders.append(f"{module.place}:{function.lineno} {name} does not say what it returns")
            continue
        imported = {alias for source, alias, _ in module.imports() if "models" in source.split(".")}
        words = {node.id for node in ast.walk(function.returns) if isinstance(node, ast.Name)}
        words |= {node.attr for node in ast.walk(function.returns) if isinstance(node, ast.Attribute)}
        rows = {word for word in words if word.endswith("QuerySet") or (word in tables and word in imported)}
        if full_name(module, name) in WITHOUT_ACTOR:
            rows -= {"Officer"}  # who is to act, for steps and commands
        if rows:
            offenders.append(f"{module.place}:{function.lineno} {name} returns {', '.join(sorted(rows))}")

    assert offenders == []


@pytest.mark.parametrize("room", ["queries", "operations"])
def test_the_dataclasses_they_give_are_frozen(product, room):
    offenders = []
    for module in product.room(room):
        for node in module.tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            for decorator in node.decorator_list:
                text = ast.unparse(decorator)
                if text.startswith("dataclass") and "frozen=True" not in text:
                    offenders.append(f"{module.place}:{node.lineno} {node.name}")

    assert offenders == []
