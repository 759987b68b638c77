"""Faults while a merge goes on: kills, full disks, read-only and vanishing folders, two at once.

The numbers are those of docs/robustness.md.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from test_decisions import decide, find, merge, put, used

from cchc_xl.errors import UserError
from cchc_xl.grid import file as reading
from cchc_xl.run import paths as job
from cchc_xl.write.province.carried_over import earlier as province_earlier

COPIES = 60


def command(folder: pathlib.Path, *more: str, output: pathlib.Path | None = None) -> list[str]:
    return [
        sys.executable,
        "-m",
        "cchc_xl",
        "merge",
        str(folder),
        "-o",
        str(output or folder.parent / "out.xlsx"),
        *more,
    ]


@pytest.fixture
def decided(tmp_path: pathlib.Path) -> pathlib.Path:
    """Many units, and a workbook in which a decision was made and merged."""
    put(tmp_path / "in", "Xã Bình", f04="13 tin, 05 bài")
    put(tmp_path / "in", "Xã 0")
    template = (tmp_path / "in" / "Xã 0.xlsx").read_bytes()
    for number in range(1, COPIES):
        (tmp_path / "in" / f"Xã {number}.xlsx").write_bytes(template + b"" if number % 10 else b"PK broken")
    merge(tmp_path / "in")
    decide(tmp_path / "out.xlsx", "V20", "Nhập giá trị", 20, "đã gọi")
    return tmp_path / "in"


def leftovers(folder: pathlib.Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".cchc-")]


@pytest.mark.slow
def test_robustness_17__killed_at_any_moment_keeps_the_decisions(decided: pathlib.Path) -> None:
    """The old workbook or the new one, whole; either has the decision."""
    out = decided.parent / "out.xlsx"
    before = out.read_bytes()
    for extra, delays in (("--no-cache", (0.1, 0.25, 0.4, 0.55, 0.7)), ("--cache", (0.15, 0.25, 0.35, 0.45))):
        for delay in delays:
            out.write_bytes(before)
            process = subprocess.Popen(command(decided, extra), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=10)
            row = find(out, "V20")
            assert (row["Xử lý"], row["Giá trị"], row["Lý do"]) == ("Nhập giá trị", 20, "đã gọi")
    assert used(merge(decided), "04")[1] == 0


def test_robustness_17__killed_between_writing_and_renaming(decided: pathlib.Path) -> None:
    """The very moment before the new workbook takes its place, and what the next run does with the remains."""
    out = decided.parent / "out.xlsx"
    before = out.read_bytes()
    code = (
        "import os, signal, sys; from cchc_xl.write import atomic; "
        "atomic._put = lambda *_: os.kill(os.getpid(), signal.SIGKILL); "
        "from cchc_xl.__main__ import run; run(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command(decided)[3:]], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert out.read_bytes() == before
    [left] = leftovers(decided.parent)
    os.utime(decided.parent / left, (0, 0))
    merge(decided)
    assert leftovers(decided.parent) == []
    assert find(out, "V20")["Giá trị"] == 20


def test_robustness_21__two_merges_at_once_lose_no_decision(decided: pathlib.Path) -> None:
    both = [subprocess.Popen(command(decided), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(3)]
    for process in both:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (1, b"")
    row = find(decided.parent / "out.xlsx", "V20")
    assert (row["Xử lý"], row["Giá trị"]) == ("Nhập giá trị", 20)
    assert leftovers(decided.parent) == []


def test_robustness_21__decision_saved_while_a_merge_goes_on(
    decided: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She saves the open workbook after the merge has read it: her decision counts, and is in the result."""
    out = decided.parent / "out.xlsx"
    merge(decided)
    true, calls = job.consolidated, []

    def slow(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            decide(out, "V20", "Nhập giá trị", 30, "vừa gọi")
        return true(*arguments, **named)

    monkeypatch.setattr(job, "consolidated", slow)
    result = merge(decided)
    assert len(calls) == 2
    assert result.consolidation.decisions[0].value == 30
    assert find(out, "V20")["Lý do"] == "vừa gọi"


def test_robustness_21__workbook_that_is_saved_without_end(
    decided: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = decided.parent / "out.xlsx"
    true = job.consolidated
    count = iter(range(100))

    def slow(*arguments: Any, **named: Any) -> Any:
        decide(out, "V20", "Nhập giá trị", next(count))
        return true(*arguments, **named)

    monkeypatch.setattr(job, "consolidated", slow)
    with pytest.raises(UserError, match="output-changing"):
        merge(decided)
    assert find(out, "V20")["Giá trị"] == job.MOST_TRIES - 1


@pytest.fixture
def small(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """A file system of 64 kB."""
    place = tmp_path / "small"
    place.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("file systems cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_robustness_16__full_disk_keeps_the_workbook_with_its_decisions(
    decided: pathlib.Path, small: pathlib.Path
) -> None:
    shutil.copy(decided.parent / "out.xlsx", small / "out.xlsx")
    room = 64 * 1024 - (small / "out.xlsx").stat().st_size
    (small / "ballast").write_bytes(b"x" * max(0, room // 4096 * 4096 - 8192))
    before = (small / "out.xlsx").read_bytes()
    done = subprocess.run(
        command(decided, output=small / "out.xlsx"), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert (done.returncode, "đầy" in done.stderr) == (2, True)
    assert sorted(path.name for path in small.iterdir()) == ["ballast", "out.xlsx"]
    assert (small / "out.xlsx").read_bytes() == before
    (small / "ballast").unlink()
    subprocess.run(command(decided, output=small / "out.xlsx"), capture_output=True, check=False, timeout=60)
    assert find(small / "out.xlsx", "V20")["Giá trị"] == 20


def test_robustness_26__read_only_share_as_output_is_said(decided: pathlib.Path, small: pathlib.Path) -> None:
    shutil.copy(decided.parent / "out.xlsx", small / "out.xlsx")
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    done = subprocess.run(
        command(decided, output=small / "out.xlsx"), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert find(small / "out.xlsx", "V20")["Giá trị"] == 20


def test_folder_that_vanishes__is_told_file_by_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share that is gone after its files were listed: each file is named, nothing is said to be zero."""
    for number in range(5):
        put(tmp_path / "in", f"Xã {number}")
    true, seen = reading._look, []

    def vanishing(path: str, source: Any) -> Any:
        seen.append(path)
        if len(seen) == 3:
            (tmp_path / "in").rename(tmp_path / "gone")
        return true(path, source)

    monkeypatch.setattr(reading, "_look", vanishing)
    result = merge(tmp_path / "in")
    outcomes = [row.outcome for row in result.consolidation.sources]
    assert (outcomes.count("merged"), outcomes.count("set-aside")) == (2, 3)
    assert used(result, "01") == (24, 0)


def test_robustness_14__file_that_is_saved_while_it_is_read(tmp_path: pathlib.Path) -> None:
    """Whatever moment a file is saved at, the old numbers or the new ones are read, or it is set aside.

    Never a mixture.
    """
    put(tmp_path / "in", "Xã An", f01=1, f07=1)
    path, other = tmp_path / "in" / "Xã An.xlsx", tmp_path / "new" / "Xã An.xlsx"
    put(tmp_path / "new", "Xã An", f01=2, f07=2)
    versions, stop = (path.read_bytes(), other.read_bytes()), threading.Event()

    def save() -> None:
        while not stop.is_set():
            for data in versions:
                with open(path, "r+b") as file:  # in place, as some programs do
                    file.write(data[:2000])
                    file.flush()
                    file.write(data[2000:])
                    file.truncate()

    thread = threading.Thread(target=save)
    thread.start()
    try:
        for _ in range(15):
            result = merge(tmp_path / "in", cached=False)
            assert (used(result, "01")[0], used(result, "07")[0]) in ((0, 0), (1, 1), (2, 2))
    finally:
        stop.set()
        thread.join()


def test_robustness_23__many_broken_files_among_many_good_ones(tmp_path: pathlib.Path) -> None:
    """The small copy of 2,000 files of which 300 are broken: each is named, and the good ones add up as without
    them.
    """
    folder = tmp_path / "in"
    for number in range(17):
        put(folder, f"Xã {number}", f01=number)
    alone = merge(folder)
    whole = (folder / "Xã 0.xlsx").read_bytes()
    broken = (
        b"",
        b"PK\x03\x04",
        whole[: len(whole) // 2],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        whole[:-30] + bytes(30),
        b"%PDF-1.7",
        whole.replace(b"xl/workbook.xml", b"xl/workb00k.xml"),
    )
    for number in range(14):
        (folder / f"hỏng {number}.xlsx").write_bytes(broken[number % len(broken)] + bytes(number // len(broken)))
    result = merge(folder)
    assert result.consolidation.units == alone.consolidation.units
    assert result.consolidation.totals == alone.consolidation.totals
    outcomes = {row.source.path.rsplit("/", 1)[-1]: row.outcome for row in result.consolidation.sources}
    assert len(outcomes) == 31
    assert {outcome for name, outcome in outcomes.items() if name.startswith("hỏng")} == {"set-aside"}


def test_output_that_is_open_elsewhere__goes_beside_it_with_its_decisions(decided: pathlib.Path) -> None:
    out = decided.parent / "out.xlsx"
    out.chmod(0o444)
    result = merge(decided)
    assert result.renamed
    assert find(pathlib.Path(result.path), "V20")["Giá trị"] == 20
    assert openpyxl.load_workbook(out).sheetnames[0] == "Tổng hợp"


def test_workbook_that_may_not_be_read__is_not_replaced(decided: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a file that is open in Excel can refuse to be read."""
    out = decided.parent / "out.xlsx"
    before = out.read_bytes()

    def refuse(*_: object) -> Any:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(province_earlier, "open", refuse, raising=False)
    with pytest.raises(UserError, match="bad-decisions"):
        merge(decided)
    assert out.read_bytes() == before
