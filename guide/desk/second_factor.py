"""An editor's app for codes, and ten codes on paper for the day the phone is lost, as django-otp keeps them."""

import datetime as dt
from base64 import b32encode
from typing import Any

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

PAPER_CODES = 10
NEW_APP = "new_app"  # in the session: an app's key is shown to the one who asked for it, to nobody who asks later


class StaffRequest(HttpRequest):
    """With what django-otp and django-axes put on it."""

    user: Any
    axes_ip_address: str


def has_app(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def new_app(request: StaffRequest) -> TOTPDevice:
    """The app this session is setting up; it counts once it has given its first code."""
    waiting = TOTPDevice.objects.filter(user=request.user, confirmed=False, pk=request.session.get(NEW_APP)).first()
    app = waiting or TOTPDevice.objects.create(user=request.user, name="app", confirmed=False)
    request.session[NEW_APP] = app.pk
    return app


def key_of(app: TOTPDevice) -> str:
    """The key to type where no picture can be read, in fours."""
    key = b32encode(app.bin_key).decode()
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def picture_of(app: TOTPDevice, title: str) -> SafeString:
    """The key as a QR code: an <svg> without styles, dark on white whatever the page's colours."""
    return mark_safe(segno.make(app.config_url).svg_inline(scale=5, light="white", title=title))


@transaction.atomic
def confirm(app: TOTPDevice) -> list[str]:
    """From now on this app alone gives codes. Returns the codes for paper."""
    app.confirmed = True
    app.save()
    TOTPDevice.objects.filter(user=app.user).exclude(pk=app.pk).delete()
    return new_paper(app.user)


@transaction.atomic
def new_paper(user: User) -> list[str]:
    """Ten new codes, each good once; the ones before them end."""
    StaticDevice.objects.filter(user=user).delete()
    paper = StaticDevice.objects.create(user=user, name="paper")
    codes = [StaticToken.random_token() for _place in range(PAPER_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=paper, token=code) for code in codes)
    return codes


def left_on_paper(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def device_for(user: User, code: str) -> Device | None:
    """What gives codes of this form. Only that one is asked: a wrong code slows the next try down."""
    kind = TOTPDevice if len(code) == 6 and code.isdecimal() else StaticDevice
    return kind.objects.filter(user=user, confirmed=True).first()


@transaction.atomic
def accepts(device: Device, code: str) -> bool:
    """Whether the code is right; no code is right twice, however many processes are asked at once."""
    return type(device).objects.select_for_update().get(pk=device.pk).verify_token(code)


def waits(device: Device | None, now: dt.datetime) -> int:
    """Seconds until the next try, after a wrong one."""
    allowed, why = device.verify_is_allowed() if device else (True, None)
    return 0 if allowed or not why else int((why["locked_until"] - now).total_seconds()) + 1
