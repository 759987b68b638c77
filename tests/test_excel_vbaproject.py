"""The writer of vbaProject.bin, judged by readers that others wrote."""

from __future__ import annotations

import io
import struct

import olefile
import pytest
from excel import vba_readers
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.excel.carriers.compound import write_compound
from cchc_xl.excel.carriers.compression import compress, decompress
from cchc_xl.excel.carriers.vbaproject import build_project, document_module, obfuscate, source_module

STANDARD = 'Attribute VB_Name = "Chinh"\nOption Explicit\nPublic Sub A()\n    Debug.Print "x"\nEnd Sub\n'
CLASS = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Thing"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Public Size As Long
"""
LONG = STANDARD + "".join(f"Public Sub S{number}()\n    A\nEnd Sub\n" for number in range(900))


def project(*texts):
    documents = [document_module("ThisWorkbook", "workbook", "' opened\n"), document_module("Sheet1", "sheet")]
    return build_project([*documents, *(source_module(text) for text in texts)], "Thu")


@pytest.fixture(scope="module")
def built():
    return project(LONG, CLASS)


# --- compression ---------------------------------------------------------------------------------------------------

# Repetition across chunk borders and at every offset width: where a wrong length limit corrupts.
REPETITIVE = st.builds(
    lambda piece, count, rest: (piece * count + rest)[:20_000],
    st.binary(min_size=1, max_size=300),
    st.integers(1, 400),
    st.binary(max_size=50),
)
SOURCE_TEXT = st.text(st.characters(codec="ascii"), max_size=9_000).map(lambda text: text.encode("ascii"))


@given(st.one_of(REPETITIVE, SOURCE_TEXT))
def test_compress__another_reader_gets_the_same_back(data):
    try:
        packed = compress(data)
    except ValueError:
        assert len(data) % 4096  # only a last chunk that does not compress is refused
        return
    assert decompress(packed) == data
    if data:
        assert vba_readers.decompress(packed) == data


def test_compress__raw_chunk_for_what_does_not_compress():
    noise = b"".join(struct.pack("<I", (number * 2654435761) & 0xFFFFFFFF) for number in range(1024))
    packed = compress(noise)
    assert len(packed) == 1 + 2 + 4096
    assert decompress(packed) == noise
    assert vba_readers.decompress(packed) == noise


# Four cases of [MS-OVBA] 3.2: no compression, normal, and maximum.
@pytest.mark.parametrize(
    ("plain", "packed"),
    [
        (
            b"abcdefghijklmnopqrstuv.",
            "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E",
        ),
        (
            b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
            (
                "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06"
                " 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
            ),
        ),
        (b"a" * 73, "01 03 B0 02 61 45 00"),
    ],
)
def test_decompress__examples_of_the_specification(plain, packed):
    assert decompress(bytes.fromhex(packed)) == plain
    assert len(compress(plain)) <= len(bytes.fromhex(packed))


@pytest.mark.parametrize("container", [b"", b"\x02", b"\x01\x00\x00", b"\x01\x02\xb0\x01\x00\x00", b"\x01\xff\xbf\x00"])
def test_decompress__damage_is_an_error(container):
    with pytest.raises(ValueError, match=r"container|chunk"):
        decompress(container)


# --- the compound file ---------------------------------------------------------------------------------------------


@given(
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=12), st.binary(max_size=9_000), min_size=1, max_size=20)
)
def test_write_compound__olefile_reads_every_stream(streams):
    container = olefile.OleFileIO(io.BytesIO(write_compound({"Store": streams, "Top": b"x" * 5_000, "None": b""})))
    for name, content in streams.items():
        assert container.openstream(["Store", name]).read() == content
    assert container.openstream("Top").read() == b"x" * 5_000
    assert container.get_size("None") == 0
    assert not container.parsing_issues


def test_write_compound__too_large_is_an_error():
    with pytest.raises(ValueError, match="too large"):
        write_compound({"Big": bytes(8_000_000)})


# --- the project ---------------------------------------------------------------------------------------------------


def test_build_project__olevba_reads_every_module(built):
    found = vba_readers.modules(built, "vbaProject.bin")
    assert set(found) == {"ThisWorkbook", "Sheet1", "Chinh", "Thing"}
    assert found["Chinh"].replace("\r\n", "\n") == LONG
    assert "VERSION 1.0" not in found["Thing"]
    assert 'VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"' in found["Thing"]


def test_build_project__as_the_specification_demands_of_writers(built):
    container = olefile.OleFileIO(io.BytesIO(built))
    assert {"/".join(path) for path in container.listdir()} == {
        "PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", "VBA/ThisWorkbook", "VBA/Sheet1", "VBA/Chinh", "VBA/Thing"
    }  # fmt: skip
    assert container.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC 61 FF FF 00 01 00")
    lines = container.openstream("PROJECT").read().decode("ascii").split("\r\n")
    assert lines[1:5] == [
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Module=Chinh",
        "Class=Thing",
    ]


def test_build_project__text_has_windows_line_ends(built):
    text = decompress(olefile.OleFileIO(io.BytesIO(built)).openstream("VBA/Chinh").read())
    assert text.count(b"\n") == text.count(b"\r\n") == LONG.count("\n")


def test_build_project__same_input_same_bytes(built):
    assert project(LONG, CLASS) == built
    assert project(LONG.replace("\n", "\r\n"), CLASS) == built


def test_build_project__pyopenvba_finds_no_fault_and_runs_it(tmp_path):
    import xlsxwriter
    from pyopenvba.apps.excel import ExcelApplication

    path = tmp_path / "macros.xlsm"
    doubled = (
        'Attribute VB_Name = "Chinh"\nOption Explicit\nPublic Function Double2(ByVal n As Long) As Long\n    Double2 ='
        " 2 * n\nEnd Function\n"
    )
    with xlsxwriter.Workbook(path) as book:
        book.add_vba_project(io.BytesIO(project(doubled)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        book.add_worksheet().set_vba_name("Sheet1")
    assert ExcelApplication.open(path).run("Double2", 21) == 42


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('Attribute VB_Name = "M"\nMsgBox "Kiểm tra"\n', "must be ASCII"),
        ("Public Sub A()\nEnd Sub\n", "no Attribute VB_Name"),
        ('Attribute VB_Name = "1x"\n', "no Attribute VB_Name"),
    ],
)
def test_source_module__refuses(text, message):
    with pytest.raises(ValueError, match=message):
        source_module(text)


def test_build_project__two_modules_of_one_name_are_refused():
    with pytest.raises(ValueError, match="one name"):
        project(STANDARD, STANDARD.replace("Chinh", "CHINH"))


@given(st.binary(min_size=1, max_size=8), st.integers(0, 255))
def test_obfuscate__can_be_undone_as_the_specification_says(data, seed):
    project_id = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
    code = bytes.fromhex(obfuscate(data, project_id, seed))
    key = sum(project_id.encode()) & 0xFF
    assert (code[0], code[1] ^ code[0], code[2] ^ code[0]) == (seed, 2, key)
    plain, older, newer, decoded = key, code[1], code[2], bytearray()
    for byte in code[3:]:
        clear = byte ^ ((older + plain) & 0xFF)
        decoded.append(clear)
        older, newer, plain = newer, byte, clear
    filler = (seed & 6) // 2
    assert struct.unpack_from("<I", decoded, filler)[0] == len(data)
    assert bytes(decoded[filler + 4 :]) == data
