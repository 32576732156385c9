"""The plain boxes of a form, written without a template: a long page has two thousand of them."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html

INPUTS = {f"django/forms/widgets/{name}.html" for name in ("checkbox", "date", "hidden", "number", "text", "url")}
TEXTAREA = "django/forms/widgets/textarea.html"


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in INPUTS:
            return _input(context["widget"])
        if template_name == TEXTAREA:
            return _textarea(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> str:
    value = flatatt({} if widget["value"] is None else {"value": widget["value"]})
    attrs = flatatt(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attrs)


def _textarea(widget: dict[str, Any]) -> str:
    said = (widget["name"], flatatt(widget["attrs"]), widget["value"] or "")
    return format_html('<textarea name="{}"{}>\n{}</textarea>', *said)
