"""Faults that one workbook cannot show: a folder for each, as a consolidator has it, and a look-alike that must stay
silent.

    bad/CODE/<name>/   dot-bao-cao.json   the campaign; its roster don-vi.csv
    good/gop/CODE-...  nop/               the reports that came in
                       ky-truoc/<period>/ reports of an earlier period: merged first, into the workbook that the
                       campaign compares with
                       bieu-mau/          a form of the office's own, for what only such a form can show
                       so-nhan.csv        the register of receipt, since the time of a committed file says nothing
                       expect.json        at: [unit, indicator] of each finding with the code; also: other codes that
                       are right; code (good)

The reports are tables of an office's own making, a third of the size of the template; S16, which says so, is right
there.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import openpyxl
from workbooks_base import A, B, C, Made, Row, Values, book_of, foreign, saved, whole_table

from cchc_xl.form.expand import expanded
from cchc_xl.form.load import build

ROSTER = "Mã đơn vị,Tên đơn vị,Cấp,Mã ĐVHC,Tỉnh,Hiệu lực từ,Đến"
UNITS = ("An Bình", "An Khê", "Sơn Hà", "Phú Lâm", "Tân Hòa", "Long Mỹ", "Hưng Thịnh", "Đông Sơn", "Bình Minh")
TITLES = {"H1": "6 THÁNG ĐẦU NĂM", "Y": "NĂM"}
IN_TIME = {"2026-H1": "2026-06-15", "2026-Y": "2026-12-15"}
YEAR, HALF, LAST = "2026-Y", "2026-H1", "2025-Y"

Reports = Mapping[str, bytes]  # file name without its extension -> the workbook


class Case(NamedTuple):
    """``name`` is the folder's. ``at``: (unit, indicator) of every finding with the code; () for a look-alike."""

    code: str
    name: str
    reports: Reports
    at: Sequence[tuple[str, str]] = ()
    period: str = HALF
    before: Mapping[str, Reports] = {}
    roster: Sequence[str] = ()
    campaign: Mapping[str, Any] = {}
    received: Mapping[str, str] = {}
    units: Mapping[str, str] = {}  # file -> the unit that the register has for it
    also: Sequence[str] = ()
    form: Mapping[str, Any] | None = None  # of the office's own


