"""With its database gone, slow or locked the action server says that the register is out of reach, and tells nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import requests
import sqlalchemy as sa
import yaml

from scr.rules.enquiry import Ending
from scr.settings import ROOT, Settings
from scr.storage.audit import AuditStore
from tests.actions.running import action_server
from tests.conftest import PostgreSQL, free_port
from tests.small_register import OWN, filled, now_utc, signed_in

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
NOTE = {"role": "teacher", "agency": "Education", "area": None, "needs": ["imr"], "reference": None, "urgency": "today"}
SAID = {"action_sign_out": "utter_sign_out_failed", "action_finish_note": "utter_note_not_kept"}


def expect_unavailable(response: requests.Response, action: str = "action_review_status") -> None:
    name = SAID.get(action, "utter_register_unavailable")
    said = [(each["response"], each["text"], each.get("finding")) for each in response.json()["responses"]]
    assert response.status_code == 200
    assert said == [(name, None, None)]
    assert response.json()["events"] == []


def test_with_a_database_that_was_never_there_every_action_says_so(tmp_path: Path) -> None:
    url = f"postgresql://scr:secret-word@127.0.0.1:{free_port()}/scr"
    settings = Settings.parse_obj({"var_dir": tmp_path, "actions_port": free_port(), "database_url": url})

    with action_server(settings, tmp_path / "log") as server:
        for action in DOMAIN["actions"]:
            expect_unavailable(server.call(action, reading={"note": NOTE}), action)

    assert "secret-word" not in server.logged
    assert "cannot be reached" in server.logged


def test_with_the_database_gone_the_actions_say_so_and_answer_again_once_it_is_back(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    values = {"var_dir": tmp_path, "actions_port": free_port(), "database_url": fresh_database(postgresql)}
    settings = Settings.parse_obj(values)
    engine = filled(settings.database_url)
    conversation = signed_in(engine)
    engine.dispose()

    with action_server(settings, tmp_path / "log") as server:
        before = server.finding("action_review_status", conversation)
        postgresql.stop()
        try:
            for action in DOMAIN["actions"]:
                expect_unavailable(server.call(action, conversation, reading={"note": NOTE}), action)
        finally:
            postgresql.start()
        back = server.finding("action_review_status", conversation)

    assert (before.ending, back.ending) == (Ending.TOLD, Ending.TOLD)


def fresh_database(postgresql: PostgreSQL) -> str:
    name = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(postgresql.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return str(sa.engine.make_url(postgresql.url).set(database=name).render_as_string(hide_password=False))


def test_with_the_database_locked_a_look_up_is_given_up_in_time_and_nothing_is_told(tmp_path: Path) -> None:
    """What was looked up and could not be noted in the audit is not told either."""
    values = {"var_dir": tmp_path, "actions_port": free_port(), "database_timeout": 0.5}
    settings = Settings.parse_obj(values)
    engine = filled(settings.sqlalchemy_url)
    conversation = signed_in(engine)

    with action_server(settings, tmp_path / "log") as server:
        server.call("action_review_status", "connects")
        with engine.begin():  # SQLite lets one write, and this is the one
            started = now_utc()
            response = server.call("action_review_status", conversation)
            took = now_utc() - started
        noted = AuditStore(engine).rows(reference=OWN)
        after = server.finding("action_review_status", conversation)

    expect_unavailable(response)
    assert took < dt.timedelta(seconds=4)  # SQLite by itself waits for five
    assert noted == []
    assert after.ending is Ending.TOLD
