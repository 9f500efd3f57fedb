"""A Teams user signs in without a code, as one person."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from scr.rules.codes import Code
from scr.storage.access import AccessStore, Person, TakenByAnother
from scr.storage.history import HistoryStore
from tests.storage.access.people import ANN, BOB, MONDAY, NOW, OBJECT, ONE, TENANT


def test_a_teams_user_is_known_by_what_microsoft_signed(store: AccessStore, ann: Person) -> None:
    store.link_teams(ANN, TENANT, OBJECT, "officer", MONDAY)

    assert store.person_of_teams(TENANT.upper(), OBJECT.upper()) == ann
    assert store.sign_in_teams("one", TENANT, OBJECT, NOW) == ann
    assert store.signed_in("one", NOW) == ann


def test_a_teams_user_of_another_tenant_or_nobody_is_not_signed_in(store: AccessStore, ann: Person) -> None:
    store.link_teams(ANN, TENANT, OBJECT, "officer", MONDAY)

    assert store.sign_in_teams("one", OBJECT, OBJECT, NOW) is None
    assert store.sign_in_teams("one", TENANT, TENANT, NOW) is None
    assert store.person_of_teams(TENANT, TENANT) is None
    assert store.signed_in("one", NOW) is None


def test_a_teams_user_is_one_person(store: AccessStore, engine: Engine, ann: Person, bobs_code: Code) -> None:
    store.link_teams(ANN, TENANT, OBJECT, "officer", MONDAY)
    before = HistoryStore(engine).latest(100)

    with pytest.raises(TakenByAnother, match=ANN):
        store.link_teams(BOB, TENANT.upper(), OBJECT, "officer", MONDAY)
    store.link_teams(ANN, TENANT, OBJECT, "officer", MONDAY)

    assert store.person_of_teams(TENANT, OBJECT) == ann
    assert HistoryStore(engine).latest(100) == before


def test_with_the_last_grant_the_teams_user_is_nobodys(store: AccessStore, ann: Person) -> None:
    store.link_teams(ANN, TENANT, OBJECT, "officer", MONDAY)
    store.sign_in_teams("one", TENANT, OBJECT, NOW)

    store.revoke(ANN, ONE, by="officer", at=MONDAY)

    assert store.signed_in("one", NOW) is None
    assert store.sign_in_teams("one", TENANT, OBJECT, NOW) is None
