"""Writes examples/: the five real reports as filled templates, and a made-up province with planted faults.

The workbooks are committed: those that LibreOffice or an encryption tool writes are not the same bytes twice. Run again
after a change of the template; needs LibreOffice, openpyxl and msoffcrypto-tool (a development dependency).
"""

from __future__ import annotations

import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from example_appendix import main as build_appendix  # noqa: E402
from example_columns import main as build_columns  # noqa: E402
from example_province import build_province  # noqa: E402
from example_reports import REPORTS  # noqa: E402

from cchc_xl.form.load import load  # noqa: E402
from cchc_xl.write.template.workbook import write_template  # noqa: E402


def build_reports(folder: pathlib.Path) -> None:
    """The five real reports."""
    folder.mkdir(parents=True, exist_ok=True)
    for report in REPORTS:
        form = load("tuyen-truyen-cchc", report.version)
        write_template(
            form,
            folder / report.file,
            header=report.header,
            values=report.values,
            notes=report.notes,
            narrative=report.narrative,
            superior="",
        )


def main() -> None:
    examples = ROOT / "examples"
    build_reports(examples / "nam-bao-cao-that")
    province = examples / "tinh-mau"
    shutil.rmtree(province, ignore_errors=True)
    build_province(province)
    build_appendix()
    build_columns()


if __name__ == "__main__":
    main()
