"""Comments of a document that is being written: each on the text that it is about, for a person to settle."""

from __future__ import annotations

from functools import partial


def anchored(number: int, runs: str) -> str:
    """Runs with the marks of a comment around them (ISO/IEC 29500-1, 17.13.4)."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


class Remarks:
    """The comments, in the order of their numbers."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def on(self, text: str, runs: str) -> str:
        """The runs with a comment; as they are where ``text`` is ''."""
        if not text:
            return runs
        self.texts.append(text)
        return anchored(len(self.texts) - 1, runs)

    def about(self, text: str) -> partial[str]:
        """A function that puts a comment around runs."""
        return partial(self.on, text)
