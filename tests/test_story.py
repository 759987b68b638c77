"""A whole campaign, day by day, as a consolidator lives it: every sentence of the letters, of the terminal and of the
cards is held to what happened, which is written down here by hand.

Ten units must report for the first half of 2026, until 20/6/2026:

* Xã An Bình is right. Its file comes on 15/6, and once more under another name on 16/6.
* Xã Bình Minh writes "13 tin, 05 bài" where a number belongs (a sum to be accepted), on 16/6.
* Xã Cẩm Thạch is two days late, and prints ten times as many leaflets as last year without a word why.
* Xã Đông Sơn sends twice: 5 documents on 14/6, 6 documents on 18/6. The later file is the one.
* Xã Hải Vân's file is damaged (17/6), Xã Kim Sơn's has a password (17/6), and Sở Tài chính sends a workbook without the
  table (18/6).
* Xã Lộc An leaves row 02 blank (19/6).
* Sở Nội vụ sends after the reminder, on 25/6. Sở Tư pháp never does.

The clerks fill the templates that they were sent, with last year's figures beside them, in LibreOffice.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import pathlib
import shutil
from collections.abc import Mapping
from typing import Any

import docx
import judges
import msoffcrypto.format.ooxml
import openpyxl
import pytest
from docx.oxml.ns import qn
from filled import run
from openpyxl.comments import Comment
from test_desk import by_script

from cchc_xl.form.layout import layout
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.write.template.workbook import write_template

FORM = load("tuyen-truyen-cchc", 2)
PLACE = layout(FORM)
IDS = tuple(field.id for field in FORM.fields)
UNITS = ("Xã An Bình", "Xã Bình Minh", "Xã Cẩm Thạch", "Xã Đông Sơn", "Xã Hải Vân", "Xã Kim Sơn", "Xã Lộc An",
         "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp")  # fmt: skip
LEVEL = {name: "Xã" if name.startswith("Xã") else "Sở" for name in UNITS}
OFFICE = {"name": "Văn phòng UBND tỉnh Mẫu", "receive_at": "cchc@mau.example", "contact": "ông Bình"}
CAMPAIGN = {
    "period": "2026-H1", "roster": "don-vi.csv", "received": "so-nhan.csv", "deadline": "2026-06-20",
    "previous": ["tong-hop-2025-H1.xlsx"], "office": OFFICE,
}  # fmt: skip
# What each unit counted last year and counts now, in the form's order: 01 to 05, 05.1, 06 to 10.
THEN = (10, 1, 3, 20, 4, 200, 1, 5, 2, 8, 6)
NOW = (12, 1, 4, 18, 5, 250, 1, 6, 3, 9, 7)
OF_DEPARTMENT = (12, 1, 4, 0, 5, 250, 1, 6, 3, 9, 7)


class Desk:
    """The consolidator's folder."""

    def __init__(self, folder: pathlib.Path, office: judges.Office) -> None:
        self.folder, self.office = folder, office

    def at(self, *steps: str) -> pathlib.Path:
        return self.folder.joinpath(*steps)

    def cchc(self, *arguments: object) -> list[str]:
        """The lines that a command prints; it is run in the folder."""
        before = pathlib.Path.cwd()
        os.chdir(self.folder)
        try:
            code, said = run(*arguments)
        finally:
            os.chdir(before)
        assert code in (0, 1), said
        return said.splitlines()

    def filled(self, unit: str, name: str, values: Mapping[str, Any], by: str = "Nguyễn Văn A") -> pathlib.Path:
        """The unit's template, filled in LibreOffice and sent under a name."""
        (template,) = [path for path in self.at("mau").iterdir() if unit in opened(path, PLACE.header["unit"])]
        path = self.at("nop", name)
        shutil.copy(template, path)
        cells = [(PLACE.table, PLACE.value(field).a1, value) for field, value in values.items() if value != ""]
        self.office.typed(path, [*cells, (PLACE.table, PLACE.header["prepared_by"].a1, by)])
        return path


def opened(path: pathlib.Path, ref: Any) -> str:
    return str(openpyxl.load_workbook(path, data_only=True)[ref.sheet][ref.a1].value)


