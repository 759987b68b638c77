"""The summary of a province: every figure of its text is found in the workbook, by hand and not by our reader."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
import statistics
import subprocess
import zipfile
from collections.abc import Iterator

import documents
import docx
import filled as f
import judges
import openpyxl
import pytest
from made_reports import FORM, H1, report

from cchc_xl.campaign import Office
from cchc_xl.consolidation.beside.compare import compare
from cchc_xl.consolidation.beside.previous import previous_of
from cchc_xl.consolidation.consolidate import consolidate
from cchc_xl.errors import UserError
from cchc_xl.form.load import versions
from cchc_xl.form.period import period
from cchc_xl.grid.file import PROVINCE_LIMITS, read_bytes
from cchc_xl.model import Grid, Period, Report, Unit
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan, with_files
from cchc_xl.units.roster import Roster, load_roster
from cchc_xl.validate import settings, validate_read
from cchc_xl.words import province_report as words
from cchc_xl.words.province import WORDS
from cchc_xl.write.province.result import ProvinceResult, read_result
from cchc_xl.write.province.workbook import province_bytes
from cchc_xl.write.word.counts import count, percent
from cchc_xl.write.word.province_report import NOBODY, province_report_docx
from cchc_xl.write.word.province_text import chapters

EXAMPLE = judges.ROOT / "examples" / "tinh-mau"
MADE = tuple(Unit(f"U-{place}", f"Xã Số {place:02d}", admin_code=str(18000 + place)) for place in range(14))
OFFICE = Office(
    "Sở Nội vụ", "UBND tỉnh Hà Bắc", "Hà Bắc", "", "KT. Giám đốc", "Phó Giám đốc", "Nguyễn Văn An", ("UBND tỉnh;",)
)
HEADINGS = (
    words.SENDING, words.RESULTS, words.COMPARISON, words.NOTABLE, words.QUALITY, words.DIFFICULTIES, words.PROPOSALS,
)  # fmt: skip


# --- workbooks -----------------------------------------------------------------------------------------------------


@functools.cache
def example() -> bytes:
    """The made-up province's workbook, as ``cchc-xl merge`` writes it."""
    import tempfile

    form = versions("tuyen-truyen-cchc")
    against = settings(form, load_roster(str(EXAMPLE / "don-vi.csv")), period(form[0], "H1", 2026))
    with tempfile.TemporaryDirectory() as folder:
        plan = with_files(Plan(against), received=str(EXAMPLE / "so-nhan.csv"))
        path = f"{folder}/tong-hop.xlsx"
        merge_paths([str(EXAMPLE / "bao-cao")], path, plan)
        with open(path, "rb") as file:
            return file.read()


def told(unit: Unit, values: list[object], when: Period, *more: tuple[str, str], **narrative: str) -> Report:
    made = report(unit, values, more, period=when)
    return made._replace(submission=made.submission._replace(narrative=narrative))


@functools.cache
def compared() -> bytes:
    """Fourteen units in two years, of which one has no figure now and one is set aside."""
    before, now = period(FORM, "H1", 2025), H1
    earlier = [report(unit, [10 + place] * 9, period=before) for place, unit in enumerate(MADE[:13])]
    first = province_bytes(consolidate(FORM, earlier, MADE, (), before))
    reports = [
        told(unit, [12 + place, *[3] * 8], now, difficulties=f"Khó khăn {place}\nDòng 2", proposals="Đề nghị = hỗ trợ")
        for place, unit in enumerate(MADE[:11])
    ]
    reports.append(told(MADE[11], ["", *[0] * 8], now, ("V25", "01")))
    reports.append(told(MADE[12], ["nhiều", *["~7"] * 8], now, ("V24", "01")))
    merged = consolidate(FORM, reports, MADE, (), now)
    grid = read_bytes(first, "cu.xlsx", limits=PROVINCE_LIMITS)
    assert isinstance(grid, Grid)
    return province_bytes(merged, comparison=compare(merged, [previous_of(grid, "cu.xlsx")], Roster(MADE)))


def opened(workbook: bytes) -> ProvinceResult:
    grid = read_bytes(workbook, "tong-hop.xlsx", limits=PROVINCE_LIMITS)
    assert isinstance(grid, Grid)
    return read_result(grid, "tong-hop.xlsx")


