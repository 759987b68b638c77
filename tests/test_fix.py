"""Safe repairs in a copy: what is changed, what is not, and that the log says all of it."""

from __future__ import annotations

import io
import re

import filled as f
import judges
import openpyxl
import pytest

from cchc_xl.errors import UserError
from cchc_xl.grid.file import read_bytes
from cchc_xl.validate import settings, validate_read
from cchc_xl.write.marked import fixed
from cchc_xl.write.marked.copies import require_same

AGAINST = settings([f.FORM])
FIRST_ROW = 14  # of the table in the template: D14 is the first quantity, E14 its note


def fix(data: bytes, accept=()):
    grid = read_bytes(data, "x.xlsx")
    changes = fixed.corrections(grid, validate_read(grid, AGAINST), f.FORM, fixed.accepted(accept))
    done = fixed.fixed(data, changes, f.FORM)
    require_same(grid, read_bytes(done, "x.xlsx"), frozenset(change.ref for change in changes))
    return done, changes


def report(data: bytes):
    return validate_read(read_bytes(data, "x.xlsx"), AGAINST)


def table(data: bytes) -> dict[str, tuple[object, object]]:
    """Field -> (quantity, note), as openpyxl reads them."""
    sheet = f.opened(io.BytesIO(data))["Phụ lục"]
    return {
        field: (sheet.cell(FIRST_ROW + n, 4).value, sheet.cell(FIRST_ROW + n, 5).value) for n, field in enumerate(f.IDS)
    }


def test_fix__without_accept_only_what_has_one_reading():
    done, changes = fix(f.filled())
    assert {change.ref.a1: change.after for change in changes} == {"D20": 2, "D21": 3}
    held = table(done)
    assert held["06"] == (2, None)
    assert held["07"] == (3, None)
    assert held["05"] == ("6(lồng ghép)", None)
    assert held["08"][0] == f.SEED["08"]


def test_fix__an_accepted_code_moves_the_words_into_the_note():
    done, _ = fix(f.filled(notes={"05": "2 lớp"}), ["V01", "V02"])
    held = table(done)
    assert held["05"] == (6, "2 lớp; lồng ghép")
    assert held["05.1"] == (600, "Lượt người")


def test_fix__only_the_codes_that_were_accepted():
    held = table(fix(f.filled(), ["V01"])[0])
    assert held["05"] == (6, "lồng ghép")
    assert held["05.1"] == ("600 (Lượt người)", None)


def test_fix__validated_again_the_findings_are_gone_and_the_values_are_the_proposed_ones():
    before = report(f.filled())
    proposed = {r.field: r.number for r in before.submission.readings if r.how in ("cleaned", "proposed")}
    assert proposed == {"05": 6, "05.1": 600, "06": 2, "07": 3}
    after = report(fix(f.filled(), [fixed.ALL])[0])
    assert {r.field: (r.number, r.how) for r in after.submission.readings if r.field in proposed} == {
        k: (v, "exact") for k, v in proposed.items()
    }
    assert {finding.code for finding in before.findings} - {finding.code for finding in after.findings} >= {
        "V01",
        "V02",
        "V03",
    }


CASES = [  # quantity, accepted, quantity and note afterwards
    ("12 ", (), 12, None),
    ("\u200b15", (), 15, None),
    ("１２", (), 12, None),
    ("007", (), 7, None),
    ("khoảng 600", (), "khoảng 600", None),
    ("2+3", (), "2+3", None),
    ("2+3", ("V20",), "2+3", None),
    ("không", (), "không", None),
    ("không", (fixed.ALL,), 0, "Ghi ban đầu: “không”"),
    ("Hội nghị", (fixed.ALL,), "Hội nghị", None),
    ("-", (fixed.ALL,), "-", None),
    (3.5, (fixed.ALL,), 3.5, None),
    (-4, (fixed.ALL,), -4, None),
    (12, (fixed.ALL,), 12, None),
    (None, (fixed.ALL,), None, None),
]


@pytest.mark.parametrize(("raw", "accept", "quantity", "note"), CASES)
def test_fix__one_cell(raw, accept, quantity, note):
    values = {key: value for key, value in {**dict.fromkeys(f.IDS, 1), "01": raw}.items() if value is not None}
    assert table(fix(f.filled(values), accept)[0])["01"] == (quantity, note)


@pytest.mark.parametrize(
    "raw",
    ["khoảng 600", "2+3", "12 văn bản (có phụ lục)", "lO", "mười hai", "1.200", "6\n(lồng ghép)", "5-6", "hơn 20"],
)
def test_fix__whatever_is_accepted_no_word_is_lost(raw):
    values = {**dict.fromkeys(f.IDS, 1), "01": raw}
    reading = report(f.filled(values)).submission.reading("01")
    quantity, note = table(fix(f.filled(values), [fixed.ALL])[0])["01"]
    if isinstance(quantity, str):
        assert (quantity, note) == (raw, None)
    else:
        assert quantity == reading.number
        if reading.how == "proposed":
            assert raw in (note or "") or (reading.qualifier and not reading.bound and reading.qualifier in note)


