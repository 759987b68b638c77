"""Reports that were sent by mail: what is attached to an .eml is read, and shown as 'mail.eml/tệp.xlsx'."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from pathlib import Path

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.grid import archive
from cchc_xl.grid.container import ArchiveMember
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.scan import Input, read_input, scan
from cchc_xl.model import Grid, Refusal

XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def message(*attached: tuple[str, bytes], date: str = "Mon, 15 Jun 2026 08:30:00 +0700") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "xa@example.invalid", "so@example.invalid", "Báo cáo CCHC"
    made["Date"] = date
    made.set_content("Kính gửi Sở Nội vụ")
    for name, data in attached:
        made.add_attachment(data, *XLSX, filename=name)
    return made


def saved(folder: Path, made: EmailMessage | bytes, name: str = "thu.eml") -> Path:
    path = folder / name
    path.write_bytes(made if isinstance(made, bytes) else bytes(made))
    return path


def members(path: Path) -> tuple[ArchiveMember, ...] | None:
    found = archive.opened(str(path))
    return found.members if found else None


def test_attachments__are_inputs_under_the_mails_name(tmp_path: Path) -> None:
    saved(
        tmp_path, message(("Xã Sơn Tiến.xlsx", hostile.good()), ("bìa.png", b"\x89PNG\r\n\x1a\n"), ("chữ ký.p7s", b"x"))
    )
    found = scan([str(tmp_path)])
    assert [item.shown.removeprefix(str(tmp_path)) for item in found.inputs] == [
        "/thu.eml/bìa.png",
        "/thu.eml/Xã Sơn Tiến.xlsx",
    ] or [item.shown.removeprefix(str(tmp_path)) for item in found.inputs] == ["/thu.eml/Xã Sơn Tiến.xlsx"]
    assert [item.shown.removeprefix(str(tmp_path)) for item in found.skipped][-1] == "/thu.eml/chữ ký.p7s"
    grid = read_input(found.inputs[-1])
    assert isinstance(grid, Grid)
    assert grid.sheets[0].cells[2, 2].value == 12
    assert grid.source.received.startswith("2026-06-15T")


@pytest.mark.parametrize(
    ("date", "sent"),
    [
        ("Mon, 15 Jun 2026 08:30:00 +0700", "2026-06-15T08:30:00"),
        ("Sun, 14 Jun 2026 18:30:00 -0700", "2026-06-15T08:30:00"),  # as web mail writes it
        ("Mon, 15 Jun 2026 01:30:00 +0000", "2026-06-15T08:30:00"),
        ("Mon, 15 Jun 2026 08:30:00 -0000", "2026-06-15T08:30:00"),
        ("hôm qua", ""),
    ],
)
def test_day_of_a_mail__is_that_of_viet_nam_on_every_machine(tmp_path: Path, date: str, sent: str) -> None:
    saved(tmp_path, message(("a.xlsx", hostile.good()), date=date))
    assert [item.received for item in scan([str(tmp_path)]).inputs] == [sent]


def test_two_attachments_of_one_name__are_two_inputs(tmp_path: Path) -> None:
    saved(tmp_path, message(("a.xlsx", hostile.good()), ("a.xlsx", hostile.stored())))
    inputs = scan([str(tmp_path)]).inputs
    assert [item.shown.rpartition("/")[2] for item in inputs] == ["a.xlsx [1]", "a.xlsx [2]"]
    assert [len(archive.member_bytes(item.path, item.at)) for item in inputs] == [
        len(hostile.good()),
        len(hostile.stored()),
    ]


def test_mail_that_was_forwarded_as_an_attachment__gives_its_own(tmp_path: Path) -> None:
    outer = message()
    outer.add_attachment(message(("Xã A.xlsx", hostile.good())))
    saved(tmp_path, outer)
    assert [item.member for item in scan([str(tmp_path)]).inputs] == ["Xã A.xlsx"]


OLDER = "Mon, 01 Jun 2026 08:30:00 +0700"


@pytest.mark.parametrize("as_file", [False, True])
def test_what_a_forwarded_mail_brought__came_when_the_outer_mail_came(tmp_path: Path, as_file: bool) -> None:
    """That the unit wrote on the first says nothing about when this office had it."""
    inner = message(("Xã A.xlsx", hostile.good()), date=OLDER)
    outer = message(*([("thu cu.eml", bytes(inner))] if as_file else []))
    if not as_file:
        outer.add_attachment(inner)
    saved(tmp_path, outer)
    [item] = [item for item in scan([str(tmp_path)]).inputs if item.shown.endswith("Xã A.xlsx")]
    assert item.received == "2026-06-15T08:30:00"


def test_day_of_a_mail__is_what_the_last_server_noted(tmp_path: Path) -> None:
    """The sender's clock may be wrong by years."""
    made = message(("a.xlsx", hostile.good()), date="Tue, 01 Jan 2019 00:00:00 +0700")
    raw = (
        b"Received: from a by b (x; y) id 1; Tue, 16 Jun 2026 02:00:00 +0000\r\nReceived: from c; Mon, 15 Jun 2026\r\n"
    )
    saved(tmp_path, raw + bytes(made))
    assert [item.received for item in scan([str(tmp_path)]).inputs] == ["2026-06-16T09:00:00"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="=?UTF-8?B?WMOjIFPGoW4gVGnhur9uLnhsc3g=?="', "Xã Sơn Tiến.xlsx"),
        ("attachment; filename*=utf-8''X%C3%A3%20S%C6%A1n%20Ti%E1%BA%BFn.xlsx", "Xã Sơn Tiến.xlsx"),
        ("attachment; filename*0*=utf-8''X%C3%A3%20S; filename*1*=%C6%A1n.xlsx", "Xã Sơn.xlsx"),
        ('attachment; filename="Xã Sơn Tiến.xlsx"', "Xã Sơn Tiến.xlsx"),
        ('attachment; filename="..\\\\..\\\\evil.xlsx"', "evil.xlsx"),
        ('attachment; filename="/etc/a.xlsx"', "a.xlsx"),
        ("attachment", "1.xlsx"),
        ('inline; filename="a.xlsx"', "a.xlsx"),
    ],
)
def test_names__as_the_sender_saw_them(header: str, name: str, tmp_path: Path) -> None:
    lines = f"From: a@example.invalid\r\nMIME-Version: 1.0\r\nContent-Type: {'/'.join(XLSX)}\r\nContent-Disposition: {header}\r\n"
    saved(tmp_path, (lines + "Content-Transfer-Encoding: base64\r\n\r\nUEsDBA==\r\n").encode())
    found = members(tmp_path / "thu.eml")
    assert found is not None
    assert [member.name for member in found] == [name]