def written(workbook: bytes, office: Office = NOBODY) -> bytes:
    return province_report_docx(opened(workbook), office)


WORKBOOKS = {"example": example, "compared": compared}


# --- what the workbook says, by hand -------------------------------------------------------------------------------


class ByHand:
    """The workbook's cells, read with openpyxl by the titles that a person sees."""

    def __init__(self, workbook: bytes, ids: list[str]) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)
        self.ids = ids
        self.units = self.table("Theo đơn vị", "Đơn vị")
        passed = ("Ngoài danh sách", WORDS["vi"]["status-aside"])  # of the latter none of the files can be used yet
        self.expected = [row for row in self.units if row["Trạng thái"] not in passed]
        self.missing = self.table("Chưa nộp", "Đơn vị") if "Chưa nộp" in self.book.sheetnames else None
        summary = self.table("Tổng hợp", "Chỉ tiêu")[: len(ids)]
        self.summary = dict(zip(ids, summary, strict=True))
        self.findings = [row for row in self.table("Vấn đề", "Mã") if row["Mức độ"] in ("Lỗi", "Cảnh báo")]

    def table(self, name: str, title: str) -> list[dict[str, object]]:
        rows = list(self.book[name].iter_rows(values_only=True))
        head = next(place for place, row in enumerate(rows) if title in row and len(set(row)) > 3)
        titles = rows[head]
        found = [dict(zip(titles, row, strict=True)) for row in rows[head + 1 :]]
        return [row for row in found if row[title] not in (None, "")]

    def values(self, field: str) -> list[float]:
        return [row[field] for row in self.units if row[field] is not None]

    def noted(self, field: str) -> set[int]:
        return {int(n) for n in re.findall(r"\d+", str(self.summary[field]["Ghi chú"]))}


def numbers(text: str) -> list[float]:
    """The figures of a sentence: 1.200 is 1200, 05 is 5, 85,7% is 85.7."""
    return [
        float(one.replace(".", "").replace(",", "."))
        for one in re.findall(r"\d+(?:\.\d{3})*(?:,\d+)?", text)
    ]  # fmt: skip


def sections(workbook: bytes) -> dict[str, list[str]]:
    lines = documents.lines(written(workbook))
    at = [lines.index(heading) for heading in HEADINGS]
    end = next(place for place, line in enumerate(lines) if line.startswith("Trên đây là báo cáo"))
    bounds = [*at, end]
    return {heading: lines[bounds[place] + 1 : bounds[place + 1]] for place, heading in enumerate(HEADINGS)}


def by_indicator(lines: list[str], form) -> Iterator[tuple[object, str]]:
    """(field, what is said of it) of the sentences that begin with an indicator."""
    for line in lines:
        field = max(
            (one for one in form.fields if line.startswith(f"{one.tt}. {one.label}:" if one.tt else f"{one.label}:")),
            key=lambda one: len(one.label),
            default=None,
        )
        if field:
            yield field, line.split(f"{field.label}:", 1)[1]


@pytest.fixture(params=WORKBOOKS)
def workbook(request) -> bytes:
    return WORKBOOKS[request.param]()


def form_of(workbook: bytes):
    return opened(workbook).form


def test_sending__who_reported_and_when(workbook):
    known = ByHand(workbook, [field.id for field in form_of(workbook).fields])
    text = sections(workbook)[words.SENDING]
    sent, missing = len(known.expected), len(known.missing)
    assert (
        text[0] == f"{sent}/{sent + missing} đơn vị phải gửi báo cáo đã gửi báo cáo ({percent(sent, sent + missing)})."
    )
    days = sorted(
        row["Ngày nhận"].date() for row in known.table("Nguồn", "Tệp")
        if row["Kết quả"] == "Đã tổng hợp" and isinstance(row["Ngày nhận"], dt.datetime)
    )  # fmt: skip
    dates = [f"{day.day:02d}/{day.month}/{day.year}" for day in (days[0], days[-1])]
    assert any(all(date in line for date in dates) for line in text)
    late = sum(isinstance(row["Muộn (ngày)"], int | float) for row in known.expected)
    told_late = [line for line in text if "sau thời hạn" in line]
    assert (
        told_late == [f"{count(late)} đơn vị gửi sau thời hạn."] if late else ["Không có" in one for one in told_late]
    )
    names = {row["Đơn vị"] for row in known.missing}
    said = [line for line in text if "chưa gửi báo cáo" in line or "chưa sử dụng được" in line]
    assert sum(int(numbers(line)[0]) for line in said) == missing
    assert all(any(name in line for line in said) for name in names)


