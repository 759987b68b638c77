"""What became of each decision: carried out, without effect and why, or old and why.

In words for the sheets of findings and of old decisions, and for the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cchc_xl.consolidation.account.decided import CHOOSING, CONFLICT, NO_REPORT, NOTHING_READ, PERIOD_QUESTIONS
from cchc_xl.consolidation.account.given import GIVING
from cchc_xl.model import Consolidation, Decision, Finding, UnitResult
from cchc_xl.records import NamedTuple
from cchc_xl.words.province import ACTIONS
from cchc_xl.words.say import ui
from cchc_xl.write.province.sheets.notes import NoteGroup, listing
from cchc_xl.write.xlsx.book import printable
from cchc_xl.write.xlsx.rows import Value, number

TAKEN, IDLE, OLD = "taken", "idle", "old"


class About(NamedTuple):
    """What a decision was made about, as far as it is known: '' where it is not."""

    code: str = ""
    unit: str = ""
    field: str = ""
    raw: str = ""
    file: str = ""


class Effect(NamedTuple):
    """``state``: taken | idle | old. ``reason``: the id of a reason, of what was carried out only where a file was
    given to a unit or is used for this period. ``now``: what the unit reports today where that is the reason, or the
    unit's name.
    """

    decision: Decision
    about: About
    state: str
    reason: str = ""
    now: str = ""


def effects(
    consolidation: Consolidation, recorded: Mapping[str, tuple[str, ...]], groups: Iterable[NoteGroup] | None = None
) -> tuple[Effect, ...]:
    """One for each decision, in their order.

    ``recorded``: fingerprint -> what earlier workbooks say that the decision was about. ``groups``: the notes that have
    one row together (None: they are looked up).
    """
    if not consolidation.decisions:
        return ()
    together = {group.fingerprint: group for group in (listing(consolidation).groups if groups is None else groups)}
    here = dict(_here(consolidation))
    owners = _given(consolidation)
    return tuple(
        [
            _effect(consolidation, decision, here, recorded.get(decision.fingerprint, ()), together, owners)
            for decision in consolidation.decisions
        ]
    )


def _here(consolidation: Consolidation) -> Iterator[tuple[str, About]]:
    """What the decisions whose finding is there are about."""
    by_path = {result.report.source.path: result.name for result in consolidation.units}
    by_key = {result.key: result.name for result in consolidation.units}
    for finding in consolidation.findings:
        if (fingerprint := finding.fingerprint) in consolidation.obstacles:
            yield fingerprint, _about(finding, by_path.get(finding.source) or by_key.get(finding.unit) or finding.unit)


def _asks_nobody(consolidation: Consolidation, about: About) -> bool:
    """Is a question about a file of which nothing says to which unit of the roster a letter could go?"""
    if not consolidation.roster_size or about.code not in GIVING:
        return False
    return not any(row.senders for row in consolidation.sources if row.source.path == about.file)


def _how_given(consolidation: Consolidation, code: str, unit: str) -> str:
    """given | sent (a file of which nothing was read) | sent-beside (the same, of a unit whose figures are used)."""
    if code not in NOTHING_READ:
        return "given"
    added = (any(figure.used is not None for figure in one.figures) for one in consolidation.units if one.name == unit)
    return "sent-beside" if any(added) else "sent"


def _given(consolidation: Consolidation) -> dict[str, str]:
    """Path -> name of the unit of each file that somebody gave to a unit."""
    return {row.source.path: row.unit for row in consolidation.sources if row.unit}


def _about(finding: Finding, unit: str) -> About:
    return About(finding.code, unit, finding.field, finding.raw, finding.source)


def _effect(
    consolidation: Consolidation,
    decision: Decision,
    here: Mapping[str, About],
    recorded: tuple[str, ...],
    together: Mapping[str, NoteGroup],
    owners: Mapping[str, str],
) -> Effect:
    own = decision.fingerprint
    if own in here:
        why, given = consolidation.obstacles[own], owners.get(here[own].file, "")
        if not why and decision.action == "ask" and _asks_nobody(consolidation, here[own]):
            return Effect(decision, here[own], IDLE, "ask-nobody")
        if not why and decision.action == NO_REPORT:
            return Effect(decision, here[own], TAKEN, "no-report")
        if not why and here[own].code in GIVING and decision.action not in ("keep", "ask") and given:
            return Effect(decision, here[own], TAKEN, _how_given(consolidation, here[own].code, given), given)
        if not why and here[own].code in PERIOD_QUESTIONS and decision.action in CHOOSING:
            return Effect(decision, here[own], TAKEN, "period")
        return Effect(decision, here[own], IDLE if why else TAKEN, why)
    about = About(*recorded[:5])
    if own in together:
        why = "" if decision.action in ("ignore", "ask") else "many-notes"
        return Effect(decision, About(together[own].code, field=together[own].field), IDLE if why else TAKEN, why)
    return Effect(decision, about, OLD, *_why_old(about, consolidation))


def _why_old(about: About, consolidation: Consolidation) -> tuple[str, str]:
    """(id of the reason, what the unit reports now) for a decision whose finding is not there."""
    if not any(about):
        return "unknown", ""
    result = next((one for one in consolidation.units if about.unit and about.unit in (one.name, one.key)), None)
    if result is None:
        name = about.file.replace("\\", "/").rsplit("/", 1)[-1]
        here = any(row.source.name == name for row in consolidation.sources if name)
        return ("solved" if here else "file-gone"), ""
    field = next((one.id for one in consolidation.form.fields if about.field and about.field in (one.id, one.tt)), "")
    if not field:
        return "solved", ""
    now = _now(result, field)
    return ("no-longer", now) if now == about.raw else ("changed", now)


def _now(result: UnitResult, field: str) -> str:
    entry = result.entry(field)
    return entry.reading.raw_text if entry else ""


# --- words -----------------------------------------------------------------------------------------------------------


def effect_words(effect: Effect, lang: str) -> str:
    """'Đã áp dụng', or why not."""
    if effect.state == TAKEN and effect.reason:
        return ui(f"decision-{effect.reason}", lang, unit=effect.now)
    if effect.state == TAKEN:
        return ui("decision-asked" if effect.decision.action == "ask" else "decision-taken", lang)
    if effect.reason == CONFLICT:
        sides = "; ".join(f"{other.by or '…'}: {decided_words(other)}" for other in effect.decision.others)
        return ui("idle-conflict", lang, sides=sides)
    key = f"{effect.state}-{effect.reason}"
    return ui(key if effect.now or effect.reason != "changed" else "old-emptied", lang, now=effect.now)


def words_of_action(decision: Decision) -> str:
    """The choice as the sheet has it; of a conflict nothing, since nobody has chosen."""
    return "" if decision.action == CONFLICT else ACTIONS.get(decision.action, decision.action)


def stated(decision: Decision, lang: str) -> Value:
    """What stands in the cell for the value."""
    value = decision.value
    return printable(value, lang) if isinstance(value, str) else number(value)


def decided_words(decision: Decision) -> str:
    """'Nhập giá trị 8'."""
    action = words_of_action(decision)
    return action if decision.value is None else f"{action} {decision.value}".strip()
