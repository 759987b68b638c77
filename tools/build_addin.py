"""Build the carriers with macros: the add-in ``cchc_xl.xlam`` and a thin ``.xlsm`` beside each template ``.xlsx``.

    python tools/build_addin.py                 into workbook_templates/
    python tools/build_addin.py --lang en -o out/english
    python tools/build_addin.py --check         compare with what is committed; 1 where they differ

Everything is built from text: ``macros/``, ``cchc_xl/words/excel.json``, the worksheet functions of
``cchc_xl/excel/udf.py``, and xlwings' VBA module as the installed wheel has it. The same inputs give the same bytes, on
any system.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import importlib.resources
import io
import pathlib
import sys
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from cchc_xl import resources
from cchc_xl.excel.carriers import macros, package, ribbon
from cchc_xl.excel.carriers.vbaproject import build_project
from cchc_xl.words import excel as words

ADDIN = "cchc_xl.xlam"
UDF_MODULE = "cchc_xl.excel.udf"
_WINDOWS_ONLY = ("pythoncom", "pywintypes", "win32com", "win32com.client")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--out", type=pathlib.Path, default=pathlib.Path(resources.path("workbook_templates")))
    parser.add_argument("--lang", choices=words.languages(), default=words.DEFAULT)
    parser.add_argument("--check", action="store_true", help="write nothing; compare")
    asked = parser.parse_args(arguments)
    built = build_all(pathlib.Path(resources.path("workbook_templates")), asked.lang)
    if asked.check:
        stale = [
            name
            for name, data in built.items()
            if not (asked.out / name).is_file() or (asked.out / name).read_bytes() != data
        ]
        for name in stale:
            print(f"{name}: run tools/build_addin.py", file=sys.stderr)
        return int(bool(stale))
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, data in built.items():
        (asked.out / name).write_bytes(data)
        print(asked.out / name, len(data))
    return 0


def build_all(templates: pathlib.Path, lang: str = words.DEFAULT) -> Mapping[str, bytes]:
    """File name -> bytes: the add-in, and a workbook with macros for each template in the folder."""
    built = {ADDIN: build_addin(lang)}
    for template in sorted(templates.glob("*.xlsx")):
        built[template.with_suffix(".xlsm").name] = build_thin(template.read_bytes(), lang)
    return built


def build_thin(template: bytes, lang: str = words.DEFAULT) -> bytes:
    """The ``.xlsm`` made from a template ``.xlsx``."""
    workbook, sheets = package.code_names(template)
    project = build_project(macros.thin_modules(sheets, lang), macros.PROJECT)
    return package.with_macros(workbook, project, ribbon.ribbon_xml(lang, visible="CchcTabVisible"), "xlsm")


def build_addin(lang: str = words.DEFAULT) -> bytes:
    """The add-in. It holds no data: its one sheet says what it is and whose code it carries."""
    workbook, sheets = package.code_names(carrier_workbook())
    wrappers, helps = udf_wrappers()
    project = build_project(macros.addin_modules(sheets, lang, xlwings_source(), wrappers, helps), macros.PROJECT)
    return package.with_macros(workbook, project, ribbon.ribbon_xml(lang), "xlam")


def xlwings_source() -> str:
    """xlwings' module for custom add-ins, from the installed wheel (BSD 3-clause)."""
    return importlib.resources.files("xlwings").joinpath("xlwings_custom_addin.bas").read_text("utf-8")


def carrier_workbook() -> bytes:
    """The workbook that an add-in must be: one sheet that says whose code it carries."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "CCHC", "created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 - any fixed time
        sheet = book.add_worksheet("CCHC")
        version = macros.xlwings_version(xlwings_source())  # read again by ``addin doctor``
        sheet.write_string("A1", "cchc-xl (MIT)")
        sheet.write_string("A2", f"xlwings {version}: Copyright (C) 2014-present, Zoomer Analytics LLC (BSD 3-clause)")
    return out.getvalue()


# --- the wrappers of the worksheet functions ------------------------------------------------------------------------


def udf_wrappers() -> tuple[str, list[macros.FunctionHelp]]:
    """The VBA module that hands the worksheet functions over to Python, and their help.

    xlwings writes such wrappers inside Excel and needs "Trust access to the VBA project" for it; made here, nobody
    does.
    """
    with _windows_xlwings() as udfs:
        module = importlib.import_module(UDF_MODULE)
        out = io.StringIO()
        writer = importlib.import_module("xlwings.utils").VBAWriter(out)
        writer.writeln('Attribute VB_Name = "xlwings_udfs"')
        writer.writeln("'Generated by xlwings from the worksheet functions of cchc-xl.")
        writer.writeln('#Const App = "Microsoft Excel"')
        udfs.generate_vba_wrapper(UDF_MODULE, module, out, types.SimpleNamespace(Name=ADDIN))
        described = [value.__xlfunc__ for value in vars(module).values() if hasattr(value, "__xlfunc__")]
    helps = [
        macros.FunctionHelp(
            info["name"], str(info["ret"]["doc"]).strip(), tuple(argument["doc"] for argument in info["args"])
        )
        for info in described
    ]
    return out.getvalue(), helps


@contextmanager
def _windows_xlwings() -> Iterator[types.ModuleType]:
    """xlwings' UDF module on any system: it imports Windows' COM modules, which making the wrappers never calls.

    Elsewhere than on Windows ``xlwings.func`` and ``xlwings.arg`` do nothing, so the real ones are put in their place
    meanwhile.
    """
    import xlwings

    before = dict(sys.modules)
    replaced = {name: getattr(xlwings, name) for name in ("func", "arg")}
    try:
        if sys.platform != "win32":
            sys.modules.update(_com_stand_ins())
        sys.modules.pop(UDF_MODULE, None)
        udfs = importlib.import_module("xlwings.udfs")
        xlwings.func, xlwings.arg = udfs.xlfunc, udfs.xlarg
        yield udfs
    finally:
        for name, original in replaced.items():
            setattr(xlwings, name, original)
        for name in (*_WINDOWS_ONLY, "xlwings.udfs", "xlwings.com_server", UDF_MODULE):
            sys.modules.pop(name, None)
            if name in before:
                sys.modules[name] = before[name]


def _com_stand_ins() -> Mapping[str, types.ModuleType]:
    modules = {name: types.ModuleType(name) for name in _WINDOWS_ONLY}
    vars(modules["pythoncom"])["CoInitialize"] = lambda: None
    vars(modules["pywintypes"])["com_error"] = type("com_error", (Exception,), {})
    vars(modules["win32com.client"])["Dispatch"] = None
    vars(modules["win32com"])["client"] = modules["win32com.client"]
    return modules


if __name__ == "__main__":
    sys.exit(main())
