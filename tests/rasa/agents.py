"""An agent of Rasa's with our parts in it and the trained model, as the running server builds it."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.utils.endpoints import EndpointConfig

from scr.action_server import PROOF_HEADER
from scr.rasa.channels.talking import RepliesOut
from scr.rasa.lock_store import ConversationLockStore
from scr.rasa.replies import ReplyGenerator
from scr.rasa.tracker_store import ConversationTrackerStore
from scr.secret import actions_secret
from scr.settings import Settings


def agent_with(settings: Settings) -> Agent:
    """An agent as these settings have it; they must be in force."""
    return Agent.load(
        settings.model,
        generator=ReplyGenerator(),
        tracker_store=ConversationTrackerStore(),
        lock_store=ConversationLockStore(),
        action_endpoint=EndpointConfig(f"{settings.actions_url}/webhook", headers={PROOF_HEADER: actions_secret(settings)}),
    )


async def send(agent: Agent, text: str, conversation_id: str = "one") -> List[Dict[str, Any]]:
    """The replies to a message, for JSON."""
    out = RepliesOut()
    await agent.handle_message(UserMessage(text, out, conversation_id, input_channel="web"))
    return [reply.as_dict() for reply in out.replies]
