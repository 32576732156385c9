"""The questions, their options, and the situations each option puts the reader into.

Keys and values are a public contract: docs/answers.md. Words for readers stand here as msgids.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from carriers.situations import Situation as S

Words = Any  # a str, or one that waits for the reader's language


@dataclass(frozen=True)
class Option:
    value: str
    label: Words
    puts: frozenset[S] = frozenset()
    otherwise: frozenset[S] = frozenset()  # true of a reader who answered and did not choose this


def option(value: str, label: Words, *puts: S, otherwise: Sequence[S] = ()) -> Option:
    return Option(value, label, frozenset(puts), frozenset(otherwise))


@dataclass(frozen=True)
class Question:
    key: str
    asks: Words
    label: Words  # in "Your answers" and behind "because"
    options: tuple[Option, ...] = ()
    hint: Words = ""
    several: bool = False  # "none" then excludes the others
    assumed: Words = ""  # what the plan takes for granted while this is not answered
    situations: frozenset[S] = field(init=False)

    def __post_init__(self) -> None:
        puts = frozenset().union(*(o.puts | o.otherwise for o in self.options))
        object.__setattr__(self, "situations", puts)

    def option(self, value: str) -> Option | None:
        return next((o for o in self.options if o.value == value), None)


UNSURE = "unsure"
CYCLE_END = "end"

CARRIER = Question(
    "carrier",
    asks=_("Who bills you?"),
    label=_("Carrier"),
    hint=_("The name on the bill or in the app. It need not be the name in the phone’s status bar."),
)
WHERE = Question(
    "where",
    asks=_("Where are you now?"),
    label=_("Where you are"),
    options=(
        option("japan", _("In Japan"), S.IN_JAPAN),
        option("abroad", _("Outside Japan"), S.ABROAD, S.LEAVING),
    ),
)
LEAVING = Question(
    "leaving",
    asks=_("When do you leave Japan?"),
    label=_("Leaving Japan"),
    options=(
        option("no", _("I am not leaving Japan"), S.STAYING),
        option("undecided", _("I do not know yet"), S.LEAVING),
    ),
    hint=_("The day of your flight. The plan counts back from it."),
)
LINE = Question(
    "line",
    asks=_("Which kind of line is it?"),
    label=_("Kind of line"),
    options=(
        option("voice", _("With a phone number for calls, billed every month"), S.VOICE_LINE, S.MONTHLY),
        option("data", _("Data only, billed every month"), S.DATA_LINE, S.MONTHLY),
        option("prepaid", _("Paid in advance"), S.PREPAID),
        option("travel", _("A visitor’s or travel SIM"), S.TRAVEL_LINE, S.PREPAID),
    ),
    assumed=_("the line has a phone number and is billed every month"),
)
SIM = Question(
    "sim",
    asks=_("What about the SIM?"),
    label=_("SIM"),
    options=(
        option("card", _("A card, in the phone"), S.SIM_CARD),
        option("esim", _("An eSIM"), S.ESIM),
        option("lost", _("Lost or stolen"), S.SIM_LOST),
        option("broken", _("Broken"), S.SIM_BROKEN),
        option("unused", _("In a drawer for months"), S.SIM_UNUSED),
    ),
    assumed=_("the SIM is in your hands and works"),
)
ACCESS = Question(
    "access",
    asks=_("What still works?"),
    label=_("What still works"),
    several=True,
    options=(
        option("login", _("I can sign in to the carrier’s page or app"), S.HAS_LOGIN, otherwise=[S.NO_LOGIN]),
        option("sms", _("The number receives SMS"), S.HAS_SMS, otherwise=[S.NO_SMS]),
        option("none", _("Neither")),
    ),
    assumed=_("you can sign in to the carrier’s page, and the number receives SMS"),
)
NUMBER = Question(
    "number",
    asks=_("What do you want to do with the number?"),
    label=_("The number"),
    options=(
        option("drop", _("I do not need it any more"), S.DROP_NUMBER),
        option("keep", _("I want to keep it"), S.KEEP_NUMBER),
        option("pause", _("I am only away for some months"), S.PAUSE_NUMBER),
    ),
    assumed=_("you do not need the number any more"),
)
TIED = Question(
    "tied",
    asks=_("Which accounts use this number?"),
    label=_("Tied to the number"),
    several=True,
    options=(
        option("line", "LINE", S.TIED_LINE),
        option("bank", _("A bank or credit card"), S.TIED_BANK),
        option("payments", _("PayPay or another payment app"), S.TIED_PAYMENTS),
        option("apple", _("Apple account"), S.TIED_APPLE),
        option("google", _("Google account"), S.TIED_GOOGLE),
        option("wechat_alipay", _("WeChat or Alipay"), S.TIED_WECHAT_ALIPAY),
        option("other", _("Something else"), S.TIED_OTHER),
        option("none", _("Nothing")),
    ),
    hint=_("Accounts that sign you in or send codes through this number."),
)
DEVICE = Question(
    "device",
    asks=_("Do you still pay for the handset?"),
    label=_("Handset"),
    options=(
        option("none", _("No")),
        option("paying", _("Yes, in instalments"), S.HAS_INSTALMENTS),
        option(UNSURE, _("I am not sure")),
    ),
)
PAYS = Question(
    "pays",
    asks=_("How is the bill paid?"),
    label=_("Bill paid by"),
    options=(
        option("bank", _("From a Japanese bank account"), S.PAYS_BANK),
        option("card_japan", _("Card issued in Japan"), S.PAYS_CARD_JAPAN),
        option("card_abroad", _("Card issued outside Japan"), S.PAYS_CARD_ABROAD),
        option("slip", _("Paper bill, paid in a shop"), S.PAYS_SLIP),
        option("prepaid", _("In advance; there is no bill")),
        option(UNSURE, _("I am not sure")),
    ),
)
UNPAID = Question(
    "unpaid",
    asks=_("Do you owe any bills now?"),
    label=_("Unpaid bills"),
    options=(option("no", _("No")), option("yes", _("Yes"), S.HAS_UNPAID)),
    assumed=_("no bill is unpaid"),
)
SINCE = Question(
    "since",
    asks=_("How long ago did you sign up?"),
    label=_("Signed up"),
    options=(
        option("week", _("8 days ago or less"), S.WITHIN_8_DAYS, S.FIRST_YEAR),
        option("year", _("Less than a year ago"), S.FIRST_YEAR),
        option("longer", _("Longer ago"), S.AFTER_FIRST_YEAR),
        option(UNSURE, _("I am not sure")),
    ),
)
CYCLE = Question(
    "cycle",
    asks=_("On which day does your billing month close?"),
    label=_("Billing day"),
    options=(
        *(option(str(day), format_lazy(_("Day {day}"), day=day)) for day in range(1, 32)),
        option(CYCLE_END, _("The last day of the month")),
        option(UNSURE, _("I am not sure")),
    ),
    hint=_(
        "The closing day (締め日) on the bill or in the app; where the month counts from the start, the day it began."
    ),
    assumed=_("your billing month closes on the earliest day it can"),
)
PAPERS = Question(
    "papers",
    asks=_("Which papers do you hold?"),
    label=_("Papers"),
    several=True,
    options=(
        option(
            "residence_card", _("Residence card (在留カード)"), S.HAS_RESIDENCE_CARD, otherwise=[S.NO_RESIDENCE_CARD]
        ),
        option("passport", _("Passport"), S.HAS_PASSPORT),
        option("my_number", _("My Number card"), S.HAS_MY_NUMBER),
        option("driving_licence", _("Japanese driving licence"), S.HAS_LICENCE),
        option("none", _("None of these"), S.NO_PAPERS),
    ),
)
WHO = Question(
    "who",
    asks=_("Who will do it?"),
    label=_("Who does it"),
    options=(
        option("self", _("I, the contract holder"), S.BY_HOLDER),
        option("family", _("Family of the holder"), S.BY_FAMILY, S.BY_PROXY),
        option("other", _("Someone else"), S.BY_OTHER, S.BY_PROXY),
        option("deceased", _("The holder has died"), S.HOLDER_DIED),
        option("minor", _("The holder is a minor"), S.HOLDER_MINOR),
    ),
    assumed=_("you are the contract holder and do it yourself"),
)
BUNDLED = Question(
    "bundled",
    asks=_("What came with the contract?"),
    label=_("Came with it"),
    several=True,
    options=(
        option("fibre", _("Internet at home (光)"), S.HAS_FIBRE),
        option("electricity", _("Electricity (でんき)"), S.HAS_ELECTRICITY),
        option("mail", _("The carrier’s email address"), S.HAS_CARRIER_MAIL),
        option("points", _("Points or a balance"), S.HAS_POINTS),
        option("insurance", _("Insurance or repair cover"), S.HAS_INSURANCE),
        option("none", _("None of these")),
    ),
)

# A page asks what belongs together; the first three lead to a plan.
PAGES: tuple[tuple[Question, ...], ...] = (
    (CARRIER,),
    (WHERE,),
    (LEAVING,),
    (LINE, SIM, ACCESS),
    (NUMBER, TIED),
    (DEVICE, PAYS, UNPAID),
    (SINCE, CYCLE, BUNDLED),
    (WHO, PAPERS),
)
FIRST = (CARRIER, WHERE, LEAVING)
QUESTIONS: dict[str, Question] = {question.key: question for page in PAGES for question in page}


def page_of(key: str) -> tuple[Question, ...]:
    """The questions asked on one page with this one. KeyError if there is no such question."""
    return next(page for page in PAGES if QUESTIONS[key] in page)


@cache
def asked_by(situation: str) -> Question | None:
    """The question whose answer decides this situation; none where the carrier alone decides it."""
    return next((question for question in QUESTIONS.values() if situation in question.situations), None)
