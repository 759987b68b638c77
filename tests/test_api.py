"""cchc_xl.merge(...) from Python: records and frames that agree."""

from __future__ import annotations

import pathlib
import shutil

import pytest

import cchc_xl
from cchc_xl.errors import UserError
from cchc_xl.write.machine.merged import merged_json

PROVINCE = pathlib.Path(__file__).resolve().parent.parent / "examples" / "tinh-mau"


def test_merge__frames_say_what_the_records_say(tmp_path: pathlib.Path) -> None:
    merged = cchc_xl.merge(
        PROVINCE / "bao-cao", tmp_path / "out.xlsx", roster=PROVINCE / "don-vi.csv", period="2026-H1"
    )
    assert pathlib.Path(merged.path).read_bytes()[:2] == b"PK"
    assert (merged.totals["read"] == merged.totals["used"] + merged.totals["set_aside"]).all()
    assert merged.tidy.groupby("field")["value"].sum().to_dict() == merged.totals["used"].to_dict()
    assert len(merged.findings) == len(merged.consolidation.findings)
    assert len(merged.sources) == merged.consolidation.found


def test_json__counts_the_reports_with_copies_and_without_files_that_are_none(tmp_path: pathlib.Path) -> None:
    report = PROVINCE / "bao-cao" / "XM01 Xã An Bình.xlsx"
    for name in ("a.xlsx", "b.xlsx", "~$a.xlsx"):
        shutil.copy(report, tmp_path / name)
    merged = cchc_xl.merge(tmp_path)
    told = merged_json(merged.consolidation)
    assert sorted(row["outcome"] for row in told["sources"]) == ["merged", "skipped", "skipped"]
    assert told["summary"]["files"] == len(merged.reports) == 2
    assert (told["output"], told["found"]) == ("", 3)


def test_merge__without_an_output_nothing_is_written(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    merged = cchc_xl.merge(PROVINCE / "bao-cao", roster=PROVINCE / "don-vi.csv", period="2026-H1")
    assert merged.path == ""
    assert merged.totals.loc["01", "used"] > 0
    assert list(tmp_path.iterdir()) == []


def test_merge__what_cannot_be_meant_is_an_error_of_the_caller() -> None:
    with pytest.raises(UserError):
        cchc_xl.merge(PROVINCE / "none")
    with pytest.raises(UserError):
        cchc_xl.merge(PROVINCE, period="2026-Q7")
