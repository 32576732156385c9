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
    VOICE_LINE = "VOICE_LINE", _("the line has a phone number for calls")
    DATA_LINE = "DATA_LINE", _("the line is for data only")
    TRAVEL_LINE = "TRAVEL_LINE", _("it is a visitor’s or travel SIM")
    IN_JAPAN = "IN_JAPAN", _("you are in Japan now")
    ABROAD = "ABROAD", _("you are outside Japan now")
    LEAVING = "LEAVING", _("you are leaving Japan")
    STAYING = "STAYING", _("you are not leaving Japan")
    SIM_CARD = "SIM_CARD", _("you have a SIM card")
    ESIM = "ESIM", _("you have an eSIM")
    SIM_LOST = "SIM_LOST", _("the SIM or phone is lost or stolen")
    SIM_BROKEN = "SIM_BROKEN", _("the SIM is broken")
    SIM_UNUSED = "SIM_UNUSED", _("the SIM has been unused for months")
    HAS_LOGIN = "HAS_LOGIN", _("signing in to the carrier’s page works")
    NO_LOGIN = "NO_LOGIN", _("you cannot sign in to the carrier’s page")
    HAS_SMS = "HAS_SMS", _("the number receives SMS")
    NO_SMS = "NO_SMS", _("the number receives no SMS")
    DROP_NUMBER = "DROP_NUMBER", _("you no longer need the number")
    KEEP_NUMBER = "KEEP_NUMBER", _("you want to keep the number")
    PAUSE_NUMBER = "PAUSE_NUMBER", _("you are only away for some months")
    HAS_INSTALMENTS = "HAS_INSTALMENTS", _("you still pay for the handset")
    PAYS_BANK = "PAYS_BANK", _("you pay from a Japanese bank account")
    PAYS_CARD_JAPAN = "PAYS_CARD_JAPAN", _("you pay with a card issued in Japan")
    PAYS_CARD_ABROAD = "PAYS_CARD_ABROAD", _("you pay with a card issued abroad")
    PAYS_SLIP = "PAYS_SLIP", _("you pay paper bills in a shop")
    HAS_UNPAID = "HAS_UNPAID", _("bills are unpaid")
    WITHIN_8_DAYS = "WITHIN_8_DAYS", _("you signed up 8 days ago or less")
    FIRST_YEAR = "FIRST_YEAR", _("you signed up less than a year ago")
    AFTER_FIRST_YEAR = "AFTER_FIRST_YEAR", _("you signed up more than a year ago")
    HAS_RESIDENCE_CARD = "HAS_RESIDENCE_CARD", _("you hold a residence card")
    NO_RESIDENCE_CARD = "NO_RESIDENCE_CARD", _("you hold no residence card")
    HAS_PASSPORT = "HAS_PASSPORT", _("you hold a passport")
    HAS_MY_NUMBER = "HAS_MY_NUMBER", _("you hold a My Number card")
    HAS_LICENCE = "HAS_LICENCE", _("you hold a Japanese driving licence")
    NO_PAPERS = "NO_PAPERS", _("you hold none of the usual papers")
    BY_HOLDER = "BY_HOLDER", _("the holder does it")
    BY_FAMILY = "BY_FAMILY", _("family does it")
    BY_OTHER = "BY_OTHER", _("someone who is not family does it")
    BY_PROXY = "BY_PROXY", _("family or someone else does it")
    HOLDER_DIED = "HOLDER_DIED", _("the holder has died")
    HOLDER_MINOR = "HOLDER_MINOR", _("the holder is a minor")
    TIED_LINE = "TIED_LINE", _("LINE is tied to the number")
    TIED_BANK = "TIED_BANK", _("a bank is tied to the number")
    TIED_PAYMENTS = "TIED_PAYMENTS", _("a payment app is tied to the number")
    TIED_APPLE = "TIED_APPLE", _("an Apple account is tied to the number")
    TIED_GOOGLE = "TIED_GOOGLE", _("a Google account is tied to the number")
    TIED_WECHAT_ALIPAY = "TIED_WECHAT_ALIPAY", _("WeChat or Alipay is tied to the number")
    TIED_OTHER = "TIED_OTHER", _("other accounts are tied to the number")
    HAS_FIBRE = "HAS_FIBRE", _("fibre internet came with the contract")
    HAS_ELECTRICITY = "HAS_ELECTRICITY", _("electricity came with the contract")
    HAS_CARRIER_MAIL = "HAS_CARRIER_MAIL", _("you use the carrier’s email address")
    HAS_POINTS = "HAS_POINTS", _("you have points or a balance")
    HAS_INSURANCE = "HAS_INSURANCE", _("you have insurance or repair cover")


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
