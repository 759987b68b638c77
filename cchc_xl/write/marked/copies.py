"""Copies of workbooks into another folder: which input becomes which file, and each written whole or not at all.

The originals are read once and never written. A format that cannot be patched (.xls, .ods, .xlsb, strict Open XML)
becomes a fresh template with the same values first.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from cchc_xl.errors import UserError
from cchc_xl.grid import archive
from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.grid.openxml.package import ReadError, refusal
from cchc_xl.grid.scan import Input, content_of, scan, show
from cchc_xl.model import Cell, CellRef, Finding, Form, Grid, Refusal, Report, Sheet, Source
from cchc_xl.records import NamedTuple
from cchc_xl.validate import Settings, validate_read
from cchc_xl.words.say import ui
from cchc_xl.write.atomic import make_folder
from cchc_xl.write.machine.report import form_of
from cchc_xl.write.marked import fixed, migrated
from cchc_xl.write.marked import workbook as marked
from cchc_xl.write.marked.parts import CopyError
from cchc_xl.write.standing import WORKBOOKS, check_output, holds, names_folder, put, require_replaceable, same_place

PATCHABLE = ("xlsx", "xlsm")
MARKABLE = (*PATCHABLE, "docx")  # a document takes comments, but no repairs
_OWN_SHEETS = (marked.SHEET, fixed.SHEET, marked.STORE)


class PlannedCopy(NamedTuple):
    """An input and the path of its copy, whose extension may still change with what the file turns out to be."""

    item: Input
    target: str


class Original(NamedTuple):
    """A workbook to make a copy of: bytes that can be patched, what was read from them, and what the copy must say
    about that.
    """

    data: bytes
    grid: Grid
    report: Report
    form: Form
    extension: str
    lines: tuple[str, ...] = ()


class Copy(NamedTuple):
    """What became of one input.

    ``target`` is '' where no copy was made, ``why`` then a reason's id; ``changes``: cells repaired; ``occupied``: the
    path at which other content was left alone, '' where ``target`` is where it was to be.
    """

    source: str
    target: str
    report: Report
    why: str = ""
    changes: int = 0
    lines: tuple[str, ...] = ()
    occupied: str = ""


Made = tuple[bytes, Report, int]
Make = Callable[[Original], Made]


def plans(paths: Sequence[str], out: str) -> tuple[PlannedCopy, ...]:
    """Inputs below ``paths`` with their places below ``out``, folders kept.

    ``UserError`` where a copy would meet an original.
    """
    for path in paths:
        if os.path.isdir(path) and _real(path) == _real(out):
            raise UserError("copy-into-input", path=show(out))
    inputs = [item for item in scan(paths).inputs if not _below(item.path, out) or _named(item.path, paths)]
    found = []
    originals = {_real(item.path) for item in inputs}
    for item in inputs:
        target = os.path.join(out, _relative(item, paths))
        folder = os.path.dirname(target)
        if _real(folder) == _real(os.path.dirname(os.path.abspath(item.path))) or _real(target) in originals:
            raise UserError("copy-into-input", path=show(folder))
        found.append(PlannedCopy(item, target))
    if not found:
        raise UserError("no-input", path=", ".join(show(path) for path in paths))
    return tuple(found)


def _real(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _below(path: str, folder: str) -> bool:
    return _real(path).startswith(_real(folder).rstrip(os.sep) + os.sep)


def _named(path: str, paths: Iterable[str]) -> bool:
    return any(os.path.abspath(path) == os.path.abspath(named) for named in paths)


def _relative(item: Input, paths: Sequence[str]) -> str:
    """The place of a copy below the output folder; with several folders on the command line each keeps its name."""
    path = os.path.abspath(item.path)
    inside = item.member.replace("\\", "/").split("/") if item.member else []
    inside = [step for step in inside if step not in ("", ".", "..") and ":" not in step]
    folders = [os.path.abspath(named) for named in paths if os.path.isdir(named)]
    root = next(
        (folder for folder in folders if path.startswith(folder.rstrip(os.sep) + os.sep)), os.path.dirname(path)
    )
    steps = os.path.relpath(path, root)
    if inside:
        steps = os.path.join(os.path.splitext(steps)[0], *inside)
    return os.path.join(os.path.basename(root), steps) if len(folders) > 1 and root in folders else steps


def copies(
    plan: Sequence[PlannedCopy],
    against: Settings,
    make: Make,
    lang: str = "vi",
    force: bool = False,
    patchable: Sequence[str] = PATCHABLE,
) -> Iterator[Copy]:
    """Makes the copies, one after the other; over other content, such as a copy that was edited since, only with
    ``force``. ``patchable``: the formats that ``make`` takes as they are.
    """
    taken: set[str] = set()
    for item, target in plan:
        original = load(item, against, lang, patchable)
        if isinstance(original, Copy):
            yield original
            continue
        try:
            data, report, changes = make(original)
        except (ReadError, ValueError, KeyError, IndexError, StopIteration):  # a package built as no program builds it
            yield Copy(item.shown, "", original.report, "parts")
            continue
        path = _free(f"{os.path.splitext(target)[0]}{original.extension}", taken)
        make_folder(os.path.dirname(path))
        written = write_checked(path, data, force)
        occupied = "" if same_place(written, path) else path
        yield Copy(item.shown, written, report, "", changes, original.lines, occupied)
    archive.close()


def _free(path: str, taken: set[str]) -> str:
    """A path that no earlier copy of this run has: 'a.xls' and 'a.xlsx' both become 'a.xlsx'."""
    stem, extension = os.path.splitext(path)
    number = 1
    while _real(path) in taken:
        number += 1
        path = f"{stem} ({number}){extension}"
    taken.add(_real(path))
    return path


def write_checked(path: str, data: bytes, force: bool) -> str:
    """Puts ``data`` at ``path``, read back before it takes its place; the path of the file that holds it.

    That is another one where something else stands at ``path`` and ``force`` does not give it up.
    """

    def verify(temporary: str) -> None:
        with open(temporary, "rb") as file:
            if file.read() != data:
                raise UserError("disk-full", path=show(path))

    return put(path, data, force=force, verify=verify)


# --- originals -------------------------------------------------------------------------------------------------------


def load(item: Input, against: Settings, lang: str, patchable: Sequence[str] = PATCHABLE) -> Original | Copy:
    """The original, ready to be patched and without marks of ours; a ``Copy`` that says why where none can be made."""
    read, data = _read(item)
    report = validate_read(read, against)
    if isinstance(read, Refusal):
        return Copy(item.shown, "", report, "unreadable")
    form = form_of(report, against.forms)
    try:
        if read.source.format not in patchable or (read.source.is_document and not _takes_comments(data)):
            return _fresh(item, read, report, form, lang)
        clean = _unmarked(data, read)
        if clean != data:
            read = read_bytes(clean, item.shown, read.source.received)
            report = validate_read(read, against)
    except (ReadError, ValueError, KeyError, IndexError, StopIteration):
        return Copy(item.shown, "", report, "parts")
    if isinstance(read, Refusal) or any(finding.code == "F18" for finding in report.findings):
        return Copy(item.shown, "", report, "unreadable" if isinstance(read, Refusal) else "no-table")
    lines = (ui("copy-unsigned", lang),) if any(finding.code == "F20" for finding in report.findings) else ()
    return Original(clean, read, report, form_of(report, against.forms), _extension(item, read), lines)


def _takes_comments(data: bytes) -> bool:
    from cchc_xl.write.marked.document import takes_comments  # it knows a reader that workbooks do not need

    return takes_comments(data)


def _unmarked(data: bytes, read: Grid) -> bytes:
    if not read.source.is_document:
        return marked.unmarked(data)
    from cchc_xl.write.marked.document import unmarked_document

    return unmarked_document(data)


def _extension(item: Input, read: Grid) -> str:
    """The format's; of a document its own, because Word opens no document with macros under the name of one without."""
    own = os.path.splitext(item.member or item.path)[1].lower()
    return own if read.source.is_document and own in (".docx", ".docm") else f".{read.source.format}"


