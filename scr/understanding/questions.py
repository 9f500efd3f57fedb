"""The form of a question: how one begins, and how it is told from what is stated."""

from __future__ import annotations

import re
from typing import FrozenSet, List, Sequence

TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
JOINER_AT_START = re.compile(r"^(?:(?:and|also|plus|n|er|erm|um)\b|then\b(?=\s+\w)|[&/\u2013\u2014-]|\s)+", re.IGNORECASE)


def word_set(words: str) -> FrozenSet[str]:
    return frozenset(words.split())


QUESTION_WORDS = word_set("who whos whom what whats wot wots wat when whens wen where wheres why how hows which whose")
AUXILIARIES = word_set("will would can could do does did is are am was were should shall may might must has have")
OPENERS = QUESTION_WORDS | AUXILIARIES
CONTRACTED = word_set("whats wots wats wheres hows whens")
"""They hold their "is"."""

REQUESTS = frozenset(["any", "anything", "somewhere", "need", "tell", "explain"])
PREPOSITIONS = frozenset(["in", "at", "for", "to", "by", "from", "on", "under", "with", "of", "about"])
TIED = word_set("if when whens wen where while because since after before once unless as")
"""A clause that one of these opens belongs to what follows it, unless an auxiliary right behind makes it a question."""

_PRONOUNS = frozenset(["i", "we", "you", "u", "they", "he", "she", "it", "there"])
_OTHER_SUBJECTS = frozenset(["my", "our", "your", "their", "the", "that", "this", "staff", "parents", "family"])
_NEVER_BEFORE_A_QUESTION = word_set(
    "or to not this that these those here cant cannot wont dont didnt doesnt couldnt wouldnt shouldnt"
)
SUBJECTS = _PRONOUNS | _OTHER_SUBJECTS
_DETERMINERS = frozenset(["the", "a", "an", "my", "our", "your", "their", "his", "her"])
_STATES_OF_PAST = frozenset(["was", "were", "had", "did"])
"""Behind "the nurse who": in the middle of a clause it goes on."""

_SHORTEST_CLAUSE = 2  # words
_RELATIVE = frozenset(["who", "whos", "whom", "whose", "which"])
"""In the middle of a clause they mostly go on: "the nurse who was there"."""

