"""How long things take, and how much memory: whole processes, interleaved, as ratios within one run.

    python tools/bench.py [--quick] [--before COMMIT] [--n 1000] [--many 10000] [--most 50000] [--cluster] [--rounds 3]

One table for each of these, and at the end what was asked for beside what was found:

- ``cchc-xl merge`` of N workbooks (``bench_corpus``): filled templates, and an office's own layout of which LibreOffice
  has saved every other one. Into a place where nothing is (all are read), again, and again after one was changed.
  Beside it a bare loop of python-calamine that only reads and adds up the figures, and the loops that most people would
  write with pandas and polars (``tools/setup.sh peers``; what is not there is left out).
- the same of many, with the share of the time in which no second process has work; ``--most``: once, of still more.
- ``cchc-xl validate`` of one workbook of each kind, as multiples of ``python -c pass``.
- a press of Kiểm tra in LibreOffice (``bench_press``).

``--before``: the same of another commit, from a worktree of its own that is taken away at the end. ``--quick``: 200
workbooks, one round, neither many nor a press. Printed are medians: wall time, its ratio to the first line, the time of
all processors, and the peak of the largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from bench_corpus import FORM, Corpus, half_of_libreoffice, templates

HERE = pathlib.Path(__file__).resolve().parents[1]
PEERS = HERE / ".judges" / "peers" / "bin" / "python"
CLI = (sys.executable, "-m", "cchc_xl")
BARE, CLUSTER = "calamine loop, sums only", "on a cluster of this machine"
OUR_WORKERS = min(os.cpu_count() or 1, 4)  # as ``cchc_xl.processes``

CALAMINE = """
import glob, sys
from python_calamine import CalamineWorkbook
totals = [0] * {n}
for path in sorted(glob.glob({folder!r} + '/*.xlsx')):
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name({sheet!r}).to_python(skip_empty_area=False)
    for i in range({n}):
        value = rows[{first} + i][{column}]
        totals[i] += int(value) if isinstance(value, (int, float)) else 0
print(totals)
"""
PANDAS = """
import glob, sys
import pandas as pd
frames = []
for path in sorted(glob.glob({folder!r} + '/*.xlsx')):
    sheet = pd.read_excel(path, sheet_name={sheet!r}, header=None, engine='calamine')
    frames.append(sheet.iloc[{first}:{first} + {n}, {column}])
pd.DataFrame(frames).apply(pd.to_numeric, errors='coerce').sum().to_frame().to_excel({output!r})
"""
POLARS = """
import glob
import polars as pl
plain = dict(has_header=False, drop_empty_rows=False, drop_empty_cols=False, infer_schema_length=0, engine='calamine')
frames = []
for path in sorted(glob.glob({folder!r} + '/*.xlsx')):
    sheet = pl.read_excel(path, sheet_name={sheet!r}, **plain)
    frames.append(sheet[{first} : {first} + {n}, {column} : {column} + 1].transpose())
