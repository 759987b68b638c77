"""The add-in and the workbook with macros: what no person sees until Excel refuses it."""

from __future__ import annotations

import io
import re
import zipfile

import judges
import olefile
import openpyxl
import pytest
import xlsxwriter
from excel import ribbon_schema, vba_readers

from cchc_xl import resources
from cchc_xl.excel.carriers import macros, package, ribbon
from cchc_xl.excel.carriers.compression import decompress
from cchc_xl.form import layout
from cchc_xl.form.load import default_form, load
from cchc_xl.words import excel as words
from cchc_xl.write.template.workbook import template_bytes
from tools import build_addin

TEMPLATE = resources.path("workbook_templates", "tuyen-truyen-cchc-1.xlsx")


@pytest.fixture(scope="module")
def template():
    with open(TEMPLATE, "rb") as file:
        return file.read()


@pytest.fixture(scope="module", params=["xlsm", "xlam", "xlam-en"])
def carrier(request, template):
    if request.param == "xlsm":
        return build_addin.build_thin(template)
    return build_addin.build_addin("en" if request.param.endswith("en") else "vi")


@pytest.fixture(scope="module")
def button_workbook(template):
    return build_addin.build_thin(template)


@pytest.fixture(scope="module")
def addin():
    return build_addin.build_addin()


def part(package_bytes, name):
    with zipfile.ZipFile(io.BytesIO(package_bytes)) as archive:
        return archive.read(name)


def attributes(xml, element):
    return [
        dict(re.findall(r'([\w:]+)="([^"]*)"', found))
        for found in re.findall(rf"<{element}\b[^>]*>", xml.decode("utf-8"))
    ]


# --- what is committed is what is built ----------------------------------------------------------------------------


def test_committed_carriers__are_what_the_sources_build():
    assert build_addin.main(["--check"]) == 0


def test_build_addin__check_notices_a_stale_file(tmp_path, capsys):
    (tmp_path / build_addin.ADDIN).write_bytes(b"old")
    assert build_addin.main(["--check", "-o", str(tmp_path)]) == 1
    assert build_addin.ADDIN in capsys.readouterr().err


def test_carriers__same_sources_same_bytes(template):
    assert build_addin.build_thin(template) == build_addin.build_thin(template)
    assert build_addin.build_addin() == build_addin.build_addin()


# --- the package ---------------------------------------------------------------------------------------------------


@pytest.mark.judge
@pytest.mark.parametrize("office", ["Office2010", "Microsoft365"])
def test_carrier__open_xml_sdk_has_no_objection(carrier, tmp_path, office):
    kind = "xlam" if b"addin.macroEnabled" in part(carrier, "[Content_Types].xml") else "xlsm"
    path = tmp_path / f"carrier.{kind}"
    path.write_bytes(carrier)
    assert judges.validate_openxml(path, office=office) == []


def test_carrier__code_names_are_the_document_modules(carrier):
    project = (
        olefile.OleFileIO(io.BytesIO(part(carrier, package.VBA_PART))).openstream("PROJECT").read().decode("ascii")
    )
    documents = re.findall(r"^Document=(\w+)/", project, re.MULTILINE)
    with zipfile.ZipFile(io.BytesIO(carrier)) as archive:
        sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        code_names = [found["codeName"] for name in sheets for found in attributes(archive.read(name), "sheetPr")]
    code_names += [found["codeName"] for found in attributes(part(carrier, "xl/workbook.xml"), "workbookPr")]
    assert len(code_names) == len(sheets) + 1
    assert sorted(code_names) == sorted(documents)


def test_carrier__ribbon_is_related_in_the_way_that_openpyxl_keeps(carrier):
    relations = attributes(part(carrier, "_rels/.rels"), "Relationship")
    assert [found["Target"] for found in relations if found["Type"] == ribbon.RELATION] == [ribbon.PART]
    assert f'xmlns="{ribbon.NAMESPACE}"' in part(carrier, ribbon.PART).decode("utf-8")


def test_thin__differs_from_its_template_by_macros_and_ribbon_only(button_workbook, template):
    plain = package.without_macros(button_workbook)
    assert package.unzipped(plain) == package.unzipped(package.code_names(template)[0])