def test_results__every_figure_is_in_the_workbook(workbook):
    form = form_of(workbook)
    known = ByHand(workbook, [field.id for field in form.fields])
    told_of = list(by_indicator(sections(workbook)[words.RESULTS], form))
    assert [field.id for field, _ in told_of] == [field.id for field in form.fields]
    for field, said in told_of:
        values, summary = known.values(field.id), known.summary[field.id]
        assert len(values) == summary["Số đơn vị\nbáo cáo"]
        found = numbers(said)
        if values:
            assert found[:2] == [sum(values), len(values)] == [summary["Số lượng"], len(values)], said
            found = found[2:]
        noughts = sum(value == 0 for value in values)
        in_workbook = {noughts, 0, summary["Chưa tính"]} | known.noted(field.id)
        assert set(found) <= in_workbook, (said, in_workbook)
        assert (f"; {count(noughts)} đơn vị báo cáo 0" in said) is (0 < noughts < len(values))


def test_results__what_is_set_aside_and_estimated_is_told():
    said = {field.id: text for field, text in by_indicator(sections(compared())[words.RESULTS], FORM)}
    assert said["01"] == (
        f" {sum(range(12, 23))} văn bản, của 11 đơn vị; chưa tính số liệu của 01 đơn vị vì có lỗi hoặc chờ xác nhận;"
        " 02 đơn vị chưa có số liệu."
    )
    assert "có số ước tính của 01 đơn vị" in said["03"]


def test_comparison__only_units_with_both_and_no_percentage_of_a_handful():
    form = FORM
    text = sections(compared())[words.COMPARISON]
    book = openpyxl.load_workbook(io.BytesIO(compared()), data_only=True)["So sánh"]
    rows = list(book.iter_rows(values_only=True))
    head = max(place for place, row in enumerate(rows) if "Kỳ trước" in row and "Kỳ này" in row)
    titles = rows[head]
    pairs: dict[str, list[tuple[float, float]]] = {}
    for row in rows[head + 1 :]:
        named = dict(zip(titles, row, strict=True))
        if named["Kỳ trước"] is not None and named["Kỳ này"] is not None:
            pairs.setdefault(str(named["Chỉ tiêu"]).split(". ")[0], []).append((named["Kỳ trước"], named["Kỳ này"]))
    told_of = list(by_indicator(text, form))
    assert len(told_of) == len(form.fields)
    for field, said in told_of:
        own = pairs[field.tt or field.id]
        before, now = sum(one for one, _ in own), sum(one for _, one in own)
        share = numbers(percent(abs(now - before), before)) if now != before else []
        difference = [abs(now - before)] if now != before else []
        plain = said.replace("6 tháng đầu năm 2025", "")
        assert numbers(plain) == [now, *difference, *share, before, len(own)], said
        assert ("tăng" in said, "giảm" in said) == (now > before, now < before)
        assert "so với 6 tháng đầu năm 2025" in said


def test_comparison__nothing_to_compare_with_is_said_and_asked_for():
    assert sections(example())[words.COMPARISON] == [words.NOT_COMPARED]
    assert words.CHECK_COMPARISON in [text for _, text in documents.comments(written(example()))]


@pytest.mark.parametrize(
    ("before", "now", "units", "share"),
    [(100, 123, 10, " (23,0%)"), (100, 123, 9, ""), (19, 30, 12, ""), (20, 30, 12, " (50,0%)"), (50, 50, 12, "")],
)
def test_percentage__never_for_a_handful(before, now, units, share):
    from cchc_xl.write.province.result import Compared
    from cchc_xl.write.word.province_text import _compared

    text = _compared(Compared(FORM.fields[0], units, before, now), "Năm 2025").text
    assert ("%" in text) is bool(share)
    assert share in text


