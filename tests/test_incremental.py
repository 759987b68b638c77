"""Files that have not changed are not read again, and nobody can tell from the result."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import shutil
import time
import zipfile
from itertools import pairwise
from typing import Any

import pytest
from test_decisions import FORM, decide, put

from cchc_xl import resources
from cchc_xl.form.period import period
from cchc_xl.kept import Kept
from cchc_xl.model import CellRef, Finding, Reading, Report, Source, Submission, Unit
from cchc_xl.run import cache, collect
from cchc_xl.run import paths as job
from cchc_xl.run.again import Telling
from cchc_xl.run.cache import WhatWasTold
from cchc_xl.run.paths import Result, merge_paths, merge_told
from cchc_xl.run.plan import Plan
from cchc_xl.units.roster import Roster
from cchc_xl.validate import settings
from cchc_xl.write.template.workbook import write_template

OLD = time.time() - 1000


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Six files that were written a while ago, one of them broken, one with much to say."""
    monkeypatch.setattr(job, "CACHED_FROM", 1)
    for number in range(4):
        put(tmp_path / "in", f"Xã {number}", f07=number)
    put(tmp_path / "in", "Xã Bình", f04="13 tin, 05 bài", f05="6(lồng ghép)", f03="~30", f02=10**19, f06="1E400")
    (tmp_path / "in" / "hỏng.xlsx").write_bytes(b"PK\x03\x04 rotten")
    for path in (tmp_path / "in").iterdir():
        os.utime(path, (OLD, OLD))
    return tmp_path / "in"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as they are read."""
    names: list[str] = []
    true = collect.validate_input

    def counted(item: Any, against: Any) -> Report:
        names.append(item.shown.rsplit("/", 1)[-1])
        return true(item, against)

    monkeypatch.setattr(collect, "validate_input", counted)
    return names


def merge(folder: pathlib.Path, name: str = "out.xlsx", **more: Any) -> Result:
    plan = Plan(**{"against": settings(), **more})
    return merge_paths([str(folder)], str(folder.parent / name), plan)


def beside(folder: pathlib.Path) -> pathlib.Path:
    return folder.parent / ".out.xlsx.cchc-cache"


def test_second_merge__reads_nothing_and_says_the_same(folder: pathlib.Path, read: list[str]) -> None:
    first = merge(folder)
    data = (folder.parent / "out.xlsx").read_bytes()
    assert len(read) == 6
    read.clear()
    again = merge(folder)
    assert read == []
    assert again.consolidation == first.consolidation
    assert again.reports == first.reports
    assert (folder.parent / "out.xlsx").read_bytes() == data
    merge(folder, "other.xlsx", cached=False)
    assert (folder.parent / "other.xlsx").read_bytes() == data


def test_changed_added_and_removed_files__are_noticed(folder: pathlib.Path, read: list[str]) -> None:
    merge(folder)
    read.clear()
    put(folder, "Xã 1", f07=100)
    put(folder, "Xã Mới", f07=1000)
    (folder / "Xã 2.xlsx").unlink()
    result = merge(folder)
    assert sorted(read) == ["Xã 1.xlsx", "Xã Mới.xlsx"]
    fresh = merge(folder, "other.xlsx", cached=False)
    assert result.consolidation == fresh.consolidation
    assert (folder.parent / "out.xlsx").read_bytes() == (folder.parent / "other.xlsx").read_bytes()


def test_change_within_the_tick_of_a_clock__is_noticed(folder: pathlib.Path, read: list[str]) -> None:
    """A file that is saved twice in a moment may keep its time and size: only its content tells."""
    path = folder / "Xã 1.xlsx"
    now = time.time()
    os.utime(path, (now, now))
    merge(folder)
    read.clear()
    merge(folder)
    assert read == []
    data = path.read_bytes()
    path.write_bytes(data[:-30] + bytes(30))
    os.utime(path, (now, now))
    merge(folder)
    assert read == ["Xã 1.xlsx"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"nonsense",
        lambda data: data[:60],
        lambda data: data[:200],
        lambda data: data[:99] + b"\xff" * 9 + data[108:],
    ],
)
def test_damaged_cache__is_ignored(folder: pathlib.Path, read: list[str], damage: Any) -> None:
    first = merge(folder)
    beside(folder).write_bytes(damage(beside(folder).read_bytes()))
    read.clear()
    assert merge(folder).consolidation == first.consolidation
    assert len(read) == 6
    read.clear()
    merge(folder)
    assert read == []


def test_cache_whose_end_is_damaged__is_good_up_to_there_and_mended(folder: pathlib.Path, read: list[str]) -> None:
    """As a run that was killed while it added to the file leaves it."""
    merge(folder)
    put(folder, "Xã 1", f07=9)
    merge(folder)
    with open(beside(folder), "ab") as file:
        file.write(b"\0\0\x10\0 only the beginning of a block")
    read.clear()
    for _ in range(2):
        merge(folder)
    assert read == []
    assert cache.load(str(beside(folder)), cache.conditions(settings())).lines > 0


def test_other_conditions__read_everything_again(folder: pathlib.Path, read: list[str]) -> None:
    merge(folder)
    read.clear()
    merge(folder, against=settings(roster=Roster(())))
    assert len(read) == 6


def test_program_that_was_corrected__reads_everything_again(
    folder: pathlib.Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    merge(folder)
    read.clear()
    monkeypatch.setattr(cache, "_program", lambda: (("newer.py", 1, 1),))
    merge(folder)
    assert len(read) == 6


def test_program__is_its_modules_the_forms_and_the_catalogue() -> None:
    """A severity that was changed must not be served from reports of before."""
    files = {os.path.realpath(path) for path, _, _ in cache._program()}
    mine = [
        cache.__file__,
        resources.path("schemas", "catalogue", "C.json"),
        resources.path("schemas", "forms", FORM.id),
    ]
    assert [path for path in mine if not any(file.startswith(os.path.realpath(path)) for file in files)] == []


def test_archive__is_remembered_as_a_whole(folder: pathlib.Path, read: list[str]) -> None:
    archive = pathlib.Path(shutil.make_archive(str(folder.parent / "gửi"), "zip", folder))
    os.utime(archive, (OLD, OLD))
    first = merge(archive, "out.xlsx")
    read.clear()
    assert merge(archive, "out.xlsx").consolidation == first.consolidation
    assert read == []
    with zipfile.ZipFile(archive, "a") as package:
        package.write(folder / "Xã 1.xlsx", "Xã 9.xlsx")
    assert merge(archive, "out.xlsx").consolidation.found == first.consolidation.found + 1
    assert len(read) == 7


def test_cache_that_cannot_be_written__is_none(folder: pathlib.Path) -> None:
    beside(folder).mkdir()
    first = merge(folder)
    assert merge(folder).consolidation == first.consolidation
    assert list(beside(folder).iterdir()) == []


def test_cache__does_not_grow_without_end(folder: pathlib.Path) -> None:
    sizes = []
    for number in range(12):
        put(folder, "Xã 1", f07=number)
        merge(folder)
        sizes.append(beside(folder).stat().st_size)
    assert max(sizes) < 4 * sizes[0]
    assert any(later < earlier for earlier, later in pairwise(sizes))


def test_small_merge__leaves_nothing_beside_its_output(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "CACHED_FROM", 30)
    merge(folder)
    assert sorted(path.name for path in folder.parent.iterdir()) == ["in", "out.xlsx"]


def test_any_report__comes_back_as_it_was(tmp_path: pathlib.Path) -> None:
    params = {
        "a": 1,
        "rows": (1, 2),
        "list": [1.5, "x"],
        "on": dt.date(2026, 1, 2),
        "big": 10**30,
        "inf": float("inf"),
        "none": None,
        "yes": True,
    }
    source = Source("x\udcff.xlsx", "1" * 64, 5, "2026-06-01", "xlsx")
    readings = (
        Reading("01", "number", 10**20, raw=float("inf"), steps=("a", "b"), codes=(("V01", params),)),
        Reading("02", "blank"),
    )
    report = Report(
        source,
        Submission(source, FORM.id, 1, "A", readings, extra=(("x", "y"),)),
        (Finding("V01", "note", "value", ref=CellRef("Bảng 1", 6, 4, document=True), params=params),),
        sender=Unit("U", "Xã A", aliases=("A",)),
        before_rules=(Finding("M01", "error", "roster", raw="Xã A"),),
    )
    own = report.submission
    assert own is not None
    part = own._replace(header={"unit": "Xã A"}, header_refs={"unit": CellRef("A", 1, 1)}, narrative={"content": "x"})
    report = report._replace(parts=(report._replace(submission=part), report))
    known = {report.source.path: cache.Known(cache.Stamp(5, 6, True), report)}
    path = tmp_path / "c"
    cache.save(
        str(path),
        "k",
        known,
        cache.Loaded({}, Kept()),
        lambda name, data: pathlib.Path(name).write_bytes(b"".join(data)),
    )
    assert cache.load(str(path), "k").known == known
    assert cache.load(str(path), "other").known == {}


def test_report_that_json_cannot_hold__is_left_out(tmp_path: pathlib.Path) -> None:
    source = Source("x.xlsx", "1" * 64)
    odd = Report(source, None, (Finding("V01", "note", "value", params={"x": object()}),))
    path = tmp_path / "c"
    cache.save(
        str(path),
        "k",
        {"x": cache.Known(cache.Stamp(5, 6), odd)},
        cache.Loaded({}, Kept()),
        lambda name, data: pathlib.Path(name).write_bytes(b"".join(data)),
    )
    assert cache.load(str(path), "k").known == {}


def test_output_that_nobody_touched__is_not_read_and_one_that_was_is(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge(folder)
    seen: list[str] = []
    true = job.read_earlier

    def counted(path: str, *more: Any) -> Any:
        seen.append(path)
        return true(path, *more)

    monkeypatch.setattr(job, "read_earlier", counted)
    merge(folder)
    assert seen == []
    decide(folder.parent / "out.xlsx", "V20", "Nhập giá trị", 20)
    assert merge(folder).consolidation.decisions[0].value == 20
    merge(folder)
    assert len(seen) == 2


# --- the same merge again ------------------------------------------------------------------------------------------


def tell(folder: pathlib.Path, how: str = "", **more: Any) -> WhatWasTold:
    """Merges for somebody who wants to be told the totals."""
    plan = Plan(**{"against": settings(), **more})
    words = lambda result: WhatWasTold(repr((result.consolidation.totals, result.settled)), "", 0)  # noqa: E731
    return merge_told([str(folder)], str(folder.parent / "out.xlsx"), plan, Telling(how, words))


@pytest.fixture
def added_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with each consolidation that is made."""
    times: list[int] = []
    true = job.consolidated

    def counted(*args: Any) -> Any:
        times.append(1)
        return true(*args)

    monkeypatch.setattr(job, "consolidated", counted)
    return times


