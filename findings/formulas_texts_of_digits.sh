#!/usr/bin/env bash
# Digits that are text: formulas 1.3.4 adds them up, and reads VALUE("1,234") as a day of the year 2134.
#
# A cell that a clerk typed as text ("3", or "02" to keep the nought) is no number for SUM, COUNT and ISNUMBER, and that
# it is missing from the sum is what a check has to find. formulas, which computes a workbook without a spreadsheet
# program, makes numbers of such cells when it loads the workbook, so SUM, COUNT and ISNUMBER say what Excel would say
# if nothing were wrong. VALUE("1,234"), one thousand two hundred and thirty-four in an English Excel, is the number of a
# day in 2134, and the 29 February of a year that has none is 1 March instead of an error. No warning goes with any of
# these. ironcalc 0.9.1 is asked the same of the same file in the same run.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install formulas==1.3.4 openpyxl==3.1.5 ironcalc==0.9.1

cat >seen.py <<'PY'
import formulas
import ironcalc
import openpyxl

ASKED = ["=SUM(A1:A3)", "=COUNT(A1:A3)", "=ISNUMBER(A1)", "=LEN(A2)", '=VALUE("1,234")', '=DATEVALUE("2026-02-29")']
book = openpyxl.Workbook()
for row, value in enumerate(["3", "02", 4], 1):
    book.active.cell(row, 1, value)
for row, asked in enumerate(ASKED, 1):
    book.active.cell(row, 2, asked)
book.save("book.xlsx")

model = ironcalc.load_from_xlsx("book.xlsx", "en", "UTC", "en")
model.evaluate()
found = formulas.ExcelModel().loads("book.xlsx").finish().calculate()
one_cell = {name: one.value[0, 0] for name, one in found.items() if hasattr(one, "value") and one.value.size == 1}
values = {name.rsplit("!", 1)[1]: value for name, value in one_cell.items()}
for row, asked in enumerate(ASKED, 1):
    print(asked, "| formulas", values[f"B{row}"], "| ironcalc", model.get_formatted_cell_value(0, row, 2))
PY
echo "formulas 1.3.4, ironcalc 0.9.1:"
env/bin/python seen.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
=SUM(A1:A3) | formulas 9.0 | ironcalc 4
=COUNT(A1:A3) | formulas 3 | ironcalc 1
=ISNUMBER(A1) | formulas True | ironcalc FALSE
=LEN(A2) | formulas 2 | ironcalc 2
=VALUE("1,234") | formulas 85469.0 | ironcalc 1234
=DATEVALUE("2026-02-29") | formulas 46082 | ironcalc #VALUE!
SEEN
echo "as described"
