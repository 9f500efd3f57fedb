"""Access in a real database, the same on SQLite and on PostgreSQL: grants, codes, Teams users, and who is signed in.

One file, though long: the same people with the same codes serve every part of it.
"""

from __future__ import annotations

import datetime as dt
import traceback
from pathlib import Path
from typing import Callable, Dict, List

import argon2
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.rules.access import Grant, Role
from scr.rules.codes import Code, written
from scr.rules.register import Review, Stage
from scr.storage.access import AccessStore, NoSuchPerson, NoSuchReview, Person, TakenByAnother, TryLater, WrongCode
from scr.storage.database import DatabaseUnavailable
from scr.storage.history import HistoryStore
from scr.storage.register import RegisterStore
from scr.storage.tables import metadata, people, sign_ins

MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc)
NOW = MONDAY.timestamp()
IN_A_MONTH = MONDAY + dt.timedelta(days=30)
ONE, OTHER = "SCR-2026-001", "SCR-2026-002"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
TENANT, OBJECT = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
ANN, BOB = "Ann Example", "Bob Sample"
SCHOOL = Grant(ONE, "school", "year 5", Role.PRACTITIONER)
POLICE = Grant(ONE, "police", "response", Role.MANAGER)
HALF_AN_HOUR = 30 * 60.0


@pytest.fixture
def store(engine: Engine) -> AccessStore:
    for reference in (ONE, OTHER):
        review = Review(reference, "rotherham", Stage.CONSIDERED, agencies=("school", "police"))
        RegisterStore(engine).add(review, "officer", MONDAY)
    return AccessStore(engine)


@pytest.fixture
def ann(store: AccessStore) -> Person:
    return store.grant(ANN, SCHOOL, "officer", MONDAY)


@pytest.fixture
def code(store: AccessStore, ann: Person) -> Code:
    return store.issue_code(ANN, IN_A_MONTH, "officer", MONDAY)


@pytest.fixture
def bobs_code(store: AccessStore) -> Code:
    store.grant(BOB, POLICE, "officer", MONDAY)
    return store.issue_code(BOB, IN_A_MONTH, "officer", MONDAY)


def _wrong(code: Code) -> Code:
    return Code(code.id, "2" * 12 if code.secret != "2" * 12 else "3" * 12)


def _fail(store: AccessStore, code: Code, times: int, address: str = HERE, now: float = NOW) -> None:
    for _ in range(times):
        with pytest.raises(WrongCode):
            store.sign_in("guessing", code, address, now)


# ---- Grants ----


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


# ---- Codes ----


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
    return _wrong(code)


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
        _fail(store, tried, 1, address=f"192.0.2.{index}")
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

    _fail(store, code, 1)


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


def _forms(code: Code) -> List[str]:
    whole = written(code)
    forms = (whole, whole.replace("-", ""), whole.replace("-", " "), code.secret)
    return [form for text in forms for form in (text, text.lower())]


def test_no_plain_code_stands_in_any_table_or_in_the_databases_file(store: AccessStore, engine: Engine, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    _fail(store, _wrong(code), 2)

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
    for tried in (_wrong(code), _wrong(code), _wrong(code), code):
        with pytest.raises((WrongCode, TryLater)) as caught:
            store.sign_in("one", tried, HERE, NOW)
        told += [repr(caught.value), *traceback.format_exception(caught.value)]
    metadata.drop_all(engine)
    with pytest.raises(DatabaseUnavailable) as down:
        store.sign_in("one", code, HERE, NOW)
    told += [repr(down.value), *traceback.format_exception(down.value), caplog.text]

    assert "TryLater" in "".join(told)
    assert not [form for form in (code.secret, written(code), "2" * 12) if form in "".join(told)]


# ---- Revoking ----


def test_somebody_whose_access_is_revoked_is_signed_out_at_once_and_cannot_come_back(
    store: AccessStore, ann: Person, code: Code
) -> None:
    store.sign_in("one", code, HERE, NOW)

    assert store.revoke(ANN, by="officer", at=MONDAY) == (SCHOOL,)

    assert store.signed_in("one", NOW) is None
    assert store.grants_of(ann.id) == ()
    _fail(store, code, 1)


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

    _fail(store, code, 1)
    standing = store.standing(ANN)
    assert standing is not None
    assert standing.code_expires_at is None


# ---- Idle time ----


def test_half_an_hour_without_a_word_ends_it(store: AccessStore, ann: Person, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)

    assert store.signed_in("one", NOW + HALF_AN_HOUR - 1) == ann
    assert store.signed_in("one", NOW + HALF_AN_HOUR) is None


def test_activity_keeps_it(store: AccessStore, engine: Engine, ann: Person, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    for minute in range(0, 120, 20):
        with engine.begin() as connection:
            store.keep_active(connection, "one", NOW + minute * 60)

    assert store.signed_in("one", NOW + 100 * 60 + HALF_AN_HOUR - 1) == ann
    assert store.signed_in("one", NOW + 100 * 60 + HALF_AN_HOUR) is None


def test_what_has_gone_idle_is_not_woken_by_a_word(store: AccessStore, engine: Engine, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    with engine.begin() as connection:
        store.keep_active(connection, "one", NOW + HALF_AN_HOUR)

    assert store.signed_in("one", NOW + HALF_AN_HOUR) is None


def test_activity_counts_only_if_the_transaction_that_it_belongs_to_is_kept(
    store: AccessStore, engine: Engine, code: Code
) -> None:
    store.sign_in("one", code, HERE, NOW)
    with engine.connect() as connection, connection.begin() as transaction:
        store.keep_active(connection, "one", NOW + 60)
        transaction.rollback()

    assert store.signed_in("one", NOW + HALF_AN_HOUR) is None


def test_a_clock_that_runs_behind_does_not_shorten_it(store: AccessStore, engine: Engine, ann: Person, code: Code) -> None:
    store.sign_in("one", code, HERE, NOW)
    with engine.begin() as connection:
        store.keep_active(connection, "one", NOW - 600)

    assert store.signed_in("one", NOW + HALF_AN_HOUR - 1) == ann


def test_a_word_where_nobody_is_signed_in_signs_nobody_in(store: AccessStore, engine: Engine, code: Code) -> None:
    with engine.begin() as connection:
        store.keep_active(connection, "one", NOW)
        assert connection.execute(sa.select(sign_ins)).all() == []


def test_another_idle_limit_may_be_set(engine: Engine, store: AccessStore, code: Code) -> None:
    short = AccessStore(engine, idle_limit=60.0)
    short.sign_in("one", code, HERE, NOW)

    assert short.signed_in("one", NOW + 60) is None


# ---- Teams ----


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


# ---- The database away ----

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
