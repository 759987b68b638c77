""".xls, .xlsb and .ods: read in a worker process, which may hang, crash or be left behind."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import hostile
import judges
import pytest
import xlsxwriter

from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.grid.foreign import killable, opendocument
from cchc_xl.grid.foreign.facts import NOTHING
from cchc_xl.grid.foreign.pool import read_foreign
from cchc_xl.grid.openxml.package import LIMITS, ReadError
from cchc_xl.model import Grid, Source

SOURCE = Source("x.xlsb", size=1)
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")


@pytest.fixture(scope="module", autouse=True)
def _worker_ended() -> Iterator[None]:
    yield
    killable.close()


def workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Số liệu")
    book.add_worksheet("Ẩn").hide()
    sheet.write_column(1, 1, [5, 1.5, "chữ", "6(lồng ghép)"])
    sheet.write_datetime(5, 1, dt.date(2026, 6, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_formula(6, 1, "=B2*2", None, 10)
    sheet.write_number(2500, 1, 1)
    sheet.write_number(1, 120, 1)
    sheet.merge_range("D1:E2", "gộp")
    book.close()
    return path


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [("xls", "F01", "x.xls"), ("ods", "F02", "x.ods"), ("xls", "F01", "x.xlsx"), ("ods", "F02", "x.xls")],
)
def test_old_and_open_formats__read_with_a_note(
    kind: str, code: str, name: str, tmp_path: Path, office: judges.Office
) -> None:
    """Robustness 27: supported by name; the extension is not believed."""
    (tmp_path / "office").mkdir()
    converted = office.convert(workbook(tmp_path / "x.xlsx"), kind, tmp_path / "office")
    grid = read_bytes(converted.read_bytes(), name)
    assert isinstance(grid, Grid)
    assert grid.source.format == kind
    assert [finding.code for finding in grid.findings] == ([] if name.endswith(kind) else ["F06"]) + [code]
    assert [(sheet.name, sheet.state) for sheet in grid.sheets] == [("Số liệu", "visible"), ("Ẩn", "hidden")]
    body = grid.sheets[0].body
    assert {at: (cell.value, cell.kind) for at, cell in body.cells.items()} == {
        (1, 4): ("gộp", "text"),
        (2, 2): (5, "number"),
        (3, 2): (1.5, "number"),
        (4, 2): ("chữ", "text"),
        (5, 2): ("6(lồng ghép)", "text"),
        (6, 2): ("2026-06-15", "date"),
        (7, 2): (10, "number"),
    }
    assert (body.cells[7, 2].formula, body.cells[2, 2].formula) == ("", None)
    assert type(body.cells[2, 2].value) is int
    assert body.outside == 2
    assert body.merges == ((1, 4, 2, 5),)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_errors_formulas_and_hidden_rows__known_of_old_and_open_formats(
    kind: str, tmp_path: Path, office: judges.Office
) -> None:
    """Robustness 2: calamine gives the errors of an .xls or .ods as blanks, which would read as 'not reported'."""
    book = xlsxwriter.Workbook(tmp_path / "x.xlsx")
    book.add_worksheet("Bìa").write("A1", "bìa")
    sheet = book.add_worksheet("Số liệu")
    for row, formula in enumerate(["=1/0", "=NA()", '="x"+1', "=10^400", '=""', "=3+4"]):
        sheet.write_formula(row, 1, formula)
    sheet.write_column("B7", [12, "x" * 300])
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.set_column("D:E", None, None, {"hidden": True})
    book.close()
    (tmp_path / "office").mkdir()
    grid = read_file(str(office.convert(tmp_path / "x.xlsx", kind, tmp_path / "office")))
    assert isinstance(grid, Grid)
    body = grid.sheets[1].body
    assert {row: (cell.value, cell.kind, cell.formula) for (row, _), cell in body.cells.items()} == {
        1: ("#DIV/0!", "error", ""),
        2: ("#N/A", "error", ""),
        3: ("#VALUE!", "error", ""),
        4: ("#NUM!", "error", ""),
        5: ("", "text", ""),
        6: (7, "number", ""),
        7: (12, "number", None),
        8: ("x" * 300, "text", None),
    }
    assert (body.hidden_rows, body.hidden_columns) == ({7}, {4, 5})
    assert grid.sheets[0].cells[1, 1].formula is None


OPEN_NAMES = " ".join(f'xmlns:{name}="{name}"' for name in ("office", "table", "text", "calcext"))
ERROR = (
    '<table:table-cell table:formula="of:=1/0"'
    ' calcext:value-type="error"{}>{}<text:p>#DIV/0!</text:p></table:table-cell>'
)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<table:table-row>" + ERROR.format("", "") + "</table:table-row>", {"errors": {(1, 1): "#DIV/0!"}, "formulas": {(1, 1)}}),
        (
            "<table:table-row table:number-rows-repeated='2'><table:covered-table-cell table:number-columns-repeated='3'/>"
            + ERROR.format(" table:number-columns-repeated='999'", "<office:annotation><text:p>chú thích</text:p></office:annotation>")
            + "</table:table-row>",
            {"errors": dict.fromkeys([(1, 4), (1, 5), (2, 4), (2, 5)], "#DIV/0!"), "formulas": {(1, 4), (1, 5), (2, 4), (2, 5)}},
        ),
        (
            ("<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='16383'/>"
            "<table:table-row table:number-rows-repeated='8'/><table:table-row table:visibility='filter' table:number-rows-repeated='1048568'/>"),
            {"hidden_columns": {2, 3, 4, 5}, "hidden_rows": {9, 10}, "filtered": True},
        ),
        ("<table:table-row><table:table-cell><table:table><table:table-row>" + ERROR.format("", "") + "</table:table-row></table:table></table:table-cell></table:table-row>", {}),
        ("<table:table-row><table:table-cell calcext:value-type='string'><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>", {}),
        ("<table:table-row table:number-rows-repeated='x'><table:table-cell table:number-rows-spanned='2'/></table:table-row>", {"merges": ((1, 1, 2, 1),)}),
    ],
)  # fmt: skip
def test_open_document_facts__within_the_bounds(table: str, expected: dict[str, object]) -> None:
    content = (
        "<office:document-content"
        f" {OPEN_NAMES}><table:table>{table}</table:table><table:table/></office:document-content>"
    )
    first, second = opendocument.read_facts(hostile.pack({"content.xml": content.encode()}), 10, 5)
    blank = NOTHING._replace(merges=())
    assert first == blank._replace(**expected)
    assert second == blank


def record(kind: int, content: bytes) -> bytes:
    """A record of a binary workbook part ([MS-XLSB] 2.1.4)."""
    return (bytes((kind | 0x80, kind >> 7)) if kind > 127 else bytes((kind,))) + bytes((len(content),)) + content


def binary_workbook() -> bytes:
    """The hostile module's workbook with binary parts: a sheet with 12 in B2, #REF! in B3, =1/0 in C3 and 7 in B4, a
    hidden row.
    """
    parts = hostile.parts()
    types = (
        parts["[Content_Types].xml"]
        .replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.binary.macroEnabled.main")
        .replace(b"workbook.xml", b"workbook.bin")
    )

    def wide(text: str) -> bytes:
        return struct.pack("<L", len(text)) + text.encode("utf-16-le")

    def row(at: int, flags: int = 0) -> bytes:
        return record(0, struct.pack("<LLHBBB", at, 0, 300, 0, flags, 0) + struct.pack("<L", 0))

    def place(column: int) -> bytes:
        return struct.pack("<LL", column, 0)

    formula = struct.pack("<HL", 0, 0) + struct.pack("<L", 0)
    sheet = (
        record(129, b"") + record(148, struct.pack("<4L", 1, 3, 1, 2)) + record(145, b"")
        + row(1) + record(5, place(1) + struct.pack("<d", 12.0))
        + row(2) + record(3, place(1) + b"\x17") + record(11, place(2) + b"\x07" + formula)
        + row(3, 0x10) + record(5, place(1) + struct.pack("<d", 7.0))
        + record(146, b"") + record(130, b"")
    )  # fmt: skip
    workbook = (
        record(131, b"")
        + record(143, b"")
        + record(156, struct.pack("<LL", 0, 1) + wide("rId1") + wide("Số liệu"))
        + record(144, b"")
        + record(132, b"")
    )
    relations = parts["xl/_rels/workbook.xml.rels"].replace(b"sheet1.xml", b"sheet1.bin")
    relations = re.sub(rb'<Relationship Id="rId[23]"[^>]*/>', b"", relations)
    return hostile.pack(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": parts["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin"),
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": relations,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def test_binary_workbook__values_errors_formulas_and_hidden_rows() -> None:
    """Robustness 2 and 27."""
    grid = read_bytes(binary_workbook(), "x.xlsb")
    assert isinstance(grid, Grid), grid.findings
    assert (grid.source.format, [finding.code for finding in grid.findings]) == ("xlsb", ["F02"])
    body = grid.sheets[0].body
    assert {at: (cell.value, cell.kind, cell.formula) for at, cell in body.cells.items()} == {
        (2, 2): (12, "number", None),
        (3, 2): ("#REF!", "error", None),
        (3, 3): ("#DIV/0!", "error", ""),
        (4, 2): (7, "number", None),
    }
    assert body.hidden_rows == {4}


def test_abort_of_the_reader__costs_only_that_file() -> None:
    """Robustness 8 and 23: calamine aborts its process on a far cell; the next file is read."""
    with pytest.raises(ReadError) as caught:
        read_foreign(hostile.far_cell(), SOURCE)
    assert (caught.value.reason, caught.value.code) == ("crash", "F07")
    assert read_foreign(hostile.good(), SOURCE).sheets[0].cells[2, 2].value == 12


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "crash"),
        (b"PK\3\4 nothing", "crash"),
        (hostile.truncated(), "crash"),
        (hostile.not_well_formed(), "crash"),
        (hostile.compound_file("Workbook"), "no-workbook"),
    ],
)
def test_damaged_file__is_refused(data: bytes, reason: str) -> None:
    """Robustness 10."""
    with pytest.raises(ReadError) as caught:
        read_foreign(data, SOURCE)
    assert caught.value.reason == reason
    assert caught.value.params or reason == "no-workbook"


@pytest.mark.parametrize(
    ("fault", "reason"), [("hang", "timeout"), ("panic", "crash"), pytest.param("swallow_memory", "crash", marks=posix)]
)
def test_worker_that_hangs_or_dies__is_replaced(fault: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Robustness 13 and 17, with a worker that does so on purpose."""
    with monkeypatch.context() as patch:
        killable.close()
        program = (
            f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import hostile; from cchc_xl.grid.foreign"
            f" import worker as w; w.read_sheets = hostile.{fault}; w.serve(10**9)"
        )
        patch.setattr(killable, "_command", lambda limits: [sys.executable, "-c", program])
        with pytest.raises(ReadError) as caught:
            read_foreign(hostile.good(), SOURCE, limits=LIMITS._replace(seconds=1.0) if fault == "hang" else LIMITS)
    assert caught.value.reason == reason
    assert read_foreign(hostile.good(), SOURCE).sheets[0].cells[2, 2].value == 12


