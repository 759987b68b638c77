"""Notes, comments and lines around the table that speak of a figure: another number that is right (V44), words that
take the figure back (V45), an estimate (V18), parts that do not come to it (V43).

Each is found where it stands. A line speaks of the indicators that it names ("mục 04", a label, the mark of a
footnote), or of all of them ("Số liệu tháng 6", S21). What is said once as a scale, an estimate or a draft is for
``whole_table``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.bounded_cache import BoundedCache, remembered_by_identity
from cchc_xl.check.catalogue import finding
from cchc_xl.model import CellRef, Field, Finding, Form, Period, Reading, Sheet
from cchc_xl.records import NamedTuple
from cchc_xl.table.document_titles import is_about_reform
from cchc_xl.table.mentions import all_figures, counted_in, is_heading, mentioned
from cchc_xl.table.rows import Around, Table, texts_beside
from cchc_xl.table.spans import Span, agrees, cut
from cchc_xl.table.whole_table import told_by
from cchc_xl.text import CACHED_LENGTH, all_unaccented, fold, holds, plain, remembered, squeeze, worded
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:  # what notes say is asked of few texts only
    from cchc_xl.quantity.note_sums import Above
    from cchc_xl.quantity.notes import Meaning

    About = tuple[str, int, Period | None, int | None, dt.timedelta, frozenset[str] | None]

LONGEST_LINE = 300  # characters; a longer text is a narrative
MOST_LINES = 40  # of a sheet beside the table's that is a note; one with more holds lists and evidence
_OF_ALL_FIGURES = {"others", "copied", "doubt", "operation", "later", "nodata", "reported"}
NO_FIGURE = -1  # of which a line speaks that speaks of all of them
_BESIDE_ZERO = frozenset({"plan", "rate", "scale", "unit", "period", "~", ">=", "<="})  # they take nothing from a 0
_SIGNS = str.maketrans(dict.fromkeys(":,.;()[]-!", " "))
_LEADS = frozenset({"so", "ket", "tinh", "ca", "luy", "lay", "bang", "bieu", "la", "cua", "thoi", "chot", "chi", "moi"})
_CONNECTING = _LEADS | {
    *("lieu", "qua", "luong", "ke", "trong", "tren", "nay", "duoc", "chi", "moi", "bao", "cao", "theo", "cac"),
    *(
        "thuc",
        "hien",
        "rieng",
        "diem",
        "gian",
        "ngay",
        "het",
        "tong",
        "hop",
        "thong",
        "cap",
        "nhat",
        "den",
        "tu",
        "co",
        "moi",
    ),
}
_DONE = {
    *(
        "da",
        "to",
        "chuc",
        "in",
        "dang",
        "phat",
        "ban",
        "hanh",
        "ky",
        "lam",
        "mo",
        "ton",
        "tu",
        "chuyen",
        "sang",
        "trong",
    ),
    *(
        "thuc",
        "hien",
        "duoc",
        "tai",
        "cap",
        "nhan",
        "trien",
        "khai",
        "so",
        "cua",
        "hoi",
        "nghi",
        "tin",
        "bai",
        "to",
        "roi",
    ),
    *("van", "cuoc", "thi", "tai", "lieu", "con", "lai", "lop"),
}
_ACTS = {"chuc", "in", "dang", "phat", "hanh", "ky", "lam", "mo", "ton", "hien", "khai", "tai"}
LINE_NEAR, NOTE_NEAR = dt.timedelta(days=7), dt.timedelta(days=31)
"""By how much the last day of figures may differ from the period's in a line, and in the note of one indicator, where
the rule says that another day is to be told.
"""


class Remark(NamedTuple):
    """A text that speaks of an indicator: its note, its comment, a line.

    ``field``: '' where a line speaks of all figures, or does not say of which; ``of_all``: it does, as it stands on
    their title. ``text``: what is said of the figure, of ``quote``, which is as it was written. ``only``: what of it
    counts, where it may be a guide of whoever made the form; everything by default.
    """

    field: str
    text: str
    ref: CellRef
    quote: str
    of_all: bool = False
    only: frozenset[str] | None = None


def remarked(
    table: Table,
    around: Around,
    readings: Sequence[Reading],
    period: Period | None,
    others: Sequence[Sheet] = (),
    unit: str = "",
) -> tuple[tuple[Reading, ...], tuple[Finding, ...]]:
    """The readings, estimates among them as such, and a finding for each remark that says something of a figure.

    ``others``: further sheets of the office's own, which may speak of one. ``unit``: who reports, whose own name in a
    line is no other office's.
    """
    by_field = {reading.field: reading for reading in readings}
    found: dict[tuple[str, str], Finding] = {}
    remarks = (*_of_rows(table, by_field), *_of_lines(table, around, by_field), *_of_sheets(others, table, by_field))
    for remark in remarks:
        if not remark.field:
            found.update(_of_all(table.form, remark, period))
            continue
        reading, field = by_field[remark.field], table.form.field(remark.field)
        if type(reading.number) is not int or reading.state not in ("number", "estimate"):
            continue
        above = _above(table.form, field, by_field)
        meant = _meaning(remark.text, reading.number, field, period, above, only=remark.only)
        if not meant.does or (remark.field, meant.does) in found or meant.does == reading.state:
            continue
        if remark.only is not None and meant.does not in remark.only:
            continue
        if meant.why == "subject" and not is_about_reform(table.form):
            continue
        if meant.why == "rate" and _is_of_one(field, by_field, remark.text):
            continue
        if meant.does == "estimate":
            by_field[remark.field] = reading._replace(state="estimate", bound=meant.why)
        found[remark.field, meant.does] = _finding(table.form, remark, reading, meant)
    told = {one.ref for one in found.values()}
    claims = _claims(table, around, period, unit)
    asked = tuple(one for one in claims if one.ref not in told)
    return tuple(by_field[reading.field] for reading in readings), (*found.values(), *asked)


# --- what a remark says ----------------------------------------------------------------------------------------------


def _above(form: Form, field: Field, readings: Mapping[str, Reading]) -> Above | None:
    """The indicator that a figure is told of, where it has a number: a mean is of so many."""
    reading = readings.get(field.parent or "")
    if reading is None or type(reading.number) is not int:
        return None
    from cchc_xl.quantity.note_sums import Above

    return Above(form.field(reading.field), reading.number)


def _meaning(
    text: str,
    number: int,
    field: Field,
    period: Period | None,
    above: Above | None = None,
    near: dt.timedelta = NOTE_NEAR,
    only: frozenset[str] | None = None,
) -> Meaning:
    """What a text says of a figure; ``near``: see ``NOTE_NEAR``; ``only``: see ``Remark``."""
    known, about = _meanings(field), (text, number, period, above and above.number, near, only)
    meant = known.get(about)
    if meant is None:
        meant = _worked_out(text, number, field, period, above, near, only)
        if len(text) <= CACHED_LENGTH:
            known[about] = meant
    return meant


@remembered_by_identity
def _meanings(field: Field) -> BoundedCache[About, Meaning]:  # noqa: ARG001 - one for each field
    return BoundedCache(512)  # many files have the same notes


def _worked_out(
    text: str,
    number: int,
    field: Field,
    period: Period | None,
    above: Above | None,
    near: dt.timedelta,
    only: frozenset[str] | None,
) -> Meaning:
    from cchc_xl.quantity.concerns import concern
    from cchc_xl.quantity.note_sums import reckoned
    from cchc_xl.quantity.notes import NOTHING, Meaning, statement

    meant = statement(text, number, field)
    if meant.does and not (number == 0 and meant.why in _BESIDE_ZERO):  # "chưa thực hiện" beside 0 says why it is 0
        return meant
    if only == _CORRECTING:
        return NOTHING  # the rest tells of no correction
    if any(_is_another_time(span, period, near) for span in _times_of(text)):
        return Meaning("changes", "period")
    if number and field.measure == "flow" and _is_done_before(text, number, period):
        return Meaning("changes", "period")
    adds = reckoned(text, number, field, above) if number > 0 else None
    if adds is not None and adds.why:
        return Meaning("parts", "", adds.number) if adds.why == "parts" else Meaning("asks", adds.why, adds.number)
    asks = number != NO_FIGURE and only is None  # where only some things count, questions are none of them
    why = concern(text, number, field, period) if asks else ""
    return Meaning("asks", why) if why else NOTHING


@remembered(4096)
def _times_of(text: str) -> tuple[Span, ...]:
    """The spans that a text says its figures are of: 'số liệu tháng 6', 'cả năm', 'kết quả quý II', 'tính đến tháng 3'.

    When something was done ('tháng 6') says nothing about that.
    """
    from cchc_xl.quantity.notes import clauses

    return tuple(span for clause in clauses(text) for span in _spans_of(clause))


def _spans_of(clause: str) -> tuple[Span, ...]:
    first = plain(clause.split(" ", 1)[0])
    if clause.startswith(("mỗi ", "từng ", "moi thang")):
        return ()  # 'mỗi tháng 3'
    if first not in _LEADS and not (first.isdecimal() and plain(clause).startswith(f"{first} thang")):
        return ()
    spans, rest = cut(plain(clause))
    return spans if set(rest.translate(_SIGNS).split()) <= _CONNECTING else ()


@remembered(4096)
def _dated(text: str) -> tuple[tuple[tuple[Span, ...], frozenset[str]], ...]:
    """The spans of each clause that names a year, and the other words of it: 'đã tổ chức năm 2025', 'năm 2024: 26'."""
    from cchc_xl.quantity.notes import clauses

    cuts = (cut(plain(clause)) for clause in clauses(text)) if "20" in text else ()
    return tuple((spans, frozenset(rest.translate(_SIGNS).split())) for spans, rest in cuts if spans)


def _is_done_before(text: str, number: int, period: Period | None) -> bool:
    """Does a note say that the figure, or what was done, is of a year before the period?"""
    return any(
        (words == {str(number)} or (words <= _DONE and words & _ACTS))
        and any(_is_earlier(span, period) for span in spans)
        for spans, words in _dated(text)
    )


def _is_earlier(span: Span, period: Period | None) -> bool:
    """A span of a year before the period's; the December in which the period begins is none."""
    if period is None or span.year is None or span.year >= period.year:
        return False
    return not (span.year == period.start.year and span.first == period.start.month)


