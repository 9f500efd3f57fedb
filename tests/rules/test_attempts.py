"""Waits after wrong codes: they grow, they end, and nobody's can be begun or drawn out by somebody elsewhere."""

from __future__ import annotations

from typing import Dict, Tuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from scr.rules.attempts import (
    ADDRESS,
    LONGEST_MEMORY,
    NONE,
    PERSON,
    TOGETHER,
    Failures,
    Limit,
    failed,
    network_of,
    wait_until,
)

NOON = 1_000_000.0
CODES, ADDRESSES = ("AB2C", "DF3G", "HJ4K"), ("192.0.2.1", "192.0.2.2", "198.51.100.7")


class Door:
    """All failures at one door, counted as the rule says. A try that may not be made is not counted."""

    def __init__(self) -> None:
        self.now = NOON
        self.own: Dict[Tuple[str, str], Failures] = {}
        self.person: Dict[str, Failures] = {}
        self.address: Dict[str, Failures] = {}
        self.together = NONE

    def wait(self, code: str, address: str) -> float:
        until = wait_until(
            self.own.get((code, address), NONE),
            self.person.get(code, NONE),
            self.address.get(address, NONE),
            self.together,
            self.now,
        )
        return max(0.0, until - self.now)

    def fail(self, code: str, address: str) -> float:
        """Wait until it may be tried, and fail; the wait after that."""
        self.now += self.wait(code, address)
        assert self.wait(code, address) == 0
        self.own[code, address] = failed(PERSON, self.own.get((code, address), NONE), self.now)
        self.person[code] = failed(PERSON, self.person.get(code, NONE), self.now)
        self.address[address] = failed(ADDRESS, self.address.get(address, NONE), self.now)
        self.together = failed(TOGETHER, self.together, self.now)
        return self.wait(code, address)

    def succeed(self, code: str, address: str) -> None:
        self.own.pop((code, address), None)
        self.person.pop(code, None)


@pytest.fixture
def door() -> Door:
    return Door()


def test_the_first_three_tries_are_free_and_then_the_waits_double_to_a_quarter_of_an_hour(door: Door) -> None:
    waits = [door.fail("AB2C", "192.0.2.1") for _ in range(9)]

    assert waits == [0, 0, 30, 60, 120, 240, 480, 900, 900]


def test_an_address_that_tries_many_codes_has_ten_free_and_then_waits_up_to_two_minutes(door: Door) -> None:
    waits = [door.fail(f"AB{number}", "192.0.2.1") for number in range(14)]

    assert waits == [0] * 9 + [30, 60, 120, 120, 120]


def test_after_two_hundred_failures_in_an_hour_everybodys_first_mistake_costs_half_a_minute(door: Door) -> None:
    for number in range(200):
        door.fail(f"AB{number}", f"192.0.2.{number}")

    assert door.wait("DF3G", "198.51.100.7") == 0
    assert door.fail("DF3G", "198.51.100.7") in (30, 60)


def test_a_guess_at_one_persons_code_does_not_keep_another_person_waiting(door: Door) -> None:
    for _ in range(8):
        door.fail("AB2C", "192.0.2.1")

    assert door.wait("AB2C", "192.0.2.1") == 900
    assert door.wait("DF3G", "192.0.2.2") == 0
    assert door.wait("DF3G", "192.0.2.1") == 0


def test_guesses_at_my_code_from_elsewhere_do_not_keep_me_waiting(door: Door) -> None:
    for number in range(100):
        door.fail("AB2C", f"192.0.2.{number}")

    assert door.wait("AB2C", "198.51.100.7") == 0


def test_guesses_from_many_addresses_get_one_try_from_each_and_then_the_longest_wait(door: Door) -> None:
    waits = [door.fail("AB2C", f"192.0.2.{number}") for number in range(100)]

    assert waits[:8] == [0, 0, 30, 60, 120, 240, 480, 900]
    assert set(waits[8:]) == {900}


def test_a_wait_is_not_drawn_out_by_guesses_from_elsewhere(door: Door) -> None:
    door.fail("AB2C", "198.51.100.7")
    mistake_at = door.now
    for number in range(250):
        door.now = mistake_at + number
        door.fail("AB2C", f"192.0.2.{number}")

    assert door.now + door.wait("AB2C", "198.51.100.7") == mistake_at + 900


