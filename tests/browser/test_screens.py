"""The pictures of the README and of docs/, as the page and the panel look now: `SCR_SCREENSHOTS=1` takes them anew."""

from __future__ import annotations

import os
from typing import Any, Dict

import pytest

from scr.settings import ROOT
from tests.browser.conftest import DEMO, Chat, Opening

pytestmark = pytest.mark.browser

IMAGES = ROOT / "docs" / "images"
LARGEST_BYTES = 150_000
PAGES: Dict[str, Dict[str, Any]] = {
    "page-desktop": {"width": 1280, "height": 800},
    "page-tablet": {"width": 768, "height": 1024},
    "page-phone": {"width": 390, "height": 844, "has_touch": True, "is_mobile": True},
    "page-dark": {"width": 1280, "height": 800, "color_scheme": "dark"},
    "page-forced-colours": {"width": 1280, "height": 800, "forced_colors": "active"},
}


def pictured(chat: Chat, name: str) -> None:
    """Takes the picture where that is asked for; it must be there and be small either way."""
    path = IMAGES / f"{name}.png"
    if os.environ.get("SCR_SCREENSHOTS"):
        IMAGES.mkdir(parents=True, exist_ok=True)
        chat.box.blur()
        chat.page.wait_for_load_state("networkidle")
        chat.page.screenshot(path=path, animations="disabled", caret="hide")
    assert path.is_file(), f"{path} is missing: SCR_SCREENSHOTS=1 pytest {__file__}"
    assert path.stat().st_size < LARGEST_BYTES


@pytest.mark.parametrize("name", PAGES)
def test_the_page_fits_its_window(opening: Opening, name: str) -> None:
    chat = opening(**PAGES[name]).open()

    chat.ask("will i be interviewed")

    assert chat.sideways() == 0
    pictured(chat, name)


def test_the_panel_fits_over_another_page(opening: Opening) -> None:
    chat = opening().open(DEMO)

    chat.ask("will i be interviewed")

    assert chat.sideways() == 0
    pictured(chat, "demo-panel")
