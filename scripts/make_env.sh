#!/bin/sh
# Usage: make_env.sh FOLDER [demo|dev|train]
# Make the virtual environment FOLDER with this checkout installed in it (editable), unless it is up to date.
# It is up to date when it was finished after the last change of pyproject.toml and the constraints, still runs, and
# lies where it was made. PYTHON names the Python to use.
set -eu

folder=$1
kind=${2:-demo}
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
stamp=$folder/.finished
torch=2.13.0
python=$folder/bin/python
constraints=requirements/constraints.txt

up_to_date() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$here $kind" ] || return 1
    [ -z "$(find pyproject.toml "$constraints" scripts/make_env.sh -newer "$stamp")" ] || return 1
    "$python" -c '' >/dev/null 2>&1
}

if up_to_date; then exit 0; fi

base=$(sh scripts/find_python.sh)
rm -f "$stamp"
if ! "$python" -m pip --version >/dev/null 2>&1 || [ ! -f "$folder/.made-at" ] ||
    [ "$(cat "$folder/.made-at")" != "$here" ]; then
    echo "mingdan: making $folder with $base"
    "$base" -m venv --clear "$folder"
    printf '%s' "$here" >"$folder/.made-at"
fi

echo "mingdan: installing into $folder (some minutes the first time)"
export PIP_DISABLE_PIP_VERSION_CHECK=1
case $kind in
demo) "$python" -m pip install --quiet -c "$constraints" -e '.[web]' ;;
dev)
    "$python" -m pip install --quiet 'pip>=25.1' # the first with dependency groups
    "$python" -m pip install --quiet -c "$constraints" -e . --group dev
    ;;
train)
    "$python" -m pip install --quiet 'pip>=25.1'
    "$python" -m pip install --quiet "torch==$torch" # alone: the index in use decides which build this machine gets
    "$python" -m pip install --quiet -c "$constraints" -e '.[train,accurate]' --group dev
    ;;
*)
    echo "mingdan: unknown kind of environment: $kind" >&2
    exit 2
    ;;
esac
printf '%s' "$here $kind" >"$stamp"
