"""Look-alikes: workbooks that differ from the template in ways that harm nothing. None may earn an error or a warning.

Files under ``khac-mau`` (tables of an office's own making) have lost the template's marks, which the catalogue warns of
(S16) whatever else they are like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import workbooks_shown
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from workbooks_around import around_good
from workbooks_base import (
    FORM_1,
    FORM_2,
    HEADING,
    PLACE,
    SETS,
    TITLES,
    A,
    B,
    C,
    D,
    Edit,
    Made,
    Values,
    book_of,
    edited,
    filled,
    fixed_times,
    foreign,
    insert_columns,
    insert_rows,
    part_changed,
    put,
    rows,
    saved,
    table,
    whole_table,
)
from workbooks_notes import spoken_good
from workbooks_standing import standing_good

from cchc_xl.model import Form

HEAD, FIRST, LAST = PLACE.head_row, PLACE.first_row, PLACE.last_row
LABEL = "B"


class Same(NamedTuple):
    """An edit of the template that leaves its meaning alone. ``notes``: codes of severity note that it may earn."""

    name: str
    edits: Sequence[Edit]
    notes: Sequence[str] = ()


def each_text(change: Callable[[str], str], columns: str = "ABCE", first: int = HEAD, last: int = LAST) -> Edit:
    """Changes every text of the table."""

    def edit(book: Workbook) -> None:
        for row in range(first, last + 1):
            for column in columns:
                cell = table(book)[f"{column}{row}"]
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    cell.value = change(cell.value)

    return edit


def column_texts(column: str, texts: Sequence[Any], first: int = FIRST) -> Edit:
    def edit(book: Workbook) -> None:
        for row, text in enumerate(texts, first):
            table(book)[f"{column}{row}"].value = text

    return edit


def each_quantity(**look: Any) -> Edit:
    def edit(book: Workbook) -> None:
        for row in range(FIRST, LAST + 1):
            for name, setting in look.items():
                setattr(table(book)[f"D{row}"], name, setting)

    return edit


def inserted_rows(*before: int, fill: Callable[[Any, int], None] | None = None) -> Edit:
    """Rows put in before the given ones (as the sheet was), the lowest first."""

    def edit(book: Workbook) -> None:
        sheet = table(book)
        for row in sorted(before, reverse=True):
            insert_rows(sheet, row)
            if fill:
                fill(sheet, row)

    return edit


def inserted_columns(before: int, count: int = 1) -> Edit:
    return lambda book: insert_columns(table(book), before, count)


def cleared(column: str) -> Edit:
    """A column of the table emptied, its title included."""
    return column_texts(column, [None] * (LAST - HEAD + 1), HEAD)


def removed_column(column: int) -> Edit:
    return lambda book: table(book).delete_cols(column)


def sheet_of(name: str, lines: Sequence[Sequence[Any]], index: int | None = None, state: str = "visible") -> Edit:
    def edit(book: Workbook) -> None:
        sheet = book.create_sheet(name, index)
        for line in lines:
            sheet.append(list(line))
        sheet.sheet_state = state

    return edit


def sheet_named(text: str) -> Edit:
    def edit(book: Workbook) -> None:
        table(book).title = text

    return edit


def lines_below(*lines: Sequence[Any], gap: int = 1) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = table(book)
        for merged in [area for area in sheet.merged_cells.ranges if area.min_row > LAST]:
            sheet.unmerge_cells(str(merged))
        for row, line in enumerate(lines, LAST + gap):
            for column, value in enumerate(line, 1):
                sheet.cell(row, column).value = value

    return edit


def numbered_columns(sheet: Any, row: int) -> None:
    for column, text in enumerate(("(1)", "(2)", "(3)", "(4)", "(5)"), 1):
        sheet.cell(row, column).value = text


def lettered_columns(sheet: Any, row: int) -> None:
    for column, value in enumerate(("A", "B", "C", 1, 2), 1):
        sheet.cell(row, column).value = value


def plainly_numbered_columns(sheet: Any, row: int) -> None:
    for column in range(1, 6):
        sheet.cell(row, column).value = column


def group_heading(text: str) -> Callable[[Any, int], None]:
    def fill(sheet: Any, row: int) -> None:
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = text.split(". ", 1)

    return fill


def merged_titles(book: Workbook) -> None:
    """Titles over two rows, each cell merged downwards."""
    sheet = table(book)
    insert_rows(sheet, HEAD + 1)
    for column in "ABCDE":
        sheet.merge_cells(f"{column}{HEAD}:{column}{HEAD + 1}")


def repeated_titles(book: Workbook) -> None:
    """As when a table was pasted page by page."""
    sheet = table(book)
    insert_rows(sheet, PLACE.rows["05"])
    for column, title in enumerate(TITLES, 1):
        sheet.cell(PLACE.rows["05"], column).value = title


def comment(book: Workbook) -> None:
    table(book)[D("01")].comment = Comment("lấy số đến 14/6", "CB")


def filtered(book: Workbook) -> None:
    table(book).auto_filter.ref = f"A{HEAD}:E{LAST}"


def hidden_heading(book: Workbook) -> None:
    for row in (1, 2, 3):
        table(book).row_dimensions[row].hidden = True


def hidden_beside(book: Workbook) -> None:
    table(book).column_dimensions["H"].hidden = True


def coloured(book: Workbook) -> None:
    for row in range(FIRST, LAST + 1):
        cell = table(book)[f"D{row}"]
        cell.font, cell.fill = (
            Font(name="Arial", size=14, bold=True, color="FFFFFF"),
            PatternFill("solid", fgColor="1F4E78"),
        )


def font(name: str) -> Edit:
    def edit(book: Workbook) -> None:
        for row in table(book).iter_rows(min_row=HEAD, max_row=LAST, max_col=5):
            for cell in row:
                cell.font, cell.alignment = Font(name=name, size=13), Alignment(wrap_text=True)

    return edit


def blank_copy(book: Workbook) -> None:
    copy = book.copy_worksheet(table(book))
    copy.title = "Mẫu trắng"
    for row in range(FIRST, LAST + 1):
        copy[f"D{row}"].value = None
        copy[f"E{row}"].value = None


GUIDE_WORDS = (
    "Ghi số văn bản do đơn vị ban hành;Chỉ tính cuộc thi do đơn vị tổ chức;Báo in, báo điện tử;Tin, bài phát thanh"
    " xã;Số hội nghị;Số người dự;Số chuyên mục;Tổng số tài liệu;Các cuộc khác"
)
GUIDE = [
    ["HƯỚNG DẪN GHI BIỂU"],
    ["TT", "Chỉ tiêu", "Cách ghi"],
    *([field.tt, field.label, words] for field, words in zip(FORM_1.fields, GUIDE_WORDS.split(";"), strict=True)),
]
GUIDE_AS_TABLE = [
    ["HƯỚNG DẪN GHI BIỂU"],
    list(TITLES),
    *(
        [field.tt, field.label, field.unit, words, "Ghi số nguyên"]
        for field, words in zip(FORM_1.fields, GUIDE_WORDS.split(";"), strict=True)
    ),
]

LONG = (
    ("CCHC", "cải cách hành chính"),
    ("thông tin điện tử", "TTĐT"),
    ("tin, bài", "tin bài"),
    ("Hội nghị", "hội nghị"),
)


def reworded(text: str) -> str:
    for one, other in LONG:
        text = text.replace(one, other)
    return text


SAME: Sequence[Same] = (
    Same("nguyen-mau", ()),
    Same("them-cot-ben-phai", (put(f"H{HEAD}", "Theo dõi"), put(f"H{FIRST}", 99), put(f"I{HEAD}", "Cùng kỳ"), put(f"I{FIRST}", 7))),
    Same("tieu-de-xuong-5-dong", (inserted_rows(*[HEAD] * 5),)),
    Same("bang-sang-phai-2-cot", (inserted_columns(1, 2),)),
    Same("bang-xuong-3-dong-sang-phai-1-cot", (inserted_rows(1, 1, 1), inserted_columns(1))),
    Same("doi-ten-trang-tinh", (sheet_named("PL báo cáo"),), ("S11",)),
    Same("unicode-to-hop", (each_text(lambda text: unicodedata.normalize("NFD", text)),), ("T03",)),
    Same("tieu-de-chu-hoa", (each_text(str.upper, last=HEAD),)),
    Same("tat-ca-chu-hoa", (each_text(str.upper),)),
    Same("dau-cach-la", (each_text(lambda text: "\u00a0 " + text.replace(" ", " \u00a0") + "\u202f "),)),
    Same("ky-tu-vo-hinh", (each_text(lambda text: "\u200b" + text.replace(",", "\u200c,") + "\ufeff"),)),
    Same("ngat-dong-trong-ten", (each_text(lambda text: text.replace(" về ", "\nvề ").replace("Đơn vị tính", "Đơn vị\ntính").replace("Số lượng", "Số\nlượng")),), ("S15",)),
    Same("dong-trong-xen-giua", (inserted_rows(*range(FIRST + 1, LAST + 1)),)),
    Same("dong-trong-nhieu", (inserted_rows(*[PLACE.rows["04"]] * 5, *[PLACE.rows["06"]] * 4),)),
    Same("cot-trong-xen-giua", (inserted_columns(4), inserted_columns(3))),
    Same("trang-an-danh-muc", (sheet_of("DM", GUIDE, state="hidden"), sheet_of("DM2", [["Xã An Bình"]], state="veryHidden"))),
    Same("khong-cot-ghi-chu", (cleared("E"),)),
    Same("khong-cot-tt", (removed_column(1),)),
    Same("khong-cot-don-vi-tinh", (cleared("C"),)),
    Same("tt-la-so", (column_texts("A", (1, 2, 3, 4, 5, None, 6, 7, 8)),)),
    Same("tt-co-dau-cham", (column_texts("A", ("1.", "2.", "3.", "4.", "5.", None, "6.", "7.", "8.")),)),
    Same("tt-ngoac", (column_texts("A", ("(1)", "(2)", "(3)", "(4)", "(5)", None, "(6)", "(7)", "(8)")),)),
    Same("tt-la-ma", (column_texts("A", ("I", "II", "III", "IV", "V", None, "VI", "VII", "VIII")),)),
    Same("tt-lien-tuc-1-den-9", (column_texts("A", range(1, 10)),), ("S02",)),
    Same("tt-so-thuc", (column_texts("A", (1.0, 2.0, 3.0, 4.0, 5.0, None, 6.0, 7.0, 8.0)),)),
    *(Same(f"dong-con-{name}", (put(f"A{PLACE.rows['05.1']}", tt),), ("S02",)) for name, tt in
      (("5-1", "5.1"), ("5-1-so", 5.1), ("05-1", "05.1"), ("5a", "5a"), ("05b", "05b"), ("gach", "-"), ("cong", "+"), ("a", "a)"), ("cham", "•"))),
    *(Same(f"dinh-dang-{name}", (each_quantity(number_format=code),), ("V31",) if "??" in code else ()) for name, code in
      (("nghin", "#,##0"), ("so", "0"), ("ke-toan", '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'), ("chu", "@"), ("hai-so-le", "0.00"), ("nghin-do", "#,##0;[Red]-#,##0"))),
    Same("so-luu-dang-chu", (column_texts("D", [str(A[field.id]) for field in FORM_1.fields]), each_quantity(number_format="@")), ("V04",)),
    Same("dau-cach-quanh-so", (column_texts("D", [f" {A[field.id]}\u00a0" for field in FORM_1.fields]),), ("V04", "V05")),
    Same("so-0-dung-truoc", (put(D("06"), "02"), put(D("01"), "012")), ("V03",)),
    Same("phong-chu-arial", (font("Arial"),)),
    Same("phong-vntime-chu-unicode", (font(".VnTime"),)),
    Same("phong-vni-chu-unicode", (font("VNI-Times"),)),
    Same("chu-trang-nen-dam", (coloured,)),
    Same("trang-bia-phia-truoc", (sheet_of("Bìa", [["UBND XÃ AN BÌNH"], ["BÁO CÁO"], ["Năm 2026"]], 0),)),
    Same("trang-huong-dan-lap-lai-chi-tieu", (sheet_of("Cách ghi", GUIDE),)),
    Same("trang-huong-dan-co-cot-so-luong", (sheet_of("Cách ghi", GUIDE_AS_TABLE, 0),)),
    Same("trang-mau-trang", (blank_copy,)),
    Same("hang-so-cot-ngoac", (inserted_rows(FIRST, fill=numbered_columns),)),
    Same("hang-so-cot-chu", (inserted_rows(FIRST, fill=lettered_columns),)),
    Same("hang-so-cot-so", (inserted_rows(FIRST, fill=plainly_numbered_columns),)),
    Same("dong-nhom-la-ma", (inserted_rows(PLACE.rows["03"], fill=group_heading("II. Công tác tuyên truyền")), inserted_rows(FIRST, fill=group_heading("I. Chỉ đạo, điều hành")))),
    Same("dong-nhom-danh-so", (inserted_rows(PLACE.rows["03"], fill=group_heading("1. Công tác tuyên truyền trên báo, đài")),)),
    Same("dong-nhom-chu-cai", (inserted_rows(PLACE.rows["03"], fill=group_heading("B. Tuyên truyền trên báo, đài")),)),
    Same("tieu-de-tron-hai-dong", (merged_titles,)),
    Same("tieu-de-lap-lai-giua-bang", (repeated_titles,)),
    Same("dong-tong-va-ky-ten", (lines_below((None, "Tổng cộng", None, 672), (), (None, "Người lập biểu: Nguyễn Văn An", None, "Trần Thị Bình")),), ("S13",)),
    Same("ghi-chu-danh-so-duoi-bang", (lines_below(("Ghi chú:",), ("1", "Số liệu tính từ 15/12/2025 đến 14/6/2026."), ("2", "Chưa tính các tin, bài đăng lại."), gap=2),)),
    Same("ghi-chu-sao-duoi-bang", (lines_below((None, "(*) Chỉ tiêu 04 tính cả 3 thôn."), (None, "Điện thoại liên hệ:", None, "0912 345 678"), gap=2),)),
    Same("chu-thich-o", (comment,), ("V35",)),
    Same("bo-loc-khong-an-dong", (filtered,)),
    Same("an-dong-tren-bang", (hidden_heading,)),
    Same("an-cot-ngoai-bang", (hidden_beside,)),
    Same("viet-day-du-va-viet-tat", (each_text(reworded, columns="B"),)),
    Same("khong-dau-phay-trong-ten", (each_text(lambda text: text.replace(",", "").replace("/", " / "), columns="B"),)),
    Same("ten-co-dau-hai-cham", (each_text(lambda text: f"- {text}:", columns="B", first=FIRST),)),
    Same("ten-co-so-thu-tu", (each_text(lambda text: f"{text} (*)", columns="B", first=FIRST),)),
    Same("don-vi-tinh-chu-thuong", (each_text(str.lower, columns="C", first=FIRST),)),
    Same("don-vi-tinh-cung-nghia", (column_texts("C", ("văn bản", "Cuộc", "Tin bài", "Bài", "Lớp", "người", "chuyên trang", "Tờ rơi", "Lần")),)),
    Same("tieu-de-co-ngoac", (put(f"D{HEAD}", "Số lượng (trong kỳ)"), put(f"C{HEAD}", "ĐVT"), put(f"B{HEAD}", "Nội dung chỉ tiêu"), put(f"A{HEAD}", "Số TT"))),
    Same("tieu-de-ket-qua", (put(f"D{HEAD}", "Kết quả thực hiện 6 tháng đầu năm 2026"), put(f"C{HEAD}", "Đơn vị"))),
    Same("ghi-chu-co-so", (put(f"E{PLACE.rows['01']}", "Trong đó: 2 QĐ, 4 KH, 6 CV"), put(f"E{PLACE.rows['04']}", "Phát 3 lần/tuần"))),
    Same("so-vuong-0-thap-phan", (put(D("05.1"), 600.0000000000001),)),
)  # fmt: skip


def formulas(values: Values) -> bytes:
    """Quantities that are formulas with their stored results, of the same sheet and of another."""
    data = edited(sheet_of("Chi tiết", [["T1", 4], ["T2", 8]]), data=filled(values))
    changes = []
    for field, formula in (("01", "SUM('Chi tiết'!B1:B2)"), ("04", "12+6"), ("05.1", "D18*100")):
        old, row = f"<v>{values[field]}</v>", PLACE.rows[field]
        sheet = re.search(rf'<c r="D{row}"[^>]*>{re.escape(old)}', _part(data))
        assert sheet, field
        changes.append((sheet[0], sheet[0].replace(old, f"<f>{formula}</f>{old}")))
    return part_changed(data, "xl/worksheets/sheet1.xml", *changes)


def _part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode("utf-8")


def with_decimals(values: Values) -> bytes:
    """Numbers stored as 12.0 and 6E2, as some programs do."""
    data = edited(data=filled(values))
    changes = []
    for field in FORM_1.fields:
        row, value = PLACE.rows[field.id], values[field.id]
        cell = re.search(rf'<c r="D{row}"[^>]*><v>{value}</v>', _part(data))
        assert cell, field.id
        stored = f"{float(value):.1E}" if field.id in ("05.1", "01") else f"{value}.0"  # type: ignore[arg-type]
        changes.append((cell[0], cell[0].replace(f"<v>{value}</v>", f"<v>{stored}</v>")))
    return part_changed(data, "xl/worksheets/sheet1.xml", *changes)


STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def strict(data: bytes) -> bytes:
    """The workbook as ISO's strict Open XML."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith((".xml", ".rels")):
                for old, new in STRICT:
                    content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return fixed_times(out.getvalue())


