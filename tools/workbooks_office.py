"""The same workbooks as other programs save them: LibreOffice, Gnumeric, and a binary workbook written record by
record.
"""

from __future__ import annotations

import io
import pathlib
import struct
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from workbooks_bad import error_cell, hidden_row, merged
from workbooks_base import FORM_1, HEADING, A, B, C, D, Made, Row, Values, edited, filled, foreign, put, whole_table

PROGRAMS = {
    "libreoffice": [
        "soffice",
        "-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "{kind}",
        "--outdir",
        "{folder}/out",
        "{path}",
    ],
    "gnumeric": ["ssconvert", "{path}", "{folder}/out/a.{kind}"],
}


class Saved(NamedTuple):
    """A file that a program makes of another. ``path`` is below tests/workbooks."""

    path: str
    source: Callable[[], bytes]
    program: str
    expect: Mapping[str, Any]


def _values(values: Values, notes: Sequence[str], **more: Any) -> Mapping[str, Any]:
    return {"values": {field.id: values[field.id] for field in FORM_1.fields}, "notes": sorted(notes), **more}


def _fault(field: str, notes: Sequence[str], number: Any = None, **more: Any) -> Mapping[str, Any]:
    return {"cells": [D(field)], "values": {**A, field: number}, "notes": sorted(notes), **more}


SAVED: Sequence[Saved] = (
    Saved("good/luu-boi/libreoffice.xlsx", lambda: filled(A), "libreoffice", _values(A, ["F10"])),
    Saved("good/luu-boi/libreoffice.ods", lambda: filled(B), "libreoffice", _values(B, ["F02", "F10"])),
    Saved("good/luu-boi/libreoffice.xls", lambda: filled(C), "libreoffice", _values(C, ["F01"])),
    Saved("good/luu-boi/gnumeric.xlsx", lambda: filled(B), "gnumeric", _values(B, ["F10"])),
    Saved("good/luu-boi/gnumeric.xls", lambda: filled(A), "gnumeric", _values(A, ["F01"])),
    Saved("good/luu-boi/gnumeric.ods", lambda: filled(C), "gnumeric", _values(C, ["F02", "F10"])),
    Saved("good/khac-mau/luu-boi/libreoffice.xls", lambda: foreign(whole_table(B)), "libreoffice", _values(B, ["F01", "S02"])),
    Saved("good/khac-mau/luu-boi/gnumeric.xlsx", lambda: foreign(whole_table(C)), "gnumeric", _values(C, ["F10", "S02"])),
    Saved("bad/S24/bang-pdf.pdf", lambda: filled(A), "libreoffice", {"values": A}),
    Saved("bad/F01/libreoffice.xls", lambda: foreign(), "libreoffice", _values(A, ["S02"], also=["S16"])),
    Saved("bad/F02/libreoffice.ods", lambda: foreign(), "libreoffice", _values(A, ["S02"], also=["S16"])),
    Saved("bad/F10/gnumeric.xlsx", lambda: foreign(), "gnumeric", _values(A, ["S02"], also=["S16"])),
    Saved("bad/V12/libreoffice.ods", lambda: edited(put(D("01"), 46054, number_format="d/m/yyyy")), "libreoffice", _fault("01", ["F02"])),
    Saved("bad/V12/gnumeric.xlsx", lambda: edited(put(D("01"), 46054, number_format="d/m/yyyy")), "gnumeric", _fault("01", ["F10"])),
    Saved("bad/V28/gnumeric.xls", lambda: edited(error_cell("08")), "gnumeric", _fault("08", ["F01"])),
    Saved("bad/S10/libreoffice.xlsx", lambda: edited(hidden_row("06")), "libreoffice", _fault("06", ["F10"], 2)),
    Saved("bad/S10/gnumeric.xls", lambda: edited(hidden_row("06")), "gnumeric", _fault("06", ["F01"], 2)),
    Saved("bad/S09/libreoffice.xlsx", lambda: edited(merged(f"{D('05')}:{D('05.1')}")), "libreoffice", {"cells": [D("05")], "values": {**A, "05": None, "05.1": None}, "notes": ["F10"]}),
    Saved("bad/V01/libreoffice.ods", lambda: edited(put(D("05"), "6(lồng ghép)")), "libreoffice", _fault("05", ["F02", "C19"], 6)),
    Saved("bad/V24/gnumeric.xlsx", lambda: edited(put(D("08"), "Hội nghị; mạng xã hội")), "gnumeric", _fault("08", ["F10"])),
)  # fmt: skip


