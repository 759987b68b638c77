"""The table for other programs: one row per unit and indicator, nothing lost, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys

import pandas as pd
import pytest
from made_reports import FORM, H1, IDS, ROSTER, A, B, report

from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.errors import UserError
from cchc_xl.model import Decision
from cchc_xl.write.machine.tidy import COLUMNS, check_tidy, tidy, tidy_rows, write_tidy

FIGURES = (12, 0, "", "18 tin", 6, "~600", 2, 3, "=4")
DANGEROUS = ["=1+1", "+84", "-3x", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a"]


@pytest.fixture
def merged():
    reports = [report(A, FIGURES, [("V24", "04")]), report(B, (1,) * 9, notes={"01": "=cmd|'/c calc'!A1"})]
    return consolidate(FORM, reports, ROSTER, period=H1)


def test_tidy__a_row_for_each_unit_and_indicator(merged):
    frame = tidy(merged)
    assert list(frame.columns) == list(COLUMNS)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        name: "string" if kind == "string" else kind for name, kind in COLUMNS.items()
    }
    assert len(frame) == 3 * len(IDS)
    assert list(frame["field"]) == [*IDS] * 3
    assert (list(frame["row"]), set(frame["column"])) == ([*IDS] * 3, {"value"})
    assert frame["value"].sum() == sum(total.used for total in merged.totals)


def test_tidy__blank_absent_and_set_aside_are_no_zero(merged):
    first = tidy(merged).iloc[: len(IDS)].set_index("field")
    assert first.loc["02", "value"] == 0
    for field, why in (("03", "blank"), ("04", "V24"), ("08", "confirm")):
        assert pd.isna(first.loc[field, "value"])
        assert first.loc[field, "why_not"] == why
    assert (first.loc["05.1", "state"], first.loc["05.1", "bound"], first.loc["05.1", "value"]) == (
        "estimate",
        "~",
        600,
    )
    assert (first.loc["08", "reading"], first.loc["04", "raw"], first.loc["04", "cell"]) == (4, "18 tin", "D15")


def test_tidy__who_has_not_sent_is_there_without_a_value(merged):
    missing = tidy(merged).iloc[-len(IDS) :]
    assert set(missing["unit"]) == {"Xã C"}
    assert set(missing["why_not"]) == {"M12"}
    assert missing["value"].isna().all()


def test_tidy__decisions_are_told(merged):
    found = next(one for one in merged.findings if one.code == "V24")
    decided = consolidate(
        FORM,
        [unit.report for unit in merged.units],
        ROSTER,
        [Decision(found.fingerprint, "value", 18, "đã hỏi", "Lan", "2026-06-20")],
        H1,
    )
    row = next(row for row in tidy_rows(decided) if row["field"] == "04")
    assert (row["value"], row["decision"], row["decided_by"], row["raw"]) == (18, "value: đã hỏi", "Lan", "18 tin")


def test_csv__opens_in_a_spreadsheet_without_harm(merged, tmp_path):
    path = write_tidy(merged, str(tmp_path / "a.csv"))
    data = (tmp_path / "a.csv").read_bytes()
    assert path.endswith("a.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    note = next(row["note"] for row in rows if row["unit"] == "Xã B" and row["field"] == "01")
    assert note == "'=cmd|'/c calc'!A1"
    assert [row["value"] for row in rows if row["field"] == "01"] == ["12", "1", ""]


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv__formula_like_text_gets_an_apostrophe(text, tmp_path):
    made = consolidate(FORM, [report(text, FIGURES, path=f"{text}.xlsx")], period=H1)
    write_tidy(made, str(tmp_path / "a.csv"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert {row["unit"] for row in rows} == {f"'{text}"}
    assert {row["source"] for row in rows} == {f"'{text}.xlsx"}


def test_json__is_strict_and_keeps_texts_as_they_are(merged, tmp_path):
    write_tidy(merged, str(tmp_path / "a.json"))
    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"), parse_constant=lambda name: pytest.fail(name))
    assert len(rows) == 3 * len(IDS)
    assert rows[0] | {"value": 12, "unit": "Xã A", "period": "2026-H1", "version": 1, "how": "exact"} == rows[0]
    assert rows[2]["value"] is None
    assert any(row["note"] == "=cmd|'/c calc'!A1" for row in rows)


def test_parquet__without_its_library_says_what_to_install(merged, tmp_path, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "pyarrow" else found(name, *rest)
    )
    with pytest.raises(UserError) as raised:
        write_tidy(merged, str(tmp_path / "a.parquet"))
    assert raised.value.key == "parquet-needs-pyarrow"
    assert not (tmp_path / "a.parquet").exists()


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is an optional extra")
def test_parquet__reads_back(merged, tmp_path):
    write_tidy(merged, str(tmp_path / "a.parquet"))
    assert pd.read_parquet(tmp_path / "a.parquet")["value"].sum() == sum(total.used for total in merged.totals)


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.csv.gz"])
def test_tidy__no_other_type(name):
    with pytest.raises(UserError) as raised:
        check_tidy(name)
    assert raised.value.key == "bad-tidy-type"


def test_tidy__importing_it_does_not_load_pandas():
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", "import sys, cchc_xl.write.machine.tidy; print('pandas' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
