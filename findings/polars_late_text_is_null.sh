#!/usr/bin/env bash
# A text below the hundredth row of a column of numbers: polars 2.1.0 with fastexcel 0.21.0 makes it null without a word.
#
# A consolidated sheet has a row for each office. 150 of them report a number and the next writes "6 (joint)".
# `read_excel` of polars, by its own engine, settles the type of a column by its first rows (`infer_schema_length`,
# 100) and gives null for the later text: no error, no warning, and the column adds up as if that office had been
# blank. The same text in the first rows makes the whole column text. With engine="openpyxl" the same call keeps the
# text wherever it stands, so exchanging the engine, which both documents offer as a matter of speed, changes what is
# counted. `infer_schema_length=None` reads all rows first and keeps the text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5

cat >seen.py <<'PY'
import openpyxl
import polars


def seen(at, **options):
    book = openpyxl.Workbook()
    book.active.append(["office", "count"])
    for row in range(200):
        book.active.append([f"Office {row}", "6 (joint)" if row == at else 1])
    book.save("book.xlsx")
    column = polars.read_excel("book.xlsx", **options)["count"]
    return f"{column.dtype} null={column.null_count()} there={column[at]}"


for at in (50, 150):
    print("row", at, "default  ", seen(at))
    print("row", at, "openpyxl ", seen(at, engine="openpyxl"))
    print("row", at, "all rows ", seen(at, infer_schema_length=None))
PY
echo "polars 2.1.0, fastexcel 0.21.0, openpyxl 3.1.5:"
env/bin/python -W error seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
row 50 default   String null=0 there=6 (joint)
row 50 openpyxl  String null=0 there=6 (joint)
row 50 all rows  String null=0 there=6 (joint)
row 150 default   Int64 null=1 there=None
row 150 openpyxl  String null=0 there=6 (joint)
row 150 all rows  String null=0 there=6 (joint)
SEEN
echo "as described"