def test_after_a_success_a_person_begins_anew(door: Door) -> None:
    for _ in range(5):
        door.fail("AB2C", "192.0.2.1")

    door.succeed("AB2C", "192.0.2.1")

    assert [door.fail("AB2C", "192.0.2.1") for _ in range(3)] == [0, 0, 30]


def test_a_success_does_not_give_an_address_new_guesses(door: Door) -> None:
    for number in range(10):
        door.fail(f"AB{number}", "192.0.2.1")

    door.succeed("DF3G", "192.0.2.1")

    assert door.wait("HJ4K", "192.0.2.1") == 30


@pytest.mark.parametrize("limit", [PERSON, ADDRESS, TOGETHER])
def test_failures_are_forgiven_one_by_one_and_in_the_end_all(limit: Limit) -> None:
    failures = NONE
    for _ in range(1000):
        failures = failed(limit, failures, NOON)

    assert failures.count == limit.most
    assert failed(limit, failures, NOON + 2.5 * limit.forgives_one_in).count == limit.most - 1
    assert failed(limit, failures, NOON + LONGEST_MEMORY).count == 1


@pytest.mark.parametrize("limit", [PERSON, ADDRESS, TOGETHER])
def test_a_clock_that_runs_behind_another_processs_forgives_nothing(limit: Limit) -> None:
    assert failed(limit, Failures(2, NOON), NOON - 5) == Failures(3, NOON)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("teams", "teams"),
        ("x" * 500, "x" * 45),
    ],
)
def test_one_customer_of_a_network_counts_as_one(address: str, network: str) -> None:
    assert network_of(address) == network


class Waits(RuleBasedStateMachine):
    """Whatever people and guessers do at the door, each at their own addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.door = Door()
        self.last_waits: Dict[Tuple[str, str], Tuple[float, float]] = {}
        self.failed_at: Dict[Tuple[str, str], float] = {}

    @rule(code=st.sampled_from(CODES), address=st.sampled_from(ADDRESSES), times=st.integers(1, 12))
    def somebody_fails(self, code: str, address: str, times: int) -> None:
        for _ in range(times):
            self.door.fail(code, address)
            self.failed_at[code, address] = self.door.now
            self._does_not_shrink((code, address), self._wait_for_the_code(code, address), PERSON)
            self._does_not_shrink(("any", address), self._wait_for_the_address(address), ADDRESS)

    def _does_not_shrink(self, whose: Tuple[str, str], wait: float, limit: Limit) -> None:
        at, before = self.last_waits.get(whose, (0.0, 0.0))
        if self.door.now - at < limit.forgives_one_in:
            assert wait >= before, "a wait became shorter while failures went on"
        self.last_waits[whose] = self.door.now, wait

    def _wait_for_the_code(self, code: str, address: str) -> float:
        door = self.door
        return wait_until(door.own[code, address], door.person[code], NONE, NONE, door.now) - door.now

    def _wait_for_the_address(self, address: str) -> float:
        return wait_until(NONE, NONE, self.door.address[address], NONE, self.door.now) - self.door.now

    @rule(code=st.sampled_from(CODES), address=st.sampled_from(ADDRESSES))
    def somebody_succeeds(self, code: str, address: str) -> None:
        self.door.now += self.door.wait(code, address)
        self.door.succeed(code, address)
        self.last_waits = {pair: waits for pair, waits in self.last_waits.items() if pair[0] != code}
        self.failed_at.pop((code, address), None)
        assert self.door.wait(code, address) <= ADDRESS.longest_wait

    @rule(seconds=st.sampled_from([0.5, 5.0, 29.0, 61.0, 900.0, 3601.0, 86_400.0]))
    def time_passes(self, seconds: float) -> None:
        self.door.now += seconds

    @invariant()
    def nobody_waits_longer_than_a_quarter_of_an_hour_after_their_own_mistake(self) -> None:
        for code in CODES:
            for address in ADDRESSES:
                wait = self.door.wait(code, address)
                own_mistake = self.failed_at.get((code, address))
                allowed = own_mistake + PERSON.longest_wait - self.door.now if own_mistake is not None else 0.0
                address_mistake = self.door.address.get(address, NONE)
                allowed = max(allowed, address_mistake.last_at + ADDRESS.longest_wait - self.door.now)
                assert wait <= max(0.0, allowed)

    @invariant()
    def whoever_comes_from_where_nobody_failed_does_not_wait(self) -> None:
        assert all(self.door.wait(code, "203.0.113.5") == 0 for code in CODES)


TestWaits = Waits.TestCase
TestWaits.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
