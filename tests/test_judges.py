"""The judges themselves: each accepts what is right, and each notices what is not."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import zipfile

import judges
import pytest
import xlsxwriter

pytestmark = pytest.mark.judge

SHEET = "Bảng 1"
WRONG = 99  # what the file claims as stored results: a judge must compute its own


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("judged") / "số liệu mẫu.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write("A1", 1)
        sheet.write("B1", "Hội nghị")
        sheet.write_formula("A2", "=1+1", None, WRONG)
        sheet.write_formula("B2", '=IF(ISNUMBER(A1),"đúng","sai")', None, "x")
        sheet.write_formula("A3", "=1/0", None, WRONG)
        sheet.write_formula("B3", '=""', None, "x")
        sheet.write_formula("C3", "=SUM('Trang 2'!A:A)", None, WRONG)
        book.add_worksheet("Trang 2").write_column("A1", [0.5, 1.5])
    return path


EXPECTED = {
    SHEET: {(1, 1): 1, (1, 2): "Hội nghị", (2, 1): 2, (2, 2): "đúng", (3, 1): "#DIV/0!", (3, 3): 2},
    "Trang 2": {(1, 1): 0.5, (2, 1): 1.5},
}


def rewritten(source, target, part, old, new):
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w") as written:
        for name in given.namelist():
            data = given.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new)
            written.writestr(name, data)
    return target


def test_openxml_validator__accepts_what_excel_accepts(workbook):
    assert judges.validate_openxml(workbook) == []


def test_openxml_validator__names_file_part_and_reason(workbook, tmp_path):
    broken = rewritten(
        workbook, tmp_path / "broken.xlsx", "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><oops/>"
    )
    [error] = judges.validate_openxml(workbook, broken)
    assert error.startswith("broken.xlsx/xl/worksheets/sheet1.xml /x:worksheet[1]/x:sheetData[1] ")
    assert "oops" in error


@pytest.mark.parametrize("content", [None, b"", b"PK not a package"])
def test_openxml_validator__rejects_what_is_no_package(tmp_path, content):
    path = tmp_path / "junk.xlsx"
    if content is not None:
        path.write_bytes(content)
    assert len(judges.validate_openxml(path)) == 1


def test_openxml_validator__missing_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("CCHC_JUDGES", str(tmp_path))
    with pytest.raises(judges.MissingJudgeError, match="make judges"):
        judges.openxml_validator.__wrapped__()


def test_program__missing_names_the_package():
    with pytest.raises(judges.MissingJudgeError, match="Debian package gnumeric"):
        judges.program("no-such-program-anywhere", "gnumeric")


def test_libreoffice__recalculates_and_ignores_stored_results(office, workbook):
    assert office.values(workbook) == EXPECTED


def test_gnumeric__recalculates_and_ignores_stored_results(workbook):
    assert judges.gnumeric_values(workbook) == EXPECTED


def test_ironcalc__recalculates_and_ignores_stored_results(workbook):
    assert judges.ironcalc_values(workbook) == EXPECTED


def test_ironcalc__edits_come_before_evaluation(workbook):
    edited = judges.ironcalc_values(workbook, {(SHEET, 1, 1): "1", ("Trang 2", 1, 1): 10, ("Trang 2", 2, 1): True})
    assert edited[SHEET][2, 2] == "sai"
    assert edited[SHEET][3, 3] == 10
    assert edited["Trang 2"][2, 1] is True


def test_libreoffice__refuses_what_it_cannot_load(office, tmp_path):
    with pytest.raises(judges.JudgeError, match="LibreOffice"):
        office.values(tmp_path / "not there.xlsx")


def test_libreoffice__converts_for_another_reader(office, workbook, tmp_path):
    with office.convert(workbook, "csv", tmp_path).open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["1", "Hội nghị", ""], ["2", "đúng", ""], ["#DIV/0!", "", "2"]]
    saved = office.convert(workbook, "ods", tmp_path)
    assert office.values(saved) == EXPECTED


def test_libreoffice__prints_pages_as_pictures(office, workbook, tmp_path):
    pages = office.png(workbook, tmp_path)
    assert len(pages) == 2
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def test_libreoffice__starts_anew_when_it_died(office, workbook):
    before = office.values(workbook)
    first = office._process.pid
    os.killpg(first, signal.SIGKILL)
    assert office.values(workbook) == before
    assert office._process.pid != first


def test_uno_environment__this_python_can_speak_uno_in_another_process(office, workbook, tmp_path):
    office.values(workbook)
    asked = (
        "import sys, uno; local = uno.getComponentContext();"
        "resolver = local.ServiceManager.createInstanceWithContext('com.sun.star.bridge.UnoUrlResolver', local);"
        "context = resolver.resolve(f'uno:pipe,name={sys.argv[1]};urp;StarOffice.ComponentContext');"
        "print(context.ServiceManager.ImplementationName)"
    )
    python = [sys.executable, "-c", asked, office.pipe]
    done = subprocess.run(
        python, env=judges.uno_environment(tmp_path / "uno"), capture_output=True, text=True, check=True
    )
    assert "servicemanager" in done.stdout.lower()
