"""`scr evaluate`: sends every case to the running assistant, as the page would, and reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import List, Optional, Sequence

from rich.console import Console
from rich.progress import track

from scr.evaluation.cases import CaseError, LabelledConversation, LabelledQuestion, load_conversations, load_questions
from scr.evaluation.page import page
from scr.evaluation.register import Askers
from scr.evaluation.score import (
    Answered,
    Case,
    Share,
    as_json,
    label_figures,
    question_figures,
    score_question,
    score_turn,
    turn_figures,
)
from scr.running import Talk, running_assistant

_UNLIMITED = {"SCR_MESSAGES_PER_MINUTE": "1000000", "SCR_ADDRESS_MESSAGES_PER_MINUTE": "1000000"}
_USAGE = 2


def evaluate(
    questions_path: Path,
    conversations_path: Path,
    register_path: Path,
    json_path: Optional[Path],
    page_path: Optional[Path],
) -> int:
    """Measure and print; the exit status of the command."""
    console = Console()
    try:
        questions = load_questions(questions_path)
        conversations = load_conversations(conversations_path)
        if not register_path.exists():
            raise CaseError(f"{register_path} does not exist")
    except CaseError as error:
        console.print(str(error), style="red")
        return _USAGE
    with running_assistant(_UNLIMITED) as settings:
        try:
            askers = Askers(settings, register_path)
        except CaseError as error:
            console.print(str(error), style="red")
            return _USAGE
        asked = [_ask(settings.base_url, question) for question in track(questions, "Questions    ", console=console)]
        turns = [
            case
            for conversation in track(conversations, "Conversations", console=console)
            for case in _hold(settings.base_url, conversation, askers)
        ]
    _print(console, asked, turns)
    if json_path:
        json_path.parent.mkdir(parents=True, exist_ok=True)
        json_path.write_text(json.dumps(as_json(asked, turns), ensure_ascii=False, indent=1), encoding="utf-8")
    if page_path:
        page_path.parent.mkdir(parents=True, exist_ok=True)
        page_path.write_text(page(asked, turns), encoding="utf-8")
    return 0


def _ask(base_url: str, question: LabelledQuestion) -> Case:
    return score_question(question, Answered.of(Talk(base_url).send(question.text)))


def _hold(base_url: str, conversation: LabelledConversation, askers: Askers) -> List[Case]:
    talk = Talk(base_url)
    if conversation.asker:
        talk.sign_in(askers.code(conversation.asker))
    return [
        score_turn(conversation.id, number, turn, Answered.of(talk.send(turn.user)))
        for number, turn in enumerate(conversation.turns, 1)
    ]


def _print(console: Console, questions: Sequence[Case], turns: Sequence[Case]) -> None:
    figures = {**question_figures(questions), **turn_figures(turns)}
    width = max(map(len, figures))
    for name, share in figures.items():
        console.print(f"{name:{width}}  {share}", highlight=False)
    console.print("\nright first, by first label:", highlight=False)
    for label, share in sorted(label_figures(questions).items(), key=_worst_first):
        console.print(f"  {label:{width}}  {share}", highlight=False)
    console.print("\nmisses:", highlight=False)
    for case in (*questions, *turns):
        if not case.right:
            offer = f"; offered {', '.join(case.offered)}" if case.offered else ""
            console.print(f"  {case.id}  {case.sent!r}: {'; '.join(case.why)}{offer}", highlight=False, markup=False)


def _worst_first(item: "tuple[str, Share]") -> "tuple[float, str]":
    return (item[1].value, item[0])
