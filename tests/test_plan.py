"""One plan of a merge, whoever says it: options, a campaign file, the button, a program, a page with bytes and no paths."""

from __future__ import annotations

import datetime as dt
import json
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from excel import engine
from excel.openpyxl_backend import Backend
from made_reports import FORM as OLDER
from made_reports import period_of
from test_decisions import decide, find
from test_merge_cli import put

import cchc_xl
from cchc_xl.campaign import SILENT, load_campaign
from cchc_xl.errors import UserError
from cchc_xl.excel import buttons
from cchc_xl.executor import InTurn
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.scan import Input, scan
from cchc_xl.model import Consolidation
from cchc_xl.processes import Processes
from cchc_xl.run.merge import merge
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan, plan_of
from cchc_xl.validate import settings
from cchc_xl.write.template.workbook import write_template

ROSTER = "Mã,Tên đơn vị,Cấp\nU1,Xã An,Xã\nU2,Xã Bình,Xã\nU3,Xã Cam,Xã\nU4,Xã Dinh,Xã\n"
REGISTER = "Tệp,Ngày nhận\nXã An.xlsx,10/06/2026\nXã Bình.xlsx,25/06/2026\nXã Cam.xlsx,12/06/2026\n"
WAIVER = {
    "rule": "V20", "unit": "U3", "reason": "Hội nghị toàn tỉnh", "who": "Sở Nội vụ", "until": "2999-12-31"
}  # fmt: skip
CAMPAIGN = {
    "form": "tuyen-truyen-cchc",
    "version": 1,
    "period": "2026-H1",
    "deadline": {"xa": "2026-06-17"},
    "roster": "don-vi.csv",
    "waivers": "mien-tru.json",
    "received": "so-nhan.csv",
    "decisions": "quyet-dinh.xlsx",
    "previous": ["ky-truoc.xlsx"],
    "jumps": {"high": 3, "change": 5},
    "office": {"name": "Sở Nội vụ"},
}


