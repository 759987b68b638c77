"""An Excel for xlwings that runs anywhere: xlwings' real front, and behind it either openpyxl or LibreOffice.

``engine`` has what xlwings asks of an engine, ``objects`` the part of Excel's own object model that our code touches
through ``.api``. A backend is a workbook: see ``openpyxl_backend.Backend`` for its methods. Like Excel, it turns
entered text into numbers and formulas unless an apostrophe stands before it, and refuses changes of locked cells on
protected sheets.
"""

from __future__ import annotations

import datetime as dt
import itertools
import numbers
import os
import re

import xlwings
from excel import objects
from xlwings import base_classes as base

_A1 = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number):
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def activate(opener):
    """Make an engine active whose books are opened by ``opener(path)``; returns its application (xlwings' front)."""
    engine = xlwings.Engine(impl=Engine(opener))
    xlwings.engines.add(engine)
    engine.activate()
    return xlwings.App(impl=engine.impl.apps.add())


class Engine:
    name = "test"
    type = "desktop"

    def __init__(self, opener):
        self.opener = opener
        self.running = []

    @property
    def apps(self):
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value, options):
        if isinstance(value, bool) or value is None:
            return value
        return float(value) if isinstance(value, numbers.Number) else value

    @staticmethod
    def clean_value_data(data, datetime_builder, empty_as, number_builder, err_to_str):
        def clean(value):
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
                )
            if isinstance(value, numbers.Number) and not isinstance(value, bool):
                return float(value) if number_builder is None else number_builder(value)
            if isinstance(value, objects.Error):
                return str(value) if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base.Apps):
    def __init__(self, engine):
        self.engine = engine

    def keys(self):
        return [app.pid for app in self.engine.running]

    def add(self, spec=None, add_book=None, visible=None):
        self.engine.running.append(App(self.engine))
        return self.engine.running[-1]

    def __iter__(self):
        return iter(self.engine.running)

    def __len__(self):
        return len(self.engine.running)

    def __getitem__(self, pid):
        return next(app for app in self.engine.running if app.pid == pid)


class App(base.App):
    version = "16.0"
    visible = screen_updating = display_alerts = enable_events = interactive = True
    calculation = "automatic"
    status_bar = False
    selection = api = engine = None
    pid = hwnd = 0
    _pids = itertools.count(1)

    def __init__(self, engine):
        self.engine = engine
        self.pid = self.hwnd = next(self._pids)
        self.open_books = []
        self.alerts = []  # (text, title, buttons, mode) of each message box
        self.answers = []  # what the person at the keyboard presses, in order
        self.picked = []  # the folders and files chosen in dialogs, in order; None for Cancel
        self.status_texts = []
        self.api = objects.ApplicationObject(self)

    def __setattr__(self, name, value):
        if name == "status_bar":
            self.status_texts.append(value)
        super().__setattr__(name, value)

    @property
    def books(self):
        return Books(self)

    def alert(self, prompt, title, buttons, mode, callback):
        assert buttons in ("ok", "ok_cancel", "yes_no", "yes_no_cancel"), "xlwings knows no others on Windows"
        assert mode in (None, "info", "critical"), "xlwings knows no others on Windows"
        self.alerts.append((prompt, title, buttons, mode))
        return self.answers.pop(0) if self.answers else "ok"

    def activate(self, steal_focus=False):
        pass


class Books(base.Books):
    def __init__(self, app):
        self.app = app

    def open(self, fullname, *_, **__):
        path = os.path.abspath(os.fspath(fullname))
        book = Book(self.app, self.app.engine.opener(path), path)
        self.app.open_books.append(book)
        return book

    def __iter__(self):
        return iter(self.app.open_books)

    def __len__(self):
        return len(self.app.open_books)

    def __call__(self, key):
        if isinstance(key, numbers.Number):
            return self.app.open_books[key - 1]
        for book in self.app.open_books:
            if book.name.lower() == key.lower():
                return book
        raise KeyError(key)

    @property
    def active(self):
        return self.app.open_books[-1]


class Book(base.Book):
    api = None

    def __init__(self, app, backend, path):
        self._app, self.backend, self.path = app, backend, path
        self.api = objects.WorkbookObject(backend)

    app = property(lambda self: self._app)
    name = property(lambda self: os.path.basename(self.path))
    fullname = property(lambda self: self.path)
    sheets = property(lambda self: Sheets(self))
    names = property(lambda self: Names(self))

    def activate(self):
        pass

    def save(self, path=None, password=None):
        self.backend.save(path or self.path)

    def close(self):
        self.backend.close()
        self._app.open_books.remove(self)


class Sheets(base.Sheets):
    def __init__(self, book):
        self.book = book

    def __iter__(self):
        return (Sheet(self.book, name) for name in self.book.backend.sheet_names())

    def __len__(self):
        return len(self.book.backend.sheet_names())

    def __call__(self, key):
        names = self.book.backend.sheet_names()
        if isinstance(key, numbers.Number):
            return Sheet(self.book, names[key - 1])
        for name in names:
            if name.lower() == key.lower():
                return Sheet(self.book, name)
        raise KeyError(key)

    def add(self, before=None, after=None, name=None):
        self.book.api.must_be_open()
        names = self.book.backend.sheet_names()
        place = names.index(after.name) + 1 if after else names.index(before.name)
        self.book.backend.add_sheet(name, place)
        self.book.backend.activate(name)  # as Excel does
        return Sheet(self.book, name)

    @property
    def active(self):
        return Sheet(self.book, self.book.backend.active())


