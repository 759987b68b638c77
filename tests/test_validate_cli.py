"""cchc-xl validate as its users call it: exit codes, text, JSON against its schema; inputs stay as they are."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import zipfile

import jsonschema
import pytest

from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.write.template.workbook import write_template

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "validation-report.schema.json").read_text(encoding="utf-8"))
FORM = load("tuyen-truyen-cchc", 1)
GOOD = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 3, "08": 4}
HEADER = {"unit": "UBND xã An Bình", "prepared_by": "Nguyễn Văn An"}


def cchc(*arguments: str | pathlib.Path, cwd: pathlib.Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cchc_xl", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


def workbook(path: pathlib.Path, **values: object) -> pathlib.Path:
    given = {**GOOD, **{key.lstrip("f").replace("_", "."): value for key, value in values.items()}}
    write_template(FORM, path, period=period(FORM, "H1", 2026), values=given, header=HEADER)
    return path


def report(*arguments: str | pathlib.Path) -> tuple[dict, int]:
    done = cchc("validate", *arguments, "--format", "json")
    assert done.stderr == ""
    data = json.loads(done.stdout, parse_constant=lambda name: pytest.fail(name))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data, done.returncode


def test_validate__a_good_file_has_nothing_to_correct(tmp_path):
    data, code = report(workbook(tmp_path / "a.xlsx"))
    (file,) = data["files"]
    assert (code, file["status"], file["findings"]) == (0, "valid", [])
    assert {key: item["value"] for key, item in file["values"].items()} == GOOD
    assert file["unit"] == {"id": None, "name": "UBND xã An Bình"}
    assert file["period"] == {
        "type": "H1",
        "year": 2026,
        "label": "6 tháng đầu năm 2026",
        "from": "2025-12-15",
        "to": "2026-06-14",
    }
    assert file["sha256"] == hashlib.sha256((tmp_path / "a.xlsx").read_bytes()).hexdigest()


def test_validate__exit_codes(tmp_path):
    warned = workbook(tmp_path / "warned.xlsx", f05="6(lồng ghép)")
    wrong = workbook(tmp_path / "wrong.xlsx", f01=None)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a package")
    assert cchc("validate", warned).returncode == 0
    assert cchc("validate", warned, "--strict").returncode == 1
    assert cchc("validate", wrong).returncode == 1
    assert cchc("validate", broken).returncode == 1
    assert cchc("validate", tmp_path / "none.xlsx").returncode == 2
    assert cchc("validate", warned, "--form", "khong-co").returncode == 2
    assert cchc("validate", warned, "--period", "2026-Q9").returncode == 2


def test_validate__the_seed_reads_as_the_issue_says(tmp_path):
    data, code = report(
        workbook(
            tmp_path / "a.xlsx", f05="6(lồng ghép)", f05_1="600 (Lượt người)", f06="02", f08="Hội nghị; mạng xã hội"
        )
    )
    values = data["files"][0]["values"]
    assert code == 1
    expected = {
        "value": 6,
        "state": "number",
        "how": "proposed",
        "raw": "6(lồng ghép)",
        "qualifier": "lồng ghép",
        "sheet": "Phụ lục",
    }
    assert {key: values["05"][key] for key in expected} == expected
    assert (values["06"]["value"], values["06"]["how"]) == (2, "cleaned")
    assert (values["08"]["value"], values["08"]["state"]) == (None, "text")
    cells = {finding["code"]: finding["cell"] for finding in data["files"][0]["findings"]}
    assert cells["V01"] == values["05"]["cell"]


@pytest.mark.parametrize(("lang", "words"), [("vi", "Đề nghị"), ("en", "Please")])
def test_validate__text_says_where_what_and_how(tmp_path, lang, words):
    done = cchc("validate", workbook(tmp_path / "a.xlsx", f05="6(lồng ghép)"), "--lang", lang)
    assert "a.xlsx" in done.stdout
    assert "V01" in done.stdout
    assert "6(lồng ghép)" in done.stdout
    assert words in done.stdout
    assert done.stderr == ""


def test_validate__folders_archives_and_strays_are_all_accounted_for(tmp_path):
    """robustness 7, 11, 22: everything found is read or named as skipped."""
    inbox = tmp_path / "nhận"
    inbox.mkdir()
    workbook(inbox / "a.xlsx")
    (inbox / "~$a.xlsx").write_bytes(b"x")
    (inbox / "ghi chú.txt").write_text("x")
    (inbox / "b.xlsx").symlink_to(inbox / "a.xlsx")
    with zipfile.ZipFile(inbox / "xã.zip", "w") as archive:
        archive.write(inbox / "a.xlsx", "con/a.xlsx")
        archive.writestr("../../evil.xlsx", b"not a workbook")
    before = {path: path.read_bytes() for path in inbox.iterdir()}
    data, _ = report(inbox)
    assert [pathlib.PurePath(file["path"]).name for file in data["files"]] == ["a.xlsx", "evil.xlsx", "a.xlsx"]
    assert {item["why"] for item in data["skipped"]} == {"lock", "other-type", "symlink"}
    assert data["summary"]["files"] + data["summary"]["skipped"] == 6
    assert {path: path.read_bytes() for path in inbox.iterdir()} == before
    assert not (tmp_path.parent / "evil.xlsx").exists()


def test_validate__json_names_what_only_follows_from_a_finding(tmp_path):
    """A date that lost its format is a number far too large as well: told once, and counted."""
    data, _ = report(workbook(tmp_path / "a.xlsx", f04=44012))
    (finding,) = data["files"][0]["findings"]
    assert (finding["code"], finding["follows"]) == ("V14", [{"code": "V27", "field": "04"}])
    assert "waiver" not in finding


def test_validate__json_names_the_waiver_that_made_a_finding_a_note(tmp_path):
    entry = {
        "rule": "C03",
        "unit": "*",
        "field": "05.1",
        "reason": "Hội nghị trực tuyến",
        "who": "Sở Nội vụ",
        "until": "2999-12-31",
    }
    waivers = tmp_path / "mien-tru.json"
    path = workbook(tmp_path / "a.xlsx", f05_1=6000)
    findings = []
    for until in ("2999-12-31", "2020-12-31"):
        waivers.write_text(json.dumps({"waivers": [{**entry, "until": until}]}), encoding="utf-8")
        data, _ = report(path, "--waivers", waivers)
        (finding,) = data["files"][0]["findings"]
        findings.append((finding["code"], finding["severity"], finding.get("waiver"), "follows" in finding))
    waiver = {"who": "Sở Nội vụ", "reason": "Hội nghị trực tuyến", "until": "2999-12-31", "severity": "warning"}
    assert findings == [
        ("C03", "note", waiver, False),
        ("C03", "warning", None, False),
    ]  # one that has expired changes nothing


def test_validate__odd_names_are_shown(tmp_path):
    """robustness 15: names with a leading '=' or '-', in NFD, with bytes that are no UTF-8."""
    workbook(tmp_path / "=HYPERLINK.xlsx")
    workbook(tmp_path / "-o.xlsx")
    workbook(tmp_path / "bao cáo.xlsx")
    data = workbook(tmp_path / "x.xlsx").read_bytes()
    (tmp_path / "x.xlsx").unlink()
    with open(bytes(tmp_path) + b"/\xff\xfe.xlsx", "wb") as file:
        file.write(data)
    found, code = report(tmp_path)
    assert code == 0
    assert len(found["files"]) == 4
    assert any("\\xff" in file["path"] for file in found["files"])


def shell(command: str, cwd: pathlib.Path, unbuffered: bool = False) -> subprocess.CompletedProcess[str]:
    program = f"'{sys.executable}' {'-u ' if unbuffered else ''}-m cchc_xl"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        ["bash", "-c", command.replace("CCHC", program)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        check=False,
    )


@pytest.mark.parametrize("unbuffered", [False, True])
@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "command",
    [
        "validate -q a.xlsx",
        "validate a.xlsx --format ess",
        "validate a.xlsx",
        "rules",
        "--help",
        "merge a.xlsx -o out.xlsx",
    ],
)
def test_output__to_a_full_disk_is_a_mistake_in_one_line(tmp_path, command, unbuffered):
    """Short outputs fail at the end, long ones in the middle."""
    workbook(tmp_path / "a.xlsx")
    done = shell(f"CCHC {command} > /dev/full", tmp_path, unbuffered)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("Không ghi được nội dung in ra")
    assert "No space left" in line
    both = shell(f"CCHC {command} > /dev/full 2>&1", tmp_path, unbuffered)
    assert (both.returncode, both.stdout, both.stderr) == (2, "", "")


@pytest.mark.parametrize("command", ["validate a.xlsx --format ess", "validate -q a.xlsx", "rules", "--help"])
def test_output__to_a_reader_that_has_seen_enough_ends_quietly(tmp_path, command):
    workbook(tmp_path / "a.xlsx")
    done = shell(f"CCHC {command} | head -1; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
    assert done.returncode in (0, 1)  # a short output may have left before the reader did
    gone = shell(f"CCHC {command} | true; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert (gone.returncode, gone.stdout, gone.stderr) == (1, "", "")


def test_validate__a_bug_leaves_a_log_and_no_traceback(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx")
    program = (
        "import sys, cchc_xl.validate as v\nv.judged = lambda *a: 1/0\nfrom cchc_xl.__main__ import"
        f" run\nsys.exit(run(['validate', {str(path)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr + done.stdout
    (log,) = tmp_path.glob("cchc-xl-*.log")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert log.name in done.stderr


def test_validate__what_is_short_comes_first_and_every_file_is_named(tmp_path):
    """The counts, the files with faults (fewest first), those without in one line, those passed over with the reason."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name, values in (
        ("fine", {}),
        ("noted", {"f06": "02"}),
        ("warned", {"f05": "6(lồng ghép)"}),
        ("worse", {"f01": None, "f02": None}),
        ("wrong", {"f01": None}),
    ):
        workbook(inbox / f"{name}.xlsx", **values)
    (inbox / "rotten.xlsx").write_bytes(b"PK\x03\x04")
    (inbox / "~$fine.xlsx").write_bytes(b"x")
    lines = cchc("validate", inbox).stdout.splitlines()
    assert lines[0].startswith("Đã kiểm tra 6 tệp: 2 hợp lệ, 1 có cảnh báo, 2 có lỗi, 1 không đọc được.")
    heads = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert [pathlib.PurePath(line.split(": ")[0]).stem for line in heads[:4]] == ["rotten", "wrong", "worse", "warned"]
    assert [line for line in heads if "fine.xlsx" in line] == heads[4:]
    fine, passed = heads[4:]
    assert fine == f"Không có lỗi, cảnh báo (2 tệp): {inbox}/fine.xlsx; {inbox}/noted.xlsx (lưu ý V03)"
    assert passed == f"Bỏ qua (1 tệp): {inbox}/~$fine.xlsx (tệp tạm của Office)"


def test_validate__one_file_has_its_notes_told_in_full(tmp_path):
    alone = cchc("validate", workbook(tmp_path / "a.xlsx", f06="02")).stdout.splitlines()
    assert any(line.startswith("  Lưu ý V03 · ") and "“02”" in line for line in alone)
    assert alone[2].startswith(f"{tmp_path}/a.xlsx: hợp lệ · UBND xã An Bình · ")


def test_validate__files_alone_are_checked_without_click_and_said_the_same(tmp_path):
    book = workbook(tmp_path / "a.xlsx", f01=None)
    told = cchc("validate", book)
    assert (told.returncode, told.stdout, told.stderr) == (1, cchc("validate", "--lang", "vi", book).stdout, "")
    ask = f"import sys\nfrom cchc_xl import __main__\n__main__.run(['validate', {str(book)!r}])\nprint('click' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.endswith("False\n")
    assert cchc("validate").returncode == cchc("validate", "khong-co.xlsx").returncode == 2
    assert "Usage" in cchc("validate", "-h").stdout
