"""The rows of a roster file, from text (any separator that Excel saves) or from a workbook, and which column is
which.
"""

from __future__ import annotations

from collections.abc import Mapping

from cchc_xl.errors import UserError
from cchc_xl.model import Refusal, Sheet
from cchc_xl.numbers import text_of
from cchc_xl.text import fold
from cchc_xl.words.roster import RosterProblem

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit_id": ("mã đơn vị", "mã", "id"),
    "name": ("tên đơn vị", "đơn vị", "tên"),
    "level": ("cấp",),
    "kind": ("loại",),
    "short": ("tên viết tắt", "viết tắt", "short_name"),
    "aliases": ("tên khác", "tên gọi khác"),
    "admin_code": ("mã đvhc", "mã đơn vị hành chính"),
    "province": ("tỉnh", "tỉnh, thành phố", "tỉnh/thành phố"),
    "parent": ("trực thuộc",),
    "valid_from": ("hiệu lực từ", "từ ngày", "từ"),
    "valid_to": ("đến", "hiệu lực đến", "đến ngày"),
    "replaced_by": ("sắp xếp thành", "thay bằng"),
    "source": ("nguồn",),
    "contact": ("đầu mối", "người liên hệ"),
    "phone": ("điện thoại", "số điện thoại"),
    "email": ("thư điện tử",),
    "deadline": ("hạn nộp",),
}
_DEEPEST_HEADING = 20
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Rows = list[tuple[int, list[str]]]  # (line number as the file shows it, texts of the cells)


def find_heading(rows: Rows) -> tuple[int, list[str]] | None:
    """The place of the heading row among the first rows, and the field of each of its columns ('' where not ours)."""
    known = {fold(word): field for field, words in HEADINGS.items() for word in (field, *words)}
    for place, (_, cells) in enumerate(rows[:_DEEPEST_HEADING]):
        columns = [known.get(fold(cell.strip(" *:")), "") for cell in cells]
        if "name" in columns and (len(columns) == 1 or sum(map(bool, columns)) > 1):
            return place, columns
    return None


def read_rows(path: str) -> tuple[Rows, RosterProblem | None]:
    """The rows of a roster file; a workbook is told by its content as well as by its name.

    Raises UserError 'no-such-file'.
    """
    data = _bytes(path)
    is_workbook = data.startswith(_WORKBOOK_STARTS) or path.lower().endswith(_WORKBOOK_NAMES)
    return _workbook_rows(path) if is_workbook else _text_rows(data)


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UserError("no-such-file", file=path, reason=error.strerror or "") from error


def _text_rows(data: bytes) -> tuple[Rows, RosterProblem | None]:
    import csv

    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        return _best_separated(text), None
    except UnicodeDecodeError:
        return [], RosterProblem(0, "not-utf8")
    except csv.Error as error:
        return [], RosterProblem(0, "unreadable", str(error))


def _best_separated(text: str) -> Rows:
    """The rows by the separator that gives the heading the most known columns."""
    import csv
    import io

    best: Rows = []
    most = -1
    for separator in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [(reader.line_num, cells) for cells in reader]
        heading = find_heading(rows)
        known = sum(map(bool, heading[1])) if heading else -1
        if known > most:
            best, most = rows, known
    return best


def _workbook_rows(path: str) -> tuple[Rows, RosterProblem | None]:
    from cchc_xl.grid.file import read_file
    from cchc_xl.grid.openxml.package import ReadError

    book = read_file(path)
    if isinstance(book, Refusal):
        return [], RosterProblem(0, "unreadable", ", ".join(finding.code for finding in book.findings))
    try:
        sheets = [_sheet_rows(sheet) for sheet in book.sheets if sheet.state == "visible"]
    except ReadError as error:
        return [], RosterProblem(0, "unreadable", str(error))
    return next((rows for rows in sheets if find_heading(rows)), []), None


def _sheet_rows(sheet: Sheet) -> Rows:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = text_of(
            cell.value
        )  # a code or telephone number that is a number has no decimals
    return [
        (row, [cells.get(column, "") for column in range(1, max(cells) + 1)]) for row, cells in sorted(rows.items())
    ]