# --- tables of other making ----------------------------------------------------------------------------------------

SUB_HEAD = ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", None, "Ghi chú")


def two_title_rows(values: Values) -> bytes:
    """'Số lượng' over 'Cùng kỳ' and 'Kỳ này'."""
    lines = [[*line[:3], 1, line[3], line[4]] for line in rows(values)]
    book = book_of(("Sheet1", [*HEADING, SUB_HEAD, (None, None, None, "Cùng kỳ", "Kỳ này"), *lines]))
    sheet = book["Sheet1"]
    for area in ("A7:A8", "B7:B8", "C7:C8", "D7:E7", "F7:F8"):
        sheet.merge_cells(area)
    return saved(book)


def wide_titles(values: Values) -> bytes:
    """'Số lượng' merged over two columns, of which the second is used."""
    lines = [[*line[:3], None, line[3], line[4]] for line in rows(values)]
    book = book_of(("Sheet1", [*HEADING, SUB_HEAD, *lines]))
    book["Sheet1"].merge_cells("D7:E7")
    return saved(book)


def from_word(values: Values) -> bytes:
    """Pasted from Word into an empty workbook: breaks in the labels, two rows for a cell, blank rows at the end."""
    lines = [[line[0], str(line[1]).replace(" về ", "\nvề "), line[2], line[3], None] for line in whole_table(values)]
    lines[-2][3] = f"{lines[-2][3]}\n\n"
    return foreign([*lines, [None, "\n"], [" "]], at=(1, 1))


