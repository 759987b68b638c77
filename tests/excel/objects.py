"""The part of Excel's own object model that our code touches through xlwings' ``.api``, over a backend."""

from __future__ import annotations

import re
import types

VISIBLE, HIDDEN, VERY_HIDDEN = -1, 0, 2
NO_PATTERN, SOLID = -4142, 1
ALLOWANCES = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows",
    "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip


class ExcelError(Exception):
    """Run-time error 1004, Excel's refusal of anything."""


class Error(str):
    """The value of a cell that shows an error such as #REF!."""

    __slots__ = ()


class Text(str):
    """A text that was entered behind an apostrophe."""

    __slots__ = ()


class Formula(str):
    __slots__ = ()


def entered(value):
    """What Excel makes of a value put into a cell."""
    if not isinstance(value, str) or value == "":
        return value
    if value.startswith("'"):
        return Text(value[1:])
    if value.startswith("="):
        return Formula(value)
    return float(value) if re.fullmatch(r"[+-]?\d+(\.\d+)?", value) else Text(value)


def colour_number(colour):
    red, green, blue = colour
    return red + 256 * green + 65536 * blue


class ApplicationObject:
    def __init__(self, app):
        self.app = app

    def FileDialog(self, kind):  # noqa: N802
        return FolderPicker(self.app)

    def GetSaveAsFilename(self, initial, file_filter):  # noqa: N802
        return self.app.picked.pop(0) or False


class FolderPicker:
    def __init__(self, app):
        self.app = app
        self.Title = ""

    def Show(self):  # noqa: N802
        self.chosen = self.app.picked.pop(0)
        return -1 if self.chosen else 0

    @property
    def SelectedItems(self):  # noqa: N802
        return types.SimpleNamespace(Item=[None, self.chosen].__getitem__)


class WorkbookObject:
    def __init__(self, backend):
        self.backend = backend

    @property
    def ProtectStructure(self):  # noqa: N802
        return self.backend.structure_password() is not None

    def must_be_open(self):
        if self.ProtectStructure:
            raise ExcelError("the structure is protected")

    def Unprotect(self, password):  # noqa: N802
        if (self.backend.structure_password() or "") != password:
            raise ExcelError("wrong password")
        self.backend.protect_structure(None)

    def Protect(self, password, structure):  # noqa: N802
        assert structure
        self.backend.protect_structure(password)

    def SaveCopyAs(self, path):  # noqa: N802
        self.backend.save(path)


class WorksheetObject:
    def __init__(self, sheet):
        self.sheet = sheet

    backend = property(lambda self: self.sheet.backend)
    name = property(lambda self: self.sheet.name)

    @property
    def Visible(self):  # noqa: N802
        return self.backend.state(self.name)

    @Visible.setter
    def Visible(self, state):  # noqa: N802
        self.backend.set_state(self.name, state)

    @property
    def ProtectContents(self):  # noqa: N802
        return self.backend.protection(self.name) is not None

    @property
    def ProtectDrawingObjects(self):  # noqa: N802
        return self._options().get("DrawingObjects", False)

    @property
    def ProtectScenarios(self):  # noqa: N802
        return self._options().get("Scenarios", False)

    @property
    def Protection(self):  # noqa: N802
        options = self._options()
        return types.SimpleNamespace(**{name: options.get(name, False) for name in ALLOWANCES})

    def _options(self):
        return self.backend.protection(self.name) or {}

    EnableSelection = 0

    def Unprotect(self, password):  # noqa: N802
        if self._options().get("Password", "") != password:
            raise ExcelError("wrong password")
        self.backend.protect(self.name, None)

    def Protect(self, password, drawings, contents, scenarios, for_macros_only, *allowed):  # noqa: N802
        assert contents
        assert not for_macros_only
        options = {"Password": password, "DrawingObjects": drawings, "Scenarios": scenarios}
        self.backend.protect(self.name, options | dict(zip(ALLOWANCES, allowed, strict=True)))

    @property
    def Comments(self):  # noqa: N802
        return [Comment(self.sheet, *place, text) for place, text in sorted(self.backend.notes(self.name).items())]


