"""Changes and refused saves in an editor's words."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from carriers.facts import Carrier, Facts, Shared
from carriers.history import FieldChange, Path, RowChange
from carriers.rows import MODELS, children


class Line(NamedTuple):
    """One field: what it is called, and both sides."""

    label: str
    before: str
    after: str


class Row(NamedTuple):
    kind: str
    name: str
    lines: list[Line]
    path: Path = ()


def told_row(change: RowChange) -> Row:
    """A change as the history has it; a text has a line for each language that changed."""
    shape = shape_at(change.path)
    model = MODELS[shape]
    lines = [line for one in change.fields for line in _lines(one, model)]
    name = f"{capfirst(str(model._meta.verbose_name))}: {change.label or change.title.shown_in('en')[0]} ({change.key})"
    return Row(str(change.kind.label), name, lines, change.path)


def shape_at(path: Path) -> type[Facts]:
    """A path begins with a carrier's list or a dictionary's name; "sources", which is both, is one shape."""
    lists = dict(children(Carrier)) | dict(children(Shared))
    shape: type[Facts] = Carrier
    for name, _key in path:
        shape = lists[name]
        lists = dict(children(shape))
    return shape


def _lines(change: FieldChange, model: Any) -> Iterator[Line]:
    label = _label(model, change.name)
    if isinstance(change.after, dict) or isinstance(change.before, dict):
        before, after = change.before or {}, change.after or {}
        for language in sorted({*before, *after}):
            if before.get(language) != after.get(language):
                yield Line(f"{label} · {language}", before.get(language, ""), after.get(language, ""))
    else:
        yield Line(label, _plain(change.before), _plain(change.after))


def _label(model: Any, name: str) -> str:
    try:
        return capfirst(str(model._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return name


def _plain(value: Any) -> str:
    if value is None or value == "":
        return _("nothing")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def typed_rows(form: Any, inlines: Iterable[Any]) -> list[Row]:
    """Where a page that was refused differs from what is stored."""
    forms = [form, *(below for inline in inlines for below in _forms(inline.formset))]
    return [row for one in forms if (row := _typed(one)).lines]


def _forms(formset: Any) -> Iterator[Any]:
    for form in formset.forms:
        yield form
        for below in getattr(form, "nested_formsets", ()):
            yield from _forms(below)


def _typed(form: Any) -> Row:
    lines = [
        Line(str(form.fields[name].label), _plain(form.initial.get(name)), _plain(form[name].value()))
        for name in form.changed_data
        if name not in ("seen", "why")
    ]
    return Row("", str(form.instance), lines)
