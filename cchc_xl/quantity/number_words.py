"""Vietnamese number words, 0 to 9,999, strictly: the whole text is a number or there is none.

    hai mươi lăm -> 25        một trăm linh năm -> 105        năm nay, một tá, hai mươi năm, trăm rưỡi -> None

"hai mươi năm" is twenty years as likely as twenty-five, and "một trăm hai" is 120 to some and 102 to others: no
reading.
"""

from __future__ import annotations

from functools import lru_cache

from cchc_xl.text import fold

_UNITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_AFTER_TENS = {**{word: n for word, n in _UNITS.items() if n != 5}, "lăm": 5, "nhăm": 5}
_THOUSAND = ("nghìn", "ngàn")
_ODD = ("linh", "lẻ")


def number_in_words(text: str) -> int | None:
    """The number that the whole text spells, or None."""
    words = fold(text).split()
    if not 0 < len(words) <= 8:
        return None
    if words == ["không"]:
        return 0
    if len(words) >= 2 and words[1] in _THOUSAND:
        thousands, rest = _UNITS.get(words[0]), words[2:]
        below = 0 if not rest else _below_1000(rest, after_thousands=True)
        return None if thousands is None or below is None else 1000 * thousands + below
    return _below_1000(words, after_thousands=False)


def _below_1000(words: list[str], after_thousands: bool) -> int | None:
    if len(words) >= 2 and words[1] == "trăm":
        hundreds = 0 if after_thousands and words[0] == "không" else _UNITS.get(words[0])
        below = 0 if len(words) == 2 and hundreds else _after_hundreds(words[2:])
        return None if hundreds is None or below is None else 100 * hundreds + below
    if after_thousands:  # 1,005 is also "một nghìn linh năm"; "một nghìn hai" may be 1,200 or 1,002
        return _after_hundreds(words) if words[0] in _ODD else None
    return _below_100().get(" ".join(words))


def _after_hundreds(words: list[str]) -> int | None:
    if len(words) == 2 and words[0] in _ODD:
        return 4 if words[1] == "tư" else _UNITS.get(words[1])
    below = _below_100().get(" ".join(words))
    return below if below is not None and below >= 10 else None


@lru_cache(maxsize=1)
def _below_100() -> dict[str, int]:
    table = {**_UNITS, "mười": 10}
    table.update({f"mười {word}": 10 + n for word, n in _AFTER_TENS.items()})
    for word, n in _UNITS.items():
        if n > 1:
            tens = f"{word} mươi"
            table[tens] = 10 * n
            table.update({f"{tens} {last}": 10 * n + unit for last, unit in {**_AFTER_TENS, "mốt": 1, "tư": 4}.items()})
    return table
