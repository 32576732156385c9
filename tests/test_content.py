"""Files and database say the same; what an editor wrote stays; a broken file changes nothing and names the place."""

import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import astuple

from carriers.facts import Carrier as CarrierFacts
from carriers.facts import Facts, Text, claims_of
from carriers.models import Carrier, EndingRule, LoadedContent
from carriers.rows import read_carrier, read_shared
from carriers.seed import checks, content
from carriers.seed.files import DATA, ContentError, carrier_paths

pytestmark = pytest.mark.django_db
CARRIERS = {
    "docomo", "ahamo", "au", "uq-mobile", "povo", "softbank", "ymobile", "linemo", "rakuten-mobile",
    "iijmio", "mineo", "mobal", "sakura-mobile", "generic-visitor-prepaid",
}  # fmt: skip
AMOUNT = r"(?<![0-9.,]){}(?![0-9.,])"
TINY = """\
slug: tiny
name: {en: Tiny, ja: 小さい, zh-hans: 小小, zh-hant: 小小}
kind: mvno
billing: monthly
summary: {en: Small., ja: 小さい。, zh-hans: 很小。, zh-hant: 很小。}
sources:
  - {key: tiny-page, url: "https://example.jp/", publisher: Tiny, official: true}
endings:
  - key: ends
    title: {en: Ends, ja: 終わり, zh-hans: 结束, zh-hant: 結束}
    text:
      en: It ends.
      ja: 終わります。
      zh-hans: 结束。
      zh-hant: 結束。
    ends: same_day
    sources: [tiny-page]
"""


@pytest.fixture
def tiny(tmp_path) -> Path:
    """The file of a carrier as small as may be, in a folder with nothing else."""
    (tmp_path / "carriers").mkdir()
    path = tmp_path / "carriers" / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