def by_headless(values: Values) -> bytes:
    """The rows alone, without titles."""
    return foreign(rows(values))


FOREIGN: Mapping[str, tuple[Callable[[Values], bytes], Sequence[str]]] = {
    "bang-thuong": (lambda values: foreign(whole_table(values)), ("S02",)),
    "dat-tai-C4": (lambda values: foreign(whole_table(values), at=(4, 3)), ("S02",)),
    "khong-tieu-de": (by_headless, ("S02",)),
    "dan-tu-word": (from_word, ("S02", "S15", "V33", "V05", "V04")),
    "tieu-de-rong-hai-cot": (wide_titles, ("S02",)),
    "ten-co-so-thu-tu-khong-cot-tt": (
        lambda values: foreign([("Chỉ tiêu", "ĐVT", "Số lượng", "Ghi chú"), *([f"{line[0]}. {line[1]}" if line[0] else f"- {line[1]}", *line[2:]] for line in rows(values))]),
        ("S02",),
    ),
    "ghi-chu-truoc-so-luong": (lambda values: foreign([[*line[:3], line[3]] for line in map(list, whole_table(values))]), ("S02",)),
    "bang-o-trang-3": (
        lambda values: saved(book_of(("Bìa", [["BÁO CÁO"]]), ("Mục lục", [["1", "Phụ lục"]]), ("PL", [*HEADING, *whole_table(values)]))), ("S02",),
    ),
    "bang-theo-mau-2": (lambda values: foreign(whole_table({**values, "09": 21, "10": 14}, form=FORM_2)), ("S02",)),
}  # fmt: skip


