"""Who reports: by the hidden map's id, by the name in the header, by a name above the table; never by likeness."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Finding, Unit
from cchc_xl.records import NamedTuple
from cchc_xl.table.header import Header, heading_lines
from cchc_xl.table.rows import Around, Table
from cchc_xl.text import fold, late, plain, squeeze
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:  # without a roster there is nothing to match, and a check of one file starts without the matcher
    from cchc_xl.table.unit_elsewhere import Hint
    from cchc_xl.units.match import Match
    from cchc_xl.units.roster import Roster


class Identified(NamedTuple):
    """``unit`` is None where nothing in the roster is certainly meant; ``text`` is what the file says."""

    unit: Unit | None
    text: str
    findings: tuple[Finding, ...]


def identify(
    table: Table,
    header: Header,
    meta: Mapping[str, str],
    roster: Roster | None,
    on: dt.date | None,
    path: str = "",
    around: Around = (),
) -> Identified:
    """The reporting unit. Without a roster the text is all there is, and only a missing one is an error.

    ``path``: the file as shown, whose name may contradict the content (M04) or say nothing (F15). ``around``: the texts
    above and below the table, which may be titled or signed by another unit (M04).
    """
    text = squeeze(header.values.get("unit", ""))
    code = meta.get("unit_id", "")
    if roster is None or not roster.units:
        name = text or meta.get("unit_name", "")
        if not name:
            return Identified(None, name, (_unknown(table, header, ""),))
        return Identified(None, name, (*_nameless_file(table, path, name), *_contradicted(table, around)))
    from cchc_xl.units.match import match

    found = match(text, roster, on, code if not text else "")
    nameless = not found.candidates or _OFFICE_ONLY.fullmatch(fold(text))
    if found.unit is None and nameless and not header.ours:
        found, text = _among_lines(heading_lines(table), roster, on, found, text)
    by_code = match("", roster, on, code) if code and text else found
    if found.unit and by_code.unit and by_code.unit.id == found.unit.id:
        by_code = _named_by_file(path, roster, on, found)
    findings = [
        *_findings(table, header, text, found, by_code),
        *_nameless_file(table, path, found.unit.name if found.unit else ""),
    ]
    if found.unit is None:
        from cchc_xl.table.unit_elsewhere import hint

        findings = [_with_hint(one, hint(table, around, path, roster, on)) for one in findings]
    if found.unit and not any(one.code == "M04" for one in findings):
        from cchc_xl.table.other_unit import other_unit_findings

        findings += other_unit_findings(table, around, header, found.unit, roster, on)
    if not any(one.code == "M04" for one in findings):
        findings += _contradicted(table, around)
    return Identified(found.unit, text or (found.unit.name if found.unit else ""), tuple(findings))


def _contradicted(table: Table, around: Around) -> Iterator[Finding]:
    if any(":" in text and row < table.top for row, _, text in around):
        from cchc_xl.table.other_unit import contradicted_entry

        yield from contradicted_entry(table, around)


def _with_hint(one: Finding, found: Hint | None) -> Finding:
    """M01 and M02 with the unit that another place names, to be accepted by a person."""
    if found is None or one.code not in ("M01", "M02"):
        return one
    reasons = [reason for reason in (one.params.get("reason"), found.by) if reason]
    more = {"proposed_unit": found.unit.id, "b": found.unit.name, "text": found.text, "reason": tuple(reasons)}
    return one._replace(params={**one.params, **more})


# Below 'UBND xã ...' in a letterhead, and no name by itself.
_OFFICE_ONLY = late(
    r"(?:văn phòng|vp|phòng|bộ phận)(?:[\s,&+-]+(?:hđnd|ubnd|hội đồng nhân dân|ủy ban nhân dân|đảng ủy|và))*"
)

# 'BÁO CÁO ... - UBND XÃ SƠN TIẾN', '(Kèm theo Báo cáo số 15/BC-UBND ngày 12/6/2026 của UBND xã ...)'. Of a plan, a
# decision or a letter it says nothing: these may be another office's.
_OF_A_TITLE = late(
    r"\(?(?:kèm theo )?(?:báo cáo|biểu|bảng|phụ lục|số liệu|kết quả|tổng hợp)(?!\w)"
    r"(?:(?!kế hoạch|quyết định|công văn|(?<!kèm )theo ).)*?"
    r"(?:\s+của\s+|\s+[-–]\s+|,\s+|\s+)(?P<unit>(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+[^()]{3,80}?)"
    r"(?:[\s,(-]+(?:trong )?(?:kỳ |0?6 tháng|sáu tháng|quý|năm)\s.*)?\s*[).;]*",
    re.IGNORECASE,
)

# --- the file's name -----------------------------------------------------------------------------------------------

# Words of files' names that name no unit, without accents.
EMPTY_WORDS = frozenset(
    [
        "bao",
        "cao",
        "bc",
        "bieu",
        "mau",
        "phu",
        "luc",
        "pl",
        "cchc",
        "cong",
        "tac",
        "tuyen",
        "truyen",
        "cai",
        "cach",
        "hanh",
        "chinh",
        "6",
        "06",
        "thang",
        "dau",
        "cuoi",
        "nam",
        "quy",
        "ky",
        "so",
        "lieu",
        "tong",
        "hop",
        "nop",
        "gui",
        "final",
        "sua",
        "chua",
        "lan",
        "moi",
        "cu",
        "chinh",
        "thuc",
        "ban",
        "copy",
        "of",
        "new",
        "file",
        "book",
        "sheet",
        "worksheet",
        "untitled",
        "document",
        "tai",
        "lieu",
        "xls",
        "xlsx",
        "v1",
        "v2",
        "v3",
        "ok",
    ]
)


def _words(path: str) -> list[str]:
    """The words of a file's name, its extension left out."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return "".join(c if c.isalnum() else " " for c in fold(name)).split()


