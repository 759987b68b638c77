"""The block above the table: who reports, for which period, by whom; and the narrative sheet.

In our template each input is found by its defined name, then by the label beside it. In any other workbook the lines
above the table are searched for what an office writes there: 'UBND xã ...', '6 tháng đầu năm 2020', 'Số: 05/BC-UBND',
'ngày 06 tháng 11 năm 2019'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.form.layout import SHEET_NARRATIVE, header_name
from cchc_xl.form.period import period_type
from cchc_xl.model import CellRef, Form, Grid, Sheet, column_number
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import Table, text_of
from cchc_xl.table.spans import cut
from cchc_xl.table.spelled_period import may_name_period
from cchc_xl.table.whole_table import kind_of_line
from cchc_xl.text import CACHED_LENGTH, fold, holds, late, plain, remembered, speaks, squeeze

LONGEST_LABEL = 60
SEARCHED_ROWS = 30  # rows above a table that may hold its heading
_NAME_REF = late(r"^'?((?:[^']|'')+?)'?!\$?([A-Z]{1,3})\$?(\d+)$")
_UNIT_LINE = late(
    r"^(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd)\s+(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tp|tx|tt|p)\b"
    r"|^(?:xã|phường|thị trấn|đặc khu)\s+\w"
    r"|^(?:sở|ban|chi cục|văn phòng|thanh tra|trung tâm|trường|bệnh viện|đài|kho bạc|cục|công an|viện|huyện|bộ chỉ"
    r" huy|ban quản lý)\s+\w"
)
_REPORT_NO = late(r"^số\s*:\s*\S*\s*/|^số\s*:\s*\d+", re.IGNORECASE)
_CUT_OFF = late(
    r"(?:số liệu|tính|chốt|từ)\b.{0,40}?\b(?:đến|tới)(?: hết)?(?: ngày)?\s+(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*20\d\d)"
)
_NEXT = ("phương hướng", "nhiệm vụ", "kế hoạch", "chương trình công tác", "dự kiến")
_NEXT_PERIOD = late(
    r"[,;:.]?\s*(?:và\s+|\(\s*)?(?:phương hướng|nhiệm vụ|(?:kế hoạch|chương trình) công tác)\b"
    r"|(?:[,;:.]|\bvà)\s*(?:kế hoạch|dự kiến)\b",
    re.IGNORECASE,
)
_OTHER_SPAN = late(
    r"\bquý\b|\btháng\s+(?:0?[1-9]|1[0-2])\b|\btháng\s*/|\b(?:0?[1-57-9]|1[01]|một|hai|ba|bốn|năm|bảy|tám|chín|mười)\s+tháng\b|\btuần\b"
)
_DAY = late(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b")
_YEAR = late(r"20\d\d")
_HALF_YEAR = late(r"\b(?:0?6|sáu)\s+tháng\b")
_CITING = late(r"\((?:theo|thực hiện|kèm theo|ban hành|căn cứ)(?!\w)[^()]*\)", re.IGNORECASE)
_ISSUED = late(r"ngày\b(?!\s*,).{0,12}\btháng\b.{0,8}\bnăm\b", re.IGNORECASE)  # with commas it is a label


def is_unit_line(folded: str) -> bool:
    """Does a line, folded, begin as the name of an office does?"""
    return _UNIT_LINE.match(folded) is not None


class Header(NamedTuple):
    """Text by header field id, with the cell of each.

    ``ours``: the block is the template's, so that a blank in it is an omission.
    """

    values: Mapping[str, str]
    refs: Mapping[str, CellRef]
    ours: bool


def read_header(grid: Grid, table: Table, meta: Mapping[str, str]) -> Header:
    """The header block that belongs to a table.

    The template's own where the figures were put on a sheet without one.
    """
    sheet, texts = table.sheet, _texts_above(table.sheet, table.head_row or max(table.top, SEARCHED_ROWS))
    colon, bare = _labelled(sheet, table.form, texts)
    own = grid.sheet(meta.get("sheet.table", "")) if meta and not colon else None
    if own:
        sheet, texts = own, _texts_above(own, SEARCHED_ROWS)
        colon, bare = _labelled(sheet, table.form, texts)
    refs = {**_named(grid, table.form, sheet), **colon} if meta else colon
    refs = {**{key: ref for key, ref in bare.items() if ref not in refs.values()}, **refs}
    values = {key: text_of(sheet.cells.get((ref.row, ref.column))) for key, ref in refs.items()}
    have = {key for key, value in values.items() if value}
    found = _beside_labels(sheet, table.form, texts, have) if meta else _searched(grid, table, texts, have)
    values = {**values, **{key: text for key, (text, _) in found.items()}}
    refs = {**refs, **{key: ref for key, (_, ref) in found.items()}}
    return Header(values, refs, bool(meta) and bool(refs))


Texts = Sequence[tuple[int, int, str]]
"""(row, column, text) of cells, in the order in which they are read."""


def _texts_above(sheet: Sheet, row: int) -> Texts:
    """The texts above a row."""
    return sorted(
        [(*place, cell.value) for place, cell in sheet.cells.items() if place[0] < row and type(cell.value) is str]
    )


def _beside_labels(sheet: Sheet, form: Form, texts: Texts, have: set[str]) -> dict[str, tuple[str, CellRef]]:
    """Entries that were typed into the cell of their label: 'Đơn vị báo cáo: Xã An Bình'."""
    if len(have) == len(form.header):
        return {}
    found: dict[str, tuple[str, CellRef]] = {}
    for row, column, whole in texts:
        if ":" in whole and sheet.cells[row, column].formula is None:
            label, _, text = whole.partition(":")
            key = _wanted(form).get(fold(label))
            if key and key not in have and text.strip():
                found.setdefault(key, (squeeze(text), CellRef(sheet.name, row, column)))
    return found


def _named(grid: Grid, form: Form, sheet: Sheet) -> dict[str, CellRef]:
    refs = {}
    for item in form.header:
        ref = parse_reference(grid.names.get(header_name(item.id), ""))
        if ref and ref.sheet == sheet.name:
            refs[item.id] = ref
    return refs


@remembered(512)  # the names of all files of a campaign are the same
def parse_reference(text: str) -> CellRef | None:
    """ "'Phụ lục'!$C$7" -> CellRef; None for anything but one cell."""
    match = _NAME_REF.match(text)
    if not match:
        return None
    return CellRef(match[1].replace("''", "'"), int(match[3]), column_number(match[2]))


def _labelled(sheet: Sheet, form: Form, texts: Texts) -> tuple[dict[str, CellRef], dict[str, CellRef]]:
    """Inputs whose label stands to their left: (those whose label ends with a colon, all).

    The former count more: without a colon 'Năm', chosen as the period, would pass for the label of the year.
    """
    named = _labels(form)
    spans = {(top, left): right for top, left, _, right in sheet.body.merges}
    colon: dict[str, CellRef] = {}
    every: dict[str, CellRef] = {}
    for row, column, text in texts:
        known = named.get(text)
        if known is None:
            known = _label(text, form)
            if len(text) <= LONGEST_LABEL:
                named[text] = known
        key, ends = known
        if key:
            ref = _input(sheet, row, column, spans.get((row, column), column), _wanted(form))
            every.setdefault(key, ref)
            if ends:
                colon.setdefault(key, ref)
    return colon, every


def _label(text: str, form: Form) -> tuple[str, bool]:
    """The header field whose label a text is, '' where it is none; does it end with a colon?"""
    label = fold(text) if len(text) <= LONGEST_LABEL else ""
    return _wanted(form).get(label.rstrip(" :.*"), ""), label.endswith(":")


@remembered_by_identity
def _labels(form: Form) -> BoundedCache[str, tuple[str, bool]]:  # noqa: ARG001 - one for each form
    return BoundedCache(1024)


def _input(sheet: Sheet, row: int, label: int, right: int, wanted: Mapping[str, str]) -> CellRef:
    """The cell beside a label that is merged up to ``right``; where columns were put in, the next one that holds
    something and is no label.

    Cells below a merged range are looked at too: a program that moves cells may leave the range behind.
    """
    for column in range(label + 1, right + 5):
        cell = sheet.cells.get((row, column))
        text = text_of(cell)
        if text and cell and (column == right + 1 or cell.formula is None):  # the live checks stand in the same rows
            if text.endswith(":") or (column > right + 1 and fold(text) in wanted):
                break
            return CellRef(sheet.name, row, column)
    return CellRef(sheet.name, row, right + 1)


@remembered_by_identity
def _wanted(form: Form) -> Mapping[str, str]:
    """Folded label or alias -> header field id."""
    return {fold(name): item.id for item in form.header for name in (item.label, *item.aliases)}


def _searched(grid: Grid, table: Table, texts: Texts, have: set[str]) -> dict[str, tuple[str, CellRef]]:
    """What the lines above a foreign table say; every entry with its cell.

    What they do not say may stand on a cover sheet before it.
    """
    found: dict[str, tuple[str, CellRef]] = {}
    _search(
        table.sheet, [text for text in texts if table.top - SEARCHED_ROWS <= text[0] < table.top], table.form, found
    )
    if grid.source.is_document:
        from cchc_xl.table.document import document_head, text_sheet

        text = text_sheet(grid)
        if text is not None:
            head = document_head(text, table.form)
            found = {key: (value, head.refs[key]) for key, value in head.values.items()} | found
    elif not {"unit", "period"} <= have | found.keys():
        covers: dict[str, tuple[str, CellRef]] = {}
        for sheet in grid.sheets:
            if sheet is table.sheet:
                break
            if sheet.state == "visible":
                _search(sheet, _texts_above(sheet, SEARCHED_ROWS + 1), table.form, covers)
        found = {**covers, **found}
    return {key: value for key, value in without_plan(found).items() if key not in have}


def without_plan(found: dict[str, tuple[str, CellRef]]) -> dict[str, tuple[str, CellRef]]:
    """What was found by header field, where the heading of a plan ('Kế hoạch năm 2026') names the period of the report
    only if nothing else does.
    """
    plan = found.pop("plan", None)
    return {"period": plan, **found} if plan else found


def _search(sheet: Sheet, texts: Texts, form: Form, found: dict[str, tuple[str, CellRef]]) -> None:
    for row, column, whole in texts:
        for field, text in fields_in(whole, form):
            if field == "unit":
                found["unit"] = (
                    text,
                    CellRef(sheet.name, row, column),
                )  # the last such line: the superior body stands above
            elif field not in found:
                found[field] = (text, CellRef(sheet.name, row, column))
            elif field == "period" and (year := _year_of(found[field][0], text)):
                found.setdefault("year", (year, found[field][1]))
                found[field] = (text, CellRef(sheet.name, row, column))


def _year_of(told: str, more: str) -> str:
    """The year of which a line says which part is meant, where the line above told no more than the year: 'năm 2026',
    '6 tháng đầu năm 2026'; '' for any other two.
    """
    years, parts = cut(plain(told)).spans, cut(plain(more)).spans
    if len(years) != 1 or not years[0].is_year or "ca nam" in plain(told) or not parts:
        return ""
    same = all(not span.is_year and span.year in (None, years[0].year) for span in parts)
    return str(years[0].year) if same else ""


@remembered_by_identity
def _texts_known(form: Form) -> BoundedCache[str, tuple[tuple[str, str], ...]]:  # noqa: ARG001 - one for each form
    return BoundedCache(2048)  # letterheads and titles are the same in all files of a campaign


def fields_in(text: str, form: Form) -> tuple[tuple[str, str], ...]:
    """(header field, text) for what the lines of a cell say, top down; "plan" for the period of a plan's heading."""
    known = _texts_known(form)
    fields = known.get(text)
    if fields is None:
        fields = tuple(one for line in text.splitlines() for one in _fields_of(squeeze(line), form))
        if len(text) <= CACHED_LENGTH:
            known[text] = fields
    return fields


