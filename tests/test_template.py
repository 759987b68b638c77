"""The template: what it holds, how it is built, and what other people's programs say of it."""

from __future__ import annotations

import io
import pathlib
import re
import zipfile
from typing import Any

import judges
import openpyxl
import pytest

from cchc_xl.errors import UserError
from cchc_xl.form import layout as at
from cchc_xl.form.layout import field_name, header_name, layout
from cchc_xl.form.load import known_forms, load, versions
from cchc_xl.form.period import period
from cchc_xl.grid.file import read_file
from cchc_xl.model import Form, Grid, Unit
from cchc_xl.table.submission import read_submission
from cchc_xl.words import template as vi
from cchc_xl.write.template import live
from cchc_xl.write.template.looks import line_count, text_width
from cchc_xl.write.template.many import LONGEST_NAME
from cchc_xl.write.template.parts import Patcher
from cchc_xl.write.template.workbook import file_names, template_bytes, write_many, write_template
from cchc_xl.write.xlsx.archive import assemble, members, packed

FORM_ID = "tuyen-truyen-cchc"
VERSIONS = known_forms()[FORM_ID]
FORM = load(FORM_ID, 1)
PLACE = layout(FORM)
COMMITTED = judges.ROOT / "workbook_templates"

PARENT = Unit("U-436-2020", "Ủy ban nhân dân huyện Hương Sơn", "huyen")
UNIT = Unit("U-18163-2020", "Ủy ban nhân dân xã An Hòa Thịnh", "xa", parent=PARENT.id)
VALUES = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 3, "08": 4}
HEADER = {
    "unit": UNIT.name,
    "period": "6 tháng đầu năm",
    "year": 2020,
    "report_no": "05/BC-UBND",
    "report_date": "05/01/2026",
    "prepared_by": "Nguyễn Văn A",
}
# Seed 001's appendix as the commune wrote it.
REAL: dict[str, Any] = VALUES | {
    "05": "6(lồng ghép)",
    "05.1": "600 (Lượt người)",
    "06": "02",
    "07": "03",
    "08": "Hội nghị; mạng xã hội; TT miệng…",
}
# What turns into a formula, a link or a number where a program is not careful.
HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    '=HYPERLINK("http://x")',
    "http://example.com",
    "{=1}",
    "0012",
    "1e3",
    "\t=1",
    "＝1",
    "<b>&amp;</b>",
    "_x000D_",
    "a\nb",
    " c ",
)


def written(**content: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template_bytes(content.pop("form", FORM), **content)))


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pathlib.Path]:
    """One workbook of every sort that the program writes."""
    folder = tmp_path_factory.mktemp("templates")
    paths = {
        name: folder / f"{name}.xlsx"
        for name in ("blank", "blank-2", "unit", "valid", "real", "listed", "hostile", "commune")
    }
    write_template(FORM, paths["blank"])
    write_template(load(FORM_ID, 2), paths["blank-2"])
    write_template(FORM, paths["unit"], unit=UNIT, roster=(PARENT, UNIT), period=period(FORM, "H1", 2020))
    write_template(FORM, paths["commune"], unit=UNIT._replace(name="Đặc khu Hòn Mẫu"))
    write_template(
        FORM, paths["valid"], header=HEADER, values=VALUES, narrative={"direction": "Ban hành kế hoạch.\n" * 12}
    )
    write_template(
        FORM,
        paths["real"],
        header=HEADER,
        values=REAL,
        notes={"05": "lồng ghép trong hội nghị giao ban hằng tháng " * 8},
    )
    write_template(
        FORM,
        paths["listed"],
        header={"unit": "Sở Nội vụ"},
        roster=[UNIT, Unit("S-01", "Sở Nội vụ", "so")],
        values=VALUES,
    )
    fields = [field.id for field in FORM.fields]
    texts = [
        text for text in HOSTILE if text != "_x000D_"
    ]  # Gnumeric does not undo the escape of such a text; the others do
    write_template(
        FORM,
        paths["hostile"],
        values=dict(zip(fields, texts, strict=False)),
        notes=dict(zip(fields, texts[5:], strict=False)),
    )
    return paths


