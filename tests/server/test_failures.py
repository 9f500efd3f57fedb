"""With a part of it down the assistant says so and whom to call, and everything that does not need the part goes on."""

from __future__ import annotations

import json
from typing import Any, Iterator, Mapping, NamedTuple

import pytest

from scr.running import Talk, running_assistant
from scr.settings import Settings
from tests.conftest import PostgreSQL
from tests.rasa.conftest import RedisServer
from tests.server.running import Door

pytestmark = pytest.mark.server


def says_that_it_is_unavailable(reply: Mapping[str, Any]) -> bool:
    words = reply["passages"][0]["text"]
    return reply["outcome"] == "unavailable" and "01609 532917" in words and "999" in words


@pytest.fixture(scope="module")
def without_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The newest model is a file that is broken."""
    folder = tmp_path_factory.mktemp("models")
    (folder / "broken.tar.gz").write_bytes(b"no model")
    with running_assistant({"SCR_MODELS_DIR": str(folder)}, without=("actions",)) as settings:
        yield settings


def test_without_a_model_every_door_says_so(without_model: Settings) -> None:
    door = Door(without_model.base_url, Talk(without_model.base_url).token)

    health, turn, look_up = door.get("/health"), door.message("a child is being hit next door"), door.get("/lookup?q=why")

    assert [health.status_code, look_up.status_code] == [503, 503]
    assert health.json()["problems"] == ["no model is loaded (run: make train)"]
    assert says_that_it_is_unavailable(turn.json()["replies"][0])
    assert "999" in look_up.json()["error"]


def test_without_a_model_the_page_and_the_greeting_still_come(without_model: Settings) -> None:
    door = Door(without_model.base_url, Talk(without_model.base_url).token)

    assert door.get("/").status_code == 200
    assert Talk(without_model.base_url).greeting["replies"][0]["outcome"] == "greet"
    assert door.message("").status_code == 400
    assert Door(without_model.base_url).message("why").status_code == 401


@pytest.fixture(scope="module")
def on_postgresql(postgresql: PostgreSQL) -> Iterator[Settings]:
    """The assistant on PostgreSQL, which is down while it starts."""
    postgresql.stop()
    with running_assistant({"SCR_DATABASE_URL": postgresql.url}, without=("nothing",)) as settings:
        postgresql.start()
        yield settings


@pytest.fixture
def without_database(on_postgresql: Settings, postgresql: PostgreSQL) -> Iterator[Settings]:
    postgresql.stop()
    yield on_postgresql
    postgresql.start()


def test_without_the_database_a_turn_says_so_and_nothing_else(without_database: Settings) -> None:
    door = Door(without_database.base_url, Talk(without_database.base_url).token)

    for text in ("will i be interviewed", "a child is being hit next door now"):
        response = door.message(text)
        assert response.status_code == 503
        assert len(response.json()["replies"]) == 1
        assert says_that_it_is_unavailable(response.json()["replies"][0])


def test_without_the_database_a_conversation_cannot_be_read_back_and_says_so(without_database: Settings) -> None:
    response = Door(without_database.base_url, Talk(without_database.base_url).token).get("/chat/messages")

    assert response.status_code == 503
    assert response.json()["turns"] == []
    assert says_that_it_is_unavailable(response.json()["replies"][0])


def test_without_the_database_a_stream_ends_in_word_of_it_and_whom_to_call(without_database: Settings) -> None:
    door = Door(without_database.base_url, Talk(without_database.base_url).token)

    stream = door.post("/chat/messages", {"text": "will i be interviewed"}, Accept="text/event-stream")

    blocks = [block.split("\n") for block in stream.text.strip().split("\n\n")]
    assert [name for name, _ in blocks] == ["event: working", "event: failed"]
    failure = json.loads(blocks[-1][1].removeprefix("data: "))
    assert failure["error"].startswith("Something on my side is not working")
    assert says_that_it_is_unavailable(failure["replies"][0])


def test_without_the_database_health_says_so_and_nothing_tells_the_password(without_database: Settings) -> None:
    door = Door(without_database.base_url, Talk(without_database.base_url).token)

    answers = [door.get("/health"), door.message("a child is being hit next door now"), door.get("/chat/messages")]

    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert "database" in " ".join(answers[0].json()["problems"])
    logs = "".join(path.read_text(errors="replace") for path in without_database.var_dir.glob("*.log"))
    assert "A turn failed" in logs
    assert "next door" not in logs
    assert PostgreSQL.PASSWORD not in logs + "".join(answer.text for answer in answers)


def test_without_the_database_the_page_the_greeting_and_the_look_up_still_work(without_database: Settings) -> None:
    door = Door(without_database.base_url)

    assert door.get("/").status_code == 200
    assert door.post("/chat/session").status_code == 201
    assert door.get("/lookup?q=will+i+be+interviewed").json()["outcome"] == "interview"


def test_when_the_database_comes_back_the_conversation_goes_on(on_postgresql: Settings, postgresql: PostgreSQL) -> None:
    talk = Talk(on_postgresql.base_url)
    talk.send("i work in rotherham")

    postgresql.stop()
    while_down = talk.send("will i be interviewed")
    postgresql.start()
    back = talk.send("will i be interviewed")

    assert says_that_it_is_unavailable(while_down[0])
    assert back[0]["outcome"] == "interview"
    assert back[0]["area"] == "rotherham"
    assert Door(on_postgresql.base_url).get("/health").status_code == 200


class Limited(NamedTuple):
    settings: Settings
    redis: RedisServer


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Limited]:
    """The assistant with locks in Redis, of which one address may ask little and one conversation less."""
    redis = RedisServer(tmp_path_factory.mktemp("redis"))
    limits = {"SCR_MESSAGES_PER_MINUTE": "3", "SCR_ADDRESS_MESSAGES_PER_MINUTE": "25", "SCR_DATABASE_TIMEOUT": "2"}
    with running_assistant({"SCR_REDIS_URL": redis.url, **limits}) as settings:
        yield Limited(settings, redis)
    redis.stop()


def test_with_redis_turns_are_answered_and_where_it_stops_answering_they_say_so(limited: Limited) -> None:
    door = Door(limited.settings.base_url, Talk(limited.settings.base_url).token)
    answered = door.message("will i be interviewed")

    with limited.redis.frozen():
        failed = door.message("will i be interviewed")
        health = door.get("/health")

    assert answered.json()["replies"][0]["outcome"] == "interview"
    assert failed.status_code == 503
    assert says_that_it_is_unavailable(failed.json()["replies"][0])
    assert (health.status_code, health.json()["problems"]) == (503, ["Redis does not answer"])


def test_a_conversation_that_sends_too_much_is_asked_to_wait(limited: Limited) -> None:
    busy, other = (Door(limited.settings.base_url, Talk(limited.settings.base_url).token) for _ in range(2))
    for _ in range(3):
        assert busy.message("hello").status_code == 200

    refused = busy.message("hello")

    assert refused.status_code == 429
    assert "wait a minute" in refused.json()["error"]
    assert "999" in refused.json()["error"]
    assert other.message("hello").status_code == 200


def test_an_address_that_sends_too_much_is_asked_to_wait_whatever_address_it_says_it_has(limited: Limited) -> None:
    door = Door(limited.settings.base_url)

    statuses = [door.post("/chat/session", **{"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(26)]

    assert statuses[-1] == 429


def test_redis_that_is_gone_is_said_too(limited: Limited) -> None:
    limited.redis.stop()

    health = Door(limited.settings.base_url).get("/health")

    assert (health.status_code, health.json()["problems"]) == (503, ["Redis does not answer"])


def test_with_everything_there_health_says_ready(running: Settings) -> None:
    response = Door(running.base_url).get("/health")

    assert (response.status_code, response.json()) == (200, {"ready": True, "problems": [], "switched_off": False})
