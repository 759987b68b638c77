"""Workbooks given back marked: what is on the wrong cells, and that nothing else is different."""

from __future__ import annotations

import io
import pathlib
import re

import filled as f
import judges
import openpyxl
import pytest
from openpyxl.comments import Comment

from cchc_xl import resources
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.grid.file import read_bytes
from cchc_xl.validate import settings, validate_file, validate_read
from cchc_xl.write.marked import workbook as marked
from cchc_xl.write.marked.copies import require_same

AGAINST = settings([f.FORM])
RED, YELLOW, BLUE = "FFFFC7CE", "FFFFEB9C", "FFDDEBF7"
WANTED = {"D18": YELLOW, "D19": YELLOW, "D20": BLUE, "D21": BLUE, "D22": RED, "E10": BLUE}


def marked_bytes(data: bytes) -> bytes:
    clean = marked.unmarked(data)
    return marked.marked(clean, validate_read(read_bytes(clean, "x.xlsx"), AGAINST), f.FORM)


def codes(data: bytes) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.ref.a1 if finding.ref else "")
        for finding in validate_read(read_bytes(data, "x.xlsx"), AGAINST).findings
    ]


def fills_and_notes(path_or_bytes) -> tuple[dict[str, str], dict[str, str]]:
    stream = io.BytesIO(path_or_bytes) if isinstance(path_or_bytes, bytes) else path_or_bytes
    sheet = f.opened(stream)["Phụ lục"]
    noted = {cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.comment}
    return {key: cell.fill.fgColor.rgb for key, cell in noted.items()}, {
        key: cell.comment.text for key, cell in noted.items()
    }


@pytest.fixture(scope="module")
def seed() -> bytes:
    return f.filled()


@pytest.fixture(scope="module")
def seed_marked(seed) -> bytes:
    return marked_bytes(seed)


@pytest.fixture(scope="module")
def sources(seed, office, tmp_path_factory) -> dict[str, pathlib.Path]:
    """The seed as several programs save it."""
    folder = tmp_path_factory.mktemp("sources")
    own = f.put(folder / "own" / "xã.xlsx", seed)
    (folder / "office").mkdir()
    return {"own": own, **{kind: office.convert(own, kind, folder / "office") for kind in ("xlsx", "xls", "ods")}}


# --- what is on the cells --------------------------------------------------------------------------------------------


def test_mark__fills_by_severity_and_a_note_that_says_what_why_and_how(seed_marked):
    fills, notes = fills_and_notes(seed_marked)
    assert fills == WANTED
    assert notes["D18"].startswith("CCHC #2 · Cảnh báo\n[V01] Ô Số lượng ghi “6(lồng ghép)”")
    assert "→ Đề nghị ghi 6 ở cột Số lượng và chuyển “lồng ghép” sang cột Ghi chú." in notes["D18"]
    assert "[C19]" in notes["D18"], "all findings of a cell are in its one note"


