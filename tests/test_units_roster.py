"""Roster files: every separator and date that Excel makes, and every fault by its line."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import openpyxl
import pytest

from cchc_xl.errors import Problems, UserError
from cchc_xl.model import Succession, Unit
from cchc_xl.units.history import components, successors
from cchc_xl.units.listing import Roster, valid_on
from cchc_xl.units.match import match
from cchc_xl.units.roster_file import check_roster, load_roster
from cchc_xl.words.roster import WORDS, RosterProblem
from cchc_xl.words.say import ui

HEADINGS = (
    "Mã đơn vị,Tên đơn vị,Cấp,Tên viết tắt,Tên khác,Mã ĐVHC,Tỉnh,Trực thuộc,Hiệu lực từ,Đến,Đầu mối,Điện"
    " thoại,Email,Hạn nộp"
)
ROWS = [
    "SNV,Sở Nội vụ,Sở,SNV,Sở NV; So NV,,Hà Tĩnh,,01/07/2025,,Nguyễn Thị Đào,0239 385 5555,snv@example.vn,10/6/2026",
    ",Xã Sơn Tiến,Cấp xã,,,18163,Hà Tĩnh,,2025-07-01,,,,,",
    "XKHAC,Trung tâm Khuyến nông,Đơn vị khác,,,,,Sở Nông nghiệp,,,,,,",
]


def written(folder: Path, text: str, encoding: str = "utf-8-sig", name: str = "don-vi.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def problems(folder: Path, *rows: str) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.key, problem.value) for problem in check_roster(written(folder, "\n".join(rows)))]


@pytest.mark.parametrize(
    ("separator", "encoding", "end"), [(",", "utf-8-sig", "\r\n"), (";", "utf-8", "\n"), ("\t", "utf-16", "\r\n")]
)
def test_load__reads_what_excel_saves(tmp_path: Path, separator: str, encoding: str, end: str) -> None:
    lines = (
        [HEADINGS, *ROWS]
        if separator != ";"
        else [line.replace(";", "|").replace(",", ";").replace("|", ",") for line in (HEADINGS, *ROWS)]
    )
    roster = load_roster(
        written(tmp_path, end.join(lines).replace(",", separator) if separator == "\t" else end.join(lines), encoding)
    )
    office, commune, centre = roster.units
    assert office._replace(aliases=()) == Unit(
        "SNV", "Sở Nội vụ", "so", "so", "SNV", (), "", "Hà Tĩnh", "", "2025-07-01", "", "",
        "Nguyễn Thị Đào", "0239 385 5555", "snv@example.vn", "2026-06-10",
    )  # fmt: skip
    assert office.aliases == (("Sở NV, So NV",) if separator == ";" else ("Sở NV", "So NV"))
    assert (commune.id, commune.level, commune.kind, commune.admin_code) == (
        "U-18163-2025",
        "xa",
        "hanh-chinh",
        "18163",
    )
    assert (centre.level, centre.kind, centre.parent) == ("don-vi", "don-vi", "Sở Nông nghiệp")


def test_load__needs_names_only_and_skips_comments(tmp_path: Path) -> None:
    roster = load_roster(
        written(tmp_path, "# danh mục thử\n\nTên đơn vị\nSở Nội vụ\n# ghi chú\nPhường 1\nUBND xã Sơn Tiến\n")
    )
    assert [(unit.id, unit.level) for unit in roster.units] == [
        ("so-noi-vu", "so"),
        ("phuong-1", "xa"),
        ("xa-son-tien", "xa"),
    ]


def test_load__english_headings_in_any_order(tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, "level,unit_id,note,name\nxa,A1,ignored,Xã Một\ndon-vi,B2,,Hội Hai\n"))
    assert [(unit.id, unit.name, unit.level) for unit in roster.units] == [
        ("A1", "Xã Một", "xa"),
        ("B2", "Hội Hai", "don-vi"),
    ]


def test_load__workbook_with_a_title_and_real_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH MỤC ĐƠN VỊ BÁO CÁO"])
    sheet.append([])
    sheet.append(["TT", "Mã ĐVHC", "Tên đơn vị", "Cấp", "Hiệu lực từ", "Điện thoại"])
    sheet.append([1, 19742, "Đặc khu Cồn Cỏ", "Đặc khu", dt.date(2025, 7, 1), 905123456.0])
    book.save(tmp_path / "don-vi.xlsx")
    (unit,) = load_roster(str(tmp_path / "don-vi.xlsx")).units
    assert (unit.id, unit.admin_code, unit.valid_from, unit.phone) == (
        "U-19742-2025",
        "19742",
        "2025-07-01",
        "905123456",
    )


def test_load__replacements_are_successions(tmp_path: Path) -> None:
    text = """Mã đơn vị,Tên đơn vị,Cấp,Hiệu lực từ,Đến,Sắp xếp thành
