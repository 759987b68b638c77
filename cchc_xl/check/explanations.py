"""A word of explanation in the note turns into a note what asks for one.

The messages of some codes (``explainable`` in the catalogue) say "nếu đúng thì giải trình ở cột Ghi chú". An
explanation is three words or more, a link, or the number of a document. The same in Excel, of a note's cell, for the
live checks of the template.
"""

from __future__ import annotations

from collections.abc import Iterable

from cchc_xl.check.catalogue import explainable
from cchc_xl.model import Finding, Severity, Submission

ENOUGH_WORDS = 3
_LINKS = ("http", "www.", ".vn")


def is_explanation(note: str) -> bool:
    """Does a note explain: 'do lồng ghép nhiều hội nghị', 'https://...', '15/BC-UBND'; not 'đúng', 'x', '12 14 15'?"""
    text = " ".join(note.split())
    if text.upper() == text.lower():
        return False  # no letters
    words = text.count(" ") + 1
    return words >= ENOUGH_WORDS or any(link in text.lower() for link in _LINKS) or ("/" in text and "-" in text)


def formula(cell: str) -> str:
    """The same of the cell at an absolute address, as an Excel expression that is TRUE or FALSE."""
    words = f'TRIM(SUBSTITUTE({cell},CHAR(10)," "))'
    links = ",".join(f'ISNUMBER(FIND("{link}",LOWER({cell})))' for link in _LINKS)
    number = f'AND(ISNUMBER(FIND("/",{cell})),ISNUMBER(FIND("-",{cell})))'
    many = f'LEN({words})-LEN(SUBSTITUTE({words}," ",""))>={ENOUGH_WORDS - 1}'
    return f"IF(ISERROR({cell}),FALSE,IF(EXACT(UPPER({cell}),LOWER({cell})),FALSE,OR({many},{links},{number})))"


def severity(code: str, usual: Severity, fields: Iterable[str], submission: Submission | None) -> Severity:
    """What a finding about these fields is worth: a note where one of their notes explains what the code asks about."""
    if usual == "note" or submission is None or not explainable(code):
        return usual
    about = set(fields)
    explained = any(reading.field in about and is_explanation(reading.note) for reading in submission.readings)
    return "note" if explained else usual


def weighed(finding: Finding, submission: Submission | None) -> Finding:
    """A finding about one field, as a note where its note explains it."""
    return finding._replace(severity=severity(finding.code, finding.severity, (finding.field,), submission))
