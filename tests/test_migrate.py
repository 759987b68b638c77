"""Data of old, foreign and damaged workbooks moved into a fresh template.

Nothing guessed, nothing lost without a word.
"""

from __future__ import annotations

import io
from email.message import EmailMessage

import filled as f
import judges
import openpyxl
import pytest

from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.grid.file import read_bytes
from cchc_xl.validate import settings, validate_read

NEW = load("tuyen-truyen-cchc", 2)
LABELS = {field.id: field.label for field in f.FORM.fields}
LOG = "Nhật ký chuyển số liệu"


def foreign(rows=(), sheets=1, title="BÁO CÁO 6 tháng đầu năm 2020", more=None) -> bytes:
    """A workbook that an office made by itself: heading, a table without our map, and what ``rows`` add below it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["UBND xã Trung Hà"])
    sheet.append([title])
    sheet.append(["STT", "Nội dung", "ĐVT", "Kết quả", "Ghi chú"])
    for field in f.FORM.fields:
        sheet.append([field.tt, field.label, field.unit, f.SEED[field.id], "chú thích" if field.id == "01" else None])
    for row in rows:
        sheet.append(row)
    if more:
        more(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def moved(tmp_path, data: bytes, to="2", name="cũ.xlsx"):
    path = f.put(tmp_path / "in" / name, data)
    before = f.sha256(path)
    code, output = f.run("migrate", path, "--to", to, "--out", tmp_path / "out")
    assert f.sha256(path) == before
    return code, output, (tmp_path / "out" / "cũ.xlsx").read_bytes()


def log(data: bytes) -> list[tuple[object, ...]]:
    rows = list(f.opened(io.BytesIO(data))[LOG].iter_rows(values_only=True))
    return [row[1:] for row in rows[rows.index(("STT", "Nội dung", "Giá trị ở tệp gốc", "Lý do chưa chuyển")) + 1 :]]


def submission(data: bytes, form=NEW):
    return validate_read(read_bytes(data, "x.xlsx"), settings([form])).submission


def test_migrate__a_version_1_report_in_the_template_of_version_2(tmp_path):
    data = f.filled(notes={"01": "có phụ lục"}, narrative={"difficulties": "Thiếu kinh phí"})
    code, output, done = moved(tmp_path, data)
    read = submission(done)
    assert (code, read.version) == (0, 2)
    assert "đã chuyển 9 giá trị sang mẫu tuyen-truyen-cchc/2" in output
    assert {r.field: r.raw for r in read.readings if r.raw is not None} == f.SEED
    assert read.reading("01").note == "có phụ lục"
    assert read.narrative == {"difficulties": "Thiếu kinh phí"}
    assert (read.unit_text, read.period.key) == ("UBND xã Trung Hà", "2020-H1")
    assert log(done) == []
    assert {r.field for r in read.readings if r.state == "blank"} == {
        "09",
        "10",
    }, "what the old form did not ask is blank, not 0"


def test_migrate__a_workbook_made_by_hand(tmp_path):
    code, _, done = moved(tmp_path, foreign(), to="1")
    read = submission(done, f.FORM)
    assert code == 0
    assert {r.field: r.raw for r in read.readings} == f.SEED
    assert read.reading("01").note == "chú thích"
    assert read.unit_text == "UBND xã Trung Hà"
    assert read.period.key == "2020-H1"


def test_migrate__rows_that_are_no_indicator_are_listed_not_placed(tmp_path):
    code, output, done = moved(tmp_path, foreign([["09", "Số pa nô, áp phích", "Cái", 25, None]]), to="1")
    assert code == 1
    assert log(done) == [("Dòng ngoài biểu: Số pa nô, áp phích", "25", "không phải chỉ tiêu của biểu mẫu")]
    assert "Dòng ngoài biểu: Số pa nô, áp phích “25”: không phải chỉ tiêu của biểu mẫu" in output


def test_migrate__two_rows_of_one_indicator_are_nobodys_to_choose(tmp_path):
    code, _, done = moved(tmp_path, foreign([["01", LABELS["01"], "Văn bản", 99, None]]), to="1")
    assert code == 1
    assert submission(done, f.FORM).reading("01").state == "blank"
    assert any(row[0].startswith("Chỉ tiêu 01.") and "không rõ ô nào" in row[2] for row in log(done))


def test_migrate__a_merged_quantity_is_left_blank_and_listed(tmp_path):
    code, _, done = moved(tmp_path, foreign(more=lambda sheet: sheet.merge_cells("D4:D5")), to="1")
    read = submission(done, f.FORM)
    assert code == 1
    assert (read.reading("01").raw, read.reading("02").raw) == (None, None)
    assert any("không rõ ô nào" in row[2] for row in log(done))


@pytest.mark.parametrize(
    ("put", "raw"),
    [
        (lambda cell: setattr(cell, "value", 3.5), 3.5),
        (lambda cell: setattr(cell, "value", -2), -2),
        (lambda cell: (setattr(cell, "value", 0.12), setattr(cell, "number_format", "0%")), "12%"),
        (lambda cell: setattr(cell, "value", "#REF!"), "#REF!"),
        (lambda cell: setattr(cell, "value", True), "TRUE"),
        (lambda cell: setattr(cell, "value", None), None),
    ],
)
def test_migrate__a_quantity_is_moved_as_it_is(put, raw, tmp_path):
    _, _, done = moved(tmp_path, foreign(more=lambda sheet: put(sheet["D4"])), to="1")
    held = f.opened(io.BytesIO(done))["Phụ lục"]["D14"]
    assert held.value == raw
    assert type(held.value) is type(raw)


def test_migrate__a_formula_is_not_moved_and_that_is_said(tmp_path):
    code, _, done = moved(tmp_path, foreign(more=lambda sheet: setattr(sheet["D4"], "value", "=5+6")), to="1")
    assert code == 1
    assert f.opened(io.BytesIO(done))["Phụ lục"]["D14"].value is None
    assert [row[2] for row in log(done)] == ["công thức chưa có kết quả lưu trong tệp"]


def test_migrate__a_text_that_begins_like_a_formula_is_text(tmp_path):
    data = f.filled({**f.SEED, "01": "=1+1"}, notes={"02": "=cmd|' /C calc'!A0"}, narrative={"difficulties": "@SUM(1)"})
    _, _, done = moved(tmp_path, data)
    book = f.opened(io.BytesIO(done))
    assert (book["Phụ lục"]["D14"].data_type, book["Phụ lục"]["E15"].data_type) == ("s", "s")
    assert submission(done).narrative == {"difficulties": "@SUM(1)"}


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_migrate__old_formats(kind, office, tmp_path):
    (tmp_path / "in").mkdir()
    path = office.convert(f.put(tmp_path / "cũ.xlsx", f.filled()), kind, tmp_path / "in")
    code, _ = f.run("migrate", path, "--to", "2", "--out", tmp_path / "mới.xlsx")
    assert code == 0
    assert {
        r.field: r.raw for r in submission((tmp_path / "mới.xlsx").read_bytes()).readings if r.raw is not None
    } == f.SEED


def test_migrate__other_programs_accept_the_result(office, tmp_path):
    _, _, done = moved(tmp_path, foreign([["09", "Số pa nô", "Cái", 25, None]]))
    path = f.put(tmp_path / "x.xlsx", done)
    assert judges.validate_openxml(path) == []
    assert office.values(path)[LOG][1, 1] == "NHẬT KÝ CHUYỂN SỐ LIỆU"


@pytest.mark.parametrize(("arguments", "key"), [(["--to", "9"], "bad-version"), (["--to", "hai"], "bad-version")])
def test_migrate_command__a_version_that_there_is_not(arguments, key, tmp_path):
    with pytest.raises(UserError) as caught:
        f.run("migrate", f.put(tmp_path / "a.xlsx", f.filled()), *arguments, "--out", tmp_path / "out")
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("data", "out", "key"),
    [(b"no workbook", "out", "migrate-one-file"), (None, "out", "not-found"), (f.filled(), "in", "output-is-input")],
)
def test_migrate_command__mistakes_write_nothing(data, out, key, tmp_path):
    path = tmp_path / "in" / "a.xlsx"
    if data:
        f.put(path, data)
    with pytest.raises(UserError) as caught:
        f.run("migrate", path, "--to", "2", "--out", tmp_path / out)
    assert caught.value.key == key
    assert not (tmp_path / "out").exists()
    assert not data or path.read_bytes() == data


@pytest.mark.parametrize("command", [("migrate", "--to", "2"), ("report", "--draft")])
def test_output__of_another_type_is_refused_and_no_folder_is_made(tmp_path, command):
    name, *more = command
    path = f.put(tmp_path / "a.xlsx", foreign())
    for out in ("kq.csv", "mới/kq.txt"):
        with pytest.raises(UserError) as raised:
            f.run(name, path, *more, "-o", tmp_path / out)
        assert raised.value.key == "output-extension"
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    f.run(name, path, *more, "-o", tmp_path / "kỳ 1.2026")
    assert len(list((tmp_path / "kỳ 1.2026").iterdir())) == 1


@pytest.mark.parametrize(
    ("attached", "moved"), [(("a.xlsx",), True), (("a.xlsx", "b.xlsx"), False), (("a.png",), False)]
)
def test_migrate__the_one_workbook_of_a_mail(tmp_path, attached, moved):
    mail = EmailMessage()
    mail["From"], mail["Date"] = "xa@example.invalid", "Mon, 15 Jun 2026 08:30:00 +0700"
    mail.set_content("Kính gửi Sở Nội vụ")
    for number, name in enumerate(attached):
        data = b"\x89PNG" if name.endswith("png") else f.filled({**f.SEED, "01": 12 + number})
        mail.add_attachment(data, "application", "octet-stream", filename=name)
    put = f.put(tmp_path / "thu.eml", bytes(mail))
    command = ("migrate", put, "--to", "tuyen-truyen-cchc/2", "--out", tmp_path / "out.xlsx")
    if moved:
        f.run(*command)
        assert (tmp_path / "out.xlsx").exists()
    else:
        with pytest.raises(UserError) as caught:
            f.run(*command)
        assert caught.value.key == "migrate-one-file"
