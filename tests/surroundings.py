"""Random surroundings of known figures: titles, labels, units of measure and lines, harmless and harmful ones.

A ``Surrounding`` changes a ``Paper``, which is a report whose figures are known. ``KINDS`` names what can be changed and
how such changes are drawn: a further kind (number formats, notes, formulas) is a strategy of ``Surrounding`` under a name
of its own, and the tests in ``test_surroundings.py`` take it along. ``harm`` says which figures a careful person would no
longer take: '' for none, 'all', or the field of a row.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from cchc_xl.form.load import load
from cchc_xl.model import Cell, Grid, Sheet, SheetBody, Source, Style
from cchc_xl.text import plain

FORM = load("tuyen-truyen-cchc", 1)
FIELDS = tuple(field.id for field in FORM.fields)
COLUMNS = ("tt", "label", "unit", "value", "note")
HEADING = ("UBND XÃ AN BÌNH", "Số: 15/BC-UBND", "BÁO CÁO TUYÊN TRUYỀN CCHC", "6 THÁNG ĐẦU NĂM 2026")


class Paper:
    """A report of an office's own making: one sheet, before it is turned into a grid."""

    def __init__(self, figures: dict[str, int]) -> None:
        self.file_name, self.sheet_name = "xa-an-binh.xlsx", "Sheet1"
        self.lines: list[list[Any]] = [[text] for text in HEADING]
        self.titles: list[Any] = ["TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"]
        self.rows = {
            field.id: dict(
                zip(COLUMNS, (field.tt or None, field.label, field.unit, figures[field.id], None), strict=True)
            )
            for field in FORM.fields
        }
        self.below: list[list[Any]] = []
        self.comments: dict[str, str] = {}  # by field, on its quantity
        self.on_labels: dict[str, str] = {}  # comments on labels, and on the title of the quantities ('')
        self.boxes: list[str] = []  # texts in boxes beside the table
        self.printed: list[str] = []  # above and below every page
        self.others: list[list[str]] = []  # further sheets: the lines of each
        self.beside: list[tuple[str, list[Any]]] = []  # columns put in before the notes: title, cells

    def grid(self) -> Grid:
        table = [[*self.titles[:4], *(title for title, _ in self.beside), self.titles[4]]]
        for place, row in enumerate(self.rows.values()):
            cells = [row[name] for name in COLUMNS]
            table.append([*cells[:4], *(more[place] for _, more in self.beside), cells[4]])
        lines = [*self.lines, *table, [], *self.below]
        cells = {
            (number, column): value
            if isinstance(value, Cell)
            else Cell(value, "text" if isinstance(value, str) else "number")
            for number, line in enumerate(lines, 1)
            for column, value in enumerate(line, 1)
            if value is not None
        }
        first = len(self.lines) + 2
        comments = {(first + FIELDS.index(field), 4): text for field, text in self.comments.items()}
        comments |= {
            (first + FIELDS.index(field), 2) if field else (first - 1, 4): text
            for field, text in self.on_labels.items()
        }
        beside = [(first + at, 8, text) for at, text in enumerate(self.boxes)]
        body = SheetBody(cells, comments=comments, beside=(*beside, *((0, 0, text) for text in self.printed)))
        sheets = [Sheet(self.sheet_name, "visible", body)]
        for number, lines in enumerate(self.others, 2):
            texts = {(row, 1): Cell(line, "text") for row, line in enumerate(lines, 1)}
            sheets.append(Sheet(f"Trang {number}", "visible", SheetBody(texts)))
        return Grid(Source(self.file_name, received="2026-06-15T08:00:00"), tuple(sheets))


class Surrounding(NamedTuple):
    """``words``: what was put where, for the reader of a failing example."""

    kind: str
    words: str
    harm: str
    apply: Callable[[Paper], None]


Drawn = st.SearchStrategy[Surrounding]

# --- how people write --------------------------------------------------------------------------------------------------

ways = st.sampled_from((str, str, str.upper, str.lower, plain, lambda text: unicodedata.normalize("NFD", text)))
"""As it is, in capitals, without accents, in decomposed Unicode."""


