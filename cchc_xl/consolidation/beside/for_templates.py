"""What units reported before, for the column "Kỳ trước" of their templates.

The same units, territories and figures that a merge sets this period's beside (``consolidation.beside.changes``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.check.before import LIMITS, EarlierFigures, JumpLimits
from cchc_xl.consolidation.beside.changes import figures_before
from cchc_xl.consolidation.beside.compare import compared, relation, stranger
from cchc_xl.consolidation.beside.previous import Previous
from cchc_xl.errors import UserError
from cchc_xl.model import Form, Period, Unit
from cchc_xl.units.listing import Roster


def the_one_before(period: Period, previous: Sequence[Previous]) -> Previous:
    """Of earlier results the one to show: the same period of the last year, else a part of this one, else the last.

    ``UserError`` 'before-not-earlier' where none is of an earlier period.
    """
    earlier = [one for one in previous if one.period.end < period.end]
    if not earlier:
        named = "; ".join(f"{one.path} ({one.period.label})" for one in previous)
        raise UserError("before-not-earlier", found=named, period=period.label)
    rank = {"year": 2, "part": 1}
    return max(earlier, key=lambda one: (rank.get(relation(period, one.period), 0), one.period.end, one.path))


def earlier_figures(
    form: Form,
    units: Sequence[Unit],
    period: Period,
    before: Previous,
    roster: Roster | None = None,
    limits: JumpLimits = LIMITS,
) -> Mapping[str, EarlierFigures]:
    """Unit id -> what it, or all that it was made of, reported then. A unit of which nothing is known is not in it.

    Of the indicators that both forms ask for in the same unit of measure. A unit without an id goes by its name, and
    stands under ''.
    """
    shown = [field.id for field in compared(form, before.form, "year")]
    by_id = {(unit if unit.id else stranger(unit.name)).id: unit for unit in units}
    known = [unit._replace(id=key) for key, unit in by_id.items()]
    figures = figures_before(period, known, before, roster)
    related = relation(period, before.period)
    found = {}
    for key, unit in by_id.items():
        values = {field: figures[key][field] for field in shown if field in figures.get(key, {})}
        if values:
            found[unit.id] = EarlierFigures(before.period.label, related, values, limits)
    return found
