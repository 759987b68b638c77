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
    told = {"01": 5, "03": None, "04": 18, "07": None}
    yield Made("F29/chi-co-loi-van.docx", _told(), {"values": told, "also": ["V51"]})
    yield Made("V51/chi-co-loi-van.docx", _told(), {"values": told, "also": ["F29"]})
    hidden = p(r("9", "<w:vanish/>"), r("12"))
    yield Made("V52/chu-an.docx", _made({0: hidden}), {"values": CLEAN, "cells": ["D2"]})


TOLD = (
    "BÁO CÁO", "Kết quả tuyên truyền cải cách hành chính 6 tháng đầu năm 2026", "I. Công tác chỉ đạo, triển khai",
    "UBND xã đã ban hành 05 văn bản chỉ đạo về tuyên truyền CCHC.", "II. Kết quả công tác tuyên truyền",
    "Loa truyền thanh xã đã phát 13 tin và 05 bài về CCHC; đã phát trên Đài huyện 3 tin.", "III. Khó khăn",
    "Kinh phí còn hạn chế.", "IV. Phương hướng, nhiệm vụ 6 tháng cuối năm", "Phấn đấu phát 40 bài trên loa xã.",
    "Trên đây là báo cáo của UBND xã An Bình./.",
)  # fmt: skip


def _told() -> bytes:
    """A report that is text alone."""
    head = ("ỦY BAN NHÂN DÂN", "XÃ AN BÌNH", "Số: 15/BC-UBND", "An Bình, ngày 12 tháng 6 năm 2026")
    return fixed_times(word.package(word.lines(*head, *TOLD)))


def word_good() -> Iterator[Made]:
    notes = {"values": CLEAN, "notes": ["F28"]}
    yield Made("word/bang-word.docx", _made(), notes)
    control = {index: word.p(word.control(word.r(str(number)))) for index, number in enumerate(CLEAN.values())}
    yield Made("word/o-dieu-khien.docx", _made(control), notes)
