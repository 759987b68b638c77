#!/usr/bin/env bash
# Two offices with the same row in an .ods: pyexcel-ods3 0.6.1 reads one row; which plugin reads is settled by imports.
#
# OpenDocument writes equal neighbours once, with `table:number-rows-repeated`: two offices that reported the same are
# one element. pyexcel-ods3 heeds the repetition of cells and not that of rows, so the second office is gone and the
# total is short, in silence. It also leaves out the cell that a merged cell above it covers, and the figure of the
# second column then stands in the first. pyexcel-ods 0.6.0, which its users are told is the other choice, reads all of
# it, as odfdo 3.27.3 does. Where both are installed, `pyexcel_ods.get_data` and `pyexcel_ods3.get_data` give the same:
# whichever module was imported first reads for both, so the total depends on the order of two import lines.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install pyexcel-ods3==0.6.1 pyexcel-ods==0.6.0 odfdo==3.27.3

cat >seen.py <<'PY'
import importlib
import sys
import zipfile

import odfdo

NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "manifest")
)

SPANS = ' table:number-columns-spanned="1" table:number-rows-spanned="2"'


def cell(number, more=""):
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}"{more}><text:p>{number}</text:p>'
        "</table:table-cell>"
    )


rows = (
    f'<table:table-row table:number-rows-repeated="2">{cell(600)}{cell(12)}</table:table-row>'
    f"<table:table-row>{cell(1, SPANS)}{cell(20)}</table:table-row>"
    f"<table:table-row><table:covered-table-cell/>{cell(30)}</table:table-row>"
)
content = (
    f'<office:document-content{NAMES} office:version="1.3"><office:body><office:spreadsheet>'
    f'<table:table table:name="A"><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
kind = "application/vnd.oasis.opendocument.spreadsheet"
listed = (
    f'<manifest:manifest{NAMES} manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
    f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
    'manifest:media-type="text/xml"/></manifest:manifest>'
)
with zipfile.ZipFile("book.ods", "w") as package:
    package.writestr("mimetype", kind)
    package.writestr("content.xml", content)
    package.writestr("META-INF/manifest.xml", listed)
plugins = [importlib.import_module(name) for name in sys.argv[1:]]
for plugin in plugins:
    print(" then ".join(sys.argv[1:]) + ":", plugin.__name__, plugin.get_data("book.ods")["A"])
if not plugins:
    print("odfdo:", odfdo.Document("book.ods").body.tables[0].get_values())
PY
echo "pyexcel-ods3 0.6.1, pyexcel-ods 0.6.0, odfdo 3.27.3:"
{
  env/bin/python seen.py
  env/bin/python seen.py pyexcel_ods3
  env/bin/python seen.py pyexcel_ods
  env/bin/python seen.py pyexcel_ods3 pyexcel_ods
  env/bin/python seen.py pyexcel_ods pyexcel_ods3
} | tee seen.txt
diff seen.txt - <<'SEEN'
odfdo: [[600, 12], [600, 12], [1, 20], [None, 30]]
pyexcel_ods3: pyexcel_ods3 [[600, 12], [1, 20], [30]]
pyexcel_ods: pyexcel_ods [[600, 12], [600, 12], [1, 20], ['', 30]]
pyexcel_ods3 then pyexcel_ods: pyexcel_ods3 [[600, 12], [1, 20], [30]]
pyexcel_ods3 then pyexcel_ods: pyexcel_ods [[600, 12], [1, 20], [30]]
pyexcel_ods then pyexcel_ods3: pyexcel_ods [[600, 12], [600, 12], [1, 20], ['', 30]]
pyexcel_ods then pyexcel_ods3: pyexcel_ods3 [[600, 12], [600, 12], [1, 20], ['', 30]]
SEEN
echo "as described"
