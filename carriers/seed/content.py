"""Content units: each carrier and each shared dictionary, loaded and dumped as a whole."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from carriers import history, models, rows
from carriers.facts import Carrier, Facts, Shared, Unit
from carriers.seed import checks, files
from carriers.seed.files import DATA, ContentFile


@dataclass
class Report:
    """What a load did, unit by unit."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: dict[str, list[str]] = field(default_factory=dict)  # unit: what an editor changed there


def read(folder: Path = DATA) -> tuple[Shared, list[Carrier]]:
    """Everything in the folder, checked; the first trouble is raised as ContentError."""
    shared_files = files.read_shared(folder)
    shared = files.shared_facts(shared_files)
    for where, message in checks.shared_troubles(shared):
        raise shared_files[where.split("[")[0]].error(where, message)
    read_files = list(files.read_carriers(folder))
    slugs = {carrier.slug for _file, carrier in read_files}
    for file, carrier in read_files:
        for where, message in (*_named_after_file(file, carrier), *checks.carrier_troubles(carrier, shared, slugs)):
            raise file.error(where, message)
    return shared, [carrier for _file, carrier in read_files]


def _named_after_file(file: ContentFile, carrier: Carrier) -> Iterator[checks.Trouble]:
    if file.path.stem != carrier.slug:
        yield "slug", f"must be the file's name, {file.path.stem}"


@transaction.atomic
def load(
    folder: Path = DATA, force: frozenset[str] = frozenset(), say: Callable[[str], object] = lambda line: None
) -> Report:
    """Bring the files into the database; what an editor has changed since the last load stays, unless forced.

    `say` hears of each unit before it is loaded, as in "12/48 docomo".
    """
    shared, carriers = read(folder)
    report = Report()
    dictionaries = list(files.read_shared(folder))
    steps = len(dictionaries) + len(carriers)
    for number, name in enumerate(dictionaries, 1):
        say(f"{number}/{steps} {name}")
        unit = Shared(**{name: getattr(shared, name)})
        _load_unit(name, unit, rows.read_shared(name), report, force)
    # A successor must exist before it is named: carriers that name none come first.
    in_order = sorted(carriers, key=lambda carrier: carrier.successor is not None)
    for number, carrier in enumerate(in_order, len(dictionaries) + 1):
        say(f"{number}/{steps} {carrier.slug}")
        _load_unit(carrier.slug, carrier, rows.read_carrier(carrier.slug), report, force)
    for slug in models.Carrier.objects.exclude(slug__in={carrier.slug for carrier in carriers}).values_list("slug"):
        history.record(*slug, rows.read_carrier(*slug), at=timezone.now())
    return report


def _load_unit(name: str, new: Unit, old: Unit | None, report: Report, force: frozenset[str]) -> None:
    loaded = models.LoadedContent.objects.filter(name=name).first()
    if old and old != Shared():
        history.record(name, old, at=timezone.now())
    if old == new:
        report.unchanged.append(name)
    elif _is_edited(old, loaded) and name not in force:
        report.left_alone[name] = list(differences(old, new))
        return
    else:
        (report.updated if loaded else report.created).append(name)
        write_unit(new)
        history.record(name, new, at=timezone.now())
    models.LoadedContent.objects.update_or_create(name=name, defaults={"digest": digest(new)})


def _is_edited(old: Unit | None, loaded: models.LoadedContent | None) -> bool:
    """Whether what stands in the database is not what a load put there."""
    if old is None or old == Shared():
        return False
    return loaded is None or loaded.digest != digest(old)


def write_unit(unit: Unit) -> None:
    """Make the rows say what the unit says; of Shared, only the dictionaries that are not empty."""
    if isinstance(unit, Carrier):
        rows.write(unit, models.Carrier)
        return
    for name, shape in rows.children(Shared):
        values = getattr(unit, name)
        model = rows.MODELS[shape]
        kept = [rows.write(value, model, position=place).pk for place, value in enumerate(values)]
        if values:
            stale = model._default_manager.exclude(pk__in=kept)
            (stale.filter(carrier=None) if shape.__name__ == "Source" else stale).delete()


def replace_unit(name: str, unit: Unit) -> None:
    """Make the rows say what the unit says; a dictionary that is empty in it is emptied."""
    write_unit(unit)
    if isinstance(unit, Shared) and not getattr(unit, name):
        model = rows.MODELS[dict(rows.children(Shared))[name]]
        (model._default_manager.filter(carrier=None) if name == "sources" else model._default_manager.all()).delete()


def dump(folder: Path) -> Iterator[Path]:
    """Write the database into the folder, in the form `load` reads."""
    (folder / "carriers").mkdir(parents=True, exist_ok=True)
    for name in Shared.__struct_fields__:
        yield _written(folder / f"{name}.yaml", rows.read_shared(name))
    for slug in models.Carrier.objects.values_list("slug", flat=True):
        yield _written(folder / "carriers" / f"{slug}.yaml", rows.read_carrier(slug))


def _written(path: Path, unit: Unit | None) -> Path:
    path.write_text(files.as_yaml(unit) if unit else "", encoding="utf-8")
    return path


def digest(unit: Unit) -> str:
    return hashlib.sha256(msgspec.json.encode(unit)).hexdigest()


def differences(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """The fields in which two facts differ, as methods[online].title.en."""
    if isinstance(old, Facts) and type(old) is type(new):
        for name in old.__struct_fields__:
            yield from differences(getattr(old, name), getattr(new, name), f"{where}.{name}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list) and all(hasattr(row, "key") for row in (*old, *new)):
        before, after = ({row.key: row for row in rows_} for rows_ in (old, new))
        for key in dict.fromkeys((*before, *after)):
            yield from differences(before.get(key), after.get(key), f"{where}[{key}]")
    elif old != new:
        yield where
