"""Which type of quantity, and which unit of measure, the cells of an appendix speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cchc_xl.draft.appendix import Appendix, ValueColumn
from cchc_xl.draft.rows import DraftRow
from cchc_xl.model import Cell
from cchc_xl.quantity.lexicon import UNITS
from cchc_xl.quantity.money import is_money
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import text_of
from cchc_xl.text import fold, squeeze

MOST_PLACES = 6
_FORMAT_PLACES = re.compile(r"[0#?]\.(0+)")
_DATE_FORMAT = re.compile(r"(?i)d{1,2}[/.\-]m{1,2}|m{1,2}[/.\-]y{2,4}|y{4}")
_BRACKET = re.compile(r"\(([^()]{1,25})\)\s*$")
_ABOVE = re.compile(r"(?:đơn vị tính|đvt|đ\.v\.t|đơn vị)\s*[:\-]\s*([^()\[\].;:]{1,30}?)\s*[).\]]?$")
# Measured, and so with decimals, where no figure says otherwise.
_MEASURED = {
    "ha", "km", "m", "m2", "m²", "m3", "m³", "tấn", "tạ", "kg", "lít", "hecta", "kwh", "mét", "km2", "km²", "giờ",
    "tấn/ha", "tạ/ha",
}  # fmt: skip
_COUNTED = UNITS | {
    "hồ sơ", "thủ tục", "vụ", "vụ việc", "đơn", "con", "cây", "trẻ", "em", "nhà", "điểm", "tổ", "đội", "mô hình",
    "cơ sở", "dự án", "công trình", "doanh nghiệp", "hợp tác xã", "thôn", "trường", "học sinh", "giáo viên", "ca",
    "máy", "dịch vụ", "tài khoản", "đề tài", "sáng kiến", "câu lạc bộ", "trang trại", "làng nghề", "khu dân cư",
    "hội viên", "lao động", "xe", "biên bản", "ý kiến", "phiếu", "bộ phận", "phòng", "đoàn", "lớp", "cuộc", "đợt",
    "lượt", "người", "tin bài", "chợ",
}  # fmt: skip
_ANSWERS = {
    "có",
    "không",
    "đạt",
    "chưa đạt",
    "chưa",
    "không đạt",
    "x",
    "hoàn thành",
    "chưa hoàn thành",
}
_OPPOSITES = (
    ("có", "Có", "Không"),
    ("không", "Có", "Không"),
    ("đạt", "Đạt", "Chưa đạt"),
    ("chưa đạt", "Đạt", "Chưa đạt"),
)
_COUNTING = re.compile(r"(?:tổng )?(?:số lượng|số lượt|tổng số|số)\s+")


class DraftType(NamedTuple):
    """``kind`` as a definition says it: 'decimal(2)'. ``why``: key of ``words.forms.GUESSES``, with what was seen; ''
    where nothing was guessed.
    """

    kind: str = "count"
    places: int | None = None
    choices: tuple[str, ...] = ()
    why: tuple[str, str] = ("", "")


class DraftUnit(NamedTuple):
    """``why``: where it comes from, '' where its own column says it."""

    text: str
    why: str = ""


UNKNOWN = "(chưa rõ)"


# --- units of measure -----------------------------------------------------------------------------------------------


def unit_above(table: Appendix) -> str:
    """The unit of measure that a line above the table says: 'Đơn vị tính: Triệu đồng'."""
    for line in reversed(table.above):
        if found := _ABOVE.search(fold(line)):
            text = squeeze(line)
            return (
                text[text.lower().rfind(found[1].strip()[:4]) :].strip(" )].") if found[1] in text.lower() else found[1]
            )
    return ""


def unit_of_title(text: str) -> str:
    """The unit of measure in brackets behind a title or a label: 'Kinh phí (triệu đồng)' -> 'triệu đồng'."""
    found = _BRACKET.search(text)
    if found:
        bare = fold(found[1]).removeprefix("đvt:").removeprefix("đơn vị tính:").strip()
        if bare in _COUNTED or bare in _MEASURED or bare == "%" or is_money(bare):
            return found[1].partition(":")[2].strip() or found[1].strip()
    return "%" if re.match(r"(?i)(?:tỷ|tỉ) lệ\b|%", text.strip()) else ""


def unit_of_counting_title(text: str) -> str:
    """What the figures below a title count: 'Số khẩu' -> 'Khẩu', 'Tổng số hồ sơ tiếp nhận' -> 'Hồ sơ'."""
    word = re.fullmatch(r"(?:tổng )?số (\w+)", fold(text))
    return counted_in(text) or (word[1].capitalize() if word else "")


def unit_of_row(row: DraftRow, parent: DraftRow | None, above: str) -> DraftUnit:
    """A row's unit of measure: its own, that in its label, that above the table, what it counts, its parent's."""
    if row.unit:
        return DraftUnit(row.unit)
    if bracket := unit_of_title(row.label):
        return DraftUnit(bracket, "unit-in-label")
    if above:
        return DraftUnit(above, "unit-above")
    if counted := counted_in(row.label):
        return DraftUnit(counted, "unit-counted")
    if parent and parent.unit:
        return DraftUnit(parent.unit, "unit-of-parent")
    return DraftUnit(UNKNOWN, "unit-unknown")


def counted_in(label: str) -> str:
    """What a label counts: 'Số hồ sơ tiếp nhận' -> 'Hồ sơ'; '' where it does not say."""
    folded = fold(label)
    start = _COUNTING.match(folded)
    words = folded[start.end() :].split() if start else []
    for length in range(min(4, len(words)), 0, -1):
        text = " ".join(words[:length]).strip(" ,.;:")
        if text in _COUNTED:
            return text[0].upper() + text[1:]
    return ""


# --- types ----------------------------------------------------------------------------------------------------------


def type_of_cells(unit: str, title: str, label: str, cells: Sequence[Cell | None]) -> DraftType:
    """The type of the quantity of some cells: by their unit of measure, their format, what stands in them."""
    held = [cell for cell in cells if cell is not None]
    texts = [text_of(cell) for cell in held if cell.kind == "text" and text_of(cell)]
    figures = [cell for cell in held if cell.kind == "number"]
    folded = fold(unit)
    if folded == "%" or folded.startswith(("tỷ lệ", "tỉ lệ", "phần trăm")):
        return _percent(held, figures)
    if is_money(unit):
        return DraftType("money", why=("kind-unit", unit))
    if answers := _answers(unit, texts, figures):
        return DraftType("choice", choices=answers, why=("kind-answers", ", ".join(answers)))
    if any(cell.kind == "date" or _DATE_FORMAT.search(_bare(cell)) for cell in held):
        return DraftType("date", why=("kind-date", ""))
    if (
        re.match(r"ngày\b.*(?:tháng|ban hành|ký|họp|tổ chức)|thời gian tổ chức", fold(title) or fold(label))
        and not figures
    ):
        return DraftType("date", why=("kind-date", ""))
    if _is_worded(texts, figures, held):
        return DraftType("text", why=("kind-text", texts[0][:40] if texts else "@"))
    return _figure(folded, held, figures)


def _percent(held: Sequence[Cell], figures: Sequence[Cell]) -> DraftType:
    """A percentage that is stored as 0.125 and shown as 12.5 % has the places of its format."""
    formats = [_bare(cell) for cell in held if "%" in _bare(cell)]
    shown = {len(found[1]) if (found := _FORMAT_PLACES.search(text)) else 0 for text in formats}
    places = max(shown) if shown else max((_places(cell) for cell in figures), default=1)
    return DraftType("percent", None if places == 1 else min(places, MOST_PLACES), why=("kind-unit", "%"))


def _figure(unit: str, held: Sequence[Cell], figures: Sequence[Cell]) -> DraftType:
    formats = {len(found[1]) for cell in held if (found := _FORMAT_PLACES.search(_bare(cell)))}
    whole = all(_places(cell) == 0 for cell in figures)
    if unit in _COUNTED and whole:
        return DraftType()
    if formats and not (figures and whole and unit not in _MEASURED):
        places = min(max(formats), MOST_PLACES)
        return DraftType(f"decimal({places})", why=("kind-format", str(places)))
    if not whole:
        places = max(map(_places, figures))
        return DraftType(f"decimal({places})", why=("kind-figures", str(places)))
    return DraftType("decimal(2)", why=("kind-measured", unit)) if unit in _MEASURED else DraftType()


def _places(cell: Cell) -> int:
    """Decimal places of a figure; two at most of what a formula gives, which may have any number."""
    if not isinstance(cell.value, float) or cell.value == int(cell.value):
        return 0
    exponent = Decimal(repr(round(cell.value, MOST_PLACES))).as_tuple().exponent
    return min(-int(exponent), 2 if cell.formula is not None else MOST_PLACES)


def _bare(cell: Cell) -> str:
    """A number format without its literals."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", cell.style.number_format)


