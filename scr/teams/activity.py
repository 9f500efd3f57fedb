"""What Teams sends: an activity. Only what is used is read; everything else that it holds is left behind here."""

from __future__ import annotations

import hashlib
import html
import json
import re
from typing import Any, Dict, List, Mapping, Optional, Set

from pydantic import BaseModel, Field, ValidationError

PERSONAL = "personal"
_LONGEST_ID = 1000
_MENTION = re.compile(r"<at\b[^>]*>[^<]*</at>", re.IGNORECASE)
_WHITE_SPACE = re.compile(r"[ \t\u00a0]+")


class NotAnActivity(Exception):
    """The body is none that the Bot Framework would send."""


class Account(BaseModel):
    """A person, or the bot."""

    id: str = Field("", max_length=_LONGEST_ID)
    object_id: Optional[str] = Field(None, alias="aadObjectId", max_length=64)


class _Tenant(BaseModel):
    id: Optional[str] = Field(None, max_length=64)


class _Conversation(BaseModel):
    id: str = Field(min_length=1, max_length=_LONGEST_ID)
    kind: Optional[str] = Field(None, alias="conversationType", max_length=20)
    tenant: Optional[str] = Field(None, alias="tenantId", max_length=64)


class _ChannelData(BaseModel):
    tenant: Optional[_Tenant] = None
    event: Optional[str] = Field(None, alias="eventType")


class Reaction(BaseModel):
    type: str


class Activity(BaseModel):
    """One activity; fields are named as we speak of them, aliases are the Bot Framework's."""

    type: str
    id: Optional[str] = Field(None, max_length=_LONGEST_ID)
    name: Optional[str] = None
    action: Optional[str] = None
    timestamp: Optional[str] = None
    channel: str = Field(alias="channelId")
    service_url: str = Field(alias="serviceUrl", max_length=_LONGEST_ID)
    conversation: _Conversation
    sender: Account = Field(alias="from")
    recipient: Account
    channel_data: Optional[_ChannelData] = Field(None, alias="channelData")
    text: Optional[str] = None
    value: Any = None
    entities: Optional[List[Dict[str, Any]]] = None
    members_added: Optional[List[Account]] = Field(None, alias="membersAdded")
    members_removed: Optional[List[Account]] = Field(None, alias="membersRemoved")
    reactions_added: Optional[List[Reaction]] = Field(None, alias="reactionsAdded")
    reply_to: Optional[str] = Field(None, alias="replyToId", max_length=_LONGEST_ID)

    @property
    def is_personal(self) -> bool:
        """It comes from a chat of one person and the bot. Of what says nothing of that, nothing is taken to be private."""
        return self.conversation.kind == PERSONAL

    @property
    def tenants(self) -> Set[str]:
        """Every tenant that it names."""
        beside = self.channel_data.tenant if self.channel_data else None
        return {tenant for tenant in (self.conversation.tenant, beside.id if beside else None) if tenant}

    @property
    def tenant(self) -> str:
        return next(iter(self.tenants), "")

    @property
    def person(self) -> str:
        """Who sent it, as the directory knows them; a guest of a meeting, say, has only the id that Teams gave them."""
        return self.sender.object_id or self.sender.id

    @property
    def event(self) -> Optional[str]:
        """What kind of change it tells of, where Teams says so."""
        return self.channel_data.event if self.channel_data else None

    @property
    def said(self) -> str:
        """The text less whoever is mentioned in it, the bot or others."""
        text = self.text or ""
        for entity in self.entities or ():
            # One mention may come as several entities, each with its piece of the text.
            if entity.get("type") == "mention" and entity.get("text"):
                text = text.replace(str(entity["text"]), " ")
        return _WHITE_SPACE.sub(" ", html.unescape(_MENTION.sub(" ", text))).strip()

    @property
    def mentions_bot(self) -> bool:
        return any(
            entity.get("type") == "mention" and (entity.get("mentioned") or {}).get("id") == self.recipient.id
            for entity in self.entities or ()
        )

    @property
    def delivery(self) -> Optional[str]:
        """By which a second delivery of the same is known; an edited message has the id of the one that it changes."""
        if self.id is None:
            return None
        what = [self.type, self.event, self.id]
        if self.type != "message":
            what += [self.timestamp, self.text]
        return fingerprint(self.tenant, self.conversation.id, *what)

    def concerns_bot(self, members: Optional[List[Account]]) -> bool:
        """The bot itself is among those who were added or removed."""
        return any(member.id == self.recipient.id for member in members or ())


def read_activity(body: bytes) -> Activity:
    """
    Raises:
        NotAnActivity
    """
    try:
        values = json.loads(body)
        if not isinstance(values, Mapping):
            raise NotAnActivity
        return Activity.parse_obj(values)
    except (ValueError, ValidationError, RecursionError) as error:
        raise NotAnActivity from error


def fingerprint(*parts: Optional[str]) -> str:
    """One value of 48 characters for all of these; nobody can choose parts that give another's."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:48]
