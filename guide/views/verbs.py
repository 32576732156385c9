"""Which verbs a reader's page answers, and how long the answer holds."""

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from guide.pagecache import KEEP_UNTIL
from guide.reading import now

View = Callable[..., HttpResponse]

# Shared caches ask once a second, and while we are down give what they have. Browsers always ask: no
# stale-while-revalidate, which they would take for themselves too, and show a page as if there were a network.
FOR_EVERYBODY = "public, max-age=0, s-maxage=1, stale-if-error=86400"
# An address with answers, or with what somebody searched for, is no shared cache's business.
FOR_ONE = "private, no-cache"


def get_only(view: View) -> View:
    """GET and HEAD; 405 for the rest. Nothing is ever posted here, so the CSRF check has nothing to guard.

    The page holds for the day in Japan.
    """
    return _held(view, lambda moment: moment.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1))


def get_only_now(view: View) -> View:
    """The same for what depends on the hour too. Hours are written in minutes, so it holds to the end of this one."""
    return _held(view, lambda moment: moment.replace(second=0, microsecond=0) + dt.timedelta(minutes=1))


def _held(view: View, until: Callable[[dt.datetime], dt.datetime]) -> View:
    @wraps(view)
    def held(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not getattr(request, "drafts", False):
            request.META[KEEP_UNTIL] = until(now(request)).timestamp()
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", FOR_ONE if request.META["QUERY_STRING"] else FOR_EVERYBODY)
        return response

    return csrf_exempt(require_safe(held))