def office(root: pathlib.Path, *, again: bool) -> Iterator[Made]:
    """Those files, made anew or as they are."""
    for one in SAVED:
        path = root / one.path
        data = convert(one.source(), one.program, path.suffix[1:]) if again else path.read_bytes()
        yield Made(one.path, data, one.expect)
    path = root / "bad/F05/mat-khau.xlsx"  # encrypting takes a new salt each time
    yield Made("bad/F05/mat-khau.xlsx", encrypted(foreign()) if again else path.read_bytes())
    yield Made("bad/F02/nhi-phan.xlsb", binary([*HEADING, *whole_table()]), _values(A, ["S02"], also=["S16"]))
    yield Made("good/khac-mau/nhi-phan.xlsb", binary([*HEADING, *whole_table(B)]), _values(B, ["F02", "S02"]))


def encrypted(data: bytes) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("matkhau", out)
    return out.getvalue()


def convert(data: bytes, program: str, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "out").mkdir()
        (folder / "a.xlsx").write_bytes(data)
        words = {"folder": str(folder), "kind": kind, "path": str(folder / "a.xlsx")}
        subprocess.run(
            [part.format(**words) for part in PROGRAMS[program]],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return (folder / "out" / f"a.{kind}").read_bytes()


# --- a binary workbook ([MS-XLSB] 2.3, 2.4) ------------------------------------------------------------------------


def _record(kind: int, content: bytes = b"") -> bytes:
    size, sized = len(content), b""
    while True:
        sized += bytes(((size & 0x7F) | (0x80 if size > 0x7F else 0),))
        size >>= 7
        if not size:
            break
    return (bytes((kind | 0x80, kind >> 7)) if kind > 127 else bytes((kind,))) + sized + content


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<L", len(encoded) // 2) + encoded


def binary(lines: Sequence[Row]) -> bytes:
    """Lines as an .xlsb: texts in the cells (BrtCellSt), numbers as doubles (BrtCellReal)."""
    sheet = [_record(129), _record(148, struct.pack("<4L", 0, len(lines) - 1, 0, 9)), _record(145)]
    for row, line in enumerate(lines):
        sheet.append(_record(0, struct.pack("<LLHBBB", row, 0, 300, 0, 0, 0) + struct.pack("<L", 0)))
        for column, value in enumerate(line):
            place = struct.pack("<LL", column, 0)
            if isinstance(value, int | float):
                sheet.append(_record(5, place + struct.pack("<d", value)))
            elif value is not None:
                sheet.append(_record(6, place + _wide(str(value))))
    sheet += [_record(146), _record(130)]
    workbook = (
        _record(131)
        + _record(143)
        + _record(156, struct.pack("<LL", 0, 1) + _wide("rId1") + _wide("Sheet1"))
        + _record(144)
        + _record(132)
    )
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    parts = {
        "[Content_Types].xml": (
            (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
                ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin"'
                ' ContentType="application/vnd.ms-excel.worksheet"/><Override PartName="/xl/workbook.bin"'
                f' ContentType="{types}"/></Types>'
            ).encode()
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{kinds}/officeDocument"'
            ' Target="xl/workbook.bin"/></Relationships>'.encode()
        ),
        "xl/workbook.bin": workbook,
        "xl/_rels/workbook.bin.rels": (
            f'<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{kinds}/worksheet"'
            ' Target="worksheets/sheet1.bin"/></Relationships>'.encode()
        ),
        "xl/worksheets/sheet1.bin": b"".join(sheet),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 6, 12, 8, 0, 0)), content)
    return out.getvalue()
