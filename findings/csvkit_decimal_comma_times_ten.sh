#!/usr/bin/env bash
# The text "12,5" in a workbook: in2csv of csvkit 2.2.0 writes 125, ten times as much, and no word of it.
#
# In half of the world the comma is the decimal sign. A cell that a person typed as text is given to agate's guessing of
# types, which takes commas out as if they stood between thousands wherever they stand: "12,5" is 125, "0,75" is 75,
# and a column of such texts becomes a column of numbers. "1.200" (one thousand two hundred there) stays 1.200, that is
# one and a fifth, so that the two texts of one page are read by two habits, and "02" becomes 2. csvstat then adds up 200 for
# 13.25. `--no-inference` keeps the texts as they were typed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install csvkit==2.2.0 agate==1.14.2 agate-excel==0.4.2 \
  openpyxl==3.1.5

env/bin/python - <<'PY'
import openpyxl

book = openpyxl.Workbook()
for row in (["office", "area", "leaflets", "code", "n"], ["x", "12,5", "1.200", "02", 12], ["y", "0,75", "1.300", "03", 7]):
    book.active.append(row)
book.save("book.xlsx")
PY
echo "csvkit 2.2.0, agate 1.14.2, agate-excel 0.4.2:"
{
  env/bin/in2csv book.xlsx
  echo "sums: $(env/bin/in2csv book.xlsx | env/bin/csvstat --sum | tr -s ' \n' ' ')"
  env/bin/in2csv --no-inference book.xlsx
} 2>&1 | tee seen.txt
diff seen.txt - <<'SEEN'
office,area,leaflets,code,n
x,125,1.200,2,12
y,75,1.300,3,7
sums:  1. office: None 2. area: 200 3. leaflets: 2.5 4. code: 5 5. n: 19 
office,area,leaflets,code,n
x,"12,5",1.200,02,12
y,"0,75",1.300,03,7
SEEN
echo "as described"
