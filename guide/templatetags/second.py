"""A part of a page in its second language, for somebody who helps: under the first, or alone."""

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from guide.language import HTML_LANG
from guide.templatetags.words import as_second

register = template.Library()


class InSecond(template.Node):
    """Its content once more as it reads in the second language; nothing on a page that has none."""

    def __init__(self, content: NodeList) -> None:
        self.content = content

    def render(self, context: Context) -> SafeString:
        return as_second(self.again(context), context) if context.get("second") else mark_safe("")

    def again(self, context: Context) -> SafeString:
        language = context["second"]
        with override(language), context.push(second="", language=language, html_lang=HTML_LANG[language]):
            return mark_safe(self.content.render(context).strip())  # noqa: S308 - a template's own words, escaped there


class Both(InSecond):
    """Its content, and under it the same in the second language."""

    def render(self, context: Context) -> SafeString:
        with context.push(second=""):
            first = self.content.render(context)
        return first + super().render(context)


@register.tag
def in_second(parser: Parser, token: Token) -> InSecond:
    return InSecond(_content(parser, "endin_second"))


@register.tag
def both(parser: Parser, token: Token) -> Both:
    return Both(_content(parser, "endboth"))


def _content(parser: Parser, end: str) -> NodeList:
    content = parser.parse((end,))
    parser.delete_first_token()
    return content
