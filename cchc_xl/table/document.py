"""The text of a report that came as a document: its head (who, number, date, period), its sections, its recipients.

A line is what a row of the sheet 'Văn bản' holds. Headings are short lines with a number of a list, or lines that the
office typed bold: '**2.1. Trên Đài ...**' is one too. A section goes on below headings that say nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from cchc_xl.model import TEXT_SHEET, Cell, CellRef, Form, Grid, Sheet
from cchc_xl.records import NamedTuple
from cchc_xl.table.header import fields_in, labelled, without_plan
from cchc_xl.text import fold, late, plain, squeeze

HEAD_LINES = 40  # in which the letterhead and the title stand
LONGEST_HEADING = 150
LONGEST_UNIT = 90
DIRECTION, CONTENT, FIGURES, DIFFICULTIES, PROPOSALS, NEXT = (
    "direction", "content", "figures", "difficulties", "proposals", "next",
)  # fmt: skip
_STAYS = frozenset((DIFFICULTIES, PROPOSALS, NEXT))  # what stands below them is of no other section

_MARKDOWN = late(r"^[#*_\s]+|[*_\s]+$")
_SUPERSCRIPT = late(r"<sup>\s*(\d{1,2})\s*</sup>", re.IGNORECASE)
_NUMBER = late(
    r"(?P<roman>[IVX]{1,5})\s*(?:[.\-–:)]|/(?=\s)|\s-)\s*|(?P<digits>\d{1,2}(?:\.\d{1,2})*)\s*[.)\-–:]?\s*(?=\D)|[a-zđ]\)\s*"
)
_TITLE = late(r"bao cao(?:\s.*)?|(?:v/v|ve viec)\b.*\bbao cao\b.*")
_OPENING = late(r"(?:thực hiện|căn cứ|phúc đáp|thi hành|theo|trên cơ sở)\b")
_REPORTS = late(r"\bbáo cáo\b.{0,200}\bnhư sau\b")
_CLOSING = late(r"trên đây là\b")
_RECIPIENTS = late(r"nơi nhận\b")
_TO = late(r"kính gửi\s*:?\s*(.*)", re.IGNORECASE)
_UNIT = (
    r"((?:ubnd|ủy ban nhân dân|sở|ban|chi cục|văn phòng|thanh tra|trung tâm|trường|bệnh viện|đài|kho bạc|cục|công an"
    r"|viện|phòng)\s[^,;:.]{2,80}?)"
)
_SAYS = late(rf"(?:^|[,;.]\s*){_UNIT}\s+(?:xin\s+|kính\s+)?báo cáo\b", re.IGNORECASE)
_OF_UNIT = late(rf"\bcủa\s+{_UNIT}\s*(?:gửi\b.*|\./?\.?|[./]*)$", re.IGNORECASE)
_SECTIONS = (
    (
        NEXT,
        late(
            r"phương hướng|nhiệm vụ (?:trọng tâm|năm|6 tháng|quý|thời gian|kỳ)|thời gian tới|kế hoạch (?:năm|công tác)"
        ),
    ),
    (PROPOSALS, late(r"kiến nghị|đề xuất")),
    (DIFFICULTIES, late(r"thuận lợi|khó khăn|tồn tại|hạn chế|nguyên nhân|vướng mắc")),
    (FIGURES, late(r"số lượng|thống kê|kết quả cụ thể|kết quả (?:thực hiện )?công tác tuyên truyền")),
    (DIRECTION, late(r"chỉ đạo|điều hành|triển khai|ban hành|quán triệt")),
    (CONTENT, late(r"nội dung|hình thức|tuyên truyền")),
)  # fmt: skip


class TextLine(NamedTuple):
    """``marks``: numbers of footnotes whose marks stand in it; ``note``: its own where it is a footnote's text."""

    row: int
    text: str
    marks: tuple[str, ...] = ()
    note: str = ""


@lru_cache(maxsize=1)  # a document is asked for its head and for its sections
def lines_of(sheet: Sheet) -> tuple[TextLine, ...]:
    """The lines of a text, each footnote behind the line that has its mark; struck text is left out."""
    lines = [_line(row, cell) for (row, _), cell in sorted(sheet.cells.items()) if type(cell.value) is str]
    notes = {line.note: line for line in lines if line.note}
    placed: list[TextLine] = []
    used: set[str] = set()
    for line in lines:
        if not line.note:
            placed.append(line)
            for mark in line.marks:
                if mark in notes and mark not in used:
                    used.add(mark)
                    placed.append(notes[mark])
    return tuple([line for line in placed if line.text])


def _line(row: int, cell: Cell) -> TextLine:
    text = str(cell.value)
    if cell.runs:
        kept = [(run.text, run.raised) for run in cell.runs if not run.struck]
        text = "".join(f"<sup>{part}</sup>" if raised and part.strip().isdigit() else part for part, raised in kept)
    elif cell.style.strike:
        text = ""
    text = squeeze(text)
    own = _SUPERSCRIPT.match(text)
    note = own[1] if own else ""
    marks = tuple(_SUPERSCRIPT.findall(text[own.end() if own else 0 :]))
    return TextLine(row, _MARKDOWN.sub("", _SUPERSCRIPT.sub(" ", text)).strip(), marks, note)


# --- the head --------------------------------------------------------------------------------------------------------


