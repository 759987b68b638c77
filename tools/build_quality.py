"""Writes docs/quality.md: what the committed workbooks show of detection and false alarms, and what a file costs.

Everything is measured.
"""

from __future__ import annotations

import pathlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from test_workbooks import (  # noqa: E402
    NOT_DETECTED,
    NOT_IN_ONE_FILE,
    OWN_MAKING,
    against,
    entries_of,
    expectations,
    expected,
    files,
    groups,
    merged,
    numbers,
    problems_found,
    report,
)

from cchc_xl.check.catalogue import GROUPS, catalogue, family  # noqa: E402
from cchc_xl.validate import validate_file  # noqa: E402
from cchc_xl.words.say import words  # noqa: E402

REPEATS = 5
# What the figures are surrounded by: ``around`` in an expectation, and its name here. A kind without one is shown as it
# is.
AROUND = {
    "tieu-de": "Tiêu đề cột (title of the quantities)",
    "hai-cot": "Hai cột cạnh nhau (columns side by side)",
    "ca-bang": "Ghi một lần cho cả bảng (said once for the table)",
    "don-vi-tinh": "Đơn vị tính của dòng (unit of measure)",
    "ten-chi-tieu": "Tên chỉ tiêu (label)",
    "chu-trong-o": "Chữ trong ô số (words in the cell)",
    "dinh-dang": "Định dạng hiển thị (number format)",
    "cong-thuc": "Kết quả đã lưu của công thức (stored result of a formula)",
    "chu-nho-gach-an": "Chữ nhỏ, gạch ngang, trùng màu nền (raised, struck, unseen text)",
    "hinh-anh": "Hình ảnh trong ô (picture in the cell)",
    "khong-phai-so": "Giá trị không phải là số (no number at all)",
    "an": "Dòng, cột bị ẩn (hidden rows and columns)",
    "ghi-chu": "Ghi chú, chú thích ô (notes, comments)",
    "dong-quanh-bang": "Dòng quanh bảng (lines around the table)",
    "thanh-phan": "Dòng thành phần (rows of parts)",
    "loi-ve-so": "Chữ nói số chưa chính thức, đã bỏ, số mẫu (figures that do not stand)",
    "ngoai-o": "Chữ ngoài các ô: hộp chữ, đầu trang, chú thích tiêu đề, trang khác (text in no cell of the table)",
    "ky-bao-cao": "Kỳ báo cáo (the period as offices write it)",
    "don-vi": "Tên đơn vị (the unit where offices write it)",
    "giai-trinh": "Giải trình ở cột Ghi chú (explained in the note)",
}
FOREIGN = (".xls", ".xlsb", ".ods")


class Planted(NamedTuple):
    """A workbook with a fault: was it found, at its cell; is every number as it must be.

    Which other errors and warnings came with it.
    """

    code: str
    found: bool
    placed: bool
    read: bool
    alarms: tuple[str, ...]


class Harmless(NamedTuple):
    kind: str
    alarms: tuple[str, ...]
    read: bool


def planted() -> list[Planted]:
    rows = []
    for name in files("bad"):
        code, wanted, found = name.split("/")[0], expected(ROOT / "tests/workbooks/bad" / name), report("bad", name)
        hits = [finding for finding in found.findings if finding.code == code]
        others = {finding.code for finding in found.findings if finding.severity != "note"} - {
            code,
            *wanted.get("also", ()),
        }
        placed = set(wanted.get("cells", ())) <= {finding.ref.a1 for finding in hits if finding.ref}
        rows.append(
            Planted(
                code,
                bool(hits),
                placed,
                numbers(found).items() >= wanted.get("values", {}).items(),
                tuple(sorted(others)),
            )
        )
    return rows


def harmless() -> list[Harmless]:
    rows = []
    for name in files("good"):
        wanted, found = expected(ROOT / "tests/workbooks/good" / name), report("good", name)
        own = name.startswith(OWN_MAKING)
        alarms = {finding.code for finding in found.findings if finding.severity != "note"} - (
            {"S16"} if own else set()
        )
        notes = {finding.code for finding in found.findings if finding.severity == "note"} - set(
            wanted.get("notes", ())
        )
        kind = (
            "saved by another program"
            if "luu-boi" in name or not name.endswith(".xlsx")
            else "table of an office's own making"
            if own
            else "our template, changed"
        )
        rows.append(Harmless(kind, tuple(sorted(alarms | notes)), numbers(found) == wanted["values"]))
    return rows


def cost(names: Iterable[str], folder: str) -> tuple[float, float]:
    """(milliseconds, multiple of calamine's time for the same values) for a file, medians."""
    import python_calamine

    settings = against()
    ours, theirs = [], []
    for name in names:
        path = str(ROOT / "tests/workbooks" / folder / name)
        ours.append(min(_timed(lambda path=path: validate_file(path, settings)) for _ in range(REPEATS)))

        def read(path: str = path) -> None:
            book = python_calamine.CalamineWorkbook.from_path(path)
            for sheet in book.sheet_names:
                book.get_sheet_by_name(sheet).to_python()

        try:
            theirs.append(min(_timed(read) for _ in range(REPEATS)))
        except python_calamine.CalamineError:
            ours.pop()
    return statistics.median(ours) * 1000, statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def _timed(call: object) -> float:
    start = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - start


