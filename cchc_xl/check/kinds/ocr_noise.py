"""ocr-noise: the narrative was taken from a scan by character recognition, and its figures cannot be relied on.

Args: none. Fires: "s6 lugng ... 16ng ghép", "Cong tac tuyén truyén cái cach". Silent: Vietnamese typed with or without
its accents, English words, abbreviations, document numbers, names of other peoples: only two things count, digits glued
inside lower-case words, and words that carry a Vietnamese accent and are no Vietnamese syllable; of the latter it takes
many. Shown for the file as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from cchc_xl.check.kind import Hit, Kind, no_formula
from cchc_xl.model import Form, Rule, Submission
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late
from cchc_xl.typed import Any

ARGS: Mapping[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}

GLUED, FOREIGN, SHARE = (
    2,
    5,
    0.05,
)  # so many glued words, or so many and such a part of the accented words, are no accident
_SAMPLE = 5  # words shown

_ONSETS = "ngh|ng|nh|gh|gi|ch|kh|ph|th|tr|qu|[bcdđghklmnprstvx]"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê"
    " êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang"
    " oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong oc op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ"
    " ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh ui uôc uôi uôm uôn uông uôt uơ uy uya"
    " uych uyên uyêt uynh uyt uyp uyn uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng"
    " yêt yêu yn ynh yt êng oăp uêt"
)


class _Patterns(NamedTuple):
    syllable: re.Pattern[str]
    word: re.Pattern[str]
    glued: re.Pattern[str]
    unit: re.Pattern[str]
    vowel: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    """Compiled when the first narrative is read: most workbooks have none, and a start without them is 2 ms shorter."""
    rimes = "|".join(sorted(set(_RIMES.split()), key=lambda rime: (-len(rime), rime)))
    return _Patterns(
        syllable=late(rf"(?:{_ONSETS})?(?:{rimes})"),
        word=late(r"[^\W\d_]+"),
        glued=late(r"(?<![\w/.\-@])(?:[a-zà-ỹđ]{1,3}\d[a-zà-ỹđ]*|\d{1,2}[a-zà-ỹđ]{2,})(?![\w/.@])"),
        unit=late(
            r"\d+(?:h|h\d*|kg|km|m\d?|gb|mb|tr|k|g|đ|ha|cm|mm|lần|ngày|bài|tin|người|cuộc|lượt|xã|tháng|năm|văn)|(?:q|h|t|m|a|b|c|k)\d"
        ),
        vowel=late("[^bcdđfghjklmnpqrstvwxz]"),  # an abbreviation such as TTĐT has none
    )


_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def check(rule: Rule, form: Form, submission: Submission) -> Iterable[Hit]:  # noqa: ARG001
    sample = noise(tuple(submission.narrative.values()))
    return [Hit("", {"sample": " ".join(sample)})] if sample else []


@lru_cache(maxsize=4)  # every rule about the narrative asks the same of the same one
def noise(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Some of the words that betray a scan; empty where the texts show no sign of one."""
    text = "\n".join(texts)
    if not text:
        return ()
    lines = "\n".join(line for line in text.split("\n") if not line.isupper())
    glued = [
        word
        for word in _patterns().glued.findall(unicodedata.normalize("NFC", lines))
        if not _patterns().unit.fullmatch(word)
    ]
    accented = [word for word in _patterns().word.findall(fold(text)) if not word.isascii()]
    foreign = [word for word in accented if _patterns().vowel.search(word) and not is_syllable(word)]
    many = len(foreign) >= FOREIGN and len(foreign) >= SHARE * len(accented)
    if len(glued) < GLUED and not many:
        return ()
    return tuple(dict.fromkeys([*glued, *(foreign if many else ())]))[:_SAMPLE]


def is_syllable(word: str) -> bool:
    """Is a folded word a Vietnamese syllable (or several run together by no blank: not judged here)?"""
    return bool(
        _patterns().syllable.fullmatch(
            unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))
        )
    )


KIND = Kind(
    name="ocr-noise",
    args=ARGS,
    field_args=(),
    ground="numbers",
    threshold=None,
    silent_without="narrative",
    codes=(),
    check=check,
    formula=no_formula,
    corners=None,
)
