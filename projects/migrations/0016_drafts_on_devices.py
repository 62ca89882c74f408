"""Whether what is typed in the log of a workshop may be kept on the device until it is added."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0015_scores_may_be_empty")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="drafts_on_devices",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