figures = pl.concat(frames).cast(pl.Float64, strict=False)
figures.sum().transpose().write_excel({output!r})
"""


class Cost(NamedTuple):
    """Seconds of wall time, and of all processors together; MB of the largest process at its peak."""

    wall: float
    cpu: float
    peak: float

    @property
    def alone(self) -> float:
        """The part of the wall time in which one process works: the others take what they do in equal shares."""
        return (OUR_WORKERS * self.wall - self.cpu) / (OUR_WORKERS - 1) / self.wall if OUR_WORKERS > 1 else 1.0


def nothing() -> None:
    """Nothing is to be done before."""


class Measured(NamedTuple):
    """A command of a checkout. What is to be done ``before`` it is not measured."""

    command: list[str]
    before: Callable[[], None] = nothing
    checkout: pathlib.Path = HERE


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


def compare(title: str, commands: Mapping[str, Measured], rounds: int, warm: int = 1) -> dict[str, Cost]:
    """Prints each command's medians and the ratio of its wall time to the first's; the medians. ``warm``: rounds that
    do not count.
    """
    print(f"\n{title}", flush=True)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(warm + rounds):
        for name, one in commands.items():
            one.before()
            costs[name].append(timed(one.command, one.checkout))
    medians = {name: Cost(*map(statistics.median, zip(*some[warm:], strict=True))) for name, some in costs.items()}
    base = next(iter(medians.values()))
    for name, cost in medians.items():
        print(
            f"  {name:34s} {cost.wall:8.3f} s {cost.wall / base.wall:7.2f} {cost.cpu:8.2f} s CPU {cost.peak:7.0f} MB",
            flush=True,
        )
    return medians


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


def peers(corpus: Corpus, output: pathlib.Path) -> Iterator[tuple[str, Measured]]:
    """The loops that are compared with; those that cannot start are left out, which is said."""
    given = {
        "folder": str(corpus.folder), "sheet": corpus.sheet, "first": corpus.first, "column": corpus.column,
        "n": len(FORM.fields),
    }  # fmt: skip
    python = str(PEERS) if PEERS.exists() else sys.executable
    for name, needs, code in (
        (BARE, "python_calamine", CALAMINE),
        ("pandas loop", "pandas", PANDAS),
        ("polars loop", "polars, fastexcel", POLARS),
    ):
        if subprocess.run([python, "-c", f"import {needs}"], check=False, capture_output=True).returncode:
            print(f"{name} is left out: tools/setup.sh peers")
            continue
        told = str(output.with_name(f"{name.split()[0]}.xlsx"))
        yield name, Measured([python, "-c", code.format(output=told, **given)])


def merges(corpus: Corpus, output: pathlib.Path, before: pathlib.Path | None) -> dict[str, Measured]:
    """The three merges of this checkout, and of the one before."""

    def forget() -> None:
        for path in output.parent.glob("*out.xlsx*"):
            path.unlink()
        time.sleep(2.1)  # files that were written just now are hashed again: their time could hide a change

    def change() -> None:
        now = corpus.changing.read_bytes()
        corpus.changing.write_bytes(corpus.states[0] if now == corpus.states[1] else corpus.states[1])

    command = [*CLI, "merge", str(corpus.folder), "-o", str(output), "-q"]
    jobs = {"all read": forget, "again": nothing, "one changed": change}
    return {
        f"{who}{job}": Measured(command, first, checkout)
        for who, checkout in (("", HERE), ("before: ", before))
        if checkout
        for job, first in jobs.items()
    }


def press(checkout: pathlib.Path) -> list[dict[str, float]]:
    """Of the first press in a process and of a warm one; [] where LibreOffice cannot be asked."""
    command = [sys.executable, str(HERE / "tools" / "bench_press.py"), str(checkout)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"a press is left out: {done.stderr[-200:]}")
        return []
    found: list[dict[str, float]] = json.loads(done.stdout)
    return found


class Found(NamedTuple):
    """What was found of a target, and the same of the time of all processors (None where that tells nothing).
    ``at_least``: more is better.
    """

    job: str
    asked: float
    found: float
    cpu: float | None = None
    at_least: bool = False

    @property
    def line(self) -> str:
        met = self.found >= self.asked if self.at_least else self.found <= self.asked
        cpu = "" if self.cpu is None else f"CPU {self.cpu:6.2f}"
        sign = ">=" if self.at_least else "<="
        return f"  {self.job:54s} {sign} {self.asked:<6g} {self.found:8.2f}  {cpu:10s} {'' if met else 'missed'}"


def part(job: str, asked: float, one: Cost, of: Cost, *, at_least: bool = False) -> Found:
    """What part of another's time a job takes; or how many times faster it is, where that is asked for."""
    if at_least:
        return Found(job, asked, of.wall / one.wall, of.cpu / one.cpu, at_least=True)
    return Found(job, asked, one.wall / of.wall, one.cpu / of.cpu)


def of_merges(name: str, medians: Mapping[str, Cost]) -> Iterator[Found]:
    """The targets of a thousand workbooks."""
    then = medians.get("before: all read")
    if then:
        yield part(f"{name}: all read, of the commit before", 0.6, medians["all read"], then)
        yield part(f"{name}: nothing changed, of its reading all", 0.12, medians["again"], then)
        yield part(f"{name}: one changed, of its reading all", 0.22, medians["one changed"], then)
    if BARE in medians:
        yield part(f"{name}: all read, times the bare loop", 1.9, medians["all read"], medians[BARE])
    for peer, asked in (("pandas loop", 4.3), ("polars loop", 2.0)):
        if peer in medians:
            yield part(f"{name}: faster than the {peer}", asked, medians["all read"], medians[peer], at_least=True)


