"""A sheet read by pieces is the sheet that the parser reads: over all workbooks here, over odd XML, and whatever was
read before.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import hostile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.openxml import package as package_module
from cchc_xl.grid.openxml import pieces as pieces_module
from cchc_xl.grid.openxml import workbook as xlsx_module
from cchc_xl.grid.openxml.package import LIMITS, ReadError
from cchc_xl.grid.openxml.pieces import read_pieces
from cchc_xl.grid.openxml.sheet import read_sheet
from cchc_xl.grid.openxml.strings import Strings
from cchc_xl.grid.openxml.styles import Look, look, read_styles
from cchc_xl.model import Grid, SheetBody, Style

ROOT = Path(__file__).parent.parent
FOLDERS = ("workbook_templates", "examples", "tests/workbooks")
LOOKS = {"1": look(Style("0.00")), "2": look(Style("dd/mm/yyyy"), "date")}
STRINGS = b"<sst><si><t>a</t></si><si><t/></si></sst>"


def _outcome(
    read, data: bytes, looks: dict[str, Look], strings: bytes, *known_by: object, limits=LIMITS
) -> SheetBody | tuple[str, object]:  # type: ignore[no-untyped-def]
    try:
        return read(data, "s", looks, Strings(strings, "t"), False, limits, *known_by)  # type: ignore[no-any-return]
    except ReadError as error:
        return error.reason, error.params


def _same(
    data: bytes, looks: dict[str, Look] = LOOKS, strings: bytes = STRINGS, known_by: object = "here", limits=LIMITS
) -> None:  # type: ignore[no-untyped-def]
    whole = _outcome(read_sheet, data, looks, strings, limits=limits)
    for _ in range(2):  # the second time with what was remembered
        by_pieces = _outcome(read_pieces, data, looks, strings, (known_by, limits), limits=limits)
        assert by_pieces == whole
        if isinstance(whole, SheetBody) and isinstance(by_pieces, SheetBody):
            assert list(by_pieces.cells) == list(whole.cells)  # in the order of the document


def test_workbooks__are_read_alike() -> None:
    parts = 0
    for path in sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.xls[xm]")):
        if not zipfile.is_zipfile(path):
            continue
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            strings = package.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
            styles = package.read("xl/styles.xml") if "xl/styles.xml" in names else b""
            looks = read_styles(styles, "x", LIMITS) if styles else {}
            for name in names:
                if name.startswith("xl/worksheets/sheet"):
                    _same(package.read(name), looks, strings, styles)
                    parts += 1
    assert parts > 500


SHEET = """<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData>{}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>"""
WHOLE = (  # read by pieces to the end
    '<row r="1"><c r="A1"/></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>',
    '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v></v></c></row>\n<row r="2" ht="15"/> <row r="3"><c r="A3" s="2"><v>45000</v></c></row> <row r="4"/>',
    '<row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>x</t></r></is></c></row><row r="5"></row><row r="6"><c r="A6"><f>B1</f><v/></c></row>',
)  # fmt: skip
ODD = (  # left to the parser
    '<row r="1" ht="0.0"><c r="A1"/></row>', '<row r="1" ht="1.5"><c r="A1"/></row>', '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>',
    '<row r="1"><c r="A1"><f si="0" t="shared"/><v>2</v></c></row>', '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c><c r="B1" t="e"><v>#VALUE!</v></c></row>',
    "", "<c r='A1'/>", "<row><c r='A1'/></row>", '<row r="1"><c r="A1"/><c r="A1"/></row>', '<row r="1"><c><v>1</v></c><c><v>2</v></c></row>',
    '<row r="1" hidden="1"><c r="A1"/></row>', '<row r="1"><c r="A1"/></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
    '<row r="1"><c r="A1"/></row><row r="2" ht="&#48;"><c r="A2"><v>1</v></c></row>', '<row r="1" ht="0"/><row r="2"><c r="A2"/></row>',
    '<row r="1"><c s="1" r="A1"><v>1</v></c></row>', '<row r="1"><c r="A1"><v>1</v><!-- <c r="B1"/> --></c></row>', '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row><row><c r="A2"/></row>', '<row r="1"><c r="A1"><c r="B1"/></c></row>', '<row r="1"><c r="A1"/></row></x>',
    '<row r="1"><x><c r="A1"/></row><row r="2"><c r="A2"/></x></row>', '<row r="1"><c r="A1"/></row><x><row r="2"><c r="A2"/></row></x>',
    '<row r="1"><c r="A1"/><row r="2"><c r="A2"/></row></row>', '<row r="1"><c r="A1"><row r="2"/></c></row>', '<row r="1"><c r="A1"/></row></row>',
    '<row r="1"><c r="A1"><v>1</c></row>', '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>', '<row r="1"><c r="A1" t="s"><v>7</v></c></row>', '<row r="1"><c r="1A"/></row>',
    '<row r="0"><c r="A1"/></row>', '<row r="9999999"><c r="A1"/></row>', '<row r="1"><c r="A3000"><v>1</v></c></row>', '<row r="1"><c r="XFD1"/></row>',
    '<row r="1"><c r="A1" a=">"><v>1</v></c></row>', '<row\tr="1"><c\tr="A1"/></row>', '<row r="1"><c r="A1"/><c\tr="B1"/></row>', '<row r="1"><c r="A1"/></row\n>',
    '<row r="1"><c r="A1"><v>&amp;</v></c><c r="B1"><v>&x;</v></c></row>', '<row r="1"><c r="A1"/></row><?pi <c ?>', '<row r="1">text<c r="A1"/>text</row>',
    '<row r="1"><c r="A1"/></row><sheetData/>', '<row r="1"><c r="A1"><v>1</v><row r="3"/></c></row>',
)  # fmt: skip


@pytest.mark.parametrize("rows", [*WHOLE, *ODD])
def test_odd_sheets__are_read_alike(rows: str) -> None:
    _same(SHEET.format(rows).encode())
    _same(
        SHEET.format(rows)
        .replace("<worksheet>", '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="m" xmlns:x="n">')
        .encode()
    )
    _same(SHEET.format(rows).encode(), limits=LIMITS._replace(rows=1, columns=1))
    _same(SHEET.format(rows).encode(), limits=LIMITS._replace(cells=1))
    _same(f'<?xml version="1.0" encoding="UTF-16"?>{SHEET.format(rows)}'.encode("utf-16"))


@pytest.mark.parametrize(
    "stray",
    [
        "<v>1</v>",
        "<v>1</v><v>2</v>",
        "<is><t>x</t></is>",
        "<f>1</f><f>2</f>",
        '<c r="Z9"><v>1</v></c>',
        '<row r="9" hidden="1"/>',
        "<t>x</t>",
    ],
)
@pytest.mark.parametrize("rows", WHOLE)
def test_what_stands_beside_the_rows__is_read_alike(rows: str, stray: str) -> None:
    for mark in ("</cols>", "</mergeCells>"):
        _same(SHEET.format(rows).replace(mark, mark + stray).encode())


@pytest.mark.parametrize("rows", WHOLE)
def test_plain_sheets__need_no_whole_pass(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pieces_module, "read_sheet")
    read_pieces(SHEET.format(rows).encode(), "s", LOOKS, Strings(STRINGS, "t"), False, LIMITS, "here")


def test_cells_of_other_styles__are_other_cells() -> None:
    data = SHEET.format('<row r="1"><c r="A1" s="2"><v>45000</v></c></row>').encode()
    kinds = [
        read_pieces(data, "s", looks, Strings(b"", ""), False, LIMITS, known).cells[1, 1].kind
        for looks, known in ((LOOKS, "dates"), ({}, "none"))
    ]
    assert kinds == ["date", "number"]


def test_memory__is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces_module, "_known", BoundedCache(8))
    for number in range(10_000):
        row = f'<row r="1"><c r="A1"><v>{number}</v></c><c r="B1" t="str"><v>{"x" * 2000}{number}</v></c></row>'
        read_pieces(SHEET.format(row).encode(), "s", LOOKS, Strings(b"", ""), False, LIMITS, "one")
    known = pieces_module._known.get("one")
    assert known is not None
    assert 1024 <= len(known.pieces) <= 2048
    assert max(map(len, (*known.pieces.new, *known.pieces.old))) <= 512


def test_long_styles__are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is kept as long as what it stands for: styles of megabytes, which no template has, would fill the
    memory.
    """
    met: BoundedCache[object, bool] = BoundedCache(64)
    monkeypatch.setattr(xlsx_module, "_met", met)
    monkeypatch.setattr(xlsx_module, "_LONGEST_LOOK", 10)
    monkeypatch.setattr(package_module, "_parsed", BoundedCache(32))
    grid = read_bytes(hostile.good(), "x.xlsx")
    assert isinstance(grid, Grid)
    assert grid.sheets[0].cells
    assert len(met) == 0
    assert not any(isinstance(known, tuple) for known, *_ in package_module._parsed.new)


TOKENS = (
    '<row r="1">', '<row r="2" ht="9">', '<row r="3"/>', "<row>", '<row r="4" hidden="1">', "</row>", "</row>", "</row>", '<c r="A1">', '<c r="B1" t="s">', '<c r="C1" s="2"/>',
    '<c r="D1" t="inlineStr">', '<c r="A2" t="str">', "<c>", "</c>", "</c>", "</c>", "<v>1</v>", "<v>0</v>", "<v>", "</v>", "<f>A1</f>", "<is><t>x</t></is>", " ", "\n", "x", "&lt;", "<!-- -->",
    "<x>", "</x>", '<c r="E1"><v>5</v></c>', '<c r="F1" t="s"><v>1</v></c>', '</row><row r="5">', '<c r="G5"/></row>', "]]>", "<?p ?>",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=14).map("".join))
def test_any_sheet__is_read_alike(rows: str) -> None:
    _same(SHEET.format(rows).encode())
