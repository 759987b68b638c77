"""A workbook for the test engine, held by openpyxl: fast, in this process, no calculation (stored results are
shown).
"""

from __future__ import annotations

import datetime as dt
import os

import openpyxl
from excel import objects
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

STATES = {"visible": objects.VISIBLE, "hidden": objects.HIDDEN, "veryHidden": objects.VERY_HIDDEN}
# Excel's names for what protection allows -> openpyxl's, where True means that it is forbidden
ALLOWED = {
    "AllowFormattingCells": "formatCells", "AllowFormattingColumns": "formatColumns", "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns", "AllowInsertingRows": "insertRows", "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns", "AllowDeletingRows": "deleteRows", "AllowSorting": "sort", "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}  # fmt: skip


class Backend:
    """``passwords``: sheet name -> password; a file keeps only a hash, which is all the same to the code under test."""

    def __init__(self, path, passwords=None):
        self.book = openpyxl.load_workbook(path, keep_vba=os.fspath(path).endswith(".xlsm"))
        self.stored = openpyxl.load_workbook(path, data_only=True)
        self.passwords = dict(passwords or {})
        self.structure = "" if self.book.security and self.book.security.lockStructure else None
        self.selected = None

    # --- sheets

    def sheet_names(self):
        return self.book.sheetnames

    def active(self):
        return self.book.active.title

    def activate(self, sheet):
        self.book.active = self.book[sheet]

    def add_sheet(self, name, place):
        self.book.create_sheet(name, place)

    def delete_sheet(self, sheet):
        del self.book[sheet]

    def state(self, sheet):
        return STATES[self.book[sheet].sheet_state]

    def set_state(self, sheet, state):
        self.book[sheet].sheet_state = next(name for name, number in STATES.items() if number == state)

    def used(self, sheet):
        return self.book[sheet].max_row, self.book[sheet].max_column

    def names(self):
        return [(name, defined.attr_text) for name, defined in self.book.defined_names.items()]

    def select(self, sheet, address):
        self.activate(sheet)
        self.selected = (sheet, address)

    # --- values

    def values(self, sheet, area):
        return [
            [self._value(sheet, row, column) for column in range(area[1], area[3] + 1)]
            for row in range(area[0], area[2] + 1)
        ]

    def _value(self, sheet, row, column):
        cell = self.book[sheet].cell(row, column)
        if cell.data_type == "f" and str(cell.value).startswith("=HYPERLINK("):
            return cell.value.rsplit('"', 2)[1]  # the one function that our code writes
        if cell.data_type == "f":
            cell = self.stored[sheet].cell(row, column) if sheet in self.stored.sheetnames else None
        if cell is None or cell.value is None:
            return None
        if cell.data_type == "e":
            return objects.Error(cell.value)
        if isinstance(cell.value, dt.date) and not isinstance(cell.value, dt.datetime):
            return dt.datetime.combine(cell.value, dt.time())
        return cell.value

    def formulas(self, sheet, area):
        return [
            [
                "" if (value := self.book[sheet].cell(row, column).value) is None else str(value)
                for column in range(area[1], area[3] + 1)
            ]
            for row in range(area[0], area[2] + 1)
        ]

    def enter(self, sheet, row, column, data):
        for down, line in enumerate(data):
            for right, value in enumerate(line):
                cell = self.book[sheet].cell(row + down, column + right)
                cell.value = None if value == "" else value
                if isinstance(value, objects.Text):
                    cell.value, cell.data_type = str(value) or None, "s" if value else "n"
                elif isinstance(value, objects.Formula):
                    cell.value = str(value)

    def clear(self, sheet, area):
        for row in range(area[0], area[2] + 1):
            for column in range(area[1], area[3] + 1):
                cell = self.book[sheet].cell(row, column)
                cell.value, cell.style, cell.comment = None, "Normal", None

    # --- looks

    def fill(self, sheet, row, column):
        fill = self.book[sheet].cell(row, column).fill
        if fill.fill_type is None:
            return None
        colour = fill.fgColor.rgb
        return tuple(int(colour[start : start + 2], 16) for start in (2, 4, 6))

    def set_fill(self, sheet, row, column, colour):
        self.book[sheet].cell(row, column).fill = (
            PatternFill() if colour is None else PatternFill("solid", fgColor="FF{:02X}{:02X}{:02X}".format(*colour))
        )

    def uniform(self, sheet, area, what):
        looks = {
            "number_format": lambda cell: cell.number_format,
            "font": lambda cell: cell.font.name,
            "strike": lambda cell: bool(cell.font.strike),
        }
        found = {
            looks[what](self.book[sheet].cell(row, column))
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        }
        return found.pop() if len(found) == 1 else None

    def merges(self, sheet):
        return [
            (area.min_row, area.min_col, area.max_row, area.max_col) for area in self.book[sheet].merged_cells.ranges
        ]

    def hidden_rows(self, sheet):
        return {row for row, dimension in self.book[sheet].row_dimensions.items() if dimension.hidden}

    def notes(self, sheet):
        # a cell inside a merged range that is not its first has no note
        return {
            (cell.row, cell.column): cell.comment.text
            for row in self.book[sheet].iter_rows()
            for cell in row
            if getattr(cell, "comment", None)
        }

    def set_note(self, sheet, row, column, text):
        self.book[sheet].cell(row, column).comment = None if text is None else Comment(text, "CCHC")

    # --- protection

    def locked(self, sheet, row, column):
        return bool(self.book[sheet].cell(row, column).protection.locked)

    def protection(self, sheet):
        options = self.book[sheet].protection
        if not options.sheet:
            return None
        allowed = {ours: not getattr(options, theirs) for ours, theirs in ALLOWED.items()}
        return {
            "Password": self.passwords.get(sheet, ""),
            "DrawingObjects": bool(options.objects),
            "Scenarios": bool(options.scenarios),
            **allowed,
        }

    def protect(self, sheet, options):
        protection = self.book[sheet].protection
        protection.sheet = options is not None
        if options:
            self.passwords[sheet] = options["Password"]
            protection.objects, protection.scenarios = options["DrawingObjects"], options["Scenarios"]
            for ours, theirs in ALLOWED.items():
                setattr(protection, theirs, not options[ours])

    def structure_password(self):
        return self.structure

    def protect_structure(self, password):
        self.structure = password

    def save(self, path):
        self.book.save(path)

    def close(self):
        self.book.close()
        self.stored.close()
