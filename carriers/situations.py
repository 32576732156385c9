"""Situations: facts about the reader that change the plan.

A row names the situations it needs and those that block it; guide/situations.py says which answers put the
reader into which situation. A situation the reader has said nothing about is not known, which is not "no".
"""

from collections.abc import Collection
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Situation(TextChoices):
    MONTHLY = "MONTHLY", _("the line is billed every month")
    PREPAID = "PREPAID", _("the line is paid in advance")
    VOICE_LINE = "VOICE_LINE", _("a line with a phone number for calls")
    DATA_LINE = "DATA_LINE", _("a data-only line")
    TRAVEL_LINE = "TRAVEL_LINE", _("a visitor's or travel SIM")
    IN_JAPAN = "IN_JAPAN", _("in Japan now")
    ABROAD = "ABROAD", _("outside Japan now")
    LEAVING = "LEAVING", _("leaving Japan")
    STAYING = "STAYING", _("not leaving Japan")
    SIM_CARD = "SIM_CARD", _("has a SIM card")
    ESIM = "ESIM", _("has an eSIM")
    SIM_LOST = "SIM_LOST", _("the SIM or phone is lost or stolen")
    SIM_BROKEN = "SIM_BROKEN", _("the SIM is broken")
    SIM_UNUSED = "SIM_UNUSED", _("the SIM has been unused for months")
    HAS_LOGIN = "HAS_LOGIN", _("can sign in to the carrier's page")
    NO_LOGIN = "NO_LOGIN", _("cannot sign in to the carrier's page")
    HAS_SMS = "HAS_SMS", _("receives SMS on the number")
    NO_SMS = "NO_SMS", _("receives no SMS on the number")
    DROP_NUMBER = "DROP_NUMBER", _("does not need the number any more")
    KEEP_NUMBER = "KEEP_NUMBER", _("wants to keep the number")
    PAUSE_NUMBER = "PAUSE_NUMBER", _("is only away for some months")
    HAS_INSTALMENTS = "HAS_INSTALMENTS", _("still pays for the handset")
    PAYS_BANK = "PAYS_BANK", _("pays from a Japanese bank account")
    PAYS_CARD_JAPAN = "PAYS_CARD_JAPAN", _("pays with a card issued in Japan")
    PAYS_CARD_ABROAD = "PAYS_CARD_ABROAD", _("pays with a card issued abroad")
    PAYS_SLIP = "PAYS_SLIP", _("pays paper bills in a shop")
    HAS_UNPAID = "HAS_UNPAID", _("has unpaid bills")
    WITHIN_8_DAYS = "WITHIN_8_DAYS", _("signed up 8 days ago or less")
    FIRST_YEAR = "FIRST_YEAR", _("signed up less than a year ago")
    AFTER_FIRST_YEAR = "AFTER_FIRST_YEAR", _("signed up more than a year ago")
    HAS_RESIDENCE_CARD = "HAS_RESIDENCE_CARD", _("holds a residence card")
    NO_RESIDENCE_CARD = "NO_RESIDENCE_CARD", _("holds no residence card")
    HAS_PASSPORT = "HAS_PASSPORT", _("holds a passport")
    HAS_MY_NUMBER = "HAS_MY_NUMBER", _("holds a My Number card")
    HAS_LICENCE = "HAS_LICENCE", _("holds a Japanese driving licence")
    NO_PAPERS = "NO_PAPERS", _("holds none of the usual papers")
    BY_HOLDER = "BY_HOLDER", _("the holder does it")
    BY_FAMILY = "BY_FAMILY", _("family does it")
    BY_OTHER = "BY_OTHER", _("someone who is not family does it")
    BY_PROXY = "BY_PROXY", _("family or someone else does it")
    HOLDER_DIED = "HOLDER_DIED", _("the holder has died")
    HOLDER_MINOR = "HOLDER_MINOR", _("the holder is a minor")
    TIED_LINE = "TIED_LINE", _("LINE hangs on the number")
    TIED_BANK = "TIED_BANK", _("a bank hangs on the number")
    TIED_PAYMENTS = "TIED_PAYMENTS", _("a payment app hangs on the number")
    TIED_APPLE = "TIED_APPLE", _("an Apple account hangs on the number")
    TIED_GOOGLE = "TIED_GOOGLE", _("a Google account hangs on the number")
    TIED_WECHAT_ALIPAY = "TIED_WECHAT_ALIPAY", _("WeChat or Alipay hangs on the number")
    TIED_OTHER = "TIED_OTHER", _("other accounts hang on the number")
    HAS_FIBRE = "HAS_FIBRE", _("has fibre internet with the contract")
    HAS_ELECTRICITY = "HAS_ELECTRICITY", _("has electricity with the contract")
    HAS_CARRIER_MAIL = "HAS_CARRIER_MAIL", _("uses the carrier's mail address")
    HAS_POINTS = "HAS_POINTS", _("has points or a balance")
    HAS_INSURANCE = "HAS_INSURANCE", _("has insurance or repair cover")


class Applies(Enum):
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"  # it turns on something the reader has not said


def applies(
    needs: Collection[str], blocked_by: Collection[str], here: Collection[str], unknown: Collection[str]
) -> Applies:
    """Whether a row applies to a reader who is `here`, where the situations in `unknown` are not known.

    A needed situation must be there; a blocking one must not. What is not known leaves a need open (MAYBE) but
    blocks nothing: the plan then names it as an assumption.
    """
    if any(situation in here for situation in blocked_by):
        return Applies.NO
    missing = [situation for situation in needs if situation not in here]
    if not missing:
        return Applies.YES
    return Applies.MAYBE if all(situation in unknown for situation in missing) else Applies.NO
