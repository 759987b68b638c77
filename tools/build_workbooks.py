"""Writes tests/workbooks: workbooks with planted faults (bad/CODE) and look-alikes that must stay silent (good); what
only a merge can show stands in folders of its own (see workbooks_groups).

    python tools/build_workbooks.py            all but those saved by other programs
    python tools/build_workbooks.py --office   those as well (LibreOffice and Gnumeric must be installed)

Files saved by other programs are not the same from one version of theirs to the next, so they are only made when asked
for.
"""

from __future__ import annotations

import json
import pathlib
import shutil
import sys
from collections.abc import Iterable

from workbooks_bad import bad
from workbooks_base import Made
from workbooks_beside import beside_bad, beside_good
from workbooks_good import good
from workbooks_groups import groups
from workbooks_office import office
from workbooks_portals import portals_bad, portals_good
from workbooks_word import word_bad, word_good

ROOT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "workbooks"


def write(folder: pathlib.Path, made: Iterable[Made]) -> int:
    """Writes the files, and what to expect of those in one folder into its expect.json. Returns the number of bytes."""
    expected: dict[pathlib.Path, dict[str, object]] = {}
    size = 0
    for one in made:
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.data)
        size += len(one.data)
        expected.setdefault(path.parent, {})[path.name] = one.expect
    for place, files in expected.items():
        (place / "expect.json").write_text(
            json.dumps(dict(sorted(files.items())), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return size


def write_groups(folder: pathlib.Path) -> int:
    """Writes the folders that a merge is to judge, each with its own expect.json. Returns the number of bytes."""
    size = 0
    for one in groups():
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.data)
        size += len(one.data)
    return size


def main() -> None:
    made = [
        *(one._replace(path=f"bad/{one.path}") for one in (*bad(), *beside_bad(), *portals_bad(), *word_bad())),
        *(one._replace(path=f"good/{one.path}") for one in (*good(), *beside_good(), *portals_good(), *word_good())),
        *office(ROOT, again="--office" in sys.argv[1:]),
    ]
    for folder in ("bad", "good"):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    print(f"{len(made)} files, {write(ROOT, made):,} bytes; for merges {write_groups(ROOT):,} bytes")


if __name__ == "__main__":
    main()
