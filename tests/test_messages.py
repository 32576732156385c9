"""Sentences are found in Python and templates, kept through updates, and checked before they are served."""

import gettext
import os
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.core.management import CommandError, call_command

from guide import messages

TEMPLATE = """
{% load i18n %}
  {# Translators: on the button #}
  <a title="{% translate 'Go on' %}">{% translate "May" context "month" %}</a>
    {% blocktranslate trimmed count days=days %}
      One day left, {{ name }}
    {% plural %}
      {{ days }} days left, {{ name }}
    {% endblocktranslate %}
{{ word|default:_("none") }}
"""
PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext_lazy, pgettext_lazy
# L10n: a label
KIND = _("Kind of line")
ROWS = ngettext_lazy("%(count)s row", "%(count)s rows", "count")
MAY = pgettext_lazy("permission", "May")
"""


@pytest.fixture
def root(tmp_path, settings) -> Path:
    """A small project with one template, one module, and one module of tests."""
    for name, text in (
        ("templates/page.html", TEMPLATE),
        ("guide/forms.py", PYTHON),
        ("guide/tests/test_forms.py", "_('Not for readers')"),
        ("carriers/migrations/0001_initial.py", "_('Not for readers either')"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


@pytest.fixture
def sources(root) -> Catalog:
    return messages.extracted(root)


def _write(locale: str, entries: str) -> None:
    path = messages.po_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(entries)


def _translate(locale: str, sources: Catalog, **changes: str) -> None:
    """A complete file, each sentence standing for itself, unless a change is given under its last word."""
    messages.update(locale, sources)
    catalog = messages.read(locale)
    for message in messages._sentences(catalog):
        last = messages._forms(message.id)[-1]
        words = changes.get(last.split()[-1], last)
        message.string = (words,) * catalog.num_plurals if message.pluralizable else words
    messages.po_path(locale).write_bytes(messages._as_po(catalog, locale))


def test_sentences_are_found(root):
    found = messages.extracted(root)
    assert {(message.context, message.id) for message in found if message.id} == {
        (None, "Go on"),
        ("month", "May"),
        (None, ("One day left, %(name)s", "%(days)s days left, %(name)s")),
        (None, "none"),
        (None, "Kind of line"),
        (None, ("%(count)s row", "%(count)s rows")),
        ("permission", "May"),
    }
    assert found["Kind of line"].auto_comments == ["L10n: a label"]
    assert found["Go on"].auto_comments == ["Translators: on the button"]


def test_update_keeps_translations_and_drops_what_is_gone(sources):
    _write("ja", 'msgid "Go on"\nmsgstr "次へ"\n\nmsgid "Gone"\nmsgstr "?"\n\n#, fuzzy\nmsgid "none"\nmsgstr "?"\n')
    messages.update("ja", sources)
    ja = messages.read("ja")
    assert ja["Go on"].string == "次へ"
    assert ja["none"].string == ""
    assert "Gone" not in messages.po_path("ja").read_text()


def test_update_twice_changes_nothing(sources):
    _translate("zh_Hant", sources)
    before = messages.po_path("zh_Hant").read_bytes()
    messages.update("zh_Hant", sources)
    assert messages.po_path("zh_Hant").read_bytes() == before


def test_file_holds_no_dates_and_no_line_numbers(sources):
    messages.update("en", sources)
    text = messages.po_path("en").read_text()
    assert "Date" not in text
    assert "#:" not in text


def test_complete_file_has_no_troubles(sources):
    for locale in ("ja", "en", "zh_Hans"):
        _translate(locale, sources)
        assert list(messages.troubles(locale, sources)) == []


def test_english_may_stay_empty(sources):
    messages.update("en", sources)
    messages.update("ja", sources)
    assert list(messages.troubles("en", sources)) == []
    assert len(list(messages.troubles("ja", sources))) == 7


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [({"line": ""}, "not translated: 'Kind of line'"), ({"%(name)s": "残り%(days)s日"}, "other placeholders")],
)
def test_troubles_are_named(sources, changes, trouble):
    _translate("ja", sources, **changes)
    (found,) = messages.troubles("ja", sources)
    assert trouble in found


def test_check_fails_when_behind_the_sources(sources, monkeypatch, capsys):
    monkeypatch.setattr(messages, "extracted", lambda: sources)
    for locale in messages.LOCALES:
        _translate(locale, sources)
    call_command("messages", "--check")
    with messages.po_path("ja").open("a") as file:
        file.write('\nmsgid "Gone"\nmsgstr "もうない"\n')
    with pytest.raises(CommandError, match="1 to mend"):
        call_command("messages", "--check")
    assert "ja: no longer in the sources: 'Gone'" in capsys.readouterr().err


def test_compiled_file_is_read_by_gettext(sources):
    _translate("en", sources)
    _translate("ja", sources, line="回線の種類")
    assert messages.compile_stale(["ja", "en"]) == ["ja", "en"]
    with messages.po_path("ja").with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Kind of line") == "回線の種類"


def test_compiling_is_left_out_until_the_file_changes(sources):
    messages.update("ja", sources)
    assert messages.compile_stale(["ja"]) == ["ja"]
    assert messages.compile_stale(["ja"]) == []
    later = messages.po_path("ja").stat().st_mtime + 5
    os.utime(messages.po_path("ja"), (later, later))
    assert messages.compile_stale(["ja"]) == ["ja"]


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", 'msgtsr "次へ"'])
def test_broken_file_is_named(root, line):
    _write("ja", f'msgid "Go on"\n{line}\n')
    with pytest.raises(CommandError, match=r"ja.*django\.po cannot be read"):
        messages.read("ja")


def test_header_counts_plural_forms(root):
    assert read_po(BytesIO(messages._as_po(Catalog(locale="ja"), "ja"))).num_plurals == 1
