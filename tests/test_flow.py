"""The questions: which one follows which, what is kept on the way, and what is said when an answer is none."""

from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import gettext, override

from carriers.seed.files import carrier_paths
from guide.language import HTML_LANG
from guide.questions import PAGES, QUESTIONS, page_of
from guide.templatetags.words import labelled
from tests.test_pages import answer_form, attribute, below, named, parse_html, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
CARRIERS = [path.stem for path in carrier_paths()]
ABROAD = "carrier=docomo&where=abroad"
STAYING = "carrier=docomo&where=japan&leaving=no"


def sent(query: str, go: str = "next") -> HttpResponse:
    """The page of the query's last answer, sent by its button."""
    key = parse_qsl(query, keep_blank_values=True)[-1][0]
    return Client().get(f"/en/plan/{key}/?{query}&go={go}")


def assert_next_question(query: str, expected_key: str, go: str = "next") -> None:
    """The query's last answer leads to the expected question, or to the plan."""
    path = "yours" if expected_key == "plan" else expected_key
    assert urlsplit(sent(query, go).headers["Location"]).path == f"/en/plan/{path}/"


def query_of(response: HttpResponse) -> str:
    return urlsplit(response.headers["Location"]).query


def elements(response: HttpResponse) -> list:
    assert response.status_code == 200
    return list(below(parse_html(response.content.decode().replace("<wbr>", ""))))


# Which question follows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("carrier=docomo", "where"),
        ("carrier=docomo&where=japan", "leaving"),
        ("carrier=docomo&where=abroad", "plan"),
        ("carrier=docomo&where=japan&leaving=2027-03-01", "plan"),
        ("carrier=docomo&where=japan&leaving=no", "plan"),
        ("carrier=docomo&where=japan&leaving=undecided", "plan"),
        ("where=abroad&carrier=docomo", "plan"),
        ("where=japan&carrier=docomo", "leaving"),
        ("carrier=docomo&where=japan&leaving=no&where=japan", "plan"),
        ("carrier=docomo&leaving=2027-03-01&where=abroad", "plan"),
    ],
)
def test_three_answers_make_a_plan(query, expected):
    assert_next_question(query, expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"{ABROAD}&sim=lost", "number"),
        (f"{ABROAD}&tied=bank", "device"),
        (f"{ABROAD}&unpaid=no", "since"),
        (f"{ABROAD}&bundled=none", "who"),
        (f"{ABROAD}&papers=passport", "plan"),
        (f"{ABROAD}&number=drop&tied=none&sim=card", "device"),
    ],
)
def test_next_goes_through_the_pages_still_open(query, expected):
    assert_next_question(query, expected)
    assert_next_question(query, "plan", go="plan")


@pytest.mark.parametrize(
    ("path", "led_to"),
    [
        ("yours/", "carrier/"),
        ("yours/?where=abroad", "carrier/?where=abroad"),
        ("yours/?carrier=unknown", "carrier/?carrier=unknown"),
        ("yours/?carrier=docomo", "where/?carrier=docomo"),
        ("yours/?carrier=docomo&where=japan", "leaving/?carrier=docomo&where=japan"),
        ("yours.json?carrier=docomo", "where/?carrier=docomo"),
        ("yours.ics?carrier=docomo", "where/?carrier=docomo"),
        ("where/", "carrier/"),
        ("leaving/?carrier=docomo", "where/?carrier=docomo"),
        ("sim/?carrier=docomo&sim=lost", "where/?carrier=docomo&sim=lost"),
        (f"leaving/?{ABROAD}", f"yours/?{ABROAD}"),
        (f"leaving/?{ABROAD}&leaving=no", f"yours/?{ABROAD}"),
    ],
)
def test_page_that_is_not_due_leads_to_the_one_that_is(client, path, led_to):
    assert client.get(f"/en/plan/{path}").headers["Location"] == f"/en/plan/{led_to}"


def test_special_case_brings_its_answer_along():
    query = query_of(sent("sim=lost&carrier=docomo"))
    assert query == "carrier=docomo&sim=lost"


def test_question_no_rule_turns_on_is_not_asked(client):
    assert not named(elements(client.get(f"/en/plan/cycle/?{ABROAD}")), "select", name="cycle")
    assert named(elements(client.get("/en/plan/cycle/?carrier=softbank&where=abroad")), "select", name="cycle")


