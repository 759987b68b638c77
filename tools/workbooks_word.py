"""Reports as Word documents, committed: the least of what ``tests/word_documents.py`` builds and tests in memory."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterator

from workbooks_base import Made, Values, fixed_times

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
import word_documents as word

CLEAN: Values = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 30, "08": 4}
TEXTS = {4: "6", 5: "600", 7: "30", 8: "4"}


def _made(changed: dict[int, str] | None = None, extra: str = "") -> bytes:
    """The commune's report for the first half of 2026, with its figures clean but for ``changed``."""
    rows = {index: word.p(word.r(text)) for index, text in TEXTS.items()} | (changed or {})

    def of_2026(data: bytes) -> bytes:
        text = data.decode().replace(word.UNIT, "XÃ AN BÌNH").replace("xã An Hòa Thịnh", "xã An Bình")
        return text.replace("năm 2020", "năm 2026").replace("năm 2019", "năm 2025").encode()

    return fixed_times(word.package(word.report(word.appendix(rows) + extra), change=of_2026))


def word_bad() -> Iterator[Made]:
    r, p = word.r, word.p
    yield Made("F28/bang-word.docx", _made(), {"values": CLEAN})
    tracked = p(word.deleted(r("12", tag="delText")), word.inserted(r("15")))
    changed = {"values": {**CLEAN, "01": 15}, "cells": ["D2"]}
    yield Made("V50/sua-chua-chap-nhan.docx", _made({0: tracked}), {**changed, "also": ["F30"]})
    yield Made("F30/sua-o-loi-van.docx", _made(extra=p(word.inserted(r("Đã rà soát.")))), {"values": CLEAN})
    hidden = p(r("9", "<w:vanish/>"), r("12"))
    yield Made("V52/chu-an.docx", _made({0: hidden}), {"values": CLEAN, "cells": ["D2"]})


def word_good() -> Iterator[Made]:
    notes = {"values": CLEAN, "notes": ["F28"]}
    yield Made("word/bang-word.docx", _made(), notes)
    control = {index: word.p(word.control(word.r(str(number)))) for index, number in enumerate(CLEAN.values())}
    yield Made("word/o-dieu-khien.docx", _made(control), notes)
