"""Who may do what: this machine alone, tokens, our own pages, and documents that do no harm."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from report_papers import FORMULA, HOSTILE, SCRIPT
from serving import Served

from mingdan.core.errors import MingdanError, UsageError
from mingdan.serve import Settings, make_app
from mingdan.serve.guard import COOKIE, CSRF_HEADER

TOKEN = "a-token-that-is-long-enough"
PAGES = ("/", "/search?q=银行", "/alerts", "/check", "/uploads", "/lender?name=x", "/documents/999", "/versions/1")


def settings(tmp_path: Path, **more: object) -> Settings:
    return replace(Settings(str(tmp_path / "r.sqlite"), tmp_path, tmp_path / "gold.jsonl"), **more)  # pyright: ignore[reportArgumentType]


def test_it_listens_on_this_machine_unless_there_is_a_token(tmp_path: Path) -> None:
    assert settings(tmp_path).host == "127.0.0.1"
    for host in ("0.0.0.0", "192.168.1.5", "::"):
        with pytest.raises(UsageError, match="no token"):
            make_app(settings(tmp_path, host=host))
    with pytest.raises(UsageError, match="shorter than"):
        make_app(settings(tmp_path, host="0.0.0.0", token="short"))


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[TestClient]:
    """A server that others may reach, with a token."""
    app = make_app(settings(tmp_path, host="0.0.0.0", token=TOKEN, names=("review.example",)))
    with TestClient(app, base_url="http://review.example:8765", follow_redirects=False) as client:
        yield client
    app.state.desk.registry.close()


def mark_of(client: TestClient) -> str:
    return client.get("/login").text.split('name="csrf" content="')[1].split('"')[0]


def test_nothing_is_shown_without_the_token(closed: TestClient) -> None:
    for page in PAGES:
        answer = closed.get(page)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert closed.get("/api/documents/1").status_code == 401
    assert closed.get("/", headers={"Authorization": "Bearer wrong"}).status_code == 303
    assert closed.get("/", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_lets_a_session_in(closed: TestClient) -> None:
    before = closed.get("/login").cookies.get(COOKIE)
    wrong = closed.post("/api/login", json={"token": "wrong"}, headers={CSRF_HEADER: mark_of(closed)})
    assert wrong.status_code == 401
    right = closed.post("/api/login", json={"token": TOKEN}, headers={CSRF_HEADER: mark_of(closed)})
    assert right.status_code == 200
    assert right.cookies[COOKIE] != before
    assert closed.get("/").status_code == 200


def test_guessing_the_token_ends_for_those_who_guess(closed: TestClient) -> None:
    mark = mark_of(closed)
    for _ in range(8):
        closed.post("/api/login", json={"token": "wrong"}, headers={CSRF_HEADER: mark})
    assert closed.post("/api/login", json={"token": TOKEN}, headers={CSRF_HEADER: mark}).status_code == 401
    with TestClient(closed.app, base_url="http://review.example:8765", client=("10.0.0.7", 1)) as other:
        assert other.get("/", headers={"Authorization": f"Bearer {TOKEN}"}, follow_redirects=False).status_code == 200


def test_a_program_with_the_token_may_change_things(closed: TestClient) -> None:
    body = {"decision": 1, "who": "lin"}
    answer = closed.post("/api/undo", json=body, headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.json()["error"]) == (400, "no decision 1")
    assert closed.post("/api/undo", json=body, headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_another_host_name_is_refused(served: Served) -> None:
    for host in (
        "evil.example",
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "",
        "127.0.0.1:8765.evil.example",
        "[::1].evil",
    ):
        assert served.client.get("/", headers={"Host": host}).status_code == 421
    assert served.client.get("/", headers={"Host": "localhost:8765"}).status_code == 200


def test_changes_come_from_our_own_pages_alone(served: Served) -> None:
    body = {"document": "a1", "reason": "x", "who": "lin"}
    assert served.client.post("/api/done", json=body).status_code == 403
    assert served.client.post("/api/done", json=body, headers={CSRF_HEADER: "0" * 64}).status_code == 403
    for origin in ("http://evil.example", "http://127.0.0.1:6666", "http://127.0.0.1:8765@evil.example", "null"):
        assert served.post("/api/done", body, headers={"Origin": origin}).status_code == 403
    other = served.mark()
    served.client.cookies.clear()
    assert served.client.post("/api/done", json=body, headers={CSRF_HEADER: other}).status_code == 403
    assert served.registry.decisions() == []
    assert served.post("/api/done", body).status_code == 200


def test_every_answer_carries_the_policies(served: Served) -> None:
    for page in (*PAGES, "/static/base.css", "/nowhere", "/api/documents/1"):
        headers = served.client.get(page).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    cookie = served.client.get("/").headers.get("set-cookie", "")
    served.client.cookies.clear()
    cookie = served.client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_documents_are_data_in_every_page(served: Served) -> None:
    evil = served.number("<b>evil</b>")
    pages = [f"/documents/{evil}", "/search?q=onerror", "/search?q=<script>alert(1)</script>", "/alerts", "/"]
    for params in ({"name": SCRIPT}, {"name": HOSTILE}, {"name": FORMULA}):
        for page in ("/lender", "/partner"):
            pages.append(str(served.client.build_request("GET", page, params=params).url))
    for page in pages:
        text = served.client.get(page).text
        assert "<script>window" not in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>evil" not in text
    answer = served.client.get(f"/api/documents/{evil}")
    assert answer.headers["content-type"] == "application/json"
    assert (answer.json()["uri"], answer.json()["pages"]) == ("../../../../etc/passwd", [])
    assert served.client.get(f"/api/documents/{evil}/pages/1").status_code == 400


@pytest.mark.parametrize(
    "name", ["../settings.py", "..%2Fapp.py", "app.py", "%2e%2e/%2e%2e/etc/passwd", "base.css/../x"]
)
def test_no_other_file_is_served(name: str, served: Served) -> None:
    assert served.client.get(f"/static/{name}").status_code == 404


def test_sources_outside_the_data_folder_are_not_shown(served: Served, tmp_path: Path) -> None:
    name = next(
        row["name"] for row in map(served.registry.paper, range(1, 8)) if row["media_type"] == "application/pdf"
    )
    number = served.number(name)
    paper = served.client.get(f"/api/documents/{number}").json()
    assert paper["pages"]
    assert served.client.get(f"/api/documents/{number}/pages/1").headers["content-type"] == "image/webp"
    narrow = make_app(replace(served.settings, data=tmp_path))
    with TestClient(narrow, base_url="http://127.0.0.1:8765") as client:
        assert client.get(f"/api/documents/{number}").json()["pages"] == []
        refused = client.get(f"/api/documents/{number}/pages/1")
        assert (refused.status_code, refused.json()["error"]) == (400, "the page cannot be shown")
    narrow.state.desk.registry.close()


def test_a_link_out_of_the_data_folder_is_not_followed(served: Served, tmp_path: Path, root: Path) -> None:
    number = next(n for n in range(1, 8) if served.registry.paper(n)["media_type"] == "application/pdf")
    uri = Path(served.registry.paper(number)["uri"])
    data = uri.read_bytes()
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(data)
    uri.unlink()
    try:
        uri.symlink_to(outside)
        assert served.client.get(f"/api/documents/{number}").json()["pages"] == []
    finally:
        uri.unlink()
        uri.write_bytes(data)


def test_requests_that_are_too_large_are_refused(served: Served) -> None:
    body = {"document": "a1", "reason": "x" * 1_100_000, "who": "lin"}
    assert served.post("/api/done", body).status_code == 413
    assert served.post("/api/done", {"document": "a1", "reason": "x" * 600, "who": "lin"}).status_code == 422
    assert served.post("/api/done", {"document": "a1", "reason": "x", "who": "lin", "more": 1}).status_code == 422


def test_a_body_whose_length_is_not_what_it_says_is_refused(served: Served) -> None:
    headers = {CSRF_HEADER: served.mark(), "Content-Length": "10", "Transfer-Encoding": "chunked"}
    assert served.client.post("/api/done", content=b"{}", headers=headers).status_code == 413
    assert (
        served.client.post("/api/login", content=iter([b"x" * 100]), headers={CSRF_HEADER: served.mark()}).status_code
        == 413
    )


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/correct", {"document": "a1", "value": {"start": 1e999}, "reason": "x", "who": "lin"}),
        ("/api/correct", {"document": "a1", "value": {"cells": [1]}, "reason": "x", "who": "lin"}),
        ("/api/correct", {"document": "\ud800", "value": {}, "reason": "x", "who": "lin"}),
        ("/api/done", {"document": "\ud800", "reason": "x", "who": "lin"}),
        ("/api/names", {"name": "\ud800", "other": "b", "verdict": "same", "reason": "x", "who": "lin"}),
        ("/api/login", {"token": "\ud800"}),
    ],
)
def test_odd_requests_get_an_answer_with_the_policies(path: str, body: object, served: Served) -> None:
    headers = {CSRF_HEADER: served.mark(), "Content-Type": "application/json"}
    answer = served.client.post(path, content=json.dumps(body), headers=headers)
    assert answer.status_code in (400, 401, 422)
    assert "content-security-policy" in answer.headers


def test_a_number_that_is_too_large_is_refused(served: Served) -> None:
    for path in (
        f"/api/documents/{10**24}",
        f"/documents/{10**24}",
        f"/versions/{10**24}",
        f"/api/documents/1/pages/{10**24}",
    ):
        assert served.client.get(path).status_code in (400, 422)


def test_a_failure_is_told_with_the_policies(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(type(served.registry), "paper", fail)
    answer = served.client.get("/api/documents/1")
    assert (answer.status_code, "terminal" in answer.json()["error"]) == (500, True)
    assert answer.headers["x-frame-options"] == "DENY"


def test_gold_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        make_app(settings(tmp_path, gold=tmp_path / "none" / "gold.jsonl"))
    (tmp_path / "bad.jsonl").write_text("{", "utf-8")
    with pytest.raises(MingdanError, match="no JSON"):
        make_app(settings(tmp_path, gold=tmp_path / "bad.jsonl"))
