#!/usr/bin/env bash
# An .ods with line breaks between its cells, as SheetJS writes it: python-calamine 0.9.1 refuses the whole workbook.
#
# White space between the elements of a row says nothing in OpenDocument, and SheetJS (xlsx 0.18.5) indents its XML with
# it. calamine expects a cell there and stops; polars, which reads .ods by it, stops with it, and pandas (engine
# "calamine") says "Cannot detect file format", as if another kind of file had been sent. With the white space between
# the elements taken out, nothing else changed, the same workbook is read.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install python-calamine==0.9.1 pandas==3.1.1 odfpy==1.4.1
npm install --silent --no-audit --no-fund --no-save xlsx@0.18.5 >/dev/null

cat >write.js <<'JS'
const { utils, writeFile } = require("xlsx");
const book = utils.book_new();
utils.book_append_sheet(book, utils.aoa_to_sheet([["01", "a", 12], ["02", "b", 6.5]]), "A");
writeFile(book, "book.ods");
JS
cat >seen.py <<'PY'
import re
import zipfile

import pandas
import python_calamine


def said(read):
    try:
        return read()
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:49]}"


def calamine(path):
    return python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()


print("calamine", said(lambda: calamine("book.ods")))
print("pandas, calamine", said(lambda: pandas.read_excel("book.ods", engine="calamine", header=None).values.tolist()))
print("pandas, odf", said(lambda: pandas.read_excel("book.ods", engine="odf", header=None).values.tolist()))
with zipfile.ZipFile("book.ods") as old, zipfile.ZipFile("dense.ods", "w") as new:
    for name in old.namelist():
        new.writestr(name, re.sub(rb">\s+<", b"><", old.read(name)))
print("calamine, white space taken out", said(lambda: calamine("dense.ods")))
PY
node write.js
echo "xlsx 0.18.5 (SheetJS), python-calamine 0.9.1, pandas 3.1.1, odfpy 1.4.1:"
env/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
calamine CalamineError: Expecting 'table-cell', found 'Text(BytesText { c
pandas, calamine CalamineError: Cannot detect file format
pandas, odf [[1, 'a', 12.0], [2, 'b', 6.5]]
calamine, white space taken out [['01', 'a', 12.0], ['02', 'b', 6.5]]
SEEN
echo "as described"
