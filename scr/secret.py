"""Secrets that no setting names: made once, and kept in a file of the var folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from scr.settings import Settings

_KEY_BYTES = 32


def actions_secret(settings: Settings) -> str:
    """What a call to the action server has to carry."""
    return settings.actions_secret.get_secret_value() or kept_secret(settings.var_dir / "actions_secret")


def desk_secret(settings: Settings) -> str:
    """The key to the second factors of the desk's accounts."""
    return settings.desk_secret.get_secret_value() or kept_secret(settings.var_dir / "desk_secret")


def kept_secret(path: Path) -> str:
    """The key in the file; made and kept there, readable by its owner alone, where there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.read_text(encoding="ascii").strip() if path.exists() else ""
    if kept:
        return kept
    # Written aside and linked into place, so that of two processes that start at once both read the same whole key.
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent, delete=False) as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    if path.exists():
        path.unlink()  # an empty file, which holds no key
    with contextlib.suppress(FileExistsError):
        os.link(file.name, path)
    os.unlink(file.name)
    return path.read_text(encoding="ascii").strip()
