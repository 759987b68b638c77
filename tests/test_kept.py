"""A merge over an earlier one renders again only what changed, and gives the bytes of one that renders all."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import random
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_decisions import FINDINGS, decide, edit, put
from test_incremental import beside

from cchc_xl.kept import Kept, digest
from cchc_xl.model import CellRef, Unit
from cchc_xl.run import cache
from cchc_xl.run import paths as job
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.units.roster import Roster
from cchc_xl.validate import settings
from cchc_xl.write.province.sheets import findings, sources, units
from cchc_xl.write.xlsx.rows import Rows

# --- the store ---------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.binary(max_size=40), st.binary(max_size=400)), max_size=40), st.data())
def test_kept__comes_back_as_it_was(made: list[tuple[bytes, bytes]], data: st.DataObject) -> None:
    first, known = Kept(), {}
    for name, value in made:
        first.add(digest(name.hex()), value)
        known[digest(name.hex())] = value
        if data.draw(st.booleans()):
            first.close()
    first.close()
    later = Kept()
    for block in first.new:
        later.take(block)
    wanted = data.draw(st.sets(st.sampled_from(list(known)))) if known else set()
    assert {on: later.get(on) for on in wanted} == {on: known[on] for on in wanted}
    assert (later.get(digest("none of them")), later.used) == (None, len(wanted))
    last = Kept()
    for block in later.in_use():
        last.take(block)
    assert (len(last), {on: last.get(on) for on in wanted}) == (len(wanted), {on: known[on] for on in wanted})


def test_digest__tells_apart_what_can_be_told_apart() -> None:
    different = [
        1, 1.0, "1", True, None, [1], [[1]], {"1": 1}, {"": 1}, dt.date(2026, 1, 1), "2026-01-01", float("nan"), 10**30,
        CellRef("A", 1, 1), CellRef("A", 1, 2), "\udcff", "\0",
    ]  # fmt: skip
    assert len({digest(one) for one in different}) == len(different)
    assert digest({"a": (1, 2)}) == digest({"a": [1, 2]})


def test_kept_block_that_is_damaged__is_as_good_as_none() -> None:
    first = Kept()
    first.add(digest(1), b"x" * 1000)
    first.close()
    later = Kept()
    later.take(first.new[0][:-20] + bytes(20))
    assert later.get(digest(1)) is None


def test_rows_that_are_kept__begin_with_their_number() -> None:
    """Else they would say in another place what they said in this one."""
    rows = Rows(3, kept=Kept())
    with pytest.raises(ValueError, match="row 1"):
        rows.stretch("x", lambda: rows.add((7, "a"), (1, 1)))


# --- a folder that changes ---------------------------------------------------------------------------------------------

MESSY = ("6(lồng ghép)", "600 (Lượt người)", "02", "1.200", None, "-", "~30", 10**19, -4, "<b>&", 1.5)


class Desk:
    """A consolidator's: a folder of reports, a workbook, and what she does. ``more``: of the plan."""

    def __init__(self, at: pathlib.Path, seed: int) -> None:
        self.at, self.rng, self.names = at, random.Random(seed), [f"Xã {n}" for n in range(9)]
        self.more: dict[str, Any] = {}
        for name in self.names:
            self.report(name)

    def report(self, name: str) -> None:
        values = {f"f0{n}": self.rng.choice(MESSY) for n in range(1, 9) if self.rng.random() < 0.25}
        put(self.at / "in", name, **{"f07": self.rng.randint(0, 5), **values})
        past = 1_750_000_000 + self.rng.randint(0, 10**6)
        os.utime(self.at / "in" / f"{name}.xlsx", (past, past))

    def change(self) -> None:
        self.report(self.rng.choice(self.names))

    def add(self) -> None:
        self.names.append(f"Xã {len(self.names)}{self.rng.choice('abc')}")
        self.report(self.names[-1])

    def remove(self) -> None:
        self.names.remove(name := self.rng.choice(self.names[1:]))
        (self.at / "in" / f"{name}.xlsx").unlink()

    def rename(self) -> None:
        """The same report under another name: another row of the sheet of sources, perhaps another order."""
        name = self.rng.choice(self.names)
        self.names[self.names.index(name)] = other = f"{self.rng.choice('AXZ')}-{len(name)}{self.rng.randint(0, 99)}"
        (self.at / "in" / f"{name}.xlsx").rename(self.at / "in" / f"{other}.xlsx")

    def copy(self) -> None:
        """A unit's report twice."""
        name = self.rng.choice(self.names)
        shutil.copy2(self.at / "in" / f"{name}.xlsx", self.at / "in" / f"bản sao {name}.xlsx")

    def break_one(self) -> None:
        (self.at / "in" / "hỏng.xlsx").write_bytes(b"PK\3\4" + self.rng.randbytes(20))

    def plan(self) -> None:
        self.more = self.rng.choice(
            [
                {}, {"lang": "en"}, {"deadline": dt.date(2026, 1, 15)}, {"office": "Sở Nội vụ"},
                {"against": settings(roster=Roster(tuple(Unit(f"X{n}", f"Xã {n}") for n in range(12))))},
            ]
        )  # fmt: skip

    def decide(self) -> None:
        for code, action, value in (("V20", "Nhập giá trị", 20), ("V04", "Chấp nhận đề xuất", None)):
            try:
                decide(self.at / "out.xlsx", code, action, value)
            except (StopIteration, FileNotFoundError, KeyError):  # none is there, or the titles are English
                continue

    def write_beside(self) -> None:
        def change(book: Any) -> None:
            book[FINDINGS].cell(self.rng.randint(4, 9), 30, "của tôi")
            book["Nguồn"].cell(5, 12, "đã gọi")

        if (self.at / "out.xlsx").exists():
            edit(self.at / "out.xlsx", change)

    def damage(self) -> None:
        path = self.at / ".out.xlsx.cchc-cache"
        data = bytearray(path.read_bytes())
        data[self.rng.randrange(len(data))] ^= 255
        path.write_bytes(data[: self.rng.choice((len(data), len(data) // 2))])

    def forget(self) -> None:
        (self.at / "out.xlsx").unlink()

    def merge(self, name: str, **more: Any) -> bytes:
        plan = Plan(**{"against": settings(), "copies": 0, **self.more, **more})
        merge_paths([str(self.at / "in")], str(self.at / name), plan)
        return (self.at / name).read_bytes()


STEPS: list[Callable[[Desk], None]] = [
    *[Desk.change] * 4, Desk.add, Desk.remove, Desk.rename, Desk.copy, Desk.break_one, Desk.plan, Desk.decide,
    Desk.write_beside, Desk.damage, Desk.forget,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_merge_after_any_changes__gives_the_bytes_of_one_that_renders_all(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(job, "CACHED_FROM", 1)
    desk = Desk(tmp_path, seed)
    desk.merge("out.xlsx")
    done: list[str] = []
    for number in range(14):
        for step in desk.rng.sample(STEPS, desk.rng.randint(1, 2)):
            if number or step is not Desk.forget:
                step(desk)
                done.append(step.__name__)
        if number == 9:
            monkeypatch.setattr(cache, "_program", lambda: (("newer.py", 1, 1),))
        (tmp_path / "full.xlsx").unlink(missing_ok=True)
        if (tmp_path / "out.xlsx").exists():  # what stands there is a part of what is merged
            shutil.copy2(tmp_path / "out.xlsx", tmp_path / "full.xlsx")
        assert desk.merge("out.xlsx") == desk.merge("full.xlsx", cached=False), done
        if not (tmp_path / "out.xlsx").exists():
            desk.merge("out.xlsx")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets of whose long tables a row is rendered, as often as one is."""
    found: list[str] = []
    true = Rows.add

    def counted(rows: Rows, *args: Any, **more: Any) -> None:
        found.append(sheets.get(rows.first, "the hidden one"))
        true(rows, *args, **more)

    from test_decisions import FORM

    sheets = {findings.FIRST: "findings or sources", units.columns(FORM).first: "units"}
    assert sources.FIRST == findings.FIRST
    monkeypatch.setattr(Rows, "add", counted)
    return found


def test_one_changed__renders_its_rows_and_no_others(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, rendered: list[str]
) -> None:
    monkeypatch.setattr(job, "CACHED_FROM", 1)
    desk = Desk(tmp_path, 7)
    desk.merge("out.xlsx")
    everything = len(rendered)
    rendered.clear()
    put(tmp_path / "in", "Xã 3", f07=4)
    desk.merge("out.xlsx")
    assert rendered.count("units") == 1
    assert len(rendered) < everything / 2
    rendered.clear()
    put(tmp_path / "in", "Xã 30", f07=17, f04=3)  # not the figures of another
    desk.merge("out.xlsx")
    assert rendered.count("units") == 1


def test_cache_of_rows_that_are_another_tables__is_no_danger(tmp_path: pathlib.Path, monkeypatch: Any) -> None:
    """Whatever stands in the cache, what is read back must be what was meant."""
    monkeypatch.setattr(job, "CACHED_FROM", 1)
    desk = Desk(tmp_path, 8)
    desk.merge("out.xlsx")
    path, true = beside(tmp_path / "in"), Kept.get

    def forged(kept: Kept, on: bytes) -> bytes | None:
        found = true(kept, on)
        return found.replace(b"<v>4</v>", b"<v>9</v>") if found else None

    put(tmp_path / "in", "Xã 3", f07=4)
    desk.merge("out.xlsx")
    put(tmp_path / "in", "Xã 4", f07=4)
    monkeypatch.setattr(Kept, "get", forged)
    from cchc_xl.write.province.verify import ProvinceError

    with pytest.raises(ProvinceError):
        desk.merge("out.xlsx")
    assert path.exists()
