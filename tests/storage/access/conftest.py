"""Two reviews, and two people with a code each."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from scr.rules.codes import Code
from scr.rules.register import Review, Stage
from scr.storage.access import AccessStore, Person
from scr.storage.register import RegisterStore
from tests.storage.access.people import ANN, BOB, IN_A_MONTH, MONDAY, ONE, OTHER, POLICE, SCHOOL


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
