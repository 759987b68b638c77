"""Roster files: a list of units as CSV or as a workbook, with Vietnamese or English column headings.

    mã đơn vị ; tên đơn vị  ; cấp ; mã ĐVHC ; tỉnh         ; hiệu lực từ ; đến ; hạn nộp
    SNV       ; Sở Nội vụ   ; Sở  ;         ; Tỉnh Hà Tĩnh ; 01/07/2025  ;     ; 10/06/2026
              ; Xã Sơn Tiến ; Xã  ; 18163   ; Tỉnh Hà Tĩnh ; 01/07/2025  ;     ;

Only the name is required. Every fault of a file is a ``Problem`` with its line; a roster with problems is never half used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cchc_xl.errors import UserError
from cchc_xl.model import Refusal, Scalar, Sheet, Succession, Unit
from cchc_xl.text import fold, plain, squeeze
from cchc_xl.units.history import PART, WHOLE
from cchc_xl.units.listing import Roster
from cchc_xl.units.names import name_key, place_key

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
LEVELS: Mapping[str, tuple[str, ...]] = {
    "tinh": ("tỉnh", "cấp tỉnh", "thành phố trực thuộc trung ương"),
    "huyen": ("huyện", "cấp huyện", "quận", "thị xã", "thành phố thuộc tỉnh"),
    "xa": ("xã", "cấp xã", "phường", "đặc khu", "thị trấn", "xã/phường/đặc khu", "xã, phường, đặc khu"),
    "so": ("sở", "ngành", "cấp sở", "ban", "sở ngành", "sở/ngành", "sở, ngành", "sở, ban, ngành", "sở ban ngành"),
    "don-vi": ("đơn vị", "đơn vị khác", "khác"),
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "hanh-chinh": ("hành chính", "đơn vị hành chính", "đvhc"),
    "so": LEVELS["so"],
    "don-vi": LEVELS["don-vi"],
}
_KIND_OF_LEVEL = {"so": "so", "don-vi": "don-vi"}
_DATES = ("valid_from", "valid_to", "deadline")
_DEEPEST_HEADING = 20
_SHOWN = 20
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Rows = list[tuple[int, list[str]]]  # (line number as the file shows it, texts of the cells)


class Problem(NamedTuple):
    """A fault of a roster file. ``line`` is 1-based (0: the file as a whole); ``key`` is one of ``WORDS``."""

    line: int
    key: str
    value: str = ""

    def words(self, lang: str = "vi") -> str:
        where = {"vi": "Dòng", "en": "Line"}[lang]
        said = WORDS[self.key][lang == "en"].format(value=self.value)
        return f"{where} {self.line}: {said}" if self.line else said

    def __str__(self) -> str:
        return self.words()


WORDS: Mapping[str, tuple[str, str]] = {
    "not-utf8": (
        "Tệp không dùng bảng mã UTF-8 (Unicode). Đề nghị lưu lại dạng \"CSV UTF-8\" hoặc .xlsx",
        'The file is not UTF-8. Save it as "CSV UTF-8" or .xlsx',
    ),
    "unreadable": ("Không đọc được tệp ({value})", "The file cannot be read ({value})"),
    "no-headings": ("Không có dòng tiêu đề với cột \"Tên đơn vị\"", 'No heading row with a column "Tên đơn vị" (name)'),
    "repeated-heading": ("Cột \"{value}\" xuất hiện hai lần", 'Column "{value}" appears twice'),
    "no-units": ("Danh mục không có đơn vị nào", "The roster has no unit"),
    "no-name": ("Thiếu tên đơn vị", "The unit's name is missing"),
    "repeated-id": ("Mã đơn vị \"{value}\" trùng với một dòng trên", 'Unit id "{value}" repeats an earlier line'),
    "repeated-name": ("Đơn vị \"{value}\" trùng với một dòng trên", 'Unit "{value}" repeats an earlier line'),
    "unknown-level": (
        "Cấp \"{value}\" không rõ; đề nghị ghi Tỉnh, Huyện, Xã, Sở hoặc Đơn vị khác",
        'Unknown level "{value}"; use Tỉnh, Huyện, Xã, Sở or Đơn vị khác',
    ),
    "unknown-kind": ("Loại \"{value}\" không rõ; đề nghị ghi Hành chính, Sở hoặc Đơn vị khác", 'Unknown kind "{value}"'),
    "bad-date": ("Ngày \"{value}\" không đúng; đề nghị ghi như 01/07/2025", 'Bad date "{value}"; write 01/07/2025 or 2025-07-01'),
    "ends-before-start": ("Ngày hết hiệu lực {value} trước ngày bắt đầu", "The last day {value} is before the first"),
    "unknown-successor": ("Không có đơn vị với mã \"{value}\"", 'There is no unit with the id "{value}"'),
}


def load_roster(path: str) -> Roster:
    """The units of a roster file. Raises UserError 'bad-roster' (``file``, ``count``, ``problems``: one per line) if any is faulty."""
    roster, problems = _read(path)
    if problems:
        listed = "\n".join(str(problem) for problem in problems[:_SHOWN])
        raise UserError("bad-roster", file=path, count=len(problems), problems=listed)
    return roster


def check_roster(path: str) -> tuple[Problem, ...]:
    """Every fault of a roster file, by line; empty where ``load_roster`` would succeed."""
    return _read(path)[1]


def _read(path: str) -> tuple[Roster, tuple[Problem, ...]]:
    data = _bytes(path)
    is_workbook = data.startswith(_WORKBOOK_STARTS) or path.lower().endswith(_WORKBOOK_NAMES)
    rows, problem = _workbook_rows(path) if is_workbook else _text_rows(data)
    if problem:
        return Roster(()), (problem,)
    heading = _heading(rows)
    if heading is None:
        return Roster(()), (Problem(0, "no-headings"),)
    place, columns = heading
    repeated = tuple(Problem(rows[place][0], "repeated-heading", name) for name in sorted({n for n in columns if n and columns.count(n) > 1}))
    if repeated:
        return Roster(()), repeated
    return _roster(rows[place + 1 :], columns)


def _roster(rows: Rows, columns: list[str]) -> tuple[Roster, tuple[Problem, ...]]:
    units: list[Unit] = []
    lines: list[int] = []
    heirs: list[tuple[int, Unit, str]] = []
    problems: list[Problem] = []
    for line, cells in rows:
        values = {column: squeeze(cell) for column, cell in zip(columns, cells, strict=False) if column}
        if not any(values.values()) or (cells and cells[0].lstrip().startswith("#")):
            continue
        unit, faults = _unit(values)
        problems += (Problem(line, key, value) for key, value in faults)
        units.append(unit)
        lines.append(line)
        heirs += ((line, unit, heir) for heir in _split(values.get("replaced_by", "")))
    if not units:
        problems.append(Problem(0, "no-units"))
    problems += _repetitions(units, lines)
    known = {unit.id for unit in units}
    problems += (Problem(line, "unknown-successor", heir) for line, _, heir in heirs if heir not in known)
    roster = Roster(tuple(units), tuple(successions((unit, heir) for _, unit, heir in heirs)))
    return roster, tuple(sorted(problems))


def _unit(values: Mapping[str, str]) -> tuple[Unit, list[tuple[str, str]]]:
    """A row's unit, and what is wrong with the row as (key, value)."""
    faults: list[tuple[str, str]] = []
    name = values.get("name", "")
    if not name:
        faults.append(("no-name", ""))
    level = _word(values.get("level", ""), LEVELS) or ("" if values.get("level") else level_of_name(name))
    if not level and name:
        faults.append(("unknown-level", values.get("level", "")))
    kind = _word(values.get("kind", ""), KINDS) or ("" if values.get("kind") else _KIND_OF_LEVEL.get(level, "hanh-chinh"))
    if not kind:
        faults.append(("unknown-kind", values["kind"]))
    dates = {column: _date(values.get(column, "")) for column in _DATES}
    faults += (("bad-date", values[column]) for column, date in dates.items() if date is None)
    first, last, deadline = (dates[column] or "" for column in _DATES)
    if last and last < first:
        faults.append(("ends-before-start", last))
    code = values.get("admin_code", "")
    unit = Unit(
        id=values.get("unit_id") or _made_id(name, code, first),
        name=name,
        level=level or "xa",
        kind=kind or "hanh-chinh",
        aliases=_split(values.get("aliases", "")),
        admin_code=code,
        valid_from=first,
        valid_to=last,
        deadline=deadline,
        **{column: values.get(column, "") for column in ("short", "province", "parent", "source", "contact", "phone", "email")},
    )
    return unit, faults


