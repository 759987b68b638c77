"""Workbooks to be measured with: filled templates, and an office's own layout of which half was saved by LibreOffice.

Made once, by as many processes as there are processors, and kept in a temporary folder under a name that changes with
how they are made: a thousand that LibreOffice has to save take a minute, ten thousand templates take another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import xlsxwriter

from cchc_xl.form.layout import layout
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Unit
from cchc_xl.write.template.workbook import template_bytes

FORM = load("tuyen-truyen-cchc", 1)
PLACE = layout(FORM)
KEPT = pathlib.Path(tempfile.gettempdir()) / "cchc-xl-bench"
MESSY = ("6(lồng ghép)", "600 (Lượt người)", "02", "1.200", None, "-", "Hội nghị; mạng xã hội; TT miệng…")
SHEET, FIRST_ROW, VALUE = (
    "Bieu 01",
    9,
    3,
)  # of the office's layout: name, row of the first figure and its column, from 0
NOTES = (
    None, None, None, "Thực hiện theo Kế hoạch số 07/KH-UBND", "Lồng ghép trong hội nghị giao ban tháng",
    "Phát trên loa truyền thanh của xã; đăng lên Cổng thông tin điện tử", "Tính từ ngày 01/01 đến ngày 15/6",
    "Phối hợp với Mặt trận Tổ quốc; niêm yết tại Bộ phận tiếp nhận và trả kết quả",
)  # fmt: skip
GUIDE = (
    "HƯỚNG DẪN ĐIỀN BIỂU", "1. Chỉ nhập số nguyên không âm vào cột Số lượng.", "2. Giải thích ghi ở cột Ghi chú.",
    "3. Không phát sinh thì nhập số 0.", "4. Gửi tệp về Sở Nội vụ qua trục liên thông văn bản.",
)  # fmt: skip


class Corpus(NamedTuple):
    """A folder of workbooks; where in them the figures stand, from 0; two states of its first one."""

    name: str
    about: str
    folder: pathlib.Path
    sheet: str
    first: int
    column: int
    states: tuple[bytes, bytes]

    @property
    def changing(self) -> pathlib.Path:
        """The workbook that is changed between two merges."""
        return self.folder / "U00000.xlsx"


def _values(number: int, state: int) -> dict[str, Any]:
    """What a unit reports: one value in seven is messy."""
    rng = random.Random(f"{number} {state}")
    return {field.id: rng.choice(MESSY) if rng.random() < 0.15 else rng.randint(0, 60) for field in FORM.fields}


def filled_template(number: int, state: int = 0) -> bytes:
    """Our own template, filled."""
    unit = Unit(f"U{number:05d}", f"Xã số {number}")
    return template_bytes(FORM, unit=unit, period=period(FORM, "H1", 2026), values=_values(number, state))


def of_an_office(number: int, state: int = 0) -> bytes:
    """The same report in a workbook that an office has made itself: heading, table, notes, signatures, a sheet of
    guidance and a hidden list.
    """
    rng = random.Random(f"notes {number}")
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2026, 6, 15, tzinfo=dt.UTC)})
        plain = {"font_name": "Times New Roman", "font_size": 13, "text_wrap": True}
        boxed = {**plain, "border": 1}
        looks = (plain, {**plain, "bold": True}, boxed, {**boxed, "num_format": "#,##0", "locked": 0})
        text, head, cell, figure = map(book.add_format, looks)
        sheet = book.add_worksheet(SHEET)
        sheet.merge_range("A1:B1", "ỦY BAN NHÂN DÂN TỈNH MẪU", text)
        sheet.merge_range("C1:E1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", head)
        sheet.merge_range("A2:B2", f"UBND XÃ SỐ {number}", head)
        sheet.merge_range("C2:E2", "Độc lập - Tự do - Hạnh phúc", head)
        sheet.merge_range("A5:E5", "BÁO CÁO TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", head)
        sheet.merge_range("A6:E6", "Kỳ báo cáo: 6 tháng đầu năm 2026", text)
        sheet.write_row("A9", ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"), head)
        values = _values(number, state)
        for down, field in enumerate(FORM.fields):
            row = FIRST_ROW + down
            sheet.write_row(row, 0, (field.tt, field.label, field.unit), cell)
            sheet.write(row, VALUE, values[field.id], figure)
            sheet.write(row, 4, rng.choice(NOTES), cell)
        last = FIRST_ROW + len(FORM.fields)
        sheet.merge_range(last, 1, last, 4, "Ghi chú: không ghi kèm chữ vào cột Số lượng.", text)
        sheet.write(last + 2, 1, "NGƯỜI LẬP BIỂU", head)
        sheet.merge_range(last + 2, 3, last + 2, 4, "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", head)
        sheet.set_column(1, 1, 52)
        sheet.set_column(4, 4, 40)
        area = (FIRST_ROW, VALUE, last - 1, VALUE)
        sheet.data_validation(*area, {"validate": "integer", "criteria": ">=", "value": 0})
        red = book.add_format({"bg_color": "#FFC7CE"})
        sheet.conditional_format(*area, {"type": "cell", "criteria": "<", "value": 0, "format": red})
        sheet.protect()
        guide, listed = book.add_worksheet("Huong dan"), book.add_worksheet("_dm")
        guide.write_column("A1", GUIDE, text)
        listed.write_column("A1", [f"Đơn vị {other}" for other in range(200)])
        listed.hide()
    return data.getvalue()


def templates(n: int) -> Corpus:
    """``n`` filled templates."""
    folder = _kept(f"templates-{n}", filled_template, partial(_write_all, n, filled_template))
    states = filled_template(0), filled_template(0, 1)
    return _at_first(Corpus("templates", "filled templates", folder, PLACE.table, PLACE.first_row - 1, 3, states))


def half_of_libreoffice(n: int) -> Corpus | None:
    """``n`` of an office's layout, every other one as LibreOffice saves it; None where there is no LibreOffice."""
    if shutil.which("soffice") is None:
        return None
    folder = _kept(f"half-libreoffice-{n}", of_an_office, partial(_half_saved, n))
    states = of_an_office(0), of_an_office(0, 1)
    return _at_first(
        Corpus(
            "half LibreOffice", "an office's layout, half saved by LibreOffice", folder, SHEET, FIRST_ROW, VALUE, states
        )
    )


