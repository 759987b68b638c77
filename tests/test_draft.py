"""``forms draft``: an appendix of any shape becomes a definition that passes its check and goes through every command."""

from __future__ import annotations

import json
import pathlib
import tempfile
from collections.abc import Mapping
from typing import Any

import judges
import pytest
import xlsxwriter
from draft_shapes import SHAPES, Shape, rows_of, workbook
from filled import run
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cchc_xl.draft.definition import drafted
from cchc_xl.draft.text import written
from cchc_xl.errors import UserError
from cchc_xl.form.lint import lint, open_points
from cchc_xl.form.load import load, load_file
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Form, Grid
from cchc_xl.quantity.types import type_of
from cchc_xl.write.template.build import template_bytes

EXAMPLES = judges.ROOT / "examples"
OWN = (
    EXAMPLES / "phu-luc-15-dong" / "bieu-mau" / "kinh-te-xa-hoi-1.json",
    EXAMPLES / "giai-quyet-tthc" / "bieu-mau" / "giai-quyet-tthc-1.json",
    EXAMPLES / "bieu-mau-rieng" / "bieu-mau" / "chuyen-doi-so-1.json",
    EXAMPLES / "bieu-mau-rieng" / "bieu-mau" / "chuyen-doi-so-2.json",
)


def read(data: bytes, name: str = "phụ lục.xlsx") -> Grid:
    grid = read_bytes(data, name)
    assert isinstance(grid, Grid)
    return grid


def put(definition: Mapping[str, Any], folder: pathlib.Path, name: str = "bm.json") -> pathlib.Path:
    path = folder / name
    path.write_bytes(written(definition))
    return path


def _named(value: Any) -> str:
    return value if isinstance(value, str) else f"@{value['column']}" if "column" in value else value["row"]


def relations(definition: Mapping[str, Any]) -> tuple[str, ...]:
    """'a = b + c - d' of each rule."""
    found = []
    for rule in definition.get("rules", ()):
        args = rule["args"]
        right = " + ".join(map(_named, args["right"])) + "".join(f" - {_named(one)}" for one in args.get("minus", ()))
        found.append(f"{_named(args['left'])} {args['operator']} {right}")
    return tuple(found)


def meaning(form: Form) -> dict[str, Any]:
    """What a form asks for, without the rules and without the names of its columns."""
    place = {column.id: at for at, column in enumerate(form.values)}
    kind = {"count+text": "count"}  # a cell does not show that a list may stand beside its figure
    return {
        "rows": [(row.id, row.tt, row.label, row.unit, row.parent) for row in form.rows],
        "columns": [column.titles for column in form.values] if len(form.values) > 1 else 1,
        "sections": form.sections,
        "cells": [
            (field.row, place[field.column], kind.get(field.kind, field.kind), field.places, field.unit)
            for field in form.fields
        ],
        "beside": {name: title for name, title in form.columns.items() if name != "value"},
    }


# --- templates come back as they were --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [load("tuyen-truyen-cchc", 1), load("tuyen-truyen-cchc", 2), *map(load_file, map(str, OWN))],
                         ids=lambda form: form.key)  # fmt: skip
def test_template__its_draft_means_what_its_form_means(tmp_path: pathlib.Path, form: Form) -> None:
    made = drafted(read(template_bytes(form))).definition
    path = put(made, tmp_path)
    assert lint(str(path)) == ()
    assert meaning(load_file(str(path))) == meaning(form)
    assert made["title"].casefold() == form.title.casefold() or form.id == "tuyen-truyen-cchc"


def test_filled_report__its_figures_tell_the_sums() -> None:
    made = drafted(read((EXAMPLES / "giai-quyet-tthc" / "bao-cao" / "Xã An Bình.xlsx").read_bytes())).definition
    assert {"@tong-so-tiep-nhan = @truc-tuyen + @truc-tiep", "tong = 1 + 2 + 3 + 4"} <= set(relations(made))
    made = drafted(read((EXAMPLES / "phu-luc-15-dong" / "bao-cao" / "Xã An Bình.xlsx").read_bytes())).definition
    assert "1 = 1.1 + 1.2" in relations(made)
    shares = {field["id"]: field["of"] for field in made["fields"] if "of" in field}
    assert shares == {
        "4.2": {"numerator": "4.1", "denominator": "4"},
        "6.2": {"numerator": "6.1", "denominator": "6"},
    }


# --- any shape -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHAPES)
def test_shape__is_read_as_it_is_meant(tmp_path: pathlib.Path, name: str) -> None:
    shape = SHAPES[name]
    draft = drafted(read(workbook(shape.sheet)))
    path = put(draft.definition, tmp_path)
    assert lint(str(path)) == (), [problem.words("vi") for problem in lint(str(path))]
    agrees(shape, draft.definition, load_file(str(path)))
    points = open_points(str(path))
    assert len(points) == draft.open_points
    for words in shape.said:
        assert any(words in point.text for point in points), (words, points)


