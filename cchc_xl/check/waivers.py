"""Waivers: findings that somebody answerable has decided to accept, as data (``mien-tru.json``).

A waived finding is never silent: it stays where it was, as a note that says who waived it, why and until when. A waiver
takes away what a finding blocks, and nothing else: no number is made, accepted or changed by it. What concerns a report
as a whole and is an error (an unknown unit, a wrong period, an unreadable table) cannot be waived, because there is
nothing that could be let through.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cchc_xl import resources
from cchc_xl.check.catalogue import catalogue
from cchc_xl.errors import UserError
from cchc_xl.model import Finding
from cchc_xl.records import NamedTuple
from cchc_xl.text import fold

EVERY_UNIT = "*"
_ERRORS_OF_REPORTS = frozenset({"M12"})  # a unit that need not report: the one such error that holds nothing back


class Waiver(NamedTuple):
    """``rule``: a code; ``unit``: id or name, '*' for all; ``field`` and ``period`` ('2026-H1'): '' for all; ``until``:
    the last day.
    """

    rule: str
    unit: str
    field: str
    period: str
    reason: str
    who: str
    until: dt.date

    @property
    def key(self) -> str:
        return f"{self.rule}|{self.unit}|{self.field}|{self.period}|{self.until.isoformat()}"


class Applied(NamedTuple):
    """``findings`` in their order; ``unused``: waivers that met no finding, expired ones that met one are not among
    them.
    """

    findings: tuple[Finding, ...]
    unused: tuple[Waiver, ...]


def load_waivers(path: str) -> tuple[Waiver, ...]:
    """The waivers of a file.

    ``UserError`` where it is missing, no JSON, not of the schema, or names a code or a day that does not exist.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file)
    except FileNotFoundError:
        raise UserError("not-found", path=path) from None
    except (OSError, ValueError) as error:
        raise UserError("bad-json", path=path, detail=str(error)) from None
    _check_schema(path, data)
    return tuple(_waiver(path, index, item) for index, item in enumerate(data["waivers"]))


def apply(
    findings: Sequence[Finding], waivers: Sequence[Waiver], on: dt.date, names: Mapping[str, str] | None = None
) -> Applied:
    """The findings with those that a waiver in force on ``on`` covers turned into notes; a second time it changes
    nothing.

    ``names``: unit id -> name, for waivers that give the name. A finding whose only waiver has expired stays as it is
    and says so.
    """
    used: set[Waiver] = set()
    judged = tuple(_waived(finding, waivers, on, names or {}, used) for finding in findings)
    return Applied(judged, tuple(waiver for waiver in waivers if waiver not in used))


def unused(findings: Iterable[Finding], waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """The waivers that none of these findings (of a whole run) was met by."""
    met = {finding.params.get("waiver") for finding in findings}
    return tuple(waiver for waiver in waivers if waiver.key not in met)


def is_waivable(finding: Finding) -> bool:
    """An error of a report as a whole is not."""
    return bool(finding.field) or finding.severity != "error" or finding.code in _ERRORS_OF_REPORTS


def _waived(
    finding: Finding, waivers: Sequence[Waiver], on: dt.date, names: Mapping[str, str], used: set[Waiver]
) -> Finding:
    about = [waiver for waiver in waivers if _covers(waiver, finding, names)]
    used.update(about)
    if not about or not is_waivable(finding) or "waived_by" in finding.params:
        return finding
    waiver = max(about, key=lambda one: one.until)
    if waiver.until < on:
        return finding._replace(
            params={
                **finding.params,
                "waiver": waiver.key,
                "waiver_expired": waiver.until.isoformat(),
                "waiver_of": waiver.who,
            }
        )
    params = {
        "waiver": waiver.key,
        "waived_by": waiver.who,
        "waived_reason": waiver.reason,
        "waived_until": waiver.until.isoformat(),
    }
    return finding._replace(severity="note", params={**finding.params, **params, "waived_severity": finding.severity})


def _covers(waiver: Waiver, finding: Finding, names: Mapping[str, str]) -> bool:
    return (
        waiver.rule == finding.code
        and waiver.field in ("", finding.field)
        and waiver.period in ("", finding.period)
        and (
            waiver.unit == EVERY_UNIT
            or fold(waiver.unit) in (fold(finding.unit), fold(names.get(finding.unit, finding.unit)))
        )
    )


def _check_schema(path: str, data: Any) -> None:
    import jsonschema

    with open(resources.path("schemas", "waivers.schema.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    error = jsonschema.exceptions.best_match(validator.iter_errors(data))
    if error is not None:
        raise UserError("bad-waivers", path=path, where=error.json_path, detail=error.message)


def _waiver(path: str, index: int, item: Mapping[str, str]) -> Waiver:
    place = f"$.waivers[{index}]"
    if item["rule"] not in catalogue():
        raise UserError("bad-waivers", path=path, where=f"{place}.rule", detail=item["rule"])
    try:
        until = dt.date.fromisoformat(item["until"])
    except ValueError:
        raise UserError("bad-waivers", path=path, where=f"{place}.until", detail=item["until"]) from None
    return Waiver(
        item["rule"],
        item["unit"].strip(),
        item.get("field", ""),
        item.get("period", ""),
        item["reason"].strip(),
        item["who"].strip(),
        until,
    )
