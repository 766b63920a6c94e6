"""Whose table is it? Foreign keys point down, and a capability's reads and writes stay on its own ground."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps

# Tables read by everyone, or reached only through the row they belong to: nothing to scope to an officer.
UNSCOPED = {
    "areas.Area": "national reference data, the same for everybody",
    "areas.AreaWord": "national reference data, the same for everybody",
    "areas.Edition": "national reference data, the same for everybody",
}


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("guyub.")]


def capability_of(model) -> str | None:
    parts = model.__module__.split(".")
    return parts[2] if parts[:2] == ["guyub", "apps"] else None


def relations(model):
    return [field for field in model._meta.get_fields() if field.is_relation and not field.auto_created]


def test_foreign_keys_point_to_the_same_or_a_lower_capability(level):
    offenders = []
    for model in our_models():
        for field in relations(model):
            home, there = capability_of(model), capability_of(field.related_model)
            if there is None:
                continue
            if home is None or level[there] > level[home] or (level[there] == level[home] and there != home):
                offenders.append(f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}")

    assert offenders == []


def test_foreign_keys_protect_what_they_point_to():
    """Past facts are withdrawn, not deleted: no cascade may take a release or an appointment along."""
    from django.db.models import CASCADE

    offenders = [
        f"{model._meta.label}.{field.name} cascades"
        for model in our_models()
        for field in relations(model)
        if getattr(field.remote_field, "on_delete", None) is CASCADE
        and capability_of(field.related_model) != capability_of(model)
    ]

    assert offenders == []


def test_no_table_has_a_default_order():
    assert [model._meta.label for model in our_models() if model._meta.ordering] == []


def test_every_table_can_be_narrowed_to_what_an_officer_may_see():
    """A model has visible_to, or is a child of one of its own capability that has, or is listed with a reason."""

    def scoped(model) -> bool:
        return hasattr(model._default_manager, "visible_to")

    offenders = [
        f"{model._meta.label} has no visible_to(actor)"
        for model in our_models()
        if capability_of(model) and not scoped(model) and model._meta.label not in UNSCOPED
        if not any(
            scoped(f.related_model) and capability_of(f.related_model) == capability_of(model) for f in relations(model)
        )
    ]

    assert offenders == []
    assert [label for label in UNSCOPED if hasattr(apps.get_model(label)._default_manager, "visible_to")] == []


def test_operations_and_queries_import_only_their_own_tables(product, common_ground):
    offenders = []
    for module in product.room("operations", "queries", "permissions"):
        allowed = {module.capability, *common_ground}
        for source, name, line in module.imports():
            parts = f"{source}.{name}".split(".")
            if parts[:2] == ["guyub", "apps"] and "models" in parts[3:5] and parts[2] not in allowed:
                offenders.append(f"{module.place}:{line} imports the tables of {parts[2]}")
            if parts[0] == "guyub" and parts[1] in {"ledger", "jobs"} and "models" in parts[2:4]:
                offenders.append(f"{module.place}:{line} imports the tables of {parts[1]}: use its queries")
            if name == "get_model" or source == "django.apps":
                offenders.append(f"{module.place}:{line} looks tables up by name")

    assert offenders == []


def test_no_capability_names_another_ones_table_in_sql(product, common_ground):
    tables = {model._meta.db_table: capability_of(model) or model._meta.app_label for model in our_models()}
    word = re.compile(r"\b(" + "|".join(sorted(tables, key=len, reverse=True)) + r")\b")
    offenders = []
    for module in product:
        if module.capability is None:
            continue
        for text, line in module.strings():
            for table in word.findall(text):
                if tables[table] not in {module.capability, *common_ground}:
                    offenders.append(f"{module.place}:{line} names table {table}")

    assert offenders == []


LOOKUP = re.compile(r"^-?[a-z][a-z0-9]*(_[a-z0-9]+)*(__[a-z0-9]+(_[a-z0-9]+)*)+$")


def test_no_look_up_walks_through_another_capabilitys_table(product, common_ground):
    """`release__submission__file_name` read from the registry is a read of the exchange's tables: ask its queries."""
    offenders = []
    for module in product:
        if module.capability is None or module.room in {"views", "urls", "forms", "migrations"}:
            continue
        own = [model for model in our_models() if capability_of(model) == module.capability]
        for path, line in _lookups(module.tree):
            for model in own:
                stranger = _leaves_home(model, path.lstrip("-").split("__"), {module.capability, *common_ground})
                if stranger:
                    offenders.append(f"{module.place}:{line} {path} reads {stranger}")

    assert sorted(set(offenders)) == []


def _lookups(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and LOOKUP.match(node.value):
            yield node.value, node.lineno
        elif isinstance(node, ast.keyword) and node.arg and LOOKUP.match(node.arg):
            yield node.arg, node.value.lineno


def _leaves_home(model, steps: list[str], home: set[str | None]) -> str | None:
    """The stranger's "label.field" that a look-up reads, or None when it stays at home or is no look-up of the model."""
    for number, step in enumerate(steps):
        field = next((field for field in model._meta.get_fields() if field.name == step), None)
        if field is None:
            return None
        if capability_of(model) not in home and number and step not in {"pk", "id", model._meta.pk.name}:
            return f"{model._meta.label}.{step}"
        if not field.is_relation or field.related_model is None:
            return None
        model = field.related_model
    return None


@pytest.mark.parametrize("label", ["ledger", "jobs"])
def test_the_ledger_and_the_jobs_know_no_capability(label):
    offenders = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config(label).get_models()
        for field in relations(model)
    ]

    assert offenders == []
