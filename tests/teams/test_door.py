"""What is let in from Teams, and that the rest gets 401 or 403 and nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any, Callable, Dict

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization

from scr.running import running_assistant
from tests.teams.conftest import InTeams
from tests.teams.microsoft import APP_ID, KeyPair, Microsoft
from tests.teams.teams import Person, shown

pytestmark = pytest.mark.server

Token = Callable[[Microsoft], str]
_STRANGER = KeyPair("first")  # the name of a key that Microsoft has


def _with_public_key_as_secret(microsoft: Microsoft) -> str:
    """The known trick: what is public, taken for a shared secret. The library refuses to make it, so it is made by hand."""
    key = microsoft.keys[0].private.public_key()
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    claims = jwt.decode(microsoft.token(), options={"verify_signature": False})

    def part(value: Dict[str, Any]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "kid": "first", "typ": "JWT"}) + b"." + part(claims)
    mac = hmac.new(pem, signed, hashlib.sha256).digest()
    return (signed + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


FORGED: Dict[str, Token] = {
    "none": lambda microsoft: "",
    "no token at all": lambda microsoft: "nonsense",
    "not a token's characters": lambda microsoft: "\u00fc.\u00fc.\u00fc",
    "endless": lambda microsoft: "a" * 7_000,
    "signed by a stranger": lambda microsoft: microsoft.token(_STRANGER),
    "by a key that nobody has": lambda microsoft: microsoft.token(KeyPair("unheard of")),
    "without a key's name": lambda microsoft: microsoft.token(header={"kid": None}),
    "unsigned": lambda microsoft: jwt.encode({"aud": APP_ID}, "", "none", {"kid": "first"}),
    "a public key taken for a secret": _with_public_key_as_secret,
    "expired": lambda microsoft: microsoft.token(exp=time.time() - 301),
    "without an end": lambda microsoft: microsoft.token(exp=None),
    "not yet good": lambda microsoft: microsoft.token(nbf=time.time() + 310),
    "for another bot": lambda microsoft: microsoft.token(aud="another bot"),
    "for nobody": lambda microsoft: microsoft.token(aud=None),
    "by another issuer": lambda microsoft: microsoft.token(iss="https://sts.windows.net/7e7e7e7e/"),
    "by no issuer": lambda microsoft: microsoft.token(iss=None),
    "without an address": lambda microsoft: microsoft.token(serviceurl=None),
    "cut off": lambda microsoft: microsoft.token()[:-8],
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_request_without_a_token_of_microsofts_for_this_bot_gets_401_and_nothing_else(
    in_teams: InTeams, person: Person, kind: str
) -> None:
    headers = {"Authorization": f"Bearer {FORGED[kind](in_teams.microsoft)}".encode().decode("latin-1")}

    response = requests.post(person.endpoint, json=person.message("hello"), headers=headers, timeout=30)

    assert (response.status_code, response.content) == (401, b"")


@pytest.mark.parametrize("authorization", ["Basic Zm9vOmJhcg==", "Bearer", "", "bearer  "])
def test_another_way_to_say_who_one_is_gets_401(person: Person, authorization: str) -> None:
    response = requests.post(
        person.endpoint, json=person.message("hello"), headers={"Authorization": authorization}, timeout=30
    )

    assert response.status_code == 401


def _elsewhere(activity: Dict[str, Any]) -> Dict[str, Any]:
    return {**activity, "serviceUrl": "https://attacker.example/"}


MISDIRECTED: Dict[str, Callable[[Person], requests.Response]] = {
    "an address that was not signed": lambda person: person.post(_elsewhere(person.message("hello"))),
    "an address that is signed and not known": lambda person: person.post(
        _elsewhere(person.message("hello")), person.microsoft.token(serviceurl="https://attacker.example/")
    ),
    "an address on another port": lambda person: person.post(
        {**person.message("hello"), "serviceUrl": "http://127.0.0.1:1/"},
        person.microsoft.token(serviceurl="http://127.0.0.1:1/"),
    ),
    "another tenant": lambda person: person.post(
        {**person.message("hello"), "conversation": {"id": person.chat, "tenantId": "foreign"}}
    ),
    "two tenants": lambda person: person.post({**person.message("hello"), "channelData": {"tenant": {"id": "foreign"}}}),
    "no tenant": lambda person: person.post(
        {**person.message("hello"), "conversation": {"id": person.chat}, "channelData": {}}
    ),
    "another channel": lambda person: person.post({**person.message("hello"), "channelId": "webchat"}),
    "a key that may not sign for teams": lambda person: person.post(
        person.message("hello"), person.microsoft.token(person.microsoft.keys[1])
    ),
}


@pytest.mark.parametrize("kind", MISDIRECTED)
def test_what_microsoft_signed_and_is_not_for_this_bot_to_answer_gets_403_and_nothing_else(
    in_teams: InTeams, person: Person, kind: str
) -> None:
    response = MISDIRECTED[kind](person)

    assert (response.status_code, response.content) == (403, b"")
    assert shown(person.say("hello"))
    assert len(in_teams.microsoft.sent(person.chat)) == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b'{"type": "message"}', b'"text"', b"\xff\xfe", b'{"a":' * 9000, b"[" * 60_000]
)
def test_a_body_that_is_no_activity_gets_400(in_teams: InTeams, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {in_teams.microsoft.token()}"}

    response = requests.post(in_teams.endpoint, data=body, headers=headers, timeout=30)

    assert (response.status_code, response.content) == (400, b"")


def test_clocks_may_differ_by_five_minutes(in_teams: InTeams, person: Person) -> None:
    late = in_teams.microsoft.token(exp=time.time() - 280, nbf=time.time() - 4000)
    early = in_teams.microsoft.token(nbf=time.time() + 280)

    assert [person.post(person.message("hello"), token).status_code for token in (late, early)] == [200, 200]


def test_the_address_may_be_written_with_or_without_its_last_stroke(in_teams: InTeams, person: Person) -> None:
    token = in_teams.microsoft.token(serviceurl=in_teams.microsoft.service_url.rstrip("/"))

    assert person.post(person.message("hello"), token).status_code == 200


def test_a_conversation_named_like_a_path_goes_to_no_other_path(in_teams: InTeams, person: Person) -> None:
    strange = "../../token?x=y#z"
    activity = person.activity("message", strange, text="hello")

    assert person.post(activity).status_code == 200

    assert in_teams.microsoft.wait_for(1, strange)
    assert in_teams.microsoft.stray == []


def test_other_methods_are_refused(in_teams: InTeams) -> None:
    assert requests.get(in_teams.endpoint, timeout=30).status_code == 405


def test_it_starts_without_a_network_and_goes_on_once_there_is_one() -> None:
    microsoft = Microsoft()
    microsoft.down = True
    with running_assistant({**microsoft.settings(), "SCR_SAMPLE_REGISTER": "false"}) as settings:
        person = Person(microsoft, f"{settings.base_url}/teams/messages")
        web = requests.post(f"{settings.base_url}/chat/session", timeout=30).status_code

        without = person.post(person.message("hello"))
        microsoft.down = False
        time.sleep(5.1)  # it does not ask for keys again at once
        answer = person.say("hello")

    assert (web, without.status_code, without.content) == (201, 503, b"")
    assert "I answer questions" in shown(answer)


def test_without_a_registration_there_is_no_such_door() -> None:
    with running_assistant({"SCR_SAMPLE_REGISTER": "false"}) as settings:
        response = requests.post(f"{settings.base_url}/teams/messages", json={}, timeout=30)

    assert response.status_code == 404
