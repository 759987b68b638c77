"""Word documents given back with a comment at each doubtful figure, everything else as it was."""

from __future__ import annotations

import io
import re

import documents
import docx
import filled as f
import judges
import pytest
import word_documents as word

from cchc_xl.grid.file import read_bytes
from cchc_xl.model import Grid, Report
from cchc_xl.validate import settings, validate_read
from cchc_xl.write.machine.report import form_of
from cchc_xl.write.marked.copies import require_same
from cchc_xl.write.marked.document import SEVERITIES, marked_document, own_comments, takes_comments, unmarked_document

VARIANTS = word.variants()
AROUND = {"[Content_Types].xml", "word/_rels/document.xml.rels"}
AGAINST = settings()


def checked(data: bytes) -> tuple[Grid, Report]:
    grid = read_bytes(data, "bao-cao.docx")
    assert isinstance(grid, Grid)
    return grid, validate_read(grid, AGAINST)


def marked(data: bytes, lang: str = "vi") -> bytes:
    _, report = checked(data)
    return marked_document(data, report, form_of(report, AGAINST.forms), lang)


def found(report: Report) -> list[tuple[object, ...]]:
    return [(one.code, one.field, one.ref, one.raw, one.severity) for one in report.findings]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant__only_comments_are_new(name):
    data = VARIANTS[name].data
    copy = marked(data)
    before, after = documents.parts(data), documents.parts(copy)
    had_comments = "word/comments.xml" in before
    assert {part for part in before if before[part] != after.get(part)} == (
        {"word/document.xml", "word/comments.xml"} if had_comments else {"word/document.xml", *AROUND}
    )
    assert set(after) - set(before) == (set() if had_comments else {"word/comments1.xml"})
    anchors = rb'<w:commentRange(?:Start|End) w:id="\d+"/>|<w:r><w:commentReference w:id="\d+"/></w:r>'
    if not had_comments:
        assert re.sub(anchors, b"", after["word/document.xml"]) == before["word/document.xml"]
    assert documents.parts(unmarked_document(copy))["word/document.xml"] == before["word/document.xml"]


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant__is_read_as_before(name):
    """The clerk corrects the copy and sends it back: our comments are none of hers."""
    grid, report = checked(VARIANTS[name].data)
    copy, again = checked(marked(VARIANTS[name].data))
    require_same(grid, copy, frozenset())
    assert found(again) == found(report)


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != "strict"])  # the helper knows the usual names
def test_every_variant__each_error_and_warning_is_told_once(name):
    _, report = checked(VARIANTS[name].data)
    copy = marked(VARIANTS[name].data)
    told = "\n".join(text for _, text in _comments(copy))
    asked = [one for one in report.findings if one.severity in SEVERITIES]
    for code in {one.code for one in asked}:
        assert told.count(f"[{code}]") == sum(one.code == code for one in asked), code
    assert own_comments(copy) == len([text for _, text in _comments(copy) if text.startswith("CCHC #")])


def _comments(data: bytes) -> list[tuple[str, str]]:
    parts = documents.parts(data)
    if "word/comments1.xml" in parts:  # the helper knows Word's own name
        parts["word/comments.xml"] = parts.pop("word/comments1.xml")
        return documents.comments(f.zipped(parts))
    return documents.comments(data)


def test_comment__stands_on_the_figure_and_says_what_why_and_how():
    comments = {text.split("[", 1)[1][:3]: (at, text) for at, text in _comments(marked(VARIANTS["plain"].data))}
    at, text = comments["V01"]
    assert at == "6(lồng ghép)"
    assert re.fullmatch(r"CCHC #\d+ · Cảnh báo\n\[V01\] .*6\(lồng ghép\).*\n→ Đề nghị .*", text)
    assert comments["V24"][0] == "Hội nghị; mạng xã hội…"


def test_comment__in_english():
    texts = [text for _, text in _comments(marked(VARIANTS["plain"].data, "en"))]
    assert any("Warning" in text for text in texts)


def test_comment__of_somebody_else_stays_as_it_is():
    data = VARIANTS["comment_on_value"].data
    before, after = documents.comments(data), documents.comments(marked(data))
    assert before
    assert after[: len(before)] == before
    assert len(after) > len(before)


def test_comment__about_the_whole_file_stands_on_the_first_line():
    comments = _comments(marked(VARIANTS["no_table"].data))
    assert [text for _, text in comments if "CCHC #1" in text]
    first = next(line for line in documents.lines(VARIANTS["no_table"].data) if line)
    assert comments[0][0] == first