def _is_another_time(span: Span, period: Period | None, near: dt.timedelta) -> bool:
    """Is a span not the period? A last day ``near`` the period's says nothing against the figures."""
    if span.end is None and span.start is not None and period is not None and span.start == period.start:
        return False
    return not agrees(span, period) and (span.end is None or _is_far(span.end, period, near))


def _is_far(last: dt.date, period: Period | None, near: dt.timedelta) -> bool:
    """Is the last day of figures further from the period's than ``near``? Of a day without its year the period's."""
    if period is None:
        return False
    return abs((last.replace(year=period.end.year) if last.year == 1 else last) - period.end) > near


def _is_of_one(field: Field, readings: Mapping[str, Reading], text: str) -> bool:
    """'100 người/lớp' beside 100, of one lớp, is the total as well."""
    above = readings.get(field.parent or "")
    return above is not None and above.number == 1 and any(c.isdigit() for c in text)


def _finding(form: Form, remark: Remark, reading: Reading, meant: Meaning) -> Finding:
    """What a remark says of a figure, at the remark, with the figure that it speaks of."""
    text, number, at = squeeze(remark.quote), reading.number, reading.ref.a1 if reading.ref else ""
    about = {"text": text, "a": number, "at": at, "key": text}
    code, proposed, params = "V45", None, {**about, "what": f"change-{meant.why}"}
    if meant.does == "estimate":
        code, params = "V18", {"note": text, "min": 0 if meant.why == "<=" else number, "bound": meant.why}
    elif meant.does == "asks":
        code, params = "V47", {**about, "what": f"ask-{meant.why}", "b": meant.number}
    elif meant.does == "corrects":
        code, proposed, params = "V44", meant.number, {**about, "b": meant.number}
    elif meant.does == "parts":
        code, params = "V43", {"a": number, "b": meant.number, "found": text, "key": text}
    return finding(
        code, form, field=remark.field, ref=remark.ref, raw=reading.raw_text, proposed=proposed, params=params
    )


