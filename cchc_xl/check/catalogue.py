"""The catalogue of findings: what each code is worth, when it is checked and whether a program may repair it.

The data are in ``schemas/catalogue.json`` (described by ``schemas/catalogue.schema.json``), the words in
``lang/*.json``. A code that was published keeps its meaning for ever, because decisions of earlier merges name it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, cast

from cchc_xl import resources
from cchc_xl.model import CellRef, Finding, Form, Phase, Severity

Fix = Literal["safe", "propose", "never"]


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Code -> entry, in the order of the catalogue. Read once."""
    with open(resources.path("schemas", "catalogue.json"), encoding="utf-8") as file:
        codes: dict[str, Mapping[str, Any]] = json.load(file)["codes"]
    return codes


def entry(code: str) -> Mapping[str, Any]:
    """The entry of a code. Raises ``KeyError`` for a code that does not exist, which is a mistake of the program."""
    return catalogue()[code]


def severity(code: str, form: Form | None = None) -> Severity:
    """error | warning | note, as the form says or else the catalogue."""
    return (form.severities.get(code) if form else None) or cast("Severity", entry(code)["severity"])


def phase(code: str) -> Phase:
    """The stage of the checks that the code belongs to."""
    return cast("Phase", entry(code)["phase"])


def fix(code: str) -> Fix:
    """safe: applied and listed; propose: shown, a person confirms; never: the unit is asked."""
    return cast("Fix", entry(code)["fix"])


def finding(
    code: str,
    form: Form | None = None,
    *,
    unit: str = "",
    period: str = "",
    field: str = "",
    ref: CellRef | None = None,
    raw: str = "",
    proposed: int | float | None = None,
    params: Mapping[str, Any] | None = None,
    source: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding with the phase and (unless given) the severity that belong to its code."""
    return Finding(
        code=code,
        severity=severity or _severity(code, form),
        phase=phase(code),
        unit=unit,
        period=period,
        field=field,
        ref=ref,
        raw=raw,
        proposed=proposed,
        params=params or {},
        source=source,
    )


_severity = severity  # inside ``finding`` the name is a parameter's