def test_comment__in_a_blank_cell():
    """Nothing was written where a figure is asked for: the comment stands in the empty cell."""
    parts = documents.parts(VARIANTS["plain"].data)
    text = parts["word/document.xml"].decode()
    cut = re.sub(r"<w:p>(?:(?!</w:p>).)*<w:t xml:space=\"preserve\">12</w:t>.*?</w:p>", "<w:p/>", text, count=1)
    assert cut != text
    parts["word/document.xml"] = cut.encode()
    data = f.zipped(parts)
    assert "V25" in {one.code for one in checked(data)[1].findings}
    copy = marked(data)
    blank = [text for at, text in _comments(copy) if not at]
    assert any("[V25]" in text for text in blank)
    assert documents.faults(copy) == []


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_prefix__whatever_the_program_that_wrote_it_calls_the_namespace(prefix):
    parts = documents.parts(VARIANTS["plain"].data)
    text = parts["word/document.xml"].decode()
    declared = f'xmlns:{prefix[:-1]}="{word.W}"' if prefix else f'xmlns="{word.W}"'
    text = re.sub(r"<(/?)w:", rf"<\1{prefix}", text)
    if prefix:
        text = text.replace(" w:", f" {prefix}").replace(f'xmlns:w="{word.W}"', declared)
    else:
        text = text.replace("<document ", f"<document {declared} ", 1)
    parts["word/document.xml"] = text.encode()
    data = f.zipped(parts)
    copy = marked(data)
    assert own_comments(copy) == own_comments(marked(VARIANTS["plain"].data))
    assert found(checked(copy)[1]) == found(checked(data)[1])
    assert documents.parts(unmarked_document(copy))["word/document.xml"] == text.encode()


def test_twice__is_once():
    data = VARIANTS["plain"].data
    once = marked(data)
    assert own_comments(marked(unmarked_document(once))) == own_comments(once)
    assert unmarked_document(data) == data


def test_fault_free__is_the_very_same_file():
    parts = documents.parts(VARIANTS["plain"].data)
    text = parts["word/document.xml"].decode()
    for before, after in (
        ("6(lồng ghép)", "6"),
        ("600 (Lượt người)", "300"),
        ("Hội nghị; mạng xã hội…", "4"),
        (">0<", ">4<"),
    ):
        text = text.replace(before, after)
    parts["word/document.xml"] = text.encode()
    data = f.zipped(parts)
    _, report = checked(data)
    assert [one.code for one in report.findings if one.severity in SEVERITIES] == []
    assert marked_document(data, report, form_of(report, AGAINST.forms), "vi") == data


@pytest.mark.parametrize("text", ["]]>&<w:p/>", '=HYPERLINK("http://a")', "a&amp;b", "\u200b\u202e9"])
def test_text__of_the_clerk_stays_text(text):
    from xml.sax.saxutils import escape

    parts = documents.parts(VARIANTS["plain"].data)
    parts["word/document.xml"] = parts["word/document.xml"].replace("6(lồng ghép)".encode(), escape(text).encode())
    copy = marked(f.zipped(parts))
    assert docx.Document(io.BytesIO(copy)).comments
    assert documents.faults(copy) == []


# --- the command ---------------------------------------------------------------------------------------------------


def test_command__gives_the_document_back(tmp_path):
    path = f.put(tmp_path / "in" / "Xã An Hòa Thịnh.docx", VARIANTS["plain"].data)
    before = f.sha256(path)
    code, printed = f.run("mark", path, "--out", tmp_path / "out")
    (copy,) = (tmp_path / "out").iterdir()
    assert (code, copy.name) == (1, "Xã An Hòa Thịnh.docx")
    assert own_comments(copy.read_bytes()) > 0
    assert f.sha256(path) == before
    assert "1 lỗi" in printed
    again = tmp_path / "again"
    f.run("mark", copy, "--out", again)
    assert own_comments(next(again.iterdir()).read_bytes()) == own_comments(copy.read_bytes())


def test_command__with_macros_keeps_its_name(tmp_path):
    path = f.put(tmp_path / "in" / "a.docm", VARIANTS["plain"].data)
    f.run("mark", path, "--out", tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["a.docm"]


def test_command__the_strict_form_is_put_into_the_template(tmp_path):
    assert not takes_comments(VARIANTS["strict"].data)
    path = f.put(tmp_path / "in" / "a.docx", VARIANTS["strict"].data)
    f.run("mark", path, "--out", tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["a.xlsx"]


def test_command__repairs_go_into_the_template_as_before(tmp_path):
    path = f.put(tmp_path / "in" / "a.docx", VARIANTS["plain"].data)
    f.run("fix", path, "--out", tmp_path / "out")
    assert [one.suffix for one in (tmp_path / "out").iterdir()] == [".xlsx"]


# --- judges --------------------------------------------------------------------------------------------------------


@pytest.mark.judge
def test_document__microsofts_validator_says_no_more_than_of_the_original(tmp_path):
    names = ["plain", "sdt_cell", "tracked", "nested", "textbox_table", "comment_on_value", "split_without_head"]
    for name in names:
        data = VARIANTS[name].data
        before = judges.validate_openxml(f.put(tmp_path / f"{name}.docx", data))
        after = judges.validate_openxml(f.put(tmp_path / "x" / f"{name}.docx", marked(data)))
        assert len(after) == len(before), (name, after)


def test_document__libreoffice_opens_it(tmp_path, office):
    path = f.put(tmp_path / "a.docx", marked(VARIANTS["plain"].data))
    assert office.convert(path, "pdf", tmp_path).stat().st_size > 10_000
