"""Where the program's own data files are: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def path(*parts: str) -> str:
    """The path of a data file or folder, such as ``path("schemas", "forms")``."""
    installed = os.path.join(_PACKAGE, "data", *parts)
    return installed if os.path.exists(installed) else os.path.join(os.path.dirname(_PACKAGE), *parts)