def figures(values: tuple[Any, ...] = NOW, **changes: Any) -> dict[str, Any]:
    """By field: ``f04=...`` in the place of a figure."""
    return dict(zip(IDS, values, strict=True)) | {key[1:].replace("_", "."): value for key, value in changes.items()}


def prepared(desk: Desk) -> None:
    """Before the campaign: the roster, last year's result, the campaign file and the templates for all units."""
    lines = [f"U{n:02d},{name},{LEVEL[name]},u{n:02d}@mau.example" for n, name in enumerate(UNITS, 1)]
    desk.at("don-vi.csv").write_text("\n".join(["Mã,Tên đơn vị,Cấp,Email", *lines]) + "\n", encoding="utf-8")
    desk.at("cu").mkdir()
    for name in UNITS[:-1]:
        values = figures(THEN) | ({} if name.startswith("Xã") else {"04": 0})
        write_template(FORM, desk.at("cu", f"{name}.xlsx"), period=period(FORM, "H1", 2025), values=values,
                       header={"unit": name, "prepared_by": "Trần Thị B"})  # fmt: skip
    desk.cchc("merge", "cu", "--roster", "don-vi.csv", "--period", "2025-H1", "-o", "tong-hop-2025-H1.xlsx")
    desk.at("dot-bao-cao.json").write_text(json.dumps(CAMPAIGN), encoding="utf-8")
    said = desk.cchc("template", "--campaign", "dot-bao-cao.json", "--out", "mau")
    assert said == [
        "Đã ghi 10 mẫu vào thư mục “mau”.",
        "Cột “Kỳ trước” ghi số liệu 6 tháng đầu năm 2025: 9 đơn vị.",
        "Không có số liệu kỳ trước, mẫu không có cột “Kỳ trước”: 1 đơn vị: Sở Tư pháp.",
    ]
    desk.at("nop").mkdir()


def received(desk: Desk, day: str, new: tuple[str, ...], every: int) -> None:
    """The day's new files are noted in the register, and nothing else."""
    said = desk.cchc("receive", "nop", "--campaign", "dot-bao-cao.json", "--date", day)
    assert said[0] == f"Sổ nhận so-nhan.csv: {len(new)} tệp mới, tất cả {every} dòng."
    assert said[1:-1] == [f"  {name}: {day}" for name in new]