def test_mark__the_sheet_of_results_links_to_every_cell(seed_marked):
    sheet = f.opened(io.BytesIO(seed_marked))["Kết quả kiểm tra"]
    rows = list(sheet.iter_rows(values_only=True))
    head = rows.index(("STT", "Mức độ", "Mã", "Chỉ tiêu", "Ô", "Giá trị đang ghi", "Vấn đề", "Cách sửa", "Đề xuất"))
    table = rows[head + 1 :]
    assert [row[0] for row in table] == list(range(1, 9))
    assert [(row[2], row[4], row[5], row[8]) for row in table[1:3]] == [
        ("V01", "D18", "6(lồng ghép)", 6),
        ("V02", "D19", "600 (Lượt người)", 600),
    ]
    links = {cell.coordinate: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links[f"E{head + 3}"] == "'Phụ lục'!D18"
    assert len(links) == len(table)


def test_mark__no_text_of_the_workbook_becomes_a_formula():
    evil = {
        "01": '=HYPERLINK("http://x","y")',
        "02": "+1+cmd|' /C calc'!A0",
        "03": "@SUM(A1)",
        "04": "-2+3",
        "07": "_x0041_\u000b\ufffe",
    }
    data = marked_bytes(f.filled({**f.SEED, **evil}))
    book = f.opened(io.BytesIO(data))
    sheet = book["Kết quả kiểm tra"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    strings = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    assert {evil["01"], evil["02"]} <= strings
    assert b"<f>" not in f.members(data)["xl/worksheets/sheet6.xml"]


def test_mark__a_clean_report_gets_a_sheet_that_says_so():
    clean = f.filled(dict.fromkeys(f.IDS, 1))
    report = validate_read(read_bytes(clean, ""), AGAINST)._replace(findings=())
    data = marked.marked(clean, report, f.FORM)
    lines = [row[0] for row in f.opened(io.BytesIO(data))["Kết quả kiểm tra"].iter_rows(values_only=True)]
    assert "Không phát hiện vấn đề nào." in lines
    assert not [name for name in f.members(data) if "comments" in name]


# --- what stays as it was --------------------------------------------------------------------------------------------


def test_mark__parts_that_say_nothing_about_marks_are_the_same_bytes(seed, seed_marked):
    before, after = f.members(seed), f.members(seed_marked)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }
    assert after.keys() - before.keys() == {
        "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet6.xml", "xl/worksheets/sheet7.xml",
    }  # fmt: skip


KEPT = (
    "dataValidation", "conditionalFormatting", "sheetProtection", "pageSetup", "pageMargins", "printOptions", "headerFooter", "mergeCell", "col",
    "sheetView", "f", "v", "extLst", "sheetPr",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["own", "xlsx"])
def test_mark__validations_formats_protection_print_setup_and_stored_results_stay(sources, kind):
    data = sources[kind].read_bytes()
    before, after = (
        f.members(data)["xl/worksheets/sheet1.xml"],
        f.members(marked_bytes(data))["xl/worksheets/sheet1.xml"],
    )
    found = {name: f.elements(before, name) for name in KEPT}
    assert found == {name: f.elements(after, name) for name in KEPT}
    assert all(
        found[name] for name in ("dataValidation", "conditionalFormatting", "sheetProtection", "pageSetup", "f", "v")
    )


@pytest.mark.parametrize("kind", ["own", "xlsx"])
def test_mark__every_cell_keeps_value_formula_number_format_and_lock(sources, kind):
    data = sources[kind].read_bytes()
    before, after = f.opened(io.BytesIO(data)), f.opened(io.BytesIO(marked_bytes(data)))
    assert after.sheetnames[: len(before.sheetnames)] == before.sheetnames
    assert [(name, sheet.sheet_state) for name, sheet in zip(before.sheetnames, before, strict=True)] == [
        (n, after[n].sheet_state) for n in before.sheetnames
    ]
    assert {n: d.attr_text for n, d in before.defined_names.items()} == {
        n: d.attr_text for n, d in after.defined_names.items()
    }
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                other = after[sheet.title][cell.coordinate]
                assert (other.value, other.data_type, other.number_format, other.protection.locked, other.font.name, other.border.left.style) == (
                    cell.value, cell.data_type, cell.number_format, cell.protection.locked, cell.font.name, cell.border.left.style,
                )  # fmt: skip


def with_macros() -> bytes:
    with open(resources.path("workbook_templates", "tuyen-truyen-cchc-1.xlsm"), "rb") as file:
        return file.read()


def test_mark__macros_and_ribbon_stay_and_are_not_run(tmp_path):
    put = f.put(tmp_path / "in" / "mau.xlsm", with_macros())
    code, output = f.run("mark", put, "--out", tmp_path / "out")
    assert code == 1, output
    before, after = f.members(with_macros()), f.members(tmp_path / "out" / "mau.xlsm")
    macros = {name for name in before if "vba" in name.lower() or "customui" in name.lower()}
    assert len(macros) >= 2
    assert {name: after[name] for name in macros} == {name: before[name] for name in macros}
    assert after["_rels/.rels"] == before["_rels/.rels"]


@pytest.mark.parametrize("kind", ["own", "xlsx"])
def test_mark__microsofts_validator_accepts_the_copy(sources, kind, tmp_path):
    assert judges.validate_openxml(f.put(tmp_path / "m.xlsx", marked_bytes(sources[kind].read_bytes()))) == []


@pytest.mark.judge
def test_mark__microsofts_validator_accepts_macros_and_other_spellings(seed, tmp_path):
    copies = {"mau.xlsm": marked_bytes(with_macros()), "x.xlsx": marked_bytes(spelt_otherwise(seed))}
    assert judges.validate_openxml(*(f.put(tmp_path / name, data) for name, data in copies.items())) == []


def test_mark__libreoffice_and_gnumeric_read_the_same_values(seed, seed_marked, office, tmp_path):
    before, after = f.put(tmp_path / "a.xlsx", seed), f.put(tmp_path / "b.xlsx", seed_marked)
    for values in (office.values, judges.gnumeric_values):
        first, second = values(before), values(after)
        assert {name: second[name] for name in first} == first
        assert second["Kết quả kiểm tra"][1, 1] == "KẾT QUẢ KIỂM TRA"


# --- notes of the clerk, and strange packages ------------------------------------------------------------------------


def with_own_note(data: bytes, cell: str, text: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Phụ lục"][cell].comment = Comment(text, "cán bộ")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_mark__a_note_that_is_there_is_kept_below_ours_and_alone_again_afterwards(seed):
    data = with_own_note(seed, "D18", "Số liệu của 2 trường")
    done = marked_bytes(data)
    note = fills_and_notes(done)[1]["D18"]
    assert note.startswith("CCHC #")
    assert note.endswith("―― Ghi chú của đơn vị ――\nSố liệu của 2 trường")
    assert fills_and_notes(marked.unmarked(done))[1] == {"D18": "Số liệu của 2 trường"}
    assert codes(done) == codes(data)


def test_mark__a_thread_of_comments_is_left_alone(seed):
    parts = f.members(with_own_note(seed, "D18", "[Threaded comment]"))
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    thread = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        b' Target="/xl/threadedComments/threadedComment1.xml"/>'
    )
    parts[rels] = parts[rels].replace(b"</Relationships>", thread + b"</Relationships>")
    parts["xl/threadedComments/threadedComment1.xml"] = (
        b"<ThreadedComments"
        b' xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="D18"'
        b' dT="2026-06-15T08:00:00.00" personId="{1}" id="{2}"><text>Cam'
        b" on</text></threadedComment></ThreadedComments>"
    )
    fills, notes = fills_and_notes(marked_bytes(f.zipped(parts)))
    assert fills["D18"] == YELLOW
    assert notes["D18"] == "[Threaded comment]"
    assert notes["D19"].startswith("CCHC #")


def spelt_otherwise(data: bytes) -> bytes:
    """The same workbook with a prefix before every element of the sheet, and styles in UTF-16."""
    parts = f.members(data)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    prefixed = re.sub(r"<(/?)(?=[A-Za-z])(?!\?)", r"<\1x:", sheet).replace("xmlns=", "xmlns:x=", 1)
    parts["xl/worksheets/sheet1.xml"] = prefixed.encode()
    parts["xl/styles.xml"] = (
        parts["xl/styles.xml"].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    )
    return f.zipped(parts)


def test_mark__a_prefixed_namespace_and_utf_16_are_patched_too(seed):
    done = marked_bytes(spelt_otherwise(seed))
    assert codes(done) == codes(seed)
    assert fills_and_notes(done)[0] == WANTED


def test_mark__a_row_and_a_cell_that_are_not_in_the_file_are_made(seed):
    parts = f.members(seed)
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb'<c r="E10"[^>]*/>', b"", sheet)
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    done = marked_bytes(f.zipped(parts))
    assert fills_and_notes(done)[0]["E10"] == BLUE


