"""Migrations: complete, numbered without gaps, one line per app."""

from __future__ import annotations

import re
from itertools import pairwise

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("guyub.")]


def test_the_migrations_say_what_the_models_say():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None):  # names of Django's own fields are translated, and migrations hold the English
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
            graph=loader.graph
        )
    missing = {
        label: [operation.describe() for migration in migrations for operation in migration.operations]
        for label, migrations in changes.items()
        if label in OURS
    }

    assert missing == {}, "run: guyub manage makemigrations"


def test_every_apps_migrations_form_one_line():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    offenders = []
    for label in OURS:
        names = sorted(name for app, name in loader.disk_migrations if app == label)
        numbers = [re.match(r"(\d{4})_", name) for name in names]
        if [int(match[1]) if match else None for match in numbers] != list(range(1, len(names) + 1)):
            offenders.append(f"{label}: {', '.join(names)} are not numbered 0001, 0002, … without gaps")
        for before, name in pairwise(names):
            parents = [parent for parent in loader.disk_migrations[label, name].dependencies if parent[0] == label]
            if parents != [(label, before)]:
                offenders.append(f"{label}.{name} follows {parents}, not {before}")

    assert offenders == []


def test_no_table_is_made_twice_under_two_names():
    tables = [model._meta.db_table for model in apps.get_models()]

    assert len(tables) == len(set(tables))
