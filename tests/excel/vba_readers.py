"""oletools, imported without the warnings of the libraries beneath it (the run turns warnings into errors)."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from contextlib import contextmanager

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools import olevba


@contextmanager
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def modules(data: bytes, name: str = "workbook.xlsm") -> Mapping[str, str]:
    """Module name -> source text, of a workbook or of a vbaProject.bin."""
    with quiet():
        return {
            module.rsplit(".", 1)[0]: code for _, _, module, code in olevba.VBA_Parser(name, data=data).extract_macros()
        }


def suspicions(data: bytes, name: str = "workbook.xlsm") -> set[str]:
    """The keywords that olevba reports, of all kinds."""
    with quiet():
        return {keyword for _, keyword, _ in olevba.VBA_Parser(name, data=data).analyze_macros() or ()}


def hexadecimal(data: bytes, name: str = "workbook.xlsm") -> set[str]:
    """What olevba takes for strings in hexadecimal."""
    with quiet():
        parser = olevba.VBA_Parser(name, data=data)
        return {found for kind, _, found in parser.analyze_macros(show_decoded_strings=True) if kind == "Hex String"}


def decompress(container: bytes) -> bytes:
    return bytes(olevba.decompress_stream(bytearray(container)))
