"""The official report of a unit: what is written is read again, the layout, the words, what is refused."""

from __future__ import annotations

import functools
import io
import pathlib
import subprocess

import documents
import docx
import filled as f
import judges
import pytest
from docx.shared import Mm, Pt

from cchc_xl.errors import UserError
from cchc_xl.grid.file import read_bytes, read_file
from cchc_xl.model import Column, Form, Grid, Reading, Report, Row, Section, Source, Submission
from cchc_xl.units.names import name_key
from cchc_xl.validate import Settings, named_settings, settings, validate_grid, validate_read
from cchc_xl.write.machine.report import form_of
from cchc_xl.write.template.build import template_bytes
from cchc_xl.write.word.unit_report import UnitReport, about, errors, unit_report, unit_report_docx, without_organ

EXAMPLES = judges.ROOT / "examples"
SEEDS = sorted((EXAMPLES / "nam-bao-cao-that").glob("*.xlsx"))
PROVINCE = sorted((EXAMPLES / "tinh-mau" / "bao-cao").iterdir())
OWN = EXAMPLES / "bieu-mau-rieng" / "bieu-mau" / "chuyen-doi-so-2.json"
WHOLE = {"01": 12, "02": 0, "03": 4, "04": 18, "05": 6, "05.1": 300, "06": 2, "07": 3, "08": 4}
HEADER = {
    "unit": "UBND xã Trung Hà", "period": "6 tháng đầu năm", "year": 2020, "report_no": "05/BC-UBND",
    "report_date": "05/01/2020", "cut_off": "14/6/2020",
}  # fmt: skip
HOSTILE = (
    '=HYPERLINK("http://a")', "+1", "-1", "@SUM(A1)", "<w:p>&amp;</w:p>", "\U0001f4a9", "]]>",
    "lời " * 8_000, "{unit}", "\ud800",
)  # fmt: skip


def against(roster: bool = False) -> Settings:
    return named_settings(None, str(EXAMPLES / "tinh-mau" / "don-vi.csv")) if roster else settings()


def written(path: pathlib.Path, settled: Settings) -> tuple[Report, Report, bytes] | None:
    """What the workbook says, what our report of it says, and that report; None where there is no table to report."""
    grid = read_file(str(path))
    if not isinstance(grid, Grid):
        return None
    report = validate_grid(grid, settled)
    if report.submission is None:
        return None
    data = unit_report_docx(unit_report(form_of(report, settled.forms), report, grid))
    return report, validate_read(read_bytes(data, "bao-cao.docx"), settled), data


def readings(report: Report) -> list[tuple[object, ...]]:
    return [(one.field, one.state, one.number, one.bound, one.note, one.computed) for one in report.submission.readings]


def identity(submission: Submission) -> tuple[object, ...]:
    unit = submission.unit.id if submission.unit else name_key(submission.unit_text)
    return unit, submission.period, submission.issued, submission.cut_off


@functools.cache
def every_report() -> dict[str, tuple[Report, Report, bytes]]:
    found = {path.name: written(path, against()) for path in SEEDS}
    listed = against(roster=True)
    found |= {path.name: written(path, listed) for path in PROVINCE}
    return {name: one for name, one in found.items() if one is not None}


# --- what we write we read again -----------------------------------------------------------------------------------


def test_every_report__is_read_as_what_the_workbook_says():
    every = every_report()
    assert len(every) > 40
    assert sum(not errors(before) for before, _, _ in every.values()) > 25
    for name, (before, after, _) in every.items():
        assert after.submission is not None, name
        assert identity(after.submission) == identity(before.submission), name
        if not errors(before):
            assert readings(after) == readings(before), name


def test_seeds__the_five_real_reports_say_the_same_although_they_are_drafts():
    for path in SEEDS:
        before, after, _ = every_report()[path.name]
        assert readings(after) == readings(before), path.name
        for key, text in before.submission.narrative.items():
            for part in filter(str.strip, text.splitlines()):
                assert " ".join(part.split()) in after.submission.narrative[key], (path.name, key)


