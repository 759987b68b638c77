"""What a changed label says, word by word: which words were added and taken out, and whether it still means the
indicator.

Two labels that differ by one letter in twenty may be opposites ("tham dự", "không tham dự"), so likeness of letters
tells nothing. Here a label is compared with the form's names for the indicator by words; slips of the hand, accents and
usual abbreviations are no difference. What turns a label into another thing is a closed list of notions: a label that
has one of them which none of the form's words for the indicator has (a negation, another level, another period, another
subject, another thing counted, another medium) does not mean the indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cchc_xl.model import Period, Row
from cchc_xl.quantity import standing
from cchc_xl.quantity.lexicon import UNITS
from cchc_xl.records import NamedTuple
from cchc_xl.table.spans import agrees, cut
from cchc_xl.text import fold, late, one_slip, plain

_WORDS = late(r"\w+")
_BRACKETS = late(r"[(\[]([^()\[\]]*)[)\]]?")
SHORTEST_SLIP = 4  # letters of a word in which one slip is no other word
# Words that come and go without a change of meaning, accents left out; those of time are compared with the period
# apart.
_PARTICLES = frozenset(
    "so luong tong cac nhung ve cua va cho cong tac da duoc trong tren tai o ky nam thang quy dau cuoi".split()  # noqa: SIM905
)


_OWN_PLACE = frozenset("xa phuong hoac don vi dia ban".split())  # noqa: SIM905 - of the commune, in the area of the unit


class ChangedWords(NamedTuple):
    """Words as the label has them (``added``) and as the form has them (``removed``), in order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def telling(self) -> int:
        """How many words that could change the meaning came or went."""
        came = sum(not word.isdigit() and plain(word) not in _PARTICLES | _OWN_PLACE for word in self.added)
        return came + sum(plain(word) not in _PARTICLES for word in self.removed)


class Notion(NamedTuple):
    """Something that a label speaks of. ``kind``: negation | level | period | plan | subject | count | medium | scale |
    source.
    """

    kind: str
    name: str
    pattern: re.Pattern[str]


def _notions(kind: str, *patterns: str) -> tuple[Notion, ...]:
    return tuple(Notion(kind, pattern, late(rf"(?<!\w)(?:{pattern})(?!\w)")) for pattern in patterns)


