"""Forty definitions that somebody got wrong, as data: what was changed, where the check must say so, in which words.

A change is a path into the definition of ``examples/giai-quyet-tthc`` or ``examples/phu-luc-15-dong`` and a new value;
``DROPPED``: the entry is left out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

DROPPED = object()


class Broken(NamedTuple):
    """``path``: keys and places; ``at``: the place that the check names; ``said``: words of it in Vietnamese."""

    form: str
    path: tuple[str | int, ...]
    value: Any
    at: str
    said: str


WIDE, LONG = "giai-quyet-tthc", "phu-luc-15-dong"
BROKEN: tuple[Broken, ...] = (
    Broken(LONG, ("id",), "Kinh tế", "id", "chữ thường không dấu, số, gạch nối"),
    Broken(LONG, ("id",), "", "id", "chữ thường không dấu"),
    Broken(LONG, ("version",), "1", "version", "một số nguyên"),
    Broken(LONG, ("version",), 0, "version", "số từ 1 trở lên"),
    Broken(LONG, ("version",), DROPPED, "", "thiếu mục version"),
    Broken(LONG, ("title",), DROPPED, "", "thiếu mục title"),
    Broken(LONG, ("title",), {"vi": "Báo cáo"}, "title", "thiếu mục en"),
    Broken(LONG, ("fields",), [], "fields", "danh sách có ít nhất 1 phần tử"),
    Broken(LONG, ("fields",), {"1": {}}, "fields", "một danh sách trong dấu []"),
    Broken(LONG, ("fileds",), [], "fileds", "không có mục này"),
    Broken(LONG, ("fields", 0, "label"), DROPPED, "fields[0]", "thiếu mục label"),
    Broken(LONG, ("fields", 0, "unit"), None, "fields[0].unit", "một chuỗi chữ trong dấu ngoặc kép"),
    Broken(LONG, ("fields", 0, "kind"), "number", "fields[0].kind", "số có n chữ số thập phân"),
    Broken(LONG, ("fields", 0, "kind"), "decimal(9)", "fields[0].kind", "n từ 1 đến 6"),
    Broken(LONG, ("fields", 0, "id"), "một", "fields[0].id", "ví dụ 05 hoặc 05.1"),
    Broken(LONG, ("fields", 0, "tt"), "số thứ tự 1", "fields[0].tt", "số thứ tự"),
    Broken(LONG, ("fields", 0, "measure"), "sum", "fields[0].measure", "phát sinh trong kỳ"),
    Broken(LONG, ("fields", 0, "required"), "no", "fields[0].required", "true hoặc false"),
    Broken(LONG, ("fields", 0, "levels"), ["thon"], "fields[0].levels", "Không có mã “thon”"),
    Broken(LONG, ("fields", 1, "parent"), "77", "fields[1].parent", "77"),
    Broken(LONG, ("fields", 3, "label"), "Tổng diện tích gieo trồng", "fields[3]", "Tổng diện tích gieo trồng"),
    Broken(LONG, ("fields", 7, "of", "numerator"), "9", "fields.4.2.of.numerator", "Không có mã “9”"),
    Broken(LONG, ("fields", 7, "of", "denominator"), DROPPED, "fields[7].of", "thiếu mục denominator"),
    Broken(LONG, ("fields", 8, "unit"), "ha", "fields.5.unit", "ha"),
    Broken(LONG, ("fields", 3, "kind"), "choice", "fields.2", "chưa có danh sách câu trả lời"),
    Broken(LONG, ("sections", 0, "before"), "0", "sections[0].before", "Không có mã “0”"),
    Broken(LONG, ("sections", 0, "tt"), DROPPED, "sections[0]", "thiếu mục tt"),
    Broken(LONG, ("periods",), ["H3"], "periods[0]", "một trong: H1, H2, Y"),
    Broken(LONG, ("periods",), [{"id": "d1", "label": "Đợt", "from": {"year": 0, "day": "01-01"}, "to": {"year": 0, "day": "02-01"}}], "periods[0].id", "chữ hoa hoặc số"),
    Broken(LONG, ("periods",), [{"id": "D1", "label": "Đợt", "from": {"year": 0, "day": "1/1"}, "to": {"year": 0, "day": "02-01"}}], "periods[0].from.day", "dạng tháng-ngày"),
    Broken(LONG, ("periods",), [{"id": "D1", "label": "Đợt", "from": {"year": 0, "day": "02-30"}, "to": {"year": 0, "day": "03-01"}}], "periods[0].from.day", "02-30"),
    Broken(LONG, ("periods",), [{"id": "D1", "label": "Đợt", "from": {"year": 0, "day": "05-01"}, "to": {"year": 0, "day": "03-01"}}], "periods[0]", "D1"),
    Broken(LONG, ("rules", 0, "kind"), "sum", "rules[0].kind", "loại quy tắc, một trong"),
    Broken(LONG, ("rules", 0, "code"), "c30", "rules[0].code", "mã lỗi trong danh mục"),
    Broken(LONG, ("rules", 0, "code"), "C99", "rules[0].code", "C99"),
    Broken(LONG, ("rules", 0, "id"), "Diện tích", "rules[0].id", "chữ thường không dấu, số, gạch nối"),
    Broken(LONG, ("rules", 0, "severity"), "lỗi", "rules[0].severity", "cảnh báo"),
    Broken(LONG, ("rules", 0, "args", "operator"), "==", "rules[0].args.operator", "một trong: =, <=, >="),
    Broken(LONG, ("rules", 0, "args", "right"), "1.1", "rules[0].args.right", "một danh sách trong dấu []"),
    Broken(LONG, ("rules", 0, "args", "right"), ["1"], "rules[0].args.left", "1"),
    Broken(LONG, ("rules", 0, "args", "left"), "9", "rules[0].args.left", "Không có mã “9”"),
    Broken(LONG, ("rules", 0, "args", "sum"), 1, "rules[0].args.sum", "không có mục này"),
    Broken(LONG, ("rules", 0, "message"), "x" * 201, "rules[0].message", "nhiều nhất 200 ký tự"),
    Broken(LONG, ("drop",), {"fields": ["1"]}, "drop", "cần ghi cả mục extends"),
    Broken(LONG, ("extends",), "kinh tế", "extends", "dạng mã/phiên bản"),
    Broken(LONG, ("severities",), {"30": "error"}, "severities", "mã lỗi"),
    Broken(WIDE, ("values", 0, "id"), "Tiếp nhận", "values[0].id", "chữ thường không dấu, số, gạch nối"),
    Broken(WIDE, ("values", 1, "title"), DROPPED, "values[1]", "thiếu mục title"),
    Broken(WIDE, ("values", 1, "group"), ["a", "b", "c"], "values[1].group", "hai chuỗi từ trên xuống"),
    Broken(WIDE, ("values", 4, "group"), "Trong đó", "values[4].group", "không đứng liền nhau"),
    Broken(WIDE, ("fields", 3, "cells"), {"khac": None}, "fields.3.cells", "Không có mã “khac”"),
    Broken(WIDE, ("fields", 3, "cells", "truc-tuyen"), 0, "fields[3].cells.truc-tuyen", "một nhóm mục trong dấu {}"),
    Broken(WIDE, ("columns", "label"), DROPPED, "columns", "thiếu mục label"),
    Broken(WIDE, ("rules", 0, "args", "left"), {"cot": "tiep-nhan"}, "rules[0].args.left.cot", "không có mục này"),
    Broken(WIDE, ("rules", 0, "args", "left"), {"column": "tiep"}, "rules[0].args", "Không có mã “tiep”"),
    Broken(WIDE, ("rules", 0, "args", "left"), {"row": "1"}, "rules[0].args.left", "đứng ở cả hai vế của phép tính"),
)  # fmt: skip
