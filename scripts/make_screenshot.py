"""Make README's picture anew: the review page over the bundled example, taken in a real browser (needs chromium)."""

import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "review.png"
SIZE = {"width": 1360, "height": 760}


def main() -> int:
    """Write the picture."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if browser is None:
        print("needs a browser: apt install chromium", file=sys.stderr)
        return 5
    with tempfile.TemporaryDirectory() as place:
        take(browser, Path(place), PICTURE)
    print(PICTURE.relative_to(ROOT))
    return 0


def take(browser: str, folder: Path, picture: Path) -> None:
    """Extract the example, take it into a registry, serve that, and take the picture of its announcement."""
    import uvicorn

    from mingdan.cli import demonstrating
    from mingdan.serve import Settings, make_app

    demonstrating.run(folder / "out")
    app: Any = make_app(Settings(str(folder / "r.sqlite"), folder, folder / "gold.jsonl"))
    app.state.desk.registry.ingest(folder / "out")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    number = app.state.desk.registry.paper_number("announcement")
    shoot(browser, f"http://127.0.0.1:{port}/documents/{number}", picture)
    server.should_exit = True
    thread.join(10)
    app.state.desk.registry.close()


def shoot(browser: str, address: str, picture: Path) -> None:
    """Open the page, accept a row, hover another, and take the picture."""
    import os

    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as driver:
        opened: Any = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"] if root else [])
        page = opened.new_page(viewport=SIZE)
        page.goto(address)
        page.wait_for_selector("html[data-ready=yes]")
        page.fill("#who", "Lin")
        page.locator("tr[data-row]").first.get_by_role("button", name="accept").click()
        page.wait_for_selector("tr.accept")
        page.wait_for_timeout(4_000)  # until the note of the decision is gone
        page.locator("tr[data-row]").nth(2).locator("td").nth(1).hover()
        page.wait_for_selector("#paper mark.now")
        page.wait_for_timeout(300)
        small(page.screenshot()).save(picture, optimize=True)
        opened.close()


def small(data: bytes) -> Any:
    """The picture with few colours, which is a third of the size."""
    from io import BytesIO

    from PIL import Image

    return Image.open(BytesIO(data)).convert("RGB").quantize(160, dither=Image.Dither.NONE)


if __name__ == "__main__":
    sys.exit(main())
