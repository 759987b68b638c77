"""Workbooks that harm readers, and harmless ones that merely look unusual: each function returns the bytes of one file.

All of them are variants of one small workbook, ``good()``, whose cells are ``VALUES``: what is read of a variant can be
compared with it. ``CASES`` says for each what must come of it: 'grid' (the same values) or the code and reason of the
refusal.
"""

from __future__ import annotations

import io
import random
import re
import struct
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SHEET_NAME = "Báo cáo"
VALUES: Mapping[tuple[int, int], object] = {
    (1, 1): "Chỉ tiêu", (1, 2): "Số lượng", (2, 1): "Văn bản chỉ đạo, điều hành", (2, 2): 12, (3, 1): "Tin, bài", (3, 2): 1.5,
    (4, 1): "6(lồng ghép)", (4, 2): "#REF!", (5, 1): True, (5, 2): 24,
}  # fmt: skip

_STRINGS = ["Chỉ tiêu", "Số lượng", "Văn bản chỉ đạo, điều hành", "Tin, bài", "6(lồng ghép)"]

Parts = dict[str, bytes]


def sheet_xml(rows: str = "", before: str = '<dimension ref="A1:B5"/>', after: str = "", head: str = HEAD) -> bytes:
    """The sheet part, with ``rows`` after the good ones."""
    cells = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>12</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3"><v>1.5</v></c></row>'
        '<row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4" t="e"><f>Khác!A1</f><v>#REF!</v></c></row>'
        '<row r="5"><c r="A5" t="b"><v>1</v></c><c r="B5"><f>2*B2</f><v>24</v></c></row>'
    )
    return f'{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{cells}{rows}</sheetData>{after}</worksheet>'.encode()


def parts() -> Parts:
    """The parts of the good workbook, as an office program would name them."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    strings = "".join(f"<si><t>{text}</t></si>" for text in _STRINGS)
    return {
        "[Content_Types].xml": (
            (
                f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
                ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
                ' ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
                f' ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml"'
                f' ContentType="{types}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml"'
                f' ContentType="{types}.sharedStrings+xml"/><Override PartName="/xl/styles.xml"'
                f' ContentType="{types}.styles+xml"/></Types>'
            ).encode()
        ),
        "_rels/.rels": (
            (
                f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
                f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode()
        ),
        "docProps/app.xml": (
            (
                f"{HEAD}<Properties"
                ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft'
                " Excel</Application></Properties>"
            ).encode()
        ),
        "xl/workbook.xml": (
            (
                f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="{SHEET_NAME}" sheetId="1"'
                ' r:id="rId1"/></sheets></workbook>'
            ).encode()
        ),
        "xl/_rels/workbook.xml.rels": (
            (
                f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
                f' Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2"'
                f' Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3"'
                f' Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
            ).encode()
        ),
        "xl/worksheets/sheet1.xml": sheet_xml(),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="5" uniqueCount="5">{strings}</sst>'.encode(),
        "xl/styles.xml": (
            (
                f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name'
                ' val="Calibri"/></font></fonts><fills count="1"><fill><patternFill'
                ' patternType="none"/></fill></fills><borders count="1"><border/></borders><cellXfs count="1"><xf'
                ' numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellXfs></styleSheet>'
            ).encode()
        ),
    }


def pack(members: Mapping[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as file:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            info = zipfile.ZipInfo(name)
            info.filename = name  # ZipInfo would turn a back slash or cut a NUL
            info.compress_type = method
            file.writestr(info, data)
    return target.getvalue()


def _with(**changed: bytes) -> bytes:
    """The good workbook with these parts in place of its own; keys: sheet, strings, workbook, styles, rels."""
    names = {
        "sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "workbook": "xl/workbook.xml", "styles": "xl/styles.xml",
        "rels": "xl/_rels/workbook.xml.rels", "types": "[Content_Types].xml",
    }  # fmt: skip
    return pack(parts() | {names[key]: data for key, data in changed.items()})


def good() -> bytes:
    return pack(parts())


# --- harmless variants ---------------------------------------------------------------------------------------------


def stored() -> bytes:
    return pack(parts(), zipfile.ZIP_STORED)


def other_member_order() -> bytes:
    return pack(dict(reversed(parts().items())))


def without_document_properties() -> bytes:
    return pack({name: data for name, data in parts().items() if not name.startswith("docProps")})


def without_dimension() -> bytes:
    return _with(sheet=sheet_xml(before=""))


def lying_dimension() -> bytes:
    return _with(sheet=sheet_xml(before='<dimension ref="A1"/>'))


def endless_dimension() -> bytes:
    return _with(sheet=sheet_xml(before='<dimension ref="A1:XFD1048576"/>'))


def byte_order_marks() -> bytes:
    return pack({name: b"\xef\xbb\xbf" + data for name, data in parts().items()})


def utf16() -> bytes:
    """Every part in UTF-16, which the XML specification allows and Excel reads."""
    return pack(
        {
            name: data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
            for name, data in parts().items()
        }
    )


def strict() -> bytes:
    """ISO/IEC 29500 strict: the other namespaces, as Excel's 'Strict Open XML Spreadsheet' writes them."""
    swapped = {
        name: data.replace(MAIN.encode(), STRICT_MAIN.encode()).replace(RELATIONS.encode(), STRICT_RELATIONS.encode())
        for name, data in parts().items()
    }
    return pack(swapped)


