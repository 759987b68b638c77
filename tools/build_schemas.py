"""Writes schemas/form.schema.json from the rule kinds."""

from __future__ import annotations

import json
import pathlib

from cchc_xl.form.schema import form_schema

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main() -> None:
    text = json.dumps(form_schema(), ensure_ascii=False, indent=1) + "\n"
    (ROOT / "schemas" / "form.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