def test_notable__the_largest_the_smallest_and_the_median(workbook):
    form = form_of(workbook)
    known = ByHand(workbook, [field.id for field in form.fields])
    told_of = list(by_indicator(sections(workbook)[words.NOTABLE], form))
    assert [field.id for field, _ in told_of] == [one.id for one in form.fields if len(known.values(one.id)) >= 5]
    for field, said in told_of:
        values = known.values(field.id)
        shown = re.fullmatch(
            r" lớn nhất (\S+) .*? \((.*)\), nhỏ nhất (\S+) .*? \((.*)\), trung vị (\S+) .*, trong (\S+) đơn vị có số liệu\.",
            said,
        )
        most, who_most, least, who_least, middle, n = shown.groups()
        assert [numbers(one)[0] for one in (most, least, middle, n)] == [
            max(values), min(values), statistics.median(values), len(values),
        ], said  # fmt: skip
        for who, value in ((who_most, max(values)), (who_least, min(values))):
            names = [row["Đơn vị"] for row in known.units if row[field.id] == value]
            assert who == ("; ".join(names) if len(names) <= 3 else f"{count(len(names))} đơn vị")


def test_quality__counts_of_the_sheet_of_problems(workbook):
    known = ByHand(workbook, [field.id for field in form_of(workbook).fields])
    states, totals, *kinds = sections(workbook)[words.QUALITY]
    statuses = [row["Trạng thái"] for row in known.expected]
    good, warned = statuses.count("Hợp lệ"), statuses.count("Có cảnh báo")
    assert numbers(states) == [good, warned, len(statuses) - good - warned]
    severities = [row["Mức độ"] for row in known.findings]
    still = [row for row in known.findings if not row["Xử lý"]]
    assert numbers(totals) == [
        len(severities), severities.count("Lỗi"), severities.count("Cảnh báo"),
        len(severities) - len(still), len(still),
    ]  # fmt: skip
    from cchc_xl.check.catalogue import title_of

    assert 0 < len(kinds) <= 10
    for line in kinds:
        found = re.fullmatch(r"(Lỗi|Cảnh báo): (.*): (\S+) nội dung, còn (\S+) chưa quyết định\.", line)
        severity, title, n, left = found.groups()
        rows = [row for row in known.findings if (row["Mức độ"], title_of(row["Mã"], "vi")) == (severity, title)]
        assert [numbers(n)[0], numbers(left)[0]] == [len(rows), sum(not row["Xử lý"] for row in rows)]


def test_quality__what_was_decided_is_no_longer_open():
    found = opened(compared())
    book = openpyxl.load_workbook(io.BytesIO(compared()))
    sheet = book["Vấn đề"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, titles["Mã"]).value == "V25")
    sheet.cell(row, titles["Xử lý"]).value = "Nhập giá trị"
    sheet.cell(row, titles["Giá trị"]).value = 5
    stream = io.BytesIO()
    book.save(stream)
    after = opened(stream.getvalue())
    assert (after.decided, sum(one.open for one in after.problems)) == (
        found.decided + 1, sum(one.open for one in found.problems) - 1,
    )  # fmt: skip


def test_told__word_for_word_under_the_names_of_the_units():
    text = sections(compared())
    difficulties = text[words.DIFFICULTIES]
    for place, unit in enumerate(MADE[:11]):
        at = difficulties.index(f"{unit.name}:")
        assert difficulties[at + 1 : at + 3] == [f"Khó khăn {place}", "Dòng 2"]
    assert text[words.PROPOSALS].count("Đề nghị = hỗ trợ") == 11


def test_told__nobody_wrote_anything_leaves_dots():
    text = sections(example())
    for heading in (words.DIFFICULTIES, words.PROPOSALS):
        assert [set(line) for line in text[heading]] == [{"…"}]


def test_told__what_a_person_took_out_of_the_workbook_is_not_told():
    book = openpyxl.load_workbook(io.BytesIO(compared()))
    sheet = book["Khó khăn, kiến nghị"]
    sheet.cell(4, 4).value = "Rút gọn"
    sheet.delete_rows(5)
    stream = io.BytesIO()
    book.save(stream)
    difficulties = sections(stream.getvalue())[words.DIFFICULTIES]
    assert "Rút gọn" in difficulties
    assert "Khó khăn 0" not in difficulties
    assert "Khó khăn 1" not in difficulties


