"""What the page does not do twice: a merge after a check is the merge without it, and reads no file that was read."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile
from typing import Any

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
REAL = sorted((ROOT / "examples" / "nam-bao-cao-that").glob("*.xlsx"))
PROVINCE = ROOT / "examples" / "tinh-mau"
OLD = 1_700_000_000.0
CAMPAIGN = {"version": 1, "period": "2026-H1", "deadline": "2026-06-20", "office": {"name": "Sở Nội vụ"}}

# Runs the calls of argv[2] below the root of argv[1], as the page does, and prints for each what it said, the
# digests of what it made and the names of the files that were read meanwhile.
PROGRAM = """
import hashlib, json, os, sys
from cchc_xl.page import core
import cchc_xl.run.collect as collect
root, calls = sys.argv[1], json.loads(sys.argv[2])
read, true_read = [], collect.validate_input
collect.validate_input = lambda item, against: (read.append(item.shown), true_read(item, against))[1]
core.start(root)
told = []
for name, options in calls:
    if name == "write":
        for path, text, time in options:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            os.utime(path, (time, time))
    elif name == "replace":
        source, target, time = options
        with open(source, "rb") as old, open(target, "wb") as new:
            new.write(old.read())
        os.utime(target, (time, time))
    else:
        text = core.run(name, json.dumps(options))
        made = {one: hashlib.sha256(open(os.path.join("..", "out", one), "rb").read()).hexdigest()
                for one in json.loads(text).get("results") or []}
        told.append([text, made, sorted(read)])
        read.clear()
print(json.dumps(told))
"""


def ran(root: pathlib.Path, calls: list[Any]) -> list[Any]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), json.dumps(calls)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    told: list[Any] = json.loads(done.stdout)
    return told


@pytest.fixture
def root(tmp_path: pathlib.Path) -> pathlib.Path:
    """The page's folders with the province's reports, an archive of two more among them, and what goes beside."""
    folder = tmp_path / "root"
    shutil.copytree(PROVINCE / "bao-cao", folder / "in")
    (folder / "beside").mkdir()
    with zipfile.ZipFile(folder / "in" / "hai.zip", "w") as archive:
        for path in REAL[:2]:
            archive.writestr(f"nop/{path.name}", path.read_bytes())
    for name in ("don-vi.csv", "so-nhan.csv"):
        shutil.copyfile(PROVINCE / name, folder / "beside" / name)
    (folder / "beside" / "dot.json").write_text(json.dumps(CAMPAIGN), encoding="utf-8")
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (OLD, OLD))
    return folder


PLAIN: dict[str, Any] = {}
SAID = {"roster": "../beside/don-vi.csv", "received": "../beside/so-nhan.csv", "period": "2026-H1"}
WAYS = [
    PLAIN,
    SAID,
    {"campaign": "../beside/dot.json"},
    SAID | {"campaign": "../beside/dot.json"},
    {"period": "2026-H1"},
]


@pytest.mark.parametrize("said", WAYS, ids=str)
def test_merge__after_a_check_is_the_merge_without_it(root: pathlib.Path, said: dict[str, Any]) -> None:
    ((plain, made, read),) = ran(root, [["merge", said]])
    _, (text, again, afterwards) = ran(root, [["check", said], ["merge", said]])
    assert (text, again) == (plain, made)
    assert "tong-hop.xlsx" in made
    assert len(read) > 40
    # Members of archives have no time of their own, and what was refused for its name was not even digested.
    assert {name for name in afterwards if ".zip/" not in name} <= {"~$XM01 Xã An Bình.xlsx"}


@pytest.mark.parametrize(("first", "then"), [*zip(WAYS, (*WAYS[1:], PLAIN), strict=True)], ids=str)
def test_merge__under_other_conditions_reads_all_again(
    root: pathlib.Path, first: dict[str, Any], then: dict[str, Any]
) -> None:
    ((plain, made, read),) = ran(root, [["merge", then]])
    _, (text, again, afterwards) = ran(root, [["check", first], ["merge", then]])
    assert (text, again) == (plain, made)
    same = first.get("period", "2026-H1" if "campaign" in first else None) == then.get(
        "period", "2026-H1" if "campaign" in then else None
    ) and first.get("roster") == then.get("roster")
    assert same or afterwards == read


@pytest.mark.parametrize("between", [[], [["check", SAID]], [["fixed", SAID]]], ids=str)
def test_merge__again_reads_no_file_again(root: pathlib.Path, between: list[Any]) -> None:
    first, *_, second = ran(root, [["check", PLAIN], ["merge", SAID], *between, ["merge", SAID]])[1:]
    assert second[:2] == first[:2]
    assert len(first[2]) > 40
    assert {name for name in second[2] if ".zip/" not in name} <= {"~$XM01 Xã An Bình.xlsx"}


def test_merge__after_other_conditions_reads_all_again(root: pathlib.Path) -> None:
    first, _, last = ran(root, [["merge", SAID], ["merge", PLAIN], ["merge", SAID]])
    assert last == first


def named(root: pathlib.Path) -> tuple[str, str]:
    """Two reports of the province as the page knows them: one to change, and another's bytes to change it to."""
    first, second = sorted(path.name for path in (root / "in").glob("*.xlsx"))[:2]
    return first, second


