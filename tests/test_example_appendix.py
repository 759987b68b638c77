"""examples/phu-luc-15-dong: an appendix of an office's own, from the definition to the provincial workbook."""

from __future__ import annotations

import pathlib
from typing import Any

import judges
import openpyxl
import pytest
from filled import merged_example

from cchc_xl.form.layout import layout
from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file
from cchc_xl.form.period import period
from cchc_xl.units.roster import load_roster
from cchc_xl.validate import settings, validate_file

FOLDER = pathlib.Path(__file__).parent.parent / "examples" / "phu-luc-15-dong"
FORM = FOLDER / "bieu-mau" / "kinh-te-xa-hoi-1.json"
REPORTS = sorted((FOLDER / "bao-cao").glob("*.xlsx"))

# Worked out by hand from the figures of tools/example_appendix.py: (used, set aside).
TOTALS = {
    "1": (565.15, 0), "1.1": (322, 0), "1.2": (242.95, 0), "2": (3299.6, 315.7), "3": (5380, 0),
    "4": (95.975, 0), "4.1": (61.38, 14.2), "4.2": (73.4, 0), "5": (4881.25, 1200), "5.1": (1070.125, 0),
    "6": (7525, 0), "6.1": (308, 0), "6.2": (4.09, 0), "7": (10, 0), "8": (475, 0),
}  # fmt: skip
PLANTED = {
    ("KT03", "1", "C30"),
    ("KT04", "4.1", "C31"),
    ("KT05", "2", "V60"),
    ("KT05", "5", "V64"),
    ("KT05", "6.2", "V62"),
    ("KT05", None, "S16"),  # a table of its own making
    ("KT06", None, "M12"),
}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return merged_example(FOLDER, tmp_path_factory.mktemp("merged") / "kq.xlsx")


def test_form__is_sound_and_has_fifteen_rows_in_three_sections() -> None:
    assert lint(str(FORM)) == ()
    form = load_file(str(FORM))
    assert (len(form.fields), [section.tt for section in form.sections]) == (15, ["I", "II", "III"])
    assert {field.kind for field in form.fields} == {"count", "decimal", "percent", "money"}
    lines = FORM.read_text(encoding="utf-8").count("\n")
    assert lines / len(form.fields) < 5


def test_merge__totals_are_the_known_figures(merged: dict[str, Any]) -> None:
    assert {field: (one["used"], one["set_aside"]) for field, one in merged["totals"].items()} == TOTALS


def test_merge__every_planted_fault_is_found_and_nothing_else(merged: dict[str, Any]) -> None:
    found = {(one["unit"], one["field"], one["code"]) for one in merged["findings"] if one["severity"] != "note"}
    assert found == PLANTED
    proposed = {one["field"]: one["proposed"] for one in merged["findings"] if one["unit"] == "KT05"}
    assert (proposed["2"], proposed["5"], proposed["6.2"]) == (315.7, 1200, 5.18)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_reports__each_reads_as_it_was_written(path: pathlib.Path) -> None:
    form = load_file(str(FORM))
    when = period(form, "H1", 2026)
    report = validate_file(str(path), settings([form], load_roster(str(FOLDER / "don-vi.csv")), when))
    assert report.submission is not None
    assert report.submission.unit is not None
    assert path.stem == report.submission.unit.name
    assert all(one.number is not None for one in report.submission.readings)


def test_template__has_the_sections_and_a_format_for_each_type() -> None:
    form = load_file(str(FORM))
    sheet, place = openpyxl.load_workbook(FOLDER / "mau.xlsx")["Phụ lục"], layout(form)
    formats = {field.id: sheet[place.value(field.id).a1].number_format for field in form.fields}
    assert (formats["1"], formats["4"], formats["4.2"], formats["6.2"], formats["5"], formats["7"]) == (
        "0.00", "0.000", "0.0%", "0.00%", "#,##0.000", "General",
    )  # fmt: skip
    titles = [sheet.cell(row, 2).value for row in range(1, sheet.max_row + 1)]
    assert [title for title in titles if title in ("Nông nghiệp", "Hạ tầng", "Văn hóa - xã hội")] == [
        "Nông nghiệp", "Hạ tầng", "Văn hóa - xã hội",
    ]  # fmt: skip


def test_template__checks_of_the_faulty_report_are_live(office: judges.Office) -> None:
    """What LibreOffice calculates in the filled templates is what the program finds."""
    form = load_file(str(FORM))
    place = layout(form)
    shown = {}
    for name in ("An Bình", "Cẩm Thạch", "Đông Sơn"):
        values = office.values(FOLDER / "bao-cao" / f"Xã {name}.xlsx")["Phụ lục"]
        checks = {field.id: place.check(field.id) for field in form.fields}
        shown[name] = {field: text for field, ref in checks.items() if (text := values.get((ref.row, ref.column)))}
    assert shown["An Bình"] == {}
    assert set(shown["Cẩm Thạch"]) == {"1"}
    assert shown["Đông Sơn"]["4.1"] == "Lỗi: Đường đã cứng hóa dài hơn tổng chiều dài đường."


def test_province__the_committed_workbook_calculates_to_the_known_figures(office: judges.Office) -> None:
    values = office.values(FOLDER / "tong-hop.xlsx")["Tổng hợp"]
    by_tt = {values.get((row, 2)): values.get((row, 5)) for row in range(1, 60)}
    form = load_file(str(FORM))
    found = {field.id: by_tt[field.label] for field in form.fields}
    assert found == pytest.approx({field: used for field, (used, _) in TOTALS.items()})
