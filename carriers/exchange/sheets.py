"""CSV and XLSX as numbered rows of texts, whoever made the file: bounded in size, without formulas.

openpyxl is imported where a workbook is made or read: every start of the site would wait for it otherwise.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from carriers.exchange.refused import Refused

Cells = list[str]
Rows = Iterator[tuple[int, Cells]]  # the row's number as a spreadsheet shows it, and its cells

MOST_ROWS = 50_000
MOST_COLUMNS = 20
FULL_CELL = 32_767  # Excel cuts there, silently
MOST_UNPACKED = 20_000_000  # bytes; a small archive can hold terabytes
MOST_FILES = 5_000
TEXT_TYPES = {"s", "inlineStr", "n"}  # a number is taken for the text it shows; no formula, date, error or tick
# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it a text. What begins with
# apostrophes and such a sign gets one more, so that reading takes away exactly what writing added.
ESCAPED = re.compile("^'*[=+\\-@\t\r\n＝＋－＠]")


def escaped(text: str) -> str:
    return f"'{text}" if ESCAPED.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if text.startswith("'") and ESCAPED.match(text) else text


def as_csv(rows: Iterable[Cells]) -> bytes:
    """With a byte order mark: without it Excel reads UTF-8 as something else."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([escaped(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Cells]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "C2"
    for column in "BCDEF":
        sheet.column_dimensions[column].width = 50
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    """Formatted as text: what a translator types there is never made a date or a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", escaped(text)))
    cell.number_format = "@"
    return cell


def read_csv(name: str, data: bytes) -> Rows:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            _("%(file)s is not UTF-8. Save it again as “CSV UTF-8”, or upload the table as .xlsx.") % {"file": name}
        ) from error
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, row in enumerate(rows, 1):
            _check_number(name, number)
            yield number, [_cleaned(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Refused(
            _("%(file)s, line %(line)d: this is no row of a table with commas between its columns (%(error)s).")
            % {"file": name, "line": rows.line_num, "error": error}
        ) from error


def read_xlsx(name: str, data: bytes) -> Rows:
    """The first sheet. Raises Refused with every cell that holds no text."""
    import openpyxl

    check_archive(name, data)
    troubles: list[str] = []
    try:
        sheet: Any = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        rows = []
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            _check_number(name, number)
            rows.append((number, [_words(name, number, cell, troubles) for cell in cells]))
    except Refused:
        raise
    except Exception as error:  # a broken or hostile workbook fails anywhere in openpyxl, with any error
        raise Refused(
            _("%(file)s cannot be read as a workbook. Save it again as .xlsx, or upload the table as CSV UTF-8.")
            % {"file": name}
        ) from error
    if troubles:
        raise Refused(*troubles)
    yield from rows


def _words(name: str, number: int, cell: Any, troubles: list[str]) -> str:
    if cell.value is None:
        return ""
    if cell.data_type not in TEXT_TYPES or not isinstance(cell.value, str | int):
        troubles.append(
            _("%(file)s, row %(row)d: the cell %(cell)s holds a formula, a date or the like. Write it as text.")
            % {"file": name, "row": number, "cell": cell.coordinate}
        )
        return ""
    return _cleaned(str(cell.value))


def _cleaned(cell: str) -> str:
    return unescaped(cell.replace("\r\n", "\n").replace("\r", "\n"))


def _check_number(name: str, number: int) -> None:
    if number > MOST_ROWS:
        raise Refused(
            _("%(file)s has more than %(most)d rows. Split it, and delete empty rows at its end.")
            % {"file": name, "most": MOST_ROWS}
        )


def check_archive(name: str, data: bytes) -> zipfile.ZipFile:
    """The archive, if what it unpacks to is bounded. Python reads no more of a member than the size given here."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Refused(_("%(file)s is broken or of another kind than its name says.") % {"file": name}) from error
    members = archive.infolist()
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused(_("%(file)s unpacks to more than is read here. Split it.") % {"file": name})
    return archive
