"""Presses ribbon buttons in a running LibreOffice: the real VBA runs there, and its RunPython comes back to this
process.

Usage: office_driver.py PIPE WORKBOOK [ADDIN] < steps.json > seen.json

The add-in is a second open workbook, as in Excel. Each step is ``{"press": CALLBACK}`` (a Sub that the ribbon names, of
the workbook or else of the add-in), ``{"answer": TEXT}`` for the next message box, ``{"look": true}`` (values, fills
and notes of all cells) or ``{"save": PATH}``. Of each step comes what was seen: the messages, the selection, how long
it took, and how much of that was this process's own work (LibreOffice is another).
"""

from __future__ import annotations

import json
import pathlib
import re
import sys
import time

import uno
import unohelper
from com.sun.star.script.provider import XScript

ALWAYS_RUN_MACROS = 4


class Bridge(unohelper.Base, XScript):
    """What the double of xlwings calls: the command, as Excel would have given it to python.exe."""

    def __init__(self):
        self.commands = []

    def invoke(self, arguments, indexes, out):
        self.commands.append(arguments[0])
        exec(arguments[0], {})
        return 0, (), ()


class Counted:
    """A workbook's backend that counts what it is asked, and the time of this process that answering takes: what is
    marshalled for LibreOffice is no more our own than what Excel's objects do with a call.
    """

    def __init__(self, backend):
        self.backend = backend
        self.calls, self.seconds = 0, 0.0

    def __getattr__(self, name):
        found = getattr(self.backend, name)
        if not callable(found):
            return found

        def asked(*arguments):
            began = time.process_time()
            try:
                return found(*arguments)
            finally:
                self.calls += 1
                self.seconds += time.process_time() - began

        return asked


class Control(unohelper.Base, XScript):
    """Stands for the IRibbonControl of a callback; only its being there matters."""

    def invoke(self, arguments, indexes, out):
        return None, (), ()


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


class Driver:
    def __init__(self, pipe, path, addin=""):
        from excel import engine, uno_backend

        self.desktop = connect(pipe)
        self.bridge = Bridge()
        self.app = engine.activate(self._open)
        self.properties = uno_backend.properties
        self.backend_class = uno_backend.Backend
        # LibreOffice does not know the content type of an add-in by itself
        self.addin = self._load(addin, FilterName="Calc MS Excel 2007 VBA XML") if addin else None
        self.book = self.app.books.open(path)
        self.book.set_mock_caller()
        self.backend = self.book.impl.backend
        self.document = self.backend.document
        if self.addin:
            self.call("SetBridge", self.bridge)

    def _load(self, path, **how):
        asked = self.properties(Hidden=False, MacroExecutionMode=ALWAYS_RUN_MACROS, **how)
        document = self.desktop.loadComponentFromURL(pathlib.Path(path).resolve().as_uri(), "_blank", 0, asked)
        document.CurrentController.Frame.activate()
        return document

    def _open(self, path):
        return Counted(self.backend_class(self._load(path), path))

    def call(self, sub, *arguments):
        """Run a Sub or a Function of the workbook's VBA, or of the add-in's; its result."""
        for document in filter(None, (self.document, self.addin)):
            for library_name in document.BasicLibraries.ElementNames:
                library = document.BasicLibraries.getByName(library_name)
                for module in library.ElementNames:
                    if re.search(rf"(Sub|Function) {sub}\(", library.getByName(module)):
                        name = f"vnd.sun.star.script:{library_name}.{module}.{sub}?language=Basic&location=document"
                        return document.getScriptProvider().getScript(name).invoke(arguments, (), ())[0]
        raise LookupError(sub)

    def close(self):
        self.book.close()
        if self.addin:
            self.addin.close(True)

    def step(self, step):
        impl = self.app.impl
        before = len(impl.alerts)
        calls, asking = self.backend.calls, self.backend.seconds
        began, own = time.perf_counter(), time.process_time()
        seen = {}
        if "press" in step:
            commands = len(self.bridge.commands)
            seen["result"] = self.call(step["press"], Control())
            seen["commands"] = self.bridge.commands[commands:]
        if "call" in step:
            seen["result"] = self.call(step["call"], *step.get("arguments", ()))
        if "answer" in step:
            impl.answers.append(step["answer"])
        if "enter" in step:
            for sheet, row, column, value in step["enter"]:
                self.backend.enter(sheet, row, column, [[value]])
            self.document.calculateAll()
        if "save" in step:
            self.backend.save(step["save"])
        if step.get("look"):
            seen["cells"] = self.look()
        seen["seconds"], seen["process_seconds"] = time.perf_counter() - began, time.process_time() - own
        seen["calls"] = self.backend.calls - calls
        seen["own_seconds"] = seen["process_seconds"] - (self.backend.seconds - asking)
        seen["alerts"] = [alert[0] for alert in impl.alerts[before:]]
        seen["selected"] = self.selection()
        seen["sheets"] = {name: self.backend.state(name) for name in self.backend.sheet_names()}
        return seen

    def selection(self):
        address = self.document.CurrentSelection.getRangeAddress()
        return [self.backend.sheet_names()[address.Sheet], address.StartRow + 1, address.StartColumn + 1]

    def look(self):
        """[sheet, row, column, text, fill, note] of each cell of the used areas."""
        cells = []
        for sheet in self.backend.sheet_names():
            notes = self.backend.notes(sheet)
            last_row, last_column = self.backend.used(sheet)
            texts = self.backend.formulas(sheet, (1, 1, last_row, last_column))
            for row in range(1, min(last_row, 80) + 1):
                cells += [
                    [
                        sheet,
                        row,
                        column,
                        texts[row - 1][column - 1],
                        self.backend.fill(sheet, row, column),
                        notes.get((row, column)),
                    ]
                    for column in range(1, last_column + 1)
                ]
        return cells


def main():
    driver = Driver(*sys.argv[1:])
    try:
        print(json.dumps([driver.step(step) for step in json.load(sys.stdin)]))
    finally:
        driver.close()


if __name__ == "__main__":
    main()