def _named_by_file(path: str, roster: Roster, on: dt.date | None, found: Match) -> Match:
    """The unit of the same level whose whole name the file bears, where it is another than the content's and the only
    one; else ``found``.
    """
    from cchc_xl.table.other_unit import units_in
    from cchc_xl.units.match import match

    others = units_in(" ".join(_words(path)), roster, on)
    assert found.unit is not None
    contradicts = len(others) == 1 and others[0].level == found.unit.level
    return match(others[0].name, roster, on) if contradicts else found


def _nameless_file(table: Table, path: str, unit: str) -> Iterator[Finding]:
    """F15: the file is called 'Book1' or 'bao cao (1) (final)'.

    A name that merely does not name the unit is nobody's concern.
    """
    words = [plain(word) for word in _words(path)]
    if (
        unit
        and any(letter.isalpha() for letter in "".join(words))
        and all(word in EMPTY_WORDS or word.rstrip("0123456789") in ("", "book", "sheet", "t") for word in words)
    ):
        yield finding("F15", table.form, params={"unit": unit})


# --- what is said about it -----------------------------------------------------------------------------------------


def _among_lines(
    lines: Sequence[str], roster: Roster, on: dt.date | None, otherwise: Match, text: str
) -> tuple[Match, str]:
    """The one unit that a line of the heading names; two different ones are none."""
    from cchc_xl.units.match import match

    named = {}
    for line in lines:
        for part in map(squeeze, line.splitlines()):
            title = _OF_A_TITLE.fullmatch(part)
            said = title["unit"] if title else part
            found = match(said, roster, on)
            if found.unit:
                named[found.unit.id] = (found, said)
    return next(iter(named.values())) if len(named) == 1 else (otherwise, text)


def _unknown(table: Table, header: Header, text: str) -> Finding:
    return finding("M01", table.form, ref=header.refs.get("unit"), raw=text, params={"found": text})


def _findings(table: Table, header: Header, text: str, found: Match, by_code: Match) -> Iterator[Finding]:
    form, ref = table.form, header.refs.get("unit")
    if found.unit is None and found.candidates:
        names = "; ".join(f"{unit.name} ({unit.id})" for unit in found.candidates[:6])
        if found.how == "none":
            about = {"found": text, "candidates": names, "reason": "unit-candidates"}
            yield finding("M01", form, ref=ref, raw=text, params=about)
        else:
            yield finding(
                "M02", form, ref=ref, raw=text, params={"found": text, "n": len(found.candidates), "candidates": names}
            )
    elif found.unit is None:
        yield _unknown(table, header, text)
    elif found.how == "former":
        successors = "; ".join(unit.name for unit in found.candidates) or "đơn vị mới"
        params = {"unit": found.unit.name, "successor": successors, "date": _day(found.unit.valid_to)}
        yield finding("M03", form, ref=ref, raw=text, params=params)
    elif found.how == "abbreviated":
        yield finding("T08", form, ref=ref, raw=text, params={"found": text, "unit": found.unit.name})
    elif found.how == "folded":
        yield finding("M16", form, ref=ref, raw=text, params={"found": text, "unit": found.unit.name})
    if found.unit and by_code.unit and by_code.unit.id != found.unit.id:
        yield finding("M04", form, ref=ref, raw=text, params={"a": found.unit.name, "b": by_code.unit.name})
    elif found.unit and text and found.how in ("exact", "alias") and _other_tones(text, found.unit):
        yield finding("T04", form, ref=ref, raw=text, params={"a": text, "b": found.unit.name})


def _other_tones(text: str, unit: Unit) -> bool:
    """The same name with the tone mark on another vowel (Hoà, Hòa): equal when folded, different when only caseless."""
    name = unit.name.casefold()
    return fold(name) in fold(text) and name not in squeeze(text).casefold()


def _day(iso: str) -> dt.date | str:
    """The day after a unit's last one, on which its successor began."""
    try:
        return dt.date.fromisoformat(iso) + dt.timedelta(days=1)
    except ValueError:
        return iso
