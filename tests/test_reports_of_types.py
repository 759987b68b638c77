"""The reports of units and of the province for forms that ask more than counts: shares, money, answers, days, columns."""

from __future__ import annotations

import pathlib
from typing import Any

import documents
import judges
import made_forms
import pytest
from filled import merged_example, run
from test_types import ANSWERS_FORM, GIVEN

from cchc_xl.form.load import load_file
from cchc_xl.grid.file import PROVINCE_LIMITS, read_bytes, read_file
from cchc_xl.model import Form, Grid
from cchc_xl.validate import settings, validate_grid, validate_read
from cchc_xl.write.province.result import ProvinceResult, read_result
from cchc_xl.write.template.workbook import template_bytes
from cchc_xl.write.word.province_report import province_report_docx
from cchc_xl.write.word.unit_report import unit_report, unit_report_docx

EXAMPLES = judges.ROOT / "examples"
OWN = ("phu-luc-15-dong", "giai-quyet-tthc")


def form_at(name: str) -> Form:
    (path,) = (EXAMPLES / name / "bieu-mau").glob("*.json")
    return load_file(str(path))


def result_of(path: pathlib.Path) -> ProvinceResult:
    grid = read_file(str(path), limits=PROVINCE_LIMITS)
    assert isinstance(grid, Grid)
    return read_result(grid, path.name)


@pytest.fixture(scope="module", params=OWN)
def example(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Any, ProvinceResult]:
    path = tmp_path_factory.mktemp("merged") / "kq.xlsx"
    told = merged_example(EXAMPLES / request.param, path)
    return request.param, told, result_of(path)


def test_province__has_the_totals_of_the_merge(example: tuple[str, Any, ProvinceResult]) -> None:
    """A share of all units is made of the sums of its parts, and never a sum of shares."""
    _, told, result = example
    wanted = {key: one["used"] if one["units_used"] else None for key, one in told["totals"].items()}
    assert {one.field.id: one.total for one in result.fields} == wanted


def test_province__text_says_those_totals_and_no_id_of_a_row(example: tuple[str, Any, ProvinceResult]) -> None:
    name, _, result = example
    text = "\n".join(documents.lines(province_report_docx(result)))
    assert "@" not in text
    assert "tong." not in text
    assert "kết quả kết quả" not in text.casefold()
    if name == "phu-luc-15-dong":
        assert "Tỷ lệ đường được cứng hóa: 73,4%, của 05 đơn vị, tính từ tổng của hai phần" in text
        assert "391,7" not in text  # what the shares would come to
        assert "lớn nhất 90% (Xã Đông Sơn)" in text


def test_province__charts_have_sums_of_one_column(example: tuple[str, Any, ProvinceResult]) -> None:
    name, _, result = example
    data = province_report_docx(result)
    assert documents.faults(data) == []
    text = "\n".join(documents.lines(data))
    charts = [part.decode() for key, part in documents.parts(data).items() if key.startswith("word/charts/chart")]
    if name == "giai-quyet-tthc":
        assert len(charts) == 6
        assert "tính bằng hồ sơ: tổng số tiếp nhận" in text
        assert "tính bằng hồ sơ: đã giải quyết: Quá hạn" in text
    else:
        assert "tính bằng %" not in text
        assert any("#,##0.00" in chart and "242.95" in chart for chart in charts)


@pytest.mark.parametrize("name", OWN)
def test_units__report_is_read_as_what_the_workbook_says(name: str) -> None:
    against = settings((form_at(name),))
    seen = 0
    for path in sorted((EXAMPLES / name / "bao-cao").glob("*.xlsx")):
        grid = read_file(str(path))
        assert isinstance(grid, Grid)
        before = validate_grid(grid, against)
        if before.submission is None or any(one.severity == "error" for one in before.findings):
            continue
        data = unit_report_docx(unit_report(form_at(name), before, grid))
        after = validate_read(read_bytes(data, "bao-cao.docx"), against)
        assert after.submission is not None
        asked = {one.field for one in after.findings if one.code == "V61"}  # '24,125' may be 24125
        for one, other in zip(before.submission.readings, after.submission.readings, strict=True):
            assert other.number == one.number or (other.number is None and one.field in asked), (path.name, one.field)
        seen += 1
    assert seen


def test_answers__are_counted_named_and_listed(tmp_path: pathlib.Path) -> None:
    path = made_forms.put(ANSWERS_FORM, tmp_path)
    form = load_file(str(path))
    against = settings((form,))
    (tmp_path / "bc").mkdir()
    for number, values in enumerate(GIVEN):
        header = {"unit": f"UBND xã {'ABCD'[number]}n Bình", "period": "6 tháng đầu năm", "year": 2026}
        data = template_bytes(form, values=values, header=header)
        (tmp_path / "bc" / f"{number}.xlsx").write_bytes(data)
        grid = read_bytes(data, "a.xlsx")
        assert isinstance(grid, Grid)
        before = validate_grid(grid, against)
        after = validate_read(read_bytes(unit_report_docx(unit_report(form, before, grid)), "a.docx"), against)
        said = [
            [(one.field, one.number, one.qualifier) for one in each.submission.readings] for each in (before, after)
        ]
        assert said[0] == said[1]
    run("merge", tmp_path / "bc", "--form", path, "--period", "2026-H1", "-o", tmp_path / "kq.xlsx")
    text = "\n".join(documents.lines(province_report_docx(result_of(tmp_path / "kq.xlsx"))))
    assert "2. Đã ban hành kế hoạch: Có: 02 đơn vị; Không: 01 đơn vị; chưa tính số liệu của 01 đơn vị" in text
    assert "3. Ngày ban hành: muộn nhất ngày 03/6/2026, của 02 đơn vị" in text
    assert "4. Khó khăn, vướng mắc: 02 đơn vị có nêu, ghi ở Phụ lục 3" in text
    assert "chưa có đơn vị nào có số liệu" not in text
