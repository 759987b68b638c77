"""The operator's mistakes. Wrong data is never an exception: it is a ``Finding``."""

from __future__ import annotations

from collections.abc import Iterable

from cchc_xl.typed import Protocol


class UserError(Exception):
    """Something the person at the keyboard can put right; ends the program with exit code 2.

    ``key`` names the words in ``words/*.json`` (section "ui"); ``params`` fill their placeholders.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class Sayable(Protocol):
    """Something that is said in either language."""

    def words(self, lang: str) -> str: ...


class Problems:
    """A parameter of a ``UserError``: faults of a file, said in the reader's language, a line each."""

    def __init__(self, faults: Iterable[Sayable]) -> None:
        self.faults = tuple(faults)

    def words(self, lang: str) -> str:
        return "\n".join(fault.words(lang) for fault in self.faults)