class RangeObject:
    def __init__(self, cells):
        self.cells = cells

    backend = property(lambda self: self.cells.backend)
    sheet = property(lambda self: self.cells.sheet.name)

    def must_be_open(self, formatting=False, objects=False):
        """Excel refuses to change locked cells of a protected sheet, and formats and notes there unless they are
        allowed.
        """
        options = self.backend.protection(self.sheet)
        if (
            options is None
            or (formatting and options.get("AllowFormattingCells"))
            or (objects and not options.get("DrawingObjects"))
        ):
            return
        if formatting or objects or self.Locked is not False:
            raise ExcelError("the sheet is protected")

    @property
    def Locked(self):  # noqa: N802
        return self._one({self.backend.locked(self.sheet, *place) for place in self.cells.places()})

    @staticmethod
    def _one(answers):
        return answers.pop() if len(answers) == 1 else None

    @property
    def NumberFormat(self):  # noqa: N802
        return self.backend.uniform(self.sheet, self.cells.area, "number_format")

    @property
    def Font(self):  # noqa: N802
        return Font(self)

    @property
    def EntireRow(self):  # noqa: N802
        hidden = self.backend.hidden_rows(self.sheet)
        return types.SimpleNamespace(
            Hidden=self._one({row in hidden for row in range(self.cells.r1, self.cells.r2 + 1)})
        )

    @property
    def MergeCells(self):  # noqa: N802
        return self._one({self._merged(place) is not None for place in self.cells.places()})

    def _merged(self, place):
        return next(
            (
                area
                for area in self.backend.merges(self.sheet)
                if area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]
            ),
            None,
        )

    @property
    def MergeArea(self):  # noqa: N802
        first_row, first_column, last_row, last_column = self._merged((self.cells.r1, self.cells.c1)) or self.cells.area
        return types.SimpleNamespace(
            Row=first_row,
            Column=first_column,
            Rows=types.SimpleNamespace(Count=last_row - first_row + 1),
            Columns=types.SimpleNamespace(Count=last_column - first_column + 1),
        )

    @property
    def Interior(self):  # noqa: N802
        return Interior(self)

    @property
    def Comment(self):  # noqa: N802
        place = (self.cells.r1, self.cells.c1)
        text = self.backend.notes(self.sheet).get(place)
        return None if text is None else Comment(self.cells.sheet, *place, text)

    def AddComment(self, text):  # noqa: N802
        self.must_be_open(objects=True)
        if self.Comment is not None:
            raise ExcelError("the cell has a note already")
        if len(text) > 255:
            raise ExcelError("too much text at once")
        self.backend.set_note(self.sheet, self.cells.r1, self.cells.c1, text)
        return Comment(self.cells.sheet, self.cells.r1, self.cells.c1, text)


class Font:
    def __init__(self, owner):
        self.owner = owner

    @property
    def Name(self):  # noqa: N802
        return self.owner.backend.uniform(self.owner.sheet, self.owner.cells.area, "font")

    @property
    def Strikethrough(self):  # noqa: N802
        return self.owner.backend.uniform(self.owner.sheet, self.owner.cells.area, "strike")


class Interior:
    """The fill of a cell; a theme's colour cannot be had here, as for a fill that is none in Excel."""

    def __init__(self, owner):
        self.owner = owner

    def _fill(self):
        return self.owner.backend.fill(self.owner.sheet, self.owner.cells.r1, self.owner.cells.c1)

    def _set(self, colour):
        self.owner.must_be_open(formatting=True)
        self.owner.backend.set_fill(self.owner.sheet, self.owner.cells.r1, self.owner.cells.c1, colour)

    @property
    def Pattern(self):  # noqa: N802
        return NO_PATTERN if self._fill() is None else SOLID

    @Pattern.setter
    def Pattern(self, pattern):  # noqa: N802
        if pattern == NO_PATTERN:
            self._set(None)
        elif self._fill() is None:
            self._set((255, 255, 255))

    @property
    def Color(self):  # noqa: N802
        return colour_number(self._fill() or (255, 255, 255))

    @Color.setter
    def Color(self, number):  # noqa: N802
        self._set((int(number) % 256, int(number) // 256 % 256, int(number) // 65536))


class Comment:
    def __init__(self, sheet, row, column, text):
        self.sheet = sheet
        self.shown = text
        self.Parent = types.SimpleNamespace(Row=row, Column=column)

    def Text(self, text=None, start=None, overwrite=True):  # noqa: N802
        """The text; or puts more of it at a place, which counts from 1."""
        if text is not None:
            assert len(text) <= 255
            assert not overwrite
            self.shown = self.shown[: start - 1] + text + self.shown[start - 1 :]
            self.sheet.backend.set_note(self.sheet.name, self.Parent.Row, self.Parent.Column, self.shown)
        return self.shown

    def Delete(self):  # noqa: N802
        self.sheet.range((self.Parent.Row, self.Parent.Column)).api.must_be_open(objects=True)
        self.sheet.backend.set_note(self.sheet.name, self.Parent.Row, self.Parent.Column, None)
