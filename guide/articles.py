"""Editors' Markdown to safe HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def as_html(text: str) -> SafeString:
    """Raw HTML in the text is shown as text; what Markdown makes passes an allow-list."""
    return mark_safe(nh3.clean(_markdown.render(text), tags=TAGS, attributes={"a": {"href"}}))  # noqa: S308 - cleaned
