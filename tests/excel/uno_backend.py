"""A workbook for the test engine that is open in LibreOffice.

Only for a process that can import ``uno`` (office_driver.py).
"""

from __future__ import annotations

import datetime as dt
import pathlib

from com.sun.star.beans import PropertyValue
from com.sun.star.beans.PropertyState import AMBIGUOUS_VALUE
from com.sun.star.table import CellAddress
from excel import objects

EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001
DATES, ERRORS = 2, 4  # com.sun.star.sheet.CellFlags.DATETIME, FormulaResult.ERROR
EVERYTHING = 1023
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
PROPERTIES = {"number_format": "NumberFormat", "font": "CharFontName", "strike": "CharStrikeout"}


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


class Backend:
    def __init__(self, document, path=""):
        self.document = document
        self.path = path
        self.very_hidden = set()
        self.selected = None
        self._merged = {}
        self._sheets = {}

    def _sheet(self, name):
        """Finding a sheet by name costs a few calls, and a call a third of a millisecond."""
        if name not in self._sheets:
            self._sheets[name] = self.document.Sheets.getByName(name)
        return self._sheets[name]

    def _cell(self, sheet, row, column):
        return self._sheet(sheet).getCellByPosition(column - 1, row - 1)

    def _range(self, sheet, area):
        return self._sheet(sheet).getCellRangeByPosition(area[1] - 1, area[0] - 1, area[3] - 1, area[2] - 1)

    # --- sheets

    def sheet_names(self):
        return list(self.document.Sheets.ElementNames)

    def active(self):
        return self.document.CurrentController.ActiveSheet.Name

    def activate(self, sheet):
        self.document.CurrentController.setActiveSheet(self._sheet(sheet))

    def add_sheet(self, name, place):
        self.document.Sheets.insertNewByName(name, place)

    def delete_sheet(self, sheet):
        self.very_hidden.discard(sheet)
        self._sheets.pop(sheet, None)
        self.document.Sheets.removeByName(sheet)

    def state(self, sheet):
        if self._sheet(sheet).IsVisible:
            return objects.VISIBLE
        return objects.VERY_HIDDEN if sheet in self.very_hidden else objects.HIDDEN

    def set_state(self, sheet, state):
        (self.very_hidden.add if state == objects.VERY_HIDDEN else self.very_hidden.discard)(sheet)
        self._sheet(sheet).IsVisible = state == objects.VISIBLE

    def used(self, sheet):
        cursor = self._sheet(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        return cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1

    def names(self):
        found = []
        for name in self.document.NamedRanges.ElementNames:
            sheet, _, address = self.document.NamedRanges.getByName(name).Content.rpartition(".")
            found.append((name, f"{sheet.lstrip('$')}!{address}"))
        return found

    def select(self, sheet, address):
        self.activate(sheet)
        self.document.CurrentController.select(self._sheet(sheet).getCellRangeByName(address))
        self.selected = (sheet, address)

    # --- values

    def values(self, sheet, area):
        block = self._range(sheet, area)
        rows = [[None if value == "" else value for value in row] for row in block.getDataArray()]
        for row, column in self._places(block.queryContentCells(DATES), area):
            rows[row][column] = EPOCH + dt.timedelta(days=rows[row][column])
        for row, column in self._places(block.queryFormulaCells(ERRORS), area):
            rows[row][column] = objects.Error(block.getCellByPosition(column, row).String)
        return rows

    @staticmethod
    def _places(ranges, area):
        for found in ranges.RangeAddresses:
            for row in range(found.StartRow, found.EndRow + 1):
                for column in range(found.StartColumn, found.EndColumn + 1):
                    yield row + 1 - area[0], column + 1 - area[1]

    def formulas(self, sheet, area):
        return self._range(sheet, area).getFormulaArray()

    def enter(self, sheet, row, column, data):
        plain = [
            [objects.Text("") if value is None or isinstance(value, objects.Formula) else value for value in line]
            for line in data
        ]
        area = (row, column, row + len(data) - 1, column + len(data[0]) - 1)
        self._range(sheet, area).setDataArray(
            tuple(tuple(str(value) if isinstance(value, str) else float(value) for value in line) for line in plain)
        )
        for down, line in enumerate(data):
            for right, value in enumerate(line):
                if isinstance(value, objects.Formula):  # the one function that our code writes
                    self._cell(sheet, row + down, column + right).Formula = value.replace('","', '";"')

    def clear(self, sheet, area):
        self._range(sheet, area).clearContents(EVERYTHING)

    # --- looks

    def fill(self, sheet, row, column):
        colour = self._cell(sheet, row, column).CellBackColor
        return None if colour == -1 else (colour >> 16 & 255, colour >> 8 & 255, colour & 255)

    def set_fill(self, sheet, row, column, colour):
        self._cell(sheet, row, column).CellBackColor = (
            -1 if colour is None else colour[0] << 16 | colour[1] << 8 | colour[2]
        )

    def uniform(self, sheet, area, what):
        block = self._range(sheet, area)
        if block.getPropertyState(PROPERTIES[what]) == AMBIGUOUS_VALUE:
            return None
        value = block.getPropertyValue(PROPERTIES[what])
        return {"number_format": self._format, "font": str, "strike": bool}[what](value)

    def _format(self, key):
        return self.document.NumberFormats.getByKey(key).FormatString

    def merges(self, sheet):
        """LibreOffice lists no merged ranges, so each used cell is asked once; no button merges cells."""
        if sheet not in self._merged:
            found = []
            last_row, last_column = self.used(sheet)
            for row in range(1, last_row + 1):
                if not self._range(sheet, (row, 1, row, last_column)).getIsMerged():
                    continue
                for column in range(1, last_column + 1):
                    if self._cell(sheet, row, column).getIsMerged():
                        cursor = self._sheet(sheet).createCursorByRange(self._cell(sheet, row, column))
                        cursor.collapseToMergedArea()
                        at = cursor.RangeAddress
                        found.append((at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1))
            self._merged[sheet] = found
        return self._merged[sheet]

    def hidden_rows(self, sheet):
        last, _ = self.used(sheet)
        shown = self._range(sheet, (1, 1, last, 1)).queryVisibleCells().RangeAddresses
        return set(range(1, last + 1)) - {row + 1 for found in shown for row in range(found.StartRow, found.EndRow + 1)}

    def notes(self, sheet):
        annotations = self._sheet(sheet).Annotations
        return {
            (note.Position.Row + 1, note.Position.Column + 1): note.String
            for note in (annotations.getByIndex(at) for at in range(annotations.Count))
        }

    def set_note(self, sheet, row, column, text):
        annotations = self._sheet(sheet).Annotations
        for at in range(annotations.Count - 1, -1, -1):
            position = annotations.getByIndex(at).Position
            if (position.Row, position.Column) == (row - 1, column - 1):
                annotations.removeByIndex(at)
        if text is not None:
            annotations.insertNew(CellAddress(self._sheet(sheet).RangeAddress.Sheet, column - 1, row - 1), text)

    # --- protection

    def locked(self, sheet, row, column):
        return bool(self._cell(sheet, row, column).CellProtection.IsLocked)

    def protection(self, sheet):
        if not self._sheet(sheet).isProtected():
            return None
        return {"Password": "", "DrawingObjects": True, "Scenarios": True, **dict.fromkeys(objects.ALLOWANCES, False)}

    def protect(self, sheet, options):
        if options is None:
            self._sheet(sheet).unprotect("")
        else:
            self._sheet(sheet).protect(options["Password"])

    def structure_password(self):
        return "" if self.document.isProtected() else None

    def protect_structure(self, password):
        if password is None:
            self.document.unprotect("")
        else:
            self.document.protect(password)

    def save(self, path):
        place = pathlib.Path(path)
        self.document.storeToURL(place.resolve().as_uri(), properties(FilterName=FILTERS[place.suffix]))

    def close(self):
        self.document.close(True)
