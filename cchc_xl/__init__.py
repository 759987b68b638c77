"""cchc-xl: collect an indicator table from many offices in spreadsheets.

From Python: ``cchc_xl.merge(...)``, described in ``cchc_xl.api``. Importing the package itself costs nothing.
"""

from __future__ import annotations

from cchc_xl.typed import Any

__version__ = "0.1.0"
__all__ = ["merge"]


def __getattr__(name: str) -> Any:
    if name == "merge":
        from cchc_xl.api import merge

        return merge
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
