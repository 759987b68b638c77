"""The unit of measure of a row (Đơn vị tính): the form's, one that means the same, or another by which the figure
counts other things or in thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Finding, Row, Severity
from cchc_xl.numbers import rounded
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.lexicon import UNITS
from cchc_xl.quantity.money import is_money, scale_of
from cchc_xl.quantity.reading import COUNTS, read_quantity
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import Table
from cchc_xl.text import fold, late, one_slip, plain

_TOGETHER = late(r"\s*[,;/&+]\s*|\s+-\s+|\s+(?:và|hoặc|va|hoac)\s+")
_BRACKET = late(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*")
_WORDS, _TOKENS, _LETTERS = late(r"\w+"), late(r"[a-z]+"), late(r"[^\W\d_]+(?:[./, -]{1,3}[^\W\d_]+)*")
_DITTO = frozenset(("nt", "-nt-", "- nt -", "như trên", "nhu tren", '"', "''", '-"-', "-//-", "//", "-", "〃"))
_FACTORS = {
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "ngan", "1.000", "1000", "1 000"), 1000),
    **dict.fromkeys(("triệu", "trieu", "1.000.000"), 1_000_000),
    **dict.fromkeys(("trăm", "100"), 100),
    **dict.fromkeys(("chục", "chuc", "10"), 10),
    **dict.fromkeys(("vạn", "10.000"), 10_000),
}
_FACTOR = late(
    r"(?<![\w.])(?P<factor>nghìn|ngàn|nghin|ngan|triệu|trieu|trăm|chục|chuc|vạn|1\.000\.000|10\.000|1[. ]?000"
    r"|100|10)(?![\w.])"
)
_LONGEST_INITIALS = 2
_NO_COUNT = late(r"%|‰|phần trăm|tỷ lệ|tỉ lệ|(?<!\w)(?:đồng|vnđ|vnd|usd|tỷ|tỉ)(?!\w)")


_PERCENT = ("%", "phần trăm", "tỷ lệ", "tỷ lệ %", "tỷ lệ (%)", "tỉ lệ", "tỉ lệ %", "tỉ lệ (%)")


class Measure(NamedTuple):
    """What a unit of measure is to an indicator. ``kind``: own | kin (counts alike things) | other | scale (a factor or
    no count at all); ``factor`` is set where the unit is a multiple of the indicator's own.
    """

    kind: str
    factor: float = 0


OWN, KIN, OTHER = Measure("own"), Measure("kin"), Measure("other")


@lru_cache(maxsize=1024)
def measure_of(unit: str, asked: Row) -> Measure:
    """What a unit of measure, as written, is to an indicator."""
    own = _own_units(asked)
    folded = fold(unit).strip(" .()")
    folded = _spelled_out(folded, asked) or folded
    if is_money(asked.unit) and is_money(unit):
        from fractions import Fraction

        factor_of = Fraction(scale_of(unit), scale_of(asked.unit))
        return OWN if factor_of == 1 else Measure("scale", float(factor_of))
    if _is_own(folded, own) or _says_label(folded, asked):
        return OWN
    factor = _FACTOR.search(folded)
    if factor or _NO_COUNT.search(folded):
        rest = _BRACKET.sub(" ", _FACTOR.sub(" ", folded)).strip(" .x*()-")
        several = factor is not None and (not rest or _is_own(rest, own))
        return Measure("scale", _FACTORS[factor["factor"].replace(" ", "")] if factor and several else 0)
    parts = [part for part in (*_TOGETHER.split(_BRACKET.sub(" ", folded).strip()), *_BRACKET.findall(folded)) if part]
    if len(parts) > 1 and all(_is_own(part, own) for part in parts):
        return OWN
    if folded in lexicon.ANY_UNIT:
        return OWN
    alike = _is_alike(folded, own) or (parts and all(_is_own(part, own) or _is_alike(part, own) for part in parts))
    return KIN if alike else OTHER


def _is_alike(folded: str, own: frozenset[str]) -> bool:
    return any(folded in group and own & group for group in lexicon.ALIKE)


def _is_own(folded: str, own: frozenset[str]) -> bool:
    """The unit itself, also with a slip of the hand or without accents."""
    if folded in own or any(unit.endswith(f" {folded}") for unit in own):
        return True  # 'Bản' in the row of 'Văn bản'
    bare = plain(folded)
    may_slip = len(bare) >= 4 and folded not in UNITS  # 'cuộc' is no slip of 'cuốn'
    return any(bare == plain(unit) or (may_slip and one_slip(bare, plain(unit))) for unit in own)


@lru_cache(maxsize=1024)
def _spelled_out(folded: str, asked: Row) -> str:
    """What a shortened unit stands for: 'v.bản', 'h/nghị', 'ch.mục', 'vbcđ', 'đ/hành'; '' where it shortens none.

    The indicator's own units may be given by initials alone, and units in its label; other words of its label not. A
    word that is a unit itself is short for one of the indicator's own at the most ('CT', 'TB').
    """
    if not _LETTERS.fullmatch(folded) or (folded in UNITS and len(folded) > _LONGEST_INITIALS):
        return ""  # '1.000 tờ', 'x10 cuốn'
    tokens = _TOKENS.findall(plain(folded))
    own = _own_units(asked)
    label = [tuple(_WORDS.findall(fold(name))) for name in (asked.label, *asked.aliases)]
    windows = (" ".join(words[a:b]) for words in label for a in range(len(words)) for b in range(a + 2, len(words) + 1))
    wholes: list[str] = [*sorted(own), *([] if folded in UNITS else windows)]
    for whole in wholes:
        words = plain(whole).split()
        telling = (
            whole in own or whole in UNITS or any(token in words for token in tokens) or _begins(whole.split(), own)
        )
        if telling and len("".join(tokens)) > 1 and _shortens(tokens, words):
            return whole
    return ""


def _shortens(tokens: Sequence[str], words: Sequence[str]) -> bool:
    """Do the tokens stand for all the words in order, each for one that it begins or for several by their initials?"""
    if not tokens or not words:
        return not tokens and not words
    first, *rest = tokens
    initials = "".join(word[0] for word in words)
    return (words[0].startswith(first) and _shortens(rest, words[1:])) or (
        len(first) > 1 and initials.startswith(first) and _shortens(rest, words[len(first) :])
    )


@lru_cache(maxsize=1024)
def _says_label(folded: str, asked: Row) -> bool:
    """'văn bản chỉ đạo', 'bài báo': an own unit, or no word for a unit, and else nothing but words of the label."""
    words = _WORDS.findall(folded)
    known = {word for name in (asked.label, *asked.aliases, *asked.units) for word in _WORDS.findall(fold(name))}
    own = _own_units(asked)
    of_a_rate = not all(_is_own(part, own) or _is_alike(part, own) for part in folded.split("/"))
    if len(words) < 2 or not _LETTERS.fullmatch(folded) or ("/" in folded and of_a_rate) or not known.issuperset(words):
        return False
    units = [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
    return _begins(words, own) or UNITS.isdisjoint(units)


def _begins(words: Sequence[str], own: frozenset[str]) -> bool:
    """Do the words begin with a unit of the indicator's own?"""
    return any(" ".join(words[:end]) in own for end in range(1, len(words) + 1))


