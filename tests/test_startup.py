"""A first start makes everything; a failing one says in one line what to mend."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from carriers.models import Carrier, LoadedContent
from carriers.seed import content
from guide import startup
from guide.startup import CannotStart
from tests.servers import free_port


@pytest.fixture
def lines() -> list[str]:
    return []


def test_address_is_loopback_unless_told(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    assert startup.address() == ("127.0.0.1", 8000)
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "8123")
    assert startup.address() == ("0.0.0.0", 8123)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_port_must_be_a_port(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CannotStart, match="PORT is"):
        startup.address()


@pytest.mark.parametrize("workers", ["many", "0"])
def test_workers_must_be_a_number(monkeypatch, workers):
    monkeypatch.setenv("WEB_CONCURRENCY", workers)
    with pytest.raises(CannotStart, match="WEB_CONCURRENCY is"):
        startup.check_workers()


def test_folder_is_made(tmp_path, lines):
    startup.check_folder(tmp_path / "new" / "var", lines.append)
    assert (tmp_path / "new" / "var").is_dir()


def test_folder_that_cannot_be_written_names_the_mend(tmp_path, lines):
    (tmp_path / "var").write_text("a file stands in the way")
    with pytest.raises(CannotStart, match="VAR_DIR"):
        startup.check_folder(tmp_path / "var", lines.append)


def test_settings_name_the_mend_too(tmp_path):
    """Without SECRET_KEY the settings write into VAR_DIR before any command runs."""
    (tmp_path / "var").write_text("a file stands in the way")
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "var"), "SECRET_KEY": ""}
    done = _manage("serve", environment)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "VAR_DIR" in done.stderr


def test_port_taken_names_another(lines):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is taken: .* PORT={port + 1}"):
            startup.check_port("127.0.0.1", port, lines.append)


def test_host_of_another_machine_is_refused(lines):
    with pytest.raises(CannotStart, match="change HOST"):
        startup.check_port("192.0.2.1", 8000, lines.append)


@pytest.mark.django_db
def test_newer_database_is_left_alone(lines):
    MigrationRecorder(connection).record_applied("carriers", "9999_future")
    with pytest.raises(CannotStart, match="newer version .carriers 9999_future"):
        startup.prepare_database(lines.append)
    assert lines == []


@pytest.mark.django_db
def test_known_database_is_up_to_date(lines):
    startup.prepare_database(lines.append)
    assert lines == ["Database: up to date."]


def test_broken_database_is_one_line(monkeypatch, lines):
    def fail():
        raise OperationalError("unable to open\n database file")

    monkeypatch.setattr(startup, "newer_migrations", fail)
    with pytest.raises(CannotStart, match="unable to open database file.* DATABASE_URL"):
        startup.prepare_database(lines.append)


@pytest.mark.django_db
def test_content_is_loaded_into_an_empty_database_only(monkeypatch, lines):
    monkeypatch.setattr(content, "load", lambda: lines.append("loaded"))
    startup.load_content(lines.append)
    assert "loaded" not in lines
    Carrier.objects.all().delete()
    startup.load_content(lines.append)
    assert "loaded" not in lines, "an editor who deleted every carrier meant it"
    LoadedContent.objects.all().delete()
    startup.load_content(lines.append)
    assert "loaded" in lines


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_content_is_there_again_after_a_flush(time):
    """What conftest promises to tests with a live server."""
    assert Carrier.objects.exists()


@pytest.mark.django_db
def test_broken_content_names_file_line_and_field(monkeypatch, tmp_path, lines):
    Carrier.objects.all().delete()
    LoadedContent.objects.all().delete()
    (tmp_path / "carriers").mkdir()
    (tmp_path / "carriers" / "broken.yaml").write_text("slug: broken\nkind: airline\n")
    monkeypatch.setattr(content, "load", partial(content.load, tmp_path))
    with pytest.raises(CannotStart, match=r"broken\.yaml, line 2, kind: "):
        startup.load_content(lines.append)


def test_static_files_are_collected_once(monkeypatch, tmp_path, settings, lines):
    def collect(*arguments, **options):
        (tmp_path / "staticfiles.json").touch()

    settings.VAR = settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(startup, "call_command", collect)
    startup.collect_static(lines.append)
    startup.collect_static(lines.append)
    monkeypatch.setattr(startup, "_static_sources", lambda: iter(["changed.css 1 1"]))
    startup.collect_static(lines.append)
    assert [line.split()[2] for line in lines] == ["collecting", "up", "collecting"]


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "localhost"), ("::1", "[::1]"), ("127.0.0.1", "127.0.0.1")])
def test_addresses_can_be_opened(host, shown, lines):
    startup.say_addresses(host, 8123, lines.append)
    assert f"The site:  http://{shown}:8123/" in lines


@pytest.mark.django_db
def test_editor_is_made_without_questions(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "mei")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long passphrase")
    call_command("editor", stdout=StringIO())
    editor = get_user_model().objects.get(username="mei")
    assert editor.is_staff
    assert editor.check_password("a long passphrase")


@pytest.mark.django_db
def test_editor_without_a_terminal_names_the_variables(monkeypatch):
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    monkeypatch.setattr(sys, "stdin", StringIO())
    with pytest.raises(CannotStart, match="DJANGO_SUPERUSER_USERNAME"):
        call_command("editor", stdout=StringIO())


def test_first_start_serves_pages(tmp_path):
    """The whole way, in a process of its own: tables, content, static files, gunicorn."""
    port = free_port()
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "PORT": str(port)}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "guide.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert "login" in _fetched(f"http://127.0.0.1:{port}/{settings.ADMIN_PATH}", process)
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[0]
    assert f"The site:  http://127.0.0.1:{port}/" in said


def _manage(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=Path(settings.BASE_DIR),
        env={**environment, "DJANGO_SETTINGS_MODULE": "guide.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def _fetched(url: str, process: subprocess.Popen[str], patience: float = 120) -> str:
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer")