def test_text__follows_what_a_person_changed_among_the_units():
    book = openpyxl.load_workbook(io.BytesIO(compared()))
    sheet = book["Theo đơn vị"]
    titles = {cell.value: cell.column for cell in sheet[5]}
    rows = {sheet.cell(row, titles["Đơn vị"]).value: row for row in range(6, sheet.max_row + 1)}
    sheet.cell(rows["Xã Số 00"], titles["01"]).value = 1012
    sheet.insert_cols(2)
    stream = io.BytesIO()
    book.save(stream)
    said = {field.id: text for field, text in by_indicator(sections(stream.getvalue())[words.RESULTS], FORM)}
    assert numbers(said["01"])[:2] == [sum(range(12, 23)) + 1000, 11]


# --- only what figures bear ----------------------------------------------------------------------------------------


def test_words__no_causes_no_judgements_no_most_of():
    patterns = [
        value for name, value in vars(words).items()
        if name.isupper() and not name.startswith("CHECK") and isinstance(value, str)
    ]  # fmt: skip
    assert len(patterns) > 40
    banned = r"(?i)\b(do|nhờ|tốt|hiệu quả|tích cực|đáng kể|đa số|phần lớn|hầu hết|kém|không báo cáo|năm ngoái|cao hơn nhiều)\b"
    assert [one for one in patterns if re.search(banned, one)] == []


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (5, "05"), (9, "09"), (10, "10"), (1200, "1.200"), (1234567, "1.234.567"), (2.5, "2,5"), (-3, "-3")]
)  # fmt: skip
def test_count__as_offices_write_it(value, shown):
    assert count(value) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, "33,3%"), (2, 3, "66,7%"), (999, 1000, "99,9%"), (9999, 10000, "99,9%"), (1, 100000, "0,1%"), (0, 5, "0,0%"), (7, 7, "100,0%"), (3, 2, "150,0%")],
)  # fmt: skip
def test_percent__one_decimal_with_a_comma(part, whole, shown):
    assert percent(part, whole) == shown


# --- the document --------------------------------------------------------------------------------------------------


def test_document__head_title_and_signature_of_the_office():
    lines = [line for line in documents.lines(written(compared(), OFFICE)) if line]
    assert lines[:2] == ["UBND TỈNH HÀ BẮC", "SỞ NỘI VỤ"]
    assert "Tổng hợp kết quả tuyên truyền CCHC 6 tháng đầu năm 2026" in lines
    assert any(
        "Sở Nội vụ tổng hợp kết quả" in line and "từ ngày 15/12/2025 đến ngày 14/6/2026" in line for line in lines
    )
    assert {"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn An", "- UBND tỉnh;"} <= set(lines)


def test_comments__at_each_place_that_a_person_must_fill_or_check():
    found = documents.comments(written(compared()))
    about = {text: at for at, text in found}
    assert about[words.CHECK_NUMBER] == "Số: ……/BC-……"
    assert about[words.CHECK_TO].startswith("Kính gửi: …")
    assert set(about[words.CHECK_BASIS]) == {"…"}
    assert words.CHECK_OFFICE in about
    assert words.CHECK_SIGNER in about
    assert about[words.CHECK_RECIPIENTS] == "Nơi nhận:"
    assert any("chưa tính số liệu của 01 đơn vị" in at for at, text in found if text == words.CHECK_ASIDE)
    assert words.CHECK_OFFICE not in [text for _, text in documents.comments(written(compared(), OFFICE))]
    assert words.CHECK_SIGNER not in [text for _, text in documents.comments(written(compared(), OFFICE))]
    for at, text in documents.comments(written(example())):
        assert at, text
        assert text.startswith(("Đề nghị", "Bảng tổng hợp", "Nguyên văn", "Không có"))
    assert docx.Document(io.BytesIO(written(compared()))).comments


def test_dots__none_is_without_a_comment():
    """Whatever is left to be filled in is said to whom must fill it in."""
    for one in documents.root(written(example())).iter(f"{documents.W}p"):
        text = "".join(t.text or "" for t in one.iter(f"{documents.W}t"))
        if text and set(text) == {"…"} and len(text) > 20:
            assert list(one.iter(f"{documents.W}commentRangeStart"))


