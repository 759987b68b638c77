"""Builds ``workbook_templates/``: the blank template of every version of every form.

Run it after changing a form or the template's code.
"""

from __future__ import annotations

import os

from cchc_xl import resources
from cchc_xl.form.load import known_forms, load
from cchc_xl.write.template.workbook import write_template


def main() -> None:
    folder = resources.path("workbook_templates")
    for form_id, versions in known_forms().items():
        for version in versions:
            name = f"{form_id}-{version}.xlsx"
            write_template(load(form_id, version), os.path.join(folder, name))
            print(name)


if __name__ == "__main__":
    main()
