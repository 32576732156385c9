"""Difficulty and the compare table are computed from the facts, and say "not known" where these are silent."""

import re

import pytest
from django.utils.translation import override

from carriers.choices import Billing, Channel, ContactPurpose, Ends, FeeKind, Period
from carriers.facts import Contact, Fee, SimReturn, SpecialCase
from carriers.situations import Situation
from guide import compare
from guide.difficulty import difficulty, takes_online, without_japanese, without_login, works_from_abroad
from tests.facts import BY_SOURCE, make_carrier, make_method, make_rule, text

ONLINE_ONLY = {"blocked_by": [Situation.NO_LOGIN]}


def fee(jpy, kind=FeeKind.ENDING, **fields):
    return Fee(
        **{"key": f"fee-{kind}-{jpy}", "title": text(), "text": text(), **BY_SOURCE, **fields}, kind=kind, jpy=jpy
    )


def desk(*languages, purpose=ContactPurpose.SUPPORT):
    return Contact(key="desk", purpose=purpose, text=text(), languages=list(languages), **BY_SOURCE)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_all_four_known_is_easy():
    carrier = make_carrier(
        methods=[
            make_method(languages=["ja", "en"], from_abroad=True, **ONLINE_ONLY),
            make_method(Channel.SHOP, languages=["ja"], from_abroad=False),
        ]
    )
    found = difficulty(carrier)
    assert (found.key, str(found.label)) == ("1", "easy")
    assert [reason.holds for reason in found.reasons] == [True, True, True, True]


def test_a_shop_that_speaks_japanese_only_is_very_hard():
    carrier = make_carrier(methods=[make_method(Channel.SHOP, languages=["ja"], from_abroad=False, **ONLINE_ONLY)])
    found = difficulty(carrier)
    assert str(found.label) == "very hard"
    assert [reason.holds for reason in found.reasons] == [False, False, False, False]


def test_what_is_not_known_is_a_hurdle_and_says_so():
    found = difficulty(make_carrier(methods=[make_method(Channel.SHOP, languages=[], from_abroad=None)]))
    assert str(found.label) == "hard"
    assert [reason.holds for reason in found.reasons] == [False, None, None, True]


def test_nobody_can_say_how_hard_it_is_where_no_way_is_known():
    found = difficulty(make_carrier(methods=[]))
    assert (found.key, str(found.label)) == ("5", "how is not known")
    assert {reason.holds for reason in found.reasons} == {None}
    assert all("not known" in str(reason.words) for reason in found.reasons)


def test_what_ends_by_itself_needs_no_leaving():
    carrier = make_carrier(methods=[], endings=[make_rule(Ends.BY_ITSELF)])
    assert (difficulty(carrier).key, str(difficulty(carrier).label)) == ("0", "nothing to cancel")


def test_ways_for_a_holder_who_has_died_do_not_count():
    carrier = make_carrier(methods=[make_method(Channel.POST, needs=[Situation.HOLDER_DIED], from_abroad=True)])
    assert works_from_abroad(carrier) is None
    assert takes_online(carrier) is None


@pytest.mark.parametrize(
    ("methods", "desks", "known"),
    [
        ([["ja"]], [], False),
        ([["ja", "en"]], [], True),
        ([["ja"]], [["ja", "zh"]], True),
        ([[]], [], None),
        ([["ja"], []], [], None),
    ],
)
def test_another_language_than_japanese(methods, desks, known):
    carrier = make_carrier(
        methods=[make_method(key=f"way-{n}", languages=spoken) for n, spoken in enumerate(methods)],
        contacts=[desk(*spoken) for spoken in desks],
    )
    assert without_japanese(carrier) is known


def test_a_desk_for_lost_phones_is_no_help_with_cancelling():
    carrier = make_carrier(methods=[make_method(languages=["ja"])], contacts=[desk("en", purpose=ContactPurpose.LOST)])
    assert without_japanese(carrier) is False


def test_one_way_without_signing_in_is_enough():
    carrier = make_carrier(methods=[make_method(**ONLINE_ONLY), make_method(Channel.PHONE)])
    assert without_login(carrier) is True


# The table


def cell(carrier, key):
    (row,) = compare.table([carrier], {})
    return str(next(found for column, found in row.cells if column.key == key).words)


def test_it_has_ten_facts():
    (row,) = compare.table([make_carrier()], {})
    assert len(row.cells) == 10


def test_of_two_kinds_of_line_the_one_that_is_billed_every_month_is_shown():
    by_itself = make_rule(Ends.BY_ITSELF, key="prepaid", needs=[Situation.PREPAID])
    monthly = make_rule(Ends.MONTH_END, key="monthly", needs=[Situation.MONTHLY])
    assert compare.first_rule(make_carrier(endings=[by_itself, monthly])) is monthly
    assert compare.first_rule(make_carrier(endings=[by_itself])) is by_itself
    assert compare.first_rule(make_carrier(endings=[])) is None