@lru_cache(maxsize=256)
def _own_units(asked: Row) -> frozenset[str]:
    words = _PERCENT if fold(asked.unit) in _PERCENT else ()
    return frozenset(map(fold, (asked.unit, *asked.units, *words)))


def unit_findings(table: Table) -> Iterator[Finding]:
    """S07 for another unit of measure, S20 for a multiple. Figures of another one are not added up."""
    if not table.columns.unit:
        return
    above = ""
    for row in table.rows:
        unit = above if fold(row.unit) in _DITTO and above else row.unit
        above = unit or above
        if row.found is None or not unit:
            continue
        asked = table.form.row(row.found.id)
        if unit == asked.unit or unit.replace(".", "").replace(",", "").isdigit():
            continue  # a figure in the wrong column (V34) is no unit of measure
        measure, ref = measure_of(unit, asked), table.ref(row.row, table.columns.unit)
        if measure.kind == "scale":
            number, places = _number(table, row.row, asked)
            proposed = None
            if number is not None and measure.factor:
                proposed = rounded(number * measure.factor, places)
            yield finding(
                "S20", table.form, field=asked.id, ref=ref, raw=row.unit, proposed=proposed, params={"found": row.unit}
            )
        elif measure.kind != "own":
            severity: Severity = "warning" if measure.kind == "kin" else "error"
            params = {"found": row.unit, "expected": asked.unit, "what": f"unit-{measure.kind}"}
            yield finding("S07", table.form, field=asked.id, ref=ref, raw=row.unit, params=params, severity=severity)


def _number(table: Table, row: int, asked: Row) -> tuple[int | float | None, int]:
    """The figure of a row that has one, and the decimal places that it may have."""
    cell = table.value(row) if len(table.columns.values) == 1 else None
    field = next((field for field in table.form.fields if field.id == asked.id), None)
    if field is not None and field.kind not in COUNTS:
        reading = read_quantity(cell, field._replace(unit=""))
        return None if reading.computed else reading.number, field.places
    value = cell.value if cell and cell.kind == "number" else None
    counts = isinstance(value, int | float) and 0 <= value < 10**9 and value == int(value)
    return int(value) if counts else None, 0  # type: ignore[arg-type]
