#!/bin/sh
# Print the command of the first Python that can make an environment: version 3.11 or later, with venv and ensurepip.
# Candidates, in this order: $PYTHON when set, else python3.11, python3.12, python3.13, python3.
# Exit 1 with the line that installs what is missing when there is none.
set -u

usable='import sys; sys.exit(sys.version_info < (3, 11))'
complete='import ensurepip, venv'
version='import sys; print("%d.%d" % sys.version_info[:2])'
incomplete=''

for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
    "$candidate" -c "$usable" >/dev/null 2>&1 || continue
    if "$candidate" -c "$complete" >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
    [ -n "$incomplete" ] || incomplete=$candidate
done

if [ "$(id -u)" = 0 ]; then sudo=''; else sudo='sudo '; fi
if [ -n "$incomplete" ]; then
    number=$("$incomplete" -c "$version")
    echo "mingdan: $incomplete (Python $number) lacks the venv or ensurepip module. Install it with:" >&2
    if command -v apt-get >/dev/null 2>&1; then
        echo "    ${sudo}apt-get install python$number-venv" >&2
    else
        echo "    the package of your system that holds Python $number's venv and ensurepip modules" >&2
    fi
else
    echo "mingdan: no Python 3.11 or later found (tried: ${PYTHON:-python3.11 python3.12 python3.13 python3})." >&2
    if command -v apt-get >/dev/null 2>&1; then
        echo "Install one with (Debian 12 or later, Ubuntu 24.04 or later):" >&2
        echo "    ${sudo}apt-get install python3 python3-venv" >&2
    else
        echo "Install one, or name it: make PYTHON=/path/to/python3.11 ..." >&2
    fi
fi
exit 1
