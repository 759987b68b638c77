"""The VBA modules of the add-in and of the thin workbook, from ``macros/`` and from what is generated here.

Vietnamese never stands in VBA source: words become ``ChrW`` expressions in a generated module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from cchc_xl import resources
from cchc_xl.excel.carriers.vbaproject import Module, document_module, source_module
from cchc_xl.form import layout
from cchc_xl.records import NamedTuple
from cchc_xl.words import excel as words
from cchc_xl.words import template as template_words

PROJECT = "CchcXl"
XLWINGS_PROJECT = "cchc_xl"  # names the folder and the file of the settings
_PIECE = 60  # characters per statement: a VBA line must stay under 1,024


class FunctionHelp(NamedTuple):
    """What Excel's function wizard says of a worksheet function."""

    name: str
    summary: str
    arguments: tuple[str, ...]


def source(*parts: str) -> str:
    with open(resources.path("macros", *parts), encoding="utf-8") as file:
        return file.read()


def thin_modules(sheets: Sequence[str], lang: str) -> list[Module]:
    """The modules of the workbook that travels with macros; ``sheets`` are the code names of its sheets."""
    return [
        document_module("ThisWorkbook", "workbook"),
        *(document_module(name, "sheet") for name in sheets),
        source_module(source("CchcRibbon.bas")),
        source_module(source("CchcQuick.bas")),
        source_module(source("thin", "CchcButtons.bas")),
        source_module(words_module(lang)),
    ]


def addin_modules(
    sheets: Sequence[str], lang: str, xlwings: str, wrappers: str, functions: Iterable[FunctionHelp]
) -> list[Module]:
    """The modules of the add-in.

    ``xlwings``: the text of xlwings' module for custom add-ins; ``wrappers``: the generated UDF module.
    """
    return [
        document_module("ThisWorkbook", "workbook", source("addin", "ThisWorkbook.bas")),
        *(document_module(name, "sheet") for name in sheets),
        source_module(source("CchcRibbon.bas")),
        source_module(source("CchcQuick.bas")),
        source_module(source("addin", "CchcRun.bas")),
        source_module(source("addin", "CchcSettings.bas")),
        source_module(words_module(lang)),
        source_module(help_module(functions)),
        source_module(adapted_xlwings(xlwings)),
        source_module(wrappers),
    ]


# --- generated modules ----------------------------------------------------------------------------------------------


def vba_text(text: str) -> list[str]:
    """VBA expressions, ASCII only, that joined with ``&`` give ``text``; each short enough for one statement."""
    return [_expression(text[start : start + _PIECE]) for start in range(0, len(text), _PIECE)] or ['""']


def _expression(text: str) -> str:
    runs = re.findall(r"[ -~]+|[^ -~]", text)
    return " & ".join(
        '"' + run.replace('"', '""') + '"' if run.isascii() and run.isprintable() else f"ChrW({ord(run)})"
        for run in runs
    )


def words_module(lang: str) -> str:
    """``CchcWord(key)``: the words that VBA itself needs, and the defined names of the template."""
    texts: Mapping[str, str] = {
        "name.checks": layout.NAME_CHECKS,
        "name.values": layout.NAME_VALUES,
        "name.status": layout.NAME_STATUS,
        "run.lang": lang,
        "check.error": template_words.ERROR,
        "check.warning": template_words.WARNING,
        **words.section("vba", lang),
    }
    cases = []
    for key, text in texts.items():
        cases.append(f'        Case "{key}"')
        cases += [f"            CchcWord = CchcWord & {piece}" for piece in vba_text(text)]
    body = "\n".join(cases)
    return (
        'Attribute VB_Name = "CchcWords"\nOption Explicit\n\' Generated from words.json and from the layout of the'
        " template; edit those.\n\nPublic Function CchcWord(ByVal key As String) As String\n    Select Case"
        f" key\n{body}\n    End Select\nEnd Function\n"
    )


