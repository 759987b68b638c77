"""What is said once for the whole table, above it, below it or in its titles: a factor, an estimate, a draft.

A figure under 'ĐVT: nghìn tờ' is no number of leaflets (S20), figures of a draft are not yet the office's (S21), and
what is estimated as a whole is an estimate in each cell. Patterns are of whole lines, so that a sentence that only
mentions such a word says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cchc_xl.check.catalogue import finding
from cchc_xl.model import CellRef, Finding, Reading, Severity, Sheet
from cchc_xl.quantity import standing
from cchc_xl.quantity.lexicon import UNITS
from cchc_xl.records import NamedTuple
from cchc_xl.table.rows import TOLERATED_GAP, Table, text_of, texts_beside
from cchc_xl.text import all_unaccented, fold, late, plain, remembered, speaks, unaccented, worded

LONGEST_LINE = 160
LONGEST_CLAUSES = 60  # characters of a line that is read clause by clause
COVER_ROWS = 30  # of a sheet before the table's
_COUNT = r"(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|chục|vạn|1[.,]?000(?:[.,]000)?|10\^\d)"
_MONEY = r"(?:đồng|đ|vnđ|vnd|usd)"
# A word of ``UNITS``, as ``_is_scale`` asks: in the pattern its hundreds of words would take long to compile.
_NOUN = r"[^\W\d_][^\d()]{0,40}?"


def _measure(number: int) -> str:
    """A factor, money or a percentage; the groups ``of<number>`` and ``in<number>`` hold what a factor is of."""
    factor = rf"{_COUNT}(?: (?:{_MONEY}|(?P<of{number}>{_NOUN})))?"
    return rf"\(?(?:x\s?)?(?:{factor}|{_MONEY}|%|phần trăm|(?P<in{number}>{_NOUN}) \({_COUNT}\))\)?"


_SCALE = worded(
    rf"\W*(?:ghi chú\W+)?(?:(?:các )?(?:số liệu|số lượng)(?: (?:trên|dưới đây|trong (?:bảng|biểu)))? )?"
    rf"(?:(?:được )?(?:đơn vị(?: tính)?|đvt|đv tính|dvt|đv|tính(?: bằng| theo)|ghi(?: bằng"
    rf"| theo))(?: đơn vị)?(?: (?:của |cho |ở )?(?:các |cột )*(?:số lượng|số liệu|số))?(?: là)?\s*[:\-]?\s*"
    rf"{_measure(1)}|\({_measure(2)}\)|x\s?1[.,]?000)\W*"
)
_AVERAGE = worded(r".*(?:số liệu|số lượng)\b.{0,20}\b(?:bình quân|trung bình|(?:mỗi|hằng|hàng|từng) tháng)\b.*")
# About the figures, whatever else the line tells of them; of a report or a table it is said by ``standing.of_line``.
_LOOSELY = tuple(
    (why, worded(rf"[^;]{{0,30}}?\b(?:{standing.PHRASES[why]})(?!\w)")) for why in ("draft", "doubt", "sample", "plan")
)
_OTHERS = worded(
    r"\W*(?:ghi chú\W+)?(?:các )?(?:số liệu|kết quả)(?: này| trên| trong (?:bảng|biểu)| dưới đây| là| lấy| tổng hợp)* "
    r"(?:của|do|từ) (?:(?:các |những |toàn |cả )*(?:sở|bộ(?! phận| đội)|cục|chi cục|tổng cục"
    r"|(?:ubnd|ủy ban nhân dân|cấp) (?:tỉnh|huyện|thị xã|thành phố)|tỉnh|huyện|thị xã|cấp trên"
    r"|(?:xã|phường|đơn vị|cơ quan|địa phương) (?:khác|bạn|bên cạnh|lân cận))"
    r"|phòng (?:\w+ ){1,5}?(?:huyện|thị xã|thành phố|quận)|các (?:xã|phường|đơn vị trực thuộc))(?!\w)[^;]*"
)
_DRAFT = worded(
    r"\W*(?:bản )?dự thảo ?[-–:,(].*|\W*(?:bản )?(?:dự thảo|dt) (?:lần|số|v|ngày)?[ .]?[\d/.]+\W*"
    r"|\W*(?:bản )?dự thảo (?:báo cáo|biểu|bảng|phụ lục|số liệu)\b.*|.*\((?:bản )?"
    r"(?:dự thảo(?! (?:nghị|kế|quyết|luật|thông|đề|văn|chương|chỉ))|nháp)[^()]*\).*"
)
_ESTIMATE = worded(
    r".*(?<!quy )(?<!hương )(?<!công )(?<!điều )\b(?:ước (?:tính|thực hiện|lượng|đạt|cả|\d)|số(?: liệu)? ước|dự ước"
    r"|tạm tính)\b.*|.*(?:số liệu|số lượng)\b.{0,30}\blàm tròn\b.*"
)
_ENTERED = r"(?:đăng ký|giao|dự kiến)(?: (?:kế hoạch|chỉ tiêu))?"
_AIM = r"(?:kế hoạch|chỉ tiêu|mục tiêu)(?: (?:kế hoạch|giao|được giao|phấn đấu|đề ra|đăng ký))*"
_PLAN = worded(
    rf"\W*(?:biểu |bảng |phụ lục )?(?:{_ENTERED}|{_AIM}) "
    r"(?:tuyên truyền|công tác|thực hiện|cchc|cải cách|năm|6 tháng|sáu tháng|quý)\b.*"
)
_SURE_PLAN = worded(rf"\W*(?:biểu |bảng |phụ lục )?{_ENTERED} .*")
_BARE_PLAN = worded(
    rf"\W*(?:(?:biểu|bảng|số|số liệu) )?(?:{_ENTERED}|{_AIM})(?: (?:6|sáu) tháng(?: đầu| cuối)?)?"
    r"(?: (?:của )?(?:cả )?năm)?(?: 20\d\d)?\W*"
)
_GOES_ON = worded(r".*(?:thực hiện|triển khai|hoàn thành|theo|kết quả|tình hình|so với|và)\W*")  # in the next line
_OF_MANY = worded(r"(?:số liệu )?(?:toàn|cả) (?:tỉnh|huyện|thị xã|thành phố|cụm|ngành)")
_PLAN_SHEET = worded(r"(?:kế hoạch|kh)(?: năm)?(?: 20\d\d)?")
_REPORTS = worded(r"báo cáo|kết quả|tình hình|số liệu thực hiện")
_NOT_OF_ALL = worded(
    r"không phải (?:là )?(?:số(?: liệu)? )?(?:ước|dự|tạm|sơ|bản)|không còn (?:là )?(?:số|bản|dự|ước)"
    r"|^\W*dự kiến (?:.* )?(?:sẽ|thêm|tiếp tục)(?!\w)"
    r"|đã (?:chốt|chính thức)|(?<!\w)(?:mục|chỉ tiêu|dòng|tt|stt) (?:số )?0?\d"
)


_FACTOR = ("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "trăm", "chục", "vạn", "000", "10^", "%")
_FIGURES = ("số liệu", "số lượng")
_HEADINGS = (
    "báo cáo",
    "biểu",
    "bảng",
    "phụ lục",
    "kết quả",
    "tổng hợp",
    "bao cao",
    "bieu",
    "bang",
    "phu luc",
    "ket qua",
)


def _has(*words: str) -> Callable[[str], bool]:
    return lambda folded: speaks(folded, words)


def _may_be_scale(folded: str) -> bool:
    """A factor, or money at the end, but for signs."""
    end = next((at for at in range(len(folded), 0, -1) if folded[at - 1].isalnum() or folded[at - 1] == "_"), 0)
    return speaks(folded.replace("tỉnh", ""), _FACTOR) or folded[:end].endswith(("đồng", "đ", "vnd", "usd"))


def _may_be_loose(folded: str) -> bool:
    return speaks(folded, _FIGURES) and not standing.TELLING.isdisjoint(folded.split())


def _may_be_of_others(folded: str) -> bool:
    return speaks(folded, ("số liệu", "kết quả")) and speaks(folded, (" của ", " do ", " từ "))


def _is_scale(folded: str) -> bool:
    match = _SCALE.fullmatch(folded)
    if match is None:
        return False
    units = map(unaccented, UNITS) if folded.isascii() else UNITS
    return set(filter(None, match.groupdict().values())) <= set(units)


# Kind, what any line of that kind has and most lines have not, whether the whole line says it.
_KINDS: tuple[tuple[str, Callable[[str], bool], Callable[[str], object]], ...] = (
    ("scale", _may_be_scale, _is_scale),
    ("scale", _has("bình quân", "trung bình", "tháng"), _AVERAGE.fullmatch),
    ("estimate", _has("ước", "tạm tính", "làm tròn"), _ESTIMATE.fullmatch),
    ("draft", _has("dự thảo", "nháp", "dt lần"), _DRAFT.fullmatch),
    ("plan", _has("kế hoạch", "chỉ tiêu", "đăng ký", "giao", "dự kiến", "mục tiêu"), _PLAN.fullmatch),
    ("others", _may_be_of_others, _OTHERS.fullmatch),
)
_SEVERITIES: dict[str, Severity] = {"estimate": "warning", "file": "warning"}


class Statement(NamedTuple):
    """``kind``: scale | estimate | plan | file, or a reason of ``standing.PHRASES``. Of an estimate its ``bound``."""

    kind: str
    text: str
    ref: CellRef | None = None
    bound: str = "~"


@remembered(4096)
def told_by(text: str) -> tuple[tuple[str, str], ...]:
    """(kind, line) for the lines of a cell that say something of all figures; () for most cells."""
    return tuple((kind, line.strip()) for line in text.splitlines() if (kind := kind_of_line(line)))


def told_of_all(text: str) -> str:
    """``kind_of_line`` of a text that many files have: the lines of a letterhead, of a cover."""
    return _known_line(text) if len(text) <= LONGEST_LINE else ""


@remembered(4096)
def _known_line(text: str) -> str:
    return kind_of_line(text)


def kind_of_line(text: str) -> str:
    """scale | estimate | plan or a reason of ``standing.PHRASES`` for what a line says of all figures; '' for
    nothing.
    """
    if len(text) > LONGEST_LINE:
        return ""
    folded = fold(text)
    kind = next((kind for kind, may_be, says in _KINDS if may_be(folded) and says(folded)), "")
    kind = kind or _loosely(folded) or standing.of_line(text) or _of_brackets(folded) or _of_clauses(text, folded)
    if not kind or _NOT_OF_ALL.search(folded):
        return ""
    return "estimate" if kind in standing.ESTIMATES else kind


def _of_clauses(text: str, folded: str) -> str:
    """What each clause of a short line says: 'BẢN NHÁP - chưa gửi', 'DỰ THẢO LẦN 3 (chờ ký)'."""
    if len(text) > LONGEST_CLAUSES or not speaks(folded, _STANDING):
        return ""
    clauses = [clause.strip(" ).") for clause in _CLAUSES.split(text) if clause.strip(" ).")]
    if len(clauses) < 2:
        return ""
    first = standing.of_line(clauses[0]) or next((kind for kind, _, says in _KINDS if says(fold(clauses[0]))), "")
    return first if first == "draft" and all(map(_says_no_more, clauses[1:])) else ""


def _says_no_more(clause: str) -> bool:
    return bool(standing.of_line(clause)) or _OF_ITS_WAY.fullmatch(fold(clause)) is not None


_STANDING = ("dự thảo", "nháp", "bản thảo")
_CLAUSES = late(r"\s[-–]\s|[,;(:]")
# 'chưa gửi', 'chờ ký', 'không gửi đi': what is still to be done with it.
_OF_ITS_WAY = worded(
    r"(?:đang |còn )?(?:chưa|chờ|không|để|xin|đợi)(?: (?:được|qua|cho|lãnh đạo|đi|nữa|lại|ý kiến|góp ý|kiểm tra|trình"
    r"|ký|duyệt|phê duyệt|gửi|ban hành|phát hành|đóng dấu|lấy|chỉnh|sửa|rà soát|xem|số|văn thư))+"
)


def _loosely(folded: str) -> str:
    """A reason of ``_LOOSELY`` for what a line says behind words for the figures, within the same clause."""
    behind = list(_behind_figures(folded))
    words = standing.words_of(folded[min(behind) :]) if behind else ()
    told = (
        why for why, says in _LOOSELY if standing.tells(why, words) and any(says.match(folded, at) for at in behind)
    )
    return next(told, "")


def _behind_figures(folded: str) -> Iterator[int]:
    if _may_be_loose(folded):
        for word in all_unaccented(_FIGURES) if folded.isascii() else _FIGURES:
            at = folded.find(word)
            while at >= 0:
                yield at + len(word)
                at = folded.find(word, at + 1)


def _of_brackets(folded: str) -> str:
    """What a bracket behind a heading says: 'BÁO CÁO ... (ĐVT: nghìn)', 'BIỂU ... (kế hoạch)'."""
    if "(" not in folded or not folded.startswith(_HEADINGS):
        return ""
    for bracket in standing.brackets(folded):
        kind = "others" if _OF_MANY.fullmatch(bracket) else "plan" if _BARE_PLAN.fullmatch(bracket) else ""
        kind = kind or kind_of_line(bracket)
        if kind in ("scale", "estimate", "others", "plan"):
            return kind
    return ""


def statements_about(
    table: Table, covers: Sequence[Sheet] = (), path: str = "", unit: str = ""
) -> tuple[Statement, ...]:
    """What the lines around a table say of its figures, each kind once, in the order of the sheet.

    ``covers``: sheets before the table's, which may say that all of it is a draft. ``path``: the workbook's, whose name
    may say so too. ``unit``: who reports.
    """
    found: dict[str, Statement] = {}
    for row, column, text in _around(table):
        for kind, line in told_by(text):
            found.setdefault(kind, Statement(kind, line, table.ref(row, column)))
    if "plan" in found and (_is_cited(fold(found["plan"].text), table) or is_column_title(found["plan"].ref, table)):
        del found["plan"]
    if "others" in found and unit and plain(unit) in plain(found["others"].text):
        del found["others"]  # "Số liệu của Sở Nội vụ" in the department's own report
    for sheet in covers:
        for (row, column), cell in sheet.cells.items():
            if type(cell.value) is str and row <= COVER_ROWS and told_of_all(cell.value) == "draft":
                found.setdefault("draft", Statement("draft", cell.value.strip(), CellRef(sheet.name, row, column)))
    name = fold(table.sheet.name)
    if name.startswith("k") and _PLAN_SHEET.fullmatch(name):
        found["plan"] = Statement("plan", table.sheet.name, table.ref(table.top, table.columns.label))
    file = path.replace("\\", "/").rsplit("/", 1)[-1]
    if not found and standing.of_name(file.rsplit(".", 1)[0]):
        found["file"] = Statement("file", file)
    return tuple(found.values())


def is_column_title(ref: CellRef | None, table: Table) -> bool:
    """Does a text stand right over the quantities, alone or merged with others? It is their title (S19) then."""
    if ref is None or ref.row != table.top - 1:
        return False
    areas = (area for area in table.sheet.body.merges if (area[0], area[1]) == (ref.row, ref.column))
    last = next((area[3] for area in areas), ref.column)
    return ref.column <= table.columns.value <= last and ref.column > table.columns.label


def _is_cited(plan: str, table: Table) -> bool:
    """Is the plan the one that is reported on? 'Kết quả thực hiện' over 'Kế hoạch tuyên truyền CCHC năm 2026' is; a
    plan and a year alone ('Chỉ tiêu giao năm 2026') only where the line before goes on in it.
    """
    if not _PLAN.fullmatch(plan) or _SURE_PLAN.fullmatch(plan):
        return False
    lines = [fold(text) for _, _, text in _around(table)]
    reports = any(_REPORTS.search(line) for line in lines)
    return reports and (not _BARE_PLAN.fullmatch(plan) or any(_GOES_ON.fullmatch(line) for line in lines))


def _around(table: Table) -> Iterator[tuple[int, int, str]]:
    """Texts above the table and below it, and the title of its units of measure; the sheet's name as if it stood in the
    table's first cell.
    """
    top, last = table.top, table.last
    yield top, table.columns.label, table.sheet.name
    if table.head_row and table.columns.unit:
        yield top, table.columns.unit, text_of(table.sheet.cells.get((top, table.columns.unit)))
    for (row, column), cell in table.sheet.cells.items():
        if (row < top or last < row <= last + TOLERATED_GAP) and type(cell.value) is str:
            yield row, column, cell.value
    yield from texts_beside(table)


def statement_findings(table: Table, statements: tuple[Statement, ...]) -> Iterator[Finding]:
    """S20 for a factor, S21 for a draft, a plan or an estimate."""
    for one in statements:
        if one.kind == "scale":
            yield finding("S20", table.form, ref=one.ref, raw=one.text, params={"found": one.text})
        else:
            params = {"found": one.text, "what": f"said-{one.kind}"}
            severity = _SEVERITIES.get(one.kind, "error")
            yield finding("S21", table.form, ref=one.ref, raw=one.text, params=params, severity=severity)


def as_estimates(readings: tuple[Reading, ...], statements: tuple[Statement, ...]) -> tuple[Reading, ...]:
    """The readings as estimates where the table is said to hold such."""
    if not any(one.kind == "estimate" for one in statements):
        return readings
    return tuple(
        reading._replace(state="estimate", bound=reading.bound or "~") if reading.state == "number" else reading
        for reading in readings
    )
