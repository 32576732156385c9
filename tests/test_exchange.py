"""Content goes out and comes back the same; what an import changes is shown first; a broken file writes nothing."""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from openpyxl import Workbook, load_workbook

from carriers import history, models
from carriers.choices import Change
from carriers.exchange import sheets, ticket
from carriers.exchange.differences import differences
from carriers.exchange.dry_run import DryRun, dry_run
from carriers.exchange.export import exported
from carriers.exchange.places import read_units, unit_names
from carriers.exchange.refused import Refused
from carriers.exchange.texts import COLUMNS
from carriers.exchange.upload import read
from carriers.facts import Carrier, RequiredDocument, Shared, Text
from carriers.rows import read_carrier, read_shared
from carriers.seed import content
from carriers.seed.files import as_yaml
from tests.staff import StaffClient, account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _content(db: None) -> None:
    if not models.Carrier.objects.exists():
        content.load()


@pytest.fixture
def mineo() -> Carrier:
    return stands("mineo")


@pytest.fixture
def place(mineo: Carrier) -> str:
    """A text of mineo that stands in all languages."""
    return f"endings[{mineo.endings[0].key}].title"


def stands(slug: str) -> Carrier:
    """What the database says of a carrier that is there."""
    facts = read_carrier(slug)
    assert facts
    return facts


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    return sheets.as_csv([list(columns), *([row.get(column, "") for column in columns] for row in rows)])


def compared(file: str, data: bytes | str) -> DryRun:
    return dry_run(read(file, data if isinstance(data, bytes) else data.encode()))


def told(dry: DryRun) -> list[tuple[str, str, str, str, str]]:
    return [
        (one.name, row.kind.value, row.place, field.name, field.after)
        for one in dry.proposals
        for row in one.rows
        for field in row.fields
    ]


def refused(file: str, data: bytes | str) -> list[str]:
    """What is wrong, whether it was seen in reading the file or in comparing it."""
    try:
        return compared(file, data).troubles
    except Refused as error:
        return error.troubles


# Out and in again


@pytest.mark.parametrize("kind", ["yaml", "csv", "xlsx"])
def test_everything_goes_out_and_comes_back_without_a_difference(kind: str):
    file, data = exported("all", kind)
    upload = read(file, data)
    assert set(upload.units) == (set(unit_names()) - {"answers"} if kind == "yaml" else set())
    assert dry_run(upload).proposals == []


@pytest.mark.parametrize("kind", ["yaml", "csv", "xlsx"])
@pytest.mark.parametrize("name", ["mineo", "terms", "answers"])
def test_one_unit_goes_out_and_comes_back(name: str, kind: str):
    assert compared(*exported(name, kind)).proposals == []


def test_yaml_is_the_file_of_carriers_data(mineo: Carrier):
    assert exported("mineo", "yaml") == ("mineo.yaml", as_yaml(mineo).encode())