def _of_all_figures(text: str, meant: Meaning, field: Field) -> str:
    """The id of what a line says of all figures, '' for nothing: what it would say of one, whatever that is."""
    from cchc_xl.quantity.concerns import concern

    if meant.does == "changes":
        return f"change-{meant.why}"
    why = concern(text, NO_FIGURE, field) if not meant.does and not any(c.isdigit() for c in text) else ""
    return f"ask-{why}" if why in _OF_ALL_FIGURES else ""


def _of_all(form: Form, remark: Remark, period: Period | None) -> Iterator[tuple[tuple[str, str], Finding]]:
    """S21 for what a line says of all figures; V44 for a correction that does not say of which."""
    meant, text = _meaning(remark.text, NO_FIGURE, form.fields[0], period, near=LINE_NEAR), squeeze(remark.quote)
    if meant.does == "corrects":
        params = {"text": text, "b": meant.number, "key": text}
        yield ("", text), finding("V44", form, ref=remark.ref, raw=text, params=params)
    elif (remark.of_all or all_figures(remark.text)) and (why := _of_all_figures(remark.text, meant, form.fields[0])):
        params = {"found": text, "what": why}
        yield ("", text), finding("S21", form, ref=remark.ref, raw=text, params=params)


# --- where remarks stand ---------------------------------------------------------------------------------------------


