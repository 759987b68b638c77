"""The arithmetic of a note: what its figures count, in which role, and whether they come to the figure beside it.

A note is read once into its figures (``Figured``), whatever its words are:

* parts: of what the indicator counts, by their unit ('02 chuyên mục'), or by a name that they stand behind
  ('Báo Quảng Trị 02', 'T1: 2', 'tờ rơi (20)');
* each: so many for every event, place or month ('mỗi lớp 100 người', '50 người/hội nghị');
* some: parts of which there may be more ('trong đó nữ 340');
* beside: of another time, of a plan, left out;
* other: of something else ('350 người' beside 4 cuộc); place: where ('tại 6 khu phố').

Numbers that say which one ('khu phố 3', 'lớp 1: 120') are none of these. Then it is added
up: parts that do not come to the number, a mean times its events that does not, a rate above the whole; and what was
gathered from some of the places only, what is left to do, and two papers that disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cchc_xl.model import Field
from cchc_xl.quantity import lexicon
from cchc_xl.quantity.note_clauses import understood
from cchc_xl.quantity.note_units import WITHIN, is_another, is_measure, is_own, known_units
from cchc_xl.quantity.note_words import Token
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold
from cchc_xl.typed import Literal

Role = Literal["part", "some", "each", "beside", "other", "place"]
Clause = Sequence[Token]


class Figured(NamedTuple):
    """A figure of a note. ``name``: stands behind what it counts, and closes its clause; ``thing``: the word for what
    it counts, '' for none; ``per``: of a rate, the word for what it is the rate of.
    """

    figure: int
    role: Role
    clause: int
    name: bool = False
    thing: str = ""
    per: str = ""  # '?' where no unit of measure is named


class Sum(NamedTuple):
    """What the arithmetic says: ``why`` is 'parts', or the id of a question; ``number``: what the figures come to."""

    why: str = ""
    number: int | None = None


class Above(NamedTuple):
    """The indicator that the figure is told of, with its number: 6 hội nghị of 600 người."""

    field: Field
    number: int


NO_SUM = Sum()
_BESIDE = frozenset(
    {"compare", "plan", "wish", "ago", "earlier", "exclude", "intent", "not-yet", "nodata", "not-all", "loss", "denied"}
)
_OF_ONE = frozenset({"each", "part", "nodata", "not-yet"})  # without these one figure comes to nothing
_TROUBLED = frozenset({"doubt", "correct", "operation", "copy", "reported"})
_SOME = frozenset({"trong đó", "trong đó có", "riêng", "trong số", "trong số đó", "ngoài ra", "còn có", "đồng thời"})
_SOME_BARE = frozenset({"trong do", "trong do co", "rieng", "trong so", "ngoai ra", "con co", "dong thoi"})
_HALVES = ({"nam", "nữ"}, {"trực tiếp", "trực tuyến"})
_EXTREMES = ("nhất", "ít nhất", "nhiều nhất", "nhat", "nhiều nhứt", "nhứt")
_TURNS = frozenset({"lần", "lượt", "buổi", "lượt phát", "lần phát", "buổi phát", "kỳ", "lan", "luot", "buoi"})
_OCCASIONS = lexicon.KINDS["occasions"] - {"lượt"}
_VERBS = frozenset({"so", "only", "is", "neg", "count", "told", "said", "intent"})
_IN_ALL = frozenset({"tổng", "tổng số", "tổng cộng", "cộng", "cộng lại", "tất cả", "cả thảy", "="}) | {
    *("tong", "tong so", "tong cong", "cong", "cong lai", "tat ca", "ca thay")
}
_NUMBER_OF = frozenset({"số", "số lượng", "tổng số", "so", "so luong", "tong so"})  # 'số tin đăng: ...'
_ALL = frozenset({"gồm", "bao gồm", "gồm có", "gom", "bao gom", "gom co"})
_DOCUMENTS = lexicon.KINDS["documents"]
_TIMES = frozenset({"x", "×", "*"})
_WHICH_PLACE = frozenset({"kp", "tdp", "t", "q", "th", "lớp", "hội nghị", "buổi", "đợt"}) | {
    *("lop", "hoi nghi", "buoi", "dot")
}
_ABOUT = frozenset({"khoảng", "chừng", "tầm", "cỡ", "xấp xỉ", "bình quân", "trung bình", "bq", "tb", "gần"}) | {
    *("khoang", "chung", "tam", "co", "xap xi", "binh quan", "trung binh", "gan")
}
_AT_LEAST = frozenset({"hơn", "trên", "ít nhất", "tối thiểu", "hon", "tren", "it nhat", "toi thieu"})
_KINDS_OF = frozenset({"loại", "mẫu", "đầu", "đầu sách", "bộ", "loai", "mau", "dau", "dau sach", "bo"})
_NOW = frozenset({"mới", "mới có", "mới chỉ", "chỉ mới", "moi", "moi co", "moi chi", "chi moi"})
_LEFT = frozenset({"còn", "còn lại", "con", "con lai"})
_LATER = frozenset({"sau", "tới", "nữa", "toi", "nua"})
_OF = frozenset({"trong", "trên", "/", "tren"})
_SENT = frozenset({"gửi", "nộp", "báo", "báo cáo", "gui", "nop", "bao", "bao cao"})
_WRITES = frozenset({"ghi", "có", "báo", "báo cáo", "đếm", "co", "bao", "bao cao", "dem"})
_OFFICES = WITHIN | {"xã", "phường", "đơn vị", "chi bộ", "trường", "lớp", "hội nghị", "tháng", "kp", "tdp", "don vi"}
_CLOSE = 4  # parts told in sentences are asked about where they miss the number by a fourth of it at most
_MEAN = 20  # by how much of the number, as its part, a mean may be rounded
_MOST_PLACES = 100  # numbers of hamlets are below it
_NEAREST = 2  # words behind an office in which it says that it has not sent


def reckoned(text: str, number: int, field: Field, above: Above | None = None) -> Sum:
    """What is to be asked about the ``number`` of an indicator because of the figures of a note."""
    clauses = understood(text)
    figures = sum(token.figure is not None for clause in clauses for token in clause)
    if number <= 0 or not figures:
        return NO_SUM
    alone = figures == 1 and not any(token.kinds & _OF_ONE for clause in clauses for token in clause)
    return NO_SUM if alone else _reckon(clauses, number, field, above)


def _reckon(clauses: Sequence[Clause], number: int, field: Field, above: Above | None) -> Sum:
    if any(map(_is_of_some_places, clauses)):
        return Sum("partial")
    note = frozenset().union(*(token.kinds for clause in clauses for token in clause))
    if note & {"instruction", "formal"}:
        return NO_SUM
    if _is_left_to_do(clauses, number):
        return Sum("plan")
    counted = tuple(_figures(clauses, field))
    if _disagree(clauses, counted, number):
        return Sum("differ")
    if _are_multiplied(counted, number):
        return Sum("operation")
    if any(one.role == "each" for one in counted):
        return _of_means(clauses, counted, number, field, above)
    counts_others = clauses[0][0].text in _NUMBER_OF and any(is_another(one, field) for one in clauses[0][1:2])
    about_another = counts_others or note & _TROUBLED or "descriptor" in clauses[0][0].kinds
    return NO_SUM if about_another else _of_parts(clauses, counted, number, field, above)


# --- the figures of a note -------------------------------------------------------------------------------------------


def _figures(clauses: Sequence[Clause], field: Field) -> Iterator[Figured]:
    some = is_extreme = False
    words = {token.text for clause in clauses for token in clause}
    own = {token.text for clause in clauses for token in clause if is_own(token, field)}
    several = own if len(own) > 1 else frozenset()  # 'KH 2, CV 5' are no plans
    halves = any(pair <= words for pair in _HALVES)  # 'trong đó nam 280, nữ 350' are all of them
    for at, clause in enumerate(clauses):
        has = frozenset().union(*(token.kinds for token in clause if token.text not in several))
        some = some or any(token.text in _SOME or token.text in _SOME_BARE for token in clause)
        is_extreme = any(token.text.startswith(_EXTREMES) for token in clause) or (
            is_extreme and clause[0].figure is not None
        )  # 'đông nhất 120 người', 'ít nhất là lớp 6 (85 người)'
        for one in _figures_of(clauses, at, field):
            if one.role != "part":
                yield one
            elif has & _BESIDE or is_extreme:
                yield one._replace(role="beside")
            else:
                yield one._replace(role="some") if some and not halves else one


def _figures_of(clauses: Sequence[Clause], at: int, field: Field) -> Iterator[Figured]:
    clause = clauses[at]
    last = -1  # place of the figure before
    for place, token in enumerate(clause):
        if token.figure is None:
            continue
        before, behind = clause[last + 1 : place], _up_to_a_figure(clause[place + 1 :])
        before, behind = (before[1:] if _adds(before) else before), (() if _adds(behind) else behind)
        if _says_which(clause, place, field):
            continue
        last = place
        if not before and len(clause) == 1 and at and all(one.figure is None for one in clauses[at - 1]):
            before = clauses[at - 1]  # 'tờ rơi (20)'
        yield _figured(token.figure, before, behind, at, field)


def _says_which(clause: Clause, place: int, field: Field) -> bool:
    """'T1: 2', 'lớp 1 có 100', 'khu phố 3', 'số 12'; and both figures of '6/11'."""
    before = clause[place - 1] if place else None
    behind = clause[place + 1] if place + 1 < len(clause) else None
    if (
        before is not None
        and before.figure is not None
        and place > 1
        and (behind is None or "unit" not in behind.kinds)
    ):
        return clause[place - 2].figure is not None or clause[place - 2].text in known_units(_DOCUMENTS)
    if behind is not None and (behind.figure is not None or (behind.text == "/" and _is_figure(clause, place + 2))):
        return True
    if before is None or (before.text == "/" and _is_figure(clause, place - 2)):
        return before is not None
    if behind is not None and "unit" in behind.kinds and "which" not in behind.kinds:
        return False
    follows = any(token.figure is not None for token in clause[place + 1 :])
    if before.text in known_units(_DOCUMENTS) and is_own(before, field):
        return False
    where = follows or any("place" in token.kinds for token in clause[:place])
    small = (clause[place].figure or 0) < _MOST_PLACES
    return "which" in before.kinds or (small and where and (before.text in WITHIN or before.text in _WHICH_PLACE))


def _up_to_a_figure(behind: Clause) -> Clause:
    """The words behind a figure; a rate before the next one is that one's: '5 bài, mỗi bài 3 lần'."""
    end = next((at for at, token in enumerate(behind) if token.figure is not None), None)
    if end is None:
        return behind
    each = next((at for at, token in enumerate(behind[:end]) if "each" in token.kinds), end)
    return behind[:each]


