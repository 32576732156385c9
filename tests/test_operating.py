"""What whoever runs the site is told: whether it works, what happened, how long it took; never what a reader said."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import django
import pytest
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse

from carriers.models import Carrier, LoadedContent, Version
from carriers.reading import Reading
from guide.desk.about_site import commit
from guide.operating import queries, readiness
from guide.operating.logs import Json, Line
from guide.operating.watching import watched
from tests.staff import StaffClient, account
from tests.test_sign_in import asked

ANSWERS = "carrier=docomo&where=abroad&leaving=2026-12-24"
SECRETS = ("docomo", "abroad", "2026-12-24", "taro@example.com", "192.0.2.7")


# Whether it works


def test_the_process_answers_without_the_database(client: Client) -> None:
    """Not marked for the database, so that asking for it would fail the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "The process answers.\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_a_probe_asks_by_number_without_tls_and_in_no_language(settings: Any, path: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(path, headers={"host": "10.0.0.7:8000", "accept-language": "ja"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Vary" not in answer


@pytest.mark.django_db
def test_ready(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/readyz")
    with django_assert_max_num_queries(3):
        assert client.get("/readyz").text == "Ready.\n"


def not_ready(client: Client) -> str:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    return answer.text


@pytest.mark.django_db
def test_not_ready_without_migrations(client: Client) -> None:
    app, name = next(step for step in readiness._last_steps() if step[0] == "carriers")
    MigrationRecorder(connection).record_unapplied(app, name)
    assert not_ready(client) == f"The database lacks carriers {name}: run manage.py migrate.\n"


@pytest.mark.django_db
def test_another_nodes_newer_migration_does_no_harm(client: Client) -> None:
    MigrationRecorder(connection).record_applied("carriers", "9999_future")
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_without_content(client: Client) -> None:
    Carrier.objects.all().delete()
    LoadedContent.objects.all().delete()
    assert not_ready(client) == "No content is loaded: run manage.py load.\n"


def test_not_ready_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[str]:
        raise OperationalError("no password supplied for editor@db.example")

    monkeypatch.setattr(readiness, "missing_migrations", fail)
    assert not_ready(client) == "The database cannot be used (OperationalError).\n"


# Each request


def fine(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b""]


def call(path: str = "/en/", application: Any = fine, **environ: str) -> tuple[str, dict[str, str]]:
    """Status and headers of the application, watched."""
    request: dict[str, Any] = {"PATH_INFO": path, **environ}
    setup_testing_defaults(request)
    said: list[Any] = []
    answer = watched(application)(request, lambda *start: said.extend(start[:2]))
    if close := getattr(answer, "close", None):
        close()
    return said[0], dict(said[1])


@pytest.mark.parametrize("given", ["deploy-2026.11.22_a", "0123456789abcdef" * 4])
def test_a_request_keeps_the_name_a_proxy_gave_it(given: str) -> None:
    assert call(HTTP_X_REQUEST_ID=given)[1]["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g", "taro@example.com", 'x"}\n{"level": 1}'])
