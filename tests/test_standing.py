"""What an output replaces: what this program made and nobody has changed; everything else only when it is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import filled as f
import judges
import pytest

from cchc_xl.errors import UserError
from cchc_xl.write.standing import check_output, holds, put, require_replaceable, same_place
from cchc_xl.write.template.workbook import template_bytes


def cchc(*arguments: str, cwd: Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(judges.ROOT)}
    command = [sys.executable, "-m", "cchc_xl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=seconds, env=environment)


def key_of(path: str, **named: object) -> str:
    with pytest.raises(UserError) as caught:
        check_output(path, **named)
    return caught.value.key


def test_check_output__what_cannot_be_meant(tmp_path: Path) -> None:
    (tmp_path / "reports.xlsx").mkdir()
    (tmp_path / "roster.xlsx").write_bytes(b"x")
    os.link(tmp_path / "roster.xlsx", tmp_path / "twin.xlsx")
    os.symlink(tmp_path / "roster.xlsx", tmp_path / "link.xlsx")
    assert key_of(str(tmp_path / "kq.csv")) == "output-extension"
    assert key_of(str(tmp_path / "kq")) == "output-extension"
    assert key_of(str(tmp_path / "reports.xlsx")) == "output-not-a-file"
    assert key_of(str(tmp_path / "missing" / "kq.xlsx")) == "no-output-folder"
    for name in ("roster.xlsx", "twin.xlsx", "link.xlsx"):
        assert key_of(str(tmp_path / name), named=("", str(tmp_path / "roster.xlsx"))) == "output-is-input"
    check_output(str(tmp_path / "KQ.XLSX"), named=("", str(tmp_path / "roster.xlsx")))


@pytest.mark.skipif(os.name == "nt", reason="no pipes with a path")
def test_check_output__a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert key_of(str(tmp_path / "pipe.xlsx")) == "output-not-a-file"
    os.symlink("/dev/zero", tmp_path / "zero.xlsx")
    assert key_of(str(tmp_path / "zero.xlsx")) == "output-not-a-file"


def test_put__what_a_killed_run_left_goes_also_where_the_file_is_whole(tmp_path: Path) -> None:
    path, old, fresh = (
        tmp_path / name for name in ("kq.xlsx", ".cchc-0123456789abcdef.tmp", ".cchc-fedcba9876543210.tmp")
    )
    for one in (path, old, fresh):
        one.write_bytes(b"one")
    os.utime(old, (0, 0))
    assert put(str(path), b"one", force=False) == str(path)
    assert sorted(tmp_path.iterdir()) == [fresh, path]


def test_put__other_content_stays_and_the_new_file_goes_beside(tmp_path: Path) -> None:
    path = str(tmp_path / "a.xlsx")
    assert put(path, b"one", force=False) == path
    assert put(path, b"one", force=False) == path
    assert put(path, b"two", force=False) == str(tmp_path / "a (1).xlsx")
    assert put(path, b"two", force=False) == str(tmp_path / "a (1).xlsx")  # and no third one
    assert put(path, b"three", force=False) == str(tmp_path / "a (2).xlsx")
    assert Path(path).read_bytes() == b"one"
    assert put(path, b"four", force=True) == path
    assert holds(path, b"four")
    assert not holds(path, b"five")
    assert sorted(os.listdir(tmp_path)) == ["a (1).xlsx", "a (2).xlsx", "a.xlsx"]


def test_require_replaceable__asks_only_where_something_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    require_replaceable(str(path), lambda there: False, force=False)
    path.write_bytes(b"x")
    require_replaceable(str(path), lambda there: True, force=False)
    require_replaceable(str(path), lambda there: False, force=True)
    with pytest.raises(UserError) as caught:
        require_replaceable(str(path), lambda there: False, force=False)
    assert caught.value.key == "output-exists"
    assert same_place(str(path), str(tmp_path / "." / "a.xlsx"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nop").mkdir()
    (tmp_path / "nop" / "a.xlsx").write_bytes(f.filled())
    return tmp_path


@pytest.mark.parametrize("command", [("mark", "nop"), ("fix", "nop")])
def test_copies__an_edited_copy_is_left_alone(folder: Path, command: tuple[str, ...]) -> None:
    assert cchc(*command, "--out", "tra-lai", cwd=folder).returncode in (0, 1)
    copy = folder / "tra-lai" / "a.xlsx"
    written = copy.read_bytes()
    again = cchc(*command, "--out", "tra-lai", cwd=folder)
    assert os.listdir(folder / "tra-lai") == ["a.xlsx"]
    assert "(1)" not in again.stdout
    copy.write_bytes(written + b"a clerk's work")
    told = cchc(*command, "--out", "tra-lai", cwd=folder)
    assert copy.read_bytes() == written + b"a clerk's work"
    assert (folder / "tra-lai" / "a (1).xlsx").read_bytes() == written
    assert "a (1).xlsx" in told.stdout
    assert "--force" in told.stdout
    cchc(*command, "--out", "tra-lai", "--force", cwd=folder)
    assert copy.read_bytes() == written


def test_template__a_filled_one_is_left_alone(folder: Path) -> None:
    (folder / "mau.xlsx").write_bytes(f.filled())
    done = cchc("template", "-o", "mau.xlsx", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert (folder / "mau.xlsx").read_bytes() == f.filled()
    assert cchc("template", "-o", "mau.xlsx", "--force", cwd=folder).returncode == 0
    blank = (folder / "mau.xlsx").read_bytes()
    assert blank != f.filled()
    assert cchc("template", "-o", "mau.xlsx", cwd=folder).returncode == 0  # as it was made: nothing is lost
    assert cchc("template", "-o", "mau.csv", cwd=folder).returncode == 2


def test_template__an_interrupted_run_is_completed_by_the_next(folder: Path) -> None:
    (folder / "don-vi.csv").write_text("Mã,Tên đơn vị,Cấp\nU1,Xã Một,xa\nU2,Xã Hai,xa\nU3,Xã Ba,xa\n", encoding="utf-8")
    command = ("template", "--roster", "don-vi.csv", "--out", "mau")
    assert cchc(*command, cwd=folder).returncode == 0
    written = {path.name: path.read_bytes() for path in (folder / "mau").iterdir()}
    first, second, _ = sorted(written)
    (folder / "mau" / second).unlink()
    (folder / "mau" / ".cchc-0123456789abcdef.tmp").write_bytes(b"of a killed run")
    os.utime(folder / "mau" / ".cchc-0123456789abcdef.tmp", (0, 0))
    assert cchc(*command, cwd=folder).returncode == 0
    assert {path.name: path.read_bytes() for path in (folder / "mau").iterdir()} == written
    (folder / "mau" / first).write_bytes(f.filled())
    done = cchc(*command, cwd=folder)
    assert done.returncode == 2
    assert first in done.stderr
    assert (folder / "mau" / first).read_bytes() == f.filled()


def test_migrate__what_is_there_is_left_alone(folder: Path) -> None:
    command = ("migrate", "nop/a.xlsx", "--to", "2", "--out", "moi.xlsx")
    assert cchc(*command, cwd=folder).returncode in (0, 1)
    written = (folder / "moi.xlsx").read_bytes()
    assert cchc(*command, cwd=folder).returncode in (0, 1)  # the same again
    (folder / "moi.xlsx").write_bytes(b"mine")
    done = cchc(*command, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert (folder / "moi.xlsx").read_bytes() == b"mine"
    assert cchc(*command, "--force", cwd=folder).returncode in (0, 1)
    assert (folder / "moi.xlsx").read_bytes() == written


MERGE = ("merge", "nop", "-o", "kq.xlsx", "--tidy", "kq.csv")


def yearly() -> bytes:
    return template_bytes(f.FORM, values=f.SEED, header=f.HEADER | {"period": "Năm"})


def made_anew(folder: Path, *command: str) -> int:
    return cchc(*command, cwd=folder).returncode


def test_merge__replaces_its_own_result_of_the_same_form_and_period(folder: Path) -> None:
    assert made_anew(folder, *MERGE) in (0, 1)
    assert made_anew(folder, *MERGE) in (0, 1)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("content", [b"somebody's notes", f.filled()], ids=["text", "report"])
def test_merge__other_files_at_its_outputs_are_left_alone(folder: Path, suffix: str, content: bytes) -> None:
    (folder / f"kq.{suffix}").write_bytes(content)
    done = cchc(*MERGE, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--force" in done.stderr
    assert (folder / f"kq.{suffix}").read_bytes() == content
    assert not (folder / ("kq.csv" if suffix == "xlsx" else "kq.xlsx")).exists()  # nothing was written
    assert made_anew(folder, *MERGE, "--force") in (0, 1)
    assert (folder / f"kq.{suffix}").read_bytes() != content


def test_merge__a_result_of_another_period_is_left_alone(folder: Path) -> None:
    (folder / "nam").mkdir()
    (folder / "nam" / "a.xlsx").write_bytes(yearly())
    assert made_anew(folder, "merge", "nam", *MERGE[2:]) in (0, 1)
    before = (folder / "kq.xlsx").read_bytes(), (folder / "kq.csv").read_bytes()
    done = cchc(*MERGE, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "2020-Y" in done.stderr
    assert ((folder / "kq.xlsx").read_bytes(), (folder / "kq.csv").read_bytes()) == before
    (folder / "kq.xlsx").unlink()
    assert cchc(*MERGE, cwd=folder).returncode == 2  # the table is of the other period too
    assert (folder / "kq.csv").read_bytes() == before[1]
    assert not (folder / "kq.xlsx").exists()
    assert made_anew(folder, *MERGE, "--force") in (0, 1)


@pytest.mark.parametrize(
    "option", ["--roster", "--received", "--campaign", "--waivers", "--decisions", "--previous", "--tidy"]
)
def test_merge__no_file_that_was_named_is_its_output(folder: Path, option: str) -> None:
    assert made_anew(folder, "merge", "nop", "-o", "truoc.xlsx") in (0, 1)
    files = {
        "--roster": ("dv.csv", "Mã,Tên đơn vị,Cấp\nU1,Xã Một,xa\n"),
        "--received": ("nhan.csv", "Tệp,Ngày nhận\na.xlsx,01/06/2026\n"),
        "--campaign": ("dot.json", "{}"),
        "--waivers": ("mien.json", '{"waivers": []}'),
    }
    name, text = files.get(option, ("truoc.xlsx", ""))
    if text:
        (folder / name).write_text(text, encoding="utf-8")
    before = (folder / name).read_bytes()
    outputs = ("-o", name) if name.endswith(".xlsx") else ("-o", "kq.xlsx", "--tidy", name)
    done = cchc("merge", "nop", *outputs, option, name, "--force", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert (folder / name).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="no pipes with a path")
@pytest.mark.parametrize("output", ["pipe.xlsx", "zero.xlsx", "socket.xlsx", "folder.xlsx", "kq.csv", "kq"])
def test_merge__an_output_that_cannot_be_meant_is_refused_at_once(folder: Path, output: str) -> None:
    import socket

    os.mkfifo(folder / "pipe.xlsx")
    os.symlink("/dev/zero", folder / "zero.xlsx")
    (folder / "folder.xlsx").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(folder / "socket.xlsx"))
        done = cchc("merge", "nop", "-o", output, "--force", cwd=folder, seconds=30)
    assert (done.returncode, done.stdout) == (2, "")


def test_merge__the_default_name_tells_form_and_period(folder: Path) -> None:
    assert made_anew(folder, "merge", "nop", "--period", "2020-H1") in (0, 1)
    assert made_anew(folder, "merge", "nop") in (0, 1)
    assert sorted(path.name for path in folder.glob("tong-hop*")) == [
        "tong-hop-tuyen-truyen-cchc-2020-H1.xlsx",
        "tong-hop-tuyen-truyen-cchc.xlsx",
    ]
