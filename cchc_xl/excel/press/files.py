"""Names and places of files that the buttons write. Paths as texts: nothing here touches a disk but ``free``."""

from __future__ import annotations

import os
import re

from cchc_xl.write.file_names import safe_name as safe_name


def sent_name(unit: str, period: str, book: str) -> str:
    """The name of the copy to send: unit and period where they are known, else the workbook's own name."""
    known = " - ".join(part for part in (unit.strip(), period.strip()) if part)
    return safe_name(known) or safe_name(os.path.splitext(book)[0]) or "bao-cao"


def free(folder: str, name: str, extension: str) -> str:
    """A path in the folder that no file has: 'a.xlsx', 'a (2).xlsx', ..."""
    path = os.path.join(folder, name + extension)
    number = 2
    while os.path.lexists(path):
        path = os.path.join(folder, f"{name} ({number}){extension}")
        number += 1
    return path


def folder_of(full_name: str) -> str:
    """The folder of an open workbook; '' where it was never saved or lies at a web address."""
    if "://" in full_name:
        return ""
    parts = re.split(r"[\\/]", full_name)
    return full_name[: -len(parts[-1]) - 1] if len(parts) > 1 else ""
