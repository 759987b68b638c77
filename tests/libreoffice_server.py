"""The part of the LibreOffice judge that talks UNO: started by ``judges.Office``, never imported by a test.

UNO's Python module fits one Python only (Debian's), replaces ``__import__`` and can take its process down with it, so
it lives here and not in the process that runs the tests. One JSON request per line on stdin, one JSON answer per line
on stdout: ``{"value": ...}`` or ``{"error": "..."}``. The end of stdin ends the office too.

Usage: libreoffice_server.py PROFILE_FOLDER PIPE_NAME
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

START_SECONDS = 90
ERROR_RESULTS = 4  # com.sun.star.sheet.FormulaResult.ERROR
FILTERS = {
    "calc": {
        "pdf": "calc_pdf_Export",
        "xlsx": "Calc MS Excel 2007 XML",
        "xlsm": "Calc MS Excel 2007 VBA XML",
        "xls": "MS Excel 97",
        "ods": "calc8",
        "fods": "OpenDocument Spreadsheet Flat XML",
        "html": "HTML (StarCalc)",
        "csv": "Text - txt - csv (StarCalc)",
    },
    "writer": {
        "pdf": "writer_pdf_Export",
        "docx": "MS Word 2007 XML",
        "odt": "writer8",
        "txt": "Text (encoded)",
        "rtf": "Rich Text Format",
        "doc": "MS Word 97",
    },
}
OPTIONS = {"csv": "44,34,76,1", "txt": "UTF8"}  # 76 is UTF-8


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def start(profile, pipe):
    command = [
        "soffice",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        f"-env:UserInstallation={pathlib.Path(profile).resolve().as_uri()}",
        f"--accept=pipe,name={pipe};urp;",
    ]
    log = (pathlib.Path(profile) / "soffice.log").open("ab")
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)


def connect(process, pipe):
    """The office's Desktop; it takes a second or two until the pipe answers, and longer on a loaded machine."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            if process.poll() is not None or time.monotonic() > give_up:
                raise
            time.sleep(0.1)


class Server:
    def __init__(self, desktop):
        self.desktop = desktop

    def load(self, path):
        # No macros, no links: what is judged is the file as it is.
        asked = properties(Hidden=True, MacroExecutionMode=0, UpdateDocMode=0)
        document = self.desktop.loadComponentFromURL(pathlib.Path(path).resolve().as_uri(), "_blank", 0, asked)
        if document is None:
            raise ValueError(f"LibreOffice cannot load {path}")
        return document

    def values(self, path):
        document = self.load(path)
        try:
            document.calculateAll()
            return {sheet.Name: sheet_values(sheet) for sheet in document.Sheets}
        finally:
            document.close(True)

    def convert(self, path, target, kind):
        document = self.load(path)
        try:
            family = "writer"
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                family = "calc"
                document.calculateAll()
            asked = {"FilterName": FILTERS[family][kind], "Overwrite": True}
            if kind in OPTIONS:
                asked["FilterOptions"] = OPTIONS[kind]
            document.storeToURL(pathlib.Path(target).resolve().as_uri(), properties(**asked))
        finally:
            document.close(True)

    def typed(self, path, cells):
        """Types into cells as a person does and saves the workbook where it is: [sheet, address, text or number]."""
        document = self.load(path)
        try:
            for name, address, value in cells:
                cell = document.Sheets.getByName(name).getCellRangeByName(address)
                if isinstance(value, str):
                    cell.String = value
                else:
                    cell.Value = value
            document.calculateAll()
            asked = properties(FilterName=FILTERS["calc"]["xlsx"], Overwrite=True)
            document.storeToURL(pathlib.Path(path).resolve().as_uri(), asked)
        finally:
            document.close(True)


def sheet_values(sheet):
    """[row, column, value] of each cell that shows something; both 1-based."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    block = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    shown = {
        (row, column): value
        for row, line in enumerate(block.getDataArray(), 1)
        for column, value in enumerate(line, 1)
        if value not in ("", None)
    }
    for area in block.queryFormulaCells(ERROR_RESULTS).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                shown[row + 1, column + 1] = sheet.getCellByPosition(column, row).String
    return [[row, column, value] for (row, column), value in sorted(shown.items())]


def answer(server, line):
    request = json.loads(line)
    try:
        return {"value": getattr(server, request.pop("do"))(**request)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    profile, pipe = sys.argv[1:]
    process = start(profile, pipe)
    desktop = connect(process, pipe)
    print(json.dumps({"value": "ready"}), flush=True)
    server = Server(desktop)
    for line in sys.stdin:
        print(json.dumps(answer(server, line)), flush=True)
    try:
        desktop.terminate()
    except Exception as error:  # the bridge often breaks before the answer to this call arrives
        print(error, file=sys.stderr)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


if __name__ == "__main__":
    main()