def _of_rows(table: Table, readings: Mapping[str, Reading]) -> Iterator[Remark]:
    """Notes and comments of the rows that were read."""
    columns = table.columns
    for field, reading in readings.items():
        if reading.ref is not None and reading.note and columns.note:
            yield Remark(field, reading.note, table.ref(reading.ref.row, columns.note), reading.note)
    if table.sheet.body.comments:
        yield from _of_comments(table, readings)


def _of_comments(table: Table, readings: Mapping[str, Reading]) -> Iterator[Remark]:
    """Comments on the rows that were read. On the labels, and where most of a column's cells have one, they may be the
    guide of whoever made the form: of that a correction counts, and what takes a figure back without its words.
    """
    from cchc_xl.grid.openxml.comments import own_words

    comments, columns = table.sheet.body.comments, table.columns
    asked = [
        (field, reading.ref.row, column, text)
        for field, reading in readings.items()
        if reading.ref is not None
        for column in dict.fromkeys(filter(None, (reading.ref.column, columns.note, columns.label, columns.unit)))
        if (text := own_words(comments.get((reading.ref.row, column), "")))
    ]
    commented = Counter(column for _, _, column, _ in asked)
    for field, row, column, text in asked:
        names = column in (columns.label, columns.unit)
        guide = (_GUIDES if names else _INSTRUCTS).fullmatch(fold(text))
        guides = commented[column] > max(2, len(readings) // 2) or guide is not None
        firm = _FIRM if names else None
        yield Remark(field, text, table.ref(row, column), text, only=_CORRECTING if guides else firm)


_FIRM, _CORRECTING = frozenset({"corrects", "changes", "estimate", "parts"}), frozenset({"corrects"})
# How a guide to a form begins on a label or a title: 'Bao gồm công văn, kế hoạch', 'Tính cả hình thức trực tuyến'.
_GUIDES = worded(
    r"(?:ví dụ|vd|bao gồm|gồm|làm tròn|nhập|ghi(?! nhầm| sai| lộn)|nếu|không (?:nhập|ghi|để)|cách|hướng dẫn"
    r"|lấy (?:số|từ)|đơn vị tính|đvt|chỉ (?:ghi|nhập)|tính cả|kể cả|xem|nguồn)(?!\w).*"
)
# And beside a figure, which may itself include something or be taken from it: 'gồm cả bài đăng web'.
_INSTRUCTS = worded(
    r"(?:ví dụ|vd)\s*[:.]?\s*(?:(?:nhập|ghi|điền) )?[0-9].*|làm tròn (?:đến|tới|thành) .*"
    r"|nếu .* thì (?:ghi|nhập|điền|để) (?:số )?(?:0|không|trống)(?!\w).*"
    r"|không (?:nhập|ghi|điền|để) (?:chữ|công thức|trống|dấu|đơn vị|số âm|số thập phân)(?!\w).*"
    r"|(?:chỉ )?(?:ghi|nhập|điền) (?:tổng )?số .*(?:trong kỳ|, không (?:ghi|nhập|điền|tính) ).*"
    r"|(?:cách|hướng dẫn) (?:ghi|nhập|điền)(?!\w).*"
)


# "Cột này đang để số kế hoạch" says what "số kế hoạch" does.
_OF_COLUMN = worded(
    r"^(?:(?:số liệu|số|toàn bộ|cả) )?(?:(?:ở|tại|của|trong) )?cột (?:này|số lượng|d)(?: (?:đang|hiện|tạm|chỉ))*"
    r"(?: (?:để|ghi|là|lấy|dùng|nhập|điền|đưa))?\s*[:-]?\s*"
)


def _of_lines(table: Table, around: Around, readings: Mapping[str, Reading]) -> Iterator[Remark]:
    """Lines above and below the table, each for the indicators that it speaks of."""
    own = {row.row for row in table.rows if row.value}  # rows of an office's own indicators
    texts = (*around, (table.top, table.columns.label, table.sheet.name))
    for row, column, text in (*(one for one in texts if one[0] not in own), *texts_beside(table)):
        for line in text.splitlines():
            if line and len(line) <= LONGEST_LINE and _line_may_tell(line):
                ref = table.ref(row, column)
                about = list(mentioned(line, table, readings))
                if not about and (row > table.last or not is_heading(line)):
                    about = [(field, line) for field in counted_in(line, table.form) if field in readings]
                yield from (Remark(field, rest, ref, line) for field, rest in about)
    comments = table.sheet.body.comments if table.head_row else {}
    for column in filter(None, table.columns.values if comments else ()):
        from cchc_xl.grid.openxml.comments import own_words

        text = own_words(comments.get((table.head_row, column), ""))
        if text and not _GUIDES.fullmatch(fold(text)):
            folded = fold(text)
            named = _OF_COLUMN.match(folded)
            said = folded[named.end() :] if named else folded
            yield Remark("", said, table.ref(table.head_row, column), text, of_all=True)


def _of_sheets(others: Sequence[Sheet], table: Table, readings: Mapping[str, Reading]) -> Iterator[Remark]:
    """Lines of sheets that hold a few words and no more, for the indicators that they name."""
    for sheet in others:
        texts = [(place, cell.value) for place, cell in sheet.cells.items() if type(cell.value) is str]
        for place, text in texts if len(texts) <= MOST_LINES else ():
            for line in text.splitlines():
                if line and len(line) <= LONGEST_LINE and _line_may_tell(line):
                    ref = CellRef(sheet.name, *place)
                    yield from (
                        Remark(field, rest, ref, line) for field, rest in mentioned(line, table, readings) if field
                    )


def _claims(table: Table, around: Around, period: Period | None, unit: str) -> Iterator[Finding]:
    """S21 as a question for the lines of which no pattern knows what they say of the figures (``line_claims``)."""
    from cchc_xl.quantity.line_claims import line_claim

    own = {row.row for row in table.rows if row.value}
    for row, column, text in around:
        for line in () if row in own else text.splitlines():
            why = line_claim(line, period) if line and len(line) <= LONGEST_LINE else ""
            if why and not told_by(line) and not (why == "others" and unit and plain(unit) in plain(line)):
                params = {"found": squeeze(line), "what": f"ask-{why}"}
                yield finding(
                    "S21", table.form, ref=table.ref(row, column), raw=squeeze(line), params=params, severity="warning"
                )


# Lines have many of the words that notes tell with; none of those that speak of a figure is without one of these.
_SPEAKING = (
    *("đính chính", "đúng", "chính xác", "chính thức", "chuẩn", "phải là", "sửa", "chỉnh", "đổi", "thay", "nhầm"),
    *("sai", "lộn", "->", "→", "=>", "thực tế", "rà soát", "trùng", "hủy", "huỷ", "thu hồi", "không tính", "chưa"),
    "kiểm tra",
    *("xác nhận", "?", "dự kiến", "kế hoạch", "chỉ tiêu", "mục", "đăng ký", "bình quân", "trung bình", "mỗi", "/tháng"),
    *("/ tháng", "/lớp", "/ lớp", "nghìn", "ngàn", "triệu", "chục", "trăm", "tạm", "ước", "sơ bộ", "khoảng", "gồm"),
    *("trong đó", "số liệu", "cả năm", "lũy kế", "luy kế", "luỹ kế"),
    *("kết quả tháng", "kết quả quý", "kết quả năm", "kết quả 9", "kết quả đến", "tính đến", "tính từ", "chốt"),
)


@remembered(4096)
def _line_may_tell(line: str) -> bool:
    bare = plain(line)  # of a line that begins 'Ghi chú:' the rest may have no accents
    return bare.startswith(("(", "*")) or holds(bare, all_unaccented(_SPEAKING))
