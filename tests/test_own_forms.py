"""A department's own form goes through every command, and nothing written in it is left out in silence."""

from __future__ import annotations

import io
import json
import pathlib
import tempfile
from typing import Any

import made_forms
import openpyxl
import pytest
from filled import run
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.form.home import opened
from cchc_xl.form.lint import lint
from cchc_xl.form.load import load_file
from cchc_xl.form.period import period
from cchc_xl.model import Field, Form
from cchc_xl.numbers import fits, rounded
from cchc_xl.quantity.types import type_of
from cchc_xl.validate import settings as against
from cchc_xl.validate import validate_file
from cchc_xl.write.template.build import template_bytes

ROWS = [
    {"tt": "01", "label": "Số lượt hồ sơ nộp trực tuyến", "unit": "Hồ sơ"},
    {"tt": "02", "label": "Số điểm hỗ trợ dịch vụ công trực tuyến", "unit": "Điểm", "measure": "stock"},
    {"tt": "03", "label": "Số thành viên Tổ công nghệ số cộng đồng", "unit": "Người"},
    {"id": "03.1", "parent": "03", "label": "Trong đó: nữ", "unit": "Người"},
    {"tt": "04", "label": "Số lớp tập huấn kỹ năng số", "unit": "Lớp"},
]
SHORT: dict[str, Any] = {"id": "chuyen-doi-so", "version": 1, "title": "Báo cáo chuyển đổi số", "fields": ROWS}


def filled_in(form: Form, values: dict[str, Any], name: str = "UBND xã Sơn Tiến") -> bytes:
    when = form.periods[0]
    header: dict[str, Any] = {"unit": name, "period": when.label, "year": 2026}
    return template_bytes(form, values=values, header=header)


# --- nothing is lost -----------------------------------------------------------------------------------------------

BASE = {"required": "V25", "number": "V24", "not-negative": "V11", "whole": "V09"}
REFUSED = {"V09": 2.5, "V11": -3, "V24": "nhiều", "V01": "6(lồng ghép)"}


@pytest.mark.parametrize("levels", [(), ("so",)], ids=["not said", "said of another level"])
@pytest.mark.parametrize("code", REFUSED)
def test_base_rules__what_a_definition_leaves_out_is_asked_all_the_same(
    tmp_path: pathlib.Path, code: str, levels: tuple[str, ...]
) -> None:
    """2.5 in a row that the whole-number rule leaves out was dropped without a word."""
    others = [row["id"] if "id" in row else row["tt"] for row in ROWS if row.get("tt") != "02"]
    said = [
        {"id": kind, "code": own, "kind": kind, "severity": "error", "args": {"fields": others}}
        for kind, own in BASE.items()
    ]
    if levels:
        said += [rule | {"id": f"{rule['id']}-so", "levels": list(levels), "args": {"fields": ["02"]}} for rule in said]
    form = load_file(str(made_forms.put(SHORT | {"rules": said}, tmp_path)))
    path = tmp_path / "bc.xlsx"
    path.write_bytes(filled_in(form, dict.fromkeys(others, 4) | {"02": REFUSED[code]}))
    findings = [one for one in validate_file(str(path), against([form])).findings if one.field == "02"]
    assert [(one.code, one.severity) for one in findings] == [(code, findings[0].severity)]
    assert findings[0].severity in ("error", "warning")


