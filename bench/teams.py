"""Teams: how long from an activity to the reply in the connector's hands, and whether a connector that hangs delays others.

    make bench-teams

Fifty conversations, ten messages a second in all, sent at their time whether or not earlier ones were answered. Beside them
ten others are talked in, two messages a second; in every second round the connector hangs in half of these and fails in the
rest. Only the fifty are measured. Microsoft is the tests' own, on loopback, in this process. Prints milliseconds by round.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from typing import Dict, List

import aiohttp

from scr.running import running_assistant
from tests.teams.microsoft import Microsoft, Trouble
from tests.teams.teams import Person

_UNLIMITED = {
    "SCR_MESSAGES_PER_MINUTE": "1000000",
    "SCR_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
    "SCR_TEAMS_NEWS_SECONDS": "0",
}
_QUESTIONS = (
    "will they want to talk to me about what i did",
    "how many months does the whole thing take",
    "are mum and dad told that it is happening",
    "what is an overview report for",
    "thanks",
)
_CONVERSATIONS = 50
_A_SECOND = 10
_SECONDS = 15
_ROUNDS = 5
_OTHERS = 10
_OTHERS_A_SECOND = 2
_BAR = 150.0
_MOST_DELAY = 1.2


def main() -> None:
    microsoft = Microsoft()
    with running_assistant({**microsoft.settings(), **_UNLIMITED}) as settings:
        endpoint = f"{settings.base_url}/teams/messages"
        people = [Person(microsoft, endpoint) for _ in range(_CONVERSATIONS)]
        asyncio.run(_run(people, _SECONDS))
        quiet, troubled = [], []
        for number in range(_ROUNDS):
            quiet.append(asyncio.run(_beside_others(microsoft, endpoint, people, in_trouble=False)))
            _print(f"round {number + 1}, undisturbed", quiet[-1])
            troubled.append(asyncio.run(_beside_others(microsoft, endpoint, people, in_trouble=True)))
            _print(f"round {number + 1}, others in trouble", troubled[-1])
    ratio = statistics.median(map(_p95, troubled)) / statistics.median(map(_p95, quiet))
    print(f"p95 while others hang or fail: {ratio:.2f} times that without (bar {_MOST_DELAY})")
    print(f"p95 undisturbed: {statistics.median(map(_p95, quiet)):.0f} ms (bar {_BAR:.0f})")


async def _beside_others(microsoft: Microsoft, endpoint: str, people: List[Person], in_trouble: bool) -> List[float]:
    others = [Person(microsoft, endpoint) for _ in range(_OTHERS)]
    if in_trouble:
        for number, person in enumerate(others):
            microsoft.trouble[person.chat] = Trouble([503] * 1000) if number % 2 else Trouble(hang=60)
    talking = asyncio.ensure_future(_talk(others))
    try:
        return await _run(people, _SECONDS)
    finally:
        talking.cancel()


async def _talk(others: List[Person]) -> None:
    async with aiohttp.ClientSession() as client:
        while True:
            for person in others:
                await _post(client, person, _QUESTIONS[0])
                await asyncio.sleep(1 / _OTHERS_A_SECOND)


async def _run(people: List[Person], seconds: int) -> List[float]:
    """Milliseconds of every answer."""
    posted: Dict[str, List[float]] = {person.chat: [] for person in people}
    before = {person.chat: len(person.microsoft.sent(person.chat)) for person in people}
    began = time.perf_counter()
    async with aiohttp.ClientSession() as client:
        sending = []
        for number in range(seconds * _A_SECOND):
            await asyncio.sleep(max(0.0, began + number / _A_SECOND - time.perf_counter()))
            person = people[number % len(people)]
            posted[person.chat].append(time.perf_counter())
            sending.append(asyncio.ensure_future(_post(client, person, _QUESTIONS[number % len(_QUESTIONS)])))
        await asyncio.gather(*sending)
    found = []
    for person in people:
        times = posted[person.chat]
        answers = await asyncio.to_thread(person.microsoft.wait_for, before[person.chat] + len(times), person.chat)
        answers = answers[before[person.chat] :]
        found += [(answer.at - at) * 1000 for at, answer in zip(times, answers, strict=True)]
    return found


async def _post(client: aiohttp.ClientSession, person: Person, text: str) -> None:
    headers = {"Authorization": f"Bearer {person.microsoft.token()}"}
    async with client.post(person.endpoint, json=person.message(text), headers=headers) as response:
        assert response.status == 200, response.status


def _p95(milliseconds: List[float]) -> float:
    return statistics.quantiles(milliseconds, n=20)[-1]


def _print(what: str, milliseconds: List[float]) -> None:
    print(
        f"{what:24} {len(milliseconds):5} answers, median {statistics.median(milliseconds):6.1f} ms, "
        f"p95 {_p95(milliseconds):6.1f} ms, longest {max(milliseconds):6.1f} ms"
    )


if __name__ == "__main__":
    main()
