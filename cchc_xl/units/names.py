"""The parts of a text that names a unit: organ ("UBND"), type word ("xã", "P."), name, and where it lies (", tỉnh Hà
Tĩnh").

Everything here works on text folded by ``cchc_xl.text.fold`` and also understands it without accents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late, plain, remembered, squeeze

# Type words with their abbreviations (T08), longest first: "tt" is tried before "t". "TT" may also be a trung tâm.
TYPES = {
    "tx": ("thị xã",),
    "tp": ("thành phố",),
    "tt": ("thị trấn", "trung tâm"),
    "đk": ("đặc khu",),
    "dk": ("đặc khu",),
    "p": ("phường",),
    "x": ("xã",),
    "h": ("huyện",),
    "q": ("quận",),
    "t": ("tỉnh",),
}
LONGEST = 300  # characters; a longer text is a narrative, and dividing it at every comma would take quadratic time
_COMMUNE_TYPES = ("đặc khu", "thị trấn", "phường", "xã")
DISTRICT_TYPES = ("thành phố", "thị xã", "huyện", "quận")
_TYPE_WORDS = tuple(dict.fromkeys(plain(word) for word in (*_COMMUNE_TYPES, *DISTRICT_TYPES, "tỉnh")))


def _either(*words: str) -> str:
    """The words with and without accents, as an alternative of a regular expression."""
    return "|".join(dict.fromkeys(form for word in words for form in (fold(word), plain(word))))


_BODY = _either("ủy ban nhân dân", "ubnd", r"u\.b\.n\.d\.?")
_BESIDE = _either("đảng ủy", "đảng bộ", "hội đồng nhân dân", "hđnd")
# "Đảng ủy - UBND xã ..." is the commune; "Đảng ủy xã ..." alone is another body and stays as it is.
_ORGAN_WORDS = rf"(?:(?:{_BESIDE})\s*(?:[-,;&+/]|\s(?:{_either('và')})\s)\s*)*(?:{_BODY})[\s:.]+"
_ORGAN = late(_ORGAN_WORDS)
_OFFICE = late(
    rf"(?:{_either('văn phòng', 'phòng', 'bộ phận')})\s(?:[^;()]{{0,60}}?[\s-])??(?:{_ORGAN_WORDS})"
    rf"(?=(?:{_either(*_COMMUNE_TYPES)}|tt|đk|[px])[\s.])"
    rf"|(?:{_either('phòng', 'trung tâm phục vụ hành chính công', 'công chức')})\s(?:[^;()]{{0,60}}?[\s-])??"
    rf"(?=(?:{_either(*_COMMUNE_TYPES)})\s)(?!{_either('xã hội')})"
)
# What stands behind a unit's name and is a part of it, not the place where it lies: 'UBND xã ... - Phòng Văn hóa'.
_DEPARTMENT = late(r"(?:van phong|phong|bo phan|to|ban|cong chuc|trung tam phuc vu)\s")
_WIDER = tuple(f"{plain(word)} " for word in (*DISTRICT_TYPES, "tỉnh"))
_ABBREVIATED = late(r"(t\.?\s?[xpt]|[đd]\.?\s?k|[pxhqt])(?:\.\s*|\s+|(?=[0-9]))(\S.*)")
_SEPARATOR = late(rf"\s*[,;(]\s*|\s+-\s+|\s+(?=(?:{_either(*DISTRICT_TYPES, 'tỉnh')}|tp|tx)[\s.]|[th]\.)")
_JOINTS = late(r"\s*([-,;&/+])\s*")
_LEADING_ZEROS = late(r"(?<![0-9])0+(?=[0-9])")
_ENDS = " .,:;-*()\"'"


class Named(NamedTuple):
    """One way to understand a text: a name key, and the places that narrow it down (plain text, type words written
    out).
    """

    key: str
    places: tuple[str, ...] = ()
    expanded: bool = False  # an abbreviated type word was written out


@remembered(8192)
def name_key(name: str) -> str:
    """A name for comparison: folded, without "UBND", without blanks around marks, '01' as '1'."""
    return _key(_without_organ(fold(name)))


def understandings(text: str) -> Iterator[Named]:
    """All ways to divide a text into name and places, the longest name first: "Sở Văn hóa, Thể thao" is tried whole."""
    text = squeeze(text)
    if len(text) > LONGEST:
        return
    whole = fold(text)
    yield from _divided(_without_organ(whole))
    office = _OFFICE.match(whole)
    if office:  # 'Văn phòng HĐND và UBND xã ...' reports for the commune
        yield from _divided(whole[office.end() :])


def _divided(folded: str) -> Iterator[Named]:
    """The ways to divide a text without its organ."""
    ends = [len(folded), *(mark.start() for mark in reversed(list(_SEPARATOR.finditer(folded))))]
    for end in ends:
        head = folded[:end].strip(_ENDS)
        if not head:
            continue
        places = tuple(_places(_SEPARATOR.split(folded[end:])))
        yield Named(_key(head), places)
        for written_out in expansions(head):
            yield Named(_key(written_out), places, expanded=True)


def _places(parts: Iterable[str]) -> Iterator[str]:
    """Where a unit lies; a part of it is no such place, nor is what else is in that part's name: '- Phòng Văn hóa - Xã
    hội'.
    """
    of_a_part = False
    for place in filter(None, map(_place, parts)):
        of_a_part = _DEPARTMENT.match(place) is not None or (of_a_part and not place.startswith(_WIDER))
        if not of_a_part:
            yield place


def expansions(name: str) -> tuple[str, ...]:
    """The name with its abbreviated type word written out: 'p.1' -> 'phường 1'; nothing where there is none."""
    found = _ABBREVIATED.fullmatch(name)
    if not found:
        return ()
    words = TYPES[found[1].replace(".", "").replace(" ", "")]
    return tuple(f"{word} {found[2]}" for word in words)


def split_type(name: str) -> tuple[str, str]:
    """Plain name -> (type word or '', the rest): 'thi xa quang tri' -> ('thi xa', 'quang tri')."""
    for word in _TYPE_WORDS:
        if name.startswith(word + " "):
            return word, name[len(word) + 1 :]
    return "", name


def without_tails(named: Named, tails: Iterable[str]) -> Iterator[Named]:
    """The name without a place written after it and no mark between: 'sở nội vụ hà tĩnh' with the tail 'hà tĩnh'."""
    for tail in tails:
        if named.key.endswith(f" {tail}"):
            yield Named(named.key[: -len(tail) - 1], (plain(tail), *named.places), named.expanded)


def bare_spellings(place: str) -> tuple[str, ...]:
    """A province as it may follow a name: without its type word, with and without accents."""
    key = name_key(place)
    words = next((words for words in (fold("tỉnh"), fold("thành phố")) if key.startswith(words + " ")), "")
    bare = key[len(words) :].strip()
    return (bare, plain(bare))


def place_key(name: str) -> str:
    """A place (district, province) for comparison: plain, type word written out."""
    return _place(_without_organ(fold(name)))


def _place(part: str) -> str:
    part = part.strip(_ENDS)
    written_out = next(iter(expansions(part)), part)
    return plain(_key(written_out))


def _without_organ(folded: str) -> str:
    found = _ORGAN.match(folded)
    return folded[found.end() :] if found else folded


def _key(folded: str) -> str:
    return _LEADING_ZEROS.sub("", _JOINTS.sub(r"\1", folded.strip(_ENDS)))
