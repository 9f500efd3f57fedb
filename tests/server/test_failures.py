"""With a part of it down the assistant says so and whom to call, and everything that does not need the part goes on."""

from __future__ import annotations

from typing import Any, Iterator, Mapping

import pytest

from scr.running import Talk, running_assistant
from scr.settings import Settings
from tests.conftest import PostgreSQL, free_port
from tests.rasa.conftest import RedisServer
from tests.server.running import Door


def says_that_it_is_unavailable(reply: Mapping[str, Any]) -> bool:
    words = reply["passages"][0]["text"]
    return reply["outcome"] == "unavailable" and "01609 532917" in words and "999" in words


@pytest.fixture(scope="module")
def without_actions() -> Iterator[Settings]:
    with running_assistant(without=("actions",)) as settings:
        yield settings


def test_without_the_action_server_health_says_so(without_actions: Settings) -> None:
    response = Door(without_actions.base_url).get("/health")

    assert response.status_code == 503
    assert response.json()["ready"] is False
    assert len(response.json()["problems"]) == 1
    assert f"the action server does not answer at {without_actions.actions_url}" in response.json()["problems"][0]


@pytest.mark.parametrize("question", ["where has review SCR-2026-004 got to", "what support has been arranged for my team"])
def test_without_the_action_server_a_review_is_unavailable_and_the_conversation_goes_on(
    without_actions: Settings, question: str
) -> None:
    talk = Talk(without_actions.base_url)
    talk.send("i work in rotherham")

    failed = talk.send(question)
    after = talk.send("will i be interviewed")

    assert [reply["outcome"] for reply in failed] == ["unavailable"]
    assert says_that_it_is_unavailable(failed[0])
    assert after[0]["outcome"] == "interview"
    assert after[0]["conversation"]["area"] == "rotherham"


@pytest.fixture(scope="module")
def without_database() -> Iterator[Settings]:
    address = f"postgresql://scr:kept-out-of-messages@127.0.0.1:{free_port()}/scr"
    with running_assistant({"SCR_DATABASE_URL": address}, without=("nothing",)) as settings:
        yield settings


def test_without_the_database_a_turn_says_so_and_nothing_else(without_database: Settings) -> None:
    door = Door(without_database.base_url, Talk(without_database.base_url).token)

    for text in ("will i be interviewed", "a child is being hit next door now"):
        response = door.message(text)
        assert response.status_code == 503
        assert len(response.json()["replies"]) == 1
        assert says_that_it_is_unavailable(response.json()["replies"][0])
        assert "kept-out-of-messages" not in response.text


def test_without_the_database_a_conversation_cannot_be_read_back_and_says_so(without_database: Settings) -> None:
    response = Door(without_database.base_url, Talk(without_database.base_url).token).get("/chat/messages")

    assert response.status_code == 503
    assert response.json()["turns"] == []
    assert says_that_it_is_unavailable(response.json()["replies"][0])


def test_without_the_database_health_says_so_and_tells_no_password(without_database: Settings) -> None:
    response = Door(without_database.base_url).get("/health")

    assert response.status_code == 503
    assert "database" in " ".join(response.json()["problems"])
    assert "kept-out-of-messages" not in response.text
    logs = "".join(path.read_text(errors="replace") for path in without_database.var_dir.glob("*.log"))
    assert "A turn failed" in logs
    assert "kept-out-of-messages" not in logs
    assert "next door" not in logs


def test_without_the_database_the_page_the_greeting_and_the_look_up_still_work(without_database: Settings) -> None:
    door = Door(without_database.base_url)

    assert door.get("/").status_code == 200
    assert door.post("/chat/session").status_code == 201
    assert door.get("/lookup?q=will+i+be+interviewed").json()["outcome"] == "interview"


def test_when_the_database_comes_back_the_conversation_goes_on(postgresql: PostgreSQL) -> None:
    with running_assistant({"SCR_DATABASE_URL": postgresql.url}) as settings:
        talk = Talk(settings.base_url)
        talk.send("i work in rotherham")

        postgresql.stop()
        while_down = talk.send("will i be interviewed")
        postgresql.start()
        back = talk.send("will i be interviewed")

        assert says_that_it_is_unavailable(while_down[0])
        assert back[0]["outcome"] == "interview"
        assert back[0]["conversation"]["area"] == "rotherham"
        assert Door(settings.base_url).get("/health").status_code == 200


def test_with_redis_turns_are_answered_and_without_it_they_say_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    redis = RedisServer(tmp_path_factory.mktemp("redis"))
    with running_assistant({"SCR_REDIS_URL": redis.url}) as settings:
        talk = Talk(settings.base_url)
        while_up = talk.send("will i be interviewed")
        redis.stop()

        response = Door(settings.base_url, talk.token).message("will i be interviewed")
        health = Door(settings.base_url).get("/health")

    assert while_up[0]["outcome"] == "interview"
    assert response.status_code == 503
    assert says_that_it_is_unavailable(response.json()["replies"][0])
    assert (health.status_code, health.json()["problems"]) == (503, ["Redis does not answer"])


def test_with_everything_there_health_says_ready(running: Settings) -> None:
    response = Door(running.base_url).get("/health")

    assert (response.status_code, response.json()) == (200, {"ready": True, "problems": []})


def test_a_conversation_that_sends_too_much_is_asked_to_wait() -> None:
    with running_assistant({"SCR_MESSAGES_PER_MINUTE": "3", "SCR_ADDRESS_MESSAGES_PER_MINUTE": "12"}) as settings:
        busy, other = (Door(settings.base_url, Talk(settings.base_url).token) for _ in range(2))
        for _ in range(3):
            assert busy.message("hello").status_code == 200

        refused = busy.message("hello")
        calm = other.message("hello")
        past_the_address = [other.post("/chat/session", **{"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(8)]

    assert refused.status_code == 429
    assert "wait a minute" in refused.json()["error"]
    assert "999" in refused.json()["error"]
    assert calm.status_code == 200
    assert past_the_address[-1] == 429
