"""Buttons pressed in LibreOffice, from outside: a filled form, the add-in beside it, and what each step has shown."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys

import judges
from filled import SEED

from cchc_xl import resources
from cchc_xl.excel.carriers import macros, package, ribbon
from cchc_xl.excel.carriers.vbaproject import build_project, document_module, source_module
from cchc_xl.form.load import default_form, load
from cchc_xl.write.template.workbook import template_bytes
from tools import build_addin

HERE = pathlib.Path(__file__).parent
FORM = load(default_form(), 1)
HEADER = {"unit": "UBND xã An Hòa Thịnh", "period": "6 tháng đầu năm", "year": 2026, "prepared_by": "Nguyễn Văn A"}
CALLBACK = dict(re.findall(r'id="(\w+)"[^>]*onAction="(\w+)"', ribbon.ribbon_xml().decode("utf-8")))


def filled_form():
    return template_bytes(FORM, values=SEED, header=HEADER)


def addin_for_libreoffice():
    """The add-in as it is shipped, but for the modules that LibreOffice cannot compile: xlwings' and those that speak
    to Windows.
    """
    workbook, sheets = package.code_names(build_addin.carrier_workbook())
    modules = [
        document_module("ThisWorkbook", "workbook"),
        *(document_module(name, "sheet") for name in sheets),
        *(
            source_module(macros.source(*parts))
            for parts in (("CchcRibbon.bas",), ("CchcQuick.bas",), ("addin", "CchcRun.bas"))
        ),
        source_module(macros.words_module("vi")),
        source_module((HERE / "xlwings_double.bas").read_text("utf-8")),
    ]
    return package.with_macros(workbook, build_project(modules, macros.PROJECT), ribbon.ribbon_xml(), "xlam")


class Pressed:
    """Runs steps (``office_driver``) on a workbook that is opened in a running LibreOffice. ``program``: the folder of
    the checkout whose program the buttons call.
    """

    def __init__(self, office, folder, program=judges.ROOT):
        office.values(resources.path("workbook_templates", "tuyen-truyen-cchc-1.xlsx"))  # so that it runs
        self.pipe, self.folder = office.pipe, folder
        self.environment = judges.uno_environment(folder / "uno")
        self.environment["PYTHONPATH"] += os.pathsep + os.pathsep.join((str(HERE.parent), str(program)))
        self.addin = folder / "cchc_xl.xlam"
        self.addin.write_bytes(addin_for_libreoffice())

    def __call__(self, data, steps, name="bao-cao.xlsx", with_addin=True):
        path = self.folder / name
        path.write_bytes(data)
        command = [sys.executable, str(HERE / "office_driver.py"), self.pipe, str(path)]
        command += [str(self.addin)] if with_addin else []
        done = subprocess.run(
            command,
            input=json.dumps(steps),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)
