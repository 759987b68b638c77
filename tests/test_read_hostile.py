"""Every hostile or merely unusual file ends as the right values or the right refusal, in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import hostile
import msoffcrypto.format.ooxml
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.openxml.package import LIMITS, Limits, ReadError, refusal
from cchc_xl.model import Grid, Refusal


def read_all(data: bytes, name: str = "x.xlsx", limits: Limits = LIMITS) -> Grid | Refusal:
    """As ``validate`` reads: a sheet that turns out to be broken when it is asked for makes a refusal of the file."""
    grid = read_bytes(data, name, limits=limits)
    if isinstance(grid, Grid):
        try:
            for sheet in grid.sheets:
                assert sheet.body is not None
        except ReadError as error:
            return refusal(grid.source, error)
    return grid


def outcome(result: Grid | Refusal) -> str:
    if isinstance(result, Grid):
        return "grid"
    last = result.findings[-1]
    return f"{last.code} {last.params['reason']}"


@pytest.mark.parametrize("name", hostile.CASES)
def test_hostile_file__same_values_or_named_refusal(name: str) -> None:
    """Robustness 4, 5, 6, 8, 10, 24, 27: bombs, formatting, member names, far cells, damage, harmless variants, strict
    Open XML.
    """
    make, shown, expected = hostile.CASES[name]
    data = make()
    started = time.process_time()
    result = read_all(data, shown, LIMITS._replace(**hostile.LOWERED.get(name, {})))
    assert outcome(result) == expected
    assert time.process_time() - started < 5
    assert result.source.size == len(data)
    if isinstance(result, Grid):
        sheet = result.sheets[0]
        assert sheet.name == hostile.SHEET_NAME
        assert {at: cell.value for at, cell in sheet.cells.items()} == hostile.VALUES
        assert sheet.cells[5, 2].formula == "2*B2"
        assert sheet.cells[4, 2].kind == "error"


def test_limits__are_these() -> None:
    """What ``hostile.LOWERED`` lowers, and all else that is bounded."""
    assert LIMITS == (20_000_000, 1_000, 100_000_000, 100, 100_000, 200_000, 2_000, 100, 200_000, 1_500_000)


@pytest.mark.parametrize(
    ("name", "outside"),
    [("far_cell", 1), ("hundred_thousand_cells_below", 100_000), ("formatted_to_the_last_row", 0), ("good", 0)],
)
def test_cells_beyond_the_bounds__counted_not_kept(name: str, outside: int) -> None:
    """Robustness 8: a value outside the table must be able to become a finding."""
    grid = read_bytes(hostile.CASES[name][0](), "x.xlsx")
    assert isinstance(grid, Grid)
    assert grid.sheets[0].body.outside == outside


def test_bomb__refused_from_the_directory_with_both_sizes() -> None:
    """Robustness 4: under a second, and the message can say 'giải nén thành N MB, giới hạn M'."""
    data = hostile.bomb()
    started = time.process_time()
    result = read_bytes(data, "x.xlsx")
    assert time.process_time() - started < 1
    assert isinstance(result, Refusal)
    params = result.findings[-1].params
    assert params["limit"] == LIMITS.unpacked
    assert 300_000_000 <= params["found"] < 301_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits")
@pytest.mark.parametrize(
    "name",
    ["bomb", "lying_size", "deep_tree", "endless_tag", "too_many_cells", "formatted_to_the_last_row", "billion_laughs"],
)
def test_hostile_file__read_in_bounded_memory(name: str, tmp_path: Path) -> None:
    """Robustness 4, 5: a process that may take 300 MB besides the file itself is enough."""
    make, _, expected = hostile.CASES[name]
    path = tmp_path / "x.xlsx"
    path.write_bytes(make())
    program = (
        "import resource, sys; sys.path.insert(0, sys.argv[2]); resource.setrlimit(resource.RLIMIT_AS, (320_000_000,"
        " 320_000_000))\nfrom test_read_hostile_reader import outcome_of\nprint(outcome_of(sys.argv[1], eval(sys.argv[3])))"
    )
    (tmp_path / "test_read_hostile_reader.py").write_text(
        "from cchc_xl.grid.file import read_file\nfrom cchc_xl.grid.openxml.package import LIMITS, ReadError, refusal\ndef"
        " outcome_of(path, lowered):\n    result = read_file(path, limits=LIMITS._replace(**lowered))\n    try:\n        [sheet.body for sheet in getattr(result,"
        " 'sheets', ())]\n    except ReadError as error:\n        result = refusal(result.source, error)\n    return"
        " 'grid' if hasattr(result, 'sheets') else result.findings[-1].code + ' ' +"
        " result.findings[-1].params['reason']\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(tmp_path), str(hostile.LOWERED.get(name, {}))],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout.strip(), done.stderr) == (expected, "")


@pytest.mark.parametrize(
    ("data", "name", "expected", "mismatch"),
    [
        (b"", "x.xlsx", "F07 empty", False),
        (b"\0" * 4096, "x.xlsx", "F07 empty", False),
        (b"PK\3\4", "x.xlsx", "F07 truncated", False),
        (b"\x7fELF" + b"\0" * 100, "x.xlsx", "F07 not-zip", False),
        (b"%PDF-1.7\n", "bao cao.pdf", "F07 truncated", False),
        (b"%PDF-1.7\n", "bao cao.xlsx", "F07 truncated", True),
        (b"{\\rtf1\\ansi}", "bao cao.doc", "F03 document", True),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "IMG_2024.jpg", "F04 image", False),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "anh.webp", "F04 image", False),
        (b"Rar!\x1a\x07\x01\x00", "xa_A.rar", "F16 archive", False),
        (b"7z\xbc\xaf\x27\x1c\0\4", "xa_A.7z", "F16 archive", False),
        (b"\x1f\x8b\x08\0", "xa_A.gz", "F16 archive", False),
        (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 64, "bao cao.lnk", "F09 link", False),
        (b"[InternetShortcut]\r\nURL=https://example.org\r\n", "bao cao.url", "F09 link", False),
        (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "bao cao.gsheet", "F09 link", False),
        ("TT;Chỉ tiêu;Số lượng\n1;Văn bản;12\n".encode(), "bao cao.csv", "grid", False),
        ("TT;Chỉ tiêu;Số lượng\n1;Văn bản;12\n".encode(), "bao cao.xlsx", "grid", True),
        ("TT\tChỉ tiêu\n".encode("utf-16"), "bao cao.xls", "grid", True),
        (hostile.html(), "bao cao.xls", "grid", True),
        (hostile.spreadsheet_2003(), "bao cao.xls", "F07 no-workbook", False),
        (hostile.archive(), "xa_A.xlsx", "F16 archive", True),
        (hostile.png(), "bao cao.xlsx", "F04 image", True),
        (hostile.compound_file("WordDocument"), "bao cao.doc", "F03 document", False),
        (hostile.compound_file("EncryptionInfo", "EncryptedPackage"), "bao cao.xlsx", "F05 password", False),
        (hostile.compound_file("ENCRYPTEDPACKAGE"), "bao cao.xlsx", "F05 password", False),
        (hostile.compound_file("Other"), "bao cao.xls", "F07 not-zip", True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bao cao.xls", "F07 truncated", False),
    ],
)  # fmt: skip
def test_no_workbook__said_by_what_it_is(data: bytes, name: str, expected: str, mismatch: bool) -> None:
    """Robustness 9, 10, 27: content is sniffed; the name only decides whether F06 is said as well."""
    result = read_bytes(data, name)
    assert outcome(result) == expected
    assert ("F06" in [finding.code for finding in result.findings]) == mismatch


def test_password__said_never_asked_for(tmp_path: Path) -> None:
    """Robustness 9, with a file that another program encrypted."""
    plain, secret = tmp_path / "plain.xlsx", tmp_path / "secret.xlsx"
    plain.write_bytes(hostile.good())
    with plain.open("rb") as source, secret.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("bí mật", target)
    assert outcome(read_bytes(secret.read_bytes(), "secret.xlsx")) == "F05 password"


@pytest.mark.parametrize(
    ("name", "codes"),
    [("x.xlsx", []), ("x.xltx", []), ("x", []), ("x.xls", ["F06"]), ("x.xlsm", ["F06"]), ("x.crdownload", ["F06"])],
)
def test_extension__noted_where_the_content_is_another(name: str, codes: list[str]) -> None:
    result = read_bytes(hostile.good(), name)
    assert isinstance(result, Grid)
    assert [finding.code for finding in result.findings] == codes


GOOD = hostile.good()
STORED = hostile.stored()


@settings(max_examples=150)
@given(
    st.sampled_from([GOOD, STORED]),
    st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_changed_bytes__never_raise(data: bytes, changes: list[tuple[int, int]]) -> None:
    """Robustness 10: damage is refused or harmless, and the cells that are still read are the right ones."""
    damaged = bytearray(data)
    for at, byte in changes:
        damaged[at % len(damaged)] = byte
    result = read_all(bytes(damaged))
    if isinstance(result, Grid) and result.sheets[0].cells:
        assert {at: cell.value for at, cell in result.sheets[0].cells.items()} == hostile.VALUES
    else:
        assert isinstance(result, Refusal)
        assert result.findings[-1].params["reason"] != "crash"


XML = hostile.sheet_xml()


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(XML) - 1), st.sampled_from([b"<", b">", b'"', b"/", b"&", b"9", b"c", b"\0", b"\xff"])
        ),
        min_size=1,
        max_size=4,
    )
)
def test_changed_xml__never_raises(changes: list[tuple[int, bytes]]) -> None:
    """Past the checksums: a damaged sheet part in an intact zip file."""
    damaged = bytearray(XML)
    for at, byte in changes:
        damaged[at : at + 1] = byte
    result = read_all(hostile.pack(hostile.parts() | {"xl/worksheets/sheet1.xml": bytes(damaged)}))
    assert isinstance(result, Grid) or result.findings[-1].params["reason"] == "xml"


@settings(max_examples=60)
@given(st.integers(0, len(GOOD) - 1))
def test_cut_short__never_a_grid(size: int) -> None:
    """Robustness 10: a download that broke off is refused, never partly counted."""
    assert isinstance(read_all(GOOD[:size]), Refusal)
