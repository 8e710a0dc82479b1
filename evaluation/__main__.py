"""``python -m mingdan.evaluation GOLD PREDICTED [--errors] [--json]``: score two files or folders."""

import argparse
import json
import sys

from mingdan.core.errors import MingdanError
from mingdan.core.jsonio import to_plain
from mingdan.evaluation.commands import evaluate_files


def main(arguments: list[str] | None = None) -> int:
    """Print the report and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m mingdan.evaluation", description=__doc__)
    parser.add_argument("gold", help="JSONL file or folder of *.doc.md")
    parser.add_argument("predicted", help="JSONL file or folder of *.doc.md")
    parser.add_argument("--errors", action="store_true", help="list every difference")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        report = evaluate_files(options.gold, options.predicted)
    except MingdanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if options.json:
        print(json.dumps(to_plain(report), ensure_ascii=False))
    else:
        print("\n".join(report.lines(errors=options.errors)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
