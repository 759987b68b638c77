"""A document without the form's table: still a report, of which the text says who reports, for when, and what.

Nothing of it is a value: its readings are absent until ``check.prose`` has found proposals and questions in it.
"""

from __future__ import annotations

import datetime as dt

from cchc_xl.form.period import parse_date
from cchc_xl.model import TEXT_SHEET, Finding, Form, Grid, Period, Reading, Submission
from cchc_xl.records import NamedTuple
from cchc_xl.table.columns import TableColumns
from cchc_xl.table.document import DocumentHead, document_head, document_text, text_sheet
from cchc_xl.table.header import Header, own_period
from cchc_xl.table.rows import Table
from cchc_xl.table.spelled_period import named_period
from cchc_xl.table.unit import identify
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.units.roster import Roster

LEAST_TEXT = 1_000  # characters of a text whose headings are not known, before it is taken for a report


class Told(NamedTuple):
    """``findings`` are about the unit; the header is for who checks its dates."""

    submission: Submission
    header: Header
    findings: tuple[Finding, ...]


def told(grid: Grid, form: Form, roster: Roster | None, period: Period | None) -> Told | None:
    """The report that a document's text is; None where it is no report, such as a letter.

    ``period``: the campaign's, whose last day dates the roster.
    """
    sheet = text_sheet(grid)
    if sheet is None:
        return None
    head, text = document_head(sheet, form), document_text(sheet)
    if not head.is_report or not (text.headings or sum(map(len, text.sections.values())) > LEAST_TEXT):
        return None
    header = Header(head.values, head.refs, ours=False)
    reported = _period(form, head)
    dated = period or reported
    # The lines of the head are to the text what those above it are to a table.
    below = max([ref.row for ref in head.refs.values()], default=head.ends) + 1
    above = Table(sheet, form, below, TableColumns(1, (1,)), ())
    identified = identify(above, header, {}, roster, dated.end if dated else None, grid.source.path)
    recipients = {"recipients": "; ".join(text.recipients)} if text.recipients else {}
    submission = Submission(
        source=grid.source,
        form=form.id,
        version=form.version,
        sheet=TEXT_SHEET,
        readings=tuple(Reading(field.id, "absent") for field in form.fields),
        unit=identified.unit,
        unit_text=identified.text,
        period=reported,
        period_text=head.values.get("period", ""),
        cut_off=parse_date(head.values.get("cut_off", "")),
        header={**head.values, **recipients},
        header_refs=head.refs,
        issued=_day(head.values.get("report_date", "")),
        narrative=text.sections,
    )
    return Told(submission, header, identified.findings)


def _period(form: Form, head: DocumentHead) -> Period | None:
    text = head.values.get("period", "")
    return named_period(form, text, own_period(text, form), head.values.get("year", "")) if text else None


def _day(text: str) -> str:
    day: dt.date | None = parse_date(text)
    return day.isoformat() if day else ""
