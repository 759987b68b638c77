"""Rules that warn until too many units break them: above a number or a share of the units their warnings are errors.

One unit that breaks such a rule is asked; where many of them do, the figures are not what the rule takes them for,
and none of those that break it is added up before a person has looked. Waived findings are neither counted nor raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.model import Finding, Form, Rule, UnitResult
from cchc_xl.records import NamedTuple

FEWEST = 5  # units of which a share says something


class Blocked(NamedTuple):
    """``n`` of the ``of`` units that a rule applies to break it, more than the ``limit`` ('20 %', '5')."""

    n: int
    of: int
    limit: str


def blocked(form: Form, results: Sequence[UnitResult]) -> Mapping[str, Blocked]:
    """The rules, as the definition names them, that too many of the units break."""
    rules = {rule.written: rule for rule in form.rules if rule.blocks_above and rule.status != "beta"}
    broken: dict[str, int] = dict.fromkeys(rules, 0)
    for result in results if rules else ():
        for name in {_rule_of(one) for one in result.report.findings} & rules.keys():
            broken[name] += 1
    found = {}
    for name, rule in rules.items():
        of = sum(not rule.levels or not result.level or result.level in rule.levels for result in results)
        if limit := _passed(rule, broken[name], of):
            found[name] = Blocked(broken[name], of, limit)
    return found


def raised(findings: Sequence[Finding], among: Mapping[str, Blocked]) -> tuple[Finding, ...]:
    """The findings with the warnings of these rules as errors that say why."""
    return tuple(
        one._replace(severity="error", params={**one.params, "blocked": among[name]._asdict()})
        if (name := _rule_of(one)) in among and one.severity != "error"
        else one
        for one in findings
    )


def _rule_of(finding: Finding) -> str:
    """The rule with a limit that a finding is of, '' for all others and for what was waived."""
    return "" if "waived_by" in finding.params else str(finding.params.get("rule", ""))


def _passed(rule: Rule, n: int, of: int) -> str:
    """The limit that ``n`` of ``of`` units are more than, '' where they are not."""
    units, percent = rule.blocks_above.get("units"), rule.blocks_above.get("percent")
    if units is not None and n > units:
        return f"{units:g}"
    if percent is not None and of >= FEWEST and n * 100 > percent * of:
        return f"{percent:g}%"
    return ""