def _adds(clause: Clause) -> bool:
    return bool(clause) and clause[0].text == "+"


def _is_figure(clause: Clause, place: int) -> bool:
    return 0 <= place < len(clause) and clause[place].figure is not None


def _figured(figure: int, before: Clause, behind: Clause, at: int, field: Field) -> Figured:
    after = behind[0] if behind else None
    unit = after if after is not None and "unit" in after.kinds else None
    rates = [words for words in (_of_each(before), _of_each(behind)) if words is not None]
    if rates:
        per = next((one.text for words in rates for one in words if "unit" in one.kinds), "")
        bare = unit is None and (after is None or "each" in after.kinds)
        role: Role = "each" if bare or (unit is not None and _counts(unit, field)) else "other"
        return Figured(figure, role, at, thing=unit.text if unit is not None else "", per=per or "?")
    if before and before[-1].text in _IN_ALL:
        return Figured(figure, "other", at)  # 'cộng lại 30 bản'
    if unit is not None:
        return Figured(figure, "part" if _counts(unit, field) else _of_another(before), at, bool(before), unit.text)
    if after is None and not before:
        return Figured(figure, "part", at)
    if after is not None:
        known = after.text in lexicon.PARTS  # '2 trực tuyến'
        return Figured(figure, "part" if known else "other", at, bool(before), after.text if known else "")
    name = before[-1]
    crowd = not _counts(name, field) and name.text in known_units(lexicon.KINDS["people"]) and len(before) == 1
    is_place = name.text in WITHIN and figure < _MOST_PLACES
    verb = name.kinds & _VERBS and not name.kinds & {"media", "unit", "nothing"}
    is_place = is_place or (
        figure < _MOST_PLACES and name.text in _WHICH_PLACE and fold(field.unit) in lexicon.KINDS["people"]
    )  # 'lớp 1'
    is_part = not (crowd or is_place or verb or name.kinds & {"measure", "place"})
    return Figured(figure, "beside" if is_place else "part" if is_part else "other", at, name=True, thing=name.text)


