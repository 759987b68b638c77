"""The operator's mistakes. Wrong data is never an exception: it is a ``Finding``."""

from __future__ import annotations


class UserError(Exception):
    """Something the person at the keyboard can put right; ends the program with exit code 2.

    ``key`` names the words in ``words/*.json`` (section "ui"); ``params`` fill their placeholders.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params