def test_or_gets_one(given: str) -> None:
    first, second = (call(HTTP_X_REQUEST_ID=given)[1]["X-Request-ID"] for _time in range(2))
    assert len(first) == len(second) == 32
    assert first != second


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What the log holds as JSON, with everything on that can be."""
    written, root, requests = StringIO(), logging.getLogger(), logging.getLogger("guide.requests")
    handler = logging.StreamHandler(written)
    handler.setFormatter(Json())
    root.addHandler(handler)
    monkeypatch.setattr(requests, "level", logging.INFO)
    requests.manager._clear_cache()
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)


def test_a_line_for_each_request(lines: Any) -> None:
    name = call(QUERY_STRING=ANSWERS, REMOTE_ADDR="192.0.2.7")[1]["X-Request-ID"]
    (line,) = lines()
    assert line.pop("time")
    assert line.pop("ms") >= 0
    assert line == {
        "level": "INFO",
        "logger": "guide.requests",
        "message": "request",
        "request_id": name,
        "method": "GET",
        "path": "/en/",
        "status": 200,
    }


def test_an_application_that_fails_is_logged_as_500(lines: Any) -> None:
    def broken(environ: Any, start_response: Any) -> Any:
        raise ValueError

    with pytest.raises(ValueError, match="^$"):
        call(application=broken)
    assert [line["status"] for line in lines()] == [500]


def test_any_bytes_in_the_path_are_one_line(lines: Any) -> None:
    call("/\xff\n\u00e8\u00a7\u00a3?\x1b[1m")
    assert lines()[0]["path"] == "/\\xff\n解?\x1b[1m"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/plan/yours/", "/en/plan/yours.json", "/en/carriers/", "/nothing/", "/en/plan/"])
@pytest.mark.parametrize("fails", ["fails", "works", "refuses"])
def test_no_answer_is_logged(lines: Any, monkeypatch: pytest.MonkeyPatch, path: str, fails: str) -> None:
    """Neither of a page that works, nor of one that breaks on the very answer, nor of what comes with it."""

    def fail(*arguments: Any, **options: Any) -> Any:
        raise (BadRequest if fails == "refuses" else ValueError)(f"cannot read {ANSWERS}")

    if fails != "works":
        monkeypatch.setattr(Reading, "carriers", fail)
        monkeypatch.setattr("guide.views.plan.Answers.from_query", fail)
    headers = {"HTTP_REFERER": f"http://testserver/?{ANSWERS}", "REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "localhost"}
    call(path, WSGIHandler(), QUERY_STRING=f"{ANSWERS}&q=taro@example.com", **headers)
    assert lines()[-1]["path"] == path
    assert not [secret for secret in SECRETS if secret in json.dumps(lines())]
    assert all(line["request_id"] == lines()[0]["request_id"] for line in lines())


def raised(error: Exception) -> logging.LogRecord:
    try:
        try:
            raise KeyError(ANSWERS)
        except KeyError as cause:
            raise error from cause
    except Exception:
        return logging.LogRecord("django", 40, "", 1, "At %s", (f"/en/plan/?{ANSWERS}",), sys.exc_info())


@pytest.mark.parametrize("formatter", [Line(), Json()], ids=["line", "json"])
def test_an_exception_is_told_by_its_way_not_its_words(formatter: logging.Formatter) -> None:
    said = formatter.format(raised(ValueError(f"cannot read {ANSWERS}")))
    assert "in raised" in said
    assert "ValueError" in said
    assert "KeyError" in said
    assert "At /en/plan/?..." in said
    assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OperationalError("database is locked")])
def test_the_machines_own_troubles_are_told(error: Exception) -> None:
    assert str(error) in Line().format(raised(error))


@pytest.mark.parametrize(
    "message",
    [
        f"Invalid request from ip=192.0.2.7: Invalid HTTP request line: 'GET /en/plan/?{ANSWERS} x y HTTP/1.1'",
        "Invalid request from ip=192.0.2.7: Invalid HTTP Header: 'COOKIE taro@example.com'",
        f"Error handling request GET /en/plan/?{ANSWERS}&q=a b c",
    ],
)
def test_what_gunicorn_says_names_nobody(message: str) -> None:
    said = Line().format(logging.LogRecord("gunicorn.error", 30, "", 1, message, (), None))
    assert said.startswith("WARNING gunicorn.error: ")
    assert not [secret for secret in SECRETS if secret in said]


# Slow queries


@pytest.mark.django_db
def test_slow_queries_are_logged_without_their_values(settings: Any, caplog: Any) -> None:
    assert not caplog.records
    settings.SLOW_QUERY_MS = 0.000_001
    Carrier.objects.filter(slug="docomo").first()
    (record,) = caplog.records
    assert re.match(r"slow query, \d+ ms: SELECT", record.getMessage())
    assert "docomo" not in record.getMessage()


@pytest.mark.parametrize(("threshold", "wrappers"), [(500, [queries.timed]), (0, [])])
def test_each_connection_is_watched_once(settings: Any, threshold: int, wrappers: list[Any]) -> None:
    class Opened:
        execute_wrappers: list[Any] = []

    settings.SLOW_QUERY_MS, opened = threshold, Opened()
    for _time in range(2):
        queries.watch(opened)
    assert opened.execute_wrappers == wrappers
    assert connection_created.has_listeners()


# Numbers


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", "", 404),
        ("", "Bearer ", 404),
        ("a-long-token", "", 401),
        ("a-long-token", "Bearer another", 401),
        ("a-long-token", "Bearer ä", 401),
        ("a-long-token", "Bearer a-long-token", 200),
    ],
)
def test_the_numbers_are_for_who_knows_the_token(
    client: Client, settings: Any, token: str, sent: str, status: int
) -> None:
    settings.METRICS_TOKEN = token
    answer = client.get("/metrics", headers={"authorization": sent})
    assert answer.status_code == status
    assert ("guide_request_seconds_count" in answer.text) == (status == 200)


def test_requests_are_counted_by_method_and_status(settings: Any, client: Client) -> None:
    settings.METRICS_TOKEN = "a-long-token"

    def counted(method: str) -> float:
        said = client.get("/metrics", headers={"authorization": "Bearer a-long-token"}).text
        start = f'guide_requests_total{{method="{method}",status="200"}}'
        return sum(float(line.split()[-1]) for line in said.splitlines() if line.startswith(start))

    before = counted("GET"), counted("other")
    call()
    call(REQUEST_METHOD="BREW")
    call(REQUEST_METHOD="STEEP")
    after = counted("GET"), counted("other")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 2)


TOGETHER = """
import time
from concurrent.futures import ThreadPoolExecutor
from prometheus_client import Counter
from guide.operating import metrics

