from __future__ import annotations

import random
import re
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.quantity import lexicon
from cchc_xl.text import LETTERS, TONES, begins, fold, nfc, plain, sort_key, squeeze, stands_in


def test_nfc__composes_and_changes_nothing_else() -> None:
    assert nfc(unicodedata.normalize("NFD", "Số lượng\u00a0")) == "Số lượng\u00a0"
    assert nfc("a  b") == "a  b"


@pytest.mark.parametrize(
    "space",
    [" ", "\t", "\n", "\r\n", "\v", "\u00a0", "\u202f", "\u2007", "\u2009", "\u3000", "\u2028", "\u1680", " \u00a0 "],
)
def test_squeeze__every_space_is_one_blank(space: str) -> None:
    assert squeeze(f"{space}Số{space}lượng{space}") == "Số lượng"


@pytest.mark.parametrize("nothing", ["\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u200e"])
def test_squeeze__zero_width_is_nothing(nothing: str) -> None:
    assert squeeze(f"{nothing}1{nothing}2{nothing}") == "12"
    assert squeeze(f"o{nothing}\u0302") == "ô"  # a mark cut off from its letter finds it again


def test_squeeze__keeps_the_soft_hyphen() -> None:
    assert squeeze(" l\u00adîng ") == "l\u00adîng"
    assert fold("L\u00adîng") == "l\u00adîng"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hoà", "Hòa"),
        ("Thuỷ", "Thủy"),
        ("khoẻ", "khỏe"),
        ("uý", "úy"),
        ("UỶ BAN", "Ủy ban"),
        ("loà xoà", "lòa xòa"),
        ("Qúy", "quý"),
        ("qủa", "quả"),
        ("hòan", "hoàn"),
        ("Hùynh", "Huỳnh"),
        ("Ðông Hà", "Đông Hà"),
        ("ðông", "đông"),
        ("Ɖông", "đông"),
        ("Cổng–Trang", "cổng-trang"),
        ("“tin” ‘bài’", "\"TIN\" 'BÀI'"),
        (unicodedata.normalize("NFD", "Hoà Thuỷ"), "hòa thủy"),
    ],
)
def test_fold__same_word_written_otherwise(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sơn Hà", "Sơn Hạ"),
        ("Hòa", "Hóa"),
        ("Phường 1", "Phường 2"),
        ("đông", "dông"),
        ("quy", "quý"),
        ("ô", "ơ"),
        ("hoàn", "hoán"),
        ("mía", "mỉa"),
    ],
)
def test_fold__other_words_stay_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


def test_fold__keeps_accents() -> None:
    assert fold("  Đặc khu\u00a0CỒN CỎ ") == "đặc khu cồn cỏ"
    assert [fold(word) for word in ("hoàn", "quý", "huỳnh", "thuyền", "hòa", "Toà án", "hoa", "quà")] == [
        "hoàn",
        "quý",
        "huỳnh",
        "thuyền",
        "hòa",
        "tòa án",
        "hoa",
        "quà",
    ]


def test_plain__strips_all_accents() -> None:
    assert plain("Đặc khu Cồn Cỏ") == "dac khu con co"
    letters = [unicodedata.normalize("NFC", letter + tone) for letter in LETTERS for tone in TONES]
    assert all(plain(letter.upper()).isascii() for letter in letters)


def test_every_character__folds_once_for_all() -> None:
    characters = [
        chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000 and chr(code).isprintable()
    ]
    for function in (squeeze, fold, plain):
        sample = characters if function is squeeze else characters[:0x3000]
        assert [c for c in sample if function(function(c)) != function(c)] == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text__folds_once_for_all_and_sorts(s: str) -> None:
    assert squeeze(squeeze(s)) == squeeze(s)
    assert fold(unicodedata.normalize("NFD", s)) == fold(s)
    assert sort_key(s)[2] == s
    assert not squeeze(s).startswith(" ")


@pytest.mark.parametrize(
    "ordered",
    [
        [
            "a",
            "ă",
            "â",
            "b",
            "c",
            "d",
            "đ",
            "e",
            "ê",
            "f",
            "g",
            "h",
            "i",
            "j",
            "k",
            "l",
            "m",
            "n",
            "o",
            "ô",
            "ơ",
            "p",
            "q",
            "r",
            "s",
            "t",
            "u",
            "ư",
            "v",
            "w",
            "x",
            "y",
            "z",
        ],
        ["ho", "hò", "hỏ", "hõ", "hó", "họ", "hoa", "hôi", "hơi"],
        ["Phường 1", "Phường 2", "Phường 10", "Phường 10A", "Phường An Đôn"],
        ["An Hòa", "An Hoạch", "Anh Sơn", "Ăn", "Ân Thi", "Ba Đồn", "Bá Thước", "Dũng", "Đông Hà"],
        ["xã 09", "xã 10", "xã 100"],
        ["Sơn Hà", "Sơn Hạ", "Sơn Hải"],
        ["1 - a", "2 - a", "a"],
    ],
)
def test_sort_key__vietnamese_order(ordered: list[str]) -> None:
    shuffled = ordered[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ordered


def test_sort_key__case_and_tone_placement_do_not_matter() -> None:
    assert sort_key("HOÀ")[:2] == sort_key("hòa")[:2]
    assert sort_key("Zürich")[0] == sort_key("Zurich")[0]


def test_sort_key__endless_digits_are_no_trouble() -> None:
    assert sort_key("9" * 5000) < sort_key("1" + "0" * 5000)


@pytest.mark.parametrize("function", [fold, plain])
def test_folding__is_remembered(function):
    """Every cell of every file is folded several times: without it a merge takes a quarter longer."""
    text = "Số lượng tin, bài, chuyên đề đã đăng, phát"
    assert function(text) is function(text)


def test_words_of_the_lexicon__are_written_folded() -> None:
    lists = [value for name, value in vars(lexicon).items() if name.isupper() and isinstance(value, frozenset | dict)]
    lists += list(lexicon.KINDS.values())
    words = {word for listed in lists for word in listed if listed is not lexicon.KINDS}
    assert len(words) > 500
    assert {word for word in words if fold(word) != word} == set()


@given(st.text("aă _1-", max_size=8), st.text("aă _1", min_size=1, max_size=3))
def test_stands_in__is_what_a_pattern_with_borders_finds(text: str, needle: str) -> None:
    assert stands_in(needle, text) == bool(re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", text))


@pytest.mark.parametrize("folded", ["xin sửa", "xin sua", "ai xin sửa", "", "sủa", "sua 3"])
def test_begins__with_accents_or_without(folded: str) -> None:
    assert begins(folded, ("xin", "sửa")) == (folded[:3] in ("xin", "sửa", "sua") and folded != "sủa")
