"""Entry point: exit codes, and no traceback on anybody's screen.

0 nothing to correct · 1 errors found, or a file that cannot be read, or nobody reads the output any more · 2 the
operator's mistake, or an output that cannot be written · 3 a bug (a log file is left) · 130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
from contextlib import suppress
from types import FrameType

from cchc_xl.kept_patterns import keep
from cchc_xl.text import escaped
from cchc_xl.typed import Any, TextIO

NEED_AN_ORDERLY_END = ("multiprocessing", "xlwings", "coverage")  # they hold processes, or have a last word
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
EXIT_FINDINGS, EXIT_MISTAKE, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 130


class _Terminated(BaseException):
    """SIGTERM, made an exception so that temporary files are removed and workers ended on the way out."""


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    # A start makes tens of thousands of objects that stay: looking for garbage among them again and again finds
    # nothing.
    gc.set_threshold(150_000, 10, 10)
    code = run(sys.argv[1:])
    keep()
    _leave(code)


def _leave(code: int) -> None:
    """Ends the process at once where nothing is left to be put in order: taking the interpreter apart costs a tenth of
    checking a file.
    """
    with suppress(OSError):
        sys.stderr.flush()
    if any(name in sys.modules for name in NEED_AN_ORDERLY_END):
        sys.exit(code)
    os._exit(code)


class _Screen(io.TextIOBase):
    """A standard stream that shows texts of strangers and does nothing they say (``text.escaped``)."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(escaped(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()


def run(arguments: list[str]) -> int:
    """Runs the command line; returns the exit code."""
    _open_streams()
    ours = sys.stdout, sys.stderr
    for stream in ours:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    screens = sys.stdout, sys.stderr = _Screen(ours[0]), _Screen(ours[1])
    signal.signal(signal.SIGTERM, _on_sigterm)
    try:
        code = _guarded(arguments)
        sys.stdout.flush()
    except (KeyboardInterrupt, _Terminated):
        _say("interrupted")
        return EXIT_INTERRUPTED
    except OSError as error:
        return _unheard(error)
    finally:
        if (sys.stdout, sys.stderr) == screens:  # else click has put something there that outlives a closed pipe
            sys.stdout, sys.stderr = ours
    return code


def _open_streams() -> None:
    """Whoever starts a program with a standard stream closed gets silence: the next file that is opened must not
    become that stream.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.fstat(descriptor)
                continue
            while os.open(os.devnull, os.O_RDWR) < descriptor:
                pass
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - to the end


def _unheard(error: OSError) -> int:
    """What was said did not arrive: a reader that has seen enough (head) is no fault, a full disk is one to be told."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter tries again at its end
    if _is_closed_pipe(error):
        return EXIT_FINDINGS
    _say("output-lost", detail=error.strerror or str(error))
    return EXIT_MISTAKE


def _is_closed_pipe(error: OSError) -> bool:
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _is_of_output(error: Exception) -> bool:
    """A file that cannot be written is named by the one who writes it (write.atomic).

    What has no name is standard output.
    """
    return isinstance(error, OSError) and error.filename is None and (error.errno in NO_ROOM or _is_closed_pipe(error))


def _on_sigterm(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise _Terminated


def _guarded(arguments: list[str]) -> int:
    from cchc_xl.errors import UserError

    try:
        os.getcwd()
    except OSError:  # removed while a terminal stood in it: no relative path means anything
        _say("no-working-folder")
        return EXIT_MISTAKE
    try:
        return _called(arguments)
    except UserError as mistake:
        _say(mistake.key, **mistake.params)
        return EXIT_MISTAKE
    except (KeyboardInterrupt, _Terminated):
        raise
    except Exception as bug:
        if _is_of_output(bug):
            raise
        if isinstance(bug, OSError) and bug.filename is not None:
            _say_out_of_reach(bug)
            return EXIT_MISTAKE
        _say("bug", log=_write_log(bug, arguments))
        return EXIT_BUG


def _called(arguments: list[str]) -> int:
    """Calls the command; its exit code.

    ``validate`` of files and nothing else is called as it is: click, and declaring the options, would cost a quarter of
    the check.
    """
    command, *named = arguments or [""]
    if command == "validate" and named and not any(one.startswith("-") for one in named):
        from cchc_xl.cli.checking import checked

        return checked(tuple(named))
    import click

    from cchc_xl.cli.group import cli

    try:
        result = cli.main(args=arguments, prog_name="cchc-xl", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as mistake:
        mistake.show()
        return EXIT_MISTAKE


def _say(key: str, **params: object) -> None:
    from cchc_xl.cli.common import language
    from cchc_xl.words.say import ui

    with suppress(OSError):  # a message that cannot be shown is no reason for a traceback that cannot be shown either
        print(ui(key, language(), **params), file=sys.stderr, flush=True)


def _say_out_of_reach(error: OSError) -> None:
    """A file that the operator named, or its folder, cannot be got at: no fault of the program."""
    from cchc_xl.cli.common import language
    from cchc_xl.grid.file import out_of_reach
    from cchc_xl.grid.scan import show
    from cchc_xl.words.say import words

    known = words(language())["reasons"]
    why = known[out_of_reach(error).reason].format(found=error.strerror)
    _say("out-of-reach", path=show(os.fsdecode(str(error.filename))), why=why)


def _write_log(bug: BaseException, arguments: list[str]) -> str:
    import platform
    import tempfile
    import traceback

    from cchc_xl import __version__

    descriptor, path = tempfile.mkstemp(prefix="cchc-xl-", suffix=".log", text=True)
    with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as log:
        log.write(f"cchc-xl {__version__}, Python {platform.python_version()}, {platform.platform()}\n{arguments}\n")
        traceback.print_exception(bug, file=log)
    return path


if __name__ == "__main__":
    main()