def test_thin__openpyxl_round_trip_keeps_everything(button_workbook, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(button_workbook), keep_vba=True)
    before = {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(button_workbook)).worksheets}
    book.save(tmp_path / "saved.xlsm")
    saved = (tmp_path / "saved.xlsm").read_bytes()
    assert part(saved, package.VBA_PART) == part(button_workbook, package.VBA_PART)
    assert part(saved, ribbon.PART) == part(button_workbook, ribbon.PART)
    assert ribbon.RELATION in part(saved, "_rels/.rels").decode("utf-8")
    again = openpyxl.load_workbook(tmp_path / "saved.xlsm")
    for sheet in again.worksheets:
        was = before[sheet.title]
        assert sheet.sheet_properties.codeName == was.sheet_properties.codeName
        assert sheet.protection.sheet == was.protection.sheet
        assert rules(sheet.data_validations.dataValidation) == rules(was.data_validations.dataValidation)
        assert len(sheet.conditional_formatting) == len(was.conditional_formatting)
    assert sum(len(sheet.data_validations.dataValidation) for sheet in again.worksheets) > 0
    assert set(again.defined_names) >= {layout.NAME_STATUS, layout.NAME_CHECKS, layout.NAME_VALUES}


def rules(validations):
    return sorted((str(found.sqref), found.type, found.formula1) for found in validations)


def test_with_macros__refuses_what_has_macros_or_is_no_workbook(button_workbook, template):
    with pytest.raises(ValueError, match="already"):
        package.with_macros(button_workbook, b"", b"", "xlsm")
    parts = package.unzipped(template)
    parts["[Content_Types].xml"] = b"<Types/>"
    with pytest.raises(ValueError, match="not a plain"):
        package.with_macros(package.zipped(parts), b"", b"", "xlsm")


def test_without_macros__takes_out_what_xlsxwriter_put_in(button_workbook, tmp_path):
    path = tmp_path / "button.xlsm"
    with xlsxwriter.Workbook(path) as book:
        book.add_vba_project(io.BytesIO(part(button_workbook, package.VBA_PART)), is_stream=True)
        book.add_worksheet().write("A1", 1)
    plain = package.without_macros(path.read_bytes())
    assert not [name for name in package.unzipped(plain) if "vba" in name]
    assert b"vba" not in part(plain, "[Content_Types].xml") + part(plain, "xl/_rels/workbook.xml.rels")
    assert openpyxl.load_workbook(io.BytesIO(plain)).active["A1"].value == 1


# --- the macros ----------------------------------------------------------------------------------------------------


def sources(carrier):
    container = olefile.OleFileIO(io.BytesIO(part(carrier, package.VBA_PART)))
    return {
        path[1]: decompress(container.openstream(path).read())
        for path in container.listdir()
        if path[0] == "VBA" and path[1] not in ("dir", "_VBA_PROJECT")
    }


def test_carrier__sources_are_ascii_with_windows_line_ends(carrier):
    for name, text in sources(carrier).items():
        assert text.decode("ascii").startswith("Attribute VB_")
        assert text.count(b"\n") == text.count(b"\r\n") == text.count(b"\r"), name
        assert max(map(len, text.split(b"\r\n"))) < 1_024, name


def test_carrier__every_callback_exists_with_its_signature(carrier):
    text = "\n".join(code.decode("ascii").replace("\r\n", "\n") for code in sources(carrier).values())
    xml = part(carrier, ribbon.PART).decode("utf-8")
    pressed = re.findall(r'onAction="(\w+)"', xml)
    asked = re.findall(r'\bget\w+="(\w+)"', xml)
    assert len(pressed) == 11
    for name in pressed:
        assert len(re.findall(rf"^Public Sub {name}\(control As IRibbonControl\)$", text, re.MULTILINE)) == 1, name
    for name in asked:
        assert re.search(rf"^Public Sub {name}\(control As IRibbonControl, ByRef returnedVal\)$", text, re.MULTILINE), (
            name
        )


def test_carrier__every_word_that_macros_ask_for_is_there(carrier):
    modules = {name: text.decode("ascii") for name, text in sources(carrier).items()}
    asked = {key for text in modules.values() for key in re.findall(r'CchcWord\("([^"]+)"\)', text)}
    assert asked == set(re.findall(r'^        Case "([^"]+)"', modules["CchcWords"], re.MULTILINE)) - unused(modules)


