"""The content's own history: what a save changed, and how readers are told."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from msgspec.structs import replace

from carriers import history
from carriers.choices import Change, Confidence
from carriers.facts import Text
from carriers.models import Answer, Article, Carrier, Fee, Phrase, Version
from carriers.rows import read_carrier, read_shared
from carriers.seed import content
from tests.test_admin import save

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2099, 3, 2, 12, tzinfo=dt.UTC)  # after the load, whenever that is


def record(facts, at=MONDAY, by="mei"):
    return history.record(facts.slug, facts, at=at, by=by)


def with_fee(carrier, **changed):
    first, *others = carrier.fees
    return replace(carrier, fees=[replace(first, **changed), *others])


@pytest.fixture
def linksmate():
    return read_carrier("linksmate")


def test_every_unit_has_its_first_version_after_a_load():
    names = set(Version.objects.values_list("name", flat=True))
    assert names >= {*Carrier.objects.values_list("slug", flat=True), "terms", "cases", "phrases"}
    assert set(Version.objects.values_list("made_by", flat=True)) == {""}


def test_the_latest_version_says_what_the_rows_say(linksmate):
    assert history.latest("linksmate") == linksmate
    assert history.latest("terms") == read_shared("terms")


def test_the_same_again_is_no_version(linksmate):
    assert record(linksmate) is None


def test_a_changed_field_is_told_with_before_and_after(linksmate):
    version = record(with_fee(linksmate, jpy=0))
    (change,) = history.changes_of(version)
    assert (change.kind, change.rows, change.key) == (Change.CHANGED, "fees", linksmate.fees[0].key)
    assert [(one.name, one.before, one.after) for one in change.fields] == [("jpy", 3300, 0)]
    assert change.title == linksmate.fees[0].title


def test_added_and_removed_rows_are_told(linksmate):
    (added,) = history.changes_of(
        record(replace(linksmate, fees=[*linksmate.fees, replace(linksmate.fees[0], key="new")]))
    )
    (removed,) = history.changes_of(record(linksmate, at=MONDAY + dt.timedelta(hours=1)))
    assert [(one.kind, one.rows, one.key) for one in (added, removed)] == [
        (Change.ADDED, "fees", "new"),
        (Change.REMOVED, "fees", "new"),
    ]


def test_a_change_deep_below_is_told_with_its_path(linksmate):
    method = linksmate.methods[0]
    document = replace(method.documents[0], confidence=Confidence.LOW)
    changed = replace(method, documents=[document, *method.documents[1:]])
    (change,) = history.changes_of(record(replace(linksmate, methods=[changed, *linksmate.methods[1:]])))
    assert (change.rows, change.key) == ("methods.documents", document.key)


def test_a_deletion_keeps_what_was_said(linksmate):
    history.record("linksmate", None, at=MONDAY, by="mei")
    gone, before = Version.objects.filter(name="linksmate").order_by("-pk")[:2]
    assert history.facts_of(gone) is None
    assert history.facts_of(before) == linksmate


def test_a_forced_load_over_rows_without_history_keeps_what_stood(linksmate):
    """A database from before the history, or a change made past the admin."""
    Fee.objects.filter(carrier__slug="linksmate", jpy=3300).update(jpy=1)
    content.load(force=frozenset({"linksmate"}))
    told = [change for version in Version.objects.filter(name="linksmate") for change in history.changes_of(version)]
    assert [(one.fields[0].before, one.fields[0].after) for one in told] == [(1, 3300), (3300, 1)]


# What readers are told


def shown(client, language="en", path="changes/"):
    return client.get(f"/{language}/{path}").content.decode()


def test_a_change_stands_on_the_page_in_the_readers_words(client, linksmate):
    record(with_fee(linksmate, jpy=0))
    assert "<del>3,300 yen</del>" in shown(client)
    assert "<ins>0 yen</ins>" in shown(client)
    assert "<del>3,300円</del>" in shown(client, "ja")
    assert "2 March 2099" in shown(client)


def test_a_text_changed_in_one_language_is_told_there_alone(client, linksmate):
    title = linksmate.fees[0].title
    record(with_fee(linksmate, title=replace(title, ja="解約にかかる料金")))
    assert "解約にかかる料金" in shown(client, "ja")
    assert "day-2099-03-02" not in shown(client, "en")


def test_what_editors_write_is_escaped(client, linksmate):
    words = Text(en="<script>x</script>", ja="<b>", zh_hans="<b>", zh_hant="<b>")
    record(with_fee(linksmate, title=words))
    assert "<script>x" not in shown(client)
    assert "&lt;script&gt;x" in shown(client)


def test_an_answer_leads_to_the_page_it_stands_on(client):
    languages = ("en", "ja", "zh_hans", "zh_hant")
    texts = {f"{name}_{language}": "…" for name in ("question", "answer") for language in languages}
    history.record("answers", read_shared("answers"), at=MONDAY)
    Answer.objects.create(key="by-a-friend", page="cases/esim/", **texts)
    history.record("answers", read_shared("answers"), at=MONDAY + dt.timedelta(hours=1))
    assert 'href="/en/cases/esim/#answer-by-a-friend"' in shown(client)


def test_a_carrier_that_is_not_published_is_not_told(client, linksmate):
    record(with_fee(linksmate, jpy=0))
    record(with_fee(replace(linksmate, published=False), jpy=0))
    assert "3,300 yen" not in shown(client)


def test_days_are_japans(client, linksmate):
    record(with_fee(linksmate, jpy=0), at=dt.datetime(2099, 3, 2, 16, tzinfo=dt.UTC))
    assert "day-2099-03-03" in shown(client)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "ja", "en"])
def test_the_feed_is_atom_with_an_entry_a_save(client, linksmate, language):
    version = record(with_fee(linksmate, jpy=0))
    response = client.get(f"/{language}/changes.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    names = {"atom": "http://www.w3.org/2005/Atom"}
    feed = ElementTree.fromstring(response.content)
    first = feed.find("atom:entry", names)
    assert first.find("atom:id", names).text.endswith(f"#version-{version.pk}")
    assert "3,300" in first.findtext("atom:summary", "", names)
    assert feed.find("atom:updated", names).text.startswith("2099-03-02T12:00")


def test_the_page_asks_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/en/changes/")


# The admin


@pytest.fixture
def editor(admin_client):
    return admin_client


def test_a_save_in_the_admin_makes_a_version(editor, admin_user):
    before = timezone.now()
    row = Article.objects.first()
    assert save(editor, row, title_en="Another title").status_code == 302
    version = Version.objects.filter(name="articles").latest("pk")
    assert version.made_by == admin_user.get_username()
    assert version.made_at >= before
    (change,) = history.changes_of(version)
    assert change.fields[0].after["en"] == "Another title"


def test_a_deletion_in_the_admin_makes_a_version(editor):
    row = Phrase.objects.last()
    editor.post(f"/admin/carriers/phrase/{row.pk}/delete/", {"post": "yes"})
    (change,) = history.changes_of(Version.objects.filter(name="phrases").latest("pk"))
    assert (change.kind, change.key) == (Change.REMOVED, row.key)
