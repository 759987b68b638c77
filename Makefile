# The two commands of the README are `make demo` and `make test`; `make` alone lists all.
# A bare Debian with Python 3.11 is enough: tools/setup.sh gets the rest, into .venv and .judges, and through apt-get.

PYTHON ?= python3
WORKERS ?= 2
export PYTHON

PY := .venv/bin/python
CLI := .venv/bin/cchc-xl
CORE := .venv/.core
DEV := .venv/.dev
JUDGES := .judges/.installed
PYODIDE := .judges/page/node_modules/pyodide
PEERS := .judges/peers/.installed

# The program ends with 1 when there are findings, and the demo's files have some on purpose.
FINDINGS_ARE_FINE := || [ $$? -eq 1 ]

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
BEFORE ?= 65e27fd
BENCH ?=

.PHONY: help demo test lint unit judges templates docs pictures page bench clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: $(CORE) ## consolidate the example workbooks into out/demo
	@mkdir -p out/demo
	$(CLI) merge examples/nam-bao-cao-that -o out/demo/nam-bao-cao-that.xlsx $(FINDINGS_ARE_FINE)
	$(CLI) merge examples/tinh-mau/bao-cao --roster examples/tinh-mau/don-vi.csv --received examples/tinh-mau/so-nhan.csv \
		--period 2026-H1 -o out/demo/tinh-mau.xlsx $(FINDINGS_ARE_FINE)
	@ls -l out/demo

# All three are always run: who broke the style still wants to know whether the tests pass.
test: $(DEV) $(JUDGES) ## ruff, mypy and all tests, outside judges included
	@failed=""; \
	$(PY) -m ruff check . && $(PY) -m ruff format --check . || failed="$$failed ruff"; \
	$(PY) -m mypy || failed="$$failed mypy"; \
	$(PY) -m pytest -n $(WORKERS) || failed="$$failed pytest"; \
	[ -z "$$failed" ] || { echo "make test: failed:$$failed" >&2; exit 1; }

lint: $(DEV) ## ruff and mypy
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

unit: $(DEV) ## the tests that need no outside judge
	CCHC_WITHOUT_JUDGES=1 $(PY) -m pytest -n $(WORKERS)

judges: $(JUDGES) ## install the programs that judge our files in the tests

page: $(CORE) $(PYODIDE) ## out/page/cchc-xl.html: the check and the merge as one offline page
	$(PY) tools/page/build_page.py $(PYODIDE) out/page/cchc-xl.html

templates: $(CORE) ## schemas/form.schema.json and workbook_templates/ from the rule kinds, schemas/forms and macros/
	$(PY) tools/build_schemas.py
	$(PY) tools/build_templates.py
	$(PY) tools/build_addin.py

docs: $(DEV) ## docs/rules.md, codes.md, lenh.md (command line) and the table in architecture.md, from the program itself
	$(PY) tools/build_docs.py

pictures: $(CORE) ## docs/hinh, drawn by LibreOffice
	$(PY) tools/build_pictures.py

bench: $(DEV) $(PEERS) ## time and memory beside other programs and a commit before (BEFORE=... BENCH="--quick")
	$(PY) tools/bench.py --before "$(BEFORE)" $(BENCH)

clean: ## remove what make has made
	rm -rf .venv .judges out .mypy_cache .ruff_cache .pytest_cache

$(CORE): pyproject.toml constraints.txt tools/setup.sh
	tools/setup.sh core
	@touch $@

$(DEV): pyproject.toml constraints.txt tools/setup.sh
	tools/setup.sh dev
	@touch $(CORE) $@

$(PYODIDE): tools/setup.sh
	tools/setup.sh page
	@touch $@

$(PEERS): constraints.txt tools/setup.sh
	tools/setup.sh peers
	@touch $@

$(JUDGES): tools/setup.sh
	tools/setup.sh judges
	@touch $@