def test_merge_of_which_nothing_changed__is_told_again_and_nothing_is_made(
    folder: pathlib.Path, added_up: list[int]
) -> None:
    first = tell(folder)
    output, before = folder.parent / "out.xlsx", (folder.parent / "out.xlsx").stat()
    for _ in range(2):
        assert tell(folder) == first
    assert len(added_up) == 1
    now = output.stat()
    assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    tell(folder, cached=False)
    assert len(added_up) == 2


def edited(folder: pathlib.Path) -> dict[str, Any]:
    import openpyxl

    path = folder.parent / "out.xlsx"
    book = openpyxl.load_workbook(path)
    book["Vấn đề"].cell(4, 30, "của tôi")
    book.save(path)
    return {}


def touched(folder: pathlib.Path, name: str) -> dict[str, Any]:
    path = folder / name
    os.utime(path, (OLD + 60, OLD + 60))
    return {}


def renamed(folder: pathlib.Path) -> dict[str, Any]:
    (folder / "Xã 1.xlsx").rename(folder / "Xã 1b.xlsx")
    return {}


def removed(path: pathlib.Path) -> dict[str, Any]:
    path.unlink()
    return {}


def noted(folder: pathlib.Path) -> dict[str, Any]:
    (folder / "ghi chú.txt").write_text("không phải báo cáo", encoding="utf-8")
    return {}


