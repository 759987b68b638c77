"""Archives within archives, other kinds than zip, locked members, and the bounds that hold before anything is unpacked."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from email.message import EmailMessage
from pathlib import Path

import filled as f
import hostile
import judges
import pytest
from test_zipped_folders import report, written_as, zipped

from cchc_xl.grid import apart, archive, packed
from cchc_xl.grid.container import BOUNDS
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.scan import read_input, scan
from cchc_xl.model import Grid, Refusal
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import plan_of

ENVIRONMENT = os.environ | {"PYTHONPATH": str(judges.ROOT)}


def shown(folder: Path) -> list[str]:
    return [item.shown.removeprefix(f"{folder}/") for item in scan([str(folder)]).inputs]


def said(folder: Path) -> dict[str, str]:
    """What becomes of each input: 'grid', or code and reason."""
    told = {}
    for item in scan([str(folder)]).inputs:
        read = read_input(item)
        told[item.shown.removeprefix(f"{folder}/")] = (
            f"{read.findings[-1].code} {read.findings[-1].params['reason']}" if isinstance(read, Refusal) else "grid"
        )
    archive.close()
    return told


def mail_with(*attached: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["Date"] = "xa@example.invalid", "Mon, 15 Jun 2026 08:30:00 +0700"
    made.set_content("Kính gửi")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


# --- within one another ------------------------------------------------------------------------------------------------


def test_archive_in_an_archive__is_read(tmp_path: Path) -> None:
    inner = zipped(("Xã An.xlsx", report("Xã An", 1)), ("Xã An.xlsx", report("Xã Bình", 2)))
    mail = mail_with(("huyện.zip", zipped(("Xã Đông.xlsx", report("Xã Đông", 8)))))
    (tmp_path / "tỉnh.zip").write_bytes(
        zipped(("huyện/xã.zip", inner), ("Xã Cam.xlsx", report("Xã Cam", 4)), ("thư.eml", mail))
    )
    (tmp_path / "thư.eml").write_bytes(mail_with(("Xã Em.zip", zipped(("x.xlsx", report("Xã Em", 16))))))
    assert sorted(shown(tmp_path)) == [
        "thư.eml/Xã Em.zip/x.xlsx",
        "tỉnh.zip/Xã Cam.xlsx",
        "tỉnh.zip/huyện/xã.zip/Xã An.xlsx [1]",
        "tỉnh.zip/huyện/xã.zip/Xã An.xlsx [2]",
        "tỉnh.zip/thư.eml/huyện.zip/Xã Đông.xlsx",
    ]
    result = merge_paths([str(tmp_path)], None, plan_of(period="2026-H1"))
    assert {unit.name for unit in result.consolidation.units} == {"Xã An", "Xã Bình", "Xã Cam", "Xã Đông", "Xã Em"}
    assert next(total.used for total in result.consolidation.totals) == 31
    sent = {item.received for item in scan([str(tmp_path / "thư.eml")]).inputs}
    assert len(sent) == 1
    assert sent.pop().startswith("2026-06-15T")


def test_copies_of_nested_members__keep_their_folders_and_names(tmp_path: Path) -> None:
    inner = zipped(("Xã An.xlsx", f.filled()), ("../../ngoài.xlsx", f.filled()))
    (tmp_path / "nộp").mkdir()
    (tmp_path / "nộp" / "tỉnh.zip").write_bytes(zipped(("huyện.zip", inner)))
    done = subprocess.run(
        [sys.executable, "-m", "cchc_xl", "mark", "nộp", "--out", "ra"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
    )
    assert b"Traceback" not in done.stderr
    written = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.xlsx"))
    assert written == ["ra/tỉnh/huyện.zip/Xã An.xlsx", "ra/tỉnh/huyện.zip/ngoài.xlsx"]


def test_archives_too_deep__are_named(tmp_path: Path) -> None:
    data = zipped(("x.xlsx", f.filled()))
    for level in range(BOUNDS.depth):
        data = zipped((f"{level}.zip", data))
    (tmp_path / "a.zip").write_bytes(data)
    assert said(tmp_path) == {"a.zip/2.zip/1.zip/0.zip": "F07 too-deep"}


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (lambda: b"PK\3\4 rotten", "F07 truncated"),
        (lambda: zipped(("a.xlsx", f.filled()))[:-30], "F07 truncated"),
        (lambda: zipped(), "F07 nothing-inside"),
        (hostile.good, "grid"),
        (hostile.png, "F04 image"),
    ],
    ids=["rotten", "cut off", "empty", "a workbook", "a picture"],
)
@pytest.mark.parametrize("within", [False, True])
def test_file_called_an_archive__is_read_or_said_what_it_is(
    tmp_path: Path, data: object, outcome: str, within: bool
) -> None:
    content = data()  # type: ignore[operator]
    (tmp_path / "a.zip").write_bytes(zipped(("trong.zip", content)) if within else content)
    assert said(tmp_path) == {"a.zip/trong.zip" if within else "a.zip": outcome}


# --- locked ------------------------------------------------------------------------------------------------------------


def locked(name: str = "Xã An.xlsx") -> bytes:
    """A zip whose member has the flag of a password, as WinRAR and 7-Zip set it."""
    data = bytearray(zipped((name, f.filled())))
    for start in (data.index(b"PK\3\4") + 6, data.rindex(b"PK\1\2") + 8):
        data[start] |= 1
    return bytes(data)


def test_locked_member__is_a_password_and_no_damage(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(locked())
    (tmp_path / "b.zip").write_bytes(zipped(("trong.zip", locked()), ("Xã Bình.xlsx", f.filled())))
    assert said(tmp_path) == {
        "a.zip/Xã An.xlsx": "F05 password",
        "b.zip/trong.zip/Xã An.xlsx": "F05 password",
        "b.zip/Xã Bình.xlsx": "grid",
    }


def test_member_of_a_method_that_is_not_known__is_called_that(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.xlsx", f.filled())))
    for start in (data.index(b"PK\3\4") + 8, data.rindex(b"PK\1\2") + 10):
        data[start : start + 2] = b"\x09\0"  # Deflate64
    (tmp_path / "a.zip").write_bytes(data)
    assert said(tmp_path) == {"a.zip/a.xlsx": "F07 method"}


# --- bounds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "bounds", "reason"),
    [
        ([(f"{n}.xlsx", b"x") for n in range(5)], {"members": 4}, "limit-members"),
        ([("a.xlsx", b"x" * 3000), ("b.xlsx", b"y" * 3000)], {"unpacked": 5000}, "limit-unpacked"),
        ([("a.xlsx", b"x" * 100_000)], {"member": 1000, "ratio": 50}, "ratio"),
        ([(f"{n}.xlsx", b"x") for n in range(5)], {"directory": 200}, "limit-members"),
        ([("a.xlsx", b"x" * 3000)], {"packed": 100}, "limit-size"),
    ],
    ids=["members", "unpacked", "ratio", "directory", "packed"],
)
def test_bounds__hold_before_anything_is_unpacked(
    tmp_path: Path,
    members: list[tuple[str, bytes]],
    bounds: dict[str, int],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Robustness 4 and 31, under lowered bounds; those of the program stand in the test below."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    (tmp_path / "a.zip").write_bytes(target.getvalue())

    def unpacked(*_: object) -> None:
        pytest.fail("unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    with pytest.raises(ReadError) as caught:
        archive.opened(str(tmp_path / "a.zip"), (), BOUNDS._replace(**bounds))
    assert caught.value.reason == reason


def test_bounds__are_these() -> None:
    mb = 1_000_000
    assert (500 * mb, 100 * mb, 8 * mb, 20_000, 20 * mb, 2_000 * mb, 200 * mb, 200, 3, 60) == BOUNDS


def test_large_member__is_named_and_the_others_are_read(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(BOUNDS.member + 1)
    (tmp_path / "a.zip").write_bytes(zipped(("a.xlsx", noise), ("b.xlsx", f.filled())))
    assert said(tmp_path) == {"a.zip/a.xlsx": "F07 limit-size", "a.zip/b.xlsx": "grid"}


def test_zip64_directory__is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(hostile._zip64(zipped(("a.xlsx", f.filled()))))
    assert said(tmp_path) == {"a.zip/a.xlsx": "grid"}
    with pytest.raises(ReadError, match="limit-members"):
        archive.opened(str(tmp_path / "a.zip"), (), BOUNDS._replace(directory=10))
    archive.close()


# --- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Xã Sơn Hà.xlsx", "Xã Sơn Hạ.xlsx", "Đặc khu Cồn Cỏ (2).xlsx", "Ủy ban phường 7.xlsx"]
)
def test_unit_in_a_name_without_the_utf_8_flag__is_matched(tmp_path: Path, name: str) -> None:
    """The name is all that says the unit: raw UTF-8, Windows' own code page, and both within another archive."""
    from test_zipped_folders import cp1258

    data = report("", 3)
    for place, raw in enumerate((name.encode(), cp1258(name))):
        one = written_as(raw, data=data)
        (tmp_path / f"{place}.zip").write_bytes(one)
        (tmp_path / f"{place}-trong.zip").write_bytes(zipped(("trong.zip", one)))
    assert sorted(shown(tmp_path)) == sorted(
        f"{place}{inner}/{name}" for place in (0, 1) for inner in (".zip", "-trong.zip/trong.zip")
    )


