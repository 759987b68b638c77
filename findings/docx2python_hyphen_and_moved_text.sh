#!/usr/bin/env bash
# Word's no-break hyphen and moved text: docx2python 3.7.1 reads "1-2" as 12 and a moved figure twice.
#
# Ctrl+Shift+hyphen puts `w:noBreakHyphen` between two figures ("2021-2025", "1-2 times", document numbers). docx2python,
# and docx2txt 0.9 with it, leave it out, and the figures run together: a range becomes one number, in silence. A figure
# that was moved with changes tracked stands in `w:moveFrom` and `w:moveTo`; docx2python leaves deleted text out but
# gives what was moved at both places, so that a sum over the table counts it twice. mammoth 1.13.0 reads both as Word
# shows them; python-docx 1.2.0 reads the hyphen, and the moved figure at neither place.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install docx2python==3.7.1 docx2txt==0.9 mammoth==1.13.0 \
  python-docx==1.2.0

cat >seen.py <<'PY'
import re

import docx
import docx2txt
import mammoth
from docx2python import docx2python
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY = 'w:author="A" w:date="2026-06-01T00:00:00Z"'
CELLS = {
    "hyphen": "<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>",
    "deleted": f'<w:del w:id="1" {BY}><w:r><w:delText>17</w:delText></w:r></w:del>',
    "moved from": f'<w:moveFrom w:id="2" {BY}><w:r><w:t>17</w:t></w:r></w:moveFrom>',
    "moved to": f'<w:moveTo w:id="3" {BY}><w:r><w:t>17</w:t></w:r></w:moveTo>',
}
document = docx.Document()
table = document.add_table(len(CELLS), 2)
for row, (name, content) in zip(table.rows, CELLS.items(), strict=True):
    row.cells[0].text = name
    place = row.cells[1]._tc
    place.remove(place.p_lst[0])
    place.append(parse_xml(f"<w:p {W}>{content}</w:p>"))
document.save("book.docx")

with docx2python("book.docx") as read:
    print("docx2python", [row[1][0] for row in read.body[0]])
text = docx2txt.process("book.docx")
print("docx2txt   ", text.split("hyphen")[1].split("deleted")[0].split())
page = mammoth.convert_to_html("book.docx").value
print("mammoth    ", [re.sub("<[^>]+>", "", one) for one in re.findall(r"<tr>.*?</td><td>(.*?)</td>", page)])
print("python-docx", [row.cells[1].text for row in docx.Document("book.docx").tables[0].rows])
PY
echo "docx2python 3.7.1, docx2txt 0.9, mammoth 1.13.0, python-docx 1.2.0:"
env/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
docx2python ['12', '', '17', '17']
docx2txt    ['12']
mammoth     ['1‑2', '', '', '17']
python-docx ['1-2', '', '', '']
SEEN
echo "as described"