CHANGES: dict[str, Any] = {
    "another value": lambda folder: put(folder, "Xã 1", f07=100) or {},
    "a new file": lambda folder: put(folder, "Xã Mới", f07=1) or {},
    "a file gone": lambda folder: removed(folder / "Xã 2.xlsx"),
    "another time": lambda folder: touched(folder, "Xã 3.xlsx"),
    "another name": renamed,
    "a file that is none of the inputs": noted,
    "the output edited": edited,
    "the output gone": lambda folder: removed(folder.parent / "out.xlsx"),
    "the cache gone": lambda folder: removed(beside(folder)),
    "another language": lambda _: {"lang": "en"},
    "another way of telling": lambda _: {"how": "en"},
    "another office": lambda _: {"office": "Sở Nội vụ"},
    "a deadline": lambda _: {"deadline": dt.date(2026, 6, 15)},
    "a roster": lambda _: {"against": settings(roster=Roster((Unit("X1", "Xã 1"),)))},
    "another level": lambda _: {"upward": False},
    "who decides": lambda _: {"decided_by": "Bà Hoa"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_merge_of_which_something_changed__is_made_again(
    folder: pathlib.Path, added_up: list[int], change: Any
) -> None:
    tell(folder)
    more = change(folder)
    again = tell(folder, **more)
    assert len(added_up) == 2
    assert again == tell(folder, **{**more, "cached": False})


def test_merge_over_a_workbook_with_decisions__is_made_until_it_gives_what_stands_there(
    folder: pathlib.Path, added_up: list[int]
) -> None:
    tell(folder)
    decide(folder.parent / "out.xlsx", "V20", "Chấp nhận đề xuất")
    each = [tell(folder) for _ in range(4)]
    data = (folder.parent / "out.xlsx").read_bytes()
    assert len(added_up) <= 3
    assert each[-1] == each[-2] == tell(folder, cached=False)
    assert (folder.parent / "out.xlsx").read_bytes() == data


def test_report_of_a_day_that_lies_ahead__is_read_again_on_another_day(folder: pathlib.Path, read: list[str]) -> None:
    """It says that the day lies in the future, until it does not."""
    write_template(
        FORM,
        folder / "Xã Sớm.xlsx",
        period=period(FORM, "H1", 2026),
        values={},
        header={"unit": "UBND Xã Sớm", "report_date": "20/07/2026"},
    )
    os.utime(folder / "Xã Sớm.xlsx", (OLD, OLD))
    days = [
        settings()._replace(today=dt.date(2026, month, day)) for month, day in ((7, 1), (7, 1), (7, 2), (8, 1), (8, 2))
    ]
    told = []
    for against in days:
        read.clear()
        told.append((tell(folder, against=against), list(read)))
    assert [names for _, names in told[1:]] == [[], ["Xã Sớm.xlsx"], ["Xã Sớm.xlsx"], []]
    assert told[-1][0] == tell(folder, against=days[-1], cached=False)
