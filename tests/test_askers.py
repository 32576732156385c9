"""The twenty questions leavers ask most: from the home page each finds its answer in at most three taps.

The questions are ranked in the research (user-questions); a tap is a link that stands on the page before it.
"""

from dataclasses import dataclass

import pytest
from django.test.html import Element, parse_html

from guide.language import HTML_LANG

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Asker:
    asks: str
    taps: tuple[str, ...]  # the pages reached one after another, without the language
    answers: tuple[str, ...]  # ids of what answers there


def case(key: str, *answers: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (f"cases/{key}/",), answers


ASKERS = [
    Asker(
        "How do I pay the last bill when my bank account is closed?", *case("last-bill", "last-bill", "change-payment")
    ),
    Asker("I have already left Japan. Can I still cancel?", *case("already-abroad", "from-abroad")),
    Asker("How much will they charge me for leaving early?", *case("fees", "old-penalties", "legal-cap")),
    Asker("Is it really 10,000 or 20,000 yen?", ("myths/",), ("penalty-9500",)),
    Asker("I still have 30 months of phone instalments.", *case("handset-payments", "instalments", "credit-record")),
    Asker("What if I just leave and never pay? My visa?", *case("unpaid-bills", "unpaid", "shared-data", "visa")),
    Asker(
        "Do I lose LINE, PayPay, my Apple ID?",
        *case("unlink-accounts", "unlink-line", "unlink-payments", "unlink-apple"),
    ),
    Asker("Can I keep my Japanese number for bank SMS?", *case("keep-number", "port-out", "cheap-plan")),
    Asker("On which day should I cancel?", ("carriers/au/",), ("ending",)),
    Asker("On which day, for my flight?", ("plan/", "plan/carrier/"), ("carrier",)),
    Asker("What do I have to bring?", ("documents/",), ("residence-card",)),
    Asker("I cannot speak Japanese. Who speaks my language?", *case("help", "carrier-languages", "fresc")),
    Asker("What do I say in the shop?", ("phrases/", "phrases/shop-opening-1/"), ()),
    Asker("Can my friend or wife cancel it for me?", *case("someone-else", "proxy", "letter-of-attorney")),
    Asker("I cancelled, but they still took money.", *case("charged-after-cancelling", "what-it-is")),
    Asker(
        "It is a tourist SIM. Do I have to cancel it at all?", *case("visitor-sim", "nothing-to-cancel", "auto-renewal")
    ),
    Asker("The company has no shop and no phone number.", ("ways/",), ("chat",)),
    Asker("I signed last week and it does not work.", *case("first-eight-days", "eight-days")),
    Asker("I am only going home for some months.", *case("away-for-months", "park-or-pause")),
    Asker("Do I send the SIM back?", ("carriers/iijmio/",), ("sim-return",)),
    Asker("Can I give or sell my SIM to a friend?", *case("never-hand-on", "no-transfer", "penalties")),
    Asker("Can I do it on my last day at the airport?", ("timeline/",), ("phone", "residence-card-returned")),
    Asker("My father died. How do I cancel his phone?", *case("holder-died", "death")),
    Asker("I do not know whose SIM it is.", ("which-sim/",), ("app", "bill-or-bank-statement")),
]


def elements(client, path: str) -> list[Element]:
    response = client.get(path)
    assert response.status_code == 200, path
    return list(_below(parse_html(response.content.decode())))


def _below(element: Element):
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _below(child)


def links(found: list[Element]) -> set[str]:
    return {dict(element.attributes).get("href", "").partition("#")[0] for element in found if element.name == "a"}


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize("asker", ASKERS, ids=[asker.asks for asker in ASKERS])
def test_the_answer_is_at_most_three_taps_from_home(client, language, asker):
    assert len(asker.taps) <= 3
    found = elements(client, f"/{language}/")
    for tap in asker.taps:
        assert f"/{language}/{tap}" in links(found)
        found = elements(client, f"/{language}/{tap}")
    ids = {dict(element.attributes).get("id") for element in found}
    assert set(asker.answers) <= ids
