"""The clauses of a note, each as the words that it is made of.

What has figures that are none of the note's own (days, numbers of documents, telephone numbers, names in quotes, money,
shares) is put aside first; a span of time stays as one word. What a clause denies is not said: 'không ai bị đếm hai
lần'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_texts import BREAKS, FAULTS, FINAL, NOT, UNDONE
from cchc_xl.quantity.note_units import WITHIN, known_units
from cchc_xl.quantity.note_words import TIME, Token, tokens
from cchc_xl.text import fold, late, remembered

LONGEST = 300  # characters; a longer note is a narrative
_LONGEST_CLAUSE = 25  # words of a clause that is still about the figure
_DAY = r"[0-9]{1,2}[/.-][0-9]{1,2}(?![0-9/])"
_DATE = r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:20)?[0-9]{2})?(?![0-9/])"
# What has figures and words that are none of the note's own.
_REFERENCES = late(
    "|".join(
        (
            r"(?<!\w)(?:vtv|vov|vtc|htv|antv)[0-9]{1,2}(?!\w)",  # channels
            r"https?://\S+|www\.\S+|\S+\.(?:vn|com|net)\S*|\S+@\S+",  # links
            r"[\"“”‘’«»][^\"“”‘’«»]{1,120}[\"“”‘’«»]",  # names in quotes
            r"(?:đt|sđt|điện thoại|dt|sdt|dien thoai|hotline)\W{0,3}[0-9][0-9 .]{7,14}",
            r"(?<![0-9])0[0-9]{2,3}[ .]?[0-9]{3}[ .]?[0-9]{3,4}(?![0-9])",  # telephone numbers
            (
                r"(?:số ?:?|so ?:?)? ?[0-9]+ ?/(?:[0-9]{4}/)?[a-zđ][\w&-]*(?:/[\w-]+)*"  # documents
                r"(?: (?:ngày|ngay) [0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4})?"
            ),
            r"(?:số|so|cv|kh|qđ|tb|bc):? ?[0-9]+(?:(?:, ?| và )(?:số |so )?[0-9]+(?![0-9/]))+",
            rf"(?:ngày|đến|từ|hết|trước|sau|ngay|den|tu)(?: ngày)? {_DATE}(?:(?:, ?| và ){_DATE})+",  # days
            rf"(?:ngày|đến|từ|hết|trước|sau|ngay|den|tu)(?: ngày)? {_DAY}(?:(?:, ?| và ){_DAY})*",
            r"(?:ngày|ngay) [0-9]{1,2}(?: tháng | thang |[/.-])[0-9]{1,2}(?:(?: năm | nam |[/.-])[0-9]{4})?",
            r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})",
            (
                r"(?:thời gian|tháng|thang|quý|quy|kỳ|tuần|năm|nam(?= ?20))(?: học)? ?"  # spans of time
                r"(?:[0-9]{1,4}(?:[/-][0-9]{2,4})?|[ivx]{1,4}(?![a-z]))(?:/[0-9]{4})?"
            ),
            r"(?:từ|đến|tu|den) (?:năm )?20[0-9]{2}(?![0-9])",
            (  # times
                r"(?:lúc|vào|từ|đến|sáng|chiều|trưa|tối|-) ?(?:lúc )?[0-9]{1,2} ?(?:h(?![^\W\d_])|giờ)(?: ?[0-9]{2})?"
            ),
            r"[0-9]{1,2}h(?:[0-9]{2})?(?![0-9a-z])",
            rf"(?:sáng|chiều|tối|trưa|hôm|bữa|mùng|dịp|lễ|hoa|đợt) {_DAY}",
            (
                r"(?:kinh phí|tổng kinh phí|kinh phi|chi phí|số tiền|dự toán|trị giá)[^;,]{0,20}?"  # money
                r"(?:[0-9][0-9.,]{4,}|[0-9][0-9.,]* ?(?=triệu|tr|nghìn|tỷ|trieu|nghin|đ|vnđ|dong))"
                r" ?(?:triệu|tr|nghìn|tỷ|trieu|nghin)?(?: ?đồng| ?đ| ?vnđ| ?dong)?"
            ),
            r"(?:đạt|tỷ lệ|ty le|chiếm|bằng|có|với)?(?: tỷ lệ)? ?[0-9]+(?:[.,][0-9]+)? ?%",  # shares
        )
    )
)
_CLAUSE = late(r"[;\n]|\.(?![0-9])|, |,(?![0-9])|[()\[\]]")
_NUMBERING = late(r"(?:^|(?<=[;,:.\n])) ?\(?([1-9]|1[0-9])[.)](?= ?[^\W\d])")
_SPANS = ("thời gian", "tháng", "quý", "kỳ", "tuần", "năm", "thang", "quy", "nam")
_YEAR = late(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_MONTH = late(
    r"(?:tháng|thang) ?(?P<month>1[0-2]|0?[1-9])(?![0-9])|(?:quý|quy) ?(?P<quarter>iv|i{1,3}|[1-4])(?![0-9a-z])"
)
_DAY_OF = late(r"(?<![0-9])(?P<day>3[01]|[12][0-9]|0?[1-9])(?: tháng | thang |[/.-])(?P<month>1[0-2]|0?[1-9])(?![0-9])")
_IS_NUMBER_OF = late(r"[0-9]/(?:[0-9]{4}/)?[a-zđ]|^0[0-9]{2}")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PAIRED = late(r"(?<!\w)tin, ?(bài|bai)(?!\w)")
_SEPARATED = late(r"(?<=[0-9])\.(?=[0-9]{3}(?![0-9]))")
_SCOPE = 3
_DENIED = frozenset({"denied"})
_DENIABLE = frozenset({"operation", "incl", "reported", "loss", "copy", "relay", "suffers"})


@remembered(4096)
def understood(text: str) -> tuple[tuple[Token, ...], ...]:
    """The clauses of a note of at most ``LONGEST`` characters, none of a longer one."""
    if not text or len(text) > LONGEST:
        return ()
    folded = _PAIRED.sub(r"tin \1", "\n".join(map(fold, text.splitlines())))
    bare = _SEPARATED.sub("", _REFERENCES.sub(_put_aside, _without_numbering(folded)))
    found: list[tuple[Token, ...]] = []
    for piece in _CLAUSE.split(bare):
        words = piece.split()
        clause = tokens(" ".join(words), folded.isascii() or (len(words) > 3 and piece.isascii()))
        while len(clause) > 1 and clause[-1].text in FINAL:
            clause = clause[:-1]
        goes_on = len(clause) == 1 and clause[0].figure is not None and found and _ends_in_a_number_of(found[-1])
        if goes_on:  # 'khu phố 1, 2, 5'
            found[-1] += clause
        elif clause and len(clause) <= _LONGEST_CLAUSE:
            found.append(_without_denied(clause))
    return tuple(found)


def _without_numbering(text: str) -> str:
    """'(1) đối thoại, (2) tọa đàm', '1. Đối thoại; 2. Tọa đàm': numbers from 1 on that only begin what follows."""
    numbers = [int(match[1]) for match in _NUMBERING.finditer(text)]
    is_numbered = len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]
    return _NUMBERING.sub(" ", text) if is_numbered else text


def _without_denied(clause: tuple[Token, ...]) -> tuple[Token, ...]:
    """'không dùng chung', 'không ai bị đếm hai lần': what is denied is not said."""
    found: list[Token] = []
    reach = 0  # words that a negation still denies
    for token in clause:
        if reach and _is_deniable(token):
            found.append(Token(token.text, _DENIED))
            continue
        reach = _SCOPE if token.text in NOT else 0 if token.text in BREAKS else max(0, reach - 1)
        found.append(token)
    return tuple(found)


def _is_deniable(token: Token) -> bool:
    """A word for a fault; what was not subtracted or told apart is one."""
    if token.text.partition(" ")[0] in UNDONE:
        return False
    return bool(token.kinds & _DENIABLE) or token.text in FAULTS


def _ends_in_a_number_of(clause: Sequence[Token]) -> bool:
    """'tại nhà văn hóa khu phố 1'"""
    if clause[-1].when is not None:
        return True  # 'các tháng 1, 3, 4'
    at = next((at for at in range(len(clause) - 1, -1, -1) if clause[at].figure is None), -1)
    numbered = known_units(WITHIN | lexicon.KINDS["documents"])  # 'kế hoạch 5, 12, 18'
    return 0 <= at < len(clause) - 1 and (bool(clause[at].kinds & {"which"}) or clause[at].text in numbered)


def _put_aside(match: re.Match[str]) -> str:
    """'…' for a span of time or a share, with year and month where it has them; a blank for any other reference."""
    text = match[0]
    spans = text.startswith(_SPANS) or text.endswith("%")
    year, day, month = _YEAR.search(text), _DAY_OF.search(text), _MONTH.search(text)
    if text.endswith("%") or not (year or day or month) or _IS_NUMBER_OF.search(text):
        return f" {TIME} " if spans else "  "
    quarter = month["quarter"] if month else None
    if day and text.startswith("sau"):
        return f" {TIME}{int(year[0]) if year else 0:04}{int(day['month']):02}{min(31, int(day['day']) + 1):02} "
    named = int(day["month"]) if day else 3 * _QUARTERS[quarter] - 1 if quarter else int(month["month"]) if month else 0
    return f" {TIME}{int(year[0]) if year else 0:04}{named:02}{int(day['day']) if day else 0:02} "
