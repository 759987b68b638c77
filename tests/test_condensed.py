"""What is packed is what it was, in every way in which it is looked at."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import pickle
import shutil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_decisions import decide, put

from cchc_xl.condensed import CondensedList, Condensing, condensed_like
from cchc_xl.errors import UserError
from cchc_xl.model import CellRef, Finding
from cchc_xl.run import paths as job
from cchc_xl.run.paths import Result, merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.units.roster import load_roster
from cchc_xl.validate import settings
from cchc_xl.write.province import written
from cchc_xl.write.province.outstanding import account
from cchc_xl.write.xlsx import rows

TEXTS = st.text(max_size=30)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | st.dates()
PARAMS = st.dictionaries(TEXTS, PLAIN | st.tuples(PLAIN, PLAIN) | st.lists(PLAIN, max_size=3), max_size=4)
REFS = st.none() | st.builds(CellRef, TEXTS, st.integers(1, 10**6), st.integers(1, 10**4), st.booleans())
FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["V01", "S22"]), severity=st.just("note"), phase=st.just("value"), unit=TEXTS, field=TEXTS,
    ref=REFS, raw=TEXTS, proposed=st.none() | st.integers(), params=PARAMS, source=TEXTS,
)  # fmt: skip


@given(st.lists(st.lists(FINDINGS, max_size=6), max_size=60))
def test_packed__is_what_was_packed(files: list[list[Finding]]) -> None:
    packing = Condensing()
    for findings in files:
        packed = packing.packed(findings)
        assert (list(packed), len(packed), bool(packed)) == (findings, len(findings), bool(findings))
        assert packed == tuple(findings)
        assert tuple(findings) == packed
        assert packing.packed(packed) == packed
        assert pickle.loads(pickle.dumps(packed)) == packed
        assert [packed[place] for place in range(len(packed))] == findings
        assert packed[1:3] == tuple(findings[1:3])


@given(st.lists(FINDINGS, min_size=1, max_size=4), st.lists(FINDINGS, max_size=4))
def test_packed_like__is_packed_where_the_former_was(former: list[Finding], others: list[Finding]) -> None:
    packed = Condensing().packed(former)
    assert condensed_like(packed, former) is packed
    assert condensed_like(packed, others) == tuple(others)
    assert (condensed_like(packed, others) == packed) == (others == former)
    assert condensed_like(tuple(former), others) == tuple(others)
    assert isinstance(condensed_like(tuple(former), others), tuple)


@pytest.mark.parametrize("n", [0, 1, 127, 128, 129, 256, 300])
def test_packed_list__is_what_was_listed(n: int) -> None:
    records = [
        Finding("V01", "note", "value", raw=str(number), params={"on": dt.date(2026, 1, 2)}) for number in range(n)
    ]
    packed = CondensedList(iter(records))
    assert len(packed) == n
    assert list(packed) == records
    assert packed == tuple(records)
    assert packed == CondensedList(records)
    assert (packed == tuple(records[1:])) == (n == 0)
    assert [packed[place] for place in range(-n, n)] == records * 2
    assert packed[5:200:3] == tuple(records[5:200:3])
    with pytest.raises(IndexError):
        packed[n]


def merged(
    folder: pathlib.Path, name: str, packed: bool, monkeypatch: pytest.MonkeyPatch, **more: Any
) -> tuple[Result, bytes]:
    monkeypatch.setattr(job, "COMPACT_FROM", 1 if packed else 10**6)
    monkeypatch.setattr(job, "CACHED_FROM", 1)
    output = folder.parent / name
    result = merge_paths([str(folder)], str(output), Plan(settings(), **more))
    return result, output.read_bytes()


def test_merge_of_packed_reports__is_the_same_merge(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read, from the cache, and with decisions: the same bytes, findings and totals."""
    folder = tmp_path / "in"
    for number in range(9):
        put(folder, f"Xã {number}", f04="13 tin, 05 bài", f05=number % 3, f07=f" {number} ")
    (folder / "hỏng.xlsx").write_bytes(b"PK rotten")
    for name, part in (("Xã 1", "gửi nhầm"), ("Xã 2", "nộp lại")):  # another unit's file, and a unit's second one
        (folder / part).mkdir()
        shutil.copy(
            folder / "Xã 0.xlsx" if part == "gửi nhầm" else folder / "Xã 2.xlsx", folder / part / f"{name}.xlsx"
        )
    put(folder / "nộp lại", "Xã 2", f07=99)
    for name in ("loose", "packed"):
        (tmp_path / name).mkdir()
    for step in range(3):
        if step == 2:
            for name in ("loose", "packed"):
                decide(tmp_path / name / "out.xlsx", "V20", "Chấp nhận đề xuất")
                os.utime(tmp_path / name / "out.xlsx", (1e9, 1e9))  # which dates the decision
        loose, its = merged(folder, "loose/out.xlsx", False, monkeypatch)
        packed, bytes_of = merged(folder, "packed/out.xlsx", True, monkeypatch)
        assert its == bytes_of
        assert packed.consolidation == loose.consolidation
        assert packed.reports == loose.reports
        assert account(packed.consolidation) == account(loose.consolidation)
        assert not isinstance(packed.consolidation.findings, tuple)


def test_all_workbooks_as_reports_of_a_merge__give_the_same_packed(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hundreds of faults of the tests in one merge, with a roster: what hangs on the identity of a finding shows."""
    from test_workbooks import ROOT

    roster = load_roster(str(ROOT.parents[1] / "examples" / "tinh-mau" / "don-vi.csv"))
    results = []
    for packed in (False, True):
        monkeypatch.setattr(job, "COMPACT_FROM", 1 if packed else 10**6)
        monkeypatch.setattr(written, "LONG", 1 if packed else written.LONG)
        output = tmp_path / f"{packed}.xlsx"
        result = merge_paths([str(ROOT)], str(output), Plan(settings(roster=roster), cached=False))
        results.append((result.consolidation, output.read_bytes()))
    assert results[0] == results[1]


def test_table_longer_than_a_sheet__is_refused_and_nothing_is_written(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "in", "Xã 1", f04="13 tin, 05 bài")
    merge_paths([str(tmp_path / "in")], str(tmp_path / "out.xlsx"), Plan(settings()))
    data = (tmp_path / "out.xlsx").read_bytes()
    put(tmp_path / "in", "Xã 2", f04="13 tin, 05 bài")
    monkeypatch.setattr(rows, "LAST_ROW", 6)  # two units fill the seventh row of "Theo đơn vị"
    with pytest.raises(UserError) as caught:
        merge_paths([str(tmp_path / "in")], str(tmp_path / "out.xlsx"), Plan(settings()))
    assert caught.value.key == "too-many-rows"
    assert (tmp_path / "out.xlsx").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".cchc")] == []
