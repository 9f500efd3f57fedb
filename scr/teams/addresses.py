"""Where the bot may send to. An activity names the address itself, and the bot's token goes there with the reply."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Container

# So narrow that no two programs can read an address that fits in two ways.
_ADDRESS = re.compile(r"(https?)://([a-z0-9.-]+)(:[0-9]{1,5})?((?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)/?", re.IGNORECASE)


def may_be_called(url: str, hosts: Container[str]) -> bool:
    """Whether the address is on one of the hosts, each with its port where it has one; unencrypted on this machine alone."""
    found = _ADDRESS.fullmatch(url)
    if found is None:
        return False
    scheme, host, port, _ = found.groups()
    return (host + (port or "")).lower() in hosts and (scheme.lower() == "https" or _is_this_machine(host))


def same_address(one: str, other: str) -> bool:
    return one.rstrip("/").lower() == other.rstrip("/").lower()


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
