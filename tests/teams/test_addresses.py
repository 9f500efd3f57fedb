"""To which addresses the bot's token may go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from scr.teams.addresses import may_be_called, same_address

HOSTS = {"smba.trafficmanager.net", "127.0.0.1:4000", "localhost:4000", "gov.example:8443"}


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/uk",
        "https://SMBA.trafficmanager.net",
        "https://smba.trafficmanager.net/emea/7e7e7e7e-1111-2222-3333-444444444444/",
        "https://gov.example:8443/",
        "http://127.0.0.1:4000/_connector",
        "http://localhost:4000/",
    ],
)
def test_known_hosts_may_be_called(url: str) -> None:
    assert may_be_called(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "https://attacker.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net.attacker.example/",
        "https://attacker.example/smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@attacker.example/",
        "https://attacker.example@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\@attacker.example/",
        "https://attacker.example#smba.trafficmanager.net/",
        "https://smba.trafficmanager.net/?to=x",
        "https://smba.trafficmanager.net/#x",
        "https://smba.trafficmanager.net/../x",
        "https://smba.trafficmanager.net//attacker.example/",
        "https://smba.trafficmanager.net/%2e%2e/",
        "https://smba.trafficmanager.net\n/",
        " https://smba.trafficmanager.net/",
        "//smba.trafficmanager.net/",
        "smba.trafficmanager.net",
        "file:///etc/passwd",
        "http://127.0.0.1:4001/",
        "http://127.0.0.1/",
        "http://gov.example:8443/",
    ],
)
def test_anything_else_may_not(url: str) -> None:
    assert not may_be_called(url, HOSTS)


@given(st.text(alphabet="htps:/@\\#?.%smba.trafficmanager.net\t\n evil", max_size=60))
def test_whatever_may_be_called_is_read_by_the_client_as_the_same_host(text: str) -> None:
    for url in (text, f"https://{text}", f"https://smba.trafficmanager.net{text}"):
        if may_be_called(url, HOSTS):
            assert URL(url).host == "smba.trafficmanager.net"
            assert URL(url).scheme == "https"


def test_addresses_are_the_same_whatever_their_last_stroke_and_case() -> None:
    assert same_address("https://Host.example/emea/", "https://host.example/emea")
    assert not same_address("https://host.example/emea", "https://host.example/uk")
