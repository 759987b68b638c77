"""Validation results in SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), for tools that show and track
findings.

A cell has no line number: its sheet and address are a logical location, and the physical location is the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cchc_xl import __version__
from cchc_xl.check.catalogue import fix, phase, severity, title_of
from cchc_xl.grid.scan import Skipped
from cchc_xl.model import Finding, Form, Report
from cchc_xl.words.say import say, ui
from cchc_xl.write.machine.report import clean, form_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Mapping[str, str] = {"error": "error", "warning": "warning", "note": "note"}
FINGERPRINT = "cchcFingerprint/v1"


def sarif(
    reports: Sequence[Report], forms: Sequence[Form], lang: str = "vi", skipped: Sequence[Skipped] = ()
) -> dict[str, Any]:
    """One run with a result for each finding; files that were passed over are notifications of the run."""
    codes = sorted({finding.code for report in reports for finding in report.findings})
    places = {code: place for place, code in enumerate(codes)}
    results = [
        _result(finding, form_of(report, forms), place, places[finding.code], lang)
        for place, report in enumerate(reports)
        for finding in report.findings
    ]
    run = {
        "tool": {
            "driver": {
                "name": "cchc-xl",
                "version": __version__,
                "language": lang,
                "rules": [_rule(code, forms[0], lang) for code in codes],
            }
        },
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": [_notification(item, lang) for item in skipped]}
        ],
        "artifacts": [_artifact(report) for report in reports],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def uri(path: str) -> str:
    """A path as the URI reference that SARIF wants: relative paths stay relative, absolute ones become file URIs."""
    from urllib.parse import quote

    shown = clean(path.replace("\\", "/"))
    drive = len(shown) > 1 and shown[1] == ":"
    quoted = quote(shown, safe="/:" if drive else "/")
    return f"file:///{quoted}" if drive else f"file://{quoted}" if quoted.startswith("/") else quoted


def _rule(code: str, form: Form, lang: str) -> dict[str, Any]:
    """What the code means.

    The words of its parts have places for values and are left out: each result has them filled.
    """
    return {
        "id": code,
        "shortDescription": {"text": title_of(code, lang)},
        "defaultConfiguration": {"level": LEVELS[severity(code, form)]},
        "properties": {"phase": phase(code), "fix": fix(code)},
    }


def _artifact(report: Report) -> dict[str, Any]:
    made: dict[str, Any] = {"location": {"uri": uri(report.source.path)}, "length": report.source.size}
    return made | ({"hashes": {"sha-256": report.source.sha256}} if report.source.sha256 else {})


def _result(finding: Finding, form: Form, file: int, rule: int, lang: str) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri(finding.source), "index": file}}}
    if finding.ref:
        address = f"'{finding.ref.sheet}'!{finding.ref.a1}"
        location["logicalLocations"] = [{"name": finding.ref.a1, "fullyQualifiedName": clean(address), "kind": "cell"}]
    about = {"field": finding.field, "unit": finding.unit, "period": finding.period, "raw": finding.raw}
    properties: dict[str, Any] = {name: clean(value) for name, value in about.items() if value}
    if finding.proposed is not None:
        properties["proposed"] = finding.proposed
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": clean(say(finding, form, lang).text)},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": properties,
    }


def _notification(item: Skipped, lang: str) -> dict[str, Any]:
    where = {"physicalLocation": {"artifactLocation": {"uri": uri(item.shown)}}}
    return {"level": "note", "message": {"text": ui(f"why-skip-{item.why}", lang)}, "locations": [where]}
