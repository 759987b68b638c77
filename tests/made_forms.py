"""Forms as departments write them: short definitions of any shape that the schema allows, for property tests."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from hypothesis import strategies as st

from cchc_xl.form.expand import standard_periods
from cchc_xl.quantity.types import type_of

SUBJECTS = ("hồ sơ tiếp nhận", "lớp tập huấn", "hộ nghèo", "cây xanh trồng mới", "buổi đối thoại", "nhà văn hóa",
            "đơn thư khiếu nại", "tủ sách pháp luật", "điểm bưu điện", "sân thể thao", "vụ việc hòa giải", "trẻ em đến trường")  # fmt: skip
UNITS = ("Hồ sơ", "Lớp", "Hộ", "Cây", "Buổi", "Nhà", "Đơn", "Tủ", "Điểm", "Sân", "Vụ", "Em")
KIND_OF = {"integer": "count", "decimal(1)": "decimal", "decimal(3)": "decimal"}
KINDS = (None, None, "integer", "decimal", "decimal(1)", "decimal(3)", "percent", "money", "choice", "text", "date")
DAYS = ("02-29", "12-31", "01-01", "06-30", "09-15")


@st.composite
def periods(draw: st.DrawFn) -> list[Any]:
    usual = draw(st.lists(st.sampled_from(standard_periods()), max_size=3, unique=True))
    own = {
        "id": "X1",
        "label": "Đợt cao điểm",
        "from": {"year": draw(st.sampled_from((-1, 0))), "day": draw(st.sampled_from(("01-01", "02-29")))},
        "to": {"year": draw(st.sampled_from((0, 1))), "day": draw(st.sampled_from(DAYS[:2]))},
    }
    return [*usual, own] if draw(st.booleans()) or not usual else usual


@st.composite
def rules(draw: st.DrawFn, ids: dict[str, str]) -> list[dict[str, Any]]:
    """Base rules about some of the fields only, or for some level only, and limits. ``ids``: id -> kind."""
    made: list[dict[str, Any]] = []
    for kind, code in (
        ("required", "V25"),
        ("number", "V24"),
        ("not-negative", "V11"),
        ("whole", "V09"),
        ("places", "V60"),
    ):
        of_type = [one for one, of in ids.items() if kind in dict(type_of(KIND_OF.get(of, of)).base_rules)]
        some = draw(st.lists(st.sampled_from(of_type), max_size=len(ids), unique=True)) if of_type else []
        if some:
            rule = {"id": kind, "code": code, "kind": kind, "severity": draw(st.sampled_from(("error", "warning"))),
                    "args": {"fields": some}}  # fmt: skip
            made.append(rule | ({"levels": ["xa"]} if draw(st.booleans()) else {}))
    if draw(st.booleans()):
        rule = {"id": "nhieu-qua", "code": "V27", "kind": "at-most", "severity": "warning",
                "args": {"field": next(iter(ids)), "limit": 900}}  # fmt: skip
        if draw(st.booleans()):
            rule["blocks_above"] = draw(st.sampled_from(({"units": 0}, {"units": 7}, {"percent": 12.5})))
        if draw(st.booleans()):
            rule |= {"message": "Số này lớn hơn mọi năm.", "repair": "Đề nghị xem lại {0} %s."}
        made.append(rule)
    return made + draw(relations(ids))


@st.composite
def relations(draw: st.DrawFn, ids: dict[str, str]) -> list[dict[str, Any]]:
    """Rules between several fields, of those that are added up."""
    added = [one for one, kind in ids.items() if kind not in ("percent", "choice", "text", "date")]
    if len(added) < 2 or not draw(st.booleans()):
        return []
    left, *others = draw(st.lists(st.sampled_from(added), min_size=2, max_size=4, unique=True))
    operator = draw(st.sampled_from(("=", "<=", ">=")))
    args: dict[str, Any] = {"left": left, "operator": operator, "right": others}
    if draw(st.booleans()):
        args |= {"tolerance": 1.5, "missing": {"left": "zero", "right": draw(st.sampled_from(("zero", "skip")))}}
    if draw(st.booleans()):
        args |= {"scale": 2, "constant": -3, "times": others[0]}
    status = {"status": "beta"} if draw(st.booleans()) else {}
    code = "C30" if operator == "=" else "C31"
    made = [{"id": "quan-he", "code": code, "kind": "equation", "severity": "error", "args": args, **status}]
    kind, code = draw(st.sampled_from((("exclusive", "C32"), ("together", "C33"))))
    return [
        *made,
        {"id": "cung", "code": code, "kind": kind, "severity": "warning", "args": {"fields": [left, *others]}},
    ]


TITLES = (("Tổng số", ()), ("Trực tuyến", ("Trong đó",)), ("Trực tiếp", ("Trong đó",)),
          ("Đúng hạn", ("Đã giải quyết", "Trong kỳ")), ("Quá hạn", ("Đã giải quyết", "Trong kỳ")),
          ("Đang giải quyết", ()))  # fmt: skip


@st.composite
def columns(draw: st.DrawFn, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """None, or two and more columns of figures; some cells of the rows are then not asked for, or may be blank."""
    chosen = draw(st.lists(st.sampled_from(range(len(TITLES))), max_size=6, unique=True).map(sorted))
    if len(chosen) < 2:
        return []
    made: list[dict[str, Any]] = [
        {"id": f"c{place}", "title": title, **({"group": list(group)} if group else {})}
        for place, (title, group) in ((place, TITLES[place]) for place in chosen)
    ]
    for field in fields[1:]:
        if draw(st.integers(0, 4)) == 0:
            field["cells"] = {made[0]["id"]: draw(st.sampled_from((None, {"required": False})))}
    return made


@st.composite
def definitions(draw: st.DrawFn, form_id: str = "rieng") -> dict[str, Any]:
    """A sound short definition."""
    style = draw(st.sampled_from(("two digits", "decimal", "letters")))
    size = draw(st.integers(1, len(SUBJECTS)))
    fields: list[dict[str, Any]] = []
    for number, (subject, unit) in enumerate(zip(SUBJECTS[:size], UNITS, strict=False), 1):
        tt = (
            f"{number:02d}"
            if style == "two digits"
            else f"1.{number}"
            if style == "decimal"
            else f"{'abcdefghiklm'[number - 1]})"
        )
        field: dict[str, Any] = {"id": tt.rstrip(")"), "tt": tt, "label": f"Số {subject}", "unit": unit}
        if draw(st.integers(0, 5)) == 0:
            field["required"] = False
        if kind := draw(st.sampled_from(KINDS)):
            field["kind"] = kind
            if kind == "choice":
                field["choices"] = ["Có", "Không", "nhiều"]
            if kind == "money":
                field["unit"] = draw(st.sampled_from(("Triệu đồng", "Đồng")))
        fields.append(field)
        if draw(st.integers(0, 4)) == 0:
            fields.append({"id": f"{field['id']}.1", "parent": field["id"], "unit": unit,
                           "label": f"Trong đó: {subject} ở thôn, bản"})  # fmt: skip
    made: dict[str, Any] = {
        "id": form_id,
        "version": draw(st.integers(1, 9)),
        "title": "Báo cáo riêng",
        "fields": fields,
    }
    made["periods"] = draw(periods())
    if draw(st.booleans()):
        heads = ["Công tác chỉ đạo", "Kết quả thực hiện", "Nội dung khác"]
        above = draw(
            st.lists(st.sampled_from([field["id"] for field in fields if "tt" in field]), max_size=3, unique=True)
        )
        made["sections"] = [
            {"tt": tt, "label": label, "before": one}
            for tt, label, one in zip(("I", "II", "III"), heads, sorted(above), strict=False)
        ]
    ids = {field["id"]: field.get("kind", "count") for field in fields}
    if values := draw(columns(fields)):
        made["values"] = values
        ids = {
            f"{field['id']}@{column['id']}": field.get("kind", "count")
            for field in fields
            for column in values
            if field.get("cells", {}).get(column["id"], {}) is not None
        }
    made["rules"] = draw(rules(ids))
    if draw(st.booleans()):
        made["columns"] = {
            "tt": draw(st.sampled_from(("TT", "Mã số", "Ký hiệu"))),
            "label": draw(st.sampled_from(("Chỉ tiêu", "Lĩnh vực", "Tên dịch vụ", "Công việc đã làm"))),
            "unit": draw(st.sampled_from(("Đơn vị tính", "ĐVT", "Tính bằng"))),
            "value": draw(st.sampled_from(("Số lượng", "Số tiền", "Đã làm được", "Năm nay"))),
            "note": draw(st.sampled_from(("Ghi chú", "Giải trình", "Nói thêm"))),
            "check": "Kiểm tra",
        }
    if draw(st.booleans()):
        made["levels"] = draw(st.sampled_from(({"xa": "Cấp xã"}, {"truong": "Trường học", "xa": "Cấp xã"})))
    if draw(st.booleans()):
        made["severities"] = {"V25": "warning"}
    if draw(st.booleans()):
        made["narrative"] = draw(st.sampled_from(([], [{"id": "chung", "label": "I. Tình hình chung"}])))
    if draw(st.booleans()):
        made["heading"] = ["PHỤ LỤC 01", "SỐ LIỆU CỦA SỞ"]
    if draw(st.booleans()):
        made["deadline"] = {"days_after_cut_off": {"xa": draw(st.integers(0, 120))}}
    return made


def put(definition: dict[str, Any], folder: pathlib.Path, name: str = "rieng.json") -> pathlib.Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(definition, ensure_ascii=False), encoding="utf-8")
    return path
