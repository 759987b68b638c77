"""One HTML file with the core, its Python and the files of ``cchc_xl/page/web``: what ``make page`` writes.

    python tools/page/build_page.py PYODIDE_DIR OUT.html

The same inputs give the same bytes: names are sorted, archives and gzip have no time, byte code has no path of this
machine. Stages: the packages that the page runs are laid out, the standard library is cut to what the page imports
(``modules.json``, written by ``check.mjs`` after every button was pressed), both are compiled by the very Python that
will run them, and everything is put into the page as gzip in text (``cchc_xl.page.ascii_text``).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from licences import licences  # noqa: E402

WEB = ROOT / "cchc_xl" / "page" / "web"
# What a page neither shows nor runs.
LEFT_OUT = ("__pycache__", "dist-info", "cchc_xl/excel/", "cchc_xl/cli/", "cchc_xl/page/web/", "cchc_xl/data/macros/",
            "cchc_xl/api.py", "cchc_xl/__main__.py", "cchc_xl/processes.py", ".xlam", ".xlsm", ".pyi", "py.typed",
            "/tests/", "jsonschema/benchmarks/", "schemas/form.schema.json", "schemas/validation-report.schema.json",
            "schemas/catalogue.schema.json")  # fmt: skip
PACKAGES = (
    "xlsxwriter",
    "jsonschema",
    "jsonschema_specifications",
    "referencing",
    "attr",
    "attrs",
)
# Loaded only when something goes wrong, by name at run time, or for thousands of files (pickle).
ALWAYS = ("encodings", "traceback", "linecache", "tokenize", "_colorize", "json", "zipfile", "csv", "importlib",
          "email.utils", "string", "pyodide", "_pyodide", "xml.parsers", "pickle", "_compat_pickle")  # fmt: skip


def packed(data: bytes) -> str:
    from cchc_xl.page.ascii_text import ascii_text

    return ascii_text(gzip.compress(data, 9, mtime=0))


def laid_out(folder: pathlib.Path) -> None:
    """The packages of the page as they are imported, data files beside them."""
    import xlsxwriter

    site = pathlib.Path(xlsxwriter.__file__).parent.parent
    shutil.copytree(ROOT / "cchc_xl", folder / "cchc_xl", ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copytree(ROOT / "schemas", folder / "cchc_xl" / "data" / "schemas")
    for name in PACKAGES:
        shutil.copytree(site / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    (folder / "rpds").mkdir()
    shutil.copyfile(HERE / "rpds.py", folder / "rpds" / "__init__.py")
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix() + ("/" if path.is_dir() else "")
        if any(part in name for part in LEFT_OUT):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def trimmed(library: bytes, modules: set[str]) -> bytes:
    """The standard library with only what is imported; everything where nobody knows yet."""
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(library)) as old, zipfile.ZipFile(out, "w") as new:
        for info in sorted(old.infolist(), key=lambda one: one.filename):
            if not info.is_dir() and _wanted(info.filename, modules):
                new.writestr(zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), old.read(info))
    return out.getvalue()


def _wanted(name: str, modules: set[str]) -> bool:
    if not name.endswith(".py"):
        return not name.endswith(".pyc")
    dotted = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return not modules or dotted in modules or any(f"{dotted}.".startswith(f"{one}.") for one in ALWAYS)


def archive(root: pathlib.Path) -> bytes:
    """Length of the directory, the directory as JSON, the files one behind the other: unpacked without Python."""
    files = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in root.rglob("*") if path.is_file()]
    files.sort()
    directory = json.dumps([(name, len(data)) for name, data in files]).encode()
    return struct.pack("<I", len(directory)) + directory + b"".join(data for _, data in files)


def hash_of(script: str) -> str:
    """What a Content-Security-Policy calls an inline script."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def page(pyodide: pathlib.Path, app: pathlib.Path, library: bytes, inside: str) -> str:
    """The page's text. ``inside``: what it shows of licences."""
    main, style = (WEB / "main.js").read_text("utf-8"), (WEB / "page.css").read_text("utf-8")
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8")) | {"packages": {}}
    policy = (
        f"default-src 'none'; script-src {hash_of(main)} blob: 'wasm-unsafe-eval'; worker-src blob:; "
        f"style-src {hash_of(style)}; img-src blob: data:; connect-src 'none'; form-action 'none'; base-uri 'none'; "
        "frame-src 'none'"
    )
    from cchc_xl import __version__

    parts = {
        "CSP": policy,
        "STYLE": style,
        "VERSION": __version__,
        "LICENCES": html.escape(inside),
        "OWN": packed(b"{}"),
        "LOCK": packed(json.dumps(lock, sort_keys=True).encode()),
        "APP": packed(archive(app)),
        "STDLIB": packed(library),
        "WASM": packed((pyodide / "pyodide.asm.wasm").read_bytes()),
        "ASM": packed((pyodide / "pyodide.asm.mjs").read_bytes()),
        "LOADER": packed((pyodide / "pyodide.mjs").read_bytes()),
        "WORKER": packed((WEB / "worker.js").read_bytes()),
        "MAIN": main,
    }
    made = (WEB / "page.html").read_text("utf-8")
    for name, text in parts.items():
        made = made.replace(f"@{name}@", text, 1)
    for name, text in parts.items():
        print(f"{name:8} {len(text):>9}")
    return made


def main(pyodide: pathlib.Path, out: pathlib.Path) -> None:
    known = HERE / "modules.json"
    modules = (
        set(json.loads(known.read_text("utf-8"))) if known.is_file() and not os.environ.get("PAGE_UNTRIMMED") else set()
    )
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        laid_out(folder / "app")
        (folder / "library.zip").write_bytes(trimmed((pyodide / "python_stdlib.zip").read_bytes(), modules))
        results = folder / "compiled.zip", folder / "compiled", folder / "found.json"
        subprocess.run(
            ["node", HERE / "compile.mjs", pyodide, folder / "library.zip", folder / "app", *results], check=True
        )
        found = json.loads((folder / "found.json").read_text("utf-8"))
        inside = licences(pyodide, folder / "app", found)
        text = page(pyodide, folder / "compiled", (folder / "compiled.zip").read_bytes(), inside)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, "utf-8", newline="\n")
    print(f"{out.name} {out.stat().st_size} bytes, sha256 {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]))
