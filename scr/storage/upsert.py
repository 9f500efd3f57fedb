"""Inserting where the row may be there already, which SQL leaves to each database."""

from __future__ import annotations

from typing import Any, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_or_leave(connection: Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Insert a row; one that conflicts with it stays as it is. Whether it was inserted."""
    return bool(connection.execute(_insert(connection, table).values(row).on_conflict_do_nothing()).rowcount)


def insert_or_replace(connection: Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or give the one with its primary key these values. Locks the row until the transaction ends."""
    key = [column.name for column in table.primary_key]
    values = {name: value for name, value in row.items() if name not in key}
    insert = _insert(connection, table).values(row)
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=values))


def _insert(connection: Connection, table: sa.Table) -> Any:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
