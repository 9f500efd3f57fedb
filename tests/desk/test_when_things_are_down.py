"""The desk without a model, and without its database: it says what does not work and what to do, and the rest works."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import closing
from pathlib import Path
from typing import Iterator

import pytest
import requests
from sanic import Blueprint

from scr.assistant import Assistant
from scr.content import Content
from scr.desk import desk
from scr.desk.routes import NoAssistant
from scr.rules.triage import CallNote, Route, Urgency, Way
from scr.settings import Settings
from scr.storage import account_sessions
from scr.storage.call_notes import AtDesk, CallNoteStore
from scr.storage.database import connect
from tests.at_the_desk import colleague
from tests.conftest import free_port
from tests.desk.entry.running import RunningDoor
from tests.desk.running import COOKIE

WAY = Way(Route.PANEL, Urgency.ROUTINE, "Because.")


def _no_model() -> Assistant:
    raise NoAssistant


class RunningDesk(RunningDoor):
    """The whole desk behind the door, in a process that has loaded no model."""

    def __init__(self, settings: Settings, content: Content) -> None:
        self._content = content
        super().__init__(settings, content)

    def _blueprint(self) -> Blueprint:
        blueprint = Blueprint("desk", url_prefix="/desk")
        desk.add_routes(blueprint, self.settings, self._content, _no_model, lambda events, words: [])
        return blueprint

    def get(self, path: str, session: str = "anybodys") -> requests.Response:
        return requests.get(self.url + path, cookies={COOKIE: session}, timeout=30, allow_redirects=False)


@pytest.fixture
def desk_settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path, database_url="", desk_secret="k", secret="k" * 32, oidc_issuer="")


@pytest.fixture
def running(desk_settings: Settings, content: Content) -> Iterator[RunningDesk]:
    with closing(RunningDesk(desk_settings, content)) as running:
        yield running


def test_without_a_model_words_are_not_read_and_notes_can_be_opened(running: RunningDesk, desk_settings: Settings) -> None:
    engine = connect(desk_settings.sqlalchemy_url, 5)
    account = colleague(engine)
    with engine.begin() as connection:
        session = account_sessions.begin(connection, account.id, time.time())
    note = CallNote("teacher", "Education", needs=("panel",))
    kept = CallNoteStore(engine).keep_at_desk(note, Urgency.ROUTINE, WAY, AtDesk(account), dt.datetime.now(dt.timezone.utc))

    home = running.get("/desk", session)
    token = home.text.split('name="form_token" value="')[1].split('"')[0]
    form = {"form_token": token, "words": "teacher asks what an imr is"}
    read = requests.post(f"{running.url}/desk/call", form, cookies={COOKIE: session}, timeout=30)

    assert home.status_code == 200
    assert (read.status_code, "The assistant is not ready" in read.text) == (503, True)
    assert running.get(f"/desk/notes/{kept}", session).status_code == 200
    engine.dispose()


def test_without_its_database_the_desk_says_so_and_what_to_do_meanwhile(desk_settings: Settings, content: Content) -> None:
    url = f"postgresql://scr:scr@127.0.0.1:{free_port()}/scr"

    with closing(RunningDesk(desk_settings.copy(update={"database_url": url}), content)) as running:
        answer = running.get("/desk")

    assert answer.status_code == 503
    for words in ("cannot reach its database", "Write your note on paper", "999"):
        assert words in answer.text
