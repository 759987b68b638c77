"""A merge where there are no threads, processes, signals and compiled libraries: as in a page of a browser."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
import without_machine

from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.validate import settings

ROOT = pathlib.Path(__file__).resolve().parent.parent
REAL = sorted((ROOT / "examples" / "nam-bao-cao-that").glob("*.xlsx"))
FOREIGN = [
    ROOT / "examples" / "tinh-mau" / "bao-cao" / name
    for name in ("XM33 Phường Trường Thi.xls", "XM34 Phường Vĩnh Tân.ods")
]


def merged(output: pathlib.Path, paths: Sequence[pathlib.Path]) -> dict[str, Any]:
    program = pathlib.Path(without_machine.__file__)
    done = subprocess.run(
        [sys.executable, "-B", str(program), str(output), *map(str, paths)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": ""},
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("inputs", [REAL, [*REAL, *FOREIGN]], ids=["the five real reports", "older formats besides"])
def test_merge__gives_the_same_bytes_as_with_all_that_a_machine_has(
    inputs: list[pathlib.Path], tmp_path: pathlib.Path
) -> None:
    told = merged(tmp_path / "page.xlsx", inputs)
    result = merge_paths([str(path) for path in inputs], str(tmp_path / "machine.xlsx"), Plan(settings()))
    assert (tmp_path / "page.xlsx").read_bytes() == pathlib.Path(result.path).read_bytes()
    assert told["executor"] == "InTurn"
    assert told["compiled"] == []
    assert told["template"] > 10_000
    assert [row.outcome for row in result.consolidation.sources].count("merged") == len(inputs) >= 5


@pytest.mark.parametrize("name", [*without_machine.MISSING, *without_machine.COMPILED])
def test_what_is_taken_away__cannot_be_imported(name: str) -> None:
    """Else the tests above would prove nothing."""
    program = f"import without_machine; without_machine.take_away(); import {name}"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "tests", capture_output=True, text=True, check=False
    )
    assert done.stderr.strip().splitlines()[-1].startswith(("ModuleNotFoundError", "ImportError"))


@pytest.mark.parametrize(
    ("program", "error"),
    [
        ("import threading; threading.Thread(target=print).start()", "RuntimeError: can't start new thread"),
        ("import os; os.fork()", "OSError: [Errno 138]"),
        ("import sys; sys.path.insert(0, '..'); import cchc_xl.processes", "ImportError: threading"),
    ],
)
def test_what_is_taken_away__does_not_work(program: str, error: str) -> None:
    whole = f"import without_machine; without_machine.take_away(); {program}"
    done = subprocess.run(
        [sys.executable, "-c", whole], cwd=ROOT / "tests", capture_output=True, text=True, check=False
    )
    assert done.stderr.strip().splitlines()[-1].startswith(error)
