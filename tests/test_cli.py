"""The terminal, as a person uses it: commands as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict

import pytest

from scr.content import Content
from scr.settings import ROOT
from scr.storage.conversations import ConversationStore, StoredEvent
from scr.storage.database import connect
from tests.conftest import edit

INTERVIEW = "Quite possibly."
Done = subprocess.CompletedProcess[str]


def _scr(*arguments: str | bytes, **environment: str) -> Done:
    command = [sys.executable, "-m", "scr.cli", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", timeout=120
    )


def _json(*arguments: str) -> Dict[str, Any]:
    done = _scr("ask", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def _is_told_plainly(done: Done, *words: str) -> None:
    """The command ended as failed, said why in words, and showed nobody a traceback."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_question_is_answered_with_its_source_and_where_to_go_on() -> None:
    done = _scr("ask", "will", "i", "be", "interviewed")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(INTERVIEW)
    assert "[North Yorkshire leaflet, section 5 (Will I be interviewed?), paragraph 5.1." in done.stdout
    assert "\nRelated questions:\n  - " in done.stdout


def test_what_a_message_can_be_about_is_listed_with_what_belongs_to_it(content: Content) -> None:
    done = _scr("labels")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"  {content.topics['imr'].title} {content.topics['imr'].boundary}\n" in done.stdout
    assert all(f"\n{label} (" in f"\n{done.stdout}" for label in content.boundaries)
    assert "(0 phrases)" not in done.stdout


def test_an_answer_as_json_is_json_and_nothing_else() -> None:
    found = _json("will i be interviewed")

    assert found["outcome"] == "interview"
    assert found["passages"][0]["text"].startswith(INTERVIEW)
    assert "wording" not in found


def test_an_area_is_answered_by_its_own_document_or_told_that_it_is_silent() -> None:
    own = _scr("ask", "--area", "rotherham", "what support is there for staff").stdout
    silent = _scr("ask", "will i be interviewed", "--area", "rotherham").stdout

    assert "[Rotherham procedures, section 19.6" in own
    assert silent.index("Rotherham procedures") < silent.index("North Yorkshire leaflet") < silent.index(INTERVIEW)


def test_an_area_that_is_not_known_is_told_with_those_that_are(content: Content) -> None:
    done = _scr("ask", "--area", "atlantis", "will i be interviewed")

    _is_told_plainly(done, "atlantis", *content.areas)
    assert done.returncode == 2
    assert done.stdout == ""


def test_the_wording_of_the_source_is_shown_when_asked_for(content: Content) -> None:
    wording = content.documents["north_yorkshire_leaflet"].paragraph("5.1").wording

    assert f"“{wording}”\n[North Yorkshire leaflet, section 5" in _scr("ask", "--sources", "will i be interviewed").stdout
    assert [passage["text"] for passage in _json("--sources", "will i be interviewed")["wording"]] == [wording]


def test_danger_is_answered_with_the_emergency_number_first() -> None:
    done = _scr("ask", "what is an imr? the baby next door is being hit right now, she is screaming")

    assert "999" in done.stdout.splitlines()[0]


@pytest.mark.parametrize(
    "question",
    ["Where has SCR-2026-001 got to?", "What is arranged for my team?", "none of these", "tell me more", "why", "", "🙂"],
)
def test_what_a_terminal_cannot_do_is_said_in_words(question: str) -> None:
    done = _scr("ask", question)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_a_byte_that_is_no_letter_is_survived() -> None:
    """As a terminal with another encoding sends it."""
    assert _scr("ask", b"will i be interviewed \xff").stdout.startswith(INTERVIEW)


def test_a_byte_that_is_no_letter_does_not_spoil_the_json() -> None:
    command = [sys.executable, "-m", "scr.cli", "ask", "--json", b"will i be interviewed \xff"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)

    assert json.loads(done.stdout.decode("utf-8"))["outcome"] == "interview"


def test_whoever_reads_only_the_beginning_of_an_answer_gets_no_error() -> None:
    command = f"{sys.executable} -m scr.cli ask --sources will i be interviewed | head -c 5"

    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, encoding="utf-8")

    assert (done.stdout, done.stderr, done.returncode) == (INTERVIEW[:5], "", 0)


def test_old_conversations_can_be_deleted_and_recent_ones_stay(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'scr.db'}", timeout=2)
    store, now = ConversationStore(engine), time.time()
    store.append("old", [StoredEvent(0, now - 40 * 86400, "user", None, {})])
    store.append("recent", [StoredEvent(0, now - 20 * 86400, "user", None, {})])

    done = _scr("forget", "--days", "30", SCR_VAR_DIR=str(tmp_path))

    assert done.stdout.startswith("1 event(s)")
    assert (store.latest("old", 1), len(store.latest("recent", 1))) == ([], 1)
    engine.dispose()


