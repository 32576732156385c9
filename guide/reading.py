"""For which moment a request reads, and with whose eyes: a reader's, or in a preview an editor's, who sees drafts."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from carriers.reading import Reading
from guide.deadlines import JAPAN


def now(request: HttpRequest) -> dt.datetime:
    """The clock in Japan; a preview (guide/desk/preview.py) sets its own."""
    return getattr(request, "now", None) or timezone.localtime(timezone=JAPAN)


def reading(request: HttpRequest) -> Reading:
    """The same for the whole request, so that a page is of one moment and asks once what is the newest."""
    wanted = Reading(on=now(request).date(), drafts=getattr(request, "drafts", False))
    if getattr(request, "reading", None) != wanted:
        request.reading = wanted  # type: ignore[attr-defined]
    return request.reading  # type: ignore[attr-defined]
