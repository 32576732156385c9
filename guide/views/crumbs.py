"""The way back from a page."""

from django.urls import reverse


def crumbs(*crumbs: tuple[str, str]) -> dict[str, object]:
    """The breadcrumb: words, and an address or a URL's name; the page itself last and without one."""
    return {"crumbs": [(words, _address(name)) for words, name in crumbs]}


def _address(name: str) -> str:
    return name if not name or name.startswith("/") else reverse(name)
