"""The catalogue of findings: what each code is worth, when it is checked, whether a program may repair it, and its
words.

One entry for each code, in the file of its family: ``schemas/catalogue/V.json`` and so on, described by
``schemas/catalogue.schema.json``. A family is read when the first of its codes is asked for: most workbooks earn codes
of one or two. A code that was published keeps its meaning for ever, because decisions of earlier merges name it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cchc_xl import resources
from cchc_xl.model import CellRef, Finding, Form, Phase, Severity
from cchc_xl.typed import Any, Literal, cast

Fix = Literal["safe", "propose", "never"]
Entry = Mapping[str, Any]  # as ``schemas/catalogue.schema.json`` describes it

GROUPS: Mapping[str, str] = {"V": "A", "C": "B", "S": "C", "F": "D", "M": "E", "T": "F"}
"""First letter of a code, and name of its family's file -> the group of the rule book, in the rule book's order."""


@lru_cache(maxsize=len(GROUPS))
def family(letter: str) -> Mapping[str, Entry]:
    """Code -> entry of the codes that begin with a letter of ``GROUPS``. Read once, when first asked for."""
    with open(resources.path("schemas", "catalogue", f"{letter}.json"), encoding="utf-8") as file:
        codes: dict[str, Entry] = json.load(file)["codes"]
    return codes


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Entry]:
    """Code -> entry of all codes, in the order of the rule book."""
    return {code: entry for letter in GROUPS for code, entry in family(letter).items()}


def entry(code: str) -> Entry:
    """The entry of a code. Raises ``KeyError`` for a code that does not exist, which is a mistake of the program."""
    if code[:1] not in GROUPS:
        raise KeyError(code)
    return family(code[0])[code]


def follows_from(code: str) -> Sequence[str]:
    """The codes whose finding at the same field explains one of this code: it is their consequence."""
    explained: Sequence[str] = entry(code).get("follows", ())
    return explained


def texts(code: str, lang: str) -> Mapping[str, str]:
    """The words of a code in a language: title, what, why, repair, their twins, and what a live check says."""
    words: Mapping[str, str] = entry(code)[lang]
    return words


def title_of(code: str, lang: str) -> str:
    """The title of a code; '' for what is no code, such as what somebody typed into a sheet."""
    known = family(code[0]) if code[:1] in GROUPS else {}
    return texts(code, lang)["title"] if code in known else ""


def live(code: str) -> bool:
    """Is it also checked by a formula of the template? Such a code has words for the cell beside it."""
    return "live" in texts(code, "vi")


def explainable(code: str) -> bool:
    """Does the code ask for a word of explanation, and is it no more than a note where there is one?"""
    return bool(entry(code).get("explainable"))


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
