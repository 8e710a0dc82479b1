"""Decisions, corrections, gold and uploads by HTTP."""

import json
from pathlib import Path
from typing import Any

import pytest
from papers import ALPHA, BANK, BETA, GAMMA
from serving import Served

from mingdan.cli import main
from mingdan.core.jsonio import read_jsonl
from mingdan.corpus.parts import load_readable
from mingdan.serve.guard import CSRF_HEADER

WHO = {"reason": "原文如此", "who": "lin"}


def paper(served: Served, name: str = "a1") -> dict[str, Any]:
    found: dict[str, Any] = served.client.get(f"/api/documents/{served.number(name)}").json()
    return found


def test_the_queue_puts_disagreement_and_low_confidence_first(served: Served) -> None:
    text = served.client.get("/").text
    assert text.index(f"/documents/{served.number('a1')}") > 0
    assert served.registry.papers_in_doubt()[0]["name"] == "a1"
    served.post("/api/done", {"document": "a1", **WHO})
    assert "a1" not in [one["name"] for one in served.registry.papers_in_doubt()]


def test_a_verdict_is_kept_with_who_and_when_and_undone(served: Served) -> None:
    row = paper(served)["rows"][0]
    body = {"row": row["id"], "document": "a1", "verdict": "reject", **WHO}
    number = served.post("/api/decide", body).json()["decision"]
    shown = paper(served)
    assert shown["rows"][0]["verdict"] == "reject"
    assert {"verdict": "reject", "who": "lin", "reason": "原文如此"}.items() <= shown["decisions"][0].items()
    assert shown["decisions"][0]["time"]
    assert served.post("/api/undo", {"decision": number, "document": "a1", "who": "wang"}).status_code == 200
    assert paper(served)["rows"][0]["verdict"] is None
    assert paper(served)["decisions"][0]["undone_by"] == "wang"


def stated(text: str, words: str, partner: str) -> dict[str, Any]:
    start = text.index(words)
    span = [start, start + len(words)]
    value = {"lender": BANK, "partner": partner, "role": "platform", "status": "listed", "basis": "list"}
    return value | {"date": None, "policy": None, "start": span[0], "end": span[1], "cells": {"partner": [span]}}


def test_a_row_is_corrected_and_another_added(served: Served) -> None:
    shown = paper(served)
    row = next(row for row in shown["rows"] if row["partner"] == BETA)
    body = {"row": row["id"], "document": "a1", "value": stated(shown["text"], BETA, "乙水担保"), **WHO}
    assert served.post("/api/correct", body).status_code == 200
    rows = {one["partner"]: one for one in paper(served)["rows"]}
    assert (rows[BETA]["verdict"], rows["乙水担保"]["verdict"]) == ("reject", "accept")
    assert rows["乙水担保"]["cells"]["partner"] == [[row["start"], row["end"]]]
    added = {"document": "a1", "value": stated(shown["text"], "名单", "某名单"), **WHO}
    assert served.post("/api/correct", added).status_code == 200
    assert "某名单" in {one["partner"] for one in paper(served)["rows"]}


@pytest.mark.parametrize(
    "broken", [{"role": "boss"}, {"start": 10**9, "end": 10**9 + 1}, {"lender": ""}, {"date": "x"}]
)
def test_what_cannot_be_is_refused_with_a_reason(broken: dict[str, Any], served: Served) -> None:
    value = stated(paper(served)["text"], BETA, BETA) | broken
    answer = served.post("/api/correct", {"document": "a1", "value": value, **WHO})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert answer.json()["hint"]


def test_names_are_decided(served: Served) -> None:
    body = {"name": ALPHA, "other": GAMMA, "verdict": "same", **WHO}
    assert served.post("/api/names", body).status_code == 200
    assert served.registry.check(BANK, GAMMA, on="2025-10-01").match == "decided"


