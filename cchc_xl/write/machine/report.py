"""Validation reports as text for a terminal and as JSON for programs (``schemas/validation-report.schema.json``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.check.localise import follows
from cchc_xl.grid.scan import Skipped
from cchc_xl.model import SEVERITIES, Finding, Form, ListLine, ListTable, Reading, Report, Submission
from cchc_xl.typed import Any
from cchc_xl.words.say import place, say, ui, words

STATUSES = ("valid", "warnings", "errors", "unreadable")


def form_of(report: Report, forms: Sequence[Form]) -> Form:
    """The form version that a report was read with; the newest where it was not read."""
    wanted = (report.submission.form, report.submission.version) if report.submission else None
    return next((form for form in forms if (form.id, form.version) == wanted), forms[0])


def screen(
    reports: Sequence[Report], forms: Sequence[Form], lang: str = "vi", skipped: Sequence[Skipped] = ()
) -> Iterator[str]:
    """What a terminal shows: the counts, then what is short before what is long. Files with faults come first, each
    with what to correct; those without one have a line together, and so have those that were passed over.

    Notes ask for nothing: they are told in full where one file was checked, else by their codes.
    """
    yield summary_line(reports, skipped, lang)
    faulty = sorted((one for one in reports if one.status != "valid"), key=_length)
    for report in faulty:
        yield ""
        yield from report_lines(report, forms, lang, alone=len(reports) == 1)
    yield from _fault_free(reports, forms, lang)
    if skipped:
        yield ""
        named = "; ".join(f"{one.shown} ({ui(f'why-skip-{one.why}', lang)})" for one in skipped)
        yield ui("summary-passed-over", lang, n=len(skipped), files=named)


def _length(report: Report) -> tuple[int, int]:
    told = sum(finding.severity != "note" for finding in report.findings)
    return ("unreadable", "errors", "warnings").index(report.status), told


def _fault_free(reports: Sequence[Report], forms: Sequence[Form], lang: str) -> Iterator[str]:
    fine = [one for one in reports if one.status == "valid"]
    if not fine:
        return
    yield ""
    if len(reports) == 1:
        yield from report_lines(fine[0], forms, lang)
        return
    named = "; ".join(
        ui("summary-codes", lang, file=one.source.path, codes=codes) if (codes := _codes(one)) else one.source.path
        for one in fine
    )
    yield ui("summary-fault-free", lang, n=len(fine), files=named)


def _codes(report: Report) -> str:
    """'F10, V03 (2)': the codes of the notes, with how many there are of each."""
    counted = Counter(finding.code for finding in report.findings if finding.severity == "note")
    return ", ".join(f"{code} ({n})" if n > 1 else code for code, n in sorted(counted.items()))


def report_lines(report: Report, forms: Sequence[Form], lang: str = "vi", alone: bool = True) -> Iterator[str]:
    """One file's report, most serious phase first, for people. ``alone``: notes too are told in full."""
    form = form_of(report, forms)
    submission = report.submission
    head = f"{report.source.path}: {ui('status-' + report.status, lang)}"
    if submission:
        unit = submission.unit.name if submission.unit else submission.unit_text
        period = submission.period.label if submission.period else ""
        head = " · ".join(text for text in (head, unit, period, f"{submission.form}/{submission.version}") if text)
    yield head
    for finding in report.findings:
        if alone or finding.severity != "note":
            yield from _finding_lines(finding, form, lang)
    if not alone and (codes := _codes(report)):
        yield "  " + ui("summary-notes", lang, codes=codes)


def _finding_lines(finding: Finding, form: Form, lang: str) -> Iterator[str]:
    """The file is named once, above: the address within it is enough here."""
    message = say(finding, form, lang)
    where = place(finding.ref, lang) if finding.ref else ui("where-file", lang)
    yield (
        f"  {words(lang)['severity'][finding.severity]} {finding.code} · {where}: {message.what} {message.why}".rstrip()
    )
    if message.repair:
        yield f"    → {message.repair}"


def summary_line(reports: Sequence[Report], skipped: Sequence[Skipped], lang: str = "vi") -> str:
    """How many files, how they came out, and what is not shown by itself: files passed over, consequences of other
    findings, waivers.
    """
    counts = Counter(report.status for report in reports)
    files = len({report.source.path for report in reports})
    key = "summary-validate" if files == len(reports) else "summary-validate-reports"
    text = ui(key, lang, files=files, reports=len(reports), **{status: counts[status] for status in STATUSES})
    found = [finding for report in reports for finding in report.findings]
    others = {
        "summary-skipped": len(skipped),
        "summary-follows": follows(found),
        "summary-waived": sum("waived_by" in one.params for one in found),
    }
    return " ".join([text, *(ui(key, lang, n=n) for key, n in others.items() if n)])


