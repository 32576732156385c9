"""The plan on paper: whole, searchable, tagged, in the right glyphs, and small."""

import io
import re
from typing import Any

import msgspec
import pypdf
import pytest
import typst

from carriers.facts import LANGUAGES, Phrase, Text
from carriers.seed import content
from guide import messages
from guide.faces.packing import packed
from guide.faces.pdf import GETA, as_pdf, characters, typeset
from guide.language import HTML_LANG
from guide.plan import build_plan
from tests.facts import answers, at, make_carrier, make_method, make_shared, text
from tests.test_faces import BY_QUERY, QUERIES

pytestmark = pytest.mark.usefixtures("december")
BY_LANGUAGE = pytest.mark.parametrize("language", HTML_LANG)
LARGEST = 300_000  # bytes
MUCH = QUERIES["much tied"]
NOW = at("2026-12-01T10:00")
PAGE = "https://example.org/en/plan/yours/?carrier=example&where=abroad"


@pytest.fixture
def pdf_of(client):
    def pdf_of(query: str, language: str = "en") -> pypdf.PdfReader:
        response = client.get(f"/{language}/plan/yours.pdf?{query}")
        assert response.headers["Content-Type"] == "application/pdf"
        assert len(response.content) < LARGEST
        return pypdf.PdfReader(io.BytesIO(response.content), strict=True)

    return pdf_of


def squeezed(words: str) -> str:
    """Without white space; the Chinese forms of the middle dots are one shape, and read back as one of them."""
    return re.sub(r"[·•]", "・", re.sub(r"\s", "", words))


def words_of(pdf: pypdf.PdfReader) -> str:
    """The text of all pages without white space and without the pages' feet."""
    pages = len(pdf.pages)
    foot = squeezed(pdf.metadata.title)
    return "".join(
        squeezed(page.extract_text()).replace(f"{foot}{number}/{pages}", "") for number, page in enumerate(pdf.pages, 1)
    )


def strings(value: Any) -> set[str]:
    """Every text within plain values."""
    if isinstance(value, dict | list | tuple):
        return set().union(*map(strings, value.values() if isinstance(value, dict) else value))
    return {value} if isinstance(value, str) else set()


def fonts(pdf: pypdf.PdfReader) -> dict[str, Any]:
    resources: list[Any] = [page["/Resources"] for page in pdf.pages]
    found = (font.get_object() for one in resources for font in one["/Font"].values())
    return {font["/BaseFont"]: font for font in found}


# What it says


@pytest.mark.django_db
@BY_QUERY
def test_every_plan_fits_on_paper(pdf_of, query):
    pdf = pdf_of(query, "zh-hant")
    assert GETA not in words_of(pdf)
    assert "?carrier=" in words_of(pdf)


@pytest.mark.django_db
@BY_LANGUAGE
@pytest.mark.parametrize("query", [MUCH, QUERIES["nothing works"], QUERIES["ubigi"]], ids=["much", "nothing", "ubigi"])
def test_nothing_the_plan_says_is_left_out(client, pdf_of, language, query):
    plan = client.get(f"/{language}/plan/yours.json?{query}").json()
    said = words_of(pdf_of(query, language))
    steps = [
        {key: step[key] for key in ("title", "text", "what_to_do", "phone", "address", "conflict", "unknowns")}
        | {"bring": [[row["ja"], row["name"]] for row in step["bring"]]}
        | {"costs": [[row["title"], row["text"]] for row in step["costs"]]}
        | {"sources": [[source["publisher"], source["url"]] for source in step["sources"]]}
        | {"phrases": [{**row, "speaker": ""} for row in step["phrases"]]}
        for step in plan["steps"]
    ]
    wanted = strings([steps, plan["unknowns"], plan["carrier_name"]])
    if language == "ja":  # no reader of Japanese needs the sentence spelt or explained
        sentences = [row for step in plan["steps"] for row in (*step["phrases"], *step["unknowns"])]
        wanted -= {row[key] for row in (*sentences, *plan["unknowns"]) for key in ("romaji", "meaning")}
    assert [words for words in wanted if squeezed(words) not in said] == []


@pytest.mark.django_db
@BY_LANGUAGE
def test_the_days_stand_there_in_words(client, pdf_of, language):
    page = client.get(f"/{language}/plan/yours/?{MUCH}").content.decode()
    days = {squeezed(day) for day in re.findall(r"<time [^>]*>([^<]*)</time>", page)}
    assert days
    assert [day for day in days if day not in words_of(pdf_of(MUCH, language))] == []


# What it is


@pytest.mark.django_db
@BY_LANGUAGE
def test_it_is_tagged_and_names_its_language(pdf_of, language):
    pdf = pdf_of(MUCH, language)
    root = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == {"en": "en-GB", "ja": "ja-JP", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}[language]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.django_db
@BY_LANGUAGE
def test_its_title_is_the_pages(client, pdf_of, language):
    page = client.get(f"/{language}/plan/yours/?{MUCH}").content.decode()
    assert pdf_of(MUCH, language).metadata.title in re.search(r"<title>(.*?)</title>", page).group(1)


@pytest.mark.django_db
@BY_LANGUAGE
def test_its_fonts_are_our_own_and_within_it(pdf_of, language):
    for name, font in fonts(pdf_of(MUCH, language)).items():
        assert re.fullmatch(r"/[A-Z]{6}\+NotoSansCJKjp-(Regular|Bold)(-Identity-H)?", name)
        assert "/FontFile3" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


