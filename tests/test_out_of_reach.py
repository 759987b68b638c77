"""Files that cannot be got at are called that, and never damaged: no permission, gone, links, folders; and what may be
a report under an odd name is never passed over without a word.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import filled as f
import hostile
import judges
import pytest

from cchc_xl.grid.scan import scan

ENVIRONMENT = os.environ | {"PYTHONPATH": str(judges.ROOT)}
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")


def program(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "cchc_xl", *map(str, arguments)]


def as_anybody() -> list[str]:
    """What takes from root the right to read every file, so that modes mean something."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("needs setpriv to be somebody else than root")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*as_anybody(), *program(*arguments)], capture_output=True, encoding="utf-8", env=ENVIRONMENT, timeout=60
    )
    assert "Traceback" not in done.stderr
    return done


def reasons(folder: Path) -> tuple[dict[str, Any], int]:
    """What `merge` says of each file, and its exit code."""
    done = run("validate", folder, "--format", "json")
    told = json.loads(done.stdout)
    messages = {
        os.path.relpath(one["path"], folder): [found["message"] for found in one["findings"]] for one in told["files"]
    }
    return messages | {os.path.relpath(one["path"], folder): one["why"] for one in told["skipped"]}, done.returncode


@posix
@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (lambda folder: (folder / "a.xlsx").chmod(0), "a.xlsx", "không có quyền đọc"),
        (lambda folder: (folder / "con").chmod(0), "con", "không có quyền đọc"),
        (lambda folder: (folder / "con").chmod(0o444), "con/b.xlsx", "không có quyền đọc"),
        (lambda folder: (folder / "c.xlsx").symlink_to(folder / "none.xlsx"), "c.xlsx", "không còn nữa"),
        (lambda folder: (folder / "c.xlsx").symlink_to(folder / "c.xlsx"), "c.xlsx", "dẫn vòng"),
        (lambda folder: (folder / "c.xlsx").symlink_to(folder.parent / "ngoài.xlsx"), "c.xlsx", "không đi theo"),
        (lambda folder: (folder / "c").symlink_to(folder.parent / "khác"), "c", "không đi theo"),
    ],
    ids=["file", "folder", "folder without search", "broken link", "loop", "link out", "folder link out"],
)
def test_file_out_of_reach__is_called_that(tmp_path: Path, make: Any, name: str, words: str) -> None:
    folder = tmp_path / "nộp"
    for place in (folder / "a.xlsx", folder / "con" / "b.xlsx", tmp_path / "ngoài.xlsx", tmp_path / "khác" / "d.xlsx"):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(f.filled())
    make(folder)  # robustness 30
    try:
        told, code = reasons(folder)
    finally:
        (folder / "con").chmod(0o755)
    assert len(told[name]) == 1
    assert words in told[name][0]
    assert "hỏng" not in told[name][0]
    assert code == 1


@posix
def test_folder_that_is_named_and_shut__is_no_empty_one(tmp_path: Path) -> None:
    folder = tmp_path / "nộp"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(f.filled())
    for named, shut in ((folder, folder), (folder / "a.xlsx", folder)):
        shut.chmod(0)
        try:
            done = run("validate", named)
        finally:
            shut.chmod(0o755)
        assert (done.returncode, done.stderr) == (1, "")
        assert "không có quyền đọc" in done.stdout


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "a.xlsx", "--roster", "đóng"),
        ("validate", "a.xlsx", "--campaign", "đóng"),
        ("validate", "a.xlsx", "--waivers", "đóng"),
        ("validate", "a.xlsx", "--form", "đóng.json"),
        ("merge", "a.xlsx", "-o", "kq.xlsx", "--received", "đóng"),
        ("merge", "a.xlsx", "-o", "kq.xlsx", "--previous", "đóng"),
        ("merge", "a.xlsx", "-o", "kq.xlsx", "--decisions", "đóng"),
        ("merge", "a.xlsx", "-o", "đóng/kq.xlsx"),
        ("migrate", "đóng", "--to", "2", "-o", "m.xlsx"),
        ("units", "check", "đóng"),
        ("forms", "check", "đóng.json"),
        ("template", "-o", "đóng.xlsx/mau.xlsx"),
        ("mark", "a.xlsx", "-o", "đóng/tra-lai"),
        ("fix", "a.xlsx", "-o", "đóng/sua"),
        ("remind", "a.xlsx", "-o", "đóng/nhac"),
        ("template", "--roster", "đơn vị.csv", "--out", "đóng/mau"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_other_files_out_of_reach__are_told_in_a_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.xlsx").write_bytes(f.filled())
    (tmp_path / "đơn vị.csv").write_text("name\nXã An\n", encoding="utf-8")
    shut = []
    for name in arguments[1:]:
        part = name.split("/")[0]
        if part.startswith("đóng"):
            shut.append(tmp_path / part)
            shut[-1].mkdir() if "/" in name else shut[-1].write_bytes(b"{}")
            shut[-1].chmod(0)
    try:
        done = subprocess.run(
            [*as_anybody(), *program(*arguments)], capture_output=True, encoding="utf-8", env=ENVIRONMENT, cwd=tmp_path
        )
    finally:
        for path in shut:
            path.chmod(0o755)
    told = (done.stderr + done.stdout).strip()
    assert "Traceback" not in told
    assert (done.returncode in (1, 2), done.returncode == 2 or arguments[0] in ("units", "forms")) == (True, True)
    assert told


@posix
def test_named_link__is_followed_and_counted_once(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(f.filled())
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "a.xlsx")
    found = scan([str(tmp_path / "b.xlsx"), str(tmp_path / "a.xlsx")])
    assert [item.shown for item in found.inputs] == [str(tmp_path / "b.xlsx")]


@pytest.mark.parametrize(
    ("name", "data", "read"),
    [
        ("bao cao.xlsx.bak", hostile.good, True),
        ("bao cao.dat", hostile.good, True),
        ("bao cao.docm", hostile.word_document, True),
        ("bao cao.txt", lambda: "TT\tChỉ tiêu\tSố lượng\n1\tTin\t3\n".encode("utf-16"), False),
        ("ghi chú.txt", lambda: b"x, y", False),
        ("chạy.exe", lambda: b"MZ\x90", False),
        ("dot-bao-cao.json", lambda: b"{}", False),
        ("phim.mp4", lambda: b"\0\0\0\x18ftypmp42", False),
    ],
)
def test_odd_names__content_decides(tmp_path: Path, name: str, data: Any, read: bool) -> None:
    """Robustness 34."""
    (tmp_path / "a.xlsx").write_bytes(f.filled())
    (tmp_path / name).write_bytes(data())
    told, _ = reasons(tmp_path)
    assert isinstance(told[name], list) == read
    assert read or told[name] == "other-type"


def test_hidden_folders__are_named(tmp_path: Path) -> None:
    (tmp_path / ".cũ").mkdir()
    (tmp_path / ".cũ" / "a.xlsx").write_bytes(f.filled())
    (tmp_path / "a.xlsx").write_bytes(f.filled())
    assert reasons(tmp_path)[0][".cũ"] == "system"


def test_empty_folder__is_the_operators_mistake(tmp_path: Path) -> None:
    done = run("validate", tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
