"""What one process takes to make a page, without any page kept: CPU, queries, memory. Printed as JSON."""

import datetime as dt
import io
import json
import os
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guide.settings")
import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from carriers.reading import Reading  # noqa: E402
from guide.answers import Answers  # noqa: E402
from guide.deadlines import JAPAN  # noqa: E402
from guide.plan import NEEDED, build_plan  # noqa: E402
from tests.bench.pages import PAGES  # noqa: E402
from tests.staff import StaffClient  # noqa: E402

TIMES = 15
application = get_wsgi_application()


def get(address: str) -> int:
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    response = application(environ, lambda *said: None)
    size = len(b"".join(response))
    response.close()
    assert response.status_code == 200, address
    return size


def cpu_ms(act: Any) -> float:
    """The least of all times: what else the machine does only ever adds to it."""
    spent = []
    for _time in range(TIMES):
        began = time.process_time()
        act()
        spent.append((time.process_time() - began) * 1000)
    return round(min(spent), 2)


def page(address: str) -> dict[str, float]:
    with CaptureQueriesContext(connection) as first:
        get(address)
    with CaptureQueriesContext(connection) as again:
        size = get(address)
    return {"queries_first": len(first), "queries": len(again), "ms": cpu_ms(lambda: get(address)), "kB": size / 1000}


def plan_ms() -> float:
    now = dt.datetime.now(JAPAN)
    reading = Reading(on=now.date())
    carrier, shared = reading.carrier("docomo"), reading.shared(*NEEDED)
    assert carrier is not None
    pairs = [("carrier", "docomo"), ("where", "abroad")]
    answers = Answers.from_query(pairs, today=now.date(), slugs=["docomo"])
    return cpu_ms(lambda: build_plan(carrier, shared, answers, now))


def admin_list_ms() -> float:
    client: Client = StaffClient()
    client.force_login(User.objects.filter(username="bench").first() or User.objects.create_superuser("bench"))
    client.get("/admin/carriers/carrier/", headers={"host": "localhost"})
    return cpu_ms(lambda: client.get("/admin/carriers/carrier/", headers={"host": "localhost"}))


if __name__ == "__main__":
    found = {name: page(address) for name, address in PAGES.items()}
    reference = cpu_ms(lambda: sum(number for number in range(1_000_000)))
    json.dump(
        {"pages": found, "reference_ms": reference, "plan_ms": plan_ms(), "admin_ms": admin_list_ms()}, sys.stdout
    )
