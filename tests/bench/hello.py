"""What the site is measured beside: an answer without any framework, and one of Django without anything else."""

from collections.abc import Iterable
from functools import cache
from typing import Any

WORDS = b"Hello"
HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(WORDS)))]


def bare(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", list(HEADERS))
    return [WORDS]


def django(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return _django()(environ, start_response)


@cache
def _django() -> Any:
    """No middleware, one address."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    settings.configure(ROOT_URLCONF=(path("", lambda request: HttpResponse(WORDS)),), ALLOWED_HOSTS=["127.0.0.1"])
    return get_wsgi_application()