def test_mark__somebody_elses_sheet_of_that_name_is_left_alone(seed):
    book = openpyxl.load_workbook(io.BytesIO(seed))
    book.create_sheet("Kết quả kiểm tra")["A1"] = "Của tôi"
    stream = io.BytesIO()
    book.save(stream)
    after = f.opened(io.BytesIO(marked_bytes(stream.getvalue())))
    assert after["Kết quả kiểm tra"]["A1"].value == "Của tôi"
    assert after["Kết quả kiểm tra (2)"]["A1"].value == "KẾT QUẢ KIỂM TRA"


# --- again -----------------------------------------------------------------------------------------------------------


def test_mark__marking_again_gives_the_same_bytes(seed_marked):
    assert marked_bytes(seed_marked) == seed_marked


def test_mark__a_marked_workbook_validates_as_before(seed, seed_marked):
    assert codes(seed_marked) == codes(seed)


@pytest.mark.parametrize("saved_by", ["libreoffice", "openpyxl"])
def test_mark__marks_come_off_after_another_program_has_saved_them(seed, seed_marked, office, tmp_path, saved_by):
    path = f.put(tmp_path / "m.xlsx", seed_marked)
    if saved_by == "libreoffice":
        (tmp_path / "o").mkdir()
        path = office.convert(path, "xlsx", tmp_path / "o")
    else:
        book = openpyxl.load_workbook(path)
        book.save(path)
    plain = marked.unmarked(path.read_bytes())
    assert fills_and_notes(plain) == ({}, {})
    before, after = (f.opened(io.BytesIO(data))["Phụ lục"] for data in (seed, plain))
    assert {cell: after[cell].fill.fgColor.rgb for cell in WANTED} == {
        cell: before[cell].fill.fgColor.rgb for cell in WANTED
    }
    again = marked_bytes(path.read_bytes())
    assert fills_and_notes(again)[0] == WANTED
    assert [name for name in f.opened(io.BytesIO(again)).sheetnames if name.startswith(("Kết quả", "_cchc_dau"))] == [
        "Kết quả kiểm tra",
        "_cchc_dau",
    ]


