"""Fonts, browsers and libraries that are missing are named with what to install."""

import shutil

import pytest

from mingdan.core.errors import MissingExtraError, UsageError
from mingdan.corpus.render import browser, fonts, libraries


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> dict[str, str]:
        return {}

    monkeypatch.setattr(fonts, "_installed", nothing)


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("name", [name for name, font in fonts.fonts().items() if font.kind != "cid"])
def test_a_missing_font_names_its_package(name: str) -> None:
    with pytest.raises(MissingExtraError, match=f"apt install {fonts.font(name).package}"):
        fonts.font_path(name)
    assert not fonts.is_installed(name)


@pytest.mark.usefixtures("nothing_installed")
def test_a_font_that_is_not_embedded_needs_no_file() -> None:
    assert fonts.is_installed("stsong")
    assert fonts.covering("stsong", "银行㎡") == "stsong"
    assert fonts.width("stsong", "银") == 1.0


def test_without_fc_list_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_program(name: str) -> None:
        return None

    monkeypatch.setattr(shutil, "which", no_program)
    fonts._installed.cache_clear()  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(MissingExtraError, match="apt install fontconfig"):
        fonts.font_path("zenhei")
    fonts._installed.cache_clear()  # pyright: ignore[reportPrivateUsage]


def test_an_unknown_font_is_told() -> None:
    with pytest.raises(UsageError, match="unknown font"):
        fonts.font("comic")


def test_reportlab_refuses_a_font_for_browsers() -> None:
    with pytest.raises(UsageError, match="weasyprint or chromium"):
        fonts.register("notosans")


def test_a_missing_browser_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_program(name: str) -> None:
        return None

    monkeypatch.setattr(shutil, "which", no_program)
    with pytest.raises(MissingExtraError, match="apt install chromium"):
        browser.chromium_path()


def test_an_unknown_producer_is_told() -> None:
    with pytest.raises(UsageError, match="unknown producer"):
        browser.html_to_pdf("<p>甲</p>", "prince")


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(libraries, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"mingdan\[render\]"):
        libraries.docx()
    with pytest.raises(MissingExtraError, match="libpango"):
        libraries.weasyprint()
