"""The template: form and layout to a macro-free workbook, blank, for one unit, or for each unit of a roster.

What it holds: the appendix with its live checks, the narrative, the help, hidden lists and the very hidden field map.
The same call gives the same bytes. Text that is passed in is stored as text whatever it begins with, in quantity cells
too.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import IO

from cchc_xl.check.before import EarlierFigures
from cchc_xl.model import Form, Period, Scalar, Unit
from cchc_xl.write.template.build import template_bytes
from cchc_xl.write.template.many import file_names, write_many

__all__ = ["file_names", "template_bytes", "write_many", "write_template"]

Target = str | os.PathLike[str] | IO[bytes]


def write_template(
    form: Form,
    target: Target,
    *,
    unit: Unit | None = None,
    period: Period | None = None,
    roster: Sequence[Unit] = (),
    values: Mapping[str, Scalar] | None = None,
    notes: Mapping[str, str] | None = None,
    header: Mapping[str, Scalar] | None = None,
    narrative: Mapping[str, str] | None = None,
    superior: str | None = None,
    print_checks: bool = False,
    earlier: EarlierFigures | None = None,
) -> None:
    """Writes the template of a form to a path (whole or not at all) or to a binary stream.

    ``unit``: the template is for this unit, whose name is then locked. ``roster``: without ``unit``, the unit is chosen
    from this list. ``period``: fills in period and year. ``values``, ``notes``: by field id, put in as they are;
    ``header``, ``narrative``: by id, winning over ``unit`` and ``period``; ``ValueError`` for an id that the form does
    not have. ``superior``: the body above the unit in the letterhead; by default the unit's parent in the roster.
    ``print_checks``: the column of the checks is printed too, as for a picture of the screen. ``earlier``: what the
    unit reported before, in a column beside the checks; they ask about jumps.
    """
    data = template_bytes(
        form,
        unit=unit,
        period=period,
        roster=roster,
        values=values,
        notes=notes,
        header=header,
        narrative=narrative,
        superior=superior,
        print_checks=print_checks,
        earlier=earlier,
    )
    if isinstance(target, (str, os.PathLike)):
        from cchc_xl.write.atomic import write_bytes

        write_bytes(target, data)
    else:
        target.write(data)
