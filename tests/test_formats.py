"""Validation results for other programs: what was checked, and each format's own structure."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tracemalloc
from xml.etree import ElementTree

import jsonschema
import pytest
from made_reports import FORM, H1, A, report, unreadable

from cchc_xl.check.catalogue import finding
from cchc_xl.grid.scan import Skipped
from cchc_xl.validate import settings, validate_file
from cchc_xl.write.machine.checked import checked
from cchc_xl.write.machine.ess import ess_events, ess_lines
from cchc_xl.write.machine.formats import written
from cchc_xl.write.machine.junit import junit_xml
from cchc_xl.write.machine.sarif import sarif, uri
from cchc_xl.write.template.workbook import write_template

FORMS = (FORM,)
NOON = dt.datetime(2026, 6, 20, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
VALUES = {"01": 12, "02": 0, "03": 0, "04": 18, "05": 0, "05.1": 120, "06": 2, "07": None, "08": "6(lồng ghép)"}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A real file: C01 (an error), a blank, a number with words beside it."""
    path = tmp_path_factory.mktemp("formats") / "xã A & B.xlsx"
    write_template(
        FORM, path, period=H1, values=VALUES, header={"unit": "UBND xã An Bình", "prepared_by": "Nguyễn Văn An"}
    )
    return validate_file(str(path), settings(FORMS), "nộp/xã A & B.xlsx")


SKIPPED = (Skipped("nộp/~$a.xlsx", "lock"),)


# --- what was checked ----------------------------------------------------------------------------------------------


def test_checked__each_finding_once_and_passes_beside_them(faulty):
    found = checked(faulty, FORM)
    assert sorted(one.finding.fingerprint for one in found if one.finding) == sorted(
        one.fingerprint for one in faulty.findings
    )
    assert all((one.passed is False) == (one.finding is not None) for one in found)
    by_rule = {(one.rule.id, one.fields): one.passed for one in found if one.rule}
    assert by_rule["co-nguoi-co-hoi-nghi", ("05.1", "05")] is False
    assert by_rule["khong-am", ("01",)] is True
    assert by_rule["du-so-lieu", ("07",)] is False
    assert by_rule["khong-am", ("07",)] is None  # a blank is neither negative nor not
    assert by_rule["binh-quan-nguoi-du", ("05.1", "05")] is None  # 120 over 0
    assert by_rule["tat-ca-bang-0", tuple(VALUES)] is True


def test_checked__rules_of_other_levels_are_not_asked():
    rules = tuple(rule._replace(levels=("so",)) for rule in FORM.rules)
    assert checked(report(A, [1] * 9), FORM._replace(rules=rules)) == ()


def test_checked__an_unreadable_file_has_its_findings_only():
    (only,) = checked(unreadable("a.xlsx", "F07"), FORM)
    assert (only.code, only.fields, only.passed, only.rule) == ("F07", (), False, None)


# --- JUnit ---------------------------------------------------------------------------------------------------------

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "error", "skipped", "system-out"},
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname", "time"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"message"},
    "system-out": set(),
}


def junit(*reports, **options):
    text = junit_xml(reports, FORMS, "vi", SKIPPED, **options)
    root = ElementTree.fromstring(text.encode())
    for element in root.iter():
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
        assert set(element.keys()) == ATTRIBUTES[element.tag]
    return root


def test_junit__counts_agree_with_the_cases(faulty):
    broken = unreadable("hỏng.xlsx", "F07")
    root = junit(faulty, broken)
    assert [suite.get("name") for suite in root] == ["nộp/xã A & B.xlsx", "hỏng.xlsx", "nộp/~$a.xlsx"]
    for suite in root:
        assert int(suite.get("tests")) == len(suite) > 0
    errors = sum(one.severity == "error" for one in faulty.findings)
    assert (root.get("failures"), root.get("errors")) == (str(errors), "1")
    assert len(root.findall(".//failure")) == errors > 0
    assert root.find("testsuite[2]/testcase/error").get("type") == "F07"
    assert root.find("testsuite[3]/testcase/skipped") is not None


def test_junit__warnings_fail_only_where_they_count(faulty):
    warnings = sum(one.severity == "warning" for one in faulty.findings)
    assert warnings > 0
    relaxed, strict = junit(faulty), junit(faulty, strict=True)
    assert int(strict.get("failures")) - int(relaxed.get("failures")) == warnings
    assert any("lồng ghép" in (out.text or "") for out in relaxed.iter("system-out"))


