"""Who may import whom: docs/architecture.md as a table, held against the source by ``ast``."""

from __future__ import annotations

import ast
import json
import pathlib
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import judges
import pytest

PACKAGE = judges.ROOT / "cchc_xl"
ANYWHERE = {"errors", "resources", "__version__"}
BELOW_ALL = {"records", "digests", "typed"}

# Part of the program -> what it may use, besides itself and ANYWHERE, from the ground up. A module named here is a part
# of its own: the catalogue of codes sits below the readers, and what a form definition may say follows from the rule
# kinds. ``docs/architecture.md`` shows this table (``python tools/build_docs.py``).
BASE = {"model", "text", "numbers"}
FORMS = BASE | {"form", "quantity", "aggregation"}
GRIDS = {"grid", "grid.openxml", "grid.foreign", "grid.document", "grid.apart"}
CHECKS = {"check", "check.catalogue", "check.kinds", "check.grounds"}
READING = FORMS | GRIDS | CHECKS | {"units", "table"}
CONSOLIDATING = READING | {"validate", "consolidation", "consolidation.account", "consolidation.beside"}
WRITERS = {"write.template", "write.marked", "write.machine", "write.province"}
WORDS = {"words", "words.say"}
GROUPS = {
    "*base*": BASE,
    "*forms*": FORMS,
    "*grids*": GRIDS,
    "*checks*": CHECKS,
    "*reading*": READING,
    "*consolidating*": CONSOLIDATING,
    "*writers*": WRITERS,
    "*words*": WORDS,
}
USES: dict[str, set[str]] = {
    "__init__": {"api"},
    "typed": set(),
    "records": set(),
    "numbers": set(),
    "model": {"numbers"},
    "digests": set(),
    "errors": set(),
    "resources": set(),
    "bounded_cache": set(),
    "condensed": set(),
    "kept": {"executor", "spool"},
    "spool": set(),
    "executor": {"processes"},
    "processes": {"executor", "kept_patterns"},
    "cluster": {"executor", "processes"},
    "kept_patterns": set(),
    "text": {"model", "kept_patterns"},
    "words": set(),
    "words.say": FORMS | {"check.catalogue"},
    "grid": BASE | GRIDS,
    "grid.openxml": {"model", "bounded_cache", "numbers"},
    "grid.foreign": {"model", "numbers", "bounded_cache", "grid.openxml"},
    "grid.document": {"model", "numbers", "text", "bounded_cache", "grid.openxml", "grid.foreign", "grid.apart"},
    "grid.apart": {"grid.openxml"},
    "quantity": BASE | {"bounded_cache"},
    "aggregation": BASE,
    "form": BASE | {"quantity", "aggregation"},
    "form.schema": FORMS | CHECKS,
    "form.contradictions": FORMS | CHECKS | {"words"},
    "form.lint": FORMS | CHECKS | {"form.schema", "form.contradictions", "words"},
    "form.home": FORMS | {"form.lint"},
    "check.catalogue": FORMS,
    "check.grounds": FORMS,
    "check.kinds": FORMS | CHECKS,
    "check": FORMS | CHECKS | {"bounded_cache"},
    "units": FORMS | GRIDS | {"words"},
    "table": FORMS | GRIDS | {"bounded_cache", "check.catalogue", "units"},
    "validate": READING | {"form.home"},
    "campaign": READING | {"validate", "words", "form.home"},
    "consolidation.account": BASE
    | {"bounded_cache", "condensed", "aggregation", "quantity", "table", "grid.openxml", "words"},
    "consolidation.beside": (CONSOLIDATING | {"words"}) - {"consolidation"},
    "consolidation": CONSOLIDATING | {"condensed"},
    "draft": FORMS | GRIDS | {"check.kinds", "consolidation.beside", "form.schema", "table"} | WORDS,
    "write": FORMS | GRIDS | {"check.catalogue", "words.say"},
    "write.xlsx": {"bounded_cache", "model", "condensed", "executor", "kept", "numbers", "spool"} | WORDS,
    "write.template": FORMS | CHECKS | WORDS | {"write", "write.xlsx"},
    "write.marked": READING | WORDS | {"validate", "write", "write.xlsx", "write.machine", "write.template"},
    "write.machine": CONSOLIDATING | {"words.say", "write", "write.province"},
    "write.province": CONSOLIDATING
    | WORDS
    | {"bounded_cache", "condensed", "executor", "kept", "spool", "write", "write.xlsx"},
    "page": CONSOLIDATING
    | WORDS
    | {
        "bounded_cache",
        "campaign",
        "run",
        "write",
        "write.word",
        "write.marked",
        "write.machine",
        "write.template",
        "write.province",
    },
    "write.word": FORMS | WORDS | {"campaign", "write", "write.xlsx", "write.province"},
    "run": CONSOLIDATING | {"bounded_cache", "condensed", "campaign", "executor", "kept", "write", "write.province"},
    "excel": CONSOLIDATING | WORDS | {"campaign", "kept_patterns", "write", "write.word", "run", "form.home"} | WRITERS,
    "cli": CONSOLIDATING
    | {
        "campaign",
        "executor",
        "cluster",
        "draft",
        "words.say",
        "write",
        "write.word",
        "run",
        "excel",
        "page",
        "form.home",
        "form.schema",
        "form.lint",
    }
    | WRITERS,
    "api": CONSOLIDATING | {"campaign", "executor", "write", "write.machine", "run"},
    "__main__": {"cli", "grid", "kept_patterns", "text", "words.say"},
}
# A roster may be a workbook, and reading a workbook asks who sent it: that waits until called.
ONLY_WHEN_CALLED = {("units", "grid"), ("units", "grid.openxml")}

