"""From a path to a Grid or a Refusal: what is opened, what is not, and what happens while it is open."""

from __future__ import annotations

import errno
import hashlib
import inspect
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

import hostile
import pytest

from cchc_xl.grid import file as read_module
from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.grid.openxml import workbook as xlsx
from cchc_xl.grid.openxml.package import LIMITS, ReadError, refusal
from cchc_xl.grid.readers import READERS, reader_of
from cchc_xl.model import Grid, Refusal

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


class Instead:
    """A module with some functions replaced, for the module under test only."""

    def __init__(self, module: Any, **functions: Any) -> None:
        self.__dict__.update(functions)
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


def reason(result: Grid | Refusal) -> str:
    assert isinstance(result, Refusal)
    return f"{result.findings[-1].code} {result.findings[-1].params['reason']}"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "xã An Hòa.xlsx"
    path.write_bytes(hostile.good())
    return path


def test_source__says_where_the_bytes_came_from(good: Path) -> None:
    os.utime(good, (1_750_000_000, 1_750_000_000))
    grid = read_file(str(good), "đợt 1/xã An Hòa.xlsx")
    assert isinstance(grid, Grid)
    assert grid.source.path == "đợt 1/xã An Hòa.xlsx"
    assert grid.source.sha256 == hashlib.sha256(good.read_bytes()).hexdigest()
    assert (grid.source.size, grid.source.format) == (good.stat().st_size, "xlsx")
    assert grid.source.received == "", "the clock of a file system says nothing of when a report came"


def test_input__is_never_touched(good: Path) -> None:
    """Robustness 26: read-only files and folders work; bytes and times stay."""
    good.chmod(0o400)
    good.parent.chmod(0o500)
    before = good.stat()
    try:
        grid = read_file(str(good))
        assert isinstance(grid, Grid)
        assert grid.sheets[0].cells[2, 2].value == 12
    finally:
        good.parent.chmod(0o700)
    after = good.stat()
    assert (before.st_mtime_ns, before.st_size, before.st_mode) == (after.st_mtime_ns, after.st_size, after.st_mode)


def test_folder__is_no_file(tmp_path: Path) -> None:
    """Robustness 7: a folder named x.xlsx."""
    (tmp_path / "x.xlsx").mkdir()
    assert reason(read_file(str(tmp_path / "x.xlsx"))) == "F07 folder"


@posix
def test_special_files__are_not_opened(tmp_path: Path, good: Path) -> None:
    """Robustness 7: a pipe, a socket, a device, a symbolic link; a pipe would hold the merge up for ever."""
    pipe, link, plug = tmp_path / "pipe.xlsx", tmp_path / "link.xlsx", tmp_path / "socket.xlsx"
    os.mkfifo(pipe)
    link.symlink_to(good)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(plug))
        for path in (pipe, plug, Path("/dev/zero")):
            assert reason(read_file(str(path))) == "F07 not-a-file"
        assert reason(read_file(str(link))) == "F07 symbolic-link"