class Sheet(base.Sheet):
    tables = ()
    api = None

    def __init__(self, book, name):
        self._book, self._name = book, name
        self.api = objects.WorksheetObject(self)

    book = property(lambda self: self._book)
    backend = property(lambda self: self._book.backend)
    name = property(lambda self: self._name)
    index = property(lambda self: self.backend.sheet_names().index(self._name) + 1)
    names = property(lambda self: Names(self._book))

    def activate(self):
        self.backend.activate(self._name)

    select = activate

    def delete(self):
        self._book.api.must_be_open()
        assert self.backend.state(self._name) != objects.VERY_HIDDEN, "Excel does not delete a very hidden sheet"
        self.backend.delete_sheet(self._name)

    def range(self, first, last=None):
        if isinstance(first, tuple):
            if len(first) == 4:  # coordinates with height and width
                row, column, height, width = first
                return Range(self, row, column, row + height - 1, column + width - 1)
            row, column = first
            return Range(self, row, column, *(last or first))
        if isinstance(first, Range):
            return Range(self, first.r1, first.c1, last.r2, last.c2)
        found = _A1.fullmatch(first)
        if not found:
            return Names(self._book)(first).refers_to_range
        row, column = int(found[2]), column_number(found[1])
        return Range(self, row, column, int(found[4] or row), column_number(found[3]) if found[3] else column)

    @property
    def cells(self):
        return Range(self, 1, 1, 1_048_576, 16_384)

    @property
    def used_range(self):
        return Range(self, 1, 1, *self.backend.used(self._name))

    def clear(self):
        self.used_range.clear()

    def autofit(self, axis=None):
        assert axis in ("rows", "columns")


class Range(base.Range):
    max_cells_per_read = max_cells_per_write = api = None

    def __init__(self, sheet, r1, c1, r2, c2):
        self.sheet, self.r1, self.c1, self.r2, self.c2 = sheet, r1, c1, r2, c2
        self.api = objects.RangeObject(self)

    backend = property(lambda self: self.sheet.backend)
    row = property(lambda self: self.r1)
    column = property(lambda self: self.c1)
    shape = property(lambda self: (self.r2 - self.r1 + 1, self.c2 - self.c1 + 1))
    area = property(lambda self: (self.r1, self.c1, self.r2, self.c2))
    coords = property(lambda self: (self.sheet.name, self.r1, self.c1, *self.shape))
    address = property(lambda self: self.get_address(True, True, False))

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, row, column=None):
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        return Range(self.sheet, self.r1 + row - 1, self.c1 + column - 1, self.r1 + row - 1, self.c1 + column - 1)

    def places(self):
        return itertools.product(range(self.r1, self.r2 + 1), range(self.c1, self.c2 + 1))

    def get_address(self, row_absolute, column_absolute, external):
        def corner(row, column):
            return f"{'$' * column_absolute}{column_letters(column)}{'$' * row_absolute}{row}"

        ends = [corner(self.r1, self.c1)] + ([corner(self.r2, self.c2)] if len(self) > 1 else [])
        return (f"[{self.sheet.book.name}]{self.sheet.name}!" if external else "") + ":".join(ends)

    @property
    def raw_value(self):
        return self.backend.values(self.sheet.name, self.area)

    @raw_value.setter
    def raw_value(self, data):
        self.api.must_be_open()
        if not isinstance(data, list | tuple):
            data = [[data] * self.shape[1]] * self.shape[0]
        self.backend.enter(
            self.sheet.name, self.r1, self.c1, [[objects.entered(value) for value in row] for row in data]
        )

    @property
    def formula(self):
        block = tuple(tuple(row) for row in self.backend.formulas(self.sheet.name, self.area))
        return block[0][0] if len(self) == 1 else block

    @property
    def color(self):
        return self.backend.fill(self.sheet.name, self.r1, self.c1)

    @color.setter
    def color(self, colour):
        self.api.must_be_open(formatting=True)
        for row, column in self.places():
            self.backend.set_fill(self.sheet.name, row, column, colour)

    column_width = property(None, lambda self, width: None)
    wrap_text = property(None, lambda self, wrap: None)
    name = None

    def clear(self):
        self.api.must_be_open()
        self.backend.clear(self.sheet.name, self.area)

    def select(self):
        self.backend.select(self.sheet.name, self.get_address(False, False, False))
        self.sheet.book.app.selection = self


class Names(base.Names):
    def __init__(self, book):
        self.book = book

    def snapshot(self):
        return [(name, Name(self.book, name, reference)) for name, reference in self.book.backend.names()]

    def __call__(self, key):
        return self.snapshot()[key - 1][1] if isinstance(key, int) else dict(self.snapshot())[key]

    def contains(self, key):
        return key in dict(self.snapshot())

    def __len__(self):
        return len(self.snapshot())


class Name(base.Name):
    def __init__(self, book, name, reference):
        self.book, self._name, self.reference = book, name, reference

    name = property(lambda self: self._name)
    refers_to = property(lambda self: "=" + self.reference)

    @property
    def refers_to_range(self):
        sheet, address = self.reference.rsplit("!", 1)
        return Sheets(self.book)(sheet.strip("'")).range(address.replace("$", ""))
