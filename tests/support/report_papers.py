"""Papers for the tests of report and review pages."""

from dataclasses import replace

from papers import ALPHA, BANK, BETA, GAMMA, OTHER, Row, paper

from mingdan.core.records import Document, StatedCount

HOSTILE = '"><img src=x onerror=alert(1)>科技有限公司'
SCRIPT = "<script>window.harmed = 1</script>银行股份有限公司"
DELTA = "丁土融资担保有限公司"
FORMULA = "=cmd|' /C calc'!A0"


def hostile() -> Document:
    """A paper whose names are code."""
    made = paper(
        "<b>evil</b>",
        SCRIPT,
        [(HOSTILE, "platform"), (FORMULA, "collection")],
        "2026-01-09",
        title="</script>",
        uri="../../../../etc/passwd",
    )
    return replace(made, text=made.text + "</script><script>window.harmed = 1</script>", publisher=SCRIPT)


def many(rows: int) -> Document:
    """A paper with a long list."""
    names: list[Row] = [(f"第{number:04d}科技有限公司", "platform.facilitation") for number in range(rows)]
    return paper("many", OTHER, names, "2025-12-31")


def versions() -> list[Document]:
    """Two full lists and an update of one lender."""
    count = StatedCount(BANK, "all", 3, "2025-09-30", 0, 4, 2, False, "the document says 3, 2 found")
    first = paper("a1", BANK, [(ALPHA, "platform"), (BETA, "credit_enhancement")], "2025-09-30", counts=(count,))
    rows: list[Row] = [(ALPHA, "platform"), (GAMMA, "platform.co_lending"), (DELTA, "credit_enhancement")]
    changed = paper("a2", BANK, rows, "2025-12-31")
    update = paper("a3", BANK, [(GAMMA, "platform.co_lending", "removed")], "2026-02-01", completeness="partial")
    return [first, changed, update]
