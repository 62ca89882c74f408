"""The WSGI entry point of the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from .validators import check_can_write

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreation.settings")
application = get_wsgi_application()
check_can_write(settings)
