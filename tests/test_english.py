"""With --lang en every line of every command is English: what stays Vietnamese is data (names of files, units and
sheets, texts of the form and of its legal basis, what a cell says).
"""

from __future__ import annotations

import csv
import pathlib
import re
from collections.abc import Iterator

import pytest

from cchc_xl.__main__ import run
from cchc_xl.check.catalogue import catalogue
from cchc_xl.cli.group import COMMANDS
from cchc_xl.form import layout as at
from cchc_xl.form.load import known_forms, load
from cchc_xl.units.roster_file import LEVELS
from cchc_xl.words.province import ACTIONS
from cchc_xl.write.province.registry import SHEETS

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "tinh-mau"
REPORTS, ROSTER = SAMPLE / "bao-cao", SAMPLE / "don-vi.csv"
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]"
    "|\\b(tep|loi|don vi|canh bao|de nghi|khong)\\b",
    re.IGNORECASE,
)
QUOTED = re.compile('“[^”]*”|"[^"]*"|‘[^’]*’')


def _data() -> Iterator[str]:
    """Texts that are Vietnamese in any language."""
    for form_id, numbers in known_forms().items():
        for number in numbers:
            form = load(form_id, number)
            yield from (form.title, *form.heading, *form.columns.values(), *form.levels.values(), *form.legal_basis)
            for period in form.periods:
                yield period.label
            for field in form.fields:
                yield from (field.label, field.short or field.label, field.unit)
            for item in (*form.header, *form.narrative):
                yield item.label
            for rule in form.rules:
                yield rule.basis
    for code in catalogue().values():
        yield code["basis"]
        for kind in ("fires", "silent"):
            yield from code["examples"][kind]
    yield from (word.capitalize() for words in LEVELS.values() for word in words)
    yield from ("UBND xã", "Eth for Đ")
    yield from (at.SHEET_TABLE, at.SHEET_NARRATIVE, at.SHEET_HELP, *SHEETS, *ACTIONS.values())
    with open(ROSTER, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield from row
    for path in REPORTS.iterdir():
        yield path.name


DATA = sorted({text for text in _data() if VIETNAMESE.search(text)}, key=len, reverse=True)


def vietnamese_in(line: str) -> str:
    """What of a line is Vietnamese and no data."""
    for text in DATA:
        line = line.replace(text, "")
    return " ".join(VIETNAMESE.findall(QUOTED.sub("", line)) and [QUOTED.sub("", line)])


def lines_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[str]:
    run([*map(str, arguments), "--lang", "en"])
    shown = capsys.readouterr()
    assert shown.out or shown.err
    return [*shown.out.splitlines(), *shown.err.splitlines()]


def _calls(folder: pathlib.Path) -> list[tuple[object, ...]]:
    against = ("--roster", ROSTER, "--period", "2026-H1")
    out, copies = folder / "ra.xlsx", folder / "copies"
    empty = folder / "empty"
    empty.mkdir()
    roster = folder / "bad.csv"
    roster.write_text("Mã đơn vị,Tên đơn vị,Cấp\nA,Xã An,Xã\nA,Xã Bình,sai\n", encoding="utf-8")
    campaign, waivers = folder / "dot-bao-cao.json", folder / "mien-tru.json"
    campaign.write_text('{"form": 3, "ky": "2026-H1", "deadline": {"xa": "x"}}', encoding="utf-8")
    waivers.write_text('{"waivers": [{"rule": "C03"}]}', encoding="utf-8")
    register = folder / "so.csv"
    register.write_text("a,b\nc\n", encoding="utf-8")
    form = folder / "form.json"
    form.write_text('{"id": "a"}', encoding="utf-8")
    one = REPORTS / "XM04 Xã Bình Minh.xlsx"
    return [
        ("template", "-o", folder / "mau.xlsx"),
        ("template", *against, "--out", folder),
        ("template", "--unit", "Xã", *against, "-o", folder / "m.xlsx"),
        ("template", "--out", folder),
        ("validate", REPORTS, *against),
        ("validate", one),
        ("validate", REPORTS, "-q"),
        ("validate", empty),
        ("validate", folder / "none.xlsx"),
        ("validate", one, "--form", "none"),
        ("validate", one, "--period", "2026-Q9"),
        ("validate", one, "--roster", roster),
        ("merge", REPORTS, *against, "-o", out, "--received", SAMPLE / "so-nhan.csv"),
        ("merge", REPORTS, *against, "-o", out, "--deadline", "32/13/2026"),
        ("merge", empty, "-o", out),
        ("merge", REPORTS, "-o", out, "--campaign", campaign),
        ("merge", REPORTS, "-o", out, "--waivers", waivers),
        ("merge", REPORTS, "-o", out, "--received", register),
        ("merge", REPORTS, "-o", out, "--previous", one),
        ("merge", REPORTS, "-o", out, "--form", form),
        ("merge", REPORTS, "-o", folder / "none" / "ra.xlsx"),
        ("mark", REPORTS, *against, "--out", copies),
        ("mark", REPORTS, "--out", REPORTS),
        ("fix", REPORTS, *against, "--out", folder / "fixed", "--accept", "all-proposals"),
        ("fix", one, "--out", folder / "fixed"),
        ("migrate", REPORTS / "XM05 Xã Cẩm Thạch.xlsx", "--to", "2", "--out", folder / "moved.xlsx"),
        ("migrate", one, "--to", "99", "--out", folder / "moved.xlsx"),
        ("remind", out, "--out", folder / "letters"),
        ("remind", empty, "--out", folder / "letters"),
        ("forms", "list"),
        ("forms", "check"),
        ("forms", "check", form),
        ("rules",),
        ("rules", *(code for code in ("V25", "C03", "F13", "M01", "S08", "T03"))),
        ("rules", "X99"),
        ("units", "check", ROSTER),
        ("units", "check", roster),
        ("units", "find", "khong-co-don-vi-nay"),
        ("units", "new", "--province", "999"),
        ("addin", "status"),
        ("addin", "doctor"),
        ("addin", "remove"),
        ("page", "-o", folder / "page.html"),
    ]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    made = _calls(tmp_path_factory.mktemp("en"))
    return [*made, *((name,) for name in COMMANDS if name not in {call[0] for call in made})]


def test_every_command_is_called(calls: list[tuple[object, ...]]) -> None:
    assert {str(call[0]) for call in calls} == set(COMMANDS)


def test_every_line_is_english(
    calls: list[tuple[object, ...]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: pathlib.Path,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    found = {}
    for call in calls:
        left = [text for line in lines_of(capsys, *call) if (text := vietnamese_in(line))]
        if left:
            found[" ".join(map(str, call))] = left
    assert found == {}
