"""What a message asks for is honoured: with a word of explanation in Ghi chú it is a note, and a clerk with true figures
reaches "Hợp lệ".
"""

from __future__ import annotations

import io

import openpyxl
import pytest
from surroundings import FIELDS, FORM, Paper

from cchc_xl.form.layout import layout
from cchc_xl.form.period import period
from cchc_xl.model import Finding
from cchc_xl.validate import Settings, validate_grid
from cchc_xl.words import template as vi
from cchc_xl.write.template import live
from cchc_xl.write.template.workbook import template_bytes

AGAINST = Settings((FORM,), None, period(FORM, "H1", 2026))
USUAL = {"01": 12, "02": 1, "03": 3, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 30, "08": 4}
# Code, the field where it stands, the figures that earn it, a field whose note may explain it.
ASKED = (
    ("C02", "05", {"05.1": 0}, "05"),
    ("C02", "05", {"05.1": 0}, "05.1"),
    ("C03", "05.1", {"05.1": 1200}, "05.1"),
    ("C03", "05.1", {"05.1": 1200}, "05"),
    ("C09", "01", dict.fromkeys(FIELDS, 0), "01"),
    ("C09", "01", dict.fromkeys(FIELDS, 0), "08"),
    ("C13", "06", {"06": 5}, "06"),
    ("V16", "08", {"08": "-"}, "08"),
    ("V25", "08", {"08": None}, "08"),
    ("V27", "01", {"01": 700}, "01"),
)
EXPLAINED = (
    "do năm nay tổ chức trực tuyến",
    "Theo Báo cáo số 15/BC-UBND",
    "https://xaanbinh.gov.vn/cchc",
    "TRONG KỲ KHÔNG CÓ",
)


def found(figures: dict[str, object], notes: dict[str, str], code: str) -> Finding:
    paper = Paper(dict.fromkeys(FIELDS, 0))
    for field, row in paper.rows.items():
        row["value"], row["note"] = {**USUAL, **figures}[field], notes.get(field)
    one, *more = [finding for finding in validate_grid(paper.grid(), AGAINST).findings if finding.code == code]
    assert not more
    return one


@pytest.mark.parametrize(("code", "field", "figures", "at"), ASKED)
def test_explained__is_a_note_at_the_same_place(code: str, field: str, figures: dict[str, object], at: str) -> None:
    bare = found(figures, {}, code)
    assert (bare.field, bare.severity) == (field, "error" if code == "V25" else "warning")
    for words in EXPLAINED:
        explained = found(figures, {at: words}, code)
        assert explained._replace(params={}) == bare._replace(params={}, severity="note")
    for words in ("đúng", "x", "đã đúng", "12 - 15"):
        assert found(figures, {at: words}, code).severity == bare.severity
    other = next(one for one in FIELDS if one not in {field, at, "05", "05.1"})
    if code != "C09":
        assert found(figures, {other: EXPLAINED[0]}, code).severity == bare.severity


@pytest.mark.parametrize(("code", "field", "figures", "at"), [case for case in ASKED if case[0] != "V16"])
def test_template__a_clerk_with_true_figures_reaches_valid(
    code: str, field: str, figures: dict[str, object], at: str
) -> None:
    values = {name: value for name, value in {**USUAL, **figures}.items() if value is not None}
    header = {"unit": "UBND xã An Bình", "period": FORM.periods[0].label, "year": 2026}
    shown = {}
    for notes in ({}, {at: EXPLAINED[0]}):
        content = template_bytes(FORM, header=header, values=values, notes=notes)
        sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[layout(FORM).table]
        place = layout(FORM)
        shown[bool(notes)] = (sheet[place.check(field).a1].value or "", sheet[place.status.a1].value)
    rule = next(rule for rule in FORM.rules if rule.code == code)
    assert shown[False][0] == live.live_text(rule, FORM)
    assert shown[True] == ("", vi.VALID)
