"""What a file is, by its content; its name is never believed."""

from __future__ import annotations

from cchc_xl.grid.openxml.elements import elements
from cchc_xl.grid.openxml.package import Package, ReadError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"), (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"), (b"\xfd7zXZ\x00", "xz"), (b"MSCF", "cab"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"), (b"BM", "bmp"), (b"II*\x00", "tif"), (b"MM\x00*", "tif"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"), (b"MZ", "exe"), (b"\x78\x9f\x3e\x22", "tnef"),
)  # fmt: skip
# The first record of a workbook stream: Excel 2, 3, 4, 5 and 97.
_BIFF = (b"\x09\0\4\0", b"\x09\2\6\0", b"\x09\4\6\0", b"\x09\x08\x08\0", b"\x09\x08\x10\0")

IMAGES = frozenset(("png", "jpg", "gif", "bmp", "tif", "webp", "heic"))
ARCHIVES = frozenset(("zip", "7z", "rar", "gz", "bz2", "xz", "cab"))
DOCUMENTS = frozenset(("pdf", "rtf", "doc", "docx", "odt"))
# Mails and what mail programs put in their place, and the reasons why they are not read.
MAILS = {"eml": "mail", "mbox": "mail", "msg": "outlook-message", "tnef": "outlook-wrapped"}
LINKS = frozenset(("lnk", "url", "gsheet", "webloc"))
WORKBOOKS = frozenset(("xlsx", "xlsm", "xlsb", "xls", "ods", "fods"))


def sniff(data: bytes) -> str:
    """The kind of the content as a file extension without the dot: 'zip' and 'ole' are told apart further by their own
    functions.

    '' where it is nothing that is known.
    """
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return "heic"
    if data[:4] in _BIFF:
        return "xls"  # a workbook stream without its container
    return _sniff_text(data)


def _sniff_text(data: bytes) -> str:
    text = _decode_start(data)
    if text is None:
        return ""
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("[internetshortcut]", "[desktop entry]")):
        return "url"
    if start.startswith("{") and len(data) < 4096 and ('"doc_id"' in start or '"url"' in start):
        return "gsheet"
    if start.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in start:
            return "xml-spreadsheet-2003"
        if "vnd.oasis.opendocument.spreadsheet" in start:
            return "fods"
        if "vnd.oasis.opendocument.text" in start:
            return "fodt"
        if "<plist" in start and "<key>url</key>" in start:
            return "webloc"
        return "html" if any(tag in start for tag in _TAGS) else "xml"
    if start.startswith("from ") and _is_message(start.partition("\n")[2]):
        return "mbox"
    if _is_message(start):
        return "mhtml" if "multipart/related" in start or "content-type: text/html" in start else "eml"
    if start.startswith(("{", "[")):
        return "json"
    return "csv" if any(mark in start for mark in ",;\t") else "txt" if start else ""


def _decode_start(data: bytes) -> str | None:
    """The first 4 kB as text, None where they are not text."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    if b"\0" in head:
        from cchc_xl.grid.foreign.plain_text import wide_encoding

        wide = wide_encoding(head)
        return head.decode(wide, "replace") if wide else None
    return head.decode("utf-8", "replace")


_TAGS = ("<html", "<table", "<!doctype html", "<meta", "<style", "<body", "<head", "<div", "<tr")
_HEADERS = (
    "mime-version",
    "received",
    "return-path",
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "delivered-to",
    "content-type",
)


def _is_message(start: str) -> bool:
    """Whether the text begins with the header lines of a mail, or of a web page in one file."""
    lines = [line for line in start.split("\n")[:60] if line[:1] not in (" ", "\t")]
    names = [line.partition(":")[0] for line in lines[: lines.index("\r") if "\r" in lines else len(lines)]]
    return bool(names) and (names[0] in _HEADERS or names[0].startswith("x-")) and "content-type" in names


def ole_kind(data: bytes) -> str:
    """'xls', 'encrypted', 'doc', 'ppt', 'msg' or 'ole' by the streams of a compound file."""
    from cchc_xl.grid.foreign.ole import CompoundFile

    names = {name.lower() for name in CompoundFile(data).names()}
    for stream, kind in (
        ("encryptedpackage", "encrypted"),
        ("workbook", "xls"),
        ("book", "xls"),
        ("worddocument", "doc"),
        ("powerpoint document", "ppt"),
    ):
        if stream in names:
            return kind
    return "msg" if any(name.startswith("__properties_version") for name in names) else "ole"


_CONTENT_TYPES = (
    ("spreadsheetml.sheet.main+xml", "xlsx"), ("spreadsheetml.template.main+xml", "xlsx"),
    ("sheet.macroenabled.main+xml", "xlsm"), ("template.macroenabled.main+xml", "xlsm"),
    ("addin.macroenabled.main+xml", "xlsm"), ("sheet.binary.macroenabled.main", "xlsb"), ("wordprocessingml", "docx"),
    ("ms-word", "docx"), ("presentationml", "pptx"),
)  # fmt: skip


def zip_kind(package: Package) -> str:
    """'xlsx', 'xlsm', 'xlsb', 'ods', 'docx', 'pptx', 'odt', or 'zip' for any other archive.

    Raises what reading a part raises.
    """
    if "[Content_Types].xml" in package:
        types = {
            element.attributes.get("ContentType", "").lower()
            for element in package.parsed("[Content_Types].xml", elements)
        }
        for mark, kind in _CONTENT_TYPES:
            if any(mark in content_type for content_type in types):
                return kind
    if "mimetype" in package:
        mimetype = package.read("mimetype").decode("latin-1").strip()
        if mimetype.startswith("application/vnd.oasis.opendocument"):
            return "ods" if "spreadsheet" in mimetype else "odt"
    if "xl/workbook.xml" in package or "xl/workbook.bin" in package:
        raise ReadError("no-workbook", part="[Content_Types].xml")
    return "zip"