def test_subject__of_another_form_is_its_own(tmp_path: pathlib.Path) -> None:
    """What is another subject than reform's is known of the reform's own forms, not of one about something else."""
    from surroundings import Paper
    from test_surroundings import AGAINST
    from test_surroundings import alarms as told

    from cchc_xl.validate import validate_grid

    form = load_file(str(made_forms.put(SHORT, tmp_path)))
    title, note = "BÁO CÁO KẾT QUẢ TUYÊN TRUYỀN CHUYỂN ĐỔI SỐ CẤP XÃ", "Tính cả lớp về chuyển đổi số"
    path = tmp_path / "bc.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(filled_in(form, dict.fromkeys(("01", "02", "03", "03.1", "04"), 4))))
    sheet = book.worksheets[0]
    row, column = next(
        (cell.row, cell.column) for line in sheet.iter_rows() for cell in line if cell.value == ROWS[4]["label"]
    )
    sheet.cell(row, column + 3).value = note
    sheet.cell(1, 1).value = title
    book.save(path)
    report = validate_file(str(path), against([form]))
    assert report.submission is not None
    assert {one.code for one in report.findings if one.severity != "note"}.isdisjoint({"S21", "V47"})
    paper = Paper({"01": 12, "02": 0, "03": 3, "04": 18, "05": 6, "05.1": 600, "06": 2, "07": 30, "08": 4})
    paper.lines = [["UBND PHƯỜNG NAM ĐÔNG HÀ"], [title], ["6 THÁNG ĐẦU NĂM 2026"]]
    paper.rows["05"]["note"] = note
    assert {code for code, _ in told(validate_grid(paper.grid(), AGAINST))} >= {"S21", "V47"}


def test_base_rules__the_forms_that_ship_say_all_of_them_themselves() -> None:
    from cchc_xl.form.load import known_forms, load

    for form_id, versions in known_forms().items():
        for version in versions:
            assert not [rule for rule in load(form_id, version).rules if rule.id.startswith("base-")]


numbers = st.one_of(
    st.integers(0, 9999),
    st.sampled_from([2.5, 0.1 + 0.2, 1.2345, -3, "nhiều", "", "12", "12,5", "1.200", 1e300, "-", True]),
)


def is_figure(value: Any, field: Field) -> bool:
    """Is it a figure that this field takes as it is?"""
    most = {"percent": 100, "money": 999_999}.get(field.kind, 1e8 - 1)
    return type(value) in (int, float) and 0 <= value <= most and fits(value, field.places)