@pytest.fixture
def two(tmp_path) -> Path:
    """The bundled dictionaries and two of the bundled carriers."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("carriers"))
    (tmp_path / "carriers").mkdir()
    for slug in ("mineo", "linemo"):
        shutil.copy(DATA / "carriers" / f"{slug}.yaml", tmp_path / "carriers")
    return tmp_path


def load(folder: Path = DATA, *arguments: str) -> str:
    out = StringIO()
    call_command("load", "--folder", str(folder), *arguments, stdout=out)
    return out.getvalue()


# What is bundled


def test_every_promised_carrier_is_there():
    assert {path.stem for path in carrier_paths()} >= CARRIERS
    assert set(Carrier.objects.published().values_list("slug", flat=True)) >= CARRIERS


@pytest.mark.parametrize("slug", sorted(CARRIERS))
def test_every_published_claim_has_sources_and_four_languages(slug):
    carrier = read_carrier(slug)
    known = {source.key for source in (*carrier.sources, *read_shared("sources").sources)}
    for claim in claims_of(carrier):
        if claim.published:
            assert claim.sources, claim.key
            assert set(claim.sources) <= known, claim.key
    assert list(untranslated(carrier)) == []


@pytest.mark.parametrize("slug", sorted(CARRIERS))
def test_every_carrier_can_be_left(slug):
    """A rule when it ends; a way to end it, unless it ends by itself; something we admit not to know."""
    carrier = read_carrier(slug)
    assert [rule for rule in carrier.endings if rule.published]
    assert carrier.methods or all(rule.ends == "by_itself" for rule in carrier.endings)
    assert carrier.aliases


@pytest.mark.parametrize("name", ["documents", "terms", "phrases", "cases", "articles"])
def test_every_shared_text_stands_in_four_languages(name):
    assert getattr(read_shared(name), name)
    assert list(untranslated(read_shared(name))) == []


def test_every_general_claim_has_a_source():
    claims = [row for case in read_shared("cases").cases for row in claims_of(case)]
    assert [row.key for row in claims if row.published and not row.sources] == []


# What belongs to the name; what sort of page it is stands in the remark, in the reader's language.
IN_BRACKETS = {
    "COJ", "IIJ", "Impress", "JASSO", "Japan Communications", "Japan Legal Support Center", "KDDI", "Kotobank",
    "LogicLinks", "MIC", "Mai Neo King", "NTT docomo", "OPTAGE", "SoftBank", "TCA", "TELESA", "Transatel", "Yomiuri",
    "gov-online", "Japan Welcome SIM & Wi-Fi", "Prepaid SIM for JAPAN", "Travel eSIM", "b-mobile VISITOR SIM",
}  # fmt: skip


def test_remarks_stand_in_no_publishers_name():
    sources = [source for unit in (read_shared("sources"), *every_carrier()) for source in unit.sources]
    said = [re.findall(r"[(（](.*?)[)）]", source.publisher) for source in sources]
    assert {words for found in said for words in found} <= IN_BRACKETS
    assert any(source.remark for source in sources)


def test_remarks_stand_in_four_languages():
    for unit in (read_shared("sources"), *every_carrier()):
        assert [source.key for source in unit.sources if source.remark and source.remark.missing()] == []


def test_same_remark_reads_the_same_everywhere():
    sources = [source for unit in (read_shared("sources"), *every_carrier()) for source in unit.sources]
    remarks = {source.remark for source in sources}
    assert len(remarks) == len({remark.en for remark in remarks})


def untranslated(facts: Facts, where: str = "") -> list[str]:
    """The texts that lack a language, in the published rows of these facts."""
    missing: list[str] = []
    for name in facts.__struct_fields__:
        value = getattr(facts, name)
        if isinstance(value, Text) and value.missing() and (value or name not in checks.OPTIONAL_TEXTS):
            missing.append(f"{where}{name}")
        for row in value if isinstance(value, list) else []:
            if isinstance(row, Facts) and getattr(row, "published", True):
                missing += untranslated(row, f"{where}{name}[{getattr(row, 'key', '')}].")
    return missing


# Load and dump


def every_carrier():
    return [read_carrier(slug) for slug in Carrier.objects.values_list("slug", flat=True)]


def test_loading_again_changes_nothing():
    before = every_carrier(), read_shared(), set(EndingRule.objects.values_list("pk", flat=True))
    assert "0 created, 0 updated" in load()
    assert (every_carrier(), read_shared(), set(EndingRule.objects.values_list("pk", flat=True))) == before


def test_dump_reads_back_as_the_database(tmp_path):
    call_command("dump", "--folder", str(tmp_path), stdout=StringIO())
    shared, carriers = content.read(tmp_path)
    assert shared == read_shared()
    assert {carrier.slug: carrier for carrier in carriers} == {carrier.slug: carrier for carrier in every_carrier()}


def test_dump_keeps_what_is_not_published(tmp_path):
    Carrier.objects.filter(slug="mineo").update(published=False)
    call_command("dump", "--folder", str(tmp_path), stdout=StringIO())
    assert "published: false" in (tmp_path / "carriers" / "mineo.yaml").read_text(encoding="utf-8")


def test_editors_change_is_left_alone_and_said(two):
    Carrier.objects.filter(slug="mineo").update(summary_ja="編集者の言葉", operator="Somebody")
    said = load(two)
    assert "Left alone, changed by an editor: mineo (operator, summary.ja, 2 in all)." in said
    assert "manage.py load --force mineo" in said
    assert read_carrier("mineo").summary.ja == "編集者の言葉"


def test_editors_change_below_the_carrier_is_left_alone(two):
    rule = EndingRule.objects.filter(carrier__slug="mineo").first()
    EndingRule.objects.filter(pk=rule.pk).update(title_en="Rewritten")
    assert f"mineo (endings[{rule.key}].title.en, 1 in all)" in load(two)


def test_force_overwrites_that_carrier_only(two):
    Carrier.objects.filter(slug__in=["mineo", "linemo"]).update(operator="Somebody")
    said = load(two, "--force", "mineo")
    assert "Updated: mineo." in said
    assert read_carrier("mineo").operator != "Somebody"
    assert read_carrier("linemo").operator == "Somebody"


def test_newer_file_replaces_what_no_editor_changed(two):
    before = read_carrier("linemo")
    path = two / "carriers" / "mineo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("operator: ", "operator: New ", 1), encoding="utf-8")
    assert "Updated: mineo." in load(two)
    assert read_carrier("mineo").operator.startswith("New ")
    assert read_carrier("linemo") == before


def test_dumped_change_of_an_editor_loads_as_unchanged(two):
    Carrier.objects.filter(slug="mineo").update(operator="Somebody")
    call_command("dump", "--folder", str(two), stdout=StringIO())
    assert "left alone" not in load(two).replace("0 left alone", "")


def test_carrier_without_file_stays(two):
    load(two)
    assert set(Carrier.objects.values_list("slug", flat=True)) >= CARRIERS


def test_dictionary_without_file_stays_as_it_is(tiny):
    """A folder without phrases.yaml says nothing about phrases; the next load is not to take them for an editor's."""
    digests = dict(LoadedContent.objects.values_list("name", "digest"))
    said = load(tiny.parent.parent)
    assert "Created: tiny." in said
    assert "phrases" not in said
    assert dict(LoadedContent.objects.exclude(name="tiny").values_list("name", "digest")) == digests


def test_row_taken_out_of_the_file_goes(tiny):
    load(tiny.parent.parent)
    tiny.write_text(TINY.replace("key: ends\n", "key: other\n"), encoding="utf-8")
    load(tiny.parent.parent)
    assert [rule.key for rule in read_carrier("tiny").endings] == ["other"]


def test_check_reads_and_writes_nothing(tiny):
    assert "1 carriers" in load(tiny.parent.parent, "--check")
    assert read_carrier("tiny") is None


# Broken files

