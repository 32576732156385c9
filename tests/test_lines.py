"""Several lines in one address: added, changed and left out without losing one, and mended where one is wrong."""

import datetime as dt
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.utils.translation import gettext, override
from icalendar import Calendar

from guide.beside import Beside, plan_of
from guide.language import HTML_LANG
from tests.facts import answers, at
from tests.test_pages import answer_form, attribute, below, named, parse_html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)

A, B, C = (f"carrier={slug}&where=abroad" for slug in ("docomo", "au", "mineo"))
OF_A_FAMILY = "where=japan&leaving=2027-01-20"


@pytest.mark.parametrize("place", range(3))
def test_the_line_in_hand_comes_back_to_its_place(place) -> None:
    queries = [A, B, C]
    hidden = Beside.around(queries, place).hidden
    back = Beside.of([value for _key, value in hidden])
    assert back == Beside.around(queries, place)
    given = answers(queries[place], at("2026-11-22T10:00"), ("docomo", "au", "mineo"))
    assert back.plan(given) == plan_of(queries)


def test_a_line_more_comes_last() -> None:
    assert Beside.of([A, B]) == Beside((A, B), 2)


# Adding, changing and leaving out


def address(*queries: str, language: str = "en", page: str = "together/") -> str:
    return f"/{language}/plan/{page}?{urlencode([('plan', query) for query in queries])}"


def elements(response: HttpResponse) -> list:
    assert response.status_code == 200
    return list(below(parse_html(response.content.decode().replace("<wbr>", ""))))


def follow(client, found: list, text: str, place: int = 0) -> HttpResponse:
    links = [e for e in named(found, "a") if words(e).strip().startswith(text)]
    return client.get(attribute(links[place], "href").partition("#")[0], follow=True)


def last(response: HttpResponse) -> str:
    return response.redirect_chain[-1][0]


def sent(client, page: HttpResponse, **chosen: str) -> HttpResponse:
    """The form of a question page with what is hidden in it, and an answer."""
    form = answer_form(elements(page))
    pairs = [(attribute(e, "name"), attribute(e, "value")) for e in named(list(below(form)), "input", type="hidden")]
    query = urlencode([*pairs, *chosen.items(), ("go", "plan")])
    return client.get(f"{attribute(form, 'action')}?{query}", follow=True)


@BY_LANGUAGE
def test_a_line_is_added_by_its_carrier_alone(client, language):
    """Where one is and when one leaves are the same for a family: shown, kept, and changed if they are not."""
    with override(language):
        add, changes = gettext("Add it to this plan"), gettext("Change")
    plan = client.get(f"/{language}/plan/yours/?carrier=docomo&{OF_A_FAMILY}&sim=lost")
    question = follow(client, elements(plan), add)
    assert question.request["PATH_INFO"] == f"/{language}/plan/carrier/"
    given = {row.question.key for row in question.context["given"]}
    assert given == {"where", "leaving"}
    assert len([e for e in named(elements(question), "a") if words(e).startswith(changes) and "plan=" in str(e)]) == 2
    both = sent(client, question, carrier="au")
    first = f"carrier=docomo&{OF_A_FAMILY}&sim=lost"
    assert last(both) == address(first, f"carrier=au&{OF_A_FAMILY}", language=language)


def test_a_third_line_joins_two(client):
    question = follow(client, elements(client.get(address(A, B))), "Add it to this plan")
    assert last(sent(client, question, carrier="mineo")) == address(A, B, C)


def test_an_answer_of_one_line_is_changed_in_its_place(client):
    question = follow(client, elements(client.get(address(A, B, C))), "Change", place=3)  # where: the second of au's
    assert last(sent(client, question, where="abroad")) == address(A, B, C)
    moved = sent(client, question, where="japan")
    assert moved.request["PATH_INFO"] == "/en/plan/leaving/"
    assert last(sent(client, moved, leaving="no")) == address(A, "carrier=au&where=japan&leaving=no", C)


def test_more_questions_come_back_to_all_lines(client):
    question = follow(client, elements(client.get(address(A, B))), "Answer more questions", place=1)
    assert "plan=" in question.request["QUERY_STRING"]
    assert last(sent(client, question)) == address(A, B)


def test_a_line_is_left_out_and_the_last_one_has_its_own_plan(client):
    two = follow(client, elements(client.get(address(A, B, C))), "Leave this line out", place=1)
    assert two.request["QUERY_STRING"] == urlencode([("plan", A), ("plan", C)])
    one = follow(client, elements(two), "Leave this line out")
    assert (one.request["PATH_INFO"], one.request["QUERY_STRING"]) == ("/en/plan/yours/", C)


def test_a_line_being_asked_about_can_be_left_out(client):
    question = follow(client, elements(client.get(address(A, B))), "Add it to this plan")
    back = follow(client, elements(question), "Leave this line out")
    assert back.request["QUERY_STRING"] == urlencode([("plan", A), ("plan", B)])


def test_each_line_leads_to_its_own_plan(client):
    alone = follow(client, elements(client.get(address(A, B))), "The plan of this line alone", place=1)
    assert (alone.request["PATH_INFO"], alone.request["QUERY_STRING"]) == ("/en/plan/yours/", B)


@BY_LANGUAGE
def test_ids_are_unique_and_every_jump_arrives(client, language):
    lines = [f"carrier={slug}&{OF_A_FAMILY}&tied=bank" for slug in ("docomo", "docomo", "softbank", "mineo")]
    found = elements(client.get(address(*lines, f"carrier=docomo&{OF_A_FAMILY}&access=none", language=language)))
    ids = [attribute(e, "id") for e in found if attribute(e, "id")]
    assert sorted(ids) == sorted(set(ids))
    jumps = {attribute(e, "href")[1:] for e in named(found, "a") if attribute(e, "href").startswith("#")}
    assert jumps <= set(ids)
    assert "lines" in jumps