@pytest.fixture
def campaign(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with a campaign file that says everything, and all that it names."""
    reports, past = tmp_path / "Báo cáo", tmp_path / "2025"
    put(reports, "Xã An", f07=40)
    put(reports, "Xã Bình", f04="13 tin, 05 bài")
    put(reports, "Xã Cam", f04="13 tin, 05 bài")
    past.mkdir()
    for name in ("Xã An", "Xã Bình"):
        write_template(
            OLDER,
            past / f"{name}.xlsx",
            period=period_of(OLDER, "H1", 2025),
            values={"01": 3, "02": 0, "03": 0, "04": 4, "05": 5, "05.1": 500, "06": 2, "07": 3, "08": 1},
            header={"unit": f"UBND {name}"},
        )
    for name, text in (("don-vi.csv", ROSTER), ("so-nhan.csv", REGISTER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "mien-tru.json").write_text(json.dumps({"waivers": [WAIVER]}), encoding="utf-8")
    earlier = {"roster": tmp_path / "don-vi.csv", "form": "tuyen-truyen-cchc/1"}
    cchc_xl.merge(past, tmp_path / "ky-truoc.xlsx", period="2025-H1", **earlier)
    cchc_xl.merge(reports, tmp_path / "quyet-dinh.xlsx", period="2026-H1", **earlier)
    decide(tmp_path / "quyet-dinh.xlsx", "V20", "Nhập giá trị", 21, "đã gọi")
    (tmp_path / "dot-bao-cao.json").write_text(json.dumps(CAMPAIGN), encoding="utf-8")
    return tmp_path


def by_options(folder: pathlib.Path) -> bytes:
    command = ["merge", str(folder / "Báo cáo"), "-o", "options.xlsx", "--campaign", "dot-bao-cao.json", "-q"]
    done = subprocess.run([sys.executable, "-m", "cchc_xl", *command], cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return (folder / "options.xlsx").read_bytes()


def by_button(folder: pathlib.Path) -> bytes:
    app = engine.activate(Backend)
    path = folder / "open.xlsx"
    write_template(OLDER, path)
    app.books.open(path).set_mock_caller()
    app.impl.alerts.clear()
    app.impl.picked.append(str(folder / "Báo cáo"))
    try:
        buttons.press("on_merge")
        assert "Theo tệp đợt báo cáo" in app.impl.alerts[-1][0]
    finally:
        for book in list(app.books):
            book.close()
    return (folder / "Tổng hợp Báo cáo.xlsx").read_bytes()


def by_program(folder: pathlib.Path) -> bytes:
    told: list[tuple[int, int]] = []
    merged = cchc_xl.merge(
        folder / "Báo cáo",
        folder / "program.xlsx",
        campaign=folder / "dot-bao-cao.json",
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    return pathlib.Path(merged.path).read_bytes()


def by_program_that_names_all(folder: pathlib.Path) -> bytes:
    """Everything that the campaign says and a caller can say too, over a campaign that says something else of it."""
    other = {key: CAMPAIGN[key] for key in ("version", "jumps", "office")}
    wrong = {"form": "khac", "roster": "khong-co.csv", "waivers": "khong-co.json", "received": "khong-co.csv"}
    wrong |= {"period": "2020-Y", "decisions": "khong-co.xlsx", "previous": ["khong-co.xlsx"], "deadline": "2020-01-01"}
    (folder / "khac.json").write_text(json.dumps(other | wrong), encoding="utf-8")
    cchc_xl.merge(
        [str(folder / "Báo cáo")],
        str(folder / "named.xlsx"),
        campaign=str(folder / "khac.json"),
        form="tuyen-truyen-cchc/1",
        roster=str(folder / "don-vi.csv"),
        period="2026-H1",
        deadline=dt.date(2026, 6, 17),
        waivers=folder / "mien-tru.json",
        received=folder / "so-nhan.csv",
        decisions=folder / "quyet-dinh.xlsx",
        decided_by="Sở Nội vụ",
        previous=folder / "ky-truoc.xlsx",
        upward=False,
        cached=False,
    )
    return (folder / "named.xlsx").read_bytes()


def sent(folder: pathlib.Path) -> list[Input]:
    """What a page has: names and bytes, and nothing that is left on a disk."""
    found = scan([str(folder / "Báo cáo")]).inputs
    given = [Input("", item.shown, content=pathlib.Path(item.path).read_bytes()) for item in found]
    shutil.rmtree(folder / "Báo cáo")
    return given


def by_bytes(folder: pathlib.Path) -> bytes:
    plan = plan_of(load_campaign(str(folder / "dot-bao-cao.json")))
    return merge(sent(folder), plan, InTurn())[1]


def by_bytes_and_processes(folder: pathlib.Path) -> bytes:
    plan = plan_of(load_campaign(str(folder / "dot-bao-cao.json")))
    return merge(sent(folder), plan, Processes())[1]


def result_of(campaign: pathlib.Path) -> Consolidation:
    return cchc_xl.merge(campaign / "Báo cáo", campaign=campaign / "dot-bao-cao.json").consolidation


def test_campaign_of_these_tests__says_something_of_every_kind(campaign: pathlib.Path) -> None:
    """Else callers could agree by all forgetting the same."""
    merged = result_of(campaign)
    found = {(one.code, one.unit): one for one in merged.findings}
    assert merged.roster_size == 4
    assert ("M11", "U2") in found, "late by the register, and by the deadline of its level"
    assert ("M11", "U1") not in found
    assert found["C08", "U1"].params["times"] == 3, "compared with the earlier period, by the campaign's own limits"
    assert "waived_by" in found["V20", "U3"].params
    assert [(one.value, one.by) for one in merged.decisions] == [(21, "Sở Nội vụ")]
    assert {entry.used for entry in merged.units[1].entries if entry.field == "04"} == {21}


@pytest.mark.parametrize("caller", [by_button, by_program, by_program_that_names_all, by_bytes, by_bytes_and_processes])
def test_callers__give_the_same_workbook_for_the_same_plan(
    caller: Callable[[pathlib.Path], bytes], campaign: pathlib.Path
) -> None:
    for report in (campaign / "Báo cáo").iterdir():  # the register says when they came, and bytes have no other time
        os.utime(report, (0, 0))
    expected = by_options(campaign)
    assert find(campaign / "options.xlsx", "V20")["Lý do"] == "đã gọi"
    assert caller(campaign) == expected


def test_plan__of_options_alone_is_that_of_the_command_line(
    campaign: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any campaign file."""
    named: dict[str, str] = {
        "form": "tuyen-truyen-cchc/1", "roster": "don-vi.csv", "period": "2026-H1", "waivers": "mien-tru.json",
        "received": "so-nhan.csv", "decisions": "quyet-dinh.xlsx", "by": "Hoa", "previous": "ky-truoc.xlsx",
    }  # fmt: skip
    options = [part for key, value in named.items() for part in (f"--{key}", value)]
    command = ["merge", "Báo cáo", "-o", "a.xlsx", *options, "--deadline", "17/06/2026", "--level", "province"]
    done = subprocess.run([sys.executable, "-m", "cchc_xl", *command], cwd=campaign, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    os.chdir(campaign)
    monkeypatch.chdir(campaign)
    named["decided_by"] = named.pop("by")
    cchc_xl.merge("Báo cáo", "b.xlsx", **{**named, "deadline": dt.date(2026, 6, 17), "upward": False})  # type: ignore[arg-type]
    assert (campaign / "a.xlsx").read_bytes() == (campaign / "b.xlsx").read_bytes()


@pytest.mark.parametrize("entry", ["roster", "waivers", "received", "decisions", "previous"])
def test_plan__a_file_of_the_campaign_that_is_not_there_stops_every_caller(entry: str, campaign: pathlib.Path) -> None:
    said: dict[str, Any] = CAMPAIGN | {entry: ["không có"] if entry == "previous" else "không có"}
    (campaign / "dot-bao-cao.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(UserError):
        plan_of(load_campaign(str(campaign / "dot-bao-cao.json")))
    with pytest.raises(UserError):
        cchc_xl.merge(campaign / "Báo cáo", campaign=campaign / "dot-bao-cao.json")


def test_plan__files_that_say_something_are_no_inputs(campaign: pathlib.Path) -> None:
    """Robustness: an earlier workbook among the reports is not taken for a report."""
    for name in ("ky-truoc.xlsx", "quyet-dinh.xlsx", "don-vi.csv", "so-nhan.csv", "mien-tru.json", "dot-bao-cao.json"):
        shutil.copy(campaign / name, campaign / "Báo cáo" / name)
    merged = cchc_xl.merge(campaign / "Báo cáo", campaign=campaign / "Báo cáo" / "dot-bao-cao.json").consolidation
    skipped = {pathlib.Path(row.source.path).name: row.why for row in merged.sources if row.outcome == "skipped"}
    assert skipped["ky-truoc.xlsx"] == "skip-previous"
    assert skipped["quyet-dinh.xlsx"] == "skip-decisions"
    assert skipped["don-vi.csv"] == "skip-roster"
    assert [row.outcome for row in merged.sources].count("merged") == 3


def test_plan__of_nothing_is_the_program_s_own_form() -> None:
    today = dt.datetime.now().astimezone().date()
    assert plan_of(SILENT) == Plan(settings()._replace(today=today))


# --- inputs without a path ----------------------------------------------------------------------------------------------


def _gone() -> bytes:
    raise FileNotFoundError(2, "gone")


def _refused() -> bytes:
    raise ReadError("placeholder", "F09")


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (_gone, "F07", "gone"),
        (_refused, "F09", "placeholder"),
        (b"", "F07", "empty"),
        (lambda: b"PK\3\4 rotten", "F07", "truncated"),
    ],
)
def test_input__that_cannot_be_got_or_read_is_a_refusal(content: Any, code: str, reason: str) -> None:
    merged, data = merge([Input("", "tệp/a.xlsx", content=content)], Plan(settings()))
    assert [(one.code, one.params["reason"], one.source) for one in merged.findings] == [(code, reason, "tệp/a.xlsx")]
    assert data.startswith(b"PK")


def test_input__that_others_get_is_read_when_its_turn_comes(tmp_path: pathlib.Path) -> None:
    """An opener is asked once, for one file at a time: ten thousand reports are never in memory together."""
    data = put(tmp_path / "in", "Xã An").read_bytes()
    events: list[str] = []

    def opener(name: str) -> Callable[[], bytes]:
        return lambda: events.append(name) or data  # type: ignore[func-returns-value]

    inputs = [Input("", name, content=opener(name), received="2026-06-01T08:00:00") for name in ("a.xlsx", "b.xlsx")]
    merged, _ = merge(inputs, Plan(settings()), progress=lambda done, of: events.append(f"{done}/{of}"))
    assert events == ["a.xlsx", "1/2", "b.xlsx", "2/2"]
    assert {row.source.received for row in merged.sources} == {"2026-06-01T08:00:00"}


def test_merge_paths__tells_an_executor_that_is_not_its_own_to_do_the_work_and_leaves_it_open(
    tmp_path: pathlib.Path,
) -> None:
    class Counting(InTurn):
        mapped = closed = 0

        def map(self, work: Any, chunks: Any) -> Any:
            self.mapped += 1
            return super().map(work, chunks)

        def close(self) -> None:
            self.closed += 1

    put(tmp_path / "in", "Xã An")
    own = Counting()
    merge_paths([str(tmp_path / "in")], str(tmp_path / "out.xlsx"), Plan(settings()), own)
    assert (own.mapped, own.closed) == (1, 0)
