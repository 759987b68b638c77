"""What the titles of columns mean: the form's own words and those that offices write instead.

A title is one of a closed list, or begins like one and goes on with words of a closed list ("Kết quả thực hiện 6 tháng
đầu năm 2026"): a label such as "Số lượng văn bản chỉ đạo" must not pass for the title of the quantities. Columns of
other periods and plans are known so that they are never read for the quantity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cchc_xl.text import fold, late, remembered

LONGEST_TITLE = 60

# Folded titles by column; the first of each is the form's own.
TITLES: Mapping[str, tuple[str, ...]] = {
    "tt": ("tt", "stt", "số tt", "số thứ tự", "thứ tự", "mã", "mã số", "mã chỉ tiêu", "tt chỉ tiêu"),
    "label": (
        "chỉ tiêu",
        "tên chỉ tiêu",
        "nội dung",
        "nội dung chỉ tiêu",
        "các chỉ tiêu",
        "chỉ tiêu báo cáo",
        "danh mục chỉ tiêu",
    ),
    "unit": ("đơn vị tính", "đvt", "đ.v.t", "đv tính", "đơn vị", "dvt"),
    "value": (
        "số lượng",
        "số liệu",
        "kết quả",
        "kết quả thực hiện",
        "thực hiện",
        "số lượng thực hiện",
        "sl",
        "số lượng (số)",
    ),
    "note": ("ghi chú", "giải trình", "ghi chú, giải trình", "ghi chú/giải trình", "thuyết minh", "diễn giải"),
    "now": (
        "kỳ này",
        "trong kỳ",
        "kỳ báo cáo",
        "trong kỳ báo cáo",
        "thực hiện trong kỳ",
        "thực hiện kỳ này",
        "số kỳ này",
        "phát sinh trong kỳ",
        "tổng",
        "cộng",
        "tổng cộng",
        "tổng số",
        "cả kỳ",
    ),
}
_EXACT = {title: column for column, titles in TITLES.items() for title in titles}
_HEADS = (
    ("value", ("số lượng", "kết quả", "số liệu", "thực hiện", "sl")),
    ("label", ("chỉ tiêu", "nội dung", "tên chỉ tiêu", "tiêu chí", "hạng mục", "các chỉ tiêu", "danh mục")),
    ("unit", ("đơn vị tính", "đvt")),
    ("note", ("ghi chú", "giải trình", "thuyết minh")),
    ("tt", ("số tt", "stt", "tt")),
)
_TAILS = {
    "value": [
        "thực",
        "hiện",
        "đạt",
        "được",
        "trong",
        "kỳ",
        "báo",
        "cáo",
        "này",
        "của",
        "đơn",
        "vị",
        "số",
        "liệu",
        "lượng",
        "kết",
        "quả",
        "tổng",
        "cộng",
        "phát",
        "sinh",
        "đến",
        "hết",
        "ngày",
        "tháng",
        "năm",
        "quý",
        "đầu",
        "cuối",
        "cả",
        "đã",
        "nhập",
    ],
    "label": [
        "chỉ",
        "tiêu",
        "nội",
        "dung",
        "tên",
        "báo",
        "cáo",
        "thống",
        "kê",
        "công",
        "việc",
        "tác",
        "tuyên",
        "truyền",
        "về",
        "cchc",
        "cải",
        "cách",
        "hành",
        "chính",
        "thực",
        "hiện",
        "hoạt",
        "động",
        "và",
        "hình",
        "thức",
    ],
    "unit": ["tính", "đvt"],
    "note": ["giải", "trình", "thuyết", "minh", "nếu", "có", "ghi", "chú", "và", "lý", "do", "nguyên", "nhân", "khác"],
    "tt": ["chỉ", "tiêu"],
}
_ELSEWHERE = late(
    r"cùng kỳ|kỳ trước|năm trước|năm ngoái|trước đó|l[uũ]ỹ kế|lũy kế|kế hoạch|chỉ tiêu giao|được giao|so với|so sánh|tỷ"
    r" lệ|tỉ lệ|%|tăng|giảm|ước|dự kiến|kỳ sau"
)
# A word that any title has: most texts of a workbook have none, and are done with.
_TELLING = late(
    r"số|tt|mã|chỉ tiêu|nội dung|tiêu chí|danh mục|hạng mục|đơn vị|đvt|đv|dvt|kết quả|thực hiện|sl|ghi"
    r" chú|giải|minh|kỳ|tháng|quý|năm|[tq][ .]?[0-9]|20|tổng|cộng|kế|kế hoạch|so|tỷ|tỉ|%|tăng|giảm|ước|dự|được|trước"
)
_BRACKETS = late(r"\([^()]*\)|\[[^\[\]]*\]")
_PERIOD = late(
    r"(?:(?:6|06|sáu|9|09|chín) tháng\b|năm\b|quý\b|tháng\b|[tq](?=[ .]?[0-9]))["
    r" .]?(?:đầu|cuối|cả|[0-9]{1,2}|[ivx]{1,4}|năm|/|\s)*(?:20[0-9]{2})?$|^20[0-9]{2}$"
)
_YEAR = late(r"(?<!\d)20\d\d(?!\d)")
_NUMBERED = late(r"\(?\[?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\]?\)?(?:\s*=.*)?")


@remembered(4096)
def kind_of(text: str) -> str:
    """tt | label | unit | value | note | now | period | elsewhere (another period, a plan, a comparison) | '' for no
    title.
    """
    if not text or len(text) > LONGEST_TITLE:
        return ""
    folded = fold(text).strip(" .:*")
    kind = _EXACT.get(folded)
    if kind:
        return kind
    if not _TELLING.search(folded):
        return ""
    if _ELSEWHERE.search(folded):
        return "elsewhere"
    bare = " ".join(_BRACKETS.sub(" ", folded).split()).strip(" .:*")
    kind = _EXACT.get(bare)
    if kind:
        return kind
    for kind, heads in _HEADS:
        head = next((head for head in heads if bare.startswith((head + " ", head + "/"))), None)
        if head and all(word in _TAILS[kind] or word.isdigit() for word in re.findall(r"\w+", bare[len(head) :])):
            return kind
    return "period" if _PERIOD.match(bare) else ""


def year_of(text: str) -> int | None:
    """The year that a title names, where it names one."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def numbers_columns(cells: Mapping[int, str]) -> bool:
    """A row such as '(1) (2) (3)' or 'A B 1 2' that numbers the columns of a form."""
    texts = [fold(text) for text in cells.values()]
    if len(texts) < 3 or not all(len(text) <= 20 and _NUMBERED.fullmatch(text) for text in texts):
        return False
    digits = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    return digits == sorted(set(digits))


