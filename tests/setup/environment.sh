#!/bin/sh
# Make the virtual environment with the package and the developers' tools in it.
set -eu
python=$1
venv=$2

as_root_on_debian() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Dossier needs Python 3.11 or newer; \`$python\` is not. Name another: make run PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if as_root_on_debian; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python's venv module is missing. Install it:  sudo apt-get install -y python3-venv" >&2
        exit 1
    fi
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "Installing Dossier into $venv (once; about 250 MB) …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
# The first start need not compile what it imports.
"$venv/bin/python" -m compileall -q reader