def labelled(line: str, form: Form) -> tuple[str, str] | None:
    """(header field, text) of an entry behind the form's own label for it: 'Kỳ báo cáo: Năm'; None for other lines."""
    label, colon, text = line.partition(":")
    if not colon or len(label) > LONGEST_LABEL or not text.strip():
        return None
    folded = fold(label)
    item = next((item for item in form.header if fold(item.label) == folded), None)
    return (item.id, text.strip()) if item else None


def _fields_of(line: str, form: Form) -> Iterator[tuple[str, str]]:
    """(header field, text) of a line that says something."""
    folded = fold(line)
    if folded.rstrip(" :.*") in _wanted(form):  # a label that nothing was written beside: 'Ngày, tháng, năm:'
        return
    label, colon, rest = folded.partition(":")
    field = _wanted(form).get(label.strip()) if colon and rest.strip() else None
    if field and field != "report_no":
        yield field, line.split(":", 1)[1].strip()
        return
    if _REPORT_NO.match(folded):
        yield "report_no", line
    elif _ISSUED.search(folded) and "kế hoạch" not in folded:
        yield "report_date", line
    elif _UNIT_LINE.match(folded):
        yield "unit", line
    until = _CUT_OFF.search(folded)
    if until:
        yield "cut_off", until[1]
    line = _CITING.sub(" ", line) if "(" in line else line
    if _names_period(fold(line), form):
        yield ("period" if kind_of_line(line) != "plan" else "plan"), line


