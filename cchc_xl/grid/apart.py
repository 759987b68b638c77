"""A process of its own for a library that works on bytes of strangers: whatever becomes of it, the merge goes on.

The bytes go in on standard input, what was found comes back on standard output. Time is bounded here, memory by the
process itself (``bound_memory``), where the system can.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from cchc_xl.grid.openxml.package import ReadError

MOST_MEMORY = 2_000_000_000  # bytes
NO_LIBRARY = 3  # exit code of a program whose library is not there, or does not load


class NotHereError(Exception):
    """The library is missing, or the system has no other processes: a page in a browser."""


def run_apart(
    module: str, arguments: Sequence[str], given: bytes, seconds: float, variables: Mapping[str, str] | None = None
) -> bytes:
    """What a module of ours, run as a program, writes about ``given``.

    Raises NotHereError; ReadError: timeout, crash.
    """
    try:
        import subprocess
    except ImportError:
        raise NotHereError from None
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", module, *arguments],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment() | dict(variables or {}),
            timeout=seconds,
            check=False,
        )
    except OSError:
        raise NotHereError from None
    except subprocess.TimeoutExpired:
        raise ReadError("timeout", limit=round(seconds)) from None
    if done.returncode == NO_LIBRARY:
        raise NotHereError
    if done.returncode:
        raise ReadError("crash")
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours, so that it finds the same packages."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"}


def bound_memory() -> None:
    """Called by such a program before it reads anything."""
    try:
        import resource
    except ImportError:  # Windows: time is bounded all the same
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