# --- other kinds -------------------------------------------------------------------------------------------------------


def seven_zip(*members: tuple[str, bytes]) -> bytes:
    return _by_libarchive("7zip", members)


def _by_libarchive(kind: str, members: tuple[tuple[str, bytes], ...]) -> bytes:
    libarchive = pytest.importorskip("libarchive", exc_type=ImportError)
    made: list[bytes] = []
    with libarchive.custom_writer(lambda data: made.append(bytes(data)) or len(data), kind) as writer:  # type: ignore[func-returns-value]
        for name, data in members:
            writer.add_file_from_memory(name, len(data), data)
    return b"".join(made)


def rar5(*members: tuple[str, bytes], flags: int = 0) -> bytes:
    """Stored members, by the technical note of RAR 5.0; no free program writes the format."""

    def number(value: int) -> bytes:
        out = b""
        while value > 0x7F:
            out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
        return out + bytes([value])

    def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
        head = number(kind) + number(flags) + (number(len(data)) if flags & 2 else b"") + body
        sized = number(len(head)) + head
        return struct.pack("<L", zlib.crc32(sized)) + sized + data

    files = b""
    for name, data in members:
        named = name.encode()
        body = number(4) + number(len(data)) + number(0x20) + struct.pack("<L", zlib.crc32(data))
        files += block(2, 2, body + number(0) + number(1) + number(len(named)) + named, data)
    return b"Rar!\x1a\x07\x01\0" + block(1, 0, number(0)) + files + block(5, 0, number(0))


