"""How much may be sent from one address in an hour. Counted in the database, for every server process together."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from carriers.models import Attempt

AN_HOUR = {"report": 5, "question": 3}
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@transaction.atomic
def allowed(what: str, address: str, now: dt.datetime) -> bool:
    """Count one more from this address; False, and nothing is counted, if that is too much for an hour."""
    Attempt.objects.filter(since__lt=now - DAY).delete()
    minute = now.replace(second=0, microsecond=0)
    attempt, _made = Attempt.objects.get_or_create(what=what, who=_who(address, now.date()), since=minute)
    Attempt.objects.filter(pk=attempt.pk).update(count=F("count") + 1)
    # The hash is another each day, so just after midnight there are two.
    who = {_who(address, moment.date()) for moment in (now, now - HOUR)}
    lately = Attempt.objects.filter(what=what, who__in=who, since__gte=minute - HOUR).aggregate(sent=Sum("count"))
    if lately["sent"] <= AN_HOUR[what]:
        return True
    transaction.set_rollback(True)
    return False


def _who(address: str, day: dt.date) -> str:
    """A hash that nobody without the secret key can turn back, and that tells nothing on another day."""
    return salted_hmac(f"{__name__} {day}", address, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The sender's; behind a proxy of ours the one it names last, as all before it anybody may write."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
