"""What search engines read of a page, in the words of schema.org: facts to plain values, for JSON-LD.

No author and no publisher is named, as none is known; a day nobody has checked is left out.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import override

from carriers.facts import CancellationMethod, Claim, MethodStep
from guide.language import HTML_LANG, in_language
from guide.questions import Words
from guide.templatetags.words import bracketed

Node = dict[str, Any]
Crumb = tuple[Words, str]  # in the page's language; a whole address or ""
SPACELESS = {"zh-hans", "zh-hant", "ja"}  # their brackets are as wide as a letter


def graph(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def breadcrumb(crumbs: Sequence[Crumb], home: Crumb) -> Node:
    """The way to the page; on the way, what has no page of its own is left out, as search engines refuse it."""
    way = [home, *(crumb for crumb in crumbs[:-1] if crumb[1]), *crumbs[-1:]]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [_list_item(place, *crumb) for place, crumb in enumerate(way, start=1)],
    }


def _list_item(place: int, words: Words, address: str) -> Node:
    item = {"item": {"@type": "WebPage", "@id": address}} if address else {}
    return {"@type": "ListItem", "position": place, "name": str(words), **item}


def web_page(name: Words, address: str, language: str, modified: dt.datetime | None, reviewed: dt.date | None) -> Node:
    """`modified`: when its content was last saved; `reviewed`: the day since which all of it is checked."""
    dates = {
        "dateModified": modified and modified.isoformat(timespec="seconds"),
        "lastReviewed": reviewed and reviewed.isoformat(),
    }
    return {
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": in_language(name, language)[0],
        "inLanguage": HTML_LANG[language],
        **{key: day for key, day in dates.items() if day},
    }


def how_to(name: Words, method: CancellationMethod, language: str) -> Node:
    """One way to cancel, step by step."""
    return {
        "@type": "HowTo",
        "name": in_language(name, language)[0],
        "inLanguage": HTML_LANG[language],
        "step": [_step(place, step, language) for place, step in enumerate(method.steps, start=1)],
    }


def _step(place: int, step: MethodStep, language: str) -> Node:
    """With the label of the button, as the carrier's page shows it, in brackets."""
    words, shown = in_language(step.text, language)
    text = words + _button(step.button, shown)
    return {"@type": "HowToStep", "position": place, "text": text} | _other(shown, language)


def _button(label: str, language: str) -> str:
    if not label:
        return ""
    with override(language):
        return ("" if language in SPACELESS else " ") + bracketed(label)


def faq(pairs: Iterable[tuple[Words, Words]], language: str) -> Node:
    """Questions with their answers."""
    return {
        "@type": "FAQPage",
        "inLanguage": HTML_LANG[language],
        "mainEntity": [_question(question, answer, language) for question, answer in pairs],
    }


def _question(question: Words, answer: Words, language: str) -> Node:
    words, shown = in_language(question, language)
    return {"@type": "Question", "name": words, "acceptedAnswer": _answer(answer, language)} | _other(shown, language)


def _answer(answer: Words, language: str) -> Node:
    words, shown = in_language(answer, language)
    return {"@type": "Answer", "text": words} | _other(shown, language)


def _other(shown: str, language: str) -> Node:
    """The language of words that are not yet written in the page's own: never passed off as that."""
    return {} if shown == language else {"inLanguage": HTML_LANG[shown]}


def reviewed(claims: Iterable[Claim]) -> dt.date | None:
    """The day since which each claim has been checked; None as long as one has not."""
    days = [claim.checked_on for claim in claims]
    checked = [day for day in days if day]
    return min(checked) if checked and len(checked) == len(days) else None
