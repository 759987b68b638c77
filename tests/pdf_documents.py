"""PDFs written operator by operator (ISO 32000-1): what programs that make them do, and what a stranger may do to one.

Every letter is 0.6 of the size wide. Those that are no ASCII have codes of their own, which /ToUnicode explains.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from word_documents import LABELS

WIDTH, HEIGHT, SIZE = 595, 842, 9
COLUMNS = (40, 75, 330, 420, 490, 555)  # edges of the form's five columns
HEAD = ("ỦY BAN NHÂN DÂN", "XÃ AN HÒA THỊNH", "BÁO CÁO", "Công tác tuyên truyền CCHC 6 tháng đầu năm 2020")


def text(x: float, y: float, said: str, size: float = SIZE, more: str = "") -> str:
    """Letters at a place; ``more``: operators before them ('3 Tr', '1 g')."""
    escaped = "".join(
        rf"\{_code(letter):03o}" if letter in r"\()" or not letter.isascii() else letter for letter in said
    )
    return f"q BT /F1 {size} Tf {more} {x} {y} Td ({escaped}) Tj ET Q\n"


_CODES: dict[str, int] = {}


def _code(letter: str) -> int:
    return ord(letter) if letter.isascii() else _CODES.setdefault(letter, 128 + len(_CODES))


def _unicode() -> bytes:
    lines = [f"<{code:02X}> <{code:04X}>" for code in range(32, 127)]
    lines += [f"<{code:02X}> <{ord(letter):04X}>" for letter, code in _CODES.items()]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    told = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return f"/CIDInit /ProcSet findresource begin begincmap\n{told}endcmap end".encode()


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def box(x: float, y: float, width: float, height: float, paint: str = "1 g") -> str:
    return f"q {paint} {x} {y} {width} {height} re f Q\n"


def rows_of(values: Sequence[str], only: Sequence[int] = range(9)) -> list[tuple[str, ...]]:
    return [(*LABELS[at], values[at], "") for at in only]


def table(
    rows: Sequence[Sequence[str]], top: float = 650, height: float = 24, *, ruled: bool = True, more: str = ""
) -> str:
    """The rows as a ruled table; ``more``: what is drawn over it."""
    found = []
    for number, row in enumerate(rows):
        y = top - number * height
        for at, said in enumerate(row):
            found += [text(COLUMNS[at] + 4, y - 9 - 10 * below, part) for below, part in enumerate(wrapped(said, at))]
    if ruled:
        last = top - len(rows) * height
        found += [line(COLUMNS[0], top - at * height, COLUMNS[-1], top - at * height) for at in range(len(rows) + 1)]
        found += [line(x, top, x, last) for x in COLUMNS]
    return "".join(found) + more


def wrapped(said: str, column: int) -> list[str]:
    """The lines of a cell, as many letters as there is room for."""
    room = int((COLUMNS[column + 1] - COLUMNS[column] - 8) / (0.6 * SIZE))
    lines = [""]
    for word in said.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def place(row: int, column: int = 3, top: float = 650, height: float = 24) -> tuple[float, float]:
    """Where the text of a cell begins."""
    return COLUMNS[column] + 4, top - row * height - 9


def head() -> str:
    return "".join(text(60, 800 - 14 * at, said) for at, said in enumerate(HEAD))


def document(
    *pages: str, objects: Sequence[bytes] = (), resources: str = "", extra: str = "", trailer: str = ""
) -> bytes:
    """A PDF of these pages. ``objects`` begin at number 100; ``extra``: entries of each page, such as /Rotate."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places: dict[int, int] = {}

    def put(number: int, content: bytes) -> None:
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    put(1, b"<</Type/Catalog/Pages 2 0 R>>")
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    put(2, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode())
    widths = " ".join(["600"] * 256)
    put(
        3,
        b"<</Type/Font/Subtype/TrueType/BaseFont/AAAAAA+Plain/FirstChar 0/LastChar 255/Widths[%s]/ToUnicode 5 0 R"
        b"/FontDescriptor 4 0 R>>" % widths.encode(),
    )
    put(4, b"<</Type/FontDescriptor/FontName/AAAAAA+Plain/Flags 4/Ascent 800/Descent -200/FontBBox[0 -200 600 800]>>")
    put(5, stream(_unicode()))
    for at, content in enumerate(pages):
        put(
            10 + 2 * at,
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {11 + 2 * at} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>{resources}>>{extra}>>".encode(),
        )
        put(11 + 2 * at, stream(content.encode("latin-1")))
    for at, content in enumerate(objects):
        put(100 + at, content)
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, at in places.items():
        out.write(b"%d 1\n%010d 00000 n \n" % (number, at))
    out.write(f"trailer\n<</Root 1 0 R/Size 1000{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def stream(content: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(content, 1)
    return f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>\nstream\n".encode() + packed + b"\nendstream"


def picture(entries: str = "") -> bytes:
    """A grey picture of one point, to be drawn as object 100 named /I."""
    return stream(
        b"\x80", f"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8{entries}"
    )


PICTURE = "/XObject<</I 100 0 R>>"
WHOLE_PAGE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q\n"

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)


def ruled(document: bytes) -> bytes:
    """A Word document whose tables of five columns have lines, as offices draw them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                content = re.sub(
                    rb"(<w:tblW [^>]*/>)(?=</w:tblPr><w:tblGrid>(?:<w:gridCol[^>]*/>){5}</w:tblGrid>)",
                    rb"\1<w:tblBorders>" + _BORDERS.encode() + rb"</w:tblBorders>",
                    content,
                )
            after.writestr(name, content)
    return out.getvalue()