def report(unit: str, values: Values, period: str = HALF) -> bytes:
    """A commune's report."""
    year, _, kind = period.partition("-")
    title = f"BÁO CÁO TUYÊN TRUYỀN CCHC {TITLES[kind]} {year}"
    heading: tuple[Row, ...] = (
        (f"UBND XÃ {unit.upper()}", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (),
        ("PHỤ LỤC",),
        (title,),
        (),
    )
    return foreign(whole_table(values), heading=heading)


def unit_id(name: str) -> str:
    return f"XM{UNITS.index(name) + 1:02d}"


def roster(*names: str) -> list[str]:
    return [f"{unit_id(name)},Xã {name},Xã,,,," for name in names]


def one_unit(
    code: str,
    name: str,
    before: Values,
    now: Values,
    fields: Sequence[str],
    at_before: str = LAST,
    period: str = YEAR,
    **more: Any,
) -> Case:
    """Xã An Bình then and now."""
    earlier = {at_before: {"xa-an-binh": report("An Bình", before, at_before)}}
    at = [(unit_id("An Bình"), field) for field in fields]
    return Case(
        code, name, {"xa-an-binh": report("An Bình", now, period)}, at, period, earlier, roster("An Bình"), **more
    )


def cases() -> Iterator[Case]:
    """Each code once as it must be raised, then the look-alikes (``at`` is empty)."""
    yield from over_time()
    yield from among_units()
    yield from about_files()
    yield from about_the_roster()
    yield from several_units()
    yield from of_types()
    yield from about_columns()
    yield from about_lists()
    yield from of_equations()
    yield from of_several_forms()


def over_time() -> Iterator[Case]:
    more = {**A, "01": 15, "04": 40, "05": 8, "05.1": 800, "07": 42, "08": 6}
    yield one_unit("C05", "nam-nho-hon-6-thang", A, {**more, "04": 15}, ("04",), HALF)
    yield one_unit(
        "C05", "so-thoi-diem-giam", A, {**more, "06": 1}, (), HALF
    )  # web sections stand on a day and do not add up over a year
    yield one_unit("C06", "nam-bang-6-thang", A, A, ("",), HALF)
    yield one_unit("C06", "chi-mot-so-khac", A, {**A, "04": 19}, (), HALF)
    yield one_unit("C07", "trung-nam-truoc", A, A, ("",))
    yield one_unit("C07", "khac-mot-so", A, {**A, "08": 5}, ())
    yield one_unit("C08", "tang-10-lan", A, {**more, "04": 180}, ("04",))
    yield one_unit("C08", "so-nho-tang-6-lan", {**A, "03": 1}, {**more, "03": 6}, ())


def among_units() -> Iterator[Case]:
    two = roster("An Bình", "An Khê")
    both = [(unit_id("An Bình"), ""), (unit_id("An Khê"), "")]
    yield Case(
        "C10",
        "hai-xa-trung-so",
        {"xa-an-binh": report("An Bình", A), "xa-an-khe": report("An Khê", A)},
        both,
        roster=two,
    )
    nothing = dict.fromkeys(A, 0) | {"01": 3, "04": 12, "08": 1}
    yield Case(
        "C10",
        "trung-nhau-o-cac-so-0",
        {"xa-an-binh": report("An Bình", nothing), "xa-an-khe": report("An Khê", nothing)},
        roster=two,
    )
    formed = ["U-16774-2025,Xã Mường Quàng,Xã,16774,Tỉnh Nghệ An,01/07/2025,"]  # of three communes, on 1 July 2025
    yield Case(
        "C18", "chia-het-cho-3", {"xa-muong-quang": report("Mường Quàng", A)}, [("U-16774-2025", "01")], roster=formed
    )
    yield Case(
        "C18",
        "khong-chia-het",
        {"xa-muong-quang": report("Mường Quàng", {**A, "01": 11, "04": 17, "05": 5, "05.1": 502, "07": 31})},
        roster=formed,
    )
    heard = dict(zip(UNITS, (8, 12, 14, 15, 17, 20, 22, 31, 413), strict=True))
    yield Case("C23", "413-bai", among(heard), [(unit_id("Bình Minh"), "04")], roster=roster(*UNITS))
    yield Case("C23", "xa-lon-97-bai", among({**heard, "Bình Minh": 97}), roster=roster(*UNITS))


def among(heard: Mapping[str, int]) -> Reports:
    """A report for each unit, of plausible figures that are not the same, with so many broadcasts."""
    plain = (A, B, C)
    return {
        f"xa-{place}": report(
            name, {**plain[place % 3], "01": 5 + place, "04": number, "05.1": plain[place % 3]["05.1"] + place}
        )  # type: ignore[operator]
        for place, (name, number) in enumerate(heard.items())
    }


def about_files() -> Iterator[Case]:
    one, two = roster("An Bình"), roster("An Bình", "An Khê")
    same = report("An Bình", A)
    at = [(unit_id("An Bình"), "")]
    days = {"Xã An Bình.xlsx": "2026-06-15", "Xã An Khê.xlsx": "2026-06-16"}
    yield Case("F12", "tep-cua-xa-khac", {"Xã An Bình": same, "Xã An Khê": same}, at, roster=two, received=days)
    yield Case("F12", "hai-ban-cua-mot-xa", {"Xã An Bình": same, "Xã An Bình (1)": same}, roster=one)
    versions = {"xa-an-binh": same, "xa-an-binh (sửa)": report("An Bình", {**A, "04": 20})}
    days = {"xa-an-binh.xlsx": "2026-06-15", "xa-an-binh (sửa).xlsx": "2026-06-16"}
    yield Case("F13", "ban-sua", versions, at, roster=one, received=days)
    yield Case("F13", "hai-ban-giong-het", {"xa-an-binh": same, "xa-an-binh (1)": same}, roster=one)
    old = {"xa-an-binh": report("An Bình", A, LAST)}
    before = {LAST: old}
    yield Case("F14", "tep-nam-truoc", old, at, YEAR, before, one)
    now = {"xa-an-binh": report("An Bình", {**A, "01": 14, "04": 20}, YEAR)}
    yield Case("F14", "tep-moi-cung-ten", now, (), YEAR, before, one)


def sheets(**units: Values) -> bytes:
    """A workbook with a sheet for each unit."""
    places = {"an_binh": "An Bình", "an_khe": "An Khê"}
    title: Row = ("BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026",)
    return saved(
        book_of(
            *(
                (places[key], [(f"UBND XÃ {places[key].upper()}",), (), title, (), *whole_table(values)])
                for key, values in units.items()
            )
        )
    )


def several_units() -> Iterator[Case]:
    here = [(unit_id("An Bình"), ""), (unit_id("An Khê"), "")]
    known = roster("An Bình", "An Khê")
    yield Case("M19", "moi-xa-mot-trang", {"tong-hop": sheets(an_binh=A, an_khe=B)}, here, roster=known)
    one = {"xa-an-binh": report("An Bình", A), "xa-an-khe": report("An Khê", B)}
    yield Case("M19", "moi-xa-mot-tep", one, roster=known)


def about_the_roster() -> Iterator[Case]:
    came = {"xa-an-binh": report("An Bình", A)}
    due = {"deadline": "2026-06-17"}
    at = [(unit_id("An Bình"), "")]
    one = roster("An Bình")
    yield Case("M11", "muon-3-ngay", came, at, roster=one, campaign=due, received={"xa-an-binh.xlsx": "2026-06-20"})
    yield Case("M11", "dung-ngay-cuoi", came, roster=one, campaign=due, received={"xa-an-binh.xlsx": "2026-06-17"})
    yield Case("M12", "mot-xa-chua-nop", came, [(unit_id("An Khê"), "")], roster=roster("An Bình", "An Khê"))
    two, file = roster("An Bình", "An Khê"), "xa-an-binh.xlsx"
    yield Case("M20", "so-nhan-ghi-xa-khac", came, at, roster=two, units={file: "Xã An Khê"})
    yield Case("M20", "so-nhan-ghi-dung-xa", came, roster=one, units={file: unit_id("An Bình")})
    strange = {"bao-cao": report("Lạ Lùng", A)}
    told = [("UBND XÃ LẠ LÙNG", "")]
    entry = {"bao-cao.xlsx": "Xã Lạ Lùng"}
    yield Case("M21", "don-vi-ngoai-danh-muc", strange, told, roster=one, units=entry, also=("M01", "M12"))
    yield Case("M21", "ten-day-du", came, roster=one, units={file: "UBND xã An Bình"})
    former = f"{unit_id('An Khê')},Xã An Khê,Xã,,,,30/06/2025"
    yield Case("M12", "xa-da-sap-nhap", came, roster=[*one, former])


# --- types of quantities ---------------------------------------------------------------------------------------------

ROADS: Mapping[str, Any] = {
    "id": "duong-xa",
    "version": 1,
    "title": "Báo cáo đường giao thông nông thôn",
    "fields": [
        {"tt": "1", "label": "Số tuyến đường được nâng cấp", "unit": "Tuyến"},
        {"tt": "2", "label": "Chiều dài đường được cứng hóa", "unit": "km", "kind": "decimal"},
        {"tt": "3", "label": "Diện tích cây xanh trồng mới", "unit": "ha", "kind": "decimal(3)"},
        {"tt": "4", "label": "Tỷ lệ hộ đồng thuận hiến đất", "unit": "%", "kind": "percent"},
        {"tt": "5", "label": "Kinh phí thực hiện", "unit": "Triệu đồng", "kind": "money"},
        {"tt": "6", "label": "Đã ban hành kế hoạch", "unit": "Có/Không", "kind": "choice", "choices": ["Có", "Không"]},
        {"tt": "7", "label": "Ngày ban hành kế hoạch", "unit": "Ngày", "kind": "date", "aggregation": "last"},
    ],
}


BUILT: Values = {"1": 4, "2": 3.5, "3": 0.125, "4": 87.5, "5": 1200.5, "6": "Có", "7": "12/5/2026"}
TRAINING: Mapping[str, Any] = {
    "id": "tap-huan",
    "version": 1,
    "title": "Báo cáo lớp tập huấn",
    "fields": [
        {"tt": "1", "label": "Tổng số lớp tập huấn", "unit": "Lớp"},
        {"id": "1.1", "parent": "1", "label": "Lớp trực tiếp", "unit": "Lớp"},
        {"id": "1.2", "parent": "1", "label": "Lớp trực tuyến", "unit": "Lớp"},
        {"tt": "2", "label": "Số lượt người tham dự", "unit": "Người"},
        {"id": "2.1", "parent": "2", "label": "Trong đó: nữ", "unit": "Người"},
        {"tt": "3", "label": "Số xã tự tổ chức", "unit": "Xã"},
        {"tt": "4", "label": "Số xã học ghép", "unit": "Xã"},
    ],
    "rules": [
        {"id": "tong", "code": "C30", "kind": "equation", "severity": "warning",
         "args": {"left": "1", "operator": "=", "right": ["1.1", "1.2"], "missing": {"right": "zero"}}},
        {"id": "nu", "code": "C31", "kind": "equation", "severity": "warning",
         "args": {"left": "2.1", "operator": "<=", "right": ["2"]}},
        {"id": "mot-trong-hai", "code": "C32", "kind": "exclusive", "severity": "warning",
         "args": {"fields": ["3", "4"]}},
        {"id": "di-kem", "code": "C33", "kind": "together", "severity": "warning", "args": {"fields": ["1", "2"]}},
    ],
}  # fmt: skip
TAUGHT: Values = {"1": 5, "1.1": 3, "1.2": 2, "2": 200, "2.1": 90, "3": 1, "4": 0}


def of_equations() -> Iterator[Case]:
    """Relations that the form says: each pair differs in one cell."""
    pairs: tuple[tuple[str, str, Values, str, str, Values], ...] = (
        ("C30", "tong-khac-cac-phan", {"1": 6}, "1", "tong-bang-cac-phan", {"1.1": 4, "1.2": 1}),
        ("C31", "nu-nhieu-hon-tong", {"2.1": 240}, "2.1", "nu-bang-tong", {"2.1": 200}),
        ("C32", "ca-hai-cach", {"4": 2}, "3", "mot-cach", {"3": 0, "4": 2}),
        ("C33", "co-lop-khong-nguoi", {"2": 0, "2.1": 0}, "2", "khong-lop-khong-nguoi",
         {"1": 0, "1.1": 0, "1.2": 0, "2": 0, "2.1": 0}),
    )  # fmt: skip
    for code, name, wrong, field, other, right in pairs:
        yield own_form(code, name, {**TAUGHT, **wrong}, ((unit_id("An Bình"), field),), TRAINING)
        yield own_form(code, other, {**TAUGHT, **right}, (), TRAINING)


def of_types() -> Iterator[Case]:
    """What only figures with a type can earn; each pair differs in the one cell."""
    pairs: tuple[tuple[str, str, Values, str, Values], ...] = (
        ("V60", "ba-chu-so-thap-phan", {"2": 12.345}, "so-0-1-cong-0-2", {"2": 0.1 + 0.2}),
        ("V61", "cach-viet-nuoc-ngoai", {"2": "1,234.5"}, "cach-viet-viet-nam", {"2": "1.234,5"}),
        ("V62", "ty-le-khong-dau", {"4": 0.875}, "ty-le-co-dau", {"4": "0,9%"}),
        ("V63", "hon-100-phan-tram", {"4": 120}, "dung-100-phan-tram", {"4": 100}),
        ("V64", "tien-theo-dong", {"5": "5.000.000 đồng"}, "tien-theo-trieu", {"5": "12,5"}),
        ("V66", "tra-loi-khac", {"6": "một phần"}, "tra-loi-khong-dau", {"6": "khong"}),
        ("V67", "chi-co-thang", {"7": "tháng 5"}, "ngay-bang-chu", {"7": "ngày 12 tháng 5 năm 2026"}),
        ("V65", "so-tien-qua-lon", {"5": 12500000}, "so-tien-lon", {"5": 12500}),
        ("V61", "mot-dau-phay-ba-chu-so", {"3": "1,234"}, "mot-dau-phay-hai-chu-so", {"3": "1,23"}),
    )
    for code, name, wrong, other, right in pairs:
        (field,) = wrong
        yield own_form(code, name, {**BUILT, **wrong}, ((unit_id("An Bình"), field),), ROADS)
        yield own_form(code, other, {**BUILT, **right}, (), ROADS)


def own_form(
    code: str, name: str, values: Values, at: Sequence[tuple[str, str]], definition: Mapping[str, Any]
) -> Case:
    form = build(expanded(definition, {}.__getitem__))
    lines = whole_table(values, form=form)
    heading: tuple[Row, ...] = (
        ("UBND XÃ AN BÌNH", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (),
        (f"{form.title.upper()} {TITLES['H1']} 2026",),
        (),
    )
    campaign = {"form": form.id, "version": form.version}
    one = {"xa-an-binh": foreign(lines, heading=heading)}
    return Case(code, name, one, at, roster=roster("An Bình"), campaign=campaign, form=definition)


def of_several_forms() -> Iterator[Case]:
    """A file with nothing but the table of the campaign's other form, and one with a sheet of each."""
    campaign = {"forms": ["tuyen-truyen-cchc", ROADS["id"]]}
    own, other = report("An Bình", A), own_form("", "", BUILT, (), ROADS).reports["xa-an-binh"]
    here: Mapping[str, Any] = {"roster": roster("An Bình"), "campaign": campaign, "form": ROADS}
    yield Case("F22", "bieu-mau-thu-hai", {"xa-an-binh": own, "xa-an-binh-duong": other}, (("", ""),), **here)
    yield Case("F22", "hai-trang-hai-bieu-mau", {"xa-an-binh": on_two_sheets(own, other)}, (), **here)


def on_two_sheets(first: bytes, second: bytes) -> bytes:
    """The second workbook's sheet behind the first one's."""
    book = openpyxl.load_workbook(io.BytesIO(first))
    sheet = book.create_sheet("Biểu 2")
    for row in openpyxl.load_workbook(io.BytesIO(second)).worksheets[0].iter_rows(values_only=True):
        sheet.append(row)
    return saved(book)


# --- several columns of figures --------------------------------------------------------------------------------------

HANDLED: Mapping[str, Any] = {
    "id": "giai-quyet-ho-so",
    "version": 1,
    "title": "Kết quả giải quyết hồ sơ",
    "fields": [
        {"tt": "1", "label": "Lĩnh vực đất đai", "unit": "Hồ sơ"},
        {"tt": "2", "label": "Lĩnh vực hộ tịch", "unit": "Hồ sơ"},
        {"tt": "3", "label": "Lĩnh vực đăng ký kinh doanh", "unit": "Hồ sơ"},
    ],
    "values": [
        {"id": "tiep-nhan", "title": "Tổng số tiếp nhận"},
        {"id": "dung-han", "title": "Đúng hạn", "group": "Đã giải quyết"},
        {"id": "qua-han", "title": "Quá hạn", "group": "Đã giải quyết"},
    ],
}


def handled(*titles: str) -> bytes:
    """Xã An Bình's files handled, under these titles."""
    rows: list[Row] = [
        ("STT", "Nội dung", "Tổng số tiếp nhận", "Đã giải quyết"),
        (None, None, None, *titles),
        *(
            (str(place), row["label"], 40 * place, 30 * place, *[place] * (len(titles) - 1))
            for place, row in enumerate(HANDLED["fields"], 1)
        ),
    ]
    heading: tuple[Row, ...] = (("UBND XÃ AN BÌNH",), (), ("BÁO CÁO 6 THÁNG ĐẦU NĂM 2026",), ())
    book = book_of(("Sheet1", [*heading, *rows]))
    for area in ("A5:A6", "B5:B6", "C5:C6", "D5:E5"):
        book.worksheets[0].merge_cells(area)
    return saved(book)


def about_columns() -> Iterator[Case]:
    """What only a form with several columns of figures can show."""
    more: dict[str, Any] = {"roster": roster("An Bình"), "form": HANDLED, "campaign": {"form": HANDLED["id"]}}
    ours = unit_id("An Bình")
    renamed = {"xa-an-binh": handled("Đúng hạn", "Trả lại")}
    yield Case("S29", "cot-bi-doi-ten", renamed, [(ours, "@qua-han")], also=("S30",), **more)
    yield Case("S29", "tieu-de-viet-hoa", {"xa-an-binh": handled("ĐÚNG HẠN", "(3) QUÁ HẠN")}, **more)
    added = {"xa-an-binh": handled("Đúng hạn", "Quá hạn", "Tỷ lệ")}
    yield Case("S30", "cot-them-co-so", added, [(ours, "")], **more)
    yield Case("S30", "khong-cot-them", {"xa-an-binh": handled("Đúng hạn", "Quá hạn")}, **more)


# --- lists -----------------------------------------------------------------------------------------------------------

COURSES: Mapping[str, Any] = {
    "id": "danh-sach-lop",
    "version": 1,
    "title": "Danh sách lớp bồi dưỡng",
    "lists": [
        {
            "id": "lop", "title": "Danh sách lớp", "line": "lớp", "key": ["ten", "ngay"], "least": 2, "most": 4,
            "columns": [
                {"id": "ten", "title": "Tên lớp", "kind": "text"},
                {"id": "ngay", "title": "Ngày", "kind": "date"},
                {"id": "nguoi", "title": "Số người", "unit": "Người"},
            ],
        }
    ],
    "fields": [
        {"tt": "1", "label": "Số lớp đã mở", "unit": "Lớp", "from": {"list": "lop"}},
        {"tt": "2", "label": "Số người dự", "unit": "Người", "from": {"list": "lop", "column": "nguoi"}},
        {"tt": "3", "label": "Số xã đã mở lớp", "unit": "Xã", "required": False},
        {"tt": "4", "label": "Số lớp theo kế hoạch", "unit": "Lớp", "required": False},
        {"tt": "5", "label": "Số giảng viên của xã", "unit": "Người", "required": False},
    ],
}  # fmt: skip
COURSE_TITLES: Row = ("TT", "Tên lớp", "Ngày", "Số người")
COURSE: tuple[Row, Row] = ((1, "Kỹ năng số", "12/3/2026", 40), (2, "Văn thư, lưu trữ", "15/4/2026", 30))


def courses(*rows: Row, titles: Row = COURSE_TITLES, unit: str = "An Bình", more: Sequence[Row] = ()) -> bytes:
    """A commune's list of courses, and its indicators above it."""
    heading: tuple[Row, ...] = ((f"UBND XÃ {unit.upper()}",), (), ("BÁO CÁO 6 THÁNG ĐẦU NĂM 2026",), ())
    indicators: tuple[Row, ...] = (
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"),
        *((row["tt"], row["label"], row["unit"], 7) for row in COURSES["fields"] if "from" not in row),
    )
    sheets = [("Biểu", [*heading, *indicators])]
    if rows or titles:
        sheets.append(("Lớp", [titles, *rows]))
    return saved(book_of(*sheets, *([("Lớp (2)", [COURSE_TITLES, *more])] if more else [])))


def about_lists() -> Iterator[Case]:
    """What only a form with a list can show; each pair differs in one thing."""
    more: dict[str, Any] = {"form": COURSES, "campaign": {"form": COURSES["id"]}}
    ours, theirs, (one, two) = unit_id("An Bình"), unit_id("An Khê"), COURSE
    blank: Row = (2, "Văn thư, lưu trữ", None, 30)
    doubtful: Row = (2, "Văn thư, lưu trữ", "15/4/2026", "chưa rõ")
    again: Row = (3, "KỸ NĂNG SỐ", "12/03/2026", 40)
    later: Row = (3, "Kỹ năng số", "13/03/2026", 40)
    signed: Row = (None, "Người lập biểu")
    pairs: tuple[tuple[str, str, bytes, str, tuple[str, ...], str, bytes], ...] = (
        ("S31", "khong-co-danh-sach", courses(titles=()), "", (), "danh-sach-o-trang-khac", courses(one, two)),
        ("S32", "cot-bi-doi-ten", courses(one, two, titles=("TT", "Tên lớp", "Ngày", "Ghi chú")), "lop@nguoi", (),
         "tieu-de-viet-hoa", courses(one, two, titles=("STT", "TÊN LỚP", "Ngày", "SỐ NGƯỜI"))),
        ("S33", "danh-sach-o-hai-trang", courses(one, two, more=[later]), "", ("C38",),
         "trang-thu-hai-trong", courses(one, two, more=[()])),
        ("S34", "so-duoi-chu-ky", courses(one, two, signed, (None, None, None, 12)), "", (),
         "chu-ky", courses(one, two, signed, (None, "Lê Thị B"))),
        ("S35", "danh-sach-trong", courses((), titles=COURSE_TITLES), "1", (), "hai-lop", courses(one, two)),
        ("S36", "thieu-ngay", courses(one, blank), "lop@ngay", (), "du-ngay", courses(one, two)),
        ("C34", "tong-khac-cac-dong", courses(one, two, (None, "Tổng cộng", None, 75)), "2", (),
         "tong-bang-cac-dong", courses(one, two, (None, "Tổng cộng", None, 70))),
        ("C35", "mot-lop-hai-dong", courses(one, two, again), "lop@ten", (), "hai-ngay", courses(one, two, later)),
        ("C36", "it-dong", courses(one), "", (), "du-dong", courses(one, two)),
        ("C38", "so-nguoi-bang-chu", courses(one, doubtful), "2", ("V16",), "so-nguoi-la-so", courses(one, two)),
    )  # fmt: skip
    for code, name, wrong, field, also, other, right in pairs:
        rest = {**more, "roster": roster("An Bình")}
        yield Case(code, name, {"xa-an-binh": wrong}, [(ours, field)], also=also, **rest)
        yield Case(code, other, {"xa-an-binh": right}, **rest)
    both = {**more, "roster": roster("An Bình", "An Khê")}
    here, same = {"xa-an-binh": courses(one, two)}, courses(one, later, unit="An Khê")
    at = [(ours, "lop@ten"), (theirs, "lop@ten")]
    yield Case("C37", "hai-xa-mot-lop", {**here, "xa-an-khe": same}, at, **both)
    other_day = courses((1, "Kỹ năng số", "14/3/2026", 40), later, unit="An Khê")
    yield Case("C37", "hai-xa-hai-lop", {**here, "xa-an-khe": other_day}, **both)


# --- folders -------------------------------------------------------------------------------------------------------


def groups() -> Iterator[Made]:
    for case in cases():
        folder = f"bad/{case.code}/{case.name}" if case.at else f"good/gop/{case.code}-{case.name}"
        for name, data in files(case):
            yield Made(f"{folder}/{name}", data)


def files(case: Case) -> Iterator[tuple[str, bytes]]:
    campaign = {"period": case.period, "roster": "don-vi.csv", **case.campaign}
    if case.before:
        campaign["previous"] = [f"tong-hop-{period}.xlsx" for period in case.before]
    expect: dict[str, Any] = {"at": case.at} if case.at else {"code": case.code}
    if case.also:
        expect["also"] = sorted(case.also)
    yield "dot-bao-cao.json", text(json.dumps(campaign, ensure_ascii=False, indent=1))
    yield "expect.json", text(json.dumps(expect, ensure_ascii=False))
    yield "don-vi.csv", text("\n".join([ROSTER, *case.roster]))
    days = {**dict.fromkeys((f"{name}.xlsx" for name in case.reports), IN_TIME[case.period]), **case.received}
    titles = ["Tệp", "Ngày nhận", *(["Đơn vị"] if case.units else [])]
    lines = [[name, day, *([case.units.get(name, "")] if case.units else [])] for name, day in days.items()]
    yield "so-nhan.csv", text("\n".join(map(",".join, [titles, *lines])))
    if case.form:
        yield f"bieu-mau/{case.form['id']}.json", text(json.dumps(case.form, ensure_ascii=False, indent=1))
    for name, data in case.reports.items():
        yield f"nop/{name}.xlsx", data
    for period, reports in case.before.items():
        for name, data in reports.items():
            yield f"ky-truoc/{period}/{name}.xlsx", data


def text(content: str) -> bytes:
    return (content + "\n").encode("utf-8")
