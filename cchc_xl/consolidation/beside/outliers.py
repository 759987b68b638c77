"""Figures far from those of the other units of the same level: what a single report cannot show.

At least eight peers; robust statistics (``consolidation.beside.statistics``); and always a factor and a difference
besides the score, because counts are skewed and a score alone would flag the larger communes of every province. High
figures only: a low one is nothing unusual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log

from cchc_xl.check.catalogue import finding
from cchc_xl.check.explanations import weighed
from cchc_xl.check.kinds import foreign_documents, note_says
from cchc_xl.check.kinds.date_serial import as_date
from cchc_xl.check.kinds.row_shift import SHORTEST, names, values_text
from cchc_xl.consolidation.beside.statistics import THRESHOLD, highest, median, modified_z, quantile, shown
from cchc_xl.model import Finding, Form, UnitResult
from cchc_xl.records import NamedTuple

PEERS = 8  # fewer say nothing about what is usual
DOCUMENTS = (4, 15)  # times the median, and above it: documents of other bodies (C15)
COPIES = 100  # times the median, or its part: titles against copies (C16)
FEW = 0.2  # of the peers at most: where many count copies and many titles, the instructions are at fault and not a unit
MOST_WITHOUT_ZEROS = 100  # below it a figure has hardly a zero too many
ZEROS = (8, 0.5, 2.0)  # times the median; without its last zeros between these parts of the median (C22)
FAR = (20, 30)  # times the median, and above it (C23)
SERIAL = 10  # times the median: a date that lost its format (V14)
SHIFT = (1.2, 0.35)  # mean log distance of the rows as they stand, and what may be left of it after a move (C21)

# Where the report's own checks have questioned the figure already, its distance from the peers is no news.
_QUESTIONED = frozenset({"V14", "V27", "C03", "C13", "C15", "C21", "C22"})


class Peers(NamedTuple):
    """The figures of one indicator at one level. ``otherwise``: how many are orders of magnitude from the median."""

    results: tuple[UnitResult, ...]
    figures: tuple[float, ...]
    scores: tuple[float | None, ...]
    middle: float
    otherwise: int


def outliers(form: Form, results: Sequence[UnitResult]) -> Iterator[Finding]:
    """What the figures of each level say about single ones of them, level by level, in the form's order."""
    levels: dict[str, list[UnitResult]] = {}
    for result in results:
        if result.level:
            levels.setdefault(result.level, []).append(result)
    for group in levels.values():
        peers = {field.id: found for field in form.fields if (found := _peers(field.id, group))}
        shifted = {result.key: shift for result in group if (shift := _shift(form, result, peers))}
        for result in group:
            if result.key in shifted:
                yield shifted[result.key]
        for field_id, among in peers.items():
            for result, figure, score in zip(among.results, among.figures, among.scores, strict=True):
                if (
                    result.key not in shifted
                    and (one := _odd(form, result, field_id, figure, score, among))
                    and not _questioned(result, field_id)
                ):
                    yield one


def figure_of(result: UnitResult, field_id: str) -> int | float | None:
    """The number that a unit wrote; None where it wrote none or the program worked it out."""
    figure = result.figure(field_id)
    if figure is None or figure.number is None or figure.computed or figure.state == "error" or figure.number < 0:
        return None
    return figure.number


def _peers(field_id: str, group: Sequence[UnitResult]) -> Peers | None:
    found = [(result, figure) for result in group if (figure := figure_of(result, field_id)) is not None]
    if len(found) < PEERS:
        return None
    figures = tuple(figure for _, figure in found)
    middle = median(figures)
    otherwise = sum(_is_otherwise(figure, middle) for figure in figures)
    return Peers(tuple(result for result, _ in found), figures, tuple(modified_z(figures)), middle, otherwise)


def _is_otherwise(figure: float, middle: float) -> bool:
    """Orders of magnitude from the median, as copies are from titles; 0 is neither."""
    return figure > 0 and (figure >= COPIES * max(middle, 1) or figure * COPIES <= middle)


def _questioned(result: UnitResult, field_id: str) -> bool:
    return any(
        one.code in _QUESTIONED and field_id in (one.field, *one.params.get("fields", ()))
        for one in result.report.findings
    )


def _odd(
    form: Form, result: UnitResult, field_id: str, figure: float, score: float | None, peers: Peers
) -> Finding | None:
    """The first thing that fits: titles against copies, a date, others' documents, zeros too many, far away."""
    usual = max(peers.middle, 1)
    if field_id in _fields(form, note_says.KIND.name):
        differs = _is_otherwise(figure, peers.middle) and peers.otherwise <= FEW * len(peers.figures)
        return (
            _about(form, result, field_id, "C16", _comparison(figure, peers, COPIES * usual, low=peers.middle / COPIES))
            if differs
            else None
        )
    if score is None or score <= THRESHOLD:
        return None
    if figure >= SERIAL * usual and (day := as_date(figure)):
        return _about(form, result, field_id, "V14", {**_comparison(figure, peers, SERIAL * usual), "as_date": day})
    if field_id in _fields(form, foreign_documents.KIND.name):
        times, above = DOCUMENTS
        return (
            _about(form, result, field_id, "C15", _comparison(figure, peers, times * usual, above))
            if figure >= times * usual and figure - peers.middle >= above
            else None
        )
    if _has_zeros_too_many(figure, peers.middle):
        return _about(
            form, result, field_id, "C22", _comparison(figure, peers, max(ZEROS[0] * peers.middle, MOST_WITHOUT_ZEROS))
        )
    times, above = FAR
    if figure >= times * usual and figure - peers.middle >= above:
        return _about(form, result, field_id, "C23", _comparison(figure, peers, times * usual, above))
    return None


