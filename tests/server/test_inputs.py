"""Whatever comes in at the door: a JSON answer with a sentence in it, never an error page."""

from __future__ import annotations

import json
from typing import Any, Mapping

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.running import Door

pytestmark = pytest.mark.server


def sentence_of(response: requests.Response) -> str:
    """What the person reads, out of an answer of whatever status."""
    assert response.headers["Content-Type"].startswith("application/json")
    assert "Traceback" not in response.text
    answer: Mapping[str, Any] = response.json()
    words: str = answer["replies"][0]["passages"][0]["text"] if "replies" in answer else answer["error"]
    assert words.strip()
    assert "<" not in words
    return words


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        pytest.param("", 400, "Please type a question", id="empty"),
        pytest.param("   \n\t ", 400, "Please type a question", id="blank"),
        pytest.param("\x00\x01\x07\x1b", 400, "Please type a question", id="control characters"),
        pytest.param("\u200b\u200d\ufeff", 400, "Please type a question", id="invisible characters"),
        pytest.param("\ud800", 400, "Please type a question", id="half a character"),
        pytest.param("<br><p></p>", 400, "Please type a question", id="tags alone"),
        pytest.param("why " * 2500, 413, "the limit is 2000 characters", id="ten thousand characters"),
        pytest.param("\ufdfa" * 2000, 413, "the limit is 2000 characters", id="characters that grow"),
        pytest.param(None, 400, "`text` should be a string", id="null"),
        pytest.param(17, 400, "`text` should be a string", id="a number"),
        pytest.param(["why"], 400, "`text` should be a string", id="a list"),
        pytest.param({"text": "why"}, 400, "`text` should be a string", id="an object"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused_with_what_to_do(door: Door, text: object, status: int, words: str) -> None:
    response = door.message(text)

    assert response.status_code == status
    assert words in sentence_of(response)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("🙂🙂🙂", id="emoji"),
        pytest.param("👩‍👩‍👧‍👦", id="joined emoji"),
        pytest.param("?!?!", id="signs"),
        pytest.param("qui décide qu'il y a une enquête ?", id="French"),
        pytest.param("من يقرر المراجعة", id="Arabic"),
        pytest.param("кто решает", id="Russian"),
        pytest.param("誰が決めますか", id="Japanese"),
        pytest.param("a" * 2000, id="two thousand characters"),
    ],
)
def test_a_message_of_emoji_signs_or_another_language_is_answered_kindly(door: Door, text: str) -> None:
    response = door.message(text)

    assert response.status_code == 200
    reply = response.json()["replies"][0]
    assert sentence_of(response)
    assert reply["outcome"] in {"unsure", "out_of_scope", "not_covered", "who_decides"}


@pytest.mark.parametrize(
    "text",
    [
        "<b>will i be interviewed</b>",
        "<script>alert('x')</script> will i be interviewed",
        "will i be interviewed<img src=x onerror=alert(1)>",
        "will\u200b i be\u00a0interviewed",
        "".join(chr(ord(letter) + 0xFEE0) for letter in "will") + " i be interviewed",  # full-width letters
        "/will i be interviewed",
        "WILL I BE INTERVIEWED???",
        "\r\n\r\nwill i be interviewed\r\n",
    ],
)
def test_a_question_is_understood_through_tags_and_strange_characters(door: Door, text: str) -> None:
    assert door.message(text).json()["replies"][0]["outcome"] == "interview"


@pytest.mark.parametrize("command", ["/goodbye", "/\n/goodbye", "/ \n /restart", '/\n/ask{"a": "b"}', "//session_start"])
def test_no_command_of_rasas_can_be_typed(door: Door, command: str) -> None:
    """Typed commands would set intents and slots past every guard."""
    response = door.message(command)

    assert response.status_code == 200
    assert not [turn["text"] for turn in door.turns() if turn["text"].lstrip("\\ \n").startswith("/")]
    assert response.json()["replies"][0]["outcome"] != "unavailable"


@pytest.mark.parametrize("body", [b"", b"{", b'{"text": ', b"\xff\xfe", b"not json", b"{'text': 'why'}", b"\x00"])
def test_a_body_that_is_not_json_is_refused_in_words(door: Door, body: bytes) -> None:
    response = door.post("/chat/messages", body)

    assert response.status_code == 400
    assert "could not be read" in sentence_of(response)


@pytest.mark.parametrize("body", [[], ["text"], "text", 5, True, None, {}, {"message": "why"}])
def test_json_that_is_no_message_is_refused_in_words(door: Door, body: object) -> None:
    response = door.post("/chat/messages", body)

    assert response.status_code == 400
    assert "`text` should be a string" in sentence_of(response)


def test_a_body_of_a_hundred_thousand_bytes_is_refused_in_words(door: Door) -> None:
    response = door.message("why " * 25_000)

    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/json"
    assert "too large" in str(response.json()).lower() or "exceeds" in str(response.json())


@pytest.mark.parametrize("delivery", [17, None, "", [], {}, "x" * 5000])
def test_a_strange_delivery_id_keeps_nobody_from_an_answer(door: Door, delivery: object) -> None:
    assert door.message("will i be interviewed", id=delivery).json()["replies"][0]["outcome"] == "interview"


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda raw: raw.decode("latin-1")))
@settings(deadline=None, max_examples=60)
def test_whatever_is_typed_gets_an_answer_with_a_sentence(long_talk: Door, text: str) -> None:
    response = long_talk.message(text)

    assert response.status_code in {200, 400}
    assert sentence_of(response)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3))
)
@settings(deadline=None, max_examples=30)
def test_whatever_json_is_sent_gets_an_answer_with_a_sentence(long_talk: Door, body: object) -> None:
    response = long_talk.post("/chat/messages", json.dumps(body).encode())

    assert response.status_code == 400
    assert sentence_of(response)


def test_the_conversation_goes_on_after_all_that(door: Door) -> None:
    for text in ("", "🙂", "<b>", "/restart"):
        door.message(text)

    assert door.message("will i be interviewed").json()["replies"][0]["outcome"] == "interview"