def of_many(n: int, medians: Mapping[str, Cost]) -> Iterator[Found]:
    """The targets of ten thousand."""
    cold = medians["all read"]
    if "before: all read" in medians:
        yield part(f"{n}: all read, of the commit before", 0.6, cold, medians["before: all read"])
    yield Found(f"{n}: the share of one process alone", 0.15, cold.alone)
    yield Found(f"{n}: MB at the peak", 130, _peak(medians))
    if CLUSTER in medians:
        yield part(f"{n}: a cluster of this machine, of our processes", 1.25, medians[CLUSTER], cold)


def of_most(n: int, medians: Mapping[str, Cost]) -> Iterator[Found]:
    """Of the most: memory."""
    yield Found(f"{n}: MB at the peak", 350, _peak(medians))


def _peak(medians: Mapping[str, Cost]) -> float:
    return max(one.peak for job, one in medians.items() if not job.startswith("before"))


def starts(corpora: list[Corpus], before: pathlib.Path | None, rounds: int) -> Iterator[Found]:
    """Of checks of one workbook."""
    commands = {"python -c pass": Measured([sys.executable, "-c", "pass"])}
    for corpus in corpora:
        validate = [*CLI, "validate", str(corpus.folder / "U00001.xlsx")]
        for who, checkout in (("", HERE), ("before: ", before)):
            if checkout:
                commands[f"{who}{corpus.name}"] = Measured(validate, nothing, checkout)
    medians = compare("validate of one workbook", commands, rounds)
    for corpus in corpora:
        job = f"{corpus.name}: validate, times bare Python"
        yield part(job, 5.3, medians[corpus.name], medians["python -c pass"])


def presses(before: pathlib.Path | None) -> Iterator[Found]:
    """Of presses of the button."""
    print("\npress of Kiểm tra in LibreOffice: our own processor time; with what asking costs; calls to the workbook")
    for who, checkout in (("", HERE), ("before: ", before)):
        for when, one in zip(("first", "warm"), press(checkout) if checkout else (), strict=False):
            own, whole = one["own_seconds"], one["process_seconds"]
            print(f"  {who + when:34s} {own:8.3f} s {whole:8.3f} s {one['calls']:6.0f}", flush=True)
            if not who and when == "warm":
                yield Found("a warm press: seconds of our own", 0.06, own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--many", type=int, default=10_000, help="0: none")
    parser.add_argument("--most", type=int, default=0, help="such as 50000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--before", default="", help="a commit to compare with")
    parser.add_argument("--cluster", action="store_true", help="many on a dask cluster of this machine, too")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.quick:
        options.n, options.rounds, options.many, options.most = 200, 1, 0, 0
    found: list[Found] = []
    with tempfile.TemporaryDirectory() as name, worktree(options.before) as before:
        output = pathlib.Path(name) / "out.xlsx"
        corpora = [corpus for corpus in (templates(options.n), half_of_libreoffice(options.n)) if corpus]
        if len(corpora) == 1:
            print("workbooks that LibreOffice has saved are left out: there is none")
        for corpus in corpora:
            known = dict(peers(corpus, output))
            first = {BARE: known.pop(BARE)} if BARE in known else {}
            commands = first | merges(corpus, output, before) | known
            medians = compare(f"merge of {options.n}: {corpus.about}", commands, options.rounds)
            found += of_merges(corpus.name, medians)
        if options.many:
            many = templates(options.many)
            commands = merges(many, output, before)
            if options.cluster:
                read = commands["all read"]
                commands[CLUSTER] = read._replace(command=[*read.command, "--cluster", "local"])
            medians = compare(f"merge of {options.many}: {many.about}", commands, options.rounds, warm=0)
            found += of_many(options.many, medians)
        if options.most:
            most = templates(options.most)
            medians = compare(f"merge of {options.most}: {most.about}", merges(most, output, None), 1, warm=0)
            found += of_most(options.most, medians)
        found += starts(corpora, before, 4 * options.rounds)
        if not options.quick:
            found += presses(before)
    print("\nasked for, and found")
    for one in found:
        print(one.line)


if __name__ == "__main__":
    main()
