"""One template per unit, thousands of them: built once with markers in the unit's places, which are then filled in for
each unit.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

from cchc_xl.check.before import EarlierFigures
from cchc_xl.errors import UserError
from cchc_xl.model import Form, Period, Scalar, Unit
from cchc_xl.text import plain, squeeze
from cchc_xl.write.atomic import PREFIX, SUFFIX, clean, disk_errors_in_words
from cchc_xl.write.standing import holds, require_replaceable
from cchc_xl.write.template.appendix import body_of
from cchc_xl.write.template.build import superior_of, template_bytes
from cchc_xl.write.template.parts import Patcher

LONGEST_NAME = 110  # characters; with a folder of usual depth far below the 259 of a Windows path

# Nobody's name, and their capitals are other texts, because the letterhead shows the name in capitals.
_NAME, _ID, _LEVEL, _SUPERIOR = "@@cchc-ten@@", "@@cchc-ma@@", "@@cchc-cap@@", "@@CCHC-CAP-TREN@@"
_FIGURE = 987_654_321_000  # nobody's: a count has eight digits at most
_UNSAFE = re.compile(r"[^0-9A-Za-z_-]+")


def write_many(
    form: Form,
    units: Sequence[Unit],
    folder: str | os.PathLike[str],
    period: Period | None = None,
    *,
    roster: Sequence[Unit] = (),
    header: Mapping[str, Scalar] | None = None,
    earlier: Mapping[str, EarlierFigures] | None = None,
    overwrite: bool = False,
) -> list[str]:
    """Writes a template for each unit into an existing folder; the paths, in the order of the units.

    The content is that of ``write_template(unit=...)``. ``roster`` (by default ``units``) gives the names of parents;
    ``earlier``: what units reported before, by id, all for the same period.
    Unless ``overwrite``, a file with other content that is there already raises ``UserError`` before anything is
    written: it may be a filled one. What an interrupted run wrote is no other content.
    """
    where = os.fspath(folder)
    if not os.path.isdir(where):
        raise UserError("no-output-folder", path=where)
    paths = [os.path.join(where, name) for name in file_names(units)]
    clean(where)
    there = [] if overwrite else [at for at, path in enumerate(paths) if os.path.lexists(path)]
    if there:
        made = packages(form, [units[at] for at in there], period, roster or units, header or {}, earlier or {})
        for at, data in zip(there, made, strict=True):
            require_replaceable(paths[at], partial(holds, data=data), force=False)
    for path, data in zip(
        paths, packages(form, units, period, roster or units, header or {}, earlier or {}), strict=True
    ):
        _put(path, data)
    return paths


def packages(
    form: Form,
    units: Sequence[Unit],
    period: Period | None,
    roster: Sequence[Unit],
    header: Mapping[str, Scalar],
    earlier: Mapping[str, EarlierFigures],
) -> Iterator[bytes]:
    """The workbooks of the units, in order."""
    parents = {unit.id: unit for unit in roster}
    patchers: dict[tuple[bool, bool], Patcher] = {}
    for unit in units:
        parent, before = parents.get(unit.parent), earlier.get(unit.id)
        superior = superior_of(unit, (parent,)) if parent else ""
        kind = (bool(superior), before is not None)
        if kind not in patchers:
            patchers[kind] = _patcher(form, period, header, bool(superior), before)
        name = squeeze(unit.name)
        texts: list[str | bytes] = [name, body_of(name), unit.id, unit.level, *([superior] if superior else [])]
        yield patchers[kind].fill([*texts, *_figures(form, before)])


def _patcher(
    form: Form, period: Period | None, header: Mapping[str, Scalar], has_superior: bool, before: EarlierFigures | None
) -> Patcher:
    markers = [_NAME, _NAME.upper(), _ID, _LEVEL, *([_SUPERIOR] if has_superior else [])]
    marked = before and before._replace(values={field.id: _FIGURE + place for place, field in enumerate(form.fields)})
    package = template_bytes(
        form,
        unit=Unit(_ID, _NAME, _LEVEL),
        period=period,
        header=header,
        superior=_SUPERIOR if has_superior else "",
        earlier=marked,
    )
    figures = _figures(form, marked)
    return Patcher(package, [*(marker.encode() for marker in markers), *figures])


def _figures(form: Form, before: EarlierFigures | None) -> list[bytes]:
    """What stands behind the attributes of each cell with an earlier figure; of a blank cell nothing does."""
    values = [before.values.get(field.id) for field in form.fields] if before else []
    return [b"/>" if value is None else b"><v>%d</v></c>" % value for value in values]


def file_names(units: Sequence[Unit]) -> list[str]:
    """'<id> <name without accents>.xlsx' for each unit, which every file system takes; no two are equal in any case."""
    names = []
    used: set[str] = set()
    for unit in units:
        stem = _safe(f"{unit.id} {plain(unit.name)}") or "don-vi"
        number, candidate = 1, stem
        while candidate.casefold() in used:
            number += 1
            candidate = f"{stem} ({number})"
        used.add(candidate.casefold())
        names.append(f"{candidate}.xlsx")
    return names


def _safe(text: str) -> str:
    """Letters, digits, '-', '_' and single blanks. A reserved name of Windows (CON, NUL) gets company."""
    words = " ".join(_UNSAFE.sub(" ", text).split())[:LONGEST_NAME].rstrip()
    return f"{words} don-vi" if re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)[0-9]", words) else words


def _put(path: str, data: bytes) -> None:
    """Whole or not at all, but not flushed one by one as ``write.atomic`` does: thousands of flushes take minutes, and
    templates can be made again. Remains of a killed run carry the names that ``write.atomic.clean`` removes.
    """
    temporary = os.path.join(os.path.dirname(path), f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}")
    try:
        with disk_errors_in_words(path):
            with open(temporary, "xb") as file:
                file.write(data)
            os.replace(temporary, path)
    finally:
        with suppress(OSError):
            os.remove(temporary)
