"""Forms that do not ship with the program: a file that is named, or the folder ``bieu-mau`` beside a campaign file.

Such a definition is checked (``form.lint``) before anything is done with it, and is then known to the whole run by its
id and version, as those that ship are: provincial workbooks and templates name their form so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache, partial

from cchc_xl.errors import Problems, UserError
from cchc_xl.form.lint import lint
from cchc_xl.form.load import HOME, MOST, load_file, remember, written
from cchc_xl.model import Form


def opened(path: str) -> Form:
    """The form of a definition, from now on known by its id and version.

    ``UserError``: 'not-found'; 'bad-form' (``path``, ``count``, ``problems``: the check's own words, a line each).
    """
    form = _checked(path, os.stat(path).st_mtime_ns if os.path.isfile(path) else 0)
    remember(form.id, form.version, lambda: form)
    return form


def open_beside(campaign: str) -> None:
    """Makes the definitions in the folder ``bieu-mau`` beside a campaign file known. Each is checked when it is used,
    so that a draft that nobody uses stops nobody.
    """
    for form_id, version, path in _beside(campaign):
        remember(form_id, version, partial(opened, path))


def definition_beside(campaign: str, name: str) -> str:
    """The path of the definition in that folder that an id or an id/version names, the newest where no version is
    said; '' where there is none.
    """
    form_id, _, version = name.partition("/")
    found = [(one[1], one[2]) for one in _beside(campaign) if one[0] == form_id and version in ("", str(one[1]))]
    return max(found, default=(0, ""))[1]


def _beside(campaign: str) -> Iterator[tuple[str, int, str]]:
    """(id, version, path) of the definitions in the folder."""
    folder = os.path.join(os.path.dirname(campaign), HOME)
    if not os.path.isdir(folder):
        return
    for name in sorted(os.listdir(folder))[:MOST]:
        path = os.path.join(folder, name)
        data = written(path) if name.lower().endswith(".json") else None
        if data and isinstance(data.get("id"), str) and isinstance(data.get("version"), int):
            yield data["id"], data["version"], path


@lru_cache(maxsize=16)
def _checked(path: str, changed: int) -> Form:  # noqa: ARG001 - a file that was changed is checked anew
    problems = lint(path)
    if problems:
        raise UserError("bad-form", path=path, count=len(problems), problems=Problems(problems))
    return load_file(path)
