"""The machine, and the site's own processes on it."""

import http.client
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def described() -> str:
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    return (
        f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, "
        f"{int(memory.group(1)) / 2**20 if memory else 0:.0f} GiB, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release().split('-')[0]}; load average before: {os.getloadavg()[0]:.1f}"
    )


def run(*command: str, **environment: str) -> str:
    """What the command prints; it stops the bench if it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


@contextmanager
def serving(*command: str, core: int | None = 0, **environment: str) -> Iterator[tuple[subprocess.Popen, int]]:
    """The command with a free port in its PORT, once it answers; its process and the port. On one core."""
    port = free_port()
    words = [word.replace("PORT", str(port)) for word in command]
    pinned = ["taskset", "-c", str(core)] if core is not None and (os.cpu_count() or 1) > 1 else []
    variables = os.environ | environment | {"PORT": str(port)}
    process = subprocess.Popen([*pinned, sys.executable, *words], cwd=ROOT, env=variables, stdout=subprocess.DEVNULL)
    try:
        until_it_answers(port, process)
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


def gunicorn(application: str, **environment: str) -> AbstractContextManager[tuple[subprocess.Popen, int]]:
    """One worker with the site's settings."""
    config = ("--no-control-socket", "--config", "guide/server.py", "--workers", "1")
    return serving("-m", "gunicorn", *config, "--bind", "127.0.0.1:PORT", application, **environment)


def until_it_answers(port: int, process: subprocess.Popen, path: str = "/") -> None:
    late = time.monotonic() + 300
    while time.monotonic() < late:
        try:
            answer(port, path)
        except OSError:
            if process.poll() is not None:
                raise
            time.sleep(0.01)
        else:
            return
    raise TimeoutError


def answer(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def worker_of(master: int) -> int:
    (worker,) = workers_of(master)
    return worker


def workers_of(master: int) -> list[int]:
    return [int(worker) for worker in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def memory_of(process: int) -> float:
    """MiB, what it shares with others included."""
    found = re.search(r"VmRSS:\s*(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found.group(1)) / 1024 if found else 0


def cpu_of(process: int) -> float:
    """Seconds so far."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def cpu_of_children() -> float:
    """Seconds, of those that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def requests_a_core(worker: int, port: int, path: str, headers: dict[str, str], seconds: int = 2) -> float:
    """Requests for each second of the worker's CPU: other work on the machine slows both sides of a ratio, not one.

    With 8 connections, from another core than the server's.
    """
    core = ["taskset", "-c", "1"] if (os.cpu_count() or 1) > 1 else []
    more = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = [*core, "wrk", "-t1", "-c8", f"-d{seconds}s", *more, f"http://127.0.0.1:{port}{path}"]
    before = cpu_of(worker)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said and "If-None-Match" not in headers:
        raise RuntimeError(f"{path} was not answered with 200:\n{said}")
    answered = re.search(r"(\d+) requests in", said)
    return int(answered.group(1)) / (cpu_of(worker) - before) if answered else 0.0
