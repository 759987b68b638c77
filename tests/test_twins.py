"""One report in four formats: every case gives the same findings and the same figures, whatever the workbook is saved as.

.xls and .ods are converted by LibreOffice, which stands for the clerk's program; .xlsb is written record by record
(``binary_workbook``, held against LibreOffice in ``test_read_foreign``), since no program at hand writes formats into
one, and SpreadsheetML 2003 likewise (``xml_workbook``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import binary_workbook
import judges
import openpyxl
import pytest
import xml_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Report
from cchc_xl.table.legacy import pairs
from cchc_xl.validate import Settings, settings, validate_read

ROWS = (
    ("01", "Số lượng văn bản chỉ đạo, điều hành về công tác tuyên truyền CCHC", "Văn bản", 12),
    ("02", "Tổ chức cuộc thi tìm hiểu về CCHC", "Cuộc thi", 0),
    ("03", "Số lượng tin, bài tuyên truyền về CCHC trên các cơ quan báo chí", "Tin, bài", 3),
    ("04", "Số lượng tin, bài tuyên truyền về CCHC trên đài truyền thanh", "Tin, bài", 18),
    ("05", "Tổ chức hội nghị, lớp tập huấn về công tác CCHC", "Hội nghị/lớp", 6),
    ("", "Số người tham dự các lớp tập huấn về công tác CCHC", "Người", 600),
    ("06", "Chuyên mục tuyên truyền về CCHC trên trang thông tin điện tử", "Chuyên mục", 2),
    ("07", "Tài liệu tuyên truyền về CCHC đã phát hành", "Tài liệu", 30),
    ("08", "Các hình thức tuyên truyền khác", "Cuộc", 4),
)
HEAD = ("UBND xã Sơn Tiến", None, "BÁO CÁO TUYÊN TRUYỀN CCHC", "Kỳ báo cáo: 6 tháng đầu năm 2026", None)
FIRST = len(HEAD) + 2  # the row of 01
KINDS = ("xls", "ods", "xlsb", "fods", "xml")
ABOUT_THE_FORMAT = {"F01", "F02", "F10"}

Edit = Callable[[Any], None]


def number(value: Any, code: str = "General", at: str = "D7", **font: Any) -> Edit:
    def edit(sheet: Any) -> None:
        sheet[at] = value
        sheet[at].number_format = code
        if font:
            sheet[at].font = Font(name="Calibri", **font)

    return edit


def rich(*pieces: tuple[str, dict[str, Any]], at: str = "D7") -> Edit:
    def edit(sheet: Any) -> None:
        sheet[at] = CellRichText(*[TextBlock(InlineFont(rFont="Calibri", **look), text) for text, look in pieces])

    return edit


def comment(sheet: Any) -> None:
    sheet["D7"].comment = Comment("số đúng là 62", "văn thư")


def comment_on_title(sheet: Any) -> None:
    sheet.cell(FIRST - 1, 4).comment = Comment("Cột này là số kế hoạch", "văn thư")


def comment_on_label(sheet: Any) -> None:
    sheet["B7"].comment = Comment("số ước", "văn thư")


def page_header(sheet: Any) -> None:
    sheet.oddHeader.center.text, sheet.oddHeader.center.size = "DỰ THẢO", 20


def page_footer(sheet: Any) -> None:
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "Số liệu ước tính", "Trang &P/&N"


def fonts(sheet: Any) -> None:
    back = {letter: code for code, letter in pairs("tcvn3").items()}
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.value, cell.font = "".join(back.get(c, c) for c in cell.value), Font(name=".VnTime")


def hidden(sheet: Any) -> None:
    sheet.row_dimensions[FIRST + 6].hidden = True


def hidden_column(sheet: Any) -> None:
    sheet.column_dimensions["D"].hidden = True


def narrow_column(sheet: Any) -> None:
    sheet.column_dimensions["D"].width = 0.1


def merged(sheet: Any) -> None:
    sheet["D12"] = None
    sheet.merge_cells("D11:D12")


def white(sheet: Any) -> None:
    sheet["D7"].font = Font(name="Calibri", color="FFFFFFFF")


def on_its_fill(sheet: Any) -> None:
    sheet["D7"].font = Font(name="Calibri", color="FFFFFF00")
    sheet["D7"].fill = PatternFill("solid", fgColor="FFFFFF00")


CASES: Mapping[str, Edit] = {
    "as it is": lambda _: None,
    "100 %": number(1, "0%"),
    "12.5 %": number(0.125, "0.0%"),
    "thousand in the format": number(12, '0" nghìn"'),
    "zeros in the format": number(12, '0"00"'),
    "divided by the format": number(12_000, "0,"),
    "hidden by the format": number(12, ";;;"),
    "a word instead": number(12, '"Đã làm"'),
    "a rate": number(12, '0"/tháng"'),
    "rounded": number(12.6, "0"),
    "leading zeros": number(12, "000"),
    "a date": number(46188, "dd/mm/yyyy"),
    "a fraction": number(1.5, "# ?/?"),
    "TRUE": number(True),
    "FALSE": number(False),
    "an error": number("#N/A"),
    "negative": number(-3),
    "text digits": number("12"),
    "text zero in front": number("012"),
    "text with a unit": number("30 tờ"),
    "text in lines": number("12\n(có phụ lục kèm)"),
    "text with a tab": number("1\t2"),
    "text with blanks": number("  12  "),
    "struck": number(12, strike=True),
    "white": white,
    "colour of its fill": on_its_fill,
    "raised mark": rich(("12", {}), ("1", {"vertAlign": "superscript"})),
    "struck piece": rich(("12", {"strike": True}), (" 15", {})),
    "struck word": rich(("15", {}), (" (12)", {"strike": True})),
    "comment": comment,
    "comment on the title": comment_on_title,
    "comment on a label": comment_on_label,
    "page header": page_header,
    "page footer": page_footer,
    "TCVN3": fonts,
    "hidden row": hidden,
    "hidden column": hidden_column,
    "column too narrow": narrow_column,
    "merged over two": merged,
    "formula": number("=6+6"),
    "formula of cells": number("=SUM(G7:H7)"),
}  # fmt: skip


@cache
def source(case: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    for line in (*[(text,) for text in HEAD], ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"), *ROWS):
        sheet.append(line)
    for line in sheet.iter_rows(max_col=5):
        for cell in line:
            cell.font = Font(name="Calibri")
    CASES[case](sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def against() -> Settings:
    return settings(period=period(load("tuyen-truyen-cchc", 1), "H1", 2026))


def report(data: bytes) -> Report:
    read = read_bytes(data, "Sơn Tiến", "2026-06-15T08:00:00")
    return validate_read(read, against())


def seen(found: Report) -> list[tuple[object, ...]]:
    return sorted(
        (finding.code, finding.severity, finding.ref.a1 if finding.ref else "", finding.field, finding.raw)
        for finding in found.findings
        if finding.code not in ABOUT_THE_FORMAT
    )


def figures(found: Report) -> dict[str, tuple[object, ...]]:
    assert found.submission is not None
    return {reading.field: (reading.number, reading.how, reading.note) for reading in found.submission.readings}


@pytest.fixture(scope="module")
def converted(office: judges.Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], bytes]:
    """(case, kind) -> the workbook in that format; 'xlsx' is the .xlsx that LibreOffice saves of it."""
    folder = tmp_path_factory.mktemp("twins")

    @cache
    def convert(case: str, kind: str) -> bytes:
        if kind == "xml":
            return xml_workbook.xml(convert(case, "xlsx"))
        if kind == "xlsb":
            return binary_workbook.binary(convert(case, "xlsx"), short=len(case) % 2 == 0)
        path = folder / f"{list(CASES).index(case)}.xlsx"
        path.write_bytes(source(case))
        (folder / kind).mkdir(exist_ok=True)
        return office.convert(path, kind, folder / kind).read_bytes()

    return convert


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", CASES)
def test_twin__gives_the_same_findings(case: str, kind: str, converted: Callable[[str, str], bytes]) -> None:
    """The .xlsx is LibreOffice's own as well, so that what it makes of a formula is in both."""
    ours, theirs = report(converted(case, "xlsx")), report(converted(case, kind))
    assert seen(theirs) == seen(ours)
    assert figures(theirs) == figures(ours)


@pytest.mark.parametrize("case", [case for case in CASES if case not in ("as it is", "leading zeros", "formula")])
def test_case__is_seen_at_all(case: str) -> None:
    """Twins that agree by saying nothing would prove nothing."""
    plain, found = report(source("as it is")), report(source(case))
    assert seen(found) != seen(plain)
