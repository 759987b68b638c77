"""Noting what came: a folder to its register of receipt, brought up to date.

Whoever keeps a register from the first day on knows later what came when, whatever is copied where.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cchc_xl.errors import UserError
from cchc_xl.grid.file import digest_of
from cchc_xl.grid.openxml.package import ReadError
from cchc_xl.grid.scan import Input, Skipped, read_input, scan, show
from cchc_xl.model import Grid, Source
from cchc_xl.records import NamedTuple
from cchc_xl.run.register import RegisterEntry, read_table, updated
from cchc_xl.table.hidden_sheet import province_meta
from cchc_xl.validate import LISTS, OWN_OUTPUT, is_other_list, settings, validate_input
from cchc_xl.write.atomic import clean, write_bytes

MOST_TRIES = 5


class Received(NamedTuple):
    """``path`` holds the register; ``new``: its new rows; ``entries``: all of its rows; ``skipped``: the files that
    have none because they are no reports.
    """

    path: str
    new: tuple[RegisterEntry, ...]
    entries: int
    skipped: tuple[Skipped, ...] = ()


class _OvertakenError(Exception):
    """Somebody else wrote the register since it was read."""


def receive(
    paths: Sequence[str], register: str, now: str, others: Mapping[str, str] = MappingProxyType({})
) -> Received:
    """Adds a row for each file below the paths that the register does not know yet; the rows that it has all stay.

    ``now``: what is written as the day of receipt (as ``model.Source.received``, '' for none) where a mail does not
    say it. ``others``: files that are no reports wherever they lie, path -> why. ``UserError``: nothing there, a
    register that cannot be read, written, or is changed again and again meanwhile.
    """
    found, skipped = _found(paths, {register: "register", **others})
    if not found and not skipped:
        raise UserError("no-input", path=", ".join(map(show, paths)))
    for _ in range(MOST_TRIES):
        before, data = digest_of(register), _standing(register)
        made = updated(read_table(data, register), register, found, now)
        if not made.new and made.data == data:
            clean(os.path.dirname(os.path.abspath(register)))  # what a killed run left goes also where nothing is new
            return Received(register, (), made.entries, skipped)

        def check(_: str, before: str = before) -> None:
            if digest_of(register) != before:
                raise _OvertakenError(register)

        try:
            return Received(write_bytes(register, made.data, check), made.new, made.entries, skipped)
        except _OvertakenError:
            continue
    raise UserError("output-changing", path=register)


def _standing(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UserError("bad-register", path=path, line=str(error)) from None


def _found(
    paths: Sequence[str], others: Mapping[str, str]
) -> tuple[tuple[tuple[str, Source], ...], tuple[Skipped, ...]]:
    """((path below its folder, source) of each file that may be a report, the others: other lists, results of ours and
    what ``scan`` passes over).
    """
    inputs, passed = scan(paths, used_otherwise=others)
    roots = sorted((os.path.abspath(path) for path in paths), key=len, reverse=True)
    found, skipped = [], list(passed)
    for item in inputs:
        read = read_input(item)
        if _is_ours(read):
            skipped.append(Skipped(item.shown, OWN_OUTPUT))
        elif _is_list(item):
            skipped.append(Skipped(item.shown, "other-type"))
        else:
            found.append((_below(item.shown, roots), read.source))
    return tuple(found), tuple(skipped)


def _is_ours(read: object) -> bool:
    try:
        return isinstance(read, Grid) and bool(province_meta(read))
    except ReadError:
        return False


def _is_list(item: Input) -> bool:
    return item.shown.lower().endswith(LISTS) and is_other_list(item, validate_input(item, settings()))


def _below(shown: str, roots: Sequence[str]) -> str:
    """The path below the folder that was named, the last part of what was named itself."""
    place = os.path.abspath(shown)
    root = next((root for root in roots if place == root or place.startswith(root.rstrip(os.sep) + os.sep)), "")
    below = os.path.relpath(place, root) if root and place != root else os.path.basename(place)
    return below.replace(os.sep, "/")
