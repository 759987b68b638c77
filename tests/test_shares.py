"""Rules that warn until too many units break them."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import made_forms
import pytest
from filled import run
from test_own_forms import SHORT, filled_in

from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file

RULE: dict[str, Any] = {
    "id": "so-lop", "code": "V27", "kind": "at-most", "severity": "warning",
    "args": {"field": "04", "limit": 20}, "message": "Mỗi xã không mở quá 20 lớp trong kỳ.",
}  # fmt: skip
WAIVER = {
    "rule": "V27", "unit": "*", "field": "04", "reason": "Đã kiểm tra sổ", "who": "Trần Thị Bình", "until": "2099-12-31",
}  # fmt: skip


def merged(folder: pathlib.Path, rule: dict[str, Any], lessons: list[int], *options: object) -> dict[str, Any]:
    """The merge of units with so many lessons each."""
    path = made_forms.put(SHORT | {"rules": [rule]}, folder)
    form = load_file(str(path))
    (folder / "bc").mkdir(exist_ok=True)
    for number, n in enumerate(lessons, 1):
        report = filled_in(form, {"01": number, "02": 1, "03": 3, "03.1": 1, "04": n}, f"UBND xã số {number}")
        (folder / "bc" / f"{number}.xlsx").write_bytes(report)
    _, printed = run("merge", folder / "bc", "--form", path, "-o", folder / "kq.xlsx", "--format", "json", *options)
    made: dict[str, Any] = json.loads(printed)
    return made


def seen(result: dict[str, Any]) -> tuple[list[str], int, int]:
    severities = sorted(one["severity"] for one in result["findings"] if one["code"] == "V27")
    return severities, result["totals"]["04"]["used"], result["totals"]["04"]["set_aside"]


@pytest.mark.parametrize(
    ("limit", "lessons", "expected"),
    [
        ({"units": 2}, [21, 22, 5, 6, 7], (["warning"] * 2, 61, 0)),
        ({"units": 2}, [21, 22, 23, 6, 7], (["error"] * 3, 13, 66)),
        ({"units": 0}, [21, 5], (["error"], 5, 21)),
        ({"percent": 40}, [21, 22, 5, 6, 7], (["warning"] * 2, 61, 0)),
        ({"percent": 40}, [21, 22, 23, 6, 7], (["error"] * 3, 13, 66)),
        ({"percent": 40}, [21, 22, 23], (["warning"] * 3, 66, 0)),  # of three units no share says anything
        ({"percent": 0}, [5, 6, 7, 8, 9], ([], 35, 0)),
        ({"percent": 100}, [21] * 5, (["warning"] * 5, 105, 0)),
    ],
)
def test_share__warns_up_to_its_limit_and_blocks_above(
    tmp_path: pathlib.Path, limit: dict[str, int], lessons: list[int], expected: tuple[list[str], int, int]
) -> None:
    assert seen(merged(tmp_path, RULE | {"blocks_above": limit}, lessons)) == expected


def test_share__says_why_in_the_workbook_and_is_decided_like_any_error(tmp_path: pathlib.Path) -> None:
    import openpyxl

    result = merged(tmp_path, RULE | {"blocks_above": {"units": 1}}, [21, 22, 5])
    assert seen(result) == (["error"] * 2, 5, 43)
    book = openpyxl.load_workbook(tmp_path / "kq.xlsx")
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    said = "Có 2 trong 3 đơn vị không đáp ứng quy tắc này, quá mức 1 của biểu mẫu"
    assert any(said in text for text in texts)


def test_share__of_a_whole_column_counts_units_and_not_cells(tmp_path: pathlib.Path) -> None:
    columns = [{"id": "nam", "title": "Nam"}, {"id": "nu", "title": "Nữ"}]
    rule = RULE | {"args": {"field": {"column": "nu"}, "limit": 20}, "blocks_above": {"units": 1}}
    path = made_forms.put(SHORT | {"values": columns, "rules": [rule]}, tmp_path)
    assert lint(str(path)) == ()
    form = load_file(str(path))
    (tmp_path / "bc").mkdir()
    for number, n in ((1, 30), (2, 3)):
        values = {field.id: n + at for at, field in enumerate(form.fields)}
        (tmp_path / "bc" / f"{number}.xlsx").write_bytes(filled_in(form, values, f"UBND xã số {number}"))
    _, printed = run("merge", tmp_path / "bc", "--form", path, "-o", tmp_path / "kq.xlsx", "--format", "json")
    found = [one["severity"] for one in json.loads(printed)["findings"] if one["code"] == "V27"]
    assert found == ["warning"] * 5


def test_share__what_is_waived_is_not_counted(tmp_path: pathlib.Path) -> None:
    (tmp_path / "mien-tru.json").write_text(json.dumps({"waivers": [WAIVER]}, ensure_ascii=False), encoding="utf-8")
    result = merged(
        tmp_path, RULE | {"blocks_above": {"units": 1}}, [21, 22, 23], "--waivers", tmp_path / "mien-tru.json"
    )
    assert seen(result) == (["note"] * 3, 66, 0)


@pytest.mark.parametrize("change", [{"severity": "error"}, {"status": "beta"}])
def test_share__that_never_blocks_is_told(tmp_path: pathlib.Path, change: dict[str, str]) -> None:
    rule = RULE | {"blocks_above": {"units": 1}} | change
    (problem,) = lint(str(made_forms.put(SHORT | {"rules": [rule]}, tmp_path)))
    assert problem.path == "rules[0].blocks_above"
    assert "không bao giờ có tác dụng" in problem.what["vi"]


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({}, "nhóm có ít nhất 1 mục"),
        ({"units": 1, "percent": 2}, "nhóm có nhiều nhất 1 mục"),
        ({"percent": 101}, "số từ 100 trở xuống"),
        ({"units": 1.5}, "một số nguyên"),
        ({"share": 1}, "không có mục này; các mục dùng được: percent, units"),
    ],
)
def test_share__a_limit_that_is_none_is_told_in_words(tmp_path: pathlib.Path, limit: dict[str, Any], said: str) -> None:
    (problem,) = lint(str(made_forms.put(SHORT | {"rules": [RULE | {"blocks_above": limit}]}, tmp_path)))
    assert said in problem.what["vi"], problem.what
