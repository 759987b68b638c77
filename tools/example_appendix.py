"""examples/phu-luc-15-dong: an appendix of 15 rows in three sections, with its template, five reports (three with
planted faults) and the provincial workbook. Made-up figures, a real shape.
"""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Mapping

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from examples_base import EXAMPLES, write_example
from workbooks_base import Row, foreign, whole_table

from cchc_xl.form.load import load_file
from cchc_xl.model import Form, Scalar
from cchc_xl.write.template.build import template_bytes

FOLDER = EXAMPLES / "phu-luc-15-dong"
UNITS = ("An Bình", "Bình Minh", "Cẩm Thạch", "Đông Sơn", "Hòa Thuận", "Phú Mỹ")
CAMPAIGN = """{
 "form": "kinh-te-xa-hoi",
 "version": 1,
 "period": "2026-H1",
 "roster": "don-vi.csv"
}
"""
FIELDS = ("1", "1.1", "1.2", "2", "3", "4", "4.1", "4.2", "5", "5.1", "6", "6.1", "6.2", "7", "8")
FIGURES: Mapping[str, tuple[Scalar, ...]] = {
    "An Bình": (120.5, 80.25, 40.25, 612.4, 1250, 24.125, 18.5, 76.7, 1250.5, 320.125, 2150, 86, 4, 3, 145),
    "Bình Minh": ("98,75", "1,5", 97.25, "1.234,5", 980, 18.75, 15, "80%", 890, 0, 1875, 45, "2,4%", 0, 0),
    "Cẩm Thạch": (75.5, 50.1, 25.2, 402.7, 640, 31.2, 20.28, 65, 2100.75, 500, 1420, 71, 5, 2, 80),
    "Đông Sơn": (210.1, 150.05, 60.05, 1050, 2100, 12.4, 14.2, 90, 640, 100, 980, 49, 5, 4, 210),
    "Hòa Thuận": (60.3, 40.1, 20.2, 315.678, 410, 9.5, 7.6, 80, "1 tỷ 200 triệu", 150, 1100, 57, 0.0518, 1, 40),
}
OWN_TABLE = "Hòa Thuận"  # reports in a table of its own making


def report(form: Form, name: str) -> bytes:
    values = dict(zip(FIELDS, FIGURES[name], strict=True))
    if name == OWN_TABLE:
        heading: tuple[Row, ...] = (
            (f"UBND XÃ {name.upper()}", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (),
            ("BÁO CÁO KINH TẾ - XÃ HỘI 6 THÁNG ĐẦU NĂM 2026",),
            (),
        )
        return foreign(whole_table(values, form=form), heading=heading)
    header = {"unit": f"UBND xã {name}", "period": "6 tháng đầu năm", "year": 2026, "report_date": "15/06/2026"}
    return template_bytes(
        form, values=values, header={key: value for key, value in header.items() if key in _asked(form)}
    )


def _asked(form: Form) -> set[str]:
    return {item.id for item in form.header}


def main() -> None:
    form = load_file(str(FOLDER / "bieu-mau" / "kinh-te-xa-hoi-1.json"))
    write_example(FOLDER, form, CAMPAIGN, "KT", UNITS, {name: report(form, name) for name in FIGURES})


if __name__ == "__main__":
    main()