def _comparison(
    figure: float, peers: Peers, limit: float, above: float = 0, low: float | None = None
) -> Mapping[str, object]:
    """What a figure is held against: the peers' number, quartiles, and the figures ``lo`` to ``hi`` of which nothing
    would be said.

    ``limit`` and ``above`` (from the median): figures that are said of; ``low``: likewise, where small ones are said of
    too and the score plays no part.
    """
    if low is None:
        limit = max(limit, peers.middle + above, floor(highest(peers.figures)) + 1)
    lower, upper = (shown(quantile(peers.figures, share)) for share in (0.25, 0.75))
    return {
        "value": figure,
        "what": "peers-usual",
        "n": len(peers.figures),
        "q1": lower,
        "middle": shown(peers.middle),
        "q3": upper,
        "lo": 0 if low is None or low < 1 else floor(low) + 1,
        "hi": ceil(limit) - 1,
    }


def _has_zeros_too_many(figure: float, middle: float) -> bool:
    times, low, high = ZEROS
    if figure < MOST_WITHOUT_ZEROS or figure < times * middle or middle <= 0:
        return False
    return any(figure % zeros == 0 and low * middle <= figure / zeros <= high * middle for zeros in (10, 100, 1000))


def _fields(form: Form, kind: str) -> set[str]:
    """The indicators for which the form has a rule of a kind: which they are is the form's to say."""
    return {rule.args["field"] for rule in form.rules if rule.kind == kind}


def _about(form: Form, result: UnitResult, field_id: str, code: str, params: Mapping[str, object]) -> Finding:
    entry, submission = result.entry(field_id), result.report.submission
    about = finding(
        code,
        form,
        unit=submission.unit_key if submission else result.key,
        period=submission.period_key if submission else "",
        field=field_id,
        ref=entry.reading.ref if entry else None,
        raw=entry.reading.raw_text if entry else "",
        params=params,
        source=result.report.source.path,
    )
    return weighed(about, submission)


# --- one row too high or too low ------------------------------------------------------------------------------------


def _shift(form: Form, result: UnitResult, peers: Mapping[str, Peers]) -> Finding | None:
    """C21 where a block of figures fits the medians of its level far better one row up or down."""
    fields = [field.id for field in form.fields]
    figures = [figure_of(result, field_id) for field_id in fields]
    middles = [peers[field_id].middle if field_id in peers else None for field_id in fields]
    free = [
        number == 0 or (figure is not None and figure.state == "blank")
        for number, figure in zip(figures, result.figures, strict=True)
    ]
    best: tuple[float, int, int, int] | None = None
    for first in range(len(fields)):
        for last in range(first + SHORTEST, len(fields)):
            for step, hole in ((-1, first - 1), (1, last + 1)):
                if 0 <= hole < len(fields) and free[hole] and figures[first] and figures[last]:
                    gain = _gain(figures, middles, first, last, step)
                    if gain is not None and (best is None or gain > best[0]):
                        best = (gain, first, last, step)
    if best is None or any(one.code == "C21" for one in result.report.findings):
        return None
    _, first, last, step = best
    block = fields[first : last + 1]
    a, b = names(form, (block[0], block[-1]))
    written = {entry.field: entry.reading for entry in result.entries}
    params = {
        "a": a,
        "b": b,
        "what": "shift-up" if step < 0 else "shift-down",
        "found": values_text(form, written, block),
        "fields": tuple(block),
    }
    usual = tuple(round(peers[field_id].middle) for field_id in block)
    return _about(form, result, block[0], "C21", {**params, "reason": "peers-rows", "middle": usual})


def _gain(
    figures: Sequence[float | None], middles: Sequence[float | None], first: int, last: int, step: int
) -> float | None:
    """How much nearer to the medians a move brings a block.

    None where it is not near enough, or the rows were not far away.
    """
    stay, move = [], []
    for place in range(first, last + 1):
        figure, here, there = figures[place], middles[place], middles[place + step]
        if figure is None or here is None or there is None:
            return None
        stay.append(_distance(figure, here))
        move.append(_distance(figure, there))
    far, left = SHIFT
    before, after = sum(stay) / len(stay), sum(move) / len(move)
    return before - after if before >= far and after <= left * before else None


def _distance(figure: float, middle: float) -> float:
    return abs(log((figure + 1) / (middle + 1)))
