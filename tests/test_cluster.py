"""Merges on a dask cluster and from shared storage: the same bytes as here, whatever becomes of workers and
connections.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import sftp_server
from filled import FORM

from cchc_xl import cluster as seam
from cchc_xl.campaign import SILENT
from cchc_xl.cluster import Cluster
from cchc_xl.errors import UserError
from cchc_xl.executor import InTurn
from cchc_xl.form.period import period
from cchc_xl.grid import remote
from cchc_xl.grid.file import read_file
from cchc_xl.grid.openxml.package import LIMITS, ReadError
from cchc_xl.grid.scan import scan, show
from cchc_xl.model import Refusal, Unit
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import plan_of
from cchc_xl.write.template.workbook import template_bytes

pytestmark = pytest.mark.filterwarnings("default")  # of dask's own
ITEMS = list(range(60))
CHUNKS = [ITEMS[start : start + 25] for start in range(0, len(ITEMS), 25)]
ALIKE = ("tests/workbooks/good", "tests/workbooks/bad/V01", "tests/workbooks/bad/S12")
ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster("local", workers=2)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seam, "CHUNK", 7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Workbooks good, bad, damaged and doubled, and a zipped folder."""
    place = tmp_path_factory.mktemp("inputs") / "báo cáo"
    place.mkdir()
    for number in range(30):
        values = {
            field.id: "6(lồng ghép)" if (number + at) % 9 == 0 else number + at for at, field in enumerate(FORM.fields)
        }
        unit = Unit(f"U{number:02d}", f"Xã số {number}")
        data = template_bytes(FORM, unit=unit, period=period(FORM, "H1", 2026), values=values)
        (place / f"{number:02d}.xlsx").write_bytes(data)
    (place / "hỏng.xlsx").write_bytes(data[: len(data) // 2])
    (place / "trống.xlsx").write_bytes(b"")
    (place / "ghi chú.md").write_text("x")
    with zipfile.ZipFile(place / "nén.zip", "w") as archive:
        for number in (3, 4):
            archive.write(place / f"{number:02d}.xlsx", f"huyện/{number}.xlsx")
    return place


def merged(inputs: Any, output: pathlib.Path, executor: Any, progress: Any = None) -> Any:
    plan = plan_of(SILENT, period="2026-H1", cached=False, force=True)
    output.parent.mkdir(exist_ok=True)
    return merge_paths([str(inputs)], str(output), plan, executor, progress)


def doubled(item: int, parent: int) -> tuple[int, bool]:
    return 2 * item, os.getpid() != parent


def killed_once(item: int, marker: str, parent: int) -> int:
    """The first worker that comes to item 30 is killed as one that takes too much memory is."""
    if item == 30 and os.getpid() != parent:
        try:
            os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return item
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def always_killed(item: int, parent: int) -> int:
    if os.getpid() != parent and item == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def hangs(item: int, parent: int) -> int:
    if item == 30 and os.getpid() != parent:
        time.sleep(4)
    return item


def fails(item: int) -> int:
    if item == 30:
        raise ValueError(f"item {item}")
    return item


def here_only(item: int, parent: int) -> int:
    assert os.getpid() == parent
    return item


def slow(item: int) -> int:
    time.sleep(0.05)
    return item


def test_map__others_do_it_in_order(cluster):
    found = list(cluster.map(partial(doubled, parent=os.getpid()), CHUNKS))
    assert found == [(2 * item, True) for item in ITEMS]
    assert list(cluster.map(fails, [])) == []


def test_map__a_worker_that_dies_costs_no_result(cluster, tmp_path):
    work = partial(killed_once, marker=str(tmp_path / "once"), parent=os.getpid())
    assert list(cluster.map(work, CHUNKS)) == ITEMS
    assert (tmp_path / "once").exists()


def test_map__all_workers_killed_cost_no_result(cluster):
    pids = list(cluster._client.run(os.getpid).values())
    results = cluster.map(slow, CHUNKS)
    first = [next(results) for _ in range(3)]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert first + list(results) == ITEMS


def test_map__what_kills_every_worker_is_done_here(cluster):
    assert list(cluster.map(partial(always_killed, parent=os.getpid()), CHUNKS)) == ITEMS


def test_map__a_worker_that_takes_too_long_is_not_waited_for(cluster, monkeypatch):
    monkeypatch.setattr(seam, "PATIENCE", 1.5)
    assert list(cluster.map(partial(hangs, parent=os.getpid()), CHUNKS)) == ITEMS


def test_map__what_goes_wrong_is_raised_at_its_item(cluster):
    with pytest.raises(ValueError, match="item 30"):
        list(cluster.map(fails, CHUNKS))


def test_map__a_worker_of_another_version_does_nothing(cluster, monkeypatch):
    monkeypatch.setattr(seam, "program", lambda: "another")
    assert list(cluster.map(partial(here_only, parent=os.getpid()), CHUNKS)) == ITEMS


def test_map__a_lost_scheduler_costs_no_result():
    own = Cluster("local", workers=1)
    try:
        results = own.map(slow, CHUNKS)
        first = [next(results) for _ in range(3)]
        own.local.close(timeout=10)
        assert first + list(results) == ITEMS
    finally:
        own.close()


def test_merge__the_same_bytes_as_here(cluster, folder, tmp_path):
    here = merged(folder, tmp_path / "a" / "kq.xlsx", InTurn())
    there = merged(folder, tmp_path / "b" / "kq.xlsx", cluster)
    assert (tmp_path / "a" / "kq.xlsx").read_bytes() == (tmp_path / "b" / "kq.xlsx").read_bytes()
    assert here.reports == there.reports
    assert sum(total.units_used for total in here.consolidation.totals) > 100


def test_merge__workers_killed_in_the_middle_the_same_bytes(cluster, folder, tmp_path):
    merged(folder, tmp_path / "a" / "kq.xlsx", InTurn())
    killed = []

    def kill(done: int, of: int) -> None:
        if done == 3:
            for pid in cluster._client.run(os.getpid).values():
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    merged(folder, tmp_path / "b" / "kq.xlsx", cluster, kill)
    assert killed
    assert (tmp_path / "a" / "kq.xlsx").read_bytes() == (tmp_path / "b" / "kq.xlsx").read_bytes()


class Elsewhere(InTurn):
    """A machine on which the same paths lead to other files, or to none."""

    far = True

    def __init__(self, instead: pathlib.Path) -> None:
        self.instead = instead

    def map(self, work: Any, chunks: Any) -> Any:
        return (
            work(item._replace(path=str(self.instead / pathlib.Path(item.path).name)))
            for some in chunks
            for item in some
        )


def test_merge__other_files_on_the_workers_are_not_taken_for_ours(folder, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    for path in other.glob("0*.xlsx"):
        path.unlink()
    changed = template_bytes(
        FORM, unit=Unit("U11", "Xã số 11"), period=period(FORM, "H1", 2026), values={"01": 999_999}
    )
    (other / "11.xlsx").write_bytes(changed)
    here = merged(folder, tmp_path / "a.xlsx", InTurn())
    assert merged(folder, tmp_path / "b.xlsx", Elsewhere(other)).reports == here.reports


# --- shared storage ----------------------------------------------------------------------------------------------


def figures(result: Any) -> Any:
    return [(total.field, total.units_used, total.units_set_aside) for total in result.consolidation.totals], [
        (report.source.name, report.source.sha256, report.status, report.submission and report.submission.readings)
        for report in result.reports
    ]


def without_places(result: Any) -> Any:
    totals, reports = figures(result)
    return totals, [(name, digest, status) for name, digest, status, _ in reports]


@pytest.mark.parametrize("far", [False, True])
def test_storage__sftp_gives_what_the_folder_gives(cluster, folder, tmp_path, far):
    executor = cluster if far else InTurn()
    with sftp_server.serving(folder.parent) as url:
        there = merged(f"{url}/{folder.name}", tmp_path / "b.xlsx", executor)
    here = merged(folder, tmp_path / "a.xlsx", InTurn())
    assert without_places(there) == without_places(here)
    assert [(one.source.name, one.why) for one in there.consolidation.sources] == [
        (one.source.name, one.why) for one in here.consolidation.sources
    ]
    told = b"".join(
        zipfile.ZipFile(tmp_path / "b.xlsx").read(name) for name in zipfile.ZipFile(tmp_path / "b.xlsx").namelist()
    )
    assert b"127.0.0.1" in told
    assert b"mat-khau" not in told, "a password went into the result"


def test_storage__file_and_memory(cluster, folder, tmp_path):
    import fsspec

    here = without_places(merged(folder, tmp_path / "a.xlsx", InTurn()))
    assert without_places(merged(f"file://{folder}", tmp_path / "b.xlsx", cluster)) == here
    memory = fsspec.filesystem("memory")
    for path in folder.iterdir():
        memory.pipe(f"/kho/{path.name}", path.read_bytes())
    assert without_places(merged("memory://kho", tmp_path / "c.xlsx", InTurn())) == here


def test_storage__bounds_hold_before_and_while_bytes_come(folder, monkeypatch):
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe("/lon/a.xlsx", b"x" * 1000)
    assert remote.load("memory://lon/a.xlsx", 1000) == b"x" * 1000
    for told in (1000, None, 10):  # what the storage says of the size: the truth, nothing, a lie
        monkeypatch.setattr(type(memory), "size", lambda self, path, told=told: told)
        with pytest.raises(ReadError) as refused:
            remote.load("memory://lon/a.xlsx", 999)
        assert refused.value.reason == "limit-size"
    found = read_file("memory://lon/a.xlsx", limits=LIMITS._replace(file_size=999))
    assert isinstance(found, Refusal)


def test_storage__a_connection_that_is_lost_is_a_file_that_was_not_read(folder):
    with sftp_server.serving(folder.parent) as url:
        paths = [item.path for item in scan([f"{url}/{folder.name}"]).inputs]
        assert not isinstance(read_file(paths[0]), Refusal)
    found = read_file(paths[1], show(paths[1]))
    assert isinstance(found, Refusal)
    assert [one.params["reason"] for one in found.findings] == ["unreachable"]
    assert "mat-khau" not in str(found)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("memory://khong-co", "not-found"),
        ("file:///khong/co", "not-found"),
        ("giaothuc://x/y", "url-needs"),
        ("sftp://so:mat-khau@127.0.0.1:1/x", "url-unreachable"),
    ],
)
def test_storage__what_cannot_be_reached_is_the_operators(url, key):
    with pytest.raises(UserError) as mistake:
        scan([url])
    assert mistake.value.key == key
    assert "mat-khau" not in str(mistake.value.params)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [("s3://kho/a", True), ("memory://x", True), ("C://x", False), ("a/b.xlsx", False), ("://x", False)],
)
def test_remote__what_is_a_url(path, is_one):
    assert remote.is_url(path) is is_one


