"""An uploaded file as what it wants to say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from carriers.exchange import sheets, yaml_files
from carriers.exchange.places import LANGUAGES
from carriers.exchange.refused import Refused
from carriers.exchange.texts import Changes, changes
from carriers.facts import Unit
from carriers.seed.files import ContentFile

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class Upload:
    """Whole units, or new words for some texts; never both."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    texts: Changes = field(default_factory=dict)
    files: Mapping[str, ContentFile] = field(default_factory=dict)  # where the units stand, line by line

    @property
    def names(self) -> list[str]:
        return [*self.units, *self.texts]

    def only(self, names: Collection[str]) -> "Upload":
        units = {name: unit for name, unit in self.units.items() if name in names}
        return Upload(units, {name: words for name, words in self.texts.items() if name in names}, self.files)


def read(file: str, data: bytes, languages: Collection[str] = LANGUAGES) -> Upload:
    """What the file says; of a table, in these languages only. Raises Refused with all that cannot be read."""
    if len(data) > MOST_BYTES:
        raise Refused(_("%(file)s is larger than 5 MB. Split it.") % {"file": file})
    match Path(file).suffix.lower():
        case ".yaml" | ".yml":
            return _units(yaml_files.read_yaml(file, data))
        case ".zip":
            return _units(yaml_files.read_zip(file, data))
        case ".csv":
            return Upload(texts=changes(file, sheets.read_csv(file, data), languages))
        case ".xlsx":
            return Upload(texts=changes(file, sheets.read_xlsx(file, data), languages))
    raise Refused(_("%(file)s: choose a file that ends in .yaml, .zip, .csv or .xlsx.") % {"file": file})


def _units(found: yaml_files.Read) -> Upload:
    return Upload(
        units={name: unit for name, (unit, _file) in found.items()},
        files={name: file for name, (_unit, file) in found.items()},
    )
