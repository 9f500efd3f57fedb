"""Whatever is asked of a database whose tables are gone, it is told."""

from __future__ import annotations

from typing import Callable, Dict

import pytest
from sqlalchemy.engine import Engine

from scr.rules.codes import Code
from scr.storage.access import AccessStore
from scr.storage.database import DatabaseUnavailable
from scr.storage.tables import metadata
from tests.storage.access.people import ANN, HERE, IN_A_MONTH, MONDAY, NOW, OBJECT, SCHOOL, TENANT

CALLS: Dict[str, Callable[[AccessStore, Engine], object]] = {
    "grant": lambda store, _: store.grant(ANN, SCHOOL, "officer", MONDAY),
    "issue_code": lambda store, _: store.issue_code(ANN, IN_A_MONTH, "officer", MONDAY),
    "link_teams": lambda store, _: store.link_teams(ANN, TENANT, OBJECT, "officer", MONDAY),
    "revoke": lambda store, _: store.revoke(ANN, by="officer", at=MONDAY),
    "standings": lambda store, _: store.standings(),
    "standing": lambda store, _: store.standing(ANN),
    "grants_of": lambda store, _: store.grants_of(1),
    "sign_in": lambda store, _: store.sign_in("one", Code("AB2C", "2" * 12), HERE, NOW),
    "sign_in_teams": lambda store, _: store.sign_in_teams("one", TENANT, OBJECT, NOW),
    "person_of_teams": lambda store, _: store.person_of_teams(TENANT, OBJECT),
    "signed_in": lambda store, _: store.signed_in("one", NOW),
    "sign_out": lambda store, _: store.sign_out("one"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_tables_that_are_gone_are_told(
    store: AccessStore, engine: Engine, call: Callable[[AccessStore, Engine], object]
) -> None:
    metadata.drop_all(engine)

    with pytest.raises(DatabaseUnavailable):
        call(store, engine)
