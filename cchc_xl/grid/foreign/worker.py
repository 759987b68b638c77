"""What runs in the worker process that reads .xls, .xlsb and .ods: calamine, which a damaged file can abort or make
panic.

A request is a line of JSON (kind, size of the file, rows, columns, seconds) and the bytes of the file; the answer is
its length in eight bytes and JSON again: nothing but plain values crosses back to the program. The worker ends when its
input does.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import os
import signal
import sys
from typing import Any, NamedTuple

from cchc_xl.grid.foreign import biff, opendocument, xlsb
from cchc_xl.grid.foreign.facts import NO_READER, NOTHING, SheetFacts
from cchc_xl.model import CellKind


class ForeignSheet(NamedTuple):
    """A sheet as it crosses between the processes.

    ``cells``: (row, column, value, model.CellKind, whether it has a formula).
    """

    name: str
    state: str
    cells: list[tuple[int, int, Any, CellKind, bool]]
    merges: list[tuple[int, int, int, int]]
    outside: int
    hidden_rows: list[int]
    hidden_columns: list[int]
    filtered: bool


# The error values of Excel and of OpenDocument programs, as calamine and spreadsheets spell them.
ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#DATA!", "#SPILL!", "#CALC!")
)

_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}


def serve(memory: int) -> None:
    """Answer requests until the input ends. ``memory``: bytes that the worker may take."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which ends the worker itself
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing that a library prints is taken for an answer
    _bound(memory=memory)
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        _bound(seconds=request["seconds"])
        found = read_sheets(
            sys.stdin.buffer.read(request["size"]), request["kind"], request["rows"], request["columns"]
        )
        answer = json.dumps(found).encode()
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


def _bound(memory: int = 0, seconds: float = 0) -> None:
    """Limits of the system's own: they hold where the program that would end the worker was killed itself."""
    try:
        import resource
    except ImportError:  # Windows has none; the program's time limit remains
        return
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seconds:
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(
            resource.RLIMIT_CPU,
            (int(used.ru_utime + used.ru_stime + seconds) + 2, resource.getrlimit(resource.RLIMIT_CPU)[1]),
        )


def read_sheets(data: bytes, kind: str, rows: int, columns: int) -> list[ForeignSheet] | str:
    """The sheets of a workbook, or the reason why there are none: 'password', 'no-reader' or the exception's name and
    words.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        return NO_READER
    try:
        facts = _facts(data, kind, rows, columns)
        if facts is None:
            return "password"
        book = _open(data, kind)
        sheets = book.sheets_metadata
        # Facts are by the order of the sheets: where calamine counts others than we do, none can be told whose they
        # are.
        facts = facts if len(facts) == len(sheets) else [NOTHING] * len(sheets)
        return [_sheet(book, at, facts[at], rows, columns) for at in range(len(sheets))]
    except calamine.PasswordError:
        return "password"
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a Rust panic is no Exception
        return f"{type(error).__name__}: {error}"[:200]


def _open(data: bytes, kind: str) -> Any:
    """calamine's workbook; of an .ods that it cannot read, once more without the indents that trip it up."""
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.CalamineError:
        tidy = opendocument.without_indents(data) if kind == "ods" else None
        if tidy is None:
            raise
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(tidy))


def _facts(data: bytes, kind: str, rows: int, columns: int) -> list[SheetFacts] | None:
    if kind == "xls":
        return biff.read_facts(data)
    if kind == "ods":
        return opendocument.read_facts(data, rows, columns)
    return xlsb.read_facts(data) if kind == "xlsb" else []


def _sheet(book: Any, at: int, facts: SheetFacts, rows: int, columns: int) -> ForeignSheet:
    metadata = book.sheets_metadata[at]
    state = _STATES.get(str(metadata.visible).rpartition(".")[2], "visible")
    if not str(metadata.typ).endswith("WorkSheet"):
        return ForeignSheet(metadata.name, state, [], [], 0, [], [], False)
    sheet = book.get_sheet_by_index(at)
    found: dict[tuple[int, int], tuple[Any, CellKind]] = {}
    # Rows and columns before the first used one are left out by calamine.
    first_row, first_column = sheet.start or (0, 0)
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), first_row + 1):
        for column, value in enumerate(values, first_column + 1):
            if value != "":
                found[row, column] = cell(value)
    found |= {
        place: ("", "text") for place in facts.formulas if place not in found
    }  # a formula whose result is an empty text
    found |= {place: (text, "error") for place, text in facts.errors.items()}
    cells = [
        (row, column, *content, (row, column) in facts.formulas)
        for (row, column), content in found.items()
        if row <= rows and column <= columns
    ]
    merges = facts.merges
    if merges is None:
        merges = tuple(
            [
                (a + 1, b + 1, c + 1, d + 1)
                for (a, b), (c, d) in sheet.merged_cell_ranges or ()
                if a < rows and b < columns
            ]
        )
    hidden = (
        [row for row in facts.hidden_rows if row <= rows],
        [column for column in facts.hidden_columns if column <= columns],
    )
    return ForeignSheet(metadata.name, state, cells, list(merges), len(found) - len(cells), *hidden, facts.filtered)


def cell(value: Any) -> tuple[Any, CellKind]:
    """(value, kind) of what calamine returned for a cell."""
    if isinstance(value, bool):
        return value, "bool"
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return str(value), "error"
        return (int(value) if float(value).is_integer() and abs(value) < 1e15 else value), "number"
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds"), "date"
    if isinstance(value, dt.date):
        return value.isoformat(), "date"
    if isinstance(value, dt.time):
        return value.isoformat(timespec="seconds"), "date"
    if isinstance(value, dt.timedelta):  # a duration: how Excel keeps it, as time since the start of its calendar
        return (dt.datetime(1899, 12, 30) + value).isoformat(timespec="seconds"), "date"  # noqa: DTZ001
    text = str(value)
    return (text, "error") if text in ERRORS else (text, "text")


if __name__ == "__main__":
    serve(int(sys.argv[1]))
