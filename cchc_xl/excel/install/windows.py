"""The only module with calls that exist on Windows alone. It decides nothing: ``addin`` and ``doctor`` do."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from cchc_xl.excel.install.machine import Rule

_CHILD_PROCESS_RULE = (  # "Block all Office applications from creating child processes"
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
)
_ACTIONS: Mapping[str, Rule] = {"0": "off", "1": "block", "2": "audit", "6": "warn"}
_SECONDS = 20


class ThisMachine:
    """The computer that this program runs on."""

    is_windows = sys.platform == "win32"
    environment: Mapping[str, str] = os.environ
    interpreter = sys.executable

    def short_path(self, path: str) -> str:
        with suppress(AttributeError, OSError):
            import ctypes

            room = ctypes.create_unicode_buffer(1024)
            if ctypes.windll.kernel32.GetShortPathNameW(path, room, 1024):  # type: ignore[attr-defined,unused-ignore]
                return room.value
        return path

    def excel_runs(self) -> bool:
        return "EXCEL.EXE" in _output("tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/NH").upper()

    def zone(self, path: str) -> int | None:
        with (
            suppress(OSError, ValueError),
            open(path + ":Zone.Identifier", encoding="utf-8", errors="replace") as stream,
        ):
            for line in stream:
                if line.startswith("ZoneId="):
                    return int(line[7:])
        return None

    def remove_zone(self, path: str) -> None:
        with suppress(OSError):
            os.remove(path + ":Zone.Identifier")

    def registry(self, key: str, name: str) -> int | str | None:
        if sys.platform != "win32":
            return None
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            with suppress(OSError), winreg.OpenKey(root, key) as opened:
                value = winreg.QueryValueEx(opened, name)[0]
                return value if isinstance(value, int | str) else None
        return None

    def version(self, package: str) -> str:
        from importlib import metadata

        with suppress(metadata.PackageNotFoundError):
            return metadata.version(package)
        return ""

    def child_process_rule(self) -> Rule:
        """From Defender's preferences: two lists side by side, ids and actions."""
        command = (
            "$p = Get-MpPreference; $p.AttackSurfaceReductionRules_Ids -join ',';"
            " $p.AttackSurfaceReductionRules_Actions -join ','"
        )
        lines = _output("powershell", "-NoProfile", "-NonInteractive", "-Command", command).split("\n")
        if not lines[0].strip() and len(lines) < 2:
            return "unknown"
        ids = [text.strip().lower() for text in lines[0].split(",")]
        actions = [text.strip() for text in lines[1].split(",")] if len(lines) > 1 else []
        return _ACTIONS.get(dict(zip(ids, actions, strict=False)).get(_CHILD_PROCESS_RULE, "0"), "unknown")

    def python_bits(self) -> int:
        return struct.calcsize("P") * 8


def _output(*command: str) -> str:
    """What a program prints; '' where it is not there or fails."""
    with suppress(OSError, subprocess.SubprocessError):
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            command,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            errors="replace",
            creationflags=hidden,
        )
        return done.stdout if done.returncode == 0 else ""
    return ""
