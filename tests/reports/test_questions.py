"""What readers ask, and the answers that stand on their page."""

from typing import Any

import pytest
from django.test import Client

from carriers import models
from carriers.choices import Handled
from carriers.models import Answer, Question
from guide.reports.masking import MASK
from tests.keeping import keep
from tests.reports.sending import ASK, BY_LANGUAGE, Clock, assert_sound, elements, filled, named, send, summary


@BY_LANGUAGE
def test_a_question_is_stored(client: Client, clock: Clock, db: None, language: str) -> None:
    text = "Can I cancel by chat?\r\nMy mail is taro@example.com"
    assert send(client, clock, ASK, language, text=text).status_code == 303
    row = Question.objects.get()
    assert (row.page, row.text) == ("carriers/docomo/", f"Can I cancel by chat? My mail is {MASK}")
    assert (row.language, row.made_at, row.handled) == (language, clock.now, Handled.NEW)


@BY_LANGUAGE
@pytest.mark.parametrize("text", ["", " \n ", "\x00", "x" * 501])
def test_a_question_has_words(client: Client, clock: Clock, db: None, text: str, language: str) -> None:
    response = send(client, clock, ASK, language, text=text)
    assert_sound(response, language, 422)
    assert 'href="#text"' in summary(response)
    if text.strip("\x00"):
        assert filled(response)["text"].strip() == text.strip()
    assert not Question.objects.exists()


@pytest.mark.parametrize("path", ["carriers/docomo/", "cases/esim/", "before-and-after/", "myths/"])
def test_pages_lead_to_the_question(client: Client, db: None, path: str) -> None:
    links = {a["href"] for a in named(elements(client.get(f"/ja/{path}")), "a") if "href" in a}
    assert f"/ja/ask/?page={path}" in links


def an_answer(page: str, **fields: Any) -> Answer:
    texts = {
        f"{name}_{suffix}": f"{name} in {suffix}"
        for name in ("question", "answer")
        for suffix in ("en", "ja", "zh_hans", "zh_hant")
    }
    row = Answer.objects.create(key="by-chat", page=page, **texts, **fields)
    row.sources.add(models.Source.objects.filter(carrier=None).first())
    keep("answers")
    return row


@BY_LANGUAGE
@pytest.mark.parametrize("path", ["carriers/docomo/", "cases/esim/", "before-and-after/"])
def test_answers_stand_on_their_page(client: Client, db: None, path: str, language: str) -> None:
    an_answer(path)
    suffix = language.replace("-", "_")
    page = client.get(f"/{language}/{path}").content.decode().replace("<wbr>", "")
    assert f"question in {suffix}" in page
    assert f"answer in {suffix}" in page
    assert f"/{language}/report/answers/answers/by-chat/" in page
    assert 'id="answer-by-chat"' in page
    assert client.get(f"/{language}/report/answers/answers/by-chat/").status_code == 200
    for other in {"carriers/docomo/", "carriers/au/", "cases/esim/", "before-and-after/"} - {path}:
        assert f"question in {suffix}" not in client.get(f"/{language}/{other}").content.decode()


def test_a_draft_answer_is_not_shown(client: Client, db: None) -> None:
    an_answer("carriers/docomo/", published=False)
    assert "question in en" not in client.get("/en/carriers/docomo/").content.decode()


def test_answers_take_few_queries(client: Client, db: None, django_assert_max_num_queries: Any) -> None:
    an_answer("carriers/softbank/")
    with django_assert_max_num_queries(6):
        client.get("/en/carriers/softbank/")
