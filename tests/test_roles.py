"""Each role as what it must not do."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from carriers import history
from carriers.models import Article, Carrier, Fee
from carriers.roles import ROLES, languages_of, may_publish
from carriers.rows import MODELS, read_carrier
from tests.staff import account
from tests.test_admin import form_of, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_contexts")]

migration = import_module("carriers.migrations.0004_roles")
LANGUAGES = {"translator: en": "en", "translator: ja": "ja", "translator: zh-hans": "zh_hans"}
LANGUAGES |= {"translator: zh-hant": "zh_hant"}
BY_ROLE = pytest.mark.parametrize("role", ROLES)


TRANSLATED = ["fees-0", "methods-0", "methods-0-steps-0", "endings-0", *(f"special_cases-{n}" for n in range(5))]


@pytest.fixture
def signed_in(client: Client) -> Any:
    def as_(*roles: str) -> Client:
        client.force_login(account(*roles))
        return client

    return as_


@pytest.fixture
def article() -> Article:
    return Article.objects.filter(published=True).first()


@pytest.fixture
def mineo() -> Carrier:
    return Carrier.objects.get(slug="mineo")


def fresh(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


# The permissions


def test_every_role_is_there() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def codenames(role: str) -> set[str]:
    return set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))


def test_an_editor_writes_every_content_model_and_deletes_none() -> None:
    content = {model._meta.model_name for model in MODELS.values()}
    assert {f"{verb}_{name}" for verb in ("view", "add", "change") for name in content} <= codenames("editor")
    assert not {name for name in codenames("editor") if name.startswith("delete_")}


def test_roles_above_may_what_roles_below_may() -> None:
    assert codenames("editor") < codenames("publisher") < codenames("administrator")


@pytest.mark.parametrize("role", LANGUAGES)
def test_a_translator_has_no_permission_to_change_a_row_as_a_whole(role: str) -> None:
    assert not {name for name in codenames(role) if not re.match("view_|translate_", name)}


def test_made_again_the_roles_are_the_same() -> None:
    before = {role: codenames(role) for role in ROLES}
    migration.make(apps, FakeEditor())
    assert {role: codenames(role) for role in ROLES} == before


def test_the_migration_can_be_taken_back() -> None:
    migration.unmake(apps, FakeEditor())
    assert not Group.objects.exists()
    assert not Permission.objects.filter(codename__in=migration.OWN).exists()
    migration.make(apps, FakeEditor())
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


class FakeEditor:
    """All the migration asks of a schema editor."""

    connection = connection


@pytest.mark.parametrize(
    ("roles", "publishes", "languages"),
    [
        ([], False, ()),
        (["editor"], False, None),
        (["publisher"], True, None),
        (["administrator"], True, None),
        (["translator: ja"], False, ("ja",)),
        (["translator: zh-hant", "translator: zh-hans"], False, ("zh_hans", "zh_hant")),
        (["translator: ja", "editor"], False, None),
    ],
)
def test_what_is_asked_of_a_user(roles: list[str], publishes: bool, languages: Any) -> None:
    user = account(*roles)
    assert (may_publish(user), languages_of(user)) == (publishes, languages)


def test_a_superuser_may_everything() -> None:
    user = User.objects.create_superuser("root")
    assert (may_publish(user), languages_of(user)) == (True, None)


# What the pages let them do

MAY = {
    "administrator": {"add", "change", "delete", "publish", "users", "audit"},
    "publisher": {"add", "change", "delete", "publish"},
    "editor": {"add", "change"},
    **dict.fromkeys(LANGUAGES, {"change"}),
    "": set(),
}
IS_ALLOWED = pytest.mark.parametrize("role", MAY, ids=lambda role: role or "no role")


@IS_ALLOWED
def test_who_may_add(signed_in: Any, role: str) -> None:
    answer = signed_in(role).get(reverse("admin:carriers_article_add"))
    assert answer.status_code == (200 if "add" in MAY[role] else 403)


@IS_ALLOWED
def test_who_may_change(signed_in: Any, role: str, article: Article) -> None:
    user = signed_in(role)
    address = reverse("admin:carriers_article_change", args=[article.pk])
    answer = user.get(address)
    assert answer.status_code == (200 if "change" in MAY[role] else 403)
    name = f"title_{LANGUAGES.get(role, 'en')}"
    form = form_of(user, article) if "change" in MAY[role] else {}
    assert user.post(address, form | {name: "New"}).status_code == (302 if "change" in MAY[role] else 403)
    assert (getattr(fresh(article), name) == "New") == ("change" in MAY[role])


@IS_ALLOWED
def test_who_may_delete(signed_in: Any, role: str, article: Article) -> None:
    answer = signed_in(role).post(reverse("admin:carriers_article_delete", args=[article.pk]), {"post": "yes"})
    assert answer.status_code == (302 if "delete" in MAY[role] else 403)
    assert Article.objects.filter(pk=article.pk).exists() == ("delete" not in MAY[role])


@pytest.mark.parametrize("role", [role for role, acts in MAY.items() if "change" in acts])
def test_who_may_publish(signed_in: Any, role: str, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(published=False)
    save(signed_in(role), article, published="on")
    assert fresh(article).published == ("publish" in MAY[role])


@pytest.mark.parametrize("role", [role for role, acts in MAY.items() if "change" in acts])
def test_who_may_take_off_the_site(signed_in: Any, role: str, article: Article) -> None:
    user = signed_in(role)
    form = form_of(user, article)
    form.pop("published", None)
    form["why"] = "Their page is gone"
    user.post(reverse("admin:carriers_article_change", args=[article.pk]), form)
    assert fresh(article).published == ("publish" not in MAY[role])


@IS_ALLOWED
@pytest.mark.parametrize("page", ["auth_user_changelist", "auth_user_add", "auth_group_changelist"])
def test_who_may_see_users(signed_in: Any, role: str, page: str) -> None:
    assert signed_in(role).get(reverse(f"admin:{page}")).status_code == (200 if "users" in MAY[role] else 403)


@IS_ALLOWED
@pytest.mark.parametrize("kept", ["accesslog", "accessfailurelog", "accessattempt"])
def test_who_may_read_the_audit(signed_in: Any, role: str, kept: str) -> None:
    answer = signed_in(role).get(reverse(f"admin:axes_{kept}_changelist"))
    assert answer.status_code == (200 if "audit" in MAY[role] else 403)


# Editors: rows on a carrier's page


def test_an_editor_changes_a_fee(signed_in: Any, mineo: Carrier) -> None:
    assert save(signed_in("editor"), mineo, **{"fees-0-jpy": "1234"}).status_code == 302
    assert read_carrier("mineo").fees[0].jpy == 1234


def test_an_editor_decides_neither_whether_nor_when_readers_see_a_row(signed_in: Any, mineo: Carrier) -> None:
    before = read_carrier("mineo").fees[0]
    editor = signed_in("editor")
    form = form_of(editor, mineo) | {"fees-0-valid_from": "2030-01-01", "fees-0-valid_to": "2030-02-01"}
    form.pop("fees-0-published")
    editor.post(reverse("admin:carriers_carrier_change", args=[mineo.pk]), form)
    after = read_carrier("mineo").fees[0]
    assert (after.published, after.valid_from, after.valid_to) == (before.published, None, None)


def new_fee(form: dict[str, Any]) -> dict[str, str]:
    place = int(form["fees-TOTAL_FORMS"])
    said = {"key": "new-fee", "kind": form["fees-0-kind"], "confidence": "low", "position": str(place)}
    said |= {"title_en": "A draft", "text_en": "Half written.", "within_days": "", "published": "on"}
    return {"fees-TOTAL_FORMS": str(place + 1)} | {f"fees-{place}-{name}": value for name, value in said.items()}


def test_what_an_editor_adds_is_a_draft(signed_in: Any, mineo: Carrier) -> None:
    editor = signed_in("editor")
    form = form_of(editor, mineo)
    answer = editor.post(reverse("admin:carriers_carrier_change", args=[mineo.pk]), form | new_fee(form))
    assert answer.status_code == 302
    assert not Fee.objects.get(carrier=mineo, key="new-fee").published


def test_an_editor_cannot_take_rows_away(signed_in: Any, mineo: Carrier) -> None:
    fees = mineo.fees.count()
    save(signed_in("editor"), mineo, **{"fees-0-DELETE": "on"})
    assert mineo.fees.count() == fees


def test_what_readers_see_stays_whole_in_an_editors_hands(signed_in: Any, mineo: Carrier) -> None:
    assert "write this language too" in save(signed_in("editor"), mineo, **{"fees-0-text_ja": ""}).text


# Translators: their languages and nothing else


def test_a_translators_save_changes_nothing_else(signed_in: Any, mineo: Carrier) -> None:
    before = read_carrier("mineo")
    texts = dict.fromkeys((f"{place}-text_ja" for place in TRANSLATED), "訳")
    assert save(signed_in("translator: ja"), mineo, **texts).status_code == 302
    changes = list(history.row_changes(before, read_carrier("mineo")))
    assert len(changes) == len(texts)
    for change in changes:
        (field,) = change.fields
        assert {code for code, words in field.after.items() if words != field.before[code]} == {"ja"}


def test_a_translator_writes_the_language_given_on_rows_and_below_them(signed_in: Any, mineo: Carrier) -> None:
    texts = {"summary_ja": "要点", "fees-0-text_ja": "手数料", "methods-0-steps-0-text_ja": "押す"}
    assert save(signed_in("translator: ja"), mineo, **texts).status_code == 302
    facts = read_carrier("mineo")
    assert [facts.summary.ja, facts.fees[0].text.ja, facts.methods[0].steps[0].text.ja] == list(texts.values())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary_en", "Other"),
        ("summary_zh_hant", "別的"),
        ("operator", "Somebody"),
        ("aliases", "another"),
        ("networks", ["docomo"]),
        ("fees-0-text_en", "Other"),
        ("fees-0-jpy", "1"),
        ("fees-0-key", "other"),
        ("fees-0-sources", []),
        ("fees-0-needs", ["ABROAD"]),
        ("fees-0-confidence", "low"),
        ("fees-0-checked_today", "on"),
        ("fees-0-DELETE", "on"),
        ("methods-0-maintenance", "[]"),
        ("methods-0-steps-0-button", "x"),
        ("methods-0-steps-0-DELETE", "on"),
        ("sources-0-url", "https://example.org/"),
        ("sources-0-DELETE", "on"),
    ],
)
def test_a_translator_of_japanese_changes_nothing_but_japanese(
    signed_in: Any, mineo: Carrier, field: str, value: Any
) -> None:
    before = read_carrier("mineo")
    save(signed_in("translator: ja"), mineo, **{field: value})
    assert read_carrier("mineo") == before


def test_a_translator_adds_no_rows(signed_in: Any, mineo: Carrier) -> None:
    translator = signed_in("translator: ja")
    form = form_of(translator, mineo)
    translator.post(reverse("admin:carriers_carrier_change", args=[mineo.pk]), form | new_fee(form))
    assert not Fee.objects.filter(key="new-fee").exists()


def test_a_closed_list_shows_what_is_chosen_alone(signed_in: Any, mineo: Carrier) -> None:
    page = signed_in("translator: ja").get(reverse("admin:carriers_carrier_change", args=[mineo.pk])).text
    (select,) = re.findall(r'<select name="fees-0-sources" disabled .*?</select>', page, re.DOTALL)
    assert select.count("<option") == select.count("selected") == mineo.fees.first().sources.count()


@BY_ROLE
def test_a_carriers_page_takes_few_queries(signed_in: Any, django_assert_max_num_queries: Any, role: str) -> None:
    docomo = Carrier.objects.get(slug="docomo")
    user = signed_in(role)
    with django_assert_max_num_queries(48):
        assert user.get(reverse("admin:carriers_carrier_change", args=[docomo.pk])).status_code == 200
