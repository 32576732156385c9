"""What readers are shown on a day: nothing unpublished, nothing before or after its time."""

import datetime as dt

import pytest
from django.utils.html import escape

from carriers.choices import FeeKind
from carriers.facts import Fee, RequiredDocument
from carriers.models import CancellationMethod, Case
from carriers.models import Carrier as CarrierRow
from carriers.models import Fee as FeeRow
from carriers.reading import Reading
from tests.facts import BY_SOURCE, make_carrier, make_case, make_method, make_shared, text
from tests.keeping import change, keep

TODAY = dt.date(2026, 11, 22)
TOMORROW = TODAY + dt.timedelta(days=1)
YESTERDAY = TODAY - dt.timedelta(days=1)
READER, EDITOR = Reading(on=TODAY), Reading(on=TODAY, drafts=True)


def fee(**fields):
    return Fee(key="fee", kind=FeeKind.ENDING, title=text(), text=text(), **BY_SOURCE, **fields)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "shown"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TOMORROW, None, False),
        (None, TODAY, True),
        (None, YESTERDAY, False),
        (YESTERDAY, TOMORROW, True),
    ],
)
def test_a_row_is_shown_on_the_days_on_which_it_holds(valid_from, valid_to, shown):
    carrier = make_carrier(fees=[fee(valid_from=valid_from, valid_to=valid_to)])
    assert bool(READER.pruned(carrier).fees) is shown
    assert bool(EDITOR.pruned(carrier).fees) is shown


def test_a_draft_is_shown_to_editors_alone():
    carrier = make_carrier(fees=[fee(published=False)])
    assert READER.pruned(carrier).fees == []
    assert EDITOR.pruned(carrier).fees == carrier.fees


def test_a_draft_below_a_shown_row_is_left_out():
    document = RequiredDocument(key="card", document="residence-card", published=False, **BY_SOURCE)
    carrier = make_carrier(methods=[make_method(documents=[document])])
    assert READER.pruned(carrier).methods[0].documents == []
    assert EDITOR.pruned(carrier).methods[0].documents == [document]


def test_dictionaries_are_pruned_too():
    case = make_case("lost-sim", published=False)
    shared = make_shared(case)
    assert READER.pruned(shared).cases[0].special_cases == []
    assert EDITOR.pruned(shared) == shared


def test_what_is_all_shown_stays_the_same():
    carrier = make_carrier()
    assert READER.pruned(carrier) == carrier


@pytest.mark.django_db
def test_next_months_fee_is_entered_today_and_shown_next_month():
    row = FeeRow.objects.get(carrier__slug="linksmate", jpy=3300)
    FeeRow.objects.filter(pk=row.pk).update(valid_to=TODAY)
    row.pk, row.key, row.jpy, row.valid_from = None, "ending-new", 5500, TOMORROW
    row.save()
    keep("linksmate")

    def amounts(day):
        return [fee.jpy for fee in Reading(on=day).carrier("linksmate").fees if fee.kind is FeeKind.ENDING]

    assert amounts(TODAY) == [3300]
    assert amounts(TOMORROW) == [5500]


@pytest.mark.django_db
def test_a_draft_carrier_is_no_page_and_no_plan(client):
    change(CarrierRow.objects.filter(slug="mineo"), "mineo", published=False)
    assert client.get("/en/carriers/mineo/").status_code == 404
    assert client.get("/en/plan/yours/?carrier=mineo&where=abroad").status_code == 302
    assert Reading(on=TODAY).carrier("mineo") is None
    assert Reading(on=TODAY, drafts=True).carrier("mineo").slug == "mineo"
    assert "mineo" not in {carrier.slug for carrier in Reading(on=TODAY).carriers()}


@pytest.mark.django_db
def test_a_draft_way_is_in_no_plan(client):
    way = CancellationMethod.objects.get(carrier__slug="mineo")
    address = "/en/plan/yours/?carrier=mineo&where=abroad"
    assert escape(way.title_en) in client.get(address).content.decode()
    change(CancellationMethod.objects.filter(pk=way.pk), "mineo", published=False)
    assert escape(way.title_en) not in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_draft_case_has_no_page(client):
    change(Case.objects.filter(key="esim"), "cases", published=False)
    assert client.get("/en/cases/esim/").status_code == 404
