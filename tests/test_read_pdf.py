"""PDFs with text: what the page shows is read, nothing of it is added up before a person has looked, and none holds the
program up.
"""

from __future__ import annotations

import pathlib
import random
import subprocess
import sys
import time
from functools import cache

import filled
import judges
import openpyxl
import pdf_documents as pdf
import pytest
import test_unit_report as unit_reports
import word_documents as word
from test_decisions import decide, find, used
from test_read_word import added, codes, grid, numbers

from cchc_xl.grid import apart
from cchc_xl.grid.document import pdf as reader
from cchc_xl.grid.document.pdf_layout import Box, Glyph, PdfPage, blocks_of, turned
from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.openxml.package import LIMITS
from cchc_xl.model import Grid, Refusal, Report
from cchc_xl.run.paths import merge_paths
from cchc_xl.run.plan import Plan
from cchc_xl.validate import settings, validate_read
from cchc_xl.words.say import say

VALUES = ("12", "0", "0", "18", "6", "600", "2", "3", "4")
NUMBERS = dict(zip((*word.FIELDS, "08"), map(int, VALUES), strict=True))


@cache
def against():
    return settings()


def validated(data: bytes, name: str = "bao-cao.pdf") -> Report:
    return validate_read(read_bytes(data, name), against())


def values(**changed: str) -> list[str]:
    fields = list(NUMBERS)
    found = list(VALUES)
    for key, value in changed.items():
        found[fields.index(key.removeprefix("f").replace("_", "."))] = value
    return found


def form(*, more: str = "", **changed: str) -> bytes:
    """One page with the form's table. ``more``: what is drawn over it."""
    return pdf.document(pdf.head() + pdf.table([word.TITLES, *pdf.rows_of(values(**changed))], more=more))


def reason(data: bytes, **limits: int) -> str:
    found = read_bytes(data, "bao-cao.pdf", limits=LIMITS._replace(**limits))
    assert isinstance(found, Refusal), found.sheets
    return f"{found.findings[-1].code} {found.findings[-1].params['reason']}"


# --- what a page shows -----------------------------------------------------------------------------------------------


def test_table__is_read_and_set_aside_as_a_whole():
    found = validated(form())
    assert numbers(found) == NUMBERS
    assert found.submission.unit_text == word.UNIT
    assert found.submission.period_key == "2020-H1"
    assert "S24" in codes(found)
    assert not codes(found) & {"F28", "V03", "V04", "S02", "S16", "S18"}
    assert added(found) == {}


def over(row: int, said: str, size: float = pdf.SIZE, more: str = "", right: float = 0) -> str:
    x, y = pdf.place(row)
    return pdf.text(x + right, y, said, size, more)