def test_refusal__carries_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(hostile.compound_file("Workbook"))
    result = read_file(str(path))
    assert not isinstance(result, Grid)
    assert [(finding.code, finding.params["reason"]) for finding in result.findings] == [("F07", "no-workbook")]


def test_open_document_bomb__stopped_at_the_gate() -> None:
    """Robustness 4: the zip gate stands before calamine too."""
    members = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b" " * 120_000_000}
    result = read_bytes(hostile.pack(members), "x.ods")
    assert not isinstance(result, Grid)
    assert result.findings[-1].params["reason"] == "limit-unpacked"


def test_open_document_with_a_dense_part__stopped_at_the_gate() -> None:
    members = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b" " * 50_000_000}
    result = read_bytes(hostile.pack(members), "x.ods")
    assert not isinstance(result, Grid)
    assert result.findings[-1].params["reason"] == "ratio"


@pytest.mark.parametrize("content", [b"<!DOCTYPE a [<!ENTITY x '12'>]><a>&x;</a>", "<a/>".encode("utf-16")])
def test_open_document_with_a_doctype__is_refused(content: bytes) -> None:
    """Robustness 2: calamine would read the number as a blank."""
    result = read_bytes(
        hostile.pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}), "x.ods"
    )
    assert not isinstance(result, Grid)
    assert result.findings[-1].params["reason"] == "doctype"