def run(*arguments: str | Path) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_what_is_done_is_gold(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    shown = paper(served)
    row = next(row for row in shown["rows"] if row["partner"] == BETA)
    body = {"row": row["id"], "document": "a1", "value": stated(shown["text"], BETA, "乙水担保"), **WHO}
    served.post("/api/correct", body)
    assert not served.settings.gold.exists()
    served.post("/api/done", {"document": "a1", **WHO})
    (gold,) = read_jsonl(served.settings.gold)
    assert {one.partner for one in gold.partnerships} == {ALPHA, "乙水担保"}
    place = (row["start"], row["end"])
    assert [one.value for one in gold.entities if (one.start, one.end) == place] == ["乙水担保"]
    assert run("corpus", "check", served.settings.gold) == 0
    assert "error" not in capsys.readouterr().out
    assert [one.id for one in load_readable(str(served.settings.gold))] == ["a1"]  # as mingdan train reads it


def test_gold_follows_later_decisions(served: Served) -> None:
    served.post("/api/done", {"document": "a1", **WHO})
    done = served.registry.decisions()[-1]["id"]
    row = next(row for row in paper(served)["rows"] if row["partner"] == ALPHA)
    served.post("/api/decide", {"row": row["id"], "document": "a1", "verdict": "reject", **WHO})
    (gold,) = read_jsonl(served.settings.gold)
    assert [one.partner for one in gold.partnerships] == [BETA]
    served.post("/api/done", {"document": "many", **WHO})
    assert [one.id for one in read_jsonl(served.settings.gold)] == ["a1", "many"]
    served.post("/api/undo", {"decision": done, "document": "a1", "who": "lin"})
    assert [one.id for one in read_jsonl(served.settings.gold)] == ["many"]


def send(served: Served, name: str, data: bytes) -> Any:
    return served.client.post("/api/uploads", params={"name": name}, content=data, headers={CSRF_HEADER: served.mark()})


NOTICE = """松潭银行股份有限公司互联网贷款合作机构名单

平台运营机构
1. 木棉花网络科技有限公司

松潭银行股份有限公司
2026年3月9日
"""


def test_an_upload_is_read_shown_and_taken_in(served: Served) -> None:
    told = send(served, "公告.txt", NOTICE.encode()).json()
    assert (told["documents"], told["rows"]) == (1, 1)
    shown = served.client.get("/api" + told["to"]).json()
    partner = shown["rows"][0][shown["fields"].index("partner")]
    assert partner == "木棉花网络科技有限公司"
    assert shown["texts"][0]["text"].startswith("松潭银行")
    assert served.registry.find(partner)["institutions"] == []
    kept = served.post("/api" + told["to"] + "/ingest", {}).json()
    assert served.client.get(kept["to"]).status_code == 200
    assert served.registry.check("松潭银行股份有限公司", partner, on="2026-04-01").status == "listed"
    assert served.post("/api" + told["to"] + "/ingest", {}).json()["known"] == 1


def test_uploads_are_limited_in_size_and_type(served: Served) -> None:
    before = sorted(served.settings.data.rglob("*"))
    large = send(served, "a.txt", b"x" * 2_000_001)
    assert (large.status_code, "2,000,000" in large.json()["error"]) == (413, True)
    for name in ("a.exe", "a", "../../a.sh", "a.txt/../b.py"):
        assert send(served, name, b"x").status_code == 400
    assert send(served, "a.txt", b"").status_code == 400
    assert sorted(served.settings.data.rglob("*")) == before
    for digest in ("../../etc", "0" * 64, "%2e%2e"):
        assert served.client.get(f"/api/uploads/{digest}").status_code in (400, 404)


def test_the_name_of_an_upload_is_no_path(served: Served, tmp_path: Path) -> None:
    told = send(served, "../../../../tmp/evil.txt", NOTICE.encode()).json()
    folder = served.settings.data / told["to"].strip("/")
    assert {one.name for one in folder.iterdir()} == {"evil.txt", "out"}


def test_what_cannot_be_read_is_set_aside(served: Served) -> None:
    told = send(served, "broken.pdf", b"%PDF-1.4 nothing").json()
    shown = served.client.get("/api" + told["to"]).json()
    assert (told["documents"], len(shown["quarantine"])) == (0, 1)
    assert shown["quarantine"][0]["hint"]


def test_registry_pages_show_lists_differences_and_checks(served: Served) -> None:
    lists = served.registry.history(BANK)
    page = served.client.get("/lender", params={"name": BANK, "on": "2026-01-15"}).text
    assert f"/versions/{lists[0]['id']}" in page
    assert GAMMA in page
    diff = served.client.get(f"/diff?first={lists[0]['id']}&second={lists[1]['id']}").text
    assert diff.index("Added (2)") < diff.index(GAMMA) < diff.index("Removed (1)") < diff.index(BETA)
    version = served.client.get(f"/versions/{lists[1]['id']}").text
    assert f"/diff?first={lists[0]['id']}&amp;second={lists[1]['id']}" in version
    assert BANK in served.client.get("/partner", params={"name": GAMMA, "on": "2026-01-15"}).text
    asked = {"lender": BANK, "partner": BETA, "role": "credit_enhancement", "on": "2025-10-01"}
    answer = served.client.get("/check", params=asked).text
    assert "<b>listed</b>" in answer
    assert GAMMA in served.client.get("/search", params={"q": "丙火"}).text
    assert "count disagrees" in served.client.get("/alerts").text


@pytest.mark.parametrize(
    "page", ["/documents/999", "/versions/999", "/diff?first=1&second=999", "/alerts?on=x", "/lender?name=x"]
)
def test_what_is_not_there_says_so(page: str, served: Served) -> None:
    answer = served.client.get(page)
    assert answer.status_code == 400
    assert "Not possible" in answer.text


def test_all_answers_of_the_api_are_json(served: Served) -> None:
    for path in ("/api/documents/999", "/api/documents/999/pages/1", "/api/uploads/x"):
        answer = served.client.get(path)
        assert answer.status_code == 400
        assert set(json.loads(answer.text)) == {"error", "where", "hint"}


def test_the_queue_page_takes_back_without_naming_the_document(served: Served) -> None:
    row = next(row for row in paper(served)["rows"] if row["partner"] == BETA)
    made = served.post("/api/decide", {"row": row["id"], "document": "a1", "verdict": "reject", **WHO}).json()
    served.post("/api/done", {"document": "a1", **WHO})
    assert [one.partner for one in read_jsonl(served.settings.gold)[0].partnerships] == [ALPHA]
    served.post("/api/undo", {"decision": made["decision"], "who": "lin"})
    assert {one.partner for one in read_jsonl(served.settings.gold)[0].partnerships} == {ALPHA, BETA}
    other = served.post("/api/decide", {"row": row["id"], "document": "a2", "verdict": "reject", **WHO})
    assert (other.status_code, other.json()["error"]) == (400, f"no row {row['id']}")


def test_gold_that_cannot_be_written_leaves_the_decision(served: Served) -> None:
    served.settings.gold.mkdir()
    answer = served.post("/api/done", {"document": "a1", **WHO})
    assert (answer.status_code, "could not be written" in answer.json()["warning"]) == (200, True)
    assert paper(served)["done"]


def test_a_mention_inside_a_longer_one_wins_in_gold(served: Served) -> None:
    shown = paper(served)
    text, row = shown["text"], next(row for row in shown["rows"] if row["partner"] == BETA)
    span = [text.index(ALPHA), row["end"]]
    value = stated(text, BETA, BETA) | {
        "start": span[0],
        "end": span[1],
        "cells": {"partner": [span]},
        "policy": "某办法",
    }
    served.post("/api/correct", {"row": row["id"], "document": "a1", "value": value, **WHO})
    served.post("/api/done", {"document": "a1", **WHO})
    (gold,) = read_jsonl(served.settings.gold)
    assert ALPHA in {one.text for one in gold.entities}
    assert "某办法" in gold.policies
    assert run("corpus", "check", served.settings.gold) == 0


def test_the_same_bytes_under_another_type_are_another_upload(served: Served) -> None:
    told = send(served, "a.txt", NOTICE.encode()).json()
    other = send(served, "a.pdf", NOTICE.encode()).json()
    assert other["to"] != told["to"]
    assert len(served.client.get("/api" + told["to"]).json()["rows"]) == 1


def test_a_file_that_takes_too_long_is_given_up(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingdan.serve.uploads.SECONDS", 0.01)
    answer = send(served, "a.txt", NOTICE.encode())
    assert (answer.status_code, "takes longer" in answer.json()["error"]) == (400, True)
    monkeypatch.setattr("mingdan.serve.uploads.SECONDS", 120)
    assert send(served, "a.txt", NOTICE.encode()).json()["rows"] == 1
