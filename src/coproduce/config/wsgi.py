"""The pages, as a WSGI application for the server in `serve.py`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduce.config.settings")
application = get_wsgi_application()
