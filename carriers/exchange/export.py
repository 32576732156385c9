"""A carrier, a dictionary or all of them as a file."""

import io
import zipfile

from carriers.exchange import sheets, texts
from carriers.exchange.places import DICTIONARIES, read_units, unit_names
from carriers.facts import Unit
from carriers.seed.files import as_yaml

ALL = "all"
FORMATS = {
    "yaml": "application/yaml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def exported(name: str, kind: str) -> tuple[str, bytes]:
    """The file's name and what is in it; all of YAML is a .zip. Raises LookupError for what there is not."""
    units = read_units(unit_names() if name == ALL else [name]) if kind in ("yaml", "csv", "xlsx") else {}
    if not units:
        raise LookupError(name)
    if kind == "csv":
        return f"{name}.csv", sheets.as_csv(texts.table(units))
    if kind == "xlsx":
        return f"{name}.xlsx", sheets.as_xlsx(texts.table(units))
    return (f"{name}.zip", _zipped(units)) if name == ALL else (f"{name}.yaml", as_yaml(units[name]).encode())


def _zipped(units: dict[str, Unit]) -> bytes:
    """In the folders of carriers/data."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, unit in units.items():
            archive.writestr(f"{name}.yaml" if name in DICTIONARIES else f"carriers/{name}.yaml", as_yaml(unit))
    return out.getvalue()
