"""The campaign file: what it may say, how it is refused, and what it changes."""

from __future__ import annotations

import datetime as dt
import json
import pathlib
import shutil
import subprocess
import sys

import jsonschema
import pytest
from made_reports import FORM, H1

from cchc_xl.campaign import Campaign, Office, applied, deadline_of, load_campaign
from cchc_xl.check.before import LIMITS, JumpLimits, limits
from cchc_xl.errors import UserError
from cchc_xl.form.load import versions
from cchc_xl.model import Unit
from cchc_xl.units.roster import Roster
from cchc_xl.validate import Settings
from cchc_xl.words.say import ui
from cchc_xl.write.template.workbook import write_template

SCHEMA = json.loads(
    (pathlib.Path(__file__).resolve().parent.parent / "schemas" / "campaign.schema.json").read_text(encoding="utf-8")
)
WHOLE = {
    "form": "tuyen-truyen-cchc",
    "version": 2,
    "accepted_versions": [1],
    "period": "2026-H1",
    "cut_off": "2026-06-10",
    "deadline": {"xa": "2026-06-18", "so": "2026-06-22"},
    "roster": "dm/don-vi.csv",
    "waivers": "mien.csv",
    "previous": ["tong-hop-2025.xlsx"],
    "office": {
        "name": "Sở Nội vụ",
        "place": "Hà Tĩnh",
        "number": "{so}/SNV-CCHC",
        "recipients": ["UBND tỉnh (để b/c)"],
    },
}
XA, SO = Unit("U-1", "Xã A", "xa"), Unit("U-2", "Sở B", "so", deadline="2026-06-30")


def write(folder, data) -> str:
    path = folder / "dot-bao-cao.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(path)


def problems(folder, data) -> list[str]:
    with pytest.raises(UserError) as raised:
        load_campaign(write(folder, data))
    assert raised.value.key == "bad-campaign"
    lines = ui(raised.value.key, "vi", **raised.value.params).split("\n")
    assert f"{len(lines) - 1} chỗ cần sửa" in lines[0]
    return [line.strip() for line in lines[1:]]


def test_schema__is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_load__says_all_that_the_file_says(tmp_path):
    loaded = load_campaign(write(tmp_path, WHOLE))
    assert loaded == Campaign(
        path=str(tmp_path / "dot-bao-cao.json"),
        form="tuyen-truyen-cchc",
        version=2,
        accepted_versions=(1,),
        period="2026-H1",
        cut_off=dt.date(2026, 6, 10),
        deadlines={"xa": dt.date(2026, 6, 18), "so": dt.date(2026, 6, 22)},
        roster=str(tmp_path / "dm/don-vi.csv"),
        waivers=str(tmp_path / "mien.csv"),
        previous=(str(tmp_path / "tong-hop-2025.xlsx"),),
        office=Office("Sở Nội vụ", place="Hà Tĩnh", number="{so}/SNV-CCHC", recipients=("UBND tỉnh (để b/c)",)),
    )


def test_load__everything_has_a_default(tmp_path):
    assert load_campaign(write(tmp_path, {})) == Campaign(path=str(tmp_path / "dot-bao-cao.json"))


def test_load__a_byte_order_mark_is_no_fault(tmp_path):
    assert load_campaign(write(tmp_path, "\ufeff{}")).form == ""


@pytest.mark.parametrize(
    ("data", "place", "repair"),
    [
        ({"perod": "2026-H1"}, "perod", "period"),
        ({"period": "2026"}, "period", "2026-H1"),
        ({"period": "2026-H1", "cut_off": "2026-02-30"}, "cut_off", "2026-06-20"),
        ({"cut_off": "2026-06-10"}, "cut_off", "period"),
        ({"version": "2"}, "version", "ví dụ 2"),
        ({"version": True}, "version", "ví dụ 2"),
        ({"deadline": {"xa": "18/6/2026"}}, "deadline", "2026-06-18"),
        ({"jumps": {"high": 1}}, "jumps/high", "ví dụ 5"),
        ({"previous": "a.xlsx"}, "previous", "tổng hợp kỳ trước"),
        ({"office": {"number": "SNV"}}, "office/number", "{so}"),
        ({"office": {"ten": "a"}}, "office/ten", "signer"),
        ([], "dot-bao-cao.json", "{}"),
    ],
)
def test_load__a_fault_has_its_place_and_its_repair(tmp_path, data, place, repair):
    (line,) = problems(tmp_path, data)
    assert line.startswith(f"{place}: ")
    assert repair in line.partition(": ")[2]