def _answers(unit: str, texts: Sequence[str], figures: Sequence[Cell]) -> tuple[str, ...]:
    """The answers to choose from, in the unit of measure ('Có/Không') or in the cells; () where figures are meant."""
    parts = tuple(part.strip() for part in unit.split("/"))
    if len(parts) == 2 and all(fold(part) in _ANSWERS for part in parts):
        return parts
    if figures or not texts or not all(fold(text) in _ANSWERS - {"x"} for text in texts):
        return ()
    if fold(unit) in _COUNTED or fold(unit) in _MEASURED:
        return ()  # 'không' in a row of figures says that there are none
    return next((tuple(answers) for first, *answers in _OPPOSITES if fold(texts[0]) == first), ())


def _is_worded(texts: Sequence[str], figures: Sequence[Cell], held: Sequence[Cell]) -> bool:
    """Words without a figure in every cell, or a format of texts in empty cells."""
    if texts:
        return not figures and all(len(text) > 3 and not text[0].isdigit() for text in texts)
    return bool(held) and not figures and all(cell.style.number_format == "@" for cell in held)


def not_asked(table: Appendix, rows: Iterable[DraftRow], columns: Sequence[ValueColumn]) -> set[tuple[str, int]]:
    """(row, column) of the cells that nobody fills in: crossed out with x, or shaded as the others are not."""
    cells = {(row.id, column.column): table.cell(row.line, column) for row in rows for column in columns}
    fills = [cell.style.fill_color if cell else None for cell in cells.values()]
    usual = max(set(fills), key=fills.count, default=None)
    grey = {
        place
        for place, cell in cells.items()
        if cell
        and cell.value is None
        and cell.style.fill_color not in (usual, None)
        and _is_grey(cell.style.fill_color)
    }
    crossed = {place for place, cell in cells.items() if cell and fold(text_of(cell)) in ("x", "xx", "///", "×")}
    found = grey | crossed
    # A whole row or column of such cells says something else: somebody asks for it, or it would not be there.
    for part in (0, 1):
        whole = {one[part] for one in found} - {one[part] for one in cells.keys() - found}
        found = {one for one in found if one[part] not in whole}
    return found


def _is_grey(colour: str | None) -> bool:
    """'D9D9D9': of one brightness in all three parts, and not white."""
    if not colour or len(colour) != 6:
        return False
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) - min(parts) <= 12 and 60 <= min(parts) <= 240