def own_period(text: str, form: Form) -> str:
    """What a text says of the report's own period: without the plans for the next one, and nothing where it names a
    span of a kind that the form has not.

    '6 tháng đầu năm 2026 và phương hướng 6 tháng cuối năm' is the first half; 'Quý II năm 2026' and 'tháng 6 năm 2026'
    are no year.
    """
    text = squeeze(text)
    if speaks(fold(text), _NEXT):
        text = _NEXT_PERIOD.split(text, maxsplit=1)[0]
    if holds(text, "/.-"):
        text = _DAY.sub(" ", text)
    folded = fold(text)
    other = _OTHER_SPAN.search(folded)
    if not other or _HALF_YEAR.search(folded):
        return text
    kind = period_type(form, folded)  # of a form with quarters or months such a span is the very period
    names = [fold(name) for name in (kind.label, *kind.aliases)] if kind else []
    return text if any(other[0] in name for name in names) else ""


def _names_period(folded: str, form: Form) -> bool:
    """A title such as 'báo cáo ...

    6 tháng đầu năm 2020'; neither a plan that is cited nor the date of issue, which also has 'năm'.
    """
    if folded.startswith(("thực hiện", "căn cứ")):
        return False
    if _YEAR.search(folded) and not _ISSUED.search(folded) and period_type(form, folded) is not None:
        return True
    return may_name_period(folded, form)


def read_narrative(grid: Grid, form: Form, names: Iterable[str]) -> dict[str, str]:
    """The narrative sections by id: the cell below each section's title, on the sheet named by the map or by the
    template.
    """
    sheet = next((s for name in (*names, SHEET_NARRATIVE) if name and (s := grid.sheet(name))), None)
    if sheet is None:
        return {}
    titles = {fold(item.label): item.id for item in form.narrative}
    sections = {}
    for (row, column), cell in sheet.cells.items():
        key = titles.get(fold(cell.value)) if isinstance(cell.value, str) else None
        if key:
            text = text_of(sheet.cells.get((row + 1, column)))
            if text and fold(text) not in titles:
                sections[key] = text
    return sections


def heading_lines(table: Table) -> Sequence[str]:
    """All text above the table, for whoever looks for a name in it."""
    return [text.strip() for _, _, text in _texts_above(table.sheet, table.top)]
