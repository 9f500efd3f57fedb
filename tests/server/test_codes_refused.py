"""Access codes that are wrong, calls that are none, and that no code, right or wrong, is kept anywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import List

import jwt
import pytest

from scr.storage.access import AccessStore
from tests.server.running import SECRET, Door
from tests.server.signing_in import FORMS, STATUS, WRONG, Signing, enter, reply, words
from tests.small_register import BY, failures_forgiven, health_visitor, now_utc, rows

pytestmark = pytest.mark.server


@pytest.fixture
def door(signing: Signing) -> Door:
    """Knocks with the token of a new conversation."""
    return signing.door


# ---- A code that is not right ----


def _mistyped(code: str) -> str:
    """Its last character wrong: a letter for a letter, a digit for a digit, so that it is still what a code looks like."""
    others = "2345" if code[-1].isdigit() else "BCDF"
    return code[:-1] + next(other for other in others if other != code[-1])


@pytest.mark.parametrize("entered", [WRONG, "my code", "1234", "B2CD-F3GH-J4KM", "Ä" * 40, "' OR 1=1 --"])
def test_a_wrong_code_signs_nobody_in_and_asks_again(signing: Signing, door: Door, entered: str) -> None:
    told = enter(door, entered)

    assert reply(told)["outcomes"] == ["sign_in"]
    assert reply(told)["form"] == "access_code"
    assert "That code does not work" in words(told)
    assert not signing.is_signed_in(door)


def test_a_code_with_another_ending_an_expired_one_and_a_revoked_one_read_like_one_that_never_was(
    signing: Signing, door: Door, code: str
) -> None:
    access, now = AccessStore(signing.engine), now_utc()
    revoked = health_visitor(signing.engine, "Kim Example")
    access.revoke("Kim Example", by=BY, at=now)
    mistyped = _mistyped(code)

    replies = [reply(enter(door, entered)) for entered in (WRONG, mistyped, revoked)]

    assert replies == [replies[0]] * 3
    assert not signing.is_signed_in(door)


def test_a_mistyped_code_in_a_message_is_taken_for_one_and_goes_no_further(door: Door, code: str) -> None:
    told = door.message(f"my code is {code[:-1]}")

    assert reply(told)["form"] == "access_code"
    assert [turn["text"] for turn in door.turns()] == ["my code is [access code]"]


def test_after_too_many_tries_even_the_right_code_has_to_wait_and_is_good_afterwards(
    signing: Signing, door: Door, code: str
) -> None:
    mistyped = _mistyped(code)
    tries = [words(enter(door, mistyped)) for _ in range(4)]

    waiting = enter(door, code)
    failures_forgiven(signing.engine)
    afterwards = enter(door, code)

    assert "That code does not work" in tries[0]
    for said in (tries[-1], words(waiting)):
        assert re.search(r"try again in (one minute|\d+ minutes)", said)
    assert reply(waiting)["form"] == "access_code"
    assert "{" not in words(waiting)
    assert reply(afterwards)["outcomes"] == ["signed_in"]


def test_guesses_at_one_code_keep_nobody_else_waiting(signing: Signing, door: Door, code: str) -> None:
    other = health_visitor(signing.engine, "Kim Example")
    for _ in range(5):
        enter(door, _mistyped(code))

    assert reply(enter(signing.door, other))["outcomes"] == ["signed_in"]


# ---- Calls that are none ----


@pytest.mark.parametrize(
    "body", [[1], "code", None, 5, True, [], {}, {"code": 5}, {"code": None}, {"code": ["a"]}, {"kode": WRONG}]
)
def test_a_body_that_is_no_object_with_a_code_is_refused(door: Door, body: object) -> None:
    response = door.post("/chat/access", body)

    assert (response.status_code, response.json()["code"]) == (400, "not_understood_request")
    assert "`code`" in response.json()["error"]


@pytest.mark.parametrize("body", [b"{", b"", b"\xff", b"code=1234"])
def test_a_body_that_is_no_json_is_refused(door: Door, body: bytes) -> None:
    assert door.post("/chat/access", body).status_code == 400


@pytest.mark.parametrize(("entered", "status"), [("", 400), (" \n ", 400), ("x" * 2001, 413)])
def test_a_code_of_no_length_or_too_much_is_refused(door: Door, entered: str, status: int) -> None:
    assert enter(door, entered).status_code == status


def test_without_a_token_or_with_one_that_has_expired_no_code_is_looked_at(signing: Signing, door: Door, code: str) -> None:
    claims = jwt.decode(door.headers["Authorization"][len("Bearer ") :], SECRET, ["HS256"], audience="conversation")
    old = jwt.encode({**claims, "exp": now_utc().timestamp() - 5}, SECRET, "HS256")
    before = rows(signing.engine)

    for token in ("", old, "garbage", f"{old}x"):
        for entered in (code, WRONG):
            response = enter(Door(signing.settings.base_url, token), entered)
            assert (response.status_code, response.json()["code"]) == (401, "session_expired")

    assert rows(signing.engine) == before


def test_another_pages_form_is_refused(signing: Signing, door: Door, code: str) -> None:
    response = door.post("/chat/access", {"code": code}, Origin="https://elsewhere.example")

    assert (response.status_code, response.json()["code"]) == (403, "origin_refused")
    assert not signing.is_signed_in(door)


# ---- Where a code stands afterwards ----


def traces(code: str) -> List[str]:
    """The secret part, and any two of its groups side by side, as they might stand in a text."""
    groups = code.split("-")[1:]
    pairs = [groups[:2], groups[1:]]
    return [between.join(pair) for pair in pairs for between in ("-", " ", ".", "", "\\u2013", "\\n")]


def found_in(text: str, codes: List[str]) -> List[str]:
    upper = text.upper()
    return [trace for code in codes for trace in traces(code) if trace.upper() in upper]


def test_the_search_for_codes_finds_them() -> None:
    for form in FORMS.values():
        assert found_in(repr(form(WRONG)).replace("\u2013", "\\u2013"), [WRONG])


def test_no_code_right_wrong_or_mistyped_stands_anywhere_afterwards(signing: Signing, code: str) -> None:
    codes = [code, WRONG, f"{code[:-1]}{'2' if code[-1] != '2' else '3'}"]
    for each in codes:
        for number, form in enumerate(FORMS.values()):
            failures_forgiven(signing.engine)
            door = signing.door
            door.message(STATUS)
            enter(door, form(each))
            door.message(form(each), id=f"delivery {number}")
            door.message(f"a child is being hit next door now {form(each)}")
            door.message(f"{form(each)[:-1]} does not work")
            assert found_in(door.get("/chat/messages").text, codes) == []

    files = [path for path in sorted(Path(signing.settings.var_dir).rglob("*")) if path.is_file()]
    assert {"scr.db", "actions.log", "assistant.log"} <= {path.name for path in files}
    assert found_in(rows(signing.engine), codes) == []
    assert [path.name for path in files if found_in(path.read_bytes().decode("latin-1"), codes)] == []
    assert "(access code entered)" in rows(signing.engine, "conversation_event")
    assert code[:4] in rows(signing.engine, "person")  # its first group is no secret, and finds the person
