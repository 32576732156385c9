"""YAML files to facts and back. A broken file raises ContentError, which names file, line and field."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from carriers.facts import Carrier, Facts, Shared

DATA = Path(__file__).resolve().parent.parent / "data"
SHARED_FILES = tuple(Shared.__struct_fields__)  # sources.yaml, documents.yaml, ...
FactsType = TypeVar("FactsType", bound=Facts)


class ContentError(Exception):
    """A content file says something it may not say."""

    def __init__(self, file: Path, line: int, field: str, message: str) -> None:
        super().__init__(f"{file.name}, line {line}, {field or 'the file'}: {message}")


# The quick one, where PyYAML was built with it; its type is not known to the checker.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(_SafeLoader):
    """YAML without its surprises: 20:00 stays a time, `no` stays a word; dates are dates."""


def _mapping(loader: PlainLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    """A key given twice would silently hide the first; it is an error."""
    seen = set()
    for key, _value in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(key.value, None, "stands here twice", key.start_mark)
        seen.add(key.value)
    return loader.construct_mapping(node, deep=True)


PlainLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
PlainLoader.yaml_implicit_resolvers = {
    letter: [
        (tag, pattern) for tag, pattern in resolvers if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"}
    ]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))


class ContentFile:
    """One parsed file that still knows on which line a field stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            loader = PlainLoader(path.read_text(encoding="utf-8"))
            self.tree = loader.get_single_node()
            self.values: Any = loader.construct_document(self.tree) if self.tree else None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            field = error.context if isinstance(error, yaml.constructor.ConstructorError) else ""
            raise ContentError(path, mark.line + 1 if mark else 1, field or "", error.problem or "not YAML") from error
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise ContentError(path, 1, "", "not UTF-8 text") from error
        except (TypeError, ValueError) as error:  # a day that is none, a list as a name: the parser names no line
            raise ContentError(path, 1, "", f"cannot be read ({error})") from error

    def error(self, field: str, message: str) -> ContentError:
        """`field` is written as in `methods[0].steps[1].text`."""
        return ContentError(self.path, self.line(field), field, message)

    def line(self, field: str) -> int:
        """The line of the field, or of the nearest thing around it that stands in the file."""
        node: yaml.Node | None = self.tree
        for name in re.findall(r"[^.\[\]]+", field):
            below = _below(node, name)
            if below is None:
                break
            node = below
        return node.start_mark.line + 1 if node else 1

    def as_facts(self, shape: type[FactsType]) -> FactsType:
        try:
            return msgspec.convert(self.values, shape)
        except msgspec.ValidationError as error:
            message, _, field = str(error).partition(" - at ")
            raise self.error(field.strip("`").removeprefix("$").removeprefix("."), message) from error


def _below(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == name), None)
    if isinstance(node, yaml.SequenceNode) and name.isdigit() and int(name) < len(node.value):
        return node.value[int(name)]
    return None


def carrier_paths(folder: Path = DATA) -> list[Path]:
    return sorted(path for path in (folder / "carriers").glob("*.yaml") if not path.name.startswith("_"))


def read_shared(folder: Path = DATA) -> dict[str, ContentFile]:
    """The shared dictionaries that stand in the folder, by name."""
    return {name: ContentFile(folder / f"{name}.yaml") for name in SHARED_FILES if (folder / f"{name}.yaml").exists()}


def shared_facts(files: dict[str, ContentFile]) -> Shared:
    lists: dict[str, Any] = {name: getattr(file.as_facts(Shared), name) for name, file in files.items()}
    return Shared(**lists)


def read_carriers(folder: Path = DATA) -> Iterator[tuple[ContentFile, Carrier]]:
    for path in carrier_paths(folder):
        file = ContentFile(path)
        yield file, file.as_facts(Carrier)


class _Dumper(yaml.SafeDumper):
    """Blocks, indented lists, long texts on one line: what a reviewer wants to see in a difference."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.yaml_implicit_resolvers = PlainLoader.yaml_implicit_resolvers


def as_yaml(facts: Facts) -> str:
    plain = msgspec.to_builtins(facts, builtin_types=(dt.date,))
    return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
