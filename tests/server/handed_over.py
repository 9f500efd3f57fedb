"""Many people who want a person at once, and somebody who answers them all, while the assistant is killed again and again.

`test_handover_survives.py` looks at what came of it, and `bench/handovers.py` does so with many more.
"""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Dict, List, Mapping, Optional

import requests

from scr.rules.accounts import Account
from scr.rules.handover import Author
from scr.running import Processes
from scr.storage.database import connect
from scr.storage.handovers import HandoverStore
from tests.at_the_desk import colleague
from tests.waiting import wait_until

PERSON = "can i speak to a person please"
SECRET = "a key of thirty-two characters.."
SETTINGS = {
    "SCR_SECRET": SECRET,
    "SCR_MESSAGES_PER_MINUTE": "1000000",
    "SCR_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
    "SCR_DATABASE_TIMEOUT": "10",
}
_AGAIN_SECONDS = 0.3
_PATIENCE_SECONDS = 240.0


class GaveUp(Exception):
    """Something did not come in time."""


@dataclass
class Told:
    """What one person was told, and said."""

    numbers: List[int] = field(default_factory=list)
    """Of the hand-over, as each reply named it."""
    heard: List[str] = field(default_factory=list)
    said: List[str] = field(default_factory=list)
    failures: int = 0
    """Of requests, each of which was made again."""
    took: float = 0.0
    """Seconds from asking for a person to being told a number."""


class Person:
    """As the widget: each message has an id, and is sent again until it has been answered."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._headers: Dict[str, str] = {}
        self.told = Told()

    def talk(self) -> None:
        """Ask for a person, wait for one, answer them twice, and read what they write."""
        token = self._until_it_works("POST", "/chat/session", {})["token"]
        self._headers = {"Authorization": f"Bearer {token}"}
        asked_at = time.monotonic()
        self._says(PERSON)
        self.told.took = time.monotonic() - asked_at
        after = self._hears("", 0)
        for text in ("first", "second"):
            self.told.said.append(f"my {text} word")
            self._says(self.told.said[-1])
        self._hears("goodbye", after)

    def _says(self, text: str) -> None:
        answer = self._until_it_works("POST", "/chat/messages", {"text": text, "id": str(uuid.uuid4())})
        self.told.numbers += [reply["handover"] for reply in answer["replies"] if reply["handover"]]

    def _hears(self, wanted: str, after: int) -> int:
        """Ask until there is word of the helpline with these; the number of the last word."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for word in self._until_it_works("GET", f"/chat/helpline?after={after}")["words"]:
                after = word["number"]
                if word["author"] == Author.HELPLINE.value:
                    self.told.heard.append(word["reply"]["passages"][0]["text"])
            if any(wanted in text for text in self.told.heard):
                return after
            time.sleep(1)
        raise GaveUp(f"no word with {wanted!r}: {self.told}")

    def _until_it_works(self, method: str, path: str, body: Optional[Mapping[str, Any]] = None) -> Mapping[str, Any]:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                found = requests.request(method, self._base_url + path, json=body, headers=self._headers, timeout=30)
                if found.ok:
                    answer: Mapping[str, Any] = found.json()
                    return answer
            except (requests.RequestException, ValueError):
                pass
            self.told.failures += 1
            time.sleep(_AGAIN_SECONDS)
        raise GaveUp(f"{method} {path} was never answered")


class Desk:
    """Takes whatever waits, greets, and says goodbye once both words have come; works on the database, as the desk does."""

    def __init__(self, database_url: str) -> None:
        engine = connect(database_url, timeout=10)
        self.store = HandoverStore(engine)
        self.pat: Account = colleague(engine)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Desk:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(30)

    def _work(self) -> None:
        while not self._stopped.wait(0.2):
            for waiting in self.store.waiting():
                self.store.take(waiting.number, self.pat, time.time())
                self.store.answer(waiting.number, self.pat, f"hello {waiting.number}", time.time(), "hello")
            for taken in self.store.taken():
                if sum(word.author is Author.PERSON for word in self.store.words(taken.number)) >= 2:
                    self.store.answer(taken.number, self.pat, f"goodbye {taken.number}", time.time(), "goodbye")


@dataclass
class Outcome:
    """What is wrong in the end, by what it is; and what it took."""

    faults: Dict[str, int]
    people: List[Told]
    seconds: float
    kills: int


def many_talk(processes: Processes, people: int, at_once: int, kills: int) -> Outcome:
    """
    Args:
        at_once: how many of them talk at the same time.
        kills: how often everything is killed and started anew, spread over their number.

    Raises:
        GaveUp
    """
    settings = processes.settings
    talking = [Person(settings.base_url) for _ in range(people)]
    started = time.monotonic()
    with Desk(settings.sqlalchemy_url) as desk:
        with ThreadPoolExecutor(at_once) as pool:
            done = [pool.submit(person.talk) for person in talking]
            for kill in range(kills):
                enough = people * (kill + 0.5) / kills
                wait_until(partial(_more_answered, talking, enough), f"more than {enough} to be answered", _PATIENCE_SECONDS)
                processes.kill()
                processes.start()
            for each in done:
                each.result()
        faults = _faults(desk.store, [person.told for person in talking])
    return Outcome(faults, [person.told for person in talking], time.monotonic() - started, kills)


def _more_answered(talking: List[Person], enough: float) -> bool:
    return sum(bool(person.told.numbers) for person in talking) > enough


def _faults(store: HandoverStore, people: List[Told]) -> Dict[str, int]:
    """What must not be, counted."""
    taken = store.taken()
    words = {each.number: store.words(each.number) for each in taken}
    said = {number: [word.text for word in found if word.author is Author.PERSON] for number, found in words.items()}
    return {
        "hand-overs that are still waiting": len(store.waiting()),
        "people who were told no number": sum(not told.numbers for told in people),
        "people who were told several": sum(len(set(told.numbers)) > 1 for told in people),
        "hand-overs more or less than people": abs(len(taken) - len(people)),
        "conversations with several": len(taken) - len({each.conversation_id for each in taken}),
        "people whose words are not there once each, in order": sum(
            said.get(told.numbers[0]) != told.said for told in people if told.numbers
        ),
        "people who did not hear each answer once": sum(
            told.heard != [f"hello {told.numbers[0]}", f"goodbye {told.numbers[0]}"] for told in people if told.numbers
        ),
    }
