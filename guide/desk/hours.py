"""How long a session lasts: an hour from the last request, eight hours from the second factor."""

import datetime as dt

from django.http import HttpRequest

PAUSE = dt.timedelta(hours=1)
DAY = dt.timedelta(hours=8)
ENDS = "ends"


def begin(request: HttpRequest, now: dt.datetime) -> None:
    """The day begins with its first code; a later one does not make it longer."""
    request.session.setdefault(ENDS, (now + DAY).isoformat())
    prolong(request, now)


def prolong(request: HttpRequest, now: dt.datetime) -> None:
    """Another hour, though not beyond the day's end. Before the code there is no day, and the first hour is all."""
    if ends := request.session.get(ENDS):
        request.session.set_expiry(min(dt.datetime.fromisoformat(ends), now + PAUSE))
