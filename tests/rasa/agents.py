"""An agent of Rasa's with our parts in it and the trained model, as the running server builds it."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from scr.rasa.channels.web import RepliesOut
from scr.rasa.lock_store import ConversationLockStore
from scr.rasa.replies import ReplyGenerator, as_rasa_message
from scr.rasa.tracker_store import ConversationTrackerStore
from scr.rasa.turns import READING
from scr.replies import Passage, Reply
from scr.rules.conversation import Conversation
from scr.settings import Settings


def agent_with(settings: Settings) -> Agent:
    """An agent as these settings have it; they must be in force."""
    return Agent.load(
        settings.model,
        generator=ReplyGenerator(),
        tracker_store=ConversationTrackerStore(),
        lock_store=ConversationLockStore(),
        action_endpoint=EndpointConfig(f"{settings.actions_url}/webhook"),
    )


async def send(agent: Agent, text: str, conversation_id: str = "one") -> List[Dict[str, Any]]:
    """The replies to a message, as the web channel sends them."""
    out = RepliesOut()
    await agent.handle_message(UserMessage(text, out, conversation_id, input_channel="web"))
    return out.replies


def said(text: str, *outcomes: str, **parse_data: Any) -> UserUttered:
    """What somebody typed, as Rasa keeps it once it has been read."""
    intent = {"name": outcomes[0] if outcomes else "greet", "confidence": 1.0}
    understood = {"intent": intent, "entities": [], "text": text, READING: {"outcomes": list(outcomes)}, **parse_data}
    return UserUttered(text, intent, [], understood, input_channel="web")


def replied(outcome: str, text: str = "Quite possibly.", **conversation: Any) -> BotUttered:
    """A reply of ours, as Rasa keeps it."""
    reply = Reply((outcome,), (Passage(text),), Conversation(**conversation))
    message: Mapping[str, Any] = as_rasa_message(reply)
    return BotUttered(reply.passages[0].text, {"buttons": message["buttons"]}, {"metadata": message["metadata"]})


def tracker_after(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("one", list(events))
