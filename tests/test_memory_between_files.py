"""What is remembered of one file changes nothing in the report of another, whatever was read before it."""

from __future__ import annotations

import gc
import pathlib
import random

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.form.load import versions
from cchc_xl.form.period import period
from cchc_xl.grid.file import read_file
from cchc_xl.model import Report
from cchc_xl.validate import Settings, validate_read

WORKBOOKS = pathlib.Path(__file__).resolve().parent / "workbooks"
FORM = versions("tuyen-truyen-cchc")
AGAINST = Settings(FORM, None, period(FORM[0], "H1", 2026))
FILES = sorted(str(path) for path in WORKBOOKS.rglob("*.xls[xm]"))[::2]


def report(path: str) -> Report:
    return validate_read(read_file(path), AGAINST)


def forget() -> int:
    """How many memories there were."""
    every = [one for one in gc.get_objects() if isinstance(one, BoundedCache)]
    for one in every:
        one.new, one.old = {}, {}
    return len(every)


def test_reports__are_the_same_in_any_order_and_without_memory() -> None:
    first = {path: report(path) for path in FILES}
    shuffled = random.Random(7).sample(FILES, len(FILES))
    assert [path for path in shuffled if report(path) != first[path]] == []
    assert [path for path in reversed(FILES) if report(path) != first[path]] == []
    for path in shuffled[:60]:
        assert forget() > 20
        assert report(path) == first[path], path
    assert len(FILES) > 300