@settings(max_examples=40)
@given(made_forms.definitions(), st.data())
def test_any_form__template_filling_validate_merge(definition: dict[str, Any], data: st.DataObject) -> None:
    """Whatever a sound definition says: no command fails, and what is read is added up or stands under a finding."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = made_forms.put(definition, folder)
        assert lint(str(path)) == ()
        form = opened(str(path))
        values = {field.id: data.draw(numbers, label=field.id) for field in form.fields}
        when = period(form, form.periods[0].id, 2026)
        one = folder / "bc" / "a.xlsx"
        one.parent.mkdir()
        one.write_bytes(filled_in(form, {key: value for key, value in values.items() if value != ""}))
        report = validate_file(str(one), against([form], None, when))
        assert report.submission is not None
        assert report.submission.period == when, (report.submission.period_text, when)
        spoken = {finding.field for finding in report.findings if finding.severity != "note"}
        for reading in report.submission.readings:
            value, field = values[reading.field], form.field(reading.field)
            if type_of(field.kind).place:
                answered = reading.state == "answer" or reading.field in spoken
                assert answered or (value == "" and not field.required), (reading, report.findings)
            elif is_figure(value, field):
                assert reading.number == rounded(value, field.places)
            elif value == "":
                assert reading.field in spoken or not field.required
            else:
                assert reading.field in spoken or reading.number == float(str(value).replace(",", ".")), (
                    reading,
                    report.findings,
                )
        code, printed = run("merge", folder / "bc", "--form", path, "--period", f"2026-{when.type}", "-o",
                            folder / "kq.xlsx", "--format", "json")  # fmt: skip
        assert code in (0, 1), printed
        merged = json.loads(printed)
        for field in form.fields:
            value, total = values[field.id], merged["totals"][field.id]
            if is_figure(value, field) and not type_of(field.kind).place and field.id not in spoken:
                alone = None if field.aggregation == "none" else rounded(value, field.places)
                assert total["used"] == alone or total["set_aside"] == alone, (field, total)
        assert run("remind", folder / "kq.xlsx", "--form", path, "--out", folder / "nhac")[0] == 0
        assert run("migrate", one, "--form", path, "--to", form.version, "-o", folder / "m.xlsx")[0] in (0, 1)
        assert run("mark", one, "--form", path, "--out", folder / "danh-dau")[0] in (0, 1)


# --- what need not be said -----------------------------------------------------------------------------------------


def test_short_form__says_what_the_long_one_says(tmp_path: pathlib.Path) -> None:
    form = load_file(str(made_forms.put(SHORT, tmp_path)))
    assert [field.id for field in form.fields] == ["01", "02", "03", "03.1", "04"]
    assert [kind.id for kind in form.periods] == ["H1", "H2", "Y"]
    assert form.heading == ("PHỤ LỤC", "BÁO CÁO CHUYỂN ĐỔI SỐ")
    assert form.field("02").measure == "stock"
    assert form.field("01").levels == ("huyen", "xa", "so", "don-vi")
    assert {rule.kind: rule.args["fields"] for rule in form.rules} == {
        kind: [field.id for field in form.fields] for kind in BASE
    }
    lines = json.dumps(SHORT, ensure_ascii=False, indent=1).splitlines()
    assert len(lines) / len(ROWS) < 8


def test_own_words__stand_in_the_finding_and_in_the_template(tmp_path: pathlib.Path) -> None:
    from cchc_xl.words.say import say
    from cchc_xl.write.template.live import live_rules

    rule = {
        "id": "hop-ly", "code": "V27", "kind": "at-most", "severity": "warning", "args": {"field": "04", "limit": 20},
        "message": "Mỗi xã không mở quá 20 lớp trong kỳ.", "repair": "Đề nghị kiểm tra lại với Phòng Văn hóa.",
    }  # fmt: skip
    form = load_file(str(made_forms.put(SHORT | {"rules": [rule]}, tmp_path)))
    path = tmp_path / "bc.xlsx"
    path.write_bytes(filled_in(form, {"01": 1, "02": 1, "03": 3, "03.1": 1, "04": 21}))
    (found,) = [one for one in validate_file(str(path), against([form])).findings if one.field == "04"]
    assert say(found, form)[1:] == (rule["message"], "", rule["repair"])
    from cchc_xl.form.layout import layout

    assert f"Cảnh báo: {rule['message']}" in [one.text for one in live_rules(form, layout(form))]


def test_rule_without_words__is_told(tmp_path: pathlib.Path) -> None:
    rule = {"id": "a", "code": "C10", "kind": "at-most", "severity": "warning", "args": {"field": "04", "limit": 2}}
    (problem,) = lint(str(made_forms.put(SHORT | {"rules": [rule]}, tmp_path)))
    assert problem.path == "rules[0]"
    assert "C10 không có lời ngắn" in problem.what["vi"]


# --- versions that say what they change ----------------------------------------------------------------------------

LATER: dict[str, Any] = {
    "extends": "chuyen-doi-so/1",
    "version": 2,
    "periods": ["Q1", "Q2", "Q3", "Q4"],
    "add": {"fields": [{"tt": "05", "label": "Số tài khoản định danh", "unit": "Tài khoản", "after": "02"}]},
    "change": {"fields": {"01": {"label": "Số hồ sơ trực tuyến"}}},
    "drop": {"fields": ["04"]},
}


def test_later_version__states_only_what_it_adds_changes_and_drops(tmp_path: pathlib.Path) -> None:
    rule = {
        "id": "so-lop",
        "code": "V27",
        "kind": "at-most",
        "severity": "warning",
        "args": {"field": "04", "limit": 9},
    }
    made_forms.put(SHORT | {"rules": [rule]}, tmp_path)
    path = made_forms.put(LATER, tmp_path, "v2.json")
    assert lint(str(path)) == ()
    form = load_file(str(path))
    assert (form.id, form.version, form.title) == ("chuyen-doi-so", 2, "Báo cáo chuyển đổi số")
    assert [field.id for field in form.fields] == ["01", "02", "05", "03", "03.1"]
    assert form.field("01").label == "Số hồ sơ trực tuyến"
    assert [kind.label for kind in form.periods] == ["Quý I", "Quý II", "Quý III", "Quý IV"]
    assert all("04" not in rule.args.get("fields", [rule.args.get("field")]) for rule in form.rules)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"extends": "khong-co/1"}, "Không có biểu mẫu “khong-co/1” để kế thừa."),
        ({"drop": {"fields": ["77"]}}, "Không có “fields: 77” trong biểu mẫu được kế thừa."),
        ({"change": {"rules": {"la": {"severity": "note"}}}}, "Không có “rules: la” trong biểu mẫu được kế thừa."),
        ({"extends": "chuyen-doi-so/2"}, "Các biểu mẫu kế thừa lẫn nhau"),
        ({"add": {"fields": [{"tt": "09", "label": "Số x", "unit": "x", "after": "77"}]}}, "Không có “77”"),
    ],
)  # fmt: skip
def test_later_version__what_cannot_be_put_together_is_said(
    tmp_path: pathlib.Path, change: dict[str, Any], said: str
) -> None:
    made_forms.put(SHORT, tmp_path)
    problems = lint(str(made_forms.put(LATER | change, tmp_path, "v2.json")))
    assert [said in problem.what["vi"] for problem in problems] == [True]


# --- a home for forms ----------------------------------------------------------------------------------------------


def test_home__the_folder_beside_the_campaign_file_serves_every_command(tmp_path: pathlib.Path) -> None:
    made_forms.put(SHORT, tmp_path / "bieu-mau")
    later = made_forms.put(LATER, tmp_path / "bieu-mau", "v2.json")
    (tmp_path / "bieu-mau" / "ban-nhap.json").write_text("{", encoding="utf-8")  # a draft stops nobody
    campaign = tmp_path / "dot-bao-cao.json"
    campaign.write_text(
        json.dumps({"form": "chuyen-doi-so", "version": 2, "accepted_versions": [1], "period": "2026-Q1"}),
        encoding="utf-8",
    )
    form = load_file(str(later))
    reports = tmp_path / "bc"
    reports.mkdir()
    for name, shift in (("Xã Sơn Tiến", 0), ("Xã Sơn Hồng", 10)):
        values = {field.id: shift + index for index, field in enumerate(form.fields, 1)}
        (reports / f"{name}.xlsx").write_bytes(filled_in(form, values, f"UBND {name}"))
    said = ("--campaign", campaign)
    assert run("validate", reports, *said)[0] == 0
    code, printed = run("merge", reports, *said, "-o", tmp_path / "kq.xlsx")
    assert (code, "đã cộng 10 + để riêng 0" in printed) == (0, True), printed
    assert run("remind", reports, *said, "--out", tmp_path / "n1")[0] == 0
    assert run("remind", tmp_path / "kq.xlsx", *said, "--out", tmp_path / "n2")[0] == 0
    assert run("merge", reports, *said, "--previous", tmp_path / "kq.xlsx", "-o", tmp_path / "kq2.xlsx")[0] in (0, 1)
    assert run("mark", reports, *said, "--out", tmp_path / "m")[0] == 0
    assert run("fix", reports, *said, "--out", tmp_path / "f")[0] == 0
    moved = run("migrate", reports / "Xã Sơn Tiến.xlsx", *said, "--to", "1", "-o", tmp_path / "v1.xlsx")
    assert moved[0] == 1
    assert "chuyen-doi-so/1" in moved[1]


# Every command that takes a form; HERE stands for a folder with reports and an earlier result.
COMMANDS: dict[str, tuple[str, ...]] = {
    "validate": ("validate", "HERE/bc"),
    "merge": ("merge", "HERE/bc", "-o", "HERE/kq.xlsx"),
    "remind": ("remind", "HERE/bc", "-o", "HERE/ra"),
    "remind of a result": ("remind", "HERE/truoc.xlsx", "-o", "HERE/ra"),
    "mark": ("mark", "HERE/bc", "-o", "HERE/ra"),
    "fix": ("fix", "HERE/bc", "-o", "HERE/ra"),
    "migrate": ("migrate", "HERE/bc/a.xlsx", "--to", "1", "-o", "HERE/m.xlsx"),
    "template": ("template", "-o", "HERE/m.xlsx"),
    "template with figures": (
        "template",
        "-o",
        "HERE/m.xlsx",
        "--previous",
        "HERE/truoc.xlsx",
        "--unit",
        "xã Sơn Tiến",
    ),
    "report": ("report", "HERE/bc/a.xlsx", "-o", "HERE/r.docx"),
    "report of a result": ("report", "HERE/truoc.xlsx", "-o", "HERE/r.docx"),
    "merge with an earlier one": ("merge", "HERE/bc", "-o", "HERE/kq.xlsx", "--previous", "HERE/truoc.xlsx"),
    "forms show": ("forms", "show"),
    "forms suggest": ("forms", "suggest", *["HERE/truoc.xlsx"]),
    "page": ("page", "-o", "HERE/trang.html"),
}


def test_commands__are_all_that_take_a_form() -> None:
    import click

    from cchc_xl.cli.group import cli

    context = click.Context(cli)
    found = set()
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        every = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        found |= {
            " ".join(filter(None, (name, one.name if one is not command else "")))
            for one in every
            if one
            and any(option in one_option.opts for one_option in one.params for option in ("--form", "--campaign"))
        }
    assert found - {"receive", "forms list"} == {
        " ".join(arguments[: 2 if arguments[0] == "forms" else 1]) for arguments in COMMANDS.values()
    }


@pytest.mark.parametrize("home", ["--form", "--campaign"])
@pytest.mark.parametrize("command", COMMANDS)
def test_form_that_fails_its_check__is_refused_in_the_checks_own_words(
    tmp_path: pathlib.Path, command: str, home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 with the check's words, whether the form was named or lies beside the campaign file."""
    import shutil

    from cchc_xl.__main__ import run as main
    from cchc_xl.form.load import forget

    examples = pathlib.Path(__file__).parent.parent / "examples" / "giai-quyet-tthc"
    shutil.copytree(examples, tmp_path / "đợt")
    folder = tmp_path / "đợt"
    folder.joinpath("bao-cao").rename(folder / "bc")
    min((folder / "bc").iterdir()).rename(folder / "bc" / "a.xlsx")
    (folder / "tong-hop.xlsx").rename(folder / "truoc.xlsx")
    path = next((folder / "bieu-mau").iterdir())
    path.write_text(path.read_text(encoding="utf-8").replace('"unit": "Hồ sơ"}', '"unit": ""}', 1), encoding="utf-8")
    arguments = [one.replace("HERE", str(folder)) for one in COMMANDS[command]]
    named = [home, str(path if home == "--form" else folder / "dot-bao-cao.json")]
    if command == "forms show":
        named = [str(path)] if home == "--form" else ["giai-quyet-tthc", *named]
    forget()
    assert main([*arguments, *named]) == 2
    told = capsys.readouterr().err
    assert "fields[0].unit: Không đúng cấu trúc: giá trị" in told, told
    assert not list(folder.glob("kq*")) + list(folder.glob("m.*")) + list(folder.glob("r.*"))


