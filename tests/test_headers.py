"""Every answer has the same guard, whatever it answers: pages, errors, redirects, files, the admin."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from guide.operating.limits import MOST_FROM_EDITORS, MOST_FROM_READERS
from guide.operating.probes import PROBES
from tests.addresses import addresses
from tests.site import still_clock
from tests.staff import PASSWORD, StaffClient, account

pytestmark = pytest.mark.django_db

POLICY = {
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self'",
    "manifest-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "worker-src 'self'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OPEN_DATA = ("/api/v1/carriers.json", "/api/v1/carriers/docomo.json", "/api/v1/compare-ja.csv")
EVERY = sorted({*addresses(get_resolver().url_patterns), *PROBES, "/nothing/", "/ja/nothing/", "/static/nothing.css"})
READERS = [path for path in EVERY if not path.startswith(f"/{site.ADMIN_PATH}")]
REAL = [
    "/zh-hant/carriers/docomo/",
    "/ja/cases/lost-sim/",
    "/en/plan/yours/?carrier=docomo&where=abroad",
    "/en/plan/yours.json?carrier=docomo&where=abroad",
    "/en/plan/yours.ics?carrier=docomo&where=abroad",
    "/en/plan/yours/?carrier=docomo",
    "/zh-hans/changes.atom",
    *OPEN_DATA,
]


def assert_guarded(answer: Any, corp: str = "same-origin") -> None:
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: answer.get(name) for name in FIXED} == FIXED | {"Cross-Origin-Resource-Policy": corp}
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer.has_header("Strict-Transport-Security") == answer.wsgi_request.is_secure()


@pytest.mark.parametrize("who", ["stranger", "administrator"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_at_every_address(client: StaffClient, verb: str, who: str) -> None:
    if who == "administrator":
        client.force_login(account("administrator"))
    for path in EVERY:
        answer = getattr(client, verb)(path)
        assert answer.status_code < 500, path
        assert_guarded(answer, "cross-origin" if _is_open(path, answer) else "same-origin")


def _is_open(path: str, answer: HttpResponse) -> bool:
    """The open data is for pages of any origin; that it takes no POST is not."""
    return path.startswith("/api/v1/") and answer.status_code != 405


@pytest.mark.parametrize("path", OPEN_DATA)
def test_open_data_may_be_used_by_any_page(client: Client, path: str) -> None:
    answer = client.get(path, headers={"origin": "https://elsewhere.example"})
    assert_guarded(answer, "cross-origin")
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get(path, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert_guarded(again, "cross-origin")


# Kinds of answers


def test_400_for_another_host(client: Client) -> None:
    assert_status(client.get("/en/", headers={"host": "elsewhere.example"}), 400)


def test_400_for_another_host_where_http_is_redirected(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert_status(Client().get("/en/", headers={"host": "elsewhere.example"}), 400)


def test_400_for_too_long_an_answer(client: Client) -> None:
    assert_status(client.get("/en/plan/", {"k": "v" * 1001}), 400)


def test_400_for_too_large_a_body(client: Client) -> None:
    body = {"text": "x" * MOST_FROM_READERS}
    answer = client.post("/ja/ask/", body)
    assert_status(answer, 400)
    assert '<html lang="ja">' in answer.text
    assert_status(client.post(reverse("admin:login"), {"username": "x" * MOST_FROM_EDITORS}), 400)
    assert client.post(reverse("admin:login"), body).status_code == 200


def test_403_without_the_forms_token() -> None:
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": "ja"}).post(reverse("admin:login"), {})
    assert_status(answer, 403)
    assert "style" not in answer.text.replace('rel="stylesheet"', "")


def test_403_for_a_page_the_role_has_no_right_to(client: Client) -> None:
    client.force_login(account("editor"))
    answer = client.get(reverse("admin:auth_user_changelist"))
    assert_status(answer, 403)
    assert '<html lang="' in answer.text


def test_403_for_another_sites_form(client: Client) -> None:
    assert_status(client.post("/en/ask/?page=", {}, headers={"sec-fetch-site": "cross-site"}), 403)


def test_405(client: Client) -> None:
    assert_status(client.delete("/en/"), 405)


def test_429(client: Client) -> None:
    for _time in range(5):
        answer = client.post(reverse("admin:login"), {"username": "nobody", "password": "wrong"})
    assert_status(answer, 429)


def test_500(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("carriers.snapshots.content", fail)
    client = Client(raise_request_exception=False)
    assert_status(client.get("/ja/carriers/"), 500)
    answer = client.get("/api/v1/carriers.json")
    assert answer.status_code == 500
    assert_guarded(answer)


def test_redirects(client: Client, settings: Any) -> None:
    assert_status(client.get("/"), 302)
    assert_status(client.get("/en/carriers"), 301)
    assert_status(client.get(reverse("admin:index")), 302)
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/en/?carrier=docomo")
    assert_status(answer, 301)
    assert answer["Location"] == "https://testserver/en/?carrier=docomo"


def test_over_tls_browsers_are_told_to_stay_there(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    for path in ("/en/", "/nothing/", "/static/nothing.css", reverse("admin:login"), "/healthz"):
        answer = Client().get(path, secure=True)
        assert_guarded(answer)
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def assert_status(answer: Any, status: int) -> None:
    assert answer.status_code == status
    assert_guarded(answer)


@pytest.fixture
def static_file() -> Iterator[str]:
    path = Path(site.STATIC_ROOT) / "probe.css"
    path.write_text("p { color: black }")
    yield f"{site.STATIC_URL}probe.css"
    path.unlink()


def test_static_files(static_file: str) -> None:
    client = Client()
    answer = client.get(static_file)
    assert_status(answer, 200)
    assert "Access-Control-Allow-Origin" not in answer
    assert_status(client.get(static_file, headers={"if-none-match": answer["ETag"]}), 304)
    assert_status(client.post(static_file), 405)


# Cookies


@pytest.mark.parametrize("path", [*READERS, *REAL])
def test_no_readers_page_sets_or_looks_at_a_cookie(client: Client, path: str) -> None:
    with still_clock():  # a calendar says the second it was made in
        plain = client.get(path)
        client.cookies.load({"sessionid": "x" * 32, "csrftoken": "y" * 32, "django_language": "zh-hant", "other": "z"})
        with_cookies = client.get(path)
    for answer in (plain, with_cookies):
        assert "Set-Cookie" not in answer
        assert not [cookie for cookie in answer.cookies.values() if cookie.key not in client.cookies]
        assert "cookie" not in answer.get("Vary", "").lower()
    assert (plain.status_code, plain.get("Location")) == (with_cookies.status_code, with_cookies.get("Location"))
    if "/report/" not in path and "/ask/" not in path:
        assert plain.content == with_cookies.content


@pytest.mark.parametrize("https", [True, False])
def test_the_admins_cookies_are_shut_away(settings: Any, https: bool) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = https
    account("editor")
    client = Client()
    client.get(reverse("admin:login"), secure=https)
    client.post(reverse("admin:login"), {"username": "mei", "password": PASSWORD, "next": "/admin/"}, secure=https)
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", https)
        assert (cookie["path"], cookie["domain"]) == (f"/{site.ADMIN_PATH}", "")


# Nobody is sent elsewhere, and no link leads there

ELSEWHERE = "evil.example"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/en/carriers",
        "/%2F%2Fevil.example/en",
        "/%5Cevil.example",
        "/en//evil.example",
        "/en/carriers?//evil.example",
        "/en/plan/yours/?next=//evil.example",
        "/en/plan/carrier/?go=//evil.example&was=https://evil.example",
        "/en/thanks/?page=//evil.example/",
        "/admin/desk/preview/?day=2026-12-01&language=//evil.example",
        "/admin/login/?next=https://evil.example/",
        "/admin/sign-in/code/?next=%5C%5Cevil.example",
        "/admin/jsi18n?next=//evil.example",
    ],
)
@pytest.mark.parametrize("header", ["", "x-forwarded-host", "x-forwarded-server", "forwarded", "x-original-url"])
def test_no_redirect_leads_elsewhere(client: StaffClient, path: str, header: str) -> None:
    client.force_login(account("administrator"))
    answer = client.get(path, headers={header: f"host={ELSEWHERE}" if header == "forwarded" else ELSEWHERE})
    where = urlsplit(answer.get("Location", ""))
    assert where.netloc in ("", "testserver"), answer["Location"]
    assert not where.path.startswith(("//", "/\\"))
    assert not re.search(r'(?:href|action|src)="(?:\w+:)?//evil', answer.text)


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_the_desk(client: StaffClient, address: str) -> None:
    account("editor")
    answer = client.post(reverse("admin:login"), {"username": "mei", "password": PASSWORD, "next": address})
    assert answer["Location"] == reverse("admin:index")


@pytest.mark.parametrize(("behind", "secure"), [(None, False), (("HTTP_X_FORWARDED_PROTO", "https"), True)])
def test_only_a_proxy_of_ours_is_believed_about_tls(settings: Any, behind: Any, secure: bool) -> None:
    settings.SECURE_PROXY_SSL_HEADER = behind
    headers = {"host": "testserver", "x-forwarded-proto": "https", "x-forwarded-host": ELSEWHERE}
    page = Client().get("/en/", headers=headers)
    assert ('href="https://testserver/en/"' in page.text) == secure
    assert ELSEWHERE not in page.text