# --- the committed templates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_committed__is_what_the_form_gives(version: int) -> None:
    committed = parts((COMMITTED / f"{FORM_ID}-{version}.xlsx").read_bytes())
    rebuilt = parts(template_bytes(load(FORM_ID, version)))
    assert list(committed) == list(rebuilt)
    assert [name for name in committed if committed[name] != rebuilt[name]] == [], "run tools/build_templates.py"


def test_committed__there_is_one_of_every_version() -> None:
    assert {path.name for path in COMMITTED.glob("*.xlsx")} == {
        f"{form}-{v}.xlsx" for form, versions in known_forms().items() for v in versions
    }


def test_same_call__same_bytes_whatever_was_written_before() -> None:
    committed = (COMMITTED / f"{FORM_ID}-{VERSIONS[-1]}.xlsx").read_bytes()
    assert [template_bytes(load(FORM_ID, VERSIONS[-1])) == committed for _ in range(3)] == [True] * 3
    assert template_bytes(FORM, unit=UNIT, values=REAL) == template_bytes(FORM, unit=UNIT, values=REAL)


# --- outside judges ------------------------------------------------------------------------------------------------


@pytest.mark.judge
@pytest.mark.parametrize("office_version", ["Office2010", "Microsoft365"])
def test_openxml_sdk__finds_nothing(examples: dict[str, pathlib.Path], office_version: str) -> None:
    assert judges.validate_openxml(*examples.values(), office=office_version) == []


@pytest.mark.parametrize("name", ["blank", "blank-2", "unit", "valid", "real", "listed", "hostile", "commune"])
def test_programs__show_what_the_file_stores(
    examples: dict[str, pathlib.Path], office: judges.Office, name: str
) -> None:
    stored = stored_values(examples[name])
    assert office.values(examples[name]) == stored
    assert judges.ironcalc_values(examples[name]) == stored
    assert judges.gnumeric_values(examples[name]) == stored


