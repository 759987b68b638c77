"""A workbook given back marked: wrong cells filled and with a note, a sheet of results; everything else stays as it
was.

The package is patched, not loaded and saved. openpyxl, which would be less work, drops the stored results of all
formulas, extensions that it does not know, printer settings and the formatting of notes, and rewrites every part. What
cells looked like before is kept on a very hidden sheet, under the key that stands in the note, so that marking again
replaces marks: a note moves with its cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from cchc_xl.form.layout import SHEET_CHECKED, SHEET_MARKS
from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.openxml.comments import MARK_SIGN
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.model import SEVERITIES, Cell, Finding, Form, Grid, Report, Scalar, Severity
from cchc_xl.records import NamedTuple
from cchc_xl.words.say import LANGUAGES, Message, say, ui, words
from cchc_xl.write.marked import notes
from cchc_xl.write.marked.cells import CellChange, Cells, Place
from cchc_xl.write.marked.notes import Note
from cchc_xl.write.marked.parts import Parts
from cchc_xl.write.marked.styles import Styles, fill_of_interior, interior, solid
from cchc_xl.write.marked.table import Link, Shaded, TableSheet, put_store, put_table

FILLS: Mapping[Severity, str] = {"error": "FFC7CE", "warning": "FFEB9C", "note": "DDEBF7"}
SHEET, STORE = SHEET_CHECKED, SHEET_MARKS
_STORE_HEAD = ("khóa", "trang tính", "hàng", "cột", "nền", "ghi chú")
_WIDTHS = (6, 12, 8, 40, 12, 24, 60, 55, 14)
_LONGEST_NOTE = 8_000  # characters; Excel takes more, but nobody reads them in a box


class Mark(NamedTuple):
    """A cell with findings: the worst severity, and what to say in its note."""

    severity: Severity
    text: str


class _Former(NamedTuple):
    """A line of the store: what a cell was before it was marked. ``note`` is None where it had none."""

    key: int
    sheet: str
    row: int
    column: int
    fill: str
    note: str | None


def marked(data: bytes, report: Report, form: Form, lang: str = "vi", lines: Sequence[str] = ()) -> bytes:
    """A copy of the .xlsx or .xlsm in ``data``, which holds no marks of ours (see ``unmarked``), with the findings of
    ``report`` on it.

    ``lines``: what else the sheet of results shall say. Raises ReadError for what cannot be taken apart.
    """
    parts = Parts(data)
    key = 1
    store: list[_Former] = []
    by_sheet: dict[str, dict[Place, Mark]] = {}
    for (sheet, *place), mark in marks(report.findings, form, lang).items():
        by_sheet.setdefault(sheet, {})[place[0], place[1]] = mark
    for sheet, wanted in by_sheet.items():
        part = parts.sheet_part(sheet)
        if part:
            store += _mark_sheet(parts, sheet, part, wanted, key, lang)
            key += len(wanted)
    put_table(parts, results(parts, report, form, lang, lines))
    if store or parts.sheet_part(STORE):
        put_store(parts, STORE, _store_rows(store))
    return parts.to_bytes()


def marks(findings: Iterable[Finding], form: Form, lang: str) -> dict[tuple[str, int, int], Mark]:
    """The marks by sheet, row and column; a cell with several findings has one mark that says all, the worst first."""
    found: dict[tuple[str, int, int], list[Finding]] = {}
    for finding in findings:
        if finding.ref and finding.ref.sheet:
            found.setdefault((finding.ref.sheet, finding.ref.row, finding.ref.column), []).append(finding)
    result = {}
    for place, group in found.items():
        group.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        result[place] = Mark(
            group[0].severity, "\n".join(_finding_text(finding, say(finding, form, lang)) for finding in group)
        )
    return result


def _finding_text(finding: Finding, message: Message) -> str:
    repair = f"\n→ {message.repair}" if message.repair else ""
    return f"[{finding.code}] {message.what} {message.why}".rstrip() + repair


def _mark_sheet(
    parts: Parts, sheet: str, part: str, wanted: Mapping[Place, Mark], first_key: int, lang: str
) -> list[_Former]:
    cells, styles = Cells(parts.read(part), part), Styles(parts)
    own, threaded = notes.texts(parts, part), notes.threads(parts, part)
    changes, written, store = {}, {}, []
    for key, (place, mark) in enumerate(sorted(wanted.items()), first_key):
        style = cells.style(place)
        changes[place] = CellChange(styles.with_fill(style, solid(FILLS[mark.severity])))
        store.append(_Former(key, sheet, *place, styles.fill(style), own.get(place)))
        if place not in threaded:
            written[place] = Note(key, note_text(key, mark, lang))
    edits = notes.put(parts, part, cells, written)
    parts.write(part, cells.changed(changes, edits))
    styles.save()
    return store


def note_text(key: int, mark: Mark, lang: str) -> str:
    """The text of a note: its key and severity, then what, why and how to repair."""
    text = f"{MARK_SIGN}{key} · {words(lang)['severity'][mark.severity]}\n{mark.text}"
    return text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"


# --- the sheet of results --------------------------------------------------------------------------------------------


def results(parts: Parts, report: Report, form: Form, lang: str, lines: Sequence[str] = ()) -> TableSheet:
    """The sheet 'Kết quả kiểm tra': every finding, those of the file as a whole too."""
    submission = report.submission
    about = [
        ui("mark-file", lang, file=report.source.name),
        (
            " · ".join(
                part
                for part in (submission.unit_text, submission.period.label if submission.period else "", form.key)
                if part
            )
            if submission
            else ""
        ),
        ui("summary-findings", lang, **_counts(report.findings)) if report.findings else ui("nothing-found", lang),
    ]
    heads = [
        ui(f"mark-head-{name}", lang)
        for name in ("number", "severity", "code", "field", "cell", "value", "problem", "repair", "proposal")
    ]
    rows = [_row(number, finding, form, lang) for number, finding in enumerate(report.findings, 1)]
    return TableSheet(
        _sheet_name(parts), ui("mark-title", lang), [*(line for line in about if line), *lines], heads, _WIDTHS, rows
    )


def _counts(findings: Iterable[Finding]) -> dict[str, object]:
    severities = [finding.severity for finding in findings]
    return {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("note"),
    }


def _row(number: int, finding: Finding, form: Form, lang: str) -> list[str | int | float | Link | Shaded | None]:
    message = say(finding, form, lang)
    field = next((field for field in form.fields if field.id == finding.field), None)
    return [
        number,
        Shaded(words(lang)["severity"][finding.severity], FILLS[finding.severity]),
        finding.code,
        f"{field.tt or field.id}. {field.label}" if field else "",
        Link(finding.ref) if finding.ref and finding.ref.sheet else "",
        finding.raw,
        f"{message.what} {message.why}".strip(),
        message.repair,
        finding.proposed,
    ]


def _sheet_name(parts: Parts) -> str:
    """The name of the sheet of results; with a number where somebody else's sheet has that name."""
    titles = {ui("mark-title", lang) for lang in LANGUAGES}
    return free_sheet_name(parts, SHEET, lambda first: first in titles)


