"""What ``cchc_xl.records`` makes of a class is what ``typing`` makes of it."""

from __future__ import annotations

import hashlib
import pickle
import typing

import pytest

from cchc_xl import digests, records


class Theirs(typing.NamedTuple):
    """Said of it."""

    place: tuple[int, int]
    names: typing.Sequence[str] = ()
    many: int = 3

    @property
    def row(self) -> int:
        return self.place[0]

    def moved(self, by: int) -> Theirs:
        return self._replace(place=(self.row + by, 0))

    @classmethod
    def at(cls, row: int) -> Theirs:
        return cls((row, 0))


class Ours(records.NamedTuple):
    """Said of it."""

    place: tuple[int, int]
    names: typing.Sequence[str] = ()
    many: int = 3

    @property
    def row(self) -> int:
        return self.place[0]

    def moved(self, by: int) -> Ours:
        return self._replace(place=(self.row + by, 0))

    @classmethod
    def at(cls, row: int) -> Ours:
        return cls((row, 0))


def test_records__a_record_is_the_same():
    for name in ("_fields", "_field_defaults", "__doc__", "__module__", "__slots__", "__mro__", "__match_args__"):
        assert str(getattr(Ours, name)).replace("Ours", "Theirs") == str(getattr(Theirs, name)), name
    assert vars(Ours).keys() - vars(Theirs).keys() == set()
    assert vars(Theirs).keys() - vars(Ours).keys() <= {"__orig_bases__"}
    assert repr(Ours((1, 2))).replace("Ours", "Theirs") == repr(Theirs((1, 2)))
    assert Ours((1, 2)).moved(3) == Theirs((1, 2)).moved(3) == Ours.at(4)
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)
    assert type(Ours) is type
    assert pickle.loads(pickle.dumps(Ours((1, 2), ("a",)))) == Ours((1, 2), ("a",))


@pytest.mark.parametrize("made", [{}, {"place": (1, 2), "other": 3}])
def test_records__what_is_missing_or_strange_is_refused(made):
    with pytest.raises(TypeError):
        Ours(**made)


def test_digests__the_first_and_the_others_are_the_same(monkeypatch):
    monkeypatch.setattr(digests, "_digested", 0)
    some = [digests.sha256_of(data) for data in (b"abc", b"abc", b"")]
    assert some == [hashlib.sha256(data).hexdigest() for data in (b"abc", b"abc", b"")]
