"""Each field of an editor's form says what readers will see of it, with an example."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import Field
from django.test import RequestFactory
from django.utils.functional import Promise

from carriers.admin.bookkeeping import LANGUAGES
from carriers.admin.help import HELP
from carriers.admin.readers import FromReaderPage
from carriers.rows import MODELS

EXAMPLE = re.compile(r"\bas\b|“|: |\d")
TRANSLATIONS = tuple(f"_{column}" for column in LANGUAGES if column != "en")  # told once, under the English


@pytest.fixture
def request_of_root(rf: RequestFactory, db: None) -> Any:
    request: Any = rf.get("/")
    request.user, request.resolver_match = User(is_superuser=True, is_active=True, username="root"), None
    return request


def fields(request: Any) -> Iterator[tuple[str, Field]]:
    """Each field an editor may fill in, as (form and name, field), rows and the rows below them included."""
    for model, page in admin.site._registry.items():
        if model in MODELS.values() or isinstance(page, FromReaderPage):
            yield from shown(model.__name__, page, page.get_form(request), request)
            yield from below(page, request)


def below(page: Any, request: Any) -> Iterator[tuple[str, Field]]:
    for inline in page.inlines:
        rows = inline(page.model, admin.site)
        yield from shown(rows.model.__name__, rows, rows.get_formset(request).form, request)
        yield from below(rows, request)


def shown(name: str, page: Any, form: Any, request: Any) -> Iterator[tuple[str, Field]]:
    lines = [line for _title, options in page.get_fieldsets(request) for line in options["fields"]]
    names = [one for line in lines for one in ([line] if isinstance(line, str) else line)]
    for one in names:
        field = form.base_fields.get(one)  # none: it is only read
        if field and not field.widget.is_hidden and not one.endswith(TRANSLATIONS):
            yield f"{name}.{one}", field


def test_every_field_says_what_readers_see_and_gives_an_example(request_of_root: Any) -> None:
    told = {name: field.help_text for name, field in fields(request_of_root)}
    assert len(told) > 200
    assert [name for name, words in told.items() if not words] == []
    assert [(name, str(words)) for name, words in told.items() if not EXAMPLE.search(str(words))] == []
    # Marked for translation; tests/test_messages.py asks for the four languages.
    assert [name for name, words in told.items() if not isinstance(words, Promise)] == []


def test_what_is_told_is_of_a_field() -> None:
    known = {above.__name__: above for model in admin.site._registry for above in model.__mro__}
    known |= {above.__name__: above for model in MODELS.values() for above in model.__mro__}
    lost = [f"{name}.{one}" for name, words in HELP.items() for one in words if not hasattr(known.get(name), one)]
    assert lost == []