def test_mark__a_corrected_cell_loses_its_mark(seed, seed_marked):
    book = openpyxl.load_workbook(io.BytesIO(seed_marked))
    book["Phụ lục"]["D18"] = 6
    stream = io.BytesIO()
    book.save(stream)
    fills, notes = fills_and_notes(marked_bytes(stream.getvalue()))
    assert "D18" not in notes
    assert fills.keys() == WANTED.keys() - {"D18"}


def test_mark__what_comes_off_leaves_the_workbook_as_it_was(seed, seed_marked):
    before, after = read_bytes(seed, ""), read_bytes(marked.unmarked(seed_marked), "")
    require_same(before, after, frozenset())
    own, other = (f.members(data)["xl/worksheets/sheet1.xml"] for data in (seed, marked.unmarked(seed_marked)))
    assert f.elements(own, "c") == f.elements(other, "c"), "formats too: the very same numbers"


# --- the command -----------------------------------------------------------------------------------------------------


def test_mark_command__copies_a_folder_of_all_formats_and_touches_nothing(sources, tmp_path):
    folder = tmp_path / "nộp"
    files = {name: f.put(folder / name, path.read_bytes()) for name, path in (
        ("a.xlsx", sources["own"]), ("huyện/b.xlsx", sources["xlsx"]), ("c.xls", sources["xls"]), ("c.ods", sources["ods"]),
    )}  # fmt: skip
    files["hỏng.xlsx"] = f.put(folder / "hỏng.xlsx", b"PK\3\4 not a workbook")
    before = {name: (f.sha256(path), path.stat().st_mtime_ns) for name, path in files.items()}
    code, output = f.run("mark", folder, "--out", tmp_path / "trả")
    assert code == 1
    assert {name: (f.sha256(path), path.stat().st_mtime_ns) for name, path in files.items()} == before
    written = {
        path.relative_to(tmp_path / "trả").as_posix(): path for path in (tmp_path / "trả").rglob("*") if path.is_file()
    }
    assert written.keys() == {"a.xlsx", "huyện/b.xlsx", "c.xlsx", "c (2).xlsx"}
    assert "hỏng.xlsx: chưa lập được bản sao (không đọc được tệp)." in output
    lines = [line for line in output.splitlines() if not line.startswith(" ")]
    assert len(lines) == len(files) + 1  # further in: what was rebuilt, and how
    assert judges.validate_openxml(*written.values()) == []
    for path in written.values():
        fills, _ = fills_and_notes(path)
        assert fills == WANTED, path
        sheet = f.opened(path)["Phụ lục"]
        assert [sheet[f"D{row}"].value for row in range(14, 23)] == list(f.SEED.values()), path


def test_mark_command__says_that_a_foreign_format_was_put_into_the_template(sources, tmp_path):
    f.run("mark", sources["xls"], "--out", tmp_path / "out")
    lines = [row[0] for row in f.opened(tmp_path / "out" / "xã.xlsx")["Kết quả kiểm tra"].iter_rows(values_only=True)]
    assert (
        "Tệp gốc là .xls nên bản này được lập trên mẫu mới với số liệu của tệp gốc; địa chỉ ô là của bản này." in lines
    )


@pytest.mark.parametrize("out", ["in", "in/../in"])
def test_mark_command__never_writes_over_originals(seed, tmp_path, out):
    path = f.put(tmp_path / "in" / "a.xlsx", seed)
    for named in (path, path.parent):
        with pytest.raises(UserError) as caught:
            f.run("mark", named, "--out", tmp_path / out)
        assert caught.value.key == "copy-into-input"
    assert path.read_bytes() == seed


def test_mark_command__an_output_folder_inside_the_input_is_no_input(seed, tmp_path):
    f.put(tmp_path / "in" / "a.xlsx", seed)
    for _ in range(2):
        _, output = f.run("mark", tmp_path / "in", "--out", tmp_path / "in" / "trả")
        assert len(output.splitlines()) == 2
    assert sorted(path.name for path in (tmp_path / "in").rglob("*.xlsx")) == ["a.xlsx", "a.xlsx"]