def test_load__tells_all_faults_at_once(tmp_path):
    assert len(problems(tmp_path, {"a": 1, "b": 2, "period": 3})) == 3


@pytest.mark.parametrize("text", ["{", '{"form": "a", "form": "b"}', "[" * 100_000, "\x00"])
def test_load__no_json(tmp_path, text):
    with pytest.raises(UserError) as raised:
        load_campaign(write(tmp_path, text))
    assert raised.value.key == "bad-json"


def test_load__no_file(tmp_path):
    with pytest.raises(UserError) as raised:
        load_campaign(str(tmp_path / "dot-bao-cao.json"))
    assert raised.value.key == "not-found"


# --- what it changes -----------------------------------------------------------------------------------------------

FORMS = versions("tuyen-truyen-cchc")
BASE = Settings(FORMS, Roster((XA, SO)), H1)


def campaign_with(**entries) -> Campaign:
    return Campaign(path="dot-bao-cao.json", period="2026-H1")._replace(**entries)


def test_applied__cut_off_moves_the_end_of_its_own_period_only():
    early = dt.date(2026, 6, 10)
    assert applied(campaign_with(cut_off=early), BASE).period == H1._replace(end=early)
    assert applied(campaign_with(cut_off=early, period="2025-H1"), BASE).period == H1


def test_applied__a_cut_off_before_the_period_is_refused():
    with pytest.raises(UserError) as raised:
        applied(campaign_with(cut_off=dt.date(2025, 6, 10)), BASE)
    assert raised.value.key == "bad-campaign-cut-off"


def test_applied__deadlines_by_level_and_the_units_own_first():
    units = applied(
        campaign_with(deadlines={"xa": dt.date(2026, 6, 18), "so": dt.date(2026, 6, 22)}), BASE
    ).roster.units
    assert [unit.deadline for unit in units] == ["2026-06-18", "2026-06-30"]


def test_deadline__from_the_form_where_the_campaign_says_none():
    assert deadline_of(campaign_with(), FORM, H1, "xa") == H1.end + dt.timedelta(days=FORM.deadline_days["xa"])
    assert deadline_of(campaign_with(deadlines={"": dt.date(2026, 7, 1)}), FORM, H1, "xa") == dt.date(2026, 7, 1)
    assert deadline_of(Campaign(), FORM, H1, "xa") is None  # without a campaign nobody is late
    assert deadline_of(campaign_with(), FORM, None, "xa") is None


def test_applied__an_unknown_level_is_named():
    with pytest.raises(UserError) as raised:
        applied(campaign_with(deadlines={"thon": dt.date(2026, 6, 18)}), BASE)
    assert "thon" in ui(raised.value.key, "vi", **raised.value.params)


@pytest.mark.parametrize(
    ("version", "accepted", "expected"),
    [(None, None, [2, 1]), (2, (), [2]), (2, (1,), [2, 1]), (1, None, [1]), (None, (), [2]), (None, (1,), [2, 1])],
)
def test_applied__accepted_versions(version, accepted, expected):
    assert [
        form.version for form in applied(campaign_with(version=version, accepted_versions=accepted), BASE).forms
    ] == expected


def test_applied__a_version_that_does_not_exist():
    with pytest.raises(UserError) as raised:
        applied(campaign_with(version=9), BASE)
    assert raised.value.key == "bad-version"


# --- the commands --------------------------------------------------------------------------------------------------