def test_drafts__add_no_figure_that_the_workbook_does_not_have():
    """A draft that somebody sends is asked about: nothing of it is taken as it stands."""
    drafts = {name: one for name, one in every_report().items() if errors(one[0])}
    assert len(drafts) > 10
    for name, (before, after, data) in drafts.items():
        assert "DỰ THẢO" in documents.lines(data)[0], name
        assert "S21" in {one.code for one in after.findings}, name
        numbers = {one.number for one in before.submission.readings} | {one.raw for one in before.submission.readings}
        assert {one.number for one in after.submission.readings} <= numbers, name


def test_signed__number_date_and_cut_off_are_read_again():
    after = read(template_bytes(f.FORM, values=WHOLE, header=HEADER))[1]
    header = after.submission.header
    assert header["report_no"] == "Số: 05/BC-UBND"
    assert (after.submission.issued, str(after.submission.cut_off)) == ("2020-01-05", "2020-06-14")


def read(workbook: bytes, form: Form = f.FORM) -> tuple[bytes, Report]:
    """Our report of a workbook, and what it says."""
    grid = read_bytes(workbook, "bao-cao.xlsx")
    assert isinstance(grid, Grid)
    report = validate_grid(grid, settings([form]))
    data = unit_report_docx(unit_report(form, report, grid))
    return data, validate_read(read_bytes(data, "bao-cao.docx"), settings([form]))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text__whatever_the_clerk_wrote_stays_text(text):
    typed = text.replace("\ud800", "�")[:30_000]
    narrative = dict.fromkeys((item.id for item in f.FORM.narrative), typed)
    notes = {"01": typed[:500], "08": "a\nb"}
    before = template_bytes(
        f.FORM, values=WHOLE, header=HEADER | {"report_no": typed[:60]}, narrative=narrative, notes=notes
    )
    data, after = read(before)
    assert documents.faults(data) == []
    source = validate_read(read_bytes(before, "bao-cao.xlsx"), settings([f.FORM]))
    assert [(one.number, printable(one.note)) for one in after.submission.readings] == [
        (one.number, printable(one.note)) for one in source.submission.readings
    ]
    assert printable(typed).strip() in " ".join(map(printable, documents.lines(data)))
    assert b"<w:fldSimple" not in documents.parts(data)["word/document.xml"]
    assert b"<w:hyperlink" not in documents.parts(data)["word/document.xml"]