def _of_each(words: Clause) -> Clause | None:
    """The words behind 'mỗi', '/' or 'bình quân'; None for none of these."""
    at = next((at for at, token in enumerate(words) if "each" in token.kinds), None)
    return None if at is None else words[at + 1 :]


def _counts(unit: Token, field: Field) -> bool:
    """Does a unit count what the indicator counts? Attendances of people are no occasions, though both are 'lượt'."""
    crowd = fold(field.unit) in lexicon.KINDS["people"]
    return (
        is_own(unit, field)
        and not is_measure(unit, field)
        and not (crowd and unit.text in known_units(lexicon.KINDS["meetings"] | _OCCASIONS))
    )


def _of_another(before: Clause) -> Role:
    """'tại 6 khu phố' says where, '600 người' something else."""
    return "place" if before and "place" in before[-1].kinds else "other"


# --- sums ------------------------------------------------------------------------------------------------------------


def _of_parts(
    clauses: Sequence[Clause], counted: Sequence[Figured], number: int, field: Field, above: Above | None
) -> Sum:
    counted = [one for one in counted if not (one.role == "place" or (one.role == "other" and _is_of(one, above)))]
    most = max((one.figure for one in counted if one.role == "some"), default=0)
    if most > number:
        return Sum("parts", most)
    of_all = clauses[0][0].text in _ALL and _is_figure(clauses[0], 1)  # 'gồm 1 chuyến tham quan'
    is_told = all(one.role == "part" or (of_all and one.role == "other" and not one.thing) for one in counted)
    if not is_told or _has_signs(clauses):
        return NO_SUM
    parts = [one.figure for one in counted]
    if len(parts) < (1 if of_all else 2) or _come_to(parts, number) or _are_numbers(counted, number):
        return NO_SUM
    whole = parts[0] == number and not counted[0].name and len(parts) > 2
    total = sum(parts[1:] if whole else parts)
    if whole and any(token.text in _ALL for token in clauses[counted[0].clause]):
        return Sum("parts", total)  # '12 VB gồm 3 KH và 8 CV'
    if _is_list(clauses, counted):
        units = known_units(frozenset({fold(field.unit)}))
        named_once = not whole and any(
            one.figure == number and (one.thing in units or "time" in clauses[one.clause][0].kinds) for one in counted
        )
        return NO_SUM if named_once or total == number else Sum("parts", total)
    close = abs(total - number) <= max(1, number // _CLOSE) and max(parts) < number
    return Sum("parts", total) if close else NO_SUM


def _are_numbers(counted: Sequence[Figured], number: int) -> bool:
    """'KH 05, CV 112, CV 118': of documents, not of how many."""
    names = [one.thing for one in counted if one.name and one.thing in known_units(_DOCUMENTS)]
    return len(names) == len(counted) and (len(set(names)) < len(names) or max(one.figure for one in counted) > number)


def _come_to(parts: Sequence[int], number: int, least: int = 2) -> bool:
    """Do they come to it: all of them, beside their total, or with parts of a part behind it: '20 (10, 10), 10'?

    ``least``: so many are parts of a part, after the first of them has been found.
    """
    if number == sum(parts) or (number in (parts[0], parts[-1]) and sum(parts) == 2 * number):
        return True
    for first in range(len(parts) - least):
        for end in range(first + least + 1, len(parts) + 1):
            if parts[first] == sum(parts[first + 1 : end]):
                return _come_to([*parts[: first + 1], *parts[end:]], number, 1)
    return False


def _has_signs(clauses: Sequence[Clause]) -> bool:
    return any(token.text in _TIMES or token.text in ("=", "/", "%") for clause in clauses for token in clause)


def _is_list(clauses: Sequence[Clause], counted: Sequence[Figured]) -> bool:
    """Is the note a list of parts and no more: each clause one figure behind a name, or before a thing?"""
    places = {one.clause for one in counted}
    if len(places) < len(counted) or not all(one.name or one.thing or one.role == "other" for one in counted):
        return False
    if any(at not in places and at + 1 not in places for at in range(1, len(clauses))):
        return False
    told = (token for clause in clauses for token in clause if not _is_calm(token))
    return not any(token.kinds & {"neg", "only", "said", "writer", "person", "but"} for token in told)


def _is_calm(token: Token) -> bool:
    return bool(token.kinds & {"unit", "media", "nothing", "calm", "total", "place"})


def _are_multiplied(counted: Sequence[Figured], number: int) -> bool:
    """'6 bài, mỗi bài phát 3 lần' beside 18."""
    turns = [one.figure for one in counted if one.role == "other" and one.per and one.thing in _TURNS]
    return len(turns) == 1 < turns[0] and any(
        one.figure * turns[0] == number for one in counted if one.role == "part" and one.figure > 1
    )


# --- means -----------------------------------------------------------------------------------------------------------


def _of_means(
    clauses: Sequence[Clause], counted: Sequence[Figured], number: int, field: Field, above: Above | None
) -> Sum:
    means = [one for one in counted if one.role == "each"]
    words = {token.text for clause in clauses for token in clause}
    if len({one.figure for one in means}) > 1 or words & _TIMES or any(one.role == "beside" for one in counted):
        return NO_SUM
    mean = means[0]
    if mean.figure == number:
        return NO_SUM  # a rate in the place of a total is told of as such
    times = _times(mean, counted, above)
    if times is None:
        counts = mean.per != "?" and mean.per not in _KINDS_OF and not any(one.figure == number for one in counted)
        return Sum("more", mean.figure) if counts and mean.figure > number else NO_SUM
    product = mean.figure * times
    rest = sum(one.figure for one in counted if one.role == "part" and one.thing != mean.per)
    whole = any(one.figure == number and one.thing == fold(field.unit) for one in counted)
    if whole or number in (product, product + rest):
        return NO_SUM
    if words & _AT_LEAST and product <= number:
        return NO_SUM
    near = max(times, number // _MEAN) if words & _ABOUT else 0
    return Sum("mean", product) if abs(product - number) > near else NO_SUM


def _times(mean: Figured, counted: Sequence[Figured], above: Above | None) -> int | None:
    """How many of what a rate is of: as the note says, or the indicator that the figure is told of; None: unknown."""
    per = mean.per.strip("?")
    said = [one.figure for one in counted if one.role != "each" and one.thing and _is_alike(one.thing, per)]
    if len(said) == 1:
        return said[0]
    if above is None or said or not (per == "" or _is_counted_by(per, above.field)):
        return None
    return above.number


def _is_alike(thing: str, per: str) -> bool:
    groups = (lexicon.KINDS["meetings"] | lexicon.KINDS["occasions"], WITHIN)
    return thing == per or any(thing in known_units(one) and per in known_units(one) for one in groups)


def _is_of(one: Figured, above: Above | None) -> bool:
    return above is not None and _is_counted_by(one.thing, above.field)


def _is_counted_by(unit: str, field: Field) -> bool:
    return _counts(Token(unit, frozenset({"unit"})), field)


# --- what is not all of it -------------------------------------------------------------------------------------------


def _is_of_some_places(clause: Clause) -> bool:
    """'Mới có số của 5 trong 9 khu phố', 'mới tổng hợp được 6/11', 'không tính 4 khu phố chưa gửi'."""
    for at, (one, two, three) in enumerate(zip(clause, clause[1:], clause[2:], strict=False)):
        if one.figure is None or not one.figure:
            continue
        before = clause[:at]
        if two.text in _OF and three.figure is not None and one.figure < three.figure:
            told = any(token.kinds & {"data", "figures", "nodata", "count", "opener", "evidence"} for token in before)
            behind = clause[at + 3] if at + 3 < len(clause) else None
            if told and before[0].text in _NOW and (behind is None or behind.text in _OFFICES):
                return True
        later = clause[at + 2 : at + 2 + _NEAREST]
        unsent = any("nodata" in token.kinds for token in later) or any(
            "not-yet" in first.kinds and second.text in _SENT for first, second in pairwise(later)
        )
        if two.text in _OFFICES and unsent:
            return True
    return False


def _is_left_to_do(clauses: Sequence[Clause], number: int) -> bool:
    """'mới mở được 4, còn 2 tháng sau làm' beside 6."""
    for done, left in pairwise(clauses):
        first, second = _only_figure(done), _only_figure(left)
        if not first or not second or first + second != number or left[0].text not in _LEFT:
            continue
        behind = any(token.text in _LATER or token.kinds & {"intent", "not-yet"} for token in left[1:])
        if done[0].text in _NOW or behind:
            return True
    return False


def _only_figure(clause: Clause) -> int | None:
    return next((token.figure for token in clause if token.figure is not None), None)


def _disagree(clauses: Sequence[Clause], counted: Sequence[Figured], number: int) -> bool:
    """'báo cáo ghi 01, phụ lục ghi 02'"""
    told = []
    for at, clause in enumerate(clauses):
        if any(token.kinds & {"ago", "earlier", "compare", "plan"} for token in clause):
            return False
        writes = any(
            one.text in _WRITES and two.figure is not None and place
            for place, (one, two) in enumerate(pairwise(clause))
        )
        if writes and any(token.kinds & {"paper", "evidence", "source"} for token in clause[:2]):
            told += [one.figure for one in counted if one.clause == at]
    return len(told) > 1 and len(set(told)) > 1 and not _come_to(told, number)
