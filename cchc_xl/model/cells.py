"""What a reader returns: cells, sheets, a workbook as a Grid, or a refusal."""

from collections.abc import Callable, Mapping

from cchc_xl.model.finding import Finding, Scalar
from cchc_xl.records import NamedTuple
from cchc_xl.typed import Literal

CellKind = Literal["number", "text", "bool", "error", "date", "picture", "blank"]


PROVINCE_PROPERTY = "cchc_tong_hop"  # of a document: it is a summary of ours, and no unit's report
TEXT_SHEET = "Văn bản"  # of a document: its text outside of tables, a line a row
DOCUMENTS = frozenset(("docx", "doc", "odt", "fodt", "rtf", "pdf"))  # formats of texts that are read


class Style(NamedTuple):
    """The part of a cell's look that can change the meaning of its value. Colours are 'RRGGBB' or None (automatic)."""

    number_format: str = "General"
    font: str = ""
    strike: bool = False
    font_color: str | None = None
    fill_color: str | None = None
    locked: bool = True
    raised: bool = False  # superscript or subscript: a footnote's mark, not a figure


PLAIN = Style()


class Run(NamedTuple):
    """A piece of a rich text. ``raised``: superscript or subscript; ``color``: 'RRGGBB', None as the cell's font has
    it.
    """

    text: str
    struck: bool = False
    raised: bool = False
    color: str | None = None


class Cell(NamedTuple):
    """A cell as the file holds it.

    ``value``: text for 'text' and 'error' (such as '#REF!'), a number for 'number', an ISO date text for 'date' (a
    number whose format is a date), None for 'blank' and for a 'picture' in the cell. ``formula`` is set where the cell
    holds one (without '='; '' if a reader knows only that there is one); a 'blank' cell with a formula is a formula
    without a stored result.
    ``runs``: a rich text in pieces, in order, where some piece is struck through, raised or has a colour of its own; ()
    for any other text.
    """

    value: Scalar
    kind: CellKind
    formula: str | None = None
    style: Style = PLAIN
    runs: tuple[Run, ...] = ()

    @property
    def struck(self) -> bool:
        """Whether some piece of the text is struck through although the cell's font is not."""
        return bool(self.runs) and any(run.struck and not run.text.isspace() for run in self.runs)


class SheetBody(NamedTuple):
    """The content of a sheet: sparse, so that a stray cell in XFD1048576 costs nothing."""

    cells: Mapping[tuple[int, int], Cell] = {}
    merges: tuple[tuple[int, int, int, int], ...] = ()  # (first row, first column, last row, last column)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    comments: Mapping[tuple[int, int], str] = {}
    drawings: bool = False
    outside: int = 0  # cells beyond the reader's bounds, counted and not kept
    hides_zeros: bool = False  # the view shows a nought as nothing
    shared: Mapping[tuple[int, int], tuple[int, int]] = {}  # cell with a formula '' -> the one whose formula it repeats
    # Of a document: what a cell holds and does not show, ('tracked', the text before changes that nobody has accepted)
    # and ('hidden', the hidden text).
    withheld: Mapping[tuple[int, int], tuple[tuple[str, str], ...]] = {}
    # (row, column, text) of what stands on the sheet and in none of its cells: text boxes; at (0, 0) what is printed
    # above and below every page.
    beside: tuple[tuple[int, int, str], ...] = ()

    def formula_at(self, place: tuple[int, int]) -> tuple[str, tuple[int, int]]:
        """(text, rows and columns that it is from where it was written) of a cell's formula; '' where it has none."""
        cell = self.cells.get(place)
        if cell is not None and cell.formula:
            return cell.formula, (0, 0)
        first = self.shared.get(place)
        origin = self.cells.get(first) if first else None
        if first is None or origin is None or not origin.formula:
            return "", (0, 0)
        return origin.formula, (place[0] - first[0], place[1] - first[1])


EMPTY = SheetBody()


class Sheet:
    """A sheet whose body is read when it is first asked for (most sheets of a merge are never needed)."""

    __slots__ = ("_body", "_load", "name", "state")

    def __init__(self, name: str, state: str = "visible", load: Callable[[], SheetBody] | SheetBody = EMPTY) -> None:
        self.name = name
        self.state = state  # visible | hidden | veryHidden
        self._body = load if isinstance(load, SheetBody) else None
        self._load = None if isinstance(load, SheetBody) else load

    @property
    def body(self) -> SheetBody:
        if self._body is None:
            assert self._load is not None
            self._body, self._load = self._load(), None
        return self._body

    @property
    def cells(self) -> Mapping[tuple[int, int], Cell]:
        body = self._body
        return self.body.cells if body is None else body.cells


class Source(NamedTuple):
    """Where bytes came from.

    ``path`` is what is shown. ``part``: the sheet, or the place of the table, where it is only a part of its file;
    ``path`` is then 'tệp.xlsx › trang', and ``sha256`` the file's. ``received``: when it came, an ISO day or local
    time, '' where nobody said: a register, a mail or the operator do, never the clock of a file system, which a copy
    sets anew.
    """

    path: str
    sha256: str = ""
    size: int = 0
    received: str = ""
    format: str = ""  # as ``sniff`` names kinds of content, '' when unknown
    part: str = ""

    @property
    def name(self) -> str:
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def content(self) -> str:
        """The same for the same content: the file's digest, and the part of it; the path where it is not known."""
        return f"{self.sha256}{self.part}" if self.sha256 else self.path

    @property
    def is_document(self) -> bool:
        """Whether it is a text with tables and no workbook: its places are lines and columns, not addresses."""
        return self.format in DOCUMENTS


class Grid(NamedTuple):
    """A workbook as any reader returns it, the open workbook in Excel included.

    ``names``: defined names -> reference text without '='. ``findings``: what the file itself gave rise to (F.., T..).
    ``application``: the program that saved it, '' when unknown. ``uncalculated``: it asks for its formulas to be
    calculated when it is opened, so that their stored results may be a writer's placeholders.
    """

    source: Source
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = {}
    findings: tuple[Finding, ...] = ()
    application: str = ""
    has_macros: bool = False
    external_links: tuple[str, ...] = ()
    uncalculated: bool = False

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


class Refusal(NamedTuple):
    """A file that could not be read, with the findings that say why."""

    source: Source
    findings: tuple[Finding, ...]