def printable(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def test_text__is_written_whatever_a_record_holds():
    """What no workbook can hold may still come from another reader."""
    submission = Submission(
        Source("a.xlsx"), f.FORM.id, 1, "Phụ lục", (Reading("01", "text", raw="\ud800\x00=1", note="\ufffe"),),
        unit_text="\x01=A", narrative={"direction": "\x00\ud800\n\n\x1b[31m"}, header={"report_no": "\x00"},
    )  # fmt: skip
    data = unit_report_docx(UnitReport(f.FORM, submission))
    assert documents.faults(data) == []
    assert docx.Document(io.BytesIO(data)).paragraphs


# --- layout and words ----------------------------------------------------------------------------------------------


def test_layout__is_that_of_the_decree():
    data, _ = read(template_bytes(f.FORM, values=WHOLE, header=HEADER))
    document = docx.Document(io.BytesIO(data))
    for section in document.sections:
        assert abs(section.page_width - Mm(210)) + abs(section.page_height - Mm(297)) < Mm(0.1)
        for margin, width in (("top", 20), ("bottom", 20), ("left", 30), ("right", 20)):
            assert abs(getattr(section, f"{margin}_margin") - Mm(width)) < Mm(0.1)
        assert section.different_first_page_header_footer
    normal = document.styles["Normal"].font
    assert (normal.name, normal.size) == ("Times New Roman", Pt(14))
    lines = documents.lines(data)
    assert [line for line in lines if line][:6] == [
        "ỦY BAN NHÂN DÂN", "XÃ TRUNG HÀ", "Số: 05/BC-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "……………, ngày 05 tháng 01 năm 2020",
    ]  # fmt: skip
    assert [line for line in lines if line][6:9] == [
        "BÁO CÁO", "Tuyên truyền CCHC 6 tháng đầu năm 2020", "Kính gửi: ……………",
    ]  # fmt: skip
    assert "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2020 của UBND xã Trung Hà)" in lines
    assert "Trên đây là báo cáo tuyên truyền CCHC 6 tháng đầu năm 2020 của UBND xã Trung Hà./." in lines
    assert {"Nơi nhận:", "- Như trên;", "- Lưu: VT."} <= set(lines)


def test_letterhead__of_a_department_names_the_body_above():
    header = HEADER | {"unit": "Sở Nội vụ", "report_no": ""}
    lines = documents.lines(read(template_bytes(f.FORM, values=WHOLE, header=header))[0])
    assert [line for line in lines if line][:3] == ["UBND TỈNH ……………", "SỞ NỘI VỤ", "Số: ……/BC-……"]
    named = template_bytes(f.FORM, values=WHOLE, header=header, superior="UBND TỈNH BẮC HÀ")
    lines = documents.lines(read(named)[0])
    assert [line for line in lines if line][:2] == ["UBND TỈNH BẮC HÀ", "SỞ NỘI VỤ"]


def test_signer__as_the_clerk_wrote_it_under_the_table():
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(template_bytes(f.FORM, values=WHOLE, header=HEADER)))
    sheet = book["Phụ lục"]
    row = next(cell.row for cell in sheet["C"] if cell.value == "THỦ TRƯỞNG ĐƠN VỊ") + 6
    sheet.cell(row, 3).value = "Nguyễn Văn An"
    stream = io.BytesIO()
    book.save(stream)
    assert documents.lines(read(stream.getvalue())[0]).count("Nguyễn Văn An") == 1


def test_sections__word_for_word_and_dots_where_nothing_was_written():
    narrative = {"direction": "Ban hành Kế hoạch số 9.\n- Phân công.", "next": "Tiếp tục: a = b"}
    data, _ = read(template_bytes(f.FORM, values=WHOLE, header=HEADER, narrative=narrative))
    lines = documents.lines(data)
    labels = [item.label for item in f.FORM.narrative]
    at = [lines.index(label) for label in labels]
    assert at == sorted(at)
    assert lines[at[0] + 1 : at[1]] == ["Ban hành Kế hoạch số 9.", "- Phân công."]
    assert [set(lines[place + 1]) for place in at[1:5]] == [{"…"}] * 4
    assert lines[at[5] + 1] == "Tiếp tục: a = b"


def test_appendix__a_blank_figure_stays_blank_and_a_nought_is_a_nought():
    data, after = read(template_bytes(f.FORM, values=WHOLE | {"03": None}, header=HEADER))
    rows = {tuple(row[:1]): row[3] for row in documents.table_rows(data)[2]}
    assert (rows[("02",)], rows[("03",)]) == ("0", "")
    assert [one.state for one in after.submission.readings][:3] == ["number", "number", "blank"]


@pytest.mark.parametrize(
    ("name", "rest"),
    [("UBND xã A", "xã A"), ("Ủy ban nhân dân Phường 1", "Phường 1"), ("Uỷ ban nhân dân  xã B", "xã B"), ("Sở X", "Sở X"), ("UBND", "UBND")],
)  # fmt: skip
def test_without_organ__so_that_it_does_not_stand_twice(name, rest):
    assert without_organ(name) == rest


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Báo cáo tuyên truyền CCHC", "tuyên truyền CCHC năm 2026"),
        ("BÁO CÁO Chuyển đổi số", "chuyển đổi số năm 2026"),
        ("CCHC", "CCHC năm 2026"),
        ("Báo cáo", "báo cáo năm 2026"),
    ],
)
def test_about__the_title_without_the_word_report(title, expected):
    assert about(title, "Năm 2026") == expected


