"""A message cut into what may be questions of their own."""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

from scr.understanding.questions import (
    AUXILIARIES,
    CONTRACTED,
    JOINER_AT_START,
    OPENERS,
    PREPOSITIONS,
    QUESTION_WORDS,
    REQUESTS,
    SUBJECTS,
    TIED,
    TOKEN,
    is_turned,
    word_set,
)

_SENTENCE_END = re.compile(r"(?<=[.?!;…])\s+|(?<=[.?!;…][\"”])\s+|\n+")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|dr|mr|mrs|vs|approx|a\.m|p\.m)\.$", re.IGNORECASE)
_LIST_MARK = re.compile(r"(?:(?<=\s)|^)(?:\(?[\da-e]\)|\d\.)\s+", re.IGNORECASE)
_FIRST_LIST_MARK = re.compile(r"(?:(?<=\s)|^)(?:\(?[1a]\)|1\.)\s", re.IGNORECASE)
_OPENS = rf"\s+(?=(?:{'|'.join(sorted(OPENERS))})\b)"
_BARE_MARK = re.compile(rf"(?:(?<=\s)|^)\d{_OPENS}", re.IGNORECASE)
_COUNTS = [re.compile(rf"(?:(?<=\s)|^){number}{_OPENS}", re.IGNORECASE) for number in (1, 2)]
_JOINER_AT_END = re.compile(r"(?:\b(?:and|also|plus|n|but|then|er|erm|um)|[&/\u2013\u2014,:-]|\s)+$", re.IGNORECASE)

# What stands before and after the name of a place that is said in passing: "in … here."
_LEADS_IN = re.compile(
    r"(?:[,;]?\s*\b(?:i|we|im|were)\b(?:'m|'re|’m|’re| am| are)?(?:\s+(?:work|working|based|over|here))?\s+|\b)"
    r"(?:in|for|from|at|of)\s*$",
    re.IGNORECASE,
)
_LEADS_OUT = re.compile(r"^\s*(?:here|this week|now)?\s*[.,:;-]?\s*", re.IGNORECASE)

_JOINERS = frozenset({"and", "also", "plus", "&", "n"})
_PAUSES = frozenset({",", ";", ":", "-", "\u2013", "\u2014"})
_BETWEEN_HALVES = _JOINERS | _PAUSES | {"or", "/"}
_WITHIN_WORDS = frozenset({"-", "/"})
"""They stand between halves only where a space stands beside them: "multi-agency", "and/or"."""

_FILLERS = frozenset(["then", "also", "er", "erm", "um"])
"""Between a joiner and the question that it joins: "and then how"."""

_GOES_ON = word_set(
    "now in on at not still so very being been just already going currently due off under back only really too "
    "taken given told seen gone sent"
)
"""Behind "and is", "and has": what was said before is said on, and nothing is asked."""

_STATES = frozenset(["is", "are", "am", "was", "were", "has", "have"])

_EMBEDS = word_set(
    "know knows hear hears check decide decides ask asks asked asking tell told shown me us wonder wondering understand "
    "see find out explain sure idea clue matter depends of about to on in at by for from with under is was and or that "
    "this just exactly"
)
"""Before "what is" and its like: they hang on what is said before."""

_MAY_RUN_ON = frozenset(["who", "when", "where", "why"])
"""What they begin in the middle of a clause may be a question behind another: "who decides there is one who sits on it"."""

_THINGS = frozenset(["it", "them"])
_QUANTITIES = frozenset(["long", "many", "much", "often", "soon", "far", "big", "old"])
_LEAST_BEFORE_A_PAUSE = 4  # words; fewer name what the question is about: "the chronology, who writes it"
_SHORTEST_PART = 2  # words
_LONGEST_JOINERS = 20  # characters
_MOST_CUTS = 8
_LEAST_BESIDE_A_PLACE = 5  # words


def sentences(text: str) -> List[str]:
    """The sentences; a line break ends one too, the full stop of an abbreviation none."""
    return [text[start:end].strip() for start, end in _sentence_spans(text)]


def clauses(text: str) -> List[str]:
    """Sentences, cut again where another question begins: after "and" or a pause, or by its turned order, "can i".

    "who writes it and do i get a copy" and "who writes it do i get a copy" have two clauses, "the police and the school"
    one. "or" is no cut: "do they take part or is it only adults" is one question, as far as its form tells.
    """
    return [clause for item in _items(text) for sentence in sentences(item) for clause in _cut(sentence)]


def halves(clause: str) -> List[Tuple[str, str]]:
    """Each way to cut a clause in two where its form alone does not tell: at "or", "and", a pause, "who".

    "the phone number and the leaflet" asks two things, "the police and the school" none.
    """
    words = [(match.group().lower(), match.span()) for match in TOKEN.finditer(clause)]
    cuts = []
    for (before, _), (word, (start, end)), (after, _) in zip(words, words[1:], words[2:], strict=False):
        if word in _BETWEEN_HALVES:
            if word in _WITHIN_WORDS and clause[start - 1 : end + 1] == clause[start - 1 : end + 1].strip():
                continue
            cuts.append((clause[:start], clause[end:]))
        elif before not in _EMBEDS | _BETWEEN_HALVES and (word in _MAY_RUN_ON or _turns(word, after)):
            cuts.append((clause[:start], clause[start:]))
    pairs = [(_without_joiners(left), _without_joiners(right)) for left, right in cuts[:_MOST_CUTS]]
    return [pair for pair in pairs if all(pair)]