def prefixed() -> bytes:
    """Every element of the main namespace with a prefix, as some report servers write it."""
    result = parts()
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        text = result[name].decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        result[name] = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text).encode()
    return pack(result)


def back_slashes() -> bytes:
    return pack([(name.replace("/", "\\") if name.startswith("xl/") else name, data) for name, data in parts().items()])


def other_case() -> bytes:
    return pack(
        {
            name.replace("sheet1.xml", "Sheet1.XML").replace("sharedStrings", "SharedStrings"): data
            for name, data in parts().items()
        }
    )


def absolute_targets() -> bytes:
    relations = parts()["xl/_rels/workbook.xml.rels"].replace(b'Target="', b'Target="/xl/')
    return _with(rels=relations)


def without_addresses() -> bytes:
    return _with(sheet=re.sub(rb' r="[A-Z]*\d+"', b"", sheet_xml()))


def inline_strings() -> bytes:
    text = sheet_xml().decode()
    for index, string in enumerate(_STRINGS):
        text = text.replace(f't="s"><v>{index}</v>', f't="inlineStr"><is><t>{string}</t></is>')
    return _with(sheet=text.encode())


def strings_in_runs() -> bytes:
    """Rich text, phonetic guides, comments, CDATA and character references."""
    text = parts()["xl/sharedStrings.xml"].decode()
    text = text.replace(
        "<t>Tin, bài</t>", "<r><t>Tin, </t></r><r><rPr><b/></rPr><t>bài</t></r><rPh sb='0' eb='1'><t>tin</t></rPh>"
    )
    text = text.replace("<t>Chỉ tiêu</t>", "<!-- </si> --><t><![CDATA[Chỉ ]]>ti&#234;u</t>")
    return _with(strings=text.encode())


def pretty_printed() -> bytes:
    return _with(
        sheet=sheet_xml().replace(b"><", b">\r\n  <"),
        strings=parts()["xl/sharedStrings.xml"].replace(b"<si>", b"\r\n <si>"),
    )


def data_descriptors() -> bytes:
    """Written to a pipe: sizes behind the data, zero in the local headers."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    target = Pipe()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts().items():
            file.writestr(name, data)
    return target.getvalue()


def trailing_bytes() -> bytes:
    """A mail gateway's line end after the file."""
    return good() + b"\r\n"


def zip_comment() -> bytes:
    target = io.BytesIO(good())
    with zipfile.ZipFile(target, "a") as file:
        file.comment = "văn thư".encode()
    return target.getvalue()


def large_file_fields() -> bytes:
    """The sizes in the extra fields of zip64, as some writers put them whatever the size."""
    return _zip64(good())


def formatted_to_the_last_row() -> bytes:
    rows = "".join(
        f'<row r="{row}" s="3" customFormat="1" ht="{row % 97}" customHeight="1"/>' for row in range(6, 200_000)
    )
    return _with(sheet=sheet_xml(rows))


def far_cell() -> bytes:
    """A value in the first cell beyond the bounds on rows and columns; no farther, since others hold all between."""
    return _with(sheet=sheet_xml('<row r="2001"><c r="CW2001"><v>1</v></c></row>'))


def hundred_thousand_cells_below() -> bytes:
    return _with(
        sheet=sheet_xml(
            "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(3_000, 103_000))
        )
    )