@pytest.mark.parametrize("cycle", ["10", "99"])
def test_answer_no_rule_turns_on_is_dropped(client, cycle):
    response = client.get(f"/en/plan/yours/?{ABROAD}&cycle={cycle}")
    assert response.status_code == 200
    assert f"cycle={cycle}" not in response.content.decode().partition("<main")[2]


@pytest.mark.parametrize("query", ["carrier=unknown", "carrier=unknown&where=abroad&carrier=unknown"])
def test_unknown_carrier_is_helped(query):
    found = elements(sent(query))
    assert named(found, "section", **{"aria-labelledby": "finding"})
    assert not named(found, "p", id="carrier-error")


def test_unknown_carrier_is_no_answer_to_go_on_with():
    """“I do not know” is not chosen any more, and the one heading stands before the hints."""
    page = sent("carrier=unknown").content.decode()
    assert 'id="carrier-unknown" checked' not in page
    assert page.count("<h1") == 1
    assert page.index("<h1") < page.index("<details")


def test_finding_help_is_open_when_asked_for():
    found = elements(sent("carrier=unknown"))
    articles = [details for details in named(found, "details") if named(list(below(details)), "summary")]
    assert articles
    assert all("open" in dict(details.attributes) for details in articles)


def test_who_has_left_already_finds_the_question_that_says_so():
    page = elements(Client().get("/en/plan/leaving/?carrier=docomo&where=japan"))
    [link] = [e for e in named(page, "a") if "I have left Japan already" in str(e)]
    assert attribute(link, "href").startswith("/en/plan/where/?carrier=docomo")


# The carrier by its name


def offered(query: str) -> list[str]:
    found = elements(Client().get(f"/en/plan/carrier/?{query}"))
    return [value for e in named(found, "input", name="carrier", type="radio") if (value := attribute(e, "value"))]


@pytest.mark.parametrize("typed", ["hanacell", "ハナセル", "Hanacel"])
def test_carriers_that_go_by_a_name_are_offered_alone(typed):
    assert offered(urlencode({"q": typed})) == ["hanacell", "unknown"]


def test_a_name_nobody_goes_by_is_told_and_all_are_offered():
    assert b"No carrier goes by that name here" in Client().get("/en/plan/carrier/?q=xyzzy").content
    assert offered("q=xyzzy") == offered("")


def test_of_many_carriers_the_popular_are_offered_and_every_one_is_found(monkeypatch):
    monkeypatch.setattr("guide.choosing.ON_A_PAGE", 3)
    assert offered("") == ["docomo", "au", "softbank", "unknown"]
    assert offered("q=hanacell") == ["hanacell", "unknown"]


def test_the_carrier_that_was_chosen_stands_there_whatever_is_looked_for(monkeypatch):
    monkeypatch.setattr("guide.choosing.ON_A_PAGE", 3)
    assert "libmo" in offered("carrier=libmo")
    assert {"libmo", "hanacell"} < set(offered("carrier=libmo&q=hanacell"))


def test_to_look_for_a_name_keeps_the_answers_and_the_other_lines(client):
    page = client.get("/en/plan/carrier/?carrier=au&sim=lost&plan=carrier%3Ddocomo%26where%3Dabroad&plan=&with=ja")
    (form,) = named(elements(page), "form", id="finding-by-name")
    kept = [(attribute(e, "name"), attribute(e, "value")) for e in named(list(below(form)), "input")]
    assert kept == [
        ("sim", "lost"),
        ("plan", "carrier=docomo&where=abroad"),
        ("plan", ""),
        ("with", "ja"),
        ("carrier", "au"),
    ]


def test_what_was_looked_for_stays_while_nothing_is_chosen():
    response = sent("q=hanacell&carrier=")
    assert offered("q=hanacell&carrier=&go=next") == ["hanacell", "unknown"]
    assert b"Choose an answer to go on." in response.content


# What is kept on the way


def test_answers_stand_in_one_order():
    assert query_of(sent("tied=other&sim=lost&where=abroad&access=none&tied=bank&carrier=docomo")) == (
        "carrier=docomo&where=abroad&sim=lost&access=none&tied=bank&tied=other"
    )


def test_several_answers_repeat_the_key():
    assert query_of(sent(f"{ABROAD}&access=sms&access=login", "plan")) == f"{ABROAD}&access=login&access=sms"


