"""Plans laid side by side: what says the same stands once, and every line keeps its own days."""

import datetime as dt

import pytest

from carriers.choices import Anchor, Channel, Ends, Stage
from carriers.facts import Carrier, Document, OpenQuestion, RequiredDocument, Shared
from carriers.situations import Situation
from guide.plan import build_plan
from guide.plan.together import Together, together
from tests.facts import BY_SOURCE, answers, at, make_carrier, make_case, make_method, make_rule, make_shared, text

NOW = at("2026-11-22T10:00")
LEAVING = "where=japan&leaving=2026-12-20"
PAPERS = make_case("timeline", "papers", text=text("Put your papers together"), anchor=Anchor.LEAVING, offset_days=-9)
PROOF = make_case("proof", "proof", Stage.AFTER, anchor=Anchor.ENDING)


def lines_of(*queries: str, shared: Shared | None = None, **carriers: Carrier) -> Together:
    """Each query names one of the carriers; "example" needs no making."""
    known = {"example": make_carrier(), **carriers}
    given = [answers(query, NOW, tuple(known)) for query in queries]
    return together(build_plan(known[one.carrier or ""], shared or make_shared(), one, NOW) for one in given)


def steps(plan: Together) -> list[tuple[str, list[int]]]:
    return [(shared.step.id, [line.place for line in shared.lines]) for shared in plan.steps]


def other(**fields) -> Carrier:
    return make_carrier(slug="other", name=text("Other"), **fields)


def test_a_step_that_says_the_same_stands_once_with_its_lines() -> None:
    plan = lines_of(
        f"carrier=example&{LEAVING}",
        f"carrier=other&{LEAVING}",
        shared=make_shared(PAPERS),
        other=other(methods=[make_method(Channel.SHOP)]),
    )
    assert steps(plan) == [
        ("line-1-timeline-papers", [1, 2]),
        ("line-1-method-online", [1]),
        ("line-2-method-shop", [2]),
    ]


def test_two_carriers_ways_are_two_steps_with_ids_of_their_own() -> None:
    plan = lines_of(f"carrier=example&{LEAVING}", f"carrier=other&{LEAVING}", other=other())
    assert steps(plan) == [("line-1-method-online", [1]), ("line-2-method-online", [2])]


def test_one_carriers_way_is_one_step() -> None:
    plan = lines_of(*[f"carrier=example&{LEAVING}"] * 3)
    assert steps(plan) == [("line-1-method-online", [1, 2, 3])]


def test_a_step_that_is_sure_for_one_line_only_stands_twice() -> None:
    handset = make_case("handset", needs=[Situation.HAS_INSTALMENTS])
    query = f"carrier=example&{LEAVING}&device="
    plan = lines_of(f"{query}paying", f"{query}unsure", shared=make_shared(handset))
    assert [(shared.step.certain, len(shared.lines)) for shared in plan.stages[0][1]] == [(True, 1), (False, 1)]


@pytest.mark.parametrize(("stage", "right_for_both"), [(Stage.ON_THE_DAY, 9), (Stage.AFTER, 15)])
def test_each_line_keeps_its_day_and_the_step_has_the_one_right_for_all(stage, right_for_both) -> None:
    """By the earliest, if it is done by a day; from the latest, if it begins on a day."""
    plan = lines_of(
        "carrier=example&where=japan&leaving=2026-12-10",
        "carrier=example&where=japan&leaving=2026-12-16",
        shared=make_shared(make_case("esim", "delete", stage, anchor=Anchor.ENDING)),
    )
    (shared,) = [shared for shared in plan.steps if "esim" in shared.step.id]
    assert shared.step.do_by == dt.date(2026, 12, right_for_both)
    assert [(day, [line.place for line in lines]) for day, lines in shared.by_day] == [
        (dt.date(2026, 12, 9), [1]),
        (dt.date(2026, 12, 15), [2]),
    ]


