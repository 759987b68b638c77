"""Runs the programs of two checkouts on the same inputs and compares all that they say and write, byte for byte.

    python tools/compare_checkouts.py BEFORE [AFTER] [--keep FOLDER]

BEFORE and AFTER are checkouts or git revisions; AFTER is the checkout of this script where it is not named. A line for
each group of commands, a line for each difference; exit 1 where there is one, 2 where a program could not be run.

A test says what its author thought of; that modules may be moved, merged or split at will is shown by outputs that stay
the same. So this script knows nothing of the program but its commands, ``cchc_xl.__main__.main`` and ``cchc_xl.merge``.

- Of each checkout a copy is run. It has a folder with a copy of AFTER's inputs, all of one age, and works there under
  relative paths.
- A start costs more than most commands do: one process imports the program and forks for every command, so that none
  sees another's state. What only a fresh start shows (an import that works since another module was there first) is
  left to the group "cold".
- The two run with different seeds of ``hash()``: an order that comes out of a set is a difference even where nothing
  was changed.
- What may differ without being a difference stands in ``NORMALISED`` and ``NOT_COMPARED``, and nowhere else.

It needs ``os.fork``: Linux or macOS.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import datetime as dt
import gc
import importlib
import io
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Path = pathlib.Path
ROOT = Path(__file__).resolve().parent.parent
SIDES = ("before", "after")
LOG = "worker.log"
AGE = dt.datetime(
    2026, 6, 15, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7))
).timestamp()  # as in tests/test_workbooks.py
ENVIRONMENT = {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8", "COLUMNS": "110", "OPENBLAS_NUM_THREADS": "1"}

# Group (its beginning) -> what is replaced in what was printed there. The folders of checkout and comparison, which
# stand in some messages, are replaced everywhere.
NORMALISED: Mapping[str, tuple[tuple[bytes, bytes], ...]] = {
    "validate ess": ((rb'"time": "\d{8}T\d{6}\+0000"', b'"time": "<now>"'),),  # of the event: the format demands it
    "": ((rb"cchc-xl-\w{8}\.log", b"<log of a bug>"),),
}
# A cache names the program that it is of, by path, size and time of each module: no other program is to use it.
NOT_COMPARED = (".cchc-cache",)
NO_CODE = (".*", "__pycache__", "node_modules", "out")  # of a checkout


class Step(NamedTuple):
    """A command of a group.

    ``how``: run | cold (in a fresh interpreter) | python (code, its one argument) | decide (in the workbook it names).
    """

    group: str
    arguments: tuple[str, ...]
    how: str = "run"


class Checkout(NamedTuple):
    """A copy of a checkout, and the folder in which its program is run."""

    code: Path
    folder: Path


class NotComparedError(Exception):
    """The comparison cannot be made; the text says why."""


# --- inputs, the same for both -------------------------------------------------------------------------------------

BOOKS, PROVINCE, REAL, MADE = "in/tests/workbooks", "in/examples/tinh-mau", "in/examples/nam-bao-cao-that", "in/made"
AGAINST = ("--roster", f"{BOOKS}/roster.csv", "--period", "2026-H1")
OF_PROVINCE = ("--roster", f"{PROVINCE}/don-vi.csv", "--period", "2026-H1")
DEMO = (f"{PROVINCE}/bao-cao", *OF_PROVINCE, "--received", f"{PROVINCE}/so-nhan.csv")  # as the Makefile's demo
CAMPAIGN, WAIVERS, ZIPPED = f"{MADE}/dot-bao-cao.json", f"{MADE}/mien-tru.json", f"{MADE}/gui-kem.zip"
FORM = "tuyen-truyen-cchc"
LANGUAGES = ("vi", "en")

MADE_CAMPAIGN: Mapping[str, Any] = {
    "form": FORM,
    "version": 2,
    "accepted_versions": [1],
    "period": "2026-H1",
    "deadline": {"xa": "2026-06-14", "so": "2026-06-20"},
    "roster": "../examples/tinh-mau/don-vi.csv",
    "waivers": "mien-tru.json",
    "jumps": {"high": 3, "low": 0.5, "change": 5},
    "office": {
        "name": "Sở Nội vụ", "superior": "UBND tỉnh Mẫu", "place": "Tỉnh Mẫu", "number": "{so}/SNV-CCHC",
        "authority": "KT. GIÁM ĐỐC", "title": "Phó Giám đốc", "signer": "Nguyễn Văn An",
        "recipients": ["Như trên"], "archive": "VT",
    },
}  # fmt: skip
# One that holds, one that has long run out, one that meets nothing: dates far from today, as waivers hold as of today.
MADE_WAIVERS = [
    {"rule": "C01", "unit": "XM15", "reason": "Họp trực tuyến", "who": "Sở Nội vụ", "until": "2099-12-31"},
    {"rule": "C03", "unit": "XM19", "field": "05.1", "reason": "Toàn tỉnh", "who": "Sở Nội vụ", "until": "2020-12-31"},
    {"rule": "C02", "unit": "XM01", "period": "2026-H1", "reason": "Không có", "who": "Sở", "until": "2099-12-31"},
]


def make_inputs(checkout: Path, target: Path) -> None:
    """A copy of the checkout's inputs with what they lack (a campaign, waivers, a zipped folder, broken forms)."""
    shutil.copytree(checkout / "tests" / "workbooks", target / "tests" / "workbooks")
    shutil.copytree(checkout / "examples", target / "examples")
    made = target / "made"
    made.mkdir()
    write_json(made / "dot-bao-cao.json", MADE_CAMPAIGN)
    write_json(made / "mien-tru.json", {"waivers": MADE_WAIVERS})
    write_json(made / "dot-sai.json", {"period": "2026", "ky": 1, "office": {"number": "12/SNV"}})
    zipped(target / "examples" / "tinh-mau" / "bao-cao", made / "gui-kem.zip")
    make_forms(checkout / "schemas" / "forms" / FORM / "2.json", made / "bieu-mau")
    for path in target.rglob("*"):
        os.utime(path, (AGE, AGE))