def tar(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


KINDS = {"a.7z": seven_zip, "a.rar": rar5, "a.tar.gz": tar}


@pytest.fixture
def libarchive() -> None:
    pytest.importorskip("libarchive", exc_type=ImportError)


@pytest.mark.usefixtures("libarchive")
@pytest.mark.parametrize("name", KINDS)
def test_other_archives__are_read_like_a_zipped_folder(tmp_path: Path, name: str) -> None:
    inner = zipped(("Xã Cam.xlsx", report("Xã Cam", 4)))
    data = KINDS[name](
        ("Xã Ân.xlsx", report("Xã Ân", 1)),
        ("huyện/Phường Bình.xlsx", report("Phường Bình", 2)),
        ("../trong.zip", inner),
    )
    (tmp_path / name).write_bytes(data)
    (tmp_path / "b.zip").write_bytes(zipped((name, KINDS[name](("Xã Đông.xlsx", report("Xã Đông", 8))))))
    assert sorted(shown(tmp_path)) == sorted(
        [
            f"{name}/Xã Ân.xlsx",
            f"{name}/huyện/Phường Bình.xlsx",
            f"{name}/../trong.zip/Xã Cam.xlsx",
            f"b.zip/{name}/Xã Đông.xlsx",
        ]
    )
    result = merge_paths([str(tmp_path)], None, plan_of(period="2026-H1"))
    assert next(total.used for total in result.consolidation.totals) == 15
    assert [path for path in tmp_path.parent.rglob("trong.zip") if path.is_file()] == []


@pytest.mark.usefixtures("libarchive")
@pytest.mark.parametrize("name", KINDS)
def test_other_archives__that_are_damaged_are_refused_whole(tmp_path: Path, name: str) -> None:
    data = KINDS[name](("a.xlsx", f.filled()), ("b.xlsx", f.filled() + b"x"))
    for cut in (40, len(data) // 2, len(data) - 40):
        (tmp_path / name).write_bytes(data[:cut])
        told = said(tmp_path)
        assert set(told) == {name}, cut
        assert told[name].split()[0] in ("F07", "F16")


@pytest.mark.usefixtures("libarchive")
def test_other_archives__bounds_hold_while_they_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.7z"
    path.write_bytes(seven_zip(*((f"{n}.xlsx", b"x" * 1000) for n in range(9))))
    for bounds, reason in (({"members": 8}, "limit-members"), ({"held": 8000}, "limit-unpacked")):
        with pytest.raises(ReadError, match=reason):
            archive.opened(str(path), (), BOUNDS._replace(**bounds))
    found = archive.opened(str(path), (), BOUNDS._replace(nested=999))
    assert found is not None
    with pytest.raises(ReadError, match="limit-size"):
        found.read(1, BOUNDS.member)
    archive.close()


def test_other_archives__without_the_library_are_possible_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed.importlib.util, "find_spec", lambda name: None)
    (tmp_path / "a.rar").write_bytes(rar5(("a.xlsx", b"x")))
    (tmp_path / "b.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + b"\0" * 60)
    (tmp_path / "c.zip").write_bytes(zipped(("d.rar", rar5(("a.xlsx", b"x")))))
    assert said(tmp_path) == {"a.rar": "F16 archive", "b.7z": "F16 archive", "c.zip/d.rar": "F16 archive"}


def test_other_archives__a_crash_of_the_library_is_one_of_that_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process ends as by a fault of memory: the merge goes on."""
    monkeypatch.setattr(packed.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    (tmp_path / "a.rar").write_bytes(rar5(("a.xlsx", b"x")))
    (tmp_path / "b.xlsx").write_bytes(f.filled())
    assert said(tmp_path) == {"a.rar": "F07 crash", "b.xlsx": "grid"}


def test_validate__names_archives_that_are_not_read_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\0 rotten")
    (tmp_path / "b.zip").write_bytes(zipped(("Xã An.xlsx", f.filled())))
    done = subprocess.run(
        [sys.executable, "-m", "cchc_xl", "validate", str(tmp_path), "--format", "json"],
        env=ENVIRONMENT,
        capture_output=True,
    )
    told = {os.path.basename(one["path"]): one["status"] for one in json.loads(done.stdout)["files"]}
    assert told["a.rar"] == "unreadable"
    assert done.returncode == 1
    assert isinstance(read_input(scan([str(tmp_path / "b.zip")]).inputs[0]), Grid)
