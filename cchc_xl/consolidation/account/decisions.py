"""What the consolidator decided in an earlier provincial workbook, read back from it.

The sheet of findings says what is decided now; the hidden sheet remembers who decided it and when, and decisions whose
finding this workbook does not have. A decision that was cleared on the sheet is withdrawn; nothing else gets lost, not
even what has no effect (a choice that is none of the list, a value without a choice): it is shown again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cchc_xl.consolidation.account.decided import CONFLICT, MOST_OTHERS
from cchc_xl.grid.openxml.entries_only import HEADER_ROWS
from cchc_xl.model import Decision, Grid, Scalar, Sheet
from cchc_xl.numbers import EXACT, text_of, whole
from cchc_xl.table.hidden_sheet import PROVINCE_META
from cchc_xl.table.own_table import value as value_of
from cchc_xl.text import fold, squeeze
from cchc_xl.words.province import ACTIONS, FINDINGS, titles_of

TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    titles_of("fingerprint", "action", "value", "reason", "by", "at")
)
DECISION, OTHER_DECISION = "decision", "decision-other"  # keys of rows of the hidden sheet
_BY_LABEL = {fold(label): action for action, label in ACTIONS.items()}


def read_decisions(grid: Grid, by: str = "", at: str = "") -> tuple[Decision, ...]:
    """The decisions of a provincial workbook, sorted; none for any other.

    ``by``, ``at`` (ISO time): of those that are new in it.
    """
    hidden, sheet = grid.sheet(PROVINCE_META), grid.sheet(FINDINGS)
    known = {decision.fingerprint: decision for decision in _recorded(hidden)} if hidden else {}
    if hidden is None or sheet is None:
        return tuple(sorted(known.values(), key=lambda decision: decision.fingerprint))
    for fingerprint, shown in _shown(sheet):
        decision = _now(known.get(fingerprint), shown, by, at)
        if decision is None:
            known.pop(fingerprint, None)
        else:
            known[fingerprint] = decision
    return tuple(sorted(known.values(), key=lambda decision: decision.fingerprint))


def _now(earlier: Decision | None, shown: Decision | None, by: str, at: str) -> Decision | None:
    """A decision as the sheet has it, after the one that the hidden sheet remembers.

    Whoever corrects only the words of a decision has not decided anew: the name beside it stays.
    """
    if earlier is None:
        return shown and shown._replace(by=shown.by or by, at=at)
    if shown is None:
        return earlier if earlier.action == CONFLICT else None
    if (shown.action, shown.value) == (earlier.action, earlier.value):
        moment = earlier.at if shown.reason == earlier.reason else at
        return earlier._replace(reason=shown.reason, by=shown.by or earlier.by, at=moment)
    if earlier.action == CONFLICT:
        if not shown.action and shown.value is None:  # a remark chooses nothing
            return earlier._replace(reason=shown.reason)
        return shown._replace(by=shown.by or by, at=at, others=earlier.others)
    others = (*earlier.others, earlier._replace(others=()))[-MOST_OTHERS:]
    signed = shown.by if shown.by != earlier.by else ""
    return shown._replace(by=signed or by or shown.by, at=at, others=others)


def _recorded(sheet: Sheet) -> Iterator[Decision]:
    """The rows of the hidden sheet: fingerprint, action, value, reason, by, at; below each those of ``others``."""
    others: dict[str, list[Decision]] = {}
    for one in _record_rows(sheet, OTHER_DECISION):
        others.setdefault(one.fingerprint, []).append(one)
    for one in _record_rows(sheet, DECISION):
        yield one._replace(others=tuple(others.get(one.fingerprint, ())))


def _record_rows(sheet: Sheet, kind: str) -> Iterator[Decision]:
    for row in sorted({row for (row, column), cell in sheet.cells.items() if column == 1 and cell.value == kind}):
        fingerprint, action, value, reason, by, at = (value_of(sheet, row, column) for column in range(2, 8))
        yield Decision(text_of(fingerprint), text_of(action), _stated(value), text_of(reason), text_of(by), text_of(at))


def _shown(sheet: Sheet) -> Iterator[tuple[str, Decision | None]]:
    """(fingerprint, decision or None where the row has none), in the order of the rows, which people sort as they
    like.
    """
    columns, header = _columns(sheet)
    if "fingerprint" not in columns or "action" not in columns:
        return
    own = columns["fingerprint"]
    for row in sorted(row for row, column in sheet.cells if column == own and row > header):
        fingerprint = text_of(value_of(sheet, row, own))
        if fingerprint:
            yield fingerprint, _decision(sheet, row, columns, fingerprint)


def _columns(sheet: Sheet) -> tuple[dict[str, int], int]:
    """(key -> column, row of the titles): by title, since people insert columns."""
    keys = {fold(title): key for key, titles in TITLES.items() for title in titles}
    found: dict[int, dict[str, int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row <= HEADER_ROWS and isinstance(cell.value, str) and (key := keys.get(fold(cell.value))):
            found.setdefault(row, {}).setdefault(key, column)  # a person's own column may have a title of ours
    row = max(found, key=lambda row: len(found[row]), default=0)
    return found.get(row, {}), row


def _decision(sheet: Sheet, row: int, columns: Mapping[str, int], fingerprint: str) -> Decision | None:
    label, raw, reason, by = (
        value_of(sheet, row, columns[key]) if key in columns else None for key in ("action", "value", "reason", "by")
    )
    return decision_of(fingerprint, text_of(label), raw, text_of(reason), text_of(by))


def decision_of(fingerprint: str, label: str, raw: Scalar, reason: str = "", by: str = "") -> Decision | None:
    """What the cells of a row decide, None where they are blank.

    ``label``: the choice as the sheet has it; ``raw``: what stands in the value column.
    """
    action, value = squeeze(label), _stated(raw)
    if not (action or reason or value is not None):
        return None
    return Decision(fingerprint, _BY_LABEL.get(fold(action), action), value, reason, squeeze(by))


def _stated(raw: Scalar) -> int | float | str | None:
    """A number, or the text that stands in its place: nobody knows here what the indicator asks for."""
    number = number_of(raw)
    return (squeeze(text_of(raw)) or None) if number is None else number


def number_of(value: Scalar) -> int | float | None:
    """A number, as such or as digits, with a comma before decimals; None for anything else."""
    if isinstance(value, str):
        whole_part, comma, places = value.strip().partition(",")
        digits = whole_part + (places if comma else "0")
        if not (whole_part and digits.isascii() and digits.isdecimal() and bool(places) == bool(comma)):
            return None
        return float(f"{whole_part}.{places}") if comma else int(whole_part)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -EXACT < value < EXACT:
        return None
    return whole(value)
