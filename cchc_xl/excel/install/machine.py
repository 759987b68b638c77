"""What the installer asks of the computer. The real one is ``windows.ThisMachine``; the tests have one of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

Rule = Literal["block", "warn", "audit", "off", "unknown"]


class Machine(Protocol):
    """Paths are texts as Windows writes them.

    Nothing here raises: what cannot be found out is None, '' or 'unknown'.
    """

    is_windows: bool
    environment: Mapping[str, str]
    interpreter: str  # the Python that runs this program

    def short_path(self, path: str) -> str:
        """The 8.3 form of a path; the path itself where there is none."""

    def excel_runs(self) -> bool:
        """Whether a process of Excel is there."""

    def zone(self, path: str) -> int | None:
        """The zone of the Mark of the Web (3 = internet), None without a mark."""

    def remove_zone(self, path: str) -> None:
        """Take the Mark of the Web off a file."""

    def registry(self, key: str, name: str) -> int | str | None:
        """A value under HKEY_CURRENT_USER, else under HKEY_LOCAL_MACHINE."""

    def version(self, package: str) -> str:
        """The version of an installed Python package, '' where it is not there."""

    def child_process_rule(self) -> Rule:
        """Defender's rule that stops Office from starting other programs."""

    def python_bits(self) -> int:
        """32 or 64."""
