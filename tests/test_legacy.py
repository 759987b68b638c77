from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.table.legacy import ENCODINGS, decode, encoding_of_font, fix_mojibake, is_capital_font, looks_legacy, pairs
from cchc_xl.text import LETTERS, TONES

FORM = json.loads((Path(__file__).parents[1] / "schemas/forms/tuyen-truyen-cchc/1.json").read_text("utf-8"))
LABELS = (
    [field["label"] for field in FORM["fields"]]
    + [header["label"] for header in FORM["header"]]
    + ["Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"]
)
VOWELS = "aăâeêioôơuưy"
SMALL = [unicodedata.normalize("NFC", letter + tone) for letter in VOWELS for tone in TONES] + [
    c for c in LETTERS if c not in VOWELS
]


def encode(text: str, encoding: str) -> str:
    """The inverse of the table: the first code of each letter."""
    codes: dict[str, str] = {}
    for code, letter in pairs(encoding).items():
        codes.setdefault(letter, code)
    return "".join(codes.get(c, c) for c in text)


@pytest.mark.parametrize(
    ("text", "encoding", "decoded"),
    [
        ("Sè l\u00adîng v¨n b¶n", "tcvn3", "Số lượng văn bản"),
        ("Soá löôïng vaên baûn", "vni", "Số lượng văn bản"),
        ("khoâng", "vni", "không"),
        ("loàng gheùp", "vni", "lồng ghép"),
        ("§Æc khu Cån Cá", "tcvn3", "Đặc khu Cồn Cỏ"),
        ("Ñaëc khu Coàn Coû", "vni", "Đặc khu Cồn Cỏ"),
        ("Aµ ¢Ê ¥ê", "tcvn3", "À Ấ Ờ"),
        ("UÛY BAN NHAÂN DAÂN", "vni", "ỦY BAN NHÂN DÂN"),
        ("Uûy ban", "vni", "Ủy ban"),
        ("Hội nghị 12", "tcvn3", "Hội nghị 12"),
        ("", "vni", ""),
    ],
)
def test_decode__known_texts(text: str, encoding: str, decoded: str) -> None:
    assert decode(text, encoding) == decoded


def test_decode__capital_font_stores_small_codes() -> None:
    assert decode("Sè l\u00adîng v¨n b¶n", "tcvn3", upper=True) == "SỐ LƯỢNG VĂN BẢN"


def test_decode__unknown_encoding_is_refused() -> None:
    with pytest.raises(KeyError):
        decode("x", "koi8")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_tables__hold_every_vietnamese_letter(encoding: str) -> None:
    letters = {letter for letter in SMALL + [letter.upper() for letter in SMALL] if not letter.isascii()}
    assert len(letters) == 134
    same = {"tcvn3": {"ý"}, "vni": set("ìíÌÍ")}[encoding]  # their code is the letter itself
    assert set(pairs(encoding).values()) == letters - same
    assert all(decode(encode(letter, encoding), encoding) == letter for letter in letters)
    assert all(decode(code, encoding) == letter for code, letter in pairs(encoding).items())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_labels__come_back_whole(encoding: str) -> None:
    for label in LABELS:
        assert decode(encode(label, encoding), encoding) == label
        assert decode(encode(label.upper(), encoding), encoding) == label.upper()


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*SMALL, " ", "1", "2", ",", "(", ")"]), max_size=20).map("".join))
def test_small_letters__come_back_whole(encoding: str, text: str) -> None:
    assert decode(encode(text, encoding), encoding) == text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text__is_handled_without_error(text: str) -> None:
    for encoding in ENCODINGS:
        assert decode(text, encoding) == unicodedata.normalize("NFC", decode(text, encoding))
    fix_mojibake(text)
    assert looks_legacy(text, LABELS) in (None, *ENCODINGS)


@pytest.mark.parametrize(
    ("font", "encoding", "capital"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".VnArial Narrow", "tcvn3", False),
        (".VNTIMEH", "tcvn3", True),
        ("VNI-Times", "vni", False),
        ("vni-helve", "vni", False),
        ("Times New Roman", None, False),
        ("VNI", None, False),
        ("", None, False),
    ],
)
def test_font__names_its_encoding(font: str, encoding: str | None, capital: bool) -> None:
    assert (encoding_of_font(font), is_capital_font(font)) == (encoding, capital)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_looks_legacy__decides_by_a_label_alone(encoding: str) -> None:
    for label in LABELS:
        coded = encode(label, encoding)
        assert looks_legacy(coded, LABELS) == (encoding if coded != label else None)
        assert looks_legacy(coded + " khác", LABELS) is None


def test_looks_legacy__leaves_unicode_alone() -> None:
    others = [
        "Hội nghị; mạng xã hội; TT miệng…",
        "Xã An Hòa Thịnh",
        "TT",
        "So luong",
        "hoà",
        "Số lượng văn bản",
        "12 m²",
        "Café Zürich",
        "±3 µm",
    ]
    assert [text for text in [*LABELS, *others] if looks_legacy(text, LABELS)] == []


@pytest.mark.parametrize("text", ["Số lượng", "Chỉ tiêu", "ĐẶC KHU CỒN CỎ", "Đơn vị tính: Văn bản", "Ðông"])
def test_mojibake__is_undone(text: str) -> None:
    garbled = "".join(
        bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252")
        for byte in text.encode("utf-8")
    )
    assert garbled != text
    assert fix_mojibake(garbled) == text


def test_mojibake__catalogue_example() -> None:
    assert fix_mojibake("Sá»‘ lÆ°á»£ng") == "Số lượng"


@pytest.mark.parametrize(
    "text", ["Số lượng", "So luong", "Café", "à", "Soá löôïng vaên baûn", "Sè l\u00adîng v¨n b¶n", "\ud800", ""]
)
def test_mojibake__what_is_not_is_left(text: str) -> None:
    assert fix_mojibake(text) is None
