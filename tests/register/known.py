"""What the tests of the commands know: the review that `with_one` has, and the invented register."""

from __future__ import annotations

from scr.settings import ROOT

ONE = "SCR-2025-001"
SAMPLE = ROOT / "data" / "sample_register.yml"