def _read(item: Input) -> tuple[Grid | Refusal, bytes]:
    """What the reader says, with the very bytes that it is about."""
    if item.member:
        try:
            data = content_of(item)
        except ReadError as error:
            return refusal(Source(item.shown), error), b""
        return read_bytes(data, item.shown), data
    read = read_file(item.path, item.shown)
    if isinstance(read, Refusal):
        return read, b""
    try:
        with open(item.path, "rb") as file:
            data = file.read()
    except OSError:
        return read_bytes(b"", item.shown), b""
    return (read if hashlib.sha256(data).hexdigest() == read.source.sha256 else read_bytes(data, item.shown)), data


def _fresh(item: Input, grid: Grid, report: Report, form: Form, lang: str) -> Original | Copy:
    """The values of a foreign format in a fresh template, its findings at their new cells."""
    if report.submission is None:
        return Copy(item.shown, "", report, "no-table")
    moved = migrated.fresh(grid, report.submission, form, form, migrated.doubted(report, form))
    lines = (
        ui("mark-fresh", lang, ext="." + grid.source.format.partition("-")[0]),  # SpreadsheetML 2003 is an .xml
        *(
            ui("mark-unplaced", lang, what=migrated.left_text(left, lang) + (f" “{left.value}”" if left.value else ""))
            for left in moved.left
        ),
    )
    copy = read_bytes(moved.data, item.shown, grid.source.received)
    if not isinstance(copy, Grid):
        return Copy(item.shown, "", report, "parts")
    there = report._replace(findings=migrated.at_new_places(report.findings, moved, form))
    return Original(moved.data, copy, there, form, ".xlsx", lines)


def move_target(path: str, out: str, named: Iterable[str] = ()) -> str:
    """Where the migrated copy of ``path`` goes: ``out`` where that is a workbook's name, else in the folder ``out``.

    ``UserError`` for the original, and for a file ``named`` to the command.
    """
    if not os.path.lexists(path):
        raise UserError("not-found", path=show(path))
    target = out
    if names_folder(out):
        target = os.path.join(out, f"{os.path.splitext(os.path.basename(path))[0]}.xlsx")
    made = not os.path.isdir(os.path.dirname(os.path.abspath(target)))
    if not made or not target.lower().endswith(WORKBOOKS):
        check_output(target, named=(path, *named))
    return target