def write_json(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def zipped(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.iterdir())[:12]:
            archive.writestr(zipfile.ZipInfo(f"bao cao/{path.name}"), path.read_bytes())


def make_forms(source: Path, folder: Path) -> None:
    """A form; for each of its entries the form without it and with a wrong one: most of what a lint can say."""
    whole = json.loads(source.read_text(encoding="utf-8"))
    write_json(folder / "2.json", whole)
    for place, name in enumerate(whole):
        write_json(folder / f"khong-{place:02d}.json", {key: value for key, value in whole.items() if key != name})
        write_json(folder / f"sai-{place:02d}.json", {**whole, name: spoilt(whole[name])})


def spoilt(value: Any) -> Any:
    """The same with a mistake that the schema may or may not see: doubled entries, another text, another number."""
    if isinstance(value, list):
        return [*value, *value[:1]]
    if isinstance(value, dict):
        return {f"{key}x" if not place else key: content for place, (key, content) in enumerate(value.items())}
    return f"{value} x" if isinstance(value, str) else 99


# --- what is run ---------------------------------------------------------------------------------------------------


def steps(inputs: Path) -> list[Step]:
    """All commands, in an order in which each finds what it needs of those before it."""
    parts = (validating, merging, deciding, groups_of_files, reminding, copying, migrating, templates, asking)
    return [step for part in (*parts, refused, cold) for step in part(inputs)]


def workbooks(inputs: Path) -> list[str]:
    """Every file that may be a report, as a path of the command line."""
    folders = ("tests/workbooks", "examples/nam-bao-cao-that", "examples/tinh-mau/bao-cao")
    found = sorted(path for folder in folders for path in (inputs / folder).rglob("*") if path.is_file())
    return [f"in/{path.relative_to(inputs).as_posix()}" for path in found if path.suffix not in (".json", ".csv")]


def codes(inputs: Path) -> list[str]:
    """The codes of which there are faulty files."""
    return sorted(path.name for path in (inputs / "tests" / "workbooks" / "bad").iterdir())


def against(path: str) -> tuple[str, ...]:
    """The options that a file is checked with: as the tests and the Makefile do it."""
    if path.startswith(REAL):
        return ()
    return OF_PROVINCE if path.startswith(PROVINCE) else AGAINST


def languages(group: str, *arguments: str) -> Iterator[Step]:
    return (Step(group, (*arguments, "--lang", lang)) for lang in LANGUAGES)


def validating(inputs: Path) -> Iterator[Step]:
    """Each file by itself, so that each difference has its place; then whole folders, in all formats.

    What is remembered between files counts only there.
    """
    for path in workbooks(inputs):
        yield Step("validate json", ("validate", path, *against(path), "--format", "json"))
        yield Step("validate text", ("validate", path, *against(path), "--lang", "en"))
    folders = (f"{BOOKS}/good", f"{BOOKS}/bad", f"{PROVINCE}/bao-cao", REAL, ZIPPED)
    for folder in folders:
        for fmt in ("json", "text"):
            yield from languages(f"validate {fmt} folder", "validate", folder, *against(folder), "--format", fmt)
    for fmt in ("junit", "sarif", "ess"):
        for folder, lang in ((f"{BOOKS}/bad", "vi"), (f"{PROVINCE}/bao-cao", "en")):
            options = (*against(folder), "--format", fmt, "--lang", lang)
            yield Step(f"validate {fmt} folder", ("validate", folder, *options))
    yield from validating_options(folders)


def validating_options(folders: Sequence[str]) -> Iterator[Step]:
    group = "validate options"
    for folder in folders:
        yield Step(group, ("validate", folder))
        yield Step(group, ("validate", folder, "--campaign", CAMPAIGN, "--strict", "--format", "json"))
    yield Step(group, ("validate", REAL, "--strict", "--format", "junit", "--form", f"{FORM}/1"))
    yield Step(group, ("validate", ZIPPED, "--waivers", WAIVERS, *OF_PROVINCE, "--quiet", "--lang", "en"))
    yield Step(group, ("validate", *folders[2:], "--form", f"{MADE}/bieu-mau/2.json", "--format", "json"))


def merge(group: str, name: str, *arguments: str) -> Step:
    return Step(group, ("merge", *arguments, "-o", f"out/{group}/{name}.xlsx"))


def merging(inputs: Path) -> Iterator[Step]:
    group, out = "merge", "out/merge"
    for lang in LANGUAGES:
        yield merge(group, f"that-{lang}", REAL, "--lang", lang)
        yield merge(group, f"tinh-mau-{lang}", *DEMO, "--lang", lang)
        yield merge(group, f"tinh-mau-{lang}", *DEMO, "--lang", lang, "--format", "json")  # again, from the cache
        campaign = ("--campaign", CAMPAIGN, "--tidy", f"{out}/dot-{lang}.csv")
        yield merge(group, f"dot-{lang}", DEMO[0], *campaign, "--lang", lang)
    yield merge(group, "khong-danh-muc", DEMO[0], "--no-cache", "--format", "json")
    yield merge(group, "zip", ZIPPED, REAL, *OF_PROVINCE, "--deadline", "14/06/2026")
    yield merge(group, "mien-tru", *DEMO, "--waivers", WAIVERS, "--deadline", "12/06/2026")
    yield merge(group, "mau-1", *DEMO, "--form", f"{FORM}/1")
    for ending in ("csv", "json", "parquet"):
        yield merge(group, f"bang-{ending}", *DEMO, "--tidy", f"{out}/bang.{ending}", "-q")
    for folder in ("good", "bad"):
        yield merge(group, f"{folder}-danh-muc", f"{BOOKS}/{folder}", *AGAINST)
        yield merge(group, folder, f"{BOOKS}/{folder}", "--lang", "en", "--format", "json")
    yield merge(group, "nua-nam", DEMO[0], "--period", "2026-H1")
    # With a file of V34 among them the merge of all ends with a bug at the time of writing, which would hide the rest.
    others = [f"{BOOKS}/bad/{code}" for code in codes(inputs) if code != "V34"]
    yield merge(group, "bad-khac", *others, "--lang", "en", "--format", "json")
    earlier = ("--previous", f"{out}/tinh-mau-vi.xlsx", "--previous", f"{out}/nua-nam.xlsx")
    yield merge(group, "nam", DEMO[0], *OF_PROVINCE[:2], "--period", "2026-Y", *earlier)
    yield merge(group, "nam-that", DEMO[0], REAL, *earlier[:2], "--lang", "en", "--format", "json")
    provinces = [f"{out}/{name}.xlsx" for name in ("tinh-mau-vi", "that-vi", "good-danh-muc")]
    for level in ("auto", "province", "national"):
        yield merge(group, f"cap-{level}", *provinces, "--level", level)
    for code in codes(inputs):
        yield merge("merge bad by code", code, f"{BOOKS}/bad/{code}", *AGAINST)


def deciding(inputs: Path) -> Iterator[Step]:  # noqa: ARG001
    """Merged, decided and added to by a person, merged again: elsewhere, in place, once more, with fewer reports."""
    group, out = "merge decided", "out/merge decided"
    sources = {"tinh-mau": DEMO, "that": (REAL,), "bad": (f"{BOOKS}/bad", *AGAINST)}
    for name, what in sources.items():
        yield merge(group, name, *what)
        yield Step(group, (f"{out}/{name}.xlsx",), "decide")
        yield merge(group, f"{name}-khac", *what, "--decisions", f"{out}/{name}.xlsx", "--by", "Nguyễn Thị Hoa")
        yield merge(group, name, *what, "--tidy", f"{out}/{name}.json")
        yield merge(group, name, *what, "--format", "json", "--lang", "en")
    yield merge(group, "tinh-mau", ZIPPED, *OF_PROVINCE)
    yield merge(group, "tinh-mau", *DEMO, "--no-cache")
    earlier = ("--previous", f"{out}/bad.xlsx", "--decisions", f"{out}/tinh-mau.xlsx")
    yield merge(group, "nam", *DEMO[:3], "--period", "2026-Y", *earlier)


def groups_of_files(inputs: Path) -> Iterator[Step]:
    """The folders of tools/workbooks_groups.py, merged as the tests do: earlier periods first, beside the campaign."""
    group, root = "merge campaigns", inputs / "tests" / "workbooks"
    for case in sorted(path.parent for path in root.rglob("dot-bao-cao.json")):
        name = case.relative_to(root).as_posix()
        source, out = f"{BOOKS}/{name}", f"out/{group}/{name.replace('/', '-')}"
        code = f"shutil.copytree('{source}', '{out}', ignore=shutil.ignore_patterns('nop', 'ky-truoc'))"
        yield Step(group, (code,), "python")
        roster = ("--roster", f"{source}/don-vi.csv")
        for period in sorted(path.name for path in (case / "ky-truoc").glob("*")):
            earlier = ("--period", period, "-o", f"{out}/tong-hop-{period}.xlsx")
            yield Step(group, ("merge", f"{source}/ky-truoc/{period}", *roster, *earlier))
        for lang in LANGUAGES:
            campaign = ("--campaign", f"{out}/dot-bao-cao.json", "--received", f"{source}/so-nhan.csv")
            written = ("-o", f"{out}/{lang}.xlsx", "--lang", lang, "--format", "json")
            yield Step(group, ("merge", f"{source}/nop", *campaign, *written))


def reminding(inputs: Path) -> Iterator[Step]:  # noqa: ARG001
    sources: Mapping[str, tuple[str, ...]] = {
        "tinh-mau": ("out/merge/tinh-mau-vi.xlsx",),
        "en": ("out/merge/tinh-mau-en.xlsx", "--lang", "en"),
        "dot": ("out/merge/tinh-mau-vi.xlsx", "--campaign", CAMPAIGN),
        "thu-muc": (f"{PROVINCE}/bao-cao", "--campaign", CAMPAIGN),
        "khong-ky": (f"{PROVINCE}/bao-cao", *OF_PROVINCE[:2]),
        "that": (REAL, "--lang", "en"),
        "bad": (f"{BOOKS}/bad", *AGAINST),
        "quyet-dinh": ("out/merge decided/tinh-mau.xlsx",),
    }
    for name, what in sources.items():
        yield Step("remind", ("remind", *what, "--out", f"out/remind/{name}"))
        if name != "bad":
            yield Step("remind", ("remind", *what, "--one", "--out", f"out/remind/{name}-chung"))


def copying(inputs: Path) -> Iterator[Step]:  # noqa: ARG001
    """Marked and repaired copies of all inputs."""
    folders = {
        "good": f"{BOOKS}/good",
        "bad": f"{BOOKS}/bad",
        "tinh-mau": f"{PROVINCE}/bao-cao",
        "that": REAL,
        "zip": ZIPPED,
    }
    for name, folder in folders.items():
        options = against(folder)
        yield Step("mark", ("mark", folder, *options, "--out", f"out/mark/{name}"))
        yield Step("fix", ("fix", folder, *options, "--accept", "all-proposals", "--out", f"out/fix/{name}"))
        if folder in (REAL, ZIPPED):
            yield Step("mark", ("mark", folder, "--lang", "en", "--out", f"out/mark/{name}-en"))
            yield Step("fix", ("fix", folder, "--lang", "en", "--out", f"out/fix/{name}-en"))
    chosen = ("--accept", "V01,V02", "--campaign", CAMPAIGN)
    yield Step("fix", ("fix", ZIPPED, REAL, *chosen, "--out", "out/fix/chon"))
    yield Step("fix", ("fix", f"{BOOKS}/bad/V01", f"{BOOKS}/bad/S04", "--lang", "en", "--out", "out/fix/hai"))


def migrating(inputs: Path) -> Iterator[Step]:
    """Every example and every third of the other files: no other command takes as long."""
    for place, path in enumerate(workbooks(inputs)):
        example = path.startswith("in/examples")
        if example or place % 3 == 0:
            options = (*against(path), "--to", "2", "--out", f"out/migrate/2/{place:03d}.xlsx")
            yield Step("migrate", ("migrate", path, *options))
        if path.startswith(REAL):
            options = ("--to", f"{FORM}/1", "--out", f"out/migrate/1/{place:03d}", "--lang", "en")
            yield Step("migrate", ("migrate", path, *options))


def templates(inputs: Path) -> Iterator[Step]:  # noqa: ARG001
    group = "template"
    for version in ("1", "2"):
        form = ("template", "--form", f"{FORM}/{version}")
        yield Step(group, (*form, "-o", f"out/{group}/{version}.xlsx"))
        yield Step(group, (*form, "--period", "2026-H1", "--lang", "en", "-o", f"out/{group}/{version}-ky.xlsx"))
        yield Step(group, (*form, "--unit", "Xã Ngoài Danh Mục", "-o", f"out/{group}/{version}-xa.xlsx"))
        yield Step(group, (*form, *OF_PROVINCE, "--unit", "xã an bình", "-o", f"out/{group}/{version}-xm01.xlsx"))
        yield Step(group, (*form, *OF_PROVINCE[:2], "-o", f"out/{group}/{version}-danh-muc.xlsx"))
        yield Step(group, (*form, *OF_PROVINCE, "--out", f"out/{group}/{version}-tinh"))
    yield Step(group, ("template", "--roster", f"{PROVINCE}/don-vi.csv", "--out", f"out/{group}/khong-ky"))
    yield Step(group, ("template", "--form", f"{MADE}/bieu-mau/2.json", "-o", f"out/{group}/tep.xlsx"))
    yield Step(group, ("template", *AGAINST, "--unit", "Sơn Ha", "-o", f"out/{group}/hai-xa.xlsx"))


def asking(inputs: Path) -> Iterator[Step]:
    """Forms, rules, rosters and help: what is only printed."""
    made = [f"{MADE}/bieu-mau/{path.name}" for path in sorted((inputs / "made" / "bieu-mau").iterdir())]
    yield Step("forms", ("forms", "list"))
    yield from languages("forms", "forms", "check")
    for path in made:
        yield from languages("forms", "forms", "check", path)
    yield from languages("rules", "rules")
    yield from languages("rules", "rules", *codes(inputs))
    yield from languages("rules", "rules", "f11", "V01")
    for roster in sorted(f"in/{path.relative_to(inputs).as_posix()}" for path in inputs.rglob("*.csv")):
        yield from languages("units", "units", "check", roster)
    for province in ("01", "44", "40", "66", "Nghệ An"):
        for day in ("2024-06-30", "2025-07-01", "2026-06-30"):
            yield Step("units", ("units", "new", "--province", province, "--on", day))
    for name in ("xã an bình", "Phường 1", "Đông Hà", "huyện Hải Lăng", "Hòa", "không có"):
        yield Step("units", ("units", "find", name))
        yield Step("units", ("units", "find", name, "--province", "44", "--on", "2025-06-30"))
    for command in COMMANDS:
        yield Step("help", (*command.split(), "--help"))
    yield Step("help", ("--version",))


COMMANDS = (
    *("", "template", "validate", "merge", "mark", "fix", "migrate", "rules", "remind", "forms", "forms list"),
    *("forms check", "units", "units new", "units check", "units find"),
    *("addin", "addin install", "addin status", "addin doctor", "addin remove"),
)


BOOK, NOWHERE = f"{BOOKS}/good/nguyen-mau.xlsx", "out/refused/khong.xlsx"
MISTAKES = f"""
    kiem-tra
    validate
    validate in/khong-co
    validate {BOOK} --period 2026-Q9
    validate {BOOK} --roster in/khong-co.csv
    validate {BOOK} --roster {PROVINCE}/so-nhan.csv
    validate {BOOK} --form khong-co
    validate {BOOK} --form {FORM}/9
    validate {BOOK} --form {MADE}/bieu-mau/khong-03.json
    validate {BOOK} --campaign {MADE}/dot-sai.json
    validate {BOOK} --campaign {PROVINCE}/README.md
    validate {BOOK} --waivers {CAMPAIGN}
    merge in/khong-co -o {NOWHERE}
    merge {REAL} -o {NOWHERE} --tidy out/bang.doc
    merge {REAL} -o {NOWHERE} --deadline 32/13/2026
    merge {REAL} -o {NOWHERE} --previous {BOOK}
    merge {REAL} -o {NOWHERE} --previous in/khong-co.xlsx
    merge {REAL} -o {NOWHERE} --decisions {BOOKS}/bad/F07/tai-do.xlsx
    merge {REAL} -o {NOWHERE} --received {BOOK}
    merge {REAL} -o {NOWHERE} --level xa
    merge {REAL} -o {PROVINCE}/README.md/tong-hop.xlsx
    mark {BOOKS}/good --out {BOOKS}/good
    fix {BOOK} --accept X99 --out out/refused/fix
    migrate {BOOK} --to 9 --out {NOWHERE}
    migrate {PROVINCE}/don-vi.csv --to 2 --out {NOWHERE}
    remind in/khong-co --out out/refused/thu
    remind out/merge/tinh-mau-vi.xlsx --out out/remind/tinh-mau
    template --unit "Sơn Hà" --roster {BOOKS}/roster.csv -o {NOWHERE}
    template --unit "không có" --roster {BOOKS}/roster.csv -o {NOWHERE}
    template --out out/refused/mau
    rules X99
    forms check in/khong-co.json
    units check in/khong-co.csv
    units new --province 99 --on 2026-06-30
"""


def refused(inputs: Path) -> Iterator[Step]:  # noqa: ARG001
    """The operator's mistakes: what is said of them, and that nothing is written."""
    for mistake in command_lines(MISTAKES):
        yield from languages("refused", *mistake)


STARTED = f"""
    validate {BOOKS}/bad/V01
    validate {BOOKS}/bad/F01 --format json
    validate {BOOKS}/bad/V01 --format sarif --campaign {CAMPAIGN}
    validate in/khong-co
    merge {PROVINCE}/bao-cao -o out/cold/tinh-mau.xlsx --roster {PROVINCE}/don-vi.csv --period 2026-H1
    merge {PROVINCE}/bao-cao -o out/cold/dot.xlsx --campaign {CAMPAIGN} --tidy out/cold/bang.csv
    mark {BOOKS}/bad/V01 --out out/cold/mark
    fix {BOOKS}/bad/V01 --out out/cold/fix
    migrate {BOOK} --to 2 --out out/cold/migrate
    remind out/cold/tinh-mau.xlsx --out out/cold/remind
    template -o out/cold/mau.xlsx
    template --roster {BOOKS}/roster.csv --out out/cold/mau
    forms check
    rules V01
    units find "Đông Hà"
    units check {PROVINCE}/don-vi.csv
    addin status
    addin doctor
"""
MERGED_IN_PYTHON = f"""
import cchc_xl
merged = cchc_xl.merge("{PROVINCE}/bao-cao", roster="{PROVINCE}/don-vi.csv", period="2026-H1")
for frame in (merged.tidy, merged.totals, merged.findings, merged.sources):
    print(frame.to_csv())
"""


def cold(inputs: Path) -> Iterator[Step]:  # noqa: ARG001
    """Each command once as an operator starts it, and the merge of a Python program."""
    for command in command_lines(STARTED):
        yield Step("cold", ("-m", "cchc_xl", *command), "cold")
    yield Step("cold", ("-c", MERGED_IN_PYTHON), "cold")


def command_lines(text: str) -> Iterator[list[str]]:
    return (shlex.split(line) for line in text.strip().splitlines())


# --- running them, in a process of each checkout -------------------------------------------------------------------


def work() -> None:
    """Does the steps of standard input. Each leaves told/GROUP/NUMBER.exit, .stdout and .stderr in this folder."""
    plan = [Step(group, tuple(arguments), how) for group, arguments, how in json.load(sys.stdin)]
    check_program()
    warm_up()
    gc.collect()
    gc.freeze()
    for number, step in enumerate(plan):
        told = Path("told", step.group, f"{number:04d}")
        set_age(step.arguments)
        told.parent.mkdir(parents=True, exist_ok=True)
        Path("out", step.group).mkdir(parents=True, exist_ok=True)
        told.with_suffix(".exit").write_text(f"{forked(step, told)}\n", encoding="ascii")


def set_age(arguments: Sequence[str]) -> None:
    """Outputs that are read again get the age of the inputs: a merge tells when the files that it read were saved."""
    for path in map(Path, arguments):
        if path.parts[:1] == ("out",) and path.is_file():
            os.utime(path, (AGE, AGE))


def check_program() -> None:
    """Is the program that of the checkout, and not one that is installed besides?"""
    here, wanted = Path(str(importlib.import_module("cchc_xl").__file__)), Path(os.environ["PYTHONPATH"])
    if not here.resolve().is_relative_to(wanted.resolve()):
        raise NotComparedError(f"the program is that of {here}, not of {wanted}")


def warm_up() -> None:
    """Runs the usual commands, so that what they import and make on first use need not be made anew in every child.

    Not all that there is: a larger process is slower to fork. And no file for which a process is started that serves
    all further ones (.ods, .xls): the children would share it.
    """
    book = f"{BOOKS}/good/nguyen-mau.xlsx"
    commands: tuple[tuple[str, ...], ...] = (
        ("validate", book, *AGAINST),
        ("validate", f"{BOOKS}/bad/V01/long-ghep.xlsx", *AGAINST, "--format", "json", "--lang", "en"),
        ("migrate", book, "--to", "2", "--out", "warm/migrate"),
        ("mark", book, "--out", "warm/mark"),
        ("merge", REAL, "--no-cache", "-o", "warm/tong-hop.xlsx"),
        ("remind", REAL, *AGAINST, "--out", "warm/remind"),
        ("forms", "check", f"{MADE}/bieu-mau/2.json"),
        ("units", "find", "Đông Hà"),
    )
    try:
        cli = importlib.import_module("cchc_xl.cli.group").cli
    except ImportError:  # an older commit
        cli = importlib.import_module("cchc_xl.cli").cli
    for command in commands:
        # What fails here fails again where it is compared; what is said here is not to be said by the children.
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            cli.main(args=list(command), prog_name="cchc-xl", standalone_mode=False)


def forked(step: Step, told: Path) -> int:
    """The exit code of the step, done in a child whose output goes to files; 128 and more: killed by a signal."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
    code = 70
    try:
        redirect(told)
        code = done(step)
    except BaseException:
        traceback.print_exc()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def redirect(told: Path) -> None:
    for descriptor, name in ((1, ".stdout"), (2, ".stderr")):
        os.dup2(os.open(told.with_suffix(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), descriptor)


def done(step: Step) -> int:
    if step.how == "cold":
        return subprocess.run([sys.executable, "-P", *step.arguments], check=False).returncode
    try:
        ACTIONS[step.how](step.arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def run_main(arguments: Sequence[str]) -> None:
    sys.argv[:] = ["cchc-xl", *arguments]
    importlib.import_module("cchc_xl.__main__").main()


def run_code(arguments: Sequence[str]) -> None:
    exec(arguments[0], {"shutil": shutil})


# --- a person's hand in a provincial workbook ----------------------------------------------------------------------

ACCEPT, VALUE, KEEP, IGNORE, ASK = (
    "Chấp nhận đề xuất",
    "Nhập giá trị",
    "Giữ nguyên",
    "Bỏ qua cảnh báo",
    "Hỏi lại đơn vị",
)
CHOICES = (ACCEPT, VALUE, KEEP, IGNORE, ASK, "", "không có trong danh sách")
TITLE_ROWS = {"Vấn đề": 3, "Theo đơn vị": 5}


def decide(arguments: Sequence[str]) -> None:
    """Decides every finding in one way or another, and adds a column and a note; saved without a clock."""
    import openpyxl
    from openpyxl.comments import Comment

    path = Path(arguments[0])
    book = openpyxl.load_workbook(path)
    for name, title_row in TITLE_ROWS.items():
        sheet = book[name]
        titles = {str(cell.value): int(cell.column) for cell in sheet[title_row] if cell.value}
        own = max(titles.values()) + 1
        sheet.cell(title_row, own, "Việc của tôi")
        for place, row in enumerate(range(title_row + 1, sheet.max_row + 1)):
            sheet.cell(row, own, f"=LEN(B{row})" if place % 4 == 3 else f"ghi {place}")
            if name == "Vấn đề":
                choose(sheet, row, titles, CHOICES[place % len(CHOICES)], place)
        sheet.cell(title_row + 1, 2).comment = Comment("Đã gọi điện", "Hoa")
    book.properties.lastModifiedBy = "Trần Văn Lưu"
    book.save(path)
    settle(path)


def choose(sheet: Any, row: int, titles: Mapping[str, int], choice: str, place: int) -> None:
    sheet.cell(row, titles["Xử lý"], choice or None)
    sheet.cell(row, titles["Giá trị"], place if choice == VALUE else None)
    sheet.cell(row, titles["Lý do"], f"lý do {place}" if place % 2 else None)
    sheet.cell(row, titles["Người quyết định"], "Lê Văn Sáu" if place % 5 == 0 else None)


def settle(path: Path) -> None:
    """Takes the clock out of a workbook that openpyxl has saved: the times of the parts and of the document."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-06-16T08:00:00Z", parts[core])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