# Slow to import, or not there in every installation; each is imported by the function that needs it.
HEAVY = {"pandas", "numpy", "xlwings", "openpyxl"}
HEAVY_FOR_THE_CORE = HEAVY | {"xlsxwriter", "jsonschema", "pebble", "python_calamine", "docx"}
MAY_BE_HEAVY = {"write", "excel", "api"}
MODULES_THAT_KNOW_XLWINGS = 3


def in_words(parts: set[str], groups: Mapping[str, set[str]]) -> str:
    """Some parts, those of a group by its name: the largest groups first."""
    rest, names = set(parts), []
    for name, group in sorted(groups.items(), key=lambda one: -len(one[1])):
        if group <= rest:
            names.append(name)
            rest -= group
    return ", ".join([*names, *(f"`{part}`" for part in USES if part in rest)])


def table() -> Iterator[str]:
    """The lines of ``docs/architecture.md`` between its two marks."""
    for name, group in GROUPS.items():
        smaller = {other: parts for other, parts in GROUPS.items() if parts < group}
        yield f"* {name}: {in_words(group, smaller)}"
    yield from ("", "| part | may use |", "|---|---|")
    for part, used in USES.items():
        late = ", ".join(f"`{target}`" for one, target in sorted(ONLY_WHEN_CALLED) if one == part)
        yield f"| `{part}` | {in_words(used, GROUPS) or 'nothing'}{f'; {late} only when called' if late else ''} |"


def with_table(document: str) -> str:
    """The document with the table in its place."""
    start, end = "<!-- uses: generated -->\n", "<!-- /uses -->"
    return re.sub(f"(?s){start}.*?{end}", lambda _: start + "\n".join(table()) + f"\n{end}", document)


class Import(NamedTuple):
    file: str
    part: str  # of the program, as in USES
    target: str  # dotted, "cchc_xl." left out for our own
    ours: bool
    when_called: bool


def found_in(node: ast.AST, inside_function: bool = False) -> Iterator[tuple[str, bool]]:
    """(dotted name, inside a function) of all imports; each name of ``from a import b`` as 'a.b'."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((alias.name, inside_function) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, f"line {child.lineno}: relative imports hide which part is meant"
            yield from ((f"{child.module}.{alias.name}", inside_function) for alias in child.names)
        else:
            yield from found_in(
                child, inside_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            )


def part_of(dotted: str) -> str:
    """The part that a module, or a name in it, belongs to: the longest that begins it, or its first name."""
    parts = [part for part in USES if f"{dotted}.".startswith(f"{part}.")]
    return max(parts, key=len, default=dotted.split(".")[0])


def all_imports() -> Iterator[Import]:
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE)
        for name, when_called in found_in(ast.parse(path.read_bytes())):
            first, _, rest = name.partition(".")
            ours = first == "cchc_xl"
            yield Import(
                file.as_posix(),
                part_of(".".join(file.with_suffix("").parts)),
                rest if ours else name,
                ours,
                when_called,
            )


IMPORTS = list(all_imports())


def is_allowed(found: Import) -> bool:
    target = part_of(found.target)
    if target == found.part or target in BELOW_ALL:
        return True
    if target in ANYWHERE:
        return found.part != "model"
    if (found.part, target) in ONLY_WHEN_CALLED and not found.when_called:
        return False
    return target in USES[found.part]


# A page in a browser has no threads, no processes, no signals, and of compiled libraries only expat, zlib and what
# Python itself brings. These parts run there as they are (tests/without_machine.py does it for real); an import that is
# tried and done without where it fails is fine. What uses jsonschema (waivers, campaigns) is given a pure rpds there.
PAGE = {
    "model", "errors", "resources", "numbers", "bounded_cache", "condensed", "executor", "kept", "kept_patterns", "spool", "text", "words",
    "words.say", "grid", "grid.apart", "grid.openxml", "grid.foreign", "grid.document", "quantity", "aggregation", "form", "check", "check.catalogue", "check.kinds", "check.grounds",
    "units", "table", "validate", "campaign", "consolidation", "consolidation.account", "consolidation.beside",
    "write", "write.xlsx", "write.template", "write.province", "write.marked", "write.machine", "run",
    "form.home", "form.lint", "form.schema", "form.contradictions", "page", "write.word",
}  # fmt: skip
NOT_ON_A_PAGE = {"processes", "write.machine.tidy", "page.handed_out"}  # modules
MISSING_ON_A_PAGE = {
    "threading", "_thread", "multiprocessing", "subprocess", "concurrent", "asyncio", "signal", "resource", "fcntl", "ctypes",
    "python_calamine", "lxml", "pandas", "numpy", "pyarrow", "docx", "xlwings", "win32com", "winreg",
}  # fmt: skip


def needed_by(node: ast.AST) -> Iterator[str]:
    """Dotted names of the imports that a module cannot do without, wherever in it they stand."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Try) and any(
            "ImportError" in ast.unparse(one.type or child) for one in child.handlers
        ):
            yield from needed_by(ast.Module([*child.orelse, *child.finalbody, *child.handlers], []))
        elif isinstance(child, ast.Import | ast.ImportFrom):
            yield from (name for name, _ in found_in(ast.Module([child], [])))
        else:
            yield from needed_by(child)