class DocumentHead(NamedTuple):
    """``values`` and ``refs`` by the id of a header field; ``ends``: the last line of the head; ``is_report``: the
    title says so."""

    values: Mapping[str, str]
    refs: Mapping[str, CellRef]
    ends: int
    is_report: bool


def document_head(sheet: Sheet, form: Form) -> DocumentHead:
    """What the letterhead, the title, the opening and the closing of a document say; what they do not say, an entry
    with the form's own label: 'Thời điểm chốt số liệu: 14/6/2026'.
    """
    lines = lines_of(sheet)
    head = _head(lines)
    found: dict[str, tuple[str, CellRef]] = {}
    for line in head:
        for field, text in fields_in(line.text, form):
            if field == "unit" and len(text) <= LONGEST_UNIT:
                found[field] = (text, CellRef(sheet.name, line.row, 1))  # the superior body stands above
            elif field != "unit":
                found.setdefault(field, (text, CellRef(sheet.name, line.row, 1)))
    unit = next(_units(lines, head), None)
    if unit and "unit" not in found:
        found["unit"] = (unit.text, CellRef(sheet.name, unit.row, 1))
    for line in lines[len(head) :]:
        if (entry := labelled(line.text, form)) is not None:
            found.setdefault(entry[0], (entry[1], CellRef(sheet.name, line.row, 1)))
    found = without_plan(found)
    titled = any(_TITLE.fullmatch(plain(line.text)) for line in head)
    return DocumentHead(
        {field: text for field, (text, _) in found.items()},
        {field: ref for field, (_, ref) in found.items()},
        len(head),
        titled,
    )


def _head(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines before the report begins to tell: a long one, an opening, or a heading."""
    for place, line in enumerate(lines[:HEAD_LINES]):
        folded = fold(line.text)
        if len(line.text) > LONGEST_HEADING or _OPENING.match(folded) or _level(line.text) or _REPORTS.search(folded):
            return lines[:place]
    return lines[:HEAD_LINES]


def _units(lines: Sequence[TextLine], head: Sequence[TextLine]) -> Iterator[TextLine]:
    """Who reports, where the letterhead does not say: 'của Sở ...' in the title, the opening, the closing."""
    for line in head:
        if found := _OF_UNIT.search(line.text):
            yield TextLine(line.row, squeeze(found[1]))
    for line in lines:
        folded = fold(line.text)
        opening = _SAYS.search(line.text) if _REPORTS.search(folded) else None
        closing = _OF_UNIT.search(line.text) if _CLOSING.match(folded) else None
        if named := opening or closing:
            yield TextLine(line.row, squeeze(named[1]))


# --- sections --------------------------------------------------------------------------------------------------------


def _level(text: str) -> int:
    """1 for 'I.', 2 for '1.', 3 for '2.1.'; 0 where the line is no heading."""
    if len(text) > LONGEST_HEADING or text.rstrip().endswith(";"):
        return 0
    number = _NUMBER.match(text)
    if not number or not text[number.end() :].strip():
        return 0
    if number["roman"]:
        return 1
    return 2 + number["digits"].count(".") if number["digits"] else 9


class DocumentText(NamedTuple):
    """``sections``: text by the id of the form's narrative sections, sub-headings included; ``headings``: how many of
    them say what they are about; ``recipients``: to whom the report goes."""

    sections: Mapping[str, str]
    headings: int
    recipients: tuple[str, ...]


def document_text(sheet: Sheet) -> DocumentText:
    """The sections of a report's text. What stands below no heading that is known is content."""
    lines = lines_of(sheet)
    found: dict[str, list[str]] = {}
    recipients: list[str] = []
    section, level, headings, ended = CONTENT, 0, 0, False
    for line in lines[len(_head(lines)) :]:
        folded = fold(line.text)
        if _RECIPIENTS.match(folded):
            ended = True
            recipients += [line.text] if len(folded) > 12 else []
        elif ended:
            if line.text.startswith(("-", "–")):
                recipients.append(line.text.strip("-– ;."))
            continue
        elif _CLOSING.match(folded):
            ended = True
        elif _OPENING.match(folded) and _REPORTS.search(folded):
            continue
        else:
            depth = _level(line.text)
            own = _section(folded) if depth else ""
            if own and not (section in _STAYS and depth > level and own not in _STAYS):
                section, level, headings = own, depth, headings + 1
            elif depth and depth <= level:
                section, level = CONTENT, depth
            found.setdefault(section, []).append(line.text)
    to = [match[1] for line in lines[:HEAD_LINES] if (match := _TO.match(line.text)) and match[1]]
    return DocumentText({name: "\n".join(texts) for name, texts in found.items()}, headings, tuple(to + recipients))


def _section(folded: str) -> str:
    return next((name for name, pattern in _SECTIONS if pattern.search(folded)), "")


def concern_of(label: str) -> str:
    """'difficulties' or 'proposals' where the title of a section says that it is about them, else ''."""
    found = _section(fold(label))
    return found if found in (DIFFICULTIES, PROPOSALS) else ""


def without_headings(text: str) -> str:
    """The text of a section without the lines that are its headings."""
    return "\n".join(line for line in text.splitlines() if not (_level(line) and _section(fold(line))))


def text_sheet(grid: Grid) -> Sheet | None:
    """The sheet that holds a document's text; None for a workbook."""
    return grid.sheet(TEXT_SHEET) if grid.source.is_document else None
