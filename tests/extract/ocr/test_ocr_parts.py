"""Recognition without an engine: names, limits, geometry, what is said where it is missing."""

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mingdan.core.errors import DamagedDocumentError, LimitError, UnreadableTextError, UsageError
from mingdan.evaluation.edits import distance
from mingdan.extract.ocr import engine as engines
from mingdan.extract.ocr.engine import OcrMissingError, engine_for, get_engine
from mingdan.extract.ocr.forecast import forecast
from mingdan.extract.ocr.pictures import Picture, grey, page_count, pictures
from mingdan.extract.ocr.prepare import Prepared, quarter
from mingdan.extract.readers import read_bytes
from mingdan.extract.readers.limits import limited
from mingdan.extract.readers.options import ReadOptions, use_options

PDF = Path(__file__).parents[2] / "fixtures" / "pdf"


def _file(kind: str, pages: int = 1) -> bytes:
    buffer = BytesIO()
    images = [Image.new("L", (300, 200), "white") for _ in range(pages)]
    more = {"save_all": True, "append_images": images[1:]} if pages > 1 else {}
    images[0].save(buffer, kind, **more)
    return buffer.getvalue()


def _nowhere(name: str) -> None:
    """As ``find_spec`` where nothing is installed."""


def test_a_wrong_engine_name_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match=r"no OCR engine 'rapid'.*did you mean 'rapidocr'"):
        get_engine("rapid")


def test_a_missing_engine_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", _nowhere)
    engines.get_engine.cache_clear()
    with pytest.raises(OcrMissingError, match=r"a\.png: .*OCR.*pip install 'mingdan\[ocr\]'") as caught:
        engine_for("rapidocr", "a.png", "a picture")
    assert caught.value.code == "missing_extra"
    with pytest.raises(OcrMissingError, match=r"this is a scan|wrong characters"):
        read_bytes((PDF / "g_notounicode_notoCFF.pdf").read_bytes(), "a.pdf")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
def test_pictures_are_refused_where_recognition_is_off(kind: str) -> None:
    with use_options(ReadOptions(ocr="never")), pytest.raises(UnreadableTextError, match="--ocr never"):
        read_bytes(_file(kind), "page")


def test_every_page_of_a_tiff_counts() -> None:
    data = _file("TIFF", 3)
    assert page_count(data, "a.tif") == 3
    assert [item.number for item in pictures(data, "a.tif")] == [1, 2, 3]


def test_image_bombs_and_too_many_pages_are_refused() -> None:
    with limited(image_pixels=1000), pytest.raises(LimitError, match="more than 1,000 pixels"):
        page_count(_file("PNG"), "bomb.png")
    with limited(ocr_pages=2), pytest.raises(LimitError, match="more than 2 pages"):
        page_count(_file("TIFF", 3), "long.tif")


@given(st.integers(0, 60), st.binary(max_size=30))
def test_cut_and_changed_pictures_give_pages_or_an_input_error(keep: int, tail: bytes) -> None:
    try:
        found = len(list(pictures(_file("PNG")[:keep] + tail, "a.png")))
    except (DamagedDocumentError, LimitError):
        found = 0
    assert found in (0, 1)


@pytest.mark.skipif(find_spec("cv2") is None, reason="needs the extra ocr: OpenCV is not installed")
def test_red_seals_go_and_black_text_stays() -> None:
    page = Image.new("RGB", (900, 1200), "white")
    page.paste((200, 30, 40), (300, 300, 560, 560))
    page.paste((20, 20, 20), (320, 400, 700, 410))
    levels = grey(page, 595 / 900)
    assert levels[350, 350] > 230
    assert levels[405, 350] < 60
    assert levels[405, 650] < 60


@given(st.integers(0, 3), st.tuples(st.integers(0, 49), st.integers(0, 29)))
def test_a_place_on_a_turned_page_leads_back(turns: int, spot: tuple[int, int]) -> None:
    pixels = np.full((30, 50), 255, dtype=np.uint8)
    pixels[spot[1], spot[0]] = 0
    page = quarter(Prepared(pixels, np.array([[1.0, 0, 0], [0, 1.0, 0]]), 1.0, 1.0, (50, 30)), turns)
    y, x = np.argwhere(page.pixels == 0)[0]
    assert page.place((float(x), float(y), x + 1.0, y + 1.0)) == (*spot, spot[0] + 1, spot[1] + 1)


def test_points_of_a_pixel_come_from_the_file() -> None:
    buffer = BytesIO()
    Image.new("L", (1653, 2339), "white").save(buffer, "JPEG", dpi=(200, 200))
    page = next(pictures(buffer.getvalue(), "a.jpg"))
    assert isinstance(page, Picture)
    assert page.points == pytest.approx(0.36)


def test_the_forecast_counts_pages_without_text(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(_file("TIFF", 3))
    (tmp_path / "b.txt").write_text("名单", "utf-8")
    paths = [tmp_path / "a.tif", tmp_path / "b.txt", PDF / "table_ruled.pdf"]
    assert (forecast(paths).pages, forecast(paths).files) == (3, 1)
    assert forecast(paths, "only").pages > 3
    assert forecast(paths, "never").pages == 0


@given(st.text("合作机构", max_size=8), st.text("合作机构", max_size=8))
def test_edit_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other, within=True) <= distance(one, other)