# Of each notion the words that mean the same, in ``text.fold``'s form. The order is that of the telling.
# Without accents only those that are then no other words: 'dung' is 'dừng' and 'dụng', 'quan' is 'quận' and 'quan'.
_NOTIONS: tuple[Notion, ...] = (
    *_notions(
        "negation",
        "không(?! gian| chỉ)|chưa|khong|chua|da huy|huy bo|thu hoi|bai bo|chẳng|ko"
        "|(?:hủy|huỷ)(?! động| hoại)|hoãn|dừng|ngừng|bãi bỏ|thu hồi|gỡ bỏ|vắng|từ chối"
        "|trừ|ngoài(?! ra| trời)",
    ),
    *_notions(
        "level",
        "trung ương|trung uong|toan quoc|tw|toàn quốc|quốc gia|quốc tế|bộ ngành",
        "(?:của|do|từ|bởi) (?:sở|bộ|cục|chính phủ|ngành|đơn vị khác|cơ quan khác)(?! đội)|(?:cua|do|tu) [sb]o noi vu",
        "tỉnh|(?:cap|cua|toan) tinh|thành phố trực thuộc trung ương",
        "huyện|quận|thị xã|thành phố|tp|huyen",
        "cap thon|thôn|xóm|ấp|buôn|làng|tổ dân phố|khu phố|khối phố",
    ),
    *_notions(
        "period",
        "(?:trong|hằng|hàng|mỗi|từng) (?:tháng|quý|tuần|ngày)|(?:hang|moi) (?:thang|quy|tuan)",
        "cùng kỳ|kỳ trước|năm trước|năm ngoái|cung ky|ky truoc|nam truoc|nam ngoai",
        "lũy kế|luỹ kế|cộng dồn|luy ke|cong don|từ đầu năm|đến nay",
        "cả năm|ca nam",
    ),
    *_notions(
        "plan",
        "dự kiến|được giao|phấn đấu|mục tiêu|đăng ký|nhu cầu|dự toán|đề xuất|phải|cần|sẽ|được mời|du kien"
        "|duoc giao|muc tieu|dang ky|phan dau",
        "kế hoạch|ke hoach",
        "chỉ tiêu (?:giao|kế hoạch|năm)",
        "ước|ước tính|tạm tính|dự thảo|sơ bộ|uoc tinh|tam tinh|du thao",
    ),
    *_notions(
        "source",
        "tham gia|tham dự|dự thi|nhận được|văn bản đến|tiếp nhận|cấp trên|đăng lại|phát lại|chia sẻ|sưu tầm",
    ),
    *_notions("scale", "nghìn|ngàn|triệu|tỷ(?! lệ)|tỉ(?! lệ)|trăm|chục|vạn|nghin|trieu"),
    *_notions(
        "count",
        "lượt|luot",
        "ty le|phan tram|binh quan|trung binh|%|‰|tỷ lệ|tỉ lệ|phần trăm|bình quân|trung bình|mức độ|điểm",
        "kinh phí|tiền|chi phí|ngân sách|kinh phi|chi phi|ngan sach|(?:nghìn|triệu|tỷ) đồng|vnđ",
        "thoi luong|thời lượng|số giờ|số phút|giờ phát|phút",
        "thí sinh|bài dự thi|giải thưởng|đội thi",
        "hộ gia đình|hộ dân|số hộ",
    ),
    *_notions(
        "medium",
        "truyen hinh|truyền hình|tivi|ti vi",
        "mang xa hoi|mạng xã hội|mxh|facebook|fanpage|zalo|youtube|tiktok",
        "cổng|trang thông tin|trang tin|trang ttđt|website|web|ttđt|cổng/trang",
        "truyền thanh|phát thanh|loa|đài",
        r"báo chí|báo in|báo điện tử|(?<!thông )báo(?! cáo)",
    ),
    *_notions(
        "subject",
        "pccc|phòng cháy|chữa cháy|cứu nạn",
        "atgt|an toàn giao thông|giao thông|attp|an toàn thực phẩm|vệ sinh",
        "chuyển đổi số|cđs|cds|chuyen doi so",
        "dân số|kế hoạch hóa gia đình|trẻ em|bình đẳng giới",
        "bầu cử|đại hội|xây dựng đảng|dân vận|dân chủ|thi đua|khen thưởng",
        "môi trường|nông thôn mới|ntm|giảm nghèo|nông nghiệp|đất đai|giải phóng mặt bằng",
        "an ninh|trật tự|quốc phòng|quân sự|nghĩa vụ|biên giới|ma túy|tội phạm",
        "y tế|dịch bệnh|covid|bhyt|bhxh|bảo hiểm|giáo dục|văn hóa|thể thao|du lịch|dân tộc|tôn giáo",
        "tham nhũng|khiếu nại|tố cáo|tiếp công dân|hòa giải|pháp luật|pbgdpl|cải cách tư pháp|cải cách tiền lương|thuế",
    ),
)
_RATE = Notion("count", "rate", late(r"/\s?(?:lớp|hội nghị|cuộc|buổi|tháng|quý|tuần|ngày|năm|người|xã)\s*\)?\s*$"))
_OTHER_NOUNS = frozenset(("ngày", "giờ", "phút", "tuần", "đơn vị", "cơ quan", "xã", "thôn", "hộ", "trường", "điểm"))
_NOT_COUNTED = late(r"[^.;]*\bkhông\b[^.;]*")
_LEFT_OUT = late(r"(?<!\w)(?:không|chưa) (?:tính|kể|bao gồm|gồm)(?!\w)[^;)]*")
_COUNTED = late(r"^(?:tổng )?(?:số lượng|số|lượng|so luong|so) (?P<noun>\w+(?: \w+){0,2})")


@lru_cache(maxsize=1024)
def difference(key: str, names: tuple[str, ...]) -> ChangedWords:
    """A label against the form's names for an indicator, all as ``labels.label_key`` has them: the name that it differs
    least from counts.
    """
    words = _WORDS.findall(key)
    every = (_against(words, _WORDS.findall(name)) for name in names)
    return min(every, key=lambda one: (one.telling, len(one.added) + len(one.removed)))


def _against(words: Sequence[str], wanted: Sequence[str]) -> ChangedWords:
    if "".join(map(plain, words)) == "".join(map(plain, wanted)):
        return ChangedWords((), ())  # words run together, or apart
    added = [word for word in dict.fromkeys(words) if not any(_alike(word, other) for other in wanted)]
    left = [word for word in dict.fromkeys(wanted) if not any(_alike(word, other) for other in words)]
    return ChangedWords(tuple(_not_abbreviated(added, left)), tuple(left))


def _alike(word: str, other: str) -> bool:
    return word == other or _same_unaccented(word, other) or _is_slip(word, other)


def _same_unaccented(word: str, other: str) -> bool:
    return plain(word) == plain(other)


def _is_slip(word: str, other: str) -> bool:
    """One slip behind the first letter: 'huyện' is no slip of 'tuyên'."""
    a, b = plain(word), plain(other)
    return min(len(a), len(b)) >= SHORTEST_SLIP and a[0] == b[0] and one_slip(a, b) and any(c in "aeiouy" for c in a)


def _not_abbreviated(added: Sequence[str], left: list[str]) -> Iterator[str]:
    """Words but those that are the initials of some that are missing: 'HN' for 'hội nghị'. Those are taken out."""
    initials = "".join(plain(word)[:1] for word in left)
    for word in added:
        at = initials.find(plain(word)) if 2 <= len(word) <= 5 else -1
        if at < 0:
            yield word
        else:
            del left[at : at + len(word)]
            initials = initials[:at] + initials[at + len(word) :]


