from django.db import connections, migrations

from guyub.apps.packages import triggers


def create(apps, schema_editor):
    triggers.create(connections[schema_editor.connection.alias])


def drop(apps, schema_editor):
    triggers.drop(connections[schema_editor.connection.alias])


class Migration(migrations.Migration):
    """From here on the database itself refuses to change or delete a package."""

    dependencies = [("packages", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
