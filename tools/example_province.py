"""A made-up province: 42 units, most of their reports good, each fault planted on purpose and listed in its README with
its code.

No name of a unit, person or figure is real. Everything is drawn from a fixed seed.
"""

from __future__ import annotations

import io
import pathlib
import random
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from cchc_xl.form.layout import layout
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Scalar, Unit
from cchc_xl.write.template.workbook import write_template

FORM = load("tuyen-truyen-cchc", 2)
PERIOD = period(FORM, "H1", 2026)
PLACE = layout(FORM)
PEOPLE = [
    "Nguyễn Văn An",
    "Trần Thị Bình",
    "Lê Văn Cường",
    "Phạm Thị Dung",
    "Hoàng Văn Em",
    "Đỗ Thị Giang",
    "Vũ Văn Hải",
    "Bùi Thị Lan",
]

COMMUNES = [
    "Xã An Bình",
    "Xã An Khê",
    "Xã Bình Hòa",
    "Xã Bình Minh",
    "Xã Cẩm Thạch",
    "Xã Đông Sơn",
    "Xã Đồng Tâm",
    "Xã Hải Vân",
    "Xã Hòa Thuận",
    "Xã Hưng Lộc",
    "Xã Kim Sơn",
    "Xã Lộc An",
    "Xã Minh Tân",
    "Xã Nam Giang",
    "Xã Phú Mỹ",
    "Xã Quảng Phúc",
    "Xã Sơn Hà",
    "Xã Sơn Hạ",
    "Xã Tân Lập",
    "Xã Thanh Bình",
    "Xã Thượng Sơn",
    "Xã Trung Chính",
    "Xã Vạn Xuân",
    "Xã Yên Định",
    "Phường 1",
    "Phường 2",
    "Phường 10",
    "Phường Bắc Sơn",
    "Phường Đông Hải",
    "Phường Hoàng Mai",
    "Phường Nam Thành",
    "Phường Tây Lộc",
    "Phường Trường Thi",
    "Phường Vĩnh Tân",
    "Đặc khu Hòn Mẫu",
]
DEPARTMENTS = [
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Tài chính",
    "Sở Khoa học và Công nghệ",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Văn phòng UBND tỉnh",
]
NOT_SENT = ("Xã Thanh Bình", "Phường Nam Thành", "Sở Y tế")


class Fault(NamedTuple):
    """``at``: the cell where it stands, '' for the file.

    ``edit`` changes the open workbook; ``change`` its bytes and file name.
    """

    unit: str
    codes: tuple[str, ...]
    at: str
    what: str
    values: dict[str, Scalar] = {}
    notes: dict[str, str] = {}
    header: dict[str, Scalar] = {}
    edit: Callable[[Workbook], None] | None = None
    change: Callable[[bytes, str], tuple[bytes, str]] | None = None


def D(field: str) -> str:  # noqa: N802 - the column's own name
    return PLACE.value(field).a1


# --- changes of structure ------------------------------------------------------------------------------------------


def _table(book: Workbook):  # type: ignore[no-untyped-def]
    return book[PLACE.table]


