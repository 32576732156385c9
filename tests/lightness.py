"""How much a page weighs on the wire, compressed, and what its first paint waits for."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import brotli

LIMIT = 14_000  # bytes of HTML and style sheet together: about what a server sends before the first answer comes back
# A web server compresses a page while it is asked for, a style sheet once and well.
QUICKLY, WELL = 5, 11
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(r"<script\b([^>]*)>")
LATER = re.compile(r'\b(?:defer|async)\b|type="(?:module|application/ld\+json)"')


@dataclass(frozen=True)
class Weight:
    """In bytes; `requests` are those that stand between the HTML and the first paint."""

    html: int
    css: int
    requests: int

    @property
    def whole(self) -> int:
        return self.html + self.css


def weigh(html: str, fetch: Callable[[str], bytes]) -> Weight:
    """`fetch` gives what stands at an address of the page, not compressed."""
    sheets = SHEET.findall(html)
    scripts = [attributes for attributes in SCRIPT.findall(html) if not LATER.search(attributes)]
    css = sum(len(brotli.compress(fetch(sheet), quality=WELL)) for sheet in sheets)
    return Weight(len(brotli.compress(html.encode(), quality=QUICKLY)), css, len(sheets) + len(scripts))
