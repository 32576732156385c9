"""The way into the editors' pages: password, code, and what happens when either is wrong too often."""

import datetime as dt
import os
import re
import subprocess
import sys
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings as site
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from guide.desk import hours, second_factor
from guide.management.commands.editor import Command
from tests.addresses import addresses
from tests.staff import PASSWORD, StaffClient, account, app_of, code_of

pytestmark = pytest.mark.django_db

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture(autouse=True)
def _no_waiting(settings: Any) -> None:
    """Between wrong codes; the test of the waiting asks for it again."""
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def mei() -> User:
    return account("editor")


def give_password(visitor: Client, name: str = "mei", password: str = PASSWORD, page: str = "", **where: str) -> Any:
    address = reverse("admin:login") + (f"?next={page}" if page else "")
    return visitor.post(address, {"username": name, "password": password, "next": page or "/admin/"}, **where)


def give_code(visitor: Client, code: str, page: str = "", **where: str) -> Any:
    address = reverse("admin:code") + (f"?next={page}" if page else "")
    return visitor.post(address, {"code": code}, **where)


def is_in(visitor: Client) -> bool:
    return visitor.get(reverse("admin:password_change")).status_code == 200


def set_up(visitor: Client, user: User) -> list[str]:
    """An app, as at the first sign-in; returns the codes for paper."""
    visitor.get(reverse("admin:app"))
    app = TOTPDevice.objects.get(user=user, confirmed=False)
    return shown_codes(visitor.post(reverse("admin:app"), {"code": code_of(app)}))


def shown_codes(page: Any) -> list[str]:
    return re.findall(r"<li><code>(\w{8})</code></li>", page.text)


# The first time


def test_after_the_first_password_an_app_is_set_up(visitor: Client, mei: User) -> None:
    give_password(visitor)
    page = visitor.get(reverse("admin:index"), follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("admin:app"))
    app = TOTPDevice.objects.get(user=mei)
    assert not app.confirmed
    assert second_factor.key_of(app) in page.text
    assert "<svg" in page.text
    assert "no-store" in page["Cache-Control"]
    assert not re.search(r"\sstyle=|<script[^>]*>[^<]|\son\w+=", page.text)


def test_the_first_code_opens_and_shows_ten_codes_once(visitor: Client, mei: User) -> None:
    give_password(visitor)
    codes = set_up(visitor, mei)
    assert len(set(codes)) == 10
    assert is_in(visitor)
    for page in ("admin:app", "admin:paper"):
        assert codes[0] not in visitor.get(reverse(page)).text


def test_a_wrong_first_code_opens_nothing(visitor: Client, mei: User) -> None:
    give_password(visitor)
    page = visitor.post(reverse("admin:app"), {"code": "000000"})
    assert "This code is wrong" in page.text
    assert not is_in(visitor)
    assert not second_factor.has_app(mei)


def test_a_key_is_shown_again_to_the_same_session_alone(visitor: Client, mei: User) -> None:
    """Whoever saw a key before, with a stolen password, must not hold the key that is confirmed later."""
    other = Client()
    for one in (visitor, other):
        give_password(one)
    keys = [re.findall(r"<code>([A-Z2-7 ]+)</code>", one.get(reverse("admin:app")).text) for one in (visitor, other)]
    assert keys[0] != keys[1]
    assert keys[0] == re.findall(r"<code>([A-Z2-7 ]+)</code>", visitor.get(reverse("admin:app")).text)


def test_an_app_cannot_be_replaced_with_the_password_alone(visitor: Client, mei: User) -> None:
    app = app_of(mei)
    give_password(visitor)
    assert visitor.get(reverse("admin:app")).url == reverse("admin:code")
    assert visitor.post(reverse("admin:app"), {"code": "123456"}).url == reverse("admin:code")
    assert TOTPDevice.objects.get(user=mei) == app


# Every time