def test_junit__holds_what_xml_cannot():
    odd = finding("V24", FORM, unit=A.id, field="01", raw="a\x00\ufffe]]><b>\ud800", source="a.xlsx")
    made = report(A, [1] * 9, [odd], path="a\x07.xlsx")
    root = junit(made)
    assert root[0].get("name") == "a\\u0007.xlsx"
    assert [one.get("type") for one in root.iter("failure")] == ["V24"]


def test_junit__a_good_file_is_all_passes():
    root = junit(report(A, [12, 0, 0, 18, 6, 600, 2, 3, 4]))
    assert (root.get("failures"), root.get("errors")) == ("0", "0")
    assert int(root[0].get("tests")) > 40


# --- SARIF ---------------------------------------------------------------------------------------------------------


def closed(required: str, optional: str = "", **properties: object) -> dict[str, object]:
    """A JSON Schema object of exactly these properties."""
    known = {name: properties.get(name, {}) for name in f"{required} {optional}".split()}
    return {"type": "object", "properties": known, "required": required.split(), "additionalProperties": False}


TEXT = {"type": "string", "minLength": 1}
MESSAGE = closed("text", text=TEXT)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
URI = {"type": "string", "pattern": r"^[A-Za-z0-9%._~:/-]+$"}
INDEX = {"type": "integer", "minimum": 0}
ARTIFACT_LOCATION = closed("uri", "index", uri=URI, index=INDEX)
LOCATION = closed(
    "physicalLocation",
    "logicalLocations",
    physicalLocation=closed("artifactLocation", artifactLocation=ARTIFACT_LOCATION),
    logicalLocations={
        "type": "array",
        "items": closed("name fullyQualifiedName kind", name=TEXT, fullyQualifiedName=TEXT, kind=TEXT),
    },
)
# The objects of SARIF 2.1.0 that are written here, with the specification's restrictions on them.
RESULT = closed(
    "ruleId ruleIndex level message locations partialFingerprints properties",
    ruleId=TEXT,
    ruleIndex=INDEX,
    level=LEVEL,
    message=MESSAGE,
    locations={"type": "array", "minItems": 1, "items": LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    properties={"type": "object"},
)
RULE = closed(
    "id shortDescription defaultConfiguration properties",
    id=TEXT,
    shortDescription=MESSAGE,
    defaultConfiguration=closed("level", level=LEVEL),
    properties={"type": "object"},
)
DRIVER = closed(
    "name version language rules", name=TEXT, version=TEXT, rules={"type": "array", "items": RULE, "uniqueItems": True}
)
NOTIFICATION = closed(
    "level message locations", level=LEVEL, message=MESSAGE, locations={"type": "array", "items": LOCATION}
)
INVOCATION = closed(
    "executionSuccessful toolExecutionNotifications",
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications={"type": "array", "items": NOTIFICATION},
)
ARTIFACT = closed(
    "location length",
    "hashes",
    location=ARTIFACT_LOCATION,
    length={"type": "integer", "minimum": -1},
    hashes=closed("sha-256"),
)
RUN = closed(
    "tool invocations artifacts columnKind results",
    tool=closed("driver", driver=DRIVER),
    invocations={"type": "array", "items": INVOCATION},
    artifacts={"type": "array", "items": ARTIFACT, "uniqueItems": True},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": RESULT},
)
SARIF = closed("$schema version runs", version={"const": "2.1.0"}, runs={"type": "array", "items": RUN})


def test_sarif__is_what_the_specification_allows(faulty):
    data = json.loads(json.dumps(sarif([faulty, unreadable("hỏng.xlsx", "F07")], FORMS, "vi", SKIPPED)))
    jsonschema.Draft202012Validator(SARIF).validate(data)
    (run,) = data["runs"]
    assert len(run["results"]) == len(faulty.findings) + 1
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        where = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][where["index"]]["location"]["uri"] == where["uri"]
    assert [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in run["invocations"][0]["toolExecutionNotifications"]
    ] == [uri(SKIPPED[0].shown)]


