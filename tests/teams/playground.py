"""Microsoft's local emulator of Teams, installed when it is needed. Its licence allows evaluation; nothing of it is shipped.

It signs nothing, so what it sends goes by way of `Microsoft`, which does; the bot knows no way to switch the checks off.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import threading
import time
from typing import Any, Dict, Iterator, List, Mapping, Optional

import aiohttp
import requests

from scr.running import running_assistant
from scr.settings import ROOT, Settings
from tests.conftest import free_port
from tests.teams.microsoft import Microsoft

PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
FOLDER = ROOT / "var" / "playground"
TENANT = "00000000-0000-0000-0000-0000000000001"
_PATIENCE_SECONDS = 30


class Playground:
    """The emulator, which runs; `endpoint` is where it sends what people do."""

    def __init__(self, port: int, endpoint: str) -> None:
        self.port = port
        self.url = f"http://localhost:{port}"
        command = [str(_installed()), "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
        # It would open a browser, and ends where there is none.
        environment = {**os.environ, "TEAMSAPPTESTER_BROWSER": "none"}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=FOLDER)
        self.config: Mapping[str, Any] = self._wait()["config"]
        self._seen: List[Mapping[str, Any]] = []
        self._came = threading.Condition()
        listening = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._listen(listening)), daemon=True).start()
        assert listening.wait(_PATIENCE_SECONDS)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _wait(self) -> Mapping[str, Any]:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(requests.ConnectionError):
                found: Mapping[str, Any] = requests.get(f"{self.url}/_internal/v1/testConfig", timeout=5).json()
                return found
            time.sleep(0.1)
        raise TimeoutError("The emulator did not come up")

    # ---- What the bot does in it ----

    def sees(self, count: int, where: str) -> List[Mapping[str, Any]]:
        """The bot's messages in a conversation, once there are so many; as the emulator shows them."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        with self._came:
            while len(found := [each["message"] for each in self._seen if each["actionConversationId"] == where]) < count:
                left = deadline - time.monotonic()
                assert left > 0, f"{count} messages were expected in {where!r}, and {len(found)} came"
                self._came.wait(left)
        return found

    async def _listen(self, listening: threading.Event) -> None:
        stream = f"ws://localhost:{self.port}/_ws_conversation/v1/conversations/stream"
        async with aiohttp.ClientSession() as client, client.ws_connect(stream) as messages:
            listening.set()
            async for message in messages:
                happened = json.loads(message.data)
                # Of people's own messages it tells too; those name no bot.
                if happened["action"] == "createMessage" and happened["message"]["from"]["id"] == self.config["bot"]["id"]:
                    with self._came:
                        self._seen.append(happened)
                        self._came.notify_all()

    # ---- What people do in it ----

    @property
    def chat(self) -> str:
        return str(self.config["personalChat"]["id"])

    @property
    def group(self) -> str:
        return str(self.config["groupChats"][0]["id"])

    @property
    def channel(self) -> str:
        return str(self.config["teams"][0]["channels"][0]["id"])

    @property
    def person(self) -> Mapping[str, Any]:
        person: Mapping[str, Any] = self.config["currentUser"]
        return person

    def say(self, text: str, where: str, mention: bool = False) -> str:
        """Say something; the conversation in which it then stands, which in a channel is a new thread."""
        bot = self.config["bot"]
        message: Dict[str, Any] = {"from": {"id": self.person["id"]}, "text": text, "textFormat": "plain"}
        if mention:
            tag = f"<at>{bot['name']}</at>"
            mentions = [{"mentioned": {"id": bot["id"], "name": bot["name"]}, "text": tag}]
            message.update(text=f"{tag} {text}", textFormat="xml", mentions=mentions)
        answer = self._post(f"/_conversation/v1/conversations/{where}/messages", message)
        return str(answer.get("postConversationId", where))

    def submit(self, value: Mapping[str, Any], where: str, card: str) -> None:
        """Press what submits a card; `card` is the message that shows it."""
        self._post("/_conversation/v1/submit", {**self._on(where, card), "value": value})

    def execute(self, value: Mapping[str, Any], where: str, card: str) -> Mapping[str, Any]:
        """Press what waits for an answer."""
        return self._post(
            "/_conversation/v1/invoke", {"name": "adaptiveCard/action", **self._on(where, card), "value": value}
        )

    def happen(self, kind: str, where: str) -> None:
        """The bot, or somebody, comes or goes: install, uninstall, botAdded, userAdded, botRemoved."""
        query = {"conversationId": where, "type": kind}
        template = requests.get(f"{self.url}/_internal/v1/customActivities/template", params=query, timeout=30)
        self._post("/_internal/v1/customActivities", template.json())

    def _on(self, where: str, card: str) -> Dict[str, Any]:
        return {"conversation": {"id": where}, "from": {"id": self.person["id"]}, "replyToId": card}

    def _post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        response = requests.post(self.url + path, json=body, timeout=30)
        assert response.status_code < 300, (path, response.status_code, response.text)
        try:
            answer: Mapping[str, Any] = response.json()
        except ValueError:
            return {}
        return answer


@contextlib.contextmanager
def playing(
    changes: Optional[Mapping[str, str]] = None, port: Optional[int] = None
) -> Iterator["tuple[Playground, Settings]"]:
    """The emulator with the whole assistant behind it."""
    microsoft, port = Microsoft(), port or free_port()
    hosts = {"SCR_TEAMS_SERVICE_HOSTS": json.dumps([f"localhost:{port}"]), "SCR_TEAMS_TENANT": TENANT}
    with running_assistant({**microsoft.settings(), **hosts, **changes}) as settings:
        microsoft.bot = f"{settings.base_url}/teams/messages"
        playground = Playground(port, f"{microsoft.url}/sign")
        try:
            yield playground, settings
        finally:
            playground.stop()
            microsoft.close()


def _installed() -> Any:
    program = FOLDER / "node_modules" / ".bin" / "agentsplayground"
    if not program.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", PACKAGE], cwd=FOLDER, check=True)
    return program