def columns_form(columns: int) -> Form:
    """A form of rows x columns, with a section: as ``form.compile`` makes them."""
    values = tuple(Column(f"c{n}", ("Đã giải quyết", f"Cột {n}")) for n in range(columns))
    rows = (Row("01", "1", "Đất đai", "Hồ sơ"), Row("02", "2", "Hộ tịch", "Hồ sơ"))
    fields = tuple(
        f.FORM.fields[0]._replace(id=f"{row.id}@{column.id}", row=row.id, column=column.id)
        for row in rows for column in values
    )  # fmt: skip
    section = Section("I", "CẤP XÃ", "01")
    return f.FORM._replace(rows=rows, values=values, fields=fields, sections=(section,))


@pytest.mark.parametrize("columns", [2, 6, 12])
def test_appendix__of_several_columns_has_them_all_and_lies_on_its_side_where_it_must(columns):
    form = columns_form(columns)
    values = tuple(Reading(field.id, "number", n, raw=n) for n, field in enumerate(form.fields, 1))
    submission = Submission(Source("a.xlsx"), form.id, 1, "Phụ lục", values, unit_text="Sở A")
    data = unit_report_docx(UnitReport(form, submission))
    assert documents.faults(data) == []
    head, section, *rows = documents.table_rows(data)[2]
    assert head[3 : 3 + columns] == [column.label for column in form.values]
    assert section[:2] == ["I", "CẤP XÃ"]
    assert [row[3 : 3 + columns] for row in rows] == [
        [str(n) for n in range(1, columns + 1)], [str(n) for n in range(columns + 1, 2 * columns + 1)],
    ]  # fmt: skip
    page = docx.Document(io.BytesIO(data)).sections[-1]
    table = documents.root(data).findall(f".//{documents.W}tblGrid")[2]
    width = sum(int(one.attrib[f"{documents.W}w"]) for one in table) / 1440 * 25.4
    assert width <= page.page_width.mm - 49
    assert (page.page_width > page.page_height) is (columns > 1)


# --- the command ---------------------------------------------------------------------------------------------------


def sound(path: pathlib.Path) -> pathlib.Path:
    return f.put(path, template_bytes(f.FORM, values=WHOLE, header=HEADER))


def test_command__writes_by_form_unit_and_period(tmp_path, monkeypatch):
    path = sound(tmp_path / "in" / "bc.xlsx")
    before = f.sha256(path)
    monkeypatch.chdir(tmp_path)
    code, printed = f.run("report", path)
    name = "Báo cáo tuyên truyền CCHC - UBND xã Trung Hà - 6 tháng đầu năm 2020.docx"
    assert (code, name in printed) == (0, True)
    assert f.sha256(path) == before
    assert f.run("report", path)[0] == 0  # the same again is no loss
    assert {one.name for one in tmp_path.iterdir()} == {"in", name}


def test_command__refuses_while_there_are_errors_and_says_them(tmp_path):
    path = f.put(tmp_path / "bc.xlsx", template_bytes(f.FORM, values=WHOLE | {"03": "nhiều"}, header=HEADER))
    code, printed = f.run("report", path, "-o", tmp_path / "out")
    assert code == 1
    assert "V24" in printed
    assert "Đề nghị ghi số" in printed
    assert "--draft" in printed
    assert not (tmp_path / "out").exists()
    code, printed = f.run("report", path, "-o", tmp_path / "out", "--draft")
    (draft,) = (tmp_path / "out").iterdir()
    assert (code, "DỰ THẢO" in printed) == (0, True)
    listed = documents.table_rows(draft.read_bytes())[-1]
    assert listed[0] == ["TT", "Chỉ tiêu, vị trí", "Nội dung", "Đề nghị"]
    assert [("03." in row[1], "nhiều" in row[2], "Đề nghị" in row[3]) for row in listed[1:]] == [(True, True, True)]


