"""cchc-xl merge as a consolidator calls it. The numbers are those of docs/robustness.md."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from cchc_xl.form.load import load
from cchc_xl.form.period import period
from cchc_xl.model import Unit
from cchc_xl.write.template.workbook import write_template

FORM = load("tuyen-truyen-cchc", 1)
GOOD = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 3, "08": 4}
INJECTIONS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1", "＝1+1", "=cmd|' /C calc'!A0")


def cchc(*arguments: object, cwd: pathlib.Path | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cchc_xl", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
        timeout=timeout,
    )


def put(folder: pathlib.Path, name: str, unit: str = "", **changes: object) -> pathlib.Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.xlsx"
    values = {**GOOD, **{key.lstrip("f").replace("_", "."): value for key, value in changes.items()}}
    header = {"unit": unit or f"UBND {name}", "prepared_by": "Nguyễn Văn An"}
    write_template(FORM, path, period=period(FORM, "H1", 2026), values=values, header=header)
    return path


def merge(*arguments: object) -> tuple[dict, int]:
    done = cchc("merge", *arguments, "--format", "json")
    assert done.stderr == ""
    return json.loads(done.stdout, parse_constant=lambda name: pytest.fail(name)), done.returncode


def hashes(folder: pathlib.Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def sheets(path: pathlib.Path) -> list[str]:
    return [name for name in CalamineWorkbook.from_path(str(path)).sheet_names if not name.startswith("_")]


def test_merge__three_units_add_up(tmp_path):
    for name in ("Xã An", "Xã Bình", "Xã Đông"):
        put(tmp_path / "in", name, f07="03" if name == "Xã An" else 7, f05="6(lồng ghép)" if name == "Xã Bình" else 6)
    before = hashes(tmp_path / "in")
    result, code = merge(tmp_path / "in", "-o", tmp_path / "out.xlsx")
    assert code == 0
    assert result["totals"]["07"]["used"] == 17
    assert result["totals"]["05"]["used"] == 18
    assert [unit["name"] for unit in result["units"]] == ["UBND Xã An", "UBND Xã Bình", "UBND Xã Đông"]
    assert sheets(tmp_path / "out.xlsx") == ["Tổng hợp", "Theo đơn vị", "Vấn đề", "Nguồn", "Biểu đồ"]
    assert hashes(tmp_path / "in") == before


def test_merge__what_was_worked_out_waits_for_a_person(tmp_path):
    """A number that the clerk wrote is added; a sum that we made is not."""
    put(tmp_path / "in", "Xã An", f04="13 tin, 05 bài", f08="Hội nghị; mạng xã hội")
    result, code = merge(tmp_path / "in", "-o", tmp_path / "out.xlsx")
    total = result["totals"]["04"]
    assert (total["used"], total["set_aside"], total["read"]) == (0, 18, 18)
    assert result["totals"]["08"]["units_set_aside"] == 1
    assert code == 1


def test_merge__output_is_deterministic(tmp_path):
    for name in ("Xã An", "Xã Bình"):
        put(tmp_path / "in", name)
    for out in ("a.xlsx", "b.xlsx"):
        merge(tmp_path / "in", "-o", tmp_path / out)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_merge__folders_archives_and_single_files_together(tmp_path):
    put(tmp_path / "một", "Xã An")
    put(tmp_path / "hai", "Xã Bình")
    single = put(tmp_path, "Xã Cam")
    archive = shutil.make_archive(str(tmp_path / "hai"), "zip", tmp_path / "hai")
    result, _ = merge(tmp_path / "một", archive, single, "-o", tmp_path / "out.xlsx")
    assert [unit["name"] for unit in result["units"]] == ["UBND Xã An", "UBND Xã Bình", "UBND Xã Cam"]


def test_merge__robustness_1_text_never_becomes_a_formula(tmp_path):
    folder = tmp_path / "in"
    for number, text in enumerate(INJECTIONS):
        path = put(folder, f"xã {number}", unit=text, f08=text, f01=text)
        path.rename(folder / f"{text[:1]}{number}.xlsx") if "/" not in text[:1] and text[0] != "\t" else None
    merge(folder, "-o", tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        for name in package.namelist():
            data = package.read(name).decode("utf-8")
            for text in ("1+1", "HYPERLINK", "cmd|", "SUM(A1)"):
                assert text not in "".join(part.split("</f>")[0] for part in data.split("<f>")[1:]), name
            assert "ddeLink" not in data
            assert "externalLink" not in name


def test_merge__robustness_12_and_23_rotten_files_do_not_stop_the_good_ones(tmp_path):
    put(tmp_path / "in", "Xã An")
    alone, _ = merge(tmp_path / "in", "-o", tmp_path / "one.xlsx")
    (tmp_path / "in" / "hỏng.xlsx").write_bytes(b"PK\x03\x04rotten")
    (tmp_path / "in" / "rỗng.xlsx").write_bytes(b"")
    (tmp_path / "in" / "anh.jpg").write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    result, code = merge(tmp_path / "in", "-o", tmp_path / "out.xlsx")
    assert code == 1
    assert result["units"] == alone["units"]
    assert {s["outcome"] for s in result["sources"]} == {"merged", "set-aside"}


def test_merge__robustness_19_outputs_that_cannot_be_meant(tmp_path):
    path = put(tmp_path / "in", "Xã An")
    before = hashes(tmp_path / "in")
    for output in (path, tmp_path / "in", tmp_path / "none" / "out.xlsx"):
        done = cchc("merge", tmp_path / "in", "-o", output)
        assert done.returncode == 2, output
        assert "Traceback" not in done.stderr
        assert done.stderr.strip()
    assert hashes(tmp_path / "in") == before


def test_merge__robustness_20_an_older_output_is_no_submission(tmp_path):
    put(tmp_path / "in", "Xã An")
    first, _ = merge(tmp_path / "in", "-o", tmp_path / "in" / "tong-hop.xlsx")
    shutil.copy(tmp_path / "in" / "tong-hop.xlsx", tmp_path / "in" / "tổng hợp cũ.xlsx")
    again, _ = merge(tmp_path / "in", "-o", tmp_path / "in" / "tong-hop.xlsx")
    assert again["totals"] == first["totals"]
    assert [s["outcome"] for s in again["sources"]].count("merged") == 1
    assert any(s["why"] == "F18" for s in again["sources"])


def test_merge__earlier_workbook_decisions_and_roster_among_the_inputs_are_skipped_by_name(tmp_path):
    folder = tmp_path / "in"
    put(folder, "Xã An")
    old = folder / "năm trước.xlsx"
    merge(folder, "-o", old, "--period", "2026-H1")
    book = openpyxl.Workbook()
    for row in (("Tên đơn vị", "Cấp"), ("Xã An", "Xã"), ("Xã Bình", "Xã")):
        book.active.append(row)
    book.save(folder / "danh mục.xlsx")
    write_template(FORM, folder / "Xã An.xlsx", period=period(FORM, "Y", 2026), values=GOOD, header={"unit": "Xã An"})
    (tmp_path / "lối tắt").symlink_to(folder, target_is_directory=True)  # the same file by another path
    named = ("--previous", tmp_path / "lối tắt" / "năm trước.xlsx", "--roster", folder / "danh mục.xlsx")
    data, code = merge(folder, "-o", tmp_path / "ra.xlsx", *named)
    outcomes = {pathlib.PurePath(row["path"]).name: (row["outcome"], row["why"]) for row in data["sources"]}
    assert outcomes == {
        "Xã An.xlsx": ("merged", None),
        "danh mục.xlsx": ("skipped", "skip-roster"),
        "năm trước.xlsx": ("skipped", "skip-previous"),
    }
    assert data["found"] == 3
    assert [one["code"] for one in data["findings"] if one["severity"] != "note"] == ["C06", "M12"]
    assert code == 0  # no file is at fault
    sheet = openpyxl.load_workbook(tmp_path / "ra.xlsx")["Nguồn"]
    values = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"tệp tổng hợp kỳ trước, dùng để so sánh", "danh mục đơn vị của lần tổng hợp này"} <= {
        text[:1].lower() + text[1:] for text in values
    }
    again, _ = merge(
        folder,
        "-o",
        tmp_path / "ra.xlsx",
        "--period",
        "2026-Y",
        "--decisions",
        old,
        "--roster",
        folder / "danh mục.xlsx",
    )
    assert {row["why"] for row in again["sources"]} == {None, "skip-roster", "skip-decisions"}


def test_merge__robustness_22_found_is_merged_set_aside_and_skipped(tmp_path):
    folder = tmp_path / "in"
    put(folder, "Xã An")
    put(folder, "Xã Bình")
    shutil.copy(folder / "Xã An.xlsx", folder / "Xã An (bản sao).xlsx")
    (folder / "~$Xã An.xlsx").write_bytes(b"lock")
    (folder / "đọc.txt").write_text("x")
    (folder / "hỏng.xlsx").write_bytes(b"x")
    result, _ = merge(folder, "-o", tmp_path / "out.xlsx")
    assert result["found"] == len(result["sources"]) == 6
    rows = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_name("Nguồn").to_python()
    text = "\n".join(str(cell) for row in rows for cell in row)
    for name in ("Xã An.xlsx", "Xã An (bản sao).xlsx", "~$Xã An.xlsx", "đọc.txt", "hỏng.xlsx"):
        assert name in text


def test_merge__robustness_16_disk_full_leaves_the_old_result(tmp_path):
    put(tmp_path / "in", "Xã An")
    small = pathlib.Path("/dev/shm") / f"cchc-{os.getpid()}"
    if os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(small)], capture_output=True, check=False
    ).returncode:
        small.rmdir()
        pytest.skip("file systems cannot be mounted in this sandbox")
    try:
        (small / "out.xlsx").write_bytes(b"old")
        done = cchc("merge", tmp_path / "in", "-o", small / "out.xlsx", "--force")
        assert done.returncode == 2
        assert "đầy" in done.stderr
        assert [path.name for path in small.iterdir()] == ["out.xlsx"]
        assert (small / "out.xlsx").read_bytes() == b"old"
    finally:
        subprocess.run(["umount", str(small)], check=True)
        small.rmdir()


def test_merge__robustness_17_and_18_stopped_at_any_moment(tmp_path):
    """Killed: the old result or the new one, whole. Asked to stop: under 10 s, one line, no traceback."""
    template = put(tmp_path / "in", "Xã 0").read_bytes()
    for number in range(1, 400):
        (tmp_path / "in" / f"Xã {number}.xlsx").write_bytes(template)
    output = tmp_path / "out.xlsx"
    merge(tmp_path / "in", "-o", output)
    whole = output.read_bytes()
    for delay, sign in (
        (0.15, signal.SIGKILL),
        (0.5, signal.SIGKILL),
        (0.9, signal.SIGKILL),
        (0.3, signal.SIGTERM),
        (0.6, signal.SIGINT),
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", "cchc_xl", "merge", tmp_path / "in", "-o", output, "--no-cache"],
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        time.sleep(delay)
        process.send_signal(sign)
        _, err = process.communicate(timeout=10)
        assert output.read_bytes() == whole
        assert "Traceback" not in err, err
        if sign != signal.SIGKILL and process.returncode not in (0, 1):  # else it was done before it heard us
            assert len(err.strip().splitlines()) == 1
            assert process.returncode == 130
    time.sleep(1)
    assert not subprocess.run(["pgrep", "-f", str(tmp_path / "in")], capture_output=True, check=False).stdout, (
        "a worker was left behind"
    )


def test_merge__robustness_21_two_at_once(tmp_path):
    for number in range(30):
        put(tmp_path / "in", f"Xã {number}")
    command = [sys.executable, "-m", "cchc_xl", "merge", tmp_path / "in", "-o", tmp_path / "out.xlsx"]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    for process in both:
        assert process.stderr is not None
        process.stderr.close()
    assert sheets(tmp_path / "out.xlsx")[0] == "Tổng hợp"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".cchc")] == []


def test_merge__robustness_26_read_only_inputs(tmp_path):
    path = put(tmp_path / "in", "Xã An")
    os.chmod(path, 0o444)
    os.chmod(tmp_path / "in", 0o555)
    try:
        result, code = merge(tmp_path / "in", "-o", tmp_path / "out.xlsx")
    finally:
        os.chmod(tmp_path / "in", 0o755)
    assert code == 0
    assert len(result["units"]) == 1


def test_merge__roster_says_who_has_not_sent(tmp_path):
    put(tmp_path / "in", "a", unit="Xã An")
    (tmp_path / "don-vi.csv").write_text("Mã đơn vị,Tên đơn vị,Cấp\nA1,Xã An,Xã\nB1,Xã Bình,Xã\n", encoding="utf-8")
    result, _ = merge(tmp_path / "in", "--roster", tmp_path / "don-vi.csv", "-o", tmp_path / "out.xlsx")
    assert [unit["id"] for unit in result["missing"]] == ["B1"]
    assert result["units"][0]["id"] == "A1"
    assert "Chưa nộp" in sheets(tmp_path / "out.xlsx")


def test_merge__another_version_of_the_form_is_not_zero(tmp_path):
    put(tmp_path / "in", "Xã An")
    newer = load("tuyen-truyen-cchc", 2)
    header = {"unit": "UBND Xã Bình", "prepared_by": "A"}
    write_template(
        newer,
        tmp_path / "in" / "b.xlsx",
        unit=Unit("", "UBND Xã Bình"),
        period=period(newer, "H1", 2026),
        values={**GOOD, "09": 5, "10": 0},
        header=header,
    )
    result, _ = merge(tmp_path / "in", "-o", tmp_path / "out.xlsx")
    assert result["totals"]["09"]["used"] == 5
    assert result["totals"]["09"]["units_missing"] == 1
    assert result["totals"]["10"]["units_used"] == 1


def test_merge__robustness_2_macros_are_named_and_never_copied(tmp_path):
    """A workbook with macros of its own: F17 in the findings, nothing of them in the result."""
    (tmp_path / "in").mkdir()
    source = put(tmp_path / "plain", "Xã An").read_bytes()
    with (
        zipfile.ZipFile(tmp_path / "plain" / "Xã An.xlsx") as package,
        zipfile.ZipFile(tmp_path / "in" / "a.xlsm", "w") as out,
    ):
        for name in package.namelist():
            data = package.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            if name == "xl/workbook.xml":
                data = data.replace(b"_cchc", b"_khac")
            out.writestr(name, data)
        out.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not ours")
    assert source
    result, _ = merge(tmp_path / "in", "-o", tmp_path / "out.xlsx")
    assert [finding["raw"] for finding in result["findings"] if finding["code"] == "F17"] == [""]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]


def test_merge__robustness_24_and_25_harmless_variants_and_strict_json(tmp_path):
    """A stored package with its members in another order gives the same values.

    Standard error stays empty, JSON strict.
    """
    path = put(tmp_path / "in", "Xã An")
    plain, _ = merge(path, "-o", tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(tmp_path / "other.xlsx", "w", zipfile.ZIP_STORED) as out:
        for name in reversed(package.namelist()):
            if not name.startswith("docProps"):
                out.writestr(name, package.read(name))
    other, _ = merge(tmp_path / "other.xlsx", "-o", tmp_path / "b.xlsx")
    assert other["totals"] == plain["totals"]
    assert other["units"] == plain["units"]


def test_merge__robustness_28_long_and_odd_texts_are_not_lost_silently(tmp_path):
    """robustness 28: a note with control characters and at the cell's limit comes back escaped or cut with a mark."""
    folder = tmp_path / "in"
    folder.mkdir()
    header = {"unit": "UBND Xã An", "prepared_by": "A"}
    text = "bắt đầu " + "x" * 32_000 + " hết"
    write_template(FORM, folder / "a.xlsx", period=period(FORM, "H1", 2026), values={**GOOD, "08": text}, header=header)
    _, code = merge(folder, "-o", tmp_path / "out.xlsx")
    assert code == 1
    book = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))
    cells = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    shown = [cell for cell in cells if cell.startswith("bắt đầu")]
    assert shown
    assert all(" hết" in cell or cell.endswith("…") for cell in shown)