made = Counter.__init__
Counter.__init__ = lambda *given, **named: (time.sleep(0.2), made(*given, **named))[1]
with ThreadPoolExecutor(4) as threads:
    list(threads.map(lambda number: metrics.count("GET", "200", 0.1), range(4)))
print(*(line for line in metrics.exposition()[0].decode().splitlines() if "seconds_count" in line))
"""


def test_the_first_requests_of_a_process_are_counted_though_they_come_together() -> None:
    assert asked(TOGETHER) == "guide_request_seconds_count 4.0"


# Errors elsewhere

SENTRY = """
import io, json, logging
import sentry_sdk
from sentry_sdk.transport import Transport
from django.core.wsgi import get_wsgi_application
from guide.operating import errors
from guide.operating.watching import watched

sent = []

class Stub(Transport):
    def capture_envelope(self, envelope):
        sent.append(envelope.serialize().decode())

errors.begin("http://key@localhost/1", transport=Stub)
from carriers.reading import Reading
def fail(*arguments, **options):
    answers = "docomo abroad 2026-12-24"
    logging.getLogger("django").error("Broken at /en/?%s", answers, extra={"told": answers})
    raise ValueError(answers)
import guide.views.plan
guide.views.plan.known_slugs = fail
application = watched(get_wsgi_application())
from wsgiref.util import setup_testing_defaults
environ = {"PATH_INFO": "/en/plan/", "QUERY_STRING": "carrier=docomo&where=abroad&leaving=2026-12-24",
    "HTTP_HOST": "localhost", "HTTP_REFERER": "http://localhost/?q=taro@example.com", "REMOTE_ADDR": "192.0.2.7",
    "HTTP_COOKIE": "sessionid=taro@example.com", "HTTP_X_REQUEST_ID": "known-by-this"}
setup_testing_defaults(environ)
said = []
application(environ, lambda *start: said.append(start[0]))
sentry_sdk.flush()
print(json.dumps([said, sent]))
"""


def test_errors_sent_elsewhere_hold_no_answer() -> None:
    statuses, sent = json.loads(asked(f"exec({SENTRY!r})", DATABASE_URL="sqlite://:memory:").splitlines()[-1])
    assert statuses == ["500 Internal Server Error"]
    assert len(sent) == 2, "the line in the log, and the exception"
    for event in sent:
        assert not [secret for secret in SECRETS if secret in event]
        assert "known-by-this" in event
    exception = next(event for event in sent if "ValueError" in event)
    assert '"http://localhost/en/plan/"' in exception
    assert '"function":"fail"' in exception.replace(": ", ":")


@pytest.mark.parametrize("dsn", ["", "http://key@localhost/1"])
def test_sentry_is_loaded_only_where_it_is_asked_for(dsn: str) -> None:
    printed = asked("import sys; print('sentry_sdk' in sys.modules)", SENTRY_DSN=dsn)
    assert printed == str(bool(dsn))


def test_the_log_is_as_the_environment_asks() -> None:
    code = "import logging; logging.getLogger('guide').error('x'); print(type(logging.root.handlers[0].formatter))"
    assert "logs.Json" in asked(code, LOG_FORMAT="json")
    assert "logs.Line" in asked(code, LOG_FORMAT="line")
    with pytest.raises(AssertionError, match="LOG_FORMAT is 'xml': write line or json"):
        asked(code, LOG_FORMAT="xml")


# What runs here


@pytest.mark.django_db
def test_an_administrator_sees_what_runs_here(client: StaffClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMIT", "0123abcd")
    client.force_login(account("administrator"))
    page = client.get(reverse("desk-about-site"))
    newest = Version.objects.order_by("pk").last()
    for told in ("0123abcd", django.get_version(), connection.display_name, "gunicorn", newest.name, "all applied"):
        assert told in page.text
    assert reverse("desk-about-site") in client.get(reverse("admin:index")).text


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["publisher", "editor", "translator: ja"])
def test_others_do_not(client: StaffClient, role: str) -> None:
    client.force_login(account(role))
    assert client.get(reverse("desk-about-site")).status_code == 403
    assert reverse("desk-about-site") not in client.get(reverse("admin:index")).text


def test_the_commit_is_not_known_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMIT", raising=False)
    monkeypatch.setenv("PATH", "")
    assert commit() == ""