@pytest.mark.django_db
def test_its_headings_are_an_outline(pdf_of):
    headings = [entry for entry in pdf_of(MUCH).outline if not isinstance(entry, list)]
    assert headings[0].title == "Your plan for SoftBank"


@pytest.mark.django_db
def test_it_opens_in_the_browser_under_a_name(client):
    headers = client.get(f"/en/plan/yours.pdf?{MUCH}").headers
    assert headers["Content-Disposition"] == 'inline; filename="plan-softbank.pdf"'
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize("face", ["pdf", "svg"])
def test_open_questions_come_first(client, face):
    answer = client.get(f"/ja/plan/yours.{face}?carrier=docomo")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ja/plan/where/?carrier=docomo")
    assert client.post(f"/ja/plan/yours.{face}?{MUCH}").status_code == 405


@pytest.mark.django_db
def test_it_costs_no_query_more_than_the_calendar(client, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as calendar:
        client.get(f"/en/plan/yours.ics?{MUCH}")
    with django_assert_num_queries(len(calendar)):
        client.get(f"/en/plan/yours.pdf?{MUCH}")


# Words as data


def made(words: str | Text, sentence: str = "解約したいです。", language: str = "en") -> pypdf.PdfReader:
    """The PDF of a plan whose only way to cancel has these words and this Japanese sentence."""
    said = words if isinstance(words, Text) else text(words)
    phrase = Phrase(
        key="phrase", situation="sim", speaker="you", ja=sentence, kana="かな", romaji="kana", meaning=text("meaning")
    )
    carrier = make_carrier(methods=[make_method(title=said, text=said, phrases=["phrase"])])
    shared = make_shared()
    shared.phrases.append(phrase)
    plan = build_plan(carrier, shared, answers("carrier=example&where=abroad", NOW), NOW)
    return pypdf.PdfReader(io.BytesIO(as_pdf(plan, [], language, PAGE)))


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x")',
        '#read("plan.typ")',
        "$x^2$ *bold* _em_ `code` @label <label> // remark",
        '"; panic("x"); "',
        "= Heading\n\n- item\n\n+ one",
        "\\u{41} \\ \\# C:\\",
        "{{ answers }} <b>&amp;</b>",
        "---...~-?",
    ],
)
def test_words_are_never_markup(words):
    assert words_of(made(words)).count(squeezed(words)) >= 2


@pytest.mark.parametrize("words", ["ten\u0007bell", "𠮷野", "moved 📱", "\ufeffbegin", "한국"])
def test_a_character_without_a_shape_is_announced(words):
    said = words_of(made(words))
    assert GETA in said
    assert f"{GETA}standsfor" in said


def test_characters_that_are_composed_have_their_shape():
    assert GETA not in words_of(made("か\u3099 e\u0301 a\u00adb c\u2060d"))


@pytest.mark.parametrize(("language", "forms"), [("ja", 1), ("zh-hans", 2), ("zh-hant", 2)])
def test_japanese_keeps_its_own_forms(language, forms):
    """骨 is drawn in one way in Japan and in another in China and Taiwan; one font holds them."""
    pdf = made("骨", "骨", language)
    shapes = set()
    for name, font in fonts(pdf).items():
        if "Bold" in name:  # a step's title and the sentences
            table = font["/ToUnicode"].get_object().get_data().decode()
            shapes |= set(re.findall(rf"<(\w+)> <{ord('骨'):04X}>", table, re.IGNORECASE))
    assert len(shapes) == forms


# The fonts


def test_the_fonts_have_every_character_we_write():
    written = strings(msgspec.to_builtins(content.read()))
    for message in (message for locale in messages.LOCALES for message in messages.read(locale)):
        written |= strings([message.id, message.string])
    assert sorted(set("".join(written)) - characters()) == []


@pytest.mark.parametrize("weight", ["regular", "bold"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_every_character_they_list(weight, language):
    """A PDF/UA with a character that has no shape is refused."""
    template = b"""
        #let (words, weight, lang, region) = json(bytes(sys.inputs.data))
        #set document(title: "Characters")
        #set text(font: "Noto Sans CJK JP", weight: weight, lang: lang, region: region, script: "hani")
        #heading[All]
        #words
    """
    lang, region = {"zh-hans": ("zh", "CN"), "zh-hant": ("zh", "TW"), "ja": ("ja", "JP"), "en": ("en", "GB")}[language]
    every = " ".join(sorted(characters()))
    assert typeset(template, {"words": every, "weight": weight, "lang": lang, "region": region})
    with pytest.raises(RuntimeError, match="could not be displayed"):
        typeset(template, {"words": "𠮷", "weight": weight, "lang": lang, "region": region})


# Packing


def test_packing_leaves_other_files_alone():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    assert packed(out.getvalue()) == out.getvalue()
    assert packed(b"") == b""


def test_packing_keeps_every_object():
    plain = typst.compile(b'#set document(title: "x")\n= One\n- two\n- three', pdf_standards=["ua-1"])
    before, after = (pypdf.PdfReader(io.BytesIO(pdf), strict=True) for pdf in (plain, packed(plain)))
    assert len(packed(plain)) < len(plain)
    for number in before.xref[0]:
        one, other = (re.sub(r", \d+\)", ")", repr(pdf.get_object(number))) for pdf in (before, after))
        assert one == other
