"""The app package that an administrator uploads to Teams: a manifest and two icons in a ZIP file."""

from __future__ import annotations

import json
import re
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Dict, List

from scr.content import Content
from scr.rules.conversation import REVIEW_STATUS, SUPPORT_ARRANGEMENTS
from scr.settings import Settings, SettingsError

MANIFEST_VERSION = "1.30"
_ICONS = Path(__file__).parent / "app"
_COLOUR = "#1D4F60"  # of the icon's ground
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def write_package(settings: Settings, content: Content, path: Path, address: str, organisation: str) -> None:
    """
    Args:
        address: of the assistant's pages.
        organisation: who offers the app.

    Raises:
        SettingsError: the bot is not registered yet, or what was given is nothing that Teams would take.
    """
    if not _GUID.fullmatch(settings.teams_app_id):
        raise SettingsError("SCR_TEAMS_APP_ID has to hold the id of the bot's registration; docs/teams.md says where it is")
    if not address.startswith("https://") or not organisation.strip():
        raise SettingsError('Say where the assistant is and whose it is: ADDRESS=https://… ORGANISATION="…"')
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        shown = json.dumps(manifest(settings.teams_app_id, content, address, organisation), indent=2, ensure_ascii=False)
        package.writestr("manifest.json", shown)
        for icon in ("color.png", "outline.png"):
            package.write(_ICONS / icon, icon)


def manifest(app_id: str, content: Content, address: str, organisation: str) -> Dict[str, Any]:
    """As Microsoft's schema of this version has it."""
    words = content.fragments
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{MANIFEST_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": MANIFEST_VERSION,
        "version": version("serious-case-review-assistant"),
        "id": app_id,
        "developer": {
            "name": organisation.strip()[:32],
            "websiteUrl": address,
            "privacyUrl": address,
            "termsOfUseUrl": address,
        },
        "name": {"short": words["teams_app_name"], "full": words["teams_app_full_name"]},
        "description": {"short": words["teams_app_summary"], "full": words["teams_app_description"]},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": _COLOUR,
        "bots": [_bot(app_id, content)],
        "defaultInstallScope": "personal",
        "validDomains": [],
    }


def _bot(app_id: str, content: Content) -> Dict[str, Any]:
    return {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        # What is personal is offered where it is told.
        "commandLists": [
            {"scopes": ["personal"], "commands": _commands(content, "help", REVIEW_STATUS, SUPPORT_ARRANGEMENTS)},
            {"scopes": ["team", "groupChat"], "commands": _commands(content, "help")},
        ],
    }


def _commands(content: Content, *names: str) -> List[Dict[str, str]]:
    words = content.fragments
    return [
        {
            "title": words["teams_command_help"] if name == "help" else content.title(name),
            "description": words[f"teams_command_{name}_does"],
        }
        for name in names
    ]
