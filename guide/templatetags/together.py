"""What a line is called beside others: its carrier, and a number where one carrier bills several."""

from collections.abc import Iterable

from django import template

from guide.plan.together import Line
from guide.templatetags.words import listed, plain

register = template.Library()


@register.filter
def line_name(line: Line) -> str:
    name = plain(line.plan.carrier.name)
    return f"{name} ({line.number})" if line.number else name


@register.filter
def line_names(lines: Iterable[Line]) -> str:
    return listed([line_name(line) for line in lines])