def cchc(*arguments: object, cwd: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cchc_xl", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


def test_merge__the_file_stands_for_the_options(tmp_path):
    (tmp_path / "nop").mkdir()
    write_template(FORM, tmp_path / "nop" / "a.xlsx", period=H1, values={"01": 1}, header={"unit": "Xã A"})
    (tmp_path / "don-vi.csv").write_text("Tên đơn vị,Cấp\nXã A,Xã\nXã B,Xã\n", encoding="utf-8")
    write(tmp_path, {"version": 1, "period": "2026-H1", "deadline": "2020-01-01", "roster": "don-vi.csv"})
    done = cchc(
        "merge", "nop", "-o", "tong-hop.xlsx", "--campaign", "dot-bao-cao.json", "--format", "json", cwd=tmp_path
    )
    result = json.loads(done.stdout)
    assert (result["form"], result["period"], [unit["name"] for unit in result["missing"]]) == (
        "tuyen-truyen-cchc/1",
        "2026-H1",
        ["Xã B"],
    )
    # Nobody says when it came: no lateness. The register says it.
    assert not any(finding["code"] == "M11" for finding in result["findings"])
    (tmp_path / "so-nhan.csv").write_text("Tệp,Ngày nhận\na.xlsx,05/07/2026\n", encoding="utf-8")
    campaign = json.loads((tmp_path / "dot-bao-cao.json").read_text(encoding="utf-8"))
    write(tmp_path, campaign | {"received": "so-nhan.csv"})
    late = cchc(
        "merge", "nop", "-o", "tong-hop.xlsx", "--campaign", "dot-bao-cao.json", "--format", "json", cwd=tmp_path
    )
    assert any(finding["code"] == "M11" for finding in json.loads(late.stdout)["findings"])
    later = cchc(
        "merge",
        "nop",
        "-o",
        "tong-hop.xlsx",
        "--campaign",
        "dot-bao-cao.json",
        "--deadline",
        "1/1/2090",
        "--format",
        "json",
        cwd=tmp_path,
    )
    assert not any(finding["code"] == "M11" for finding in json.loads(later.stdout)["findings"])


def test_validate__a_faulty_file_is_the_operators_mistake(tmp_path):
    write(tmp_path, {"perod": 1})
    done = cchc("validate", ".", "--campaign", "dot-bao-cao.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "perod" in done.stderr


def test_docs__the_example_is_a_campaign_file(tmp_path):
    text = (pathlib.Path(__file__).resolve().parent.parent / "docs" / "dot-bao-cao.md").read_text(encoding="utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    found = load_campaign(write(tmp_path, example))
    assert set(json.loads(example)) == set(SCHEMA["properties"]) - {"$schema", "forms"}  # which stands in place of form
    assert found.office == Office(*json.loads(example)["office"].values())._replace(recipients=("UBND tỉnh (để b/c)",))
    assert applied(found, BASE).forms == FORMS
    assert limits(found.jumps) == limits({}) == LIMITS
    assert limits({"change": 20, "low": 0.5}) == LIMITS._replace(change=20, low=0.5)
    assert set(SCHEMA["properties"]["jumps"]["properties"]) == set(JumpLimits._fields)


def test_docs__the_second_example_and_the_waivers_run_as_printed(tmp_path):
    root = pathlib.Path(__file__).resolve().parent.parent
    text = (root / "docs" / "dot-bao-cao.md").read_text(encoding="utf-8")
    blocks = [part.split("```")[0] for part in text.split("```json\n")[1:]]
    shutil.copytree(root / "examples" / "tinh-mau", tmp_path / "tinh-mau")
    (tmp_path / "tinh-mau" / "dot-bao-cao.json").write_text(blocks[1], encoding="utf-8")
    (tmp_path / "tinh-mau" / "mien-tru.json").write_text(blocks[2], encoding="utf-8")
    done = cchc(
        "merge", "tinh-mau/bao-cao", "--campaign", "tinh-mau/dot-bao-cao.json", "-o", "tong-hop.xlsx", cwd=tmp_path
    )
    assert done.returncode == 1, done.stderr  # the made-up province has faults of each kind
    assert (tmp_path / "tong-hop.xlsx").exists()
