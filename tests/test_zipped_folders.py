"""Zipped folders: names as their senders saw them, members that share a name, one opening for all members."""

from __future__ import annotations

import io
import os
import struct
import unicodedata
import warnings
import zipfile
import zlib
from pathlib import Path

import filled as f
import pytest

from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.grid import archive
from cchc_xl.grid import zipped as zips
from cchc_xl.grid.container import ArchiveMember
from cchc_xl.grid.scan import Input, read_input, scan
from cchc_xl.model import Grid
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import plan_of
from cchc_xl.write.template.workbook import template_bytes

FORM = load("tuyen-truyen-cchc", 2)
NAME = "Xã Sơn Tiến - Đợt 1 (bổ sung).xlsx"
NAMES = [NAME, "Phường Quảng Trị.xlsx", "Đặc khu Cồn Cỏ/Ủy ban.xlsx", "bao cao.xlsx", "Xã Hạ Lễ 'mới'.xlsx"]


def written_as(raw: bytes, flag: bool = False, extra: bytes = b"", data: bytes = b"x") -> bytes:
    """An archive of one stored member whose name is these bytes, as packers write it."""
    head = struct.pack(
        "<HHHHHIIIHH", 20, 0x800 if flag else 0, 0, 0, 33, zlib.crc32(data), *[len(data)] * 2, len(raw), len(extra)
    )
    local = b"PK\3\4" + head + raw + extra + data
    entry = b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw + extra
    return local + entry + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def cp1258(name: str) -> bytes:
    """As Windows in Viet Nam has it: the tones behind their letters."""
    out = b""
    for sign in name:
        for form in (sign, *_apart(sign)):
            try:
                out += form.encode("cp1258")
                break
            except UnicodeEncodeError:
                continue
        else:
            raise AssertionError(sign)
    return out


def _apart(sign: str) -> list[str]:
    """ế as ê and a mark."""
    marks = unicodedata.normalize("NFD", sign)
    found = []
    for at in range(1, len(marks)):
        rest = marks[1:at] + marks[at + 1 :]
        found.append(unicodedata.normalize("NFC", marks[0] + rest) + marks[at])
    return found


def unicode_path(raw: bytes, name: str) -> bytes:
    body = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(body)) + body


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "packer",
    [
        lambda name: written_as(name.encode(), flag=True),
        lambda name: written_as(name.encode()),
        lambda name: written_as(unicodedata.normalize("NFD", name).encode()),
        lambda name: written_as(cp1258(name)),
        lambda name: written_as(b"???.xlsx", extra=unicode_path(b"???.xlsx", name)),
    ],
    ids=["flag", "no flag", "macOS", "cp1258", "Info-ZIP"],
)
def test_member_name__is_what_the_sender_saw(name, packer, tmp_path) -> None:
    (tmp_path / "a.zip").write_bytes(packer(name))
    assert members(tmp_path / "a.zip") == (ArchiveMember(1, name),)


@pytest.mark.parametrize("name", ["Übung.xlsx", "français.xlsx", "Año.xlsx"])
def test_member_name__of_another_country_is_left_to_code_page_437(name, tmp_path) -> None:
    (tmp_path / "a.zip").write_bytes(written_as(name.encode("cp437")))
    assert members(tmp_path / "a.zip") == (ArchiveMember(1, name),)


def members(path: Path) -> tuple[ArchiveMember, ...]:
    found = archive.opened(str(path))
    assert found is not None
    archive.close()
    return found.members


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that comes twice
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def report(unit: str, value: int) -> bytes:
    values = {field.id: value for field in FORM.fields}
    return template_bytes(FORM, values=values, header={"unit": unit}, period=period(FORM, "H1", 2026))


def test_members_of_one_name__are_two_inputs(tmp_path) -> None:
    (tmp_path / "nop.zip").write_bytes(
        zipped(("bc.xlsx", report("Xã An", 1)), ("bc.xlsx", report("Xã Bình", 2)), ("c.xlsx", report("Xã Cam", 4)))
    )
    shown = [item.shown.rsplit("/", 2)[-1] for item in scan([str(tmp_path)]).inputs]
    assert sorted(shown) == ["bc.xlsx [1]", "bc.xlsx [2]", "c.xlsx"]
    result = merge_paths([str(tmp_path)], None, plan_of(period="2026-H1"))
    assert {unit.name for unit in result.consolidation.units} == {"Xã An", "Xã Bình", "Xã Cam"}
    assert next(total.used for total in result.consolidation.totals) == 7


def test_members__are_read_from_one_opening(tmp_path, monkeypatch) -> None:
    (tmp_path / "nop.zip").write_bytes(zipped(*((f"{number}.xlsx", f.filled()) for number in range(20))))
    opened = []
    true = zipfile.ZipFile

    def counted(path, *more):
        opened.append(path)
        return true(path, *more)

    monkeypatch.setattr(zips.zipfile, "ZipFile", counted)
    for item in scan([str(tmp_path)]).inputs:
        assert archive.member_bytes(item.path, item.at) == f.filled()
    assert [path.name for path in opened if hasattr(path, "name")] == [str(tmp_path / "nop.zip")]
    archive.close()


def test_members__a_child_opens_its_own(tmp_path) -> None:
    """Two processes with one opening would move each other's place in the file."""
    (tmp_path / "nop.zip").write_bytes(
        zipped(*((f"{number}.xlsx", f.filled() + bytes([number])) for number in range(50)))
    )
    inputs = scan([str(tmp_path)]).inputs

    def whole() -> bool:
        found = [archive.member_bytes(item.path, item.at) for item in inputs for _ in range(4)]
        return found == [f.filled() + bytes([int(item.member[:-5])]) for item in inputs for _ in range(4)]

    child = os.fork() if hasattr(os, "fork") else None
    if child == 0:
        os._exit(0 if whole() else 1)
    assert whole()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    archive.close()


def test_member_that_is_gone__is_refused(tmp_path) -> None:
    path = tmp_path / "nop.zip"
    path.write_bytes(zipped(("a.xlsx", f.filled()), ("b.xlsx", f.filled())))
    first, second = scan([str(tmp_path)]).inputs
    assert isinstance(read_input(first), Grid)
    path.write_bytes(zipped(("a.xlsx", f.filled())))
    assert isinstance(read_input(first), Grid)
    assert not isinstance(read_input(second), Grid)
    assert not isinstance(read_input(Input(str(tmp_path / "none.zip"), "none.zip/a", "a", at=(1,))), Grid)
    archive.close()


def test_roster_of_names__that_differ_by_a_tone(tmp_path: Path) -> None:
    from cchc_xl.units.roster import load_roster

    (tmp_path / "dv.csv").write_text("name,level\nXã Sơn Hà,xa\nXã Sơn Hạ,xa\nXã Sơn Tiến,xa\n", encoding="utf-8")
    units = load_roster(str(tmp_path / "dv.csv")).units
    assert [unit.id for unit in units] == ["xã-sơn-hà", "xã-sơn-hạ", "xa-son-tien"]
