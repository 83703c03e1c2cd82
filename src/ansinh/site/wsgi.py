"""The WSGI application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from ansinh.site.memory import settle_memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.site.settings")
application = get_wsgi_application()
settle_memory()
