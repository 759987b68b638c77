"""Installing the add-in for one person: a file in Excel's start-up folder and a file of settings. No administrator is
needed.

Excel trusts its start-up folder, and a file that this program writes carries no Mark of the Web, so its macros run
without a question.
"""

from __future__ import annotations

import csv
import io
import ntpath
import os
from collections.abc import Mapping
from typing import Literal

from cchc_xl import resources
from cchc_xl.excel.carriers.macros import XLWINGS_PROJECT
from cchc_xl.excel.install.machine import Machine
from cchc_xl.records import NamedTuple
from cchc_xl.words.excel import say
from cchc_xl.write.atomic import write_bytes

ADDIN = "cchc_xl.xlam"
UDF_MODULE = "cchc_xl.excel.udf"
State = Literal["absent", "current", "outdated", "incomplete"]


class AddinError(Exception):
    """Something that the person at the keyboard must put right first; ``key`` names its words."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def text(self, lang: str) -> str:
        return say("addin", self.key, lang, **self.params)


class Places(NamedTuple):
    """Where the two files are."""

    addin: str
    settings: str


class Installed(NamedTuple):
    """``warnings`` are keys of words with their parameters."""

    places: Places
    interpreter: str
    warnings: tuple[tuple[str, Mapping[str, str]], ...]


def places(machine: Machine) -> Places:
    """Raises ``AddinError`` where this is not Windows or the profile's folders are not known."""
    if not machine.is_windows:
        raise AddinError("not_windows")
    try:
        start = _joined(machine.environment["APPDATA"], "Microsoft", "Excel", "XLSTART")
        home = _joined(machine.environment["USERPROFILE"], f".{XLWINGS_PROJECT}")
    except KeyError as error:
        raise AddinError("no_profile", name=str(error.args[0])) from error
    return Places(_joined(start, ADDIN), _joined(home, f"{XLWINGS_PROJECT}.conf"))


def _joined(*parts: str) -> str:
    """With the separator of the system that runs this: the tests have a profile folder elsewhere than on Windows."""
    return os.path.join(*parts)


def install(machine: Machine) -> Installed:
    """Puts both files in place, the add-in whole or not at all. Repeating it repairs."""
    where = places(machine)
    check_interpreter(machine.interpreter)
    new = shipped()
    if os.path.exists(where.addin) and _read(where.addin) != new and machine.excel_runs():
        raise AddinError("excel_runs")
    interpreter = path_for_vba(machine)
    for path, data in ((where.addin, new), (where.settings, settings_file(settings(interpreter)))):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if write_bytes(path, data) != os.path.realpath(path):
            raise AddinError("not_writable", path=path)
        machine.remove_zone(path)
    warnings: list[tuple[str, Mapping[str, str]]] = []
    if not interpreter.isascii():
        warnings.append(("long_name", {"path": interpreter}))
    if machine.excel_runs():
        warnings.append(("restart_excel", {}))
    return Installed(where, interpreter, tuple(warnings))


def status(machine: Machine) -> State:
    """Whether both files are there and are those of this program."""
    where = places(machine)
    if not os.path.exists(where.addin):
        return "absent"
    if not os.path.exists(where.settings):
        return "incomplete"
    same = _read(where.addin) == shipped() and read_settings(where.settings).get("INTERPRETER_WIN") == path_for_vba(
        machine
    )
    return "current" if same else "outdated"


def remove(machine: Machine) -> tuple[str, ...]:
    """Takes both files away; the paths of those that were there."""
    where = places(machine)
    present = tuple(path for path in where if os.path.exists(path))
    if where.addin in present and machine.excel_runs():
        raise AddinError("excel_runs")
    for path in present:
        os.remove(path)
    folder = os.path.dirname(where.settings)
    if os.path.isdir(folder) and not os.listdir(folder):
        os.rmdir(folder)
    return present


def shipped() -> bytes:
    """The add-in that came with this program."""
    return _read(resources.path("workbook_templates", ADDIN))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


# --- the interpreter -----------------------------------------------------------------------------------------------


def check_interpreter(path: str) -> None:
    """Refuse the Python of the Microsoft Store: its files lie where Excel may not load from, and its alias is no
    program.
    """
    if "\\windowsapps\\" in ntpath.normcase(path):
        raise AddinError("store_python", path=path)
    if "%" in path or '"' in path:
        raise AddinError("odd_path", path=path)  # cmd would read it as something else


def path_for_vba(machine: Machine) -> str:
    """The interpreter's path in ASCII where Windows has one: parts of VBA lose Vietnamese letters."""
    path = machine.interpreter
    if path.isascii():
        return path
    short = machine.short_path(path)
    return short if short.isascii() else path


# --- the settings file ---------------------------------------------------------------------------------------------


def settings(interpreter: str) -> Mapping[str, str]:
    """Keys that xlwings' VBA module knows."""
    return {
        "INTERPRETER_WIN": interpreter,
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",  # or a stray json.py in Downloads would be imported
        "UDF MODULES": UDF_MODULE,
        "USE UDF SERVER": "False",
        "SHOW CONSOLE": "False",
    }


def settings_file(values: Mapping[str, str]) -> bytes:
    """xlwings' form ("key","value"), in UTF-16 because that is what VBA can read without losing letters."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(values.items())
    return out.getvalue().encode("utf-16")


def read_settings(path: str) -> Mapping[str, str]:
    """The values of a settings file; empty where it cannot be read."""
    try:
        text = _read(path).decode("utf-16")
    except (OSError, UnicodeError):
        return {}
    return {row[0]: row[1] for row in csv.reader(io.StringIO(text, newline="")) if len(row) == 2}
