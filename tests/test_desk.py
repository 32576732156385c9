"""The editor's desk: checked is an act, languages fall behind, nobody overwrites, everything can be taken back."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from carriers import history, models
from carriers.admin.rows import place_on_page
from carriers.models import Carrier, Version
from carriers.querysets import stale
from carriers.rows import read_carrier
from guide.deadlines import JAPAN
from guide.desk.lists import BY_KEY
from tests.keeping import change
from tests.test_admin import FormReader, address, form_of, refusal, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]
TODAY = timezone.localdate(timezone=JAPAN)


@pytest.fixture
def editor(admin_client: Client) -> Client:
    return admin_client


@pytest.fixture
def mineo() -> Carrier:
    return Carrier.objects.get(slug="mineo")


def saved(editor: Client, row: Any, **typed: Any) -> None:
    response = save(editor, row, **typed)
    assert response.status_code == 302, refusal(response)


def fee() -> Any:
    return read_carrier("mineo").fees[0]


def check(on: dt.date | None = dt.date(2026, 1, 5), by: str = "aoi") -> None:
    models.Fee.objects.filter(carrier__slug="mineo").update(checked_on=on, checked_by=by)


# Checked is an act


def test_checked_today_is_stamped_with_day_and_name(editor, mineo, admin_user):
    saved(editor, mineo, **{"fees-0-checked_today": "on"})
    assert (fee().checked_on, fee().checked_by) == (TODAY, admin_user.get_username())


def test_nobody_types_a_date_of_checking(editor, mineo):
    saved(editor, mineo, **{"fees-0-checked_on": "2020-01-01", "fees-0-checked_by": "me"})
    assert (fee().checked_on, fee().checked_by) == (None, "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"fees-0-title_en": "No fee at all"}, True),
        ({"fees-0-title_en": "No fee at all", "fees-0-meaning_changed": "on"}, False),
        ({"fees-0-jpy": "550"}, False),
        ({"fees-0-jpy": "550", "fees-0-checked_today": "on"}, True),
        ({"fees-0-confidence": "low"}, True),
    ],
    ids=["typo", "meaning", "fact", "fact, checked today", "confidence"],
)
def test_a_new_meaning_takes_back_the_check(editor, mineo, typed, kept):
    check()
    saved(editor, mineo, **typed)
    assert bool(fee().checked_on) is kept


def tick(editor, rows, seen=None):
    seen = seen or Version.objects.latest("pk").pk
    claims = [f"{row._meta.model_name}.{row.pk}" for row in rows]
    return editor.post(reverse("desk-checked"), {"claim": claims, "seen": seen, "list": "stale"}, follow=True)


def test_several_claims_are_checked_at_once(editor, mineo, admin_user):
    rule = models.EndingRule.objects.get(carrier__slug="docomo")
    tick(editor, [mineo.fees.first(), mineo.methods.first(), mineo.methods.first().documents.first(), rule])
    assert (fee().checked_on, fee().checked_by) == (TODAY, admin_user.get_username())
    assert read_carrier("mineo").methods[0].documents[0].checked_on == TODAY
    assert read_carrier("docomo").endings[0].checked_on == TODAY
    assert {history.newest(name).why for name in ("mineo", "docomo")} == {"Checked today"}


def test_checking_what_was_saved_since_is_refused(editor, mineo):
    seen = Version.objects.latest("pk").pk
    saved(editor, mineo, **{"fees-0-jpy": "550"})
    assert "was saved meanwhile" in tick(editor, [mineo.fees.first()], seen).text
    assert fee().checked_on is None


@pytest.mark.parametrize("claim", ["fee.0", "fee.x", "user.1", "carrier.1", ""])
def test_only_claims_can_be_checked(editor, claim):
    before = Version.objects.count()
    editor.post(reverse("desk-checked"), {"claim": [claim], "seen": "999999", "list": "none"})
    assert Version.objects.count() == before


# Translations


def test_a_typo_leaves_the_other_languages_current(editor, mineo):
    saved(editor, mineo, **{"fees-0-title_en": "No fee at all"})
    assert fee().outdated == []


def test_a_new_meaning_marks_the_languages_not_written(editor, mineo):
    saved(editor, mineo, **{"fees-0-title_en": "A fee", "fees-0-title_ja": "料金", "fees-0-meaning_changed": "on"})
    assert fee().outdated == ["title.zh-hans", "title.zh-hant"]


def test_writing_a_language_makes_it_current_again(editor, mineo):
    models.Fee.objects.filter(carrier=mineo).update(outdated=["title.ja", "title.zh-hans"])
    saved(editor, mineo, **{"fees-0-title_ja": "料金"})
    assert fee().outdated == ["title.zh-hans"]


def test_confirming_makes_all_current(editor, mineo):
    models.Fee.objects.filter(carrier=mineo).update(outdated=["title.ja"])
    saved(editor, mineo, **{"fees-0-still_right": "on"})
    assert fee().outdated == []


def test_outdated_is_not_unpublished(editor, mineo):
    saved(editor, mineo, **{"fees-0-title_en": "A fee", "fees-0-meaning_changed": "on"})
    assert fee().published
    assert "0円" in editor.get("/ja/carriers/mineo/").text


# Why


LEARN = "Readers learn something else by this"


@pytest.mark.parametrize(
    "typed",
    [
        {"fees-0-jpy": "550"},
        {"fees-0-title_en": "No fee at all", "fees-0-meaning_changed": "on"},
        {"fees-0-DELETE": "on"},
        {"fees-0-valid_to": "2030-01-31"},
        {"methods-0-opens": "10:00"},
        {"methods-0-steps-0-button": "解約"},
        {"status": "closed_to_new"},
    ],
    ids=lambda typed: ", ".join(typed),
)
def test_why_is_asked_where_readers_learn_something_else(editor, mineo, typed):
    before = read_carrier("mineo")
    page = refusal(save(editor, mineo, why="", **typed))
    assert LEARN in page
    assert read_carrier("mineo") == before
    again = FormReader(page).sent
    assert {name: value for name, value in typed.items() if again[name] not in (value, [value])} == {}
    assert editor.post(address(mineo), again | {"why": "Their page of today"}).status_code == 302
    assert history.newest("mineo").why == "Their page of today"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"fees-0-title_en": "No fee at all"},
        {"fees-0-text_ja": "直しました。"},
        {"fees-0-checked_today": "on"},
        {"fees-0-still_right": "on"},
        {"fees-0-confidence": "low"},
        {"fees-0-position": "3"},
        {"aliases": "マイネオ"},
    ],
    ids=lambda typed: ", ".join(typed) or "nothing",
)
def test_why_is_not_asked_for_a_typo_a_translation_or_a_check(editor, mineo, typed):
    saved(editor, mineo, why="", **typed)


def test_why_is_not_asked_of_drafts(editor, mineo):
    models.Fee.objects.filter(carrier=mineo).update(published=False)
    saved(editor, mineo, why="", **{"fees-0-jpy": "550"})
    assert LEARN in refusal(save(editor, mineo, why="", **{"fees-0-published": "on"}))
    Carrier.objects.filter(pk=mineo.pk).update(published=False)
    saved(editor, mineo, why="", **{"methods-0-opens": "10:00"})


# Two editors at once


def test_the_second_save_is_refused_and_shows_both(editor, mineo):
    mine = form_of(editor, mineo) | {"fees-0-title_en": "My words"}
    saved(editor, mineo, **{"fees-0-jpy": "550"})
    response = editor.post(address(mineo), mine)
    page = response.text
    assert response.status_code == 200
    assert "saved this meanwhile" in page
    assert "My words" in page
    assert "<td>550</td>" in page
    assert (fee().jpy, fee().title.en != "My words") == (550, True)


def test_a_save_without_knowing_what_it_replaces_is_refused(editor, mineo):
    form = form_of(editor, mineo) | {"summary_en": "Short."}
    del form["seen"]
    assert editor.post(address(mineo), form).status_code == 200
    assert read_carrier("mineo").summary.en != "Short."


def test_editors_of_two_words_are_not_in_each_others_way(editor):
    first, second = models.Term.objects.all()[:2]
    mine = form_of(editor, second) | {"name_en": "Second"}
    saved(editor, first, name_en="First")
    assert editor.post(address(second), mine).status_code == 302
    second.refresh_from_db()
    assert second.name_en == "Second"


# History


def test_why_stands_in_the_history(editor, mineo):
    saved(editor, mineo, **{"fees-0-jpy": "550", "why": "mineo's page of today"})
    version = history.newest("mineo")
    assert version.why == "mineo's page of today"
    page = editor.get(reverse("desk-history", args=["mineo"])).text
    assert "mineo&#x27;s page of today" in page
    assert "<td>550</td>" in page


def test_the_admins_history_link_leads_there(editor, mineo):
    response = editor.get(reverse("admin:carriers_carrier_history", args=[mineo.pk]))
    assert response.url == reverse("desk-history", args=["mineo"])


def revert(editor, version, newest=None, **more):
    newest = newest or history.newest(version.name)
    return editor.post(reverse("desk-revert", args=[version.name, version.pk]), {"newest": newest.pk, **more})


def test_everything_is_taken_back_with_its_translations(editor, mineo):
    before = read_carrier("mineo")
    first = history.newest("mineo")
    saved(editor, mineo, **{"fees-0-title_zh_hant": "別的", "summary_ja": "別。", "methods-0-opens": "10:00"})
    assert revert(editor, first).status_code == 302
    assert read_carrier("mineo") == before
    assert Version.objects.filter(name="mineo").count() == 3


def test_one_change_is_taken_back_and_the_others_stay(editor, mineo):
    title = fee().title
    saved(editor, mineo, **{"fees-0-title_zh_hant": "別的", "methods-0-opens": "10:00"})
    version = history.newest("mineo")
    number = next(n for n, change in enumerate(history.changes_of(version)) if change.rows == "fees")
    revert(editor, version, row=str(number))
    assert fee().title == title
    assert read_carrier("mineo").methods[0].opens == "10:00"


def test_a_deleted_word_comes_back(editor):
    term = models.Term.objects.last()
    before = history.latest("terms")
    editor.post(reverse("admin:carriers_term_delete", args=[term.pk]), {"post": "yes"})
    assert not models.Term.objects.filter(key=term.key).exists()
    revert(editor, history.newest("terms"), row="0")
    assert {row.key for row in history.latest("terms").terms} == {row.key for row in before.terms}


def test_taking_back_what_somebody_has_saved_since_is_refused(editor, mineo):
    first = history.newest("mineo")
    saved(editor, mineo, **{"fees-0-jpy": "550"})
    revert(editor, first, newest=first)
    assert fee().jpy == 550


@pytest.mark.parametrize("row", ["99", "-1", "x"])
def test_a_row_that_is_none_takes_nothing_back(editor, mineo, row):
    saved(editor, mineo, **{"fees-0-jpy": "550"})
    newest = history.newest("mineo")
    revert(editor, newest, row=row)
    assert fee().jpy == 550


def test_the_history_is_for_editors(client):
    assert client.get(reverse("desk-history", args=["mineo"])).status_code == 302
    assert client.post(reverse("desk-revert", args=["mineo", 1])).status_code == 302


# Preview


def preview(editor, path, day=TODAY):
    return editor.get(reverse("desk-preview", args=[day.isoformat(), path]))


def test_a_draft_is_seen_in_the_preview_alone(editor, mineo):
    change(models.Fee.objects.filter(carrier=mineo), "mineo", published=False, title_en="Draft fee")
    assert "Draft fee" not in editor.get("/en/carriers/mineo/").text
    response = preview(editor, "en/carriers/mineo/")
    assert "Draft fee" in response.text
    assert "Preview for editors" in response.text
    assert "no-store" in response["Cache-Control"]


def test_a_draft_way_stands_in_a_plan_of_the_preview(editor, mineo):
    change(models.CancellationMethod.objects.filter(carrier=mineo), "mineo", published=False)
    way = models.CancellationMethod.objects.get(carrier=mineo).steps.first().text_en[:20]
    plan = "en/plan/yours/?carrier=mineo&where=abroad"
    assert way not in editor.get(f"/{plan}").text
    assert way in editor.get(reverse("desk-preview", args=[TODAY.isoformat(), ""]) + plan).text


def test_next_months_fee_is_seen_on_next_months_day(editor, mineo):
    later = TODAY + dt.timedelta(days=40)
    change(models.Fee.objects.filter(carrier=mineo), "mineo", valid_from=later, title_en="Later fee")
    assert "Later fee" not in preview(editor, "en/carriers/mineo/").text
    assert "Later fee" in preview(editor, "en/carriers/mineo/", later).text


def test_links_in_a_preview_stay_in_the_preview(editor):
    prefix = reverse("desk-preview", args=[TODAY.isoformat(), ""])
    page = preview(editor, "ja/").text
    assert f'href="{prefix}ja/carriers/mineo/"' in page
    assert f'href="{prefix}en/"' in page
    assert 'href="/ja/' not in page


def test_a_draft_carrier_has_a_page_and_a_plan_in_the_preview(editor, mineo):
    change(Carrier.objects.filter(pk=mineo.pk), "mineo", published=False)
    assert preview(editor, "en/carriers/mineo/").status_code == 200
    prefix = reverse("desk-preview", args=[TODAY.isoformat(), ""])
    assert editor.get(f"{prefix}en/plan/yours/?carrier=mineo&where=abroad").status_code == 200


@pytest.mark.parametrize("path", ["admin/", "en/nothing/", "", "api/v1/carriers.json", "fr/"])
def test_only_readers_pages_have_a_preview(editor, path):
    assert preview(editor, path).status_code == 404


def test_the_preview_is_for_editors(client):
    assert preview(client, "en/").status_code == 302


def test_a_day_is_chosen_first(editor):
    choose = reverse("desk-preview-choose")
    assert editor.get(choose).status_code == 200
    assert editor.get(choose, {"day": "2027-01-31", "language": "ja"}).url == "/admin/desk/preview/2027-01-31/ja/"
    assert "Write the day as" in editor.get(choose, {"day": "soon", "language": "ja"}).text


# Where to look first


def test_the_first_page_counts_every_list_in_few_queries(editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        page = editor.get(reverse("admin:index")).text
    assert all(reverse("desk-list", args=[key]) in page for key in BY_KEY)


@pytest.mark.parametrize("key", BY_KEY)
def test_every_list_opens_in_few_queries(editor, django_assert_max_num_queries, key):
    with django_assert_max_num_queries(32):
        assert editor.get(reverse("desk-list", args=[key])).status_code == 200


def test_a_list_that_is_none(editor):
    assert editor.get(reverse("desk-list", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(("days", "is_stale"), [(181, False), (183, True), (400, True)])
def test_a_fee_is_stale_after_half_a_year(mineo, days, is_stale):
    check(on=TODAY - dt.timedelta(days=days))
    assert stale(models.Fee.objects.filter(carrier=mineo), TODAY).exists() is is_stale


@pytest.mark.parametrize(("days", "is_stale"), [(183, False), (364, False), (366, True)])
def test_a_rule_is_stale_after_a_year(mineo, days, is_stale):
    models.EndingRule.objects.filter(carrier=mineo).update(checked_on=TODAY - dt.timedelta(days=days), checked_by="aoi")
    assert stale(models.EndingRule.objects.filter(carrier=mineo), TODAY).exists() is is_stale


def test_drafts_are_not_stale(mineo):
    models.Fee.objects.filter(carrier=mineo).update(published=False)
    assert not stale(models.Fee.objects.filter(carrier=mineo), TODAY).exists()


def test_an_outdated_text_is_listed_with_its_languages(mineo):
    models.Fee.objects.filter(carrier=mineo).update(outdated=["title.ja"])
    (item,) = BY_KEY["outdated"].items(TODAY)
    assert (item.unit, item.note) == ("mineo", "title.ja")
    assert item.address == f"{address(mineo)}#{place_on_page(mineo.fees.first())}"


def test_a_missing_language_is_listed_and_an_empty_text_is_not(mineo):
    assert BY_KEY["unwritten"].count(TODAY) == 0
    models.Fee.objects.filter(carrier=mineo).update(title_ja="")
    assert [item.unit for item in BY_KEY["unwritten"].items(TODAY)] == ["mineo"]


def test_the_most_used_row_comes_first(mineo):
    models.Fee.objects.filter(carrier=mineo).update(outdated=["title.ja"])
    models.EndingRule.objects.filter(carrier=mineo).update(outdated=["title.ja"])
    rule = mineo.endings.first()
    models.ClaimUse.objects.create(unit="mineo", rows="endings", key=rule.key, plans=12)
    first, second = BY_KEY["outdated"].items(TODAY)
    assert (first.name, first.uses, second.uses) == (str(rule), 12, 0)


def test_what_readers_sent_and_dead_sources_are_listed(mineo):
    now = timezone.now()
    models.Report.objects.create(unit="mineo", rows="fees", key="x", tried="different", language="en", made_at=now)
    models.Question.objects.create(page="carriers/mineo/", text="When?", language="en", made_at=now)
    models.SourceVisit.objects.create(source=mineo.sources.first(), visited_at=now, found="gone")
    assert [BY_KEY[key].count(TODAY) for key in ("reports", "questions", "sources")] == [1, 1, 1]
    models.Report.objects.update(handled="rejected")
    assert BY_KEY["reports"].count(TODAY) == 0


def test_uses_are_counted_for_carriers_and_cases():
    # Of the history, which is what is counted: else all are, and that takes a minute.
    others = Carrier.objects.exclude(slug__in=["mineo", "airalo"]).values_list("slug", flat=True)
    Version.objects.filter(name__in=list(others)).delete()
    call_command("count_uses", stdout=StringIO())
    used = {(use.unit, use.rows, use.key): use.plans for use in models.ClaimUse.objects.all()}
    rule = read_carrier("mineo").endings[0].key
    assert used["mineo", "endings", rule] > 10
    assert used["mineo", "methods.documents", "online.login"] > 10
    assert any(rows == "cases.special_cases" and unit == "unlink-accounts" for unit, rows, _key in used)
    call_command("count_uses", stdout=StringIO())
    assert models.ClaimUse.objects.count() == len(used)
