"""Addresses for programs that watch the site: /healthz, /readyz, and /metrics if asked for.

They are answered before anything looks at the host's name, the scheme or a session: whoever watches a single process
asks for it by its number, without TLS.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from guide.operating import metrics, readiness

View = Callable[[HttpRequest], HttpResponse]


def probed(get_response: View) -> View:
    """Middleware."""

    def answered(request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBES:
            return get_response(request)
        response = PROBES[request.path_info](request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answered


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nobody else, so a database that is down restarts no process."""
    return _line("The process answers.")


def readyz(request: HttpRequest) -> HttpResponse:
    missing = readiness.missing()
    return _line(missing or "Ready.", 503 if missing else 200)


def exposed(request: HttpRequest) -> HttpResponse:
    """The numbers, for who knows the token; without METRICS_TOKEN there is no such page."""
    if not settings.METRICS_TOKEN:
        return _line("There is no such page.", 404)
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return _line("Send the token: Authorization: Bearer ...", 401)
    text, kind = metrics.exposition()
    return HttpResponse(text, content_type=kind)


def _line(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


PROBES: dict[str, View] = {"/healthz": healthz, "/readyz": readyz, "/metrics": exposed}
