"""Body of ``mingdan doctor``."""

from mingdan.cli.console import say, say_json
from mingdan.core.jsonio import to_plain
from mingdan.doctor import Finding, Kind, examine, healthy

_HEADS: dict[Kind, str] = {
    "base": "Base",
    "extra": "Optional parts",
    "program": "Programs",
    "font": "Fonts",
    "data": "Data files",
}


def run(*, json: bool = False) -> int:
    """Print the findings; returns 0 unless the base is broken, then 1."""
    findings = examine()
    well = healthy(findings)
    if json:
        say_json({"healthy": well, "findings": to_plain(findings)})
        return 0 if well else 1
    for kind, head in _HEADS.items():
        say(head)
        for item in findings:
            if item.kind == kind:
                say(_line(item))
    say("The base works." if well else "The base is broken: follow the hints above.")
    return 0 if well else 1


def _line(item: Finding) -> str:
    line = f"  {item.state:<8}{item.name:<36}{item.detail}".rstrip()
    rest = "; ".join(part for part in (item.adds, item.hint) if part)
    return f"{line}\n          {rest}" if rest else line
