"""How long somebody has to wait after wrong access codes.

A code's secret is one of 10^17, so that guesses are hopeless long before they are stopped; the waits are there to make them
few, and must not become a weapon themselves. What was chosen, and why:

- Failures are counted by code, by network address, by code and address together, and in all.
- **A code's wait, and the wait of all together, are for whoever mistyped that code at that address, and run from that
  mistake.** So nobody's wait can be begun or drawn out from elsewhere: a stranger who guesses at my code makes the wait
  after my own mistake longer, fifteen minutes at most, and keeps me out of nothing. Guesses from many addresses get one
  try from each, then the longest wait.
- An address's wait is for everybody behind it, and a whole office may share one; so it comes late and stays short.
- So only somebody behind my own address can keep me out, and only while they go on failing. Another network or Teams goes
  past it, and a new code past guesses at the old one.
- A code's own failures end with its next success. An address's do not, or one good code would buy endless guesses.
- All failures are forgiven in time, one by one, and counted only as far as they lengthen the wait.

Times are in seconds.
"""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass

_MINUTE, _HOUR = 60.0, 3600.0
_PREFIX_OF_ONE_CUSTOMER = 64
"""Of an IPv6 address: what comes after it, a computer chooses itself."""
_LONGEST_ADDRESS = 45


@dataclass(frozen=True)
class Limit:
    """So many failures cost nothing; then the wait doubles from the first to the longest; one failure is forgiven each time
    that `forgives_one_in` has passed without another."""

    free: int
    first_wait: float
    longest_wait: float
    forgives_one_in: float

    @property
    def most(self) -> int:
        """More failures than this lengthen nothing and are not counted."""
        return self.free + math.ceil(math.log2(self.longest_wait / self.first_wait))


PERSON = Limit(free=3, first_wait=30.0, longest_wait=15 * _MINUTE, forgives_one_in=_HOUR)
ADDRESS = Limit(free=10, first_wait=30.0, longest_wait=2 * _MINUTE, forgives_one_in=6 * _MINUTE)
TOGETHER = Limit(free=200, first_wait=30.0, longest_wait=_MINUTE, forgives_one_in=_HOUR / 200)
LONGEST_MEMORY = max(limit.most * limit.forgives_one_in for limit in (PERSON, ADDRESS, TOGETHER))
"""After so long nothing is left of any failures."""


@dataclass(frozen=True)
class Failures:
    """So many, the last of them then."""

    count: int
    last_at: float


NONE = Failures(0, 0.0)


def failed(limit: Limit, before: Failures, now: float) -> Failures:
    """The failures once another has come."""
    return Failures(min(_remembered(limit, before, now) + 1, limit.most), max(now, before.last_at))


def wait_until(own: Failures, person: Failures, address: Failures, together: Failures, now: float) -> float:
    """When the next try may be made; a moment that is not after `now` is at once.

    `own` are the failures with this code from this address; `person` with this code from anywhere; `address` from this
    address with any code; `together` all there were.
    """
    for_this_code = max(_wait(PERSON, person, now), _wait(TOGETHER, together, now))
    return max(
        own.last_at + for_this_code if _remembered(PERSON, own, now) else now,
        address.last_at + _wait(ADDRESS, address, now),
    )


def network_of(address: str) -> str:
    """The part of an IP address that stands for one customer; anything else as it is, cut at an address's length."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:_LONGEST_ADDRESS]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed.packed, _PREFIX_OF_ONE_CUSTOMER), strict=False))


def _remembered(limit: Limit, failures: Failures, now: float) -> int:
    forgiven = int(max(0.0, now - failures.last_at) / limit.forgives_one_in)
    return max(0, failures.count - forgiven)


def _wait(limit: Limit, failures: Failures, now: float) -> float:
    over = _remembered(limit, failures, now) - limit.free
    return min(limit.longest_wait, limit.first_wait * 2.0**over) if over >= 0 else 0.0