def external_entity_in_an_unread_part() -> bytes:
    """A drawing nobody reads: it stays shut."""
    return pack(
        parts() | {"xl/drawings/drawing1.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}
    )


# --- bombs ---------------------------------------------------------------------------------------------------------


def _patched(data: bytes, name: str, local: Mapping[int, bytes], central: Mapping[int, bytes]) -> bytes:
    """Bytes of a member's local and central header replaced at these offsets from the header's start."""
    result = bytearray(data)
    encoded = name.encode()
    at = data.rindex(b"PK\1\2" + data[data.rindex(encoded) - 42 : data.rindex(encoded)])
    start = struct.unpack_from("<L", data, at + 42)[0]
    for offset, value in local.items():
        result[start + offset : start + offset + len(value)] = value
    for offset, value in central.items():
        result[at + offset : at + offset + len(value)] = value
    return bytes(result)


def bomb() -> bytes:
    """Some 300 kB that unpack to 300 MB, as the directory says."""
    zeros = b" " * 100_000_000
    return pack(parts() | {f"xl/media/image{i}.bin": zeros for i in range(3)})


def dense_sheet() -> bytes:
    """A sheet of 50 MB in 50 kB."""
    return _with(sheet=sheet_xml(" " * 50_000_000))


def lying_size() -> bytes:
    """A sheet of 50 MB whose directory entry says 1,000 bytes."""
    size = struct.pack("<L", 1_000)
    return _patched(dense_sheet(), "xl/worksheets/sheet1.xml", {22: size}, {24: size})


def many_members() -> bytes:
    return pack(parts() | {f"xl/media/{i}.bin": b"" for i in range(1_001)})


def nested_bomb() -> bytes:
    """A zip file within the zip file: nobody opens it."""
    return pack(parts() | {"xl/embeddings/inner.zip": pack({"zeros": b"\0" * 10_000_000})})


def too_large() -> bytes:
    return good() + b"\0" * 20_000_000


def too_many_cells() -> bytes:
    """More cells than ``LOWERED`` allows."""
    cells = "".join(f"<c><v>{i * i}</v></c>" for i in range(70))
    return _with(
        sheet=sheet_xml("".join(f'<row r="{row}">{cells.replace("1", str(row))}</row>' for row in range(6, 200)))
    )


def deep_tree() -> bytes:
    """Elements within elements, each of which a parser has to remember; more than ``LOWERED`` allows."""
    noise = random.Random(7).randbytes(4 * 16_000).hex()
    return _with(sheet=sheet_xml("".join([f'<a b="{noise[at : at + 8]}">' for at in range(0, len(noise), 8)])))


def endless_tag() -> bytes:
    """One tag with 200,000 attributes."""
    noise = random.Random(7)
    return _with(sheet=sheet_xml("<a " + " ".join(f'a{i}="{noise.random()}"' for i in range(200_000)) + "/>"))


# --- XML tricks ----------------------------------------------------------------------------------------------------

_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>\n"
)


def billion_laughs() -> bytes:
    return _with(sheet=sheet_xml('<row r="6"><c r="A6" t="str"><v>&j;</v></c></row>', head=HEAD + _LAUGHS))


def entity_value() -> bytes:
    """A number that another reader takes for a blank."""
    text = sheet_xml(head=HEAD + '<!DOCTYPE x [<!ENTITY x "12">]>\n').replace(b"<v>12</v>", b"<v>&x;</v>")
    return _with(sheet=text)


def external_entity() -> bytes:
    return _with(sheet=sheet_xml(head=HEAD + '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n'))


def utf16_doctype() -> bytes:
    text = sheet_xml(head='<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY x "12">]>').decode()
    return _with(sheet=text.replace("<v>12</v>", "<v>&x;</v>").encode("utf-16"))


def doctype_in_strings() -> bytes:
    return _with(strings=parts()["xl/sharedStrings.xml"].replace(b"<sst", b'<!DOCTYPE sst [<!ENTITY x "y">]><sst'))


def doctype_in_workbook() -> bytes:
    return _with(workbook=parts()["xl/workbook.xml"].replace(b"<workbook", b"<!DOCTYPE x><workbook"))


def not_well_formed() -> bytes:
    return _with(sheet=sheet_xml().replace(b"</sheetData>", b""))


def control_character() -> bytes:
    return _with(strings=parts()["xl/sharedStrings.xml"].replace(b"Tin,", b"Tin\x01"))


def not_utf8() -> bytes:
    return _with(strings=parts()["xl/sharedStrings.xml"].replace("à".encode(), b"\xe0"))


def unknown_encoding() -> bytes:
    return _with(sheet=sheet_xml().replace(b"UTF-8", b"UTF-c"))


def wide_encoding() -> bytes:
    return _with(sheet=sheet_xml().replace(b"UTF-8", b"GB18030"))


