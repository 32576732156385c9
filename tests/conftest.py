"""Shared by all tests: bundled content in the database, compiled messages, and a browser if there is one."""

import datetime as dt
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate
from django.test.testcases import LiveServerThread
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Playwright, expect

from carriers.models import Carrier
from carriers.seed import content
from guide import messages
from guide.deadlines import JAPAN
from tests import first_load, installed
from tests import site as sites
from tests.servers import Postgres, found, start_postgres
from tests.staff import StaffClient

CI = os.environ.get("CI") == "true"
QUIET = ("gpu", "quic", "background-networking", "component-update", "sync")

# No example fails for the time it takes: another program may have the machine.
hypothesis_settings.register_profile(
    "guide", deadline=None, derandomize=CI, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("guide")
expect.set_options(timeout=30_000)  # milliseconds: on a busy machine a page may take longer than the usual five seconds
LiveServerThread.server_class = sites.PatientServer


def pytest_configure(config: pytest.Config) -> None:
    """Compile the messages once, before any worker reads them."""
    if not hasattr(config, "workerinput"):
        messages.compile_stale()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Each worker's database begins with the bundled content, as a first start of the site does.

    In place of pytest-django's, which makes a database only where a chosen test is marked for one: tests that look at
    the site from outside are not.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        content.load()
        first_load.keep()
    post_migrate.connect(_refill, sender=apps.get_app_config("carriers"))
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


def _refill(**signal: Any) -> None:
    """A transactional test (live_server) ends with a flush, which sends post_migrate: the content comes back then."""
    if not Carrier.objects.exists():
        first_load.bring_back()


@pytest.fixture(autouse=True)
def _no_language_left_behind() -> Iterator[None]:
    """A page leaves its language active in the thread, and so in whatever test comes next."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_request_left_behind(request: pytest.FixtureRequest, _live_server_helper: None) -> Iterator[None]:
    """After the browser's page is closed, and before the database is emptied."""
    yield
    if "live_server" in request.fixturenames:
        request.getfixturevalue("live_server").thread.httpd.hang_up()


@pytest.fixture
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ten in the morning of 1 December 2026 in Japan."""
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 12, 1, 10, tzinfo=JAPAN))


@pytest.fixture
def connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """For requests that do not come by Django's test client: their end would close the connection of the test, and
    with it the transaction the test is in.
    """
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda _connection: None)


@pytest.fixture
def no_contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the editors' forms: the client would keep a context for each of a thousand widgets: seconds."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    server_program("postgres")
    return start_postgres()


@pytest.fixture(scope="session")
def redis() -> str:
    """The program; a test starts it as often as it likes."""
    return server_program("redis-server")


@pytest.fixture(scope="session")
def nginx() -> str:
    return server_program("nginx")


def server_program(name: str) -> str:
    if path := found(name):
        return path
    return (pytest.fail if CI else pytest.skip)(f"no {name} here: make engines says how to have it")


@pytest.fixture
def client() -> StaffClient:
    return StaffClient()


@pytest.fixture
def admin_client(client: StaffClient, admin_user: Any) -> StaffClient:
    client.force_login(admin_user)
    return client


@pytest.fixture(scope="session")
def playwright(django_db_setup: None, playwright: Playwright) -> Iterator[Playwright]:
    """After the database: once Playwright's loop runs, Django opens another connection in this thread. It is closed
    here, while the loop still knows it: PostgreSQL drops no database that somebody is in.
    """
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = installed.browser()
    if path is None:
        (pytest.fail if CI else pytest.skip)(f"no browser here: install one of {', '.join(installed.BROWSERS)}")
    arguments = ["--no-first-run", *(f"--disable-{name}" for name in QUIET)]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[sites.Site]:
    """For modules that look at many pages and change nothing: `live_server` empties the database after each test."""
    with django_db_blocker.unblock(), sites.served() as site:
        yield site


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    """One tab for all tests of a module. It takes scripts of ours, which the site's policy would stop."""
    with browser.new_context(viewport=sites.PHONE, reduced_motion="reduce", bypass_csp=True) as context:
        yield context.new_page()