@st.composite
def slips(draw: st.DrawFn, text: str) -> str:
    """A text with one slip in one of its longer words: two letters turned round, or one left out or doubled."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return text
    place = draw(st.sampled_from(long))
    word = words[place]
    at = draw(st.integers(1, len(word) - 3))
    words[place] = draw(
        st.sampled_from(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[: at + 1] + word[at:],
            )
        )
    )
    return " ".join(words)


# --- titles ------------------------------------------------------------------------------------------------------------

CORES = (
    "Số lượng",
    "Kết quả",
    "Số liệu",
    "Thực hiện",
    "Kết quả thực hiện",
    "SL",
    "Số thực tế",
    "Tổng số",
    "Kết quả đạt được",
    "Số liệu báo cáo",
)
OF_THE_PERIOD = (
    "",
    "trong kỳ",
    "kỳ này",
    "kỳ báo cáo",
    "6 tháng đầu năm 2026",
    "6T/2026",
    "(từ 15/12/2025 đến 14/6/2026)",
    "đến 14/6/2026",
    "quý I + II/2026",
)
MORE = ("", "của đơn vị", "(*)", "(4)", "đã thực hiện", "(nếu có)", "tuyên truyền CCHC")
ANOTHER = (
    "kế hoạch", "dự kiến", "năm 2025", "năm 2024", "6 tháng cuối năm 2026", "quý I/2026", "tháng 6", "(nghìn)", "(triệu đồng)", "(%)", "lũy kế",
    "ước tính", "cùng kỳ", "bình quân", "so với năm trước", "được giao", "phải làm", "chưa làm", "còn lại", "đến 31/5/2026", "x 1000", "/tháng",
    "toàn tỉnh", "cấp huyện", "người", "(lượt)", "hạng nhất", "mẫu B", "đăng ký", "đợt 2", "trực tuyến", "tối thiểu", "theo nghị quyết", "cả năm 2027",
)  # fmt: skip


@st.composite
def titles(draw: st.DrawFn) -> Surrounding:
    parts = [draw(st.sampled_from(CORES)), draw(st.sampled_from(MORE)), draw(st.sampled_from(OF_THE_PERIOD))]
    another = draw(st.none() | st.sampled_from(ANOTHER))
    if another:
        parts.insert(draw(st.integers(1, len(parts))), another)
    title = draw(ways)(" ".join(part for part in parts if part))
    assume("thuc hien ke hoach" not in plain(title))  # what was done of the plan is what was done

    def apply(paper: Paper) -> None:
        paper.titles[3] = title

    return Surrounding("title", title, "all" if another else "", apply)


@st.composite
def columns(draw: st.DrawFn) -> Surrounding:
    """A further column of figures, whose title is another thing's: the quantity is still told apart."""
    title = draw(
        st.sampled_from(
            ("Kế hoạch", "Cùng kỳ năm trước", "Năm 2025", "Lũy kế", "So với cùng kỳ (%)", "Kinh phí", "Tháng 6")
        )
    )
    figures = draw(st.lists(st.integers(0, 500), min_size=len(FIELDS), max_size=len(FIELDS)))
    return Surrounding("column", title, "", lambda paper: paper.beside.append((title, figures)))


# --- labels ------------------------------------------------------------------------------------------------------------

BEHIND = ("(kể cả lồng ghép)", "(nếu có)", "(6 tháng đầu năm 2026)", "(ghi rõ)", "(*)", ":", "(có danh sách kèm theo)")
PUT_IN = ("không", "chưa", "cùng kỳ", "kế hoạch", "dự kiến", "kinh phí", "lũy kế", "quốc tế", "nghìn", "thời lượng")
PUT_BEHIND = (
    "năm 2025",
    "của tỉnh",
    "cấp huyện",
    "quý I",
    "(nghìn)",
    "(dự kiến)",
    "(năm trước)",
    "tháng 6",
    "(chưa thực hiện)",
    "(kế hoạch)",
    "toàn quốc",
)
EXCHANGED = {
    "cchc": "PCCC",
    "xã": "huyện",
    "người": "lượt người",
    "báo chí": "mạng xã hội",
    "tổ chức": "không tổ chức",
    "truyền thanh": "truyền hình",
}
UNKNOWN = ("đặc biệt", "mở rộng", "lần hai", "nội bộ", "ngoài giờ", "buổi tối")


@st.composite
def labels(draw: st.DrawFn) -> Surrounding:
    field = draw(st.sampled_from(FORM.fields))
    label, harm = field.label, field.id
    # "không", "kế hoạch" and levels are the form's own words for some indicators
    own = plain(" ".join((label, *field.aliases, field.unit, *field.units)))
    how = draw(st.sampled_from(("way", "slip", "behind", "put in", "put behind", "exchanged", "unknown")))
    if how == "way":
        label, harm = draw(ways)(label), ""
    elif how == "slip":
        label, harm = draw(slips(label)), ""
    elif how == "behind":
        label, harm = f"{label} {draw(st.sampled_from(BEHIND))}", ""
    elif how == "put in":
        words = label.split(" ")
        words.insert(
            draw(st.integers(1, len(words) - 1)),
            draw(st.sampled_from([word for word in PUT_IN if plain(word) not in own])),
        )
        label = " ".join(words)
    elif how == "put behind":
        usual = [
            words
            for words in PUT_BEHIND
            if field.id != "03" or ("tỉnh" not in words and "huyện" not in words and "quốc" not in words)
        ]
        label = f"{label} {draw(st.sampled_from([words for words in usual if plain(words.strip('()')) not in own]))}"
    elif how == "exchanged":
        pairs = [(old, new) for old, new in EXCHANGED.items() if old in label.casefold()]
        if pairs:
            old, new = draw(st.sampled_from(pairs))
            at = label.casefold().index(old)
            label = label[:at] + new + label[at + len(old) :]
        else:
            harm = ""
    else:
        label = f"{label} {draw(st.sampled_from(UNKNOWN))}"

    def apply(paper: Paper) -> None:
        paper.rows[field.id]["label"] = label

    return Surrounding("label", label, harm, apply)


