"""The key of a form gets its usual name; its table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("projects", "0017_database_defaults")]

    operations = [
        migrations.AlterModelTable(name="submission", table="projects_submission"),
        migrations.RenameModel(old_name="Submission", new_name="IdempotencyKey"),
    ]
