"""A third area, with its own document and answers, comes by adding files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scr.assistant import Assistant, build
from scr.rules.conversation import Conversation
from scr.settings import Settings
from scr.understanding.classifier import load_model

AREA = """\
id: eastvale
names: [Eastvale, Easthaven]
board: Eastvale Safeguarding Children Board
document: eastvale_handbook
contact:
  phone: 01632 960700
  email: board@eastvale.example
  paragraph: "2.1"
"""
DOCUMENT = """\
id: eastvale_handbook
title: "Eastvale handbook: Serious Case Reviews"
short_title: Eastvale handbook
publisher: Eastvale Safeguarding Children Board
edition: first edition of 2008
based_on: Working Together to Safeguard Children (2006), Chapter 8
sections:
- number: "1"
  title: "How long it takes"
  paragraphs:
  - number: "1.1"
    text: A review in Eastvale is to be finished within six months of the decision to hold it.
- number: "2"
  title: "Contact"
  paragraphs:
  - number: "2.1"
    text: "Telephone 01632 960700, e-mail board@eastvale.example"
"""
ANSWERS = """\
version: "3.1"
responses:
  utter_ask/timescale/eastvale_handbook:
  - text: Within six months of the decision to hold the review.
    metadata:
      document: eastvale_handbook
      paragraphs: ["1.1"]
      simple: It should be done six months after it was decided on.
"""


@pytest.fixture
def folder(data_copy: Path) -> Path:
    (data_copy / "areas" / "eastvale.yml").write_text(AREA, encoding="utf-8")
    (data_copy / "documents" / "eastvale_handbook.yml").write_text(DOCUMENT, encoding="utf-8")
    (data_copy / "answers" / "eastvale_handbook.yml").write_text(ANSWERS, encoding="utf-8")
    return data_copy


@pytest.fixture
def assistant_of_three(folder: Path, settings: Settings) -> Assistant:
    return build(settings.copy(update={"data_dir": folder}), load_model(settings.model))


@pytest.mark.parametrize(
    "message",
    [
        "How long does a review take in Eastvale?",
        "I am in Easthaven. How long does a serious case review take?",
    ],
)
def test_a_question_that_names_the_new_area_is_answered_from_its_document(
    assistant_of_three: Assistant, message: str
) -> None:
    reply = assistant_of_three.reply(message, Conversation())

    assert reply.outcomes == ("timescale",)
    assert reply.conversation.area == "eastvale"
    (answer,) = [passage for passage in reply.passages if passage.kind == "answer"]
    assert answer.text.startswith("Within six months")
    assert answer.citation is not None
    assert answer.citation.text == (
        "Eastvale handbook, section 1 (How long it takes), paragraph 1.1. First edition of 2008."
    )


def test_the_new_area_can_be_chosen_for_the_rest_of_the_conversation(assistant_of_three: Assistant) -> None:
    chosen = assistant_of_three.reply("I am in Eastvale", Conversation())
    reply = assistant_of_three.reply("how long does a review take", chosen.conversation)

    assert chosen.outcome == "set_area"
    assert "Eastvale handbook" in chosen.passages[0].text
    assert reply.passages[0].text.startswith("Within six months")


def test_where_the_new_document_is_silent_the_reply_says_so_and_whose_document_it_quotes(
    assistant_of_three: Assistant,
) -> None:
    reply = assistant_of_three.reply("will i be interviewed", Conversation(area="eastvale"))

    assert reply.passages[0].kind == "notice"
    assert "Eastvale" in reply.passages[0].text
    assert "North Yorkshire leaflet" in reply.passages[0].text
    assert reply.passages[1].citation is not None
    assert reply.passages[1].citation.text.startswith("North Yorkshire leaflet")


def test_the_old_areas_are_answered_as_before(assistant_of_three: Assistant, assistant: Assistant) -> None:
    for area in ("north_yorkshire", "rotherham"):
        conversation = Conversation(area=area)

        assert assistant_of_three.reply("how long does a review take", conversation) == assistant.reply(
            "how long does a review take", conversation
        )


def test_the_wording_of_the_new_document_can_be_shown(assistant_of_three: Assistant) -> None:
    wording = assistant_of_three.composer.wording("timescale", "eastvale")

    assert [passage.text for passage in wording] == [
        "A review in Eastvale is to be finished within six months of the decision to hold it."
    ]


def test_the_new_board_is_whom_to_ask(assistant_of_three: Assistant) -> None:
    reply = assistant_of_three.reply("I want to talk to a person", Conversation(area="eastvale"))

    assert "01632 960700" in reply.passages[0].text
