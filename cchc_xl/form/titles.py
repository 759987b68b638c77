"""The titles above the columns of figures as they lie on paper: those of groups over their columns, in one to three
rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cchc_xl.model import Form


def title_areas(form: Form) -> Iterator[tuple[int, int, int]]:
    """(level, first, last) of each title, from the top: the columns of figures, counted from 0, that it stands over.

    Columns beside each other with the same titles down to a level have one title there.
    """
    for level in range(max(len(column.titles) for column in form.values)):
        numbered = enumerate(form.values)
        for path, group in groupby(numbered, key=lambda one: one[1].titles[: level + 1]):
            places = [place for place, _ in group]
            if len(path) > level:
                yield level, places[0], places[-1]