def until_the_deadline(desk: Desk) -> None:
    """What came until 22/6, noted day by day."""
    desk.filled("Xã Đông Sơn", "xa dong son.xlsx", figures(f01=5, f09=12))
    received(desk, "14/06/2026", ("xa dong son.xlsx",), 1)
    first = desk.filled("Xã An Bình", "Xã An Bình.xlsx", figures())
    received(desk, "15/06/2026", ("Xã An Bình.xlsx",), 2)
    shutil.copy(first, desk.at("nop", "Xã An Bình (gửi lại).xlsx"))
    desk.filled("Xã Bình Minh", "bao cao binh minh.xlsx", figures(f04="13 tin, 05 bài", f09=10))
    received(desk, "16/06/2026", ("bao cao binh minh.xlsx", "Xã An Bình (gửi lại).xlsx"), 4)
    whole = desk.filled("Xã Hải Vân", "Xã Hải Vân.xlsx", figures()).read_bytes()
    desk.at("nop", "Xã Hải Vân.xlsx").write_bytes(whole[: len(whole) // 2])
    locked = desk.filled("Xã Kim Sơn", "Xã Kim Sơn.xlsx", figures())
    locked.write_bytes(encrypted(locked.read_bytes()))
    received(desk, "17/06/2026", ("Xã Hải Vân.xlsx", "Xã Kim Sơn.xlsx"), 6)
    desk.filled("Xã Đông Sơn", "Xã Đông Sơn (thay thế).xlsx", figures(f01=6, f09=12))
    book = openpyxl.Workbook()
    book.active.append(["Kế hoạch trực cơ quan"])
    book.save(desk.at("nop", "Sở Tài chính.xlsx"))
    received(desk, "18/06/2026", ("Sở Tài chính.xlsx", "Xã Đông Sơn (thay thế).xlsx"), 8)
    desk.filled("Xã Lộc An", "Xã Lộc An.xlsx", figures(f02="", f09=13))
    received(desk, "19/06/2026", ("Xã Lộc An.xlsx",), 9)
    desk.filled("Xã Cẩm Thạch", "Xã Cẩm Thạch.xlsx", figures(f07=60, f09=11))
    received(desk, "22/06/2026", ("Xã Cẩm Thạch.xlsx",), 10)


def encrypted(data: bytes) -> bytes:
    target = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(data)).encrypt("bí mật", target)
    return target.getvalue()


def merged(desk: Desk, *more: str) -> list[str]:
    return desk.cchc("merge", "nop", "--campaign", "dot-bao-cao.json", "-o", "tong-hop.xlsx", *more)


def sheet(desk: Desk, name: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(desk.at("tong-hop.xlsx"), data_only=True)[name].iter_rows(values_only=True))


CARDS = ("Phải nộp", "Đã nộp", "Đã gửi, chưa dùng được", "Chưa nộp", "Ngoài danh sách", "Hợp lệ", "Có cảnh báo",
         "Cần xử lý", "Nộp muộn", "Chưa có ngày nhận")  # fmt: skip


def cards(desk: Desk) -> dict[str, int]:
    """The number below each title of a card."""
    pairs = itertools.pairwise(sheet(desk, "Tổng hợp")[:12])
    below = [pair for above, under in pairs for pair in zip(above, under, strict=True)]
    return {label: number for label, number in below if label in CARDS}


def totals(desk: Desk) -> tuple[list[int], list[int]]:
    """Of each indicator what was added up, and what waits."""
    rows = [row for row in sheet(desk, "Tổng hợp") if row[3] in {field.unit for field in FORM.fields}]
    return [row[4] for row in rows], [row[6] for row in rows]


def sentences(desk: Desk) -> list[str]:
    """The lines of the first sheet that are whole sentences about the campaign."""
    begins = ("Tỷ lệ nộp:", "Số liệu:", "Tệp:", "Chưa nộp (", "Đã gửi, chưa dùng được (")
    cells = [cell for row in sheet(desk, "Tổng hợp") for cell in row if isinstance(cell, str)]
    return [cell for cell in cells if cell.startswith(begins)]


def levels(desk: Desk) -> list[tuple[Any, ...]]:
    rows = sheet(desk, "Tổng hợp")
    first = next(number for number, row in enumerate(rows) if row[0] == "Cấp")
    return [tuple(cell for cell in row if cell is not None) for row in rows[first : first + 4]]


def owing(desk: Desk) -> list[tuple[str, str, str]]:
    """Unit, state and files of those that have no usable report."""
    return [(row[1], row[3], row[4] or "") for row in sheet(desk, "Chưa nộp")[3:] if row[1]]


def units(desk: Desk) -> dict[str, tuple[str, int | None]]:
    """State and days of delay of each unit whose report is in use."""
    rows = sheet(desk, "Theo đơn vị")
    titles = next(row for row in rows if row[0] == "TT")
    state, late = titles.index("Trạng thái"), titles.index("Muộn (ngày)")
    return {row[2]: (row[state], row[late]) for row in rows if isinstance(row[0], int)}


def decisions(desk: Desk) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {
        (row[2], row[3]): row[12:16] for row in sheet(desk, "Vấn đề") if len(row) > 16 and row[12] and row[0] != "STT"
    }


# --- the letters as they must be ---------------------------------------------------------------------------------

US, PERIOD = "Văn phòng UBND tỉnh Mẫu", "báo cáo tuyên truyền CCHC 6 tháng đầu năm 2026"
DAY = "ngày …… tháng …… năm ………"
ZERO = "Chỉ tiêu không phát sinh trong kỳ thì ghi số 0, không để trống."
CONTACT = "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ ông Bình./."


def letter(to: str, mail: str, subject: str, said: str, problems: tuple[str, ...], ask: str) -> list[str]:
    """Every line of a mail."""
    return [
        f"Người nhận: {mail}",
        f"Tiêu đề: {subject} {PERIOD}",
        "",
        f"Kính gửi: {to}",
        "",
        f"Thực hiện chế độ báo cáo theo quy định, tính đến {DAY}, {US} tổng hợp tình hình gửi {PERIOD} như sau:",
        said,
        *(["", *problems] if problems else []),
        "",
        f"Đề nghị {to} {ask} về {US} (cchc@mau.example) trước {DAY}. {ZERO}",
        f"{US} đề nghị {to} quan tâm, phối hợp thực hiện. {CONTACT}",
        "",
        "Trân trọng.",
        US,
    ]


def not_sent(to: str, mail: str) -> list[str]:
    said = (f"{US} chưa nhận được báo cáo của {to} (hạn gửi báo cáo: ngày 20/6/2026). Số liệu của đơn vị vì vậy chưa có"
            " trong kết quả tổng hợp.")  # fmt: skip
    return letter(to, mail, "Đôn đốc gửi", said, (), "gửi báo cáo")


def not_usable(to: str, mail: str, file: str, problem: str) -> list[str]:
    said = (f"{US} đã nhận được báo cáo của {to} (tệp “{file}”) nhưng chưa sử dụng được vì các lý do dưới đây. Số liệu"
            " của đơn vị vì vậy chưa có trong kết quả tổng hợp.")  # fmt: skip
    ask = "khắc phục các nội dung trên và gửi lại báo cáo"
    return letter(to, mail, "Đề nghị gửi lại", said, (f"1) “{file}”: {problem}",), ask)


def faulty(to: str, mail: str, problem: str) -> list[str]:
    said = (f"{US} đã nhận được báo cáo của {to}. Qua kiểm tra, báo cáo còn 01 nội dung cần chỉnh sửa, bổ sung dưới đây;"
            " số liệu có lỗi hoặc chờ xác nhận chưa được tính vào kết quả tổng hợp.")  # fmt: skip
    ask = "chỉnh sửa, bổ sung và gửi lại báo cáo"
    return letter(to, mail, "Đề nghị chỉnh sửa, bổ sung", said, (f"1) {problem}",), ask)


PASSWORD = (
    "Tệp có mật khẩu mở. Phần mềm không mở được tệp có mật khẩu và không hỏi mật khẩu. Đề nghị bỏ mật khẩu (Excel: Tệp >"
    " Thông tin > Bảo vệ sổ làm việc; tệp nén: nén lại, không đặt mật khẩu) và gửi lại."
)
NO_TABLE = (
    "Không trang tính nào có bảng của biểu mẫu (đã tìm: Sheet). Không có bảng thì không có số liệu để tổng hợp. Đề nghị"
    " kiểm tra có gửi nhầm tệp hay không, nhập số liệu vào biểu mẫu và gửi lại."
)
BLANK = (
    "02. Tổ chức cuộc thi tìm hiểu về CCHC; ô D15, trang tính “Phụ lục”: Chưa có số liệu. Ô trống không được tính là 0."
    " Nếu trong kỳ không phát sinh, đề nghị ghi số 0; nếu có phát sinh, đề nghị ghi số lượng; nếu chưa có số liệu, đề"
    " nghị giải trình ở cột Ghi chú."
)


def damaged(desk: Desk) -> str:
    size = f"{desk.at('nop', 'Xã Hải Vân.xlsx').stat().st_size:,}".replace(",", ".")
    return (f"Không đọc được tệp: tệp bị hỏng, bị cắt ngang hoặc chưa tải xong ({size} byte). Để tránh cộng thiếu hoặc"
            " sai, không số liệu nào của tệp này được đưa vào tổng hợp. Đề nghị mở tệp bằng Excel để kiểm tra, lưu lại"
            " dạng .xlsx và gửi lại.")  # fmt: skip


def written(desk: Desk, folder: str) -> list[list[str]]:
    """The mails, line by line; each official letter says the same as its mail."""
    desk.cchc("remind", "tong-hop.xlsx", "--campaign", "dot-bao-cao.json", "--out", folder)
    mails = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in desk.at(folder).glob("*.txt")}
    assert sorted(mails) == sorted(path.stem for path in desk.at(folder).glob("*.docx"))
    for name, lines in mails.items():
        document = docx.Document(str(desk.at(folder, f"{name}.docx")))
        said = " ".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
        for line in lines[5:-3]:  # of a problem its place, what is wrong and what to do are cells beside each other
            told = line.removeprefix("1) ").replace(": ", "", 1) if line.startswith("1) ") else line
            assert squeezed(told) in squeezed(said), (name, line)
    return [mails[name] for name in sorted(mails)]


