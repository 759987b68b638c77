"""Changing a few parts of a finished package without building it again: the others are copied as they are
(``write.xlsx.archive``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from cchc_xl.write.xlsx.archive import assemble, members, packed, unpacked


def changed(package: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The archive with some members' content changed, each by its function."""
    wanted = {name.encode(): change for name, change in changes.items()}
    return assemble(packed(m.name, wanted[m.name](unpacked(m))) if m.name in wanted else m for m in members(package))


def let_rows_grow(package: bytes, rows: Mapping[str, Iterable[int]]) -> bytes:
    """Keeps the heights of these rows (by part) but not as fixed ones, so that they grow with what is typed.

    XlsxWriter marks every height that it is given as set by hand, and Excel fits only the others.
    """

    def grow(numbers: frozenset[bytes]) -> Callable[[bytes], bytes]:
        return lambda xml: _ROW.sub(
            lambda row: row[0].replace(b' customHeight="1"', b"") if row[1] in numbers else row[0], xml
        )

    return changed(package, {name: grow(frozenset(b"%d" % row for row in wanted)) for name, wanted in rows.items()})


_ROW = re.compile(rb'<row r="(\d+)"[^>]*>')


class Patcher:
    """A finished package with places to fill in: ``fill`` replaces each marker's text, everywhere."""

    def __init__(self, package: bytes, markers: Sequence[bytes]) -> None:
        """``markers``: texts that stand in the package for nothing else."""
        self._markers = tuple(markers)
        every = [(member, unpacked(member)) for member in members(package)]
        self._order = [member.name for member, _ in every]
        self._open = {member.name: data for member, data in every if any(marker in data for marker in markers)}
        self._closed = {member.name: member for member, _ in every if member.name not in self._open}
        missing = [marker for marker in markers if not any(marker in data for data in self._open.values())]
        if missing:
            raise ValueError(f"not in the package: {missing}")

    def fill(self, texts: Sequence[str | bytes]) -> bytes:
        """The package with these texts in place of the markers, in their order; bytes are XML and stay as they are."""
        fillings = [
            (marker, text if isinstance(text, bytes) else escaped(text))
            for marker, text in zip(self._markers, texts, strict=True)
        ]
        return assemble(
            self._closed.get(name) or packed(name, _filled(self._open[name], fillings)) for name in self._order
        )


def _filled(data: bytes, fillings: Sequence[tuple[bytes, bytes]]) -> bytes:
    for marker, text in fillings:
        data = data.replace(marker, text)
    return data


def escaped(text: str) -> bytes:
    """Text as the content of an XML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