def test_remote__user_and_password_are_not_shown():
    assert remote.shown_url("sftp://a:b@c@h:22/x@y/z.xlsx") == "sftp://h:22/x@y/z.xlsx"
    assert show("s3://kho/xã/a.xlsx") == "s3://kho/xã/a.xlsx"


# --- the command -------------------------------------------------------------------------------------------------


def cchc(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cchc_xl", *map(str, arguments)], capture_output=True, encoding="utf-8"
    )


def test_command__merges_on_a_cluster_of_this_machine(folder, tmp_path):
    options = ("--period", "2026-H1", "--no-cache")
    for name in "ab":
        (tmp_path / name).mkdir()
    told = [
        cchc("merge", folder, "-o", tmp_path / name / "kq.xlsx", *options, *more)
        for name, more in (("a", ()), ("b", ("--cluster", "local")))
    ]
    assert [(one.returncode, one.stderr) for one in told] == [(1, ""), (1, "")]
    assert told[0].stdout.replace("/a/", "/b/") == told[1].stdout
    assert (tmp_path / "a" / "kq.xlsx").read_bytes() == (tmp_path / "b" / "kq.xlsx").read_bytes()


def test_cluster__one_that_cannot_be_reached_is_the_operators_mistake(monkeypatch):
    monkeypatch.setattr(seam, "CONNECT", 0.5)
    for address in ("tcp://127.0.0.1:1", "nonsense"):
        with pytest.raises(UserError) as mistake:
            Cluster(address)
        assert mistake.value.key == "cluster-unreachable"


def test_cluster__without_the_library_is_the_operators_mistake(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError) as mistake:
        Cluster("local")
    assert mistake.value.key == "cluster-missing"