def test_password_and_code_open_the_page_asked_for(visitor: Client, mei: User) -> None:
    app, page = app_of(mei), reverse("admin:carriers_carrier_changelist")
    assert give_password(visitor, page=page).url == page
    step = visitor.get(page, follow=True)
    assert step.redirect_chain[-1][0] == f"{reverse('admin:code')}?next={quote(page, safe='')}"
    assert give_code(visitor, code_of(app), page=page).url == page
    assert visitor.get(page).status_code == 200


def test_no_other_site_is_gone_to(visitor: Client, mei: User) -> None:
    app = app_of(mei)
    give_password(visitor)
    assert give_code(visitor, code_of(app), page="https://example.org/").url == reverse("admin:index")


def test_a_code_is_good_once(visitor: Client, mei: User) -> None:
    code, other = code_of(app_of(mei)), Client()
    for one in (visitor, other):
        give_password(one)
        answer = give_code(one, code)
    assert "was used before" in answer.text
    assert not is_in(other)


def test_a_code_from_paper_is_good_once_however_it_is_typed(visitor: Client, mei: User) -> None:
    app_of(mei)
    first, *_others = second_factor.new_paper(mei)
    give_password(visitor)
    assert give_code(visitor, f"{first[:4].upper()}-{first[4:]} ").status_code == 302
    assert second_factor.left_on_paper(mei) == 9
    again = Client()
    give_password(again)
    assert give_code(again, first).status_code == 200


def test_somebody_elses_codes_open_nothing(visitor: Client, mei: User) -> None:
    app_of(mei)
    other = account("editor", name="kenji")
    give_password(visitor)
    for code in (code_of(app_of(other)), second_factor.new_paper(other)[0]):
        assert give_code(visitor, code).status_code == 200
    assert not is_in(visitor)


def test_after_a_wrong_code_one_waits_and_that_is_no_failure(visitor: Client, mei: User, settings: Any) -> None:
    settings.OTP_TOTP_THROTTLE_FACTOR = 1000
    app = app_of(mei)
    give_password(visitor)
    give_code(visitor, "000000")
    assert re.search(r"Wait \d{3,4} seconds", give_code(visitor, code_of(app)).text)
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_who_stopped_half_way_can_leave(visitor: Client, mei: User) -> None:
    app_of(mei)
    give_password(visitor)
    visitor.post(reverse("admin:logout"))
    assert visitor.get(reverse("admin:code")).url == reverse("admin:login")


def test_the_code_is_not_asked_of_strangers_or_readers_with_an_account(visitor: Client) -> None:
    User.objects.create_user("reader", password=PASSWORD)
    for page in ("admin:code", "admin:app"):
        assert visitor.get(reverse(page)).url == reverse("admin:login")
    assert give_password(visitor, "reader").status_code == 200
    assert visitor.get(reverse("admin:code")).url == reverse("admin:login")


# Nothing opens without it


OPEN = {reverse(f"admin:{name}") for name in ("login", "logout", "code", "app")}


def closed_pages() -> list[str]:
    every = addresses(get_resolver().url_patterns)
    return sorted({page for page in every if page.startswith(f"/{site.ADMIN_PATH}")} - OPEN)


def test_the_closed_pages_are_many() -> None:
    assert {reverse("admin:index"), reverse("admin:carriers_carrier_add"), reverse("desk-preview-choose")} <= set(
        closed_pages()
    )


@pytest.mark.parametrize("app", ["no app", "app"])
def test_no_page_opens_with_the_password_alone(visitor: Client, app: str) -> None:
    user = User.objects.create_superuser("root", password=PASSWORD)
    if app == "app":
        app_of(user)
    give_password(visitor, "root")
    login = reverse("admin:login")
    for method in (visitor.get, visitor.post):
        for page in closed_pages():
            answer = method(page)
            assert (page, answer.status_code, answer.get("Location", "").partition("?")[0]) == (page, 302, login)


