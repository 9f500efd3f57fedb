"""Brings a database to the form of `tables.py`, step by step; each step is a file in `versions/` and is never changed.

To add one: change `tables.py`, write the next file in `versions/`, and name it in `scr.storage.database.REVISION`. A test
compares what the steps make with `tables.py`, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

_FOLDER = Path(__file__).resolve().parent


class TooNew(Exception):
    """The database has been through a step that this version does not know; the message says what to do."""


def upgrade(connection: Connection) -> None:
    """Take the steps that are missing, within the connection's transaction.

    Raises:
        TooNew: the database was made by a newer version.
    """
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    known = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    if current is not None and current not in known:
        raise TooNew(
            f"The database is of a newer version of this program ({current}; this one knows up to {known[0]}). "
            "Install that version, or restore the backup made before it was installed"
        )
    command.upgrade(config, "head")


def is_ours(name: Optional[str], _kind: str, _parents: object) -> bool:
    """Whether something found in a database is to be compared with `tables.py`; SQLite keeps its counters in a table."""
    return name != "sqlite_sequence"
