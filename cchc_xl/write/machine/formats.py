"""Validation results for other programs, by the name of the format; those of the ESS are a stream (``ess``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cchc_xl.grid.scan import Skipped
from cchc_xl.model import Form, Report


def written(
    fmt: str,
    reports: Sequence[Report],
    forms: Sequence[Form],
    lang: str = "vi",
    skipped: Sequence[Skipped] = (),
    *,
    strict: bool = False,
) -> str:
    """The whole document with a line end. ``KeyError`` for a format that there is none of, a mistake of the program."""
    if fmt == "junit":
        from cchc_xl.write.machine.junit import junit_xml

        return junit_xml(reports, forms, lang, skipped, strict=strict)
    return json.dumps(_data(fmt, reports, forms, lang, skipped), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _data(fmt: str, reports: Sequence[Report], forms: Sequence[Form], lang: str, skipped: Sequence[Skipped]) -> Any:
    if fmt == "sarif":
        from cchc_xl.write.machine.sarif import sarif

        return sarif(reports, forms, lang, skipped)
    if fmt != "json":
        raise KeyError(fmt)
    from cchc_xl.write.machine.report import report_json

    return report_json(reports, forms, lang, skipped)
