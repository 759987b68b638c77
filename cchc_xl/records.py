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

    _OF_THE_BODY = {"__module__", "__annotations__", "__slots__"}

    class _Maker(type):
        """Makes a named tuple of the body of a class: annotated names are fields, with or without defaults."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            record = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            record.__annotations__ = fields
            for key, value in body.items():
                if key not in _OF_THE_BODY and key not in fields:
                    setattr(record, key, value)
            return record

    class NamedTuple(metaclass=_Maker):
        """As ``typing.NamedTuple``."""
