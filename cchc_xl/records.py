"""``typing.NamedTuple`` for records whose modules are imported at every start.

What it makes is the same. ``typing``'s own compiles each annotation on the way (a ``ForwardRef``), which nobody here
asks for: of ninety records that the check of one file needs, an eighth of the check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    _OF_THE_BODY = {
        "__module__", "__annotations__", "__slots__", "__annotate__", "__annotate_func__", "__classdictcell__",
        "__conditional_annotations__",
    }  # fmt: skip

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
            defaults = [body[field] for field in fields if field in body]
            record = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            record.__annotations__ = fields
            for key, value in body.items():
                if key not in _OF_THE_BODY and key not in fields:
                    setattr(record, key, value)
            return record

    class NamedTuple(metaclass=_Maker):
        """As ``typing.NamedTuple``."""
