"""A message cut into what may be questions of their own, and not further."""

from __future__ import annotations

from typing import List, Tuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scr.understanding.splitting import clauses, halves, sentences, without_places


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("will i be interviewed", ["will i be interviewed"]),
        ("What is an IMR? Who writes it?", ["What is an IMR?", "Who writes it?"]),
        ("what is an imr\nwho writes it", ["what is an imr", "who writes it"]),
        ("who writes it and do i get a copy", ["who writes it", "do i get a copy"]),
        ("who writes it and also when is it done", ["who writes it", "when is it done"]),
        ("do the police and the school take part", ["do the police and the school take part"]),
        ("do children take part or is it only adults", ["do children take part or is it only adults"]),
        ("can i bring someone or will i be alone", ["can i bring someone or will i be alone"]),
        ("will it take long, can i bring someone", ["will it take long", "can i bring someone"]),
        ("i have to see them can i bring someone", ["i have to see them", "can i bring someone"]),
        ("if they ask me, can i say no", ["if they ask me, can i say no"]),
        ("whats it for - and who reads it", ["whats it for", "who reads it"]),
        ("1) who writes it 2) do i get a copy", ["who writes it", "do i get a copy"]),
        ("1. Who writes it? 2. And when?", ["Who writes it?", "when?"]),
        ("(a) who writes it and (b) when", ["who writes it", "when"]),
        ("1 who writes it 2 is it long", ["who writes it", "is it long"]),
        ("will her brother (9) have a say", ["will her brother (9) have a say"]),
        ("she is 2 and he is 4", ["she is 2 and he is 4"]),
        ("how long is/are the reviews", ["how long is/are the reviews"]),
        ("review 3 is ours who sits on it", ["review 3 is ours who sits on it"]),
        ("whats an scr whats an imr", ["whats an scr", "whats an imr"]),
        ("a caller from a school asks: when is one held", ["a caller from a school asks", "when is one held"]),
        ("i need the form and i also need the number", ["i need the form and i also need the number"]),
        ("when do we hear what was found", ["when do we hear what was found"]),
        ("what kind of support should i get", ["what kind of support should i get"]),
        ("is there a form we have to do it in", ["is there a form we have to do it in"]),
        ("who decides and how long does it take", ["who decides", "how long does it take"]),
        ("when is it and if i am off can i send someone", ["when is it", "if i am off can i send someone"]),
        ("the chronology, who does it", ["the chronology, who does it"]),
        ("can i hear it and also tell me when it ends", ["can i hear it", "tell me when it ends"]),
        ("who checks it and then how do we hear", ["who checks it", "how do we hear"]),
        ("who checks it, then do we hear", ["who checks it", "do we hear"]),
        ("what is it for and by whom is it held", ["what is it for", "by whom is it held"]),
        ("who holds it and whether we are asked", ["who holds it", "whether we are asked"]),
        ("who is in it how long does it take", ["who is in it", "how long does it take"]),
        ("who chairs it who writes the report", ["who chairs it", "who writes the report"]),
        ("she has one thing to ask me: will anyone be told", ["she has one thing to ask me", "will anyone be told"]),
        ("and when", ["when"]),
        ("and then?", ["then?"]),
        ("and", []),
        ("…", ["…"]),
    ],
)
def test_a_message_has_the_parts_that_a_reader_would_see(text: str, parts: List[str]) -> None:
    assert clauses(text) == parts


def test_three_questions_in_a_row_are_three() -> None:
    text = "will i be interviewed and can i bring someone, and do i get a copy & when is it over"

    assert len(clauses(text)) == 4


@pytest.mark.parametrize(
    ("clause", "pairs"),
    [
        ("will i be sacked or end up in court", [("will i be sacked", "end up in court")]),
        ("the phone number and the large print", [("the phone number", "the large print")]),
        ("tell me what it is for, when it is held", [("tell me what it is for", "when it is held")]),
        ("who decides to hold one who sits on it", [("who decides to hold one", "who sits on it")]),
        ("do they know who sits on it", []),
        ("is it multi-agency", []),
        ("where is SCR-2026-001 up to", []),
        ("leaflet - phone number", [("leaflet", "phone number")]),
        ("who writes it / does it take long", [("who writes it", "does it take long")]),
        ("notes or photos", [("notes", "photos")]),
        ("can i be sacked over it do i get a copy", [("can i be sacked over it", "do i get a copy")]),
        ("will i be interviewed", []),
    ],
)
def test_a_clause_has_the_halves_that_its_form_does_not_rule_out(clause: str, pairs: List[Tuple[str, str]]) -> None:
    assert halves(clause) == pairs


def test_of_two_thousand_places_to_cut_at_a_few_are_tried() -> None:
    assert len(halves("why " + "," * 1990 + " so?")) == 8


@given(st.text(max_size=80))
def test_no_half_holds_what_the_clause_does_not(clause: str) -> None:
    assert all(half in clause and half for pair in halves(clause) for half in pair)


def test_sentences_end_at_their_marks_and_lines() -> None:
    assert sentences("One. Two; three\nfour!") == ["One.", "Two;", "three", "four!"]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(["who", "writes", "it", "and", "also", "&", "?", ".", "\n", "the police", "ok,"]), max_size=20
    ).map(" ".join)
)
def test_no_word_is_lost_or_invented_by_cutting(text: str) -> None:
    words = [word for word in text.split() if word not in {"and", "also", "&"}]

    kept = [word for clause in clauses(text) for word in clause.split() if word not in {"and", "also", "&"}]

    assert [word.strip(",") for word in kept] == [word.strip(",") for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "i see dad at the gate and dont know if he was told",
        "she has done it and hasnt said so",
        "he was shaken and is now blind",
        "the notes are locked up and were taken on monday",
        "i want to know how long does it take",
        "that depends on what is in the report",
        "we cant have it",
        "who is it who does the checking",
        "the notes, e.g. those of dr. Example, count",
        "is it the case or the review...what is it",
    ],
)
def test_what_only_looks_like_a_cut_is_none(text: str) -> None:
    assert clauses(text) == [text]


def test_a_sentence_in_quotation_marks_ends_with_them() -> None:
    assert sentences('"Lessons will be learned." By whom?') == ['"Lessons will be learned."', "By whom?"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("in Rotherham here. how long does it take", "how long does it take"),
        ("how long does it take in Rotherham", "how long does it take"),
        ("for Rotherham, how long", "how long"),
        ("Rotherham", ""),
        ("is the family told in Rotherham and by whom", "is the family told and by whom"),
    ],
)
def test_a_place_said_in_passing_is_taken_out_with_what_joined_it(text: str, rest: str) -> None:
    start = text.index("Rotherham")

    assert without_places(text, [(start, start + len("Rotherham"))]) == rest


def test_two_places_are_taken_out() -> None:
    text = "in Rotherham and in Selby who decides"

    assert "who decides" in without_places(text, [(3, 12), (20, 25)])
    assert "Selby" not in without_places(text, [(3, 12), (20, 25)])