def agrees(shape: Shape, definition: Mapping[str, Any], form: Form) -> None:
    several = len(form.values) > 1
    asked = {field.row: field for field in reversed(form.fields)}
    found = {row.id: (row.label, row.unit, shown_kind(asked[row.id])) for row in form.rows}
    assert found == dict(shape.fields)
    assert (tuple(column.label for column in form.values) if several else ()) == shape.values
    assert tuple((one.tt, one.label, one.before) for one in form.sections) == shape.sections
    assert set(relations(definition)) == set(shape.rules)
    items = [*(("", one) for one in definition["fields"]), *(("@", one) for one in definition.get("values", ()))]
    shares = {
        f"{mark}{item.get('id') or item['tt']}": f"{_named(item['of']['numerator'])} / {_named(item['of']['denominator'])}"
        for mark, item in items
        if "of" in item
    }
    assert shares == dict(shape.shares)
    every = {f"{row.id}@{column.id}" for row in form.rows for column in form.values} if several else set()
    assert every - {field.id for field in form.fields} == set(shape.empty)
    assert not shape.title or form.title == shape.title
    assert not shape.periods or tuple(period.id for period in form.periods) == shape.periods


def shown_kind(field: Any) -> str:
    return f"decimal({field.places})" if field.kind == "decimal" else str(field.kind)


ANSWERS: Mapping[str, Any] = {"choice": None, "text": "Đã làm", "date": "12/5/2026"}


@pytest.mark.parametrize("name", SHAPES)
def test_shape__its_draft_goes_through_every_command(tmp_path: pathlib.Path, name: str) -> None:
    source = tmp_path / "phụ lục.xlsx"
    source.write_bytes(workbook(SHAPES[name].sheet))
    path = tmp_path / "bm.json"
    assert run("forms", "draft", source, "-o", path)[0] == 0
    assert run("forms", "check", path)[0] == 0
    assert run("forms", "show", path)[0] == 0
    assert run("template", "--form", path, "-o", tmp_path / "mau.xlsx")[0] == 0
    form = load_file(str(path))
    when = form.periods[0]
    folder = tmp_path / "bc"
    folder.mkdir()
    for unit, times in (("UBND xã An Bình", 0), ("UBND xã Bình Minh", 0)):
        values = {
            field.id: field.choices[0] if field.choices else ANSWERS.get(field.kind, times) for field in form.fields
        }
        header = {"unit": unit, "period": when.label, "year": 2026}
        (folder / f"{unit}.xlsx").write_bytes(template_bytes(form, values=values, header=header))
    code, printed = run("validate", folder, "--form", path)
    assert code == 0, printed
    code, printed = run("merge", folder, "--form", path, "-o", tmp_path / "kq.xlsx", "--format", "json")
    assert code == 0, printed
    totals = json.loads(printed)["totals"]
    for field in form.fields:
        if type_of(field.kind).place is None and field.aggregation == "sum":
            assert totals[field.id]["used"] == 0, field


# --- other formats, and what is no appendix ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["titles on every page, signatures below", "three rows of titles", "numbers within the labels"]
)
def test_word_document__is_drafted_too(tmp_path: pathlib.Path, name: str) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("PHỤ LỤC 01")
    document.add_paragraph("SỐ LIỆU CỦA SỞ QUÝ I NĂM 2026")
    rows = [
        row for row in rows_of(SHAPES[name].sheet) if len(row) > 2 and not row[0].startswith(("UBND", "BÁO", "(Kèm"))
    ]
    table = document.add_table(len(rows), max(map(len, rows)))
    for at, cells in enumerate(rows):
        for place, text in enumerate(cells):
            if text == "<":
                table.cell(at, place - 1).merge(table.cell(at, place))
            elif text == "^":
                table.cell(at - 1, place).merge(table.cell(at, place))
            else:
                table.cell(at, place).text = text
    path = tmp_path / "phụ lục.docx"
    document.save(str(path))
    made = drafted(read(path.read_bytes(), path.name)).definition
    agrees(SHAPES[name]._replace(title="", periods=()), made, load_file(str(put(made, tmp_path))))
    assert made["title"] == "Số liệu của sở"
    assert made["periods"] == ["Q1", "Q2", "Q3", "Q4", "Y"]


@pytest.mark.parametrize("name", ["V01/libreoffice.ods", "V28/gnumeric.xls", "V35/chu-thich.xlsb"])
def test_other_formats__are_drafted_too(name: str) -> None:
    path = judges.ROOT / "tests" / "workbooks" / "bad" / name
    made = drafted(read(path.read_bytes(), path.name)).definition
    assert [field["label"] for field in made["fields"]] == [row.label for row in load("tuyen-truyen-cchc", 1).rows]


