"""How words, days and yen are shown."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import template
from django.template import Context
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from carriers.facts import Text
from carriers.situations import Situation
from guide.articles import as_html
from guide.deadlines import JAPAN
from guide.language import HTML_LANG, fallback_notice, in_language, reader_language
from guide.phrasing import phrased, phrases, tight
from guide.tongues import marked

register = template.Library()

_NUMBER = re.compile(r"[0-9]+\. ")
# Telephone numbers and amounts: half of one means something else.
_WHOLE = re.compile(r"\+?[0-9]+(?:-[0-9]+){2,}|[0-9][0-9,]* ?(?:日元|日圓|円)")

LANGUAGE_NAMES = {
    "ja": gettext_lazy("Japanese"),
    "en": gettext_lazy("English"),
    "zh": gettext_lazy("Chinese"),
    "zh-hans": gettext_lazy("Simplified Chinese"),
    "zh-hant": gettext_lazy("Traditional Chinese"),
    "ko": gettext_lazy("Korean"),
    "pt": gettext_lazy("Portuguese"),
    "es": gettext_lazy("Spanish"),
    "vi": gettext_lazy("Vietnamese"),
    "ne": gettext_lazy("Nepali"),
    "tl": gettext_lazy("Tagalog"),
    "th": gettext_lazy("Thai"),
    "id": gettext_lazy("Indonesian"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
}


@register.simple_tag(takes_context=True)
def say(context: Context, words: Any) -> SafeString:
    """Words in the page's language; in another language they are marked, and the reader is told.

    Where the page has a second language, its words stand under the first.
    """
    text, shown = in_language(words, reader_language())
    second = as_second(_in_second(context, words, text), context)
    if shown == reader_language():
        return format_html("{}{}", text, second)
    marked = '<span lang="{}">{}</span> <small class="fallback">({})</small>{}'
    return format_html(marked, HTML_LANG[shown], text, fallback_notice(shown), second)


@register.simple_tag(takes_context=True)
def paragraphs(context: Context, words: Any) -> SafeString:
    """Like `say`, for a text of several paragraphs; contract words can be tapped where the page explains them."""
    text, shown = in_language(words, reader_language())
    second = as_second(_in_paragraphs(_in_second(context, words, text)), context, "div")
    return _explained(context, _in_paragraphs(text), shown) + second


@lru_cache(maxsize=2048)
def _in_paragraphs(text: str) -> SafeString:
    """Paragraphs at empty lines; lines that are numbered, as in "1. Sign in.", are a list."""
    html = ""
    escaped = _WHOLE.sub(r'<span class="whole">\g<0></span>', escape(text))
    for kind, lines in groupby(escaped.splitlines(), key=_kind_of):
        if kind == "ol":
            items = "".join(f"<li>{_NUMBER.sub('', line, count=1)}</li>" for line in lines)
            html += f'<ol class="do">{items}</ol>'
        elif kind == "p":
            html += f"<p>{'<br>'.join(lines)}</p>"
    return mark_safe(html)  # noqa: S308 - it escapes


def _kind_of(line: str) -> str:
    if _NUMBER.match(line):
        return "ol"
    return "p" if line else ""


def _in_second(context: Context, words: Any, first: str) -> str:
    """The words in the page's second language; none if they are not written in it, or no other than the first."""
    wanted = context.get("second")
    text, shown = in_language(words, wanted) if wanted else ("", "")
    return text if shown == wanted and text != first else ""


def as_second(html: str, context: Context, tag: str = "span") -> SafeString:
    """What stands in the page's second language, marked as such."""
    if not html:
        return mark_safe("")
    return format_html('<{0} class="second" lang="{1}">{2}</{0}>', tag, HTML_LANG[context["second"]], html)


@register.simple_tag(takes_context=True)
def article(context: Context, words: Text) -> SafeString:
    """Markdown, as safe HTML."""
    text, shown = in_language(words, reader_language())
    return _explained(context, as_html(text), shown)


def _explained(context: Context, body: SafeString, shown: str) -> SafeString:
    if explained := context.get("explained"):
        body = explained.mark(body)
    return body if shown == reader_language() else _marked(body, shown)


def _marked(body: SafeString, shown: str) -> SafeString:
    return format_html(
        '<p class="fallback">{}</p><div lang="{}">{}</div>', fallback_notice(shown), HTML_LANG[shown], body
    )


@register.simple_block_tag
def phrased_headings(content: SafeString) -> SafeString:
    """A page whose headings break between phrases only, and whose punctuation has no space after it."""
    return phrased(tight(content, reader_language()), reader_language())


@register.simple_block_tag
def japanese_marked(content: SafeString) -> SafeString:
    """A page whose Japanese words say that they are Japanese."""
    return marked(content, reader_language())


@register.filter
def by_phrase(words: Any) -> SafeString:
    """For narrow columns: lines break between phrases only, where the style sheet says so."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in phrases(str(words), reader_language())))


@register.filter
def plain(words: Any) -> str:
    """The words alone, for titles and attributes."""
    return in_language(words, reader_language())[0]


@register.filter
def day(value: dt.date | None) -> str:
    """A date with its weekday, as the page's language writes it."""
    # Translators: Django date format of a full date with weekday.
    return date_format(value, pgettext("date format", "l, j F Y")) if value else ""


@register.filter
def date_in_japan(value: dt.datetime) -> dt.date:
    return value.astimezone(JAPAN).date()


