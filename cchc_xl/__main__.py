"""Entry point: exit codes, and no traceback on anybody's screen.

0 nothing to correct · 1 errors found, or a file that cannot be read · 2 the operator's mistake · 3 a bug (a log file is left) · 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType

NEED_AN_ORDERLY_END = ("multiprocessing", "cchc_xl.read.foreign", "xlwings", "coverage")  # they hold processes, or have a last word
EXIT_FINDINGS, EXIT_MISTAKE, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 130


class _Terminated(BaseException):
    """SIGTERM, made an exception so that temporary files are removed and workers ended on the way out."""


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    # A start makes tens of thousands of objects that stay: looking for garbage among them again and again finds nothing.
    gc.set_threshold(50_000, 10, 10)
    _leave(run(sys.argv[1:]))


def _leave(code: int) -> None:
    """Ends the process at once where nothing is left to be put in order: taking the interpreter apart costs a tenth of checking a file."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more
        code = code or EXIT_FINDINGS
    if any(name in sys.modules for name in NEED_AN_ORDERLY_END):
        sys.exit(code)
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Runs the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signal.signal(signal.SIGTERM, _on_sigterm)
    try:
        return _guarded(arguments)
    except (KeyboardInterrupt, _Terminated):
        _say("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _on_sigterm(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise _Terminated


def _guarded(arguments: list[str]) -> int:
    import click

    from cchc_xl.cli import cli
    from cchc_xl.errors import UserError

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
    except UserError as mistake:
        _say(mistake.key, **mistake.params)
        return EXIT_MISTAKE
    except (KeyboardInterrupt, BrokenPipeError, _Terminated):
        raise
    except Exception as bug:
        _say("bug", log=_write_log(bug, arguments))
        return EXIT_BUG


def _say(key: str, **params: object) -> None:
    from cchc_xl.cli.common import language
    from cchc_xl.lang.say import ui

    print(ui(key, language(), **params), file=sys.stderr)


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