def level_of_name(name: str) -> str:
    """The level that a name's type word states beyond doubt, else '' ("Thành phố ..." may be a province or a district)."""
    key = name_key(name)
    return next((level for level, words in LEVELS.items() for word in words if level != "don-vi" and key.startswith(fold(word) + " ")), "")


def successions(heirs: Iterable[tuple[Unit, str]]) -> Iterator[Succession]:
    """Pairs (unit, id of a successor) as successions on the day after the unit's last; several successors have parts of it."""
    pairs = list(heirs)
    count: dict[str, int] = {}
    for unit, _ in pairs:
        count[unit.id] = count.get(unit.id, 0) + 1
    for unit, heir in pairs:
        yield Succession(unit.id, heir, _day_after(unit.valid_to), WHOLE if count[unit.id] == 1 else PART, unit.source)


def _day_after(date: str) -> str:
    return (dt.date.fromisoformat(date) + dt.timedelta(days=1)).isoformat() if date else ""


def _repetitions(units: list[Unit], lines: list[int]) -> Iterator[Problem]:
    """Ids given twice; names given twice in one place at one time (two wards "Phường 1" in two towns are no fault)."""
    ids: set[str] = set()
    names: dict[tuple[str, str, str], list[Unit]] = {}
    for unit, line in zip(units, lines, strict=True):
        key = (name_key(unit.name), place_key(unit.province), place_key(unit.parent))
        if unit.id in ids:
            yield Problem(line, "repeated-id", unit.id)
        elif unit.name and any(_overlap(unit, other) for other in names.get(key, ())):
            yield Problem(line, "repeated-name", unit.name)
        ids.add(unit.id)
        names.setdefault(key, []).append(unit)


