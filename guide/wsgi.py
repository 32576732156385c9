"""The WSGI application gunicorn serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from guide.operating.watching import watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guide.settings")
application: Callable[[dict[str, Any], Any], Iterable[bytes]] = get_wsgi_application()

if not settings.DEBUG:  # who works on a template wants to see it
    from guide.pagecache import PageCache

    application = PageCache(application)

application = watched(application)
