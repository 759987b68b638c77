"""The edges of the program: standard streams that are closed, a working folder that is gone, texts of strangers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import judges
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl import resources
from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.text import escaped
from cchc_xl.write.template.workbook import write_template

FORM = load("tuyen-truyen-cchc", 2)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(judges.ROOT), "PYTHONWARNINGS": "default"}
# What a terminal obeys: C0 without line feed and tab, C1, and what changes the direction or breaks lines unseen.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
EVIL = "\x1b[31mXã \u202eđảo\x07\u2066"
COMMANDS = [
    ("validate", "nop"),
    ("validate", "nop", "--lang", "en"),
    *(("validate", "nop", "--format", fmt) for fmt in ("json", "junit", "sarif", "ess")),
    ("merge", "nop", "-o", "kq.xlsx"),
    ("merge", "nop", "-o", "kq.xlsx", "--format", "json"),
    ("mark", "nop", "--out", "tra-lai"),
    ("fix", "nop", "--out", "sua"),
    ("remind", "nop", "--out", "nhac"),
    ("units", "find", EVIL, "--province", "44"),
    ("validate", f"{EVIL}.xlsx"),
    ("rules", EVIL),
    ("template", "--unit", EVIL, "-o", f"{EVIL}.csv"),
    ("validate", "nop", "--roster", "dv.csv"),
    ("validate", "nop", "--campaign", "dot.json"),
    ("validate", "nop", "--waivers", "dot.json"),
    ("validate", "nop", "--form", EVIL),
    ("validate", "nop", "--period", EVIL),
    ("merge", "nop", "-o", "kq3.xlsx", "--roster", "dv.csv", "--received", "dv.csv"),
    ("merge", "nop", "-o", "kq4.xlsx", "--deadline", EVIL),
    ("merge", "nop", "-o", f"{EVIL}/kq.xlsx"),
    ("merge", "nop", "-o", f"{EVIL}.xlsx"),
    ("merge", "nop", "-o", "kq5.xlsx", "--previous", f"nop/{EVIL}/{EVIL}.xlsx"),
    ("migrate", f"nop/{EVIL}/{EVIL}.xlsx", "--to", "1", "-o", "moi.xlsx"),
    ("migrate", f"nop/{EVIL}/{EVIL}.xlsx", "--to", EVIL, "-o", "moi.xlsx"),
    ("fix", "nop", "--out", "sua2", "--accept", EVIL),
    ("remind", "nop", "--out", EVIL, "--roster", "dv.csv"),
    ("template", "--roster", "dv.csv", "--out", f"mau {EVIL}"),
    ("units", "check", "dv.csv"),
    ("units", "check", "hong.csv"),
    ("units", "new", "--province", EVIL),
    ("forms", "check", "bieu.json"),
    ("forms", "check", "dot.json"),
    (EVIL,),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edges")
    (folder / "nop" / EVIL).mkdir(parents=True)
    values = {field.id: 3 for field in FORM.fields} | {"05": "\u202e12 người\u2066", "07": f"{EVIL} 12"}
    header = {"unit": "Xã \u202eđảo\u200f"}
    (folder / "dv.csv").write_text(f"name,level\nXã An,xa\n{EVIL},xa\n{EVIL},xa\n", encoding="utf-8")
    (folder / "hong.csv").write_text(f"{EVIL},{EVIL}\n{EVIL},\n", encoding="utf-8")
    (folder / "dot.json").write_text(json.dumps({EVIL: EVIL, "office": {"name": 1, EVIL: 2}}), encoding="utf-8")
    form = resources.path("schemas", "forms", "tuyen-truyen-cchc", "2.json")
    definition = json.loads(Path(form).read_text(encoding="utf-8"))
    definition["fields"][0] |= {"label": EVIL, "unit": EVIL, EVIL: 1}
    (folder / "bieu.json").write_text(json.dumps(definition), encoding="utf-8")
    path = folder / "nop" / EVIL / f"{EVIL}.xlsx"
    write_template(FORM, path, period=period(FORM, "H1", 2026), values=values, header=header, notes={"01": EVIL})
    return folder


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be given")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).encode("ascii", "ignore").hex())
def test_screen__strangers_give_no_orders_to_a_terminal(folder: Path, command: tuple[str, ...]) -> None:
    """Robustness 32: names of files, sheets, units, labels, notes, rosters, campaign files, forms and options."""
    done = subprocess.run([sys.executable, "-m", "cchc_xl", *command], capture_output=True, cwd=folder, env=ENVIRONMENT)
    shown = done.stdout.decode() + done.stderr.decode()
    assert shown
    assert "Traceback" not in shown
    assert OBEYED.search(shown) is None
    if "json" in command:
        assert "\u202e" in done.stdout.decode("unicode_escape")  # nothing was lost on the way
        told = json.loads(done.stdout)
        paths = [one["path"] for one in told.get("files", told.get("sources", ()))]
        assert paths == [f"nop/{EVIL}/{EVIL}.xlsx"]


def test_mail_and_tidy__hold_no_orders_either(folder: Path) -> None:
    for command in (("remind", "nop", "--out", "thu"), ("merge", "nop", "-o", "kq2.xlsx", "--tidy", "kq.json")):
        subprocess.run([sys.executable, "-m", "cchc_xl", *command], capture_output=True, cwd=folder, env=ENVIRONMENT)
    written = [path.read_text("utf-8") for path in (*sorted((folder / "thu").glob("*.txt")), folder / "kq.json")]
    assert len(written) >= 2
    assert [OBEYED.findall(text) for text in written] == [[] for _ in written]


@given(st.text())
def test_escaped__is_json_s_own_escape(text: str) -> None:
    shown = escaped(text)
    assert OBEYED.search(shown) is None
    if text.isprintable():
        assert shown == text
    if "\\" not in text and '"' not in text and not re.search("[\n\t\ud800-\udfff]", text):
        assert json.loads(f'"{shown}"') == text


CLOSED = [(1,), (2,), (1, 2), (0, 1, 2)]


@pytest.mark.skipif(os.name == "nt", reason="shells of Windows do not close streams")
@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize(
    "command", [("validate", "nop"), ("merge", "nop", "-o", "kq.xlsx"), ("--help",), ("validate", "nowhere")]
)
def test_streams__a_closed_one_is_silence(folder: Path, closed: tuple[int, ...], command: tuple[str, ...]) -> None:
    program = [sys.executable, "-m", "cchc_xl", *command]
    usual = subprocess.run(program, capture_output=True, cwd=folder, env=ENVIRONMENT).returncode
    redirections = " ".join("<&-" if number == 0 else f"{number}>&-" for number in closed)
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirections}', "sh", *program], capture_output=True, cwd=folder, env=ENVIRONMENT
    )
    assert done.returncode == usual
    assert b"Traceback" not in done.stderr
    if "-o" in command:
        assert (folder / "kq.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.skipif(os.name == "nt", reason="a folder in use is not removed there")
@pytest.mark.parametrize(
    "command", [("validate", "x.xlsx"), ("merge", "x", "-o", "kq.xlsx"), ("template",), ("mark", "x", "--out", "y")]
)
def test_working_folder__that_is_gone_is_told_in_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", 'cd "$0" && rmdir "$0" && exec "$@"', str(gone), sys.executable, "-m", "cchc_xl", *command],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().splitlines()[-1].startswith("Thư mục đang làm việc không còn tồn tại")
    assert len(done.stderr.strip().splitlines()) == 1
