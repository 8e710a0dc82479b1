"""The review page in a real browser: look, decide, correct, add, undo, upload."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Faults, expect, page_of, violations
from papers import ALPHA, BANK, BETA, GAMMA
from report_papers import HOSTILE, SCRIPT
from serving import Served

READY = "html[data-ready=yes]"
ROW = "tr[data-row]"


@pytest.fixture
def opened(chromium: Any, address: str) -> Iterator[tuple[Any, Faults]]:
    """A page of somebody whose name is Lin; no fault may be on the console when the test ends."""
    with page_of(chromium) as (page, faults):
        page.goto(address)
        page.fill("#who", "Lin")
        page.dispatch_event("#who", "change")
        yield page, faults
    assert faults.told == []


def document(page: Any, served: Served, name: str) -> None:
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/documents/{served.number(name)}")
    page.wait_for_selector(READY)


def line(page: Any, partner: str) -> Any:
    return page.locator(ROW).filter(has_text=partner)


def choose(page: Any, words: str) -> None:
    """Select words in the document, as a mouse does."""
    page.evaluate(
        """words => {
        const paper = document.getElementById('paper'), walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
        const nodes = []; let text = '';
        while (walker.nextNode()) { nodes.push([text.length, walker.currentNode]); text += walker.currentNode.data; }
        const at = text.indexOf(words), place = (offset) => {
          const [from, node] = nodes.filter(([from]) => from <= offset).pop(); return [node, offset - from]; };
        const range = document.createRange();
        range.setStart(...place(at)); range.setEnd(...place(at + words.length - 1));
        range.setEnd(range.endContainer, range.endOffset + 1);
        getSelection().removeAllRanges(); getSelection().addRange(range); }""",
        words,
    )


def test_the_queue_leads_to_a_document(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    page.locator(".queue tbody a").first.click()
    page.wait_for_selector(READY)
    expect(page.locator("h2")).to_have_text("合作机构名单")
    expect(page.locator("#counts")).to_contain_text("disagrees")
    assert page.locator(ROW).count() == 2


def test_hovering_shows_the_evidence(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    document(page, served, "a1")
    line(page, BETA).hover()
    expect(page.locator("#paper mark.now")).to_have_text(BETA)
    page.locator("h2").hover()
    expect(page.locator("#paper mark.now")).to_have_count(0)
    page.locator(ROW).first.focus()
    expect(page.locator("#paper mark.now")).to_have_text(ALPHA)


def test_a_name_is_asked_for_before_anything_is_decided(chromium: Any, address: str, served: Served) -> None:
    with page_of(chromium) as (page, faults):
        page.goto(f"{address}/documents/{served.number('a1')}")
        page.wait_for_selector(READY)
        line(page, BETA).get_by_role("button", name="reject").click()
        expect(page.locator("#told")).to_contain_text("Give your name first")
        assert page.evaluate("document.activeElement.id") == "who"
        assert served.registry.decisions() == []
        assert faults.told == []


def test_a_row_is_rejected_and_that_is_undone(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    document(page, served, "a1")
    line(page, BETA).get_by_role("button", name="reject").click()
    expect(line(page, BETA)).to_have_class(re.compile("reject"))
    assert served.registry.decisions()[0]["who"] == "Lin"
    page.locator("#past summary").click()
    page.locator("#decisions").get_by_role("button", name="undo").click()
    expect(page.locator("#decisions")).to_contain_text("undone by Lin")
    expect(line(page, BETA)).not_to_have_class(re.compile("reject"))


def test_a_row_is_corrected_with_words_of_the_text(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    document(page, served, "a1")
    line(page, BETA).get_by_role("button", name="correct").click()
    choose(page, "乙水融资担保")
    page.locator('.places button[data-cell="partner"]').click()
    assert page.locator('input[name="partner"]').input_value() == "乙水融资担保"
    page.select_option('select[name="role"]', "credit_enhancement.guarantee")
    page.fill('input[name="date"]', "2025-10-01")
    page.get_by_label("Reason").fill("简称")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#told")).to_have_text("Corrected.")
    made = next(row for row in served.registry.paper(served.number("a1"))["rows"] if row["partner"] == "乙水融资担保")
    text = served.registry.texts(["a1"])[0].text
    (span,) = made["cells"]["partner"]
    assert text[span[0] : span[1]] == "乙水融资担保"
    assert (made["role"], made["date"], made["verdict"]) == ("credit_enhancement.guarantee", "2025-10-01", "accept")
    expect(page.locator(ROW).filter(has_text="by hand")).to_have_count(1)


def test_a_missed_row_is_added(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    document(page, served, "a3")
    page.click("#add")
    choose(page, "名单")
    page.locator('.places button[data-cell="partner"]').click()
    page.get_by_label("Reason").fill("漏读")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#told")).to_have_text("Added.")
    expect(page.locator(ROW)).to_have_count(2)
    page.click("#done")
    expect(page.locator("#state")).to_contain_text("gold")
    assert served.settings.gold.is_file()


def test_what_is_refused_is_told(chromium: Any, address: str, served: Served) -> None:
    with page_of(chromium) as (page, faults):
        page.goto(address)
        page.fill("#who", "Lin")
        document(page, served, "a1")
        page.fill("#who", "Lin")
        line(page, BETA).get_by_role("button", name="correct").click()
        page.fill('input[name="date"]', "去年")
        page.get_by_label("Reason").fill("x")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#told")).to_contain_text("impossible date")
        expect(page.locator("#form")).to_be_visible()
        assert [one for one in faults.told if "400" not in one] == []


def test_a_file_is_dropped_read_and_taken_in(opened: tuple[Any, Faults], served: Served, root: Path) -> None:
    page, _ = opened
    page.get_by_role("link", name="Upload").click()
    data = list((root / "tests" / "fixtures" / "pdf" / "news_G_f.pdf").read_bytes())
    transfer = page.evaluate_handle(
        """bytes => { const made = new DataTransfer();
        made.items.add(new File([new Uint8Array(bytes)], '报纸.pdf', {type: 'application/pdf'})); return made; }""",
        data,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    page.wait_for_url("**/uploads/*")
    page.wait_for_selector(READY)
    expect(page.locator("#view .sheet i.now").first).to_be_visible()
    page.click("#keep")
    page.wait_for_url(re.compile(r"/documents(/\d+)?$"))
    assert served.registry.find("江口银行")["documents"]


def test_a_page_of_a_pdf_is_shown_with_boxes(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    number = next(n for n in range(1, 8) if served.registry.paper(n)["media_type"] == "application/pdf")
    document(page, served, served.registry.paper(number)["name"])
    page.locator(ROW).nth(3).click()
    expect(page.locator(".sheet i.now").first).to_be_visible()
    page.get_by_role("tab", name="Text").click()
    expect(page.locator("#paper mark.now").first).to_be_visible()


def test_a_page_with_five_hundred_rows(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    document(page, served, "many")
    assert page.locator(ROW).count() == 500
    page.locator(ROW).nth(499).scroll_into_view_if_needed()
    page.locator(ROW).nth(499).hover()
    expect(page.locator("#paper mark.now")).to_have_text("第0499科技有限公司")
    page.locator(ROW).nth(499).get_by_role("button", name="accept").click()
    expect(page.locator(ROW).nth(499)).to_have_class(re.compile("accept"))


def test_hostile_documents_do_no_harm(opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    document(page, served, "<b>evil</b>")
    expect(page.locator(ROW).first).to_contain_text(HOSTILE)
    page.locator(ROW).first.hover()
    for path, name in (("/lender", SCRIPT), ("/partner", HOSTILE)):
        page.evaluate("([path, name]) => location.assign(path + '?name=' + encodeURIComponent(name))", [path, name])
        page.wait_for_url(f"**{path}?**")
        expect(page.locator("main h2")).to_have_text(name)
        assert page.evaluate("window.harmed") is None


@pytest.mark.parametrize(
    "where", ["queue", "document", "form", "lender", "check", "diff", "search", "alerts", "uploads"]
)
def test_pages_meet_wcag_in_both_themes(where: str, opened: tuple[Any, Faults], served: Served) -> None:
    page, _ = opened
    lists = served.registry.history(BANK)
    paths = {
        "queue": "/",
        "lender": f"/lender?name={BANK}&on=2026-01-15",
        "check": f"/check?lender={BANK}&partner={GAMMA}&on=2026-01-15",
        "diff": f"/diff?first={lists[0]['id']}&second={lists[1]['id']}",
        "search": "/search?q=科技",
        "alerts": "/alerts",
        "uploads": "/uploads",
    }
    if where in paths:
        page.goto(page.url.rstrip("/") + paths[where])
    else:
        document(page, served, "a1")
        page.locator(ROW).first.click()
    if where == "form":
        line(page, BETA).get_by_role("button", name="correct").click()
    for _ in range(2):
        assert violations(page) == []
        page.click("#theme")