def by_group(rows: list[Planted]) -> list[str]:
    names = words("vi")["group"]
    lines = [
        "| Nhóm (group) | Codes | In one file | Workbooks | Found | At the cell | Numbers right | Other alarms |",
        "|---|---|---|---|---|---|---|---|",
    ]

    def line(title: str, codes: list[str], some: list[Planted]) -> str:
        seen = [code for code in codes if code not in NOT_IN_ONE_FILE | NOT_DETECTED]
        counts = (
            len(codes),
            len(seen),
            len(some),
            sum(r.found for r in some),
            sum(r.placed for r in some),
            sum(r.read for r in some),
        )
        return f"| {title} | {' | '.join(map(str, counts))} | {sum(len(r.alarms) for r in some)} |"

    for letter, group in GROUPS.items():
        codes = list(family(letter))
        lines.append(line(f"{group}. {names[group]}", codes, [row for row in rows if row.code in codes]))
    return [*lines, line("**Tổng (all)**", list(catalogue()), rows)]


def by_kind(rows: list[Harmless]) -> list[str]:
    lines = ["| Biến thể vô hại (look-alikes) | Workbooks | Silent | Numbers right |", "|---|---|---|---|"]
    for kind in dict.fromkeys(row.kind for row in rows):
        some = [row for row in rows if row.kind == kind]
        lines.append(
            f"| {kind} | {len(some)} | {sum(not row.alarms for row in some)} | {sum(row.read for row in some)} |"
        )
    return [
        *lines,
        f"| **Tổng (all)** | {len(rows)} | {sum(not row.alarms for row in rows)} | {sum(row.read for row in rows)} |",
    ]


def by_surroundings() -> list[str]:
    """For each kind of surroundings: faults found, at their cell, what a merge would add up in silence; look-alikes."""
    bad = [(name, expected(ROOT / "tests/workbooks/bad" / name)) for name in files("bad")]
    good = [(name, expected(ROOT / "tests/workbooks/good" / name)) for name in files("good")]
    lines = [
        "| Loại (kind) | Workbooks | Found | At the cell | Added wrong in silence | Look-alikes | False alarms |",
        "|---|---|---|---|---|---|---|",
    ]
    sums = [0] * 6
    for kind in dict.fromkeys(wanted["around"] for _, wanted in (*bad, *good) if "around" in wanted):
        faults = [(name, wanted) for name, wanted in bad if wanted.get("around") == kind]
        alike = [(name, wanted) for name, wanted in good if wanted.get("around") == kind]
        found = [_hits(name) for name, _ in faults]
        cells = [set(wanted["cells"]) <= hits for hits, (_, wanted) in zip(found, faults, strict=True)]
        counts = [
            len(faults),
            sum(map(bool, found)),
            sum(cells),
            sum(_in_silence(name, wanted) for name, wanted in faults),
            len(alike),
            sum(_alarmed(name) for name, _ in alike),
        ]
        sums = [one + other for one, other in zip(sums, counts, strict=True)]
        lines.append(f"| {AROUND.get(kind, kind)} | {' | '.join(map(str, counts))} |")
    return [*lines, f"| **Tổng (all)** | {' | '.join(map(str, sums))} |"]


def _hits(name: str) -> set[str]:
    """The cells at which a planted fault was found under its code."""
    code = name.split("/")[0]
    return {finding.ref.a1 for finding in report("bad", name).findings if finding.code == code and finding.ref}


def _in_silence(name: str, wanted: Mapping[str, Any]) -> int:
    """How many figures a merge would add up, without a flag, that it must not add up, or not so."""
    entries = entries_of(report("bad", name))
    right = {field: None if field in wanted.get("aside", ()) else value for field, value in wanted["values"].items()}
    return sum(
        entry.used is not None and not entry.flag and entry.used != right.get(field) for field, entry in entries.items()
    )


def _alarmed(name: str) -> bool:
    allowed = {"S16"} if name.startswith(OWN_MAKING) else set()
    return any(finding.severity != "note" and finding.code not in allowed for finding in report("good", name).findings)


def costs() -> list[str]:
    good = files("good")
    kinds = {
        "our template, .xlsx": [n for n in good if n.endswith(".xlsx") and "/" not in n],
        "plain table, .xlsx": [
            n for n in good if n.endswith(".xlsx") and n.startswith(OWN_MAKING) and "luu-boi" not in n
        ],
        ".xls, .xlsb, .ods (read in a process of their own)": [n for n in good if n.endswith(FOREIGN)],
    }
    lines = ["| Tệp (file) | Files | ms | x calamine |", "|---|---|---|---|"]
    for title, names in kinds.items():
        milliseconds, multiple = cost(names, "good")
        lines.append(f"| {title} | {len(names)} | {milliseconds:.1f} | {multiple:.1f} |")
    return lines


