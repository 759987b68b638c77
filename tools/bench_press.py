"""What a press of Kiểm tra costs, in LibreOffice: JSON of the first press in a process and of the best warm one.

    python tools/bench_press.py [CHECKOUT]

The macros and the test engine are those beside this file; the program that they call is the checkout's.
"""

from __future__ import annotations

import json
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
PRESSES = 8


def main() -> None:
    import judges
    from excel.pressing import CALLBACK, Pressed, filled_form

    program = sys.argv[1] if len(sys.argv) > 1 else ROOT
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with judges.Office(folder / "office") as office:
            steps = [{"press": CALLBACK["CchcValidate"]}] * PRESSES
            first, *warm = Pressed(office, folder, program)(filled_form(), steps)
    best = min(warm, key=lambda step: step["own_seconds"])
    wanted = ("seconds", "process_seconds", "own_seconds", "calls")
    print(json.dumps([{key: step[key] for key in wanted} for step in (first, best)]))


if __name__ == "__main__":
    main()
