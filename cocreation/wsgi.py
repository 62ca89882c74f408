"""The WSGI entry point of the web server."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse

from .validators import check_can_write

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreation.settings")
application = get_wsgi_application()
check_can_write(settings)


def warm_up() -> None:
    """Read now what the first person would wait for, and let the garbage collector leave alone what stays.

    Looking through all of it takes the collector as long as four pages, again and again.
    """
    reverse("home")
    for name in ("base.html", "projects/initiative_base.html", "phases/my_work.html", "toolkit/methods.html"):
        get_template(name)
    gc.collect()
    gc.freeze()


warm_up()
