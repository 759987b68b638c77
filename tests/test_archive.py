"""Packages put together from parts that were compressed in the background."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from cchc_xl.write.xlsx.archive import assemble, members
from cchc_xl.write.xlsx.deflated import Deflated, PartText, joined
from cchc_xl.write.xlsx.rows import Formula, Rows

TIME = (1980, 1, 1, 0, 0, 0)
CHUNKS = {
    "nothing": (),
    "one-sign": (b"a",),
    "text": ("Xã An Bình".encode(), b"", "Phường Bến Thành".encode()),
    "more-than-the-zeros-that-the-sum-is-moved-by": (bytes(range(256)) * 5000, b"x" * 1_100_000, b"end"),
}


def _deflated(*chunks):
    made = Deflated()
    for chunk in chunks:
        made.add(chunk)
    return made


@pytest.mark.parametrize("chunks", CHUNKS.values(), ids=CHUNKS)
def test_joined__streams_behind_each_other_are_one_member(chunks):
    streams = (_deflated(b"<head>"), _deflated(b"<begin>", *chunks), _deflated(b"<tail>"))
    long = joined(b"xl/long.xml", [stream.end(of_part=stream is streams[-1]) for stream in streams])
    short = joined(b"xl/short.xml", (_deflated(b"<short/>").end(of_part=True),))
    with zipfile.ZipFile(io.BytesIO(assemble([long, short]))) as made:
        assert made.testzip() is None
        assert made.namelist() == ["xl/long.xml", "xl/short.xml"]
        assert made.read("xl/long.xml") == b"<head><begin>" + b"".join(chunks) + b"<tail>"
        assert zlib.crc32(b"<head><begin>" + b"".join(chunks) + b"<tail>") == made.getinfo("xl/long.xml").CRC


def test_archive__members_that_stay_are_copied_as_they_are_without_a_clock():
    old = io.BytesIO()
    with zipfile.ZipFile(old, "w", zipfile.ZIP_DEFLATED) as file:
        info = zipfile.ZipInfo("docProps/app.xml", (2026, 11, 21, 6, 30, 58))
        info.extra, info.compress_type = b"\x0a\x00\x02\x00\x00\x00", zipfile.ZIP_DEFLATED
        file.writestr(info, b"<Properties/>" * 100)
        file.writestr(zipfile.ZipInfo("stored.txt"), b"as it is")
    data = assemble(members(old.getvalue()))
    assert members(data) == members(old.getvalue())
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert made.testzip() is None
        assert [(one.filename, one.date_time) for one in made.infolist()] == [
            ("docProps/app.xml", TIME),
            ("stored.txt", TIME),
        ]
        assert made.read("docProps/app.xml") == b"<Properties/>" * 100


def _spliced(count):
    rows = Rows(3)
    for place in range(count):
        rows.add(
            (place, 0.5, "", None, f" Xã <{place}> & _x0041_ ", Formula("A{row}*2")),
            (1, 2, 3, 4, 5, 6),
            30.5 if place % 2 else 0.0,
            hidden=place % 3 == 0,
        )
    rows.end()
    part = PartText()
    part.long = True
    part.write("<sheetData>")
    part.splice(rows.packed())
    part.write("</sheetData>")
    return assemble(
        [
            part.member("xl/worksheets/sheet1.xml"),
            joined(b"xl/workbook.xml", (_deflated(b"<workbook/>").end(of_part=True),)),
        ]
    )


def test_splice__rows_stand_where_the_text_of_the_part_had_come_to():
    with zipfile.ZipFile(io.BytesIO(_spliced(2))) as made:
        assert made.testzip() is None
        assert made.read("xl/workbook.xml") == b"<workbook/>"
        assert (
            made.read("xl/worksheets/sheet1.xml").decode()
            == '<sheetData><row r="4" hidden="1"><c r="A4" s="1"><v>0</v></c><c r="B4" s="2"><v>0.5</v></c><c r="C4"'
            ' s="3"/><c r="D4" s="4"/><c r="E4" s="5" t="inlineStr"><is><t xml:space="preserve"> Xã &lt;0&gt; &amp;'
            ' _x005F_x0041_ </t></is></c><c r="F4" s="6"><f>A4*2</f></c></row><row r="5" ht="30.5"'
            ' customHeight="1"><c r="A5" s="1"><v>1</v></c><c r="B5" s="2"><v>0.5</v></c><c r="C5" s="3"/><c r="D5"'
            ' s="4"/><c r="E5" s="5" t="inlineStr"><is><t xml:space="preserve"> Xã &lt;1&gt; &amp; _x005F_x0041_'
            ' </t></is></c><c r="F5" s="6"><f>A5*2</f></c></row></sheetData>'
        )


def test_splice__many_rows_are_all_there_and_give_the_same_bytes_each_time():
    first = _spliced(1501)
    assert first == _spliced(1501)
    with zipfile.ZipFile(io.BytesIO(first)) as made:
        assert made.testzip() is None
        assert made.read("xl/worksheets/sheet1.xml").count(b"<row ") == 1501
