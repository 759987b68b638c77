"""The small readers against the ones that they replace: the zip directory, the shared strings, the compound file.

And the bounds of each.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile

import hostile
import olefile
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.foreign.ole import CompoundFile
from cchc_xl.grid.openxml import package as package_module
from cchc_xl.grid.openxml.elements import elements
from cchc_xl.grid.openxml.package import LIMITS, Package, ReadError, directory, open_package
from cchc_xl.grid.openxml.strings import Strings, parse_strings, unescape
from cchc_xl.grid.openxml.styles import BUILTIN, is_date_format, read_styles
from cchc_xl.grid.openxml.values import area, date_text, number, position
from cchc_xl.grid.openxml.workbook import resolve
from cchc_xl.model import Run

READABLE = [name for name, (_, shown, outcome) in hostile.CASES.items() if outcome == "grid" and shown == "x.xlsx"]


@pytest.mark.parametrize("name", READABLE)
def test_directory__equal_to_zipfile(name: str) -> None:
    data = hostile.CASES[name][0]()
    package = open_package(data)
    with zipfile.ZipFile(io.BytesIO(data)) as theirs:
        listed = theirs.infolist()
        assert [(m.name, m.packed, m.unpacked, m.crc) for m in directory(data)] == [
            (i.orig_filename, i.compress_size, i.file_size, i.CRC) for i in listed
        ]
        for info in listed:
            assert package.read(info.orig_filename) == theirs.read(info)


def test_parts__are_parsed_once_for_files_that_share_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "_parsed", BoundedCache(32))
    calls: list[str] = []

    def parse(data: bytes, part: str, _: object) -> int:
        calls.append(part)
        return len(data)

    parts = hostile.parts()
    changed = parts | {"xl/styles.xml": parts["xl/styles.xml"] + b" "}
    for data in (hostile.pack(parts), hostile.pack(parts), hostile.pack(changed), hostile.pack(parts)):
        package = open_package(data)
        assert package.parsed("xl/styles.xml", parse) == len(package.read("xl/styles.xml"))
    assert calls == ["xl/styles.xml"] * 2


def test_parsed_parts__are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "_parsed", BoundedCache(32))
    for number_ in range(200):
        open_package(hostile.pack({"a": str(number_).encode()})).parsed("a", lambda data, part, limits: data)
    assert 32 <= len(package_module._parsed) <= 64


@pytest.mark.parametrize(
    ("part", "target", "expected"),
    [
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../comments1.xml", "xl/comments1.xml"),
        ("xl/workbook.xml", "./worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl/workbook.xml", "../../../../etc/passwd", "etc/passwd"),
        ("xl/workbook.xml", "worksheets/tr%C3%ACnh.xml", "xl/worksheets/trình.xml"),
    ],
)
def test_target__is_a_part_of_the_package(part: str, target: str, expected: str) -> None:
    """Robustness 6: no target leads out of the file."""
    assert resolve(part, target, Package(b"", {}, LIMITS)) == expected


# --- shared strings --------------------------------------------------------------------------------------------------

SST = hostile.parts()["xl/sharedStrings.xml"]
XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="".join(map(chr, range(32))) + "\ufffe\uffff"), max_size=20
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(st.lists(XML_TEXT, max_size=6))
def test_shared_strings__cut_or_parsed_are_the_same(texts: list[str]) -> None:
    items = "".join(f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in texts)
    data = f'{hostile.HEAD}<sst xmlns="{hostile.MAIN}">{items}</sst>'.encode()
    strings = Strings(data, "sst")
    assert [strings.at(str(index))[0] for index in range(len(texts))] == [unescape(text) for text in texts]
    assert parse_strings(data, "sst") == [strings.at(str(index)) for index in range(len(texts))]
    with pytest.raises(ReadError):
        strings.at(str(len(texts)))


PIECES = [b"<si>", b"</si>", b"<si/>", b"<t>", b"</t>", b"<t/>", b"<!-- </si><si> -->", b"<![CDATA[</si>]]>", b"<?x </si>?>", b"<r>", b"</r>", b"<rPh>", b"\r\n", b"&amp;", b"&#13;"]  # fmt: skip


@given(st.lists(st.tuples(st.integers(SST.index(b"<si>"), len(SST)), st.sampled_from(PIECES)), max_size=4))
@example([(SST.index(b"<si>"), b"<!-- </si><si> -->")])
@example([(SST.index(b"<si>"), b"<si/>")])
def test_shared_strings__whatever_the_parser_accepts_is_cut_alike(inserted: list[tuple[int, bytes]]) -> None:
    data = bytearray(SST)
    for at, piece in inserted:
        data[at:at] = piece
    try:
        expected = parse_strings(bytes(data), "sst")
    except ReadError:
        return
    strings = Strings(bytes(data), "sst")
    assert [strings.at(str(index)) for index in range(len(expected))] == expected


def test_shared_strings__bounded() -> None:
    """Robustness 5."""
    limits = LIMITS._replace(far_cells=1000)
    for item in (b"<si><t>a</t></si>", b"<si/>", b"<x:si><x:t>a</x:t></x:si>"):
        with pytest.raises(ReadError, match="too-many-cells"):
            Strings(b'<sst xmlns="m" xmlns:x="x">' + item * 1001 + b"</sst>", "sst", limits)


@pytest.mark.parametrize(
    ("xml", "text", "runs"),
    [
        ("<si><t>a</t></si>", "a", ()),
        ("<si><r><rPr><strike/></rPr><t>a</t></r><r><t>b</t></r></si>", "ab", (Run("a", struck=True), Run("b"))),
        ("<si><r><rPr><strike val='0'/></rPr><t>a</t></r></si>", "a", ()),
        ("<si><r><t>a</t></r><r><rPr><b/><sz val='9'/></rPr><t>b</t></r></si>", "ab", ()),
        ("<si><r><t>b</t></r><r><rPr><strike/></rPr><t> </t></r></si>", "b ", (Run("b"), Run(" ", struck=True))),
        (
            "<si><t>12</t><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>",
            "121",
            (Run("12"), Run("1", raised=True)),
        ),
        (
            "<si><r><rPr><vertAlign val='subscript'/></rPr><t>(1)</t></r><r><rPr/><t>12</t></r></si>",
            "(1)12",
            (Run("(1)", raised=True), Run("12")),
        ),
        ("<si><r><rPr><vertAlign val='baseline'/></rPr><t>12</t></r></si>", "12", ()),
        (
            "<si><r><rPr><color rgb='FFFFFFFF'/></rPr><t>1</t></r><r><rPr><color theme='1'/></rPr><t>2</t></r></si>",
            "12",
            (Run("1", color="FFFFFF"), Run("2", color="000000")),
        ),
        ("<si><r><rPr><strike/></rPr><t>a_x000D_</t></r></si>", "a\r", (Run("a\r", struck=True),)),
        ("<si><t>a</t><rPh sb='0' eb='1'><t>x</t></rPh><phoneticPr/></si>", "a", ()),
        ("<si><t>a&#10;b</t></si>", "a\nb", ()),
        ("<si><t>a\r\nb</t></si>", "a\nb", ()),
        ("<si><t>a_x000D_b</t></si>", "a\rb", ()),
        ("<si><t/></si>", "", ()),
    ],
)
def test_shared_string__runs_guides_and_line_ends(xml: str, text: str, runs: tuple[Run, ...]) -> None:
    assert Strings(f"<sst>{xml}</sst>".encode(), "sst").at("0") == (text, runs)


# --- addresses, numbers, dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"), [("A1", (1, 1)), ("d10", (10, 4)), ("AA200", (200, 27)), ("XFD1048576", (1_048_576, 16_384))]
)
def test_address__to_row_and_column(text: str, expected: tuple[int, int]) -> None:
    assert position(text) == expected
    assert area(f"${text[:-1]}${text[-1]}" if len(text) == 2 else text) == (*expected, *expected)


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "A-1", "XFE1", "A1048577", "Á1", "A1:B2", "A1 ", "AAAAAAA1", "A" + "9" * 5000, "A١"]
)
def test_address_that_is_none__is_damage(text: str) -> None:
    with pytest.raises(ReadError, match="xml"):
        position(text)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_number__round_trip(value: float) -> None:
    read = number(repr(value))
    assert read == value
    assert isinstance(read, int) == (float(value).is_integer() and abs(value) < 1e15)


@given(st.text(max_size=8))
@example("0\x1f")
@example(" 0\n")
def test_number__nothing_but_digits_signs_and_exponents(text: str) -> None:
    read = number(text)
    assert (read is not None) == bool(
        re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text.strip(" \t\n\r\v\f"), re.ASCII) and text.isascii()
    )


@pytest.mark.parametrize(("serial", "from_1904", "expected"), [
    (0, False, "00:00:00"), (0.5, False, "12:00:00"), (1, False, "1900-01-01"), (61, False, "1900-03-01"), (46188, False, "2026-06-15"),
    (46188.999999999, False, "2026-06-16"), (2958465, False, "9999-12-31"), (2958465.9999999, False, None), (2958466, False, None), (-0.1, False, None),
    (0, True, "1904-01-01"), (44726.25, True, "2026-06-15T06:00:00"),
])  # fmt: skip
def test_serial_date__to_iso_text(serial: float, from_1904: bool, expected: str | None) -> None:
    assert date_text(serial, from_1904) == expected


def test_builtin_formats__dates_are_dates() -> None:
    """ECMA-376 part 1, 18.8.30: 14 to 22 and 45 to 47 are dates and times, no other of the list is."""
    assert {number_ for number_, code in BUILTIN.items() if is_date_format(code)} == {*range(14, 23), 45, 46, 47}


def test_styles__of_conditional_formats_are_not_those_of_cells() -> None:
    styles = (
        '<styleSheet><dxfs><dxf><font><strike/></font><fill><patternFill patternType="solid"><fgColor'
        ' rgb="FFFF0000"/></patternFill></fill></dxf></dxfs><fonts><font><name val="A"/></font><font><strike'
        ' val="0"/><name val="B"/><color theme="1"/><vertAlign val="superscript"/></font></fonts><fills><fill><patternFill'
        ' patternType="gray125"><fgColor rgb="FF00FF00"/></patternFill></fill><fill><patternFill'
        ' patternType="solid"><fgColor indexed="13"/></patternFill></fill></fills><cellStyleXfs><xf'
        ' fontId="0"/></cellStyleXfs><cellXfs><xf/><xf fontId="1" fillId="1" numFmtId="4"><protection'
        ' locked="0"/></xf><xf fontId="9" fillId="9" numFmtId="999"/></cellXfs></styleSheet>'
    )
    looks = read_styles(styles.encode(), "styles", LIMITS)
    assert looks["0"].style == ("General", "A", False, None, None, True, False)
    assert looks["1"].style == ("#,##0.00", "B", False, "000000", "FFFF00", False, True)
    assert looks["2"].style == ("General", "", False, None, None, True, False)
    assert list(looks) == ["0", "1", "2"]


def test_elements__bounded() -> None:
    with pytest.raises(ReadError, match="too-many-cells"):
        elements(b"<a>" + b"<b/>" * 20 + b"</a>", "part", LIMITS._replace(elements=20))
    assert len(elements(b"<a>" + b"<b/>" * 19 + b"</a>", "part", LIMITS._replace(elements=20))) == 20


# --- compound files --------------------------------------------------------------------------------------------------


def test_compound_file__equal_to_olefile() -> None:
    data = hostile.compound_file("Workbook", "SummaryInformation")
    assert CompoundFile(data).names() == {"Root Entry", "Workbook", "SummaryInformation"}
    with olefile.OleFileIO(io.BytesIO(data)) as theirs:
        assert {"/".join(path) for path in theirs.listdir()} == {"Workbook", "SummaryInformation"}


@given(st.lists(st.tuples(st.integers(0, 1535), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_compound_file__ends(changes: list[tuple[int, int]]) -> None:
    """Robustness 10: no chain of sectors runs for ever or out of the file."""
    data = bytearray(hostile.compound_file("Workbook", "Other"))
    for at, byte in changes:
        data[at] = byte
    with contextlib.suppress(ReadError):
        assert len(CompoundFile(bytes(data)).stream("workbook", "other") or b"") <= len(data)