def missing_string() -> bytes:
    return _with(sheet=sheet_xml().replace(b"<v>4</v>", b"<v>5</v>"))


def negative_string() -> bytes:
    return _with(sheet=sheet_xml().replace(b"<v>4</v>", b"<v>-1</v>"))


def bad_address() -> bytes:
    return _with(sheet=sheet_xml('<row r="6"><c r="A0"><v>1</v></c></row>'))


def cell_twice() -> bytes:
    return _with(sheet=sheet_xml('<row r="2"><c r="B2"><v>13</v></c></row>'))


def two_values() -> bytes:
    return _with(sheet=sheet_xml().replace(b"<v>12</v>", b"<v>1</v><v>2</v>"))


# --- zip tricks ----------------------------------------------------------------------------------------------------


def duplicate_member() -> bytes:
    other = sheet_xml().replace(b"<v>12</v>", b"<v>13</v>")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pack([*parts().items(), ("xl/worksheets/sheet1.xml", other)])


def duplicate_by_case() -> bytes:
    return pack([*parts().items(), ("xl/worksheets/SHEET1.xml", sheet_xml())])


def duplicate_by_slash() -> bytes:
    return pack([*parts().items(), ("xl\\worksheets\\sheet1.xml", sheet_xml())])


def absolute_member() -> bytes:
    return pack([*parts().items(), ("/etc/cron.d/x", b"")])


def climbing_member() -> bytes:
    return pack([*parts().items(), ("xl/../../../evil.dll", b"")])


def drive_member() -> bytes:
    return pack([*parts().items(), ("C:\\Windows\\evil.dll", b"")])


def encrypted_member() -> bytes:
    return _patched(good(), "xl/worksheets/sheet1.xml", {6: b"\1\0"}, {8: b"\1\0"})


def other_method() -> bytes:
    return pack(parts(), zipfile.ZIP_LZMA)


def other_local_name() -> bytes:
    data = good()
    first = data.index(b"xl/worksheets/sheet1.xml")
    return data[:first] + b"xl/worksheets/sheet2.xml" + data[first + 24 :]


def wrong_checksum() -> bytes:
    return _patched(good(), "xl/worksheets/sheet1.xml", {14: b"\0\0\0\0"}, {16: b"\0\0\0\0"})


def flipped_byte() -> bytes:
    data = bytearray(stored())
    at = data.index(b"<v>12</v>")
    data[at + 3] = ord("7")
    return bytes(data)


def truncated() -> bytes:
    return good()[:1500]


def truncated_at_the_end() -> bytes:
    return good()[:-30]


def _zip64(data: bytes) -> bytes:
    """The directory of ``data`` rewritten with the sizes in zip64 extra fields."""
    end = data.rindex(b"PK\5\6")
    entries, _, start = struct.unpack_from("<HLL", data, end + 10)
    at, out = start, b""
    for _ in range(entries):
        fields = list(struct.unpack_from("<4s6H3L5H2L", data, at))
        name = data[at + 46 : at + 46 + fields[10]]
        extra = struct.pack("<HHQQQ", 1, 24, fields[9], fields[8], fields[16])
        at += 46 + fields[10] + fields[11] + fields[12]
        fields[8] = fields[9] = fields[16] = 0xFFFFFFFF
        fields[11], fields[12] = len(extra), 0
        out += struct.pack("<4s6H3L5H2L", *fields) + name + extra
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, len(out), start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + len(out), 1)
    return (
        data[:start]
        + out
        + end64
        + locator
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


# --- no workbooks --------------------------------------------------------------------------------------------------


def compound_file(*streams: str) -> bytes:
    """An OLE compound file ([MS-CFB]) that holds streams of these names, all of them empty."""
    header = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
    )
    header += struct.pack("<L", 0) + b"\xff" * 4 * 108
    table = struct.pack("<LL", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * (512 - 8)
    directory = b""
    none = 0xFFFFFFFF
    for at, name in enumerate(("Root Entry", *streams)):
        encoded = name.encode("utf-16-le") + b"\0\0"
        below, beside = (1 if streams else none, none) if at == 0 else (none, at + 1 if at < len(streams) else none)
        directory += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBLLL36xLQ", len(encoded), 2 if at else 5, 1, none, beside, below, 0xFFFFFFFE, 0
        )
    return header + table + directory.ljust(512, b"\0")


def circular_compound_file() -> bytes:
    data = bytearray(compound_file("Other"))
    data[512 + 4 : 512 + 8] = struct.pack("<L", 1)  # the directory's chain leads back to itself
    return bytes(data)


