"""Rows and tables that are not as we wrote them are told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.database import DatabaseUnavailable
from scr.storage.register import RegisterStore
from scr.storage.tables import reviews
from tests.full_review import AT, BY, FIRST, REVIEW


def test_a_row_that_nobody_of_ours_wrote_is_told_and_not_believed(engine: Engine, store: RegisterStore) -> None:
    store.add(REVIEW, BY, AT)
    with engine.begin() as connection:
        connection.execute(reviews.update().values(stage="nearly finished"))

    with pytest.raises(DatabaseUnavailable, match="nearly finished"):
        store.review(FIRST)


def test_a_register_without_its_tables_is_told(engine: Engine, store: RegisterStore) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE review_agency RENAME TO gone"))
    try:
        with pytest.raises(DatabaseUnavailable, match="read"):
            store.review(FIRST)
        with pytest.raises(DatabaseUnavailable, match="written"):
            store.add(REVIEW, BY, AT)
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE gone RENAME TO review_agency"))
    assert store.is_empty()
