"""The report in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Faults, expect, page_of, violations
from papers import ALPHA, BANK, BETA
from report_papers import HOSTILE, SCRIPT

READY = "html[data-ready=yes]"
CELL = "#grid tbody tr:not(.spacer) td"


def counted(page: Any, told: str) -> None:
    """Wait until the line above the table says so (the page's policy forbids waiting by script)."""
    expect(page.locator("#count")).to_have_text(re.compile(told))


@pytest.fixture
def opened(chromium: Any, report: Path) -> Iterator[tuple[Any, Faults]]:
    """The report, loaded; no fault may be on the console when the test ends."""
    with page_of(chromium) as (page, faults):
        page.goto(report.as_uri())
        page.wait_for_selector(READY)
        yield page, faults
    assert faults.told == []


def test_the_table_holds_all_rows_and_draws_those_in_sight(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    total = int(page.locator("#count").inner_text().split()[0])
    assert total > 540
    assert page.locator("#grid table").get_attribute("aria-rowcount") == str(total + 1)
    assert 20 < page.locator("#grid tbody tr:not(.spacer)").count() < 80
    page.locator("#grid").evaluate("place => place.scrollTop = place.scrollHeight")
    page.wait_for_selector(f'#grid tr[data-at="{total - 1}"]')


def test_search_and_filters_narrow_the_rows(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.fill("#find", BETA)
    counted(page, r"^2 of")
    page.select_option('select[data-filter="basis"]', "report")
    counted(page, r"^1 of")
    assert page.locator(f'{CELL}[data-column="2"]').inner_text() == "payment"
    page.click("button[type=reset]")
    page.fill('input[data-filter="lender"]', BANK)
    counted(page, r"^7 of")


def test_a_cell_leads_to_its_words(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.fill("#find", ALPHA)
    counted(page, r"^2 of")
    page.locator(f'{CELL}[data-column="1"]').first.click()
    assert page.locator("#evidence mark.now").inner_text() == ALPHA
    page.locator("#evidence .chips .lender").click()
    assert page.locator("#evidence .chips .lender").get_attribute("aria-pressed") == "true"


def test_a_row_of_a_pdf_is_shown_on_its_page(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.fill("#find", ".pdf")
    counted(page, r"^40 of")
    page.locator(f'{CELL}[data-column="1"]').first.click()
    sheet, box = page.locator("#evidence .sheet").first, page.locator("#evidence .sheet i.now").first
    box.wait_for(state="visible")
    outer, inner = sheet.bounding_box(), box.bounding_box()
    assert outer["x"] < inner["x"] < inner["x"] + inner["width"] < outer["x"] + outer["width"]
    assert 2 < inner["height"] < outer["height"] / 10
    page.get_by_role("tab", name="Text").click()
    assert page.locator("#evidence mark.now").is_visible()


def test_keys_alone_are_enough(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.keyboard.press("/")
    page.keyboard.type(BANK)
    counted(page, r"^7 of")
    page.locator(f'{CELL}[tabindex="0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector("#evidence mark.now")
    place = page.evaluate("[document.activeElement.parentElement.dataset.at, document.activeElement.dataset.column]")
    assert place == ["1", "1"]


def test_heads_sort(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.locator('#grid th[data-key="confidence"] button').click()
    page.locator('#grid th[data-key="confidence"] button').click()
    shown = [float(text) for text in page.locator(f'{CELL}[data-column="7"]').all_inner_texts()]
    assert shown == sorted(shown, reverse=True)
    assert page.locator('#grid th[data-key="confidence"]').get_attribute("aria-sort") == "descending"


def test_plots_are_drawn_in_both_themes_and_choose_names(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    for name in ("timeline", "network"):
        page.locator(f'[data-plot="{name}"]').scroll_into_view_if_needed()
        page.wait_for_selector(f'[data-plot="{name}"][data-drawn=yes]')
    page.click("#theme")
    page.wait_for_timeout(400)
    assert page.locator('[data-plot="network"] canvas').count() > 0
    assert page.evaluate("Bokeh.documents.length") >= 2
    page.evaluate(
        """() => { for (const one of Bokeh.documents) for (const model of one._all_models.values())
        if (model.name === 'network-partner') model.selected.indices = [0]; }"""
    )
    counted(page, "partner")


def test_documents_do_no_harm(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.fill("#find", "onerror")
    counted(page, r"^1 of")
    assert page.locator(f'{CELL}[data-column="1"]').inner_text() == HOSTILE
    page.locator(f'{CELL}[data-column="0"]').click()
    assert page.locator("#evidence mark.now").inner_text() == SCRIPT
    assert page.evaluate("window.harmed") is None


def test_the_page_meets_wcag_in_both_themes(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.locator(f'{CELL}[data-column="1"]').first.click()
    page.wait_for_selector("#evidence mark.now")
    for _ in range(2):
        assert violations(page) == []
        page.click("#theme")


def test_print_shows_every_row_that_is_kept(opened: tuple[Any, Faults]) -> None:
    page, _ = opened
    page.fill('input[data-filter="lender"]', BANK)
    counted(page, r"^7 of")
    page.click("button[type=reset]")
    counted(page, r"^(\d+) of \1")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#grid tbody tr:not(.spacer)").count() > 540
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#grid tbody tr:not(.spacer)").count() < 80
