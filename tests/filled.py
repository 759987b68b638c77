"""Filled workbooks for the tests of mark, fix and migrate, and what those tests look at in a package."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import pathlib
import re
import warnings
import zipfile
from typing import Any

from cchc_xl.cli.group import cli
from cchc_xl.form.load import load
from cchc_xl.write.template.workbook import template_bytes

FORM = load("tuyen-truyen-cchc", 1)
IDS = tuple(field.id for field in FORM.fields)
# The quantities of the first of the real reports (An Hòa Thịnh, first half of 2020), as its clerk wrote them.
SEED = dict(
    zip(
        IDS,
        (12, 0, 0, 18, "6(lồng ghép)", "600 (Lượt người)", "02", "03", "Hội nghị; mạng xã hội; TT miệng…"),
        strict=True,
    )
)
HEADER = {"unit": "UBND xã Trung Hà", "period": "6 tháng đầu năm", "year": 2020}


def filled(values=SEED, notes=None, narrative=None, form=FORM) -> bytes:
    return template_bytes(form, values=values, notes=notes or {}, header=HEADER, narrative=narrative or {})


def put(path: pathlib.Path, data: bytes) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def run(*arguments) -> tuple[int, str]:
    """The exit code and what the command prints; a UserError goes on to the test."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = cli.main(
            args=[os.fspath(a) if isinstance(a, os.PathLike) else a for a in arguments],
            prog_name="cchc-xl",
            standalone_mode=False,
        )
    return code, printed.getvalue()


def merged_example(folder: pathlib.Path, output: pathlib.Path) -> dict[str, Any]:
    """What ``merge`` prints as JSON of the reports of an example and its campaign file; they have planted faults."""
    code, printed = run(
        "merge", folder / "bao-cao", "--campaign", folder / "dot-bao-cao.json", "-o", output, "--format", "json"
    )
    assert code == 1, printed
    found: dict[str, Any] = json.loads(printed)
    return found


def members(data: bytes | pathlib.Path) -> dict[str, bytes]:
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def sha256(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def elements(xml: bytes, *names: str) -> list[bytes]:
    """The elements of these names as they stand, in order."""
    return re.findall(
        rb"<(?:%s)\b(?:[^>]*/>|.*?</(?:%s)>)" % ((b"|".join(name.encode() for name in names),) * 2), xml, re.DOTALL
    )


def opened(path: pathlib.Path, **options):
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl names the extensions that it does not keep
        return openpyxl.load_workbook(path, **options)