def test_open_document_with_a_password__said() -> None:
    """Robustness 9."""
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
    }
    result = read_bytes(hostile.pack(members), "x.ods")
    assert [finding.code for finding in result.findings] == ["F05"]


PROGRAM = """
import sys, time
sys.path.insert(0, sys.argv[1])
import hostile
from cchc_xl.model import Source
from cchc_xl.grid.foreign import killable
from cchc_xl.grid.foreign.pool import read_foreign
grid = read_foreign(hostile.good(), Source("x.xls"))
print(killable._own.worker.pid, grid.sheets[0].cells[2, 2].value, flush=True)
time.sleep(float(sys.argv[2]))
"""


def _start(tmp_path: Path, seconds: str) -> tuple[subprocess.Popen[str], int]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(program), str(Path(__file__).parent), seconds], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    worker, value = process.stdout.readline().split()
    assert value == "12"
    return process, int(worker)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")


@posix
@pytest.mark.parametrize("sent", [None, signal.SIGKILL, signal.SIGTERM])
def test_end_of_the_program__ends_the_worker(tmp_path: Path, sent: signal.Signals | None) -> None:
    """Robustness 17: however the program ends, no worker is left after 10 seconds."""
    process, worker = _start(tmp_path, "60" if sent else "0")
    with process:
        assert sent is None or _is_running(worker)
        if sent:
            process.send_signal(sent)
        process.wait(10)
    until = time.monotonic() + 10
    while _is_running(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_running(worker)