def _overlap(one: Unit, other: Unit) -> bool:
    return (not one.valid_to or other.valid_from <= one.valid_to) and (not other.valid_to or one.valid_from <= other.valid_to)


def _made_id(name: str, code: str, first: str) -> str:
    """An id for a row without one: like the national list's where code and date are known, else made from the name."""
    return f"U-{code}-{first[:4]}" if code and first else plain(name_key(name)).replace(" ", "-")


def _split(values: str) -> tuple[str, ...]:
    return tuple(value for part in values.split(";") if (value := part.strip()))


def _word(value: str, meanings: Mapping[str, tuple[str, ...]]) -> str:
    """The id that a word stands for ('Cấp xã' -> 'xa'), '' for none."""
    key = fold(value)
    return next((meaning for meaning, words in meanings.items() if key == meaning or key in map(fold, words)), "")


def _date(text: str) -> str | None:
    """ISO date of '2025-07-01' or '1/7/2025' (day first); '' for none; None where it is no date."""
    if not text:
        return ""
    iso = text.split("T")[0].split(" ")[0]
    day_first = iso.replace("-", "/").replace(".", "/").split("/")
    try:
        if iso[4:5] == "-":
            return dt.date.fromisoformat(iso).isoformat()
        day, month, year = map(int, day_first)
        return dt.date(year, month, day).isoformat() if year >= 1900 else None
    except ValueError:
        return None


# --- the two kinds of file -------------------------------------------------------------------------------------------


def _heading(rows: Rows) -> tuple[int, list[str]] | None:
    """The place of the heading row among the first rows, and the field of each of its columns ('' where not ours)."""
    known = {fold(word): field for field, words in HEADINGS.items() for word in (field, *words)}
    for place, (_, cells) in enumerate(rows[:_DEEPEST_HEADING]):
        columns = [known.get(fold(cell.strip(" *:")), "") for cell in cells]
        if "name" in columns and (len(columns) == 1 or sum(map(bool, columns)) > 1):
            return place, columns
    return None


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UserError("no-such-file", file=path, reason=error.strerror or "") from error


def _text_rows(data: bytes) -> tuple[Rows, Problem | None]:
    import csv

    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        return _best_separated(text), None
    except UnicodeDecodeError:
        return [], Problem(0, "not-utf8")
    except csv.Error as error:
        return [], Problem(0, "unreadable", str(error))


def _best_separated(text: str) -> Rows:
    """The rows by the separator that gives the heading the most known columns."""
    import csv
    import io

    best: Rows = []
    most = -1
    for separator in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [(reader.line_num, cells) for cells in reader]
        heading = _heading(rows)
        known = sum(map(bool, heading[1])) if heading else -1
        if known > most:
            best, most = rows, known
    return best


def _workbook_rows(path: str) -> tuple[Rows, Problem | None]:
    from cchc_xl.read.file import read_file
    from cchc_xl.read.package import ReadError

    book = read_file(path)
    if isinstance(book, Refusal):
        return [], Problem(0, "unreadable", ", ".join(finding.code for finding in book.findings))
    try:
        sheets = [_sheet_rows(sheet) for sheet in book.sheets if sheet.state == "visible"]
    except ReadError as error:
        return [], Problem(0, "unreadable", str(error))
    return next((rows for rows in sheets if _heading(rows)), []), None


def _sheet_rows(sheet: Sheet) -> Rows:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = _shown(cell.value)
    return [(row, [cells.get(column, "") for column in range(1, max(cells) + 1)]) for row, cells in sorted(rows.items())]


def _shown(value: Scalar) -> str:
    """A code or telephone number that is a number in the workbook has no decimals."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
