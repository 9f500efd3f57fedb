"""The desk's door in a server of its own, and browsers that come to it."""

from __future__ import annotations

import asyncio
import itertools
import re
import socket
import threading
import time
from contextlib import contextmanager
from typing import Dict, Iterator, Optional

import requests
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from scr.content import Content
from scr.desk.door import Door, FormRefused, NotSignedIn
from scr.settings import Settings
from scr.storage.database import connect
from scr.web import pages
from tests.storage.desk_accounts import HANDLER, PASSWORD, PERIOD, Desk, code_at

_numbers = itertools.count(1)


class _App(Sanic):
    # Sanic else rewrites its own code whenever a server starts, which works once in a process.
    test_mode = True


class Clock:
    """Goes on only where a test says so; codes and sessions are by it."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


class RunningDoor:
    """A door with one page behind it, which says who is there and changes something for whoever may.

    `config` is Sanic's.
    """

    def __init__(self, settings: Settings, content: Content, **config: object) -> None:
        self.clock = Clock()
        self.settings = settings
        self.changes = 0
        self._door = Door(settings, content, self.clock)
        self._app = _App(f"desk_{next(_numbers)}")
        self._app.config.update({"FALLBACK_ERROR_FORMAT": "text", "MOTD": False, **config})
        self._app.blueprint(self._blueprint())
        self._add_files()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def desk(self) -> Desk:
        """The accounts, as the officer's commands and the database have them."""
        return Desk(connect(self.settings.sqlalchemy_url, 5))

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._socket.close()

    def _blueprint(self) -> Blueprint:
        blueprint = Blueprint("desk", url_prefix="/desk")
        self._door.add_routes(blueprint)

        @blueprint.get("/")
        async def home(request: Request) -> HTTPResponse:
            try:
                visitor = await self._door.visitor(request, active="asks" not in request.args)
            except NotSignedIn:
                return json({"name": None})
            return json({"name": visitor.account.name, "form_token": visitor.form_token})

        @blueprint.post("/change")
        async def change(request: Request) -> HTTPResponse:
            try:
                self._door.check_form(request, await self._door.visitor(request))
            except NotSignedIn:
                return json({}, status=401)
            except FormRefused:
                return json({}, status=403)
            self.changes += 1
            return json({"changes": self.changes})

        return blueprint

    def _add_files(self) -> None:
        @self._app.get("/static/<name:str>")
        async def static(request: Request, name: str) -> HTTPResponse:
            return pages.file_response(request, name)

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._app.create_server(sock=self._socket, return_asyncio_server=True, access_log=False)
        )
        self._loop.run_until_complete(server.startup())
        started.set()
        self._loop.run_forever()


class Browser:
    """Keeps cookies and says where a form comes from, as browsers do."""

    def __init__(self, running: RunningDoor) -> None:
        self.running = running
        self.session = requests.Session()

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.session.get(f"{self.running.url}{path}", headers=headers, allow_redirects=False, timeout=30)

    def post(self, path: str, headers: Optional[Dict[str, str]] = None, **fields: str) -> requests.Response:
        sent = {"Origin": self.running.url} if headers is None else headers
        url = f"{self.running.url}{path}"
        return self.session.post(url, data=fields, headers=sent, allow_redirects=False, timeout=30)

    def who(self, path: str = "/desk") -> Optional[str]:
        """Who is signed in with this browser."""
        name = self.get(path).json()["name"]
        return None if name is None else str(name)

    def form_token(self) -> str:
        return str(self.get("/desk").json()["form_token"])

    @property
    def cookie(self) -> str:
        """The session's token, which only a test can read."""
        return str(self.session.cookies.get("scr_desk", ""))

    def gives_password(self, name: str = HANDLER, password: str = PASSWORD) -> requests.Response:
        return self.post("/desk/sign-in", name=name, password=password)

    def gives_code(self, secret: str) -> requests.Response:
        """The code of the next period, for this one's may have been used."""
        self.running.clock.now += PERIOD
        return self.post("/desk/code", code=code_at(secret, self.running.clock.now))

    def signs_in(self, secret: str) -> None:
        assert self.gives_password().headers["Location"] == "/desk/code"
        assert self.gives_code(secret).headers["Location"] == "/desk"


def secret_on(page: str) -> str:
    """What somebody types off the page into their app."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found, page
    return found[1].replace(" ", "")


@contextmanager
def running_door(settings: Settings, content: Content, **config: object) -> Iterator[RunningDoor]:
    running = RunningDoor(settings, content, **config)
    yield running
    running.close()
