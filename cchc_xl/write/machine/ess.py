"""Validation results as the validation report of the European Statistical System, with each rule on each figure as an
event.

Structure: van der Loo and ten Bosch, "Design of a generic machine-readable validation report structure", ESSnet ValiDat
Integration, version 1.0.0 of 15 August 2017, and its JSON schema in the form 1.0.1
(github.com/data-cleaning/ValidatReport), in which a data point is the list of its keys: population, measurement, unit,
variable. A value is "1" (satisfied), "0" (failed) or "NA" (not judged).

It is for statistical offices that keep such reports and compare what was checked, not for people: every rule on every
figure is there, some hundreds for each file. So it is made event by event and never held as a whole.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cchc_xl import __version__
from cchc_xl.check.catalogue import title_of
from cchc_xl.model import Form, Report
from cchc_xl.write.machine.checked import CheckedRule, checked
from cchc_xl.write.machine.report import clean, form_of

SEVERITIES: Mapping[str, str] = {"error": "error", "warning": "warning", "note": "information"}
VALUES: Mapping[bool | None, str] = {True: "1", False: "0", None: "NA"}


def ess_lines(reports: Iterable[Report], forms: Sequence[Form], lang: str, time: dt.datetime) -> Iterator[str]:
    """The whole JSON document piece by piece, a line for each event."""
    before = "[\n"
    for event in ess_events(reports, forms, lang, time):
        yield before + json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def ess_events(
    reports: Iterable[Report], forms: Sequence[Form], lang: str, time: dt.datetime
) -> Iterator[dict[str, Any]]:
    """The events in the order of the files. ``time``: when the validation was done, with its zone."""
    event = {"time": time.strftime("%Y%m%dT%H%M%S%z"), "actor": f"cchc-xl {__version__}", "agent": "", "trigger": ""}
    number = 0
    for report in reports:
        form = form_of(report, forms)
        for number, check in enumerate(checked(report, form), number + 1):  # noqa: B020 - counted on from file to file
            yield {"id": f"{number:06d}", **_validation(check, report, form, lang, event)}


def _validation(check: CheckedRule, report: Report, form: Form, lang: str, event: Mapping[str, str]) -> dict[str, Any]:
    source = [_point(report, form, field) for field in check.fields or ("",)]
    return {
        "type": "validation",
        "event": event,
        "rule": {
            "language": f"cchc-xl/{form.key}" if check.rule else "cchc-xl/catalogue",
            "expression": _expression(check),
            "severity": SEVERITIES[check.severity],
            "description": title_of(check.code, lang),
        },
        "data": {"source": source, "target": source[:1], "description": clean(report.source.path)},
        "value": VALUES[check.passed],
    }


def _point(report: Report, form: Form, field: str) -> list[str]:
    """Population, measurement, unit, variable; '' where it is not known, and for a check of a whole report."""
    submission = report.submission
    keys = (
        form.id,
        submission.period_key if submission else "",
        submission.unit_key if submission else report.source.name,
        field,
    )
    return [clean(key) for key in keys]


def _expression(check: CheckedRule) -> str:
    """The rule as the form defines it; of anything else the code, whose meaning ``docs/rules.md`` gives."""
    if check.rule is None:
        return check.code
    return f"{check.code}: {check.rule.kind} {json.dumps(check.rule.args, ensure_ascii=False, sort_keys=True)}"
