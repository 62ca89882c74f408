"""Indexes by which long lists are read in their order: the trail, the initiatives, the teams somebody is in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0019_feedback_days")]

    operations = [
        migrations.AddIndex(
            "auditentry", models.Index(fields=["initiative", "-at", "-id"], name="audit_of_initiative")
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(
                fields=["organisation", "-at", "-id"],
                condition=models.Q(initiative=None),
                name="audit_of_organisation",
            ),
        ),
        migrations.AddIndex(
            "auditentry",
            models.Index(fields=["target_kind", "target_id", "-at", "-id"], name="audit_about_target"),
        ),
        migrations.AddIndex(
            "initiative",
            models.Index(
                fields=["-updated_at", "-id"],
                condition=models.Q(archived_at=None),
                name="initiative_current",
            ),
        ),
        migrations.AddIndex(
            "teammember", models.Index(fields=["user", "initiative", "role"], name="teams_of_person")
        ),
        migrations.AlterField(
            "auditentry",
            "initiative",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audit_entries",
                to="projects.initiative",
            ),
        ),
        migrations.AlterField(
            "teammember",
            "user",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="teams",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