def unused(modules):
    """Words of the add-in that the thin workbook has no use for."""
    return set() if "CchcRun" in modules else {"run.failed", "run.lang", "run.protected_view"}


def test_carrier__no_reference_to_anybody_s_files(carrier):
    project = decompress(olefile.OleFileIO(io.BytesIO(part(carrier, package.VBA_PART))).openstream("VBA/dir").read())
    assert re.findall(rb"(?i)[a-z]:\\[ -\"$-~]+", project) == [
        rb"C:\Windows\System32\stdole2.tlb",
        rb"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL",
    ]
    for name, text in sources(carrier).items():
        assert not re.search(
            rb"(?i)\b[a-z]:\\(users|home)\\|/home/|/Users/[a-z]", text.replace(b"/Users/<User>", b"")
        ), name


def test_thin__olevba_finds_what_it_must_do_and_nothing_else(button_workbook):
    # The "hex strings" are the ids of the workbook's and the sheets' interfaces, which every project of Excel's own
    # carries.
    assert vba_readers.suspicions(button_workbook) == {"Run", "ChrW", "Hex Strings"}
    assert vba_readers.hexadecimal(button_workbook) == {"00020819", "00020820", "000000000046"}


def test_thin__olevba_reads_every_module(button_workbook):
    assert set(vba_readers.modules(button_workbook)) >= {
        "ThisWorkbook",
        "Sheet1",
        "CchcRibbon",
        "CchcQuick",
        "CchcButtons",
        "CchcWords",
    }


def test_thin__is_small(button_workbook):
    assert len(part(button_workbook, package.VBA_PART)) < 16_000


def test_carrier__pyopenvba_finds_no_fault(carrier, tmp_path):
    from pyopenvba import check_file

    path = tmp_path / "carrier.xlsm"
    path.write_bytes(carrier)
    assert list(check_file(path).issues) == []


def test_carrier__three_readers_read_the_same_text(carrier, tmp_path):
    from pyopenvba import ExcelFile

    path = tmp_path / "carrier.xlsm"
    path.write_bytes(carrier)
    other = ExcelFile(path)
    ours = {name: text.decode("ascii") for name, text in sources(carrier).items()}
    assert {name: other.get_module(name) for name in other.module_names()} == ours
    assert vba_readers.modules(part(carrier, package.VBA_PART), "vbaProject.bin") == ours


@pytest.mark.parametrize("text", ["Kiểm tra", 'nói "x"', "", "x" * 500, "🙂", "a\nb", "“…”", "%{}&"])
def test_vba_text__another_reading_gives_it_back(text):
    def value(expression):
        pieces = re.findall(r'"((?:[^"]|"")*)"|ChrW\((\d+)\)', expression)
        return "".join(chr(int(number)) if number else quoted.replace('""', '"') for quoted, number in pieces)

    expressions = macros.vba_text(text)
    assert "".join(map(value, expressions)) == text
    assert all(expression.isascii() and len(expression) < 900 for expression in expressions)


# The quick check in an interpreter that was written apart from ours and from LibreOffice (test_excel_office.py has that
# one).
@pytest.mark.parametrize("values", [{}, {"01": 12, "05": "6(lồng ghép)"}])
def test_thin__quick_check_in_pyopenvba_finds_what_the_template_shows(values, tmp_path):
    from pyopenvba.apps.excel import ExcelApplication

    form = load(default_form(), 1)
    place = layout.layout(form)
    data = template_bytes(form, values=values)
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[place.table]
    texts = {row: str(shown.cell(row, place.check_column).value or "") for row in range(1, place.last_row + 1)}
    wrong = [row for row, text in texts.items() if text.startswith(("Lỗi", "Cảnh báo"))]
    path = tmp_path / "thin.xlsm"
    path.write_bytes(build_addin.build_thin(data))
    excel = ExcelApplication.open(path)
    assert excel.run("CchcQuickCheck", True) == len(wrong)
    assert bool(wrong) == bool(values)  # a template in which nothing was written has no faults yet
    assert excel.run("CchcAddinThere") is False


# --- xlwings' module ------------------------------------------------------------------------------------------------


