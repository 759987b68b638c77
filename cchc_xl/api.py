"""The program from Python: ``cchc_xl.merge(...)`` and what it returns.

    >>> import cchc_xl
    >>> merged = cchc_xl.merge("bao-cao", roster="don-vi.csv", period="2026-H1")
    >>> merged.totals["used"]                       # by indicator
    >>> merged.tidy.groupby("unit")["value"].sum()  # one row per unit and indicator
    >>> merged.findings[merged.findings.severity == "error"]

Records for programs that want them all (``consolidation``, ``reports``: ``cchc_xl.model``), pandas frames for those
that calculate. Wrong data is never an exception; ``cchc_xl.errors.UserError`` is raised for arguments that cannot be
meant.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_xl.model import Consolidation, Report
from cchc_xl.run.collect import collect
from cchc_xl.run.merge import merge_paths, merge_reports
from cchc_xl.validate import named_settings

if TYPE_CHECKING:
    import pandas as pd

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


class Merged:
    """A merge: the records, and frames made from them when they are asked for.

    ``path`` is the provincial workbook, '' where none was asked for. Frames: ``tidy`` (a row per unit and indicator,
    columns of ``write.machine.tidy.COLUMNS``), ``totals`` (a row per indicator: read = used + set_aside; counts of units),
    ``findings``, ``sources``.
    """

    def __init__(self, consolidation: Consolidation, reports: tuple[Report, ...], path: str = "") -> None:
        self.consolidation = consolidation
        self.reports = reports
        self.path = path

    @cached_property
    def tidy(self) -> pd.DataFrame:
        from cchc_xl.write.machine.tidy import tidy

        return tidy(self.consolidation)

    @cached_property
    def totals(self) -> pd.DataFrame:
        import pandas as pd

        labels = {field.id: field.label for field in self.consolidation.form.fields}
        rows = [
            {
                "field": total.field,
                "label": labels[total.field],
                "used": total.used,
                "set_aside": total.set_aside,
                "read": total.read,
                "units_used": total.units_used,
                "units_set_aside": total.units_set_aside,
                "units_missing": total.units_missing,
                "estimates": total.estimates,
            }
            for total in self.consolidation.totals
        ]
        return pd.DataFrame(rows).set_index("field")

    @cached_property
    def findings(self) -> pd.DataFrame:
        import pandas as pd

        from cchc_xl.write.machine.report import finding_json

        form = self.consolidation.form
        rows = [
            {**finding_json(one, form, "vi"), "unit": one.unit, "path": one.source}
            for one in self.consolidation.findings
        ]
        columns = [
            "code",
            "severity",
            "phase",
            "unit",
            "field",
            "path",
            "sheet",
            "cell",
            "raw",
            "proposed",
            "message",
            "fingerprint",
        ]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def sources(self) -> pd.DataFrame:
        import pandas as pd

        rows = [
            {"path": row.source.path, "sha256": row.source.sha256, "outcome": row.outcome, "why": row.why}
            for row in self.consolidation.sources
        ]
        return pd.DataFrame(rows, columns=["path", "sha256", "outcome", "why"])


def merge(
    paths: Paths,
    output: str | os.PathLike[str] | None = None,
    *,
    form: str | None = None,
    roster: str | os.PathLike[str] | None = None,
    period: str | None = None,
    deadline: dt.date | None = None,
    lang: str = "vi",
) -> Merged:
    """Merges folders, archives and workbooks; with ``output`` the provincial workbook is written as ``cchc-xl merge``
    does.

    ``form``: an id, 'id/version' or the path of a definition; ``roster``: a CSV or a workbook; ``period``: such as
    '2026-H1'. Without ``output`` nothing is written, and no decisions of an earlier workbook are looked for.
    """
    given = [os.fspath(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    listed = os.fspath(roster) if roster else ""
    against = named_settings(form, listed, period)
    if output is not None:
        result = merge_paths(given, os.fspath(output), against, deadline=deadline, roster=listed, lang=lang)
        return Merged(result.consolidation, result.reports, result.path)
    collected = collect(given, against, used_otherwise={listed: "roster"} if listed else {})
    return Merged(merge_reports(collected, against, deadline=deadline), collected.reports)
