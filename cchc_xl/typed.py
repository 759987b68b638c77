"""What ``typing`` has, for modules that are imported at every start: what only a type checker looks at costs nothing.

Importing ``typing`` itself is a thirtieth of the check of one file.
"""

from __future__ import annotations

TYPE_CHECKING = False  # a type checker knows the name, and takes it for true
if TYPE_CHECKING:
    from typing import IO as IO
    from typing import Any as Any
    from typing import BinaryIO as BinaryIO
    from typing import Generic as Generic
    from typing import Literal as Literal
    from typing import Protocol as Protocol
    from typing import TextIO as TextIO
    from typing import TypeVar as TypeVar
    from typing import cast as cast
    from typing import overload as overload
else:

    class Any:
        """Stands for a type, with or without others in brackets, and for a class without methods."""

        def __class_getitem__(cls, _types):
            return cls

    class Generic(Any):
        """As a base."""

    class Protocol(Any):
        """As a base."""

    IO = BinaryIO = TextIO = Literal = Any

    def TypeVar(_name, **_):  # noqa: N802 - its name
        return Any

    def cast(_type, value):
        return value

    def overload(function):
        return function
