"""What the tools of ``examples/`` share: template, campaign file, roster, reports and provincial workbook of a form."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping, Sequence

from cchc_xl.campaign import load_campaign
from cchc_xl.model import Form
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import plan_of
from cchc_xl.write.template.build import template_bytes

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "examples"


def write_example(
    folder: pathlib.Path, form: Form, campaign: str, code: str, units: Sequence[str], reports: Mapping[str, bytes]
) -> None:
    """``code``: what the units' codes begin with; ``reports``: commune -> the workbook that it sends."""
    (folder / "mau.xlsx").write_bytes(template_bytes(form))
    (folder / "dot-bao-cao.json").write_text(campaign, encoding="utf-8")
    rows = [f"{code}{number:02d},Xã {name},Xã" for number, name in enumerate(units, 1)]
    (folder / "don-vi.csv").write_text("\n".join(["Mã đơn vị,Tên đơn vị,Cấp", *rows, ""]), encoding="utf-8")
    sent = folder / "bao-cao"
    sent.mkdir(exist_ok=True)
    for name, report in reports.items():
        (sent / f"Xã {name}.xlsx").write_bytes(report)
    output = folder / "tong-hop.xlsx"
    output.unlink(missing_ok=True)
    merge_paths([str(sent)], str(output), plan_of(load_campaign(str(folder / "dot-bao-cao.json"))))
    for left in folder.glob(".*.cchc-cache"):
        left.unlink()