def good() -> Iterator[Made]:
    """All look-alikes, each with the values that must be read."""
    names = tuple(SETS)
    for index, same in enumerate(SAME):
        fixed = {"so-luu-dang-chu": "a", "dau-cach-quanh-so": "a", "so-0-dung-truoc": "a", "so-vuong-0-thap-phan": "a"}
        key = fixed.get(same.name, names[index % len(names)])
        data = edited(*same.edits, values=key) if same.edits else filled(SETS[key])
        yield Made(f"{same.name}.xlsx", data, _expect(SETS[key], same.notes))
    for key, values in (("b", B), ("c", C)):
        yield Made(f"nguyen-mau-{key}.xlsx", filled(values), _expect(values))
    second = {**B, "09": 21, "10": 14}
    yield Made("nguyen-mau-2.xlsx", filled(second, form=FORM_2), _expect(second, form=FORM_2))
    yield Made("cong-thuc-co-gia-tri.xlsx", formulas(A), _expect(A))
    yield Made("so-luu-kieu-thap-phan.xlsx", with_decimals(A), _expect(A))
    yield Made("strict.xlsx", strict(filled(B)), _expect(B))
    for name, unit in (
        ("ubnd", "UBND xã An Bình"),
        ("chu-hoa", "XÃ AN BÌNH"),
        ("day-du", "Ủy ban nhân dân xã An Bình"),
    ):
        yield Made(f"ten-don-vi-{name}.xlsx", filled(C, header={"unit": unit}), _expect(C))
    for index, (name, (make, notes)) in enumerate(FOREIGN.items()):
        values = SETS[names[index % len(names)]]
        form = FORM_2 if name == "bang-theo-mau-2" else FORM_1
        expected = {**values, "09": 21, "10": 14} if form is FORM_2 else values
        yield Made(f"khac-mau/{name}.xlsx", make(values), _expect(expected, notes, form))
    yield from around_good()
    yield from standing_good()
    yield from workbooks_shown.good()
    yield from spoken_good()


def _expect(values: Values, notes: Sequence[str] = (), form: Form = FORM_1) -> Mapping[str, Any]:
    found: dict[str, Any] = {"values": {field.id: values[field.id] for field in form.fields}}
    return found | ({"notes": sorted(notes)} if notes else {})
