"""The consolidation as plain rows, one for each unit and indicator: what ``write.machine.tidy`` puts into files.

Units that have not reported are there too, so that the table has (units + missing) x indicators rows and nobody counts
as 0.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from cchc_xl.model import Consolidation, Decision, Entry, Field, Unit, UnitResult
from cchc_xl.write.machine.report import clean

COLUMNS: Mapping[str, str] = {
    "unit_id": "string",
    "unit": "string",
    "level": "string",
    "admin_code": "string",
    "period": "string",
    "form": "string",
    "version": "Int64",
    "field": "string",
    "row": "string",
    "column": "string",  # "value" where the form has one column of figures
    "label": "string",
    "measure": "string",
    "value": "Int64",  # what is added up
    "reading": "Float64",  # the number that was read, added up or not
    "state": "string",
    "how": "string",
    "raw": "string",
    "qualifier": "string",
    "bound": "string",
    "note": "string",
    "why_not": "string",
    "flag": "string",
    "decision": "string",
    "decided_by": "string",
    "source": "string",
    "sheet": "string",
    "cell": "string",
}
NOT_SENT, NOT_USABLE = "M12", "not-usable"  # nothing came; what came could not be used
STARTS_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # with the full-width twins, which Excel takes for the same
TEXTS = (
    "unit_id",
    "unit",
    "admin_code",
    "raw",
    "qualifier",
    "note",
    "decision",
    "decided_by",
    "source",
    "sheet",
)  # what others wrote


def column_kinds(consolidation: Consolidation) -> Mapping[str, str]:
    """The columns and their types for pandas: values are whole unless an indicator of the form has decimals."""
    fractional = any(field.places for field in consolidation.form.fields)
    return {**COLUMNS, "value": "Float64"} if fractional else COLUMNS


def tidy_rows(consolidation: Consolidation) -> Iterator[dict[str, Any]]:
    """The same as plain records; a key that is not known is None or left out."""
    fields = consolidation.form.fields
    for result in consolidation.units:
        about = about_result(consolidation, result)
        for field, entry in zip(fields, result.entries, strict=True):
            yield about | _of_field(field) | _of_entry(entry)
    not_sent = dict.fromkeys(consolidation.unusable, NOT_USABLE) | dict.fromkeys(consolidation.missing, NOT_SENT)
    for unit, why in not_sent.items():
        about = _of_unit(unit, unit.name, unit.level) | {
            "period": consolidation.period.key if consolidation.period else ""
        }
        for field in fields:
            yield about | _of_field(field) | {"state": "absent", "why_not": why}


def csv_bytes(consolidation: Consolidation) -> bytes:
    """The rows as the CSV that ``write_tidy`` writes, where there is no pandas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in tidy_rows(consolidation):
        writer.writerow([harmless_text(row.get(name)) if name in TEXTS else row.get(name) for name in COLUMNS])
    return stream.getvalue().encode("utf-8-sig")  # the mark: else Excel takes it for the code page


def harmless_text(text: Any) -> Any:
    """A text that a spreadsheet would take for a formula, with an apostrophe in front; anything else as it is."""
    return f"'{text}" if isinstance(text, str) and text.startswith(STARTS_FORMULA) else text


# --- records -------------------------------------------------------------------------------------------------------


def about_result(consolidation: Consolidation, result: UnitResult) -> dict[str, Any]:
    """Whose line it is, and where from."""
    submission = result.report.submission
    return _of_unit(result.known_unit, result.name, result.level) | {
        "period": (
            (submission.period_key if submission else "") or (consolidation.period.key if consolidation.period else "")
        ),
        "form": submission.form if submission else "",
        "version": submission.version if submission else None,
        "source": clean(result.report.source.path),
    }


def _of_unit(unit: Unit | None, name: str, level: str) -> dict[str, Any]:
    return {
        "unit_id": unit.id if unit else "",
        "unit": clean(name),
        "level": level,
        "admin_code": unit.admin_code if unit else "",
    }


def _of_field(field: Field) -> dict[str, Any]:
    return {"field": field.id, "row": field.row, "column": field.column, "label": field.label, "measure": field.unit}


def _of_entry(entry: Entry) -> dict[str, Any]:
    reading = entry.reading
    return {
        "value": None if entry.answer else entry.used,
        "reading": None if reading.number is None else float(reading.number),
        "state": reading.state,
        "how": reading.how,
        "raw": clean(reading.raw_text),
        "qualifier": clean(entry.answer or reading.qualifier),
        "bound": reading.bound,
        "note": clean(reading.note),
        "why_not": entry.why,
        "flag": entry.flag,
        "sheet": clean(reading.ref.sheet) if reading.ref else None,
        "cell": reading.ref.a1 if reading.ref else None,
    } | _of_decision(entry.decision)


def _of_decision(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {"decision": "", "decided_by": ""}
    return {
        "decision": ": ".join(part for part in (decision.action, clean(decision.reason)) if part),
        "decided_by": clean(decision.by),
    }
