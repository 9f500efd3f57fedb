"""What goes between the Rasa server, which reads and replies, and the action server, which looks things up."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Optional

from pydantic import parse_obj_as
from pydantic.json import pydantic_encoder

from scr.rules.enquiry import Asked, Enquiry, Finding, Party
from scr.rules.triage import CallNote, note_from_dict

READING = "reading"
"""Where the reading of a message stands in what Rasa says was parsed of it."""


def enquiry_in(latest_message: Mapping[str, Any], asked: Asked) -> Enquiry:
    """The enquiry in a message as Rasa hands it to an action; without a reading (a story in a test) nothing was named."""
    reading = latest_message.get(READING) or {}
    parties = tuple(Party(**party) for party in reading.get("parties", ()))
    return Enquiry(asked, reading.get("reference"), parties)


def note_in(latest_message: Mapping[str, Any]) -> Optional[CallNote]:
    """The call note as a message left it; none where the message said nothing to one."""
    note = (latest_message.get(READING) or {}).get("note")
    return note_from_dict(note) if note else None


def as_json(finding: Finding) -> Dict[str, Any]:
    values: Dict[str, Any] = json.loads(json.dumps(finding, default=pydantic_encoder))
    return values


def from_json(values: Mapping[str, Any]) -> Finding:
    """
    Raises:
        pydantic.ValidationError: it is no finding.
    """
    return parse_obj_as(Finding, values)
