"""The consolidation as one table with a row for each unit and indicator, for other programs: CSV, Parquet or JSON,
through pandas.

Units that have not reported are there too, so that the table has (units + missing) x indicators rows and nobody counts
as 0.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from cchc_xl.errors import UserError
from cchc_xl.model import Consolidation, ListTable
from cchc_xl.text import escaped
from cchc_xl.write.machine.tidy_rows import COLUMNS, TEXTS, column_kinds, harmless_text, tidy_rows
from cchc_xl.write.standing import check_output, require_replaceable

if TYPE_CHECKING:
    import pandas as pd

_BEGIN = 200_000  # characters in which the first row ends: its texts are a cell's at most
EXTENSIONS = (".csv", ".json", ".parquet")


def tidy(consolidation: Consolidation) -> pd.DataFrame:
    """A frame with the columns of ``COLUMNS`` and their types; a number that is not there is NA.

    Rows: units in their order, indicators in the form's.
    """
    import pandas as pd

    rows = list(tidy_rows(consolidation))
    kinds = column_kinds(consolidation)
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=cast("Any", kind)) for name, kind in kinds.items()}
    )


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
    if consolidation.form.lists:
        from cchc_xl.write.machine.tidy_lists import list_kinds, list_path

        for one in consolidation.form.lists:
            own = partial(_is_list, columns=list(list_kinds(one)))
            check_output(list_path(path, one), EXTENSIONS)
            require_replaceable(list_path(path, one), own, force)


def _is_list(path: str, columns: Sequence[str]) -> bool:
    """Is a file an earlier table of a list with these columns? One without lines is."""
    extension = os.path.splitext(path)[1].lower()
    with suppress(OSError, ValueError, KeyError, IndexError, TypeError, StopIteration):
        if extension == ".csv":
            import csv

            with open(path, encoding="utf-8-sig", newline="") as file:
                return next(csv.reader(file)) == columns
        if extension == ".json" and os.path.getsize(path) <= len("[]\n"):
            return True
        return list(_FIRST_ROW[extension](path)) == columns
    return False


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


def tidy_list(consolidation: Consolidation, one: ListTable) -> pd.DataFrame:
    """The lines of a list, a row for each; see ``tidy_lists``."""
    import pandas as pd

    from cchc_xl.write.machine.tidy_lists import list_kinds, list_rows

    rows = list(list_rows(consolidation, one))
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=cast("Any", kind))
            for name, kind in list_kinds(one).items()
        }
    )


def write_tidy(consolidation: Consolidation, path: str) -> str:
    """Writes the table in the type that the path's extension names, and beside it one for each list of the form
    ('kq-lop.csv'); the path that holds the first.

    ``UserError`` as ``check_tidy`` and ``write.atomic``.
    """
    from cchc_xl.write.atomic import write_bytes

    check_tidy(path)
    for one in consolidation.form.lists:
        from cchc_xl.write.machine.tidy_lists import list_kinds, list_path

        there = list_path(path, one)
        texts = [name for name, kind in list_kinds(one).items() if kind == "string"]
        write_bytes(there, _in_type(tidy_list(consolidation, one), there, texts))
    return write_bytes(path, _in_type(tidy(consolidation), path, TEXTS))


def _in_type(frame: pd.DataFrame, path: str, texts: Iterable[str]) -> bytes:
    """The frame in the type that the path's extension names. ``texts``: the columns that hold what others wrote."""
    extension = os.path.splitext(path)[1].lower()
    if extension == ".csv":  # the mark: else Excel takes it for the code page
        return harmless(frame, texts).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
    if extension == ".json":
        return (escaped(frame.to_json(orient="records", force_ascii=False, indent=1)) + "\n").encode("utf-8")
    return frame.to_parquet(index=False)


def harmless(frame: pd.DataFrame, texts: Iterable[str] = TEXTS) -> pd.DataFrame:
    """The frame for a CSV: text that a spreadsheet would take for a formula begins with an apostrophe.

    Numbers stay numbers.
    """
    return frame.assign(**{name: frame[name].map(harmless_text, na_action="ignore").astype("string") for name in texts})
