"""Compiled cue words of ``relation_cues.toml``."""

import re
from dataclasses import dataclass
from functools import cache

from mingdan.extract.knowledge import read_rules


@dataclass(frozen=True, slots=True)
class Cues:
    """Regular expressions over folded text; see the data file for what each tells."""

    added: re.Pattern[str]
    removed: re.Pattern[str]
    denied: re.Pattern[str]
    reject: re.Pattern[str]
    plan: re.Pattern[str]
    other_business: re.Pattern[str]
    other_list: re.Pattern[str]
    version: re.Pattern[str]
    signed: re.Pattern[str]
    list_word: re.Pattern[str]
    publish: re.Pattern[str]
    enumerate: re.Pattern[str]
    after: re.Pattern[str]
    together: re.Pattern[str]
    as_of: re.Pattern[str]
    effective: re.Pattern[str]
    basis: re.Pattern[str]
    self_word: re.Pattern[str]
    notice: re.Pattern[str]
    breaks: re.Pattern[str]
    owner: re.Pattern[str]
    came: re.Pattern[str]
    left: re.Pattern[str]
    not_so: re.Pattern[str]


@cache
def cues() -> Cues:
    """Load and compile once."""
    data = read_rules("relation_cues.toml")
    status, none, lists, frames = data["status"], data["no_row"], data["list"], data["frames"]
    compiled = {
        "added": status["added"],
        "removed": status["removed"],
        "denied": status["denied"],
        "reject": status["reject"],
        "plan": none["plan"],
        "other_business": none["other_business"],
        "other_list": none["other_list"],
        "list_word": lists["word"],
        "publish": lists["publish"],
        "enumerate": lists["enumerate"],
        "after": lists["after"],
        "together": lists["together"],
        "as_of": frames["as_of"],
        "effective": frames["effective"],
        "version": frames["version"],
        "signed": frames["signed"],
        "basis": frames["basis"],
        "self_word": frames["self"],
        "notice": frames["notice"],
        "breaks": frames["break"],
        "owner": frames["owner"],
        **data["status_words"],
    }
    return Cues(**{name: re.compile(pattern) for name, pattern in compiled.items()})
