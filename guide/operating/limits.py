"""How large a request may be. Django bounds the fields of a form, not the files: those it would write to the disk."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError

MOST_FROM_READERS = 100_000  # bytes: a report or a question has a tenth
MOST_FROM_EDITORS = 6_000_000  # the import takes 5 MB (carriers/exchange/upload.py)


def bounded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """400 for what is longer, before any of it is read. A request that does not say its length is read as empty."""

    def answered(request: HttpRequest) -> HttpResponse:
        editors = request.path_info.startswith(f"/{settings.ADMIN_PATH}")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > (MOST_FROM_EDITORS if editors else MOST_FROM_READERS):
            raise RequestDataTooBig(f"{length} bytes are more than a request may have.")
        return get_response(request)

    answered.process_exception = broken_off  # type: ignore[attr-defined]
    return answered


def broken_off(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Whoever stops in the middle of sending makes no error of ours."""
    return HttpResponseBadRequest() if isinstance(exception, UnreadablePostError) else None