def report_json(
    reports: Iterable[Report], forms: Sequence[Form], lang: str = "vi", skipped: Sequence[Skipped] = ()
) -> dict[str, Any]:
    """The reports as plain data; strings are valid Unicode and numbers are finite."""
    files = [_file(report, form_of(report, forms), lang) for report in reports]
    statuses = Counter(file["status"] for file in files)
    severities = Counter(finding["severity"] for file in files for finding in file["findings"])
    summary = {
        "files": len(files),
        **{status: statuses[status] for status in STATUSES},
        "skipped": len(skipped),
        "findings": {severity: severities[severity] for severity in SEVERITIES},
    }
    return {
        "files": files,
        "skipped": [{"path": clean(item.shown), "why": item.why} for item in skipped],
        "summary": summary,
    }


def _file(report: Report, form: Form, lang: str) -> dict[str, Any]:
    submission = report.submission
    if submission is None:
        known: dict[str, Any] = {"form": None, "version": None, "unit": None, "period": None}
    else:
        period = submission.period
        name = submission.unit.name if submission.unit else submission.unit_text
        known = {
            "form": submission.form,
            "version": submission.version,
            "unit": {"id": submission.unit.id if submission.unit else None, "name": clean(name)} if name else None,
            "period": (
                period
                and {
                    "type": period.type,
                    "year": period.year,
                    "label": period.label,
                    "from": period.start.isoformat(),
                    "to": period.end.isoformat(),
                }
            ),
        }
    return {
        "path": clean(report.source.path),
        "sha256": report.source.sha256,
        **known,
        "status": report.status,
        "values": {r.field: reading_json(r) for r in submission.readings} if submission else {},
        **({"lists": _lists(form, submission)} if form.lists and submission else {}),
        "findings": [finding_json(finding, form, lang) for finding in report.findings],
    }


def _lists(form: Form, submission: Submission) -> dict[str, list[dict[str, Any]]]:
    """List -> its lines, in their order."""
    return {one.id: [line_json(one, line) for line in submission.lines if line.list == one.id] for one in form.lists}


def line_json(one: ListTable, line: ListLine) -> dict[str, Any]:
    """A line of a list as data: its row, and what its cells say by the ids of the columns."""
    return {
        "row": line.row,
        "values": {
            column.column: reading_json(reading) for column, reading in zip(one.columns, line.readings, strict=True)
        },
    }


def reading_json(reading: Reading) -> dict[str, Any]:
    """A reading as data; ``raw`` is what the cell held, a number where it was one."""
    return {
        "value": reading.number,
        "state": reading.state,
        "how": reading.how,
        "raw": clean(reading.raw) if isinstance(reading.raw, str) else reading.raw,
        "qualifier": clean(reading.qualifier),
        "bound": reading.bound,
        "note": clean(reading.note),
        "sheet": clean(reading.ref.sheet) if reading.ref else None,
        "cell": reading.ref.a1 if reading.ref else None,
    }


def finding_json(finding: Finding, form: Form, lang: str) -> dict[str, Any]:
    """A finding as data, its message in words. ``follows`` and ``waiver`` only where there is something to say."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "phase": finding.phase,
        "field": finding.field or None,
        "sheet": clean(finding.ref.sheet) if finding.ref else None,
        "cell": finding.ref.a1 if finding.ref else None,
        "raw": clean(finding.raw),
        "proposed": finding.proposed,
        "message": clean(say(finding, form, lang).text),
        "fingerprint": finding.fingerprint,
        **_more(finding),
    }


def _more(finding: Finding) -> dict[str, Any]:
    """What only follows from a finding and is not told by itself, and the waiver that made it a note."""
    params = finding.params
    more: dict[str, Any] = {}
    if params.get("follows"):
        named = (one.partition(" ") for one in params["follows"])
        more["follows"] = [{"code": code, "field": field or None} for code, _, field in named]
    if "waived_by" in params:
        waiver = {
            "who": params["waived_by"],
            "reason": params["waived_reason"],
            "until": params["waived_until"],
            "severity": params["waived_severity"],
        }
        more["waiver"] = {name: clean(value) for name, value in waiver.items()}
    return more


def clean(text: str) -> str:
    """Text without lone surrogates, which JSON readers refuse."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def counts(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Number of findings by severity."""
    tally = Counter(finding.severity for finding in findings)
    return {severity: tally[severity] for severity in SEVERITIES}
