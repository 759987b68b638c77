"""The offline page: the same core in a real browser, from a file, without a network."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import html
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import hostile
import judges
import openpyxl
import pytest

ROOT = judges.ROOT
TOOLS = ROOT / "tools" / "page"
sys.path.insert(0, str(TOOLS))
NODE = ROOT / ".judges" / "page" / "node_modules"
PYODIDE = NODE / "pyodide"
LARGEST = 10_000_000  # bytes
REAL = sorted((ROOT / "examples" / "nam-bao-cao-that").glob("*.xlsx"))
PROVINCE = ROOT / "examples" / "tinh-mau"
REPORTS = sorted(path for path in (PROVINCE / "bao-cao").iterdir() if path.is_file())
CAMPAIGN = {
    "version": 1,
    "period": "2026-H1",
    "deadline": "2026-06-20",
    "received": "so-nhan.csv",
    "office": {"name": "Sở Nội vụ", "superior": "UBND tỉnh Mẫu", "place": "Mẫu", "signer": "Nguyễn Văn An"},
}
SAID = {"roster": "../beside/don-vi.csv", "received": "../beside/so-nhan.csv", "period": "2026-H1"}

pytestmark = pytest.mark.judge


def sources() -> str:
    """What the page is made of, as one digest."""
    digest = hashlib.sha256()
    for folder in ("cchc_xl", "schemas", "tools/page"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def build(out: pathlib.Path) -> None:
    subprocess.run(
        [sys.executable, TOOLS / "build_page.py", PYODIDE, out], check=True, capture_output=True, timeout=240
    )


@pytest.fixture(scope="module")
def page() -> pathlib.Path:
    """Built once for all processes of a run, and anew when a source has changed."""
    judges.wanted()
    out = ROOT / "out" / "page" / "cchc-xl.html"
    out.parent.mkdir(parents=True, exist_ok=True)
    with (out.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp, now = out.with_suffix(".sources"), sources()
        if not out.is_file() or not stamp.is_file() or stamp.read_text() != now:
            build(out)
            stamp.write_text(now)
    return out


def browser(
    page: pathlib.Path, steps: Sequence[dict[str, Any]], folder: pathlib.Path, kind: str = "chrome", **more: Any
) -> dict[str, Any]:
    """What ``check.mjs`` saw: ``results`` (of the start and of each step), ``asked`` (requests), ``errors``."""
    executable = (
        shutil.which("chromium") if kind == "chrome" else shutil.which("firefox-esr") or shutil.which("firefox")
    )
    assert executable, f"{kind} is not installed: run tools/setup.sh judges"
    job = folder / "job.json"
    out = folder / "out.json"
    said = {
        "browser": kind,
        "executable": executable,
        "page": str(page),
        "modules": str(NODE),
        "out": str(out),
        "steps": steps,
    }
    job.write_text(json.dumps(said | more), encoding="utf-8")
    done = subprocess.run(
        ["node", TOOLS / "check.mjs", job], capture_output=True, encoding="utf-8", timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    # Pyodide's loader asks whether it may import from an address of data; the policy says no, and Firefox tells.
    seen["errors"] = [
        one for one in seen["errors"] if "blocked a script (script-src-elem) at data:text/java" not in one
    ]
    return seen


Given = list[list[str]]


def given(paths: Sequence[pathlib.Path], above: pathlib.Path) -> Given:
    return [[path.relative_to(above).as_posix(), str(path)] for path in paths]


def here(calls: Sequence[tuple[str, dict[str, Any]]], inputs: Given, beside: Given, folder: pathlib.Path) -> list[Any]:
    """The same calls by CPython, in a process of its own, with the same files in folders of its own."""
    for place, files in (("in", inputs), ("beside", beside)):
        for name, path in files:
            target = folder / "root" / place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    program = (
        "import base64, json, os, sys\n"
        "from cchc_xl.page import core\n"
        "root, calls = sys.argv[1], json.loads(sys.argv[2])\n"
        "core.start(root)\n"
        "said = []\n"
        "for name, options in calls:\n"
        "    text = core.run(name, json.dumps(options))\n"
        "    out = os.path.join('..', core.OUT)\n"
        "    names = json.loads(text).get('results') or []\n"
        "    said.append([text, [[n, base64.b64encode(open(os.path.join(out, n), 'rb').read()).decode()] for n in names]])\n"
        "print(json.dumps(said))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder / "root"), json.dumps(calls)],
        capture_output=True, encoding="utf-8", check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made: list[Any] = json.loads(done.stdout)
    return made


def alike(in_page: dict[str, Any], by_cpython: Any, name: str) -> Iterator[str]:
    """What differs between a call in the page and the same call by CPython."""
    text, files = by_cpython
    if in_page["ok"] != text:
        yield f"{name}: what it says"
    mine = {path: base64.b64decode(data) for path, data in in_page["files"]}
    theirs = {path: base64.b64decode(data) for path, data in files}
    if mine.keys() != theirs.keys():
        yield f"{name}: {sorted(mine)} and {sorted(theirs)}"
    for path in mine.keys() & theirs.keys():
        if mine[path] != theirs[path] and parts(mine[path]) != parts(theirs[path]):
            yield f"{name}: {path}"


def parts(data: bytes) -> Any:
    """A package part by part: zlib versions compress the same parts to different bytes."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, parts(archive.read(name))) for name in archive.namelist()]


