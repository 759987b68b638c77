"""Reports made by hand, for the tests of the merge and of what it writes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.form.load import load
from cchc_xl.form.period import period as period_of
from cchc_xl.model import CellRef, Finding, Period, Reading, Report, Source, Submission, Unit

FORM = load("tuyen-truyen-cchc", 1)
H1, YEAR = period_of(FORM, "H1", 2026), period_of(FORM, "Y", 2026)
IDS = tuple(field.id for field in FORM.fields)
A, B, C = (Unit(f"U-{name}", f"Xã {name}", admin_code=str(18000 + place)) for place, name in enumerate("ABC"))
ROSTER = (A, B, C)


def reading(field: str, value: object) -> Reading:
    """A table's cell: number, '' (blank), 'absent', '~30' (estimate), '=60' (worked out by the program), any other
    text.
    """
    ref = CellRef("Phụ lục", 12 + IDS.index(field), 4)
    if isinstance(value, int | float):
        return Reading(field, "number", value, raw=value, ref=ref, how="exact")
    text = str(value)
    if text in ("", "absent"):
        return Reading(field, "absent" if text else "blank", ref=ref)
    if text[0] == "~":
        return Reading(field, "estimate", int(text[1:]), "~", raw=f"khoảng {text[1:]}", ref=ref, how="cleaned")
    if text[0] == "=":
        return Reading(field, "number", int(text[1:]), raw=f"{text[1:]} x 1", ref=ref, how="proposed", computed=True)
    return Reading(field, "text", raw=text, ref=ref)


def report(
    unit: Unit | str,
    values: Sequence[object] = (),
    findings: Sequence[tuple[str, str] | Finding] = (),
    *,
    path: str = "",
    sha: str = "",
    received: str = "2026-06-10T08:00:00",
    period: Period | None = H1,
    notes: dict[str, str] | None = None,
) -> Report:
    """``values`` in the form's order, 0 for those not given; ``findings`` as (code, field)."""
    name = unit if isinstance(unit, str) else unit.name
    path = path or f"{name or 'khong-ten'}.xlsx"
    source = Source(path, sha or hash_of(path, values), 100, received, "xlsx")
    readings = [reading(field, values[place] if place < len(values) else 0) for place, field in enumerate(IDS)]
    readings = [one._replace(note=(notes or {}).get(one.field, "")) for one in readings]
    key = unit if isinstance(unit, str) else unit.id
    made = [one if isinstance(one, Finding) else _fault(*one, key, path, readings) for one in findings]
    submission = Submission(
        source, FORM.id, 1, "Phụ lục", tuple(readings), None if isinstance(unit, str) else unit, name, period
    )
    return Report(source, submission, tuple(made))


def hash_of(path: str, values: Sequence[object]) -> str:
    return hashlib.sha256(f"{path}|{values}".encode("utf-8", "surrogatepass")).hexdigest()


def _fault(code: str, field: str, unit: str, path: str, readings: Sequence[Reading]) -> Finding:
    at = next((one for one in readings if one.field == field), Reading(field, "absent"))
    return finding(code, FORM, unit=unit, period=H1.key, field=field, ref=at.ref, raw=at.raw_text, source=path)


def unreadable(path: str, code: str) -> Report:
    return Report(
        Source(path, hash_of(path, ()), 5), None, (finding(code, FORM, source=path, params={"reason": "empty"}),)
    )
