"""Last period's figures in the template: shown, asked about, and never read as this period's."""

from __future__ import annotations

import io
import json
import pathlib
import random
from collections.abc import Mapping
from typing import Any

import judges
import openpyxl
import pytest
from filled import run
from made_reports import FORM, IDS, ROSTER, A, B, report

from cchc_xl.check.before import LIMITS, EarlierFigures, JumpLimits, is_broken
from cchc_xl.consolidation.beside.changes import with_changes
from cchc_xl.consolidation.beside.for_templates import earlier_figures
from cchc_xl.consolidation.beside.previous import Previous, PreviousUnit
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.errors import UserError
from cchc_xl.form import layout as at
from cchc_xl.form.layout import layout
from cchc_xl.form.period import period
from cchc_xl.model import Form, Report, Unit
from cchc_xl.units.listing import Roster
from cchc_xl.validate import settings as against
from cchc_xl.validate import validate_file
from cchc_xl.words import template as vi
from cchc_xl.words.say import ui
from cchc_xl.write.province.workbook import province_bytes
from cchc_xl.write.template.many import file_names, write_many
from cchc_xl.write.template.workbook import template_bytes

PLACE = layout(FORM)
H1_2025, H1_2026, Y_2026 = period(FORM, "H1", 2025), period(FORM, "H1", 2026), period(FORM, "Y", 2026)
THEN = dict(zip(IDS, (12, 0, 3, 18, 6, 600, 2, 3, 4), strict=True))
NOW = dict(zip(IDS, (12, 0, 3, 180, 6, 60, 2, 33, 4), strict=True))  # 04, 05.1 and 07 are far from it
EARLIER = EarlierFigures(H1_2025.label, "year", THEN)
HEADER = {"unit": A.name, "period": "6 tháng đầu năm", "year": 2026, "prepared_by": "Nguyễn Văn A"}
TITLE = f"Kỳ trước ({H1_2025.label})"
JUMP = f"{vi.WARNING}: Tăng, giảm nhiều so với kỳ trước (ô bên phải). Nếu đúng, đề nghị giải trình ở cột Ghi chú."
MERGED = "tong-hop-2025.xlsx"


