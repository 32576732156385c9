"""The closed lists of words a row may use. A value is what stands in the YAML files and the database."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    MNO = "mno", _("Network operator")
    SUB_BRAND = "sub_brand", _("Sub-brand of a network operator")
    MVNO = "mvno", _("Low-cost carrier (MVNO)")
    PREPAID = "prepaid", _("Prepaid SIM")
    TRAVEL = "travel", _("Visitor’s or travel SIM")


class Billing(TextChoices):
    MONTHLY = "monthly", _("Billed every month")
    PREPAID = "prepaid", _("Paid in advance")
    MIXED = "mixed", _("Some lines monthly, some prepaid")


class Status(TextChoices):
    ACTIVE = "active", _("Taking new customers")
    CLOSED_TO_NEW = "closed_to_new", _("Closed to new customers, old lines go on")
    ENDED = "ended", _("The service has ended")


class Network(TextChoices):
    DOCOMO = "docomo", "docomo"
    AU = "au", "au"
    SOFTBANK = "softbank", "SoftBank"
    RAKUTEN = "rakuten", "Rakuten"
    FOREIGN = "foreign", _("A foreign carrier, roaming")


class Confidence(TextChoices):
    HIGH = "high", _("sure")
    MEDIUM = "medium", _("fairly sure")
    LOW = "low", _("not sure: ask before you rely on it")


class Ends(TextChoices):
    """When a contract ends after one has applied; guide/deadlines.py holds the arithmetic."""

    SAME_DAY = "same_day", _("the same day")
    NEXT_DAY = "next_day", _("the next day")
    CHOSEN_DAY = "chosen_day", _("on a day you choose")
    MONTH_END = "month_end", _("at the end of the month")
    CUTOFF_DAY = "cutoff_day", _("at the end of the month if you apply by the cut-off day, else a month later")
    CYCLE_END = "cycle_end", _("at the end of the cycle that began on your start day")
    BY_ITSELF = "by_itself", _("by itself, when the paid time is over")


class Period(TextChoices):
    """What one monthly charge covers."""

    CALENDAR_MONTH = "calendar_month", _("a calendar month")
    CLOSING_DAY = "closing_day", _("a month up to your own closing day")
    START_DAY = "start_day", _("a month from the day your line began")
    NONE = "none", _("nothing: there is no monthly charge")


class Channel(TextChoices):
    ONLINE = "online", _("Online")
    APP = "app", _("App")
    CHAT = "chat", _("Chat")
    PHONE = "phone", _("Phone")
    SHOP = "shop", _("Shop")
    POST = "post", _("Post")
    EMAIL = "email", _("Email")


class AfterHours(TextChoices):
    REFUSED = "refused", _("A request outside these hours cannot be sent.")
    NEXT_DAY = "next_day", _("A request after these hours counts as the next day.")
    NEXT_BUSINESS_DAY = "next_business_day", _("A request outside these hours counts as the next business day.")


class ContactPurpose(TextChoices):
    SUPPORT = "support", _("Support")
    LANGUAGES = "languages", _("Support in other languages")
    LOST = "lost", _("Lost or stolen: stop the line")
    ABROAD = "abroad", _("From outside Japan")
    ENDING = "ending", _("Cancelling")


class SignKind(TextChoices):
    """Where one reads the name by which a carrier is recognised."""

    APP = "app", _("App or customer page")
    BILL = "bill", _("Bill, card or bank statement")
    PRINTED = "printed", _("Printed on the SIM")
    STATUS_BAR = "status_bar", _("Top of the screen")
    APN = "apn", _("Network settings (APN)")


class Verdict(TextChoices):
    """What a check of somebody's claim came to."""

    WRONG = "wrong", _("wrong")
    PARTLY = "partly", _("partly right")
    NOT_FOUND = "not_found", _("no source found")
    RIGHT = "right", _("right")


class FeeKind(TextChoices):
    ENDING = "ending", _("Fee for ending the contract")
    SHORT_TERM = "short_term", _("Fee for leaving early")
    PORT_OUT = "port_out", _("Fee for taking the number along")
    HANDLING = "handling", _("Handling fee")
    KEEPING = "keeping", _("Price of keeping the number")
    OTHER = "other", _("Other")


class Stage(TextChoices):
    BEFORE = "before", _("Before")
    ON_THE_DAY = "on_the_day", _("On the day")
    AFTER = "after", _("After")
    NONE = "none", _("Good to know, not a step")


class Anchor(TextChoices):
    """The day a step's date is counted from."""

    TODAY = "today", _("today")
    APPLYING = "applying", _("the day you apply")
    ENDING = "ending", _("the day the contract ends")
    LEAVING = "leaving", _("the day you leave Japan")


class Topic(TextChoices):
    """What an open question is about; it decides which step shows it."""

    METHOD = "method", _("How to cancel")
    DOCUMENTS = "documents", _("Documents")
    ENDING = "ending", _("When it ends and what the last month costs")
    FEES = "fees", _("Fees")
    LAST_BILL = "last_bill", _("The last bill")
    SIM_RETURN = "sim_return", _("Sending the SIM back")
    NUMBER = "number", _("The number")
    DEVICE = "device", _("Handset payments")
    ABROAD = "abroad", _("From abroad")
    PROXY = "proxy", _("Someone else does it")
    LANGUAGE = "language", _("Help in your language")
    PROOF = "proof", _("Proof that it ended")
    UNUSED = "unused", _("Unused or unpaid lines")
    OTHER = "other", _("Other")


class CaseGroup(TextChoices):
    BEFORE = "before", _("Before you cancel")
    AFTER = "after", _("After you have cancelled")
    SPECIAL = "special", _("Special cases")
    MONEY = "money", _("Money and debts")


class Speaker(TextChoices):
    YOU = "you", _("You say")
    STAFF = "staff", _("Staff may say")


class Change(TextChoices):
    """What happened to a row between two versions."""

    ADDED = "added", _("new")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")


class Tried(TextChoices):
    """What a reader says of a claim."""

    SO = "so", _("It was like this")
    DIFFERENT = "different", _("It was different")


class Handled(TextChoices):
    """What an editor made of a report or a question."""

    NEW = "new", pgettext_lazy("report", "new")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


class Visit(TextChoices):
    """What was found when a source's page was last visited."""

    THERE = "there", _("there")
    MOVED = "moved", _("moved")
    GONE = "gone", _("gone")
    TROUBLE = "trouble", _("could not be read")
    FORBIDDEN = "forbidden", _("asks not to be visited by programs")


class ArticleGroup(TextChoices):
    WAYS = "ways", _("Ways to cancel")
    REASONS = "reasons", _("Why to cancel in time")
    FINDING = "finding", _("How to find out who bills you")
    ABOUT = "about", _("About this guide")
