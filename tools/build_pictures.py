"""Draws the README's pictures with LibreOffice: the template as a clerk sees it, the provincial workbook's first
sheets.
"""

from __future__ import annotations

import pathlib
import subprocess
import tempfile

from cchc_xl.form.load import load, versions
from cchc_xl.form.period import period
from cchc_xl.grid.file import PROVINCE_LIMITS, read_bytes, read_file
from cchc_xl.model import Grid
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan, with_files
from cchc_xl.units.roster import load_roster
from cchc_xl.validate import settings, validate_grid
from cchc_xl.write.province.result import read_result
from cchc_xl.write.template.build import template_bytes
from cchc_xl.write.template.workbook import write_template
from cchc_xl.write.word.province_report import province_report_docx
from cchc_xl.write.word.unit_report import unit_report, unit_report_docx

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "hinh"
FORM = load("tuyen-truyen-cchc", 2)


def draw(workbook: pathlib.Path, name: str, pages: str, folder: pathlib.Path) -> None:
    """The pages ('1' or '1-2') of a workbook's print-out as docs/hinh/<name>[-n].png."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    first, _, last = pages.partition("-")
    pdf = str(folder / f"{workbook.stem}.pdf")
    subprocess.run(
        ["pdftoppm", "-r", "80", "-png", "-f", first, "-l", last or first, "-singlefile", pdf, str(PICTURES / name)],
        check=True,
    )


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        values = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 0, "05.1": 600, "06": 2, "07": "03", "08": 4, "09": 13}
        header = {
            "unit": "UBND xã An Bình",
            "report_no": "05/BC-UBND",
            "report_date": "10/06/2026",
            "cut_off": "14/06/2026",
            "prepared_by": "Nguyễn Văn An",
        }
        narrative = {
            "direction": "UBND xã đã ban hành Kế hoạch tuyên truyền CCHC năm 2026 và phân công từng bộ phận thực hiện.",
            "content": "Tuyên truyền trên hệ thống truyền thanh cấp xã, Trang thông tin điện tử và tại các hội nghị.",
            "difficulties": "Hệ thống truyền thanh ở một số thôn đã xuống cấp.",
            "proposals": "Đề nghị cấp trên hỗ trợ kinh phí sửa chữa hệ thống truyền thanh.",
        }
        report = template_bytes(
            FORM,
            period=period(FORM, "H1", 2026),
            values=values | {"05": 6, "10": 2},
            header=header,
            narrative=narrative,
        )
        grid = read_bytes(report, "bao-cao.xlsx")
        assert isinstance(grid, Grid)
        said = unit_report(FORM, validate_grid(grid, settings([FORM])), grid)
        (folder / "bao-cao.docx").write_bytes(unit_report_docx(said))
        draw(folder / "bao-cao.docx", "bao-cao-don-vi", "1", folder)
        write_template(
            FORM, folder / "mau.xlsx", period=period(FORM, "H1", 2026), values=values, header=header, print_checks=True
        )
        draw(folder / "mau.xlsx", "mau-bieu", "1", folder)
        example = ROOT / "examples" / "tinh-mau"
        against = settings(versions(FORM.id), load_roster(str(example / "don-vi.csv")), period(FORM, "H1", 2026))
        plan = with_files(Plan(against), received=str(example / "so-nhan.csv"))
        merge_paths([str(example / "bao-cao")], str(folder / "tong-hop.xlsx"), plan)
        draw(folder / "tong-hop.xlsx", "tong-hop", "1", folder)
        draw(folder / "tong-hop.xlsx", "theo-don-vi", "2", folder)
        summary = read_file(str(folder / "tong-hop.xlsx"), limits=PROVINCE_LIMITS)
        assert isinstance(summary, Grid)
        (folder / "tong-hop.docx").write_bytes(province_report_docx(read_result(summary, "tong-hop.xlsx")))
        draw(folder / "tong-hop.docx", "bao-cao-tong-hop", "2", folder)


if __name__ == "__main__":
    main()
