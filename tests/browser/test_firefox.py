"""The page and the panel in a real Firefox: they work there too, and axe finds nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Dict

import axe_playwright_python
import pytest

from scr.settings import ROOT, Settings

pytestmark = pytest.mark.browser

_SCRIPT = ROOT / "scr" / "web" / "widget" / "firefox.mjs"
_AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
_PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def visit(running: Settings) -> Dict[str, Any]:
    """What somebody sees who asks on the page and in the panel, and what axe finds meanwhile."""
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    assert firefox is not None, "Firefox is not installed, and the tests need a real one: apt-get install firefox-esr"
    command = ["node", str(_SCRIPT), running.base_url, firefox, str(_AXE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    found: Dict[str, Any] = json.loads(done.stdout)
    return found


def test_questions_are_answered_on_the_page_and_in_the_panel(visit: Dict[str, Any]) -> None:
    assert "Quite possibly." in visit["page"]["answer"]
    assert "call 999" in visit["page"]["urgent"]
    assert "four months" in visit["panel"]["answer"]


@pytest.mark.parametrize("state", ["greeting", "answer", "wording", "options", "urgent"])
def test_axe_finds_nothing_on_the_page(visit: Dict[str, Any], state: str) -> None:
    assert visit["page"]["states"][state]["violations"] == []
    assert visit["page"]["states"][state]["passes"]


def test_axe_finds_nothing_in_the_panel(visit: Dict[str, Any]) -> None:
    assert visit["panel"]["panel"]["violations"] == []
