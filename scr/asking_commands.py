"""What `scr ask`, `scr try` and `scr labels` do, without Rasa, a server or a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from typing import List, Optional, Sequence

from scr.assistant import Assistant, load_assistant
from scr.content import load_content
from scr.content.phrases import load_phrases
from scr.replies import Passage, as_text
from scr.rules.conversation import Conversation
from scr.settings import get_settings
from scr.web.lookup import look_up

_USAGE = 2


def ask(options: argparse.Namespace) -> int:
    settings = get_settings()
    assistant = load_assistant(settings)
    if options.area and options.area not in assistant.content.areas:
        known = ", ".join(assistant.content.areas)
        print(f"There is no area {options.area!r}. The areas are: {known}", file=sys.stderr)
        return _USAGE
    question = " ".join(options.question)[: settings.max_message_length]
    if options.json:
        found = look_up(assistant, question, options.area)
        if options.sources:
            found["wording"] = [passage.as_dict() for passage in _wording(assistant, found["outcomes"], options.area)]
        print(json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode("utf-8"))
        return 0
    conversation = Conversation(area=options.area)
    reply = assistant.reply(question, conversation)
    print(as_text(reply))
    if options.sources:
        for passage in _wording(assistant, reply.outcomes, options.area):
            print(f"\n“{passage.text}”\n[{passage.citation.text if passage.citation else ''}]")
    if reply.buttons:
        print(f"\n{reply.buttons_label}:")
        print("\n".join(f"  - {button.text}" for button in reply.buttons))
    return 0


def _wording(assistant: Assistant, outcomes: Sequence[str], area: Optional[str]) -> List[Passage]:
    """The paragraphs behind the answers."""
    topics = [outcome for outcome in outcomes if outcome in assistant.content.topics]
    return [passage for topic in topics for passage in assistant.composer.wording(topic, area)]


def try_out(options: argparse.Namespace) -> int:
    assistant = load_assistant(get_settings())
    conversation = Conversation(topics=tuple(filter(None, options.after.split(","))))
    unknown = [topic for topic in conversation.topics if topic not in assistant.content.topics]
    if unknown:
        print(f"There is no topic {', '.join(unknown)}", file=sys.stderr)
        return _USAGE
    understanding = assistant.understander.understand(" ".join(options.question), conversation)
    reading = assistant.reader.read(understanding, conversation)
    for number, question in enumerate(understanding.questions, 1):
        print(f"question {number}: " + ", ".join(f"{label} {share:.0%}" for label, share in question.ranking))
        if question.follow_up:
            print(f"  as a follow-up: {question.follow_up}")
    print(f"guards: {', '.join(sorted(understanding.guards)) or 'none'}; area: {understanding.area or 'none named'}")
    print(f"read as: {', '.join(reading.outcomes)} ({reading.confidence:.0%})")
    if reading.offered:
        print(f"offered: {', '.join(reading.offered)}")
    print("\n" + as_text(assistant.composer.compose(reading, conversation)))
    return 0


def show_labels() -> int:
    settings = get_settings()
    content = load_content(settings.data_dir)
    counts = Counter(phrase.label for phrase in load_phrases(settings.data_dir))
    for label, boundary in sorted(content.boundaries.items()):
        title = f"{content.topics[label].title} " if label in content.topics else ""
        print(f"{label} ({counts[label]} phrases)\n  {title}{boundary}\n")
    return 0
