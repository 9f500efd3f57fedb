"""A slip in a file is told to its editor: which file, what is wrong, what to do. Never by a Python traceback."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import edit, problems_of

IMR = "answers/imr.yml"
UNSURE = "limits/unsure.yml"
NORTH_YORKSHIRE = "areas/north_yorkshire.yml"
ROTHERHAM = "areas/rotherham.yml"
CITED = 'paragraphs: ["4.1", "4.2", "4.4", "4.5"]'
MORE_CITED = 'more_paragraphs: ["4.3"]'


@dataclass(frozen=True)
class Slip:
    """What an editor writes instead of what stands there, and words that the problem must hold."""

    file: str
    old: str
    new: str
    says: str


@dataclass(frozen=True)
class BadFile:
    """A file that an editor adds, and words that the problem must hold."""

    file: str
    text: str
    says: str


SLIPS = {
    "a colon without quotes": Slip(IMR, "title: What", "title: What: exactly", "not valid YAML"),
    "an indent gone": Slip(IMR, "  boundary:", " boundary:", "not valid YAML"),
    "a topic without a title": Slip(IMR, "  title:", "  # title:", "title: field required"),
    "a misspelt field": Slip(IMR, "  related:", "  relatd:", "relatd: extra fields not permitted"),
    "a title too long for a button": Slip(IMR, "title: What", "title: " + "What " * 20, "at most 60 characters"),
    "a title that another topic has": Slip(
        IMR,
        "title: What is an individual management review (IMR)?",
        "title: Will anything change as a result?",
        "the title is that of",
    ),
    "a review date that is none": Slip(IMR, '"2027-05-31"', '"next spring"', "review_by"),
    "an unquoted date, at which training stops": Slip(IMR, '"2027-05-31"', "2027-05-31", "quote"),
    "a topic without an answer": Slip(IMR, "  utter_ask/imr:", "  utter_spare:", "at least one"),
    "an answer to a misspelt topic": Slip(
        IMR, "responses:\n", "responses:\n  utter_ask/imrr:\n  - text: It is long.\n", "utter_ask/imrr"
    ),
    "an answer without a citation": Slip(IMR, CITED, "paragraphs: []", "at least one"),
    "a paragraph that is not there": Slip(IMR, CITED, 'paragraphs: ["4.9"]', "has no paragraph 4.9"),
    "a document that is not there": Slip(
        IMR, "document: north_yorkshire_leaflet", "document: leaflet", "there is no document `leaflet`"
    ),
    "more, and no citation for it": Slip(IMR, MORE_CITED, "more_paragraphs: []", "go together"),
    "a related topic that is not there": Slip(IMR, "related: [interview,", "related: [intervew,", "no topic `intervew`"),
    "a follow-up that leads nowhere": Slip(IMR, "- topic: chronology", "- topic: cronology", "no topic `cronology`"),
    "a suggestion that leads nowhere": Slip(UNSURE, "suggest: [definition,", "suggest: [definitoin,", "definitoin"),
    "a place in a reply that nothing fills": Slip(UNSURE, "{contact}", "{contct}", "contct"),
    "a response that another file has": Slip(
        UNSURE, "responses:\n", "responses:\n  utter_human:\n  - text: Ask a person.\n", "`utter_human` stands in"
    ),
    "two wordings of one reply": Slip(
        UNSURE, "  utter_offer:\n", "  utter_offer:\n  - text: What?\n", "one wording, please"
    ),
    "an area without a name": Slip(ROTHERHAM, "names: [", "names: []  # [", "at least one"),
    "an area of a document that is not there": Slip(
        ROTHERHAM, "document: rotherham_procedures", "document: procedures", "there is no document `procedures`"
    ),
    "a contact that stands nowhere": Slip(NORTH_YORKSHIRE, 'paragraph: "11.6"', 'paragraph: "99.9"', "no paragraph 99.9"),
    "an id that another document has": Slip(
        "documents/rotherham_procedures.yml", "id: rotherham_procedures", "id: north_yorkshire_leaflet", "id"
    ),
    "a piece of a reply misspelt": Slip("phrasing.yml", "  citation:", "  citaton:", "citation"),
}

BAD_FILES = {
    "one list": BadFile("limits/new.yml", "- text: hello\n", "should hold keys"),
    "nothing": BadFile("limits/new.yml", "", "should hold keys"),
    "replies as a list": BadFile("limits/new.yml", "responses:\n- utter_new\n", "responses"),
    "a reply that is mere text": BadFile("limits/new.yml", "responses:\n  utter_new: Hello.\n", "utter_new"),
    "a reply without words": BadFile("limits/new.yml", "responses:\n  utter_new:\n  - metadata: {}\n", "utter_new"),
    "a topic that is mere text": BadFile("answers/new.yml", "topic: something new\n", "topic"),
    "an area of two lines": BadFile("areas/new.yml", "id: new\nnames: [New]\n", "board: field required"),
    "a document without sections": BadFile("documents/new.yml", "id: new\ntitle: New\n", "sections: field required"),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_the_file_and_what_to_do(data_copy: Path, slip: Slip) -> None:
    edit(data_copy / slip.file, slip.old, slip.new)

    problems = problems_of(data_copy)

    assert any(Path(slip.file).name in problem and slip.says in problem for problem in problems), problems


@pytest.mark.parametrize("bad", BAD_FILES.values(), ids=BAD_FILES)
def test_a_new_file_that_cannot_be_used_is_told_with_its_name(data_copy: Path, bad: BadFile) -> None:
    (data_copy / bad.file).write_text(bad.text, encoding="utf-8")

    problems = problems_of(data_copy)

    assert any(Path(bad.file).name in problem and bad.says in problem for problem in problems), problems


def test_every_slip_is_told_at_once_and_not_only_the_first(data_copy: Path) -> None:
    edit(data_copy / IMR, CITED, 'paragraphs: ["4.9"]')
    edit(data_copy / "answers/panel.yml", "  related: [", "  related: [nowhere, ")

    problems = "\n".join(problems_of(data_copy))

    assert "imr.yml" in problems
    assert "panel.yml" in problems