def html() -> bytes:
    return "<html><body><table><tr><td>Chỉ tiêu</td><td>12</td></tr></table></body></html>".encode()


def spreadsheet_2003() -> bytes:
    return (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook'
        b' xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    )


def archive() -> bytes:
    return pack({"xa_A.xlsx": good()})


def word_document() -> bytes:
    types = (
        parts()["[Content_Types].xml"]
        .replace(b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")
        .replace(b"/xl/workbook", b"/word/document")
    )
    return pack({"[Content_Types].xml": types, "word/document.xml": b"<document/>"})


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def no_workbook_part() -> bytes:
    return pack({name: data for name, data in parts().items() if name != "xl/workbook.xml"})


def no_sheet_part() -> bytes:
    return pack({name: data for name, data in parts().items() if "sheet1" not in name})


def no_sheets() -> bytes:
    return _with(workbook=f'<workbook xmlns="{MAIN}"><sheets/></workbook>'.encode())


# Bounds under which small files meet the guards against large ones. Files that meet the program's own would keep other
# software busy for minutes; its figures stand in ``openxml.package.LIMITS`` and are asserted by the tests.
LOWERED: Mapping[str, Mapping[str, int]] = {
    "too_many_cells": {"cells": 2_000, "far_cells": 10_000},
    "deep_tree": {"far_cells": 15_000},
}

Case = tuple[Callable[[], bytes], str, str]  # what makes it, the file's name, 'grid' or 'code reason'

CASES: dict[str, Case] = {
    make.__name__: (make, name, outcome)
    for make, name, outcome in (
        *[(make, "x.xlsx", "grid") for make in (
            good, stored, other_member_order, without_document_properties, without_dimension, lying_dimension, endless_dimension,
            byte_order_marks, utf16, strict, prefixed, back_slashes, other_case, absolute_targets, without_addresses, inline_strings,
            strings_in_runs, pretty_printed, data_descriptors, trailing_bytes, zip_comment, large_file_fields, formatted_to_the_last_row,
            far_cell, hundred_thousand_cells_below, external_entity_in_an_unread_part, nested_bomb,
        )],
        (bomb, "x.xlsx", "F07 limit-unpacked"), (dense_sheet, "x.xlsx", "F07 ratio"), (lying_size, "x.xlsx", "F07 truncated"),
        (many_members, "x.xlsx", "F07 limit-members"), (too_large, "x.xlsx", "F07 limit-size"),
        (too_many_cells, "x.xlsx", "F07 too-many-cells"), (deep_tree, "x.xlsx", "F07 too-many-cells"), (endless_tag, "x.xlsx", "F07 xml"),
        *[(make, "x.xlsx", "F07 doctype") for make in (
            billion_laughs, entity_value, external_entity, utf16_doctype, doctype_in_strings, doctype_in_workbook)],
        *[(make, "x.xlsx", "F07 xml") for make in (
            not_well_formed, control_character, not_utf8, unknown_encoding, wide_encoding, missing_string, negative_string, bad_address, cell_twice, two_values)],
        *[(make, "x.xlsx", "F07 duplicate-names") for make in (duplicate_member, duplicate_by_case, duplicate_by_slash)],
        *[(make, "x.xlsx", "F07 unsafe-name") for make in (absolute_member, climbing_member, drive_member)],
        (encrypted_member, "x.xlsx", "F07 encrypted-member"), (other_method, "x.xlsx", "F07 method"),
        (other_local_name, "x.xlsx", "F07 names-differ"),
        *[(make, "x.xlsx", "F07 truncated") for make in (
            wrong_checksum, flipped_byte, truncated, truncated_at_the_end)],
        (circular_compound_file, "x.xls", "F07 not-zip"), (spreadsheet_2003, "x.xls", "F07 no-workbook"),
        (archive, "x.zip", "F16 archive"), (word_document, "x.docx", "F03 document"), (png, "x.png", "F04 image"),
        *[(make, "x.xlsx", "F07 no-workbook") for make in (no_workbook_part, no_sheet_part, no_sheets)],
    )
}  # fmt: skip


# --- in place of what a worker process does --------------------------------------------------------------------------


def hang(*_: object) -> None:
    time.sleep(60)


def swallow_memory(*_: object) -> str:
    return f"{len(bytearray(4_000_000_000))} bytes"


def panic(*_: object) -> None:
    raise BaseException("not an Exception, as a Rust panic is none")
