"""What is taken out of readers' words before they are stored, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.reports.masking import MASK, masked, one_line

KEPT = """
2026-12-20
2026/12/20
20-12-2026 10:30
2026年12月20日
２０２６年１２月２０日
2026-12-20 2026-12-21
2026-12-20～2026-12-25
1,100 yen
3,300円
３，３００円
1,100 2,200 3,300
1100円 3300円
12,345,678 yen
10:30
10:30-18:00
１０：３０
2026-12-20 10:30 3,300円
300 000 yen
10 11 12 13 14 15
〒160-0022
151
within 30 days, from 9 to 20
@docomo
""".strip().splitlines()

HIDDEN = """
090-1234-5678
09012345678
090 1234 5678
090 - 1234 - 5678
０９０－１２３４－５６７８
０９０１２３４５６７８
０９０　１２３４　５６７８
090ー1234ー5678
090‐1234‐5678
090−1234−5678
(03) 1234-5678
（０３）１２３４－５６７８
03.1234.5678
+81 90-1234-5678
+819012345678
＋８１９０１２３４５６７８
+81 (0)90-1234-5678
81-90-1234-5678
0081 90 1234 5678
0120-800-000
+86 138 1234 5678
13812345678
212-555-1234
+852 9123 4567
taro@example.com
taro.yamada+sim@mail.example.co.jp
taro＠docomo.ne.jp
ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ
taro @ example.com
taro (at) example.com
josé@example.com
""".strip().splitlines()


@pytest.mark.parametrize("words", KEPT)
def test_days_times_and_amounts_survive(words: str) -> None:
    assert masked(words) == words


@pytest.mark.parametrize("personal", HIDDEN)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "メールは{}まで",
        "please call {} or write",
        "（{}）",
        "1,100 yen 2026-12-20 10:30 {}",
        "{} 2026-12-20 3,300円",
    ],
)
def test_addresses_and_numbers_are_masked(personal: str, around: str) -> None:
    assert masked(one_line(around.format(personal))) == around.format(MASK)


@pytest.mark.parametrize("hidden", ["090\u200b-1234\u20605678", "090-1234\x00-5678", "ta\u00adro@example.com"])
def test_invisible_characters_hide_nothing(hidden: str) -> None:
    assert masked(one_line(hidden)) == MASK


def test_control_characters_are_dropped() -> None:
    assert one_line(" one\ttwo\r\n\x07three\u202e  \x00four ") == "one two three four"


@given(st.text(max_size=500))
def test_masking_never_lengthens(text: str) -> None:
    line = one_line(text)
    assert len(masked(line)) <= len(line) <= len(text)
    assert masked(masked(line)) == masked(line)