BROKEN = {
    "no carrier kind": ("kind: mvno", "kind: airline", 3, "kind"),
    "number for text": ("publisher: Tiny", "publisher: 7", 7, "sources[0].publisher"),
    "remark in one language": ("publisher: Tiny", "publisher: Tiny, remark: {en: old page}", 7, "sources[0].remark"),
    "text for number": ("kind: mvno", "kind: mvno\npopular: first", 4, "popular"),
    "unknown field": ("kind: mvno", "kind: mvno\ncolour: red", 1, "the file"),
    "unknown field below": ("    ends: same_day", "    ends: same_day\n    end: never", 9, "endings[0]"),
    "field left out": ("    ends: same_day\n", "", 9, "endings[0]"),
    "language left out": ("      zh-hant: 結束。\n", "", 12, "endings[0].text"),
    "unknown language": ("zh-hant: 很小。", "fr: Petit.", 5, "summary"),
    "unknown situation": ("    sources:", "    needs: [rich]\n    sources:", 17, "endings[0].needs[0]"),
    "unknown source": ("sources: [tiny-page]", "sources: [other-page]", 17, "endings[0].sources"),
    "no source": ("    sources: [tiny-page]\n", "", 9, "endings[0].sources"),
    "unknown successor": ("kind: mvno", "kind: mvno\nsuccessor: nobody", 4, "successor"),
    "other slug": ("slug: tiny", "slug: small", 1, "slug"),
    "address without a scheme": ('"https://example.jp/"', "example.jp", 7, "sources[0].url"),
    "checked by nobody": (
        "    ends: same_day",
        "    ends: same_day\n    checked_on: 2026-11-01",
        17,
        "endings[0].checked_on",
    ),
    "broken YAML": ("kind: mvno", "kind: [mvno", 4, "the file"),
    "tab": ("kind: mvno", "\tkind: mvno", 3, "the file"),
}


@pytest.mark.parametrize(("old", "new", "line", "field"), BROKEN.values(), ids=BROKEN)
def test_broken_file_names_line_and_field(tiny, old, new, line, field):
    assert TINY.count(old) >= 1
    tiny.write_text(TINY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        content.read(tiny.parent.parent)
    assert str(error.value).startswith(f"tiny.yaml, line {line}, {field}: ")


def test_key_that_stands_twice_is_named(tiny):
    tiny.write_text(TINY + TINY[TINY.index("  - key: ends") :], encoding="utf-8")
    with pytest.raises(ContentError, match=r"tiny\.yaml, line 9, endings: the key ends stands here 2 times"):
        content.read(tiny.parent.parent)


def test_field_given_twice_is_named(tiny):
    tiny.write_text(TINY.replace("kind: mvno", "kind: mvno\nkind: mno"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"tiny\.yaml, line 4, kind"):
        content.read(tiny.parent.parent)


def test_file_of_other_bytes_is_named(tiny):
    tiny.write_bytes(TINY.encode("shift_jis", errors="replace"))
    with pytest.raises(ContentError, match=r"tiny\.yaml, line 1, the file: not UTF-8 text"):
        content.read(tiny.parent.parent)


def test_empty_file_is_named(tiny):
    tiny.write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match=r"tiny\.yaml, line 1, the file"):
        content.read(tiny.parent.parent)


def test_broken_dictionary_is_named(tiny):
    text = "documents:\n  - {key: card, ja: カード, name: {en: Card}, text: {en: A card.}}\n"
    (tiny.parent.parent / "documents.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(
        ContentError, match=r"documents\.yaml, line 2, documents\[0\]\.name: not written yet in zh-hans"
    ):
        content.read(tiny.parent.parent)


def test_one_broken_file_loads_nothing(two):
    path = two / "carriers" / "mineo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: mvno", "kind: airline"), encoding="utf-8")
    changed = two / "carriers" / "linemo.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("operator: ", "operator: New ", 1), encoding="utf-8")
    before = read_carrier("linemo")
    with pytest.raises(CommandError, match=r"mineo\.yaml, line \d+, kind: (?s:.)*Nothing was loaded"):
        load(two)
    assert read_carrier("linemo") == before


def test_unpublished_row_may_be_unfinished(tiny):
    half = TINY.replace("      zh-hant: 結束。\n", "").replace("    ends:", "    published: false\n    ends:")
    tiny.write_text(half, encoding="utf-8")
    _shared, (carrier,) = content.read(tiny.parent.parent)
    assert isinstance(carrier, CarrierFacts)
    assert carrier.endings[0].text.missing() == ["zh-hant"]


def test_a_fees_title_leaves_the_amount_to_its_own_place():
    """Beside the title it would be said twice: “0 yen Cancelling costs 0 yen”."""
    _shared, carriers = content.read()
    twice = [
        (carrier.slug, fee.key, title)
        for carrier in carriers
        for fee in carrier.fees
        for title in astuple(fee.title)
        if fee.jpy is not None and re.search(AMOUNT.format(f"{fee.jpy:,}"), title)
    ]
    assert twice == []
