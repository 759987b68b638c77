"""The add-in's VBA in pyOpenVBA's interpreter: all of it compiles, and it reads the settings that the installer
writes.
"""

from __future__ import annotations

import re

import pytest

from cchc_xl import resources
from cchc_xl.excel.carriers import macros, package, ribbon
from cchc_xl.excel.carriers.vbaproject import build_project, document_module, source_module
from cchc_xl.excel.install import addin
from tools import build_addin

SHELL = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "FakeShell"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Public Function ExpandEnvironmentStrings(ByVal text As String) As String
    ExpandEnvironmentStrings = Replace(text, "%USERPROFILE%", "C:\\Users\\An")
End Function
"""

FILE_SYSTEM = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "FakeFiles"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Private position As Long
Public Function FileExists(ByVal path As String) As Boolean
    FileExists = (path = "C:\\Users\\An\\.cchc_xl\\cchc_xl.conf")
End Function
Public Function OpenTextFile(ByVal path As String, ByVal mode As Long, ByVal create As Boolean, ByVal format As Long) As Object
    If mode <> 1 Or create Or format <> -1 Then Err.Raise 5
    Set OpenTextFile = Me
End Function
Public Function ReadLine() As String
    ReadLine = SettingsLine(position)
    position = position + 1
End Function
Public Property Get AtEndOfStream() As Boolean
    AtEndOfStream = (position >= SettingsLines())
End Property
Public Sub Close()
End Sub
"""


def book_with(modules, tmp_path):
    from pyopenvba.apps.excel import ExcelApplication

    with open(resources.path("workbook_templates", "tuyen-truyen-cchc-1.xlsx"), "rb") as file:
        workbook, sheets = package.code_names(file.read())
    path = tmp_path / "addin.xlsm"
    path.write_bytes(
        package.with_macros(workbook, build_project(modules(sheets), macros.PROJECT), ribbon.ribbon_xml(), "xlsm")
    )
    return ExcelApplication.open(path)


def lines_module(lines):
    """What the file would hold, as VBA."""
    cases = "\n".join(
        f"    If at = {number} Then SettingsLine = " + " & ".join(piece for piece in macros.vba_text(line))
        for number, line in enumerate(lines)
    )
    return (
        'Attribute VB_Name = "FileText"\nPublic Function SettingsLines() As Long\n    SettingsLines ='
        f" {len(lines)}\nEnd Function\nPublic Function SettingsLine(ByVal at As Long) As String\n{cases}\nEnd"
        " Function\n"
    )


@pytest.mark.parametrize(
    "interpreter", [r"C:\Users\An\tools\python.exe", r"C:\Công cụ, mới\python.exe", r"\\may\chung\python.exe"]
)
def test_cchc_setting__reads_what_the_installer_wrote(interpreter, tmp_path):
    lines = addin.settings_file(addin.settings(interpreter)).decode("utf-16").split("\r\n")[:-1]
    settings = (
        macros.source("addin", "CchcSettings.bas")
        .replace('CreateObject("Scripting.FileSystemObject")', "Files()")
        .replace("WScript.", "Shell().")
    )
    makers = (
        'Attribute VB_Name = "Makers"\nPublic Function Files() As Object\n    Set Files = New FakeFiles\nEnd'
        " Function\nPublic Function Shell() As Object\n    Set Shell = New FakeShell\nEnd Function\n"
    )

    def modules(sheets):
        texts = [settings, makers, SHELL, FILE_SYSTEM, lines_module(lines)]
        return [
            document_module("ThisWorkbook", "workbook"),
            *(document_module(name, "sheet") for name in sheets),
            *map(source_module, texts),
        ]

    excel = book_with(modules, tmp_path)
    assert excel.run("CchcSetting", "interpreter_win", "") == interpreter
    assert excel.run("CchcSetting", "UDF MODULES", "") == "cchc_xl.excel.udf"
    assert excel.run("CchcSetting", "CONDA PATH", "nothing") == "nothing"


def test_addin__all_modules_compile_and_settings_go_to_windows_only(tmp_path):
    """The interpreter compiles a project before it runs any of it, and refuses objects of Windows: how far it comes is
    what is tested.
    """
    from pyopenvba.interpreter import VBAUnsupportedError

    wrappers, helps = build_addin.udf_wrappers()
    # the one thing that it does not compile: remarks on lines of conditional compilation
    xlwings = re.sub(r"^(\s*#.*?)\s*'.*$", r"\1", build_addin.xlwings_source(), flags=re.MULTILINE)
    excel = book_with(lambda sheets: macros.addin_modules(sheets, "vi", xlwings, wrappers, helps), tmp_path)
    assert excel.run("CchcWord", "run.lang") == "vi"
    for name, arguments in (("GetConfig", ("INTERPRETER_WIN", "python")), ("CchcReady", ())):
        with pytest.raises(VBAUnsupportedError, match=r"WScript\.Shell"):
            excel.run(name, *arguments)
