"""``typing.NamedTuple`` for records whose modules are imported at every start.

What it makes is the same. ``typing``'s own, and ``collections.namedtuple`` behind it, compile a function and write five
methods anew for each record, which was an eighth of the check of one file: here the records share their methods, and a
constructor is compiled once for each number of fields.
"""

from __future__ import annotations

from cchc_xl.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter
    from types import FunctionType

    _new = tuple.__new__

    def _make(cls, values):
        """A record of a sequence of values."""
        made = _new(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **new):
        """The record with other values in the fields that are named."""
        made = _new(self.__class__, map(new.pop, self._fields, self))
        if new:
            raise ValueError(f"Got unexpected field names: {list(new)!r}")
        return made

    def _repr(self):
        shown = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)])
        return f"{self.__class__.__name__}({shown})"

    def _asdict(self):
        """The values by the names of their fields."""
        return dict(zip(self._fields, self, strict=True))

    def _values(self):
        """For ``copy`` and ``pickle``."""
        return tuple(self)

    _SHARED = {
        "__slots__": (), "_make": classmethod(_make), "_replace": _replace, "__repr__": _repr, "_asdict": _asdict,
        "__getnewargs__": _values,
    }  # fmt: skip
    _NOT_KEPT = {"__annotate__", "__annotate_func__", "__classdictcell__", "__conditional_annotations__"}
    _codes = {}  # number of fields: the code of a constructor
    _getters = []

    def _constructor(name, fields, defaults):
        """``__new__`` of a record: the code for so many fields, with their names for its arguments."""
        count = len(fields)
        if count not in _codes:
            listed = "".join(f"_{number}, " for number in range(count))
            _codes[count] = eval(f"lambda _cls, {listed}: _new(_cls, ({listed}))").__code__  # noqa: S307 - all ours
            _getters.extend(_tuplegetter(at, f"Alias for field number {at}") for at in range(len(_getters), count))
        code = _codes[count].replace(co_varnames=("_cls", *fields), co_name="__new__")
        made = FunctionType(code, {"_new": _new, "__builtins__": {}}, "__new__", defaults)
        made.__qualname__ = f"{name}.__new__"
        return made

    def _fields(body):
        """The annotated names of a body. Python 3.14 keeps a function in place of annotations, unless the module has
        them as texts.
        """
        if "__annotations__" in body:
            return body["__annotations__"]
        annotate = body.get("__annotate_func__") or body.get("__annotate__")
        if annotate is None:
            return {}
        try:
            return annotate(1)  # values
        except NameError:  # of what is only imported for the type checker
            from annotationlib import Format, call_annotate_function

            return call_annotate_function(annotate, Format.FORWARDREF)

    class _Maker(type):
        """Makes a named tuple of the body of a class: annotated names are fields, with or without defaults."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = _fields(body)
            names = tuple(fields)
            defaults = {field: body[field] for field in names if field in body}
            if tuple(defaults) != names[len(names) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default stands behind one with a default")
            made = {
                **_SHARED,
                "__doc__": f"{name}({', '.join(names)})",
                **{key: value for key, value in body.items() if key not in _NOT_KEPT},
                "__annotations__": fields,
                "__new__": _constructor(name, names, tuple(defaults.values())),
                "__match_args__": names,
                "_fields": names,
                "_field_defaults": defaults,
                **dict(zip(names, _getters, strict=False)),  # of records with more fields there are more
            }
            return type(name, (tuple,), made)

    class NamedTuple(metaclass=_Maker):
        """As ``typing.NamedTuple``."""