def module_of(path: pathlib.Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


PAGE_MODULES = {
    path: sorted(set(needed_by(ast.parse(path.read_bytes()))))
    for path in sorted(PACKAGE.rglob("*.py"))
    if part_of(module_of(path)) in PAGE and module_of(path) not in NOT_ON_A_PAGE
}


def test_architecture__what_a_page_runs_needs_no_threads_processes_signals_or_compiled_libraries():
    assert len(PAGE_MODULES) > 100
    missing = {
        (module_of(path), name)
        for path, names in PAGE_MODULES.items()
        for name in names
        if name.split(".")[0] in MISSING_ON_A_PAGE
    }
    assert missing == set()


def test_architecture__the_library_of_the_page_has_all_that_its_modules_import():
    """``tools/page/modules.json`` is what a run imported; what it did not come by, as with thousands of files, is there
    too.
    """
    kept = set(json.loads((judges.ROOT / "tools" / "page" / "modules.json").read_text(encoding="utf-8")))
    source = (judges.ROOT / "tools" / "page" / "build_page.py").read_text(encoding="utf-8")
    (always,) = (
        ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ALWAYS"
    )
    library = {name.split(".")[0] for names in PAGE_MODULES.values() for name in names} & sys.stdlib_module_names
    assert len(library) > 30
    without = set(sys.builtin_module_names) | {"__future__", "statistics"}  # that: of PDF, whose reader a page has not
    assert library - without - {name.split(".")[0] for name in (*kept, *always)} == set()


def test_architecture__what_a_page_runs_uses_only_what_a_page_runs():
    astray = set()
    for path, names in PAGE_MODULES.items():
        for name in names:
            ours = name.removeprefix("cchc_xl.") if name.startswith("cchc_xl.") else ""
            reached = any(f"{ours}.".startswith(f"{module}.") for module in NOT_ON_A_PAGE)
            if ours and (reached or part_of(ours) not in PAGE | ANYWHERE | BELOW_ALL):
                astray.add((module_of(path), name))
    assert astray == set()


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("import signal", ["signal"]),
        ("def f():\n    from threading import Thread", ["threading.Thread"]),
        ("try:\n    import fcntl\nexcept ImportError:\n    fcntl = None", []),
        ("try:\n    import fcntl\nexcept ImportError:\n    import subprocess", ["subprocess"]),
        ("try:\n    import fcntl\nexcept OSError:\n    pass", ["fcntl"]),
        ("if TYPE_CHECKING:\n    import pandas", []),
        ("if x:\n    import pandas", ["pandas"]),
    ],
)
def test_architecture__an_import_that_is_done_without_is_not_needed(source, needed):
    assert list(needed_by(ast.parse(source))) == needed


def test_architecture__every_part_has_its_place():
    parts = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert parts <= USES.keys()


def test_architecture__dependencies_point_one_way():
    ours = [found for found in IMPORTS if found.ours]
    assert len(ours) > 50
    assert [found for found in ours if not is_allowed(found)] == []


