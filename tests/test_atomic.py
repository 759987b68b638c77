"""Outputs appear whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cchc_xl.errors import UserError
from cchc_xl.write import atomic


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_file__appears_complete_and_alone(tmp_path: Path) -> None:
    out = tmp_path / "tổng hợp.xlsx"
    assert atomic.write_bytes(out, b"new") == str(out)
    assert out.read_bytes() == b"new"
    assert names(tmp_path) == [out.name]


def test_temporary__is_in_the_same_folder_and_unpredictable(tmp_path: Path) -> None:
    seen = set()
    for _ in range(3):
        with atomic.replacing(tmp_path / "a.xlsx") as target:
            assert os.path.dirname(target.temporary) == str(tmp_path)
            assert atomic.is_temporary(os.path.basename(target.temporary))
            seen.add(target.temporary)
            Path(target).write_bytes(b"x")
    assert len(seen) == 3


def test_replacing__keeps_the_mode_of_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")
    out.chmod(0o640)
    atomic.write_bytes(out, b"new")
    assert (out.read_bytes(), stat.S_IMODE(out.stat().st_mode)) == (b"new", 0o640)


@pytest.mark.parametrize(
    "error", [RuntimeError("bug"), KeyboardInterrupt(), OSError(errno.EIO, "reading something else")]
)
def test_failure_of_the_writer__leaves_the_old_file_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")

    def write() -> None:
        with atomic.replacing(out) as target:
            Path(target).write_bytes(b"half")
            raise error

    with pytest.raises(type(error)):
        write()
    assert (out.read_bytes(), names(tmp_path)) == (b"old", ["a.xlsx"])


def test_failed_verification__leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")
    seen = []

    def verify(path: str) -> None:
        seen.append(Path(path).read_bytes())
        raise ValueError("not what was meant")

    with pytest.raises(ValueError, match="not what was meant"):
        atomic.write_bytes(out, b"new", verify)
    assert (seen, out.read_bytes(), names(tmp_path)) == ([b"new"], b"old", ["a.xlsx"])


def test_full_disk__is_said_and_the_old_file_stays(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")
    with pytest.raises(UserError) as caught, atomic.replacing(out):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert (caught.value.key, caught.value.params["path"]) == ("disk-full", str(out))
    assert (out.read_bytes(), names(tmp_path)) == (b"old", ["a.xlsx"])


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk__is_what_the_system_reports(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError) as caught,
        atomic.replacing(tmp_path / "a.xlsx"),
        open("/dev/full", "wb", buffering=0) as full,
    ):
        full.write(b"x")
    assert (caught.value.key, names(tmp_path)) == ("disk-full", [])


@pytest.mark.parametrize("reason", ["read-only", "locked"])
def test_file_that_cannot_be_replaced__stays_and_the_result_gets_another_name(
    tmp_path: Path, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"open in Excel")
    (tmp_path / "a (1).xlsx").write_bytes(b"of an earlier run")
    if reason == "read-only":
        out.chmod(0o444)
    else:

        def locked(source: str, destination: str) -> None:
            raise PermissionError(errno.EACCES, "being used by another process", destination)

        monkeypatch.setattr(os, "replace", locked)
    with atomic.replacing(out) as target:
        Path(target).write_bytes(b"new")
    assert target.final == str(tmp_path / "a (2).xlsx")
    assert target.renamed
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {
        "a.xlsx": b"open in Excel",
        "a (1).xlsx": b"of an earlier run",
        "a (2).xlsx": b"new",
    }


def test_file_system_without_hard_links__still_never_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"old")
    out.chmod(0o444)
    (tmp_path / "a (1).xlsx").write_bytes(b"other")

    def no_links(source: str, destination: str) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", no_links)
    assert atomic.write_bytes(out, b"new") == str(tmp_path / "a (2).xlsx")
    assert (tmp_path / "a (1).xlsx").read_bytes() == b"other"
    assert (tmp_path / "a (2).xlsx").read_bytes() == b"new"


@pytest.mark.parametrize(("path", "key"), [("missing/a.xlsx", "no-output-folder"), ("folder", "output-not-a-file")])
def test_impossible_output__is_refused_before_any_work(tmp_path: Path, path: str, key: str) -> None:
    (tmp_path / "folder").mkdir()
    worked = []
    with pytest.raises(UserError) as caught, atomic.replacing(tmp_path / path):
        worked.append(path)
    assert (caught.value.key, worked, names(tmp_path)) == (key, [], ["folder"])


def test_remains_of_killed_runs__are_cleaned_and_nothing_else(tmp_path: Path) -> None:
    old, fresh, foreign = ".cchc-0123456789abcdef.tmp", ".cchc-fedcba9876543210.tmp", ".cchc-notes.tmp"
    for name in (old, fresh, foreign):
        (tmp_path / name).write_bytes(b"x")
    for name in (old, foreign):
        os.utime(tmp_path / name, (time.time() - 7200,) * 2)
    atomic.write_bytes(tmp_path / "a.xlsx", b"new")
    assert names(tmp_path) == [fresh, foreign, "a.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_termination__leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom cchc_xl.write.atomic import replacing\nwith replacing(sys.argv[1]) as target:\n   "
        " open(target, 'wb').write(b'half')\n    print('writing', flush=True)\n    time.sleep(30)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "a.xlsx")], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"writing\n"
        assert len(names(tmp_path)) == 1
        run.send_signal(signal.SIGTERM)
        assert run.wait(10) == 128 + signal.SIGTERM
    assert names(tmp_path) == []
