"""The types of quantities: what their cells say, what their records promise, and that nothing of them is lost."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import pathlib
import re
import shutil
from typing import Any

import judges
import made_forms
import openpyxl
import pytest
from filled import run
from hypothesis import given
from hypothesis import strategies as st
from test_number import _unescape

from cchc_xl.aggregation import WAYS
from cchc_xl.check.registry import KINDS
from cchc_xl.form.layout import layout
from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file
from cchc_xl.model import PLAIN, Cell, Field, Reading, Style
from cchc_xl.numbers import added, in_places, of_places, rounded
from cchc_xl.quantity import types
from cchc_xl.quantity.reading import read_quantity
from cchc_xl.quantity.types import TYPES, type_of
from cchc_xl.validate import settings as against
from cchc_xl.validate import validate_file
from cchc_xl.words.province import ACTIONS, FINDINGS, word
from cchc_xl.write.template.build import template_bytes

CASES = pathlib.Path(__file__).parent / "cases" / "types.txt"


def field_of(kind: str, places: int = 0, unit: str = "ha") -> Field:
    return Field("01", "01", "Chỉ tiêu thử", unit, kind, places=places)


def table() -> list[tuple[Field, str, str]]:
    rows: list[tuple[Field, str, str]] = []
    field = field_of("count")
    for line in CASES.read_text("utf-8").split("\n"):
        if match := re.fullmatch(r"\[(\w+) (\d) (.+)\]", line):
            field = field_of(match[1], int(match[2]), match[3])
        elif line and not line.startswith("# "):
            raw, _, expected = line.rpartition(" -> ")
            rows.append((field, raw, expected))
    return rows


def said(reading: Reading) -> str:
    how = "computed" if reading.computed else reading.how
    number = "none" if reading.number is None else str(reading.number)
    codes = " ".join(code for code, _ in reading.codes)
    return " | ".join((number, reading.state + reading.bound, how, codes, reading.qualifier)).rstrip()


@pytest.mark.parametrize(
    ("field", "raw", "expected"), table(), ids=[f"{field.kind} {field.places} {raw}" for field, raw, _ in table()]
)
def test_types_table__is_what_is_read(field: Field, raw: str, expected: str) -> None:
    reading = read_quantity(Cell(_unescape(raw), "text"), field)
    assert said(reading) == expected
    assert (reading.raw, reading.places) == (_unescape(raw), field.places)


# --- cells with a number -------------------------------------------------------------------------------------------

NUMBERS = [
    (1.25, "General", "1.25 | number | exact |  |"),
    (0.1 + 0.2, "General", "0.3 | number | exact |  |"),
    (1e-15, "General", "0 | number | exact |  |"),
    (-1e-15, "General", "0 | number | exact |  |"),
    (3, "General", "3 | number | exact |  |"),
    (3.0, "0.00", "3 | number | exact |  |"),
    (1234.5, "#,##0.00", "1234.5 | number | exact |  |"),
    (1.25, "0.0", "1.25 | number | exact | V31 |"),
    (1.25, "0", "1.25 | number | exact | V31 |"),
    (1234.5, '#,##0.00" ha"', "1234.5 | number | exact | V31 |"),
    (1234.5, '0.00" nghìn"', "none | error | none | V36 |"),
    (1234.5, "0.0,", "none | error | none | V36 |"),
    (0.125, "0.0%", "none | error | none | V26 |"),
    (1.255, "General", "1.26 | number | computed | V60 |"),
    (2.675, "General", "2.68 | number | computed | V60 |"),
    (1 / 3, "0.00", "0.33 | number | computed | V60 |"),
    (-1.5, "General", "none | error | none | V11 |"),
    (1e12, "General", "none | error | none | V42 |"),
    (float("nan"), "General", "none | error | none | V24 |"),
]


@pytest.mark.parametrize(("value", "shown", "expected"), NUMBERS)
def test_decimal__of_a_number_cell(value: float, shown: str, expected: str) -> None:
    style = PLAIN if shown == "General" else Style(shown)
    reading = read_quantity(Cell(value, "number", None, style), field_of("decimal", 2))
    assert said(reading) == expected.rstrip()


SHARES = [
    (0.125, "0.0%", "12.5 | number | exact |  |"),
    (0.125, "0%", "12.5 | number | exact | V31 |"),
    (0.1 + 0.025, "0.0%", "12.5 | number | exact |  |"),
    (1, "0%", "100 | number | exact |  |"),
    (0.005, "0.0%", "0.5 | number | exact |  |"),
    (12.5, "General", "12.5 | number | exact |  |"),
    (0, "General", "0 | number | exact |  |"),
    (100, "General", "100 | number | exact |  |"),
    (0.125, "General", "12.5 | number | computed | V62 |"),
    (1, "General", "none | error | none | V62 |"),
    (12.5, "0.0%", "1250 | number | exact | V63 |"),
    (1 / 3, "0.0%", "33.3 | number | computed | V60 |"),
    (-0.1, "0%", "none | error | none | V11 |"),
    (20000, "General", "none | error | none | V42 |"),
]


@pytest.mark.parametrize(("value", "shown", "expected"), SHARES)
def test_percent__of_a_number_cell(value: float, shown: str, expected: str) -> None:
    style = PLAIN if shown == "General" else Style(shown)
    reading = read_quantity(Cell(value, "number", None, style), field_of("percent", 1, "%"))
    assert said(reading) == expected.rstrip()


AMOUNTS = [
    (12.5, "General", "12.5 | number | exact |  |"),
    (1_234_567.5, "#,##0.000", "1234567.5 | number | exact |  |"),
    (12_500_000, "General", "12.5 | number | computed | V65 |"),
    (999_999, "General", "999999 | number | exact |  |"),
    (12.3456, "General", "12.346 | number | computed | V60 |"),
    (-5, "General", "none | error | none | V11 |"),
    (1e12 + 0.5, "General", "none | error | none | V42 |"),
]


@pytest.mark.parametrize(("value", "shown", "expected"), AMOUNTS)
def test_money__of_a_number_cell(value: float, shown: str, expected: str) -> None:
    style = PLAIN if shown == "General" else Style(shown)
    reading = read_quantity(Cell(value, "number", None, style), field_of("money", 3, "Triệu đồng"))
    assert said(reading) == expected.rstrip()


@given(st.integers(0, 10**9), st.integers(1, 6))
def test_decimal__every_figure_survives_being_stored_and_written_as_text(units: int, places: int) -> None:
    field, value = field_of("decimal", places), of_places(units, places)
    if value > 99_999_999:
        return
    stored = read_quantity(Cell(float(value), "number"), field)
    assert (stored.number, stored.how, stored.codes) == (value, "exact", ())
    text = f"{units // 10**places},{units % 10**places:0{places}d}"
    written = read_quantity(Cell(text, "text"), field)
    codes = {code for code, _ in written.codes}
    assert written.number == value or codes == {"V61"}, (text, written)
    assert places == 3 or codes != {"V61"}, text  # three digits behind a comma are thousands to others


@given(st.lists(st.integers(0, 10**9), max_size=60), st.integers(0, 6))
def test_added__is_exact_to_the_last_digit(units: list[int], places: int) -> None:
    assert added(of_places(one, places) for one in units) == of_places(sum(units), places)
    assert all(in_places(of_places(one, places), places) == one for one in units)


def test_rounded__as_spreadsheets_do() -> None:
    assert [rounded(value, 2) for value in (1.255, 1.005, 2.675, -1.255, 0.004, 1234567.895)] == [
        1.26, 1.01, 2.68, -1.26, 0, 1234567.9,
    ]  # fmt: skip


# --- what the records promise --------------------------------------------------------------------------------------


def test_registry__has_every_module_under_its_own_name() -> None:
    modules = {path.stem for path in pathlib.Path(types.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(TYPES.values()) == modules
    for kind, module in TYPES.items():
        assert type_of(kind).name == module


@pytest.mark.parametrize("module", sorted(set(TYPES.values())))
def test_manual__says_what_is_read_and_what_is_refused(module: str) -> None:
    manual = " ".join((importlib.import_module(f"{types.__name__}.{module}").__doc__ or "").split())
    assert manual.startswith(f"{module}: ")
    assert "Read: " in manual
    assert "Refused: " in manual


@pytest.mark.parametrize("kind", TYPES)
def test_base_rules__are_kinds_of_rules(kind: str) -> None:
    assert {name for name, _ in type_of(kind).base_rules} <= KINDS.keys()
    assert type_of(kind).base_rules[0] == ("required", "V25")


# --- from the template to the total --------------------------------------------------------------------------------

LENGTHS = {
    "id": "duong-xa",
    "version": 1,
    "title": "Báo cáo đường xã",
    "periods": ["H1", "Y"],
    "fields": [
        {"tt": "1", "label": "Số tuyến đường", "unit": "Tuyến"},
        {"tt": "2", "label": "Chiều dài đường được cứng hóa", "unit": "km", "kind": "decimal(3)"},
        {"tt": "3", "label": "Diện tích cây xanh", "unit": "ha", "kind": "decimal"},
    ],
}
UNITS = {
    "UBND xã Sơn Tiến": {"1": 12, "2": 0.1, "3": 1.25},
    "UBND xã Sơn Hồng": {"1": 7, "2": 0.2, "3": "1.234,5"},
    "UBND xã Sơn Lâm": {"1": 3, "2": 10.123, "3": 2.555},  # a place too many: waits for a person
}


@pytest.fixture
def reports(tmp_path: pathlib.Path) -> pathlib.Path:
    form = made_forms.put(LENGTHS, tmp_path)
    assert lint(str(form)) == ()
    folder = tmp_path / "bc"
    folder.mkdir()
    for name, values in UNITS.items():
        header = {"unit": name, "period": "6 tháng đầu năm", "year": 2026}
        (folder / f"{name}.xlsx").write_bytes(template_bytes(load_file(str(form)), values=values, header=header))
    return tmp_path


def merged(folder: pathlib.Path, *more: Any) -> dict[str, Any]:
    code, printed = run("merge", folder / "bc", "--form", folder / "rieng.json", "-o", folder / "kq.xlsx", "--format",
                        "json", *more)  # fmt: skip
    assert code in (0, 1), printed
    found: dict[str, Any] = json.loads(printed)
    return found


def test_decimals__are_added_to_the_last_digit_and_what_is_rounded_waits(reports: pathlib.Path) -> None:
    result = merged(reports)
    totals = {field: (one["used"], one["set_aside"], one["read"]) for field, one in result["totals"].items()}
    assert totals == {"1": (22, 0, 22), "2": (10.423, 0, 10.423), "3": (1235.75, 2.56, 1238.31)}
    assert {
        (one["code"], one["field"], one["proposed"]) for one in result["findings"] if one["severity"] != "note"
    } == {("V60", "3", 2.56)}
    sheet = openpyxl.load_workbook(reports / "kq.xlsx")["Tổng hợp"]
    shown = {row[0].value: (row[4], row[6]) for row in sheet.iter_rows(min_row=15, max_row=17)}
    assert {tt: (total.number_format, aside.number_format) for tt, (total, aside) in shown.items()} == {
        "1": ("[$-42A]#,##0",) * 2, "2": ("[$-42A]#,##0.000",) * 2, "3": ("[$-42A]#,##0.00",) * 2,
    }  # fmt: skip
    assert shown["3"][1].value == 2.56


def test_decimals__a_decision_with_decimals_is_carried_out(reports: pathlib.Path) -> None:
    merged(reports)
    decided(reports, {"V60": 2.55})
    result = merged(reports)
    assert result["totals"]["3"]["used"] == 1238.3
    assert [(one["value"], one["obstacle"]) for one in result["decisions"]] == [(2.55, "")]
    assert result["totals"]["2"]["used"] == 10.423
    for suffix in (".csv", ".json"):
        merged(reports, "--tidy", reports / f"bang{suffix}")
    rows = json.loads((reports / "bang.json").read_text(encoding="utf-8"))
    assert [row["value"] for row in rows if row["field"] == "3"] == [1234.5, 2.55, 1.25]


def test_decimals__are_compared_with_the_previous_period(reports: pathlib.Path) -> None:
    merged(reports)
    (reports / "kq.xlsx").rename(reports / "truoc.xlsx")
    year = reports / "bc"
    for path in year.iterdir():
        path.unlink()
    form = load_file(str(reports / "rieng.json"))
    header = {"unit": "UBND xã Sơn Tiến", "period": "Năm", "year": 2026}
    (year / "a.xlsx").write_bytes(template_bytes(form, values={"1": 12, "2": 0.05, "3": 1.25}, header=header))
    found = merged(reports, "--previous", reports / "truoc.xlsx")["findings"]
    assert [(one["code"], one["field"]) for one in found if one["code"] == "C05"] == [("C05", "2")]


def test_template__asks_for_decimals_and_its_live_checks_take_them(reports: pathlib.Path) -> None:
    sheet = openpyxl.load_workbook(reports / "bc" / "UBND xã Sơn Tiến.xlsx")["Phụ lục"]
    place = layout(load_file(str(reports / "rieng.json")))
    cell = sheet[place.value("2").a1]
    assert (cell.value, cell.number_format) == (0.1, "0.000")
    kinds = {str(one.sqref): (one.type, one.operator, one.formula1) for one in sheet.data_validations.dataValidation}
    assert kinds[place.value("2").a1] == ("decimal", "greaterThanOrEqual", "0")
    assert kinds[place.value("1").a1] == ("whole", "greaterThanOrEqual", "0")
    assert "ROUND" in sheet[place.check("2").a1].value


# --- percentages -----------------------------------------------------------------------------------------------------

SHARES_FORM = {
    "id": "ho-so",
    "version": 1,
    "title": "Báo cáo hồ sơ trực tuyến",
    "periods": ["H1"],
    "fields": [
        {"tt": "1", "label": "Số hồ sơ tiếp nhận", "unit": "Hồ sơ"},
        {"tt": "2", "label": "Số hồ sơ nộp trực tuyến", "unit": "Hồ sơ"},
        {"tt": "3", "label": "Tỷ lệ hồ sơ trực tuyến", "unit": "%", "kind": "percent",
         "of": {"numerator": "2", "denominator": "1"}},
        {"tt": "4", "label": "Mức độ hài lòng của người dân", "unit": "%", "kind": "percent"},
    ],
}  # fmt: skip


@pytest.fixture
def shares(tmp_path: pathlib.Path) -> pathlib.Path:
    form = made_forms.put(SHARES_FORM, tmp_path)
    assert lint(str(form)) == ()
    folder = tmp_path / "bc"
    folder.mkdir()
    # Of the third unit only one part is used: both of its parts are left out of the percentage of all.
    values = ({"1": 2, "2": 1, "3": 50, "4": 90}, {"1": 100, "2": 99, "3": 99, "4": 80.5}, {"1": 50, "2": "nhiều"})
    for number, one in enumerate(values):
        header = {"unit": f"UBND xã {'ABC'[number]}n Bình", "period": "6 tháng đầu năm", "year": 2026}
        (folder / f"{number}.xlsx").write_bytes(template_bytes(load_file(str(form)), values=one, header=header))
    return tmp_path


def test_percent__of_all_units_is_worked_out_from_the_sums_of_its_parts(shares: pathlib.Path) -> None:
    totals = merged(shares)["totals"]
    assert (totals["1"]["used"], totals["2"]["used"]) == (152, 100)
    assert totals["3"] == {
        "used": 98, "set_aside": 0, "read": 0, "units_used": 2, "units_set_aside": 0, "units_missing": 1,
        "estimates": 0, "aggregation": "ratio",
    }  # fmt: skip
    assert (totals["4"]["used"], totals["4"]["aggregation"]) == (None, "none")


def test_percent__live_formulas_give_what_is_stored(shares: pathlib.Path, office: judges.Office) -> None:
    merged(shares)
    book = openpyxl.load_workbook(shares / "kq.xlsx")
    row = next(cell.row for cell in book["Tổng hợp"]["A"] if cell.value == "3")
    formula, note = book["Tổng hợp"].cell(row, 5).value, book["Tổng hợp"].cell(row, 8).value
    assert formula.startswith("=IF(SUMIFS(")
    assert "Tính từ tổng của 2 / 1" in note
    assert book["Tổng hợp"].cell(row + 1, 5).value == "–"
    assert "Không cộng: xem từng đơn vị" in book["Tổng hợp"].cell(row + 1, 8).value
    for name in ("Tổng hợp", "Theo đơn vị"):
        for line in book[name].iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    cell.value = cell.value  # openpyxl drops the stored results
    book.save(shares / "khong-ket-qua.xlsx")
    shown = office.values(shares / "khong-ket-qua.xlsx")["Tổng hợp"]
    assert [shown[one, 5] for one in range(row - 2, row + 1)] == [152, 100, 98]


def test_percent__template_stores_what_its_screen_shows(shares: pathlib.Path) -> None:
    form = load_file(str(shares / "rieng.json"))
    cell = openpyxl.load_workbook(shares / "bc" / "1.xlsx")["Phụ lục"][layout(form).value("4").a1]
    assert (cell.value, cell.number_format) == (0.805, "0.0%")
    report = validate_file(str(shares / "bc" / "1.xlsx"), against([form]))
    assert report.submission is not None
    assert [one.number for one in report.submission.readings] == [100, 99, 99, 80.5]


def test_percent__nation_takes_the_parts_and_not_the_percentages(shares: pathlib.Path) -> None:
    provinces = shares / "tinh"
    provinces.mkdir()
    for name in ("a", "b"):
        merged(shares)
        shutil.copy(shares / "kq.xlsx", provinces / f"{name}.xlsx")
        (shares / "bc" / "2.xlsx").unlink(missing_ok=True)  # the other province has two units
        (shares / "kq.xlsx").unlink()
    code, printed = run("merge", provinces, "--form", shares / "rieng.json", "-o", shares / "ca-nuoc.xlsx",
                        "--format", "json")  # fmt: skip
    assert code in (0, 1), printed
    totals = json.loads(printed)["totals"]
    # As each province says: the third unit, of which one part is not used, is in neither part of the percentage.
    assert (totals["1"]["used"], totals["2"]["used"], totals["3"]["used"]) == (254, 200, 98)
    assert totals["4"]["used"] is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"of": {"numerator": "9", "denominator": "1"}}, "Không có mã “9”."),
        ({"aggregation": "sum"}, "Chỉ tiêu loại percent không tổng hợp theo cách này."),
        ({"aggregation": "ratio"}, "Tỷ lệ 4 chưa nói là của chỉ tiêu nào trên chỉ tiêu nào"),
        ({"of": {"numerator": "3", "denominator": "1"}}, "Chỉ tiêu 3 không cộng được"),
    ],
)
def test_percent__a_definition_that_cannot_be_obeyed_is_told(
    tmp_path: pathlib.Path, change: dict[str, Any], said: str
) -> None:
    fields: list[dict[str, Any]] = SHARES_FORM["fields"]  # type: ignore[assignment]
    path = made_forms.put(SHARES_FORM | {"fields": [*fields[:3], fields[3] | change]}, tmp_path)
    assert [said in one.what["vi"] for one in lint(str(path))] == [True]


@pytest.mark.parametrize("module", sorted(set(WAYS.values())))
def test_ways__say_what_all_units_and_nobody_come_to(module: str) -> None:
    manual = " ".join((importlib.import_module(f"cchc_xl.aggregation.{module}").__doc__ or "").split())
    assert manual.startswith(f"{module}: ")
    assert "All units: " in manual
    assert "Nobody: " in manual


# --- money ---------------------------------------------------------------------------------------------------------

COSTS = {
    "id": "kinh-phi",
    "version": 1,
    "title": "Báo cáo kinh phí",
    "periods": ["H1"],
    "fields": [
        {"tt": "1", "label": "Kinh phí được cấp", "unit": "Triệu đồng", "kind": "money"},
        {"tt": "2", "label": "Kinh phí đã sử dụng", "unit": "Triệu đồng", "kind": "money"},
    ],
}


@pytest.mark.parametrize(
    ("unit", "proposed"),
    [("Triệu đồng", None), ("tr.đ", None), ("Đồng", 0.001), ("Nghìn đồng", 1.5), ("Tỷ đồng", 1500000)],
)
def test_money__of_a_report_in_another_unit_is_proposed_in_the_forms(
    tmp_path: pathlib.Path, unit: str, proposed: float | None
) -> None:
    form = load_file(str(made_forms.put(COSTS, tmp_path)))
    header = {"unit": "UBND xã An Bình", "period": "6 tháng đầu năm", "year": 2026}
    path = tmp_path / "bc.xlsx"
    value = 1000 if unit == "Đồng" else 1500
    path.write_bytes(template_bytes(form, values={"1": value, "2": 7}, header=header))
    book = openpyxl.load_workbook(path)
    book["Phụ lục"].cell(layout(form).value("1").row, 3).value = unit
    book.save(path)
    report = validate_file(str(path), against([form]))
    found = [(one.code, one.proposed) for one in report.findings if one.field == "1" and one.severity != "note"]
    assert found == ([] if proposed is None else [("S20", proposed)])


def test_money__a_unit_of_measure_that_is_none_is_told(tmp_path: pathlib.Path) -> None:
    fields = [{"tt": "1", "label": "Kinh phí", "unit": "Người", "kind": "money"}]
    (problem,) = lint(str(made_forms.put(COSTS | {"fields": fields}, tmp_path)))
    assert "“Người” không phải là đơn vị tiền" in problem.what["vi"]


# --- answers -------------------------------------------------------------------------------------------------------

ANSWERS_FORM = {
    "id": "ke-hoach",
    "version": 1,
    "title": "Báo cáo ban hành kế hoạch",
    "periods": ["H1"],
    "fields": [
        {"tt": "1", "label": "Số văn bản", "unit": "Văn bản"},
        {"tt": "2", "label": "Đã ban hành kế hoạch", "unit": "Có/Không", "kind": "choice", "choices": ["Có", "Không"]},
        {"tt": "3", "label": "Ngày ban hành", "unit": "Ngày", "kind": "date", "aggregation": "last", "required": False},
        {"tt": "4", "label": "Khó khăn, vướng mắc", "unit": "Nội dung", "kind": "text", "required": False},
    ],
}
GIVEN: list[dict[str, Any]] = [
    {"1": 2, "2": "Có", "3": "2026-05-12", "4": "Thiếu kinh phí"},
    {"1": 0, "2": "khong", "4": "Thiếu kinh phí"},
    {"1": 5, "2": "Có", "3": "3/6/2026"},
    {"1": 1, "2": "một phần", "3": "tháng 5"},
]


def test_answers__are_counted_listed_and_the_latest_day_is_found(tmp_path: pathlib.Path, office: judges.Office) -> None:
    form_path = made_forms.put(ANSWERS_FORM, tmp_path)
    assert lint(str(form_path)) == ()
    form = load_file(str(form_path))
    (tmp_path / "bc").mkdir()
    for number, values in enumerate(GIVEN):
        header = {"unit": f"UBND xã {'ABCD'[number]}n Bình", "period": "6 tháng đầu năm", "year": 2026}
        (tmp_path / "bc" / f"{number}.xlsx").write_bytes(template_bytes(form, values=values, header=header))
    result = merged(tmp_path)
    totals = result["totals"]
    assert totals["2"]["answers"] == {"Có": 2, "Không": 1}
    assert (totals["2"]["used"], totals["2"]["units_used"], totals["2"]["units_set_aside"]) == (None, 3, 1)
    assert (totals["3"]["used"], totals["3"]["units_used"]) == (46176, 2)  # 3/6/2026
    assert (totals["1"]["used"], totals["4"]["units_used"]) == (8, 2)
    wrong = {(one["code"], one["field"]) for one in result["findings"] if one["severity"] == "error"}
    assert wrong == {("V66", "2"), ("V67", "3")}
    values = [unit["values"]["2"]["used"] for unit in result["units"]]
    assert sorted(map(str, values)) == ["Có", "Có", "Không", "None"]
    shown = office.values(tmp_path / "kq.xlsx")["Tổng hợp"]
    by_label = {shown.get((row, 2)): shown.get((row, 5)) for row in range(1, 40)}
    assert by_label["Đã ban hành kế hoạch"] == "Có: 2; Không: 1"
    assert any("Thiếu kinh phí" in str(value) for value in shown.values())
    first = openpyxl.load_workbook(tmp_path / "bc" / "0.xlsx")["Phụ lục"]
    lists = [one.formula1 for one in first.data_validations.dataValidation if one.type == "list"]
    assert '"Có,Không"' in lists
    again = merged(tmp_path)
    assert again["totals"] == totals
    # Of each unusable answer a person says what it is: as text, or as the day that Excel makes of what was typed.
    decided(tmp_path, {"V66": "có ", "V67": dt.datetime(2026, 7, 1)})  # noqa: DTZ001 - as openpyxl writes a day
    settled = merged(tmp_path, "--tidy", tmp_path / "bang.json")
    assert settled["totals"]["2"]["answers"] == {"Có": 3, "Không": 1}
    assert (settled["totals"]["3"]["used"], settled["totals"]["3"]["units_used"]) == (46204, 3)
    assert {one["obstacle"] for one in settled["decisions"]} == {""}
    rows = json.loads((tmp_path / "bang.json").read_text(encoding="utf-8"))
    assert [(row["value"], row["qualifier"]) for row in rows if row["field"] == "2" and row["decision"]] == [
        (None, "Có")
    ]
    sheet = openpyxl.load_workbook(tmp_path / "kq.xlsx")["Theo đơn vị"]
    assert [sheet.cell(row, 6).value for row in range(6, 10)] == ["Có", "Không", "Có", "Có"]
    # What is no answer stays in its cell, with the reason why it has no effect.
    decided(tmp_path, {"V66": "hỏi lại sau", "V67": "tháng 7"})
    undone = merged(tmp_path)
    assert undone["totals"] == totals
    assert sorted((one["value"], one["obstacle"]) for one in undone["decisions"]) == [
        ("hỏi lại sau", "no-answer"), ("tháng 7", "no-answer")
    ]  # fmt: skip


def decided(folder: pathlib.Path, values: dict[str, Any]) -> None:
    """Types a value into the row of each code, in the workbook of ``merged``."""
    book = openpyxl.load_workbook(folder / "kq.xlsx")
    sheet = book[FINDINGS]
    columns = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    for cell in sheet["C"]:
        if cell.value in values:
            sheet.cell(cell.row, columns[word("action", "vi")]).value = ACTIONS["value"]
            sheet.cell(cell.row, columns[word("value", "vi")]).value = values[cell.value]
    book.save(folder / "kq.xlsx")