def test_sarif__names_cells_and_fingerprints(faulty):
    results = sarif([faulty], FORMS)["runs"][0]["results"]
    blank = next(one for one in faulty.findings if one.code == "V25")
    result = next(one for one in results if one["ruleId"] == "V25")
    assert result["partialFingerprints"] == {"cchcFingerprint/v1": blank.fingerprint}
    assert result["locations"][0]["logicalLocations"][0]["name"] == blank.ref.a1
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == f"'Phụ lục'!{blank.ref.a1}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("xã A/b.xlsx", "x%C3%A3%20A/b.xlsx"),
        ("/nop/a#1.xlsx", "file:///nop/a%231.xlsx"),
        ("C:\\nop\\a.xlsx", "file:///C:/nop/a.xlsx"),
        ("a.zip/b%.xlsx", "a.zip/b%25.xlsx"),
        ("\ud800.xlsx", "%5Cud800.xlsx"),
    ],
)
def test_sarif__paths_are_uris(path, expected):
    assert uri(path) == expected


# --- ESS -----------------------------------------------------------------------------------------------------------

POINTS = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "array", "items": {"type": "string"}, "minItems": 4, "maxItems": 4},
}
ESS = {
    "type": "array",
    "items": closed(
        "id type event rule data value",
        id=TEXT,
        type={"const": "validation"},
        event=closed(
            "time actor", "agent trigger", time={"type": "string", "pattern": r"^\d{8}T\d{6}[+-]\d{4}$"}, actor=TEXT
        ),
        rule=closed(
            "language expression severity",
            "description",
            severity={"enum": ["information", "warning", "error"]},
            language=TEXT,
            expression=TEXT,
        ),
        data=closed("source target", "description", source=POINTS, target=POINTS),
        value={"enum": ["0", "1", "NA"]},
    ),
}


def test_ess__is_what_the_standard_allows(faulty):
    events = list(ess_events([faulty, unreadable("hỏng.xlsx", "F07")], FORMS, "vi", NOON))
    jsonschema.Draft202012Validator(ESS).validate(events)
    assert len({event["id"] for event in events}) == len(events)
    assert {event["event"]["time"] for event in events} == {"20260620T120000+0700"}
    assert sum(event["value"] == "0" for event in events) == len(faulty.findings) + 1
    assert {event["value"] for event in events} == {"0", "1", "NA"}


def test_ess__a_point_is_population_measurement_unit_variable(faulty):
    events = list(ess_events([faulty], FORMS, "vi", NOON))
    one = next(event for event in events if event["rule"]["expression"].startswith("C01"))
    assert one["data"]["source"] == [
        ["tuyen-truyen-cchc", "2026-H1", "UBND xã An Bình", field] for field in ("05.1", "05")
    ]
    assert one["data"]["target"] == one["data"]["source"][:1]
    assert one["rule"]["expression"] == 'C01: implies {"if": "05.1", "then": "05"}'
    assert (one["rule"]["language"], one["value"]) == ("cchc-xl/tuyen-truyen-cchc/1", "0")


def test_ess__is_a_stream(faulty):
    """Robustness 35: what one file gives is written before the next is read, and the memory does not grow with the files."""
    taken = []

    def reports(count):
        for number in range(count):
            taken.append(number)
            yield faulty

    lines = ess_lines(reports(3), FORMS, "vi", NOON)
    next(lines)
    assert taken == [0]
    whole = "".join(ess_lines(reports(3), FORMS, "vi", NOON))
    assert json.loads(whole) == list(ess_events([faulty] * 3, FORMS, "vi", NOON))
    assert len(whole.splitlines()) == len(json.loads(whole)) + 2
    assert json.loads("".join(ess_lines([], FORMS, "vi", NOON))) == []
    tracemalloc.start()
    written = sum(map(len, ess_lines(reports(100), FORMS, "vi", NOON)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < written / 10


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["junit", "sarif", "ess"])
def test_validate__writes_each_format(fmt, tmp_path):
    write_template(FORM, tmp_path / "a.xlsx", period=H1, values=VALUES, header={"unit": "UBND xã An Bình"})
    done = subprocess.run(
        [sys.executable, "-m", "cchc_xl", "validate", "a.xlsx", "--format", fmt],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    parsed = ElementTree.fromstring(done.stdout.encode()) if fmt == "junit" else json.loads(done.stdout)
    assert len(parsed)


def test_written__no_other_format():
    with pytest.raises(KeyError):
        written("csv", [], FORMS)
