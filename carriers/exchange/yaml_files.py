"""Uploaded YAML, one file or a .zip of them, as units. All that is wrong with its shape is told, not only the first."""

import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import yaml
from django.utils.translation import gettext as _
from msgspec import structs

from carriers.exchange.places import DICTIONARIES
from carriers.exchange.refused import Refused
from carriers.exchange.sheets import check_archive
from carriers.facts import Carrier, Facts, Shared, Unit
from carriers.rows import children
from carriers.seed.files import ContentError, ContentFile

Read = dict[str, tuple[Unit, ContentFile]]  # by the unit's name, with the file that knows its lines
DEEPEST = 20  # a method's document's text is 7 deep; the readers of YAML are recursive
MOST_EVENTS = 150_000  # the largest dictionary has a tenth
EVENTS: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one, where PyYAML was built with it


def read_zip(name: str, data: bytes) -> Read:
    """The carriers and dictionaries of an archive as it was exported."""
    archive = check_archive(name, data)
    found: Read = {}
    troubles: list[str] = []
    for member in archive.namelist():
        if not member.endswith(".yaml"):
            continue
        try:
            read = read_yaml(Path(member).name, archive.read(member))
        except Refused as error:
            troubles += error.troubles
            continue
        except Exception as error:  # broken, encrypted or packed in a way Python does not know
            raise Refused(_("%(file)s is broken: pack it again.") % {"file": name}) from error
        troubles += [_("%(name)s stands in two files.") % {"name": one} for one in read if one in found]
        found |= read
    if troubles:
        raise Refused(*troubles)
    return found


def read_yaml(name: str, data: bytes) -> Read:
    """A carrier's file, or a dictionary's. An empty mapping, as an empty dictionary is exported, holds no unit."""
    file = _parsed(name, data)
    values = file.values
    if not isinstance(values, dict) or (values and "slug" not in values and not values.keys() <= set(DICTIONARIES)):
        names = ", ".join(DICTIONARIES)
        message = _("begin with “slug:” for a carrier, or with the name of a dictionary: %(names)s") % {"names": names}
        raise Refused(str(file.error("", message)))
    shape: type[Unit] = Carrier if "slug" in values else Shared
    if troubles := [str(file.error(where, message)) for where, message in _troubles(values, shape)]:
        raise Refused(*troubles)
    facts = msgspec.convert(values, shape)
    if isinstance(facts, Carrier):
        return {facts.slug: (facts, file)}
    return {one: (Shared(**{one: getattr(facts, one)}), file) for one in values}


def _parsed(name: str, data: bytes) -> ContentFile:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("%(file)s is not UTF-8. Save it again as UTF-8.") % {"file": name}) from error
    _check_bounds(name, text)
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "upload.yaml")
        path.write_text(text, encoding="utf-8")
        try:
            return ContentFile(path)
        except ContentError as error:
            raise Refused(str(error)) from error


def _check_bounds(name: str, text: str) -> None:
    """No references: a few lines of them are read as billions of rows. Ours have none.

    This pass is quick and takes no room; what comes after takes a minute and a gigabyte for a million fields.
    """
    depth = 0
    try:
        for count, event in enumerate(yaml.parse(text, Loader=EVENTS)):
            if count > MOST_EVENTS:
                raise Refused(_("%(file)s has more fields than are read at once. Split it.") % {"file": name})
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
                raise Refused(
                    _("%(file)s, line %(line)d: write out what *name or very deep nesting stands for.")
                    % {"file": name, "line": event.start_mark.line + 1 if event.start_mark else 1}
                )
    except yaml.YAMLError:
        return  # ContentFile says where it breaks


Trouble = tuple[str, str]


@cache
def _hints(shape: type[Facts]) -> dict[str, Any]:
    hints = typing.get_type_hints(shape, include_extras=True)
    return {field.encode_name: hints[field.name] for field in structs.fields(shape)}


def _troubles(values: Any, shape: type[Facts], where: str = "") -> Iterator[Trouble]:
    """What the shape refuses, field by field: msgspec alone stops at the first."""
    if not isinstance(values, dict):
        yield where, _("this is no mapping of fields")
        return
    below = dict(children(shape))
    yield from ((where, _("the field %(name)s is missing") % {"name": name}) for name in _missing(values, shape))
    for name, value in values.items():
        here = f"{where}.{name}" if where else str(name)
        if name not in _hints(shape):
            yield here, _("there is no such field")
        elif name in below and isinstance(value, list):
            for number, row in enumerate(value):
                yield from _troubles(row, below[name], f"{here}[{number}]")
        else:
            yield from _unreadable(value, _hints(shape)[name], here)


def _missing(values: dict[str, Any], shape: type[Facts]) -> list[str]:
    return [field.encode_name for field in structs.fields(shape) if field.required and field.encode_name not in values]


def _unreadable(value: Any, hint: Any, where: str) -> Iterator[Trouble]:
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        message, _at, below = str(error).partition(" - at ")
        yield where + below.strip("`").removeprefix("$"), _("The site cannot show this: %s.") % message
