"""What the titles of columns mean: the form's own words and those that offices write instead.

The title of the quantities is known where every word of it is: a closed list of phrases that say *this period's
quantity* ("Kết quả thực hiện 6 tháng đầu năm 2026") and spans of time, which are compared with the report's period
elsewhere. Any other word ("Số lượng (nghìn)", "Số thẩm tra") leaves a doubt, with the reason where the word tells it: a
plan, another period, a rate, a factor. The titles of the other columns are of closed lists too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from cchc_xl.quantity.lexicon import UNITS
from cchc_xl.records import NamedTuple
from cchc_xl.table.spans import Span, cut
from cchc_xl.text import fold, late, one_slip, plain, remembered

LONGEST_TITLE = 120
LONGEST_NUMBER = 20  # characters of the number of a column, with what it is the sum of: "(5)=(3)+(4)"

# Folded titles by column; the first of each is the form's own.
TITLES: Mapping[str, tuple[str, ...]] = {
    "tt": ("tt", "stt", "số tt", "số thứ tự", "thứ tự", "mã", "mã số", "mã chỉ tiêu", "tt chỉ tiêu"),
    "label": (
        "chỉ tiêu",
        "tên chỉ tiêu",
        "nội dung",
        "nội dung chỉ tiêu",
        "các chỉ tiêu",
        "chỉ tiêu báo cáo",
        "danh mục chỉ tiêu",
    ),
    "unit": ("đơn vị tính", "đvt", "đ.v.t", "đv tính", "đơn vị", "dvt"),
    "value": (
        "số lượng",
        "số liệu",
        "kết quả",
        "kết quả thực hiện",
        "thực hiện",
        "số lượng thực hiện",
        "sl",
        "s.l",
        "số lượng (số)",
        "số",
        "giá trị",
    ),
    "note": ("ghi chú", "giải trình", "ghi chú, giải trình", "ghi chú/giải trình", "thuyết minh", "diễn giải"),
    "now": (
        "kỳ này",
        "trong kỳ",
        "kỳ báo cáo",
        "trong kỳ báo cáo",
        "thực hiện trong kỳ",
        "thực hiện kỳ này",
        "số kỳ này",
        "phát sinh trong kỳ",
        "tổng",
        "cộng",
        "tổng cộng",
        "tổng số",
        "cả kỳ",
        "năm nay",
    ),
    "check": ("kiểm tra",),
}
_EXACT = {title: column for column, titles in TITLES.items() for title in titles}
_HEADS = (
    ("label", ("chỉ tiêu", "nội dung", "tên chỉ tiêu", "tiêu chí", "hạng mục", "các chỉ tiêu", "danh mục")),
    ("unit", ("đơn vị tính", "đvt")),
    ("note", ("ghi chú", "giải trình", "thuyết minh")),
    ("tt", ("số tt", "stt", "tt")),
)
_TAILS = {
    "label": frozenset(
        [
            "chỉ",
            "tiêu",
            "nội",
            "dung",
            "tên",
            "báo",
            "cáo",
            "thống",
            "kê",
            "công",
            "việc",
            "tác",
            "tuyên",
            "truyền",
            "về",
            "cchc",
            "cải",
            "cách",
            "hành",
            "chính",
            "thực",
            "hiện",
            "hoạt",
            "động",
            "và",
            "hình",
            "thức",
        ]
    ),
    "unit": frozenset(("tính", "đvt")),
    "note": frozenset(
        ["giải", "trình", "thuyết", "minh", "nếu", "có", "ghi", "chú", "và", "lý", "do", "nguyên", "nhân", "khác"]
    ),
    "tt": frozenset(("chỉ", "tiêu")),
}
# A word that any title has: most texts of a workbook have none, and are done with.
_TELLING = late(
    r"so|cchc|(?<!\w)(?:s?tt|ma|sl|kqt?h?|th|kh|t\.hien|k\.qua|p/s)(?!\w)|chi tieu|noi dung|tieu chi|danh muc|hang muc"
    r"|don vi|dvt|dv|luong|ket qua|thuc|ghi|giai|thuyet minh|ky|thang|quy|nam|phat sinh|[tqh][ .]?[0-9]|[0-9] ?t|20"
    r"|tong|cong|ke|%|phan tram|ty le|ti le|tang|giam|uoc|du|giao|dat|phai|phan dau|muc|nhu cau|kinh phi|tien|gia"
    r"|truoc|den|binh quan|trung binh|con lai|diem|xep|kiem tra|tham"
)
_OF_LABEL = late(r"chỉ tiêu|nội dung|tiêu chí|hạng mục|danh mục")
_BRACKETS = late(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = late(r"\(?\[?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})\]?\)?(?:\s*=.*)?")

# --- the quantity's title ---------------------------------------------------------------------------------------------

# Number of the column before or behind a title: '4. Số lượng', 'Số lượng (4)', '(5=3+4)', a footnote's star.
_OF_COLUMN = late(
    r"^\s*[(\[]?(?:\d{1,2}|[a-e]|[ivx]{1,4})\s?[.):\]-]\s+|[(\[]\s*(?:\d{1,2}(?:\s*=[\d\s()+-]+)?|[a-e])\s*[)\]]|\(?\*+\)?"
)
_CORES = (
    "tong so luong|so luong|khoi luong|san luong|so lieu|so bao cao|(?:dien|ghi|nhap) so(?! l)|ket qua|thuc hien|sl"
    "|kqth|kq|th|so thuc te|thuc te|con so|so dem|gia tri|tong so|tong cong|tong hop|tong|ky nay|dot nay|ky bao cao"
    "|phat sinh|so dat duoc|so trong ky|so ky nay|cong(?! (?:tac|viec))|luong|tri so|tinh hinh thuc hien"
    "|so (?:viec )?da (?:lam|thuc hien|dat)|da (?:lam|to chuc|thuc hien)|bao cao cua (?:don vi|xa|phuong)"
    "|tt ?cchc|tuyen truyen (?:ve |cong tac )*cchc"
)
# What may stand beside it, in any order. No word that could make it another thing: 'đơn vị' alone counts offices.
_PHRASES = (
    "thuc hien duoc|thuc hien (?:cac )?(?:chi tieu|nhiem vu)|ket qua thuc hien (?:cac )?(?:ke hoach|chi tieu|nhiem vu)"
    "|so lieu (?:cua |do )?(?:don vi|co quan|dia phuong)(?: bao cao)?"
)
_BESIDE = (
    "dat duoc|lam duoc|dat|da|duoc|bao cao|trien khai|hoan thanh|ghi nhan|ke khai|thong ke|hoat dong|cong viec|vao"
    "|tu dien|bang so|ghi|nhap|dien|so nguyen|so|trong ky|cua ky|ca ky|ky|nam nay"
    "|(?:don vi tinh )?theo cot [a-z0-9]|theo (?:don vi tinh|dvt|mau|bieu mau|bieu)|chinh thuc|cu the|neu co"
    "|den thoi diem (?:bao cao|chot(?: so lieu)?)"
    "|(?:cua|tai|toan) (?:co quan,? don vi|don vi|co quan|dia phuong|xa|phuong)"
    "|(?:tren|tai) dia ban(?: (?:xa|phuong))?|cong tac|tuyen truyen|cai cach hanh chinh|cchc"
    "|tt|cai|chiec|va|cua|ve|trong|la"
)
_CORE = late(rf"(?<!\w)(?:{_CORES})(?!\w)")
_KNOWN = late(rf"(?<!\w)(?:{_PHRASES}|{_CORES}|{_BESIDE})(?!\w)")
_SHORTENED = {"t.hien": "thuc hien", "th/hien": "thuc hien", "k.qua": "ket qua", "dc": "duoc", "p/s": "phat sinh"}
_SHORT = late(r"(?<!\w)(?:t\.hien|th/hien|k\.qua|dc|p/s)(?!\w)")
_QUOTES = late(r"[()\[\]\"'*]")
_LEFT_OVER = late(r"\w+|[^\w\s.,:;/()\[\]\"'+&|*_-]")
# Words whose unaccented form is a harmless one's: công (a day's work), đặt (ordered), sổ, sở (a department), ký
# (signed).
_OTHERWISE = late(r"(?<!\w)(?:công(?! tác| việc)|lương|đặt|đất|sổ|sở|ký|kỷ|nháp|trống|trọng|vé|điện|diện)(?!\w)")

_PER = late(
    r"/ ?(?:(?:1|một|mỗi) )?(?:xã|phường|thôn|tháng|tuần|ngày|quý|năm|lớp|hội nghị|cuộc|buổi|người|đơn vị"
    r"|xa|phuong|thon|thang)(?!\w)"
)
# Why a title is not known to be this period's quantity, by the words that tell it; the first that fits is named.
_DOUBTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("before", late(r"cung ky|cung thoi diem|ky truoc|nam truoc|nam ngoai|truoc do|dau ky|ky lien ke|nam cu")),
    (
        "rate",
        late(
            r"%|phan tram|‰|(?:ty|ti) (?:le|trong|so)|so voi|so sanh|tang|giam|chenh lech|binh quan|trung binh|muc do"
        ),
    ),
    (
        "plan",
        late(
            r"ke hoach|(?<!\w)kh(?!\w)|chi tieu|(?<!\w)giao|phan dau|muc tieu|du kien|dang ky|du toan|nhu cau"
            r"|dinh muc|yeu cau"
            r"|(?<!\w)(?:phai|can|se)(?!\w)|nghi quyet|phan bo|ky sau|nam sau|ky toi|nam toi|de xuat|de nghi"
            r"|phuong huong|toi (?:thieu|da)"
        ),
    ),
    (
        "cumulated",
        late(r"l[uy]+ ke|cong don|tich luy|tu dau|den nay|den ky|toi nay|cac ky|nhieu nam|giai doan|nhiem ky"),
    ),
    ("estimate", late(r"(?<!\w)uoc|tam tinh|so bo|du bao|khoang|chua chinh thuc|du thao|tham khao")),
    ("money", late(r"kinh phi|tien|don gia|ngan sach|chi phi|vnd|gia tri|(?<!\w)dong(?!\w)")),
    (
        "corrected",
        late(
            r"tham (?:tra|dinh)|dieu chinh|ra soat|kiem tra|doi chieu|bo sung|sua|dinh chinh|duyet|chot|xac minh"
            r"|nghiem thu"
        ),
    ),
    ("corrected", late(r"(?<!\w)(?:moi|cu|dung|lan \d)(?!\w)")),
    ("rate", late(r"(?<!\w)(?:diem|xep (?:hang|loai|thu)|muc dat|dat muc|bq|tb|moi|hang) ?")),
    ("left", late(r"con lai|(?<!\w)(?:chua|khong|thieu|ton|no|huy|bo|loai)(?!\w)")),
)
_SCALE = late(
    r"(?<!\w)(?:nghìn|ngàn|triệu|t[ỷỉ](?! lệ| trọng| số| suất)|trăm|chục|vạn|tá|nghin|ngan|trieu|chuc)(?!\w)"
    r"|(?<![\d.])1[. ]?0{2,}(?:[. ]?0{3})*(?!\d)"
    r"|10\s?\^|(?<!\d)0{2,3}(?!\d)"
)
_ELSEWHERE = frozenset(("before", "rate", "plan", "cumulated", "estimate", "money", "left", "scale"))


class Title(NamedTuple):
    """What the text of a title means.

    ``kind``: tt | label | unit | value | note | now (this period) | period (a span of time alone) | check | elsewhere
    (another period, a plan, a comparison) | '' for no title. ``spans`` are those of a quantity's title. ``doubt``: why
    it is not known to be the title of this period's quantities, '' where it is: before | rate | plan | cumulated |
    estimate | money | left | scale | corrected | unit | unknown.
    """

    kind: str
    spans: tuple[Span, ...] = ()
    doubt: str = "unknown"


NONE = Title("")


def kind_of(text: str) -> str:
    """The kind of a title, '' for none."""
    return read_title(text).kind


@remembered(4096)
def names_label(text: str) -> bool:
    """The title of the column of labels: asked of every row of a sheet, so told without reading anything else."""
    folded = fold(text).strip(" .:*") if len(text) <= LONGEST_TITLE else ""
    return bool(_OF_LABEL.search(folded)) and _other_column(folded) == "label"


@remembered(4096)
def read_title(text: str) -> Title:
    """What a text means as the title of a column."""
    if not text or len(text) > LONGEST_TITLE:
        return NONE
    folded = fold(text).strip(" .:*")
    kind = _EXACT.get(folded)
    if kind:
        return Title(kind, doubt="" if kind in ("value", "now") else "unknown")
    if not _TELLING.search(plain(folded)):
        return NONE
    kind = _other_column(folded)
    return Title(kind) if kind else _quantity(folded)


def _other_column(folded: str) -> str:
    """label, unit, note or tt for a title of these columns, with what stands in brackets behind it."""
    bare = " ".join(_BRACKETS.sub(" ", folded).split()).strip(" .:*")
    kind = _EXACT.get(bare, "")
    if kind in _TAILS:
        return kind
    if folded.startswith(("đơn vị tính:", "đvt:", "đơn vị tính (", "đvt (")):
        return "unit"
    for kind, heads in _HEADS:
        head = next((head for head in heads if bare.startswith((head + " ", head + "/"))), None)
        if head and all(word in _TAILS[kind] or word.isdigit() for word in re.findall(r"\w+", bare[len(head) :])):
            return kind
    return ""


def _quantity(folded: str) -> Title:
    """A title as one of quantities: known, or doubtful for a reason."""
    unaccented = plain(folded)
    spans, rest = cut(_SHORT.sub(lambda match: _SHORTENED[match[0]], _OF_COLUMN.sub(" ", unaccented)))
    rest = " ".join(_QUOTES.sub(" ", rest).split())
    left = _LEFT_OVER.findall(_KNOWN.sub(" ", rest))
    core = _CORE.search(rest)
    per = "/" in folded and _PER.search(folded) is not None  # 'Số lượng/xã'
    if (core or spans) and not left and not _OTHERWISE.search(folded) and not per:
        return Title("value" if core and not _is_now(rest) else "now" if core else "period", spans, "")
    if not spans and not per and _misspelt(rest):
        return Title("value", spans, "")
    doubt = _doubt(folded, unaccented, rest, left)
    return Title("elsewhere" if doubt in _ELSEWHERE else "", spans, doubt)


def _is_now(rest: str) -> bool:
    return bool(re.search(r"ky nay|dot nay|trong ky|tong|ca ky", rest)) and not re.search(
        r"so luong|so lieu|ket qua", rest
    )


def _misspelt(rest: str) -> bool:
    """One letter slipped: 'Số lượg', 'Kết qảu'."""
    words = rest.split()
    return any(_is_slip_of(words, plain(title).split()) for title in TITLES["value"] if " " in title)


def _is_slip_of(words: list[str], title: list[str]) -> bool:
    wrong = [pair for pair in zip(words, title, strict=False) if pair[0] != pair[1]]
    if len(words) != len(title) or len(wrong) != 1:
        return False
    (word, meant), *_ = wrong
    return word.isalpha() and len(meant) > 2 and word[0] == meant[0] and one_slip(word, meant)


def _doubt(folded: str, unaccented: str, rest: str, left: list[str]) -> str:
    if _SCALE.search(folded):
        return "scale"
    for doubt, pattern in _DOUBTS:
        if pattern.search(rest) or (doubt == "rate" and pattern.search(unaccented)):
            return doubt
    units = _plain_units()
    return "unit" if " ".join(left) in units or any(word in units for word in left) else "unknown"


@lru_cache(maxsize=1)
def _plain_units() -> frozenset[str]:
    return frozenset(map(plain, UNITS))


@remembered(4096)
def words_of_title(text: str) -> str:
    """The words of a title, folded, without the number of its column."""
    return " ".join(re.findall(r"\w+|%", _OF_COLUMN.sub(" ", fold(text))))


def is_number_of_column(text: str) -> bool:
    """'(4)', 'D' or '5 = 3 + 4' below a title."""
    return len(text) <= LONGEST_NUMBER and bool(_NUMBERED.fullmatch(fold(text)))


def numbers_columns(cells: Mapping[int, str]) -> bool:
    """A row such as '(1) (2) (3)' or 'A B 1 2' that numbers the columns of a form."""
    texts = [fold(text) for text in cells.values()]
    if len(texts) < 3 or not all(len(text) <= LONGEST_NUMBER and _NUMBERED.fullmatch(text) for text in texts):
        return False
    digits = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
    return digits == sorted(set(digits))
