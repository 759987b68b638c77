"""A title over the table or a signature below it that names another unit of the roster than the one that reports "
"(M04)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Finding, Unit
from cchc_xl.table.header import Header
from cchc_xl.table.rows import Around, Table
from cchc_xl.text import fold, late, one_slip, plain, remembered, squeeze
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.units.roster import Roster

LONGEST_LINE = 120
LONGEST_NAME = 9  # words of a unit's name
_OF_A_COMMUNE = ("xã ", "phường ", "thị trấn ", "đặc khu ")
# 'Kính gửi: UBND xã ...' and 'Thực hiện công văn của ...' name others than who reports.
_TITLE = late(
    r"(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd|xã|phường|thị trấn|đặc khu|báo cáo|phụ lục|biểu|bảng|kết quả|tình hình|"
    r"tổng hợp|công tác|"
    r"tuyên truyền|số liệu)(?!\w)"
)
_SIGNED = late(
    r"(?:t/?m\.?|k/?t\.?|t/?l\.?|tuq\.?|thay mặt|đại diện|xác nhận của|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|"
    r"thủ trưởng|chánh văn"
    r" phòng|lãnh đạo|ubnd|ủy ban nhân dân)(?!\w)"
)


def other_unit_findings(
    table: Table, around: Around, header: Header, unit: Unit, roster: Roster, on: dt.date | None
) -> Iterator[Finding]:
    """M04 at the first line that names another unit of the same level and not the unit itself."""
    own = header.refs.get("unit")
    for row, column, whole in around:
        if own is not None and (own.row, own.column) == (row, column):
            continue
        pattern = _TITLE if row < table.top else _SIGNED
        for line in whole.splitlines():
            other = _named(line, pattern, unit, roster, on)
            if other:
                ref, text = table.ref(row, column), squeeze(line)
                params = {"a": unit.name, "b": other.name, "what": "unit-line", "text": text, "key": text}
                yield finding("M04", table.form, ref=ref, raw=text, params=params)
                return


_ENTRY = ("đơn vị báo cáo", "cơ quan báo cáo", "tên đơn vị", "đơn vị")
_COMMUNE = late(
    r"(?:(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd) )?(?:xã|phường|thị trấn|đặc khu) (?P<name>[^\W\d_][^,;:()\d-]*)"
)
_ON_BEHALF = late(r"(?i:t/?m\.?|k/?t\.?|thay mặt)(?!\w) *")
_PROVINCE = late(r", ?(?:tỉnh|thành phố|tp) [^,]*$")
_ABOVE = ("sở ",)  # whose entry no commune's letterhead bears


def contradicted_entry(table: Table, around: Around) -> Iterator[Finding]:
    """M04 at 'Đơn vị báo cáo: UBND phường Đông Hà' below the letterhead of another commune, or at a signature 'TM. UBND
    xã Sơn Tiến' below the table, told by the names alone: the roster may have neither.
    """
    heads: list[tuple[str, str]] = []
    entries: list[tuple[int, int, str, str]] = []
    for row, column, whole in around:
        for line in whole.splitlines():
            kind, said = _named_in(line) if len(line) <= LONGEST_LINE else ("", "")
            if kind == ("entry" if row < table.top else "signed"):
                entries.append((row, column, line, said))
            elif kind == "head" and row < table.top:
                heads.append((line, said))
    for row, column, line, entry in entries:
        if heads and all(_is_another_office(entry, head) for _, head in heads):
            ref, text = table.ref(row, column), squeeze(line)
            other = text.partition(":")[2].strip() or _ON_BEHALF.sub("", text, count=1)
            params = {"a": squeeze(heads[-1][0]), "b": other, "what": "unit-line", "text": text, "key": text}
            yield finding("M04", table.form, ref=ref, raw=text, params=params)
            return


@remembered(4096)
def _named_in(line: str) -> tuple[str, str]:
    """('entry', unit) behind a label, ('head', unit) of a letterhead of a commune, ('signed', unit) on whose behalf
    somebody signs; two blanks for other lines.
    """
    folded = fold(line)
    signed = _ON_BEHALF.match(folded)
    if signed is not None:
        name = _PROVINCE.sub("", folded[signed.end() :].strip(" .*"))
        return ("signed", name) if _COMMUNE.fullmatch(name) else ("", "")
    label, colon, entry = folded.partition(":")
    if colon:
        return ("entry", entry.strip()) if label.strip(" -*") in _ENTRY else ("", "")
    name = _PROVINCE.sub("", folded.strip(" .*"))
    return ("head", name) if _COMMUNE.fullmatch(name) else ("", "")


def _is_another_office(entry: str, head: str) -> bool:
    """Are both names of communes and neither begins with the other, or is the entry a department's?"""
    if entry.startswith(_ABOVE):
        return True
    one, two = _COMMUNE.match(entry), _COMMUNE.match(head)
    if one is None or two is None:
        return False
    a, b = plain(one["name"]).strip(), plain(two["name"]).strip()
    return not (f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ") or one_slip(a, b))


def signed_lines(table: Table, around: Around) -> Iterator[str]:
    """The lines below the table that a signature begins with."""
    for row, _, whole in around:
        if row > table.top:
            for line in whole.splitlines():
                if len(line) <= LONGEST_LINE and _SIGNED.match(fold(line)):
                    yield line


def _named(line: str, pattern: re.Pattern[str], unit: Unit, roster: Roster, on: dt.date | None) -> Unit | None:
    """The one other unit that a line is about."""
    folded = fold(line) if len(line) <= LONGEST_LINE else ""
    if not folded or not pattern.match(folded):
        return None
    units = [one for one in units_in(folded, roster, on) if one.level == unit.level]
    if any(one.id == unit.id for one in units) or len(units) != 1:
        return None
    return units[0] if fold(units[0].name).startswith(_OF_A_COMMUNE) or pattern is _SIGNED else None


def units_in(text: str, roster: Roster, on: dt.date | None) -> list[Unit]:
    """The units of the roster whose whole names stand in a text, each once."""
    from cchc_xl.units.match import match

    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    found: dict[str, Unit] = {}
    start = 0
    while start < len(words):
        for end in range(min(start + LONGEST_NAME, len(words)), start + 1, -1):
            name = " ".join(words[start:end])
            unit = match(name, roster, on).unit if name in roster.by_name else None
            if unit:
                found[unit.id] = unit
                start = end - 1
                break
        start += 1
    return list(found.values())