# Too often


def fail(visitor: Client, times: int = 5, **where: str) -> Any:
    for _time in range(times):
        answer = give_password(visitor, password="wrong", **where)
    return answer


def test_five_wrong_passwords_lock_for_half_an_hour(visitor: Client, mei: User) -> None:
    assert fail(visitor, 4).status_code == 200
    answer = fail(visitor, 1)
    assert answer.status_code == 429
    assert re.search(r"Try again after \d\d:\d\d, Japan time", answer.text)
    assert give_password(visitor).status_code == 429
    half_an_hour = dt.timedelta(minutes=30, seconds=1)
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - half_an_hour)
    assert give_password(visitor).status_code == 302


def test_trying_on_does_not_put_the_time_off(visitor: Client, mei: User) -> None:
    times = [re.findall(r"\d\d:\d\d", answer.text) for answer in (fail(visitor), fail(visitor, 3))]
    assert times[0] == times[1]


def test_it_is_the_name_from_this_address_that_is_locked(visitor: Client, mei: User) -> None:
    account("editor", name="kenji")
    fail(visitor)
    assert give_password(visitor, "kenji").status_code == 302
    assert give_password(Client(), **ELSEWHERE).status_code == 302


def test_nothing_tells_whether_a_name_exists(visitor: Client, mei: User) -> None:
    def without_token(answer: Any) -> str:
        return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", answer.text).replace("nobody", "mei")

    for _time in range(5):
        known, unknown = (give_password(visitor, name, "wrong") for name in ("mei", "nobody"))
        assert (known.status_code, without_token(known)) == (unknown.status_code, without_token(unknown))


def test_wrong_codes_count_like_wrong_passwords(visitor: Client, mei: User) -> None:
    app = app_of(mei)
    fail(visitor, 2)
    give_password(visitor)
    assert [give_code(visitor, code).status_code for code in ("000000", "abcdefgh", "000001")] == [200, 200, 429]
    assert give_code(visitor, code_of(app)).status_code == 429
    assert not is_in(visitor)


def test_the_right_password_does_not_buy_more_codes(visitor: Client, mei: User) -> None:
    app_of(mei)
    answers = []
    for _time in range(5):
        give_password(visitor)
        answers.append(give_code(visitor, "000000").status_code)
    assert answers[-1] == 429


def test_signing_in_takes_the_failures_back(visitor: Client, mei: User) -> None:
    app = app_of(mei)
    fail(visitor, 4)
    give_password(visitor)
    give_code(visitor, code_of(app))
    assert not AccessAttempt.objects.exists()


# What is kept of it


def test_sign_ins_failures_and_lock_outs_are_kept_for_administrators(visitor: Client, mei: User) -> None:
    app = app_of(mei)
    give_password(visitor)
    give_code(visitor, "000000")
    give_code(visitor, code_of(app))
    fail(Client(), **ELSEWHERE)
    passed = AccessLog.objects.order_by("pk").values_list("username", "path_info")
    assert list(passed) == [("mei", reverse("admin:login")), ("mei", reverse("admin:code"))]
    kept = AccessFailureLog.objects.order_by("pk").values_list("path_info", "ip_address", "locked_out")
    assert kept[0] == (reverse("admin:code"), "127.0.0.1", False)
    assert list(kept)[-1] == (reverse("admin:login"), ELSEWHERE["REMOTE_ADDR"], True)
    root = StaffClient()
    root.force_login(account("administrator", name="root"))
    for model in ("accesslog", "accessfailurelog", "accessattempt"):
        page = root.get(reverse(f"admin:axes_{model}_changelist"))
        assert page.status_code == 200
        assert "mei" in page.text
    listed = root.get(reverse("admin:axes_accesslog_changelist")).text
    assert re.findall(r'field-step">(.*?)<', listed)[-2:] == ["code", "password"]


