"""Validation results as JUnit XML, for build servers: a suite for each file, a test case for each rule and indicator.

JUnit has no standard; the elements and attributes are those that Jenkins' schema junit-10.xsd allows. A warning is no
failure there, so it is told in the test case's output, unless warnings were asked to count.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from cchc_xl.check.catalogue import title_of
from cchc_xl.grid.scan import Skipped
from cchc_xl.model import Form, Report
from cchc_xl.words.say import say, ui
from cchc_xl.write.machine.checked import CheckedRule, checked
from cchc_xl.write.machine.report import form_of


def junit_xml(
    reports: Sequence[Report],
    forms: Sequence[Form],
    lang: str = "vi",
    skipped: Sequence[Skipped] = (),
    *,
    strict: bool = False,
) -> str:
    """The document as text. ``strict``: warnings are failures. Nothing in it depends on the time of the run."""
    root = ElementTree.Element("testsuites", name="cchc-xl")
    for report in reports:
        root.append(_suite(report, form_of(report, forms), lang, strict))
    for item in skipped:
        suite = _counted(ElementTree.Element("testsuite", name=_printable(item.shown)), 1)
        case = ElementTree.SubElement(suite, "testcase", name=ui("where-file", lang), classname="cchc-xl", time="0")
        ElementTree.SubElement(case, "skipped", message=ui(f"why-skip-{item.why}", lang))
        root.append(suite)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(report: Report, form: Form, lang: str, strict: bool) -> Element:
    suite = ElementTree.Element("testsuite", name=_printable(report.source.path))
    checks = checked(report, form)
    for check in checks:
        suite.append(_case(check, report, form, lang, strict))
    if not checks:  # a suite without a case reads as "nothing was tested", and the file was read
        ElementTree.SubElement(suite, "testcase", name=ui("where-file", lang), classname=form.key, time="0")
    return _counted(suite, max(len(checks), 1))


def _case(check: CheckedRule, report: Report, form: Form, lang: str, strict: bool) -> Element:
    case = ElementTree.Element("testcase", name=_name(check, form, lang), classname=form.key, time="0")
    if check.passed is None:
        ElementTree.SubElement(case, "skipped", message=ui("check-no-ground", lang))
    if check.finding is None:
        return case
    message = say(check.finding, form, lang)
    if check.severity == "error" or (strict and check.severity == "warning"):
        kind = "failure" if report.submission else "error"
        element = ElementTree.SubElement(case, kind, type=check.code, message=_printable(message.what))
    else:
        element = ElementTree.SubElement(case, "system-out")
    element.text = _printable(message.text)
    return case


def _name(check: CheckedRule, form: Form, lang: str) -> str:
    title = title_of(check.code, lang)
    fields = [field for field in form.fields if field.id in check.fields]
    where = ", ".join(field.tt or field.id for field in fields) or ui("where-file", lang)
    rule = f"{check.rule.id} " if check.rule else ""
    return f"{rule}{check.code} [{where}] {title}"


def _counted(suite: Element, tests: int) -> Element:
    suite.set("tests", str(tests))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{tag}"))))
    return suite


def _printable(text: str) -> str:
    """Text that XML 1.0 can hold: other characters are shown by their number."""
    return "".join(
        (
            sign
            if sign in "\t\n" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "�" or sign > "\uffff"
            else f"\\u{ord(sign):04x}"
        )
        for sign in text
    )
