"""The WSGI application gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from guide.operating.watching import watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guide.settings")
application = watched(get_wsgi_application())
