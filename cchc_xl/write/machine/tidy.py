"""The consolidation as one table with a row for each unit and indicator, for other programs: CSV, Parquet or JSON,
through pandas.

Units that have not reported are there too, so that the table has (units + missing) x indicators rows and nobody counts
as 0.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from cchc_xl.errors import UserError
from cchc_xl.model import Consolidation, Decision, Entry, Field, Unit, UnitResult
from cchc_xl.text import escaped
from cchc_xl.write.machine.report import clean
from cchc_xl.write.standing import check_output, require_replaceable

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Mapping[str, str] = {
    "unit_id": "string",
    "unit": "string",
    "level": "string",
    "admin_code": "string",
    "period": "string",
    "form": "string",
    "version": "Int64",
    "field": "string",
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
NOT_SENT = "M12"
_BEGIN = 200_000  # characters in which the first row ends: its texts are a cell's at most
EXTENSIONS = (".csv", ".json", ".parquet")
_STARTS_FORMULA = (
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
_TEXTS = (
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


def tidy(consolidation: Consolidation) -> pd.DataFrame:
    """A frame with the columns of ``COLUMNS`` and their types; a number that is not there is NA.

    Rows: units in their order, indicators in the form's.
    """
    import pandas as pd

    rows = list(tidy_rows(consolidation))
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=cast("Any", kind)) for name, kind in COLUMNS.items()}
    )


def tidy_rows(consolidation: Consolidation) -> Iterator[dict[str, Any]]:
    """The same as plain records; a key that is not known is None or left out."""
    fields = consolidation.form.fields
    for result in consolidation.units:
        about = _about(consolidation, result)
        for field, entry in zip(fields, result.entries, strict=True):
            yield about | _of_field(field) | _of_entry(entry)
    for unit in consolidation.missing:
        about = _of_unit(unit, unit.name, unit.level) | {
            "period": consolidation.period.key if consolidation.period else ""
        }
        for field in fields:
            yield about | _of_field(field) | {"state": "absent", "why_not": NOT_SENT}


def check_tidy(path: str, named: Iterable[str] = ()) -> None:
    """``UserError`` for an output that cannot be meant (``write.standing``), of another type, or Parquet without its
    library, before any work is done. ``named``: files that it must not be.
    """
    extension = os.path.splitext(path)[1].lower()
    if extension not in EXTENSIONS:
        raise UserError("bad-tidy-type", path=path, known=", ".join(EXTENSIONS))
    if extension == ".parquet":
        import importlib.util

        if importlib.util.find_spec("pyarrow") is None:
            raise UserError("parquet-needs-pyarrow", path=path)
    check_output(path, EXTENSIONS, named)


def require_own(path: str, consolidation: Consolidation, force: bool) -> None:
    """``UserError`` where something else stands at ``path`` than an earlier table of the same form and period."""
    wanted = consolidation.form.id, consolidation.period.key if consolidation.period else ""
    require_replaceable(path, lambda there: _made_for(there) == wanted, force)


def _made_for(path: str) -> tuple[str, str] | None:
    """(form, period) of a table of ours, None for any other file. Only its beginning is read."""
    with suppress(OSError, ValueError, KeyError, IndexError, TypeError, StopIteration):
        row = _FIRST_ROW[os.path.splitext(path)[1].lower()](path)
        if list(row) == list(COLUMNS):
            return str(row["form"] or ""), str(row["period"] or "")
    return None


def _first_of_csv(path: str) -> Mapping[str, Any]:
    import csv

    with open(path, encoding="utf-8-sig", newline="") as file:
        return next(csv.DictReader(file))


def _first_of_json(path: str) -> Mapping[str, Any]:
    import json

    with open(path, encoding="utf-8") as file:
        begin = file.read(_BEGIN)
    row: Mapping[str, Any] = json.JSONDecoder().raw_decode(begin, begin.index("{"))[0]
    return row


def _first_of_parquet(path: str) -> Mapping[str, Any]:
    from pyarrow import ArrowException, parquet

    try:
        batch = next(parquet.ParquetFile(path).iter_batches(batch_size=1))
    except ArrowException as error:
        raise ValueError(str(error)) from None
    row: Mapping[str, Any] = batch.to_pylist()[0]
    return row


_FIRST_ROW: Mapping[str, Callable[[str], Mapping[str, Any]]] = {
    ".csv": _first_of_csv,
    ".json": _first_of_json,
    ".parquet": _first_of_parquet,
}


def write_tidy(consolidation: Consolidation, path: str) -> str:
    """Writes the table in the type that the path's extension names; the path that holds it.

    ``UserError`` as ``check_tidy`` and ``write.atomic``.
    """
    from cchc_xl.write.atomic import write_bytes

    check_tidy(path)
    frame = tidy(consolidation)
    extension = os.path.splitext(path)[1].lower()
    if extension == ".csv":
        data = (
            harmless(frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
        )  # the mark: else Excel takes it for the code page
    elif extension == ".json":
        data = (escaped(frame.to_json(orient="records", force_ascii=False, indent=1)) + "\n").encode("utf-8")
    else:
        data = frame.to_parquet(index=False)
    return write_bytes(path, data)


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame for a CSV: text that a spreadsheet would take for a formula begins with an apostrophe.

    Numbers stay numbers.
    """
    return frame.assign(**{name: frame[name].map(_escaped, na_action="ignore").astype("string") for name in _TEXTS})


def _escaped(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


# --- records -------------------------------------------------------------------------------------------------------


def _about(consolidation: Consolidation, result: UnitResult) -> dict[str, Any]:
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
    return {"field": field.id, "label": field.label, "measure": field.unit}


def _of_entry(entry: Entry) -> dict[str, Any]:
    reading = entry.reading
    return {
        "value": entry.used,
        "reading": None if reading.number is None else float(reading.number),
        "state": reading.state,
        "how": reading.how,
        "raw": clean(reading.raw_text),
        "qualifier": clean(reading.qualifier),
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
