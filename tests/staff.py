"""Accounts with a role and a second factor, for the tests of the editors' pages."""

import time
from typing import Any

import django_otp
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "leaving-line"


class StaffClient(Client):
    def force_login(self, user: Any, backend: str | None = None) -> None:
        """With the second factor too: nothing in the admin opens without it."""
        super().force_login(user, backend)
        session = self.session
        session[django_otp.DEVICE_ID_SESSION_KEY] = app_of(user).persistent_id
        session.save()


def account(*roles: str, name: str = "mei") -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def app_of(user: User) -> TOTPDevice:
    """The app on the user's phone; set up, if it was not."""
    return TOTPDevice.objects.get_or_create(user=user, confirmed=True)[0]


def code_of(app: TOTPDevice, steps: int = 0) -> str:
    """The code the app shows now, or so many half minutes later."""
    totp = TOTP(app.bin_key, app.step, app.t0, app.digits)
    totp.time = time.time() + steps * app.step
    return f"{totp.token():06}"