def test_export_of_everything_asks_the_same_whatever_the_number_of_carriers(django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        exported("all", "csv")


def test_table_has_a_row_a_text_and_a_column_a_language(mineo: Carrier, place: str):
    models.EndingRule.objects.filter(carrier__slug="mineo", key=mineo.endings[0].key).update(outdated=["title.ja"])
    file, data = exported("mineo", "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert list(rows[0]) == ["unit", "place", "en", "ja", "zh-hans", "zh-hant", "outdated", "version"]
    row = next(row for row in rows if row["place"] == place)
    title = mineo.endings[0].title
    assert (row["en"], row["ja"], row["zh-hans"], row["zh-hant"]) == (title.en, title.ja, title.zh_hans, title.zh_hant)
    assert row["outdated"] == "ja"


@given(st.text(alphabet="'=+-@＝＋－＠\t\nab。", max_size=5))
def test_what_escaping_adds_reading_takes_away(text: str):
    written = sheets.escaped(text)
    assert written[:1] not in {*"=+-@＝＋－＠\t\n"}
    assert sheets.unescaped(written) == text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "text", ["=1+1", "+81 3", "-5", "@home", "＝全角", "＋", "\ttab", "'=x", "'quoted'", "two\nlines"]
)
def test_no_text_becomes_a_formula(text: str, kind: str, place: str):
    models.EndingRule.objects.filter(carrier__slug="mineo").update(title_en=text)
    file, data = exported("mineo", kind)
    assert compared(file, data).proposals == []
    if kind == "xlsx":
        cells = [cell for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}


# What would change


def test_table_changes_that_text_and_takes_it_from_the_outdated(mineo: Carrier, place: str):
    key = mineo.endings[0].key
    models.EndingRule.objects.filter(carrier__slug="mineo", key=key).update(outdated=["title.ja", "title.zh-hans"])
    dry = compared("texts.csv", table({"unit": "mineo", "place": place, "ja": "新しい題"}))
    assert told(dry) == [
        ("mineo", "changed", f"endings[{key}]", "outdated", "title.zh-hans"),
        ("mineo", "changed", f"endings[{key}]", "title.ja", "新しい題"),
    ]


def test_empty_cell_and_left_out_column_change_nothing(place: str):
    row = {"unit": "mineo", "place": place, "ja": " ", "en": ""}
    assert compared("texts.csv", table(row, columns=("unit", "place", "en", "ja"))).proposals == []


def test_text_of_a_step_and_of_a_dictionary_have_their_place(mineo: Carrier):
    number, method = next((number, one) for number, one in enumerate(mineo.methods) if one.steps)
    term = read_shared("terms").terms[0]
    step = {"unit": "mineo", "place": f"methods[{method.key}].steps[0].text", "en": "Press it."}
    dry = compared("texts.csv", table(step, {"unit": "terms", "place": f"terms[{term.key}].name", "ja": "語"}))
    after = {one.name: one.after for one in dry.proposals}
    assert after["mineo"].methods[number].steps[0].text.en == "Press it."
    assert after["terms"].terms[0].name.ja == "語"
    assert dry.counts == {Change.CHANGED: 2}


def test_what_a_translator_did_not_touch_is_left_as_an_editor_made_it_meanwhile(mineo: Carrier, place: str):
    """A table comes back after weeks; its old words are not to undo what was written since."""
    file, data = exported("mineo", "csv")
    key = mineo.endings[0].key
    models.EndingRule.objects.filter(carrier__slug="mineo", key=key).update(title_en="Written meanwhile")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    next(row for row in rows if row["place"] == place)["ja"] = "訳者の題"
    assert told(compared(file, table(*rows))) == [("mineo", "changed", f"endings[{key}]", "title.ja", "訳者の題")]


def test_only_the_languages_one_may_edit_are_read(place: str):
    data = table({"unit": "mineo", "place": place, "ja": "題", "zh-hans": "标题"})
    assert [row[3] for row in told(dry_run(read("texts.csv", data, ("ja",))))] == ["title.ja"]


def test_differences_are_told_field_by_field_and_row_by_row():
    """Also what readers are never told: sources, order, who checked."""
    docomo = stands("docomo")
    fee, way = docomo.fees[0], docomo.methods[0]
    changed = structs.replace(fee, jpy=12_345, sources=[], checked_by="Somebody")
    after = structs.replace(
        docomo,
        operator="Someone",
        methods=[structs.replace(way, key="brand-new"), *docomo.methods[::-1]],
        fees=[changed, *docomo.fees[1:]],
        contacts=docomo.contacts[1:],
    )
    rows = {row.place: row for row in differences(docomo, after)}
    assert [name for name, _was, _now in rows[""].fields] == ["operator", "methods"]
    assert {name: now for name, _was, now in rows[f"fees[{fee.key}]"].fields} == {
        "sources": "", "checked_by": "Somebody", "jpy": "12345"
    }  # fmt: skip
    assert rows["methods[brand-new]"].kind is Change.ADDED
    assert rows[f"contacts[{docomo.contacts[0].key}]"].kind is Change.REMOVED


@pytest.mark.parametrize("name", ["docomo", "cases", "sources"])
def test_nothing_differs_from_itself_and_all_is_new_against_nothing(name: str):
    unit = read_units([name])[name]
    assert differences(unit, unit) == []
    assert {row.kind for row in differences(None, unit)} == {Change.ADDED}


# Broken files


def test_every_trouble_of_a_file_is_told_with_its_line(mineo: Carrier):
    text = as_yaml(mineo).replace("kind: mvno", "kind: airline\ncolour: red", 1).replace("billing: monthly\n", "", 1)
    said = refused("mineo.yaml", text.replace("    ends: ", "    ends: never #", 1))
    assert len(said) == 4
    assert any("mineo.yaml, line 1, the file: the field billing is missing" in one for one in said)
    assert any(", colour: there is no such field" in one for one in said)
    assert any(", kind: " in one and "airline" in one for one in said)
    assert any(", endings[0].ends: " in one and "never" in one for one in said)


def test_what_a_load_refuses_is_refused_and_what_a_form_refuses_too(mineo: Carrier):
    way = structs.replace(mineo.methods[0], phone="ring me", opens="20:00", closes="10:00")
    rule = structs.replace(mineo.endings[0], sources=["nowhere"], title=Text(en="x" * 201, ja="題", zh_hans="题"))
    said = refused("mineo.yaml", as_yaml(structs.replace(mineo, methods=[way], endings=[rule], successor="nobody")))
    for told in (
        "successor: there is no carrier nobody",
        "endings[0].sources: there is no source nowhere",
        "endings[0].title: not written yet in zh-hant",
        "endings[0].title.en: Ensure this value has at most 200 characters",
        "methods[0].phone: Write the number as",
        "methods[0].closes: It closes after it opens",
    ):
        assert [one for one in said if told in one and one.startswith("mineo.yaml, line ")], (told, said)


def test_what_would_break_elsewhere_is_refused(mineo: Carrier):
    """A case that carriers speak of cannot go, and a source's key is one in the whole database."""
    shared = read_shared("cases")
    kept = [case for case in shared.cases if case.key != mineo.special_cases[0].case]
    said = refused("cases.yaml", as_yaml(Shared(cases=kept)))
    assert any(
        one.startswith(f"mineo, special_cases[{mineo.special_cases[0].key}].case: there is no case") for one in said
    )
    stolen = structs.replace(mineo.sources[0], key=read_carrier("docomo").sources[0].key)
    said = refused("mineo.yaml", as_yaml(structs.replace(mineo, sources=[*mineo.sources, stolen])))
    assert any("belongs to a source of docomo" in one for one in said)
    assert refused("terms.yaml", "terms: []") == [
        "terms.yaml, line 1, terms: the dictionary is empty: keep at least one row"
    ]


def bomb() -> bytes:
    """A small workbook that unpacks to a hundred megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 100_000_000)
    return out.getvalue()


def workbook(*rows: list[Any], change: Callable[[str], str] = str) -> bytes:
    """`change`: what is done to the sheet's XML."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if "sheet1" in name else text)
    return changed.getvalue()


def laughing(xml: str) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<!DOCTYPE w [<!ENTITY l0 "ha">{entities}]>'
    return head + xml.replace("<v>0</v>", "<v>&l8;</v>")


HEADING = ["unit", "place", "ja"]
ALIASES = "slug: tiny\nsources: [&a {key: a, url: 'https://a.jp/', publisher: A}, *a]\n"
HOSTILE = {
    "workbook that unpacks to too much": ("texts.xlsx", bomb(), "unpacks to more"),
    "workbook of entities": ("texts.xlsx", workbook(HEADING, change=laughing), "cannot be read as a workbook"),
    "formula": ("texts.xlsx", workbook(HEADING, ["mineo", "name", "=1+1"]), "row 2: the cell C2 holds a formula"),
    "number with a point": ("texts.xlsx", workbook(HEADING, ["mineo", "name", 1.5]), "row 2: the cell C2"),
    "no workbook": ("texts.xlsx", b"unit,place,ja", "of another kind than its name says"),
    "wrong columns": ("texts.csv", b"unit,text,ja\nmineo,name,x", "row 1: the columns are unit, text, ja"),
    "doubled column": ("texts.csv", b"unit,place,ja,ja\nmineo,name,x,y", "row 1: the columns are"),
    "no language": ("texts.csv", b"unit,place\nmineo,name", "row 1: the columns are"),
    "nothing": ("texts.csv", b"", "row 1: the columns are"),
    "Shift-JIS table": ("texts.csv", "unit,place,ja\nmineo,name,題".encode("cp932"), "CSV UTF-8"),
    "quote that never ends": ("texts.csv", b'unit,place,ja\nmineo,name,"x', "line 2: this is no row of a table"),
    "field without end": ("texts.csv", b"unit,place,ja\nmineo,name," + b"x" * 200_000, "line 2: this is no row"),
    "cell that is full": ("texts.csv", b"unit,place,ja\nmineo,name," + b"x" * 32_767, "row 2, ja: the text fills"),
    "too long a text": ("texts.csv", b"unit,place,ja\nmineo,name," + b"x" * 121, "mineo, name.ja: Ensure this value"),
    "unseen character": ("texts.csv", b"unit,place,ja\nmineo,name,a\x00b", "mineo, name.ja: it holds a character"),
    "too many rows": ("texts.csv", b"unit,place,ja\n" + b",,\n" * 50_000, "more than 50000 rows"),
    "unknown unit": (
        "texts.csv",
        b"unit,place,ja\nnobody,name,x",
        "row 2, unit: there is no carrier and no dictionary",
    ),
    "unknown place": ("texts.csv", b"unit,place,ja\nmineo,fees[no].title,x", "row 2, place: mineo has no text at"),
    "doubled row": ("texts.csv", b"unit,place,ja\nmineo,name,x\nmineo,name,y", "row 3: the same text stands in row 2"),
    "version of letters": (
        "texts.csv",
        b"unit,place,ja,version\nmineo,name,x,new",
        "row 2, version: this is no number",
    ),
    "other kind of file": ("texts.docx", b"PK", "choose a file that ends in"),
    "too large": ("mineo.yaml", b"#" * 5_000_001, "larger than 5 MB"),
    "rows by reference": ("tiny.yaml", ALIASES.encode(), "line 2: write out"),
    "fields without number": ("tiny.yaml", b"aliases:\n" + b"- a\n" * 200_000, "more fields than are read"),
    "depth": ("tiny.yaml", b"slug: " + b"[" * 10_000, "line 1: write out"),
    "UTF-16": ("tiny.yaml", "slug: tiny".encode("utf-16"), "not UTF-8"),
    "neither carrier nor dictionary": ("tiny.yaml", b"colour: red", "begin with"),
    "a list": ("tiny.yaml", b"- slug", "begin with"),
    "a day there is not": ("terms.yaml", b"terms: 2026-02-30", "out of range"),
    "a list for a name": ("tiny.yaml", b"[a]: b", "cannot be read"),
    "broken YAML": ("tiny.yaml", b"slug: [}", "tiny.yaml, line 1"),
    "dictionary's name": ("terms.yaml", b"slug: terms", "is missing"),
    "broken archive": ("all.zip", b"PK", "broken"),
}


@pytest.mark.parametrize(("file", "data", "told"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_and_broken_files_are_refused_in_words(file: str, data: bytes, told: str):
    said = refused(file, data)
    assert any(told in one for one in said), said


def test_carrier_of_two_files_in_one_archive_is_refused(mineo: Carrier):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("one.yaml", "two.yaml"):
            archive.writestr(name, as_yaml(mineo))
    assert refused("all.zip", out.getvalue()) == ["mineo stands in two files."]


# On the desk


@pytest.fixture
def editor(client: StaffClient) -> StaffClient:
    return signed_in(client, "editor")


@pytest.fixture
def publisher(client: StaffClient) -> StaffClient:
    return signed_in(client, "publisher")


def signed_in(client: StaffClient, role: str) -> StaffClient:
    client.force_login(account(role))
    return client


def send(client: StaffClient, file: str, data: bytes | str) -> Any:
    content = data if isinstance(data, bytes) else data.encode()
    return client.post(reverse("desk-exchange"), {"file": SimpleUploadedFile(file, content)})


def confirm(client: StaffClient, page: Any, why: str = "Texts of November") -> Any:
    return client.post(reverse("desk-exchange"), {"ticket": page.context["form"]["ticket"].value(), "why": why})


def rewritten(mineo: Carrier, **fields: Any) -> str:
    return as_yaml(structs.replace(mineo, **fields))


def test_nothing_is_written_before_it_is_confirmed(publisher, mineo):
    page = send(publisher, "mineo.yaml", rewritten(mineo, operator="Somebody new"))
    assert "Somebody new" in page.text
    assert mineo.operator in page.text
    assert read_carrier("mineo") == mineo
    assert confirm(publisher, page).status_code == 302
    assert read_carrier("mineo") == structs.replace(mineo, operator="Somebody new")
    version = history.newest("mineo")
    assert (version.made_by, version.why) == ("mei", "Texts of November")


def test_history_is_asked_why(publisher, mineo):
    page = confirm(publisher, send(publisher, "mineo.yaml", rewritten(mineo, operator="Somebody")), why=" ")
    assert page.context["form"].errors["why"]
    assert read_carrier("mineo") == mineo
    assert confirm(publisher, page).status_code == 302
    assert read_carrier("mineo").operator == "Somebody"


def test_second_of_two_editors_is_refused_and_shown_the_new_differences(publisher, mineo):
    page = send(publisher, "mineo.yaml", rewritten(mineo, operator="Mine"))
    models.Carrier.objects.filter(slug="mineo").update(operator="Written meanwhile")
    again = confirm(publisher, page)
    assert "somebody changed this meanwhile" in again.text
    assert "Written meanwhile" in again.text
    assert read_carrier("mineo").operator == "Written meanwhile"
    assert confirm(publisher, again).status_code == 302
    assert read_carrier("mineo").operator == "Mine"


def test_texts_are_written_beside_what_another_editor_changed_after_a_second_look(publisher, mineo):
    page = send(publisher, "texts.csv", table({"unit": "mineo", "place": "name", "ja": "新名"}))
    models.Carrier.objects.filter(slug="mineo").update(operator="Written meanwhile")
    assert confirm(publisher, confirm(publisher, page)).status_code == 302
    assert (read_carrier("mineo").name.ja, read_carrier("mineo").operator) == ("新名", "Written meanwhile")


def test_text_that_went_meanwhile_is_told(publisher, mineo):
    page = send(
        publisher, "texts.csv", table({"unit": "mineo", "place": f"fees[{mineo.fees[0].key}].title", "ja": "新"})
    )
    models.Fee.objects.filter(carrier__slug="mineo").delete()
    assert "any more" in confirm(publisher, page).text


def test_troubles_are_told_and_cannot_be_confirmed(publisher, mineo):
    page = send(publisher, "mineo.yaml", rewritten(mineo, successor="nobody"))
    assert "there is no carrier nobody" in page.text
    assert page.context["form"] is None


def test_new_carrier_comes_in(publisher, mineo):
    fresh = structs.replace(mineo, slug="fresh", sources=[], fees=[], methods=[], endings=[], signs=[], contacts=[],
                            special_cases=[], sim_returns=[], aliases=["fresh"])  # fmt: skip
    assert confirm(publisher, send(publisher, "fresh.yaml", as_yaml(fresh))).status_code == 302
    assert read_carrier("fresh") == fresh


def test_words_of_a_file_are_shown_as_words(publisher, mineo):
    page = send(publisher, "texts.csv", table({"unit": "mineo", "place": "summary", "ja": "<script>alert(1)</script>"}))
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert(1)" not in page.text
    page = send(publisher, "texts.csv", table({"unit": "<img src=x>", "place": "name", "ja": "x"}))
    assert "&lt;img src=x&gt;" in page.text


def test_ticket_of_another_or_changed_or_old_is_refused(publisher, mineo, monkeypatch):
    page = send(publisher, "mineo.yaml", rewritten(mineo, operator="Mine"))
    signed = page.context["form"]["ticket"].value()
    with pytest.raises(Refused, match="Somebody else"):
        ticket.unpacked(signed, User(pk=0))
    assert "too old or not whole" in publisher.post(reverse("desk-exchange"), {"ticket": f"{signed}x", "why": "x"}).text
    monkeypatch.setattr(ticket, "GOOD_FOR", -1)
    assert "too old or not whole" in confirm(publisher, page).text
    assert read_carrier("mineo") == mineo


def test_more_than_a_form_carries_is_refused(publisher, mineo, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 11_000
    assert "Split the file" in send(publisher, "mineo.yaml", rewritten(mineo, operator="Mine")).text


def test_what_the_database_refuses_is_told_and_nothing_is_written(publisher, mineo):
    """A document goes, and with it the last row that asks for it: the dictionary is written first."""
    given = read_shared("documents").documents
    content.replace_unit("documents", Shared(documents=[*given, structs.replace(given[0], key="lone")]))
    row = RequiredDocument(key="lone", document="lone", sources=[mineo.sources[0].key])
    way = structs.replace(mineo.methods[0], documents=[row])
    content.replace_unit("mineo", structs.replace(mineo, methods=[way]))
    before = read_carrier("mineo"), read_shared("documents")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mineo.yaml", as_yaml(mineo))
        archive.writestr("documents.yaml", as_yaml(Shared(documents=given)))
    assert "The database refused it" in confirm(publisher, send(publisher, "all.zip", out.getvalue())).text
    assert (read_carrier("mineo"), read_shared("documents")) == before


# Who may


def test_editor_imports_facts_and_publishes_nothing(editor, mineo):
    rule = mineo.endings[0]
    models.EndingRule.objects.filter(carrier__slug="mineo", key=rule.key).update(published=False)
    said = send(editor, "mineo.yaml", as_yaml(mineo))
    assert f"mineo, endings[{rule.key}]: only a publisher decides what readers see" in said.text
    added = structs.replace(rule, key="added", text=rule.text)
    draft = structs.replace(stands("mineo"), endings=[*stands("mineo").endings, added])
    assert "endings[added]: only a publisher" in send(editor, "mineo.yaml", as_yaml(draft)).text
    added = structs.replace(added, published=False)
    draft = structs.replace(stands("mineo"), operator="New", endings=[*stands("mineo").endings, added])
    assert confirm(editor, send(editor, "mineo.yaml", as_yaml(draft))).status_code == 302
    assert read_carrier("mineo") == draft


def test_editor_deletes_nothing(editor, mineo):
    said = send(editor, "mineo.yaml", rewritten(mineo, fees=mineo.fees[1:]))
    assert f"mineo, fees[{mineo.fees[0].key}]: you may not delete this row" in said.text


def test_publisher_publishes(publisher, mineo):
    models.EndingRule.objects.filter(carrier__slug="mineo").update(published=False)
    assert confirm(publisher, send(publisher, "mineo.yaml", as_yaml(mineo))).status_code == 302
    assert read_carrier("mineo") == mineo


def test_translator_imports_texts_of_that_language_alone(client, mineo):
    translator = signed_in(client, "translator: ja")
    page = send(translator, "texts.csv", table({"unit": "mineo", "place": "name", "ja": "新名", "en": "New"}))
    assert confirm(translator, page).status_code == 302
    assert read_carrier("mineo").name == structs.replace(mineo.name, ja="新名")
    assert "texts in ja only" in send(translator, "mineo.yaml", as_yaml(mineo).replace("mvno", "mno", 1)).text


def test_rights_are_looked_at_again_when_it_is_confirmed(client, mineo):
    translator = signed_in(client, "translator: ja")
    page = send(translator, "texts.csv", table({"unit": "mineo", "place": "name", "ja": "新名"}))
    User.objects.get().groups.set(Group.objects.filter(name="translator: en"))
    assert "texts in en only" in confirm(translator, page).text
    assert read_carrier("mineo") == mineo


def test_who_may_nothing_sees_nothing(client):
    stranger = signed_in(client, "nobody")
    for address in (reverse("desk-exchange"), reverse("desk-export", args=["mineo", "csv"])):
        assert stranger.get(address).status_code == 403
    client.logout()
    assert client.get(reverse("desk-exchange")).status_code == 302


def test_exports_stand_on_the_page_and_open(publisher):
    page = publisher.get(reverse("desk-exchange"))
    assert reverse("desk-export", args=["all", "xlsx"]) in page.text
    file = publisher.get(reverse("desk-export", args=["mineo", "csv"]))
    assert file.headers["Content-Disposition"] == 'attachment; filename="mineo.csv"'
    assert file.content == exported("mineo", "csv")[1]
    assert publisher.get(reverse("desk-export", args=["all", "yaml"])).headers["Content-Type"] == "application/zip"
    for name, kind in (("nobody", "csv"), ("mineo", "exe")):
        assert publisher.get(reverse("desk-export", args=[name, kind])).status_code == 404


def test_page_asks_the_same_whatever_the_number_of_carriers(publisher, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        publisher.get(reverse("desk-exchange"))


# By command


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_command_writes_a_file_and_shows_what_it_would_change(tmp_path, mineo):
    assert "mineo.csv written" in command(
        "export_texts", "--carrier", "mineo", "--format", "csv", "--folder", str(tmp_path)
    )
    assert "differ: 0; rows: 0 new" in command("import_texts", str(tmp_path / "mineo.csv"))
    path = tmp_path / "mineo.yaml"
    path.write_text(rewritten(mineo, operator="Somebody"), encoding="utf-8")
    said = command("import_texts", str(path))
    assert "  operator: " in said
    assert "differ: 1; rows: 0 new, 1 changed, 0 removed. Not written: --write does that." in said
    assert read_carrier("mineo") == mineo
    assert "Written." in command("import_texts", str(path), "--write", "--why", "From the files")
    assert read_carrier("mineo").operator == "Somebody"
    assert history.newest("mineo").why == "From the files"


def test_command_says_what_is_wrong(tmp_path, mineo):
    path = tmp_path / "mineo.yaml"
    path.write_text(rewritten(mineo, successor="nobody"), encoding="utf-8")
    for arguments, told in (
        (("import_texts", str(path), "--write", "--why", "x"), "there is no carrier nobody"),
        (("import_texts", str(path), "--write"), "Say why"),
        (("import_texts", str(tmp_path / "none.yaml")), "cannot be read"),
        (("export_texts", "--carrier", "nobody"), "There is no carrier and no dictionary nobody"),
    ):
        with pytest.raises(CommandError, match=told):
            command(*arguments)
    assert read_carrier("mineo") == mineo