def test_a_shared_step_names_its_lines_and_what_caused_it_at_each(client):
    page = client.get(address(f"carrier=docomo&{OF_A_FAMILY}", f"carrier=docomo&{OF_A_FAMILY}", B))
    (step,) = named(elements(page), "li", id="line-1-method-online")
    (whose,) = named(list(below(step)), "p", **{"class": "whose"})
    assert words(whose).strip() == "For: NTT docomo (1), NTT docomo (2)"
    assert "for each line" in words(step)


def test_queries_do_not_grow_with_the_lines(client, django_assert_max_num_queries):
    for lines in ([A, B], [A, B, C, "carrier=softbank&where=abroad", "carrier=povo&where=abroad", A]):
        with django_assert_max_num_queries(36):  # as many as for one line
            client.get(address(*lines))


# What is wrong with a line


@BY_LANGUAGE
@pytest.mark.parametrize(
    ("wrong", "asked"),
    [
        ("carrier=nobody&where=abroad", "carrier"),
        ("carrier=au&where=japan&leaving=2026-11-30", "leaving"),
        ("carrier=au&where=abroad&sim=none", "sim"),
        ("carrier=au&where=japan", "leaving"),
        ("where=abroad", "carrier"),
    ],
)
def test_a_wrong_line_leads_to_its_question_and_back(client, wrong, asked, language):
    question = client.get(address(A, wrong, C, language=language), follow=True)
    assert urlsplit(last(question)).path == f"/{language}/plan/{asked}/"
    kept = [value for key, value in parse_qsl(question.request["QUERY_STRING"], True) if key == "plan"]
    assert kept == [A, "", C]
    with override(language):
        notice = gettext("Line %(place)s of your plan. The other lines stay as they are.") % {"place": 2}
    assert notice in question.content.decode()
    assert bool(question.context["errors"]) == (asked in wrong)
    mended = {"carrier": "au", "leaving": "no", "sim": "card"}[asked]
    back = sent(client, question, **{asked: mended})
    assert back.request["PATH_INFO"] == f"/{language}/plan/together/"
    assert [row.line.place for row in back.context["rows"]] == [1, 2, 3]


def test_two_wrong_lines_are_mended_one_after_the_other(client):
    question = client.get(address("carrier=au&where=abroad&sim=none", "carrier=nobody&where=abroad"), follow=True)
    question = sent(client, question, sim="card")
    assert question.context["beside"].number == 2
    back = sent(client, question, carrier="mineo")
    assert back.request["QUERY_STRING"] == urlencode([("plan", "carrier=au&where=abroad&sim=card"), ("plan", C)])


@pytest.mark.parametrize(
    ("lines", "leads_to"),
    [
        ([], "/en/plan/"),
        (["nonsense"], "/en/plan/"),
        ([A], f"/en/plan/yours/?{A}"),
        ([A, "", "plan=x&go=next"], f"/en/plan/yours/?{A}"),
    ],
)
def test_fewer_than_two_lines_are_no_family(client, lines, leads_to):
    for page in ("together/", "together.ics"):
        assert client.get(address(*lines, page=page)).headers["Location"] == leads_to


@BY_LANGUAGE
def test_too_many_lines_are_all_kept_to_choose_from(client, language):
    lines = [A, B, C, A, B, C, "carrier=nobody"]
    page = client.get(address(*lines, language=language))
    with override(language):
        assert words(named(elements(page), "title")[0]).startswith(gettext("Error:"))
        out = gettext("Leave this line out")
    six = follow(client, elements(page), out, place=6)
    assert six.request["QUERY_STRING"] == urlencode([("plan", line) for line in lines[:6]])
    assert not six.context["another_line"]


def test_what_a_carrier_does_not_ask_is_left_out_of_every_address(client):
    page = client.get(address(f"{A}&cycle=10", B))
    assert page.context["lines_query"] == urlencode([("plan", A), ("plan", B)])


@pytest.mark.parametrize("value", ["%", "\0", "💩", "carrier=%00", "carrier=%ED%A0%80", "&&&", "plan=plan", "a" * 1000])
def test_a_line_may_be_anything(client, value):
    for lines in ([value, A], [A, value, B], [value] * 7):
        assert client.get(address(*lines)).status_code in (200, 302)
        assert client.get(f"/en/plan/carrier/?{urlencode([('plan', line) for line in lines])}").status_code == 200


def test_a_line_longer_than_any_of_ours_is_refused(client):
    assert client.get(address(A, "a" * 1001)).status_code == 400


# As a calendar


@BY_LANGUAGE
def test_the_calendar_holds_every_line(client, language):
    lines = [f"carrier=docomo&{OF_A_FAMILY}"] * 2 + [
        "carrier=docomo&where=japan&leaving=2027-01-10",
        f"carrier=mineo&{OF_A_FAMILY}",
    ]
    plan = client.get(address(*lines, language=language)).context["plan"]
    response = client.get(address(*lines, language=language, page="together.ics"))
    assert response.headers["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    shared = [row for row in plan.steps if not row.step.alternative]
    assert len(events) == sum(bool(day) for row in shared for day, _lines in row.by_day)
    assert len({event["uid"] for event in events}) == len(events)
    ways = {event.decoded("dtstart"): event["summary"] for event in events if "method" in str(event["uid"])}
    assert "(3): " in str(ways[dt.date(2027, 1, 9)])
    assert {event["url"].partition("?")[0] for event in events} == {f"http://testserver/{language}/plan/together/"}