class TableColumns(NamedTuple):
    """Column numbers; None where the table has no such column."""

    label: int
    value: int
    tt: int | None = None
    unit: int | None = None
    note: int | None = None


def read_titles(texts: Mapping[int, Mapping[int, str]], row: int) -> tuple[TableColumns, tuple[int, ...]] | None:
    """The columns that a row of titles names, and all columns that may be the quantity's; None where it is no such row.

    The row below counts where it divides the quantity ('Cùng kỳ' | 'Kỳ này').
    """
    cells = texts[row]
    if "label" not in map(kind_of, cells.values()):
        return None
    by_kind: dict[str, list[int]] = {}
    for column in sorted(cells):
        kind = kind_of(cells[column])
        if kind:
            by_kind.setdefault(kind, []).append(column)
    label = by_kind["label"][0]
    values = _quantities(texts, row, by_kind, label)
    if not values:
        return None
    # "Đơn vị" alone is the unit of measure only when it stands beside the label; above a column of its own it may be an
    # office.
    units = [column for column in by_kind.get("unit", ()) if column != label]
    notes = by_kind.get("note")
    return TableColumns(
        label, values[0], by_kind.get("tt", [None])[0], units[0] if units else None, notes[-1] if notes else None
    ), tuple(values)


def _quantities(
    texts: Mapping[int, Mapping[int, str]], row: int, by_kind: Mapping[str, Sequence[int]], label: int
) -> list[int]:
    cells = texts[row]
    by_title = [column for column in by_kind.get("value", ()) if column != label]
    own = [column for column in by_title if fold(cells[column]).strip(" .:*") == TITLES["value"][0]]
    values = own or by_title or list(by_kind.get("now", ())) or [c for c in by_kind.get("period", ()) if c != label]
    divided = _divided(texts, row, values[0] if len(values) == 1 else 0, label)
    return divided or values


def _divided(texts: Mapping[int, Mapping[int, str]], row: int, value: int, label: int) -> list[int]:
    """The columns of this period below a title that spans several; none where the row below is no row of titles."""
    below = texts.get(row + 1)
    if not value or not below or label in below:
        return []
    following = [column for column in texts[row] if column > value]
    end = min(following, default=max(below) + 1)
    under = {column: kind_of(text) for column, text in below.items() if value <= column < end}
    now = [column for column, kind in under.items() if kind in ("now", "value")]
    rest = [column for column, kind in under.items() if kind != "elsewhere"]
    return sorted(now or rest) if len(under) > 1 or now else []
