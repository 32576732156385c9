"""How hard a carrier is to leave, from the facts, with the reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from carriers.choices import Channel, ContactPurpose
from carriers.facts import CancellationMethod, Carrier
from carriers.situations import Situation
from guide.plan.shape import ends_by_itself
from guide.questions import Words

ONLINE = {Channel.ONLINE, Channel.APP, Channel.CHAT}


@dataclass(frozen=True)
class Reason:
    holds: bool | None  # None: no source says
    words: Words


@dataclass(frozen=True)
class Difficulty:
    key: str  # also the order: "0" is the easiest
    label: Words
    reasons: list[Reason]


def difficulty(carrier: Carrier) -> Difficulty:
    """Each of four questions a leaver cannot answer with a known yes makes the carrier harder to leave.

    Where no way to cancel is known at all, nobody can say how hard it is.
    """
    if leaves_by_itself(carrier):
        return Difficulty(
            "0", _("nothing to cancel"), [Reason(True, _("It ends by itself when the paid time is over."))]
        )
    reasons = [
        Reason(holds, words[holds])
        for holds, words in (
            (takes_online(carrier), ONLINE_WORDS),
            (works_from_abroad(carrier), ABROAD_WORDS),
            (without_japanese(carrier), LANGUAGE_WORDS),
            (without_login(carrier), LOGIN_WORDS),
        )
    ]
    if not usual_methods(carrier):
        return Difficulty("5", _("how is not known"), reasons)
    hurdles = sum(reason.holds is not True for reason in reasons)
    return Difficulty(str(1 + max(0, hurdles - 1)), LABELS[max(0, hurdles - 1)], reasons)


LABELS = (_("easy"), _("some effort"), _("hard"), _("very hard"))
ENDS_WORDS = _("It ends by itself when the paid time is over.")
ONLINE_WORDS = {
    True: _("It can be left online."),
    False: _("It cannot be left online."),
    None: _("Whether it can be left online is not known."),
}
ABROAD_WORDS = {
    True: _("It is known to work from abroad."),
    False: _("It does not work from abroad."),
    None: _("Whether it works from abroad is not known."),
}
LANGUAGE_WORDS = {
    True: _("There are pages or a desk in another language than Japanese."),
    False: _("Pages and desks are in Japanese only."),
    None: _("Whether there is help in another language is not known."),
}
LOGIN_WORDS = {
    True: _("There is a way without signing in."),
    False: _("There is no way without signing in."),
    None: _("Whether there is a way without signing in is not known."),
}


def leaves_by_itself(carrier: Carrier) -> bool:
    """Whatever the line: a carrier that also sells monthly lines has something to cancel."""
    rules = carrier.endings
    return not usual_methods(carrier) and bool(rules) and all(ends_by_itself(carrier, rule) for rule in rules)


def usual_methods(carrier: Carrier) -> list[CancellationMethod]:
    """The ways to cancel, without those for a holder who has died."""
    return [row for row in carrier.methods if Situation.HOLDER_DIED not in row.needs]


def takes_online(carrier: Carrier) -> bool | None:
    return _known(row.channel in ONLINE for row in usual_methods(carrier))


def works_from_abroad(carrier: Carrier) -> bool | None:
    """True if some way is said to work, False if all are said not to, None if nobody says."""
    said = {row.from_abroad for row in usual_methods(carrier)}
    return True if True in said else None if None in said or not said else False


def without_japanese(carrier: Carrier) -> bool | None:
    desks = [row for row in carrier.contacts if row.purpose is not ContactPurpose.LOST]
    spoken = [{*row.languages} for row in usual_methods(carrier)] + [{*row.languages} for row in desks]
    if any(languages - {"ja"} for languages in spoken):
        return True
    return False if spoken and all(spoken) else None


def without_login(carrier: Carrier) -> bool | None:
    return _known(Situation.NO_LOGIN not in row.blocked_by for row in usual_methods(carrier))


def _known(answers: Iterable[bool]) -> bool | None:
    """Whether it holds for some way; not known where no way is."""
    known = list(answers)
    return any(known) if known else None
