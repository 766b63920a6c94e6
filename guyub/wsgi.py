"""What the web server runs. WSGI, measured: Django under ASGI costs three times the CPU (docs/adr)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.settings")
os.umask(0o077)  # as in guyub.cli: what is written is for Guyub's own account

application = get_wsgi_application()
