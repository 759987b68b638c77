"""Patterns that are kept between processes: the same as ``re`` makes, whatever lies where they are kept."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from cchc_xl import kept_patterns, typed
from cchc_xl.kept_patterns import compiled, keep

SOURCES: list[tuple[str, int]] = [
    ("", 0),
    ("a|(?P<one>b)(?P<two>c)?", 0),
    (r"(?<!\w)(?:hủy|huỷ|đã bỏ)(?!\w)", 0),
    (r"[^\W\d_]+|[À-ỹ]{1,65535}", re.IGNORECASE),
    (r"(?i:số)\s*(?P<n>\d+)(?P=n)(?(n)x|y)", re.MULTILINE | re.DOTALL),
    (r"(?x) a  b # said of it", 0),
    ("𝔸[𝔸-𝕐]", 0),
    (r"(?>a+)b*+", 0),
]
PROGRAM = """
import sys
from cchc_xl import kept_patterns
made = [kept_patterns.compiled(*one) for one in eval(sys.argv[1])]
print(len(kept_patterns._new), flush=True)
kept_patterns.keep()
"""


@pytest.fixture
def place(tmp_path, monkeypatch) -> pathlib.Path:
    path = tmp_path / "kept.patterns"
    monkeypatch.setattr(kept_patterns, "_place", lambda: str(path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    forget(monkeypatch)
    return path


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(kept_patterns, "_kept", None)
    monkeypatch.setattr(kept_patterns, "_new", {})


def assert_as_usual(sources: list[tuple[str, int]] = SOURCES) -> None:
    for pattern, flags in sources:
        ours, theirs = compiled(pattern, flags), re.compile(pattern, flags)
        assert ours == theirs  # compares what the matcher works by
        assert (ours.pattern, ours.flags, ours.groups) == (theirs.pattern, theirs.flags, theirs.groups)
        assert dict(ours.groupindex) == dict(theirs.groupindex)


def test_kept__is_what_re_makes(place, monkeypatch):
    assert_as_usual()
    keep()
    forget(monkeypatch)
    assert_as_usual()
    assert not kept_patterns._new
    match = compiled(*SOURCES[1]).search("xbc")
    assert match
    assert (match["two"], match.lastgroup) == ("c", "two")


def test_kept__every_pattern_of_the_program(place, monkeypatch):
    from cchc_xl.check.grounds import wording  # noqa: F401 - among others, what reading imports
    from cchc_xl.quantity import patterns, standing
    from cchc_xl.validate import settings, validate_file

    workbook = next((pathlib.Path(__file__).parent / "workbooks" / "good").glob("*.xlsx"))
    validate_file(str(workbook), settings())
    sources = [(one.regex, int(one.flags)) for one in (*patterns.WITH_DIGIT, *patterns.WITHOUT_DIGIT)]
    sources += [(phrases, 0) for phrases in standing.PHRASES.values()]
    assert_as_usual(sources)
    keep()
    forget(monkeypatch)
    assert_as_usual(sources)


def test_kept__a_wrong_pattern_is_refused_as_usual(place):
    with pytest.raises(re.error):
        compiled("(")


def test_kept__others_are_added_to_what_is_there(place, monkeypatch):
    for one in SOURCES[:3]:
        forget(monkeypatch)
        compiled(*one)
        keep()
    forget(monkeypatch)
    assert_as_usual(SOURCES[:3])
    assert not kept_patterns._new
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_kept__damage_is_not_believed(place, monkeypatch):
    for one in SOURCES:
        compiled(*one)
    keep()
    whole = place.read_bytes()
    damaged = [whole[:end] for end in range(0, len(whole), 7)]
    damaged += [whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :] for at in range(0, len(whole), 5)]
    for data in [*damaged, b"\0" * 100, whole + b"\0"]:
        place.write_bytes(data)
        forget(monkeypatch)
        assert_as_usual(SOURCES[1:3])
        assert kept_patterns._new


def test_kept__another_interpreter_keeps_its_own(place, monkeypatch):
    compiled(*SOURCES[1])
    keep()
    forget(monkeypatch)
    monkeypatch.setattr(sys, "version", "another")
    assert_as_usual(SOURCES[:2])
    assert len(kept_patterns._new) == 2
    keep()
    forget(monkeypatch)
    assert_as_usual(SOURCES[:2])
    assert not kept_patterns._new


@pytest.mark.parametrize("name", ["_parts", "_pattern"])
def test_kept__a_python_with_another_inside_compiles(place, monkeypatch, name):
    def other(*_):
        raise AttributeError

    monkeypatch.setattr(kept_patterns, name, other)
    assert_as_usual()


def test_kept__no_more_than_a_bound(place, monkeypatch):
    monkeypatch.setattr(kept_patterns, "MOST", 3)
    for number in range(10):
        forget(monkeypatch)
        compiled(f"a{number}")
        keep()
    forget(monkeypatch)
    assert len(kept_patterns._read()) <= 3
    compiled("a" * (kept_patterns.LONGEST + 1))
    assert not kept_patterns._new


def test_kept__nothing_is_written_where_the_interpreter_writes_nothing(place, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled("a")
    keep()
    assert not place.exists()


def test_kept__beside_the_bytecode_for_the_next_process(tmp_path):
    copy = tmp_path / "cchc_xl"
    copy.mkdir()
    (copy / "__init__.py").touch()
    for needed in (kept_patterns, typed):
        shutil.copy(needed.__file__, copy)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", PROGRAM, repr([(one, int(flags)) for one, flags in SOURCES])]

    def new() -> int:
        done = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True)
        return int(done.stdout)

    assert [new(), new()] == [len(SOURCES), 0]
    (kept,) = (copy / "__pycache__").glob("*.patterns")
    kept.unlink()
    kept.mkdir()  # nothing can be kept there
    assert [new(), new()] == [len(SOURCES)] * 2
    assert [path for path in (copy / "__pycache__").iterdir() if path.suffix not in (".pyc", ".patterns")] == []


def test_kept__no_pattern_is_spelled_in_the_order_of_a_set(tmp_path):
    """It would be another one in each process, and never be found again."""
    root = pathlib.Path(__file__).parents[1]
    places = [root / "tests" / "workbooks", root / "examples"]
    command = [sys.executable, "-m", "cchc_xl", "validate", *map(str, places)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    kept = []
    for seed in ("1", "2"):
        more = {"PYTHONHASHSEED": seed, "PYTHONPYCACHEPREFIX": str(tmp_path)}
        subprocess.run(command, env=environment | more, cwd=root, check=False, capture_output=True)
        (place,) = tmp_path.rglob("*.patterns")
        kept.append(place.read_bytes())
    assert len(kept[0]) > 100_000
    assert kept[0] == kept[1]