def _at_first(corpus: Corpus) -> Corpus:
    corpus.changing.write_bytes(corpus.states[0])
    return corpus


def _kept(name: str, make: Callable[[int], bytes], fill: Callable[[pathlib.Path], None]) -> pathlib.Path:
    """The folder of that name, filled where it is not there. What is in it depends on this module and the program."""
    recipe = pathlib.Path(__file__).read_bytes() + make(1)
    folder = KEPT / f"{name}-{hashlib.sha256(recipe).hexdigest()[:12]}"
    if not folder.is_dir():
        print(f"making {name} in {KEPT}", flush=True)
        KEPT.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as place:
            fill(pathlib.Path(place))
            shutil.copytree(place, folder.with_suffix(".made"))
        folder.with_suffix(".made").rename(folder)
    return folder


def _write(folder: pathlib.Path, make: Callable[[int], bytes], number: int) -> None:
    (folder / f"U{number:05d}.xlsx").write_bytes(make(number))


def _write_all(n: int, make: Callable[[int], bytes], folder: pathlib.Path) -> None:
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(partial(_write, folder, make), range(n), chunksize=50))


def _half_saved(n: int, folder: pathlib.Path) -> None:
    _write_all(n, of_an_office, folder)
    names = [f"U{number:05d}.xlsx" for number in range(1, n, 2)]
    with tempfile.TemporaryDirectory() as profile:
        program = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
        program += ["--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        for start in range(0, len(names), 200):
            some = [str(folder / name) for name in names[start : start + 200]]
            command = [*program, "--outdir", str(folder / "saved"), *some]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    for name in names:
        (folder / "saved" / name).replace(folder / name)
    (folder / "saved").rmdir()