def test_command__a_figure_that_is_not_read_is_an_error_too(tmp_path):
    """Two rows merged into one figure: only a warning, but nobody knows whose figure it is."""
    code, printed = f.run("report", EXAMPLES / "tinh-mau" / "bao-cao" / "XM28 Phường Bắc Sơn.xlsx", "-o", tmp_path)
    assert (code, "S09" in printed) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_command__what_is_no_workbook_of_the_form_is_said(tmp_path, lang):
    path = f.put(tmp_path / "a.xlsx", b"no workbook")
    code, printed = f.run("report", path, "-o", tmp_path / "out", "--lang", lang)
    assert (code, "F0" in printed) == (1, True)
    assert not (tmp_path / "out").exists()
    with pytest.raises(UserError, match="not-found"):
        f.run("report", tmp_path / "nowhere.xlsx")


def test_command__never_over_an_input_or_over_what_somebody_went_on_with(tmp_path):
    path = sound(tmp_path / "bc.xlsx")
    other = f.put(tmp_path / "bc.docx", b"mine")
    with pytest.raises(UserError, match="no-output-folder"):
        f.run("report", path, "-o", tmp_path / "nowhere" / "b.docx")
    with pytest.raises(UserError, match="output-exists"):
        f.run("report", path, "-o", other)
    assert other.read_bytes() == b"mine"
    assert f.run("report", path, "-o", other, "--force")[0] == 0
    assert documents.faults(other.read_bytes()) == []
    with pytest.raises(UserError, match="output-is-input"):
        f.run("report", other, "-o", other, "--force")


def test_command__a_form_of_one_s_own(tmp_path):
    settled = named_settings(str(OWN))
    form = settled.forms[0]
    values = {field.id: place for place, field in enumerate(form.fields)}
    header = {"unit": "Trung tâm Phục vụ hành chính công", "period": form.periods[0].label, "year": 2026}
    narrative = {item.id: f"Nội dung {item.id}" for item in form.narrative}
    path = f.put(tmp_path / "bc.xlsx", template_bytes(form, values=values, header=header, narrative=narrative))
    code, printed = f.run("report", path, "--form", OWN, "-o", tmp_path / "out", "--draft")
    assert code == 0, printed
    before, after, data = written(path, settled)
    assert documents.faults(data) == []
    assert [(one.field, one.number) for one in after.submission.readings] == list(values.items())
    assert identity(after.submission) == identity(before.submission)


def test_command__the_campaign_s_office_is_who_is_reported_to(tmp_path):
    campaign = f.put(tmp_path / "dot-bao-cao.json", '{"office": {"name": "Sở Nội vụ"}}'.encode())
    f.run("report", sound(tmp_path / "bc.xlsx"), "--campaign", campaign, "-o", tmp_path / "a.docx")
    assert "Kính gửi: Sở Nội vụ" in documents.lines((tmp_path / "a.docx").read_bytes())


def test_bytes__the_same_report_gives_the_same():
    workbook = template_bytes(f.FORM, values=WHOLE, header=HEADER)
    assert read(workbook)[0] == read(workbook)[0]


# --- judges --------------------------------------------------------------------------------------------------------


def test_document__what_word_asks_and_no_validator_sees():
    for name, (_, _, data) in every_report().items():
        assert documents.faults(data) == [], name


@pytest.mark.judge
def test_document__microsofts_validator_has_nothing_to_say(tmp_path):
    paths = []
    for place, (_, _, data) in enumerate(list(every_report().values())[:12]):
        paths.append(f.put(tmp_path / f"{place}.docx", data))
    form = columns_form(6)
    paths.append(
        f.put(tmp_path / "c.docx", unit_report_docx(UnitReport(form, Submission(Source("a"), form.id, 1, "", ()))))
    )
    assert judges.validate_openxml(*paths) == []


def test_document__libreoffice_shows_the_head_in_one_line_each(tmp_path, office):
    path = f.put(tmp_path / "a.docx", every_report()[SEEDS[-1].name][2])
    pdf = office.convert(path, "pdf", tmp_path)
    shown = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    for text in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DANH MỤC NỘI DUNG PHẢI SỬA"):
        assert text in shown
