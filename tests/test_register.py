"""The register of receipt: what it knows, how it is kept, and what a merge makes of it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
import pathlib
import shutil
import subprocess
import sys
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cchc_xl
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.model import Source
from cchc_xl.run.receive import receive
from cchc_xl.run.register import (
    EMPTY,
    Register,
    RegisterEntry,
    load_register,
    moment_of,
    read_table,
    register_of,
    updated,
    written_moment,
)  # fmt: skip
from cchc_xl.write.template.workbook import template_bytes

FORM = load("tuyen-truyen-cchc", 2)
NOW = "2026-06-20T08:05"
HEAD = "Tệp,SHA-256,Ngày nhận,Đơn vị"


def register(text: str) -> Register:
    return register_of(read_table(text.encode("utf-8-sig"), "so.csv"), "so.csv")


def known(text: str, *paths: str) -> dict[str, tuple[str, str]]:
    """(day, unit) by path; a path's content is its name's letters before '=', so that 'b=a.xlsx' has that of 'b'."""
    sources = [Source(path.rpartition("=")[2], path.partition("=")[0]) for path in paths]
    return {path: (entry.received, entry.unit) for path, entry in register(text).known(sources).items()}


# --- what it knows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Tệp,Ngày nhận\na.xlsx,14/06/2026\n",
        "Tên tệp;Ngày nhận\na.xlsx;14/6/2026\n",
        "Ngày nhận\tTệp\n2026-06-14\ta.xlsx\n",
        "file,date\na.xlsx,14/06/2026\n",  # other titles: names and days
        "a.xlsx,14/06/2026\n",
        f"{HEAD}\na.xlsx,,14/06/2026,\n",
        "STT,Tệp,Người nhận,Ngày nhận\n1,a.xlsx,Hoa,14/06/2026\n",
        "Tệp,SHA-256,Ngày nhận,Đơn vị\nkhac.xlsx,X,14/06/2026,\n",  # renamed since: the content is known
    ],
)
def test_known__by_content_or_by_name(text: str) -> None:
    found = register(text).known([Source("nop/a.xlsx", "x")])
    assert {path: entry.received for path, entry in found.items()} == {"nop/a.xlsx": "2026-06-14"}


def test_known__more_than_a_name_where_names_recur() -> None:
    text = "Tệp,Ngày nhận\nXã A/bao-cao.xlsx,01/06/2026\nXã B/bao-cao.xlsx,02/06/2026\n"
    assert known(text, "1=nop/Xã A/bao-cao.xlsx", "2=nop/Xã B/bao-cao.xlsx", "3=nop/bao-cao.xlsx") == {
        "nop/Xã A/bao-cao.xlsx": ("2026-06-01", ""),
        "nop/Xã B/bao-cao.xlsx": ("2026-06-02", ""),
    }


def test_known__a_name_that_fits_several_files_says_nothing() -> None:
    text = "Tệp,Ngày nhận\nbao-cao.xlsx,01/06/2026\n"
    assert known(text, "1=nop/Xã A/bao-cao.xlsx", "2=nop/Xã B/bao-cao.xlsx") == {}
    assert len(known(text, "1=nop/Xã A/bao-cao.xlsx", "1=nop/ban-sao/bao-cao.xlsx")) == 2, "copies are one file"


def test_known__another_content_under_the_same_name_is_another_file() -> None:
    text = f"{HEAD}\na.xlsx,1,01/06/2026,XM01\n"
    assert known(text, "2=a.xlsx") == {}
    assert known(text, "1=doi-ten.xlsx") == {"doi-ten.xlsx": ("2026-06-01", "XM01")}


def test_known__a_file_that_came_twice_came_when_it_came_first() -> None:
    text = f"{HEAD}\na.xlsx,1,05/06/2026,XM01\nb.xlsx,1,01/06/2026,XM02\n"
    assert known(text, "1=a.xlsx", "1=b.xlsx", "1=c.xlsx") == {
        "a.xlsx": ("2026-06-01", "XM01"),
        "b.xlsx": ("2026-06-01", "XM02"),
        "c.xlsx": ("2026-06-01", ""),
    }


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("", ""),
        ("14/06/2026", "2026-06-14"),
        ("14/06/2026 8:05", "2026-06-14T08:05"),
        ("2026-06-14T08:05:33", "2026-06-14T08:05"),
        ("14/06/2026 8:05:00 PM", "2026-06-14T20:05"),
        ("14/06/2026 8h05", "2026-06-14T08:05"),
        ("31/06/2026", None),
        ("hôm qua", None),
        ("14/06/2026 25:00", None),
    ],
)
def test_moment(text: str, moment: str | None) -> None:
    assert moment_of(text) == moment


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.times())
def test_moment__that_is_written_is_read(day: dt.date, time: dt.time) -> None:
    written = f"{day.isoformat()}T{time.isoformat(timespec='minutes')}"
    assert moment_of(written_moment(written)) == written


@pytest.mark.parametrize("text", ["Tệp,Ngày nhận\na.xlsx,hôm qua\n", "Tệp,Ngày nhận\na.xlsx,1/1/2026\nb.xlsx,?\n"])
def test_bad_day__is_the_operators(text: str) -> None:
    with pytest.raises(UserError) as raised:
        register(text)
    assert raised.value.key == "bad-register"
    assert raised.value.params["line"] == text.count("\n")


# --- how it is kept ------------------------------------------------------------------------------------------------


def rows_of(data: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_updated__rows_columns_and_separator_of_a_person_stay() -> None:
    text = "STT;Tệp;Ngày nhận;Ghi chú\n1;a.xlsx;14/06/2026;nhận tại VP\n;;;cũ:\n2;đã xóa.xlsx;;\n"
    found = [("a.xlsx", Source("a.xlsx", "1")), ("b/=c.xlsx", Source("b/=c.xlsx", "2"))]
    made = updated(read_table(text.encode(), "so.csv"), "so.csv", [*found, ("=d.xlsx", Source("=d.xlsx", "3"))], NOW)
    assert rows_of(made.data, ";") == [
        ["STT", "Tệp", "Ngày nhận", "Ghi chú", "SHA-256", "Đơn vị"],
        ["1", "a.xlsx", "14/06/2026", "nhận tại VP", "1", ""],
        ["", "", "", "cũ:"],
        ["2", "đã xóa.xlsx", "", ""],
        ["", "b/=c.xlsx", "20/06/2026 08:05", "", "2", ""],
        ["", "'=d.xlsx", "20/06/2026 08:05", "", "3", ""],
    ]
    assert (len(made.new), made.entries) == (2, 4)
    again = updated(read_table(made.data, "so.csv"), "so.csv", [*found, ("=d.xlsx", Source("=d.xlsx", "3"))], "x")
    assert again.data == made.data
    assert again.new == ()


NAMES = st.text(st.sampled_from("ab=/'\"; ,ế\n"), min_size=1, max_size=6)
FILES = st.lists(st.tuples(NAMES, st.sampled_from(["", "1", "2", "3"])), max_size=6)


@given(FILES, FILES)
def test_updated__loses_nothing_and_adds_nothing_twice(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    def found(files: list[tuple[str, str]]) -> list[tuple[str, Source]]:
        return [(name, Source(name, sha)) for name, sha in dict(files).items() if name.strip("/ '\n")]

    one = updated(read_table(b"", "so.csv"), "so.csv", found(first), NOW)
    both = updated(read_table(one.data, "so.csv"), "so.csv", found(second), "2026-07-01")
    before, after = rows_of(one.data), rows_of(both.data)
    assert [row[0] for row in after[: len(before)]] == [row[0] for row in before]
    assert [row[2] for row in after[: len(before)]] == [row[2] for row in before]
    assert updated(read_table(both.data, "so.csv"), "so.csv", found(second), NOW).new == ()


def put(folder: pathlib.Path, name: str, unit: str, count: int) -> bytes:
    folder.mkdir(parents=True, exist_ok=True)
    values = {field.id: count for field in FORM.fields if "count" in field.kind}
    data = template_bytes(
        FORM, values=values, header={"unit": unit, "period": "H1", "year": 2026, "prepared_by": "Hoa"}
    )
    (folder / name).write_bytes(data)
    return data


def run(*args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cchc_xl", *map(str, args)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_receive__notes_each_new_file_and_keeps_what_was_written(tmp_path: pathlib.Path) -> None:
    inbox, so = tmp_path / "nop", tmp_path / "so-nhan.csv"
    one = put(inbox / "Xã A", "bao-cao.xlsx", "Xã A", 1)
    (inbox / "don-vi.csv").write_text("Mã,Tên đơn vị\nA,Xã A\n", encoding="utf-8")  # a list is no report
    (inbox / "~$bao-cao.xlsx").write_bytes(b"lock")
    mail = EmailMessage()
    mail["Date"], mail["From"] = "Sun, 14 Jun 2026 18:30:00 -0700", "xa-b@example.vn"
    mail.set_content("Kính gửi")
    mail.add_attachment(put(tmp_path, "b.xlsx", "Xã B", 2), maintype="application", subtype="x", filename="b.xlsx")
    (inbox / "thu.eml").write_bytes(bytes(mail))
    done = receive([str(inbox)], str(so), NOW)
    assert [(entry.file, entry.received) for entry in done.new] == [
        ("thu.eml/b.xlsx", "2026-06-15T08:30:00"),
        ("Xã A/bao-cao.xlsx", NOW),
    ]
    text = so.read_text(encoding="utf-8-sig").replace("20/06/2026 08:05,", "10/06/2026,Xã A")
    so.write_text(text, encoding="utf-8-sig", newline="")
    (inbox / "Xã A" / "bao-cao.xlsx").unlink()
    put(inbox / "Xã A", "bao-cao.xlsx", "Xã A", 9)
    again = receive([str(inbox)], str(so), "2026-06-25T09:00")
    assert [(entry.file, entry.received) for entry in again.new] == [("Xã A/bao-cao.xlsx", "2026-06-25T09:00")]
    entries = load_register(str(so)).entries
    assert len(entries) == again.entries == 3
    assert RegisterEntry("Xã A/bao-cao.xlsx", hashlib.sha256(one).hexdigest(), "2026-06-10", "Xã A") in entries
    before = so.read_bytes()
    assert receive([str(inbox)], str(so), "2026-07-01T09:00").new == ()
    assert so.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".cchc-")] == []


def test_command__says_what_it_noted_and_what_to_correct(tmp_path: pathlib.Path) -> None:
    put(tmp_path / "nop", "Xã A.xlsx", "Xã A", 1)
    done = run("receive", tmp_path / "nop", "-o", tmp_path / "so.csv", "--date", "14/06/2026")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 tệp mới, tất cả 1 dòng" in done.stdout
    assert "Xã A.xlsx: 14/06/2026" in done.stdout
    assert "đề nghị sửa cột Ngày nhận" in done.stdout
    assert "0 new files" in run("receive", tmp_path / "nop", "-o", tmp_path / "so.csv", "--lang", "en").stdout
    assert run("receive", tmp_path / "nop", "-o", tmp_path / "so.csv", "--date", "hôm qua").returncode == 2
    assert run("receive", tmp_path / "khong-co", "-o", tmp_path / "so.csv").returncode == 2
    (tmp_path / "so.csv").write_bytes(b"T\xff\xfe")
    bad = run("receive", tmp_path / "nop", "-o", tmp_path / "so.csv")
    assert bad.returncode == 2
    assert (tmp_path / "so.csv").read_bytes() == b"T\xff\xfe"


# --- what a merge makes of it --------------------------------------------------------------------------------------


def facts_of(merged: cchc_xl.api.Merged) -> tuple[object, ...]:
    """All but where the files lie."""
    one = merged.consolidation
    return (
        one.totals,
        [(unit.key, unit.late_days, [entry.used for entry in unit.entries]) for unit in one.units],
        sorted((found.code, found.severity, found.unit, found.field) for found in one.findings),
        [(row.source.name, row.outcome, row.why) for row in one.sources],
    )


@pytest.mark.parametrize("with_register", [True, False])
def test_merge__a_copy_with_other_times_gives_the_same(tmp_path: pathlib.Path, with_register: bool) -> None:
    (tmp_path / "dv.csv").write_text(
        "Mã đơn vị,Tên đơn vị,Cấp,Hạn nộp\nA,Xã A,Xã,12/06/2026\nB,Xã B,Xã,12/06/2026\n", encoding="utf-8"
    )
    inbox = tmp_path / "nop"
    put(inbox, "a.xlsx", "Xã A", 1)
    put(inbox, "a (1).xlsx", "Xã A", 2)
    put(inbox, "b.xlsx", "Xã B", 4)
    for place, path in enumerate(sorted(inbox.iterdir())):
        os.utime(path, (1_780_000_000 + place, 1_780_000_000 + place))
    (tmp_path / "so.csv").write_text(
        "Tệp,Ngày nhận\na.xlsx,10/06/2026\na (1).xlsx,11/06/2026\nb.xlsx,14/06/2026\n", encoding="utf-8"
    )
    options = {"roster": tmp_path / "dv.csv", "received": tmp_path / "so.csv" if with_register else None}
    merged = cchc_xl.merge(inbox, **options)
    copy = tmp_path / "chep" / "nop"
    shutil.copytree(inbox, copy, copy_function=shutil.copyfile)
    for path in copy.iterdir():
        os.utime(path, (0, 0))
    assert facts_of(cchc_xl.merge(copy, **options)) == facts_of(merged)
    late = {unit.key: unit.late_days for unit in merged.consolidation.units}
    used = {total.field: total.used for total in merged.consolidation.totals}
    asked = [found.severity for found in merged.consolidation.findings if found.code == "F13"]
    if with_register:
        assert (late, used["01"], asked) == ({"A": 0, "B": 2}, 6, ["warning"])
    else:
        assert (late, used["01"], asked) == ({"A": None, "B": None}, 4, ["error", "error"])


def test_merge__the_day_that_a_report_bears_counts_only_where_the_operator_says_so(tmp_path: pathlib.Path) -> None:
    (tmp_path / "dv.csv").write_text("Mã đơn vị,Tên đơn vị,Cấp,Hạn nộp\nA,Xã A,Xã,12/06/2026\n", encoding="utf-8")
    (tmp_path / "nop").mkdir()
    header = {"unit": "Xã A", "period": "H1", "year": 2026, "report_date": "15/06/2026"}
    values = {field.id: 1 for field in FORM.fields if "count" in field.kind}
    (tmp_path / "nop" / "a.xlsx").write_bytes(template_bytes(FORM, values=values, header=header))

    def days(**more: object) -> int | None:
        return cchc_xl.merge(tmp_path / "nop", roster=tmp_path / "dv.csv", **more).consolidation.units[0].late_days

    assert days() is None
    assert days(own_date=True) == 3
    (tmp_path / "dot-bao-cao.json").write_text('{"own_date": true, "roster": "dv.csv"}', encoding="utf-8")
    assert days(campaign=tmp_path / "dot-bao-cao.json") == 3
    (tmp_path / "so.csv").write_text("Tệp,Ngày nhận\na.xlsx,13/06/2026\n", encoding="utf-8")
    assert days(own_date=True, received=tmp_path / "so.csv") == 1


def test_register_among_the_reports__is_passed_over_by_name(tmp_path: pathlib.Path) -> None:
    put(tmp_path / "nop", "a.xlsx", "Xã A", 1)
    (tmp_path / "nop" / "so-nhan.csv").write_text("Tệp,Ngày nhận\na.xlsx,10/06/2026\n", encoding="utf-8")
    merged = cchc_xl.merge(tmp_path / "nop", received=tmp_path / "nop" / "so-nhan.csv").consolidation
    assert {row.source.name: row.why for row in merged.sources} == {"a.xlsx": "", "so-nhan.csv": "skip-register"}
    assert EMPTY.known([]) == {}


def test_receive__names_what_it_passed_over_and_why(tmp_path: pathlib.Path) -> None:
    """Found = noted + passed over: whoever misses a file in the register sees why."""
    inbox, so = tmp_path / "nop", tmp_path / "so.csv"
    (tmp_path / "trong").mkdir()
    assert run("receive", tmp_path / "trong", "-o", so).returncode == 2
    assert not so.exists()
    put(inbox, "a.xlsx", "Xã A", 1)
    (inbox / "~$a.xlsx").write_bytes(b"lock")
    (inbox / "phim.mp4").write_bytes(b"x")
    (inbox / "danh-sach.csv").write_text("Mã,Tên\nA,Xã A\n", encoding="utf-8")
    (inbox / "so-cu.csv").write_text("Tệp,Ngày nhận\n", encoding="utf-8")
    (inbox / "lk.xlsx").symlink_to("a.xlsx")
    assert run("merge", inbox / "a.xlsx", "-o", inbox / "tong-hop.xlsx").returncode == 0
    expected = {
        "~$a.xlsx": "tệp tạm của Office",
        "phim.mp4": "không phải báo cáo theo biểu mẫu",
        "danh-sach.csv": "không phải báo cáo theo biểu mẫu",
        "so-cu.csv": "không phải báo cáo theo biểu mẫu",
        "lk.xlsx": "liên kết, không đi theo",
        "tong-hop.xlsx": "tệp kết quả của phần mềm, không phải báo cáo",
    }
    for new in (1, 0):
        done = run("receive", inbox, "-o", so)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"{new} tệp mới, tất cả 1 dòng" in done.stdout
        told = dict(line.strip().split(": ", 1) for line in done.stdout.splitlines() if "Bỏ qua" in line)
        assert told == {f"Bỏ qua {inbox / name}": why for name, why in expected.items()}
    (inbox / "so.csv").write_bytes(so.read_bytes())
    assert f"Bỏ qua {inbox / 'so.csv'}: sổ nhận" in run("receive", inbox, "-o", inbox / "so.csv").stdout
