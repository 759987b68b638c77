"""The records that flow through the program, a file for each subject. This package imports nothing of ours.

All records are ``NamedTuple``: immutable, slotted, picklable. Frozen dataclasses would say the same, but defining
thirty of them costs every start of the program more than a bare Python's start, and creating one costs four times
a tuple's creation, which a merge of thousands of workbooks pays hundreds of times per file.

Annotations are evaluated, not kept as text, since a NamedTuple would compile each of those texts at every start.

Rows and columns are 1-based everywhere, as a clerk sees them. Text is NFC except in ``raw``, which is what the file
held.
"""

from cchc_xl.model.cells import (
    EMPTY,
    PLAIN,
    PROVINCE_PROPERTY,
    TEXT_SHEET,
    Cell,
    CellKind,
    Grid,
    Refusal,
    Run,
    Sheet,
    SheetBody,
    Source,
    Style,
)
from cchc_xl.model.finding import PHASES, SEVERITIES, Finding, Phase, Scalar, Severity
from cchc_xl.model.form import (
    Column,
    Field,
    Form,
    HeaderField,
    ListTable,
    NarrativeField,
    Period,
    PeriodType,
    Row,
    Rule,
    Section,
)
from cchc_xl.model.place import CellRef, column_letters, column_number
from cchc_xl.model.submission import FROM_LIST, How, ListLine, Reading, Report, State, Submission
from cchc_xl.model.units import Succession, Unit
from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_xl.model.consolidation import (
        BaseUnit,
        Consolidation,
        Decision,
        Difference,
        Entry,
        SourceRow,
        Total,
        UnitFigure,
        UnitResult,
    )
else:

    def __getattr__(name):
        """The records of a consolidation, defined when one is asked for: checking a file needs none of them."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from cchc_xl.model import consolidation

        return getattr(consolidation, name)


__all__ = [
    "EMPTY",
    "FROM_LIST",
    "PHASES",
    "PLAIN",
    "PROVINCE_PROPERTY",
    "SEVERITIES",
    "TEXT_SHEET",
    "BaseUnit",
    "Cell",
    "CellKind",
    "CellRef",
    "Column",
    "Consolidation",
    "Decision",
    "Difference",
    "Entry",
    "Field",
    "Finding",
    "Form",
    "Grid",
    "HeaderField",
    "How",
    "ListLine",
    "ListTable",
    "NarrativeField",
    "Period",
    "PeriodType",
    "Phase",
    "Reading",
    "Refusal",
    "Report",
    "Row",
    "Rule",
    "Run",
    "Scalar",
    "Section",
    "Severity",
    "Sheet",
    "SheetBody",
    "Source",
    "SourceRow",
    "State",
    "Style",
    "Submission",
    "Succession",
    "Total",
    "Unit",
    "UnitFigure",
    "UnitResult",
    "column_letters",
    "column_number",
]
