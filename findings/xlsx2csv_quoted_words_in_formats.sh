#!/usr/bin/env bash
# A word in a number format, `0" nghìn"`: xlsx2csv 0.8.6 writes the format's text instead of the cell's number.
#
# Offices let a format show the unit behind a figure: 1200 is shown as "1200 nghìn", 6 as "6 buổi". xlsx2csv reads the
# letters d, h, m, s, y as those of a date wherever they stand in the format, also between quotation marks, where they
# are text. Then the cell is written as a date by a pattern that Python does not know: the number is gone and what is
# left looks like a word with a figure of its own in it ("ng12ìn": the noon of a day). A format whose quoted word has
# none of these letters gives the number.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install xlsx2csv==0.8.6 openpyxl==3.1.5

env/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row, (number, code) in enumerate(
    [(1200, '0" nghìn"'), (1200.5, '0.0" ha"'), (26, '0" hội nghị"'), (600, '0" lượt"'), (7, '0" km"'), (6, '0" buổi"')], 1
):
    book.active.cell(row, 1, code)
    book.active.cell(row, 2, number).number_format = code
book.save("book.xlsx")
PY
echo "xlsx2csv 0.8.6: format, what is written for the number:"
env/bin/xlsx2csv -d tab book.xlsx | tee seen.txt
diff seen.txt - <<'SEEN'
"0"" nghìn"""	"0"" ng12ìn"""
"0.0"" ha"""	"0.0"" 12a"""
"0"" hội nghị"""	"0"" 12ội ng12ị"""
"0"" lượt"""	600
"0"" km"""	"0"" k01"""
"0"" buổi"""	6
SEEN
echo "as described"