@pytest.mark.parametrize(
    ("fees", "words"),
    [
        ([], "not known"),
        ([fee(0)], "0 yen"),
        ([fee(0), fee(1100, FeeKind.SHORT_TERM)], "0 yen; leaving early: 1,100 yen"),
        ([fee(1100, FeeKind.SHORT_TERM)], "not known; leaving early: 1,100 yen"),
        ([fee(0), fee(None, FeeKind.SHORT_TERM)], "0 yen; leaving early: amount not known"),
        ([fee(None, FeeKind.SHORT_TERM)], "not known"),
        (
            [fee(1078, FeeKind.SHORT_TERM), fee(0, needs=[Situation.AFTER_FIRST_YEAR])],
            "0 yen; leaving early: 1,078 yen",
        ),
        ([fee(3300, needs=[Situation.DATA_LINE])], "not known"),
        ([fee(None)], "not known"),
        ([fee(500, FeeKind.OTHER)], "not known"),
    ],
)
def test_the_fee_names_what_leaving_early_costs(fees, words):
    assert cell(make_carrier(fees=fees), "fee") == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"prorated": True}, "charged by the day"),
        ({"prorated": False}, "charged in full"),
        ({"prorated": None}, "not known"),
        ({"period": Period.NONE, "prorated": None}, "no monthly charge"),
    ],
)
def test_the_last_month(rule, words):
    assert cell(make_carrier(endings=[make_rule(**rule)]), "month") == words


def test_a_prepaid_carrier_is_not_shown_by_the_rule_of_its_old_monthly_plan():
    old = make_rule(Ends.SAME_DAY, key="old", needs=[Situation.MONTHLY], last_bill_months=1)
    rule = make_rule(Ends.SAME_DAY, period=Period.NONE, prorated=None)
    carrier = make_carrier(billing=Billing.PREPAID, endings=[old, rule])
    assert [cell(carrier, key) for key in ("month", "bill")] == ["no monthly charge", "not known"]


@pytest.mark.parametrize(
    ("required", "words"),
    [
        ([], "not known"),
        ([None], "not known"),
        ([True], "must go back"),
        ([False], "need not go back"),
        ([True, False], "depends on the SIM"),
    ],
)
def test_the_sim(required, words):
    rows = [SimReturn(key=f"sim-{n}", required=one, text=text(), **BY_SOURCE) for n, one in enumerate(required)]
    assert cell(make_carrier(sim_returns=rows), "sim") == words


def test_someone_else():
    proxy = SpecialCase(key="proxy", case="someone-else", title=text("Send a letter"), text=text(), **BY_SOURCE)
    assert cell(make_carrier(special_cases=[proxy]), "proxy") == "Send a letter"
    shop = make_method(Channel.SHOP, blocked_by=[Situation.BY_PROXY])
    assert cell(make_carrier(methods=[shop]), "proxy") == "only the holder, as far as is known"
    assert cell(make_carrier(), "proxy") == "not known"


def test_sorted_by_a_column_what_is_not_known_comes_last():
    carriers = [
        compare.compared(make_carrier(slug=slug, fees=fees))
        for slug, fees in [("none", []), ("dear", [fee(3300)]), ("free", [fee(0)]), ("nor", [])]
    ]
    assert [one.slug for one in compare.in_order(carriers, "fee")] == ["free", "dear", "none", "nor"]


# The page


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [*compare.SORTABLE, "nonsense", ""])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "ja", "en"])
def test_every_column_sorts_by_a_link(client, language, sort):
    page = client.get(f"/{language}/compare/", {"sort": sort}).content.decode()
    assert page.count("<tr") == 1 + 37
    assert all(f'sort={key}"' in page for key in compare.SORTABLE if key != sort)
    assert len(re.findall('aria-sort="ascending"', page)) == (sort in compare.SORTABLE and sort != "hardness")


@pytest.mark.django_db
def test_chosen_carriers_are_laid_side_by_side(client):
    page = client.get("/en/compare/?carrier=au&carrier=docomo&carrier=nobody").content.decode()
    assert page.count("<tr") == 3
    assert "?carrier=docomo&amp;carrier=au&amp;sort=fee" in page


@pytest.mark.django_db
def test_a_carrier_page_gives_the_reasons(client):
    page = client.get("/en/carriers/mineo/").content.decode()
    assert "It can be left online." in page
    assert "There is no way without signing in." in page
