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
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_xl.campaign import SILENT, load_campaign
from cchc_xl.executor import Executor
from cchc_xl.model import Consolidation, Report
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import COPIES, plan_of

if TYPE_CHECKING:
    import pandas as pd

Path = str | os.PathLike[str]
Paths = Path | Sequence[Path]


class Merged:
    """A merge: the records, and frames made from them when they are asked for.

    ``path`` is the provincial workbook, '' where none was asked for. Frames: ``tidy`` (a row per unit and indicator,
    columns of ``write.machine.tidy.COLUMNS``), ``totals`` (a row per indicator: read = used + set_aside; counts of
    units), ``findings``, ``sources``.
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
    def lists(self) -> dict[str, pd.DataFrame]:
        """List -> the lines of all units, a row for each, with the unit in front."""
        from cchc_xl.write.machine.tidy import tidy_list

        return {one.id: tidy_list(self.consolidation, one) for one in self.consolidation.form.lists}

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
    output: Path | None = None,
    *,
    campaign: Path | None = None,
    form: str | None = None,
    roster: Path | None = None,
    period: str | None = None,
    deadline: dt.date | None = None,
    waivers: Path | None = None,
    received: Path | None = None,
    own_date: bool | None = None,
    decisions: Paths = (),
    decided_by: str | None = None,
    previous: Paths = (),
    upward: bool | None = None,
    lang: str = "vi",
    cached: bool = True,
    force: bool = False,
    copies: int = COPIES,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Merged:
    """Merges folders, archives and workbooks; with ``output`` the provincial workbook is written as ``cchc-xl merge``
    does. Without it nothing is written, and no decisions of an earlier workbook are looked for.

    ``campaign``: a file 'dot-bao-cao.json'; what is named besides outweighs it. ``form``: an id, 'id/version' or the
    path of a definition; ``roster``: a CSV or a workbook; ``period``: such as '2026-H1'; ``received``: the register of
    receipt, a CSV; ``own_date``: a report that neither it nor a mail dates came on the day that it bears;
    ``decisions``: provincial workbooks with decisions that hold again; ``decided_by``: who took those that bear no
    name; ``previous``: provincial workbooks of earlier periods to compare with; ``upward``: the inputs are provincial
    workbooks (None: where all are). ``executor``: who reads, two processes of this machine by default.
    ``progress`` is told (done, of) after each file. ``force``: what stands at ``output`` is replaced whatever it is.
    ``copies``: how many of the workbooks that stood at ``output`` are kept beside it, of those from which not all
    that a person had added could be carried over.
    """
    plan = plan_of(
        load_campaign(os.fspath(campaign)) if campaign else SILENT,
        form=form,
        roster=_path(roster),
        period=period,
        deadline=deadline,
        waivers=_path(waivers),
        received=_path(received),
        own_date=own_date,
        decisions=_listed(decisions),
        decided_by=decided_by,
        previous=_listed(previous),
        upward=upward,
        lang=lang,
        cached=cached,
        force=force,
        copies=copies,
    )
    result = merge_paths(_listed(paths), None if output is None else os.fspath(output), plan, executor, progress)
    return Merged(result.consolidation, result.reports, result.path)


def _path(given: Path | None) -> str:
    return os.fspath(given) if given else ""


def _listed(given: Paths) -> tuple[str, ...]:
    return tuple(os.fspath(path) for path in ([given] if isinstance(given, str | os.PathLike) else given))
