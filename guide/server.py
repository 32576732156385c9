"""How gunicorn serves the site; `manage.py serve` adds the address."""

import os
import shutil
import socket
import struct
from pathlib import Path
from typing import Any

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
preload_app = True  # one import for all workers: a quicker start, and memory shared
accesslog = None  # a reader's answers stand in the address; guide/operating/watching.py has a log without them
loglevel = "warning"

# Limits. What a request brings is bounded in guide/operating/limits.py.
limit_request_line = 4094  # bytes: the longest plan has a third
limit_request_fields = 60
limit_request_field_size = 8190
timeout = 30  # seconds without a sign of life of a worker
graceful_timeout = 30  # seconds a stopping worker has to finish what it is answering
SILENCE = 10  # seconds a client may send nothing in the middle of a request; it holds one of the threads meanwhile

# Whom to believe about TLS is Django's to decide (BEHIND_PROXY). gunicorn would believe everybody on this machine, and
# a proxy that passes on what a reader sends is on this machine.
forwarded_allow_ips = ""

# Where the workers count together (guide/operating/metrics.py); each master has a folder of its own.
metrics = Path(os.environ.get("VAR_DIR") or Path(__file__).parent.parent / "var") / f"metrics-{os.getpid()}"
if os.environ.get("METRICS_TOKEN"):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics.absolute())


def on_starting(server: Any) -> None:
    from guide.operating.logs import Json, Line

    for handler in server.log.error_log.handlers:
        handler.setFormatter(Json() if os.environ.get("LOG_FORMAT") == "json" else Line())
    shutil.rmtree(metrics, ignore_errors=True)
    if os.environ.get("METRICS_TOKEN"):
        metrics.mkdir(parents=True)


def when_ready(server: Any) -> None:
    """Accepted connections inherit the bound. gunicorn itself waits for ever for the second half of a request."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE, 0))


def on_exit(server: Any) -> None:
    shutil.rmtree(metrics, ignore_errors=True)
