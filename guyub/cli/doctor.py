"""guyub doctor: is this machine fit to run Guyub?"""

import shutil
import sys

import click
import django


@click.command()
def doctor() -> None:
    """Look at the machine, the database and the data directory; say what is unfit and how to mend it."""
    django.setup()
    import sqlite3

    from django.conf import settings
    from django.db import connection

    problems = []
    click.echo(f"Python {sys.version.split()[0]}, database {connection.vendor}, SQLite {sqlite3.sqlite_version}")
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < (3, 51, 3):
        problems.append(
            "This SQLite may lose data when web and worker write at once (WAL-reset bug, fixed in 3.51.3): "
            "install pysqlite3, or use PostgreSQL through GUYUB_DATABASE_URL."
        )
    free_gb = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR).free / 1e9
    click.echo(f"Data directory {settings.DATA_DIR}, {free_gb:.0f} GB free")
    if free_gb < 5:
        problems.append(
            "Less than 5 GB are free: a regency of a million people needs about 3 GB for each year of releases."
        )
    for problem in problems:
        click.echo(f"! {problem}", err=True)
    raise SystemExit(1 if problems else 0)