def test_neither_password_nor_code_is_kept(visitor: Client, mei: User) -> None:
    app_of(mei)
    give_password(visitor, password="my-other-password")
    give_password(visitor)
    give_code(visitor, "123454")
    kept = AccessAttempt.objects.get()
    assert not re.search(r"my-other-password|123454", kept.post_data + kept.get_data)


def test_behind_a_proxy_the_address_is_the_one_it_names(visitor: Client, mei: User, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    give_password(visitor, password="wrong", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")
    assert AccessAttempt.objects.get().ip_address == "203.0.113.9"


# Another phone, new codes, a lost phone


@pytest.fixture
def inside(client: StaffClient, mei: User) -> StaffClient:
    client.force_login(mei)
    return client


def test_new_codes_end_the_old_ones(inside: StaffClient, mei: User) -> None:
    old = second_factor.new_paper(mei)
    assert "You have 10 printed codes left." in inside.get(reverse("admin:paper")).text
    new = shown_codes(inside.post(reverse("admin:paper")))
    assert set(StaticToken.objects.values_list("token", flat=True)) == set(new)
    assert not set(old) & set(new)


def test_another_phone_takes_the_place_of_the_old(inside: StaffClient, mei: User) -> None:
    old = app_of(mei)
    assert len(set_up(inside, mei)) == 10
    assert TOTPDevice.objects.get(user=mei).key != old.key
    assert is_in(inside)


def test_an_administrator_forgets_a_lost_phone(inside: StaffClient, mei: User) -> None:
    root = StaffClient()
    root.force_login(account("administrator", name="root"))
    for device in (app_of(mei), StaticDevice.objects.create(user=mei)):
        page = reverse(f"admin:{device._meta.app_label}_{device._meta.model_name}_changelist")
        listed = root.get(page).text
        assert "mei" in listed
        assert getattr(device, "key", "no key") not in listed
        assert root.get(f"{page}add/").status_code == 403
        assert root.post(f"{page}{device.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not is_in(inside)
    assert inside.get(reverse("admin:login")).url == reverse("admin:app")


def test_the_password_can_be_changed(inside: StaffClient) -> None:
    form = {"old_password": PASSWORD, "new_password1": "another-line", "new_password2": "another-line"}
    common = {"new_password1": "password", "new_password2": "password"}
    assert "too common" in inside.post(reverse("admin:password_change"), form | common).text
    assert inside.post(reverse("admin:password_change"), form).url == reverse("admin:password_change_done")


# How long


NINE = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def request_of_day() -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    hours.begin(request, NINE)
    return request


@pytest.mark.parametrize(
    ("at", "ends"),
    [((9, 0), (10, 0)), ((9, 59), (10, 59)), ((16, 0), (17, 0)), ((16, 30), (17, 0)), ((16, 59), (17, 0))],
)
def test_a_request_opens_another_hour_until_the_days_end(request_of_day: Any, at: Any, ends: Any) -> None:
    hours.prolong(request_of_day, NINE.replace(hour=at[0], minute=at[1]))
    assert request_of_day.session.get_expiry_date() == NINE.replace(hour=ends[0], minute=ends[1])


def test_a_second_code_makes_the_day_no_longer(request_of_day: Any) -> None:
    hours.begin(request_of_day, NINE.replace(hour=16, minute=30))
    assert request_of_day.session.get_expiry_date() == NINE.replace(hour=17)


def test_each_request_is_kept_and_an_ended_session_is_closed(visitor: Client, mei: User) -> None:
    app = app_of(mei)
    give_password(visitor)
    give_code(visitor, code_of(app))
    stored = Session.objects.get(session_key=visitor.cookies["sessionid"].value)
    visitor.get(reverse("admin:password_change"))
    assert Session.objects.get(pk=stored.pk).expire_date > stored.expire_date
    Session.objects.update(expire_date=NINE.replace(year=2020))
    answer = visitor.get(reverse("admin:password_change"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("admin:login"))


def test_the_cookies_are_the_admins_alone(visitor: Client, mei: User) -> None:
    visitor.get(reverse("admin:login"))
    give_password(visitor)
    assert set(visitor.cookies) == {"sessionid", "csrftoken"}
    for cookie in visitor.cookies.values():
        assert cookie["path"] == f"/{site.ADMIN_PATH}"
        assert cookie["samesite"] == "Lax"
    assert visitor.cookies["sessionid"]["httponly"]
    assert visitor.cookies["sessionid"]["max-age"] <= 3600


# Readers pay nothing


@pytest.mark.parametrize("page", ["", "carriers/mineo/", "plan/", "plan/yours/?carrier=mineo&where=abroad"])
def test_a_readers_page_keeps_and_asks_nothing_even_of_an_editor(inside: StaffClient, page: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = inside.get(f"/en/{page}")
    assert answer.status_code == 200
    assert not answer.cookies
    tables = re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"', " ".join(query["sql"] for query in queries))
    assert {table.partition("_")[0] for table in tables} <= {"carriers"}


# From outside


def asked(code: str, **environment: str) -> str:
    """What a process of its own prints, with the environment's settings."""
    code = f"import django; django.setup(); {code}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=site.BASE_DIR
    )
    assert not done.returncode, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("path", ["back-office/", "back-office", "/a/b/"])
def test_the_environment_says_where_the_admin_stands(path: str) -> None:
    names = '"admin:login", "admin:code", "desk-preview-choose"'
    code = "from django.conf import settings; from django.urls import reverse; "
    printed = asked(f"{code} print(settings.SESSION_COOKIE_PATH, *map(reverse, ({names})))", ADMIN_PATH=path)
    root = f"/{path.strip('/')}/"
    assert printed.split() == [root, f"{root}login/", f"{root}sign-in/code/", f"{root}desk/preview/"]


def test_elsewhere_the_old_address_is_not_found_and_the_new_one_asks() -> None:
    code = (
        "from django.test import Client; from django.core.management import call_command; "
        "call_command('migrate', verbosity=0); c = Client(headers={'host': 'localhost'}); "
        "print(c.get('/admin/').status_code, c.get('/back-office/').headers['Location'])"
    )
    printed = asked(code, ADMIN_PATH="back-office/", DATABASE_URL="sqlite://:memory:")
    assert printed.split() == ["404", "/back-office/login/?next=/back-office/"]


# make editor


@pytest.fixture
def from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "hana")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long passphrase")


@pytest.mark.parametrize("role", ["", "editor", "translator: ja"])
def test_an_account_has_its_role_and_nothing_beyond(from_environment: None, role: str) -> None:
    said = StringIO()
    call_command("editor", *(["--role", role] if role else []), stdout=said)
    hana, role = User.objects.get(username="hana"), role or "administrator"
    assert [group.name for group in hana.groups.all()] == [role]
    assert hana.is_staff
    assert not hana.is_superuser
    assert f"hana, {role}" in said.getvalue()
    assert "app for codes" in said.getvalue()


def test_the_role_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["9", "3"])
    monkeypatch.setattr("builtins.input", lambda question: next(typed))
    assert Command(stdout=StringIO())._asked() == "editor"


# In a browser


@pytest.mark.django_db(transaction=True)
def test_the_first_way_in_under_the_strict_policy(page: Any, live_server: Any) -> None:
    mei, said = account("administrator"), []
    page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
    page.goto(live_server.url + reverse("admin:password_change"))
    page.fill("#id_username", "mei")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    assert page.locator("main svg").bounding_box()["width"] > 150
    page.fill("#id_code", code_of(TOTPDevice.objects.get(user=mei)))
    page.click("[type=submit]")
    expect(page.locator("main li code")).to_have_count(10)
    page.click("main a")
    expect(page).to_have_url(live_server.url + reverse("admin:password_change"))
    assert said == []
