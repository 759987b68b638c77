"""The register of receipt ``so-nhan.csv``: which file came when, and whose it is where a person says so.

    Tệp                        ; SHA-256 ; Ngày nhận        ; Đơn vị
    Xã An Bình.xlsx            ; 3b0c…   ; 13/06/2026 08:15 ;
    thu.eml/bao-cao (2).xlsx   ; 91fa…   ; 14/06/2026 16:40 ; XM02

A file is known by its content (``sha256``), a row without one by the file's name or the end of its path. Columns go by
their titles, in any order; a file with two columns and other titles has names and days. People keep it in Excel: the
separator, further columns and rows of files that are gone stay as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from cchc_xl.errors import UserError
from cchc_xl.form.period import parse_date
from cchc_xl.model import Source
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, squeeze

NAME = "so-nhan.csv"
TITLES: Mapping[str, tuple[str, ...]] = {
    "file": ("Tệp", "Tên tệp", "File"),
    "sha256": ("SHA-256", "SHA256", "Dấu vân tay"),
    "received": ("Ngày nhận", "Ngày", "Thời điểm nhận", "Received"),
    "unit": ("Đơn vị", "Mã đơn vị", "Tên đơn vị", "Unit"),
}
COLUMNS = tuple(TITLES)
SEPARATORS = ",;\t"
_KEYS = {fold(title): key for key, titles in TITLES.items() for title in titles}
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:hg](\d{2})(?::\d{2})?(?:\.\d+)?\s*(am|pm|sa|ch)?", re.IGNORECASE)
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class RegisterEntry(NamedTuple):
    """``file``: name or end of a path, with '/'; ``received``: as in ``model.Source``; ``unit``: an id or a name."""

    file: str
    sha256: str = ""
    received: str = ""
    unit: str = ""


class Register(NamedTuple):
    """What is known of files that came."""

    entries: tuple[RegisterEntry, ...] = ()

    def known(self, sources: Iterable[Source]) -> Mapping[str, RegisterEntry]:
        """By path, what the register says of each of ``sources``; of a file that it does not know, nothing.

        A row without a content that fits several different files is about none of them.
        """
        by_content: dict[str, list[RegisterEntry]] = {}
        by_name: dict[str, list[RegisterEntry]] = {}
        for entry in self.entries:
            index = by_content if entry.sha256 else by_name
            index.setdefault(entry.sha256 or _base(entry.file), []).append(entry)
        found: dict[str, RegisterEntry] = {}
        named: dict[RegisterEntry, list[Source]] = {}
        for source in sources:
            of_content = by_content.get(source.sha256) if source.sha256 else None
            of_name = _best_named(by_name.get(_base(source.path), ()), source)
            if of_content:
                found[source.path] = _joined(of_content, source)
            elif of_name:
                named.setdefault(of_name, []).append(source)
        for entry, some in named.items():
            if len({source.sha256 or source.path for source in some}) == 1:
                found.update((source.path, entry) for source in some)
        return found


EMPTY = Register()


def fits(file: str, path: str) -> bool:
    """Whether a row's ``file`` is a path or its end."""
    file, path = _slashed(file), _slashed(path)
    return path == file or path.endswith("/" + file)


def _joined(entries: Sequence[RegisterEntry], source: Source) -> RegisterEntry:
    """Rows of one content as one: it came when it came first; whose it is says the row of this path, else all."""
    here = [entry for entry in entries if fits(entry.file, source.path)]
    units = {entry.unit for entry in here or entries if entry.unit}
    days = [entry.received for entry in entries if entry.received]
    return (here or entries)[0]._replace(received=min(days, default=""), unit=units.pop() if len(units) == 1 else "")


def _best_named(entries: Iterable[RegisterEntry], source: Source) -> RegisterEntry | None:
    fitting = [entry for entry in entries if fits(entry.file, source.path)]
    return max(fitting, key=lambda entry: len(entry.file), default=None)


def _slashed(path: str) -> str:
    return squeeze(path).replace("\\", "/").strip("/ ")


def _base(path: str) -> str:
    return _slashed(path).rpartition("/")[2]


# --- the file ------------------------------------------------------------------------------------------------------


class RegisterTable(NamedTuple):
    """The file as rows of cells. ``columns``: key -> place of the column."""

    rows: tuple[tuple[str, ...], ...]
    columns: Mapping[str, int]
    first: int  # place of the first row below the titles
    separator: str = ","


def load_register(path: str) -> Register:
    """The register of a file.

    ``UserError`` 'not-found', or 'bad-register' (``path``, ``line``) for what is no text, or a day that is none.
    """
    return register_of(read_table(_bytes(path), path), path)


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise UserError("not-found", path=path) from None
    except OSError as error:
        raise UserError("bad-register", path=path, line=str(error)) from None