def squeezed(text: str) -> str:
    return "".join(text.split())


# --- the story ------------------------------------------------------------------------------------------------------

ASIDE = [
    "  Để riêng nop/Sở Tài chính.xlsx: S18 Không tìm thấy bảng của biểu mẫu",
    "  Để riêng nop/Xã Hải Vân.xlsx: F07 Không đọc được tệp",
    "  Để riêng nop/Xã Kim Sơn.xlsx: F05 Tệp có mật khẩu mở",
    "  Để riêng nop/xa dong son.xlsx (Xã Đông Sơn): F13 Một đơn vị gửi nhiều lần",
    "  Bỏ qua nop/Xã An Bình (gửi lại).xlsx: bản sao giống hệt một tệp khác của cùng đơn vị",
]
WHO = "Đơn vị: phải nộp 10 = đã nộp 5 + đã gửi, chưa dùng được 3 + chưa nộp 2."
FILES = "Tệp: tìm thấy 10 = đã tổng hợp 5 + để riêng 4 + bỏ qua 1."
DECIDED = {
    ("V20", "Xã Bình Minh"): ("Chấp nhận đề xuất", None, "Đã gọi điện hỏi lại", "Hoa"),
    ("V25", "Xã Lộc An"): ("Nhập giá trị", 2, "Theo công văn 12/UBND-VX", "Hoa"),
}
NOTES = ("Nhớ hỏi Sở Tư pháp", "chị Lan, 25/6")