def _swap_rows(one: str, other: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        sheet = _table(book)
        for column in range(1, 6):
            a, b = sheet.cell(PLACE.rows[one], column), sheet.cell(PLACE.rows[other], column)
            a.value, b.value = b.value, a.value

    return edit


def _relabel(field: str, label: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        _table(book).cell(PLACE.rows[field], 2).value = label

    return edit


def _clear_row(field: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for column in range(1, 6):
            _table(book).cell(PLACE.rows[field], column).value = None

    return edit


def _extra_row(book: Workbook) -> None:
    sheet, row = _table(book), PLACE.last_row + 1
    for merged in [m for m in sheet.merged_cells.ranges if m.min_row <= row <= m.max_row]:
        sheet.unmerge_cells(str(merged))
    for column, value in enumerate(("11", "Số video tuyên truyền về CCHC", "Video", 5), 1):
        sheet.cell(row, column).value = value


def _hide_row(field: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        _table(book).row_dimensions[PLACE.rows[field]].hidden = True

    return edit


def _copy_sheet(book: Workbook) -> None:
    copy = book.copy_worksheet(_table(book))
    copy.title = "Phụ lục (2)"


def _as_date(field: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        cell = _table(book).cell(PLACE.rows[field], 4)
        cell.value, cell.number_format = 46054, "d/m/yyyy"

    return edit


def _error_value(field: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        cell = _table(book).cell(PLACE.rows[field], 4)
        cell.value, cell.data_type = "#REF!", "e"

    return edit


def _decomposed(book: Workbook) -> None:
    for row in range(PLACE.first_row, PLACE.last_row + 1):
        cell = _table(book).cell(row, 2)
        cell.value = unicodedata.normalize("NFD", cell.value)


def _merge_cells(book: Workbook) -> None:
    _table(book).merge_cells(f"{D('05')}:{D('05.1')}")


def _insert_column(book: Workbook) -> None:
    """A plain workbook of another office's making, with a column 'Cùng kỳ' before the quantity."""
    sheet = _table(book)
    rows = [
        [sheet.cell(row, column).value for column in range(1, 6)] for row in range(PLACE.head_row, PLACE.last_row + 1)
    ]
    unit = sheet[PLACE.header["unit"].a1].value
    for name in list(book.sheetnames):
        del book[name]
    for name in list(book.defined_names):
        del book.defined_names[name]
    plain = book.create_sheet("Sheet1")
    plain["A1"], plain["A3"] = f"UBND {unit}".upper(), "BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026"
    for number, row in enumerate(rows, 5):
        for column, value in enumerate((*row[:3], "Cùng kỳ" if number == 5 else 1, *row[3:]), 1):
            plain.cell(number, column).value = value


# --- changes of the file -------------------------------------------------------------------------------------------


def _convert(kind: str) -> Callable[[bytes, str], tuple[bytes, str]]:
    def change(data: bytes, name: str) -> tuple[bytes, str]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.xlsx"
            path.write_bytes(data)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", f"{folder}/out", str(path)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return (pathlib.Path(folder) / "out" / f"a.{kind}").read_bytes(), f"{name.removesuffix('.xlsx')}.{kind}"

    return change


def _renamed_xls(data: bytes, name: str) -> tuple[bytes, str]:
    return _convert("xls")(data, name)[0], name


def _truncated(data: bytes, name: str) -> tuple[bytes, str]:
    return data[: len(data) // 2], name


def _encrypted(data: bytes, name: str) -> tuple[bytes, str]:
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("matkhau", out)
    return out.getvalue(), name


def _word_file(data: bytes, name: str) -> tuple[bytes, str]:  # noqa: ARG001
    from docx import Document

    document = Document()
    document.add_paragraph("BÁO CÁO TUYÊN TRUYỀN CCHC 6 tháng đầu năm 2026")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), name.removesuffix(".xlsx") + ".docx"


FAULTS = (
    Fault("Xã An Bình", ("V01",), D("05"), "ghi chú trong ô số lượng", {"05": "6(lồng ghép)", "05.1": 310}),
    Fault(
        "Xã An Khê", ("V02", "C04"), D("05.1"), "số kèm đơn vị tính, lượt người", {"05": 6, "05.1": "600 (Lượt người)"}
    ),
    Fault("Xã Bình Hòa", ("V03",), D("06"), "số 0 đứng trước", {"06": "02"}),
    Fault("Xã Bình Minh", ("V08",), D("07"), "dấu chấm hàng nghìn", {"07": "1.200"}),
    Fault("Xã Cẩm Thạch", ("V24",), D("08"), "chữ thay cho số", {"08": "Hội nghị; mạng xã hội; TT miệng…"}),
    Fault("Xã Đông Sơn", ("V25",), D("03"), "để trống", {"03": None}),
    Fault("Xã Đồng Tâm", ("V11",), D("04"), "số âm", {"04": -3}),
    Fault("Xã Hải Vân", ("V09",), D("07"), "số lẻ (gõ 1.200 trên máy cài vùng Mỹ)", {"07": 1.2}),
    Fault("Xã Hòa Thuận", ("V12",), D("01"), "Excel tự đổi thành ngày", edit=_as_date("01")),
    Fault("Xã Hưng Lộc", ("V16",), D("02"), "ký hiệu thay cho số", {"02": "-"}),
    Fault("Xã Kim Sơn", ("V18",), D("05.1"), "số ước lượng", {"05": 4, "05.1": "trên 300"}),
    Fault("Xã Lộc An", ("V20",), D("04"), "nhiều thành phần trong một ô", {"04": "13 tin, 05 bài"}),
    Fault("Xã Minh Tân", ("V23",), D("04"), "viết số bằng chữ", {"04": "mười lăm"}),
    Fault("Xã Nam Giang", ("V28",), D("10"), "lỗi công thức", edit=_error_value("10")),
    Fault("Xã Phú Mỹ", ("C01",), D("05.1"), "có người dự, không có hội nghị", {"05": 0, "05.1": 120}),
    Fault("Xã Quảng Phúc", ("C02",), D("05"), "có hội nghị, không có người dự", {"05": 3, "05.1": 0}),
    Fault("Xã Tân Lập", ("C03",), D("05.1"), "bình quân bất thường", {"05": 1, "05.1": 1200}),
    Fault("Xã Thượng Sơn", ("C09",), D("01"), "tất cả bằng 0", {field.id: 0 for field in FORM.fields}),
    Fault("Xã Trung Chính", ("C13",), D("06"), "đếm tin, bài thay cho chuyên mục", {"06": 12}),
    Fault(
        "Xã Vạn Xuân",
        ("C17",),
        D("03"),
        "tin, bài trên Cổng ghi vào báo chí",
        {"03": 20},
        {"03": "Đăng trên Cổng thông tin điện tử của xã"},
    ),
    Fault("Xã Yên Định", ("S01",), f"B{PLACE.rows['05']}", "đổi chỗ dòng 04 và 05", edit=_swap_rows("04", "05")),
    Fault("Phường 1", ("S03",), f"B{PLACE.rows['04']}", "sửa tên chỉ tiêu", edit=_relabel("04", "Số bài truyền thanh")),
    Fault("Phường 2", ("S04",), f"B{PLACE.last_row + 1}", "thêm chỉ tiêu ngoài mẫu", edit=_extra_row),
    Fault("Phường 10", ("S05",), "", "xóa dòng chỉ tiêu 07", edit=_clear_row("07")),
    Fault("Phường Bắc Sơn", ("S09",), D("05"), "trộn ô của 05 và dòng con", edit=_merge_cells),
    Fault("Phường Đông Hải", ("S10",), D("06"), "ẩn dòng 06", edit=_hide_row("06")),
    Fault("Phường Hoàng Mai", ("S12",), "", "hai bảng trong một tệp", edit=_copy_sheet),
    Fault("Phường Tây Lộc", ("S08", "S16"), "", "tệp tự lập, thêm cột Cùng kỳ", edit=_insert_column),
    Fault("Phường Trường Thi", ("F01",), "", "tệp .xls", change=_convert("xls")),
    Fault("Phường Vĩnh Tân", ("F02",), "", "tệp .ods", change=_convert("ods")),
    Fault("Đặc khu Hòn Mẫu", ("F06",), "", ".xls đổi tên .xlsx", change=_renamed_xls),
    Fault("Sở Tư pháp", ("C12",), D("04"), "sở báo cáo truyền thanh cấp xã", {"04": 9}),
    Fault("Sở Tài chính", ("F05",), "", "đặt mật khẩu", change=_encrypted),
    Fault("Sở Khoa học và Công nghệ", ("F07",), "", "tệp tải dở", change=_truncated),
    Fault("Sở Giáo dục và Đào tạo", ("F03",), "", "gửi tệp Word", change=_word_file),
    Fault("Văn phòng UBND tỉnh", ("T03",), f"B{PLACE.first_row}", "Unicode tổ hợp", edit=_decomposed),
)
LATE = "Xã Sơn Hạ"
TWICE = "Xã Sơn Hà"


def units() -> tuple[Unit, ...]:
    """The roster: communes XM01..., departments SM01...; one deadline for all."""
    communes = [Unit(f"XM{i:02d}", name, "xa", province="Tỉnh Mẫu") for i, name in enumerate(COMMUNES, 1)]
    offices = [Unit(f"SM{i:02d}", name, "so", "so", province="Tỉnh Mẫu") for i, name in enumerate(DEPARTMENTS, 1)]
    return (*communes, *offices)


def _good(unit: Unit, rng: random.Random) -> dict[str, Scalar]:
    meetings = rng.randint(1, 6)
    commune = unit.level == "xa"
    return {
        "01": rng.randint(2, 15), "02": rng.randint(0, 1), "03": rng.randint(0, 12), "04": rng.randint(6, 48) if commune else 0,
        "05": meetings, "05.1": meetings * rng.randint(30, 90), "06": rng.randint(1, 2), "07": rng.randint(20, 400), "08": rng.randint(0, 8),
        "09": rng.randint(5, 60), "10": rng.randint(0, 40),
    }  # fmt: skip


def build_province(folder: pathlib.Path) -> None:
    """Writes the roster, the register of receipt, the workbooks and the README."""
    rng = random.Random(20260614)
    inbox = folder / "bao-cao"
    inbox.mkdir(parents=True)
    faults = {fault.unit: fault for fault in FAULTS}
    received = []
    for unit in units():
        values = _good(unit, rng)
        person = rng.choice(PEOPLE)
        day = rng.randint(10, 15)
        if unit.name in NOT_SENT:
            continue
        name, data = _workbook(unit, values, person, day, faults.get(unit.name))
        (inbox / name).write_bytes(data)
        received.append((name, f"{day + 5 if unit.name == LATE else day:02d}/06/2026"))
        if unit.name == TWICE:
            again = f"{name.removesuffix('.xlsx')} (sửa).xlsx"
            (inbox / again).write_bytes(
                _workbook(unit, {**values, "07": int(values["07"] or 0) + 10}, person, day, None)[1]
            )
            received.append((again, f"{day + 1:02d}/06/2026"))
    _strays(inbox, rng, received)
    rows = ["Mã đơn vị,Tên đơn vị,Cấp,Tỉnh,Đầu mối,Điện thoại,Hạn nộp"]
    rows += [
        f"{u.id},{u.name},{FORM.levels[u.level].replace(',', ' -') if u.level == 'xa' else 'Sở'},{u.province},Bộ phận"
        " CCHC,0200 000 000,17/06/2026"
        for u in units()
    ]
    (folder / "don-vi.csv").write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    register = ["Tệp,Ngày nhận", *(f"{name},{day}" for name, day in received)]
    (folder / "so-nhan.csv").write_text("\n".join(register) + "\n", encoding="utf-8-sig")
    (folder / "README.md").write_text(_readme(), encoding="utf-8")


def _workbook(unit: Unit, values: dict[str, Scalar], person: str, day: int, fault: Fault | None) -> tuple[str, bytes]:
    header: dict[str, Scalar] = {
        "report_no": f"{10 + day}/BC-{'UBND' if unit.level == 'xa' else 'VP'}", "report_date": f"{day:02d}/06/2026", "cut_off": "14/06/2026",
        "prepared_by": person, "position": "Công chức", "phone": "0200 000 000", **(fault.header if fault else {}),
    }  # fmt: skip
    out = io.BytesIO()
    given = {**values, **(fault.values if fault else {})}
    write_template(FORM, out, unit=unit, period=PERIOD, values=given, notes=fault.notes if fault else {}, header=header)
    data, name = out.getvalue(), f"{unit.id} {unit.name}.xlsx"
    if fault and fault.edit:
        book = load_workbook(io.BytesIO(data))
        fault.edit(book)
        edited = io.BytesIO()
        book.save(edited)
        data = edited.getvalue()
    return (lambda pair: (pair[1], pair[0]))(fault.change(data, name)) if fault and fault.change else (name, data)


STRAYS = (
    ("khong-ro-don-vi.xlsx", ("M01",), "tên đơn vị không có trong danh mục"),
    ("xa-son-ha.xlsx", ("M02",), "tên không dấu, trùng hai đơn vị"),
    ("bao-cao-nam-2025.xlsx", ("M05",), "báo cáo của kỳ khác"),
    ("Book1.xlsx", ("S18",), "tệp không có bảng của biểu mẫu"),
    ("~$XM01 Xã An Bình.xlsx", (), "tệp tạm của Office, được bỏ qua"),
)


def _strays(inbox: pathlib.Path, rng: random.Random, received: list[tuple[str, str]]) -> None:
    values = _good(units()[0], rng)

    def put(name: str, unit: str, year: int = 2026) -> None:
        header: dict[str, Scalar] = {
            "unit": unit,
            "cut_off": f"14/06/{year}",
            "report_no": "1/BC",
            "report_date": f"14/06/{year}",
            "prepared_by": PEOPLE[0],
        }
        write_template(FORM, inbox / name, period=period(FORM, "H1", year), values=values, header=header)
        received.append((name, "14/06/2026"))

    put("khong-ro-don-vi.xlsx", "UBND xã")
    put("xa-son-ha.xlsx", "Xa Son Ha")
    put("bao-cao-nam-2025.xlsx", "Xã Lộc An", 2025)
    book = Workbook()
    book.active["A1"] = "Danh sách cán bộ"  # type: ignore[index]
    book.save(inbox / "Book1.xlsx")
    (inbox / "~$XM01 Xã An Bình.xlsx").write_bytes(b"\x05Admin" + b" " * 160)


def _readme() -> str:
    lines = [
        "# Tỉnh mẫu",
        "",
        (
            f"Một tỉnh tưởng tượng, {len(units())} đơn vị, kỳ {PERIOD.label}. Không có tên đơn vị, tên người hay số"
            " liệu thật."
        ),
        (
            "A made-up province; every fault below was planted on purpose and must be found under its code"
            " (`tests/test_examples.py`)."
        ),
        "",
        (
            "    cchc-xl merge examples/tinh-mau/bao-cao --roster examples/tinh-mau/don-vi.csv --received"
            " examples/tinh-mau/so-nhan.csv --period 2026-H1 -o tong-hop.xlsx"
        ),
        "",
        "`don-vi.csv` là danh mục đơn vị; `so-nhan.csv` là sổ nhận báo cáo (ngày nhận từng tệp).",
        "",
        "| Tệp, đơn vị | Ô | Mã | Lỗi cài sẵn |",
        "|---|---|---|---|",
    ]
    ids = {unit.name: unit.id for unit in units()}
    lines += [f"| {ids[f.unit]} {f.unit} | {f.at} | {' '.join(f.codes)} | {f.what} |" for f in FAULTS]
    lines += [f"| {name} |  | {' '.join(codes)} | {what} |" for name, codes, what in STRAYS]
    lines += [
        f"| {ids[TWICE]} {TWICE} |  | F13 | gửi hai lần |",
        f"| {ids[LATE]} {LATE} |  | M11 | nộp muộn |",
        *(f"| {ids[name]} {name} |  | M12 | chưa nộp |" for name in NOT_SENT),
        "",
    ]
    return "\n".join(lines)