def free_sheet_name(parts: Parts, base: str, is_ours: Callable[[Scalar], bool] | None = None) -> str:
    """``base``, or with a number where a sheet has that name; one whose cell A1 ``is_ours`` may be replaced."""
    taken = {sheet.name.casefold() for sheet in parts.sheets()}
    grid = _grid(parts.to_bytes()) if is_ours and base.casefold() in taken else None
    for name in (base, *(f"{base} ({number})" for number in range(2, 1_000))):
        if name.casefold() not in taken:
            return name
        sheet = grid.sheet(name) if grid else None
        if is_ours and sheet and is_ours((sheet.cells.get((1, 1)) or Cell(None, "blank")).value):
            return name
    raise ReadError("crash", found=f"sheet {base}")


def _grid(data: bytes) -> Grid:
    read = read_bytes(data, "")
    if isinstance(read, Grid):
        return read
    raise ReadError(str(read.findings[-1].params.get("reason", "xml")))


# --- taking marks off ------------------------------------------------------------------------------------------------


def unmarked(data: bytes) -> bytes:
    """The workbook without marks of ours: former fills and notes back; the very same bytes where there were none.

    The sheets of results and of former looks stay (marking replaces them). Raises ReadError for what cannot be taken
    apart.
    """
    if STORE.encode() not in Parts(data).read(Parts(data).workbook):
        return data
    parts = Parts(data)
    former = {line.key: line for line in _read_store(data)}
    for sheet in parts.sheets():
        if sheet.part:
            _unmark_sheet(parts, sheet.name, sheet.part, former)
    return parts.to_bytes()


def _unmark_sheet(parts: Parts, name: str, part: str, former: Mapping[int, _Former]) -> None:
    noted = {key: place for place, text in notes.texts(parts, part).items() if (key := notes.key_of(text)) is not None}
    here = {
        line.key: (line.row, line.column) for line in former.values() if line.sheet == name and line.key not in noted
    }
    places = {**here, **{key: place for key, place in noted.items() if key in former}}
    if not places and not noted:
        return
    cells, styles = Cells(parts.read(part), part), Styles(parts)
    ours = {solid(rgb) for rgb in FILLS.values()}
    changes = {}
    for key, place in places.items():
        style = cells.style(place)
        if (
            key in noted or styles.fill(style) in ours
        ):  # without its note: only where the fill is still the one that we gave
            changes[place] = CellChange(styles.with_fill(style, former[key].fill))
    parts.write(part, cells.changed(changes))
    styles.save()
    notes.take_off(parts, part, {key: line.note for key, line in former.items()})


def _store_rows(store: Iterable[_Former]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [_STORE_HEAD]
    for line in store:
        note = "" if line.note is None else json.dumps(line.note, ensure_ascii=False)
        rows.append((str(line.key), line.sheet, str(line.row), str(line.column), json.dumps(interior(line.fill)), note))
    return rows


def _read_store(data: bytes) -> list[_Former]:
    """The lines of the store, whatever program saved it last; a line that somebody damaged is left out."""
    grid = _grid(data)
    sheet = grid.sheet(STORE)
    found: list[_Former] = []
    for row in range(2, 2_001):
        texts = (
            [
                "" if (cell := sheet.cells.get((row, column))) is None or cell.value is None else str(cell.value)
                for column in range(1, 7)
            ]
            if sheet
            else []
        )
        if not texts or not texts[0]:
            break
        try:
            key, name, down, right, fill, note = texts
            found.append(
                _Former(
                    int(key),
                    name,
                    int(down),
                    int(right),
                    fill_of_interior(json.loads(fill)),
                    json.loads(note) if note else None,
                )
            )
        except (ValueError, AttributeError):
            continue
    return found