def test_appendices__the_form_the_missing_units_and_units_by_indicator(workbook):
    form = form_of(workbook)
    known = ByHand(workbook, [field.id for field in form.fields])
    tables = documents.table_rows(written(workbook))
    consolidated = next(table for table in tables if table[0][0] == "TT" and table[0][3] == "Tổng số của các đơn vị")
    assert [(row[1], numbers(row[3]), int(row[4])) for row in consolidated[1:]] == [
        (field.label, [sum(known.values(field.id))] if known.values(field.id) else [], len(known.values(field.id)))
        for field in form.fields
    ]
    missing = next(table for table in tables if table[0] == list(words.MISSING_HEADS))
    assert {row[1] for row in missing[1:]} == {row["Đơn vị"] for row in known.missing}
    faulty = {row[1] for row in missing[1:] if row[3] == words.NOT_USABLE}
    assert faulty == {row["Đơn vị"] for row in known.missing if row[WORDS["vi"]["came"]]}
    assert bool(faulty) is (len(form.fields) == 11)
    each = tables[-1]
    assert [row[1] for row in each[1:]] == [row["Đơn vị"] for row in known.units]
    for row, unit in zip(each[1:], known.units, strict=True):
        assert [numbers(one)[0] if one else None for one in row[2:]] == [unit[field.id] for field in form.fields]


def test_appendix__many_indicators_in_several_tables():
    result = opened(compared())
    fields = tuple(FORM.fields[0]._replace(id=f"f{n}", tt=str(n)) for n in range(30))
    many = result._replace(form=FORM._replace(fields=fields))
    data = province_report_docx(many)
    assert documents.faults(data) == []
    heads = [table[0] for table in documents.table_rows(data) if len(table[0]) == 12]
    assert [len(head) - 2 for head in heads] == [10, 10, 10]


def test_charts__points_and_their_workbooks_say_what_the_text_says():
    data = written(example())
    found = documents.parts(data)
    known = ByHand(example(), [field.id for field in form_of(example()).fields])
    charts = [name for name in found if re.fullmatch(r"word/charts/chart\d+\.xml", name)]
    assert charts
    for place, name in enumerate(charts, 1):
        chart = documents.root(data, name)
        labels, values = (
            [one.text for cache in chart.iter(f"{documents.C}{kind}") if len(cache) > 2 or kind == "numCache" for one in cache.iter(f"{documents.C}v")]
            for kind in ("strCache", "numCache")
        )  # fmt: skip
        book = openpyxl.load_workbook(io.BytesIO(found[f"word/embeddings/chart{place}.xlsx"]))
        rows = list(book.active.iter_rows(min_row=2, values_only=True))
        assert rows == [(label, float(value)) for label, value in zip(labels, values, strict=True)]
        for label, value in rows:
            assert value == sum(known.values(label.split(".")[0]))
    told_of = [one.attrib["descr"] for one in documents.root(data).iter() if one.tag.endswith("}docPr")]
    assert all("Biểu đồ cột ngang: " in text for text in told_of)


def test_charts__beside_an_earlier_period_are_of_the_units_that_have_both():
    result = opened(compared())
    data = written(compared())
    (earlier,) = result.earlier
    charts = [
        documents.root(data, name) for name in documents.parts(data) if re.fullmatch(r"word/charts/chart\d+\.xml", name)
    ]
    beside = [chart for chart in charts if len(list(chart.iter(f"{documents.C}ser"))) == 2]
    assert beside
    known = {(one.now, one.before) for one in earlier.fields}
    for chart in beside:
        series = [
            [float(one.text) for cache in each.iter(f"{documents.C}numCache") for one in cache.iter(f"{documents.C}v")]
            for each in chart.iter(f"{documents.C}ser")
        ]
        assert set(zip(*series, strict=True)) <= known
    assert documents.faults(data) == []
    assert any("So với 6 tháng đầu năm 2025, các chỉ tiêu tính bằng tin, bài" in text for text in documents.lines(data))


