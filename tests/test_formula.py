"""What formulas give, held against LibreOffice and ironcalc: the same number, or no answer at all."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import judges
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.model import Cell, SheetBody, column_letters
from cchc_xl.quantity.formula import CircleError, Evaluation, FormulaBook, FormulaResult
from cchc_xl.quantity.formula_syntax import ErrorValue
from cchc_xl.quantity.formula_values import UnknownError
from cchc_xl.quantity.functions import FUNCTIONS

HOME, VILLAGES = "Phụ lục", "Các thôn"
# Of the home sheet; None is a blank cell, a text that begins with '=' a formula.
CELLS: Mapping[str, Any] = {
    "D2": 3, "D3": 4, "D4": "=D2*2", "E5": "=E6", "E6": "=E5", "D7": "12", "D8": ErrorValue("#REF!"), "D9": "Hội nghị", "D10": 2.5,
    "D12": 0, "D13": "-", "D14": True, "D15": "=Z1", "D16": '=IF(Z1="","",Z1)', "D17": "=SUM(Z1:Z5)", "D18": "=D17+0",
}  # fmt: skip
OTHERS: Mapping[str, Mapping[str, Any]] = {
    VILLAGES: {"B2": 7, "C2": 5, "B4": 0, "B5": "x", "C5": "X", "B6": "y", "B7": 12, "C7": 8},
    "Tháng 1": {"D8": 1}, "Tháng 2": {"D8": 2}, "Tháng 3": {"D8": 4},
}  # fmt: skip
NAMES = {"TongSo": f"'{VILLAGES}'!$B$2:$C$2", "HeSo": "2", "Nguoc": "D2"}


def place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]), column


def cell(value: Any) -> Cell:
    if isinstance(value, ErrorValue):
        return Cell(value.text, "error")
    if isinstance(value, bool):
        return Cell(value, "bool")
    if isinstance(value, str):
        return Cell(None, "blank", value[1:]) if value.startswith("=") else Cell(value, "text")
    return Cell(value, "number")


def body(cells: Mapping[str, Any], **more: Any) -> SheetBody:
    return SheetBody({place(address): cell(value) for address, value in cells.items()}, **more)


def evaluation(extra: Mapping[str, Any] | None = None, *, count_texts: bool = False, **more: Any) -> Evaluation:
    bodies = {HOME: body({**CELLS, **(extra or {})}, **more), **{name: body(cells) for name, cells in OTHERS.items()}}
    folded = {name.casefold(): content for name, content in bodies.items()}
    return Evaluation(
        FormulaBook(NAMES, tuple(bodies), lambda name: folded.get(name.casefold())), HOME, count_texts=count_texts
    )


def result(formula: str, **more: Any) -> FormulaResult:
    return evaluation({"H1": f"={formula}"}, **more).result(HOME, (1, 8))


def value(formula: str) -> Any:
    """The value, '?' where there is none, '↻' for a circle."""
    try:
        found = result(formula).value
    except UnknownError:
        return "?"
    except CircleError:
        return "↻"
    return found.text if isinstance(found, ErrorValue) else found


GIVES: tuple[tuple[str, Any], ...] = (
    ("SUM(D2:D4)", 13), ("sum( $D$2:D3 )", 7), ("D2+D3", 7), ("3*6", 18), ("12", 12), ("(12+6)/2", 9), ("SUM(D2,D3,7)", 14), ("-D2+10", 7),
    ("2+3*4", 14), ("SUM(D2:D3,D9)", 7), ("D10*2", 5), ("SUM(D2*2,1)", 7), ("8/3*3", 8), ("2^3", 8), ("-2^2", 4), ("50%*4", 2), ("MAX(1,2)", 2),
    ("MIN(D2:D4)", 3), ("AVERAGE(D2:D3)", 3.5), ("PRODUCT(D2:D3,2)", 24), ("COUNT(D2:D4,D9)", 3), ("COUNTA(D2:D4,D9,Z1)", 4), ("1e2", 100),
    ("SUM('Các thôn'!B2:C2)", 12), ("'Các thôn'!B2", 7), ("'Các thôn'!B2+'các THÔN'!C2", 12), ("SUM('Các thôn'!B:B)", 19), ("SUM('Các thôn'!2:2)", 12),
    ("SUM('Tháng 1:Tháng 3'!D8)", 7), ("SUM(TongSo)", 12), ("SUM(tongso)*HeSo", 24), ("COUNTIF('Các thôn'!B5:C6,\"x\")", 2), ("COUNTIF('Các thôn'!B2:C7,\">5\")", 3),
    ("COUNTIF('Các thôn'!B2:C7,7)", 1), ("SUMIF('Các thôn'!B5:B7,\"y\",'Các thôn'!C5:C7)", 0), ("SUMIF('Các thôn'!B2:B7,\">6\",'Các thôn'!C2:C7)", 13),
    ("SUMIF('Các thôn'!B2:C7,\">6\")", 27), ("COUNTIF('Các thôn'!B2:C7,\"<>x\")", 10), ("ROUND(2.5,0)", 3), ("ROUND(-2.5,0)", -3), ("ROUND(1234,-2)", 1200),
    ("ROUNDUP(2.1,0)", 3), ("ROUNDDOWN(2.9,0)", 2), ("INT(-2.1)", -3), ("TRUNC(-2.9)", -2), ("ABS(-3)", 3), ("ROUND(D10,0)", 3),
    ('IF(D2>2,D2,"")', 3), ('IF(Z1="","",Z1)', ""), ("IF(Z1=0,5,6)", 5), ("IF(D2=3,Z1,1)", 0), ("IF(D2=4,1)", False), ("IFERROR(1/0,7)", 7),
    ("IFERROR(D2,7)", 3), ("AND(D2=3,D3=4)", True), ("OR(D2=1,D3=4)", True), ("NOT(D2=1)", True), ("ISBLANK(Z1)", True), ("ISNUMBER(D9)", False),
    ("ISTEXT(D9)", True), ("ISERROR(1/0)", True), ("LEN(D9)", 8), ("LEN(TRIM(\"  a  \"))", 1), ('D2&" bài"', "3 bài"), ('"a"="A"', True), ('D9="hội nghị"', True),
    ("Z1", 0), ("Z1+Z2", 0), ("D7", "12"), ("D7+1", 13), ("D9", "Hội nghị"), ("D14+1", 2), ("SUM(D14,1)", 1), ("SUM(TRUE,1)", 2), ("1=1", True), ("2<1", False),
    ('"a"<"b"', True), ('1<"a"', True), ("SUBTOTAL(9,D2:D3)", 7), ("SUM(D12:D13)", 0), ("D4", 6), ("SUM(D2:D3,)", 7), ("0.1+0.2", 0.30000000000000004),
    ("1/0", "#DIV/0!"), ("D8", "#REF!"), ("SUM(D2:D8)", "#REF!"), ("SUM(D2:E5)", "↻"), ("SUM(D7:D8)", "#REF!"), ("SUM(#REF!)", "#REF!"), ("D2+#REF!", "#REF!"), ("D9+1", "#VALUE!"),
    ("SUMIFS('Các thôn'!C5:C7,'Các thôn'!B5:B7,12)", 8), ("COUNTIFS('Các thôn'!B5:B7,\"x\",'Các thôn'!C5:C7,\"X\")", 1), ("COUNTBLANK(Z1:Z3)", 3),
    ("SUMPRODUCT(D2:D3)", 7), ("SUMPRODUCT(D2:D3,D3:D4)", 36), ("SUMPRODUCT(D2:D3*2)", 14), ("SUMPRODUCT((D2:D4>3)*D2:D4)", 10), ("SUMPRODUCT(-D2:D3)", -7),
    ("VLOOKUP(\"x\",'Các thôn'!B5:C7,2,FALSE)", "X"), ("VLOOKUP(12,'Các thôn'!B2:C7,2,0)", 8), ("VLOOKUP(99,D2:E3,1,0)", "#N/A"), ("VLOOKUP(3,D2:E3,5,0)", "#REF!"),
    ("HLOOKUP(5,'Các thôn'!B2:C7,6,FALSE)", 8), ("VLOOKUP(3,D2:E3,2,0)", 0), ("MATCH(4,D2:D4,0)", 2), ("MATCH(5,'Các thôn'!B2:C2,0)", 2), ("INDEX(D2:D4,2)", 4),
    ("INDEX('Các thôn'!B2:C2,2)", 5), ("INDEX('Các thôn'!B2:C7,6,2)", 8), ("INDEX(D2:D4,MATCH(6,D2:D4,0))", 6), ("INDEX(D2:D4,9)", "#REF!"), ("XLOOKUP(4,D2:D4,D3:D5,0)", 6),
    ("XLOOKUP(99,D2:D4,D3:D5,7)", 7), ("IFERROR(VLOOKUP(99,D2:E3,1,0),5)", 5), ("INDEX(D2:D4,MATCH(99,D2:D4,0))", "#N/A"),
    ("AVERAGE(Z1:Z3)", "#DIV/0!"), ("IF(1/0,1,2)", "#DIV/0!"), ("SUM(D9,\"a\")", "#VALUE!"), ("AND(TRUE,1/0)", "#DIV/0!"),
)  # fmt: skip
GIVES_NOTHING = (
    "'T1'!A1", "[1]Sheet1!A1", "SUM(D2:D4", "A1:A2", "D2:D3", "", "(" * 50 + "1" + ")" * 50, "TONG", "Nguoc", "TODAY()", "RAND()", "INDIRECT(\"D2\")", "VLOOKUP(1,D2:E3,2)", "VLOOKUP(\"*a\",D2:E3,1,0)", "INDEX(D2:D4,0)", "MATCH(3,D2:D4)", "SUMPRODUCT(D2:D3,D2:D4)",
    "MATCH(3,D2:E3,0)", "XLOOKUP(4,D2:D4,D3:D5,0,-1)", "SUMPRODUCT(D2:D3*D2:D4)", "SUMIFS(D2:D3,D2:D4,3)", "SUMIFS(D2:D3,D2:D3)", "COUNTIFS(D2:D3)",
    "SUM(Bang[Cot])", "SUM((D2:D3,D4))", "SUM({1,2})", "D2 D3", "SUM(D2:D3 D3:D4)", "@D2", "SUM()", "IF()", "ROUND(1)", "SUBTOTAL(1,D2:D3)", 'COUNTIF(D2:D3,"*a*")',
    'COUNTIF(D2:D9,12)', "2^99", '"1,5"+1', '"1/2/2026"+1', "D10&\"\"", "MEDIAN(D2:D3)", "1 2", "SUM(D2;", "#", "D2!",
)  # fmt: skip


@pytest.mark.parametrize(("formula", "expected"), GIVES)
def test_formula__gives(formula: str, expected: Any) -> None:
    assert value(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("SUM(D2:D4*1)", 13), ("SUM(D2:D3*D3:D4)", 36), ("MAX(D2:D4-1)", 5), ("SUM(IF(TRUE,D2:D3*2,0))", "?"), ("SUM(D9:D10*1)", "#VALUE!"), ("SUM(-D2:D3)", -7)],
)  # fmt: skip
def test_array_formula__is_worked_out_cell_by_cell(formula: str, expected: Any) -> None:
    assert value(formula) == expected


@pytest.mark.parametrize("formula", GIVES_NOTHING)
def test_formula__that_is_not_known_gives_nothing(formula: str) -> None:
    assert value(formula) == "?"


@pytest.mark.parametrize("formula", ["H1", "E5", "E5+1", "SUM(H:H)", "IF(TRUE,E6,1)", "SUM(A1:Z4)"])
def test_formula__in_a_circle(formula: str) -> None:
    assert value(formula) == "↻"
    assert value(f"IF(TRUE,1,{formula})") == 1  # a branch that is not taken is not looked at


@pytest.mark.parametrize(
    ("formula", "held", "blanks", "left_out"),
    [
        ("SUM(Z1:Z3)", False, ("Z1:Z3",), ()),
        ("Z1", False, ("Z1",), ()),
        ("Z1+Z2*2", False, ("Z1", "Z2"), ()),
        ("SUM('Các thôn'!B3:C3)", False, ("Các thôn!B3:C3",), ()),
        ("SUM(D12:D13)", True, (), ()),
        ("SUM(D13,Z1)", False, ("D13", "Z1"), ()),
        ("COUNTA(Z1:Z3)", False, ("Z1:Z3",), ()),
        ("COUNTIF('Các thôn'!B5:C5,\"z\")", True, (), ()),
        ('IF(D9="x",1,0)', True, (), ()),
        ('IF(Z1="",0,Z1)', False, ("Z1",), ()),
        ("IF(D2=3,Z1,1)", False, ("Z1",), ()),
        ("IF(D2=3,0,Z1)", True, (), ()),
        ("IFERROR(1/0,Z1)", False, ("Z1",), ()),
        ("D2*Z1", False, ("Z1",), ()),
        ("Z1/D2", False, ("Z1",), ()),
        ("D2+Z1-3", True, ("Z1",), ()),
        ("D12+Z1", True, ("Z1",), ()),
        ("D2*Z1+5", True, ("Z1",), ()),
        ("D15", False, ("Z1",), ()),
        ("D18", False, ("Z1:Z5",), ()),
        ("D16", False, ("Z1",), ()),
        ("0", True, (), ()),
        ("5-5", True, (), ()),
        ("SUM(D2,D7:D7)", True, ("D7",), ("D7",)),
        ("SUM('Các thôn'!B:B)+0", True, (), ()),
        ("ROUND(SUM(Z1:Z2),0)", False, ("Z1:Z2",), ()),
    ],
)
def test_result__tells_what_it_rests_on(
    formula: str, held: bool, blanks: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    found = result(formula)
    assert (found.held, set(found.blanks), found.left_out) == (held, set(blanks), left_out)


def test_result__with_digits_that_are_stored_as_text() -> None:
    assert result("SUM(D2,D7:D7)").value == 3
    assert result("SUM(D2,D7:D7)", count_texts=True).value == 15


def test_stored_result__of_a_formula_that_is_not_known_is_taken_and_told() -> None:
    def one(stored: Cell) -> FormulaResult:
        on = evaluation({"H1": "=E1+1"})
        on.book.body(HOME).cells[1, 5] = stored  # type: ignore[union-attr, index]
        return on.result(HOME, (1, 8))

    assert (one(Cell(4, "number", "TODAY()")).value, one(Cell(4, "number", "TODAY()")).unchecked) == (5, True)
    assert (one(Cell(4, "number", "2+2")).value, one(Cell(9, "number", "2+2")).value) == (5, 5)  # what is stored is old
    assert not one(Cell(9, "number", "2+2")).unchecked
    with pytest.raises(UnknownError):
        one(Cell(None, "blank", "TODAY()"))
    with pytest.raises(UnknownError):
        one(Cell("2026-06-15", "date"))


@pytest.mark.parametrize(
    ("formula", "row", "expected"),
    [
        ("SUM(D2:D3)", 2, 7),
        ("SUM(D1:D2)", 3, 7),
        ("$D$2+D2", 3, 7),
        ("D$2+D2", 3, 7),
        ("SUM(D2:D$2)", 3, 7),
        ("SUM(D2:D3)", 4, "?"),
    ],
)
def test_shared_formula__is_the_first_one_moved(formula: str, row: int, expected: Any) -> None:
    """``row``: where it stands; it was written in row 2."""
    cells = {**body(CELLS).cells, (2, 8): Cell(1, "number", formula), (3, 8): Cell(1, "number", "")}
    sheet = SheetBody(cells, shared={(3, 8): (2, 8)})
    on = Evaluation(FormulaBook({}, (HOME,), lambda _: sheet), HOME)
    if expected == "?":
        with pytest.raises(UnknownError):
            on.result(HOME, (row, 8))
    else:
        assert on.result(HOME, (row, 8)).value == expected


def test_cells_beyond_what_the_reader_kept__are_no_blanks() -> None:
    assert result("SUM(D2:D3)", outside=1).value == 7
    for formula in ("SUM(D:D)", "SUM(Z1:Z3)", "SUM(A2000:A3000)"):
        with pytest.raises(UnknownError):
            result(formula, outside=1)


def test_bounds__nothing_takes_long() -> None:
    long = {f"A{row}": f"=A{row + 1}+A{row + 1}" for row in range(1, 40)}
    wide = {f"B{row}": f"=SUM(A$1:A$4000)+B{row + 1}" for row in range(1, 60)}
    deep = {"C1": "=" + "+".join(["1"] * 900), "C2": "=" + "IF(TRUE," * 22 + "1" + ")" * 22}
    start = time.process_time()
    on = evaluation({**long, **wide, **deep})
    for address in ("A1", "B1", "C1", "C2"):
        with contextlib.suppress(UnknownError):
            on.result(HOME, place(address))
    assert time.process_time() - start < 2
    assert evaluation(deep).result(HOME, (1, 3)).value == 900


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="SUMIFdD0123456789+-*/^&<>=()\"',:;$!#%. ", max_size=40))
def test_any_text__gives_a_result_or_says_that_there_is_none(text: str) -> None:
    assert isinstance(value(text), int | float | str | bool)


# --- other people's programs ---------------------------------------------------------------------------------------

# Sheets from one to another, names and sheets in other letters, truth values in cells, the newer functions and the
# errors of looking up: Excel alone has them all.
NOT_THERE = {
    "libreoffice": {
        "SUM('Tháng 1:Tháng 3'!D8)",
        "SUM(D14,1)",
        "VLOOKUP(3,D2:E3,5,0)",
        "INDEX(D2:D4,9)",
        "XLOOKUP(4,D2:D4,D3:D5,0)",
        "XLOOKUP(99,D2:D4,D3:D5,7)",
    },
    "ironcalc": {
        "SUM('Tháng 1:Tháng 3'!D8)",
        "'Các thôn'!B2+'các THÔN'!C2",
        "SUM(tongso)*HeSo",
        "COUNTIF('Các thôn'!B2:C7,\"<>x\")",
    },
}


def written(path: Path, formulas: list[str]) -> None:
    """The workbook with these formulas below each other in column K, without results."""
    book = xlsxwriter.Workbook(path)
    for name, cells in {HOME: CELLS, **OTHERS}.items():
        sheet = book.add_worksheet(name)
        for address, content in cells.items():
            if isinstance(content, ErrorValue):
                sheet.write_formula(address, "=#REF!+0")
            elif isinstance(content, str) and content.startswith("="):
                sheet.write_formula(address, content)
            elif isinstance(content, str):
                sheet.write_string(address, content)
            else:
                sheet.write(address, content)
    for name, text in NAMES.items():
        book.define_name(name, f"={text}" if name != "Nguoc" else f"='{HOME}'!D2")
    home = book.get_worksheet_by_name(HOME)
    for number, formula in enumerate(formulas):
        home.write_formula(number, 10, f"={formula}")
    book.close()


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return float(ours) == float(theirs or 0)
    if isinstance(ours, str):
        return (theirs or "") == ours
    return not isinstance(theirs, str) and abs(ours - (theirs or 0)) < 1e-9


@pytest.mark.parametrize("engine", ["libreoffice", "ironcalc"])
def test_formula__other_programs_give_the_same(engine: str, office: judges.Office, tmp_path: Path) -> None:
    formulas = [formula for formula, expected in GIVES if formula not in NOT_THERE[engine] and expected != "↻"]
    written(tmp_path / "formulas.xlsx", formulas)
    path = tmp_path / "formulas.xlsx"
    values = (office.values(path) if engine == "libreoffice" else judges.ironcalc_values(path))[HOME]
    wrong = [
        (formula, value(formula), values.get((number, 11)))
        for number, formula in enumerate(formulas, 1)
        if not same(value(formula), values.get((number, 11)))
    ]
    assert wrong == []


_LEAVES = (
    "D2", "D3", "D4", "D10", "D12", "Z1", "Z2", "'Các thôn'!B2", "'Các thôn'!B3", "0", "1", "2", "2.5", "SUM(D2:D3)", "SUM(Z1:Z3)", "COUNT(D2:D9)", "COUNTA(D7:D13)",
    "MAX('Các thôn'!B2:C7)", "SUM('Các thôn'!B:B)", "SUMIF('Các thôn'!B2:B7,\">6\",'Các thôn'!C2:C7)", "D17", "D15",
)  # fmt: skip


def made(chance: random.Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.2:
        return chance.choice(_LEAVES)
    one, two, three = (made(chance, depth - 1) for _ in range(3))
    return chance.choice(
        [
            *(f"({one}{operator}{two})" for operator in "+-*/"),
            *(f"{name}({one},{two})" for name in ("SUM", "MIN", "MAX")),
            f"ROUND({one},0)",
            *(f"IF({one}{sign}{two},{three},7)" for sign in (">", "=", "<=")),
        ]
    )


def test_random_formulas__ironcalc_gives_the_same(tmp_path: Path) -> None:
    chance = random.Random(1)
    formulas = [made(chance, 4) for _ in range(600)]
    written(tmp_path / "formulas.xlsx", formulas)
    values = judges.ironcalc_values(tmp_path / "formulas.xlsx")[HOME]
    pairs = [(formula, value(formula), values.get((number, 11))) for number, formula in enumerate(formulas, 1)]
    assert [pair for pair in pairs if pair[1] != "?" and not same(*pair[1:])] == []
    assert sum(pair[1] == "?" for pair in pairs) < 60


def test_functions__each_is_tried() -> None:
    tried = " ".join(formula.upper() for formula, _ in GIVES)
    assert {name for name in FUNCTIONS if f"{name}(" not in tried} == set()


def test_addresses() -> None:
    assert [place(f"{column_letters(n)}5") for n in (1, 26, 27, 702)] == [(5, 1), (5, 26), (5, 27), (5, 702)]
