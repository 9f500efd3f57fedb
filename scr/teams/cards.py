"""A reply as Adaptive Cards. Nothing is said here that the reply or `data/` does not say."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import Any, Dict, Iterator, List, Sequence

from scr.content import Content
from scr.replies import Button, Citation, Fact, Passage, Reply, as_text
from scr.replies.reply import HELPLINE, REGISTER, URGENT, WORDING
from scr.teams.calendar_links import calendar_link
from scr.teams.splitting import split

CARD = "application/vnd.microsoft.card.adaptive"
LARGEST = 27_000
"""Bytes of an activity. Teams takes 28 KB by its strictest page, and adds something of its own."""

SAY = "say"
"""In what a button sends: the message that it stands for."""

_ACTIONS_IN_A_ROW = 6
_LONGEST_HIDDEN = 8_000
_LONGEST_SUMMARY = 150
_MEANS_SOMETHING = re.compile(r"([\\`*\[\]])")

Element = Dict[str, Any]
Activity = Dict[str, Any]


class Cards:
    """Makes activities of replies."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._words = content.frames["en"].words

    def activities(self, reply: Reply) -> List[Activity]:
        """One card; several where Teams would not take it as one."""
        return [self._activity(part) for part in split(reply, lambda part: size(self._activity(part)) <= LARGEST)]

    def plain(self, reply: Reply) -> List[Activity]:
        """Where Teams does not take the card: its words."""
        return [self._plain(part) for part in split(reply, lambda part: size(self._plain(part)) <= LARGEST)]

    def _plain(self, reply: Reply) -> Activity:
        choices = [f"{reply.buttons_label}:", *(f"- {button.text}" for button in reply.buttons)] if reply.buttons else []
        text = "\n\n".join(filter(None, (as_text(reply), "\n".join(choices))))
        return {"type": "message", "text": text, "textFormat": "plain", **self._with_thumbs(reply)}

    def _activity(self, reply: Reply) -> Activity:
        return {
            "type": "message",
            "summary": self._summary(reply),
            "attachments": [{"contentType": CARD, "content": self._card(reply)}],
            **self._with_thumbs(reply),
        }

    @staticmethod
    def _with_thumbs(reply: Reply) -> Activity:
        """Teams' own, below the message, with a box for a comment."""
        return {"channelData": {"feedbackLoop": {"type": "default"}}} if reply.can_be_judged else {}

    def _summary(self, reply: Reply) -> str:
        """What a notification shows, on a locked telephone too."""
        if any(passage.kind == REGISTER for passage in reply.passages) or reply.attachments:
            return self._content.fragments["teams_private_summary"]
        text = reply.passages[0].text.split("\n")[0]
        return text if len(text) <= _LONGEST_SUMMARY else text[:_LONGEST_SUMMARY].rsplit(" ", 1)[0] + " …"

    def _card(self, reply: Reply) -> Element:
        return {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.5",
            "lang": "en",
            "fallbackText": as_text(reply),
            "msteams": {"width": "Full"},
            "body": [*self._body(reply), *self._calendar(reply), *self._buttons(reply)],
        }

    # ---- What is said ----

    def _body(self, reply: Reply) -> Iterator[Element]:
        numbered = enumerate(reply.passages)
        for is_table, group in groupby(numbered, lambda entry: bool(entry[1].facts)):
            passages = list(group)
            if is_table:
                yield _fact_set([fact for _, passage in passages for fact in passage.facts])
            else:
                yield from (element for number, passage in passages for element in self._passage(number, passage))

    def _passage(self, number: int, passage: Passage) -> Iterator[Element]:
        words = _text(passage.text)
        if passage.kind == URGENT:
            yield _container([_text(self._words["urgent"], weight="Bolder"), words], style="attention")
        elif passage.kind == HELPLINE:
            yield _container([_text(self._words["helpline"], weight="Bolder"), words], style="accent")
        elif passage.kind == WORDING:
            yield _container([words], style="emphasis")
        else:
            yield words
        if passage.citation:
            yield _text(f"{self._words['source']} {passage.citation.text}", size="Small", isSubtle=True, spacing="Small")
        if passage.citation and self._has_wording(passage):
            yield from self._wording(number, passage.citation)

    def _has_wording(self, passage: Passage) -> bool:
        """Whether the document's own words go with it in the card, as far as there is room."""
        if passage.citation is None or passage.kind == WORDING:
            return False
        return sum(map(len, self._wordings(passage.citation))) <= _LONGEST_HIDDEN

    def _wordings(self, citation: Citation) -> List[str]:
        document = self._content.documents[citation.document]
        return [document.paragraph(paragraph).wording for paragraph in citation.paragraphs]

    def _wording(self, number: int, citation: Citation) -> Iterator[Element]:
        """The document's own words, hidden until they are asked for."""
        hidden = f"wording{number}"
        toggle = {"type": "Action.ToggleVisibility", "title": self._words["show_wording"], "targetElements": [hidden]}
        yield _actions([toggle])
        wordings = [_text(text) for text in self._wordings(citation)]
        yield _container(wordings, style="emphasis", id=hidden, isVisible=False)

    # ---- What can be done ----

    def _calendar(self, reply: Reply) -> Iterator[Element]:
        title = self._content.fragments["teams_add_to_calendar"]
        links = [link for link in map(calendar_link, reply.attachments) if link]
        if links:
            yield _actions([{"type": "Action.OpenUrl", "title": title, "url": link} for link in links])

    def _buttons(self, reply: Reply) -> Iterator[Element]:
        cited = [passage for passage in reply.passages if passage.citation and passage.kind != WORDING]
        # The wording is in the card already.
        has_wording = bool(cited) and all(map(self._has_wording, cited))
        buttons = [button for button in reply.buttons if not (has_wording and button.name == "show_wording")]
        if buttons:
            yield _text(reply.buttons_label, weight="Bolder", spacing="Medium")
        for start in range(0, len(buttons), _ACTIONS_IN_A_ROW):
            yield _actions([_button(button) for button in buttons[start : start + _ACTIONS_IN_A_ROW]])


def size(activity: Activity) -> int:
    """By whichever of the two ways of counting gives more."""
    text = json.dumps(activity, ensure_ascii=False)
    return max(len(text.encode("utf-8", "replace")), len(text.encode("utf-16-le", "replace")))


def _text(text: str, **more: Any) -> Element:
    return {"type": "TextBlock", "text": _as_it_stands(text), "wrap": True, **more}


def _as_it_stands(text: str) -> str:
    """Cards read Markdown. Paragraphs and lists are meant; of what else it knows, nothing is."""
    return _MEANS_SOMETHING.sub(r"\\\1", text)


def _container(items: Sequence[Element], **more: Any) -> Element:
    return {"type": "Container", "items": list(items), **more}


def _fact_set(facts: Sequence[Fact]) -> Element:
    shown = [{"title": _as_it_stands(fact.label), "value": _as_it_stands(fact.value)} for fact in facts]
    return {"type": "FactSet", "facts": shown}


def _actions(actions: Sequence[Element]) -> Element:
    return {"type": "ActionSet", "actions": list(actions)}


def _button(button: Button) -> Element:
    """It sends its words as the person's own message, so that everybody sees in the chat what was chosen."""
    sent = {"type": "messageBack", "displayText": button.text, "text": button.text, "value": {SAY: button.text}}
    return {"type": "Action.Submit", "title": button.text, "data": {SAY: button.text, "msteams": sent}}