def test_the_conversations_of_today_are_not_deleted_by_mistake(tmp_path: Path) -> None:
    _is_told_plainly(_scr("forget", "--days", "0", SCR_VAR_DIR=str(tmp_path)), "--days should be 1 or more")


def test_without_a_question_the_usage_is_shown() -> None:
    done = _scr("ask")

    assert done.returncode == 2
    assert "usage: scr ask" in done.stderr


@pytest.mark.parametrize(
    "question", ["will i be interviewed", "will i be interviewed? and how long does it take, i work in Rotherham"]
)
def test_an_answer_needs_no_rasa_no_spacy_and_none_of_what_only_training_needs(question: str) -> None:
    script = (
        "import sys; from scr.cli import main; status = main(['ask', sys.argv[1]]);"
        "names = {name.split('.')[0] for name in sys.modules};"
        "heavy = {'rasa', 'rasa_sdk', 'tensorflow', 'sklearn', 'sqlalchemy', 'sanic', 'spacy', 'numpy'};"
        "print(status, sorted(names & heavy))"
    )

    command = [sys.executable, "-c", script, question]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)

    assert INTERVIEW in done.stdout
    assert done.stdout.splitlines()[-1] == "0 ['numpy']", done.stderr


def test_what_is_understood_of_a_message_is_shown() -> None:
    shown = _scr("try", "who decides to hold a review and how long does it take in Rotherham").stdout

    assert "question 1: who_decides " in shown
    assert "question 2: timescale " in shown
    assert "guards: none; area: rotherham" in shown
    assert "read as: who_decides, timescale (" in shown
    assert "[North Yorkshire leaflet" in shown


def test_a_follow_up_can_be_tried_after_a_topic() -> None:
    shown = _scr("try", "--after", "interview", "can my rep come").stdout

    assert "as a follow-up: interview_supporter" in shown
    assert "read as: interview_supporter" in shown


def test_what_sets_a_guard_off_can_be_tried() -> None:
    assert "guards: immediate_danger" in _scr("try", "he is hitting the baby right now").stdout


def test_a_topic_that_is_not_there_cannot_be_followed_up() -> None:
    _is_told_plainly(_scr("try", "--after", "intervew", "why"), "There is no topic intervew")


def test_content_that_is_well_is_said_to_be_well() -> None:
    done = _scr("check")

    assert (done.returncode, done.stdout, done.stderr) == (0, "data/: all is well\n", "")


def test_content_that_is_not_well_is_told_with_the_file(data_copy: Path) -> None:
    edit(data_copy / "answers" / "imr.yml", "related: [interview,", "related: [intervew,")

    done = _scr("check", SCR_DATA_DIR=str(data_copy))

    _is_told_plainly(done, "imr.yml", "there is no topic `intervew`")
    assert done.stdout == "data/: 1 problem(s)\n"


@pytest.mark.parametrize(
    "slip", [("  examples: |\n    - what is an IMR", "  examples:\n    - what is an IMR"), ("nlu:\n", "nlu: [\n")]
)
def test_a_slip_among_the_phrases_is_told_with_the_file(data_copy: Path, slip: "tuple[str, str]") -> None:
    edit(data_copy / "answers" / "imr.yml", *slip)

    _is_told_plainly(_scr("check", SCR_DATA_DIR=str(data_copy)), "imr.yml")


def test_content_that_is_not_well_stops_an_answer_with_the_same_words(data_copy: Path) -> None:
    edit(data_copy / "answers" / "imr.yml", "related: [interview,", "related: [intervew,")

    _is_told_plainly(_scr("ask", "what is an imr", SCR_DATA_DIR=str(data_copy)), "imr.yml")


def test_without_a_model_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    _is_told_plainly(_scr("ask", "what is an imr", SCR_MODELS_DIR=str(tmp_path)), "make train")


def test_a_model_that_is_broken_is_told_with_how_to_get_another(tmp_path: Path) -> None:
    (tmp_path / "half.tar.gz").write_bytes(b"\x1f\x8b half of a download")

    _is_told_plainly(_scr("ask", "what is an imr", SCR_MODELS_DIR=str(tmp_path)), "make train")


def test_without_an_encoder_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    _is_told_plainly(_scr("ask", "what is an imr", SCR_ENCODER_DIR=str(tmp_path)), "make encoder")


@pytest.mark.parametrize("command", [("ask", "what is an imr"), ("check",), ("serve",)])
def test_a_setting_that_cannot_be_used_is_named(command: "tuple[str, ...]") -> None:
    _is_told_plainly(_scr(*command, SCR_PORT="the usual one"), "port")
