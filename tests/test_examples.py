"""The examples say what they say they say: each planted fault under its code, the five real reports as they stand."""

from __future__ import annotations

import csv
import pathlib
import re
import subprocess
import sys
from functools import cache

import pytest

from cchc_xl.form.load import load, versions
from cchc_xl.form.period import period
from cchc_xl.model import Consolidation, Report
from cchc_xl.run.collect import Collected, collect, look
from cchc_xl.run.merge import Gathered, consolidated
from cchc_xl.run.plan import Plan
from cchc_xl.units.roster import load_roster
from cchc_xl.validate import settings, validate_file

ROOT = pathlib.Path(__file__).resolve().parent.parent
REAL = ROOT / "examples" / "nam-bao-cao-that"
PROVINCE = ROOT / "examples" / "tinh-mau"


@cache
def collected() -> Collected:
    form = load("tuyen-truyen-cchc", 2)
    against = settings(versions(form.id), load_roster(str(PROVINCE / "don-vi.csv")), period(form, "H1", 2026))
    found = collect(look([str(PROVINCE / "bao-cao")]), against)
    with open(PROVINCE / "so-nhan.csv", encoding="utf-8-sig", newline="") as file:
        dates = {row["Tệp"]: "-".join(reversed(row["Ngày nhận"].split("/"))) for row in csv.DictReader(file)}
    reports = tuple(r._replace(source=r.source._replace(received=dates.get(r.source.name, ""))) for r in found.reports)
    return found._replace(reports=reports)


@cache
def merged() -> Consolidation:
    form = load("tuyen-truyen-cchc", 2)
    against = settings(versions(form.id), load_roster(str(PROVINCE / "don-vi.csv")), period(form, "H1", 2026))
    return consolidated(Gathered(collected().reports, collected().skipped), Plan(against))


def planted() -> list[tuple[str, str, str]]:
    """(file or unit id, cell, code) of every line of the README's table."""
    rows = re.findall(
        r"^\| ([^|]+?) \| ?([A-Z]*\d*) ?\| ([A-Z0-9 ]+?) \|",
        (PROVINCE / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return [(about, cell, code) for about, cell, codes in rows for code in codes.split()]


@pytest.mark.parametrize(("about", "cell", "code"), planted())
def test_province__each_planted_fault_is_found(about: str, cell: str, code: str) -> None:
    name = about.split(" ", 1)[-1] if re.match(r"[XS]M\d\d ", about) else about
    hits = [f for f in merged().findings if f.code == code and (name in f.source or f.unit == about[:4])]
    assert hits, sorted({(f.code, f.ref.a1 if f.ref else "") for f in merged().findings if name in f.source})
    if cell:
        assert cell in {f.ref.a1 for f in hits if f.ref}


def test_province__good_reports_have_nothing_to_correct() -> None:
    faulty = {about for about, _, _ in planted()}
    good = [
        r
        for r in collected().reports
        if pathlib.Path(r.source.path).stem.removesuffix(" (sửa)") not in faulty and r.source.name not in faulty
    ]
    assert len(good) > 0
    for report in good:
        assert [f for f in report.findings if f.severity != "note"] == [], report.source.path


def test_province__everything_found_is_accounted_for() -> None:
    assert merged().found == len(collected().reports) + len(collected().skipped)
    for total in merged().totals:
        assert total.read == total.used + total.set_aside


def test_province__a_column_that_the_form_lacks_is_told_when_a_report_is_moved(tmp_path: pathlib.Path) -> None:
    (source,) = (PROVINCE / "bao-cao").glob("* Phường Tây Lộc.xlsx")
    done = subprocess.run(
        [sys.executable, "-m", "cchc_xl", "migrate", str(source), "--to", "2", "--out", str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "Cùng kỳ" in done.stdout
    assert "1; 1; 1; 1; 1; 1; 1; 1; 1; 1; 1" in done.stdout


def real(number: str) -> Report:
    (path,) = REAL.glob(f"{number} *.xlsx")
    return validate_file(str(path), settings())


def test_real_reports__first_as_it_stands() -> None:
    report = real("01")
    assert report.submission is not None
    got = {r.field: (r.raw, r.number, r.state, r.how, r.qualifier) for r in report.submission.readings}
    assert got == {
        "01": (12, 12, "number", "exact", ""),
        "02": (0, 0, "number", "exact", ""),
        "03": (0, 0, "number", "exact", ""),
        "04": (18, 18, "number", "exact", ""),
        "05": ("6(lồng ghép)", 6, "number", "proposed", "lồng ghép"),
        "05.1": ("600 (Lượt người)", 600, "number", "proposed", "Lượt người"),
        "06": ("02", 2, "number", "cleaned", ""),
        "07": ("03", 3, "number", "cleaned", ""),
        "08": ("Hội nghị; mạng xã hội; TT miệng…", None, "text", "none", ""),
    }
    assert {(f.code, f.field) for f in report.findings} == {
        ("V01", "05"), ("C19", "05"), ("V02", "05.1"), ("C04", "05.1"), ("V03", "06"), ("V03", "07"), ("V24", "08"), ("M10", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "stated"),
    [
        ("02", {"09": (7, "proposed", True)}),
        ("03", {"09": (13, "proposed", False)}),
        ("04", {}),
        ("05", {"09": (20, "proposed", False)}),
    ],
)
def test_real_reports__prose_fills_only_what_it_states(number: str, stated: dict[str, tuple[int, str, bool]]) -> None:
    """'06 bài, 01 tin' is a sum that we made, '13 bài viết, bản tin' and '20 tin,bài' are figures that the report
    gives.
    """
    report = real(number)
    assert report.submission is not None
    assert {r.field: (r.number, r.how, r.computed) for r in report.submission.readings if r.state != "blank"} == stated
    assert {f.field for f in report.findings if f.code == "V25"} == {
        r.field for r in report.submission.readings
    } - stated.keys()
