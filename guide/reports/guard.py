"""How a form of ours is told from another's without a cookie: a signed token in the form, and what the browser says."""

import datetime as dt

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

HONEYPOT = "homepage"  # no reader sees this field; programs fill it in
TOO_QUICK = dt.timedelta(seconds=3)
TOO_OLD = dt.timedelta(days=1)


def new_token(form: str, about: str, now: dt.datetime) -> str:
    """Good for this form about this one thing, from three seconds after `now` on, for a day."""
    return _signer(form).sign_object([about, now.timestamp()])


def age(token: str, form: str, about: str, now: dt.datetime) -> dt.timedelta | None:
    """How long ago the token was made; None if we did not make it for this, or longer ago than it is good for."""
    try:
        made_for, made_at = _signer(form).unsign_object(token)
    except BadSignature:
        return None
    passed = now - dt.datetime.fromtimestamp(made_at, tz=now.tzinfo)
    return passed if made_for == about and passed <= TOO_OLD else None


def _signer(form: str) -> Signer:
    return Signer(salt=f"{__name__}.{form}")


def is_foreign(request: HttpRequest) -> bool:
    """Whether the browser says that another site's page sends this. One that says nothing is left to the token."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.get_host()
