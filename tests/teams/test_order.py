"""Work behind: in order within a conversation, side by side between them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import List

import pytest

from scr.teams.connector import NotSent
from scr.teams.order import InOrder


async def test_work_of_a_conversation_is_done_in_its_order() -> None:
    order, done = InOrder(), []

    async def work(number: int) -> None:
        await asyncio.sleep(0.01 * (5 - number))
        done.append(number)

    for number in range(5):
        order.add("a", partial(work, number))
    await order.finished()

    assert done == [0, 1, 2, 3, 4]


async def test_one_conversation_does_not_wait_for_another() -> None:
    order, done = InOrder(), asyncio.Event()

    async def hang() -> None:
        await asyncio.wait_for(done.wait(), 5)

    async def finish() -> None:
        done.set()

    order.add("hanging", hang)
    order.add("other", finish)

    await asyncio.wait_for(order.finished(), 2)


async def test_work_that_fails_does_not_hold_up_what_comes_after_it() -> None:
    order, done = InOrder(), []

    async def fail() -> None:
        raise RuntimeError("what somebody typed")

    async def work() -> None:
        done.append(1)

    order.add("a", fail)
    order.add("a", work)
    await order.finished()

    assert done == [1]


async def test_more_than_anybody_can_mean_is_not_taken() -> None:
    order, started = InOrder(), asyncio.Event()

    taken: List[bool] = [order.add("a", started.wait) for _ in range(150)]
    others = order.add("b", started.wait)
    started.set()
    await order.finished()

    assert (taken.count(True), others) == (100, True)
    assert order.add("a", started.wait)


async def test_nothing_is_remembered_of_what_is_over() -> None:
    order = InOrder()

    async def work() -> None:
        pass

    for number in range(100):
        order.add(f"conversation {number}", work)
    await order.finished()

    assert vars(order) == {"_last": {}, "_waiting": {}}


async def test_what_takes_too_long_at_the_end_is_given_up() -> None:
    order = InOrder()
    order.add("a", asyncio.Event().wait)

    await asyncio.wait_for(order.finished(0.05), 2)


async def test_what_teams_answered_is_logged_and_what_others_say_is_not(caplog: pytest.LogCaptureFixture) -> None:
    order = InOrder()

    async def refused() -> None:
        raise NotSent("the connector answered 403", 403)

    async def broke() -> None:
        raise ValueError("Ethel Quillfeather")

    order.add("a", refused)
    order.add("a", broke)
    await order.finished()

    assert "the connector answered 403" in caplog.text
    assert "ValueError" in caplog.text
    assert "Quillfeather" not in caplog.text
