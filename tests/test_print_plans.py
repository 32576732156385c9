"""Every distinct plan of a carrier: which answers are tried, what counts as the same plan, and what is printed."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from carriers.choices import Channel, Ends, FeeKind, Period, Stage
from carriers.facts import Carrier, Fee, RequiredDocument, Shared, SpecialCase
from carriers.seed import content
from carriers.situations import Situation
from guide.outcomes import Outcome, answer_sets, leaving_values, outcomes
from guide.uses import uses
from tests.facts import BY_SOURCE, at, make_carrier, make_case, make_method, make_rule, make_shared, text

NOW = at("2026-11-22T10:00")
SHARED, CARRIERS = content.read()
ONLINE_AND_SHOP = [make_method(blocked_by=[Situation.NO_LOGIN]), make_method(Channel.SHOP)]


def tried(carrier: Carrier, shared: Shared | None = None) -> list[str]:
    return [answers.query() for answers in answer_sets(carrier, shared or make_shared(), NOW.date())]


def found(carrier: Carrier, shared: Shared | None = None) -> list[Outcome]:
    return outcomes(carrier, shared or make_shared(), NOW).plans


def ways(outcome: Outcome) -> list[str]:
    return [step.id for step in outcome.plan.steps]


# The answers tried


def test_days_of_leaving_are_soon_mid_month_and_month_end() -> None:
    assert leaving_values(make_carrier(), NOW.date()) == ["no", "undecided", "2026-11-25", "2026-12-15", "2026-12-31"]


def test_leaving_is_tried_on_both_sides_of_a_cut_off() -> None:
    carrier = make_carrier(endings=[make_rule(Ends.CUTOFF_DAY, cutoff_day=20)])
    assert {"2026-12-20", "2026-12-22"} <= set(leaving_values(carrier, NOW.date()))


def test_only_answers_some_row_turns_on_are_tried() -> None:
    assert not [query for query in tried(make_carrier()) if len(query.split("&")) > 3]
    assert [query for query in tried(make_carrier(methods=ONLINE_AND_SHOP)) if "access=none" in query]


def test_what_changes_the_way_is_tried_with_every_day() -> None:
    queries = tried(make_carrier(methods=ONLINE_AND_SHOP), make_shared(make_case("device", needs=["HAS_INSTALMENTS"])))
    days = len(leaving_values(make_carrier(), NOW.date())) + 1
    assert len([query for query in queries if "access=none" in query]) == days
    assert len([query for query in queries if "device=paying" in query]) == 3


def test_two_answers_are_tried_where_one_row_names_both() -> None:
    both = make_case("proxy", needs=[Situation.BY_FAMILY, Situation.HAS_UNPAID])
    apart = make_case("device", needs=[Situation.HAS_INSTALMENTS])
    queries = tried(make_carrier(), make_shared(both, apart))
    assert [query for query in queries if "unpaid=yes" in query and "who=family" in query]
    assert not [query for query in queries if "unpaid=yes" in query and "device=paying" in query]


def test_billing_days_are_those_the_rule_names() -> None:
    carrier = make_carrier(endings=[make_rule(period=Period.CLOSING_DAY, closing_days=[10, 31])])
    assert {query.partition("cycle=")[2] for query in tried(carrier)} == {"", "10", "end", "unsure"}


def test_no_answers_are_tried_twice() -> None:
    queries = tried(make_carrier(methods=ONLINE_AND_SHOP))
    assert len(queries) == len(set(queries))


# The plans


def test_plans_with_the_same_steps_and_dates_are_one() -> None:
    plans = found(make_carrier(methods=ONLINE_AND_SHOP))
    online = [one for one in plans if ways(one)[0] == "method-online"]
    assert len({one.plan.last_safe_day for one in online}) == len(online)
    assert ["method-shop"] in [ways(one) for one in plans]


def test_the_shortest_answers_come_first() -> None:
    for one in found(make_carrier(methods=ONLINE_AND_SHOP)):
        lengths = [sum(map(len, answers.given.values())) for answers in one.led_here]
        assert lengths == sorted(lengths)
        assert one.plan.answers == one.led_here[0]


def test_a_row_for_few_readers_has_its_plan() -> None:
    both = make_case("proxy", needs=[Situation.BY_FAMILY, Situation.HAS_UNPAID])
    assert [one for one in found(make_carrier(), make_shared(both)) if "proxy-row" in ways(one)]


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.slug)
def test_the_answers_tried_are_bounded(carrier: Carrier) -> None:
    assert len(answer_sets(carrier, SHARED, NOW.date())) < 5000


# How often a claim is used


def test_a_claim_is_counted_once_a_plan() -> None:
    carrier = make_carrier(
        methods=ONLINE_AND_SHOP,
        fees=[Fee(key="fee", kind=FeeKind.ENDING, title=text("fee"), text=text(), jpy=1100, **BY_SOURCE)],
    )
    counted = uses(carrier, make_shared(), NOW)
    assert counted["endings", "rule"] == counted["fees", "fee"] == len(found(carrier))
    assert 0 < counted["methods", "online"] < counted["methods", "shop"] == len(found(carrier))


def test_the_carriers_own_row_is_counted_in_place_of_the_general_one() -> None:
    shared = make_shared(make_case("proof"), make_case("help"))
    own = SpecialCase(case="proof", key="row", title=text(), text=text(), stage=Stage.BEFORE, **BY_SOURCE)
    counted = uses(make_carrier(special_cases=[own]), shared, NOW)
    assert counted["special_cases", "row"] == counted["cases.special_cases", "help.row"] > 0
    assert ("cases.special_cases", "proof.row") not in counted


def test_a_document_is_counted_below_its_way() -> None:
    docomo = next(carrier for carrier in CARRIERS if carrier.slug == "docomo")
    documents = {f"{way.key}.{row.key}" for way in docomo.methods for row in way.documents}
    assert {key for rows, key in uses(docomo, SHARED, NOW) if rows == "methods.documents"} == documents


def test_a_claim_no_plan_shows_is_not_counted() -> None:
    never = RequiredDocument(key="never", document="no-such-document", **BY_SOURCE)
    counted = uses(make_carrier(methods=[make_method(documents=[never])]), make_shared(), NOW)
    assert not [key for key in counted if "never" in key[1]]


# The command


def printed(*args: str) -> str:
    out = io.StringIO()
    call_command("print_plans", *args, "--today=2026-11-22", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_each_plan_is_printed_whole() -> None:
    said = printed("ubigi")
    assert "Plan 1 of " in said
    assert "Answers:\n  Where you are: Outside Japan" in said
    for words in ("Because: ", "Source: https://", "Nothing to cancel", "? "):
        assert words in said
    assert " sets of answers tried of " in said.splitlines()[-1]


@pytest.mark.django_db
def test_plans_have_their_days_costs_and_sentences(tmp_path: Path) -> None:
    printed("mineo", f"--folder={tmp_path}")
    first = min(tmp_path.iterdir()).read_text()
    for words in ("Last safe day: ", "The contract then ends: ", "What it costs: ", "「", "== After ==", "Assumed: "):
        assert words in first


@pytest.mark.django_db
def test_a_file_for_each_plan(tmp_path: Path) -> None:
    summary = printed("ubigi", f"--folder={tmp_path / 'new'}")
    assert f"{len(list((tmp_path / 'new').iterdir()))} distinct plans" in summary
    assert "Plan 1" not in summary


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "zh-hans", "zh-hant"])
def test_plans_in_other_languages(language: str) -> None:
    said = printed("ubigi", f"--lang={language}")
    assert "Outside Japan" not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "message"),
    [(["nobody"], "Readers see no carrier nobody"), (["ubigi", "--today=tomorrow"], "write it as 2026-12-19")],
)
def test_what_is_wrong_is_named(args: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("print_plans", *args)


@pytest.mark.django_db
def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="Choose another --folder"):
        printed("ubigi", f"--folder={tmp_path / 'file'}")
