"""Writes ``modules.json``: what the page's standard library is cut to. Run it after the core began to import more.

    python tools/page/find_modules.py PYODIDE_DIR

A page with the whole library is given every workbook of the tests, good, bad and hostile, and every button is
pressed; what was imported by then is written down. A module that is missed here is missing at a user's place: the tests
press the buttons of the cut page as well.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "tests")]


def main(pyodide: pathlib.Path) -> None:
    import hostile

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        page = folder / "page.html"
        subprocess.run([sys.executable, HERE / "build_page.py", pyodide, page], check=True,
                       env={**os.environ, "PAGE_UNTRIMMED": "1"})  # fmt: skip
        odd = []
        for title, (make, file_name, _) in hostile.CASES.items():
            path = folder / f"{title}-{file_name}"
            path.write_bytes(make())
            odd.append([path.name, str(path)])
        folder_of_tests = ROOT / "tests" / "workbooks"
        workbooks = [
            [path.relative_to(ROOT).as_posix(), str(path)]
            for path in sorted(folder_of_tests.rglob("*"))
            if path.is_file() and path.suffix != ".json"
        ]
        province, own = ROOT / "examples" / "tinh-mau", ROOT / "examples" / "bieu-mau-rieng"
        reports = [[path.name, str(path)] for path in sorted((province / "bao-cao").iterdir()) if path.is_file()]
        beside = [[name, str(province / name)] for name in ("don-vi.csv", "so-nhan.csv")]
        beside += [[path.relative_to(own).as_posix(), str(path)] for path in sorted(own.rglob("*.json"))]
        said = {"roster": "../beside/don-vi.csv", "received": "../beside/so-nhan.csv", "period": "2026-H1"}
        job = {
            "browser": "chrome", "executable": "/usr/bin/chromium", "page": str(page), "out": str(folder / "out.json"),
            "modules": str(pyodide.parent), "steps": [
                {"run": "report_json", "put": {"in": workbooks}}, {"run": "report_json", "put": {"in": odd}},
                {"run": "check", "options": said, "put": {"in": reports, "beside": beside}},
                *({"run": name, "options": said} for name in ("marked", "fixed", "template", "merge")),
                *({"run": name, "options": {"paths": [reports[0][0]]}} for name in ("moved", "report")),
                {"run": "check", "options": {"campaign": "../beside/dot-bao-cao.json"}},
                {"run": "check", "options": {"roster": "../beside/no.csv"}},
                {"run": "modules"},
            ],
        }  # fmt: skip
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        subprocess.run(["node", HERE / "check.mjs", folder / "job.json"], check=True)
        found = json.loads((folder / "out.json").read_text(encoding="utf-8"))["results"]
    names = json.loads(found[-1]["ok"])
    kept = [
        name
        for name in names
        if name.partition(".")[0]
        not in ("cchc_xl", "xlsxwriter", "jsonschema", "referencing", "attr", "attrs", "rpds", "__main__")
    ]
    (HERE / "modules.json").write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept)} modules")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