def opened(data: bytes, **options: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def column(data: bytes) -> dict[str, Any]:
    """Title -> what stands in each row of the column."""
    sheet = opened(data)[PLACE.table]
    title = sheet.cell(PLACE.head_row, at.BEFORE).value
    return {title: [sheet[PLACE.before(field).a1].value for field in IDS]} if title else {}


def checks(values: Mapping[tuple[int, int], Any]) -> dict[str, Any]:
    return {field: values.get((PLACE.rows[field], PLACE.check_column), "") for field in IDS}


@pytest.fixture
def merged(tmp_path: pathlib.Path) -> pathlib.Path:
    """The result of the first half of 2025: A reported, B all but three figures, C nothing."""
    reports = [
        report(A, tuple(THEN.values()), period=H1_2025),
        report(B, (5, "", *[1] * 5, "nhiều", 2), period=H1_2025),
    ]
    path = tmp_path / MERGED
    path.write_bytes(province_bytes(consolidate(FORM, reports, ROSTER, period=H1_2025)))
    (tmp_path / "don-vi.csv").write_text("Mã,Tên,Cấp\nU-A,Xã A,xa\nU-B,Xã B,xa\nU-C,Xã C,xa\n", encoding="utf-8")
    return path


# --- the command ---------------------------------------------------------------------------------------------------


def test_command__a_workbook_for_each_unit_with_its_own_figures(merged: pathlib.Path, tmp_path: pathlib.Path) -> None:
    out = tmp_path / "mau"
    code, said = run("template", "--roster", tmp_path / "don-vi.csv", "--period", "2026-H1",
                     "--previous", merged, "--out", out)  # fmt: skip
    assert (code, said.splitlines()[1:]) == (
        0,
        [
            "Cột “Kỳ trước” ghi số liệu 6 tháng đầu năm 2025: 2 đơn vị.",
            "Không có số liệu kỳ trước, mẫu không có cột “Kỳ trước”: 1 đơn vị: Xã C.",
        ],
    )
    first, second, third = (path.read_bytes() for path in sorted(out.iterdir()))
    assert column(first) == {TITLE: list(THEN.values())}
    assert column(second) == {TITLE: [5, None, 1, 1, 1, 1, 1, None, 2]}
    assert column(third) == {}


def test_command__one_unit_with_and_without_a_roster(merged: pathlib.Path, tmp_path: pathlib.Path) -> None:
    for number, more in enumerate(((), ("--roster", tmp_path / "don-vi.csv"))):
        path = tmp_path / f"mau-{number}.xlsx"
        code, said = run("template", "--unit", "Xã A", "--period", "2026-H1", "--previous", merged, "-o", path, *more)
        assert (code, said.splitlines()[1:]) == (0, ["Cột “Kỳ trước” ghi số liệu 6 tháng đầu năm 2025: 1 đơn vị."])
        assert column(path.read_bytes()) == {TITLE: list(THEN.values())}


def test_command__the_campaign_file_names_it_and_the_limits(merged: pathlib.Path, tmp_path: pathlib.Path) -> None:
    campaign = {"period": "2026-H1", "roster": "don-vi.csv", "previous": [MERGED], "jumps": {"high": 2, "change": 3}}
    file = tmp_path / "dot-bao-cao.json"
    file.write_text(json.dumps(campaign), encoding="utf-8")
    path = tmp_path / "mau.xlsx"
    assert run("template", "--campaign", file, "--unit", "U-A", "-o", path)[0] == 0
    assert column(path.read_bytes()) == {TITLE: list(THEN.values())}
    formula = opened(path.read_bytes())[PLACE.table][PLACE.check("01").a1].value
    assert f"ABS($D${PLACE.rows['01']}-$G${PLACE.rows['01']})>=3" in formula
    assert ">=2*$G$" in formula


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--unit", "Xã A"), "Chưa có kỳ báo cáo"),
        (("--period", "2026-H1"), "Số kỳ trước là của từng đơn vị"),
        (("--unit", "Xã A", "--period", "2024-H1"), "Không có tệp tổng hợp nào của kỳ trước 6 tháng đầu năm 2024"),
        (("--unit", "Xã A", "--period", "2025-H1"), "Không có tệp tổng hợp nào của kỳ trước 6 tháng đầu năm 2025"),
    ],
)
def test_command__what_it_must_know_is_asked(
    merged: pathlib.Path, tmp_path: pathlib.Path, arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(UserError) as raised:
        run("template", *arguments, "--previous", merged, "-o", tmp_path / "mau.xlsx")
    assert said in ui(raised.value.key, "vi", **raised.value.params)
    assert not (tmp_path / "mau.xlsx").exists()


def test_command__an_earlier_result_is_never_the_output(merged: pathlib.Path) -> None:
    before = merged.read_bytes()
    with pytest.raises(UserError):
        run("template", "--unit", "Xã A", "--period", "2026-H1", "--previous", merged, "-o", merged, "--force")
    assert merged.read_bytes() == before


def test_command__a_form_of_ones_own(tmp_path: pathlib.Path) -> None:
    fields = [
        {"tt": "01", "label": "Số lượt hồ sơ nộp trực tuyến", "unit": "Hồ sơ"},
        {"tt": "02", "label": "Số điểm hỗ trợ dịch vụ công trực tuyến", "unit": "Điểm"},
        {"tt": "03", "label": "Số thành viên Tổ công nghệ số cộng đồng", "unit": "Người"},
    ]
    file = tmp_path / "chuyen-doi-so.json"
    file.write_text(
        json.dumps({"id": "chuyen-doi-so", "version": 1, "title": "Báo cáo chuyển đổi số", "fields": fields})
    )
    from cchc_xl.form.home import opened as opened_form

    own = opened_form(str(file))
    reports = tmp_path / "nop"
    reports.mkdir()
    header = {"unit": "Xã A", "period": own.periods[0].label, "year": 2025}
    (reports / "a.xlsx").write_bytes(template_bytes(own, values={"01": 40, "02": 2, "03": 7}, header=header))
    kind = own.periods[0].id
    assert run("merge", reports, "--form", file, "--period", f"2025-{kind}", "-o", tmp_path / "cu.xlsx")[0] == 0
    path = tmp_path / "mau.xlsx"
    code, said = run("template", "--form", file, "--unit", "Xã A", "--period", f"2026-{kind}",
                     "--previous", tmp_path / "cu.xlsx", "-o", path)  # fmt: skip
    assert code == 0, said
    sheet = opened(path.read_bytes())[at.SHEET_TABLE]
    assert [sheet[layout(own).before(field.id).a1].value for field in own.fields] == [40, 2, 7]


# --- the workbook --------------------------------------------------------------------------------------------------


def test_column__is_grey_locked_and_not_printed() -> None:
    sheet = opened(template_bytes(FORM, unit=A, period=H1_2026, earlier=EARLIER))[PLACE.table]
    plain = opened(template_bytes(FORM, unit=A, period=H1_2026))[PLACE.table]
    assert sheet.print_area == plain.print_area
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for ref in (at.CellRef(PLACE.table, PLACE.head_row, at.BEFORE), *map(PLACE.before, IDS)):
        cell = sheet[ref.a1]
        assert cell.protection.locked
        assert (cell.font.color.rgb, cell.fill.fgColor.rgb) == ("FF595959", "FFEDEDED")
    for row in plain.iter_rows(max_col=PLACE.note_column):
        for cell in row:
            assert sheet[cell.coordinate].value == cell.value


def test_nothing_earlier__the_template_is_as_it_was() -> None:
    assert template_bytes(FORM, unit=A, period=H1_2026, earlier=None) == template_bytes(FORM, unit=A, period=H1_2026)


def test_many__is_what_one_by_one_gives(tmp_path: pathlib.Path) -> None:
    earlier = {A.id: EARLIER, B.id: EARLIER._replace(values={"01": 0, "05.1": 12_345_678})}
    paths = write_many(FORM, ROSTER, tmp_path, H1_2026, earlier=earlier)
    assert [pathlib.Path(path).name for path in paths] == file_names(ROSTER)
    for unit, path in zip(ROSTER, paths, strict=True):
        many = opened(pathlib.Path(path).read_bytes())
        one = opened(template_bytes(FORM, unit=unit, period=H1_2026, roster=ROSTER, earlier=earlier.get(unit.id)))
        for sheet in one:
            got = {cell.coordinate: cell.value for row in many[sheet.title].iter_rows() for cell in row}
            for row in sheet.iter_rows():
                for cell in row:
                    assert got.get(cell.coordinate) == cell.value, (sheet.title, cell.coordinate)


@pytest.mark.judge
def test_openxml_sdk__finds_nothing(tmp_path: pathlib.Path) -> None:
    earlier = {A.id: EARLIER, B.id: EARLIER._replace(values={"01": 0})}
    for office in ("Office2010", "Microsoft365"):
        assert (
            judges.validate_openxml(*write_many(FORM, ROSTER, tmp_path, H1_2026, earlier=earlier), office=office) == []
        )


@pytest.mark.judge
def test_print__is_the_appendix_alone(office: judges.Office, tmp_path: pathlib.Path) -> None:
    import subprocess

    path = tmp_path / "mau.xlsx"
    path.write_bytes(template_bytes(FORM, header=HEADER, values=NOW, earlier=EARLIER))
    pdf = office.convert(path, "pdf", tmp_path)
    tool = judges.program("pdftotext", "poppler-utils")
    text = subprocess.run([tool, "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "NGƯỜI LẬP BIỂU" in text.split("\f")[0]
    assert "Kỳ trước" not in text.split("\f")[0]


# --- what it asks --------------------------------------------------------------------------------------------------

CASES: tuple[tuple[str, EarlierFigures, Mapping[str, Any], Mapping[str, str]], ...] = (
    ("jumps", EARLIER, NOW, {}),
    ("one explained", EARLIER, NOW, {"04": "tăng do mở chuyên mục mới", "07": "đúng"}),
    ("nothing then", EARLIER._replace(values={}), NOW, {}),
    ("other limits", EARLIER._replace(limits=JumpLimits(high=1.5, low=0.5, change=1)), NOW | {"01": 18, "08": 2}, {}),
    ("the half within the year", EarlierFigures("6 tháng đầu năm 2026", "part", THEN), NOW | {"01": 11, "06": 1}, {}),
    ("shown only", EARLIER._replace(related=""), NOW, {}),
    ("broken otherwise", EARLIER, NOW | {"04": -5, "05.1": 2.5, "07": "33", "01": None}, {}),
    ("at the bounds", EARLIER._replace(values=dict.fromkeys(IDS, 10)),
     dict(zip(IDS, (50, 49, 20, 0, 2, 19, 1, 21, 11), strict=True)), {}),
)  # fmt: skip


@pytest.mark.parametrize("engine", ["libreoffice", "ironcalc", "gnumeric"])
def test_live_checks__show_what_is_stored(engine: str, office: judges.Office, tmp_path: pathlib.Path) -> None:
    for number, (name, earlier, values, notes) in enumerate(CASES):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(template_bytes(FORM, header=HEADER, values=values, notes=notes, earlier=earlier))
        stored = {
            (cell.row, cell.column): cell.value or ""
            for row in opened(path.read_bytes(), data_only=True)[PLACE.table].iter_rows()
            for cell in row
        }
        shown = (
            office.values(path)
            if engine == "libreoffice"
            else judges.ironcalc_values(path)
            if engine == "ironcalc"
            else judges.gnumeric_values(path)
        )
        assert checks(shown[PLACE.table]) == checks(stored), name
        if name == "jumps":
            assert {field for field, text in checks(stored).items() if text == JUMP} == {"04", "05.1", "07"} - _errors()


def _errors() -> set[str]:
    """The fields of NOW of which something worse is said without an earlier period."""
    sheet = opened(template_bytes(FORM, header=HEADER, values=NOW), data_only=True)[PLACE.table]
    return {field for field in IDS if sheet[PLACE.check(field).a1].value}


def test_live_checks__ask_what_a_merge_asks() -> None:
    """In every row where the template says nothing else: the merge's C08 and C05 are the live check's."""
    chance = random.Random(2)
    figures = (0, 1, 2, 3, 9, 10, 11, 12, 20, 50, 59, 60, 61, 100, 600)
    compared = 0
    for index in range(60):
        then = {field: chance.choice(figures) for field in IDS}
        now = {field: chance.choice(figures) for field in IDS}
        related, when, earlier_period = ("year", H1_2026, H1_2025) if index % 2 else ("part", Y_2026, H1_2026)
        previous = Previous("cu.xlsx", FORM, earlier_period, (PreviousUnit("", A.name, then),), 1, then)
        earlier = earlier_figures(FORM, [A], when, previous, Roster(ROSTER))[A.id]
        assert (earlier.related, earlier.values) == (related, then)
        header = HEADER | {"period": FORM.period_type(when.type).label}
        sheet = opened(template_bytes(FORM, header=header, values=now, earlier=earlier), data_only=True)[PLACE.table]
        plain = opened(template_bytes(FORM, header=header, values=now), data_only=True)[PLACE.table]
        (judged,) = with_changes(FORM, [_report(now, when)], when, [previous], Roster(ROSTER))
        merged = {one.field for one in judged.findings if one.code in ("C08", "C05")}
        for field in IDS:
            cell = PLACE.check(field).a1
            if not plain[cell].value:
                compared += 1
                assert bool(sheet[cell].value) == (field in merged), (related, field, then[field], now[field])
            else:
                assert sheet[cell].value == plain[cell].value or related == "part"
    assert compared > 200


def _report(values: Mapping[str, int], when: Any) -> Report:
    return report(A, tuple(values.values()), period=when)


def test_jump__is_the_rule_of_the_merge_at_its_bounds() -> None:
    for then, now, expected in ((10, 50, True), (10, 49, False), (10, 19, False), (50, 10, True), (50, 11, False),
                                (0, 10, True), (0, 9, False), (12, 2, True), (12, 3, False), (10, 0, True)):  # fmt: skip
        assert is_broken("year", then, now, LIMITS) is expected, (then, now)


def test_help__explains_the_column_and_what_it_asks() -> None:
    def words(earlier: EarlierFigures | None) -> str:
        sheet = opened(template_bytes(FORM, unit=A, period=H1_2026, earlier=earlier))[at.SHEET_HELP]
        return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)

    assert TITLE in words(EARLIER)
    assert JUMP.partition(": ")[2] in words(EARLIER)
    assert "Kỳ trước" not in words(None)


# --- reading it back -----------------------------------------------------------------------------------------------


def edited(data: bytes, change: Any) -> bytes:
    book = opened(data)
    change(book[PLACE.table])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def checked(tmp_path: pathlib.Path, data: bytes, form: Form = FORM) -> Report:
    path = tmp_path / "bao-cao.xlsx"
    path.write_bytes(data)
    return validate_file(str(path), against((form,)))


def figures(found: Report) -> dict[str, Any]:
    assert found.submission is not None
    return {reading.field: reading.number for reading in found.submission.readings if reading.number is not None}


def said(found: Report) -> set[tuple[str, str]]:
    return {(one.code, one.field) for one in found.findings}


FILLED = template_bytes(FORM, header=HEADER, values=NOW, earlier=EARLIER)
EMPTY = template_bytes(FORM, header=HEADER, earlier=EARLIER)
PLAIN, BLANK = template_bytes(FORM, header=HEADER, values=NOW), template_bytes(FORM, header=HEADER)


def write_over(sheet: Any) -> None:
    for field in IDS:
        sheet[PLACE.before(field).a1] = 777


def delete_title(sheet: Any) -> None:
    sheet.cell(PLACE.head_row, at.BEFORE).value = None


def delete_titles(sheet: Any) -> None:
    for place in range(1, at.BEFORE + 1):
        sheet.cell(PLACE.head_row, place).value = None


def move_beside_the_quantity(sheet: Any) -> None:
    """The column cut and put between the quantities and the notes: all to the right of it moves one further."""
    rows = range(PLACE.head_row, PLACE.last_row + 1)
    moved = {row: [sheet.cell(row, column).value for column in (5, 6, 7)] for row in rows}
    for row, (note, check, before) in moved.items():
        for place, value in zip((5, 6, 7), (before, note, check), strict=True):
            sheet.cell(row, place).value = value


def text_in_it(sheet: Any) -> None:
    sheet[PLACE.before("05").a1] = "số này sai"


@pytest.mark.parametrize("change", [None, write_over, delete_title, delete_titles, text_in_it])
def test_reader__takes_nothing_of_it_and_says_nothing_of_it(tmp_path: pathlib.Path, change: Any) -> None:
    for with_it, without_it in ((FILLED, PLAIN), (EMPTY, BLANK)):
        data = edited(with_it, change) if change else with_it
        plain = edited(without_it, change) if change is delete_titles else without_it
        found, expected = checked(tmp_path, data), checked(tmp_path, plain)
        assert figures(found) == figures(expected)
        assert said(found) == said(expected)


def test_reader__moved_beside_the_quantity_it_is_none_all_the_same(tmp_path: pathlib.Path) -> None:
    found = checked(tmp_path, edited(FILLED, move_beside_the_quantity))
    assert figures(found) == NOW
    assert not {code for code, _ in said(found)} & {"S12", "S19"}
    assert figures(checked(tmp_path, edited(EMPTY, move_beside_the_quantity))) == {}


@pytest.mark.parametrize("command", ["mark", "fix", "migrate"])
def test_copies__have_the_column(tmp_path: pathlib.Path, command: str) -> None:
    (tmp_path / "nop").mkdir()
    (tmp_path / "nop" / "a.xlsx").write_bytes(FILLED)
    out = tmp_path / "ra"
    code, words = run(
        command, tmp_path / "nop" / "a.xlsx", "--out", out, *(("--to", "1") if command == "migrate" else ())
    )
    assert code in (0, 1), words
    (copy,) = out.glob("*.xlsx")
    assert column(copy.read_bytes()) == {TITLE: list(THEN.values())}
    assert figures(checked(tmp_path, copy.read_bytes())) == NOW
    if command == "migrate":
        formula = opened(copy.read_bytes())[PLACE.table][PLACE.check("04").a1].value
        assert formula == opened(FILLED)[PLACE.table][PLACE.check("04").a1].value
        log = [cell for row in opened(copy.read_bytes()).worksheets[-1].iter_rows(values_only=True) for cell in row]
        assert not [cell for cell in log if cell and "Kỳ trước" in str(cell)]


def test_migrate__says_what_a_person_wrote_into_it(tmp_path: pathlib.Path) -> None:
    (tmp_path / "nop").mkdir()
    (tmp_path / "nop" / "a.xlsx").write_bytes(edited(FILLED, text_in_it))
    code, words = run("migrate", tmp_path / "nop" / "a.xlsx", "--to", "1", "--out", tmp_path / "ra")
    assert "số này sai" in words, (code, words)
    (copy,) = (tmp_path / "ra").glob("*.xlsx")
    assert column(copy.read_bytes()) == {TITLE: list(THEN.values())}


def test_hidden_sheet__a_stranger_s_words_make_no_traceback(tmp_path: pathlib.Path) -> None:
    book = opened(FILLED)
    for row in book[at.SHEET_META].iter_rows():
        if str(row[0].value).startswith("before."):
            row[1].value = "=1+1;x;" + "9" * 400
        elif str(row[0].value).startswith("field."):
            row[2].value = 1e300
    (tmp_path / "nop").mkdir()
    book.save(tmp_path / "nop" / "a.xlsx")
    code, words = run("migrate", tmp_path / "nop" / "a.xlsx", "--to", "1", "--out", tmp_path / "ra")
    assert code in (0, 1), words


def test_units__a_successor_has_the_sum_of_those_it_was_made_of() -> None:
    from test_compare import NEW, WHOLE, Y2025, old_workbook

    earlier = earlier_figures(FORM, NEW, Y2025, old_workbook("Cũ 1", "Cũ 2"), WHOLE)
    assert earlier[NEW[0].id].values["01"] == 24
    assert Unit("", "Xã lạ") not in earlier