def test_answers_of_other_pages_are_hidden_fields(client):
    found = elements(client.get(f"/en/plan/sim/?{ABROAD}&sim=lost&access=sms&tied=bank&tied=apple"))
    hidden = [(attribute(e, "name"), attribute(e, "value")) for e in named(found, "input", type="hidden")]
    assert hidden == [("carrier", "docomo"), ("where", "abroad"), ("tied", "bank"), ("tied", "apple")]
    checked = {attribute(e, "id") for e in named(found, "input") if "checked" in dict(e.attributes)}
    assert checked == {"sim-lost", "access-sms"}


def test_skip_leads_on_with_the_answers(client):
    assert link(client, f"line/?{ABROAD}&tied=bank", "Skip this page") == f"/en/plan/number/?{ABROAD}&tied=bank"
    assert link(client, f"who/?{ABROAD}&tied=bank", "Skip this page") == f"/en/plan/yours/?{ABROAD}&tied=bank"


def link(client: Client, path: str, text: str) -> str:
    (found,) = [e for e in named(elements(client.get(f"/en/plan/{path}")), "a") if words(e).strip() == text]
    return attribute(found, "href")


def test_optional_page_may_be_left_empty():
    assert query_of(sent(f"{ABROAD}&papers=", "plan")) == ABROAD


def test_answers_are_listed_with_a_way_to_change_them(client):
    (given,) = named(
        elements(client.get(f"/en/plan/yours/?{ABROAD}&sim=lost")), "section", **{"aria-labelledby": "given"}
    )
    changes = [attribute(e, "href") for e in named(list(below(given)), "a")]
    assert changes == [f"/en/plan/{key}/?{ABROAD}&sim=lost#{key}" for key in ("carrier", "where", "sim")]


def told(response):
    """What the page tells of itself; the lines that wait for a script are not told yet."""
    return [e for e in named(elements(response), "p", role="status") if "data-" not in str(e).partition(">")[0]]


def test_other_carrier_says_which_questions_it_opens(client):
    response = client.get("/en/plan/carrier/?carrier=softbank&where=abroad&was=docomo&go=next", follow=True)
    assert "opened=cycle" in response.redirect_chain[-1][0]
    (notice,) = told(response)
    assert "Billing day" in words(named(list(below(notice)), "a")[0])


@pytest.mark.parametrize(
    "query",
    [
        "carrier=docomo&where=abroad&was=docomo",
        "carrier=docomo&where=abroad&was=softbank",
        "carrier=softbank&where=abroad&cycle=10&was=docomo",
        "carrier=softbank&where=abroad&was=nobody",
        "carrier=softbank&where=abroad&was=unknown",
        "carrier=softbank&where=abroad",
    ],
)
def test_nothing_opened_nothing_said(client, query):
    response = client.get(f"/en/plan/carrier/?{query}&go=next", follow=True)
    assert not told(response)


# Answers that are none

WRONG = {
    "no carrier": ("carrier", "go=next"),
    "unlisted carrier": ("carrier", "carrier=nobody&go=next"),
    "no place": ("where", "carrier=docomo&go=next"),
    "no day": ("leaving", "carrier=docomo&where=japan&go=next"),
    "day and no day": ("leaving", "carrier=docomo&where=japan&leaving=2027-01-05&leaving=no&go=next"),
    "past day": ("leaving", "carrier=docomo&where=japan&leaving=2026-11-30"),
    "two of one": ("sim", f"{ABROAD}&sim=card&sim=esim&go=plan"),
    "none and one": ("access", f"{ABROAD}&access=none&access=sms&go=plan"),
    "unlisted day": ("cycle", "carrier=softbank&where=abroad&cycle=32&go=plan"),
}


@pytest.mark.parametrize("language", HTML_LANG)
@pytest.mark.parametrize(("key", "query"), WRONG.values(), ids=WRONG)
def test_error_stands_in_title_summary_and_field(client, key, query, language):
    found = elements(client.get(f"/{language}/plan/{key}/?{query}"))
    with override(language):
        assert words(named(found, "title")[0]).startswith(gettext("Error:"))
    (summary,) = named(found, "div", role="alert")
    (pointer,) = named(list(below(summary)), "a")
    with override(language):  # where several questions share the page, it names the one
        which = labelled("", QUESTIONS[key].label) if len(page_of(key)) > 1 else ""
    assert words(pointer).startswith(which)
    assert words(pointer).removeprefix(which) in words(named(found, "p", id=f"{key}-error")[0])
    target = attribute(pointer, "href").removeprefix("#")
    (field,) = named(found, "input", id=target) or named(found, "select", id=target)
    assert attribute(field, "name") == key


