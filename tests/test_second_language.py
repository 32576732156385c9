"""A plan in two languages for a reader and a helper, and the message that asks the helper."""

from itertools import permutations
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test.html import Element
from django.utils.translation import gettext, override

from carriers.facts import Text
from guide.language import HTML_LANG, in_language
from guide.templatetags.words import plain
from tests.test_lines import elements, follow, last, sent
from tests.test_pages import attribute, below, named, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)
BY_PAIR = pytest.mark.parametrize(("language", "second"), list(permutations(HTML_LANG, 2)))
PLAN = "carrier=docomo&where=japan&leaving=2027-01-20&access=none"
ABROAD = "carrier=docomo&where=abroad"


def seconds(found: list[Element]) -> list[Element]:
    return [e for e in found if "second" in attribute(e, "class").split()]


def said_second(found: list[Element]) -> str:
    return "\n".join(words(e) for e in seconds(found))


# The words


@BY_PAIR
def test_every_part_of_a_step_stands_in_both_languages(client, language, second):
    response = client.get(f"/{language}/plan/yours/?{PLAN}&with={second}")
    found = elements(response)
    assert {attribute(e, "lang") for e in seconds(found)} == {HTML_LANG[second]}
    theirs = squeezed(said_second(found))
    for step in response.context["plan"].steps:
        texts = [step.title, step.text, *(row.text for row in step.what_to_do)]
        texts += [row.document.name for row in step.bring] + [row.title for row in step.costs]
        for text in texts:
            wanted = in_language(text, second)[0]
            assert squeezed(wanted) in theirs or wanted == in_language(text, language)[0]
    with override(second):
        assert squeezed(gettext("Bring or have ready")) in theirs
        assert squeezed(gettext("Last safe day to cancel")) in theirs


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("second", ["", "en", "EN", "fr", "ja,zh-hans", "\0", "<b>"])
def test_what_is_no_other_language_of_ours_is_ignored(client, second):
    response = client.get("/en/plan/yours/", {"carrier": "docomo", "where": "abroad", "with": second})
    assert not seconds(elements(response))
    assert response.context["answers_query"] == ABROAD


def shown(template: str, **context) -> str:
    return Template("{% load second words %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (Text(en="one", ja="一"), 'one<span class="second" lang="ja">一</span>'),
        (Text(en="docomo", ja="docomo"), "docomo"),
        (Text(en="not written yet"), "not written yet"),
        (Text(en="a < b", ja="い < ろ"), 'a &lt; b<span class="second" lang="ja">い &lt; ろ</span>'),
    ],
)
def test_only_what_is_written_in_the_second_language_is_added(text, expected):
    with override("en"):
        assert shown("{% say words %}", words=text, second="ja") == expected


def test_interface_words_are_said_once_more_and_nothing_within_them_twice():
    text = Text(en="one", ja="一")
    template = "{% both %}<b>{% say words %}</b>{{ 1100|yen }}{% endboth %}"
    with override("en"):
        assert shown(template, words=text, second="ja") == (
            '<b>one</b>1,100 yen<span class="second" lang="ja"><b>一</b>1,100円</span>'
        )
        assert shown(template, words=text) == "<b>one</b>1,100 yen"


def test_a_heading_breaks_in_each_language_by_its_own_phrases(client):
    html = client.get(f"/zh-hans/plan/yours/?{PLAN}&with=ja").content.decode()
    inside = '<span class="second" lang="ja">解約の<wbr>証拠を<wbr>保存する</span></h3>'
    assert inside in html


def test_pages_of_one_language_stay_so(client):
    for path in ("carriers/docomo/", "cases/lost-sim/", "plan/carrier/"):
        assert not seconds(elements(client.get(f"/en/{path}?with=ja")))


@BY_LANGUAGE
def test_several_lines_stand_in_both_languages_too(client, language):
    second = "en" if language == "ja" else "ja"
    lines = urlencode([("plan", ABROAD), ("plan", "carrier=mineo&where=abroad"), ("with", second)])
    response = client.get(f"/{language}/plan/together/?{lines}")
    theirs = squeezed(said_second(elements(response)))
    for shared in response.context["plan"].steps:
        assert squeezed(in_language(shared.step.title, second)[0]) in theirs
    assert response.context["lines_query"] == lines


@BY_PAIR
def test_the_card_of_a_sentence_has_its_meaning_for_both(client, language, second):
    response = client.get(f"/{language}/phrases/money-1/?with={second}")
    (meaning,) = named(elements(response), "p", **{"class": "counter-meaning"})
    phrase = response.context["phrase"]
    for code in {language, second} - {"ja"}:
        assert phrase.meaning.in_each()[code] in words(meaning)


def test_sentences_keep_the_second_language_on_their_cards(client):
    card = follow(client, elements(client.get("/en/phrases/?with=zh-hant")), "Fill the screen")
    assert card.request["QUERY_STRING"] == "with=zh-hant"
    back = follow(client, elements(card), "All sentences")
    assert back.request["QUERY_STRING"] == "with=zh-hant"