def help_module(functions: Iterable[FunctionHelp]) -> str:
    """``CchcDescribeFunctions``: description, category and argument help of the worksheet functions."""
    lines = []
    for function in functions:
        lines.append('    text = ""')
        lines += [f"    text = text & {piece}" for piece in vba_text(function.summary)]
        lines.append(f"    ReDim helps(0 To {len(function.arguments) - 1})")
        for index, argument in enumerate(function.arguments):
            lines += [f"    helps({index}) = helps({index}) & {piece}" for piece in vba_text(argument)]
        lines.append(
            f'    Application.MacroOptions Macro:="{function.name}", Description:=text, Category:="CCHC",'
            " ArgumentDescriptions:=helps"
        )
    body = "\n".join(lines)
    return (
        'Attribute VB_Name = "CchcFunctionHelp"\nOption Explicit\n'
        "' Generated from the worksheet functions' own documentation.\n\n"
        f"Public Sub CchcDescribeFunctions()\n    Dim text As String, helps() As String\n{body}\nEnd Sub\n"
    )


# --- xlwings' module ------------------------------------------------------------------------------------------------

_SETTING = """Function GetConfig(configKey As String, Optional default As String = "", \
Optional source As String = "") As Variant
    GetConfig = CchcSetting(configKey, default)
End Function"""

_FILE_EXISTS = """Function FileExistsOnWindows(ByVal FileSpec As String) As Boolean
   FileExistsOnWindows = CchcFileExists(FileSpec)
End Function"""

_SHOW_ERROR = """Sub ShowError(FileName As String, Optional Message As String = "")
    ' cchc-xl: the caller says in plain words that the run failed
End Sub"""


def _whole(kind: str, name: str) -> str:
    return rf"^{kind} {name}\(.*?^End {kind}$"


# What is changed, and to what; each pattern must occur exactly once. Why: see CchcSettings.bas. A sheet whose name ends
# in .py would otherwise switch to a way of running that needs a licence. Without prepare_sys_path the workbook's folder
# is never on Python's path (a json.py in Downloads would be imported), and a workbook's name cannot break the command.
_CHANGES = (
    (
        r'^Public Const PROJECT_NAME As String = "myaddin"$',
        f'Public Const PROJECT_NAME As String = "{XLWINGS_PROJECT}"',
    ),
    (_whole("Function", "GetConfig"), _SETTING),
    (_whole("Function", "FileExistsOnWindows"), _FILE_EXISTS),
    (_whole("Sub", "ShowError"), _SHOW_ERROR),
    (
        (
            r'" -B -c ""import xlwings\.utils;xlwings\.utils\.prepare_sys_path\(\\""" & PYTHONPATH & "\\""\); " &'
            r" PythonCommand"
        ),
        '" -P -B -c """ & PythonCommand',
    ),
    (r"^    For i = 1 To 2\n.*?^    Next i$", "    ' cchc-xl: Python code inside a workbook is never run"),
)


def adapted_xlwings(text: str) -> str:
    """xlwings' VBA module (BSD, its notice kept) with our project name and our way to the settings.

    Raises ``ValueError`` where this xlwings is not the one that the changes were written for.
    """
    text = text.replace("\r\n", "\n")
    for pattern, replacement in _CHANGES:
        text, count = re.subn(pattern, lambda _, new=replacement: new, text, flags=re.MULTILINE | re.DOTALL)  # type: ignore[misc]
        if count != 1:
            raise ValueError(f"xlwings' module has {count} places like {pattern!r}; expected one")
    marker = "'xlwings is distributed under a BSD 3-clause license."
    return text.replace(
        marker, f"'Adapted by cchc-xl: settings, file test, error display, no embedded code.\n{marker}", 1
    )


def xlwings_version(text: str) -> str:
    """The version that a text of xlwings' module names."""
    found = re.search(r'XLWINGS_VERSION As String = "([\d.]+)"', text)
    if not found:
        raise ValueError("no XLWINGS_VERSION")
    return found[1]
