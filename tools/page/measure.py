"""How long the page takes, beside the command line in the same run: what docs/trang-ngoai-mang.md says of it.

    python tools/page/measure.py PAGE.html [--rounds 5] [--n 1000]

A round is: the page opened cold on all processors and on one, with a file checked at once and another a moment later;
N filled templates checked, merged, and merged again under another period, for which all are read anew; the same merge
by the command line in one process. Chromium only. The smallest of the rounds counts. Other work on the machine
lengthens everything: how much is said by a loop of Python of which the time on the clock and the time on the processor
are compared in each round, and by the processor time of the browser with all its processes beside the command line's.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

ONE_PROCESS = "import os, sys; os.cpu_count = lambda: 1; from cchc_xl.__main__ import main; sys.exit(main())"
MOMENT = {"eval": "new Promise((yes) => setTimeout(yes, 4000))"}  # as long as a person needs for the next press
SLOWEST = {"ready": 1500, "ready on one core": 2500, "first file": 300, "next file": 50,
           "merge after the check, ratio": 1.7, "merge, all read anew, ratio": 1.7, "heap, MB": 120}  # fmt: skip
PERIOD = "2026-H1"  # that of the templates
TICKS = (
    "(() => { globalThis.slowest = 0; let last = performance.now(); setInterval(() => { const now = performance.now(); "
    "slowest = Math.max(slowest, now - last); last = now; }, 50); })()"
)


def waiting() -> float:
    """Time on the clock for a time on the processor: 1 where nobody else wants it."""
    clock, processor = time.perf_counter(), time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number
    return (time.perf_counter() - clock) / (time.process_time() - processor)


def seen(page: pathlib.Path, steps: list[dict[str, object]], folder: pathlib.Path, cores: str = "") -> list[dict]:
    """What ``check.mjs`` saw of the start and of each step."""
    job = {"browser": "chrome", "executable": "/usr/bin/chromium", "page": str(page), "steps": steps,
           "modules": str(ROOT / ".judges" / "page" / "node_modules"), "out": str(folder / "out.json")}  # fmt: skip
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    bound = ["taskset", "-c", cores] if cores else []
    subprocess.run([*bound, "node", HERE / "check.mjs", folder / "job.json"], check=True)
    return json.loads((folder / "out.json").read_text(encoding="utf-8"))["results"]


def started(page: pathlib.Path, files: list[str], folder: pathlib.Path, cores: str = "") -> tuple[int, int, int]:
    """Milliseconds from opening until ready, of the first file and of the next."""
    ready, first, _, after = seen(page, [{"take": files[:1]}, MOMENT, {"take": files[1:]}], folder, cores)
    return ready["laps"]["ready"], first["laps"]["work"], after["laps"]["work"]


def merged(page: pathlib.Path, files: list[str], folder: pathlib.Path) -> dict[str, float]:
    """Milliseconds of merges in the page and by the command line, the page's heap and the longest time it stood."""
    press = {"press": "merge", "only": True}
    opened, checked, _, after, still, _, anew = seen(
        page, [{"take": files}, {"eval": TICKS}, press, {"eval": "slowest"}, {"set": {"period": PERIOD}}, press], folder
    )
    clock, before = time.perf_counter(), os.times()
    output = folder / f"{time.time_ns()}.xlsx"
    subprocess.run([sys.executable, "-c", ONE_PROCESS, "merge", *files, "--period", PERIOD, "-o", output, "-q"],
                   check=False, cwd=ROOT, stdout=subprocess.DEVNULL)  # fmt: skip
    command, now = (time.perf_counter() - clock) * 1000, os.times()
    processor = now.children_user + now.children_system - before.children_user - before.children_system
    work = {"merge after the check": after, "merge, all read anew": anew}
    return {
        "check of all": checked["laps"]["work"],
        "merge, command line": command,
        **{name: one["laps"]["work"] for name, one in work.items()},
        **{f"{name}, ratio": one["laps"]["work"] / command for name, one in work.items()},
        "merge after the check, processor": (after["cpu"] - checked["cpu"]) / processor,
        "merge, all read anew, processor": (anew["cpu"] - after["cpu"]) / processor,
        "opening and check, processor": (checked["cpu"] - opened["cpu"]) / processor,
        "heap, MB": anew["laps"]["heap"] / 2**20,
        "stood still": still,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--n", type=int, default=1000)
    options = parser.parse_args()
    from bench import report

    rounds: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "units").mkdir()
        rng = random.Random(7)
        for number in range(options.n):
            report(folder / "units", number, rng)
        files = sorted(str(path) for path in (folder / "units").iterdir())
        for _ in range(options.rounds):
            figures = {"waiting": waiting()}
            figures["ready"], figures["first file"], figures["next file"] = started(options.page, files[:2], folder)
            figures["ready on one core"], *_ = started(options.page, files[:2], folder, "0")
            if options.n > 2:
                figures |= merged(options.page, files, folder)
            figures["waiting"] = max(figures["waiting"], waiting())
            rounds.append(figures)
            print(json.dumps({key: round(value, 2) for key, value in figures.items()}), flush=True)
    print(f"{os.cpu_count()} processors, {options.rounds} rounds: the smallest")
    for key in rounds[0]:
        print(f"{key:34s} {min(one[key] for one in rounds):10.2f}   at most {SLOWEST.get(key, '-')}")


if __name__ == "__main__":
    main()
