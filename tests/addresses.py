"""Every address the site has, each once, with `mark` in the place of what differs."""

import re
from typing import Any

from django.urls import URLPattern, URLResolver


def addresses(patterns: Any, before: str = "", mark: str = "1") -> Any:
    for one in patterns:
        route = before + re.sub(r"^\^|\\Z$|\$$", "", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route, mark)
        elif isinstance(one, URLPattern):
            route = re.sub(r"\(\?P<\w+>(\w+)\|[^)]*\)", r"\1", route)  # one of a list
            route = re.sub(r"\(\?P<day>[^)]*\)", "2026-12-01", re.sub(r"\(\?P<\w+>\.\*\)", "en/", route))
            yield f"/{re.sub(r'<[^>]+>', mark, route)}"
