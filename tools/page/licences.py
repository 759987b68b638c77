"""What is inside the page, whose it is and under which licence: the page shows it at its end.

``licences.json`` names each part with the packages or the built-in modules that it comes by; versions are asked of the
interpreter and of the installed packages, so that the list says what is there. A package that no part accounts for
ends the build, and so does one that is named and not there.
"""

from __future__ import annotations

import importlib.metadata
import json
import pathlib
from collections.abc import Mapping
from typing import Any

LIST = pathlib.Path(__file__).with_name("licences.json")


def licences(pyodide: pathlib.Path, app: pathlib.Path, found: Mapping[str, Any]) -> str:
    """The list as text. ``app``: the packages as they are put into the page; ``found``: what ``compile.mjs`` heard from
    the interpreter: ``versions`` by the names of the list, and its built-in ``modules``.
    """
    from cchc_xl import __version__

    parts = json.loads(LIST.read_text("utf-8"))
    inside = {path.name for path in app.iterdir()} | {"pyodide", "_pyodide"}
    named = {package for part in parts for package in part.get("packages", ())}
    if inside != named:
        raise SystemExit(f"licences.json: {sorted(inside ^ named)} is in the page or in the list, and not in both")
    versions = {
        "cchc-xl": __version__,
        "Pyodide": json.loads((pyodide / "package.json").read_text("utf-8"))["version"],
        **found["versions"],
    }
    lines, texts = [], []
    for part in parts:
        absent = set(part.get("modules", ())) - set(found["modules"])
        if absent:
            raise SystemExit(f"licences.json: {part['name']}: the interpreter has no {sorted(absent)}")
        version, licence = versions.get(part["name"], ""), part.get("licence", "")
        if "package" in part:
            about = importlib.metadata.distribution(part["package"])
            version, licence = about.version, about.metadata["License-Expression"]
            texts.append(f"{part['name']}\n\n{_text(about)}")
        said = " ".join(one for one in (part["name"], version, f"({licence})") if one)
        lines.append(f"{said}: {part['source']}" if part["source"] else said)
    return "\n".join(lines) + "\n\n" + "\n\n".join(texts)


def _text(about: importlib.metadata.Distribution) -> str:
    """The licence that came with an installed package."""
    named = [file for file in about.files or () if file.parent.name == "licenses"]
    if len(named) != 1:
        raise SystemExit(f"{about.name}: {len(named)} licence files")
    return named[0].read_text("utf-8").strip()
