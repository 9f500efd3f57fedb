"""Conversations in Teams: where an activity came from, and so where a reply goes."""

from __future__ import annotations

from dataclasses import dataclass

from scr.teams.activity import Activity, fingerprint


@dataclass(frozen=True)
class Place:
    """A conversation as the connector knows it: one person's chat with the bot, a group's, a thread of a channel."""

    service_url: str
    conversation_id: str
    tenant: str
    bot_id: str
    is_personal: bool

    @property
    def key(self) -> str:
        """What we call it."""
        return fingerprint(self.tenant, self.conversation_id)


def place_of(activity: Activity) -> Place:
    return Place(
        activity.service_url, activity.conversation.id, activity.tenant, activity.recipient.id, activity.is_personal
    )


def conversation_in(place: Place, person: str) -> str:
    """The conversation that a person has in a place. In a channel each has their own: nobody carries on another's, and
    what is said in a person's own chat is never in one with what is said before others."""
    return "teams-" + fingerprint(place.tenant, place.conversation_id, person)
