"""A stand-in for rpds, whose compiled code has no build for this platform: as much of it as ``referencing`` and
``jsonschema`` ask for, on plain dict, frozenset and tuple. Only in the page.
"""

from __future__ import annotations


class HashTrieMap(dict):
    @classmethod
    def convert(cls, value):
        return value if isinstance(value, cls) else cls(value)

    def insert(self, key, value):
        return type(self)({**self, key: value})

    def remove(self, key):
        return type(self)({name: value for name, value in self.items() if name != key})

    def update(self, *others, **named):
        made = type(self)(self)
        for other in (*others, named):
            dict.update(made, other)
        return made

    def __hash__(self):
        return hash(frozenset(self.items()))


class HashTrieSet(frozenset):
    def insert(self, value):
        return type(self)((*self, value))

    def remove(self, value):
        return type(self)(self - {value})

    def update(self, *others):
        return type(self)(self.union(*others))


class List(tuple):
    __slots__ = ()

    def __new__(cls, *values):
        return super().__new__(cls, values[0] if len(values) == 1 and hasattr(values[0], "__iter__") else values)

    def push_front(self, value):
        return type(self)((value, *self))

    @property
    def first(self):
        return self[0]

    @property
    def rest(self):
        return type(self)(self[1:])
