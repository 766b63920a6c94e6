"""guyub areas: the national list of provinces, regencies, districts and villages."""

import click
import django


@click.group()
def areas() -> None:
    """Provinces to villages: take in an edition, count, search."""
    django.setup()


@areas.command("import")
def import_() -> None:
    """Take in the edition that content/reference/areas.yaml describes; a second time changes nothing."""
    from django.utils import timezone

    from guyub.apps.areas import operations, queries

    imported = operations.import_reference(actor=None, at=timezone.now())
    source = queries.public_find_source()
    assert source is not None
    state = "imported" if imported.is_new else "already there"
    click.echo(f"{state}: {imported.areas} areas, {imported.dropped} no longer listed")
    click.echo(f"edition: {source.title} ({source.source}); licence: {source.licence}")


@areas.command()
def count() -> None:
    """Print how many provinces, regencies and cities, districts and villages there are."""
    from guyub.apps.areas import queries

    for level, number in queries.public_count_areas().items():
        click.echo(f"{level} {number}")


@areas.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True)
def search(text: tuple[str, ...], limit: int) -> None:
    """Find areas by name or code: guyub areas search jaten karanganyar."""
    from guyub.apps.areas import queries

    for found in queries.public_search_areas(" ".join(text), limit=limit):
        click.echo("\t".join((found.area.code, found.area.full_name, ", ".join(found.above))))
