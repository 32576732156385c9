"""Every page of the admin opens for whom it is meant for, with as many queries for 2,000 carriers as for 14."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from carriers import models
from carriers.models import Carrier
from guide.desk.lists import BY_KEY
from tests.staff import account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]

MOST = 50  # queries of a page
FEW, MANY = 14, 2000
OPEN_TO = {  # of the pages below the content's own
    "administrator": {"auth", "axes", "carriers", "otp_static", "otp_totp"},
    "publisher": {"carriers"},
    "editor": {"carriers"},
    "translator: ja": {"carriers"},
}


@pytest.fixture
def few() -> Carrier:
    """Fourteen carriers, and something in each list; returns the one with most rows."""
    docomo = Carrier.objects.get(slug="docomo")
    kept = {docomo.pk, *Carrier.objects.exclude(pk=docomo.pk).values_list("pk", flat=True)[: FEW - 1]}
    Carrier.objects.exclude(pk__in=kept).delete()
    add_what_readers_sent("docomo")
    return docomo


def add_what_readers_sent(*slugs: str) -> None:
    now = timezone.now()
    models.Report.objects.bulk_create(
        models.Report(unit=slug, rows="fees", key="ending", tried="so", language="en", made_at=now) for slug in slugs
    )
    models.Question.objects.bulk_create(
        models.Question(page=f"carriers/{slug}/", text="When?", language="en", made_at=now) for slug in slugs
    )


def add_carriers() -> None:
    """Up to 2,000, each with a source, a claim resting on it, an unknown, a visit, a version, and what readers sent."""
    slugs = [f"carrier-{number}" for number in range(MANY - FEW)]
    texts = {f"{name}_{suffix}": "…" for name in ("name", "summary") for suffix in ("en", "ja", "zh_hans", "zh_hant")}
    made = Carrier.objects.bulk_create(
        Carrier(slug=slug, kind="mvno", billing="monthly", operator=slug, **texts) for slug in slugs
    )
    sources = models.Source.objects.bulk_create(
        models.Source(carrier=row, key=f"{row.slug}-page", url="https://example.org/", publisher="…") for row in made
    )
    now = timezone.now()
    models.SourceVisit.objects.bulk_create(
        models.SourceVisit(source=row, visited_at=now, found="gone") for row in sources
    )
    models.Fee.objects.bulk_create(
        models.Fee(carrier=row, key="ending", kind="ending", outdated=["text.ja"]) for row in made
    )
    models.OpenQuestion.objects.bulk_create(models.OpenQuestion(carrier=row, key="x", topic="fees") for row in made)
    models.Version.objects.bulk_create(models.Version(name=slug, made_at=now, facts=b"", changes=[]) for slug in slugs)
    models.ClaimUse.objects.bulk_create(
        models.ClaimUse(unit=slug, rows="fees", key="ending", plans=number) for number, slug in enumerate(slugs)
    )
    add_what_readers_sent(*slugs)


def addresses(docomo: Carrier) -> Iterator[tuple[str, str, str]]:
    """Of every page: the app and the model it belongs to, and its address."""
    for model in admin.site._registry:
        app, name = model._meta.app_label, str(model._meta.model_name)
        yield app, name, reverse(f"admin:{app}_{name}_changelist")
        row = docomo if model is Carrier else model._default_manager.first()
        if row:
            yield app, name, reverse(f"admin:{app}_{name}_change", args=[row.pk])
    yield "carriers", "", reverse("admin:index")
    for key in BY_KEY:
        yield "carriers", "", reverse("desk-list", args=[key])


def queries(client: Client, address: str) -> tuple[int, int]:
    """The page's status and the number of its queries, as for a process that has just begun."""
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    return answer.status_code, len(seen)


@pytest.mark.parametrize("role", OPEN_TO)
def test_every_page_takes_as_many_queries_for_many_carriers(client: Client, few: Carrier, role: str) -> None:
    client.force_login(account(role))
    pages = list(addresses(few))
    before = {address: queries(client, address) for _app, _name, address in pages}
    add_carriers()
    after = {address: queries(client, address) for _app, _name, address in pages}
    assert {address: (before[address], now) for address, now in after.items() if now != before[address]} == {}
    assert {address: count for address, (_status, count) in after.items() if count > MOST} == {}
    opened = {(app, name) for app, name, address in pages if after[address][0] == 200}
    assert {app for app, _name in opened} == OPEN_TO[role]


def test_the_page_of_a_carrier_grows_by_its_own_rows_alone(admin_client: Client, few: Carrier) -> None:
    address = reverse("admin:carriers_carrier_change", args=[few.pk])
    before = len(admin_client.get(address).content)
    add_carriers()
    assert len(admin_client.get(address).content) == pytest.approx(before, abs=200)
