#!/usr/bin/env bash
# A cell merged over two rows, or a "|" in a label: markitdown 0.1.9 moves the row's figures to other columns.
#
# Reports go to language models as Markdown, and markitdown makes it of Word tables through mammoth's HTML. That HTML says
# `rowspan="2"`; Markdown has no such thing, and the row below is written one cell shorter, so that each of its figures
# stands one column further left: the unit of measure under the label, the quantity under the unit, and nothing under
# the quantity. A bar in a label is not escaped: it ends the cell, and the figures stand one column further right. No row has
# the number of columns that its head has, and no warning goes with it. mammoth 1.13.0, the step before, has both right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install 'markitdown[docx]==0.1.9' mammoth==1.13.0 python-docx==1.2.0

cat >seen.py <<'PY'
import re

import docx
import mammoth
from markitdown import MarkItDown

ROWS = (
    ("No", "Indicator", "Unit", "Quantity", "Remark"),
    ("1", "Press items", "item", "12", "-"),
    ("2", "Meetings | courses", "meeting", "3", "-"),
    ("3", "People", "person", "140", "-"),
    ("", "of whom women", "person", "60", "-"),
)
document = docx.Document()
table = document.add_table(len(ROWS), len(ROWS[0]))
for row, texts in zip(table.rows, ROWS, strict=True):
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
table.cell(3, 0).merge(table.cell(4, 0)).text = "3"
document.save("report.docx")

for line in MarkItDown().convert("report.docx").text_content.splitlines():
    if any(text in line for text in ("Quantity", "Meetings", "women")):
        print("markitdown", [cell.strip() for cell in line.strip().strip("|").split("|")])
page = mammoth.convert_to_html("report.docx").value
print("mammoth   ", re.findall(r'<td rowspan="2">(?:<p>)?(\d)', page), "Meetings | courses" in page)
PY
echo "markitdown 0.1.9, mammoth 1.13.0:"
env/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
markitdown ['No', 'Indicator', 'Unit', 'Quantity', 'Remark']
markitdown ['2', 'Meetings', 'courses', 'meeting', '3', '-']
markitdown ['of whom women', 'person', '60', '-']
mammoth    ['3'] True
SEEN
echo "as described"