def test_adapted_xlwings__settings_come_from_one_place(addin):
    text = sources(addin)["xlwings"].decode("ascii")
    body = re.search(r"^Function GetConfig\(.*?^End Function", text, re.MULTILINE | re.DOTALL)[0]
    assert "CchcSetting(configKey, default)" in body
    assert "ActiveWorkbook" not in body
    assert 'PROJECT_NAME As String = "cchc_xl"' in text
    assert "runpython_embedded_code" in text  # unreachable:
    assert "uses_embedded_code = True\r\n" not in text
    assert "Redistribution and use in source and binary forms" in text


def test_adapted_xlwings__another_version_is_refused():
    with pytest.raises(ValueError, match="expected one"):
        macros.adapted_xlwings('Attribute VB_Name = "xlwings"\n')


def test_addin__names_the_version_of_xlwings_that_is_required(addin):
    import xlwings

    text = sources(addin)["xlwings"].decode("ascii")
    assert macros.xlwings_version(text) == xlwings.__version__
    with open(resources.path("pyproject.toml"), encoding="utf-8") as file:
        assert f'"xlwings=={xlwings.__version__}"' in file.read()


def test_addin__wrappers_are_the_worksheet_functions(addin):
    text = sources(addin)["xlwings_udfs"].decode("ascii")
    declared = dict(re.findall(r"^Function (\w+)\(([^)]*)\)", text, re.MULTILINE))
    assert declared == {
        "CCHC_SO": "o",
        "CCHC_GHICHU": "o",
        "CCHC_KIEMTRA": "vung",
        "CCHC_THIEU": "vung",
        "CCHC_DONVI": "ten, Optional tinh",
        "CCHC_TONG": "thu_muc, chi_tieu",
    }
    assert all(f'XLPy.CallUDF("cchc_xl.excel.udf", "{name}"' in text for name in declared)


def test_addin__functions_do_not_collide_with_the_template_s_names(addin, template):
    text = sources(addin)["xlwings_udfs"].decode("ascii")
    functions = set(re.findall(r"^Function (\w+)\(", text, re.MULTILINE))
    assert functions.isdisjoint(openpyxl.load_workbook(io.BytesIO(template)).defined_names)


def test_addin__every_function_has_argument_help(addin):
    text = sources(addin)["CchcFunctionHelp"].decode("ascii")
    assert text.count("Application.MacroOptions") == 6


# --- the ribbon ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", words.languages())
@pytest.mark.parametrize("visible", ["", "CchcTabVisible"])
def test_ribbon__fits_its_schema(lang, visible):
    assert ribbon_schema.problems(ribbon.ribbon_xml(lang, visible)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'size="large"', b'size="huge"'),
        (b"imageMso", b"imageMsoo"),
        (b'id="CchcNext"', b'id="CchcValidate"'),
        (b"<group", b"<box"),
        (b'imageMso="Undo"', b'imageMso="AcceptInvitation"'),
        (b' onAction="CchcOnNext"', b""),
        (b"2006/01", b"2009/07"),
    ],
)
def test_ribbon_schema__notices(old, new):
    xml = ribbon.ribbon_xml()
    assert old in xml
    assert ribbon_schema.problems(
        xml.replace(old, new).replace(b"</group", new.replace(b"<", b"</") if old == b"<group" else b"</group")
    )


def test_ribbon__says_what_was_agreed():
    labels = ribbon.labels("vi")
    assert [labels[group]["label"] for group in ("CchcTab", "CchcGroupUnit", "CchcGroupMerge", "CchcGroupHelp")] == [
        "CCHC",
        "Đơn vị",
        "Tổng hợp",
        "Trợ giúp",
    ]
    assert labels["CchcValidate"]["label"] == "Kiểm tra"
    assert labels["CchcValidate"]["screentip"] == "Kiểm tra (Validate)"
    xml = ribbon.ribbon_xml("en").decode("utf-8")
    assert 'label="Validate"' in xml
    assert "Kiểm tra đề" not in xml


def test_ribbon__a_control_without_words_is_refused(monkeypatch):
    monkeypatch.setattr(ribbon, "labels", lambda lang: {"CchcTab": {"label": "CCHC"}})
    with pytest.raises(ValueError, match="CchcValidate"):
        ribbon.ribbon_xml()
