"""The measurements as JSON, kept over several runs: what a run measures again takes the place of what was there."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence

Row = Dict[str, Any]


def keep(path: Path, section: str, row: Mapping[str, Any], named_by: Sequence[str]) -> None:
    """Put a row into a section of the file, instead of the one whose `named_by` fields are the same."""
    report = load(path)
    rows: List[Row] = report.setdefault(section, [])
    name = [row[field] for field in named_by]
    report[section] = [other for other in rows if [other.get(field) for field in named_by] != name] + [dict(row)]
    report["machine"] = machine()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Dict[str, Any]:
    """Empty where there is no file yet."""
    report: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return report


def machine() -> Row:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    """As Linux names it."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
