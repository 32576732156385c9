"""Which verbs a reader's page answers."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def get_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD; 405 for the rest. Nothing is ever posted here, so the CSRF check has nothing to guard."""
    return csrf_exempt(require_safe(view))
