"""What every channel asks of a message before it goes in."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from typing import Any, Dict, List

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scr.rasa.channels.gate import Gate, Refused
from scr.settings import Settings

LIMIT = 2000


@pytest.fixture
def gate() -> Gate:
    return Gate(Settings(max_message_length=LIMIT, messages_per_minute=3, address_messages_per_minute=5))


@pytest.mark.parametrize("received", [None, 5, True, ["will i be interviewed"], {"text": "why"}, b"why"])
def test_what_is_no_text_is_refused(gate: Gate, received: object) -> None:
    with pytest.raises(Refused) as refusal:
        gate.text(received)

    assert (refusal.value.code, refusal.value.status) == ("not_understood_request", 400)


@pytest.mark.parametrize("received", ["", "   ", "\n\n", "\x00\x07", "\u200b\ufeff", "/", "///", " / / ", "<br>", "/\n/"])
def test_a_message_with_nothing_in_it_is_refused(gate: Gate, received: str) -> None:
    with pytest.raises(Refused) as refusal:
        gate.text(received)

    assert (refusal.value.code, refusal.value.status) == ("empty", 400)


def test_a_message_of_the_longest_length_is_read_and_one_longer_is_not(gate: Gate) -> None:
    assert len(gate.text("x" * LIMIT)) == LIMIT

    with pytest.raises(Refused) as refusal:
        gate.text("x" * (LIMIT + 1))
    assert (refusal.value.code, refusal.value.status, refusal.value.places) == ("too_long", 413, {"limit": LIMIT})


def test_a_message_is_measured_as_it_goes_in(gate: Gate) -> None:
    """The one letter U+FDFA is written out as eighteen."""
    with pytest.raises(Refused) as refusal:
        gate.text("\ufdfa" * LIMIT)

    assert refusal.value.code == "too_long"


@pytest.mark.parametrize(
    "command",
    [
        "/restart",
        " /restart",
        "//restart",
        "/ /restart",
        "\u200b/restart",
        "\uff0frestart",
        "<b>/restart</b>",
        "/\n/restart",
        "/\t\n /restart",
        "\n/\n\n/restart",
    ],
)
def test_a_slash_command_is_read_as_words(gate: Gate, command: str) -> None:
    assert gate.text(command) == "restart"


@given(st.text(max_size=300) | st.text("/ \n\t\u200b<b>a\uff0f", max_size=20))
@example("/\n/restart")
@settings(deadline=None, max_examples=300)
def test_whatever_is_typed_goes_in_as_plain_words_or_not_at_all(received: str) -> None:
    text, refused = "", ""
    try:
        text = Gate(Settings(max_message_length=LIMIT)).text(received)
    except Refused as refusal:
        refused = refusal.code
    if refused:
        assert refused in {"empty", "too_long"}
        return
    assert 0 < len(text) <= LIMIT
    assert not text.strip().startswith("/")  # Rasa strips before it looks for a command
    assert not [character for character in text if unicodedata.category(character) in {"Cc", "Cf"} and character != "\n"]


def test_a_conversation_that_sends_too_much_is_asked_to_wait_and_others_are_not(gate: Gate) -> None:
    for _ in range(3):
        gate.admit_conversation("busy")

    with pytest.raises(Refused) as refusal:
        gate.admit_conversation("busy")
    assert (refusal.value.code, refusal.value.status) == ("too_many", 429)
    gate.admit_conversation("another")


def test_an_address_that_sends_too_much_is_asked_to_wait_and_others_are_not(gate: Gate) -> None:
    for _ in range(5):
        gate.admit_address("192.0.2.1")

    with pytest.raises(Refused) as refusal:
        gate.admit_address("192.0.2.1")
    assert (refusal.value.code, refusal.value.status) == ("too_many", 429)
    gate.admit_address("192.0.2.2")


def test_after_a_minute_the_conversation_may_go_on(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        gate.admit_conversation("busy")
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 61)

    gate.admit_conversation("busy")


@given(
    st.dictionaries(st.text(max_size=10) | st.sampled_from(["role", "signed_in", "sender", "id"]), st.integers() | st.text())
)
@settings(deadline=None, max_examples=50)
def test_nothing_that_a_client_says_about_itself_is_kept(received: Dict[str, Any]) -> None:
    received = {name: value for name, value in received.items() if name not in ("area", "plain")}

    assert Gate.frame({"role": "admin", **received}, {"rotherham"}) == {}


@given(area=st.none() | st.text() | st.integers() | st.just("rotherham"), plain=st.booleans() | st.text() | st.none())
def test_of_what_is_set_around_the_chat_only_known_areas_and_true_are_taken(area: object, plain: object) -> None:
    frame = Gate.frame({"area": area, "plain": plain, "role": "admin"}, {"rotherham"})

    assert frame == {"area": "rotherham" if area == "rotherham" else None, "plain": plain is True}


class Turns:
    """Counts how often it was asked for an answer; fails the first `failing` times."""

    def __init__(self, failing: int = 0) -> None:
        self.taken = 0
        self._failing = failing

    async def __call__(self) -> List[Dict[str, Any]]:
        self.taken += 1
        await asyncio.sleep(0.02)
        if self.taken <= self._failing:
            raise ConnectionError
        return [{"turn": self.taken}]


async def test_the_same_delivery_twice_is_one_turn_with_one_answer(gate: Gate) -> None:
    turns = Turns()

    at_once = await asyncio.gather(*(gate.once("one", "delivery", turns) for _ in range(5)))
    later = await gate.once("one", "delivery", turns)

    assert turns.taken == 1
    assert [*at_once, later] == [[{"turn": 1}]] * 6


async def test_another_delivery_and_another_conversation_are_turns_of_their_own(gate: Gate) -> None:
    turns = Turns()

    answers = [await gate.once(*key, turns) for key in [("one", "a"), ("one", "b"), ("two", "a")]]

    assert answers == [[{"turn": 1}], [{"turn": 2}], [{"turn": 3}]]


async def test_a_delivery_whose_turn_failed_may_be_tried_again(gate: Gate) -> None:
    turns = Turns(failing=1)

    with pytest.raises(ConnectionError):
        await gate.once("one", "delivery", turns)

    assert await gate.once("one", "delivery", turns) == [{"turn": 2}]


async def test_a_delivery_that_was_broken_off_may_be_sent_again(gate: Gate) -> None:
    """The page gives up after half a minute, and a train goes into a tunnel: "Try again" sends the same delivery."""
    turns = Turns()
    broken_off = asyncio.create_task(gate.once("one", "delivery", turns))
    await asyncio.sleep(0.005)
    broken_off.cancel()
    await asyncio.wait([broken_off])

    answer = await asyncio.wait_for(asyncio.create_task(gate.once("one", "delivery", turns)), 5)

    assert answer in ([{"turn": 1}], [{"turn": 2}])


async def test_a_turn_that_failed_after_nobody_waited_any_more_is_taken_anew(gate: Gate) -> None:
    turns = Turns(failing=1)
    broken_off = asyncio.create_task(gate.once("one", "delivery", turns))
    await asyncio.sleep(0.005)
    broken_off.cancel()
    await asyncio.sleep(0.05)

    assert await gate.once("one", "delivery", turns) == [{"turn": 2}]


async def test_deliveries_are_not_remembered_without_end(gate: Gate) -> None:
    async def answer() -> List[Dict[str, Any]]:
        return []

    turns = Turns()
    await gate.once("one", "first", turns)
    for number in range(2000):
        await gate.once("one", str(number), answer)

    assert await gate.once("one", "first", turns) == [{"turn": 2}]
