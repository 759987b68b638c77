"""The unit of measure of a row (Đơn vị tính): the form's, one that means the same, or another by which the figure
counts other things or in thousands.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cchc_xl.check.catalogue import finding
from cchc_xl.model import Field, Finding, Severity
from cchc_xl.quantity import lexicon
from cchc_xl.table.rows import Table
from cchc_xl.text import fold, late, one_slip, plain

_TOGETHER = late(r"\s*[,;/&+]\s*|\s+-\s+|\s+(?:và|hoặc|va|hoac)\s+")
_BRACKET = late(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*")
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
_NO_COUNT = late(r"%|‰|phần trăm|tỷ lệ|tỉ lệ|(?<!\w)(?:đồng|vnđ|vnd|usd|tỷ|tỉ)(?!\w)")


class Measure(NamedTuple):
    """What a unit of measure is to an indicator. ``kind``: own | kin (counts alike things) | other | scale (a factor or
    no count at all); ``factor`` is set where the unit is a multiple of the indicator's own.
    """

    kind: str
    factor: int = 0


OWN, KIN, OTHER = Measure("own"), Measure("kin"), Measure("other")


@lru_cache(maxsize=1024)
def measure_of(unit: str, field: Field) -> Measure:
    """What a unit of measure, as written, is to an indicator."""
    own = _own_units(field)
    folded = fold(unit).strip(" .()")
    if _is_own(folded, own):
        return OWN
    factor = _FACTOR.search(folded)
    if factor or _NO_COUNT.search(folded):
        rest = _BRACKET.sub(" ", _FACTOR.sub(" ", folded)).strip(" .x*()-")
        several = factor is not None and (not rest or _is_own(rest, own))
        return Measure("scale", _FACTORS[factor["factor"].replace(" ", "")] if factor and several else 0)
    parts = [part for part in (*_TOGETHER.split(_BRACKET.sub(" ", folded).strip()), *_BRACKET.findall(folded)) if part]
    if len(parts) > 1 and all(_is_own(part, own) for part in parts):
        return OWN
    alike = any(folded in group and own & group for group in lexicon.ALIKE)
    return KIN if alike or folded in lexicon.ANY_UNIT else OTHER


def _is_own(folded: str, own: frozenset[str]) -> bool:
    """The unit itself, also with a slip of the hand or without accents."""
    if folded in own:
        return True
    bare = plain(folded)
    return any(bare == plain(unit) or (len(bare) >= 4 and one_slip(bare, plain(unit))) for unit in own)


@lru_cache(maxsize=256)
def _own_units(field: Field) -> frozenset[str]:
    return frozenset(map(fold, (field.unit, *field.units)))


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
        field = table.form.field(row.found.field)
        if unit == field.unit or unit.replace(".", "").replace(",", "").isdigit():
            continue  # a figure in the wrong column (V34) is no unit of measure
        measure, ref = measure_of(unit, field), table.ref(row.row, table.columns.unit)
        if measure.kind == "scale":
            number = _number(table, row.row)
            proposed = number * measure.factor if number is not None and measure.factor else None
            yield finding(
                "S20", table.form, field=field.id, ref=ref, raw=row.unit, proposed=proposed, params={"found": row.unit}
            )
        elif measure.kind != "own":
            severity: Severity = "warning" if measure.kind == "kin" else "error"
            params = {"found": row.unit, "expected": field.unit, "what": f"unit-{measure.kind}"}
            yield finding("S07", table.form, field=field.id, ref=ref, raw=row.unit, params=params, severity=severity)


def _number(table: Table, row: int) -> int | None:
    cell = table.value(row)
    value = cell.value if cell and cell.kind == "number" else None
    return int(value) if isinstance(value, int | float) and 0 <= value < 10**9 and value == int(value) else None
