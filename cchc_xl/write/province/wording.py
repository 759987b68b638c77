"""The words of many findings: said once where they would be the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.model import Finding, Form
from cchc_xl.words.say import IDS_OF_REASONS, mentioned, say_what

MessageTexts = tuple[str, str, str]  # what, why, repair
_REMEMBERED = 5000
_NOT_ALIKE = (
    *IDS_OF_REASONS,
    "waived_by",
    "waiver_expired",
)  # parameters whose words depend on more than the code's own placeholders
_OF_THE_FINDING = {
    "cell": "ref",
    "row": "ref",
    "sheet": "ref",
    "file": "source",
    "raw": "raw",
    "value": "proposed",
    "unit": "unit",
    "period": "period",
}


def sayer(form: Form, lang: str) -> Callable[[Finding], MessageTexts]:
    """A function that says findings, and remembers what it said."""
    known_texts: BoundedCache[tuple[object, ...], MessageTexts] = BoundedCache(_REMEMBERED)

    def say(finding: Finding) -> MessageTexts:
        if any(name in finding.params for name in _NOT_ALIKE):
            return say_what(finding, form, lang)
        key = _key(finding, lang)
        known = known_texts.get(key)
        if known is None:
            known_texts[key] = known = say_what(finding, form, lang)
        return known

    return say


def _key(finding: Finding, lang: str) -> tuple[object, ...]:
    """All that the message can depend on."""
    names, parts = _depends(finding.code, lang)
    params = finding.params
    shown = tuple([repr(params.get(name)) for name in names]) if params else ()
    raw = (
        finding.raw if "raw" in parts or "proposed" in parts else ""
    )  # a code about a number's size shows it as {value}
    return (finding.code, finding.field, raw, shown, *[getattr(finding, part) for part in parts])


@lru_cache(maxsize=256)
def _depends(code: str, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names of parameters, parts of the finding) that the texts of a code mention."""
    names = sorted(mentioned(code, lang))
    return tuple(names), tuple(sorted({_OF_THE_FINDING[name] for name in names if name in _OF_THE_FINDING}))
