"""A code signs its person in until it is replaced, revoked or expired, and says nothing else to whoever guesses."""

from __future__ import annotations

from typing import Callable, List

import argon2
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.codes import Code
from scr.storage.access import AccessStore, NoSuchPerson, Person, WrongCode
from scr.storage.tables import people
from tests.storage.access.people import ANN, BOB, HERE, IN_A_MONTH, MONDAY, NOW, fail, wrong


def test_a_code_signs_its_person_in_to_that_conversation_and_no_other(store: AccessStore, ann: Person, code: Code) -> None:
    assert store.sign_in("one", code, HERE, NOW) == ann

    assert store.signed_in("one", NOW) == ann
    assert store.signed_in("two", NOW) is None


def test_a_person_may_be_signed_in_to_several_conversations(store: AccessStore, ann: Person, code: Code) -> None:
    store.sign_in("phone", code, HERE, NOW)
    store.sign_in("desk", code, HERE, NOW)

    store.sign_out("phone")

    assert store.signed_in("phone", NOW) is None
    assert store.signed_in("desk", NOW) == ann


def test_the_next_to_sign_in_to_a_conversation_takes_the_place_of_the_one_before(
    store: AccessStore, code: Code, bobs_code: Code
) -> None:
    store.sign_in("one", code, HERE, NOW)
    bob = store.sign_in("one", bobs_code, HERE, NOW)

    assert store.signed_in("one", NOW) == bob


def _unknown(store: AccessStore, code: Code) -> Code:
    return Code("2222" if code.id != "2222" else "3333", code.secret)


def _mistyped(store: AccessStore, code: Code) -> Code:
    return wrong(code)


def _replaced(store: AccessStore, code: Code) -> Code:
    store.issue_code(ANN, IN_A_MONTH, "officer", MONDAY)
    return code


def _expired(store: AccessStore, code: Code) -> Code:
    return store.issue_code(ANN, MONDAY, "officer", MONDAY)


def _revoked(store: AccessStore, code: Code) -> Code:
    store.revoke(ANN, by="officer", at=MONDAY)
    return code


MADE_USELESS = {"unknown": _unknown, "mistyped": _mistyped, "replaced": _replaced, "expired": _expired, "revoked": _revoked}
every_useless = pytest.mark.parametrize("useless", MADE_USELESS.values(), ids=MADE_USELESS)


@every_useless
def test_a_code_that_is_of_no_use_reads_the_same_whatever_is_wrong_with_it(
    store: AccessStore, code: Code, useless: Callable[[AccessStore, Code], Code]
) -> None:
    tried = useless(store, code)

    with pytest.raises(WrongCode) as caught:
        store.sign_in("one", tried, HERE, NOW)

    assert caught.value.args == ()
    assert store.signed_in("one", NOW) is None


def test_a_code_of_no_use_costs_the_same_whatever_is_wrong_with_it(
    store: AccessStore, engine: Engine, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same statements are made and one hash of the same cost is checked."""
    steps: List[object] = []
    verify = argon2.PasswordHasher.verify

    def noted(hasher: argon2.PasswordHasher, known_hash: str, secret: str) -> bool:
        steps.append(argon2.extract_parameters(known_hash))
        return bool(verify(hasher, known_hash, secret))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", noted)
    sa.event.listen(engine, "before_cursor_execute", lambda *details: steps.append(details[2]))
    taken = {}
    for index, (name, useless) in enumerate(MADE_USELESS.items()):
        tried = useless(store, code)
        steps.clear()
        fail(store, tried, 1, address=f"192.0.2.{index}")
        taken[name] = list(steps)

    assert sum(isinstance(step, argon2.Parameters) for step in taken["unknown"]) == 1
    assert all(steps == taken["unknown"] for steps in taken.values())


def test_a_code_works_until_it_expires(store: AccessStore, code: Code) -> None:
    end = IN_A_MONTH.timestamp()

    store.sign_in("one", code, HERE, end - 1)

    with pytest.raises(WrongCode):
        store.sign_in("two", code, HERE, end)


def test_a_new_code_ends_the_one_before_and_what_it_had_opened(store: AccessStore, ann: Person, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)

    new = store.issue_code(ANN, IN_A_MONTH, "officer", MONDAY)

    assert store.signed_in("one", NOW) is None
    assert store.sign_in("two", new, HERE, NOW) == ann


def test_nobody_unknown_gets_a_code(store: AccessStore) -> None:
    with pytest.raises(NoSuchPerson, match="Nobody Here"):
        store.issue_code("Nobody Here", IN_A_MONTH, "officer", MONDAY)


def test_a_code_whose_id_is_taken_is_drawn_again(
    store: AccessStore, code: Code, bobs_code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(code.id + "BCDFGHJK2345" + "ZZ99" + "BCDFGHJK2345")
    monkeypatch.setattr("secrets.choice", lambda alphabet: next(drawn))

    new = store.issue_code(BOB, IN_A_MONTH, "officer", MONDAY)

    assert new == Code("ZZ99", "BCDFGHJK2345")
    assert store.sign_in("one", code, HERE, NOW).name == ANN


def test_a_hash_made_with_older_settings_is_made_anew_and_the_code_goes_on_working(
    store: AccessStore, engine: Engine, code: Code
) -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=64).hash(code.secret)
    with engine.begin() as connection:
        connection.execute(people.update().values(code_hash=weak))

    store.sign_in("one", code, HERE, NOW)

    with engine.begin() as connection:
        kept = connection.execute(sa.select(people.c.code_hash)).scalar_one()
    assert not argon2.PasswordHasher().check_needs_rehash(kept)
    assert store.sign_in("two", code, HERE, NOW).name == ANN


def test_a_hash_that_cannot_be_read_lets_nobody_in(store: AccessStore, engine: Engine, code: Code) -> None:
    with engine.begin() as connection:
        connection.execute(people.update().values(code_hash="no hash"))

    fail(store, code, 1)


def test_a_code_that_is_revoked_while_it_is_checked_lets_nobody_in(
    store: AccessStore, code: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = argon2.PasswordHasher.verify

    def revoked_meanwhile(hasher: argon2.PasswordHasher, known_hash: str, secret: str) -> bool:
        store.revoke(ANN, by="officer", at=MONDAY)
        return bool(verify(hasher, known_hash, secret))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", revoked_meanwhile)

    with pytest.raises(WrongCode):
        store.sign_in("one", code, HERE, NOW)

    assert store.signed_in("one", NOW) is None
