"""The action server's edge: it answers Rasa alone, names a response and says no word of its own."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
import uuid
from typing import Any, Dict

import pytest
import requests
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import actions
from scr.action_server import PROOF_HEADER
from scr.rules.enquiry import Ending
from scr.secret import actions_secret
from scr.settings import ROOT, Settings
from scr.storage.access import AccessStore
from tests.actions.conftest import Serving
from tests.actions.running import body_of
from tests.conftest import DATA
from tests.small_register import OWN, now_utc, rows, signed_in

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
LOOK_UPS = sorted(set(DOMAIN["actions"]) - {"action_sign_out", "action_finish_note"})
SHARED_BY_THE_ACTIONS = {"register", "call_notes"}
TYPED = "Ethel Quillfeather, born 14/02/2019"
_PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def conversation(serving: Serving) -> str:
    """One to which somebody has signed in."""
    return signed_in(serving.engine)


STRANGERS: Dict[str, Dict[str, Any]] = {
    "no secret": {},
    "an empty secret": {PROOF_HEADER: ""},
    "another secret": {PROOF_HEADER: "0" * 64},
    "a secret in another header": {"Authorization": "Bearer " + "0" * 64},
    "bytes that are no text": {PROOF_HEADER: b"\xff\xfe\xc3"},
    "letters beyond ASCII": {PROOF_HEADER: "ä" * 64},
    "a very long secret": {PROOF_HEADER: "0" * 4000},
}


@pytest.mark.parametrize("kind", STRANGERS)
@pytest.mark.parametrize("action", DOMAIN["actions"])
def test_a_stranger_is_refused_and_nothing_is_looked_up_or_noted(
    serving: Serving, conversation: str, kind: str, action: str
) -> None:
    before = rows(serving.engine)

    response = serving.server.post("/webhook", body_of(action, conversation, OWN), STRANGERS[kind])

    assert response.status_code == 403
    assert response.json() == {"error": "The call does not carry the shared secret"}
    assert rows(serving.engine) == before


def test_almost_the_secret_is_not_the_secret(serving: Serving) -> None:
    secret = serving.server.proof[PROOF_HEADER]

    for given_secret in (secret[:-1], secret[1:], secret + "0", secret.upper(), f"{secret},{secret}"):
        assert serving.server.post("/webhook", {}, {PROOF_HEADER: given_secret}).status_code == 403


@pytest.mark.parametrize("path", ["/actions", "/webhook", "/", "/nothing", "/health/more", "//health"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_path_but_health_is_closed(serving: Serving, path: str, method: str) -> None:
    response = requests.request(method, serving.server.address + path, timeout=_PATIENCE_SECONDS)

    assert response.status_code in {403, 404, 405}
    assert "action_review_status" not in response.text


def test_a_web_page_of_any_origin_is_told_nothing(serving: Serving) -> None:
    """The SDK answers what browsers ask before a call; without its origin in the answer a browser makes none."""
    response = requests.options(
        f"{serving.server.address}/webhook", headers={"Origin": "https://board.example"}, timeout=_PATIENCE_SECONDS
    )

    assert response.text == ""
    assert not [name for name in response.headers if name.lower().startswith("access-control-allow-origin")]


def test_health_is_open_and_tells_nothing_more(serving: Serving) -> None:
    response = requests.get(f"{serving.server.address}/health", timeout=_PATIENCE_SECONDS)

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_the_secret_is_kept_for_its_owner_alone_and_made_once(serving: Serving) -> None:
    kept = serving.server.settings.var_dir / "actions_secret"

    assert kept.stat().st_mode & 0o077 == 0
    assert len(kept.read_text()) == 64
    assert actions_secret(serving.server.settings) == kept.read_text().strip()
    assert actions_secret(Settings.parse_obj({"actions_secret": "named by a setting"})) == "named by a setting"


def test_the_secret_stands_in_no_log_and_no_answer(serving: Serving) -> None:
    secret = serving.server.proof[PROOF_HEADER]

    answers = [serving.server.call(action).text for action in DOMAIN["actions"]]

    assert secret not in serving.server.logged + "".join(answers)


@pytest.mark.parametrize("action", LOOK_UPS)
def test_an_action_answers_with_one_response_by_name_and_changes_no_slot(serving: Serving, action: str) -> None:
    finding = serving.server.finding(action, uuid.uuid4().hex)

    assert finding.ending is Ending.SIGN_IN_NEEDED


def test_every_response_that_an_action_names_is_written_in_data_or_composed_of_a_finding() -> None:
    pages = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DATA / "tasks").glob("*.yml")]
    written = {name for page in pages for name in page.get("responses") or {}}

    assert {"utter_register_unavailable", "utter_sign_out", "utter_sign_out_failed"} <= written


BROKEN: Dict[str, Dict[str, Any]] = {
    "parties of another form": {"reading": {"parties": [{"nobody": TYPED}]}},
    "parties that are none": {"reading": {"parties": TYPED}},
    "a reading that is none": {"reading": TYPED},
    "a reference that is none": {"reading": {"reference": {"name": TYPED}}},
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("action", LOOK_UPS)
def test_an_action_that_breaks_sends_back_and_logs_nothing_of_the_request(
    serving: Serving, conversation: str, kind: str, action: str
) -> None:
    response = serving.server.call(action, conversation, text=TYPED, **BROKEN[kind])

    assert response.status_code == 500
    assert response.json() == {"error": "The action failed"}
    assert "Quillfeather" not in serving.server.logged
    assert "An action failed: " in serving.server.logged


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b'"Quillfeather"', b"null", b"\xff", b'{"next_action": 5}'])
def test_a_call_that_is_none_is_refused_with_nothing_of_it(serving: Serving, body: bytes) -> None:
    response = serving.server.post("/webhook", body, {**serving.server.proof, "Content-Type": "application/json"})

    assert response.status_code in {400, 404, 500}
    assert "Quillfeather" not in response.text + serving.server.logged
    assert serving.server.finding("action_review_status", "after it").ending is Ending.SIGN_IN_NEEDED


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=40)
def test_what_was_typed_never_comes_back(serving: Serving, text: str) -> None:
    mark = f"Quillfeather {text}"

    response = serving.server.call("action_review_status", "typed", text=mark, metadata={"text": mark})

    assert response.status_code == 200
    assert "Quillfeather" not in response.text + serving.server.logged
    assert len(response.text) < 1000


def test_every_action_of_the_domain_is_registered_and_no_other(serving: Serving) -> None:
    response = requests.get(f"{serving.server.address}/actions", headers=serving.server.proof, timeout=_PATIENCE_SECONDS)

    assert {each["name"] for each in response.json()} == set(DOMAIN["actions"])


def test_there_is_one_file_for_each_action() -> None:
    files = {module.name for module in pkgutil.iter_modules(actions.__path__)} - SHARED_BY_THE_ACTIONS

    assert {f"action_{name}" for name in files} == set(DOMAIN["actions"])


def test_an_unknown_action_is_an_error_and_no_empty_answer(serving: Serving) -> None:
    assert serving.server.call("action_nothing").status_code == 404


def test_the_action_server_needs_no_rasa() -> None:
    """It starts within a second or two, and what it does cannot depend on the server that calls it."""
    modules = ", ".join(f"actions.{name}" for name in ("review_status", "support_request", "debrief_calendar", "sign_out"))
    check = f"import sys, {modules}, scr.action_server; sys.exit('rasa' in sys.modules)"

    assert subprocess.run([sys.executable, "-W", "ignore", "-c", check], cwd=ROOT, timeout=60).returncode == 0


def test_a_code_that_is_entered_meanwhile_counts_at_once(serving: Serving) -> None:
    conversation = uuid.uuid4().hex
    before = serving.server.finding("action_review_status", conversation)

    signed_in(serving.engine, conversation_id=conversation)

    assert before.ending is Ending.SIGN_IN_NEEDED
    assert serving.server.finding("action_review_status", conversation).ending is Ending.TOLD
    assert AccessStore(serving.engine).signed_in(conversation, now_utc().timestamp()) is not None
