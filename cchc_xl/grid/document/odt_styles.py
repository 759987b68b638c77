"""What the styles of an OpenDocument text change of its meaning: struck, hidden and raised text, fonts, fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_xl.grid.foreign.body import Font

_DEEPEST = 20  # styles upon styles
_LEGACY = (".vn", "vni")
_WANTED = (
    "style:text-line-through-style", "style:text-line-through-type", "text:display", "style:text-position",
    "style:font-name", "fo:font-family", "fo:color", "fo:background-color",
)  # fmt: skip


class StyleSheet:
    """The styles of a document by name, the automatic ones over the named ones."""

    def __init__(self) -> None:
        self._own: dict[str, dict[str, str]] = {}
        self._parents: dict[str, str] = {}
        self._default: dict[str, str] = {}
        self._open = self._default

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element of the styles."""
        if tag == "style:style":
            name = attributes.get("style:name", "")
            self._open = self._own[name] = {}
            self._parents[name] = attributes.get("style:parent-style-name", "")
        elif tag == "style:default-style":
            self._open = self._default if attributes.get("style:family") == "paragraph" else {}
        elif tag in ("style:text-properties", "style:table-cell-properties"):
            self._open.update({name: attributes[name] for name in _WANTED if name in attributes})

    def _whole(self, name: str) -> dict[str, str]:
        """What a style says with those that it is based on; a chain in circles ends."""
        said: dict[str, str] = {}
        for _ in range(_DEEPEST):
            if name not in self._own:
                break
            said = {**self._own[name], **said}
            name = self._parents[name]
        return said

    def font(self, names: Sequence[str]) -> tuple[Font, bool]:
        """The font of text in these styles, the outermost first, and whether the text is hidden."""
        said = dict(self._default)
        for name in names:
            said.update(self._whole(name))
        through = said.get("style:text-line-through-style") or said.get("style:text-line-through-type") or "none"
        position = said.get("style:text-position", "")
        family = (said.get("style:font-name") or said.get("fo:font-family", "")).strip("'\" ")
        color = said.get("fo:color", "").removeprefix("#").upper()
        font = Font(
            family if family.casefold().startswith(_LEGACY) else "",
            through != "none",
            color if len(color) == 6 and color != "000000" else None,
            bool(position) and not position.startswith("0%"),
        )
        return font, said.get("text:display") == "none"

    def fill(self, name: str) -> str | None:
        """The colour behind a cell's text, 'RRGGBB'."""
        color = self._whole(name).get("fo:background-color", "").removeprefix("#").upper()
        return color if len(color) == 6 else None
