"""How long things take, as ratios within one run: whole processes, interleaved, the median of several rounds.

    python tools/bench.py [--n 1000] [--rounds 3] [--before COMMIT]

Compares `cchc-xl merge` of N filled templates with a bare python-calamine loop that only reads and adds up the nine
cells, with the loops that most people would write with pandas and, where polars and fastexcel are installed, with
polars; and `cchc-xl validate` of one file with `python -c pass`. A merge is measured three times: into a place where
nothing is (all files are read), again, and again after one file was changed. ``--before``: the same of another commit,
from a worktree of its own that is taken away at the end; what part of its costs each job has now is printed then.
Printed are wall time, its ratio to the first line, the time of all processors, and the peak of the largest process.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from cchc_xl.form.layout import layout
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Unit
from cchc_xl.write.template.workbook import template_bytes

HERE = pathlib.Path(__file__).resolve().parents[1]
CLI = (sys.executable, "-m", "cchc_xl")
FORM = load("tuyen-truyen-cchc", 1)
PLACE = layout(FORM)

CALAMINE = """
import glob, sys
from python_calamine import CalamineWorkbook
totals = [0] * {n}
for path in sorted(glob.glob({folder!r} + '/*.xlsx')):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name({sheet!r}).to_python(skip_empty_area=False)
    for i in range({n}):
        value = rows[{first} + i][3]
        totals[i] += int(value) if isinstance(value, (int, float)) else 0
print(totals)
"""
PANDAS = """
import glob, sys
import pandas as pd
frames = []
for path in sorted(glob.glob({folder!r} + '/*.xlsx')):
    sheet = pd.read_excel(path, sheet_name={sheet!r}, header=None, engine='calamine')
    frames.append(sheet.iloc[{first}:{first} + {n}, 3])
pd.DataFrame(frames).apply(pd.to_numeric, errors='coerce').sum().to_frame().to_excel({folder!r} + '/../pandas.xlsx')
"""
POLARS = """
import glob
import polars as pl
plain = dict(has_header=False, drop_empty_rows=False, drop_empty_cols=False, infer_schema_length=0, engine='calamine')
frames = []
for path in sorted(glob.glob({folder!r} + '/*.xlsx')):
    sheet = pl.read_excel(path, sheet_name={sheet!r}, **plain)
    frames.append(sheet[{first} : {first} + {n}, 3:4].transpose())
figures = pl.concat(frames).cast(pl.Float64, strict=False)
figures.sum().transpose().write_excel({folder!r} + '/../polars.xlsx')
"""
NEEDS = {"polars loop": "import polars, fastexcel"}  # a peer that cannot start is left out

MESSY = ("6(lồng ghép)", "600 (Lượt người)", "02", "1.200", None, "-", "Hội nghị; mạng xã hội; TT miệng…")


def report(folder: pathlib.Path, number: int, rng: random.Random) -> None:
    """A filled template, one in seven values messy."""
    values = {field.id: rng.choice(MESSY) if rng.random() < 0.15 else rng.randint(0, 60) for field in FORM.fields}
    unit = Unit(f"U{number:05d}", f"Xã số {number}")
    data = template_bytes(FORM, unit=unit, period=period(FORM, "H1", 2026), values=values)
    (folder / f"{unit.id}.xlsx").write_bytes(data)


def nothing() -> None:
    """Nothing is to be done before."""


class Cost(NamedTuple):
    """Seconds of wall time, and of all processors together; MB of the largest process at its peak."""

    wall: float
    cpu: float
    peak: float


def timed(command: list[str], checkout: pathlib.Path) -> Cost:
    """``checkout``: the program that is measured is the one in this folder, whatever is installed."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling all modules at each start would be all that is seen
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        made = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told, env=environment, cwd=checkout)
        _, status, used = os.wait4(made.pid, 0)
        wall = time.perf_counter() - start
        made.returncode = os.waitstatus_to_exitcode(status)
        if made.returncode not in (0, 1):
            told.seek(0)
            raise SystemExit(f"{command[:4]} ended with {made.returncode}: {told.read().decode()[-500:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


class Measured(NamedTuple):
    """A command of a checkout. What is to be done ``before`` it is not measured."""

    command: list[str]
    before: Callable[[], None]
    checkout: pathlib.Path = HERE


def compare(commands: Mapping[str, Measured], rounds: int) -> dict[str, Cost]:
    """Prints each command's medians and the ratio of its wall time to the first's; the medians."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, one in commands.items():
            one.before()
            costs[name].append(timed(one.command, one.checkout))
    medians = {name: Cost(*map(statistics.median, zip(*some[1:], strict=True))) for name, some in costs.items()}
    base = next(iter(medians.values()))
    for name, cost in medians.items():
        print(
            f"{name:36s} {cost.wall:8.3f} s {cost.wall / base.wall:7.2f} {cost.cpu:8.2f} s CPU {cost.peak:7.0f} MB",
            flush=True,
        )
    return medians


def against(before: str, medians: Mapping[str, Cost]) -> None:
    """Prints of each job what part of the earlier commit's time, processors and memory it takes now."""
    for name, now in medians.items():
        then = medians.get(name.replace("cchc-xl", f"{before}:", 1)) if name.startswith("cchc-xl") else None
        if then:
            parts = (f"{new / old:.2f}" for new, old in zip(now, then, strict=True))
            print(f"{name.removeprefix('cchc-xl ')}: of {before}, wall, CPU, peak:", *parts)


def can_start(asked: str) -> bool:
    return subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True).returncode == 0