ACTIONS: Mapping[str, Callable[[Sequence[str]], None]] = {"run": run_main, "python": run_code, "decide": decide}


def run_both(checkouts: Mapping[str, Checkout], plan: Sequence[Step]) -> None:
    """Both at once: one processor for each. A merge has its own workers, which share them."""
    text = json.dumps(plan).encode()
    started: list[subprocess.Popen[bytes]] = []
    try:
        for seed, checkout in enumerate(checkouts.values(), 1):
            started.append(start(checkout, seed))
        for process in started:
            assert process.stdin
            with contextlib.suppress(BrokenPipeError), process.stdin:
                process.stdin.write(text)
        ends = {side: process.wait() for side, process in zip(checkouts, started, strict=True)}
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    failed = [f"{side}: exit {end}\n{log_of(checkouts[side])}" for side, end in ends.items() if end]
    if failed:
        raise NotComparedError("\n".join(failed))


def log_of(checkout: Checkout) -> str:
    return (checkout.folder / LOG).read_text(encoding="utf-8", errors="replace")[-3000:]


def start(checkout: Checkout, seed: int) -> subprocess.Popen[bytes]:
    """The worker of a checkout, head of a group of processes; it sees no setting of whoever runs this script."""
    folder = str(checkout.folder)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CCHC_", "PYTHON"))}
    own = {"PYTHONPATH": str(checkout.code), "PYTHONHASHSEED": str(seed), "HOME": folder, "TMPDIR": folder}
    with open(checkout.folder / LOG, "wb") as log:
        return subprocess.Popen(
            [sys.executable, "-P", os.path.abspath(__file__), "--worker"],
            cwd=folder,
            env=inherited | ENVIRONMENT | own,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


# --- comparing -----------------------------------------------------------------------------------------------------


def compare(checkouts: Mapping[str, Checkout], plan: Sequence[Step]) -> bool:
    """Prints what was compared and what differs; is all the same?"""
    found = sorted({name for checkout in checkouts.values() for name in written(checkout.folder)})
    same = True
    for group in dict.fromkeys(step.group for step in plan):
        names = [name for name in found if name.startswith((f"told/{group}/", f"out/{group}/"))]
        title = f"{group}: {counted(checkouts['after'], group, plan)}"
        same = told_of(title, checkouts, names, plan) and same
    inputs = [name for name in found if name.startswith("in/")]
    return told_of("inputs afterwards:", checkouts, inputs, plan) and same


def told_of(title: str, checkouts: Mapping[str, Checkout], names: Sequence[str], plan: Sequence[Step]) -> bool:
    """Prints the result of a group; is all the same?"""
    differences = [line for name in names for line in compared(checkouts, name, plan)]
    verdict = f"{len(differences)} DIFFERENT" if differences else "equal"
    print(f"{title} {len(names)} files, {verdict}", *differences, sep="\n  ", flush=True)
    return not differences


def written(folder: Path) -> Iterator[str]:
    """What lies in the folder of a checkout after the run, inputs included."""
    for root in ("told", "out", "in"):
        for path in (folder / root).rglob("*"):
            if path.is_file() and not path.name.endswith(NOT_COMPARED):
                yield path.relative_to(folder).as_posix()


def counted(checkout: Checkout, group: str, plan: Sequence[Step]) -> str:
    """How many commands there were and how they ended: a comparison of nothing but refusals would prove nothing."""
    of_group = sum(step.group == group for step in plan)
    exits = (checkout.folder / "told" / group).glob("*.exit")
    ends = Counter(path.read_text(encoding="ascii").strip() for path in exits)
    return f"{of_group} commands (exit {', '.join(f'{code}: {count}' for code, count in sorted(ends.items()))}),"


def compared(checkouts: Mapping[str, Checkout], name: str, plan: Sequence[Step]) -> Iterator[str]:
    """A line for each difference of a file: none, or one, or one for each part of a package."""
    contents = [content(checkout, name) for checkout in checkouts.values()]
    before, after = contents
    if before == after:
        return
    label = labelled(name, plan)
    if before is None or after is None:
        yield f"{label}: only {SIDES[before is None]}"
    elif before[:2] == after[:2] == b"PK":
        yield from (f"{label}: {line}" for line in packages(checkouts, name))
    else:
        yield f"{label}: {place(before, after)}"


def content(checkout: Checkout, name: str) -> bytes | None:
    path = checkout.folder / name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return normalised(data, name.split("/")[1], checkout) if name.startswith("told/") else data


def normalised(data: bytes, group: str, checkout: Checkout) -> bytes:
    """What was printed, without the folders that are of this run only and without what ``NORMALISED`` names."""
    data = data.replace(os.fsencode(checkout.folder), b"<folder>").replace(os.fsencode(checkout.code), b"<checkout>")
    for beginning, replacements in NORMALISED.items():
        if group.startswith(beginning):
            for pattern, replacement in replacements:
                data = re.sub(pattern, replacement, data)
    return data


def labelled(name: str, plan: Sequence[Step]) -> str:
    """A written file by its path, something printed by the command that printed it."""
    if not name.startswith("told/"):
        return name
    number, stream = name.rsplit("/", 1)[1].split(".")
    step = plan[int(number)]
    command = " ".join((step.how, *step.arguments))
    return f"{stream} of {textwrap.shorten(command, 240)}"


def packages(checkouts: Mapping[str, Checkout], name: str) -> Iterator[str]:
    """The parts in which two zip packages differ; where there are none, the place in the files."""
    before, after = (parts(checkout.folder / name) for checkout in checkouts.values())
    told = False
    for part in sorted(before.keys() | after.keys()):
        if before.get(part) == after.get(part):
            continue
        told = True
        missing = part not in before or part not in after
        yield f"{part}: only {SIDES[part not in before]}" if missing else f"{part}: {place(before[part], after[part])}"
    if not told:
        whole = [(checkout.folder / name).read_bytes() for checkout in checkouts.values()]
        yield f"same parts, another package (order, times or compression): {place(*whole)}"


# Of a copy of an input that is damaged or locked. The packages are then compared as they are.
UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)