def migrate(
    path: str, target: str, against: Settings, form: Form, lang: str = "vi", force: bool = False
) -> tuple[migrated.Moved, str]:
    """Moves one workbook into a fresh template at ``target``; what was moved, and the path written.

    ``UserError`` where nothing can be read, and where something else stands at ``target`` (not with ``force``).
    """
    read, report = _the_one(path, against, lang)
    moved = migrated.migrated(read, report, form_of(report, against.forms), form, lang)
    make_folder(os.path.dirname(os.path.abspath(target)))
    require_replaceable(target, lambda there: holds(there, moved.data), force)
    return moved, write_checked(target, moved.data, force=True)


def _the_one(path: str, against: Settings, lang: str) -> tuple[Grid, Report]:
    """The workbook at ``path``, or the one with the form's table in a mail or an archive. Raises UserError."""
    inside = scan([path]).inputs if archive.is_one(path) and "://" not in path else ()
    reads = [_read(item)[0] for item in inside or (Input(path, show(path)),)]
    judged = [(read, validate_read(read, against)) for read in reads if isinstance(read, Grid)]
    tables = [(read, report) for read, report in judged if report.submission is not None]
    books = [one for one in tables if not one[0].source.is_document] or tables  # a mail brings the printed report too
    if len(books) == 1:
        return books[0]
    why = "several" if books else "no-table" if judged else "unreadable"
    raise UserError("migrate-one-file", path=show(path), why=ui(f"copy-not-made-{why}", lang))


# --- what is made of them --------------------------------------------------------------------------------------------


def mark(lang: str) -> Make:
    """The copy with marks, read back: it holds what the original holds, and a note or a fill on each cell with a
    finding.
    """

    def make(original: Original) -> Made:
        if original.grid.source.is_document:
            return _marked_document(original, lang)
        data = marked.marked(original.data, original.report, original.form, lang, original.lines)
        after = _grid(data)
        require_same(original.grid, after, frozenset())
        _require_marks(original.report.findings, after)
        return data, original.report, 0

    return make


def _marked_document(original: Original, lang: str) -> Made:
    """The same of a document, with comments."""
    from cchc_xl.write.marked.document import SEVERITIES, marked_document, own_comments

    data = marked_document(original.data, original.report, original.form, lang, original.lines)
    require_same(original.grid, _grid(data), frozenset())
    asked = any(one.severity in SEVERITIES for one in original.report.findings)
    if asked and not own_comments(data):
        raise CopyError("no comments")
    return data, original.report, 0


def fix(against: Settings, accept: frozenset[str], lang: str, fields: frozenset[str] | None = None) -> Make:
    """The copy with repairs, read back: nothing else changed, and the repaired values are exact numbers now.

    ``fields``: the indicators whose proposals are accepted, None for all of them.
    """

    def make(original: Original) -> Made:
        report = validate_read(original.grid, against)
        changes = fixed.corrections(original.grid, report, original.form, accept, lang, fields)
        data = fixed.fixed(original.data, changes, original.form, lang, original.lines)
        after = _grid(data)
        require_same(original.grid, after, frozenset(change.ref for change in changes))
        checked = validate_read(after._replace(source=after.source._replace(path=original.grid.source.path)), against)
        if list(fixed.unmet(changes, checked)):
            raise CopyError("does not read back")
        return data, checked, len(changes)

    return make


def _grid(data: bytes) -> Grid:
    read = read_bytes(data, "")
    if isinstance(read, Refusal):
        raise CopyError("does not read back")
    return read


def require_same(before: Grid, after: Grid, changed: frozenset[CellRef]) -> None:
    """Every cell of ``before`` is in ``after`` with its value, formula and number format. Raises CopyError."""
    for sheet in before.sheets:
        if sheet.name.startswith(_OWN_SHEETS):
            continue
        other = after.sheet(sheet.name)
        if other is None or other.state != sheet.state or _facts(sheet, changed) != _facts(other, changed):
            raise CopyError(sheet.name)


def _facts(sheet: Sheet, changed: frozenset[CellRef]) -> dict[tuple[int, int], Cell]:
    """The cells that say something, without their fill."""
    return {
        place: cell._replace(style=cell.style._replace(fill_color=None))
        for place, cell in sheet.cells.items()
        if (cell.kind != "blank" or cell.formula is not None) and CellRef(sheet.name, *place) not in changed
    }


def _require_marks(findings: Iterable[Finding], after: Grid) -> None:
    for ref in {finding.ref for finding in findings if finding.ref and finding.ref.sheet}:
        sheet = after.sheet(ref.sheet)
        if sheet and sheet.cells and sheet.cells[ref.row, ref.column].style.fill_color not in marked.FILLS.values():
            raise CopyError(ref.a1)
