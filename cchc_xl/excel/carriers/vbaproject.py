"""``vbaProject.bin`` from text sources, as [MS-OVBA] prescribes for writers: no performance cache, no ``__SRP_``
streams, module text from offset 0. Excel compiles such a project when it opens the file.

The same modules give the same bytes. Sources are ASCII: what the VBA editor shows of any other letter depends on the
locale of the PC.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Sequence
from typing import Literal

from cchc_xl.excel.carriers.compound import write_compound
from cchc_xl.excel.carriers.compression import compress
from cchc_xl.records import NamedTuple

Kind = Literal["workbook", "sheet", "standard", "class"]

CODE_PAGE = 1252
_LOCALE = 0x409
_WIN32 = 3  # PROJECTSYSKIND: 3 = 64 bit, which both kinds of Excel read

# Interfaces that a document module stands for, and the one of a class, as Excel writes them.
_BASE = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}


class Reference(NamedTuple):
    """A type library that the project uses; ``library`` is the text of [MS-OVBA] 2.1.1.8."""

    name: str
    library: str


# IRibbonControl lives in the Office library. The paths are hints: Excel finds both libraries by their ids.
REFERENCES = (
    Reference(
        "stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
    ),
    Reference(
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
        r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)


class Module(NamedTuple):
    """A module of the project; ``text`` has CRLF line ends and begins with its ``Attribute`` lines."""

    name: str
    kind: Kind
    text: str


def document_module(name: str, kind: Literal["workbook", "sheet"], body: str = "") -> Module:
    """The module behind the workbook or a sheet. ``name`` must equal the ``codeName`` in the package."""
    attributes = (
        f'VB_Name = "{name}"',
        f'VB_Base = "{_BASE[kind]}"',
        "VB_GlobalNameSpace = False",
        "VB_Creatable = False",
        "VB_PredeclaredId = True",
        "VB_Exposed = True",
        "VB_TemplateDerived = False",
        "VB_Customizable = True",
    )
    return Module(name, kind, "".join(f"Attribute {line}\r\n" for line in attributes) + _crlf(body))


def source_module(text: str) -> Module:
    """A standard module or a class from the text of a ``.bas`` or ``.cls`` file. Raises ``ValueError`` on anything but
    ASCII, and where the module has no name.
    """
    text = _crlf(text)
    try:
        text.encode("ascii")
    except UnicodeEncodeError as error:
        raise ValueError(f"VBA source must be ASCII: {text[error.start]!r} at {error.start}") from error
    found = re.search(r'^Attribute VB_Name = "([A-Za-z]\w{0,30})"', text, re.MULTILINE)
    if not found:
        raise ValueError("no Attribute VB_Name line")
    if text.startswith("VERSION 1.0 CLASS"):
        return Module(found[1], "class", _class_text(text))
    return Module(found[1], "standard", text)


def _class_text(text: str) -> str:
    """An exported class carries a header that is not stored, and lacks attributes without which ``New`` fails."""
    text = re.sub(
        r"\AVERSION 1\.0 CLASS\r\nBEGIN\r\n.*?^END\r\n", "", text, flags=re.DOTALL | re.MULTILINE | re.IGNORECASE
    )
    if "Attribute VB_Base" not in text:
        text = text.replace(
            "Attribute VB_GlobalNameSpace", f'Attribute VB_Base = "{_BASE["class"]}"\r\nAttribute VB_GlobalNameSpace', 1
        )
    if "Attribute VB_Customizable" not in text:
        extra = "Attribute VB_TemplateDerived = False\r\nAttribute VB_Customizable = False\r\n"
        text = re.sub(r"(Attribute VB_Exposed = \w+\r\n)", lambda match: match[1] + extra, text, count=1)
    return text


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def build_project(modules: Sequence[Module], name: str, references: Iterable[Reference] = REFERENCES) -> bytes:
    """The bytes of ``vbaProject.bin``. Raises ``ValueError`` where two modules share a name or a text is not ASCII."""
    names = [module.name.lower() for module in modules]
    if len(set(names)) != len(names):
        raise ValueError(f"two modules of one name: {sorted(names)}")
    streams = {module.name: compress(module.text.encode("ascii")) for module in modules}
    vba = {
        **streams,
        # 2.3.4.1: "Version MUST be 0xFFFF on write", "PerformanceCache MUST NOT be present on write"
        "_VBA_PROJECT": b"\xcc\x61\xff\xff\x00\x01\x00",
        "dir": compress(_dir_stream(modules, name, references)),
    }
    return write_compound({"VBA": vba, "PROJECT": _project_stream(modules, name), "PROJECTwm": _names_stream(modules)})


# --- the dir stream, [MS-OVBA] 2.3.4.2 ------------------------------------------------------------------------------


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _twice(number: int, unicode_number: int, text: str) -> bytes:
    """A text in the code page and again in UTF-16."""
    return _record(number, text.encode("ascii")) + _record(unicode_number, text.encode("utf-16-le"))


def _dir_stream(modules: Sequence[Module], name: str, references: Iterable[Reference]) -> bytes:
    information = (
        _record(0x01, struct.pack("<I", _WIN32))
        + _record(0x4A, struct.pack("<I", _WIN32))  # compatibility version
        + _record(0x02, struct.pack("<I", _LOCALE))
        + _record(0x14, struct.pack("<I", _LOCALE))
        + _record(0x03, struct.pack("<H", CODE_PAGE))
        + _record(0x04, name.encode("ascii"))
        + _twice(0x05, 0x40, "")  # description
        + _record(0x06, b"")  # help file, twice
        + _record(0x3D, b"")
        + _record(0x07, bytes(4))  # help context
        + _record(0x08, bytes(4))  # library flags
        + struct.pack("<HIIH", 0x09, 4, 0x64000000, 1)  # version: fixed, so that the bytes are
        + _twice(0x0C, 0x3C, "")  # constants
    )
    libraries = b"".join(_reference(reference) for reference in references)
    heads = b"".join(_module_record(module) for module in modules)
    cookie = _record(0x13, b"\xff\xff")
    return (
        information
        + libraries
        + _record(0x0F, struct.pack("<H", len(modules)))
        + cookie
        + heads
        + struct.pack("<HI", 0x10, 0)
    )


def _reference(reference: Reference) -> bytes:
    library = reference.library.encode("ascii")
    return _twice(0x16, 0x3E, reference.name) + _record(0x0D, struct.pack("<I", len(library)) + library + bytes(6))


def _module_record(module: Module) -> bytes:
    kind = 0x21 if module.kind == "standard" else 0x22
    return (
        _record(0x19, module.name.encode("ascii"))
        + _record(0x47, module.name.encode("utf-16-le"))
        + _twice(0x1A, 0x32, module.name)  # stream name
        + _twice(0x1C, 0x48, "")  # description
        + _record(0x31, bytes(4))  # text offset: no cache before it
        + _record(0x1E, bytes(4))  # help context
        + _record(0x2C, b"\xff\xff")  # cookie
        + struct.pack("<HI", kind, 0)
        + struct.pack("<HI", 0x2B, 0)
    )


# --- PROJECT and PROJECTwm, [MS-OVBA] 2.3.1 and 2.3.3 ---------------------------------------------------------------


def _project_id(name: str) -> str:
    digest = hashlib.md5(name.encode("ascii"), usedforsecurity=False).hexdigest().upper()
    return "{" + "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:])) + "}"


def _project_stream(modules: Sequence[Module], name: str) -> bytes:
    project_id = _project_id(name)
    lines = [f'ID="{project_id}"']
    for module in modules:
        match module.kind:
            case "standard":
                lines.append(f"Module={module.name}")
            case "class":
                lines.append(f"Class={module.name}")
            case _:
                lines.append(f"Document={module.name}/&H00000000")
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{obfuscate(bytes(4), project_id)}"',  # no protection
        f'DPB="{obfuscate(bytes(1), project_id)}"',  # no password
        f'GC="{obfuscate(bytes([255]), project_id)}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _names_stream(modules: Sequence[Module]) -> bytes:
    pairs = (module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules)
    return b"".join(pairs) + b"\0\0"


def obfuscate(data: bytes, project_id: str, seed: int = 0x5A) -> str:
    """[MS-OVBA] 2.4.3.2, which the protection fields of PROJECT must use.

    ``seed`` is free, and fixed so that the bytes are.
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    version = 2
    out = [seed, seed ^ version, seed ^ key]
    plain, older, newer = key, out[1], out[2]
    filler = bytes([7] * ((seed & 6) // 2))
    for byte in filler + struct.pack("<I", len(data)) + data:
        code = byte ^ ((older + plain) & 0xFF)
        out.append(code)
        older, newer, plain = newer, code, byte
    return bytes(out).hex().upper()
