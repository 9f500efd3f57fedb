"""What is kept of Microsoft Teams: where people can be reached, what was delivered, which reply is which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from scr.storage.database import reading, writing
from scr.storage.tables import teams_conversations, teams_deliveries, teams_replies
from scr.storage.upsert import insert_or_leave, insert_or_replace

_WHAT = "What is kept of Teams"
_conversations = teams_conversations


@dataclass(frozen=True)
class TeamsConversation:
    """A conversation as the connector knows it; `object_id` is whose chat with the bot it is, if it is one.

    `talk_id` is what that chat is called where conversations are kept.
    """

    id: str
    tenant: str
    object_id: Optional[str]
    conversation_id: str
    service_url: str
    bot_id: str
    talk_id: Optional[str] = None


@dataclass(frozen=True)
class SentReply:
    """A reply that stands in Teams: by which id it is judged, and in which conversation of ours."""

    conversation_id: str
    reply_id: str


class TeamsStore:
    """Moments are seconds since 1970."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, conversation: TeamsConversation) -> bool:
        """Keep a conversation as it now is; whether it was not known before.

        Raises:
            DatabaseUnavailable
        """
        # Most often nothing is new, and then nobody has to wait for a writer.
        if self._find(conversation.id) == conversation:
            return False
        with writing(self._engine, _WHAT) as connection:
            known = connection.execute(sa.select(_conversations.c.id).where(_conversations.c.id == conversation.id)).first()
            insert_or_replace(connection, _conversations, vars(conversation))
        return known is None

    def personal(self, tenant: str, object_id: str) -> Optional[TeamsConversation]:
        """A person's chat with the bot.

        Raises:
            DatabaseUnavailable
        """
        theirs = (_conversations.c.tenant == tenant, _conversations.c.object_id == object_id)
        with reading(self._engine, _WHAT) as connection:
            row = connection.execute(sa.select(_conversations).where(*theirs).limit(1)).first()
        return TeamsConversation(**row._mapping) if row else None

    def forget(self, conversation_id: str) -> None:
        """Delete a conversation: the bot was taken out of it.

        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            connection.execute(_conversations.delete().where(_conversations.c.id == conversation_id))

    def is_first(self, delivery: str, now: float) -> bool:
        """Whether this has not been delivered before; from now on it has.

        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            return insert_or_leave(connection, teams_deliveries, {"key": delivery, "at": now})

    def sent(self, activity: str, reply: SentReply, now: float) -> None:
        """Note by which id a reply stands in Teams.

        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            insert_or_replace(connection, teams_replies, {"activity": activity, **vars(reply), "at": now})

    def reply(self, activity: str) -> Optional[SentReply]:
        """
        Raises:
            DatabaseUnavailable
        """
        columns = (teams_replies.c.conversation_id, teams_replies.c.reply_id)
        with reading(self._engine, _WHAT) as connection:
            row = connection.execute(sa.select(*columns).where(teams_replies.c.activity == activity)).first()
        return SentReply(*row) if row else None

    def forget_before(self, moment: float) -> None:
        """Delete what is needed for a time alone: deliveries, and the ids of replies.

        Raises:
            DatabaseUnavailable
        """
        with writing(self._engine, _WHAT) as connection:
            for table in (teams_deliveries, teams_replies):
                connection.execute(table.delete().where(table.c.at < moment))

    def _find(self, conversation_id: str) -> Optional[TeamsConversation]:
        with reading(self._engine, _WHAT) as connection:
            row = connection.execute(sa.select(_conversations).where(_conversations.c.id == conversation_id)).first()
        return TeamsConversation(**row._mapping) if row else None