def parts(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except UNREADABLE:
        return {}


def place(before: bytes, after: bytes) -> str:
    """The first difference: its line and byte, and what stands there."""
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    start, line = max(0, at - 30), before.count(b"\n", 0, at) + 1
    shown = (repr(data[start : at + 60].decode("utf-8", "replace")) for data in (before, after))
    return f"line {line}, byte {at}: " + " | ".join(shown)


# --- the command line ----------------------------------------------------------------------------------------------


def git(*arguments: str) -> None:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise NotComparedError(f"git {arguments[0]} {arguments[1]}: {done.stderr.strip()}")


def take_code(name: str, target: Path) -> None:
    """A copy of a checkout or of a revision: somebody may go on working in a checkout while its program runs here."""
    if (Path(name) / "cchc_xl").is_dir():
        shutil.copytree(name, target, ignore=shutil.ignore_patterns(*NO_CODE))
        return
    tree = target.with_name(f"{target.name}-tree")
    git("worktree", "add", "--detach", "--quiet", str(tree), name)
    try:
        shutil.copytree(tree, target, ignore=shutil.ignore_patterns(*NO_CODE))
    finally:
        git("worktree", "remove", "--force", str(tree))


@contextlib.contextmanager
def scratch_folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        yield Path(folder).resolve()


def compare_checkouts(before: str, after: str, scratch: Path) -> bool:
    checkouts = {side: Checkout(scratch / f"code-{side}", scratch / side) for side in SIDES}
    for checkout, name in zip(checkouts.values(), (before, after), strict=True):
        take_code(name, checkout.code)
    inputs = scratch / "inputs"
    make_inputs(checkouts["after"].code, inputs)
    for checkout in checkouts.values():
        shutil.copytree(inputs, checkout.folder / "in")
    plan = steps(inputs)
    run_both(checkouts, plan)
    return compare(checkouts, plan)


def main() -> int:
    if sys.argv[1:] == ["--worker"]:
        work()
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("before", help="a checkout or a git revision")
    parser.add_argument(
        "after", nargs="?", default=str(ROOT), help="the same; the checkout of this script where it is not given"
    )
    parser.add_argument("--keep", type=Path, help="a new folder, in which all that was written stays")
    options = parser.parse_args()
    started = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))  # so that workers are ended and work trees removed
    try:
        with scratch_folder(options.keep) as scratch:
            same = compare_checkouts(options.before, options.after, scratch)
    except (NotComparedError, OSError) as problem:
        print(f"compare_checkouts: {problem}", file=sys.stderr)
        return 2
    print(f"{'all equal' if same else 'NOT EQUAL'}, {time.monotonic() - started:.0f} s")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