@pytest.mark.parametrize(
    ("part", "target", "when_called", "allowed"),
    [
        ("check", "form.load.load", False, True),
        ("form", "check.run.run", False, False),
        ("table", "check.catalogue.finding", False, True),
        ("table", "check.run.run", True, False),
        ("grid", "table.locate.candidates", True, False),
        ("quantity", "grid.file.read_file", True, False),
        ("check", "form.lint.lint", True, False),
        ("write.province", "consolidation.consolidate.consolidate", False, True),
        ("write", "run.merge.merge_paths", True, False),
        ("units", "grid.file.read_file", True, True),
        ("units", "grid.file.read_file", False, False),
        ("consolidation", "words.say.say", True, False),
        ("model", "errors.UserError", True, False),
        ("text", "textual.thing", False, False),
    ],
)
def test_architecture__the_table_means_what_it_says(part, target, when_called, allowed):
    assert is_allowed(Import("", part, target, True, when_called)) is allowed


def test_architecture__the_core_imports_no_heavy_library_at_module_level():
    heavy = [
        found
        for found in IMPORTS
        if not found.ours
        and not found.when_called
        and found.part.split(".")[0] not in MAY_BE_HEAVY
        and found.target.split(".")[0] in (HEAVY if found.part == "cli" else HEAVY_FOR_THE_CORE)
    ]
    assert heavy == []


def test_architecture__xlwings_stays_in_a_few_modules_of_excel():
    knowing = {found.file for found in IMPORTS if not found.ours and found.target.split(".")[0] == "xlwings"}
    assert len(knowing) <= MODULES_THAT_KNOW_XLWINGS
    assert {file for file in knowing if not file.startswith("excel/")} == set()


def test_architecture__validate_starts_without_heavy_libraries():
    workbook = judges.ROOT / "tests" / "workbooks" / "good" / "nguyen-mau.xlsx"
    asked = "import sys; from cchc_xl.__main__ import run; run(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", asked, "validate", str(workbook)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=judges.ROOT, encoding="utf-8")
    loaded = {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert "cchc_xl" in loaded
    assert loaded & (HEAVY_FOR_THE_CORE | {"click", "typing", "dataclasses", "pathlib", "zipfile", "inspect"}) == set()


def test_architecture__no_two_classes_share_a_name():
    """A name that stands for one thing can be looked up."""
    files = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ClassDef):
                files[node.name].append(path.relative_to(PACKAGE).as_posix())
    assert len(files) > 100
    assert {name: places for name, places in files.items() if len(places) > 1} == {}


# --- the document ----------------------------------------------------------------------------------------------------

DOCUMENT = (judges.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_document__shows_the_table():
    assert "<!-- uses: generated -->" in DOCUMENT
    assert with_table(DOCUMENT) == DOCUMENT, "run tools/build_docs.py"


def test_document__has_a_row_for_every_room():
    rows = {
        name for row in re.findall(r"^\| (`.*?) \|", DOCUMENT, re.MULTILINE) for name in re.findall(r"`([\w.]+)`", row)
    }
    assert rows >= USES.keys() - {"__init__"}


def test_document__names_only_what_there_is():
    """In the tables the last column names what is in the rooms, or modules, of the first; elsewhere dotted names begin
    with a room.
    """
    wrong, doors = [], 0
    for first, last in re.findall(r"^\| (`[\w.]+`(?:, `[\w.]+`)*) \|.*\| (.*) \|$", DOCUMENT, re.MULTILINE):
        rooms = re.findall(r"`([\w.]+)`", first)
        for name in re.findall(r"`([a-zA-Z_.]+)(?:\([^`]*)?`", last):
            doors += 1
            if not any(exists(f"{room}.{name}") for room in rooms):
                wrong.append((first, name))
    assert doors > 80
    assert wrong == []
    text = "\n".join(line for line in DOCUMENT.splitlines() if not line.startswith("|"))
    rooms = "|".join({part.split(".")[0] for part in USES})
    named = re.findall(rf"`((?:{rooms})\.[\w.]+)`", text)
    assert len(named) > 5
    assert [name for name in named if not exists(name)] == []


def exists(dotted: str) -> bool:
    """A module or package of the program, or a name that one defines or re-exports."""
    *folders, last = dotted.removeprefix("cchc_xl.").split(".")
    place = PACKAGE.joinpath(*folders)
    if (place / f"{last}.py").exists() or (place / last / "__init__.py").exists():
        return True
    for file in (place / "__init__.py", place.with_suffix(".py")):
        if file.exists() and re.search(
            rf"^(def |class |    \"|from .*\b|)?{last}\b", file.read_text("utf-8"), re.MULTILINE
        ):
            return True
    return False
