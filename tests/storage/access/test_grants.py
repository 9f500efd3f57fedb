"""What is granted and revoked: who has it then, what the history says of it, and who is signed out."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from scr.rules.access import Grant, Role
from scr.rules.codes import Code
from scr.storage.access import AccessStore, NoSuchPerson, NoSuchReview, Person
from scr.storage.history import HistoryStore
from tests.storage.access.people import (
    ANN,
    BOB,
    HERE,
    IN_A_MONTH,
    MONDAY,
    NOW,
    OBJECT,
    ONE,
    OTHER,
    POLICE,
    SCHOOL,
    TENANT,
    fail,
)


def test_what_was_granted_is_what_somebody_has(store: AccessStore, ann: Person) -> None:
    elsewhere = Grant(OTHER, "school", "year 6", Role.MANAGER)
    store.grant(ANN, elsewhere, "officer", MONDAY)
    store.grant(BOB, POLICE, "officer", MONDAY)

    assert store.grants_of(ann.id) == (SCHOOL, elsewhere)
    assert store.grants_of(ann.id, OTHER) == (elsewhere,)
    assert store.grants_of(ann.id, "SCR-2026-999") == ()


def test_a_name_stands_for_one_person(store: AccessStore, ann: Person) -> None:
    assert store.grant(ANN, POLICE, "officer", MONDAY) == ann
    assert [standing.person for standing in store.standings()] == [ann]


def test_another_role_in_the_same_team_takes_the_place_of_the_one_before(store: AccessStore, ann: Person) -> None:
    manager = Grant(ONE, "school", "year 5", Role.MANAGER)

    store.grant(ANN, manager, "officer", MONDAY)

    assert store.grants_of(ann.id) == (manager,)


def test_nobody_is_added_for_a_review_that_is_not_there(store: AccessStore) -> None:
    with pytest.raises(NoSuchReview, match=r"SCR-2026-999"):
        store.grant(ANN, Grant("SCR-2026-999", "school", "year 5", Role.PANEL), "officer", MONDAY)

    assert store.standings() == []


def test_the_history_says_who_gave_and_who_took_access_and_holds_no_code(
    store: AccessStore, engine: Engine, code: Code
) -> None:
    store.link_teams(ANN, TENANT, OBJECT, "officer", MONDAY)
    store.revoke(ANN, by="deputy", at=IN_A_MONTH)

    entries = HistoryStore(engine).latest(100)

    assert [(entry.change, entry.by, entry.reference) for entry in entries[2:]] == [
        ("granted", "officer", ONE),
        ("code issued", "officer", None),
        ("Teams user linked", "officer", None),
        ("revoked", "deputy", ONE),
        ("ways in ended", "deputy", None),
    ]
    until = "until 2026-04-01 09:00 UTC"
    assert [entry.details for entry in entries[2:]] == [
        {f"access, {ANN}, school, year 5": [None, "practitioner"]},
        {f"code, {ANN}": [None, until]},
        {f"Teams user, {ANN}": [None, OBJECT]},
        {f"access, {ANN}, school, year 5": ["practitioner", None]},
        {f"code, {ANN}": [until, None], f"Teams user, {ANN}": [OBJECT, None]},
    ]
    assert HistoryStore(engine).verify() is None
    assert code.secret not in str(entries)


def test_the_same_grant_again_is_no_change_and_leaves_no_trace(store: AccessStore, engine: Engine, ann: Person) -> None:
    before = HistoryStore(engine).latest(100)

    store.grant(ANN, SCHOOL, "officer", IN_A_MONTH)

    assert HistoryStore(engine).latest(100) == before


def test_everybody_is_listed_by_name_with_all_that_gives_access(store: AccessStore, bobs_code: Code, code: Code) -> None:
    store.link_teams(BOB, TENANT, OBJECT, "officer", MONDAY)

    ann, bob = store.standings()

    assert (ann.person.name, ann.code_expires_at, ann.uses_teams, ann.grants) == (ANN, IN_A_MONTH, False, (SCHOOL,))
    assert (bob.person.name, bob.code_expires_at, bob.uses_teams, bob.grants) == (BOB, IN_A_MONTH, True, (POLICE,))
    assert store.standing(BOB) == bob
    assert store.standing("Nobody Here") is None


def test_somebody_whose_access_is_revoked_is_signed_out_at_once_and_cannot_come_back(
    store: AccessStore, ann: Person, code: Code
) -> None:
    store.sign_in("one", code, HERE, NOW)

    assert store.revoke(ANN, by="officer", at=MONDAY) == (SCHOOL,)

    assert store.signed_in("one", NOW) is None
    assert store.grants_of(ann.id) == ()
    fail(store, code, 1)


def test_access_to_one_review_is_revoked_and_to_the_other_kept(store: AccessStore, ann: Person, code: Code) -> None:
    elsewhere = Grant(OTHER, "school", "year 5", Role.PRACTITIONER)
    store.grant(ANN, elsewhere, "officer", MONDAY)
    store.sign_in("one", code, HERE, NOW)

    assert store.revoke(ANN, ONE, by="officer", at=MONDAY) == (SCHOOL,)

    assert store.signed_in("one", NOW) is None
    assert store.sign_in("one", code, HERE, NOW) == ann
    assert store.grants_of(ann.id) == (elsewhere,)


def test_nobody_elses_access_is_touched(store: AccessStore, code: Code, bobs_code: Code) -> None:
    bob = store.sign_in("bobs", bobs_code, HERE, NOW)

    store.revoke(ANN, by="officer", at=MONDAY)

    assert store.signed_in("bobs", NOW) == bob
    assert store.grants_of(bob.id) == (POLICE,)


def test_revoking_what_was_never_granted_changes_nothing(
    store: AccessStore, engine: Engine, ann: Person, code: Code
) -> None:
    store.sign_in("one", code, HERE, NOW)
    before = HistoryStore(engine).latest(100)

    assert store.revoke(ANN, OTHER, by="officer", at=MONDAY) == ()

    assert store.signed_in("one", NOW) == ann
    assert HistoryStore(engine).latest(100) == before
    with pytest.raises(NoSuchPerson):
        store.revoke("Nobody Here", by="officer", at=MONDAY)


def test_whoever_comes_back_after_all_was_revoked_needs_a_new_code(store: AccessStore, code: Code) -> None:
    store.revoke(ANN, by="officer", at=MONDAY)
    store.grant(ANN, SCHOOL, "officer", MONDAY)

    fail(store, code, 1)
    standing = store.standing(ANN)
    assert standing is not None
    assert standing.code_expires_at is None
