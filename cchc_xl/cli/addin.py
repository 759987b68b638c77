"""cchc-xl addin install | status | doctor | remove"""

from __future__ import annotations

from cchc_xl.excel.install.commands import addin as command

__all__ = ["command"]
