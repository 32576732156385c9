"""What a plan holds, for carriers made by hand and for the bundled ones."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carriers.choices import AfterHours, Anchor, Billing, Channel, Ends, FeeKind, Period, Stage, Status
from carriers.facts import Carrier, Fee, OpenQuestion, Shared, SimReturn, SpecialCase
from carriers.history import row_at
from carriers.seed import content
from carriers.situations import Applies, Situation, applies
from guide.answers import Answers
from guide.flow import open_pages, questions_for, relevant
from guide.plan import STAGES, Plan, Step, build_plan
from guide.plan.shape import ASK
from guide.plan.ways import NO_WAY_KNOWN
from guide.questions import QUESTIONS, Question
from tests.facts import BY_SOURCE, answers, at, make_carrier, make_case, make_method, make_rule, make_shared, text

NOW = at("2026-11-22T10:00")
THREE = "carrier=example&where=japan&leaving=2026-12-20"


def plan_for(query: str, carrier: Carrier | None = None, shared: Shared | None = None, now: dt.datetime = NOW) -> Plan:
    return build_plan(carrier or make_carrier(), shared or make_shared(), answers(query, now), now)


def ids(plan: Plan) -> list[str]:
    return [step.id for step in plan.steps]


# Set inclusion


@pytest.mark.parametrize(
    ("needs", "blocked_by", "here", "unknown", "expected"),
    [
        ([], [], set(), set(), Applies.YES),
        (["A"], [], {"A"}, set(), Applies.YES),
        (["A"], [], set(), {"A"}, Applies.MAYBE),
        (["A"], [], set(), set(), Applies.NO),
        (["A", "B"], [], {"A"}, {"B"}, Applies.MAYBE),
        ([], ["A"], {"A"}, set(), Applies.NO),
        ([], ["A"], set(), {"A"}, Applies.YES),  # not known blocks nothing
    ],
)
def test_applies(needs, blocked_by, here, unknown, expected) -> None:
    assert applies(needs, blocked_by, here, unknown) is expected


# Ways to cancel


def test_three_answers_make_a_plan() -> None:
    plan = plan_for(THREE)
    assert (plan.last_safe_day, ids(plan)) == (dt.date(2026, 12, 19), ["method-online"])
    assert plan.steps[0].because == ("carrier", "leaving")


ONLINE_AND_SHOP = make_carrier(
    methods=[
        make_method(blocked_by=[Situation.NO_LOGIN]),
        make_method(Channel.SHOP, blocked_by=[Situation.ABROAD]),
    ]
)


def test_what_is_not_said_is_assumed_aloud() -> None:
    plan = plan_for(THREE, ONLINE_AND_SHOP)
    assert "access" in [question.key for question in plan.assumed]


def test_next_best_way_stands_behind_the_best() -> None:
    plan = plan_for(THREE, ONLINE_AND_SHOP)
    assert [(step.id, step.alternative) for step in plan.steps] == [("method-online", False), ("method-shop", True)]


def test_without_a_login_the_shop_is_the_way() -> None:
    plan = plan_for(f"{THREE}&access=sms", ONLINE_AND_SHOP)
    assert ids(plan) == ["method-shop"]


@pytest.mark.parametrize("sim", ["lost", "broken"])
def test_a_sim_that_is_gone_receives_no_sms(sim: str) -> None:
    by_code = make_carrier(methods=[make_method(blocked_by=[Situation.NO_SMS]), make_method(Channel.POST)])
    cases = make_shared(make_case("lost-sim", needs=[Situation.SIM_LOST]))
    plan = plan_for(f"{THREE}&sim={sim}", by_code, cases)
    assert [step.id for step in plan.steps if step.method] == ["method-post"]
    said = plan_for(f"{THREE}&sim={sim}&access=sms", by_code, cases)
    assert [step.id for step in said.steps if step.method] == ["method-online", "method-post"]


def test_without_any_way_a_lost_sim_is_named_as_the_cause() -> None:
    plan = plan_for(f"{THREE}&sim=lost", make_carrier(methods=[make_method(blocked_by=[Situation.NO_SMS])]))
    assert (ids(plan), plan.steps[0].because) == (["ask-the-carrier"], ("carrier", "sim"))


def test_with_a_lost_sim_the_shop_stands_before_a_sign_in_that_may_want_a_code() -> None:
    assert ids(plan_for(f"{THREE}&sim=lost", ONLINE_AND_SHOP)) == ["method-shop", "method-online"]
    assert ids(plan_for(f"{THREE}&sim=lost&access=login", ONLINE_AND_SHOP)) == ["method-online", "method-shop"]


def test_with_a_lost_sim_no_sms_is_assumed() -> None:
    alone = make_carrier(methods=[make_method(blocked_by=[Situation.NO_LOGIN])])
    [access] = plan_for(f"{THREE}&sim=lost", alone).assumed[:1]
    assert access.assumed == "you can sign in to the carrier’s page"


def test_while_no_way_is_open_no_best_days_are_named() -> None:
    assert plan_for(THREE).window == (dt.date(2026, 12, 1), dt.date(2026, 12, 19))
    assert plan_for(THREE, make_carrier(methods=[])).window is None


def test_who_keeps_the_number_is_not_told_to_do_without_the_line() -> None:
    early = "carrier=example&where=japan&leaving=2026-12-03"
    port = make_case("keep-number", stage=Stage.ON_THE_DAY, needs=[Situation.KEEP_NUMBER])
    assert plan_for(early).cheaper_by == dt.date(2026, 11, 30)
    assert plan_for(f"{early}&number=keep", shared=make_shared(port)).cheaper_by is None


def test_abroad_without_a_login_says_whom_to_ask_and_why() -> None:
    plan = plan_for("carrier=example&where=abroad&access=none", ONLINE_AND_SHOP)
    assert ids(plan) == ["ask-the-carrier"]
    assert plan.steps[0].because == ("carrier", "where", "access")


def test_without_any_known_way_the_plan_does_not_blame_the_reader() -> None:
    step = plan_for(THREE, make_carrier(methods=[])).steps[0]
    assert (step.id, step.title) == ("ask-the-carrier", NO_WAY_KNOWN[0])


def test_a_way_said_not_to_work_from_abroad_is_left_out() -> None:
    plan = plan_for("carrier=example&where=abroad", make_carrier(methods=[make_method(from_abroad=False)]))
    assert ids(plan) == ["ask-the-carrier"]


def test_a_way_that_opens_too_late_comes_second() -> None:
    closed = make_method(opens="09:00", closes="20:00")
    carrier = make_carrier(methods=[closed, make_method(Channel.APP)])
    plan = plan_for("carrier=example&where=japan&leaving=2026-12-20", carrier, now=at("2026-12-20T21:00"))
    assert ids(plan)[0] == "method-app"


def test_too_late_a_way_is_dated_from_the_day_it_opens_and_no_shop_is_named_after_the_flight() -> None:
    shop = make_method(Channel.SHOP, blocked_by=[Situation.ABROAD], opens="09:00", closes="20:00")
    carrier = make_carrier(methods=[make_method(opens="09:00", closes="20:00"), shop])
    plan = plan_for("carrier=example&where=japan&leaving=2026-12-20", carrier, now=at("2026-12-20T21:00"))
    assert [(step.id, step.when, step.do_by) for step in plan.steps] == [
        ("method-online", "from", dt.date(2026, 12, 21))
    ]


def test_who_waits_for_the_last_day_is_told_when_the_next_way_closes() -> None:
    shop = make_method(Channel.SHOP, blocked_by=[Situation.ABROAD], weekdays=[0, 1, 2, 3, 4], closes="19:00")
    plan = plan_for(THREE, make_carrier(methods=[make_method(), shop]))
    assert [(step.do_by, step.next_closes) for step in plan.steps] == [
        (dt.date(2026, 12, 19), dt.date(2026, 12, 18)),
        (dt.date(2026, 12, 18), None),
    ]


def test_what_is_only_good_to_know_is_nothing_to_tick_off() -> None:
    by_itself = plan_for(THREE, make_carrier(methods=[], endings=[make_rule(Ends.BY_ITSELF)]))
    assert [(step.id, step.to_do) for step in by_itself.steps] == [("nothing-to-cancel", False)]
    kept = SimReturn(key="card", text=text(), required=False, **BY_SOURCE)
    assert [step.to_do for step in plan_for(THREE, make_carrier(sim_returns=[kept])).steps] == [True, False]


def test_sending_tonight_what_counts_on_monday_is_warned_of() -> None:
    method = make_method(opens="09:00", closes="20:00", after_hours=AfterHours.NEXT_BUSINESS_DAY)
    rule = make_rule(period=Period.CLOSING_DAY, closing_days=[10, 20, 31])
    carrier = make_carrier(methods=[method], endings=[rule])
    plan = plan_for("carrier=example&where=japan&leaving=no&cycle=20", carrier, now=at("2026-12-19T21:00"))
    assert plan.last_safe_day == dt.date(2026, 12, 20)
    assert plan.steps[0].sent_now_counts_on == dt.date(2026, 12, 21)


def test_an_evening_weeks_before_the_flight_needs_no_warning() -> None:
    method = make_method(opens="09:00", closes="20:00", after_hours=AfterHours.NEXT_DAY)
    plan = plan_for(THREE, make_carrier(methods=[method]), now=at("2026-12-10T21:00"))
    assert plan.steps[0].sent_now_counts_on is None


@pytest.mark.parametrize(
    ("lead", "safe", "ends"), [(10, "2026-12-19", "2026-12-29"), (None, "2026-12-19", "2026-12-26")]
)
def test_a_letter_counts_days_after_it_was_posted(lead: int | None, safe: str, ends: str) -> None:
    plan = plan_for(THREE, make_carrier(methods=[make_method(Channel.POST, lead_days=lead)]))
    assert (str(plan.last_safe_day), str(plan.contract_ends)) == (safe, ends)


def test_a_letter_must_leave_before_it_costs_another_month() -> None:
    carrier = make_carrier(methods=[make_method(Channel.POST, lead_days=30)])
    plan = plan_for("carrier=example&where=japan&leaving=2026-12-20", carrier, now=at("2026-11-22T10:00"))
    assert plan.last_safe_day == dt.date(2026, 12, 1)


def test_a_shop_of_unknown_hours_is_not_open_at_night() -> None:
    carrier = make_carrier(methods=[make_method(Channel.SHOP)])
    assert plan_for(THREE, carrier, now=at("2026-12-19T22:05")).last_safe_day == dt.date(2026, 12, 20)
    assert plan_for("carrier=example&where=japan&leaving=no", carrier, now=at("2026-12-02T10:00")).last_safe_day == (
        dt.date(2026, 12, 30)
    )


def test_a_number_to_keep_is_not_cancelled() -> None:
    port_out = make_case("keep-number", "port-out", Stage.ON_THE_DAY, needs=[Situation.KEEP_NUMBER])
    plan = plan_for(f"{THREE}&number=keep", shared=make_shared(port_out))
    assert ids(plan) == ["keep-number-port-out"]


def test_a_number_that_cannot_be_moved_is_cancelled_after_all() -> None:
    blocked = make_case(
        "keep-number", "port-out", Stage.ON_THE_DAY, needs=[Situation.KEEP_NUMBER], blocked_by=[Situation.DATA_LINE]
    )
    plan = plan_for(f"{THREE}&number=keep&line=data", shared=make_shared(blocked))
    assert ids(plan) == ["method-online"]


def test_a_parked_number_has_no_end_and_no_last_bill() -> None:
    park = make_case("away-for-months", "park", Stage.ON_THE_DAY, needs=[Situation.PAUSE_NUMBER])
    last_bill = make_case("last-bill", "last-bill", Stage.AFTER, anchor=Anchor.ENDING)
    plan = plan_for(f"{THREE}&number=pause", shared=make_shared(park, last_bill))
    assert (ids(plan), plan.contract_ends) == (["away-for-months-park"], None)


def test_prepaid_has_nothing_to_cancel() -> None:
    carrier = make_carrier(billing=Billing.PREPAID, methods=[], endings=[make_rule(Ends.BY_ITSELF, period=Period.NONE)])
    plan = plan_for(THREE, carrier)
    assert plan.nothing_to_cancel
    assert (plan.last_safe_day, ids(plan)) == (None, ["nothing-to-cancel"])


@pytest.mark.parametrize(
    ("line", "expected", "assumed"),
    [("", "method-online", ["line"]), ("&line=voice", "method-online", []), ("&line=travel", "nothing-to-cancel", [])],
)
def test_who_sells_both_is_taken_for_monthly_until_said(line: str, expected: str, assumed: list[str]) -> None:
    monthly = make_rule(needs=[Situation.MONTHLY])
    prepaid = make_rule(Ends.BY_ITSELF, key="prepaid", period=Period.NONE, needs=[Situation.PREPAID])
    plan = plan_for(THREE + line, make_carrier(billing=Billing.MIXED, endings=[monthly, prepaid]))
    assert (ids(plan), [question.key for question in plan.assumed if question.key == "line"]) == ([expected], assumed)


def test_an_ended_carrier_says_what_became_of_it() -> None:
    carrier = make_carrier(status=Status.ENDED, status_note=text("moved"))
    plan = plan_for(THREE, carrier, make_shared(make_case("proof")))
    assert [step.text for step in plan.steps] == [text("moved")]


# Cases


INSTALMENTS = make_case("handset-payments", "instalments", needs=[Situation.HAS_INSTALMENTS], anchor=Anchor.APPLYING)


@pytest.mark.parametrize(
    ("said", "certain"), [("&device=paying", [True]), ("&device=unsure", [False]), ("&device=none", []), ("", [])]
)
def test_a_step_follows_its_answer(said: str, certain: list[bool]) -> None:
    plan = plan_for(THREE + said, shared=make_shared(INSTALMENTS))
    assert [step.certain for step in plan.steps if step.id == "handset-payments-instalments"] == certain


def test_the_carriers_own_row_replaces_the_general_one() -> None:
    general = INSTALMENTS.special_cases[0]
    own = SpecialCase(
        key=general.key, case="handset-payments", title=text("own"), text=text(), stage=Stage.BEFORE,
        needs=general.needs, **BY_SOURCE,
    )  # fmt: skip
    plan = plan_for(f"{THREE}&device=paying", make_carrier(special_cases=[own]), make_shared(INSTALMENTS))
    assert [step.title for step in plan.steps if step.stage is Stage.BEFORE] == [text("own")]


def test_days_before_applying_never_lie_in_the_past() -> None:
    early = make_case("papers", anchor=Anchor.APPLYING, offset_days=-60)
    assert plan_for(THREE, shared=make_shared(early)).steps[0].do_by == NOW.date()


def test_an_account_is_kept_until_a_day_and_an_esim_deleted_from_one() -> None:
    last_bill = make_case("last-bill", "last-bill", Stage.AFTER, anchor=Anchor.ENDING, offset_days=60)
    esim = make_case("esim", "delete", Stage.AFTER, anchor=Anchor.ENDING, offset_days=1)
    plan = plan_for(THREE, shared=make_shared(last_bill, esim))
    assert {step.id: step.when for step in plan.steps} == {
        "method-online": "by",
        "last-bill-last-bill": "until",
        "esim-delete": "from",
    }


def test_the_last_bill_is_dated_by_the_ending_rule() -> None:
    last_bill = make_case("last-bill", "last-bill", Stage.AFTER, anchor=Anchor.ENDING, offset_days=60)
    carrier = make_carrier(endings=[make_rule(last_bill_months=1)])
    assert plan_for(THREE, carrier, make_shared(last_bill)).steps[-1].do_by == dt.date(2027, 1, 31)


# Fees and unknowns


def make_fee(**fields) -> Fee:
    return Fee(
        **{
            "key": "fee",
            "kind": FeeKind.SHORT_TERM,
            "title": text(),
            "text": text(),
            "jpy": 1100,
            **BY_SOURCE,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("since", "certain"), [("&since=longer", []), ("&since=year", [False]), ("&since=week", [False]), ("", [False])]
)
def test_a_first_year_fee_is_dropped_after_a_year_alone(since: str, certain: list[bool]) -> None:
    plan = plan_for(THREE + since, make_carrier(fees=[make_fee(within_days=365)]))
    assert [cost.certain for cost in plan.steps[0].costs] == certain


def test_an_unknown_stands_at_the_step_it_concerns() -> None:
    question = OpenQuestion(key="q", topic="documents", text=text(), ask="?", kana="", romaji="", meaning=text())
    plan = plan_for(THREE, make_carrier(open_questions=[question]))
    assert (plan.steps[0].unknowns, plan.unknowns) == ((question,), ())


# Which questions are asked


def asked(carrier: Carrier, shared: Shared | None = None) -> list[str]:
    return [question.key for question in questions_for(carrier, shared or make_shared())]


def test_only_questions_a_row_turns_on_are_asked() -> None:
    assert asked(make_carrier()) == ["carrier", "where", "leaving"]
    assert asked(ONLINE_AND_SHOP) == ["carrier", "where", "leaving", "access"]


def test_the_billing_day_is_asked_where_the_rule_turns_on_it() -> None:
    assert "cycle" in asked(make_carrier(endings=[make_rule(period=Period.CLOSING_DAY)]))


def test_rows_for_other_billing_ask_nothing() -> None:
    prepaid_only = make_case("visitor-sim", needs=[Situation.PREPAID, Situation.ESIM])
    assert "sim" not in asked(make_carrier(), make_shared(prepaid_only))


def test_what_changes_most_is_offered_first() -> None:
    carrier = make_carrier(
        methods=[make_method(blocked_by=[Situation.NO_LOGIN])],
        special_cases=[],
    )
    shared = make_shared(make_case("lost-sim", needs=[Situation.HAS_UNPAID]))
    pages = open_pages(carrier, shared, answers(THREE, NOW))
    assert [page[0].key for page in pages] == ["access", "unpaid"]


# The bundled carriers

SHARED, CARRIERS = content.read()


def values_of(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    if question.key == "leaving":
        dates = st.integers(0, 366).map(lambda ahead: ((NOW.date() + dt.timedelta(days=ahead)).isoformat(),))
        return st.one_of(dates, st.sampled_from([("no",), ("undecided",)]))
    values = [option.value for option in question.options]
    if question.several:
        some = st.lists(st.sampled_from([v for v in values if v != "none"]), min_size=1, unique=True).map(tuple)
        return st.one_of(some, st.just(("none",)))
    return st.sampled_from([(value,) for value in values])


@st.composite
def reached(draw: st.DrawFn) -> tuple[Carrier, Answers]:
    """A carrier and any set of answers a reader can reach."""
    carrier = draw(st.sampled_from(CARRIERS))
    pairs = [("carrier", carrier.slug)]
    for question in questions_for(carrier, SHARED)[1:]:
        if question.key in ("where", "leaving") or draw(st.booleans()):
            pairs += [(question.key, value) for value in draw(values_of(question))]
    found = Answers.from_query(pairs, today=NOW.date(), slugs=[carrier.slug])
    assert not found.errors
    return carrier, relevant(carrier, SHARED, found)


def row_of(step: Step, carrier: Carrier) -> Any:
    """The row the step says it rests on."""
    if step.place is None:
        return None
    facts = carrier if step.place.unit == carrier.slug else SHARED
    return row_at(facts, tuple(zip(step.place.rows.split("."), step.place.key.split("."), strict=True)))


@settings(max_examples=300)
@given(reached(), st.integers(0, 24 * 60 - 1))
def test_every_reachable_answer_set_gives_a_plan(found: tuple[Carrier, Answers], minute: int) -> None:
    carrier, given_answers = found
    plan = build_plan(carrier, SHARED, given_answers, at("2026-11-22T00:00") + dt.timedelta(minutes=minute))
    stages = [STAGES.index(step.stage) for step in plan.steps]
    assert stages == sorted(stages)
    for before, after in zip(plan.steps, plan.steps[1:], strict=False):
        if before.stage is after.stage and before.method is after.method is None and after.do_by:
            assert before.do_by is not None
            assert before.do_by <= after.do_by
    for step in plan.steps:
        assert step.because, step.id
        assert set(step.because) <= set(QUESTIONS)
        assert step.sources, step.id
        assert row_of(step, carrier) or step.id in (ASK, "nothing-to-cancel")
        assert step.do_by is None or step.do_by >= plan.now.date()
    assert any(step.stage is Stage.ON_THE_DAY for step in plan.steps)
    if plan.last_safe_day and plan.leaving:
        assert plan.last_safe_day <= plan.leaving