def test_pictures_in_the_text__are_no_attachments(tmp_path: Path) -> None:
    outer = MIMEMultipart("related")
    outer["From"] = "a@example.invalid"
    picture = MIMEApplication(b"\x89PNG\r\n\x1a\n", "octet-stream")
    picture.set_type("image/png")
    picture.add_header("Content-ID", "<logo>")
    picture.add_header("Content-Disposition", "inline", filename="logo.png")
    outer.attach(picture)
    saved(tmp_path, bytes(outer))
    assert members(tmp_path / "thu.eml") == ()


@pytest.mark.parametrize("made", [message(), message(("ghi chú.ics", b"x"))])
def test_mail_without_a_report__is_an_input_that_says_so(made: EmailMessage, tmp_path: Path) -> None:
    """Its text may hold the figures: set aside, and exit code 1."""
    path = saved(tmp_path, made)
    (item,) = scan([str(tmp_path)]).inputs
    assert item.shown == str(path)
    read = read_input(item)
    assert not isinstance(read, Grid)
    assert [found.params["reason"] for found in read.findings] == ["mail"]


def test_mail_whose_text_is_a_table__is_read(tmp_path: Path) -> None:
    made = message()
    made.clear_content()
    made.set_content("<table><tr><td>Chỉ tiêu</td><td>Số lượng</td></tr></table>", subtype="html")
    saved(tmp_path, made)
    (item,) = scan([str(tmp_path)]).inputs
    grid = read_input(item)
    assert isinstance(grid, Grid)
    assert grid.sheets[0].cells[1, 1].value == "Chỉ tiêu"


def test_message_of_outlook__is_named(tmp_path: Path) -> None:
    (tmp_path / "thu.msg").write_bytes(hostile.compound_file("__properties_version1.0"))
    (item,) = scan([str(tmp_path)]).inputs
    read = read_input(item)
    assert not isinstance(read, Grid)
    assert [found.params["reason"] for found in read.findings] == ["outlook-message"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"PK\3\4",
        b"khong phai thu",
        b"From: a\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 2_000,
    ],
)
def test_damaged_mail__is_named(data: bytes, tmp_path: Path) -> None:
    path = saved(tmp_path, data)
    found = scan([str(tmp_path)])
    assert [item.shown for item in (*found.inputs, *found.skipped)] == [str(path)]


def test_damaged_attachment__is_a_refusal(tmp_path: Path) -> None:
    lines = f"From: a\r\nContent-Type: {'/'.join(XLSX)}\r\nContent-Disposition: attachment; filename=a.xlsx\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    saved(tmp_path, lines.encode() + b"UEsDBB")
    (item,) = scan([str(tmp_path)]).inputs
    assert not isinstance(read_input(item), Grid)
    assert not isinstance(read_input(item._replace(at=(9,))), Grid)
    assert not isinstance(read_input(Input(str(tmp_path / "none.eml"), "none.eml/a.xlsx", "a.xlsx", at=(1,))), Grid)