@pytest.mark.parametrize("key", ["sim", "since"])
def test_unanswered_optional_question_is_no_error(client, key):
    found = elements(client.get(f"/en/plan/{key}/?{ABROAD}"))
    assert not named(found, "div", role="alert")
    assert not words(named(found, "title")[0]).startswith("Error:")


def test_typed_day_stays_in_the_field(client):
    found = elements(client.get("/en/plan/leaving/?carrier=docomo&where=japan&leaving=2026-11-30&go=next"))
    assert attribute(named(found, "input", type="date")[0], "value") == "2026-11-30"


@pytest.mark.parametrize(
    ("leaving", "leads_on"),
    [("2026-11-30", False), ("2026-12-01", True), ("2027-12-02", True), ("2027-12-03", False)],
)
def test_day_of_leaving_is_within_a_year(leaving, leads_on):
    response = sent(f"carrier=docomo&where=japan&leaving={leaving}")
    assert (response.status_code == 302) is leads_on


# The whole way


def filled(found: list, **chosen: str) -> str:
    """The query a browser sends for this page: what is hidden, and for each question the choice or the first option."""
    form = list(below(answer_form(found)))
    pairs = [(attribute(e, "name"), attribute(e, "value")) for e in named(form, "input", type="hidden")]
    for field in [e for e in form if e.name in ("fieldset", "select")]:
        inside = [e for e in below(field) if not attribute(e, "form")]
        options = [e for e in inside if attribute(e, "type") in ("radio", "checkbox") or e.name == "option"]
        key = next(attribute(e, "name") for e in inside if attribute(e, "name"))
        pairs.append((key, chosen.get(key) or next(filter(None, (attribute(e, "value") for e in options)))))
    (button, *_others) = named(form, "button", name="go")
    return urlencode([*pairs, ("go", attribute(button, "value"))])


def walk(client: Client, address: str, **chosen: str) -> tuple[list[str], HttpResponse]:
    """Answer page after page until the plan; the questions' addresses on the way, and the plan."""
    asked = []
    response = client.get(address)
    while urlsplit(address).path != "/en/plan/yours/":
        asked.append(urlsplit(address).path)
        assert len(asked) <= 12, f"no plan after {asked}"
        address = f"{asked[-1]}?{filled(elements(response), **chosen)}"
        response = client.get(address, follow=True)
        address = response.redirect_chain[-1][0]
    return asked, response


@pytest.mark.parametrize("carrier", CARRIERS)
def test_first_options_lead_to_the_plan(client, carrier):
    asked, plan = walk(client, "/en/plan/carrier/", carrier=carrier)
    assert asked == ["/en/plan/carrier/", "/en/plan/where/", "/en/plan/leaving/"]
    assert plan.context["plan"].carrier.slug == carrier


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_question_answered_leaves_none_open(client, carrier):
    """From the first optional page on, "next" passes each page once and ends at a plan with nothing to sharpen."""
    asked, plan = walk(client, f"/en/plan/line/?carrier={carrier}&where=japan&leaving=no")
    assert len(asked) == len(set(asked)) <= len(PAGES) - 3
    assert not plan.context["sharpen"]
    assert set(plan.context["plan"].answers.given) <= QUESTIONS.keys()


def test_common_case_takes_five_pages(client):
    pages = ["/en/", link_of(client.get("/en/"), "menu-plan")]
    first = link_of(client.get(pages[-1]), "button")
    asked, _plan = walk(client, first, carrier="docomo")
    assert len(pages) + len(asked) <= 5


def link_of(response: HttpResponse, kind: str) -> str:
    return attribute(named(elements(response), "a", **{"class": kind})[0], "href")


def test_carrier_page_begins_after_the_first_question(client):
    start = link_of(client.get("/en/carriers/docomo/"), "button")
    asked, plan = walk(client, start)
    assert asked == ["/en/plan/where/", "/en/plan/leaving/"]
    assert parse_qs(plan.request["QUERY_STRING"])["carrier"] == ["docomo"]
