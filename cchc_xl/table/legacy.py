"""The two encodings that Vietnamese offices used before Unicode, and UTF-8 read as Windows-1252.

TCVN3 (ABC, fonts ".VnTime" ...) has one code per small letter and for the capitals Ă Â Đ Ê Ô Ơ Ư only; capitals with a
tone are small codes shown by a capital font (".VnTimeH"), or a plain capital before the small code ("Aµ" for À).
VNI-Windows (fonts "VNI-Times" ...) writes most letters as a base letter and a mark. Text is only ever decoded on the
word of its font or of a label that it then spells. Sources of the tables: TCVN 5712:1993 (VN3) and the VNI-Windows
character set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cchc_xl.text import fold, nfc

ENCODINGS = ("tcvn3", "vni")

# Each row: the six tones of a letter (ngang huyền hỏi ngã sắc nặng), then their codes in the same order.
_TCVN3_ROWS = (
    ("aàảãáạ", "aµ¶·¸¹"),
    ("ăằẳẵắặ", "¨»¼½¾Æ"),
    ("âầẩẫấậ", "©ÇÈÉÊË"),
    ("eèẻẽéẹ", "eÌÎÏÐÑ"),
    ("êềểễếệ", "ªÒÓÔÕÖ"),
    ("iìỉĩíị", "i×ØÜÝÞ"),
    ("oòỏõóọ", "oßáâãä"),
    ("ôồổỗốộ", "«åæçèé"),
    ("ơờởỡớợ", "¬êëìíî"),
    ("uùủũúụ", "uïñòóô"),
    ("ưừửữứự", "\u00adõö÷øù"),
    ("yỳỷỹýỵ", "yúûüýþ"),
)
_TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
_VNI_ROWS = (
    ("aàảãáạ", "a aø aû aõ aù aï"),
    ("ăằẳẵắặ", "aê aè aú aü aé aë"),
    ("âầẩẫấậ", "aâ aà aå aã aá aä"),
    ("eèẻẽéẹ", "e eø eû eõ eù eï"),
    ("êềểễếệ", "eâ eà eå eã eá eä"),
    ("iìỉĩíị", "i ì æ ó í ò"),
    ("oòỏõóọ", "o oø oû oõ où oï"),
    ("ôồổỗốộ", "oâ oà oå oã oá oä"),
    ("ơờởỡớợ", "ô ôø ôû ôõ ôù ôï"),
    ("uùủũúụ", "u uø uû uõ uù uï"),
    ("ưừửữứự", "ö öø öû öõ öù öï"),
    ("yỳỷỹýỵ", "y yø yû yõ yù î"),
)


_ONLY_UNICODE = frozenset(
    "ăđơưĂĐƠƯ"
)  # letters that no legacy text shows, and that few Vietnamese sentences are without


def decode(text: str, encoding: str, upper: bool = False) -> str:
    """Legacy text as Unicode (NFC).

    ``upper``: its font shows small codes as capitals. KeyError for an unknown encoding.
    """
    codes, letters = _decoder(encoding)
    decoded = nfc(codes.sub(lambda match: letters[match[0]], nfc(text)))
    return decoded.upper() if upper else decoded


def encoding_of_font(font_name: str) -> str | None:
    """The encoding that a font name stands for, or None."""
    name = font_name.strip().casefold()
    return "tcvn3" if name.startswith(".vn") else "vni" if name.startswith("vni-") else None


def is_capital_font(font_name: str) -> bool:
    """Whether a TCVN3 font shows small codes as capitals: '.VnTimeH'."""
    name = font_name.strip()
    return encoding_of_font(name) == "tcvn3" and name.endswith("H")


def may_be_legacy(text: str) -> bool:
    """Whether the text has letters beyond ASCII and none that only Unicode has."""
    return not text.isascii() and not any(c in _ONLY_UNICODE or "\u1e9f" < c < "\u1f00" for c in text)


def looks_legacy(text: str, known_labels: Iterable[str]) -> str | None:
    """The encoding in which the text spells one of the known labels, or None: nothing is decided on suspicion."""
    if not may_be_legacy(text):
        return None
    known = _folded(tuple(known_labels))
    if fold(text) in known:
        return None
    return next((encoding for encoding in ENCODINGS if fold(decode(text, encoding)) in known), None)


def fix_mojibake(text: str) -> str | None:
    """The text that was UTF-8 and was read as Windows-1252 ('Sá»‘' -> 'Số'), or None where it was not."""
    if text.isascii():
        return None
    try:
        # The five bytes that Windows-1252 leaves undefined come through as the control characters of the same number.
        data = b"".join(c.encode("latin-1" if c in "\x81\x8d\x8f\x90\x9d" else "cp1252") for c in text)
        return nfc(data.decode("utf-8"))
    except UnicodeError:
        return None


def pairs(encoding: str) -> dict[str, str]:
    """Code -> letter of an encoding, capitals included."""
    return {"tcvn3": _tcvn3, "vni": _vni}[encoding]()


def _tcvn3() -> dict[str, str]:
    table = {"®": "đ", **{code: letter for letter, code in _TCVN3_CAPITALS.items()}}
    for letters, codes in _TCVN3_ROWS:
        capital = letters[0].upper()
        table.update({code: letter for letter, code in zip(letters, codes, strict=True) if letter != code})
        for letter, code in zip(letters[1:], codes[1:], strict=True):
            table[_TCVN3_CAPITALS.get(capital, capital) + code] = letter.upper()
    return table


def _vni() -> dict[str, str]:
    table = {"ñ": "đ", "Ñ": "Đ"}
    for letters, codes in _VNI_ROWS:
        for letter, code in zip(letters, codes.split(), strict=True):
            if letter != code:
                table[code] = letter
                table[code.upper()] = letter.upper()
                table.setdefault(
                    code[0].upper() + code[1:], letter.upper()
                )  # a capital with a small mark, typed by hand
    return table


@lru_cache(maxsize=len(ENCODINGS))
def _decoder(encoding: str) -> tuple[re.Pattern[str], dict[str, str]]:
    table = pairs(encoding)
    return re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True)))), table


@lru_cache(maxsize=8)
def _folded(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, labels))