@register.filter
def short_day(value: dt.date | None) -> str:
    # Translators: Django date format of a day and month with short weekday.
    return date_format(value, pgettext("date format", "D j M")) if value else ""


@register.filter
def plain_day(value: dt.date | None) -> str:
    # Translators: Django date format of a full date.
    return date_format(value, pgettext("date format", "j F Y")) if value else ""


@register.filter
def month_day(value: dt.date) -> str:
    # Translators: Django date format of a day and month, shown very large.
    return date_format(value, pgettext("date format", "j F"))


@register.filter
def year_weekday(value: dt.date) -> str:
    # Translators: Django date format of what stands beside a day and month: weekday and year.
    return date_format(value, pgettext("date format", "l · Y"))


@register.filter
def month_name(value: dt.date) -> str:
    # Translators: Django date format of a month alone, short.
    return date_format(value, pgettext("date format", "M"))


@register.simple_tag
def from_leaving(days: int) -> str:
    """A day counted from the day of leaving, in words."""
    if days == 0:
        return _("The day you leave")
    words = (
        ngettext("%(days)s day before you leave", "%(days)s days before you leave", -days)
        if days < 0
        else ngettext("%(days)s day after you have left", "%(days)s days after you have left", days)
    )
    return words % {"days": abs(days)}


@register.filter
def yen(value: int | None) -> str:
    if value is None:
        return _("amount not known")
    return _("%(amount)s yen") % {"amount": f"{value:,}"}


@register.filter
def language_names(codes: list[str]) -> str:
    return _(", ").join(str(LANGUAGE_NAMES.get(code, code)) for code in codes)


@register.filter
def tel(number: str) -> str:
    """A number as a telephone link wants it."""
    return "".join(character for character in number if character in "+0123456789")


@register.filter
def weekday(number: int) -> str:
    """The name of a weekday, 0 being Monday."""
    return str(WEEKDAYS[number])


CALENDAR_HEADS = [
    pgettext_lazy("in a calendar", "Mon"),
    pgettext_lazy("in a calendar", "Tue"),
    pgettext_lazy("in a calendar", "Wed"),
    pgettext_lazy("in a calendar", "Thu"),
    pgettext_lazy("in a calendar", "Fri"),
    pgettext_lazy("in a calendar", "Sat"),
    pgettext_lazy("in a calendar", "Sun"),
]


@register.filter
def weekday_letter(number: int) -> str:
    """The weekday as it heads a calendar's column, 0 being Monday."""
    return str(CALENDAR_HEADS[number])


SITUATION_NAMES = {
    "shop-opening": gettext_lazy("At the counter: opening"),
    "language": gettext_lazy("Language"),
    "documents": gettext_lazy("Documents"),
    "date": gettext_lazy("Dates"),
    "money": gettext_lazy("Money"),
    "device": gettext_lazy("The handset"),
    "sim": gettext_lazy("The SIM"),
    "bundled": gettext_lazy("Other services"),
    "declining-offers": gettext_lazy("Declining offers"),
    "keep-number": gettext_lazy("Keeping the number"),
    "proof": gettext_lazy("Proof"),
    "phone": gettext_lazy("On the phone"),
    "chat": gettext_lazy("In chat or email"),
    "overseas": gettext_lazy("From abroad"),
    "proxy": gettext_lazy("Someone else does it"),
    "lost-sim": gettext_lazy("Lost SIM"),
    "billing-dispute": gettext_lazy("A bill that is wrong"),
    "prepaid": gettext_lazy("Prepaid"),
    "consumer-help": gettext_lazy("Asking for help"),
    "closing": gettext_lazy("Closing words"),
}


@register.filter
def situation_name(key: str) -> str:
    return str(SITUATION_NAMES.get(key, key))


@register.filter
def html_lang(code: str) -> str:
    return HTML_LANG[code]


@register.simple_tag
def comma() -> str:
    """What stands between the items of a list."""
    return _(", ")


@register.filter
def maintenance(window: Any) -> str:
    """Weekday and hours, and that they end on the next day where they go over midnight."""
    hours = f"{weekday(window.weekday)} {window.start}–{window.end}"
    over_midnight = window.end < window.start
    return _("%(name)s (%(words)s)") % {"name": hours, "words": _("into the next day")} if over_midnight else hours


@register.filter
def only_if(situations: Iterable[str]) -> str:
    """What a row needs to be true of the reader, as a short remark; nothing if it needs nothing."""
    labels = [str(Situation(name).label) for name in situations]
    return _("only if %(condition)s") % {"condition": _(" and ").join(labels)} if labels else ""


@register.filter
def bracketed(words: Any) -> str:
    # Translators: the brackets of the language around a short remark.
    return _("(%(words)s)") % {"words": words}


@register.filter
def with_remark(name: str, remark: Text) -> str:
    """A source's publisher, and what sort of page it is."""
    # Translators: a name, and a short remark on it in the brackets of the language.
    return _("%(name)s (%(words)s)") % {"name": name, "words": plain(remark)} if remark else name


@register.filter
def labelled(words: Any, label: Any) -> str:
    # Translators: a label and what it says, as in "Carrier: au".
    return _("%(label)s: %(words)s") % {"label": label, "words": words}


@register.filter
def listed(items: list[Any]) -> str:
    return _(", ").join(map(str, items))
