"""Figures stated in prose: strict patterns that find a number only where nothing else can be meant.

Digits of document numbers, dates, articles, "mức độ 3, 4", estimates ("trên 300 lượt"), parts ("trong đó 5 bài"), rates
("mỗi tháng 2 bài") and plans ("phấn đấu 20 bài") are no figures. What is found is a suggestion with its quote, never a
value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cchc_xl.check.grounds.wording import Sentence, any_of, before, pattern
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold, late

_FAR = 12  # words between a figure and the word that says whose it is
_NUMBER = r"(?<![\w/.,-])(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:\s*\([^()\d]{2,30}\))?\s+"
_JOIN = late(r"\s*(?:,|và|\+)?\s*")
_LEVELS = late(r"mức(?: độ)? \d(?:\s*(?:,|và|-)\s*\d(?!\d))*")  # of online services
_YEAR = late(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NO_FIGURE_AFTER = (
    "số", "ngày", "tháng", "năm", "quý", "mức", "mức độ", "độ", "điều", "khoản", "mục", "lần thứ", "thứ", "quyết định",
    "nghị định", "kế hoạch", "công văn", "trên", "hơn", "khoảng", "gần", "dưới", "tới", "ít nhất", "tối thiểu",
    "tối đa", "mỗi", "từ", "đến", "trong đó", "gồm", "riêng", "thêm", "không",
)  # fmt: skip
_NOT_THIS_PERIOD = (
    "trong đó", "bình quân", "trung bình", "mỗi", "hằng tháng", "hàng tháng", "hằng tuần", "hàng tuần", "kỳ trước",
    "cùng kỳ", "năm trước", "so với", "phấn đấu", "dự kiến", "sẽ", "chỉ tiêu giao", "kế hoạch giao", "lũy kế", "quý i",
    "quý ii", "quý iii", "quý iv", "tháng đầu", "phần đấu", "mục tiêu",
)  # fmt: skip


class Figure(NamedTuple):
    """A number in a sentence, with the sentence as it was written."""

    number: int
    quote: str


_HALF_YEAR, _DIGIT = late(r"\b6 tháng đầu năm\b"), late(r"\d")
_DATED = late(r"\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}|ngày \d+ tháng \d+ năm \d{4}|\S*/\S*|\d{4}\s*-\s*\d{4}")


@lru_cache(maxsize=64)
def _figure(units: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(
        re.escape(fold(unit).replace("tin, bài", "tin bài")) for unit in sorted(units, key=len, reverse=True)
    )
    return late(rf"{_NUMBER}(?:{listed})(?!\w)(?!\s*/)")


class FigureShape(NamedTuple):
    """What a figure of an indicator looks like in prose: a number before one of ``units``, a word of ``near`` close by,
    none of ``apart``.

    ``besides``: units of which a number in the same sentence may belong to the sum ("05 kế hoạch, 12 văn bản"), so that
    nothing is said.
    """

    units: Sequence[str]
    near: Sequence[str]
    apart: Sequence[str] = ()
    besides: Sequence[str] = ()


def figures(sentence: Sentence, wanted: FigureShape, year: int | None) -> Iterator[Figure]:
    """The figures of a sentence. ``year``: of the report; a sentence that names another year says nothing about it."""
    if not _figure(tuple(wanted.units)).search(sentence.text):
        return
    text = _LEVELS.sub("mức độ cao", sentence.text)
    # Six months of a half-year report are its whole period: only parts of the period void a sentence.
    if any_of(_NOT_THIS_PERIOD, _HALF_YEAR.sub("", text)) or any(
        year and int(found) != year for found in _YEAR.findall(_undated(text))
    ):
        return
    if wanted.besides and _figure(tuple(wanted.besides)).search(text):
        return
    for chain in _chains(list(_figure(tuple(wanted.units)).finditer(text)), text):
        if not _is_no_figure(text, chain[0].start(1)) and _belongs(text, chain, wanted.near, wanted.apart):
            yield from (Figure(int(match[1].replace(".", "")), sentence.quote) for match in chain)


def _chains(found: Sequence[re.Match[str]], text: str) -> list[list[re.Match[str]]]:
    """Figures that follow each other directly ('13 tin và 05 bài') say one thing together."""
    chains: list[list[re.Match[str]]] = []
    for match in found:
        if chains and _JOIN.fullmatch(text, chains[-1][-1].end(), match.start()):
            chains[-1].append(match)
        else:
            chains.append([match])
    return chains


def _undated(text: str) -> str:
    """Without dates and document numbers, which may well be of other years."""
    return _DATED.sub(" ", text)


def _is_no_figure(text: str, start: int) -> bool:
    lead = before(text, start, 2)
    return any(lead == word or lead.endswith(f" {word}") for word in _NO_FIGURE_AFTER)


def _belongs(text: str, chain: Sequence[re.Match[str]], near: Sequence[str], apart: Sequence[str]) -> bool:
    """Is a word of ``near`` within reach, with neither another number nor a word of ``apart`` between them or before
    them?
    """
    start, end = chain[0].start(), chain[-1].end()
    if any_of(apart, before(text, start)):
        return False
    for found in pattern(tuple(near)).finditer(text):
        between = text[end : found.start()] if found.start() >= end else text[found.end() : start]
        if len(between.split()) <= _FAR and not _DIGIT.search(between) and not any_of(apart, between):
            return True
    return False