@st.composite
def struck(draw: st.DrawFn) -> Surrounding:
    field = draw(st.sampled_from(FORM.fields))

    def apply(paper: Paper) -> None:
        paper.rows[field.id]["label"] = Cell(field.label, "text", None, Style(strike=True))

    return Surrounding("struck", field.label, field.id, apply)


# --- units of measure and lines ------------------------------------------------------------------------------------------

FACTORS = ("Nghìn {}", "Ngàn {}", "{} (nghìn)", "1.000 {}", "Trăm {}", "Triệu {}", "{}/tháng", "% {}", "{} bình quân")


@st.composite
def units(draw: st.DrawFn) -> Surrounding:
    field = draw(st.sampled_from(FORM.fields))
    own = draw(st.sampled_from((field.unit, *field.units)))
    others = [other.unit for other in FORM.fields if plain(other.unit) not in map(plain, (field.unit, *field.units))]
    how = draw(st.sampled_from(("own", "two", "factor", "other")))
    if how == "own":
        unit, harm = draw(ways)(own), ""
    elif how == "two":
        unit, harm = f"{field.unit}{draw(st.sampled_from(('/', ', ', ' - ', '; ')))}{own}", ""
    else:
        unit = draw(st.sampled_from(FACTORS)).format(own) if how == "factor" else draw(st.sampled_from(others))
        harm = field.id

    def apply(paper: Paper) -> None:
        paper.rows[field.id]["unit"] = unit

    return Surrounding("unit", unit, harm, apply)


SAID = (
    "ĐVT: nghìn tờ", "Đơn vị tính: triệu đồng", "(Đơn vị tính: 1.000)", "DỰ THẢO", "Bản dự thảo lần 2", "Số liệu chưa chính thức", "(Số liệu ước tính)",
    "Số liệu tạm tính", "Ghi chú: số liệu chưa được phê duyệt", "Số liệu trên là số ước", "Số liệu nhanh", "Dữ liệu mẫu", "Ví dụ minh họa",
    "Không sử dụng", "Đã hủy", "DU THAO", "Số liệu chưa tổng hợp đủ", "Số liệu lũy kế", "so lieu cong don", "Mẫu tham khảo", "Báo cáo đã được thay thế",
)  # fmt: skip
NOTHING_SAID = (
    "Đơn vị: Xã An Bình", "Số liệu chính thức", "Mẫu số 01", "Kèm theo Báo cáo số 15/BC-UBND", "(Ban hành kèm theo Công văn số 22/SNV)", "Người lập biểu",
    "Ghi chú: có phụ lục kèm theo", "Số liệu đã được kiểm tra, đối chiếu", "Báo cáo này thay thế Báo cáo số 10/BC-UBND", "Thực hiện Kế hoạch số 22/KH-UBND ngày 07/02/2026", "Nơi nhận: Sở Nội vụ",
)  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> Surrounding:
    harmful = draw(st.booleans())
    text = draw(st.sampled_from(SAID if harmful else NOTHING_SAID))
    column, above = draw(st.integers(0, 4)), draw(st.booleans())

    def apply(paper: Paper) -> None:
        (paper.lines if above else paper.below).append([*[None] * column, text])

    return Surrounding("line", f"{text} ({'above' if above else 'below'})", "all" if harmful else "", apply)


# --- what stands on the sheet and in no cell of the table ---------------------------------------------------------------