def first_account(desk: Desk) -> None:
    """22/6: five reports are in use, three files are of no use, two units have sent nothing."""
    assert merged(desk) == [
        WHO,
        "Đã nộp 5 = hợp lệ 1 + có cảnh báo 2 + cần xử lý 2.",
        FILES,
        "Số liệu: đọc được 54 = đã cộng 53 + để riêng 1.",
        *ASIDE,
        "Kết quả: tong-hop.xlsx",
    ]
    assert cards(desk) == {
        "Phải nộp": 10, "Đã nộp": 5, "Đã gửi, chưa dùng được": 3, "Chưa nộp": 2, "Ngoài danh sách": 0,
        "Hợp lệ": 1, "Có cảnh báo": 2, "Cần xử lý": 2, "Nộp muộn": 1, "Chưa có ngày nhận": 0,
    }  # fmt: skip
    assert sentences(desk) == [
        "Tỷ lệ nộp: 50%; nộp đúng hạn: 40%",
        "Số liệu: đọc được 54 = đã cộng 53 + để riêng 1.",
        FILES,
        "Chưa nộp (2 đơn vị): Sở Nội vụ; Sở Tư pháp.",
        "Đã gửi, chưa dùng được (3 đơn vị; xem trang “Chưa nộp”): Xã Hải Vân; Xã Kim Sơn; Sở Tài chính.",
    ]
    #                     01  02  03  04  05  05.1  06  07  08  09  10
    assert totals(desk) == (
        [54, 4, 20, 72, 25, 1250, 5, 84, 15, 55, 35],
        [0, 0, 0, 18, 0, 0, 0, 0, 0, 0, 0],
    )
    assert levels(desk) == [
        ("Cấp", "Phải nộp", "Đã nộp", "Đã gửi, chưa dùng được", "Chưa nộp", "Nộp muộn", "Tỷ lệ nộp / đúng hạn"),
        ("Cấp xã", 7, 5, 2, 0, 1, "71,4% / 57,1%"),
        ("Sở, ban, ngành", 3, 0, 1, 2, 0, "0% / 0%"),
        ("Tất cả", 10, 5, 3, 2, 1, "50% / 40%"),
    ]
    assert sorted(owing(desk)) == [
        ("Sở Nội vụ", "Chưa nộp", ""),
        ("Sở Tài chính", "Đã gửi, chưa dùng được", "Sở Tài chính.xlsx"),
        ("Sở Tư pháp", "Chưa nộp", ""),
        ("Xã Hải Vân", "Đã gửi, chưa dùng được", "Xã Hải Vân.xlsx"),
        ("Xã Kim Sơn", "Đã gửi, chưa dùng được", "Xã Kim Sơn.xlsx"),
    ]
    assert units(desk) == {
        "Xã An Bình": ("Hợp lệ", None), "Xã Bình Minh": ("Cần xử lý", None), "Xã Cẩm Thạch": ("Có cảnh báo", 2),
        "Xã Đông Sơn": ("Có cảnh báo", None), "Xã Lộc An": ("Cần xử lý", None),
    }  # fmt: skip
    assert written(desk, "don-doc-1") == [
        not_sent("Sở Nội vụ", "u08@mau.example"),
        not_sent("Sở Tư pháp", "u10@mau.example"),
        not_usable("UBND xã Hải Vân", "u05@mau.example", "Xã Hải Vân.xlsx", damaged(desk)),
        not_usable("UBND xã Kim Sơn", "u06@mau.example", "Xã Kim Sơn.xlsx", PASSWORD),
        not_usable("Sở Tài chính", "u09@mau.example", "Sở Tài chính.xlsx", NO_TABLE),
        faulty("UBND xã Lộc An", "u07@mau.example", BLANK),
    ]