@pytest.mark.parametrize("time", [OLD + 1, OLD, 4_000_000_000.0])
def test_merge__reads_a_file_again_that_is_another_one(root: pathlib.Path, time: float) -> None:
    """Another size, another time, or a time so late that it says nothing."""
    name, other = named(root)
    steps = [["replace", [other, name, time]], ["merge", SAID]]
    ((plain, made, _),) = ran(root, steps)
    shutil.copyfile(PROVINCE / "bao-cao" / name, root / "in" / name)
    os.utime(root / "in" / name, (OLD, OLD))
    _, (text, again, read) = ran(root, [["check", SAID], *steps])
    assert (text, again) == (plain, made)
    assert name in read


def test_check__opens_a_roster_again_that_is_another_one(root: pathlib.Path) -> None:
    roster = (PROVINCE / "don-vi.csv").read_text(encoding="utf-8")
    head, _, *rest = roster.splitlines(keepends=True)
    without = "".join((head, *rest))
    write = ["write", [["../beside/don-vi.csv", without, OLD + 1]]]
    ((plain, made, _),) = ran(root, [write, ["merge", SAID]])
    (root / "beside" / "don-vi.csv").write_text(roster, encoding="utf-8")
    os.utime(root / "beside" / "don-vi.csv", (OLD, OLD))
    checked, (text, again, _) = ran(root, [["check", SAID], write, ["merge", SAID]])
    assert (text, again) == (plain, made)
    before, after, _ = (one[0] for one in ran(root, [["check", SAID], write, ["check", SAID], ["merge", SAID]]))
    assert json.loads(before) == json.loads(after)  # the file on disk is the shortened one by now
    assert checked[0] != before


def test_check__says_each_time_what_is_wrong_beside(root: pathlib.Path) -> None:
    wrong = {"roster": "../beside/khong-co.csv"}
    first, second, good = ran(root, [["check", wrong], ["check", wrong], ["check", SAID]])
    assert json.loads(first[0]).keys() == {"told"}
    assert second == first
    assert len(json.loads(good[0])["files"]) > 40


def test_warm__gets_everything_ready_in_pieces_and_changes_no_result(root: pathlib.Path) -> None:
    program = (
        "import json, sys\n"
        "from cchc_xl.page import core\n"
        "core.start(sys.argv[1])\n"
        "print(sum(1 for _ in iter(core.warm, False)))\n"
        "print(core.run('check', json.dumps(json.loads(sys.argv[2]))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(root), json.dumps(SAID)],
        capture_output=True, encoding="utf-8", check=True, cwd=ROOT,
    )  # fmt: skip
    steps, text = done.stdout.split("\n", 1)
    assert int(steps) > 8
    assert text.strip() == ran(root, [["check", SAID]])[0][0]