# The address


@pytest.mark.parametrize(
    ("text", "chosen"),
    [("Change", {"carrier": "docomo"}), ("Answer", {"sim": "card"}), ("Add it to this plan", {"carrier": "au"})],
)
def test_the_second_language_comes_along_through_the_questions(client, text, chosen):
    question = follow(client, elements(client.get(f"/en/plan/yours/?{ABROAD}&with=ja")), text)
    assert last(sent(client, question, **chosen)).endswith("&with=ja")


def test_a_wrong_answer_keeps_the_second_language(client):
    question = client.get(f"/en/plan/yours/?{ABROAD}&sim=none&with=ja", follow=True)
    assert last(sent(client, question, sim="card")) == f"/en/plan/yours/?{ABROAD}&sim=card&with=ja"


def test_the_second_language_is_chosen_and_left_by_links(client):
    (choices,) = named(elements(client.get(f"/en/plan/yours/?{ABROAD}")), "nav", **{"class": "seconds"})
    offered = {attribute(e, "lang"): attribute(e, "href") for e in named(list(below(choices)), "a")}
    assert offered == {HTML_LANG[code]: f"?{ABROAD}&with={code}" for code in ("zh-hans", "zh-hant", "ja")}
    (choices,) = named(elements(client.get(f"/en/plan/yours/{offered['ja']}")), "nav", **{"class": "seconds"})
    left = [attribute(e, "href") for e in named(list(below(choices)), "a") if words(e).strip() == "one language alone"]
    assert left == [f"?{ABROAD}"]


def test_address_for_search_engines_and_other_languages_is_without_it(client):
    found = elements(client.get(f"/en/plan/yours/?{ABROAD}&with=ja"))
    links = [e for e in named(found, "link") if attribute(e, "rel") in ("canonical", "alternate")]
    assert len(links) == 6
    assert not [e for e in links if "with" in attribute(e, "href")]


def test_two_languages_take_no_more_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(36):  # as many as one language
        client.get(f"/en/plan/yours/?{PLAN}&with=ja")


# The message


def message(response: HttpResponse) -> str:
    (area,) = named(elements(response), "textarea", id="message")
    assert attribute(area, "lang") == "ja"
    assert "readonly" in dict(area.attributes)
    return words(area)


@BY_LANGUAGE
def test_the_message_says_in_japanese_who_needs_what(client, language):
    response = client.get(f"/{language}/plan/helper/?{PLAN}")
    said = message(response)
    plan = client.get(f"/{language}/plan/yours/?{PLAN}").context["plan"]
    with override("ja"):
        assert gettext("Please help me with a Japanese mobile contract.") in said
        assert plain(plan.carrier.name) in said
        assert "2027年1月20日" in said
        for step in plan.steps:
            assert (plain(step.title) in said) is not step.alternative
            if not step.alternative:
                assert all(row.document.ja in said for row in step.bring)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_message_leads_to_the_plan_with_a_notice(client, language):
    address = message(client.get(f"/{language}/plan/helper/?{PLAN}")).split()[-1]
    assert address == f"http://testserver/ja/plan/yours/?{PLAN}&with={language}&to=helper"
    response = client.get(address.removeprefix("http://testserver"))
    notice = words(named(elements(response), "div", role="note")[0])
    with override("ja"):
        assert gettext("Somebody asks for your help with this contract.") in notice
    assert {attribute(e, "lang") for e in seconds(elements(response))} == {HTML_LANG[language]}


def test_who_reads_japanese_sends_a_plan_in_japanese_alone(client):
    assert message(client.get(f"/ja/plan/helper/?{PLAN}")).endswith(f"/ja/plan/yours/?{PLAN}&to=helper")
    links = [attribute(e, "href") for e in named(elements(client.get(f"/ja/plan/yours/?{PLAN}&to=helper")), "a")]
    assert not [link for link in links if "/plan/helper/" in link]


def test_no_notice_on_a_plan_nobody_sent(client):
    assert not named(elements(client.get(f"/ja/plan/yours/?{PLAN}&with=en")), "div", role="note")


@pytest.mark.parametrize(
    "query", ["carrier=generic-visitor-prepaid&where=abroad", f"{ABROAD}&number=keep", f"{PLAN}&sim=lost&device=unsure"]
)
def test_any_plan_can_be_sent(client, query):
    assert "http://testserver/ja/" in message(client.get(f"/en/plan/helper/?{query}"))


def test_an_unfinished_plan_is_finished_first(client):
    assert client.get("/en/plan/helper/?carrier=docomo").headers["Location"] == "/en/plan/where/?carrier=docomo"


def test_the_plan_leads_to_the_message_and_the_message_back(client):
    page = follow(client, elements(client.get(f"/en/plan/yours/?{PLAN}")), "Send this plan")
    back = follow(client, elements(page), "Back to your plan")
    assert (back.request["PATH_INFO"], back.request["QUERY_STRING"]) == ("/en/plan/yours/", PLAN)
