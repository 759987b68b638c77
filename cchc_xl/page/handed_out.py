"""The page as an office hands it out: the built one, with the office's own form, roster and period put in."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re

from cchc_xl import resources
from cchc_xl.errors import UserError
from cchc_xl.page.ascii_text import ascii_text
from cchc_xl.validate import named_settings

_OWN = re.compile(r'(<script type="text/plain" id="d-own">)[^<]*(</script>)')


def handed_out(form: str | None, roster: str | None, period: str | None) -> bytes:
    """The page's bytes. ``UserError``: 'page-not-built', and whatever is wrong with what was named."""
    own = json.dumps(_own(form, roster, period), ensure_ascii=False, sort_keys=True).encode("utf-8")
    with open(_built(), encoding="utf-8", newline="") as file:
        page = file.read()
    block = ascii_text(gzip.compress(own, 9, mtime=0))
    return _OWN.sub(lambda found: f"{found[1]}{block}{found[2]}", page, count=1).encode("utf-8")


def _built() -> str:
    """Where ``make page`` put it: inside the package when installed, else in the checkout."""
    for steps in (("page", "cchc-xl.html"), ("out", "page", "cchc-xl.html")):
        path = resources.path(*steps)
        if os.path.isfile(path):
            return path
    raise UserError("page-not-built")


def _own(form: str | None, roster: str | None, period: str | None) -> dict[str, object]:
    against = named_settings(form, roster, period)  # what is wrong is said here, not at a clerk's place
    own: dict[str, object] = {"files": {}}
    files: dict[str, str] = {}
    says = []
    if form and form.endswith(".json"):
        files["bieu-mau.json"] = _text(json.dumps(_whole(form), ensure_ascii=False).encode("utf-8"))
        own["form"] = "../beside/bieu-mau.json"
    elif form:
        own["form"] = form
    if form:
        says.append(f"Biểu mẫu: {against.forms[0].title}.")
    if roster:
        name = "don-vi" + os.path.splitext(roster)[1].lower()
        with open(roster, "rb") as file:
            files[name] = _text(file.read())
        own["roster"] = f"../beside/{name}"
        says.append(f"Danh mục: {len(against.roster.units) if against.roster else 0} đơn vị.")
    if period:
        own["period"] = period
    return own | {"files": files, "says": " ".join(says)}


def _whole(path: str) -> object:
    """The definition with all that it inherits: the file that it extends is not in the page."""
    from functools import partial

    from cchc_xl.form.expand import expanded
    from cchc_xl.form.load import definition

    with open(path, encoding="utf-8-sig") as file:
        return expanded(json.load(file), partial(definition, os.path.dirname(path)))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