@contextmanager
def worktree(commit: str) -> Iterator[pathlib.Path | None]:
    """A checkout of a commit; None where there is no such commit, which is said."""
    asked = ["git", "rev-parse", "-q", "--verify", f"{commit}^{{commit}}"]
    known = subprocess.run(asked, cwd=HERE, check=False, stdout=subprocess.DEVNULL)
    if not commit or known.returncode:
        print(f"no commit {commit!r} to compare with")
        yield None
        return
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name) / "before"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", str(place), commit], cwd=HERE, check=True)
        try:
            yield place
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(place)], cwd=HERE, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--before", default="", help="a commit to compare with")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, worktree(options.before) as before:
        folder, output = pathlib.Path(name) / "units", pathlib.Path(name) / "out.xlsx"
        folder.mkdir()
        rng = random.Random(7)
        for number in range(options.n):
            report(folder, number, rng)

        def forget() -> None:
            for path in output.parent.glob("*out.xlsx*"):
                path.unlink()
            time.sleep(2.1)  # files that were written just now are hashed again: their time could hide a change

        def change() -> None:
            report(folder, 0, rng)

        given = {"folder": str(folder), "sheet": PLACE.table, "first": PLACE.first_row - 1, "n": len(FORM.fields)}
        merge = [*CLI, "merge", str(folder), "-o", str(output), "-q"]
        validate = [*CLI, "validate", str(folder / "U00001.xlsx")]
        jobs = {"merge, all read": forget, "merge, again": nothing, "merge, one changed": change}
        commands = {"calamine loop, sums only": Measured([sys.executable, "-c", CALAMINE.format(**given)], nothing)}
        for who, checkout in (("cchc-xl", HERE), (f"{options.before}:", before)):
            if checkout:
                commands |= {f"{who} {job}": Measured(merge, first, checkout) for job, first in jobs.items()}
        commands["pandas loop"] = Measured([sys.executable, "-c", PANDAS.format(**given)], nothing)
        if can_start(NEEDS["polars loop"]):
            commands["polars loop"] = Measured([sys.executable, "-c", POLARS.format(**given)], nothing)
        else:
            print("polars is left out: pip install polars fastexcel")
        print(f"merge of {options.n} workbooks")
        medians = compare(commands, options.rounds)
        starts = {
            "python -c pass": Measured([sys.executable, "-c", "pass"], nothing),
            "cchc-xl validate": Measured(validate, nothing),
        }
        if before:
            starts[f"{options.before}: validate"] = Measured(validate, nothing, before)
        print("validate of one workbook")
        medians |= compare(starts, 4 * options.rounds)
        if before:
            against(options.before, medians)


if __name__ == "__main__":
    main()
