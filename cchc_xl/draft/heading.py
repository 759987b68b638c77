"""What stands above the table of an appendix: the title of the form, the lines of its heading, its periods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, plain, squeeze

_OTHERS = (
    "cộng hòa", "độc lập", "ubnd", "ủy ban", "hội đồng", "hđnd", "sở ", "bộ ", "phòng ", "tỉnh ", "huyện ",
    "thành phố", "xã ", "phường ", "thị xã", "tên đơn vị", "đơn vị", "đvt", "kỳ báo cáo", "năm:", "số:", "kính gửi",
    "ngày", "(kèm", "(ban hành", "kèm theo", "ban hành", "cơ quan", "người", "điện thoại", "chức vụ", "thời điểm",
    "nơi nhận", "đảng", "tổng cục", "cục ", "văn phòng", "chi cục", "trung tâm",
)  # fmt: skip
_BEGINS = (
    "phụ lục", "biểu", "mẫu", "báo cáo", "kết quả", "tổng hợp", "thống kê", "bảng", "số liệu", "danh mục",
    "tình hình", "đánh giá", "rà soát",
)  # fmt: skip
_NUMBER_LINE = re.compile(r"(?:phụ lục|biểu(?: mẫu)?|mẫu)(?: (?:số )?[\w.\-/]{0,12})?")
_WHEN = re.compile(
    r"(?i)[\s,;(\-–]*(?:(?:0?6|sáu|0?9|chín) tháng(?: đầu| cuối)?(?: năm)?|quý\s+(?:[ivx]+|\d|[.…]+)"
    r"|tháng\s+(?:\d{1,2}|[.…]+)|năm học|năm|đợt \d)?"
    r"(?:[\s/,\-–]*(?:năm)?\s*(?:20\d\d|20[.…]+|[.…]{2,}))[\s).]*$"
)
_MONTHS = tuple(f"T{n:02d}" for n in range(1, 13))
# Words about the reporting period -> the periods of ``schemas/standard.json``; the first that is found.
_PERIODS = (
    (re.compile(r"năm học"), ("NH",)),
    (re.compile(r"hằng tháng|hàng tháng|tháng\s*(?:\d{1,2}|[.…]{2,})\s*(?:/|năm)"), _MONTHS),
    (re.compile(r"quý"), ("Q1", "Q2", "Q3", "Q4", "Y")),
    (re.compile(r"(?:0?9|chín) tháng"), ("H1", "M9", "Y")),
    (re.compile(r"(?:0?6|sáu) tháng"), ("H1", "H2", "Y")),
)  # fmt: skip
_ABBREVIATIONS = {
    "UBND", "HĐND", "CCHC", "TTHC", "TTĐT", "CNTT", "BHYT", "BHXH", "NTM", "OCOP", "DVC", "DVCTT", "VBQPPL", "PCCC",
    "ANTT", "ATGT", "GPMB", "GTVT", "GD&ĐT", "VHXH", "KTXH", "CĐS", "TKCN", "PCTT", "QPPL", "PBGDPL", "MTTQ", "CBCC",
    "CBCCVC", "XDNTM", "DTTS",
}  # fmt: skip
LONGEST_ID = 40
MOST_LINES = 4


class DraftHeading(NamedTuple):
    """``said``: the words that the periods follow from, '' where nothing is said of them and they are the usual
    ones.
    """

    title: str
    lines: tuple[str, ...]
    periods: tuple[str, ...]
    said: str


def heading_of(above: Sequence[str], name: str) -> DraftHeading:
    """The heading of the lines above a table; the file's ``name`` where they have none."""
    lines = [squeeze(line) for line in above if line.strip(" _-–.")]
    own = [line for line in lines if _is_title(line)][-MOST_LINES:]
    numbered = [line for line in own if _NUMBER_LINE.fullmatch(fold(line).strip(" .:"))]
    titles = [line for line in own if line not in numbered]
    title = _WHEN.sub("", " ".join(titles)).strip(" .,;:-–(") or name
    periods, said = _periods(lines)
    heading = (*(numbered[-1:] or ["PHỤ LỤC"]), title.upper())
    return DraftHeading(_as_sentence(title), heading, periods, said)


def form_id(title: str) -> str:
    """'Báo cáo chuyển đổi số cấp xã' -> 'chuyen-doi-so-cap-xa'."""
    words = re.findall(r"[a-z0-9]+", plain(title))
    while len(words) > 1 and words[:2] in (
        ["bao", "cao"],
        ["phu", "luc"],
        ["ket", "qua"],
        ["bieu", "mau"],
        ["tong", "hop"],
    ):
        words = words[2:]
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > LONGEST_ID:
            break
        made = f"{made}-{word}" if made else word
    return made or "bieu-mau"


def _is_title(line: str) -> bool:
    folded = fold(line).strip(" .:")
    if len(folded) < 4 or folded.startswith(_OTHERS) or len(line) > 200 or ":" in line:
        return False
    letters = [letter for letter in line if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters) > 0.8 * len(letters)
    return upper or folded.startswith(_BEGINS)


def _as_sentence(title: str) -> str:
    """'BÁO CÁO CÔNG TÁC CCHC' -> 'Báo cáo công tác CCHC'."""
    if title != title.upper():
        return title
    words = [word if word.strip(",.;:()") in _ABBREVIATIONS else word.lower() for word in title.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _periods(lines: Sequence[str]) -> tuple[tuple[str, ...], str]:
    for line in lines:
        for pattern, periods in _PERIODS:
            if found := pattern.search(fold(line)):
                return periods, found[0]
    return (), ""
