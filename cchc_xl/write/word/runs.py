"""Runs of text in WordprocessingML, and what of a text XML can hold."""

from __future__ import annotations


def run(text: str, size: int = 0, *, bold: bool = False, italic: bool = False) -> str:
    """Text of one look; ``size`` 0: the document's."""
    looks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    looks += f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>' if size else ""
    said = f'<w:t xml:space="preserve">{escaped(printable(text))}</w:t>' if text else ""
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{said}</w:r>"


def printable(text: str) -> str:
    """Text that XML can hold, and that stays one paragraph."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def escaped(text: str) -> str:
    """Text within an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
