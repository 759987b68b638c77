#!/usr/bin/env bash
# A half in a number format: ironcalc 0.9.1 and ssf 0.11.2 (SheetJS's formatter) show other figures than their ROUND.
#
# Spreadsheets show ties away from zero, as ROUND does: 2.5 with the format 0 as 3, -2.5 as -3. ironcalc's TEXT rounds
# the ties of a format to even, so every second half is shown one lower (2.5 as 2, 1200.5 as 1,200), while its own
# ROUND(2.5,0) is 3 in the same workbook. ssf is right for positive numbers and shows -2.5 as -2. Whoever uses either to
# say what a clerk sees on the screen says another figure for some halves; stored and computed values are not touched.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install ironcalc==0.9.1
npm install --silent --no-audit --no-fund --no-save ssf@0.11.2 >/dev/null

cat >seen.py <<'PY'
import ironcalc

CASES = [("2.5", "0"), ("3.5", "0"), ("-2.5", "0"), ("1200.5", "#,##0"), ("0.125", "0.00"), ("0.375", "0.00")]
model = ironcalc.create("book", "en", "UTC", "en")
for row, (number, code) in enumerate(CASES, 1):
    model.set_user_input(0, row, 1, number)
    model.set_user_input(0, row, 2, f'=TEXT(A{row},"{code}")')
    model.set_user_input(0, row, 3, f"=ROUND(A{row},{len(code.partition('.')[2])})")
model.evaluate()
for row, (number, code) in enumerate(CASES, 1):
    print(number, code, model.get_formatted_cell_value(0, row, 2), model.get_formatted_cell_value(0, row, 3))
PY
cat >ssf.js <<'JS'
const { format } = require("ssf");
for (const [n, code] of [[2.5, "0"], [3.5, "0"], [-2.5, "0"], [1200.5, "#,##0"], [0.125, "0.00"], [0.375, "0.00"]])
  console.log(String(n), code, format(code, n));
JS
echo "ironcalc 0.9.1: number, format, TEXT, ROUND"
env/bin/python seen.py | tee seen.txt
echo "ssf 0.11.2: number, format, shown"
node ssf.js | tee ssf.txt

diff seen.txt - <<'SEEN'
2.5 0 2 3
3.5 0 4 4
-2.5 0 -2 -3
1200.5 #,##0 1,200 1201
0.125 0.00 0.12 0.13
0.375 0.00 0.38 0.38
SEEN
diff ssf.txt - <<'SEEN'
2.5 0 3
3.5 0 4
-2.5 0 -2
1200.5 #,##0 1,201
0.125 0.00 0.13
0.375 0.00 0.38
SEEN
echo "as described"