def stored_values(path: pathlib.Path) -> judges.Values:
    """The stored results, read by openpyxl."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {(c.row, c.column): c.value for row in sheet.iter_rows() for c in row if c.value not in (None, "")}
        for sheet in book
    }


def test_chosen_unit__is_looked_up_by_its_exact_name(examples: dict[str, pathlib.Path], office: judges.Office) -> None:
    row_id, row_level = (at.META_KEYS.index(key) + 1 for key in ("unit_id", "unit_level"))
    unit = PLACE.header["unit"]
    for name, expected in (
        ("Sở Nội vụ", ("S-01", "so")),
        ("sở nội vụ", (None, None)),
        ("Sở*", (None, None)),
        (UNIT.name, (UNIT.id, "xa")),
    ):
        values = judges.ironcalc_values(examples["listed"], {(unit.sheet, unit.row, unit.column): name})
        assert (values[at.SHEET_META].get((row_id, 2)), values[at.SHEET_META].get((row_level, 2))) == expected, name
    shown = office.values(examples["listed"])
    assert (shown[at.SHEET_META][row_id, 2], shown[at.SHEET_META][row_level, 2]) == ("S-01", "so")
    assert shown[PLACE.table][PLACE.rows["04"], PLACE.check_column].startswith(
        vi.WARNING
    )  # a department has no commune loudspeakers


@pytest.mark.judge
def test_print__appendix_is_one_page_and_nothing_is_cut(
    examples: dict[str, pathlib.Path], office: judges.Office, tmp_path: pathlib.Path
) -> None:
    import subprocess

    pdf = office.convert(examples["real"], "pdf", tmp_path)
    text = subprocess.run(
        [judges.program("pdftotext", "poppler-utils"), "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    first = text.split("\f")[0]
    assert "NGƯỜI LẬP BIỂU" in first
    assert "Nguyễn Văn A" in first
    assert vi.ERROR not in first  # the checks are not printed
    assert " ".join(first.split()).count("giao ban") >= 7


# --- the status line -----------------------------------------------------------------------------------------------


def status(**content: Any) -> str:
    shown: str = openpyxl.load_workbook(io.BytesIO(template_bytes(FORM, **content)), data_only=True)[PLACE.table][
        PLACE.status.a1
    ].value
    return shown


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({}, "Chưa ghi"),
        ({"header": HEADER}, "Chưa ghi"),
        (
            {"values": {"01": 1}},
            "Còn 10 lỗi",
        ),  # eight figures, the unit, and the period and year, asked for in one cell
        ({"header": HEADER, "values": {"01": 1}}, "Còn 8 lỗi"),
        ({"header": HEADER, "values": VALUES}, "Hợp lệ"),
        ({"header": HEADER, "values": VALUES | {"06": 12}}, "Còn 1 cảnh báo"),
        ({"header": HEADER, "values": VALUES | {"06": 12, "01": -1, "02": "không"}}, "Còn 2 lỗi, 1 cảnh báo"),
        ({"header": HEADER | {"year": 2020.5}, "values": VALUES}, "Còn 1 lỗi"),
        ({"header": HEADER | {"year": "2020"}, "values": VALUES}, "Hợp lệ"),
        ({"header": HEADER | {"year": None}, "values": VALUES}, "Còn 1 lỗi"),
    ],
)
def test_status__counts_errors_and_warnings(content: dict[str, Any], expected: str, tmp_path: pathlib.Path) -> None:
    assert status(**content) == expected
    write_template(FORM, tmp_path / "t.xlsx", **content)
    values = judges.ironcalc_values(tmp_path / "t.xlsx")[PLACE.table]
    assert values[PLACE.status.row, PLACE.status.column] == expected


# --- what openpyxl reads -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Xã Sơn Hà", "ỦY BAN NHÂN DÂN XÃ SƠN HÀ"),
        ("phường Trần Phú", "ỦY BAN NHÂN DÂN PHƯỜNG TRẦN PHÚ"),
        ("Ủy ban nhân dân xã An Hòa", "ỦY BAN NHÂN DÂN XÃ AN HÒA"),
        ("UBND xã An Hòa", "UBND XÃ AN HÒA"),
        ("Sở Nội vụ", "SỞ NỘI VỤ"),
        ("Xã hội học", "ỦY BAN NHÂN DÂN XÃ HỘI HỌC"),
        ("Xãhội", "XÃHỘI"),
    ],
)
def test_head__names_the_committee_of_a_commune(name: str, head: str) -> None:
    data = template_bytes(FORM, unit=UNIT._replace(name=name))
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True)[PLACE.table]["A2"].value == head


def test_header__a_blank_template_has_nothing_wrong_in_it() -> None:
    """Nothing says an error before something has been filled in, and everything that is missing does after."""
    top, bottom = PLACE.header_rows

    def shown(**content: Any) -> list[str]:
        sheet = openpyxl.load_workbook(io.BytesIO(template_bytes(FORM, **content)), data_only=True)[PLACE.table]
        return [text for row in range(top, bottom + 1) if (text := sheet.cell(row, PLACE.check_column).value)]

    assert shown() == [vi.NOT_FILLED, vi.NOT_FILLED]
    assert shown(unit=UNIT, period=period(FORM, "H1", 2026)) == []
    assert [text.partition(":")[0] for text in shown(values={"01": 1})] == [vi.ERROR, vi.ERROR]


def test_sheets__are_visible_hidden_and_very_hidden() -> None:
    states = {sheet.title: sheet.sheet_state for sheet in written()}
    assert states == {
        at.SHEET_TABLE: "visible",
        at.SHEET_NARRATIVE: "visible",
        at.SHEET_HELP: "visible",
        at.SHEET_LISTS: "hidden",
        at.SHEET_META: "veryHidden",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_names__lead_to_every_input(version: int) -> None:
    form = load(FORM_ID, version)
    place = layout(form)
    names = written(form=form).defined_names
    for field in form.fields:
        assert names[field_name(field.id)].value == f"'{at.SHEET_TABLE}'!{at.absolute(place.value(field.id))}"
    for key, ref in place.header.items():
        assert names[header_name(key)].value == f"'{at.SHEET_TABLE}'!{at.absolute(ref)}"
    assert names[at.NAME_STATUS].value == at.qualified(place.status)
    assert names[at.NAME_LEVEL].value.replace("'", "") == at.qualified(place.level).replace("'", "")
    assert names[at.NAME_CHECKS].value == f"'{at.SHEET_TABLE}'!$F${place.first_row}:$F${place.last_row}"
    assert names[at.NAME_VALUES].value == f"'{at.SHEET_TABLE}'!$D${place.first_row}:$D${place.last_row}"


def test_map__says_whose_template_it_is_and_where_the_inputs_are() -> None:
    sheet = written(unit=UNIT)[at.SHEET_META]
    pairs = {key.value: value.value for key, value in sheet.iter_rows(max_col=2)}
    assert [pairs[key] for key in at.META_KEYS] == [FORM_ID, "1", "1", UNIT.id, "xa", UNIT.name]
    assert pairs["field.05.1"] == PLACE.value("05.1").a1
    assert pairs["note.08"] == PLACE.note("08").a1
    assert pairs["header.unit"] == PLACE.header["unit"].a1
    assert pairs["narrative.next"] == PLACE.narrative["next"].a1
    assert pairs["sheet.table"] == at.SHEET_TABLE


def validations(sheet: Any) -> dict[str, Any]:
    return {cell: rule for rule in sheet.data_validations.dataValidation for cell in str(rule.sqref).split()}


def test_validations__quantities_are_whole_numbers_and_dates_are_free() -> None:
    rules = validations(written()[PLACE.table])
    for field in FORM.fields:
        rule = rules[PLACE.value(field.id).a1]
        assert (rule.type, rule.operator, rule.formula1, rule.errorStyle) == (
            "whole",
            "greaterThanOrEqual",
            "0",
            None,
        )  # None: stop
        assert vi.QUANTITY_PROMPT in rule.prompt
        note = rules[PLACE.note(field.id).a1]
        assert (note.type, note.operator, note.formula1, note.errorStyle) == (
            "textLength",
            "lessThanOrEqual",
            "500",
            "warning",
        )
    kinds = {item.id: rules[PLACE.header[item.id].a1].type for item in FORM.header}
    assert kinds == {key: {"period": "list", "year": "whole"}.get(key) for key in kinds}
    assert rules[PLACE.header["period"].a1].formula1 == at.NAME_PERIODS
    assert (rules[PLACE.header["year"].a1].formula1, rules[PLACE.header["year"].a1].formula2) == ("2011", "2099")


@pytest.mark.parametrize("version", VERSIONS)
def test_texts__keep_excels_limits(version: int) -> None:
    for sheet in written(form=load(FORM_ID, version), roster=(PARENT, UNIT)):
        for rule in sheet.data_validations.dataValidation:
            assert max(len(rule.promptTitle or ""), len(rule.errorTitle or "")) <= 32
            assert max(len(rule.prompt or ""), len(rule.error or "")) <= 255
    for formula in live.value_formulas(load(FORM_ID, version), layout(load(FORM_ID, version))).values():
        assert len(formula) < 8192
        assert max(map(len, re.findall(r'"([^"]*)"', formula))) <= 255
        assert set(re.findall(r"[A-Z]+(?=\()", formula)) <= {
            "IF",
            "AND",
            "OR",
            "NOT",
            "ISNUMBER",
            "ISERROR",
            "INT",
            "LEN",
            "TRIM",
            "COUNT",
            "COUNTA",
            "MIN",
            "MAX",
            *("EXACT", "UPPER", "LOWER", "SUBSTITUTE", "CHAR", "FIND"),  # is a note an explanation?
        }


def test_drop_downs__hold_the_periods_and_the_rosters_units() -> None:
    elsewhere, twin = UNIT._replace(id="U-2", parent=""), UNIT._replace(id="U-3", parent="")
    book = written(roster=(UNIT, PARENT, elsewhere, twin))
    sheet = book[at.SHEET_LISTS]
    assert [
        row[0] for row in sheet.iter_rows(min_row=2, max_row=1 + len(FORM.periods), max_col=1, values_only=True)
    ] == [kind.label for kind in FORM.periods]
    names = [row[0] for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2, values_only=True)]
    assert names == [f"{UNIT.name}, {PARENT.name}", PARENT.name, f"{UNIT.name} (U-2)", f"{UNIT.name} (U-3)"]
    assert validations(book[PLACE.table])[PLACE.header["unit"].a1].formula1 == at.NAME_UNITS
    assert book.defined_names[at.NAME_UNITS].value == f"{at.SHEET_LISTS}!$B$2:$B$5"


def test_protection__without_a_password_inputs_open_labels_locked() -> None:
    sheet = written()[PLACE.table]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.formatColumns  # False: not forbidden
    assert not sheet.protection.formatRows
    inputs = {ref.a1 for ref in PLACE.header.values()}
    inputs |= {place(field.id).a1 for field in FORM.fields for place in (PLACE.value, PLACE.note)}
    opened = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and not isinstance(cell, openpyxl.cell.MergedCell)
    }
    assert inputs <= opened
    assert opened - inputs == {"A1", f"C{PLACE.last_row + 8}"}  # the superior body and the signer


def test_unit_template__name_is_locked_and_the_rest_is_filled_in() -> None:
    sheet = written(unit=UNIT, roster=(PARENT, UNIT), period=period(FORM, "H1", 2020))[PLACE.table]
    name = sheet[PLACE.header["unit"].a1]
    assert (name.value, name.protection.locked) == (UNIT.name, True)
    assert (sheet[PLACE.header["period"].a1].value, sheet[PLACE.header["year"].a1].value) == ("6 tháng đầu năm", 2020)
    assert sheet["A1"].value == "ỦY BAN NHÂN DÂN HUYỆN HƯƠNG SƠN"
    assert sheet.sheet_view.selection[0].activeCell == PLACE.header["report_no"].a1


def test_page__is_a4_one_page_wide_with_the_margins_of_the_decree() -> None:
    sheet = written()[PLACE.table]
    setup, margins = sheet.page_setup, sheet.page_margins
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (
        9,
        "portrait",
        None,
        None,
    )  # None: 1
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert 30 <= margins.left * 25.4 <= 35
    assert 15 <= margins.right * 25.4 <= 20
    assert all(20 <= side * 25.4 <= 25 for side in (margins.top, margins.bottom))
    assert sheet.print_area == f"'{at.SHEET_TABLE}'!$A$1:$E${PLACE.last_row + 8}"
    assert written(print_checks=True)[PLACE.table].print_area == f"'{at.SHEET_TABLE}'!$A$1:$F${PLACE.last_row + 8}"


def test_fonts__are_times_new_roman_everywhere() -> None:
    book = written(values=REAL)
    assert {cell.font.name for sheet in book for row in sheet.iter_rows() for cell in row} == {"Times New Roman"}


def test_labels__mirror_the_appendix_in_order() -> None:
    sheet = written()[PLACE.table]
    rows = [
        [cell.value for cell in row]
        for row in sheet.iter_rows(min_row=PLACE.head_row, max_row=PLACE.last_row, max_col=3)
    ]
    assert rows[0] == ["TT", "Chỉ tiêu", "Đơn vị tính"]
    assert rows[1:] == [[field.tt or None, field.label, field.unit] for field in FORM.fields]
    sub = sheet.cell(PLACE.rows["05.1"], at.LABEL)
    assert (sub.font.italic, sub.alignment.indent) == (True, 1)


def test_help__explains_every_row_and_every_live_message() -> None:
    for version in VERSIONS:
        form = load(FORM_ID, version)
        words = " ".join(
            str(cell) for row in written(form=form)[at.SHEET_HELP].iter_rows(values_only=True) for cell in row if cell
        )
        for field in form.fields:
            assert field.label in words
            assert field.help in words
        for rule in live.live_rules(form, layout(form)):
            assert rule.text.partition(": ")[2] in words


# --- text stays text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_injection__stays_a_string_wherever_it_is_put(text: str) -> None:
    data = template_bytes(
        FORM,
        unit=UNIT._replace(name=f"Xã {text}"),
        superior=text,
        values={"01": text},
        notes={"01": text},
        header={"report_no": text, "unit": text},
        narrative={"direction": text},
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[PLACE.table]
    cells = [
        sheet["A1"],
        sheet[PLACE.value("01").a1],
        sheet[PLACE.note("01").a1],
        sheet[PLACE.header["report_no"].a1],
        sheet[PLACE.header["unit"].a1],
    ]
    cells.append(book[at.SHEET_NARRATIVE][PLACE.narrative["direction"].a1])
    for cell in cells:
        assert cell.data_type in ("s", "f")
        assert cell.hyperlink is None
    raw = parts(data)["xl/worksheets/sheet1.xml"].decode()
    formulas = set(re.findall(r"<f>(.*?)</f>", raw))
    assert formulas == set(
        re.findall(r"<f>(.*?)</f>", parts(template_bytes(FORM))["xl/worksheets/sheet1.xml"].decode())
    )


def test_unknown_ids__are_refused() -> None:
    for content in ({"values": {"99": 1}}, {"notes": {"x": "y"}}, {"header": {"x": "y"}}, {"narrative": {"x": "y"}}):
        with pytest.raises(ValueError, match="has no"):
            template_bytes(FORM, **content)


def test_xlsxwriter_warnings__are_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vi.INPUTS, "integer", ("", "x" * 256))
    with pytest.raises(UserWarning, match="255"):
        template_bytes(FORM)


def test_text_too_long_for_a_cell__is_refused_and_never_cut() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        template_bytes(FORM, notes={"01": "x" * 40_000})


def test_form_with_too_many_rules_for_a_formula__is_refused() -> None:
    crowded: Form = FORM._replace(rules=FORM.rules + FORM.rules[4:5] * 80)
    with pytest.raises(ValueError, match="rules"):
        live.value_formulas(crowded, PLACE)


# --- the program reads what it wrote -------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_reader__reads_every_input_where_it_was_put(version: int, tmp_path: pathlib.Path) -> None:
    form = load(FORM_ID, version)
    values = {field.id: index for index, field in enumerate(form.fields)}
    notes = {field.id: f"ghi chú {field.id}" for field in form.fields}
    header = {item.id: f"nội dung {item.id}" for item in form.header if item.kind == "text"} | {
        "report_date": "03/07/2026",
        "cut_off": "14/6/2026",
    }
    narrative = {item.id: f"- nội dung {item.id}\n- hết" for item in form.narrative}
    path = tmp_path / "filled.xlsx"
    write_template(
        form,
        path,
        unit=UNIT,
        period=period(form, "H1", 2026),
        values=values,
        notes=notes,
        header=header,
        narrative=narrative,
    )
    grid = read_file(str(path))
    assert isinstance(grid, Grid)
    submission, findings = read_submission(grid, versions(FORM_ID))[:2]
    assert submission is not None
    assert (submission.form, submission.version, submission.unit_text) == (FORM_ID, version, UNIT.name)
    assert submission.period == period(form, "H1", 2026)
    assert {r.field: (r.number, r.how, r.note) for r in submission.readings} == {
        key: (values[key], "exact", notes[key]) for key in values
    }
    assert submission.header == {"unit": UNIT.name, "period": "6 tháng đầu năm", "year": "2026", **header}
    assert submission.narrative == narrative
    assert list(findings) == []


# --- one per unit --------------------------------------------------------------------------------------------------

MANY = (
    UNIT,
    PARENT,
    UNIT._replace(id="U-2", name='UBND  xã <Sơn & Hà> "1"', parent=""),
    Unit("U-3", "Sở Nội vụ", "so", parent=PARENT.id),
    UNIT._replace(id="u-2", name="UBND xã Sơn Hạ 1", parent=""),
)


def test_many__is_what_one_by_one_gives(tmp_path: pathlib.Path) -> None:
    when = period(FORM, "Y", 2026)
    paths = write_many(FORM, MANY, tmp_path, when, header={"cut_off": "14/12/2026"})
    assert [pathlib.Path(path).name for path in paths] == file_names(MANY)
    for unit, path in zip(MANY, paths, strict=True):
        one = template_bytes(FORM, unit=unit, period=when, roster=MANY, header={"cut_off": "14/12/2026"})
        assert contents(pathlib.Path(path).read_bytes()) == contents(one)


def contents(package: bytes) -> Any:
    """Every cell with its look; the order of shared strings may differ."""
    book = openpyxl.load_workbook(io.BytesIO(package))
    cached = openpyxl.load_workbook(io.BytesIO(package), data_only=True)
    return {
        sheet.title: [
            (cell.coordinate, cell.value, cached[sheet.title][cell.coordinate].value, cell.style_id)
            for row in sheet.iter_rows()
            for cell in row
        ]
        for sheet in book
    }


@pytest.mark.judge
def test_many__openxml_sdk_finds_nothing(tmp_path: pathlib.Path) -> None:
    assert judges.validate_openxml(*write_many(FORM, MANY[:3], tmp_path)) == []


def test_many__a_file_that_is_there_is_left_alone(tmp_path: pathlib.Path) -> None:
    taken = tmp_path / file_names(MANY)[-1]
    taken.write_bytes(b"filled in")
    with pytest.raises(UserError) as caught:
        write_many(FORM, MANY, tmp_path)
    assert caught.value.key == "output-exists"
    assert [path.name for path in tmp_path.iterdir()] == [taken.name]
    assert taken.read_bytes() == b"filled in"
    write_many(FORM, MANY, tmp_path, overwrite=True)
    assert len(list(tmp_path.iterdir())) == len(MANY)


def test_many__folder_must_exist(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UserError) as caught:
        write_many(FORM, MANY, tmp_path / "none")
    assert caught.value.key == "no-output-folder"


def test_file_names__suit_every_file_system() -> None:
    odd = [
        Unit("U/1", "Xã A:B*?"),
        Unit("u/1", "xã a b"),
        Unit("con", ""),
        Unit("", ""),
        Unit("../..", "\u202e"),
        Unit("U-9", "Xã " + "Rất Dài " * 40),
    ]
    names = file_names(odd)
    assert names[:4] == ["U 1 xa a b.xlsx", "u 1 xa a b (2).xlsx", "con don-vi.xlsx", "don-vi.xlsx"]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[0-9A-Za-z_-][0-9A-Za-z_() -]*\.xlsx", name), name
        assert len(name) <= LONGEST_NAME + len(" (2).xlsx") < 120
    assert file_names([UNIT]) == ["U-18163-2020 uy ban nhan dan xa an hoa thinh.xlsx"]


def test_patcher__replaces_markers_and_keeps_the_rest() -> None:
    package = assemble(
        [packed(b"a.xml", b"<t>@@x@@</t>" * 3), packed(b"b.xml", b"<u/>" * 50), packed(b"c.xml", b"@@x@@")]
    )
    filled = Patcher(package, [b"@@x@@"]).fill(["A & <B>"])
    assert parts(filled) == {
        "a.xml": b"<t>A &amp; &lt;B&gt;</t>" * 3,
        "b.xml": b"<u/>" * 50,
        "c.xml": b"A &amp; &lt;B&gt;",
    }
    assert [m.name for m in members(filled)] == [b"a.xml", b"b.xml", b"c.xml"]
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert archive.testzip() is None
    with pytest.raises(ValueError, match="not in the package"):
        Patcher(package, [b"@@y@@"])


# --- heights of rows -----------------------------------------------------------------------------------------------


def test_line_count__wraps_as_a_column_does() -> None:
    width = text_width("Hội nghị")
    assert line_count("", 100) == 1
    assert line_count("Hội nghị", width + 1) == 1
    assert line_count("Hội nghị", width - 1) == 2
    assert line_count("một\nhai\nba", 500) == 3
    assert line_count("x" * 100, text_width("x" * 10) + 0.1) == 10
    assert text_width("ế") == text_width("e")
    assert text_width("Đ") > text_width("đ")


def test_rows__grow_with_given_texts_and_are_not_fixed() -> None:
    def row(note: str) -> tuple[float, bool]:
        xml = parts(template_bytes(FORM, notes={"05": note}))["xl/worksheets/sheet1.xml"].decode()
        found = re.search(rf'<row r="{PLACE.rows["05"]}"[^>]* ht="([\d.]+)"([^>]*)>', xml)
        assert found
        return float(found[1]), "customHeight" in found[2]

    assert row("")[0] < row("lồng ghép trong hội nghị giao ban " * 6)[0] <= 409
    assert row("x " * 16_000)[0] <= 409
    assert row("") == (row("ngắn")[0], False)