def test_document__is_no_unit_s_report():
    """In a folder of reports it is passed over as the workbook is; saved by Word, it still says what it is."""
    data = written(compared(), OFFICE)
    found = validate_read(read_bytes(data, "bao-cao.docx"), settings([FORM]))
    assert (found.submission, [one.code for one in found.findings]) == (None, ["F18"])


def test_document__that_no_longer_says_what_it_is_is_asked_about():
    parts = documents.parts(written(compared(), OFFICE))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            if name != "docProps/custom.xml":
                package.writestr(name, content)
    found = validate_read(read_bytes(stream.getvalue(), "bao-cao.docx"), settings([FORM]))
    assert found.status == "errors"
    assert "S12" in {one.code for one in found.findings}


def test_document__what_word_asks_and_no_validator_sees(workbook):
    assert documents.faults(written(workbook)) == []
    numbers_of = [one.attrib["id"] for one in documents.root(written(workbook)).iter() if one.tag.endswith("}docPr")]
    assert len(numbers_of) == len(set(numbers_of))


@pytest.mark.judge
def test_document__microsofts_validator_has_nothing_to_say(tmp_path):
    paths = [f.put(tmp_path / f"{name}.docx", written(make(), OFFICE)) for name, make in WORKBOOKS.items()]
    assert judges.validate_openxml(*paths) == []


def test_document__libreoffice_draws_the_chart(tmp_path, office):
    path = f.put(tmp_path / "a.docx", written(example()))
    pdf = office.convert(path, "pdf", tmp_path)
    shown = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    assert "Hình 1. Kết quả các chỉ tiêu tính bằng" in shown
    assert "04. Truyền thanh cấp xã" in shown


@pytest.mark.parametrize("text", ['=HYPERLINK("a")', "+1", "@A", "<b>&", "x\x07y", "dài " * 9_000])
def test_text__whatever_a_unit_wrote_stays_text(text):
    reports = [told(unit, [1] * 9, H1, difficulties=text) for unit in MADE[:2]]
    data = written(province_bytes(consolidate(FORM, reports, MADE[:3], (), H1)))
    assert documents.faults(data) == []
    assert text[:30].replace("\x07", "␇").strip()[:20] in "\n".join(documents.lines(data))


# --- without this or that ------------------------------------------------------------------------------------------


def test_without_roster_period_or_reports():
    for reports, roster, when in (([report(MADE[0], [1] * 9)], (), None), ([], MADE, H1), ([], (), None)):
        data = written(province_bytes(consolidate(FORM, reports, roster, (), when)))
        assert documents.faults(data) == []
        assert documents.lines(data)


def test_in_english__the_workbook_s_language_does_not_matter():
    reports = [
        told(unit, [5] * 9, H1, ("V24", "01") if not place else ("V02", "02")) for place, unit in enumerate(MADE[:6])
    ]
    merged = consolidate(FORM, reports, MADE[:8], (), H1)
    vi, en = (opened(province_bytes(merged, lang)) for lang in ("vi", "en"))
    assert chapters(vi) == chapters(en)


# --- the command ---------------------------------------------------------------------------------------------------


def test_command__from_the_workbook(tmp_path, monkeypatch):
    path = f.put(tmp_path / "in" / "tong-hop.xlsx", compared())
    before = f.sha256(path)
    monkeypatch.chdir(tmp_path)
    code, printed = f.run("report", path)
    name = "Báo cáo tuyên truyền CCHC - Tổng hợp - 6 tháng đầu năm 2026.docx"
    assert (code, name in printed, "13 đơn vị" in printed) == (0, True, True)
    assert f.sha256(path) == before
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(UserError, match="output-exists"):
        f.run("report", path)
    assert f.run("report", path, "--force")[0] == 0
    assert (tmp_path / name).read_bytes() == written(compared())


def test_command__a_damaged_workbook_is_said(tmp_path):
    parts = f.members(compared())
    sheet = next(name for name in sorted(parts) if name.startswith("xl/worksheets/sheet2"))
    parts[sheet] = parts[sheet][:500]
    path = f.put(tmp_path / "a.xlsx", f.zipped(parts))
    with pytest.raises(UserError, match="bad-previous"):
        f.run("report", path, "-o", tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()