def decided(desk: Desk) -> None:
    """The consolidator decides in LibreOffice, and notes whom she called."""
    rows = {(row[2], row[3]): number for number, row in enumerate(sheet(desk, "Vấn đề"), 1)}
    cells: list[tuple[str, str, str | float]] = []
    for key, typed in DECIDED.items():
        cells += [("Vấn đề", f"{column}{rows[key]}", value) for column, value in zip("MNOP", typed, strict=True)
                  if value is not None]  # fmt: skip
    own = ("Theo đơn vị", "V5", "Đã gọi"), ("Theo đơn vị", "V9", NOTES[1]), ("Tổng hợp", "K3", NOTES[0])
    desk.office.typed(desk.at("tong-hop.xlsx"), [*cells, *own])


def account_with_decisions(desk: Desk) -> None:
    assert merged(desk) == [
        WHO,
        "Đã nộp 5 = hợp lệ 3 + có cảnh báo 2 + cần xử lý 0.",
        FILES,
        "Số liệu: đọc được 55 = đã cộng 55 + để riêng 0.",
        *ASIDE,
        "Quyết định: 2 đã áp dụng, 0 chưa có hiệu lực, 0 cũ.",
        "Kết quả: tong-hop.xlsx",
    ]
    assert totals(desk) == ([54, 6, 20, 90, 25, 1250, 5, 84, 15, 55, 35], [0] * 11)
    assert decisions(desk) == DECIDED
    assert sheet(desk, "Theo đơn vị")[8][21] == NOTES[1]
    assert sheet(desk, "Theo đơn vị")[4][21] == "Đã gọi"
    assert NOTES[0] in [cell for row in sheet(desk, "Tổng hợp") for cell in row]


def saved_by_openpyxl(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.at("tong-hop.xlsx"))
    book["Theo đơn vị"]["C7"].comment = Comment("gọi số máy lẻ 12", "Hoa")
    book.save(desk.at("tong-hop.xlsx"))


def second_account(desk: Desk) -> None:
    """26/6: three more reports came after the reminder; a letter goes to two units only."""
    said = merged(desk)
    assert said[: len(ASIDE) + 6] == [
        "Đơn vị: phải nộp 10 = đã nộp 8 + đã gửi, chưa dùng được 1 + chưa nộp 1.",
        "Đã nộp 8 = hợp lệ 3 + có cảnh báo 5 + cần xử lý 0.",
        "Tệp: tìm thấy 13 = đã tổng hợp 8 + để riêng 4 + bỏ qua 1.",
        "Số liệu: đọc được 88 = đã cộng 88 + để riêng 0.",
        *ASIDE,
        "Quyết định: 2 đã áp dụng, 0 chưa có hiệu lực, 0 cũ.",
        "Kết quả: tong-hop.xlsx",
    ]
    account_of_26_june(desk)


