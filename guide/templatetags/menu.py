"""Links that know whether they lead to the page they stand on."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: Context, name: str) -> SafeString:
    """The attributes of a link to this page; an address of no page, as at 404, has no match."""
    match = context["request"].resolver_match
    here = match and match.url_name == name
    return format_html('href="{}" aria-current="page"' if here else 'href="{}"', reverse(name))
