"""A bounded memory of what files have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps

from cchc_xl.typed import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


class BoundedCache(Generic[K, V]):
    """Values by key, at most twice ``size`` of them; what was not asked for while ``size`` others came is forgotten.

    Two generations do what a least-recently-used order would: what comes in each file stays, what comes once does not
    drive it out. A look-up costs what a dictionary's costs, and there is no lock to be held.
    """

    __slots__ = ("new", "old", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self.new: dict[K, V] = {}
        self.old: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """The value, None where there is none."""
        value = self.new.get(key)
        if value is None:
            value = self.old.pop(key, None)
            if value is not None:
                self[key] = value
        return value

    def __setitem__(self, key: K, value: V) -> None:
        if len(self.new) >= self.size:
            self.old, self.new = self.new, {}
        self.new[key] = value

    def __len__(self) -> int:
        return len(self.new.keys() | self.old.keys())


class ShortTexts(dict[str, V]):
    """What a pure function makes of texts, for those that recur from row to row made once; a look-up is a dictionary's.
    A long text, such as what is wrong with a value, hardly recurs and is not kept.
    """

    _SHORT, _MOST = 80, 8192  # characters; texts

    def __init__(self, make: Callable[[str], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> V:
        made = self._make(text)
        if len(text) <= self._SHORT:
            if len(self) >= self._MOST:
                self.clear()
            self[text] = made
        return made


def remembered_by_identity(function: Callable[[T], V]) -> Callable[[T], V]:
    """Remembers what a pure function says of an object, for as long as it is asked of that very object.

    For records that hold dictionaries, such as forms and rules, of which there are a few in a run.
    """
    known: BoundedCache[int, tuple[T, V]] = BoundedCache(256)

    @wraps(function)
    def call(one: T) -> V:
        found = known.get(id(one))
        if found is None or found[0] is not one:
            found = known[id(one)] = (one, function(one))
        return found[1]

    return call
