"""Japanese words on a page in another language say that they are Japanese."""

import pytest
from django.utils.safestring import mark_safe

from guide.tongues import marked


@pytest.mark.parametrize(
    ("language", "html", "expected"),
    [
        ("en", "the closing day (締め日).", "the closing day ([締め日])."),
        ("en", "d払い, ドコモ MAX", "d[払い], [ドコモ] MAX"),
        ("en", '<p>解約 <b lang="zh-Hans">注销</b></p>', '<p>[解約] <b lang="zh-Hans">注销</b></p>'),
        ("en", '<i lang="ja"><i>解約</i> 解約</i> 解約', '<i lang="ja"><i>解約</i> 解約</i> [解約]'),
        ("en", '<a title="解約">A</a>', '<a title="解約">A</a>'),
        ("zh-hans", "结账日（締め日）", "结账日（[締め日]）"),
        ("zh-hans", "说“解約についてお聞きしたい”", "说“[解約についてお聞きしたい]”"),
        ("zh-hans", "提前解约ドコモ光的页面", "提前解约[ドコモ]光的页面"),
        ("zh-hans", "解约", "解约"),
        ("zh-hant", "戶籍（戸籍）和「解約」", "戶籍（[戸籍]）和「解約」"),  # 解約 is written alike in both
        ("ja", "締め日", "締め日"),
    ],
)
def test_japanese_is_marked(language, html, expected):
    said = marked(mark_safe(html), language)
    assert said == expected.replace("[", '<span lang="ja">').replace("]", "</span>")


@pytest.mark.parametrize("name", ["script", "style", "textarea", "select"])
def test_what_holds_no_markup_is_left_alone(name):
    html = mark_safe(f"<{name}>締め日</{name}>")
    assert marked(html, "en") == html