def test_fix__a_number_stays_a_number_in_a_cell_of_the_text_format(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(f.filled({**dict.fromkeys(f.IDS, 1), "01": "02"})))
    cell = book["Phụ lục"]["D14"]
    cell.number_format, cell.quotePrefix = "@", True
    stream = io.BytesIO()
    book.save(stream)
    fixed_cell = f.opened(io.BytesIO(fix(stream.getvalue())[0]))["Phụ lục"]["D14"]
    assert (fixed_cell.value, fixed_cell.data_type, fixed_cell.number_format) == (2, "n", "0")
    assert fixed_cell.protection.locked is False


def test_fix__a_formula_is_never_replaced():
    book = openpyxl.load_workbook(io.BytesIO(f.filled(dict.fromkeys(f.IDS, 1))))
    book["Phụ lục"]["D14"] = '="02"'
    stream = io.BytesIO()
    book.save(stream)
    parts = f.members(stream.getvalue())
    formula = rb'<c r="D14" s="\1" t="str"><f>"02"</f><v>02</v></c>'
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb'<c r="D14" s="(\d+)"[^>]*>.*?</c>', formula, parts["xl/worksheets/sheet1.xml"]
    )
    data = f.zipped(parts)
    assert report(data).submission.reading("01").how == "cleaned", "but for the formula it would be repaired"
    assert table(fix(data, [fixed.ALL])[0])["01"] == ('="02"', None)


def test_fix__the_log_lists_every_change_with_a_link():
    done, changes = fix(f.filled(), ["V01"])
    sheet = f.opened(io.BytesIO(done))["Nhật ký sửa"]
    rows = list(sheet.iter_rows(values_only=True))
    head = rows.index(("STT", "Trang tính", "Ô", "Chỉ tiêu", "Trước khi sửa", "Sau khi sửa", "Mã", "Vì sao"))
    listed = [(row[2], row[4], row[5], row[6]) for row in rows[head + 1 :]]
    assert listed == [(c.ref.a1, c.before, c.after, ", ".join(c.codes)) for c in changes]
    assert listed[:2] == [("D18", "6(lồng ghép)", 6, "V01"), ("E18", None, "lồng ghép", "V01")]
    assert (
        next(cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink) == "'Phụ lục'!D18"
    )


def test_fix__a_second_run_changes_nothing_and_keeps_the_first_log():
    once, _ = fix(f.filled(), [fixed.ALL])
    twice, changes = fix(once, [fixed.ALL])
    assert changes == ()
    book = f.opened(io.BytesIO(twice))
    assert book["Nhật ký sửa"].max_row > 4
    assert book["Nhật ký sửa (2)"]["A2"].value == "Không có ô nào được sửa."


def test_fix__text_that_begins_like_a_formula_is_text_in_note_and_log(tmp_path):
    done, changes = fix(f.filled({**dict.fromkeys(f.IDS, 1), "01": "6(=1+1 lồng ghép)"}), [fixed.ALL])
    book = f.opened(io.BytesIO(done))
    assert {cell.data_type for row in book["Nhật ký sửa"].iter_rows() for cell in row if cell.value is not None} <= {
        "s",
        "n",
    }
    if changes:
        assert book["Phụ lục"]["E14"].data_type == "s"


def test_fix__other_programs_accept_the_copy(office, tmp_path):
    path = f.put(tmp_path / "x.xlsx", fix(f.filled(), [fixed.ALL])[0])
    assert judges.validate_openxml(path) == []
    values = office.values(path)["Phụ lục"]
    assert (values[18, 4], values[18, 5]) == (6, "lồng ghép")
    assert judges.gnumeric_values(path)["Phụ lục"][20, 4] == 2


def test_fix_command__copies_and_says_what_is_left(tmp_path):
    path = f.put(tmp_path / "in" / "a.xlsx", f.filled())
    before = f.sha256(path)
    code, output = f.run("fix", path.parent, "--out", tmp_path / "out", "--accept", "V01,V02")
    assert code == 1
    assert "đã sửa 6 ô; còn 1 lỗi" in output
    assert f.sha256(path) == before
    assert table((tmp_path / "out" / "a.xlsx").read_bytes())["05"] == (6, "lồng ghép")


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_fix_command__an_old_format_is_repaired_in_a_template(kind, office, tmp_path):
    own = f.put(tmp_path / "a.xlsx", f.filled())
    (tmp_path / "in").mkdir()
    f.run("fix", office.convert(own, kind, tmp_path / "in"), "--out", tmp_path / "out")
    assert table((tmp_path / "out" / "a.xlsx").read_bytes())["06"] == (2, None)


@pytest.mark.parametrize("code", ["V03", "V99", "C01", "v01"])
def test_fix_command__a_code_without_a_proposal_is_the_operators_mistake(code, tmp_path):
    with pytest.raises(UserError) as caught:
        f.run("fix", f.put(tmp_path / "in" / "a.xlsx", f.filled()), "--out", tmp_path / "out", "--accept", code)
    assert caught.value.key == "unknown-accept"
    assert not (tmp_path / "out").exists()
