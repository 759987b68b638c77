"""``forms suggest``: bounds from earlier provincial workbooks, with their evidence, that can be put into the form."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import made_forms
import pytest
from filled import run
from test_own_forms import ROWS, filled_in

from cchc_xl.consolidation.beside.previous import Previous, PreviousUnit
from cchc_xl.draft.suggest import suggested
from cchc_xl.draft.text import written
from cchc_xl.errors import UserError
from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file
from cchc_xl.form.period import period
from cchc_xl.model import Form
from cchc_xl.validate import settings as against
from cchc_xl.validate import validate_file

LIMITS = {
    "id": "nhieu", "code": "V27", "kind": "at-most", "severity": "warning", "args": {"field": "03", "limit": 9000},
}  # fmt: skip
BASE: dict[str, Any] = {
    "id": "chuyen-doi-so", "version": 1, "title": "Báo cáo chuyển đổi số", "rules": [LIMITS],
    "fields": [row | ({"required": False} if row.get("tt") == "02" else {}) for row in ROWS],
}  # fmt: skip
# Field -> figures of the units 1 to 12; None: not added up.
FIGURES: dict[str, list[int | None]] = {
    "01": [100, 120, 90, 80, 110, 105, 95, 130, 140, 100, 99, 9000],  # the last has slipped
    "02": [1, 2, 1, 1, 2, 3, 1, 1, 2, 1, 1, 1],
    "03": [10, 12, 11, 9, 14, 10, 10, 12, 13, 10, 8, 11],
    "03.1": [5, 6, 4, 4, 7, 0, 5, 6, 6, 5, 4, 5],
    "04": [1, None, 2, 1, 0, 1, None, 1, None, None, None, None],
}


@pytest.fixture
def form(tmp_path: pathlib.Path) -> Form:
    return load_file(str(made_forms.put(BASE, tmp_path)))


def past(form: Form, name: str = "tong-hop-2026-H1.xlsx", figures: dict[str, list[int | None]] = FIGURES) -> Previous:
    units = tuple(
        PreviousUnit(f"X{n}", f"Xã số {n}", {field: value for field, every in figures.items() if (value := every[n - 1]) is not None})
        for n in range(1, 13)
    )  # fmt: skip
    return Previous(f"/kho/{name}", form, period(form, "H1", 2026), units, 12, {})


def by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in items}


def test_suggest__bounds_ratios_never_blank_and_never_nought_with_evidence(form: Form) -> None:
    later = past(form, "tong-hop-2025-Y.xlsx")._replace(period=period(form, "Y", 2025))
    made = suggested([past(form), later]).definition
    rules = by_id(made["add"]["rules"])
    assert set(rules) == {
        "toi-da-01", "toi-da-02", "toi-da-03-1", "toi-da-04", "co-so-01", "co-so-02", "co-so-03",
        "khong-qua-03-1-03", "ty-so-02-01", "ty-so-03-02", "ty-so-04-03",
    }  # fmt: skip
    assert rules["toi-da-01"]["args"] == {"field": "01", "limit": 150}
    (evidence,) = rules["toi-da-01"]["review"]
    assert evidence == (
        "24 số liệu của 12 đơn vị trong tong-hop-2026-H1.xlsx, tong-hop-2025-Y.xlsx: nhỏ nhất 80, trung vị 102,5,"
        " lớn nhất 9.000. 2 số liệu khác hẳn các đơn vị còn lại nên không tính vào ngưỡng: Xã số 12 9.000; Xã số 12 9.000."
    )
    assert rules["toi-da-02"]["args"]["limit"] == 3
    assert rules["khong-qua-03-1-03"]["args"] == {"left": "03.1", "operator": "<=", "right": ["03"]}
    ratio = rules["ty-so-02-01"]["args"]
    assert (ratio["numerator"], ratio["denominator"]) == ("02", "01")
    assert ratio["low"] <= 1 / 140 < ratio["high"]
    assert made["change"]["rules"]["nhieu"]["args"] == {"limit": 15}
    assert "Ngưỡng hiện nay: 9.000." in made["change"]["rules"]["nhieu"]["review"]
    assert made["change"]["fields"]["02"]["required"] is True
    assert "2 tệp tổng hợp (tong-hop-2026-H1.xlsx, tong-hop-2025-Y.xlsx), 12 đơn vị" in made["review"][0]


def test_suggest__no_figure_of_the_past_but_those_apart_breaks_what_is_proposed(
    form: Form, tmp_path: pathlib.Path
) -> None:
    """The proposal is the form's next version as it stands: it passes its check, and asks only about what stood apart."""
    path = tmp_path / "v2.json"
    path.write_bytes(written(suggested([past(form)]).definition))
    assert lint(str(path)) == ()
    later = load_file(str(path))
    (tmp_path / "bc").mkdir()
    for n in range(12):
        values = {field: every[n] for field, every in FIGURES.items() if every[n] is not None}
        (tmp_path / "bc" / f"{n:02d}.xlsx").write_bytes(filled_in(later, values | {"04": 0}, f"UBND xã số {n + 1}"))
    found = [
        (one.field, one.code)
        for report in sorted((tmp_path / "bc").iterdir())
        for one in validate_file(str(report), against([later])).findings
        if one.severity != "note"
    ]
    assert found
    assert {field for field, _ in found} <= {"01", "02"}, found
    assert ("01", "V27") in found


def test_suggest__few_figures_propose_nothing(form: Form) -> None:
    few: dict[str, list[int | None]] = {field: [*every[:7], *([None] * 5)] for field, every in FIGURES.items()}
    made = suggested([past(form, figures=few)])
    assert (made.rules, made.changes) == (0, 0)


def test_suggest__a_copy_of_a_result_is_no_further_evidence(form: Form) -> None:
    once, twice = suggested([past(form)]), suggested([past(form), past(form, "tong-hop-2026-H1 (1).xlsx")])
    assert twice == once


def test_suggest__two_forms_are_refused(form: Form) -> None:
    with pytest.raises(UserError) as error:
        suggested([past(form), past(form._replace(id="khac"))])
    assert error.value.key == "suggest-several-forms"


def test_suggest__from_real_workbooks_by_the_command(form: Form, tmp_path: pathlib.Path) -> None:
    (tmp_path / "bc").mkdir()
    for n in range(12):
        values = {field: every[n] for field, every in FIGURES.items() if every[n] is not None}
        (tmp_path / "bc" / f"{n:02d}.xlsx").write_bytes(filled_in(form, values | {"04": 0}, f"UBND xã số {n + 1}"))
    path, book, out = tmp_path / "rieng.json", tmp_path / "tong-hop.xlsx", tmp_path / "v2.json"
    assert run("merge", tmp_path / "bc", "--form", path, "-o", book)[0] in (0, 1)
    code, printed = run("forms", "suggest", book, "--form", path, "-o", out)
    assert code == 0
    assert "Mỗi đề xuất ghi căn cứ ở mục review" in printed
    assert lint(str(out)) == ()
    assert {"toi-da-01", "khong-qua-03-1-03"} <= {rule.id for rule in load_file(str(out)).rules}
    code, shown = run("forms", "suggest", book, "--form", path)
    assert json.loads(shown) == json.loads(out.read_text(encoding="utf-8"))
    assert "12 đơn vị" in run("forms", "check", out)[1]
    out.write_text("{}", encoding="utf-8")
    with pytest.raises(UserError) as error:
        run("forms", "suggest", book, "--form", path, "-o", out)
    assert error.value.key == "output-exists"