def test_mark_command__members_of_an_archive_get_a_folder(seed, tmp_path):
    f.put(tmp_path / "gửi.zip", f.zipped({"xã/a.xlsx": seed, "../b.xlsx": seed}))
    f.run("mark", tmp_path / "gửi.zip", "--out", tmp_path / "out")
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.xlsx")) == [
        "gửi/b.xlsx",
        "gửi/xã/a.xlsx",
    ]


def test_marked_copy__its_list_of_findings_is_never_read_as_the_report(tmp_path):
    """Of a report whose figures were set aside the copy is blank but for that list, which has numbers and names too."""
    lines = [("UBND XÃ AN BÌNH",), ("BÁO CÁO TUYÊN TRUYỀN CCHC 6 THÁNG ĐẦU NĂM 2026",), ()]
    lines += [("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Ghi chú")]
    form = load("tuyen-truyen-cchc", 1)
    lines += [(field.tt, field.label, field.unit, 12, "18 phút") for field in form.fields]
    path = f.put(tmp_path / "xa.csv", "\n".join(";".join(map(str, line)) for line in lines).encode("utf-8-sig"))
    f.run("mark", path, "--out", tmp_path / "out")
    found = validate_file(str(tmp_path / "out" / "xa.xlsx"), settings())
    assert found.submission is not None
    assert found.submission.sheet == "Phụ lục"
    assert all(reading.number is None for reading in found.submission.readings)


SIGNATURES_OF_MACROS = {  # MS-OFFMACRO2 2.2.1: one for each generation of Office
    "vbaProjectSignature": "2006",
    "vbaProjectSignatureAgile": "2014",
    "vbaProjectSignatureV3": "2020/07",
}


@pytest.mark.parametrize("also", [(), ("vbaData",)])
def test_signed_macros__their_signature_is_left_out_and_named(tmp_path, also):
    """A copy with other cells that still bears the office's name on it looks as if the office had made it."""
    parts = f.members(with_macros())
    kinds = "http://schemas.microsoft.com/office/{}/relationships/{}"
    related = [(kind, kinds.format(year, kind), f"{kind}.bin") for kind, year in SIGNATURES_OF_MACROS.items()]
    related += [(kind, kinds.format("2006", kind), f"{kind}.xml") for kind in also]
    for kind, _, name in related:
        parts[f"xl/{name}"] = kind.encode()
    told = "".join(f'<Relationship Id="r{kind}" Type="{full}" Target="{name}"/>' for kind, full, name in related)
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/_rels/vbaProject.bin.rels"] = f'<Relationships xmlns="{namespace}">{told}</Relationships>'.encode()
    declared = "".join(
        f'<Override PartName="/xl/{kind}.bin" ContentType="application/vnd.ms-office.{kind}"/>'
        for kind in SIGNATURES_OF_MACROS
    )
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"</Types>", declared.encode() + b"</Types>")
    put = f.put(tmp_path / "in" / "mau.xlsm", f.zipped(parts))
    assert "F20" in f.run("validate", put)[1]
    printed = f.run("mark", put, "--out", tmp_path / "out")[1]
    assert "chữ ký số" in printed
    after = f.members(tmp_path / "out" / "mau.xlsm")
    assert not [name for name in after if "Signature" in name]
    assert b"Signature" not in after["[Content_Types].xml"]
    assert b"Signature" not in after.get("xl/_rels/vbaProject.bin.rels", b"")
    assert after["xl/vbaProject.bin"] == parts["xl/vbaProject.bin"]
    assert ("xl/vbaData.xml" in after) == ("xl/_rels/vbaProject.bin.rels" in after) == bool(also)


@pytest.mark.judge
@pytest.mark.parametrize("related", [True, False])
def test_styles_without_any_format__are_given_some(seed, tmp_path, related):
    """As PyExcelerate writes them where no cell has a look of its own: without a relation to them, too."""
    parts = f.members(seed)
    root = re.match(rb"<\?xml[^>]*>\s*<styleSheet[^>]*>", parts["xl/styles.xml"])
    parts["xl/styles.xml"] = root[0] + b"</styleSheet>"
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(rb' s="\d+"| style="\d+"| customFormat="1"', b"", parts[name])
        parts[name] = re.sub(rb"<conditionalFormatting.*?</conditionalFormatting>", b"", parts[name])
    if not related:
        del parts["xl/styles.xml"]
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            parts[name] = re.sub(rb"<(?:Relationship|Override)\b[^>]*styles[^>]*/>", b"", parts[name])
    put = f.put(tmp_path / "in" / "a.xlsx", f.zipped(parts))
    f.run("mark", put, "--out", tmp_path / "out")
    assert judges.validate_openxml(tmp_path / "out" / "a.xlsx") == []
