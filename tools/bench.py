"""How long things take, as ratios within one run: whole processes, interleaved, the median of several rounds.

    python tools/bench.py [--n 1000] [--rounds 3]

Compares `cchc-xl merge` of N filled templates with a bare python-calamine loop that only reads and adds up the nine
cells, and with the loop that most people would write with pandas; and `cchc-xl validate` of one file with `python -c
pass`. A merge is measured three times: into a place where nothing is (all files are read), again, and again after one
file was changed.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from cchc_xl.form.layout import layout
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Unit
from cchc_xl.write.template.workbook import template_bytes

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


MESSY = ("6(lồng ghép)", "600 (Lượt người)", "02", "1.200", None, "-", "Hội nghị; mạng xã hội; TT miệng…")


def report(folder: pathlib.Path, number: int, rng: random.Random) -> None:
    """A filled template, one in seven values messy."""
    values = {field.id: rng.choice(MESSY) if rng.random() < 0.15 else rng.randint(0, 60) for field in FORM.fields}
    unit = Unit(f"U{number:05d}", f"Xã số {number}")
    data = template_bytes(FORM, unit=unit, period=period(FORM, "H1", 2026), values=values)
    (folder / f"{unit.id}.xlsx").write_bytes(data)


def nothing() -> None:
    """Nothing is to be done before."""


def timed(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{command[:4]} ended with {done.returncode}: {done.stderr[-500:]}")
    return time.perf_counter() - start


def compare(commands: dict[str, tuple[Callable[[], None], list[str]]], rounds: int) -> None:
    """Prints each command's median and its ratio to the first. What is to be done before a command is not measured."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, (before, command) in commands.items():
            before()
            times[name].append(timed(command))
    medians = {name: statistics.median(values[1:]) for name, values in times.items()}
    base = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"{name:32s} {median:8.3f} s   {median / base:6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, output = pathlib.Path(name) / "units", pathlib.Path(name) / "out.xlsx"
        folder.mkdir()
        rng = random.Random(7)
        for number in range(options.n):
            report(folder, number, rng)

        def forget() -> None:
            for path in output.parent.glob("*out.xlsx*"):
                path.unlink()
            time.sleep(2.1)  # files that were written just now are hashed again: their time could hide a change

        given = {"folder": str(folder), "sheet": PLACE.table, "first": PLACE.first_row - 1, "n": len(FORM.fields)}
        cli = [sys.executable, "-m", "cchc_xl"]
        merge = [*cli, "merge", str(folder), "-o", str(output), "-q"]
        print(f"merge of {options.n} workbooks")
        compare(
            {
                "calamine loop, sums only": (nothing, [sys.executable, "-c", CALAMINE.format(**given)]),
                "cchc-xl merge, all read": (forget, merge),
                "cchc-xl merge, again": (nothing, merge),
                "cchc-xl merge, one changed": (lambda: report(folder, 0, rng), merge),
                "pandas loop": (nothing, [sys.executable, "-c", PANDAS.format(**given)]),
            },
            options.rounds,
        )
        print("validate of one workbook")
        one = [*cli, "validate", str(folder / "U00001.xlsx")]
        compare(
            {"python -c pass": (nothing, [sys.executable, "-c", "pass"]), "cchc-xl validate": (nothing, one)},
            4 * options.rounds,
        )


if __name__ == "__main__":
    main()