PRINTED = ("Trang 1/2", "Biểu số 05", "UBND xã An Bình", "TT CCHC 6 tháng đầu năm 2026", "Người in: văn thư")
ON_TITLE = (
    *("Cột này là số kế hoạch", "Cột này đang để số dự kiến", "Số liệu năm 2025", "Tính theo nghìn", "Số ước"),
    *("Số liệu tạm tính", "Số này của cả huyện", "Lũy kế từ đầu nhiệm kỳ", "Số liệu 9 tháng", "Số đăng ký đầu năm"),
)
NOTHING_ON_TITLE = (
    *("Chỉ nhập số nguyên", "Chỉ nhập số, không nhập chữ", "Số liệu trong kỳ báo cáo", "Lấy từ sổ theo dõi văn bản"),
    *("Ghi số lượng theo đơn vị tính", "Số liệu 6 tháng đầu năm 2026", "Đã kiểm tra", "Văn thư tổng hợp"),
)
ON_LABEL = ("Số này lấy của cả năm 2025", "Số ước", "Tính theo nghìn", "Ghi nhầm", "Chưa chính thức", "Số của quý I")
GUIDES = (
    *("Ghi số cuộc đã tổ chức trong kỳ, không ghi dự kiến", "Nếu chưa thực hiện thì ghi 0", "Ví dụ: 12"),
    *("Bao gồm công văn, kế hoạch, chỉ thị", "Không nhập chữ, không nhập công thức", "Tính cả hình thức trực tuyến"),
    *("Lấy số liệu từ hệ thống quản lý văn bản", "Làm tròn đến số nguyên", "VD: nhập 12, không nhập 12 văn bản"),
    *("Chỉ tính văn bản do UBND xã ban hành, không tính của huyện", "Chỉ tiêu 05.1 là chỉ tiêu con của 05"),
)
NOTHING_ON_LABEL = (
    *GUIDES,
    "Đã kiểm tra",
    "Có danh sách kèm theo",
    "Lồng ghép tại hội nghị thôn",
    "Số liệu chính thức",
)


@st.composite
def printed(draw: st.DrawFn) -> Surrounding:
    harmful = draw(st.booleans())
    text = draw(st.sampled_from(SAID if harmful else (*PRINTED, *NOTHING_SAID)))
    return Surrounding("printed", text, "all" if harmful else "", lambda paper: paper.printed.append(text))


@st.composite
def boxes(draw: st.DrawFn) -> Surrounding:
    text, harm = draw(st.sampled_from([(text, "all") for text in SAID] + [(text, "") for text in NOTHING_SAID]))
    if draw(st.booleans()):
        field = draw(st.sampled_from(FORM.fields))
        text, harm = f"Đính chính: mục {field.tt or field.id} là 999", field.id
    return Surrounding("box", text, harm, lambda paper: paper.boxes.append(text))


@st.composite
def on_titles(draw: st.DrawFn) -> Surrounding:
    harmful = draw(st.booleans())
    # Without accents 'nhap' may be a draft ('nháp').
    text = draw(ways)(draw(st.sampled_from(ON_TITLE))) if harmful else draw(st.sampled_from(NOTHING_ON_TITLE))

    def apply(paper: Paper) -> None:
        paper.on_labels[""] = text

    return Surrounding("on title", text, "all" if harmful else "", apply)


@st.composite
def on_labels(draw: st.DrawFn) -> Surrounding:
    field, harmful = draw(st.sampled_from(FIELDS)), draw(st.booleans())
    text = draw(st.sampled_from(ON_LABEL if harmful else NOTHING_ON_LABEL))

    def apply(paper: Paper) -> None:
        paper.on_labels[field] = text

    return Surrounding("on label", text, field if harmful else "", apply)


@st.composite
def other_sheets(draw: st.DrawFn) -> Surrounding:
    """A few words on a sheet of their own, or the lists and evidence that offices add."""
    field, harmful = draw(st.sampled_from(FORM.fields)), draw(st.booleans())
    lines = [f"Đính chính: chỉ tiêu {field.tt or field.id} là 999"] if harmful else ["Danh sách hội nghị", "Thôn 1: 3"]
    if not harmful and draw(st.booleans()):
        lines = [f"Mục {number}: có danh sách kèm theo" for number in range(1, 60)]
    return Surrounding("sheet", lines[0], field.id if harmful else "", lambda paper: paper.others.append(lines))


KINDS: dict[str, Drawn] = {
    "title": titles(),
    "column": columns(),
    "label": labels(),
    "struck": struck(),
    "unit": units(),
    "line": lines(),
    "printed": printed(),
    "box": boxes(),
    "on title": on_titles(),
    "on label": on_labels(),
    "other sheet": other_sheets(),
}
"""Of each kind at most one in a paper but for those of rows, where a row has at most one."""


@st.composite
def papers(draw: st.DrawFn) -> tuple[dict[str, int], list[Surrounding]]:
    """(the figures, up to three surroundings of different kinds)."""
    figures = {field: 10 + 3 * draw(st.integers(1, 12)) for field in FIELDS}
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3, unique=True))
    if {"label", "struck"} <= set(kinds):
        kinds.remove("struck")
    return figures, [draw(KINDS[kind]) for kind in kinds]
