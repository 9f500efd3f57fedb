"""axe-core, run in a page; it looks into the assistant's shadow tree too."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def found_by_axe(page: Page) -> str:
    """What axe finds wrong at WCAG 2.2 AA, as a report; nothing where all is well."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    assert results.response["passes"]
    return "\n".join(
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    )
