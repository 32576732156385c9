"""What a page says to search engines, in its head."""

import json

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guide.linked_data import Node, breadcrumb, graph, web_page

register = template.Library()

# As Django's json_script does: nothing in the words can end the element or begin another.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def linked_data(context: Context) -> SafeString:
    """The page, the way to it, and the nodes its view has put into `linked`, as JSON-LD.

    A view may say `modified` (when its content was last saved) and `reviewed` (the day since which all is checked).
    """
    nodes = [*_page(context), *(context.get("linked") or [])]
    if not nodes:
        return SafeString("")
    words = json.dumps(graph(*nodes), ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words))  # noqa: S308 - escaped above


def _page(context: Context) -> list[Node]:
    crumbs: list[tuple[str, str]] = context.get("crumbs") or []
    if not crumbs:
        return []
    origin, language = context["origin"], context["language"]
    way = [(words, origin + address if address else "") for words, address in crumbs]
    name, address = crumbs[-1][0], origin + context["request"].path
    return [
        web_page(name, address, language, context.get("modified"), context.get("reviewed")),
        breadcrumb(way, (_("Home"), origin + reverse("home"))),
    ]