def test_a_line_whose_day_is_not_known_is_named_last() -> None:
    plan = lines_of(
        "carrier=example&where=japan&leaving=undecided", f"carrier=example&{LEAVING}", shared=make_shared(PAPERS)
    )
    papers = plan.steps[0]
    assert papers.step.do_by == dt.date(2026, 12, 11)
    assert [day for day, _lines in papers.by_day] == [dt.date(2026, 12, 11), None]


def test_steps_stand_by_day_and_the_next_best_way_behind_the_best() -> None:
    ways = [make_method(), make_method(Channel.SHOP, weekdays=[0])]  # 14 December is a Monday
    plan = lines_of(
        "carrier=example&where=japan&leaving=2026-12-20",
        "carrier=other&where=japan&leaving=2026-12-10",
        example=make_carrier(methods=ways),
        other=other(methods=[make_method(Channel.PHONE)]),
        shared=make_shared(PROOF),
    )
    assert [(shared.step.id, shared.step.do_by.day) for shared in plan.steps] == [
        ("line-2-method-phone", 9),
        ("line-1-method-online", 19),
        ("line-1-method-shop", 14),
        ("line-1-proof-proof", 9),
    ]


def test_a_way_without_a_day_opens_its_stage() -> None:
    plan = lines_of(f"carrier=example&{LEAVING}", f"carrier=other&{LEAVING}", other=other(endings=[]))
    assert steps(plan) == [("line-2-method-online", [2]), ("line-1-method-online", [1])]


def test_the_earliest_last_safe_day_leads() -> None:
    plan = lines_of(
        f"carrier=example&{LEAVING}",
        "carrier=example&where=japan&leaving=2026-12-10",
        f"carrier=other&{LEAVING}",
        other=other(endings=[make_rule(Ends.BY_ITSELF)]),
    )
    assert plan.last_safe_day == dt.date(2026, 12, 9)
    assert [line.place for line in plan.due_first] == [2]
    assert [line.plan.last_safe_day for line in plan.lines] == [dt.date(2026, 12, 19), dt.date(2026, 12, 9), None]


def test_where_no_line_has_a_last_safe_day_none_leads() -> None:
    nothing = make_carrier(endings=[make_rule(Ends.BY_ITSELF)])
    plan = lines_of(*["carrier=example&where=abroad"] * 2, example=nothing)
    assert (plan.last_safe_day, plan.due_first) == (None, [])


def test_lines_of_one_carrier_are_numbered() -> None:
    query = f"carrier=example&{LEAVING}"
    plan = lines_of(query, f"carrier=other&{LEAVING}", query, other=other())
    assert [line.number for line in plan.lines] == [1, None, 2]


def test_a_document_is_brought_once() -> None:
    row = {"document": "passport", **BY_SOURCE}
    asks = [RequiredDocument(key="passport", **row), RequiredDocument(key="card", **row | {"document": "card"})]
    spare = [RequiredDocument(key="seal", **row | {"document": "seal"})]
    plan = lines_of(
        f"carrier=example&{LEAVING}",
        f"carrier=other&{LEAVING}",
        shared=make_shared_documents("passport", "card", "seal"),
        example=make_carrier(methods=[make_method(documents=asks), make_method(Channel.SHOP, documents=spare)]),
        other=other(methods=[make_method(documents=asks[:1])]),
    )
    assert [(paper.document.key, [line.place for line in paper.lines]) for paper in plan.papers] == [
        ("passport", [1, 2]),
        ("card", [1]),
    ]


def make_shared_documents(*keys: str) -> Shared:
    return Shared(documents=[Document(key=key, ja=key, name=text(key), text=text()) for key in keys])


def test_an_open_question_is_asked_once_at_its_carrier() -> None:
    row = OpenQuestion(key="seal", topic="other", text=text(), ask="印鑑", kana="", romaji="", meaning=text())
    plan = lines_of(
        *[f"carrier=example&{LEAVING}"] * 2,
        f"carrier=other&{LEAVING}",
        example=make_carrier(open_questions=[row]),
        other=other(open_questions=[row]),
    )
    assert [[line.place for line in shared.lines] for shared in plan.unknowns] == [[1, 2], [3]]