X, Y = pdf.place(1)
LETTER = 0.6 * pdf.SIZE
TRAPS = {
    "struck": (form(more=pdf.line(X, Y + 2.5, X + 2 * LETTER, Y + 2.5)), 12, "V32"),
    "struck by a thin box": (form(more=pdf.box(X, Y + 2, 2 * LETTER, 0.6, "0 g")), 12, "V32"),
    "struck, and a new one": (form(f01="10 12", more=pdf.line(X, Y + 2.5, X + 2 * LETTER, Y + 2.5)), None, "V32"),
    "a tracked change in print": (form(f01="1215", more=pdf.line(X, Y + 2.5, X + 2 * LETTER, Y + 2.5)), None, "V32"),
    "underlined": (form(more=pdf.line(X, Y - 1, X + 2 * LETTER, Y - 1)), 12, ""),
    "a small raised mark": (form(more=over(1, "1", 5, right=2 * LETTER).replace(str(Y), str(Y + 4))), 12, "V40"),
    "a small mark that is not raised": (form(more=over(1, "1", 5, right=2 * LETTER)), 12, "V40"),
    "white": (form(f01="", more=over(1, "12", more="1 g")), 12, "V32"),
    "invisible": (form(f01="", more=over(1, "12", more="3 Tr")), None, "V25"),
    "invisible beside a visible one": (form(more=over(1, "9", more="3 Tr", right=2 * LETTER)), 12, ""),
    "covered by white": (form(more=pdf.box(X - 1, Y - 2, 30, 10)), None, "V25"),
    "covered by white, and a new one": (form(more=pdf.box(X - 1, Y - 2, 30, 10) + over(1, "15")), 15, ""),
    "shaded before it is written": (pdf.document(
        pdf.head() + pdf.box(400, 600, 150, 50, "1 g") + pdf.table([word.TITLES, *pdf.rows_of(VALUES)])
    ), 12, ""),
    "printed twice for bold": (form(more=over(1, "12", right=0.3)), 12, ""),
    "one digit upon another": (form(more=over(1, "34")), None, ""),
    "outside of the page": (form(more=pdf.text(700, Y, "9")), 12, ""),
    "two lines of digits": (form(f01="12", more=over(1, "00").replace(str(Y), str(Y - 10))), None, ""),
    "a number and words below it": (form(f01="12", more=over(1, "(có ds)").replace(str(Y), str(Y - 10))), 12, "V33"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_trap__is_read_as_the_page_shows_it(name: str):
    data, number, code = TRAPS[name]
    found = validated(data)
    assert numbers(found)["01"] == number, codes(found)
    assert {key: value for key, value in numbers(found).items() if key != "01"} == {
        key: value for key, value in NUMBERS.items() if key != "01"
    }
    assert not code or code in codes(found)
    assert added(found) == {}


def test_table__that_two_pages_cut_is_one():
    rows = [word.TITLES, *pdf.rows_of(VALUES)]
    cut = pdf.document(
        pdf.head() + pdf.table(rows[:5]) + pdf.text(290, 30, "1"),
        pdf.text(290, 815, "2") + pdf.table(rows[5:], top=780),
    )
    assert numbers(validated(cut)) == NUMBERS
    again = pdf.document(pdf.head() + pdf.table(rows[:5]), pdf.table([rows[0], *rows[5:]], top=780))
    assert numbers(validated(again)) == NUMBERS
    assert "S12" not in codes(validated(again))


def test_row__that_a_page_cuts_is_one():
    rows = [list(row) for row in (word.TITLES, *pdf.rows_of(VALUES))]
    rest = ["", "truyền thanh cấp xã", "", "", ""]
    rows[4][1] = rows[4][1].replace(" truyền thanh cấp xã", "")
    cut = pdf.document(pdf.head() + pdf.table(rows[:5]), pdf.table([rest, *rows[5:]], top=780))
    found = validated(cut)
    assert numbers(found) == NUMBERS
    assert not codes(found) & {"S04", "S06", "S22"}


def test_row__with_a_figure_of_its_own_is_not_the_rest_of_another():
    rows = [list(row) for row in (word.TITLES, *pdf.rows_of(VALUES))]
    cut = pdf.document(pdf.head() + pdf.table(rows[:6]), pdf.table(rows[6:], top=780))  # 05.1 has no number
    assert numbers(validated(cut)) == NUMBERS


def test_tables__with_words_between_are_two():
    rows = [word.TITLES, *pdf.rows_of(VALUES)]
    two = pdf.document(
        pdf.head() + pdf.table(rows) + pdf.text(60, 380, "Số liệu cùng kỳ năm trước") + pdf.table(rows, top=360)
    )
    assert codes(validated(two)) >= {"S12", "S24"}
    assert added(validated(two)) == {}


def test_page__that_lies_on_its_side_is_read_as_it_is_held():
    whole = pdf.head() + pdf.table([word.TITLES, *pdf.rows_of(VALUES)])
    for matrix in (f"0 1 -1 0 {pdf.HEIGHT - 200} 0 cm", f"0 -1 1 0 0 {pdf.WIDTH} cm"):
        found = validated(pdf.document(f"q {matrix}\n{whole}Q\n", extra=f"/MediaBox[0 0 {pdf.HEIGHT} {pdf.WIDTH}]"))
        assert numbers(found) == NUMBERS, matrix
    assert numbers(validated(pdf.document(whole, extra="/Rotate 0"))) == NUMBERS


def test_turned__there_and_back_is_the_same():
    page = PdfPage(1, 200, 100, (Glyph("a", 10, 20, 15, 29, 9, 15),), (Box(1, 2, 3, 4),), ((Box(5, 6, 7, 8),),))
    twice = turned(turned(page, clockwise=True), clockwise=False)
    assert (twice.glyphs[0].x0, twice.glyphs[0].bottom, twice.rules, twice.tables) == (10, 29, page.rules, page.tables)


def test_blocks__of_nothing_are_none():
    assert blocks_of([PdfPage(1, 595, 842, ())]) == []


def test_table__without_lines_is_no_figure():
    bare = pdf.document(pdf.head() + pdf.table([word.TITLES, *pdf.rows_of(VALUES)], ruled=False))
    found = validated(bare)
    assert found.submission is None or added(found) == {}


# --- what was written over a page ------------------------------------------------------------------------------------


def noted(annotation: str, **named: str) -> bytes:
    return pdf.document(
        pdf.head() + pdf.table([word.TITLES, *pdf.rows_of(values(**named))]), objects=[annotation.encode()],
        extra="/Annots[100 0 R]",
    )  # fmt: skip


RECT = f"/Rect[{X} {Y - 1} {X + 12} {Y + 7}]"


def test_note__that_strikes_a_figure_out_is_seen():
    found = validated(noted(f"<</Type/Annot/Subtype/StrikeOut{RECT}>>"))
    assert [one.field for one in found.findings if one.code == "V32"] == ["01"]


@pytest.mark.parametrize("kind", ["/FreeText/Contents(15)", "/Widget/FT/Tx/V(15)", "/Stamp", "/Ink"])
def test_note__that_was_not_read_is_named(kind: str):
    found = validated(noted(f"<</Type/Annot/Subtype{kind}{RECT}>>", f01=""))
    (one,) = [one for one in found.findings if one.code == "F30"]
    assert "đè lên trang" in say(one, None).text
    assert "Word" not in say(one, None).text + say(one, None, "en").text


@pytest.mark.parametrize("kind", ["/Link/A<</S/URI/URI(http://example.org)>>", "/Widget/FT/Tx", "/Popup"])
def test_note__that_says_nothing_is_passed_over(kind: str):
    assert "F30" not in codes(validated(noted(f"<</Type/Annot/Subtype{kind}{RECT}>>")))


# --- pictures of pages -----------------------------------------------------------------------------------------------


def scan(over_it: str = "", before: str = "", entries: str = "") -> bytes:
    return pdf.document(before + pdf.WHOLE_PAGE + over_it, objects=[pdf.picture(entries)], resources=pdf.PICTURE)


WORDS = pdf.head() + pdf.table([word.TITLES, *pdf.rows_of(VALUES)], ruled=False)


def test_scan__is_named():
    assert reason(scan()) == "F04 image"
    assert "bản quét" in say(read_bytes(scan(), "a.pdf").findings[-1], None).text


def test_scan__with_recognised_text_under_it_or_unseen_on_it_is_one():
    assert reason(scan(WORDS.replace("Tf ", "Tf 3 Tr "))) == "F04 image"
    assert reason(scan(before=WORDS)) == "F04 image"


def test_picture__behind_text_and_one_that_shows_what_is_below_it_hide_nothing():
    table = pdf.table([word.TITLES, *pdf.rows_of(VALUES)])
    assert numbers(validated(scan(pdf.head() + table))) == NUMBERS
    assert numbers(validated(scan(before=pdf.head() + table, entries="/Mask[0 1]"))) == NUMBERS


def test_scan__of_some_pages_is_named_beside_what_was_read():
    table = pdf.head() + pdf.table([word.TITLES, *pdf.rows_of(VALUES)])
    found = validated(pdf.document(table, pdf.WHOLE_PAGE, objects=[pdf.picture()], resources=pdf.PICTURE))
    assert numbers(found) == NUMBERS
    (one,) = [one for one in found.findings if one.code == "F30"]
    assert one.params["what"] == ("pdf-pictures",)


# --- files that nobody can read --------------------------------------------------------------------------------------


def encrypted() -> bytes:
    key = "<" + "5A" * 32 + ">"
    return pdf.document(
        WORDS, objects=[f"<</Filter/Standard/V 1/R 2/O{key}/U{key}/P -4>>".encode()],
        trailer="/Encrypt 100 0 R/ID[<00><00>]",
    )  # fmt: skip


def test_broken__is_refused_by_name():
    whole = form()
    assert reason(encrypted()) == "F05 password"
    assert reason(pdf.document("")) == "F03 document"
    assert reason(b"%PDF-1.7\n" + b"\xff" * 5_000) == "F07 truncated"
    assert reason(whole.replace(b"/Kids[", b"/Kidz[").replace(b"/Type/Page/", b"/Type/Pagx/"))[:3] in ("F03", "F07")


def test_bounds__of_pages_letters_memory_and_time(monkeypatch: pytest.MonkeyPatch):
    """Robustness 36."""
    assert reason(pdf.document(*["0 0 m 1 1 l S"] * (reader.MOST_PAGES + 1))) == "F07 limit-pages"
    assert reason(form(), cells=300) == "F07 too-many-cells"
    bomb = pdf.document("", objects=[]).replace(b"%%EOF", b"")
    packed = pdf.stream(b"\0" * 2_100_000_000)
    bomb = pdf.document("").replace(pdf.stream(b""), packed)
    assert len(bomb) < LIMITS.file_size
    assert reason(bomb) in ("F07 limit-unpacked", "F07 truncated", "F07 timeout", "F07 crash")
    monkeypatch.setattr(reader, "SECONDS", 2)
    start = time.monotonic()
    assert reason(pdf.document("0 0 m 1 1 l S\n" * 2_000_000)) == "F07 timeout"
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "objects",
    [
        [
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 100 0 R>>>>/Length 5>>\nstream\n/I Do\nendstream"
        ],
        [b"<</Type/Annot/Subtype/FreeText/Rect[(a) null 1 2]>>"],
        [b"[100 0 R]"],
    ],
)
def test_objects__that_name_themselves_end(objects: list[bytes]):
    data = pdf.document(
        pdf.head() + pdf.table([word.TITLES, *pdf.rows_of(VALUES)]) + "/I Do\n", objects=objects,
        resources=pdf.PICTURE, extra="/Annots[100 0 R]",
    )  # fmt: skip
    found = read_bytes(data, "a.pdf")
    assert isinstance(found, Grid) or found.findings[-1].params["reason"] in ("truncated", "crash")


def test_mutations__are_read_or_refused():
    """No traceback, and no figure is added whatever became of the file."""
    chance, whole = random.Random(14), form()
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            at = chance.randrange(9, len(data))
            data[at] = chance.randrange(256)
        found = validated(bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)]))
        assert "crash" not in {one.params.get("reason") for one in found.findings}
        assert found.submission is None or added(found) == {}


