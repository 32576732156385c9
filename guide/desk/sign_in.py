"""The second step of signing in, and what belongs to it. The first, name and password, is the admin's own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.models import Device

from guide.desk import hours, second_factor
from guide.desk.second_factor import StaffRequest

View = Callable[[StaffRequest], HttpResponse]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}),
    )

    def clean_code(self) -> str:
        """As people copy it: in groups, with hyphens, in capitals."""
        return "".join(self.cleaned_data["code"].split()).replace("-", "").lower()


def after_password(view: View) -> View:
    """For staff whose password was right; anybody else is asked for it."""

    @wraps(view)
    def asked(request: StaffRequest) -> HttpResponse:
        if not (request.user.is_active and request.user.is_staff):
            return _step("admin:login", request)
        return view(request)

    return never_cache(sensitive_post_parameters("code")(asked))


def second_step(request: StaffRequest) -> HttpResponse:
    """To the code; before the first time, to the setting up of an app."""
    return _step("admin:code" if second_factor.has_app(request.user) else "admin:app", request)


@after_password
def code(request: StaffRequest) -> HttpResponse:
    """A code of the app, or one from paper. Wrong ones count like wrong passwords."""
    if request.user.is_verified():
        return redirect(_next(request))
    if not second_factor.has_app(request.user):
        return _step("admin:app", request)
    who = {"username": request.user.get_username()}
    if request.method == "POST" and not AxesProxyHandler.is_allowed(request, who):
        return locked_out(request, credentials=who)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (device := _device_of(form, request)):
        AxesProxyHandler.reset_attempts(**who, ip_address=request.axes_ip_address)
        _open(request, device)
        return redirect(_next(request))
    return _page(request, "code", title=_("Your code"), form=form)


def _device_of(form: CodeForm, request: StaffRequest) -> Device | None:
    """The device that gave the code; or the form says why none did."""
    typed, who = form.cleaned_data["code"], request.user
    device = second_factor.device_for(who, typed)
    if seconds := second_factor.waits(device, timezone.now()):
        form.add_error("code", _("Wait %(seconds)s seconds, then type a new code.") % {"seconds": seconds})
        return None
    if device and second_factor.accepts(device, typed):
        return device
    form.add_error("code", _("This code is wrong, or was used before. Wait for the next one and type that."))
    # django-axes counts it (settings.AXES_...).
    user_login_failed.send(__name__, credentials={"username": who.get_username()}, request=request)
    return None


@after_password
def app(request: StaffRequest) -> HttpResponse:
    """An app for codes: the first one, or, after signing in with the old one or from paper, another."""
    if second_factor.has_app(request.user) and not request.user.is_verified():
        return _step("admin:code", request)
    device = second_factor.new_app(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if seconds := second_factor.waits(device, timezone.now()):
            form.add_error("code", _("Wait %(seconds)s seconds, then type a new code.") % {"seconds": seconds})
        elif second_factor.accepts(device, form.cleaned_data["code"]):
            device.refresh_from_db()
            codes = second_factor.confirm(device)
            _open(request, device)
            return _page(request, "paper", title=_("Print these codes"), codes=codes, next=_next(request))
        else:
            form.add_error("code", _("This code is wrong. Look whether the phone’s clock is right, and type the next."))
    picture = second_factor.picture_of(device, _("The key as a picture"))
    key = second_factor.key_of(device)
    return _page(request, "app", title=_("Set up your app for codes"), form=form, picture=picture, key=key)


def paper(request: StaffRequest) -> HttpResponse:
    """New codes for paper; only for those who are signed in (guide/desk/site.py)."""
    if request.method == "POST":
        codes = second_factor.new_paper(request.user)
        return _page(request, "paper", title=_("Print these codes"), codes=codes, next=reverse("admin:index"))
    left = second_factor.left_on_paper(request.user)
    return _page(request, "second_factor", title=_("Codes for signing in"), left=left)


def locked_out(request: StaffRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """Too many wrong passwords or codes; the same for names that do not exist. django-axes calls this."""
    username = (credentials or {}).get("username")
    attempts = AccessAttempt.objects.filter(username=username, ip_address=request.axes_ip_address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return _page(request, "locked", 429, title=_("Try again later"), until=last + settings.AXES_COOLOFF_TIME)


def _open(request: StaffRequest, device: Device) -> None:
    request.session.cycle_key()
    request.session.pop(second_factor.NEW_APP, None)
    django_otp.login(request, device)
    # In the audit a sign-in has two entries: the password's, which django-axes writes by itself, and this one.
    AxesProxyHandler.user_logged_in(__name__, request, request.user)
    hours.begin(request, timezone.now())


def _step(name: str, request: StaffRequest) -> HttpResponse:
    """The address asked for at first goes along in the query string."""
    query = request.GET.urlencode()
    return redirect(f"{reverse(name)}?{query}" if query else reverse(name))


def _next(request: StaffRequest) -> str:
    address = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else reverse("admin:index")


def _page(request: StaffRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"admin/sign_in/{name}.html", admin.site.each_context(request) | context, status=status)
