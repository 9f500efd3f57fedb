"""A code is known to its person alone: it stands in no table, no failure and no log."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import List

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.codes import Code, written
from scr.storage.access import AccessStore, TryLater, WrongCode
from scr.storage.database import DatabaseUnavailable
from scr.storage.tables import metadata
from tests.storage.access.people import ANN, HERE, NOW, fail, wrong


def _forms(code: Code) -> List[str]:
    whole = written(code)
    forms = (whole, whole.replace("-", ""), whole.replace("-", " "), code.secret)
    return [form for text in forms for form in (text, text.lower())]


def test_no_plain_code_stands_in_any_table_or_in_the_databases_file(store: AccessStore, engine: Engine, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    fail(store, wrong(code), 2)

    with engine.begin() as connection:
        kept = ["".join(str(row) for table in metadata.sorted_tables for row in connection.execute(sa.select(table)))]
    if engine.dialect.name == "sqlite":
        folder = Path(str(engine.url.database)).parent
        kept.append("".join(path.read_bytes().decode("latin-1") for path in folder.glob("scr.db*")))
    for text in kept:
        assert ANN in text
        assert "$argon2id$" in text
        assert not [form for form in _forms(code) if form in text]


def test_no_secret_stands_in_a_failure_or_in_the_log(
    store: AccessStore, engine: Engine, code: Code, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    told = []
    for tried in (wrong(code), wrong(code), wrong(code), code):
        with pytest.raises((WrongCode, TryLater)) as caught:
            store.sign_in("one", tried, HERE, NOW)
        told += [repr(caught.value), *traceback.format_exception(caught.value)]
    metadata.drop_all(engine)
    with pytest.raises(DatabaseUnavailable) as down:
        store.sign_in("one", code, HERE, NOW)
    told += [repr(down.value), *traceback.format_exception(down.value), caplog.text]

    assert "TryLater" in "".join(told)
    assert not [form for form in (code.secret, written(code), "2" * 12) if form in "".join(told)]
