from django.db import migrations


def verify(apps, schema_editor):
    """Everyone came through an invitation of their address, or was made on the machine itself."""
    User = apps.get_model("projects", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    for user in User.objects.filter(erased_at=None).iterator():
        EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0011_sessions"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(verify, migrations.RunPython.noop)]
