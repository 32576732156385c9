"""How much is taken, from whom, and what it costs us."""

import datetime as dt
import hashlib
import logging
from typing import Any

import pytest
from django.test import Client

from carriers.models import Attempt, Question, Report
from guide.reports.limits import AN_HOUR, allowed
from tests.reports.sending import ASK, BY_LANGUAGE, NOON, Clock, assert_sound, filled, post, send, summary


@BY_LANGUAGE
@pytest.mark.parametrize(("what", "model"), [("report", Report), ("question", Question)])
def test_so_many_an_hour(client: Client, clock: Clock, fee: str, what: str, model: Any, language: str) -> None:
    path = fee if what == "report" else ASK
    for _time in range(AN_HOUR[what]):
        assert send(client, clock, path, language, tried="so", text="once more").status_code == 303
    response = send(client, clock, path, language, tried="so", text="too much")
    assert_sound(response, language, 429)
    assert filled(response)["text"] == "too much"
    assert summary(response)
    assert model.objects.count() == AN_HOUR[what]
    assert send(client, clock, path, language, tried="so", text="a neighbour", homepage="").status_code == 429
    clock.passes(hours=1)
    assert post(client, path, filled(response), language).status_code == 303


def test_the_hour_slides_over_midnight_too(db: None) -> None:
    late = NOON.replace(hour=23, minute=58)
    assert [allowed("question", "192.0.2.1", late) for _ in range(4)] == [True, True, True, False]
    assert not allowed("question", "192.0.2.1", late + dt.timedelta(minutes=59))
    assert allowed("question", "192.0.2.2", late)
    assert allowed("report", "192.0.2.1", late)
    assert allowed("question", "192.0.2.1", late + dt.timedelta(minutes=62))


def test_old_attempts_are_deleted_in_passing(db: None) -> None:
    allowed("report", "192.0.2.1", NOON)
    allowed("report", "192.0.2.2", NOON + dt.timedelta(hours=23))
    assert Attempt.objects.count() == 2
    allowed("report", "192.0.2.3", NOON + dt.timedelta(hours=25))
    assert Attempt.objects.count() == 2


def test_no_address_is_stored_or_logged(client: Client, clock: Clock, fee: str, caplog: Any) -> None:
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    with caplog.at_level(logging.DEBUG):
        for _time in range(6):
            send(client, clock, fee, tried="so", text="hello")
    kept = [*Report.objects.values_list(), *Attempt.objects.values_list()]
    assert kept
    assert "198.51.100.7" not in f"{kept} {caplog.text}"
    who = set(Attempt.objects.values_list("who", flat=True))
    assert who.isdisjoint({*_plain_hashes("198.51.100.7")})
    clock.passes(days=1)
    send(client, clock, fee, tried="so")
    assert not who & set(Attempt.objects.filter(since__gte=clock.now.replace(second=0)).values_list("who", flat=True))


def _plain_hashes(address: str) -> list[str]:
    """What somebody without the key could try."""
    return [hashlib.new(name, address.encode()).hexdigest() for name in ("md5", "sha1", "sha256")]


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "counted"),
    [
        (False, ["203.0.113.{}"], "together"),
        (True, ["203.0.113.{}"], "apart"),
        (True, ["203.0.113.{}, 198.51.100.1"], "together"),
        (True, [""], "together"),
    ],
)
def test_whose_address_is_counted(
    client: Client, clock: Clock, db: None, settings: Any, behind_proxy: bool, forwarded: list[str], counted: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    answers = []
    for number in range(4):
        form = filled(client.get(f"/en/{ASK}")) | {"text": "?"}
        clock.passes(seconds=10)
        headers = {"x-forwarded-for": forwarded[0].format(number)}
        answers.append(post(client, ASK, form, headers=headers).status_code)
    assert answers[-1] == (429 if counted == "together" else 303)


@pytest.mark.parametrize(("path", "queries"), [("fee", 4), (ASK, 4), ("ask/?page=cases/esim/", 4), ("thanks/", 0)])
def test_queries_are_bounded(client: Client, fee: str, path: str, queries: int, django_assert_max_num_queries: Any):
    with django_assert_max_num_queries(queries):
        client.get(f"/en/{fee if path == 'fee' else path}")


def test_sending_takes_few_queries_more(
    client: Client, clock: Clock, db: None, django_assert_max_num_queries: Any
) -> None:
    form = filled(client.get("/en/ask/")) | {"text": "?"}
    clock.passes(minutes=1)
    with django_assert_max_num_queries(12):
        assert post(client, "ask/", form).status_code == 303


@pytest.mark.parametrize("path", ["fee", ASK])
@pytest.mark.parametrize("verb", ["put", "delete", "patch"])
def test_other_verbs_are_refused(client: Client, fee: str, path: str, verb: str) -> None:
    assert getattr(client, verb)(f"/en/{fee if path == 'fee' else path}").status_code == 405