def campaign_in(folder: pathlib.Path) -> list[str]:
    """A campaign file with an office, for ``beside``."""
    path = folder / "dot-bao-cao.json"
    path.write_text(json.dumps(CAMPAIGN), encoding="utf-8")
    return [path.name, str(path)]


def test_page__is_small_and_holds_its_policy(page: pathlib.Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.encode()) <= LARGEST
    assert "connect-src 'none'" in text
    assert "unsafe-eval'" not in text.replace("wasm-unsafe-eval'", "")
    script = (ROOT / "cchc_xl" / "page" / "web" / "main.js").read_text(encoding="utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "location.", "location =", "window.open",
                 "RTC", "eval("):  # fmt: skip
        assert word not in script, word


def test_page__lists_the_licence_of_all_that_is_inside(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    from licences import LIST, licences

    text = html.unescape(page.read_text(encoding="utf-8"))
    told = text[text.index("giấy phép</summary><pre>") : text.index("</pre>")]
    parts = json.loads(LIST.read_text(encoding="utf-8"))
    lines = told.split("<pre>")[1].splitlines()[: len(parts)]
    for line, part in zip(lines, parts, strict=True):
        assert line.startswith(part["name"])
        assert "(" in line
    assert "CPython 3.14.2 (PSF-2.0): python.org" in lines
    assert told.count("Permission is hereby granted") >= 4  # the texts themselves
    known = {"modules": {module for part in parts for module in part.get("modules", ())}, "versions": {}}
    for part in parts:
        for package in set(part.get("packages", ())) - {"pyodide", "_pyodide"}:
            (tmp_path / package).mkdir()
    assert licences(PYODIDE, tmp_path, known)
    (tmp_path / "stranger").mkdir()
    with pytest.raises(SystemExit, match="stranger"):
        licences(PYODIDE, tmp_path, known)
    (tmp_path / "stranger").rename(tmp_path.parent / "stranger")
    (tmp_path / "referencing").rmdir()
    with pytest.raises(SystemExit, match="referencing"):
        licences(PYODIDE, tmp_path, known)


def test_page__is_built_the_same_again(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    build(tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_page__gives_what_cpython_gives(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """The five real reports and the made-up province: every button, JSON byte for byte, workbooks part by part."""
    calls: list[tuple[str, dict[str, Any]]] = [
        ("report_json", SAID), ("check", SAID), ("marked", SAID), ("fixed", SAID), ("template", {"period": "2026-H1"}),
        ("merge", SAID | {"campaign": "../beside/dot-bao-cao.json"}), ("merge", {"lang": "en", "one": True}),
    ]  # fmt: skip
    every = calls
    for title, inputs in (("real", given(REAL, REAL[0].parent)), ("province", given(REPORTS, PROVINCE / "bao-cao"))):
        beside = [[name, str(PROVINCE / name)] for name in ("don-vi.csv", "so-nhan.csv")] + [campaign_in(tmp_path)]
        calls = [*every, *((name, SAID | {"paths": [inputs[0][0]]}) for name in ("moved", "report"))]
        steps = [{"run": name, "options": options} for name, options in calls]
        steps[0]["put"] = {"in": inputs, "beside": beside}
        folder = tmp_path / title
        folder.mkdir()
        seen = browser(page, steps, folder)
        wanted = here(calls, inputs, beside, folder)
        assert len(wanted) == len(calls) == len(seen["results"]) - 1
        differing = [
            one
            for (name, _), mine, theirs in zip(calls, seen["results"][1:], wanted, strict=True)
            for one in alike(mine, theirs, f"{title} {name}")
        ]
        assert differing == []
        assert (seen["asked"], seen["errors"]) == ([], [])


def test_page__reads_every_workbook_of_the_tests_as_cpython_does(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    # .7z and .rar need a library of the system, which a page has not: there they are named as archives (F16). A PDF is
    # read in a process of its own: there it is named as one (F03).
    places = sorted((ROOT / "tests" / "workbooks").rglob("*"))
    paths = [path for path in places if path.is_file() and path.suffix not in (".json", ".7z", ".rar", ".pdf")]
    printed = [path for path in places if path.suffix == ".pdf"]
    odd = []
    for title, (make, name, _) in hostile.CASES.items():
        path = tmp_path / "odd" / f"{title}-{name}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(make())
        odd.append(path)
    inputs = given(paths, ROOT / "tests" / "workbooks") + given(odd, tmp_path)
    calls: list[tuple[str, dict[str, Any]]] = [("report_json", {}), ("check", {}), ("merge", {})]
    steps = [{"run": name, "options": options} for name, options in calls]
    steps[0]["put"] = {"in": inputs}
    seen = browser(page, [{"eval": "longest = 200000"}, *steps], tmp_path)
    seen["results"].pop(1)
    wanted = here(calls, inputs, [], tmp_path)
    put = {"in": given(printed, ROOT / "tests" / "workbooks")}
    (_, said) = browser(page, [{"put": put, "run": "report_json", "options": {}}], tmp_path)["results"]
    assert {one["code"] for file in json.loads(said["ok"])["files"] for one in file["findings"]} == {"F03"}
    mine, theirs = json.loads(seen["results"][1]["ok"]), json.loads(wanted[0][0])
    assert len(mine["files"]) > 500
    assert [one["path"] for one in mine["files"]] == [one["path"] for one in theirs["files"]]
    assert [one["path"] for one, other in zip(mine["files"], theirs["files"], strict=True) if one != other] == []
    results = zip(calls, seen["results"][1:], wanted, strict=True)
    assert [odd for (name, _), made, by_cpython in results for odd in alike(made, by_cpython, name)] == []


@pytest.mark.parametrize("kind", ["chrome", "firefox"])
def test_page__a_clerk_checks_and_takes_copies(page: pathlib.Path, tmp_path: pathlib.Path, kind: str) -> None:
    folder = tmp_path / "bc"
    folder.mkdir()
    report = folder / "<img src=x onerror=alert(1)> báo cáo.xlsx"
    shutil.copyfile(REAL[0], report)
    seen = browser(
        page,
        [{"take": [str(report)]}, {"axe": str(NODE / "axe-core" / "axe.min.js")}, {"press": "marked"},
         {"eval": "document.querySelectorAll('input[data-field]').forEach((one) => one.click())"}, {"press": "fixed"},
         {"press": "moved"}, {"press": "report"}, {"press": "template"},
         {"eval": "document.querySelectorAll('img').length"}],
        tmp_path, kind,
    )  # fmt: skip
    start, taken, faults, marked, _, fixed, moved, written, template, pictures = seen["results"]
    assert start["status"] == "Sẵn sàng. Đề nghị chọn tệp báo cáo."
    assert taken["status"] == "Báo cáo có 1 lỗi, 3 cảnh báo. Đề nghị sửa các lỗi trước khi gửi."
    assert "Ô Số lượng ghi “6(lồng ghép)”" in taken["text"]
    assert "Bảng số liệu, trang tính “Phụ lục”" in taken["text"]
    assert [one for one in faults if one[1] in ("serious", "critical")] == []
    assert pictures == 0
    for pressed, names in (
        (marked, [report.name]),
        (fixed, ["Ủy ban nhân dân xã An Hòa Thịnh - 6 tháng đầu năm 2020.xlsx"]),
        (moved, [report.name]),
        (written, ["Báo cáo tuyên truyền CCHC - Ủy ban nhân dân xã An Hòa Thịnh - 6 tháng đầu năm 2020.docx"]),
        (template, ["mau-tuyen-truyen-cchc-2.xlsx"]),
    ):
        assert pressed["links"] == names, pressed["status"]
    data = base64.b64decode(fixed["files"][fixed["links"][0]])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Phụ lục"]
    assert (sheet["D18"].value, sheet["D19"].value, sheet["D20"].value) == (6, 600, 2)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(base64.b64decode(marked["files"][report.name]))
    assert judges.validate_openxml(copy) == []
    assert written["status"].startswith("Đã lập bản DỰ THẢO: ")
    document = tmp_path / "report.docx"
    document.write_bytes(base64.b64decode(written["files"][written["links"][0]]))
    assert judges.validate_openxml(document) == []
    assert (seen["asked"], seen["errors"]) == ([], [])


def test_page__a_consolidator_merges_decides_and_merges_again(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    files = [str(path) for path in REPORTS]
    inputs = {"period": "2026-H1", "roster": str(PROVINCE / "don-vi.csv"), "received": str(PROVINCE / "so-nhan.csv")}
    seen = browser(page, [{"take": files}, {"set": inputs}, {"press": "merge"}], tmp_path)
    merged = seen["results"][3]
    assert merged["links"] == ["tong-hop.xlsx", "don-doc.zip", "so-lieu.csv"], merged["status"]
    assert merged["status"].startswith(f"Tìm thấy {len(files)} tệp: ")
    data = base64.b64decode(merged["files"]["tong-hop.xlsx"])
    book = openpyxl.load_workbook(io.BytesIO(data))
    problems = book["Vấn đề"]
    head = next(row for row in problems.iter_rows() if any(cell.value == "Xử lý" for cell in row))
    column = {cell.value: cell.column for cell in head}
    place = next(row[0].row for row in problems.iter_rows(min_row=head[0].row + 1) if row[0].value is not None)
    problems.cell(place, column["Lý do"], "đã gọi điện hỏi lại")
    earlier = tmp_path / "tong-hop.xlsx"
    book.save(earlier)
    steps = [{"take": files}, {"set": inputs | {"earlier": str(earlier)}}, {"press": "merge"}, {"take": [str(earlier)]},
             {"press": "report"}]  # fmt: skip
    again = browser(page, steps, tmp_path)
    summary = again["results"][5]
    assert summary["status"].startswith("Đã lập báo cáo tổng hợp của "), summary["status"]
    document = tmp_path / "summary.docx"
    document.write_bytes(base64.b64decode(summary["files"][summary["links"][0]]))
    assert judges.validate_openxml(document) == []
    kept = openpyxl.load_workbook(io.BytesIO(base64.b64decode(again["results"][3]["files"]["tong-hop.xlsx"])))
    assert "đã gọi điện hỏi lại" in [cell.value for row in kept["Vấn đề"].iter_rows() for cell in row]
    assert (again["asked"], again["errors"]) == ([], [])


# In the worker, before it runs anything: a name of a file says what the interpreter does then.
BREAKING = """
const true_run = run;
run = (message) => {
  const names = python.FS.readdir("/desk/in").join();
  if (names.includes("treo")) python.runPython("while True: pass");
  if (names.includes("het")) python._module.abort("out of memory");
  return true_run(message);
};
"""


def test_page__a_file_that_ends_the_interpreter_ends_its_worker_alone(
    page: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    """An endless loop and an interpreter that aborts: those files are named, the others are checked and merged."""
    files = []
    for name in ("a.xlsx", "b treo.xlsx", "c het.xlsx", "d.xlsx"):
        shutil.copyfile(REAL[0], tmp_path / name)
        files.append(str(tmp_path / name))
    broken = (
        "(async () => { longest = 6000; const code = [source, " + json.dumps(BREAKING) + "];"
        "parts.code = URL.createObjectURL(new Blob(code, { type: 'text/javascript' }));"
        "await again(new Error('anew')); })()"
    )
    seen = browser(page, [{"eval": broken}, {"take": files}, {"press": "merge", "only": True}], tmp_path)
    taken, merged = seen["results"][2:]
    assert taken["status"] == "Đã kiểm tra 4 tệp: 0 hợp lệ, 0 có cảnh báo, 2 có lỗi, 2 không đọc được."
    assert "Đọc tệp quá 6 giây nên đã dừng." in taken["text"]
    assert "Tệp làm phần đọc bị dừng." in taken["text"]
    assert merged["links"] == ["tong-hop.xlsx", "don-doc.zip", "so-lieu.csv"]
    assert merged["status"].startswith("Tìm thấy 2 tệp: ")
    assert merged["text"].count("làm phần đọc bị dừng khi kiểm tra") == 2
    assert (seen["asked"], seen["errors"]) == ([], [])


def test_page__hostile_files_do_nothing_but_be_named(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """All of the tests' corpus let fall at once: each has its line, nothing of theirs runs, the next file is read."""
    files = []
    for title, (make, name, _) in hostile.CASES.items():
        (tmp_path / f"{title}-{name}").write_bytes(make())
        files.append(str(tmp_path / f"{title}-{name}"))
    steps = [{"drop": files}, {"eval": "[checked.length, document.querySelectorAll('#result img, #result script').length]"},
             {"take": [str(REAL[0])]}]  # fmt: skip
    seen = browser(page, steps, tmp_path)
    dropped, (count, foreign), after = seen["results"][1:]
    assert dropped["status"].startswith(f"Đã kiểm tra {count} tệp: ")
    assert count >= len(files) > 50
    assert foreign == 0
    assert dropped["laps"]["heap"] <= 2**28
    assert "Tệp làm phần đọc bị dừng." not in dropped["text"]
    assert after["status"].startswith("Báo cáo có 1 lỗi")
    assert (seen["asked"], seen["errors"]) == ([], [])


@pytest.mark.parametrize("kind", ["chrome", "firefox"])
def test_page__takes_what_is_let_fall_on_it(page: pathlib.Path, tmp_path: pathlib.Path, kind: str) -> None:
    """Files, and where the browser can be driven to it (Chromium) a folder with all below it."""
    (tmp_path / "nop" / "sau").mkdir(parents=True)
    for path, place in zip(REAL, ("nop", "nop/sau", "nop/sau", "nop", "nop"), strict=True):
        shutil.copyfile(path, tmp_path / place / path.name)
    steps: list[dict[str, Any]] = [{"drop": [str(path) for path in REAL[:2]]}]
    if kind == "chrome":
        steps += [{"drop": [str(tmp_path / "nop")]}, {"eval": "picked.map(([name]) => name)"}]
    seen = browser(page, steps, tmp_path, kind)
    assert seen["results"][1]["status"].startswith("Đã kiểm tra 2 tệp: ")
    if kind == "chrome":
        names = sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "nop").rglob("*.xlsx"))
        assert seen["results"][2]["status"].startswith("Đã kiểm tra 5 tệp: ")
        assert sorted(seen["results"][3]) == names
    assert (seen["asked"], seen["errors"]) == ([], [])


def test_page__is_used_by_the_keyboard_alone(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    steps = [
        {"keys": ["Tab"]}, {"choose": [str(REAL[0])]}, {"keys": ["Tab"] * 3}, {"keys": ["Enter"]}, {"wait": True},
        {"keys": []}, {"keys": ["Tab"] * 6}, {"keys": ["Tab"]}, {"keys": ["Tab"] * 3}, {"keys": ["Enter"]},
        {"eval": "document.querySelector('.said').innerText"}, {"keys": ["Tab", "Tab", "Space"]},
        {"eval": "document.querySelectorAll('input[data-field]:checked').length"},
    ]  # fmt: skip
    seen = browser(page, steps, tmp_path)
    first, chosen, third, _, marked, still, printing, link, cell, _, said, box, ticked = seen["results"][1:]
    assert (first, third, still, printing) == ("files", "marked", "marked", "print")
    assert chosen["status"].startswith("Báo cáo có 1 lỗi")
    assert marked["links"] == [REAL[0].name]
    assert link.startswith("Tải ")
    assert cell == "E10", cell
    assert said.startswith("Lưu ý M10, ô E10: ")
    assert ticked == 1, box


WIDE = "[document.scrollingElement.scrollWidth, innerWidth]"


def test_page__holds_at_every_size_and_axe_finds_nothing_in_any_state(
    page: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    axe = {"axe": str(NODE / "axe-core" / "axe.min.js")}
    look = [axe, {"eval": WIDE}]
    inputs = {"period": "2026-H1", "roster": str(PROVINCE / "don-vi.csv")}
    steps: list[dict[str, Any]] = [
        *look, {"take": [str(REAL[0])]},
        {"eval": "document.querySelector('tbody td').getBoundingClientRect().bottom"},
        {"eval": "[...document.querySelectorAll('.sheet td button')].at(-1).click()"}, *look,
        {"eval": "[...document.querySelectorAll('.sheet td[class]')].map((one) => "
                 "[one.classList[0], one.innerText[0], getComputedStyle(one).borderTopStyle])"},
        {"press": "fixed", "only": True}, *look, {"take": [str(path) for path in REPORTS]}, *look,
        {"set": inputs}, {"press": "merge", "only": True}, *look,
        {"set": {"roster": str(REAL[0])}}, {"press": "check", "only": True}, *look,
        {"view": [683, 384, 2]}, *look, {"set": inputs}, {"press": "merge", "only": True}, *look,
        {"take": [str(path) for path in REAL]}, *look,
    ]  # fmt: skip
    seen = browser(page, steps, tmp_path)
    by_step = list(zip(steps, seen["results"][1:], strict=True))
    for number, (step, result) in enumerate(by_step):
        if step is axe:
            assert result == [], number
        if step.get("eval") == WIDE:
            assert result[0] <= result[1], number
    heights, looks = (result for step, result in by_step if "BoundingClient" in str(step) or "borderTop" in str(step))
    assert heights <= 768  # the first finding is seen without scrolling
    by_severity = {severity: (sign, border) for severity, sign, border in looks}
    assert by_severity == {"error": ("✕", "solid"), "warning": ("!", "dashed"), "note": ("i", "dotted")}
    assert (seen["asked"], seen["errors"]) == ([], [])


def test_page__prints_all_findings_with_their_heads_and_no_button(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    files = [str(path) for path in (*REAL, *REPORTS[:3])]  # more than are unfolded
    seen = browser(page, [{"take": files}, {"pdf": str(tmp_path / "in.pdf")}, {"eval":
                   "[checked.map((one) => one.path), document.querySelectorAll('#result details[open]').length]"}],
                   tmp_path)  # fmt: skip
    names, open_now = seen["results"][3]
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "in.pdf", "-"], check=True, capture_output=True,
                          encoding="utf-8").stdout  # fmt: skip
    words = " ".join(text.split())
    assert len(names) > open_now == 5
    assert [name for name in names if f"{name}:" not in words] == []
    assert text.count("Sai gì, vì sao") > text.count("Trang tính “")
    assert not [one for one in ("Chọn tệp", "Bản đã sửa", "In kết quả", "Phiên bản") if one in text]


def test_core__says_what_the_command_line_says(tmp_path: pathlib.Path) -> None:
    inputs = given(REPORTS, PROVINCE / "bao-cao")
    beside = [[name, str(PROVINCE / name)] for name in ("don-vi.csv", "so-nhan.csv")] + [campaign_in(tmp_path)]
    said = SAID | {"campaign": "../beside/dot-bao-cao.json"}
    calls = [("report_json", said), ("merge", said), ("merge", said | {"one": True})]
    reported = [name for name, _ in inputs if name.endswith(".xlsx") and "~$" not in name][:12]
    calls += [("report", said | {"paths": [name]}) for name in reported]
    ((text, _), (_, files), (_, with_one), *documents) = here(calls, inputs, beside, tmp_path)
    root = tmp_path / "root"
    options = ["--roster", "../beside/don-vi.csv", "--period", "2026-H1", "--campaign", "../beside/dot-bao-cao.json"]
    names = sorted(os.listdir(root / "in"))

    def cchc(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cchc_xl", *arguments],
            cwd=root / "in",
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    assert cchc("validate", *names, *options, "--format", "json").strip() == text.strip()
    cchc(
        "merge",
        *names,
        *options,
        "--received",
        "../beside/so-nhan.csv",
        "-o",
        "../kq.xlsx",
        "--tidy",
        "../kq.csv",
        "--quiet",
    )
    made = {name: base64.b64decode(data) for name, data in files}
    assert made["tong-hop.xlsx"] == (root / "kq.xlsx").read_bytes()
    assert made["so-lieu.csv"] == (root / "kq.csv").read_bytes()
    for name, (_, document) in zip(reported, documents, strict=True):
        for file, data in document:
            cchc("report", name, *options, "--draft", "--out", "../bao-cao")
            assert (root / "bao-cao" / file).read_bytes() == base64.b64decode(data), name
    assert sum(len(document) for _, document in documents) > 3
    shutil.copyfile(root / "kq.xlsx", root / "in" / "kq.xlsx")
    ((_, [[name, data]]),) = here([("report", said | {"paths": ["kq.xlsx"]})], [], [], tmp_path)
    cchc("report", "kq.xlsx", *options, "--out", "../tong-hop")
    assert (root / "tong-hop" / name).read_bytes() == base64.b64decode(data)
    os.unlink(root / "in" / "kq.xlsx")
    for more, archive in (((), made["don-doc.zip"]), (("--one",), base64.b64decode(dict(with_one)["don-doc.zip"]))):
        out = root / f"don-doc{len(more)}"
        cchc("remind", *names, *options, "--out", str(out), *more)
        letters = zipfile.ZipFile(io.BytesIO(archive))
        assert {name: letters.read(name) for name in letters.namelist()} == {
            path.name: path.read_bytes() for path in out.iterdir()
        }


def test_page__is_handed_out_with_the_offices_own_form_and_roster(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    from filled import run

    form = ROOT / "examples" / "bieu-mau-rieng" / "bieu-mau" / "chuyen-doi-so-2.json"
    out = tmp_path / "trang.html"
    assert page.is_file()
    said = ("--form", form, "--roster", PROVINCE / "don-vi.csv", "--period", "2026-Q3")
    assert run("page", "-o", out, *said)[0] == 0
    seen = browser(out, [{"eval": "document.getElementById('own').textContent"}, {"press": "template"}], tmp_path)
    assert seen["results"][1].startswith("Biểu mẫu: Báo cáo chuyển đổi số cấp xã. Danh mục: ")
    (name,) = seen["results"][2]["links"]
    assert name == "mau-chuyen-doi-so-2.xlsx", seen["results"][2]["status"]
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(seen["results"][2]["files"][name])))
    assert "Quý III" in [cell.value for row in book["Phụ lục"].iter_rows() for cell in row]


def test_page__reads_back_every_byte_that_it_was_written_with(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """Whatever HTML would change has another sign, at every length up to two groups of seven bytes and beyond."""
    from cchc_xl.page.ascii_text import ascii_text

    every = bytes(range(256))
    samples = [every[:length] for length in range(16)] + [
        every,
        every * 3,
        b"\0\r<=" * 9,
        b"\x80\x8d\xbc\xbd" * 5,
        b"=\r\n",
    ]
    texts = [ascii_text(one) for one in samples]
    assert not {"\0", "\r", "<"} & {sign for text in texts for sign in text}
    assert all(text.isascii() for text in texts)
    script = (
        f"JSON.parse({json.dumps(json.dumps(texts))}).map((text, at) => {{ const block = document.createElement('script');"
        "block.type = 'text/plain'; block.id = `d-t${at}`; block.textContent = text; document.body.append(block);"
        "return [...bytes(`t${at}`)]; })"
    )
    seen = browser(page, [{"eval": script}], tmp_path)
    assert [bytes(one) for one in seen["results"][1]] == samples
