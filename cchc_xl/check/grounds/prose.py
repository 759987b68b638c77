"""Figures of a report's text that may belong to an indicator: proposals and questions, each with its quote.

A number before a noun of a closed list, in a sentence that speaks of what was done: not of plans, other periods, rates
or parts, nor of levels, articles and numbers of documents. The noun says what was counted; the channel that stands
nearest behind it before a comma, else before it, else in the lines around it, says where. What may be of several
indicators, is an estimate or has no row of its own is a question: nobody but a person can say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cchc_xl.check.grounds.wording import Sentence, any_of, before, sentences
from cchc_xl.records import NamedTuple
from cchc_xl.text import late

_NUMBER = r"(?<![\w/.,\-=&])(\d{1,3}(?:\.\d{3})+|\d{1,6})(?![\w/\-])(?:\s*\([^()\d]{2,30}\))?\s+"
_COUNTERS = r"(?:lượt |cụm |tấm |bộ |chiếc |tờ |cuốn |quyển |bản |cái )?"

# What is counted -> the nouns that say so.
_NOUNS: Mapping[str, str] = {
    "media": r"(?:tin bài|bài viết|bài phát|bản tin|tin|bài|phóng sự|video clip|video|clip|lượt phát|chuyên đề)",
    "document": r"(?:văn bản|kế hoạch|công văn|quyết định|thông báo|chỉ thị|hướng dẫn|chương trình)",
    "contest": r"(?:cuộc thi|hội thi)",
    "training": r"(?:lớp tập huấn|lớp bồi dưỡng|hội nghị tập huấn|buổi tập huấn|cuộc tập huấn|đợt tập huấn|lớp)",
    "meeting": (
        r"(?:hội nghị|cuộc họp|buổi họp|cuộc làm việc|buổi làm việc|cuộc đối thoại|buổi đối thoại|buổi tiếp xúc"
        r"|cuộc tiếp xúc|cuộc giao ban|buổi nói chuyện|hội thảo|tọa đàm)"
    ),
    "people": (
        r"(?:lượt người|người|học viên|đại biểu|lượt đại biểu|lượt cán bộ|cán bộ|lượt công chức|lượt dân|người dân"
        r"|lượt hội viên|lượt học viên|lượt nhân dân)"
    ),
    "material": (
        rf"(?:{_COUNTERS}(?:tờ rơi|tờ gấp|tờ bướm|sổ tay|tài liệu|pano|pa nô|băng rôn|băng-rôn|áp phích|panô|cẩm nang"
        r"|khẩu hiệu)|ấn phẩm)"
    ),
    "column": r"(?:chuyên mục|chuyên trang)",
    "procedure": r"(?:thủ tục hành chính|thủ tục|tthc)",
    "event": r"(?:cuộc|buổi tuyên truyền|đợt tuyên truyền|lần tuyên truyền|đợt|buổi)",
}
# Another noun behind it tells that it is no event, or another one: 'cuộc thi', 'cuộc họp', 'buổi mỗi tuần'.
_FIGURE = {kind: late(rf"{_NUMBER}{noun}(?!\w)(?!\s*/)") for kind, noun in _NOUNS.items()}
_ORDER = tuple(_NOUNS)
_JOIN = late(r"\s*(?:,|và|\+|với)?\s*")

_TITLES = (
    "số", "ngày", "tháng", "năm", "quý", "mức", "mức độ", "độ", "điều", "khoản", "điểm", "mục", "giai đoạn", "thôn",
    "khu phố", "tổ", "phường", "quận", "khóa", "kỳ họp", "lần thứ", "thứ", "bộ phận", "phiên bản", "nghị định",
)  # fmt: skip
_PARTS = ("trong đó", "gồm", "bao gồm", "riêng", "thêm", "tăng", "giảm", "tăng thêm", "vượt", "thiếu", "còn")
_ESTIMATES = {"trên": ">=", "hơn": ">=", "ít nhất": ">=", "khoảng": "~", "ước": "~", "gần": "<=", "dưới": "<="}
_RATE = late(r"\s*(?:/|(?:trên|mỗi|một|hằng|hàng|từng)\s+(?:tuần|tháng|ngày|quý|xã|lớp|thôn|năm)(?!\w))")
_RATES_BEFORE = (
    "mỗi tháng",
    "mỗi tuần",
    "hằng tháng",
    "hàng tháng",
    "hằng tuần",
    "hàng tuần",
    "bình quân",
    "trung bình",
    "mỗi",
)
_PLANS = (
    "phấn đấu",
    "dự kiến",
    "sẽ",
    "kế hoạch giao",
    "chỉ tiêu giao",
    "mục tiêu",
    "chỉ tiêu đề ra",
    "đề nghị",
    "kiến nghị",
)
_OTHERS_PERIOD = ("cùng kỳ", "năm trước", "kỳ trước", "năm ngoái")
_RECEIVED = ("tiếp nhận", "nhận được", "giải quyết", "của cấp trên", "cấp trên ban hành")
_BY_OTHERS = late(r"\bdo (?:ubnd |hđnd )?(?:tỉnh|thị xã|huyện|thành phố|trung ương|cấp trên|bộ|sở)\b")
_TAKES_PART = ("tham gia", "dự thi", "cử", "hưởng ứng", "đạt giải")
_SHARES = ("chia sẻ", "xem", "truy cập", "thích", "theo dõi", "tương tác", "bình luận")
_TOTAL = late(
    r"(?:nâng tổng số(?:\s+[^\W\d]+){0,4}|lũy kế(?:\s+[^\W\d]+){0,6}|tổng số(?:\s+[^\W\d]+){0,6} lên)"
    r"\s+(?:lên |là |đến |thành )?(\d{1,6})(?![\w/.])"
)
_YEAR = late(r"(?<![\d/.\-])(?:19|20)\d\d(?![\d/\-])")
_DATED = late(
    r"\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}|ngày \d+ tháng \d+ năm \d{4}|\S*/\S*|\d{4}\s*-\s*\d{4}|giai đoạn \d{4}"
)

# Where it was said, printed or shown; the names that stand for it.
_CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("social", late(r"zalo|facebook|fanpage|mạng xã hội|youtube|tiktok")),
    ("web", late(r"cổng|trang thông tin|trang tin|website|trang ttđt|cổng ttđt|ttđt|trang web")),
    ("press", late(
        r"cơ quan báo chí|báo chí|báo (?!cáo)\w+|đài (?:pt-?th|ptth|phát thanh(?: và|,| -)? truyền hình|truyền hình)"
        r"(?! (?:huyện|thị|thành))|đài tỉnh"
    )),
    ("radio", late(
        r"loa|truyền thanh (?:xã|phường|thị trấn|cơ sở|cấp xã)|đài (?:xã|phường)|đài truyền thanh (?:xã|phường)"
        r"|phát thanh (?:xã|phường)"
    )),
    ("district", late(r"đài")),
)  # fmt: skip


class Prose(NamedTuple):
    """What a place of the text may say of the form.

    ``fields``: the indicators that may be meant, several for a question; ``number`` None where none is told; ``bound``
    of an estimate. ``why`` is the id of a reason: prose-one, -sum, -total, -estimate, -several, -no-row, -listed,
    -activity. ``sure``: accepting it needs no choice.
    """

    fields: tuple[str, ...]
    number: int | None
    quote: str
    why: str
    bound: str = ""

    @property
    def sure(self) -> bool:
        return (
            len(self.fields) == 1
            and self.number is not None
            and self.why in ("prose-one", "prose-sum", "prose-total", "prose-estimate")
        )


class _Found(NamedTuple):
    kind: str
    match: re.Match[str]

    @property
    def number(self) -> int:
        return int(self.match[1].replace(".", ""))


def prose(text: str, fields: Sequence[str], year: int | None) -> Iterator[Prose]:
    """What a section of the narrative says. ``fields``: the form's; ``year``: the report's."""
    heading = ""
    for line in text.split("\n"):
        clauses = sentences(line)
        bare = line.lstrip(_NUMBERING)
        if len(line) < _SHORT and (bare != line or line[-1:] not in ".;") and not any(map(str.isdigit, bare)):
            heading = " ".join(clause.text for clause in clauses)
        whole = " ; ".join(clause.text for clause in clauses)
        said: list[str] = []
        for clause in clauses:
            yield from _of_clause(clause, (*said[-1:], whole, heading), fields, year)
            said.append(clause.text)


_SHORT, _NUMBERING = 150, "0123456789.IVX)- "


def _of_clause(clause: Sentence, around: Sequence[str], fields: Sequence[str], year: int | None) -> Iterator[Prose]:
    text = clause.text
    if any_of(_PLANS, text) or any_of(_OTHERS_PERIOD, text):
        return
    years = {int(found) for found in _YEAR.findall(_DATED.sub(" ", text))}
    if year and years and year not in years:
        return
    total = _TOTAL.search(text)
    groups = _groups(text)
    if total is not None:
        kind = groups[0][0].kind if groups else "event"
        yield from _named(kind, int(total[1]), clause, (text, *around), fields, "prose-total", "")
        return
    for group in groups:
        first, last = group[0].match, group[-1].match
        lead = before(text, first.start(1), 3)
        bound = next((sign for word, sign in _ESTIMATES.items() if lead == word or lead.endswith(f" {word}")), "")
        if _is_none(text, group, lead):
            continue
        number = sum(one.number for one in group)
        why = "prose-estimate" if bound else "prose-sum" if len(group) > 1 else "prose-one"
        nearest = (_behind(text, last.end()), text[: first.start(1)], *around)
        yield from _named(group[0].kind, number, clause, nearest, fields, why, bound)


def _groups(text: str) -> list[list[_Found]]:
    """The figures of a clause; those of one kind that follow each other ('13 tin và 05 bài') together."""
    taken: dict[int, _Found] = {}
    for kind in _ORDER:
        for match in _FIGURE[kind].finditer(text):
            taken.setdefault(match.start(1), _Found(kind, match))
    groups: list[list[_Found]] = []
    for start in sorted(taken):
        one = taken[start]
        last = groups[-1][-1] if groups else None
        if (
            last
            and last.kind == one.kind in ("media", "document", "material")
            and _JOIN.fullmatch(text, last.match.end(), start)
            and not (one.kind == "document" and "văn bản" in (last.match[0] + one.match[0]))
        ):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _is_none(text: str, group: Sequence[_Found], lead: str) -> bool:
    """Whether these are no figures of what was done."""
    first, last = group[0].match, group[-1].match
    kind = group[0].kind
    behind = text[last.end() : last.end() + 60]
    if any(lead == word or lead.endswith(f" {word}") for word in (*_TITLES, *_PARTS)):
        return True
    if _RATE.match(text, last.end()) or any_of(_RATES_BEFORE, before(text, first.start(1), 4)):
        return True
    if any(behind.lstrip().startswith(word) for word in _SHARES) or any_of(_SHARES, last[0]):
        return True
    if kind == "contest":
        return any_of(_TAKES_PART, text[: first.start(1)]) or bool(_BY_OTHERS.search(text))
    if kind in ("document", "procedure") and any_of(_RECEIVED, text):
        return True
    return kind == "event" and bool(re.match(r"\s+(?:thi|họp|thăm|kiểm tra|mỗi|phát thanh)(?!\w)", behind))


def _behind(text: str, end: int) -> str:
    """What follows a figure up to the next comma or the next figure."""
    return re.split(r",|\d", text[end:], maxsplit=1)[0]


def _channel(places: Iterable[str], *, last: bool = False) -> str:
    """The channel that the first of these texts names; of several in one text the nearest to the figure."""
    for place, text in enumerate(places):
        found = [(match.start(), name) for name, pattern in _CHANNELS for match in pattern.finditer(text)]
        if found:
            best = max(found) if (last and place == 0) or place == 1 else min(found)
            names = [name for at, name in found if at == best[0]]
            return names[0]
    return ""


def _named(
    kind: str,
    number: int,
    clause: Sentence,
    places: Sequence[str],
    fields: Sequence[str],
    why: str,
    bound: str,
) -> Iterator[Prose]:
    wanted, reason = _fields(kind, clause.text, places)
    there = tuple(field for field in wanted if field in fields)
    if not wanted:
        return
    if not there or (reason == "prose-no-row" and "09" not in fields):
        there, reason = tuple(field for field in ("08",) if field in fields), "prose-no-row"
    if len(there) > 1 or reason:
        why = reason or ("prose-several" if not bound else "prose-estimate")
    if there:
        yield Prose(there, number, clause.quote, why, bound)


def _fields(kind: str, text: str, places: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """(indicators that may be meant, why it is a question although there may be one only)."""
    if kind == "media":
        return _MEDIA[_channel(places)]
    if kind == "document":
        posted = any_of(_POSTED, text) or _channel(places) in ("web", "social")
        if posted and not any_of(_ISSUED, text):
            return ("09",), "prose-no-row"
        return ("01",), "" if any_of(_ISSUED, text) else "prose-several"
    if kind == "procedure":
        return (
            (("09",), "prose-no-row") if any_of(_POSTED, " ".join(places)) and _channel(places) == "web" else ((), "")
        )
    if kind == "contest":
        return ("02",), ""
    if kind == "training":
        sure = "tập huấn" in text or "bồi dưỡng" in text
        return ("05",), "" if sure else "prose-several"
    if kind == "meeting":
        return (("05", "08"), "") if "hội nghị" not in text or "tập huấn" not in text else (("05",), "")
    if kind == "people":
        return (("05.1",), "") if any_of(("tập huấn", "bồi dưỡng", "học viên"), text) else (("05.1", "08"), "")
    if kind == "column":
        return ("06",), ""
    if kind == "material":
        return ("07",), ""
    return ("08",), "" if any_of(("tuyên truyền", "truyền thông", "lồng ghép"), text) else "prose-several"


_POSTED = ("đăng", "đăng tải", "cập nhật", "niêm yết", "công khai", "được đăng")
_ISSUED = ("ban hành", "tham mưu", "xây dựng", "soạn thảo", "phát hành")
_MEDIA: Mapping[str, tuple[tuple[str, ...], str]] = {
    "press": (("03",), ""),
    "radio": (("04",), ""),
    "district": (("03", "04"), ""),
    "web": (("09",), ""),
    "social": (("10",), ""),
    "": (("03", "04", "09", "10"), ""),
}


# --- activities without a number, documents that are listed -----------------------------------------------------------

_OWN_DOCUMENT = late(
    r"(?:kế hoạch|công văn|quyết định|thông báo|chỉ thị|văn bản|chương trình)(?: [^\W\d]+){0,6}?,? (?:\()?số"
    r"\s*:?\s*(\d{1,5}\s*/\s*[\w\-]+)"
)
_OF_OTHERS = late(
    r"của (?:ubnd )?(?:tỉnh|ủy ban nhân dân tỉnh|trung ương|chính phủ|thủ tướng|bộ|thị xã)|chính phủ ban hành"
)
_ACTIVITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("02", late(r"tổ chức (?:thành công )?(?:hội thi|cuộc thi)(?!.*\bdo (?:tỉnh|thị xã|huyện))")),
    ("04", late(r"(?:qua|trên|bằng) (?:hệ thống )?(?:loa|truyền thanh xã|truyền thanh phường)")),
    ("05", late(r"(?:tổ chức|mở) (?:các |một số )?(?:lớp tập huấn|hội nghị tập huấn)")),
    ("07", late(r"(?:phát|in|cấp phát|tuyên truyền bằng) (?:[^\W\d]+ )?(?:tờ rơi|tờ gấp|sổ tay|pano|băng rôn)")),
)  # fmt: skip


def unnumbered(text: str, fields: Sequence[str], have: Iterable[str], level: str = "") -> Iterator[Prose]:
    """Documents that are listed and not counted, and activities of which no number is told. ``have``: the fields that
    some figure was found for."""
    known = set(have)
    listed: dict[str, str] = {}
    done: dict[str, str] = {}
    for sentence in sentences(text):
        if any_of(_PLANS, sentence.text):
            continue
        if any_of(_ISSUED, sentence.text) or "cụ thể hóa" in sentence.text:
            for match in _OWN_DOCUMENT.finditer(sentence.text):
                if not _OF_OTHERS.search(sentence.text[match.end() : match.end() + 60]):
                    listed.setdefault(re.sub(r"\s+", "", match[1]).upper(), sentence.quote)
        for field, pattern in _ACTIVITIES:
            if field in fields and field not in known and pattern.search(sentence.text):
                done.setdefault(field, sentence.quote)
    if listed and "01" in fields and "01" not in known:
        yield Prose(("01",), None, "; ".join(listed), "prose-listed")
    for field, quote in done.items():
        if not (field == "04" and level == "so"):
            yield Prose((field,), None, quote, "prose-activity")
