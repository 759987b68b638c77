"""Every command that writes, under kills, a full disk, a full screen and locks: outputs are whole or as they were, what
was interrupted can be run again and completes, and nobody sees a traceback. The numbers are those of docs/robustness.md.

Commands run in forks of this process, in which the program is loaded: a kill then meets work and not the start.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from test_zipped_folders import report

from cchc_xl.__main__ import run
from cchc_xl.write.atomic import is_temporary

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = 25
LOCK = ".~lock.{}#"
# Those that write; OUT stands for the folder of the results.
WRITERS: Mapping[str, tuple[str, ...]] = {
    "merge": ("merge", "nộp", "-o", "OUT/kq.xlsx", "--period", "2026-H1", "--tidy", "OUT/kq.csv"),
    "mark": ("mark", "nộp", "-o", "OUT"),
    "fix": ("fix", "nộp", "-o", "OUT", "--accept", "all-proposals"),
    "migrate": ("migrate", "nộp/Xã An.xlsx", "--to", "1", "-o", "OUT/moi.xlsx"),
    "remind": ("remind", "nộp", "-o", "OUT", "--roster", "đơn vị.csv", "--period", "2026-H1"),
    "template": ("template", "-o", "OUT/mau.xlsx", "--period", "2026-H1"),
    "report": ("report", "nộp/Xã An.xlsx", "-o", "OUT", "--draft"),
    "forms suggest": ("forms", "suggest", "kỳ trước.xlsx", "-o", "OUT/v3.json"),
    "forms draft": ("forms", "draft", "nộp/Xã An.xlsx", "-o", "OUT/bieu-mau.json"),
    "receive": ("receive", "nộp", "-o", "OUT/so-nhan.csv", "--date", "15/06/2026"),
    "templates": ("template", "--out", "OUT", "--roster", "đơn vị.csv", "--period", "2026-H1"),
}
# Those that only speak.
SPEAKERS: Mapping[str, tuple[str, ...]] = {
    "validate": ("validate", "nộp"),
    "json": ("validate", "nộp", "--format", "json"),
    "ess": ("validate", "nộp", "--format", "ess"),
    "sarif": ("validate", "nộp", "--format", "sarif"),
    "junit": ("validate", "nộp", "--format", "junit"),
    "rules": ("rules",),
    "units check": ("units", "check", "đơn vị.csv"),
    "units find": ("units", "find", "Xã An"),
    "units new": ("units", "new", "--province", "44"),
    "forms list": ("forms", "list"),
    "forms check": ("forms", "check"),
    "forms show": ("forms", "show", "tuyen-truyen-cchc"),
    "help": ("--help",),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports and a roster; and the program loaded, by having run once."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "nộp").mkdir()
    for name, value in (("Xã An", 1), ("Xã Bình", 2)):
        (folder / "nộp" / f"{name}.xlsx").write_bytes(report(name, value))
    (folder / "đơn vị.csv").write_text("name,level\nXã An,xa\nXã Bình,xa\nXã Cam,xa\nXã Dư,xa\n", encoding="utf-8")
    (folder / "trước").mkdir()
    for value in range(1, 11):
        (folder / "trước" / f"Xã {value}.xlsx").write_bytes(report(f"Xã số {value}", value))
    assert run(["merge", str(folder / "trước"), "-o", str(folder / "kỳ trước.xlsx"), "--period", "2026-H1"]) in (0, 1)
    shutil.rmtree(folder / "trước")
    import cchc_xl.consolidation.consolidate
    import cchc_xl.run.paths
    import cchc_xl.write.machine.tidy
    import cchc_xl.write.marked.copies
    import cchc_xl.write.province.workbook
    import cchc_xl.write.template.many
    import cchc_xl.write.word.reminder  # noqa: F401

    return folder


def started(arguments: tuple[str, ...], cwd: Path, screen: str | Path, errors: Path, out: str = "ra") -> int:
    """The process that runs a command, its standard output at ``screen``."""
    child = os.fork()
    if child:
        return child
    with suppress(BaseException):
        os.chdir(cwd)
        for number, place in ((1, screen), (2, errors)):
            os.dup2(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout, sys.stderr = (io.TextIOWrapper(open(number, "wb", closefd=False)) for number in (1, 2))  # noqa: SIM115
        code = run([one.replace("OUT", out) for one in arguments])
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(code)
    os._exit(99)


def done(arguments: tuple[str, ...], cwd: Path, screen: str | Path = os.devnull, out: str = "ra") -> tuple[int, str]:
    """Exit code and what was said to standard error."""
    errors = cwd / "errors"
    code = os.waitstatus_to_exitcode(os.waitpid(started(arguments, cwd, screen, errors, out), 0)[1])
    return code, errors.read_text("utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def place(desk: Path, tmp_path: Path) -> Path:
    """A copy of the desk with an empty folder for results."""
    shutil.copytree(desk, tmp_path / "desk")
    (tmp_path / "desk" / "ra").mkdir()
    return tmp_path / "desk"


@pytest.mark.parametrize("name", WRITERS)
def test_robustness_17_and_29__killed_at_any_moment_and_run_again(place: Path, name: str) -> None:
    arguments, ra = WRITERS[name], place / "ra"
    began = time.perf_counter()
    code, _ = done(arguments, place)
    taken = time.perf_counter() - began
    whole = contents(ra)
    assert code in (0, 1)
    assert whole
    chance = random.Random(name)
    killed = 0
    for number in range(KILLS):
        if number % 5 == 0:
            shutil.rmtree(ra)
            ra.mkdir()
        child = started(arguments, place, os.devnull, place / "errors")
        time.sleep(chance.uniform(0, taken))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL:
            killed += 1
        else:
            taken *= 0.8  # it was done before: the first run, on a busy machine, says little about the others
        found = {path: data for path, data in contents(ra).items() if not is_temporary(os.path.basename(path))}
        assert found.items() <= whole.items()
    assert killed > KILLS / 3
    for path in ra.rglob(".cchc-*"):
        os.utime(path, (0, 0))
    foreign, fresh = ra / ".cchc-0.tmp", ra / ".cchc-0123456789abcdef.tmp"
    foreign.write_bytes(b"x")
    fresh.write_bytes(b"x")
    os.utime(foreign, (0, 0))
    assert done(arguments, place) == (code, "")
    assert contents(ra) == whole | {foreign.name: b"x", fresh.name: b"x"}


@pytest.fixture
def small(place: Path) -> Iterator[Path]:
    """A file system with room for the smallest of files only."""
    folder = place / "nhỏ"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    (folder / "ballast").write_bytes(b"x" * 8192)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


# A register of two rows, the document of one unit and a definition fit the fullest disk.
@pytest.mark.parametrize("name", sorted(WRITERS.keys() - {"receive", "report", "forms draft"}))
def test_robustness_16_and_29__full_disk_is_a_line_and_leaves_nothing_half(place: Path, small: Path, name: str) -> None:
    done(WRITERS[name], place)
    whole = contents(place / "ra")
    code, said = done(WRITERS[name], place, out="nhỏ")
    assert (code, len(said.splitlines())) == (2, 1)
    assert "đầy" in said
    left = contents(small)
    assert left.pop("ballast")
    assert left.items() <= whole.items()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("name", [*WRITERS, *SPEAKERS])
def test_robustness_16_and_29__full_screen_is_a_line(place: Path, name: str) -> None:
    code, said = done({**WRITERS, **SPEAKERS}[name], place, screen="/dev/full")
    assert (code, len(said.splitlines())) == (2, 1)
    assert "Traceback" not in said


@pytest.mark.parametrize("name", WRITERS)
def test_robustness_29__output_beside_a_lock_file_of_libreoffice(place: Path, name: str) -> None:
    code, _ = done(WRITERS[name], place)
    for path in [path for path in (place / "ra").rglob("*") if path.is_file()]:
        path.with_name(LOCK.format(path.name)).write_text("Nguyễn Văn An,may,x,;", encoding="utf-8")
    again, said = done(WRITERS[name], place)
    assert again == code
    assert said == ""


@pytest.mark.parametrize("name", ["mark", "fix"])
def test_copy_that_was_edited__stays(place: Path, name: str) -> None:
    """Robustness 33."""
    done(WRITERS[name], place)
    edited = place / "ra" / "Xã An.xlsx"
    before = contents(place / "ra")
    edited.write_bytes(b"edited by a colleague")
    for _ in range(2):  # the second run finds its own beside it
        code, said = done(WRITERS[name], place, screen=place / "screen")
        assert (code in (0, 1), said) == (True, "")
        assert contents(place / "ra") == before | {
            "Xã An.xlsx": b"edited by a colleague",
            "Xã An (1).xlsx": before["Xã An.xlsx"],
        }
    assert "Xã An (1).xlsx" in (place / "screen").read_text("utf-8")


def test_letter_that_was_edited__stays(place: Path) -> None:
    """Robustness 33."""
    done(WRITERS["remind"], place)
    before = contents(place / "ra")
    letter = next(path for path in sorted((place / "ra").iterdir()) if path.suffix == ".docx")
    letter.write_bytes(b"dots filled in")
    code, said = done(WRITERS["remind"], place)
    assert (code, len(said.splitlines())) == (2, 1)
    assert contents(place / "ra") == before | {letter.name: b"dots filled in"}


def test_every_command_is_there() -> None:
    """A new command is a line above."""
    from cchc_xl.cli.group import COMMANDS

    tried: set[Any] = {arguments[0] for arguments in (*WRITERS.values(), *SPEAKERS.values())}
    # What installs itself has tests of its own (test_excel_addin); the page writes as a template does, once it is built.
    assert set(COMMANDS) - {"addin", "page"} <= tried
