"""Rasa's own runner has the stories of tests/test_stories.yml, and its own checks find the project in order."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator, List, Mapping, NamedTuple

import pytest
import yaml

from scr.settings import ROOT
from tests.conftest import DATA

pytestmark = pytest.mark.server

STORIES = ROOT / "tests" / "test_stories.yml"
_PATIENCE_SECONDS = 180


class Runner(NamedTuple):
    process: subprocess.Popen[str]
    folder: Path

    def finish(self) -> str:
        printed, _ = self.process.communicate(timeout=_PATIENCE_SECONDS)
        return printed


def run(folder: Path, *arguments: str) -> Runner:
    command = [sys.executable, "-W", "ignore", "-m", "scr.cli", "rasa", *arguments]
    return Runner(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True), folder)


@pytest.fixture(scope="module", autouse=True)
def validation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """Takes longest, so it runs beside the stories."""
    runner = run(tmp_path_factory.mktemp("validation"), "data", "validate")
    yield runner
    runner.process.kill()


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    out = tmp_path_factory.mktemp("evaluation")
    options = ["--e2e", "--fail-on-prediction-errors", "--no-plot", "--out", str(out)]
    runner = run(out, "test", "core", "-s", str(STORIES), *options)
    yield runner
    runner.process.kill()


def steps() -> List[Mapping[str, Any]]:
    stories = yaml.safe_load(STORIES.read_text(encoding="utf-8"))["stories"]
    return [step for story in stories for step in story["steps"]]


def test_rasas_runner_has_every_story_as_it_is_written(evaluation: Runner) -> None:
    printed = evaluation.finish()

    assert evaluation.process.returncode == 0, printed[-3000:]
    report = json.loads((evaluation.folder / "story_report.json").read_text(encoding="utf-8"))
    taken = {name: figures["support"] for name, figures in report.items() if name.startswith(("utter_", "action_"))}
    taken.pop("action_listen")
    assert report["accuracy"] == 1.0
    assert sum(taken.values()) == len([step for step in steps() if "action" in step])


def test_the_stories_show_every_rule() -> None:
    rules = [
        rule
        for path in sorted(DATA.glob("**/*.yml"))
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules") or []
    ]
    # Rasa's runner gives no reply, and these need one of ours before them.
    after_a_reply = {
        "repeat",
        "simplify",
        "tell_more",
        "show_wording",
        "none_of_these",
        "not_authorised",
        "ask_reference",
    }
    # Nobody types it: the web channel sends it once a code was right.
    from_the_channel = {"signed_in"}

    shown = {step["intent"].split("/")[0] for step in steps() if "user" in step}
    assert {rule["steps"][0]["intent"] for rule in rules} - after_a_reply - from_the_channel == shown


def test_rasa_finds_the_data_in_order(validation: Runner) -> None:
    printed = validation.finish()

    assert validation.process.returncode == 0, printed[-3000:]
    assert "No story structure conflicts found" in printed