# --- what it means ---------------------------------------------------------------------------------------------------


_PRESS, _BESIDE_IT = "báo chí", late(r"lồng ghép|kết hợp|kể cả|bao gồm|gồm|trong|tại|cùng")


@lru_cache(maxsize=1024)
def contradiction(label: str, row: Row, period: Period | None) -> tuple[str, str]:
    """(kind of notion, the words for it) by which a label means another thing than the indicator; ('', '') for none."""
    text = _LEFT_OUT.sub(" ", fold(label.replace("\n", " ; ")))
    if _of_another_time(text, period):
        return "time", ""
    for piece in _behind(label):
        if standing.says(piece):
            return "standing", piece
    return _told(text, row)


def _behind(label: str) -> list[str]:
    """What stands in brackets, behind a dash or on further lines."""
    first, *lines = label.split("\n")
    return [piece for piece in (*_BRACKETS.findall(first), *first.split(" - ")[1:], *lines) if piece.strip()]


def _told(text: str, row: Row) -> tuple[str, str]:
    own = _own_words(row)
    media = _media(_explained(row)) if _media(own) else frozenset()
    for notion in (*_NOTIONS, _RATE):
        if notion.kind == "medium" and (not media or notion.name in media):
            continue
        if notion.kind == "level" and _PRESS in own:
            continue  # newspapers are of a province or of the whole country, whoever reports
        found = notion.pattern.search(_without_company(text) if notion.kind == "subject" else text)
        if found and (notion.kind == "negation" or not _has(notion, own, bare=found[0].isascii())):
            return notion.kind, found[0]
    counted = _counted(text, row)
    return ("count", counted) if counted else ("", "")


def _has(notion: Notion, own: str, *, bare: bool) -> bool:
    return bool(notion.pattern.search(own) or (bare and notion.pattern.search(plain(own))))


def says_left_out(remark: str) -> bool:
    """'(không tính Cổng TTĐT)': the figure is the indicator's, if that is what the form says."""
    return bool(_LEFT_OUT.search(fold(remark)))


def _without_company(text: str) -> str:
    """Without brackets that say with what or within what it was done: '(lồng ghép với tuyên truyền pháp luật)'."""
    return _BRACKETS.sub(lambda match: " " if _BESIDE_IT.search(match[1]) else match[0], text)


def _media(text: str) -> frozenset[str]:
    return frozenset(notion.name for notion in _NOTIONS if notion.kind == "medium" and notion.pattern.search(text))


def _of_another_time(text: str, period: Period | None) -> bool:
    """A span of time that is not the report's; the report's year alone is its own."""
    return period is not None and any(
        not agrees(span, period) and not (span.is_year and span.year == period.year) for span in cut(plain(text)).spans
    )


def _counted(text: str, row: Row) -> str:
    """The noun that a label counts where it is a unit of measure, and none of the indicator's: 'Số người thi'."""
    noun = _noun(text)
    return noun if noun and noun not in _own_nouns(row) else ""


def _noun(text: str) -> str:
    """The unit of measure behind 'Số' or 'Số lượng', '' for none."""
    match = _COUNTED.match(text)
    words = match["noun"].split() if match else []
    nouns = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((noun for noun in nouns if noun in UNITS or noun in _OTHER_NOUNS), "")


@lru_cache(maxsize=64)
def _own_nouns(row: Row) -> frozenset[str]:
    return frozenset(map(fold, (row.unit, *row.units))) | {_noun(fold(name)) for name in (row.label, *row.aliases)}


@lru_cache(maxsize=64)
def _own_words(row: Row) -> str:
    """The form's words for an indicator and its units of measure."""
    return fold(" ; ".join((row.label, *row.aliases, row.short, row.unit, *row.units)))


@lru_cache(maxsize=64)
def _explained(row: Row) -> str:
    """The same with the form's explanation, but for what it says is not counted."""
    return f"{_own_words(row)} ; {_NOT_COUNTED.sub(' ', fold(row.help))}"


@lru_cache(maxsize=1024)
def other_subject(key: str, names: tuple[str, ...], row: Row) -> str:
    """The words that stand where the form has its subject (CCHC): 'PCCC', 'lịch sử Đảng'; '' where it stands or is left
    out.
    """
    import difflib

    own = _WORDS.findall(_explained(row))
    for name in names:
        wanted, words = _WORDS.findall(name), _WORDS.findall(key)
        if "cchc" not in wanted:
            continue
        blocks = difflib.SequenceMatcher(None, wanted, words, autojunk=False).get_opcodes()
        for operation, a, b, c, d in blocks:
            if operation == "replace" and "cchc" in wanted[a:b] and "cchc" not in words:
                exchanged = [word for word in words[c:d] if plain(word) not in _PARTICLES and not _near(word, own)]
                return " ".join(exchanged)
    return ""


def _near(word: str, wanted: Sequence[str]) -> bool:
    return any(_alike(word, other) for other in wanted) or one_slip(word, "cchc")