def account_of_26_june(desk: Desk) -> None:
    assert cards(desk) == {
        "Phải nộp": 10, "Đã nộp": 8, "Đã gửi, chưa dùng được": 1, "Chưa nộp": 1, "Ngoài danh sách": 0,
        "Hợp lệ": 3, "Có cảnh báo": 5, "Cần xử lý": 0, "Nộp muộn": 4, "Chưa có ngày nhận": 0,
    }  # fmt: skip
    assert sentences(desk) == [
        "Tỷ lệ nộp: 80%; nộp đúng hạn: 40%",
        "Số liệu: đọc được 88 = đã cộng 88 + để riêng 0.",
        "Tệp: tìm thấy 13 = đã tổng hợp 8 + để riêng 4 + bỏ qua 1.",
        "Chưa nộp (1 đơn vị): Sở Tư pháp.",
        "Đã gửi, chưa dùng được (1 đơn vị; xem trang “Chưa nộp”): Xã Kim Sơn.",
    ]
    assert totals(desk) == ([90, 9, 32, 108, 40, 2000, 8, 102, 24, 118, 56], [0] * 11)
    assert levels(desk)[1:] == [
        ("Cấp xã", 7, 6, 1, 0, 2, "85,7% / 57,1%"),
        ("Sở, ban, ngành", 3, 2, 0, 1, 2, "66,7% / 0%"),
        ("Tất cả", 10, 8, 1, 1, 4, "80% / 40%"),
    ]
    assert sorted(owing(desk)) == [
        ("Sở Tư pháp", "Chưa nộp", ""),
        ("Xã Kim Sơn", "Đã gửi, chưa dùng được", "Xã Kim Sơn.xlsx"),
    ]
    assert {name: late for name, (_, late) in units(desk).items() if late} == {
        "Xã Cẩm Thạch": 2, "Xã Hải Vân": 6, "Sở Nội vụ": 5, "Sở Tài chính": 6,
    }  # fmt: skip
    assert decisions(desk) == DECIDED


LAST_LETTERS = [
    not_sent("Sở Tư pháp", "u10@mau.example"),
    not_usable("UBND xã Kim Sơn", "u06@mau.example", "Xã Kim Sơn.xlsx", PASSWORD),
]


@pytest.fixture
def desk(tmp_path: pathlib.Path, office: judges.Office) -> Desk:
    made = Desk(tmp_path, office)
    prepared(made)
    until_the_deadline(made)
    return made


@pytest.mark.judge
def test_story(desk: Desk) -> None:
    first_account(desk)
    decided(desk)
    account_with_decisions(desk)
    saved_by_openpyxl(desk)
    account_with_decisions(desk)
    by_script("sheetjs", desk.at("tong-hop.xlsx"), [["Nguồn", "N4", "xem lại"]])
    account_with_decisions(desk)
    shown = openpyxl.load_workbook(desk.at("tong-hop.xlsx"))
    assert shown["Theo đơn vị"]["C7"].comment.text.endswith("gọi số máy lẻ 12")
    assert shown["Nguồn"]["N4"].value == "xem lại"
    remaining = [lines for lines in written(desk, "don-doc-2") if "xã Lộc An" in " ".join(lines)]
    assert remaining == []  # its blank has been decided upon

    desk.filled("Sở Nội vụ", "Sở Nội vụ.xlsx", figures(OF_DEPARTMENT, f09=20))
    received(desk, "25/06/2026", ("Sở Nội vụ.xlsx",), 11)
    desk.filled("Xã Hải Vân", "Xã Hải Vân (gửi lại).xlsx", figures(f09=21))
    desk.filled("Sở Tài chính", "bieu so tai chinh.xlsx", figures(OF_DEPARTMENT, f09=22))
    received(desk, "26/06/2026", ("bieu so tai chinh.xlsx", "Xã Hải Vân (gửi lại).xlsx"), 13)
    second_account(desk)
    assert written(desk, "don-doc-3") == LAST_LETTERS

    for number, path in enumerate(sorted(desk.at("nop").iterdir())):  # copied by a program that keeps no times
        path.rename(path.with_suffix(".tam"))
        shutil.copyfile(path.with_suffix(".tam"), path)
        path.with_suffix(".tam").unlink()
        os.utime(path, (1_800_000_000 + number, 1_800_000_000 + number))
    second_account(desk)
    assert written(desk, "don-doc-4") == LAST_LETTERS