def test_text__is_no_formula_and_nothing_is_followed():
    found = grid(form(f08="=1+1"), "a.pdf")
    assert all(cell.formula is None for sheet in found.sheets for cell in sheet.cells.values())


# --- without the extra -----------------------------------------------------------------------------------------------


def test_extra__that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader.importlib.util, "find_spec", lambda name: None)
    found = read_bytes(form(), "bao-cao.pdf")
    assert reason(form()) == "F03 no-pdf-reader"
    said = say(found.findings[-1], None)
    assert 'pip install ".[pdf]"' in said.repair
    assert "PDF" in say(found.findings[-1], None, "en").repair


def test_extra__that_does_not_load_is_named(monkeypatch: pytest.MonkeyPatch):
    """The other process says that it has no library, or there are no other processes."""
    monkeypatch.setattr(apart.sys, "executable", "/no/such/python")
    assert reason(form()) == "F03 no-pdf-reader"


def test_library__is_imported_in_the_other_process_alone(tmp_path: pathlib.Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(form())
    program = (
        "import sys; from cchc_xl.validate import validate_file, settings; r = validate_file(sys.argv[1], settings());"
        "print(r.submission.reading('01').number, [m for m in sys.modules if m.startswith(('pdf', 'PIL'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("12 []", "")


# --- the decision ----------------------------------------------------------------------------------------------------


def test_decision__for_the_file_accepts_its_table(tmp_path: pathlib.Path):
    folder, out = tmp_path / "in", tmp_path / "out.xlsx"
    folder.mkdir()
    (folder / "xa.pdf").write_bytes(form(f04="13 tin, 05 bài"))

    def merge():
        return merge_paths([str(folder)], str(out), Plan(settings()))

    assert (used(merge(), "01"), used(merge(), "04")) == ((0, 12), (0, 18))
    assert find(out, "S24")["Mức độ"] == "Lỗi"
    decide(out, "S24", "Giữ nguyên")
    result = merge()
    assert [used(result, field) for field in ("01", "05.1", "07")] == [(12, 0), (600, 0), (3, 0)]
    assert used(result, "04") == (0, 18)  # what the program worked out waits for a decision of its own
    decide(out, "V20", "Chấp nhận đề xuất")
    assert used(merge(), "04") == (18, 0)
    (folder / "xa.pdf").write_bytes(form(f01="99"))  # another file is another decision
    assert used(merge(), "01") == (0, 99)
    assert openpyxl.load_workbook(out)["Vấn đề"] is not None


@pytest.mark.parametrize("command", [("fix",), ("mark",), ("migrate", "--to", "tuyen-truyen-cchc/2")])
def test_copy__of_a_file_that_nobody_has_accepted_has_no_figures(tmp_path: pathlib.Path, command: tuple[str, ...]):
    """A fresh template with figures read from a page would be merged without a word."""
    path, out = tmp_path / "xa.pdf", tmp_path / "out"
    path.write_bytes(form())
    out.mkdir()
    _, printed = filled.run(command[0], path, *command[1:], "--out", out)
    (copy,) = out.glob("*.xlsx")
    found = validated(copy.read_bytes(), copy.name)
    assert {number for number in numbers(found).values() if number is not None} == set(), printed


# --- as programs print them ------------------------------------------------------------------------------------------

# What the print itself does not show, or shows otherwise: LibreOffice cuts off a table that stands in a narrow cell or
# box, prints no Excel object and no equation, has no font of before Unicode; a deleted row is printed like any other.
# Without lines there is no table.
NOT_IN_PRINT = frozenset(("nested", "embedded_xlsx", "tabbed_lines"))
PRINTED = {
    "math_number": {"01": None}, "tracked": {"01": None}, "tracked_row_deleted": {"01": None},
    "textbox_table": {"05.1": None, "06": None, "07": None},
}  # fmt: skip
NO_UNIT = frozenset(("tcvn3", "vni"))


def test_variants__printed_by_libreoffice_say_the_same(office: judges.Office, tmp_path: pathlib.Path):
    wrong = {}
    for name, variant in word.variants().items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(pdf.ruled(variant.data))
        printed = office.convert(path, "pdf", tmp_path)
        found = validated(printed.read_bytes(), printed.name)
        assert added(found) == {}, name
        if not variant.table or name in NOT_IN_PRINT:
            assert found.submission.reading("04").number == 18, name  # the text proposes it
            continue
        wanted = {**word.NUMBERS, **variant.differs, **PRINTED.get(name, {})}
        got = {field: number for field, number in numbers(found).items() if field in word.FIELDS}
        if got != wanted or "S24" not in codes(found):
            wrong[name] = got
        if name not in NO_UNIT:
            assert (found.submission.unit_text, found.submission.period_key) == (word.UNIT, "2020-H1"), name
    assert wrong == {}


def test_official_reports__printed_by_libreoffice_are_read_as_the_documents_are(
    office: judges.Office, tmp_path: pathlib.Path
):
    every = unit_reports.every_report()
    chosen = [path.name for path in unit_reports.SEEDS] + list(every)[5:45:8]
    for name in chosen:
        _, told, data = every[name]
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        printed = office.convert(path, "pdf", tmp_path)
        roster = name not in {seed.name for seed in unit_reports.SEEDS}
        found = validate_read(read_bytes(printed.read_bytes(), printed.name), unit_reports.against(roster))
        assert unit_reports.readings(found) == unit_reports.readings(told), name
        assert unit_reports.identity(found.submission) == unit_reports.identity(told.submission), name
        assert found.submission.narrative == told.submission.narrative, name
        assert added(found) == {}
