"""What the page need not do twice: conditions that were opened, reports of files that were checked under them.

A page checks what it is given at once, file by file, and may be asked for a merge of the same files then. Nothing here
changes a result: conditions are opened anew when one of their files is another one, and a report counts only under the
very conditions and for the very file that it was made for.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any, NamedTuple

from cchc_xl.bounded_cache import BoundedCache
from cchc_xl.grid.scan import Input
from cchc_xl.model import Report
from cchc_xl.run.cache import Cache, Known, Stamp
from cchc_xl.run.compact import COMPACT_FROM
from cchc_xl.validate import Settings, named_settings

MOST_REPORTS = COMPACT_FROM // 2  # twice as many at most: of more, the reports take more memory than the program
_SAYING = ("form", "roster", "period", "campaign")


class _Saying(NamedTuple):
    """What the user says of a check: values, the files that they name as they are now, and the day."""

    values: tuple[str | None, ...]
    files: tuple[tuple[int, int] | None, ...]
    today: dt.date


class Remembered:
    """The conditions that were asked for last, and reports under the conditions that they were last made under."""

    def __init__(self) -> None:
        self._saying: _Saying | None = None
        self._against: Settings | None = None
        self._under: Settings | None = None
        self._known: BoundedCache[str, Known] = BoundedCache(MOST_REPORTS)

    def settings(self, said: dict[str, Any]) -> Settings:
        """The conditions that the options name. ``UserError`` where one of them is wrong."""
        values = tuple(said.get(name) or None for name in _SAYING)
        saying = _Saying(values, tuple(map(_as_it_is, values)), dt.datetime.now().astimezone().date())
        if self._against is None or saying != self._saying:
            self._against = None  # what is wrong is said again
            self._against = _opened(*values)
            self._saying = saying
        return self._against

    def add(self, item: Input, at: Stamp | None, report: Report, against: Settings) -> None:
        """Remembers the report of an input that was as ``at`` says before it was read."""
        from cchc_xl.run.collect import as_known, kept  # nothing waits for it before the first check

        if at is not None and report.source.sha256:
            one = kept(report, against.forms)
            self.keep({item.shown: as_known(at, one, against.today.isoformat())}, against)

    def keep(self, reports: Cache, against: Settings) -> None:
        """Remembers reports that were made under the conditions."""
        self._turn_to(against)
        for shown, one in reports.items():
            self._known[shown] = one

    def known(self, against: Settings) -> Cache:
        """The reports under conditions that say the same; those under others are forgotten."""
        self._turn_to(against)
        return {**self._known.old, **self._known.new}

    def _turn_to(self, against: Settings) -> None:
        if against is not self._under and against != self._under:
            self._known = BoundedCache(MOST_REPORTS)
        self._under = against


def _as_it_is(path: str | None) -> tuple[int, int] | None:
    """Size and time of a file, None for what is none."""
    try:
        status = os.stat(path) if path else None
    except OSError:
        status = None
    return status and (status.st_size, status.st_mtime_ns)


def _opened(form: str | None, roster: str | None, period: str | None, campaign: str | None) -> Settings:
    if not campaign:
        return named_settings(form, roster, period)
    from cchc_xl.campaign import load_campaign, settings_of

    return settings_of(load_campaign(campaign), form, roster, period)
