"""The app package that an administrator uploads to Teams."""

from __future__ import annotations

import json
import struct
import subprocess
import zipfile
from pathlib import Path
from typing import Any, Dict

import jsonschema
import pytest

from scr.assistant import Assistant
from scr.content import Content
from scr.rules.conversation import Conversation
from scr.settings import ROOT, Settings, SettingsError
from scr.teams.package import MANIFEST_VERSION, manifest, write_package
from tests.teams.microsoft import APP_ID

ADDRESS, ORGANISATION = "https://reviews.board.example", "Example Safeguarding Board"
_SCHEMAS = "@microsoft/app-manifest@1.1.2"


@pytest.fixture
def registered() -> Settings:
    return Settings.parse_obj({"teams_app_id": APP_ID})


def _size(png: bytes) -> "tuple[int, int]":
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_it_holds_the_manifest_and_two_icons_of_the_right_size(
    registered: Settings, content: Content, tmp_path: Path
) -> None:
    write_package(registered, content, tmp_path / "var" / "teams.zip", ADDRESS, ORGANISATION)

    with zipfile.ZipFile(tmp_path / "var" / "teams.zip") as package:
        names = sorted(package.namelist())
        found: Dict[str, Any] = json.loads(package.read("manifest.json"))
        sizes = [_size(package.read(name)) for name in ("color.png", "outline.png")]
    assert names == ["color.png", "manifest.json", "outline.png"]
    assert sizes == [(192, 192), (32, 32)]
    assert (found["id"], found["bots"][0]["botId"]) == (APP_ID, APP_ID)
    assert found["developer"]["name"] == ORGANISATION


def test_the_words_are_no_longer_than_teams_allows(content: Content) -> None:
    found = manifest(APP_ID, content, ADDRESS, ORGANISATION * 3)

    assert len(found["developer"]["name"]) <= 32
    assert len(found["name"]["short"]) <= 30
    assert len(found["name"]["full"]) <= 100
    assert len(found["description"]["short"]) <= 80
    assert len(found["description"]["full"]) <= 4000
    commands = [command for each in found["bots"][0]["commandLists"] for command in each["commands"]]
    assert all(len(command["title"]) <= 32 and len(command["description"]) <= 128 for command in commands)


def test_what_is_personal_is_offered_in_ones_own_chat_alone(content: Content) -> None:
    personal, shared = manifest(APP_ID, content, ADDRESS, ORGANISATION)["bots"][0]["commandLists"]

    assert personal["scopes"] == ["personal"]
    assert "Where has my review got to?" in [command["title"] for command in personal["commands"]]
    assert [command["title"] for command in shared["commands"]] == ["What can you do?"]


def test_every_command_is_understood(assistant: Assistant, content: Content) -> None:
    personal = manifest(APP_ID, content, ADDRESS, ORGANISATION)["bots"][0]["commandLists"][0]["commands"]

    read = [assistant.read(command["title"], Conversation()).outcome for command in personal]

    assert read == ["help", "review_status", "support_arrangements"]


@pytest.mark.parametrize(
    ("app_id", "address", "organisation"),
    [
        ("", ADDRESS, ORGANISATION),
        ("my bot", ADDRESS, ORGANISATION),
        (APP_ID, "", ORGANISATION),
        (APP_ID, "http://x.example", ORGANISATION),
        (APP_ID, ADDRESS, " "),
    ],
)
def test_what_teams_would_not_take_is_said_before(
    content: Content, tmp_path: Path, app_id: str, address: str, organisation: str
) -> None:
    with pytest.raises(SettingsError):
        write_package(Settings.parse_obj({"teams_app_id": app_id}), content, tmp_path / "teams.zip", address, organisation)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.playground
def test_it_is_as_microsofts_own_schema_has_it(content: Content) -> None:
    folder = ROOT / "var" / "playground"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", _SCHEMAS], cwd=folder, check=True)
    schemas = folder / "node_modules" / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams"
    schema = json.loads((schemas / f"v{MANIFEST_VERSION}" / "MicrosoftTeams.schema.json").read_text(encoding="utf-8"))

    # Elsewhere in the schema stand patterns that Python's own expressions cannot read.
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.validate(manifest(APP_ID, content, ADDRESS, ORGANISATION))
