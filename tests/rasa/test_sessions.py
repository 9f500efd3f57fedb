"""Session tokens open the conversation they were made for, and nothing else opens any."""

from __future__ import annotations

import base64
import json
import stat
import warnings
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Dict

import jwt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scr.rasa.channels.sessions import SessionExpired, Sessions
from scr.settings import Settings

KEY = "a key of thirty-two characters.."


def sessions(**values: object) -> Sessions:
    return Sessions(Settings(**{"secret": KEY, **values}))


def claims(**changes: object) -> Dict[str, Any]:
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    found = {"sub": "conversation-of-somebody", "aud": "conversation", "exp": later, **changes}
    return {name: value for name, value in found.items() if value is not None}


def unsigned(algorithm: str) -> str:
    header, body = ({"alg": algorithm, "typ": "JWT"}, {**claims(), "exp": 4102444800})
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, body)]
    return ".".join([*parts, ""])


def test_a_token_opens_the_conversation_it_was_made_for_each_time() -> None:
    ours = sessions()
    token = ours.issue()

    opened = {ours.conversation_id(f"Bearer {token}"), sessions().conversation_id(f"bearer {token}")}

    assert opened == {jwt.decode(token, KEY, ["HS256"], audience="conversation")["sub"]}


def test_each_token_is_for_a_conversation_of_its_own_that_cannot_be_guessed() -> None:
    ours = sessions()

    opened = {ours.conversation_id(f"Bearer {ours.issue()}") for _ in range(50)}

    assert len(opened) == 50
    assert min(map(len, opened)) >= 32


def test_a_token_signed_with_the_right_key_is_what_the_next_tests_change() -> None:
    token = jwt.encode(claims(), KEY, "HS256")

    assert sessions().conversation_id(f"Bearer {token}") == "conversation-of-somebody"


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(jwt.encode(claims(), "somebody else's key of 32 letters", "HS256"), id="forged"),
        pytest.param(jwt.encode(claims(exp=datetime(2020, 1, 1, tzinfo=timezone.utc)), KEY, "HS256"), id="expired"),
        pytest.param(jwt.encode(claims(aud="evaluation"), KEY, "HS256"), id="made for something else"),
        pytest.param(jwt.encode(claims(aud=None), KEY, "HS256"), id="made for nothing"),
        pytest.param(jwt.encode(claims(exp=None), KEY, "HS256"), id="without an end"),
        pytest.param(jwt.encode(claims(sub=None), KEY, "HS256"), id="without a conversation"),
        pytest.param(jwt.encode(claims(), KEY * 2, "HS512"), id="another algorithm"),
        pytest.param(jwt.encode(claims(), None, "none"), id="unsigned"),
        pytest.param(unsigned("none"), id="alg none"),
        pytest.param(unsigned("None"), id="alg None"),
        pytest.param(unsigned("HS256"), id="signature left out"),
        pytest.param(jwt.encode(claims(), KEY, "HS256")[:-2], id="signature cut short"),
        pytest.param("", id="empty"),
        pytest.param("a.b.c", id="no token at all"),
    ],
)
def test_every_other_token_is_refused(token: str) -> None:
    with pytest.raises(SessionExpired):
        sessions().conversation_id(f"Bearer {token}")


@pytest.mark.parametrize("scheme", ["", "Basic ", "Token ", "Bearer", "Bearer: "])
def test_a_good_token_under_another_scheme_is_refused(scheme: str) -> None:
    ours = sessions()

    with pytest.raises(SessionExpired):
        ours.conversation_id(f"{scheme}{ours.issue()}")


@given(
    st.text(max_size=80)
    | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
    | st.lists(st.binary(max_size=20).map(lambda raw: base64.urlsafe_b64encode(raw).decode()), min_size=3, max_size=3).map(
        ".".join
    )
)
@example(".".join(base64.urlsafe_b64encode(part).decode() for part in (b'{"alg":["HS256"]}', b"{}", b"")))
@example(".".join(base64.urlsafe_b64encode(part).decode() for part in (b"[]", b"[]", b"[]")))
@example("\ud800")
@settings(deadline=None, max_examples=200)
def test_garbage_is_refused_and_nothing_else_happens(token: str) -> None:
    ours = sessions()

    with pytest.raises(SessionExpired):
        ours.conversation_id(f"Bearer {token}")
    with pytest.raises(SessionExpired):
        ours.conversation_id(token)


@given(st.integers(min_value=0), st.characters(codec="ascii", categories=["L", "N"]))
@settings(deadline=None, max_examples=150)
def test_a_token_with_one_character_changed_opens_no_other_conversation(place: int, letter: str) -> None:
    ours = sessions()
    token = ours.issue()
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]

    try:
        opened = ours.conversation_id(f"Bearer {changed}")
    except SessionExpired:
        return
    # The last character of a signature holds bits that count for nothing.
    assert opened == ours.conversation_id(f"Bearer {token}")


def test_without_a_setting_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = sessions(secret="", var_dir=tmp_path / "var")
    after_restart = sessions(secret="", var_dir=tmp_path / "var")
    kept = tmp_path / "var" / "secret"

    assert after_restart.conversation_id(f"Bearer {first.issue()}")
    assert len(kept.read_text()) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_two_installations_do_not_open_each_others_conversations(tmp_path: Path) -> None:
    here, there = (sessions(secret="", var_dir=tmp_path / name) for name in ("here", "there"))

    with pytest.raises(SessionExpired):
        there.conversation_id(f"Bearer {here.issue()}")


def test_a_key_file_that_was_left_empty_lets_nobody_in_and_keeps_nobody_out(tmp_path: Path) -> None:
    """The machine stopped between making the file and writing the key into it."""
    (tmp_path / "secret").touch()
    ours = sessions(secret="", var_dir=tmp_path)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        token = ours.issue()

    assert ours.conversation_id(f"Bearer {token}")


def test_a_token_ends_when_the_setting_says() -> None:
    token = sessions(session_hours=0.000001).issue()

    end = jwt.decode(token, KEY, ["HS256"], audience="conversation", options={"verify_exp": False})["exp"]
    assert abs(end - datetime.now(timezone.utc).timestamp()) < 60
    assert sessions(session_hours=8).conversation_id(f"Bearer {sessions(session_hours=8).issue()}")
