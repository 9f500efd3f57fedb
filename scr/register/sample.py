"""The invented reviews that somebody who tries the assistant out finds in the register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from scr.register.importing import import_file
from scr.storage.register import RegisterStore

_BY = "the sample register"


def load_sample(store: RegisterStore, path: Path, at: dt.datetime) -> int:
    """Take the sample into a register that is empty; how many reviews were added, 0 where it was not.

    Raises:
        ImportRefused, CannotRead, OSError, DatabaseUnavailable
    """
    if not store.is_empty():
        return 0
    areas = [area.stem for area in path.parent.glob("areas/*.yml")]
    return import_file(path, store, _BY, at, areas).added