STTTT,Sở Thông tin và Truyền thông,Sở,,28/02/2025,SKHCN
SLD,Sở Lao động,Sở,,28/02/2025,SNV; SYT
SKHCN,Sở Khoa học và Công nghệ,Sở,,,
SNV,Sở Nội vụ,Sở,,,
SYT,Sở Y tế,Sở,,,
"""
    roster = load_roster(written(tmp_path, text))
    assert roster.successions == (
        Succession("STTTT", "SKHCN", "2025-03-01", "toàn bộ"),
        Succession("SLD", "SNV", "2025-03-01", "một phần"),
        Succession("SLD", "SYT", "2025-03-01", "một phần"),
    )
    found = match("Sở Thông tin và Truyền thông", roster, dt.date(2025, 11, 1))
    assert (found.how, [unit.id for unit in found.candidates]) == ("former", ["SKHCN"])


FAULTS = [
    (["Mã đơn vị,Tên đơn vị,Cấp", "A,,Xã"], [(2, "no-name", "")]),
    (["Mã đơn vị,Tên đơn vị,Cấp", "A,Xã Một,Thôn"], [(2, "unknown-level", "Thôn")]),
    (["Mã đơn vị,Tên đơn vị,Cấp", "A,Thành phố Một,"], [(2, "unknown-level", "")]),
    (["Tên đơn vị,Loại", "Xã Một,Lạ"], [(2, "unknown-kind", "Lạ")]),
    (["Tên đơn vị,Hiệu lực từ", "Xã Một,31/02/2025"], [(2, "bad-date", "31/02/2025")]),
    (["Tên đơn vị,Hạn nộp", "Xã Một,sớm"], [(2, "bad-date", "sớm")]),
    (["Tên đơn vị,Hiệu lực từ", "Xã Một,1/7/25"], [(2, "bad-date", "1/7/25")]),
    (["Tên đơn vị,Hiệu lực từ,Đến", "Xã Một,01/07/2025,30/06/2025"], [(2, "ends-before-start", "2025-06-30")]),
    (["Mã đơn vị,Tên đơn vị", "A,Xã Một", "A,Xã Hai"], [(3, "repeated-id", "A")]),
    (["Mã đơn vị,Tên đơn vị", "A,Xã Hòa", "B,UBND xã Hoà"], [(3, "repeated-name", "UBND xã Hoà")]),
    (["Mã đơn vị,Tên đơn vị,Trực thuộc", "A,Phường 1,TX A", "B,Phường 1,TP B"], []),
    (["Mã đơn vị,Tên đơn vị,Hiệu lực từ,Đến", "A,Phường 1,,30/06/2025", "B,Phường 1,01/07/2025,"], []),
    (["Mã đơn vị,Tên đơn vị,Thay bằng", "A,Xã Một,Z"], [(2, "unknown-successor", "Z")]),
    (["Tên đơn vị,Tên", "Xã Một,Xã Hai"], [(1, "repeated-heading", "name")]),
    (["Tên đơn vị"], [(0, "no-units", "")]),
    (["Cột,Cột khác", "a,b"], [(0, "no-headings", "")]),
    (
        ["Mã đơn vị,Tên đơn vị,Cấp", "A,Xã Một,?", "A,,Xã"],
        [(2, "unknown-level", "?"), (3, "no-name", ""), (3, "repeated-id", "A")],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), FAULTS)
def test_check__lists_faults_by_line(tmp_path: Path, rows: list[str], expected: list[tuple[int, str, str]]) -> None:
    assert problems(tmp_path, *rows) == expected


def test_every_fault__has_a_case_and_words_in_both_languages() -> None:
    covered = {key for _, expected in FAULTS for _, key, _ in expected} | {"not-utf8", "unreadable"}
    assert covered == set(WORDS)
    for key in WORDS:
        assert "{" not in RosterProblem(3, key, "X").words("vi") + RosterProblem(3, key, "X").words("en")


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "latin-1"])
def test_load__refuses_old_encodings(tmp_path: Path, encoding: str) -> None:
    path = written(
        tmp_path,
        "Tên đơn vị\nXã Một".replace("đơ", "dô").replace("ị", "í").replace("ộ", "ô").replace("ã", "â"),
        encoding,
    )
    assert [problem.key for problem in check_roster(path)] == ["not-utf8"]
    with pytest.raises(UserError) as refused:
        load_roster(path)
    assert refused.value.key == "bad-roster"
    assert "UTF-8" in ui(refused.value.key, "vi", **refused.value.params)


def test_load__refuses_a_roster_with_faults_as_a_whole(tmp_path: Path) -> None:
    path = written(tmp_path, "Tên đơn vị,Cấp\nXã Một,Xã\nXã Hai,Bản\n")
    with pytest.raises(UserError) as refused:
        load_roster(path)
    problems = refused.value.params.pop("problems")
    assert isinstance(problems, Problems)
    assert problems.faults == (RosterProblem(3, "unknown-level", "Bản"),)
    assert refused.value.params == {"file": path, "count": 1}


def test_load__known_by_content_where_the_name_lies(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Tên đơn vị"])
    book.active.append(["Xã Một"])
    book.save(tmp_path / "don-vi.xlsx")
    (tmp_path / "don-vi.xlsx").rename(tmp_path / "don-vi.csv")
    assert [unit.name for unit in load_roster(str(tmp_path / "don-vi.csv")).units] == ["Xã Một"]


def test_check__one_enormous_cell_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    path = written(tmp_path, 'Tên đơn vị\n"' + "a" * 200_000 + '"\n')
    assert [problem.key for problem in check_roster(path)] == ["unreadable"]


def test_load__unreadable_workbook_and_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "hong.xlsx"
    path.write_bytes(b"not a workbook")
    assert [problem.key for problem in check_roster(str(path))] == ["unreadable"]
    with pytest.raises(UserError, match="no-such-file"):
        load_roster(str(tmp_path / "khong-co.csv"))


def test_valid_on__includes_first_and_last_day() -> None:
    unit = Unit("A", "Xã Một", valid_from="2025-07-01", valid_to="2026-04-29")
    roster = Roster((unit,))
    days = {"2025-06-30": 0, "2025-07-01": 1, "2026-04-29": 1, "2026-04-30": 0}
    assert {day: len(valid_on(roster, dt.date.fromisoformat(day))) for day in days} == days


def test_roster__pickles_as_its_rows() -> None:
    roster = Roster((Unit("A", "Xã Một"),), (Succession("A", "B", "2025-07-01", "toàn bộ"),))
    assert roster.by_id
    again = pickle.loads(pickle.dumps(roster))
    assert again == roster
    assert type(again) is Roster


def test_components__whole_only_without_parts() -> None:
    units = tuple(Unit(name, name) for name in "ABCDEFG")
    edges = (
        Succession("A", "C", "2025-07-01", "toàn bộ"),
        Succession("B", "C", "2025-07-01", "toàn bộ"),
        Succession("D", "E", "2025-07-01", "một phần"),
        Succession("D", "F", "2025-07-01", "một phần"),
        Succession("G", "elsewhere", "2025-07-01", "toàn bộ"),
    )
    found = [
        ("".join(unit.id for unit in group.units), len(group.successions), group.whole)
        for group in components(Roster(units, edges))
    ]
    assert found == [("ABC", 2, True), ("DEF", 2, False), ("G", 0, True)]


def test_successors__over_several_steps_and_without_loops() -> None:
    units = (
        Unit("A", "A", valid_to="2020-01-01"),
        Unit("B", "B", valid_to="2021-01-01"),
        Unit("C", "C"),
        Unit("D", "D"),
    )
    edges = tuple(Succession(a, b, "", "toàn bộ") for a, b in ("AB", "BC", "BA", "AD", "AX"))
    assert [unit.id for unit in successors(Roster(units, edges), units[0], dt.date(2026, 1, 1))] == ["D", "C"]
