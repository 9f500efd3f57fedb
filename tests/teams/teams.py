"""A person in Microsoft Teams: what Teams sends to the bot when they do something, and what they see of its answers."""

from __future__ import annotations

import itertools
import uuid
from typing import Any, Dict, List, Mapping, Optional

import requests

from tests.teams.microsoft import BOT, TENANT, Microsoft, Sent, personal_chat

_numbers = itertools.count(1_700_000_000_000)
TEAM = "19:team-thread@thread.tacv2"


class Person:
    """Somebody in Teams. `endpoint`: where the bot listens."""

    def __init__(self, microsoft: Microsoft, endpoint: str, tenant: str = TENANT) -> None:
        self.microsoft = microsoft
        self.endpoint = endpoint
        self.tenant = tenant
        self.object_id = str(uuid.uuid4())
        self.user = f"29:{self.object_id}"
        self.chat = personal_chat(self.user)
        self.group = f"19:{uuid.uuid4().hex}@thread.v2"
        self.thread = f"{TEAM};messageid={next(_numbers)}"
        self._answers: Dict[str, int] = {}

    # ---- What Teams makes of it ----

    def activity(self, kind: str, where: str = "", **more: Any) -> Dict[str, Any]:
        """An activity of this person, in their own chat where nothing else is said."""
        where = where or self.chat
        return {
            "type": kind,
            "id": str(next(_numbers)),
            "timestamp": "2026-02-23T09:30:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.microsoft.service_url,
            "from": {"id": self.user, "name": "Jo Example", "aadObjectId": self.object_id},
            "recipient": {"id": BOT, "name": "Serious case review assistant"},
            "conversation": {"id": where, "conversationType": self._kind(where), "tenantId": self.tenant},
            "channelData": {"tenant": {"id": self.tenant}},
            **more,
        }

    def message(self, text: str, where: str = "", **more: Any) -> Dict[str, Any]:
        if where and where != self.chat:
            mention = {"type": "mention", "text": "<at>Reviews</at>", "mentioned": {"id": BOT, "name": "Reviews"}}
            more = {"entities": [mention], **more}
            text = f"<at>Reviews</at> {text}"
        return self.activity("message", where, text=text, textFormat="plain", **more)

    def _kind(self, where: str) -> str:
        if where.startswith(TEAM):
            return "channel"
        return "groupChat" if where == self.group else "personal"

    # ---- What goes over the network ----

    def post(self, activity: Mapping[str, Any], token: Optional[str] = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.microsoft.token() if token is None else token}"}
        return requests.post(self.endpoint, json=activity, headers=headers, timeout=30)

    def say(self, text: str, where: str = "", **more: Any) -> Sent:
        """Say something, and wait for the one answer."""
        return self.send(self.message(text, where, **more))

    def send(self, activity: Mapping[str, Any]) -> Sent:
        where = activity["conversation"]["id"]
        self._answers[where] = self._answers.get(where, len(self.microsoft.sent(where))) + 1
        response = self.post(activity)
        assert response.status_code == 200, response.status_code
        return self.microsoft.wait_for(self._answers[where], where)[-1]

    def heard_nothing_else(self, where: str = "") -> bool:
        """Nothing came but the answers that were waited for: what is said now is answered last, after all else."""
        where = where or self.chat
        self._answers.setdefault(where, 0)
        self.say("hello", where)
        return len(self.microsoft.sent(where)) == self._answers[where]


# ---- What is seen of a card ----


def elements(card: Mapping[str, Any]) -> List[Mapping[str, Any]]:
    """Everything in a card, in the order in which it is seen."""
    found: List[Mapping[str, Any]] = []
    for element in card.get("body") or card.get("items") or ():
        found += [element, *elements(element)]
    return found


def shown(sent: Sent) -> str:
    """The words that are seen at first sight, tables too."""
    return "\n".join(_words(element) for element in sent.card["body"] if element.get("isVisible", True))


def _words(element: Mapping[str, Any]) -> str:
    own = [element["text"]] if "text" in element else []
    facts = [f"{fact['title']}: {fact['value']}" for fact in element.get("facts", ())]
    return "\n".join([*own, *facts, *(_words(inner) for inner in element.get("items", ()))])


def actions(sent: Sent, kind: str) -> List[Mapping[str, Any]]:
    return [
        action
        for element in elements(sent.card)
        for action in element.get("actions", ())
        if action["type"] == f"Action.{kind}"
    ]


def facts(sent: Sent) -> Dict[str, str]:
    return {fact["title"]: fact["value"] for element in elements(sent.card) for fact in element.get("facts", ())}
