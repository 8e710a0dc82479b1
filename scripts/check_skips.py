"""Fail when pytest skipped a test for a reason that is not allowed, or ran no test.

Usage: ``check_skips.py JUNIT_XML ALLOWED``. ALLOWED holds one regular expression a line, matched against the whole
reason of a skip; blank lines and lines that start with ``#`` are left out.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree


def allowed_reasons(text: str) -> list[re.Pattern[str]]:
    """Compile the allowed reasons.

    >>> [pattern.pattern for pattern in allowed_reasons("# why\\n\\nneeds .*\\n")]
    ['needs .*']
    """
    lines = (line.strip() for line in text.splitlines())
    return [re.compile(line) for line in lines if line and not line.startswith("#")]


def skips(report: ElementTree.Element) -> list[tuple[str, str]]:
    """Return (test, reason) of every skipped test; expected failures are not skips."""
    return [
        (f"{case.get('classname')}::{case.get('name')}", skipped.get("message", ""))
        for case in report.iter("testcase")
        for skipped in case.findall("skipped")
        if skipped.get("type") == "pytest.skip"
    ]


def main(junit: Path, allowed: Path) -> int:
    """Print the skips that are not allowed; return the exit status."""
    report = ElementTree.parse(junit).getroot()
    patterns = allowed_reasons(allowed.read_text(encoding="utf-8"))
    skipped = skips(report)
    ran = sum(1 for _ in report.iter("testcase")) - len(skipped)
    wrong = [(test, why) for test, why in skipped if not any(pattern.fullmatch(why) for pattern in patterns)]
    for test, why in wrong:
        print(f"unexpected skip: {test}: {why}")
    if ran == 0:
        print("no test ran")
    return 1 if wrong or ran == 0 else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