@given(
    edits=st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=8), st.integers(0, 9)), min_size=1, max_size=5)
)
def test_mutations__give_members_or_none(
    edits: list[tuple[int, bytes, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytes(message(("Xã A.xlsx", b"PK" * 50)))
    for at, new, old in edits:
        place = at % (len(data) + 1)
        data = data[:place] + new + data[place + old :]
    path = saved(tmp_path_factory.mktemp("mail"), data)
    for member in members(path) or ():
        with suppress(ReadError):  # and nothing else
            archive.member_bytes(str(path), (member.at,))


def test_a_roster_beside_the_reports__is_no_report_that_went_wrong(tmp_path: Path) -> None:
    """A .csv without the form's table is skipped where it was found, and read where the operator names it."""
    (tmp_path / "don-vi.csv").write_text("Mã,Tên\n01,Xã A\n", encoding="utf-8")
    saved(tmp_path, message(("a.xlsx", hostile.good())))
    run = [sys.executable, "-m", "cchc_xl", "validate", "--lang", "en"]
    folder = subprocess.run([*run, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "don-vi.csv: " not in folder.stdout
    assert "thu.eml/a.xlsx" in folder.stdout
    named = subprocess.run([*run, str(tmp_path / "don-vi.csv")], capture_output=True, text=True, check=False)
    assert "S18" in named.stdout


# --- folders of mail programs, and what stands before or around a mail ------------------------------------------------


def mail_folder(*mails: EmailMessage, end: bytes = b"\n") -> bytes:
    """Mails as mbox (RFC 4155), with lines that begin with 'From ' quoted."""
    lines = b"".join(
        b"From xa@example.invalid Mon Jun 15 08:30:00 2026\n" + bytes(one).replace(b"\nFrom ", b"\n>From ") + b"\n"
        for one in mails
    )
    return lines.replace(b"\n", end)


@pytest.mark.parametrize("name", ["hop-thu.mbox", "Inbox"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_folder_of_a_mail_program__is_its_mails(tmp_path: Path, name: str, end: bytes) -> None:
    second = message(("b.xlsx", hostile.stored()), date="Tue, 16 Jun 2026 08:30:00 +0700")
    second.preamble = "\n\nFrom the start\n"
    saved(tmp_path, mail_folder(message(("a.xlsx", hostile.good())), second, end=end), name)
    inputs = scan([str(tmp_path)]).inputs
    assert [item.member for item in inputs] == ["1.eml/a.xlsx", "2.eml/b.xlsx"]
    assert [item.received for item in inputs] == ["2026-06-15T08:30:00", "2026-06-16T08:30:00"]
    assert [archive.member_bytes(item.path, item.at) for item in inputs] == [hostile.good(), hostile.stored()]


def test_folder_of_a_mail_program__bounds(tmp_path: Path) -> None:
    path = saved(tmp_path, mail_folder(message(), message()), "x.mbox")
    for bounds in (archive.BOUNDS._replace(members=1), archive.BOUNDS._replace(held=100)):
        archive.close()
        with pytest.raises(ReadError):
            archive.opened(str(path), bounds=bounds)
    archive.close()
    folder = archive.opened(str(path))
    assert folder is not None
    for at, most in ((0, 10**6), (3, 10**6), (1, 10)):
        with pytest.raises(ReadError):
            folder.read(at, most)


def test_figures_by_line_that_begin_with_from__are_no_mail_folder(tmp_path: Path) -> None:
    saved(tmp_path, b"From 1;To 2\n3;4\n", "bang.csv")
    assert [item.member for item in scan([str(tmp_path)]).inputs] == [""]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"5321\n", b"5321      \r\n"])
def test_what_programs_put_before_a_mail__is_passed_over(tmp_path: Path, before: bytes) -> None:
    saved(tmp_path, before + bytes(message(("a.xlsx", hostile.good()))), "thu.emlx")
    assert [item.member for item in scan([str(tmp_path)]).inputs] == ["a.xlsx"]


def test_attachment_without_a_name__is_told_by_its_content(tmp_path: Path) -> None:
    made = message()
    for data in (hostile.good(), b"-----BEGIN PGP-----"):
        made.add_attachment(data, "application", "octet-stream")
    saved(tmp_path, made)
    assert [item.member for item in scan([str(tmp_path)]).inputs] == ["1"]


@pytest.mark.parametrize("attached", [False, True])
def test_winmail__is_named_with_its_cure(tmp_path: Path, attached: bool) -> None:
    data = b"\x78\x9f\x3e\x22\x01\x00" + b"\0" * 300
    saved(tmp_path, message(("winmail.dat", data)) if attached else data, "thu.eml" if attached else "winmail.dat")
    [item] = scan([str(tmp_path)]).inputs
    assert item.shown.endswith("winmail.dat")
    refused = read_input(item)
    assert isinstance(refused, Refusal)
    assert [(one.code, one.params.get("reason")) for one in refused.findings] == [("F07", "outlook-wrapped")]
