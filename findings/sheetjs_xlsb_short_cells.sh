#!/usr/bin/env bash
# An .xlsb of SheetJS (xlsx 0.18.5): python-calamine 0.9.1 and pyxlsb 1.0.10 lose all but the first cell of each run.
#
# The binary format has a shorter record for a cell that stands right of the one before it, and SheetJS writes it for
# strings and numbers. Neither reader knows these records (pyxlsb gives not even the first texts), so that pandas, which
# reads .xlsb by either, gives a table in which the first column is full, the rest is NaN, and only a number behind a gap
# is left. No error and no
# warning: of 12, 6.5, 7 and 8 a sum finds 7. SheetJS itself and LibreOffice read the file whole.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install python-calamine==0.9.1 pyxlsb==1.0.10
npm install --silent --no-audit --no-fund --no-save xlsx@0.18.5 >/dev/null

cat >write.js <<'JS'
const { utils, writeFile, readFile } = require("xlsx");
const book = utils.book_new();
const rows = [["no", "what", "count", "note"], ["01", "a", 12, "x"], ["02", "b", 6.5, "y"], ["03", null, 7, 8]];
utils.book_append_sheet(book, utils.aoa_to_sheet(rows), "A");
writeFile(book, "book.xlsb");
console.log("SheetJS ", JSON.stringify(utils.sheet_to_json(readFile("book.xlsb").Sheets.A, { header: 1 })));
JS
cat >seen.py <<'PY'
import json

import pyxlsb
import python_calamine

print("calamine", json.dumps(python_calamine.load_workbook("book.xlsb").get_sheet_by_index(0).to_python()))
with pyxlsb.open_workbook("book.xlsb") as book, book.get_sheet("A") as sheet:
    print("pyxlsb  ", json.dumps([[cell.v for cell in row] for row in sheet.rows()]))
PY
echo "xlsx 0.18.5 (SheetJS), python-calamine 0.9.1, pyxlsb 1.0.10:"
{ node write.js; env/bin/python -W error seen.py; } | tee seen.txt
diff seen.txt - <<'SEEN'
SheetJS  [["no","what","count","note"],["01","a",12,"x"],["02","b",6.5,"y"],["03",null,7,8]]
calamine [["no", "", ""], ["01", "", ""], ["02", "", ""], ["03", "", 7]]
pyxlsb   [[null, null, null, null], [null, null, null, null], [null, null, null, null], [null, null, 7.0, null]]
SEEN
echo "as described"
