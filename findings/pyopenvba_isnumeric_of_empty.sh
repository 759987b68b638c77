#!/usr/bin/env bash
# pyOpenVBA 6.5.0: its interpreter says IsNumeric(Empty) is False, and refuses CDbl("1,200").
#
# In VBA an Empty Variant, which is what Range.Value gives for a blank cell, counts as numeric (IsNumeric(Empty) is
# True; the classic trap of macros that look for blanks with it), "(12)" is the accountant's minus twelve, and CDbl
# takes the group separator of the locale. The interpreter is strict in all three: a macro that takes blanks for numbers
# in Excel passes its test here, and one that reads grouped text fails here and works in Excel.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install pyOpenVBA==6.5.0

cat >seen.py <<'PY'
from pyopenvba.apps.excel import ExcelApplication

EXPRESSIONS = ["IsNumeric(Empty)", 'IsNumeric("")', 'IsNumeric("(12)")', 'IsNumeric("1,200")', 'CDbl("1200")', 'CDbl("1,200")']
app = ExcelApplication()
app.add_module("".join(f"Public Function F{at}()\nF{at} = CStr({one})\nEnd Function\n" for at, one in enumerate(EXPRESSIONS)), name="M")
for at, one in enumerate(EXPRESSIONS):
    try:
        print(one, "->", app.run(f"F{at}"))
    except Exception as error:
        print(one, "->", str(error).partition(": ")[2])
PY
echo "pyOpenVBA 6.5.0"
env/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
IsNumeric(Empty) -> False
IsNumeric("") -> False
IsNumeric("(12)") -> False
IsNumeric("1,200") -> True
CDbl("1200") -> 1200
CDbl("1,200") -> run-time error 13: Type mismatch
SEEN
echo "as described"
