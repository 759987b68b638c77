"""One bounded pass over the elements of a document's part: what the readers of its formats have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from xml.parsers import expat

from cchc_xl.grid.openxml.elements import new_parser, run
from cchc_xl.grid.openxml.package import Limits, ReadError


class ElementPass(ABC):
    """Calls ``start``, ``end`` and ``text`` in the order of the document, for as many elements as ``limits`` allow."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._seen = 0
        self.parser: expat.XMLParserType | None = None

    def read(self, data: bytes, part: str) -> None:
        """Raises ReadError: xml, doctype, too-many-cells, too-deep."""
        self.parser = parser = new_parser()
        # No more elements begin than there are opening signs that close none, and counting signs costs nothing.
        most = data.count(b"<") - data.count(b"</")
        is_few = self._seen + most <= self.limits.far_cells
        self._seen += most if is_few else 0
        parser.StartElementHandler = self.start if is_few else self._counted
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        run(parser, data, part)
        self.parser = None

    def _counted(self, tag: str, attributes: dict[str, str]) -> None:
        self._seen += 1
        if self._seen > self.limits.far_cells:
            raise ReadError("too-many-cells", limit=self.limits.far_cells)
        self.start(tag, attributes)

    @abstractmethod
    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    @abstractmethod
    def end(self, tag: str) -> None: ...

    @abstractmethod
    def text(self, piece: str) -> None: ...