@posix
def test_links_that_lead_nowhere__are_called_that(tmp_path: Path) -> None:
    """Robustness 7."""
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "none.xlsx")
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "b.xlsx")
    assert reason(read_file(str(tmp_path / "a.xlsx"))) == "F07 broken-link"
    assert reason(read_file(str(tmp_path / "b.xlsx"))) == "F07 link-loop"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("none.xlsx", "gone"), ("none/a.xlsx", "gone"), ("a\0b.xlsx", "not-a-file"), ("x" * 5000, "not-a-file")],
)
def test_missing_and_impossible_paths__are_refused(tmp_path: Path, path: str, expected: str) -> None:
    assert reason(read_file(str(tmp_path / path))) == f"F07 {expected}"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EACCES, "no-permission"),
        (errno.EPERM, "no-permission"),
        (errno.EIO, "unreachable"),
        (errno.EBUSY, "locked"),
    ],
)
def test_faults_of_the_disk__are_no_damage_of_the_file(
    good: Path, number: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(read_module, "os", Instead(os, open=fail))
    monkeypatch.setattr(read_module, "time", Instead(time, sleep=lambda _: None))
    assert reason(read_file(str(good))) == f"F07 {expected}"


@pytest.mark.parametrize("name", ["~$bao cao.xlsx", ".~lock.bao cao.xlsx#", "._bao cao.xlsx", "Thumbs.db"])
def test_lock_file__is_no_input(tmp_path: Path, name: str) -> None:
    """Robustness 11."""
    path = tmp_path / name
    path.write_bytes(hostile.good())
    result = read_file(str(path))
    assert reason(result) == "F08 lock-file"
    assert result.findings[-1].severity == "note"


@pytest.mark.parametrize(
    "name",
    [
        "=1+1.xlsx",
        "-rf.xlsx",
        "bao\u0301o ca\u0301o.xlsx",
        "a\tb.xlsx" if os.name != "nt" else "ab.xlsx",
        "x" * 240 + ".xlsx",
    ],
)
def test_names__are_only_names(tmp_path: Path, name: str) -> None:
    """Robustness 15."""
    path = tmp_path / name
    path.write_bytes(hostile.good())
    grid = read_file(str(path), name)
    assert isinstance(grid, Grid)
    assert grid.source.name == name


@posix
def test_name_that_is_no_utf8__is_read(tmp_path: Path) -> None:
    """Robustness 15."""
    path = os.fsdecode(os.fsencode(str(tmp_path)) + b"/b\xe1o.xlsx")
    Path(path).write_bytes(hostile.good())
    assert isinstance(read_file(path), Grid)


def sharing_violation() -> PermissionError:
    """What Windows says of a file that is open in Excel."""
    fault = PermissionError(13, "in use")
    fault.winerror = 32  # type: ignore[attr-defined]
    return fault


def test_file_in_use__one_retry_then_refused(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Robustness 12: open in Excel on Windows; here the system says so in its place."""
    waits: list[float] = []

    def busy(*_: Any) -> int:
        raise sharing_violation()

    monkeypatch.setattr(read_module, "os", Instead(os, open=busy))
    monkeypatch.setattr(read_module, "time", Instead(time, sleep=waits.append))
    result = read_file(str(good))
    assert reason(result) == "F07 locked"
    assert result.source.size == good.stat().st_size
    assert waits == [read_module.RETRY_AFTER]


def test_file_in_use_for_a_moment__is_read(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Robustness 12."""
    tries = iter([sharing_violation(), None])

    def open_later(path: str, flags: int) -> int:
        fault = next(tries)
        if fault:
            raise fault
        return os.open(path, flags)

    monkeypatch.setattr(read_module, "os", Instead(os, open=open_later))
    monkeypatch.setattr(read_module, "time", Instead(time, sleep=lambda _: None))
    assert isinstance(read_file(str(good)), Grid)


@pytest.mark.parametrize(("times", "expected"), [(1, "grid"), (2, "F07 changed")])
def test_file_saved_while_read__read_again_once(
    good: Path, monkeypatch: pytest.MonkeyPatch, times: int, expected: str
) -> None:
    """Robustness 14."""
    left = [times]
    calls = iter(["before", "after", "before", "after"])

    def look_then_save(descriptor: int) -> os.stat_result:
        found = os.fstat(descriptor)
        if next(calls) == "before" and left[0]:
            left[0] -= 1
            with good.open("ab") as file:
                file.write(b"\r\n")
        return found

    monkeypatch.setattr(read_module, "os", Instead(os, fstat=look_then_save))
    result = read_file(str(good))
    assert ("grid" if isinstance(result, Grid) else reason(result)) == expected


def test_cloud_placeholder__is_not_downloaded(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Robustness 13: the attribute that Windows gives a file that OneDrive keeps elsewhere."""

    class Placeholder:
        def __init__(self, path: str) -> None:
            self.found = os.lstat(path)
            self.st_file_attributes = 0x400020

        def __getattr__(self, name: str) -> Any:
            return getattr(self.found, name)

    monkeypatch.setattr(read_module, "os", Instead(os, lstat=Placeholder))
    assert reason(read_file(str(good))) == "F09 placeholder"


def test_large_file__is_refused_unread(tmp_path: Path) -> None:
    """Robustness 4: the size is said, in bytes."""
    path = tmp_path / "x.xlsx"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    result = read_file(str(path))
    assert reason(result) == "F07 limit-size"
    assert result.source.sha256 == ""
    assert {"limit": LIMITS.file_size, "found": 3_000_000_000, "size": 3_000_000_000}.items() <= result.findings[
        -1
    ].params.items()


def test_limits__are_the_callers(good: Path) -> None:
    assert reason(read_file(str(good), limits=LIMITS._replace(file_size=1000))) == "F07 limit-size"
    assert reason(read_bytes(hostile.good(), "x.xlsx", limits=LIMITS._replace(members=3))) == "F07 limit-members"
    narrow = read_file(str(good), limits=LIMITS._replace(rows=3, columns=1))
    assert isinstance(narrow, Grid)
    assert set(narrow.sheets[0].cells) == {(1, 1), (2, 1), (3, 1)}
    assert narrow.sheets[0].body.outside == 7


def test_our_own_fault__is_a_refusal_that_names_it(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr(xlsx, "read_grid", broken)
    result = read_file(str(good))
    assert reason(result) == "F07 crash"
    assert result.findings[-1].params["found"] == "KeyError: 'no such thing'"


def test_keyboard_interrupt__passes(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Robustness 18."""

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(xlsx, "read_grid", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_file(str(good))


def test_broken_sheet__raises_when_asked_for_and_becomes_a_refusal() -> None:
    data = hostile.not_well_formed()
    grid = read_bytes(data, "x.xlsx")
    assert isinstance(grid, Grid)
    with pytest.raises(ReadError) as caught:
        _ = grid.sheets[0].body
    result = refusal(grid.source, caught.value)
    finding = result.findings[0]
    assert (finding.code, finding.severity, finding.phase, finding.source) == ("F07", "error", "file", "x.xlsx")
    assert finding.params["part"] == "xl/worksheets/sheet1.xml"
    assert finding.params["size"] == len(data)


def test_our_own_fault_in_a_sheet__is_a_read_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise IndexError("no such thing")

    monkeypatch.setattr(xlsx._Reader, "_comments", broken)  # of every sheet, known before or not
    grid = read_bytes(hostile.good(), "x.xlsx")
    assert isinstance(grid, Grid)
    with pytest.raises(ReadError) as caught:
        _ = grid.sheets[0].body
    assert (caught.value.reason, caught.value.params["found"]) == ("crash", "IndexError: no such thing")


def test_readers__are_modules_that_read_a_grid() -> None:
    """A format is a module with ``read_grid(content)`` and a line in the registry."""
    assert {"xlsx", "xlsm", "xlsb", "xls", "ods"} <= READERS.keys()
    for kind in READERS:
        reader = reader_of(kind)
        assert reader is not None
        assert list(inspect.signature(reader.read_grid).parameters) == ["content"]
    assert reader_of("jpg") is None
