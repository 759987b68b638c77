"""Waivers: a waived finding stays, as a note that says who, why and until when.

Nothing is let through that could not be.
"""

from __future__ import annotations

import datetime as dt
import json
import pathlib
from typing import Any

import pytest

from cchc_xl.check.catalogue import finding
from cchc_xl.check.run import run
from cchc_xl.check.waivers import Waiver, apply, is_waivable, load_waivers, unused
from cchc_xl.errors import UserError
from cchc_xl.form.load import load
from cchc_xl.model import CellRef, Finding, Form, Reading, Report, Source, Submission, Unit
from cchc_xl.run.merge import Gathered, consolidated
from cchc_xl.run.plan import Plan
from cchc_xl.units.roster import Roster
from cchc_xl.validate import Settings, waived
from cchc_xl.words.say import say, say_what, ui
from cchc_xl.write.province.wording import sayer

FORM = load("tuyen-truyen-cchc", 1)
TODAY = dt.date(2026, 7, 1)
ENTRY: dict[str, Any] = {
    "rule": "C03", "unit": "U1", "field": "05.1", "period": "2026-H1", "reason": "Hội nghị trực tuyến toàn tỉnh", "who": "Sở Nội vụ", "until": "2026-12-31"
}  # fmt: skip
WAIVER = Waiver("C03", "U1", "05.1", "2026-H1", "Hội nghị trực tuyến toàn tỉnh", "Sở Nội vụ", dt.date(2026, 12, 31))
FOUND = finding(
    "C03",
    FORM,
    unit="U1",
    period="2026-H1",
    field="05.1",
    ref=CellRef("Phụ lục", 13, 4),
    raw="1200",
    params={"ratio": 1200, "lo": 10, "hi": 150},
)


def file(tmp_path: pathlib.Path, data: object) -> str:
    path = tmp_path / "mien-tru.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_load__reads_what_the_schema_allows(tmp_path: pathlib.Path) -> None:
    assert load_waivers(file(tmp_path, {"waivers": [ENTRY]})) == (WAIVER,)
    (short,) = load_waivers(
        file(tmp_path, {"waivers": [{k: v for k, v in ENTRY.items() if k not in ("field", "period")}]})
    )
    assert (short.field, short.period) == ("", "")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"rule": "C99"}, "$.waivers[0].rule"),
        ({"rule": "binh-quan"}, "$.waivers[0].rule"),
        ({"until": "2026-02-30"}, "$.waivers[0].until"),
        ({"until": "31/12/2026"}, "$.waivers[0].until"),
        ({"reason": ""}, "$.waivers[0].reason"),
        ({"who": " "}, "$.waivers[0].who"),
        ({"period": "6 tháng"}, "$.waivers[0].period"),
        ({"unknown": 1}, "$.waivers[0]"),
        ({"unit": None}, "$.waivers[0].unit"),
    ],
)
def test_load__says_where_a_file_is_wrong(tmp_path: pathlib.Path, change: dict[str, object], where: str) -> None:
    with pytest.raises(UserError) as error:
        load_waivers(file(tmp_path, {"waivers": [{**ENTRY, **change}]}))
    assert (error.value.key, error.value.params["where"]) == ("bad-waivers", where)
    assert where in ui(error.value.key, "vi", **error.value.params)


def test_load__missing_and_broken_files(tmp_path: pathlib.Path) -> None:
    with pytest.raises(UserError, match="not-found"):
        load_waivers(str(tmp_path / "no.json"))
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="bad-json"):
        load_waivers(str(tmp_path / "broken.json"))


def test_apply__a_waived_finding_stays_and_says_who_and_why() -> None:
    applied = apply([FOUND], [WAIVER], TODAY)
    (finding,) = applied.findings
    assert (finding.code, finding.severity, finding.fingerprint) == ("C03", "note", FOUND.fingerprint)
    assert finding.params["waived_severity"] == "warning"
    for lang in ("vi", "en"):
        message = say(finding, FORM, lang)
        assert "Sở Nội vụ" in message.repair
        assert "31/12/2026" in message.repair
        assert "Hội nghị trực tuyến toàn tỉnh" in message.repair
        assert message.what == say(FOUND, FORM, lang).what
    assert applied.unused == ()
    assert apply(applied.findings, [WAIVER], TODAY).findings == applied.findings


def test_apply__an_expired_waiver_changes_nothing_and_is_said() -> None:
    after = dt.date(2027, 1, 1)
    (finding,) = apply([FOUND], [WAIVER], after).findings
    assert finding.severity == "warning"
    assert say(finding, FORM).repair.endswith("Miễn trừ của Sở Nội vụ đã hết hạn ngày 31/12/2026.")
    assert apply([FOUND], [WAIVER], after).unused == ()
    (renewed,) = apply([FOUND], [WAIVER, WAIVER._replace(until=dt.date(2027, 6, 30))], after).findings
    assert renewed.severity == "note"
    (last_day,) = apply([FOUND], [WAIVER], WAIVER.until).findings
    assert last_day.severity == "note"