_SAYS_WHAT_IS_ASKED = re.compile(
    r"\b(?:(?:ask(?:s|ed|ing)?(?: me| us| him| her)?|wonder(?:s|ed|ing)?|know|tell (?:me|us)|find out|explain|advise|clarify"
    r"|confirm|set out|not (?:\w+ )?(?:clear|sure|certain)(?: \w+){0,2}|unsure|no idea|(?:a|any) line(?: or two)?)"
    r"(?: in| on| by| at| under| about)? (?:if|whether|who|whom|whose|what|when|where|why|how|which)"
    r"|(?:explain|tell|say|set out)(?: \w+){1,4}? (?:why|how|what|whether)"
    rf"|asks? (?:{'|'.join(sorted(AUXILIARIES))}))\b",
    re.IGNORECASE,
)
# Words that are hardly ever anything but a question's, unless what they ask has been told: "she told me why".
_ASKS_ANYWHERE = re.compile(
    r"(?<!told )(?<!told me )(?<!told us )(?<!explained )(?<!explains )(?<!remember )(?<!knew )(?<!understand )(?<!see )"
    r"(?<!that's )(?<!thats )(?<!is )(?<!was )\b(?:whether|what|why|how|whose)\b",
    re.IGNORECASE,
)
# What stands before a question that has no weight of its own: "ok so", "anyway", "if not", "in" before "what cases".
_LEAD = re.compile(
    r"^(?:(?:ok|okay|so|well|anyway|but|then|right|hi|hello|please|if (?:so|not|yes|no)|or|in|at|for|to|by|from|on|under"
    r"|first|firstly|second|secondly|third|thirdly|next|last|lastly|finally)\b"
    r"[\s,]*)+",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(?:i|we)(?:['\u2019]?d| just| also| would| should)* "
    r"(?:(?:need|want|like) (?:the|an?|some)"
    r"|(?:need|want|like|be (?:interested|grateful|glad|keen))(?: also)? to"
    r" (?:know|see|read|find|understand|hear|establish))\b"
    r"|\b(?:please|pls|plz|would like)\b",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"^\W*(?:(?:so |and )?(?:is|was) (?:that|this|it|he|she)(?: all| even| really)? "
    r"(?:right|true|so|correct|normal|usual|the case|allowed|legal|how it (?:works|goes))\b(?: when .*)?"
    r"|true|correct|really|yes|no|right"
    r"|are they allowed(?: to)?|can they(?: do that)?|do they have to|must (?:it|they|we|i)|do you know)\W*$",
    re.IGNORECASE,
)

_LEANS = re.compile(
    r"\b(?:it|its|that|thats|this|them|they|their|theyre|those|these|ones?|she|shes|he|hes|her|him|his|so|others?|then|either|"
    r"the same|as well|too)\b",
    re.IGNORECASE,
)
_ENDS_IN_POINTING = re.compile(r"\b(?:it|that|this|them|those)\W*$", re.IGNORECASE)
_SHORT = 4  # words
_LONGEST_LIST = 15  # words


def leans(text: str) -> bool:
    """What it is about is partly said before it."""
    return bool(_LEANS.search(text)) or is_short(text)


def is_short(text: str) -> bool:
    """Too few words to say all of what it is about."""
    return len(text.split()) <= _SHORT


def ends_in_pointing(text: str) -> bool:
    """ "Do i get to see it?": what it asks of is said before it, however sure it looks by itself."""
    return bool(_ENDS_IN_POINTING.search(text))


def words_of(text: str) -> List[str]:
    return [match.group().lower() for match in TOKEN.finditer(text)]


def is_question(text: str) -> bool:
    """It has a question mark, begins as a question or a request does, says what is asked, or holds the order of a question.

    "if they do can they come" holds it, "she asked if they can come" says it, "any chance of a copy" requests.
    """
    if is_plain_question(text) or _SAYS_WHAT_IS_ASKED.search(text) or _WISHES.search(text) or _ASKS_ANYWHERE.search(text):
        return True
    words = _told(text)
    if any(is_turned(*words[at - 1 : at + 2]) for at in range(1, len(words) - 1)):
        return True
    if (
        words[:1]
        and words[0] in TIED
        and any(_asks_behind_clause(words, at) for at in range(_SHORTEST_CLAUSE, len(words) - 1))
    ):
        return True
    return any(_asks_directly(words, at) for at in range(len(words) - 1))


def names_things(text: str) -> bool:
    """ "large print leaflet, phone number": short, and without auxiliary and pronoun, as headings and lists are."""
    words = words_of(text)
    return len(words) <= _LONGEST_LIST and not (AUXILIARIES | _PRONOUNS) & {*words}


def is_plain_question(text: str) -> bool:
    """It ends or begins as a question or a request does."""
    return text.endswith("?") or bool({*_told(text)[:1]} & (OPENERS | REQUESTS | {"whether"}))


def is_whole_question(text: str) -> bool:
    """It has that plain form, and words enough to be asked by itself: "Will I get feedback?", not "who sits on it"."""
    return is_plain_question(text) and len(text.split()) >= (_SHORT if text.endswith("?") else _SHORT + 1)


def asks_to_confirm(text: str) -> bool:
    """ "Is that right?", "true?": what stands before it is the question."""
    return bool(_CONFIRMS.match(text))


def is_turned(before: str, word: str, after: str) -> bool:
    """The order of a question: "can i", not "i can"; "is it", not "this is my"."""
    if before in QUESTION_WORDS | _PRONOUNS | _NEVER_BEFORE_A_QUESTION:
        return False
    if word in ("have", "do") and before in AUXILIARIES:
        return False
    takes_nouns = word in AUXILIARIES - {"is", "are", "am", "was", "were", "has", "have"}
    return word in AUXILIARIES and (after in _PRONOUNS or (takes_nouns and after in _OTHER_SUBJECTS))


def _told(text: str) -> List[str]:
    """Its words, less those before it that have no weight."""
    return words_of(_LEAD.sub("", JOINER_AT_START.sub("", text)))


def _asks_behind_clause(words: Sequence[str], at: int) -> bool:
    """ "after a death who lets them know", "if i go is my mum allowed in"."""
    before, word, after = words[at - 1 : at + 2]
    if before in QUESTION_WORDS | _PRONOUNS | _NEVER_BEFORE_A_QUESTION | _DETERMINERS:
        return False
    if word in ("who", "what", "how"):
        return after not in _STATES_OF_PAST
    return word in ("does", "did") or (word in AUXILIARIES and after in SUBJECTS | _DETERMINERS)


def _asks_directly(words: Sequence[str], at: int) -> bool:
    """ "what is", "how do", "who's" right behind a colon or at the start; "the nurse who was there" goes on."""
    word, after = words[at], words[at + 1]
    if word not in QUESTION_WORDS or not (word in CONTRACTED or after in AUXILIARIES or after in "'\u2019"):
        return False
    return word not in _RELATIVE or at == 0 or words[at - 1] in ":;,-"