def test_show__draws_the_headings_too() -> None:
    _, drawn = run("forms", "show", OWN[0])
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.splitlines()]
    assert ["II", "Hạ tầng", ""] in [line[:3] for line in lines]
    assert lines.index(["4", "Tổng chiều dài đường xã quản lý", "km", "..."]) == 1 + next(
        at for at, line in enumerate(lines) if line[:2] == ["II", "Hạ tầng"]
    )


def test_list__on_another_sheet_is_told() -> None:
    made = drafted(read((EXAMPLES / "danh-sach-lop" / "mau.xlsx").read_bytes())).definition
    assert [field["label"] for field in made["fields"]][:1] == ["Số lớp đã mở"]
    assert any("nếu là danh sách để đơn vị tự thêm dòng" in one for one in made["review"])


@pytest.mark.parametrize("sheet", ["Kính gửi các đơn vị", "TT|Chỉ tiêu|Đơn vị tính|Số lượng", "1|2|3\n4|5|6"])
def test_no_appendix__is_said(sheet: str) -> None:
    with pytest.raises(UserError) as error:
        drafted(read(workbook(sheet)))
    assert error.value.key == "draft-no-table"


def test_output__is_never_replaced_unasked(tmp_path: pathlib.Path) -> None:
    source, path = tmp_path / "a.xlsx", tmp_path / "bm.json"
    source.write_bytes(workbook(SHAPES["a total that is none"].sheet))
    assert run("forms", "draft", source, "-o", path)[0] == 0
    first = path.read_bytes()
    assert run("forms", "draft", source, "-o", path)[0] == 0  # what it would write stands there
    path.write_bytes(first.replace(b"review", b"REVIEW"))
    with pytest.raises(UserError) as error:
        run("forms", "draft", source, "-o", path)
    assert error.value.key == "output-exists"
    assert run("forms", "draft", source, "-o", path, "--force")[0] == 0
    assert path.read_bytes() == first
    for wrong in ("bm.xlsx", "bm"):
        with pytest.raises(UserError) as error:
            run("forms", "draft", source, "-o", tmp_path / wrong)
        assert error.value.key == "output-extension"


def test_check__says_what_is_open_and_strict_counts_it(tmp_path: pathlib.Path) -> None:
    made = drafted(read(workbook(SHAPES["the same parts of several rows"].sheet))).definition
    path = put(made, tmp_path)
    code, printed = run("forms", "check", path)
    assert code == 0
    assert "fields[1] (Trong đó: nữ (Số đảng viên)): Coi là dòng con của 1." in printed
    assert run("forms", "check", path, "--strict")[0] == 1

    def reviewed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: reviewed(one) for key, one in value.items() if key != "review"}
        return [reviewed(one) for one in value] if isinstance(value, list) else value

    put(reviewed(made), tmp_path)
    assert run("forms", "check", path, "--strict") == (0, f"{path}: định nghĩa đúng\n")
    again = drafted(read(workbook(SHAPES["the same parts of several rows"].sheet)), lang="en").definition
    assert "Taken for a part of 1." in again["fields"][1]["review"]


CELLS = (
    "", "", "", "TT", "STT", "Chỉ tiêu", "Nội dung", "Đơn vị tính", "ĐVT", "Số lượng", "Tổng số", "Trong đó", "Ghi chú", "Tỷ lệ (%)",
    "1", "2", "2.1", "I", "II", "A", "a)", "-", "+", "3.5", "0", "x", "#", "<", "^", "(1)", "(3)=(1)+(2)", "Số hồ sơ", "Số hồ sơ",
    "Trong đó: nữ", "Tổng cộng", "Cộng I", "1. Số vụ", "Hồ sơ", "ha", "%", "Triệu đồng", "Có/Không", "Có", "=A1+B1>3", "=A1/B1*100>50",
    "Người lập biểu", "Kỳ báo cáo: Quý I", "12/5/2026{dd/mm/yyyy}", "0.5{0.0%}", "nhiều chữ " * 20,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=2, max_size=7), min_size=2, max_size=12), st.booleans())
def test_any_sheet__is_drafted_into_a_sound_form_or_refused(rows: list[list[str]], titled: bool) -> None:
    """Whatever stands on a sheet, no draft fails its own check."""
    rows = [["TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"], *rows] if titled else rows
    try:
        data = workbook("\n".join("|".join(cells) for cells in rows))
    except (xlsxwriter.exceptions.XlsxWriterException, ValueError):
        assume(False)  # merged ranges that overlap: no workbook
    try:
        made = drafted(read(data)).definition
    except UserError as error:
        if error.key != "draft-no-table":
            raise
        return
    with tempfile.TemporaryDirectory() as name:
        path = put(made, pathlib.Path(name))
        assert lint(str(path)) == (), [problem.words("vi") for problem in lint(str(path))]
