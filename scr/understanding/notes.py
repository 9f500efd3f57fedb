"""What a message says to a call note: the caller, the urgency, a call back, what is to be done with the note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Iterable, List, Optional, Pattern, Tuple

from scr.content import Content
from scr.rules.redaction import Redactor
from scr.rules.triage import Asked, CallNote, Heard, Urgency, Wish
from scr.understanding import entities
from scr.understanding.questions import is_question
from scr.understanding.splitting import clauses
from scr.understanding.text import key

if TYPE_CHECKING:
    from spacy.language import Language

# "not urgent" holds "urgent", and "no call back" a call back: what says less is looked for first.
_URGENCIES = (Urgency.EMERGENCY, Urgency.ROUTINE, Urgency.TODAY, Urgency.THIS_WEEK)
_LATEST_BEGINNING = 20  # characters
_LONGEST_WISH = 8  # words; longer, "done" and "finished" are more likely said of something else
_DROPPED_FIRST = (Wish.READ_BACK, Wish.DROP, Wish.FINISH)
# "hang on, she's asking do the family get told": a question that the handler passes on word for word.
_PASSED_ON = re.compile(
    r"\b(?:asking|asks|asked|hang on|hold on|wait|question)\b(?:[\s,:-]|\b(?:now|me|is|was|shes?|hes?|they)\b)*",
    re.IGNORECASE,
)
# "what she needs is support", "wants to know when": said of the caller, for the note.
_OF_THE_CALLER = re.compile(r"\b(?:needs?|wants?|is after|would like|looking for)\b", re.IGNORECASE)
_IS_THE_CALLER = re.compile(r"^\W*(?:\w+ )?(?:the )?(?:caller|she|he|they)\W*(?:is|s|are|re)\b", re.IGNORECASE)
_LONGEST_GIVEN = 6  # words
_BETWEEN_PARTS = re.compile(
    r"[,;.:\n]|\b(?:who|she|he|they)?\s*\b(?:wants?|needs?|wanting|needing|asking|ringing|calling|about|re)\b", re.I
)


class NoteListener:
    """Hears call notes in messages."""

    def __init__(self, content: Content) -> None:
        self._words = {name: _any_of(map(key, words)) for name, words in content.note_words.items()}
        self._corrects = _any_of(content.note_words["corrects"])
        rings_back = content.note_words["call_back_yes"] + content.note_words["call_back_no"]
        self._rings_back = re.compile(_any_of(rings_back).pattern, re.IGNORECASE)
        self._agency_of_role = content.agency_of_role
        self._redactor = Redactor(content.first_names, content.not_names)

    def begins(self, text: str) -> bool:
        """It opens with the words for a new note, whatever follows them."""
        return self._opens_with("begin", text)

    def tells_of_caller(self, text: str) -> bool:
        """It opens with somebody's being on the line."""
        return self._opens_with("caller", text)

    def without_call_back(self, text: str) -> str:
        """The message less its words for ringing somebody back, which sound like an alarm and are none."""
        return " ".join(self._rings_back.sub(" ", text).split())

    def without_given(self, text: str) -> str:
        """What a message says besides how soon somebody should act and whether to ring back, in normal form."""
        form = key(text)
        for name in (*(urgency.value for urgency in _URGENCIES[1:]), "call_back_no", "call_back_yes"):
            form = self._words[name].sub(" ", form)
        return " ".join(form.split())

    def hear(self, nlp: Language, text: str, area: Optional[str], note: Optional[CallNote]) -> Heard:
        """
        Args:
            area: the area that the message names.
            note: as it stands; none where the message begins it.
        """
        form = key(text)
        corrects = bool(self._corrects.search(text.lower()))
        knows_caller = note is not None and note.asks is not Asked.CALLER
        is_about_caller = corrects or not knows_caller or bool(_IS_THE_CALLER.search(text))
        role, agency = self._caller(nlp, text) if is_about_caller else (None, None)
        given = CallNote(role=role, agency=agency, area=area, urgency=self._urgency(form), call_back=self._call_back(form))
        return Heard(
            given=given,
            wish=self._wish(form),
            asks=_asks(text),
            corrects=corrects,
            begins=self.begins(text),
            tells_of_caller=self.tells_of_caller(text),
            left_out=any(detail.kind != "date" for detail in self._redactor.details(text)),
        )

    def _caller(self, nlp: Language, text: str) -> Tuple[Optional[str], Optional[str]]:
        """The role and the agency named last, which corrects the one before it; an agency also by the role."""
        named = list(entities.named(nlp, text))
        roles = [entity.value for entity in named if entity.kind == entities.ROLE]
        agencies = [entity.value for entity in named if entity.kind == entities.AGENCY]
        role = roles[-1] if roles else None
        agency = agencies[-1] if agencies else self._agency_of_role.get(role or "")
        return role, agency

    def _urgency(self, form: str) -> Optional[Urgency]:
        return next((urgency for urgency in _URGENCIES if self._holds(urgency.value, form)), None)

    def _call_back(self, form: str) -> Optional[bool]:
        if self._holds("call_back_no", form):
            return False
        return True if self._holds("call_back_yes", form) else None

    def _wish(self, form: str) -> Optional[Wish]:
        if len(form.split()) > _LONGEST_WISH:
            return None
        return next((wish for wish in _DROPPED_FIRST if self._holds(wish.value, form)), None)

    def _opens_with(self, name: str, text: str) -> bool:
        found = self._words[name].search(key(text))
        return found is not None and found.start() <= _LATEST_BEGINNING

    def _holds(self, name: str, form: str) -> bool:
        words = self._words.get(name)
        return bool(words and words.search(form))


def is_only_given(text: str, heard: Heard) -> bool:
    """A short message that gives what a note is made of, such as "ring her back": no cry for help, however it sounds."""
    return len(text.split()) <= _LONGEST_GIVEN and (heard.wish is not None or heard.given != CallNote())


def parts(text: str) -> List[str]:
    """The stretches of a message that may each name something for the note."""
    return [part.strip() for part in _BETWEEN_PARTS.split(text) if len(part.split()) > 1]


def _asks(text: str) -> bool:
    passed_on = (text[found.end() :] for found in _PASSED_ON.finditer(text))
    return any(map(_is_put, clauses(text))) or any(map(_is_put, passed_on))


def _is_put(clause: str) -> bool:
    return clause.endswith("?") or (is_question(clause) and not _OF_THE_CALLER.search(clause))


def _any_of(words: Iterable[str]) -> Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?!\w)"
    )
