"""Run as a program: a merge on a machine that has no threads, processes, signals and compiled libraries.

    python without_machine.py OUTPUT INPUT...

Imports of what is missing fail. ``threading`` is an exception of the standard library's own: ``zipfile`` imports it, and
WebAssembly has it; there as here it starts no thread, and none of our modules may ask for it. Prints what was found as
JSON.
"""

from __future__ import annotations

import _thread
import builtins
import json
import os
import pathlib
import sys
import sysconfig
from typing import Any

MISSING = ("subprocess", "_posixsubprocess", "multiprocessing", "concurrent", "signal", "resource", "fcntl")
COMPILED = ("python_calamine", "lxml", "pandas", "numpy", "pyarrow", "docx", "xlwings", "openpyxl")
NOT_OURS = ("threading", "_thread")


def take_away() -> None:
    here = [name for name in (*MISSING, *COMPILED, "threading", "cchc_xl") if name in sys.modules]
    assert not here, f"{here} came before they could be taken away"
    sys.modules.update(dict.fromkeys((*MISSING, *COMPILED)))  # None: the import fails
    true_import = builtins.__import__

    def ours_without_threads(name: str, globals: Any = None, *more: Any, **named: Any) -> Any:  # noqa: A002 - the name that it has
        if name.split(".")[0] in NOT_OURS and str((globals or {}).get("__name__", "")).startswith("cchc_xl"):
            raise ImportError(f"{name} in {globals['__name__']}")
        return true_import(name, globals, *more, **named)

    def no_thread(*_: Any, **__: Any) -> Any:
        raise RuntimeError("can't start new thread")

    def no_process(*_: Any) -> Any:
        raise OSError(138, "not supported")

    builtins.__import__ = ours_without_threads
    _thread.start_new_thread = no_thread
    os.fork = os.posix_spawn = os.posix_spawnp = os.execve = os.system = no_process


def main(output: str, paths: list[str]) -> dict[str, Any]:
    from cchc_xl.executor import InTurn, here
    from cchc_xl.grid.scan import Input
    from cchc_xl.run.merge import merge
    from cchc_xl.run.plan import Plan
    from cchc_xl.validate import settings
    from cchc_xl.write.template.workbook import template_bytes

    against = settings()
    inputs = [Input("", path, content=pathlib.Path(path).read_bytes()) for path in paths]
    executor = here()
    _, data = merge(inputs, Plan(against), executor)
    pathlib.Path(output).write_bytes(data)
    libraries = sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
    return {
        "executor": type(executor).__name__,
        "in-turn": isinstance(executor, InTurn),
        "compiled": [name for name, file in files.items() if file.endswith((".so", ".pyd")) and (
            "site-packages" in file or not file.startswith(libraries))],
        "template": len(template_bytes(against.forms[0])),
    }  # fmt: skip


if __name__ == "__main__":
    take_away()
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
    json.dump(main(sys.argv[1], sys.argv[2:]), sys.stdout)
