"""The command line. ``mingdan --help`` lists the commands; ``docs/cli.md`` describes each.

Exit codes: 0 all fine, 1 unexpected failure, 2 wrong usage, 3 some inputs quarantined, 4 a record that breaks the
schema, 5 an optional part is not installed, 6 a model that cannot be used, 130 interrupted.
"""

import sys
from collections.abc import Sequence

from mingdan.cli.console import complain, tolerate_any_encoding
from mingdan.core.errors import MingdanError


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line on ``argv`` (the process's arguments unless given) and exit.

    Raises SystemExit with the exit code; a traceback is printed only with ``--debug``.
    """
    from mingdan.cli.app import app

    arguments = list(sys.argv[1:] if argv is None else argv)
    tolerate_any_encoding()
    try:
        app(args=arguments, prog_name="mingdan")
    except MingdanError as error:
        sys.exit(_failed(str(error), error.exit_code, debug="--debug" in arguments))
    except Exception as error:
        message = f"unexpected {type(error).__name__}: {error}; run again with --debug and report it"
        sys.exit(_failed(message, 1, debug="--debug" in arguments))


def _failed(message: str, code: int, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exc()
    complain(message)
    return code