def by_merge() -> list[str]:
    """What only a merge shows: for each code the folders with the fault and their look-alikes."""
    lines = ["| Mã (code) | Fault | Found | Other alarms | Look-alike | Silent |", "|---|---|---|---|---|---|"]
    pairs = [
        (code, bad, good)
        for code in sorted(NOT_IN_ONE_FILE)
        for bad, good in zip(
            (name for name in groups("bad") if name.startswith(f"{code}/")),
            (name for name in groups("good") if pathlib.Path(name).name.startswith(f"{code}-")),
            strict=True,
        )
    ]
    for code, bad, good in pairs:
        wanted, (found, others), (hits, alarms) = (
            expectations(ROOT / "tests/workbooks/bad" / bad),
            _merged("bad", bad, code),
            _merged("good", good, code),
        )
        right = sorted(found) == sorted(map(tuple, wanted["at"]))
        silent = not hits and not alarms
        names = (bad.partition("/")[2], pathlib.Path(good).name.partition("-")[2])
        lines.append(
            f"| {code} | {names[0]} | {_yes(right)} | {len(others - set(wanted.get('also', ())))} | {names[1]} |"
            f" {_yes(silent)} |"
        )
    return lines


def _merged(folder: str, name: str, code: str) -> tuple[list[tuple[str, str]], set[str]]:
    """((unit, indicator) of every finding with the code, the codes of the other errors and warnings) of a merge."""
    with tempfile.TemporaryDirectory() as place:
        result = merged(ROOT / "tests/workbooks" / folder / name, pathlib.Path(place))
    found = [(one.unit, one.field) for one in result.consolidation.findings if one.code == code]
    return found, {other for other, _, _ in problems_found(result)} - {code}


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "**no**"


def page() -> str:
    bad, good = planted(), harmless()
    return "\n".join(
        (
            "# Chất lượng phát hiện (quality of detection)",
            "",
            "<!-- Written by tools/build_quality.py from tests/workbooks; do not edit. -->",
            "",
            (
                "Every number below is measured on the committed workbooks, which `tools/build_workbooks.py` makes: one"
                " fault each, filed under its code, and"
            ),
            (
                "look-alikes that differ from the template in ways that harm nothing. The same is asserted file by file"
                " in `tests/test_workbooks.py`."
            ),
            "",
            "## Lỗi cài sẵn (planted faults)",
            "",
            (
                "*Found*: the code is among the findings. *At the cell*: it stands at the cell of the fault, where the"
                " fault has one. *Numbers right*: every indicator"
            ),
            (
                "is read as it must be, or not at all where there is no one reading. *Other alarms*: further errors and"
                " warnings that the fault does not explain."
            ),
            "",
            *by_group(bad),
            "",
            (
                f"Not detected: {', '.join(sorted(NOT_DETECTED))} (a workbook saved without its macros keeps no sign of"
                " them)."
            ),
            "",
            "## Không báo nhầm (no false alarms)",
            "",
            (
                "*Silent*: no error, no warning, and no note but those that the change itself calls for (a renamed"
                " sheet, text in decomposed Unicode). A table of an"
            ),
            (
                "office's own making has no template marks, which the catalogue warns of (S16); that warning is not"
                " counted here."
            ),
            "",
            *by_kind(good),
            "",
            "## Chữ quanh con số (what stands around a figure)",
            "",
            (
                "Titles, labels, units of measure, lines and whatever else can change what a figure is, and look-alikes"
                " that do not. *Added wrong in silence*: figures that a"
            ),
            (
                "merge would add up, without a flag at them, although a careful person would not take them, or not so:"
                " it must be 0. The workbooks are among those above."
            ),
            "",
            *by_surroundings(),
            "",
            "## Lỗi chỉ thấy khi tổng hợp (what only a merge shows)",
            "",
            (
                "These codes compare files, units or periods or are about what did not arrive. Each has a folder of"
                " reports with a campaign file, which is merged as"
            ),
            (
                "a consolidator would, and a look-alike. *Found*: at the unit and indicator of the fault, and nowhere"
                " else."
            ),
            "",
            *by_merge(),
            "",
            "## Chi phí mỗi tệp (cost of a file)",
            "",
            (
                "Whole validation, all rules, with a roster, in a warm process; median over the files of the best of"
                f" {REPEATS}. Beside it the multiple of what calamine"
            ),
            (
                "takes to read the same file's values and nothing else, in the same run: milliseconds depend on the"
                " machine, the multiple hardly does."
            ),
            "",
            *costs(),
            "",
        )
    )


if __name__ == "__main__":
    (ROOT / "docs" / "quality.md").write_text(page(), encoding="utf-8")
