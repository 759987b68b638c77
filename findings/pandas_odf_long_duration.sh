#!/usr/bin/env bash
# One duration of a day or more in an .ods: pandas 3.1.1 (engine "odf") cannot read the workbook at all.
#
# OpenDocument stores a time cell as a duration, PT30H00M00S for thirty hours of broadcasting, and spreadsheets show
# 30:00:00. pandas hands the shown text to its reader of points in time, which knows no hour above 23, and the error ends
# `read_excel`: no cell of any sheet is given, and `dtype=object` or `usecols` without that column do not help, because
# the cell is converted before either is looked at. 23:00:00 is read (as a time of day). odfdo gives the duration.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install pandas==3.1.1 odfpy==1.4.1 odfdo==3.27.3

cat >seen.py <<'PY'
import odfdo
import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


def seen(hours, **options):
    book = OpenDocumentSpreadsheet()
    table, row = Table(name="A"), TableRow()
    number = TableCell(valuetype="float", value="12")
    number.addElement(P(text="12"))
    time = TableCell(valuetype="time", timevalue=f"PT{hours}H00M00S")
    time.addElement(P(text=f"{hours}:00:00"))
    row.addElement(number)
    row.addElement(time)
    table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save("book.ods")
    try:
        return pandas.read_excel("book.ods", engine="odf", header=None, **options).values.tolist()
    except ValueError as error:
        return f"{type(error).__name__}: {error}"


print("23 hours           ", seen(23))
print("30 hours           ", seen(30))
print("30 hours, object   ", seen(30, dtype=object))
print("30 hours, usecols  ", seen(30, usecols=[0]))
print("30 hours, odfdo    ", odfdo.Document("book.ods").body.tables[0].get_values())
PY
echo "pandas 3.1.1, odfpy 1.4.1, odfdo 3.27.3:"
env/bin/python -W error::UserWarning seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
23 hours            [[12, datetime.time(23, 0)]]
30 hours            DateParseError: hour must be in 0..23: 30:00:00
30 hours, object    DateParseError: hour must be in 0..23: 30:00:00
30 hours, usecols   DateParseError: hour must be in 0..23: 30:00:00
30 hours, odfdo     [[12, datetime.timedelta(days=1, seconds=21600)]]
SEEN
echo "as described"