@pytest.mark.parametrize(
    ("change", "covered"),
    [
        ({"unit": "*"}, True),
        ({"unit": "Xã Sơn Hà"}, True),
        ({"unit": "xã  sơn hà"}, True),
        ({"unit": "Xã Sơn Hạ"}, False),
        ({"field": ""}, True),
        ({"field": "05"}, False),
        ({"period": ""}, True),
        ({"period": "2026-Y"}, False),
        ({"rule": "C01"}, False),
    ],
)
def test_apply__covers_exactly_what_it_names(change: dict[str, Any], covered: bool) -> None:
    applied = apply([FOUND], [WAIVER._replace(**change)], TODAY, {"U1": "Xã Sơn Hà"})
    assert (applied.findings[0].severity == "note") is covered
    assert bool(applied.unused) is not covered


def test_apply__errors_of_a_whole_report_cannot_be_waived() -> None:
    everything = [
        Waiver(code, "*", "", "", "thử", "Sở", dt.date(2030, 1, 1)) for code in ("M01", "S18", "M05", "M12", "F12")
    ]
    findings = [finding(waiver.rule, FORM, unit="U1") for waiver in everything]
    assert [one.severity for one in apply(findings, everything, TODAY).findings] == [
        "error",
        "error",
        "error",
        "note",
        "error",
    ]
    assert not is_waivable(finding("F07", FORM))


def test_unused__over_a_whole_run() -> None:
    other = WAIVER._replace(unit="U2")
    findings = [*apply([FOUND], [WAIVER, other], TODAY).findings, FOUND._replace(unit="U3")]
    assert unused(findings, [WAIVER, other]) == (other,)
    assert "U2" in ui(
        "waiver-unused", rule=other.rule, unit=other.unit, field=other.field, period=other.period, reason=other.reason
    )


# --- in a merge ----------------------------------------------------------------------------------------------------


def report(unit: Unit, values: dict[str, int], form: Form = FORM, against: Settings | None = None) -> Report:
    readings = tuple(
        Reading(
            field.id,
            "number",
            values.get(field.id, 1),
            raw=values.get(field.id, 1),
            ref=CellRef("Phụ lục", row, 4),
            how="exact",
        )
        for row, field in enumerate(form.fields, 8)
    )
    submission = Submission(Source(f"{unit.id}.xlsx", sha256=unit.id), form.id, form.version, "Phụ lục", readings, unit)
    findings: tuple[Finding, ...] = run(submission, form).findings
    return Report(submission.source, submission, waived(findings, against) if against else findings)


def test_merge__a_waived_error_no_longer_holds_the_value_back_and_is_still_listed() -> None:
    units = (Unit("U1", "Xã Sơn Hà"), Unit("U2", "Xã Sơn Hạ"))
    waiver = Waiver("C01", "Xã Sơn Hà", "", "", "Người dự hội nghị của huyện", "Sở Nội vụ", dt.date(2026, 12, 31))
    exempt = Waiver("M12", "U2", "", "", "Mới thành lập", "Sở Nội vụ", dt.date(2026, 12, 31))
    against = Settings((FORM,), Roster(units), None, (waiver, exempt), TODAY)
    values = {"05": 0, "05.1": 120}
    plain = consolidated(Gathered((report(units[0], values),)), Plan(against._replace(waivers=())))
    merged = consolidated(Gathered((report(units[0], values, against=against),)), Plan(against))

    def total(of: Any) -> tuple[int, int]:
        return next((total.used, total.set_aside) for total in of.totals if total.field == "05.1")

    assert (total(plain), total(merged)) == ((0, 120), (120, 0))
    assert {(one.code, one.severity, one.params.get("waived_by")) for one in merged.findings if one.code in ("C01", "M12")} == {
        ("C01", "note", "Sở Nội vụ"), ("M12", "note", "Sở Nội vụ"),
    }  # fmt: skip
    assert [unit.id for unit in merged.missing] == ["U2"]  # still not sent, and still shown as such


def test_beta__a_new_rule_warns_and_does_not_block() -> None:
    rules = tuple(rule._replace(status="beta") if rule.code == "C01" else rule for rule in FORM.rules)
    beta = FORM._replace(rules=rules)
    unit = Unit("U1", "Xã Sơn Hà")
    severities = [
        [one.severity for one in report(unit, {"05": 0, "05.1": 120}, form).findings if one.code == "C01"]
        for form in (FORM, beta)
    ]
    assert severities == [["error"], ["warning"]]


def test_words_of_many_findings__a_waiver_of_one_is_not_said_of_another() -> None:
    """What was said is remembered by what the code's texts mention; who waived a finding is not among that."""
    other = WAIVER._replace(unit="U2", who="UBND tỉnh")
    found = [FOUND, FOUND._replace(unit="U2"), FOUND._replace(unit="U3")]
    settled = apply(found, (WAIVER, other), TODAY, {}).findings
    expired = apply(found[:1], (WAIVER,), dt.date(2027, 1, 1), {}).findings
    every = (*settled, *expired)
    for order in (every, tuple(reversed(every))):
        words = sayer(FORM, "vi")
        assert [words(one) for one in order] == [say_what(one, FORM, "vi") for one in order]
    assert len({say_what(one, FORM, "vi")[2] for one in every}) == 4