def _turns(word: str, after: str) -> bool:
    return word in AUXILIARIES and after in SUBJECTS


def _sentence_spans(text: str) -> List[Tuple[int, int]]:
    spans, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[start : end.start()]):
            continue
        spans.append((start, end.start()))
        start = end.end()
    return [(start, end) for start, end in [*spans, (start, len(text))] if text[start:end].strip()]


def _items(text: str) -> List[str]:
    """What stands behind each of "1)", "2.", "(b)", or of "1 who", "2 is"."""
    if _FIRST_LIST_MARK.search(text):
        mark = _LIST_MARK
    elif all(number.search(text) for number in _COUNTS):
        mark = _BARE_MARK
    else:
        return [text]
    return [item for item in mark.split(text) if item.strip()]


def _cut(sentence: str) -> List[str]:
    words = [(match.group().lower(), match.start()) for match in TOKEN.finditer(sentence)]
    cuts, first = [0], 0
    for index in range(1, len(words)):
        if index - first > _SHORTEST_PART and _begins_question([word for word, _ in words], first, index):
            cuts.append(words[index][1])
            first = index
    parts = [sentence[start:end] for start, end in zip(cuts, [*cuts[1:], len(sentence)], strict=True)]
    return [part for part in map(_without_joiners, parts) if part]


def _begins_question(words: Sequence[str], first: int, index: int) -> bool:
    """Whether a question of its own begins at a word, in a part that began at word `first`."""
    word, before = words[index], words[index - 1]
    after = words[index + 1] if index + 1 < len(words) else ""
    if _joined(words, first, index):
        indirect = word in PREPOSITIONS and after in QUESTION_WORDS
        says_on = word in _STATES and (after in _GOES_ON or (after.endswith(("ed", "ing")) and not after.endswith("thing")))
        return indirect or (not says_on and (word in OPENERS | TIED | REQUESTS or word == "whether"))
    if word not in OPENERS:
        return False
    part = words[first:index]
    opening, *rest = part[1:] if part[0] in _JOINERS and len(part) > 1 else part
    is_tied = opening in TIED and not (rest and rest[0] in AUXILIARIES)
    if before in _PAUSES:
        names_subject = len(part) <= _LEAST_BEFORE_A_PAUSE and opening not in OPENERS
        return not is_tied and not names_subject and (word not in TIED or after in AUXILIARIES or before == ":")
    if is_turned(before, word, after):
        return not is_tied and not _waits_for_verb(part)
    return not is_tied and _runs_on(words[index - 2 : index + 4])


def _joined(words: Sequence[str], first: int, index: int) -> bool:
    """Behind "and", or "and then"."""
    at = index - 1
    while at > first and words[at] in _FILLERS and words[at - 1] in _FILLERS | _JOINERS | _PAUSES:
        at -= 1
    if words[at] == "also" and words[at - 1] in ("i", "we"):  # "and i also need": the question began before
        return False
    return words[at] in _JOINERS or (at < index - 1 and words[at] in _PAUSES)


def _runs_on(words: Sequence[str]) -> bool:
    """A question behind another without any mark: "who sits on it how long does it go on".

    Args:
        words: the two before the question, and up to four of it.
    """
    before_that, before, word, *rest = words
    if word not in QUESTION_WORDS or before in _EMBEDS or not before.isalnum() or not rest:
        return False
    if before in _THINGS:  # "who is it who checks" goes on
        return word not in TIED and before_that not in _STATES
    is_direct = rest[0] in AUXILIARIES or (rest[0] in _QUANTITIES and any(each in AUXILIARIES for each in rest[1:]))
    return word in CONTRACTED or (is_direct and word in ("what", "how", "where", "when", "why"))


def _waits_for_verb(part: Sequence[str]) -> bool:
    """Its last question word has no auxiliary yet: "what support" before "should i get"."""
    for word in reversed(part):
        if word in AUXILIARIES:
            return False
        if word in QUESTION_WORDS:
            return True
    return False


def _without_joiners(part: str) -> str:
    part = JOINER_AT_START.sub("", part)
    # Only the end is searched: of two thousand commas each would be tried with all that follow.
    rest, end = part[:-_LONGEST_JOINERS], part[-_LONGEST_JOINERS:]
    return (rest + _JOINER_AT_END.sub("", end)).strip()


def without_places(text: str, spans: Sequence[Tuple[int, int]]) -> str:
    """The text less the places named in it; a sentence that says little else ("i work in rotherham.") goes whole."""
    rests = []
    for start, end in _sentence_spans(text):
        inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
        rests.append((_without(text[start:end], inside), bool(inside)))
    telling = [rest for rest, had_place in rests if not had_place or len(rest.split()) >= _LEAST_BESIDE_A_PLACE]
    return " ".join(telling or [rest for rest, _ in rests])


def _without(text: str, spans: Sequence[Tuple[int, int]]) -> str:
    """The text less some stretches of it, and less what joined them to the rest ("in", "here.")."""
    for start, end in reversed(spans):
        before = _LEADS_IN.sub("", text[:start])
        after = _LEADS_OUT.sub("", text[end:])
        text = f"{before.rstrip()} {after.lstrip()}".strip()
    return text