def read_table(data: bytes, path: str) -> RegisterTable:
    """The rows of a register's bytes; the separator is the one that gives most titles."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        read = [_separated(text, separator) for separator in SEPARATORS]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError("bad-register", path=path, line=str(error)) from None
    return max(read, key=lambda table: (len(table.columns), -SEPARATORS.index(table.separator)))


def _separated(text: str, separator: str) -> RegisterTable:
    rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    titles = [_KEYS.get(fold(squeeze(cell))) for cell in rows[0]] if rows else []
    columns = {key: titles.index(key) for key in COLUMNS if key in titles}
    if "file" in columns and len(columns) > 1:
        return RegisterTable(rows, columns, 1, separator)
    wide = bool(rows) and len(rows[0]) > 1
    first = 0 if wide and parse_date(rows[0][1]) else 1
    return RegisterTable(rows, {"file": 0, "received": 1} if wide else {}, first, separator)


def register_of(table: RegisterTable, path: str) -> Register:
    entries = []
    for line, row in enumerate(table.rows[table.first :], table.first + 1):
        cells = {key: squeeze(row[at]) if at < len(row) else "" for key, at in table.columns.items()}
        day = moment_of(cells.get("received", ""))
        if day is None or (not table.columns and any(row)):
            raise UserError("bad-register", path=path, line=line)
        file, sha256 = _as_named(cells.get("file", "")), cells.get("sha256", "").lower()
        if file or sha256:
            entries.append(RegisterEntry(file, sha256, day, cells.get("unit", "")))
    return Register(tuple(entries))


def moment_of(text: str) -> str | None:
    """'14/06/2026' -> '2026-06-14', '14/06/2026 8:05' -> '2026-06-14T08:05'; '' -> ''; None for what is no day."""
    if not text:
        return ""
    day, time = parse_date(text), _TIME.search(text)
    if day is None:
        return None
    if time is None:
        return day.isoformat()
    hour = int(time[1]) % 12 + (12 if time[3].lower() in ("pm", "ch") else 0) if time[3] else int(time[1])
    return f"{day.isoformat()}T{hour:02d}:{time[2]}" if hour < 24 and int(time[2]) < 60 else None


def _as_named(text: str) -> str:
    """A name that was kept from becoming a formula, as it is."""
    return text[1:] if text.startswith("'") and _would_be_formula(text) else text


def _would_be_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_STARTS_FORMULA)


# --- bringing it up to date ------------------------------------------------------------------------------------------


class Updated(NamedTuple):
    data: bytes
    new: tuple[RegisterEntry, ...]
    entries: int


def updated(table: RegisterTable, path: str, found: Sequence[tuple[str, Source]], now: str) -> Updated:
    """The register with a row for each file that it does not know. Rows that are there stay, whatever became of the
    file; one without a content gets that of the only file that fits it.

    ``found``: each file's path below its folder, and its source; ``now``: what is written as the day of receipt where
    the source has none.
    """
    rows = [list(row) for row in table.rows[table.first :]]
    titles, columns = _all_columns(table)
    entries = register_of(table, path).entries
    places = [place for place, row in enumerate(rows) if _names_file(table, row)]
    by_content = {entry.sha256 for entry in entries if entry.sha256}
    exact = {(_slashed(entry.file), entry.sha256) for entry in entries if entry.sha256}
    unnamed = {place: entry for place, entry in zip(places, entries, strict=True) if not entry.sha256}
    named = {place: [one for one in found if fits(entry.file, one[0])] for place, entry in unnamed.items()}
    for place, some in named.items():
        if len({source.sha256 for _, source in some}) == 1 and some[0][1].sha256 not in by_content:
            rows[place] += [""] * (len(titles) - len(rows[place]))
            rows[place][columns["sha256"]] = some[0][1].sha256
    taken = {(name, source.sha256) for some in named.values() for name, source in some}
    new = []
    for name, source in found:
        if (_slashed(name), source.sha256) in exact or (name, source.sha256) in taken:
            continue
        new.append(RegisterEntry(_slashed(name), source.sha256, source.received or now))
    rows += [_row(entry, columns, len(titles)) for entry in new]
    return Updated(_written([titles, *rows], table.separator), tuple(new), len(entries) + len(new))


def _names_file(table: RegisterTable, row: Sequence[str]) -> bool:
    cells = (row[at] if at < len(row) else "" for key, at in table.columns.items() if key in ("file", "sha256"))
    return any(squeeze(cell) for cell in cells)


def _all_columns(table: RegisterTable) -> tuple[list[str], dict[str, int]]:
    """(titles, key -> column): those that the file has, and at the end those that it has not."""
    titles = list(table.rows[0]) if table.first and table.rows else []
    columns = dict(table.columns)
    titles += [""] * (max(columns.values(), default=-1) + 1 - len(titles))
    for key, at in columns.items():
        titles[at] = titles[at] or TITLES[key][0]
    for key in COLUMNS:
        if key not in columns:
            columns[key] = len(titles)
            titles.append(TITLES[key][0])
    return titles, columns


def _row(entry: RegisterEntry, columns: Mapping[str, int], width: int) -> list[str]:
    row = [""] * width
    row[columns["file"]] = f"'{entry.file}" if _would_be_formula(entry.file) else entry.file
    row[columns["sha256"]], row[columns["received"]] = entry.sha256, written_moment(entry.received)
    return row


def written_moment(received: str) -> str:
    """'2026-06-14T08:05:33' -> '14/06/2026 08:05', which spreadsheets that put the month first leave alone too."""
    if not received:
        return ""
    year, month, day = received[:10].split("-")
    return f"{day}/{month}/{year} {received[11:16]}".strip()


def _written(rows: Iterable[Sequence[str]], separator: str) -> bytes:
    """With the mark for UTF-8, without which Excel takes it for its own code page."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