# --- the guide -----------------------------------------------------------------------------------------------------


def test_guide__its_definitions_are_the_examples_and_sound() -> None:
    root = pathlib.Path(__file__).parent.parent
    guide = (root / "docs" / "bieu-mau.md").read_text(encoding="utf-8")
    blocks = [block.split("```")[0] for block in guide.split("```json\n")[1:]]
    folder = root / "examples" / "bieu-mau-rieng" / "bieu-mau"
    for path in sorted(folder.glob("*.json")):
        assert lint(str(path)) == ()
        assert json.loads(path.read_text(encoding="utf-8")) in [json.loads(one) for one in blocks if one[0] == "{"]
    wide = {"fields": [{"tt": tt, "label": f"Lĩnh vực {tt}", "unit": "Hồ sơ", "id": tt} for tt in ("1", "2", "tong")]}
    lists = [json.loads("{" + one + "}") for one in blocks if one.startswith('"lists"') or '"from": {"list"' in one]
    assert [list(one) for one in lists] == [["lists"], ["fields"]]
    blocks = [one for one in blocks if not one.startswith('"lists"') and '"from": {"list"' not in one]
    with tempfile.TemporaryDirectory() as name:
        assert lint(str(made_forms.put({**SHORT, **lists[0], **lists[1]}, pathlib.Path(name)))) == ()
    for one in (one for one in blocks if one.startswith('"values"') or '"column"' in one):
        wide |= json.loads("{" + one + "}")
    assert {"values", "rules"} <= wide.keys()
    with tempfile.TemporaryDirectory() as name:
        assert lint(str(made_forms.put({**SHORT, **wide}, pathlib.Path(name)))) == ()
    blocks = [one for one in blocks if '"column"' not in one]
    rules = [json.loads("{" + one + "}")["rules"] for one in blocks if one.startswith('"rules"')]
    assert len(rules) > 1
    short = json.loads((folder / "chuyen-doi-so-1.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        assert (
            lint(str(made_forms.put(short | {"rules": [rule for some in rules for rule in some]}, pathlib.Path(name))))
            == ()
        )


# --- sections and free numbering -------------------------------------------------------------------------------------

SECTIONED: dict[str, Any] = SHORT | {
    "fields": [
        {"tt": "1", "label": "Số văn bản chỉ đạo", "unit": "Văn bản"},
        {"tt": "2", "label": "Số cuộc kiểm tra", "unit": "Cuộc"},
        {"tt": "2.1", "parent": "2", "label": "Trong đó: đột xuất", "unit": "Cuộc"},
        {"tt": "a)", "id": "a", "label": "Số hồ sơ đúng hạn", "unit": "Hồ sơ"},
        {"tt": "b)", "id": "b", "label": "Số hồ sơ quá hạn", "unit": "Hồ sơ"},
    ],
    "sections": [
        {"tt": "I", "label": "Công tác chỉ đạo", "before": "1"},
        {"tt": "II", "label": "Kết quả giải quyết hồ sơ", "before": "a"},
    ],
}


@pytest.mark.parametrize("figure", [None, 45])
def test_sections__head_rows_and_hold_no_figure(tmp_path: pathlib.Path, figure: int | None) -> None:
    import openpyxl

    path = made_forms.put(SECTIONED, tmp_path)
    assert lint(str(path)) == ()
    form = load_file(str(path))
    values = {"1": 4, "2": 3, "2.1": 1, "a": 40, "b": 5}
    report = tmp_path / "bc.xlsx"
    report.write_bytes(filled_in(form, values))
    book = openpyxl.load_workbook(report)
    sheet = book["Phụ lục"]
    rows = {sheet.cell(row, 2).value: row for row in range(1, 40)}
    assert [sheet.cell(rows["Công tác chỉ đạo"] + down, 1).value for down in range(8)] == [
        "I", "1", "2", "2.1", "II", "a)", "b)", None,
    ]  # fmt: skip
    if figure is not None:
        sheet.cell(rows["Kết quả giải quyết hồ sơ"], 4).value = figure
        book.save(report)
    checked = validate_file(str(report), against([form]))
    assert checked.submission is not None
    assert {one.field: one.number for one in checked.submission.readings} == values
    said = [one.code for one in checked.findings if one.severity != "note"]
    assert bool(said) == (figure is not None), checked.findings


def test_sections__one_with_the_name_of_an_indicator_is_told(tmp_path: pathlib.Path) -> None:
    sections = [{"tt": "I", "label": "Số cuộc kiểm tra", "before": "9"}]
    problems = lint(str(made_forms.put(SECTIONED | {"sections": sections}, tmp_path)))
    assert [problem.path for problem in problems] == ["sections[0].before", "sections[0].label"]
