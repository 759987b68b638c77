"""``addin doctor``: each thing that must be right for the buttons to work, with the repair where it is not.

Changes nothing.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Literal

from cchc_xl.excel.install import addin
from cchc_xl.excel.install.machine import Machine
from cchc_xl.records import NamedTuple
from cchc_xl.words.excel import say

Outcome = Literal["ok", "warning", "fail"]
_OFFICES = ("16.0", "15.0", "14.0")
_SECURITY = r"Software\{policies}Microsoft\Office\{version}\Excel\Security"
_ALL_MACROS_OFF = 4
_INTERNET = 3


class Check(NamedTuple):
    """One line of the diagnosis; ``key`` names its words, which say the repair too."""

    key: str
    outcome: Outcome
    params: Mapping[str, str] = {}

    def text(self, lang: str) -> str:
        return say("doctor", self.key, lang, **self.params)


def diagnose(machine: Machine | None = None) -> tuple[Check, ...]:
    """All checks, in the order in which they should be mended. Elsewhere than on Windows only one, which says so."""
    if machine is None:
        from cchc_xl.excel.install.windows import ThisMachine

        machine = ThisMachine()
    if not machine.is_windows:
        return (Check("not_windows", "fail"),)
    checks = (
        _interpreter,
        _packages,
        _libraries,
        _installation,
        _mark_of_the_web,
        _macro_policy,
        _trusted_folder,
        _child_processes,
    )
    return tuple(found for check in checks for found in check(machine))


def _interpreter(machine: Machine) -> Iterator[Check]:
    try:
        addin.check_interpreter(machine.interpreter)
    except addin.AddinError as error:
        yield Check(error.key, "fail", error.params)
        return
    path = addin.path_for_vba(machine)
    yield (
        Check("interpreter", "ok", {"path": path}) if path.isascii() else Check("long_name", "warning", {"path": path})
    )


def _packages(machine: Machine) -> Iterator[Check]:
    """xlwings must be the one whose VBA module the add-in carries; pywin32 is how Python finds Excel."""
    named, there = addin_xlwings(addin.shipped()), machine.version("xlwings")
    yield (
        Check("xlwings", "ok", {"version": there})
        if there == named
        else Check("xlwings_differs", "fail", {"named": named, "there": there or "-"})
    )
    version = machine.version("pywin32")
    yield Check("pywin32", "ok", {"version": version}) if version else Check("no_pywin32", "fail")


def _libraries(machine: Machine) -> Iterator[Check]:
    """The worksheet functions need xlwings' library beside python.exe or one folder up, of the same width as Excel."""
    bits = office_bits(machine)
    version = addin_xlwings(addin.shipped())
    name = f"xlwings{bits or machine.python_bits()}-{version}.dll"
    folder = os.path.dirname(machine.interpreter)
    if any(os.path.exists(os.path.join(place, name)) for place in (folder, os.path.dirname(folder))):
        yield Check("library", "ok", {"name": name})
    else:
        yield Check("no_library", "warning", {"name": name})


def _installation(machine: Machine) -> Iterator[Check]:
    state = addin.status(machine)
    yield Check(f"state_{state}", "ok" if state == "current" else "fail", {"path": addin.places(machine).addin})


def _mark_of_the_web(machine: Machine) -> Iterator[Check]:
    path = addin.places(machine).addin
    if os.path.exists(path) and (machine.zone(path) or 0) >= _INTERNET:
        yield Check("marked", "fail", {"path": path})


def _macro_policy(machine: Machine) -> Iterator[Check]:
    for value in _security(machine, "VBAWarnings"):
        if value == _ALL_MACROS_OFF:
            yield Check("macros_off", "fail")
            return
    if 1 in _security(machine, "DisableAllAddins"):
        yield Check("addins_off", "fail")
        return
    if 1 in _security(machine, "RequireAddinSig"):
        yield Check("addins_signed", "fail")
        return
    yield Check("macros", "ok")
    if 1 in _security(machine, "blockcontentexecutionfrominternet"):
        yield Check("internet_macros_off", "ok")


def _trusted_folder(machine: Machine) -> Iterator[Check]:
    """XLSTART is a trusted folder unless an administrator has switched all of them off."""
    if 1 in _security(machine, "AllLocationsDisabled", r"\Trusted Locations"):
        yield Check("no_trusted_folders", "warning")


def _child_processes(machine: Machine) -> Iterator[Check]:
    rule = machine.child_process_rule()
    if rule in ("block", "warn"):
        yield Check("child_processes", "fail")
    elif rule == "unknown":
        yield Check("child_processes_unknown", "warning")
    else:
        yield Check("child_processes_allowed", "ok")


def _security(machine: Machine, name: str, below: str = "") -> set[int | str | None]:
    keys = (
        _SECURITY.format(policies=policies, version=version) for version in _OFFICES for policies in ("Policies\\", "")
    )
    return {machine.registry(key + below, name) for key in keys}


def office_bits(machine: Machine) -> int | None:
    """32 or 64 as the installed Office says; None where it does not."""
    for key in (
        r"Software\Microsoft\Office\ClickToRun\Configuration",
        *(rf"Software\Microsoft\Office\{v}\Outlook" for v in _OFFICES),
    ):
        value = machine.registry(key, "Platform" if key.endswith("Configuration") else "Bitness")
        if value in ("x64", "x86"):
            return 64 if value == "x64" else 32
    return None


def addin_xlwings(data: bytes) -> str:
    """The version of xlwings that an add-in was built with, which its one sheet names; '' where it does not."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = re.search(rb"xlwings (\d+(?:\.\d+)+)", package.read("xl/sharedStrings.xml"))
    return found[1].decode("ascii") if found else ""
