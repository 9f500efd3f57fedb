"""A call that is being taken: what its words give, what the handler has set or taken out, and the note of both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, Dict, FrozenSet, Mapping, Optional, Sequence, Tuple
from zoneinfo import ZoneInfo

from scr.content import Content
from scr.desk.listening import HeardCall, Likely, Listening
from scr.rules import reference
from scr.rules.triage import CallNote, Urgency, Way, urgency_of, way_of

FIELDS = ("role", "agency", "area", "reference", "urgency", "call_back")
"""Of a note, by the names that they have in the form."""

YES, NO = "yes", "no"
_LOCAL = ZoneInfo("Europe/London")
_CALL_BACKS: Mapping[str, bool] = {YES: True, NO: False}


@dataclass(frozen=True)
class CallForm:
    """The form as it was sent. The words are read and kept nowhere."""

    words: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """By field, what stands in it."""
    set_by_hand: FrozenSet[str] = frozenset()
    """The fields that the words no longer change."""
    added: Tuple[str, ...] = ()
    dropped: Tuple[str, ...] = ()
    """Needs that the handler put into the note, and took out of it."""
    call_back_by: str = ""
    sign_off: bool = False

    @classmethod
    def read(cls, form: Mapping[str, Sequence[str]], longest: int) -> CallForm:
        """
        Args:
            longest: so many characters of the words are read.
            form: by name, the values that were sent; without ``by_hand``, as from a browser without script, whatever stands
                in a field was set by hand.
        """

        def first(name: str) -> str:
            return (form.get(name) or [""])[0].strip()

        values = {name: first(name) for name in FIELDS}
        filled = frozenset(name for name, value in values.items() if value)
        return cls(
            words=first("words")[:longest],
            values=values,
            set_by_hand=frozenset(form["by_hand"]) & frozenset(FIELDS) if "by_hand" in form else filled,
            added=tuple(form.get("added") or ()),
            dropped=tuple(form.get("dropped") or ()),
            call_back_by=first("call_back_by"),
            sign_off=bool(first("sign_off")),
        )


@dataclass(frozen=True)
class Call:
    """What a form comes to. `problems` are names of sentences of `data/desk/`, by field."""

    form: CallForm
    note: CallNote
    heard: HeardCall
    urgency: Urgency
    way: Optional[Way]
    chosen: Tuple[Likely, ...]
    """What the note says that the call is about."""
    call_back_by: Optional[dt.datetime]
    problems: Mapping[str, str]

    @classmethod
    def none(cls) -> Call:
        """Nothing has been said or set yet."""
        nothing = CallNote()
        return cls(CallForm(), nothing, HeardCall(nothing), Urgency.ROUTINE, None, (), None, {})

    @property
    def values(self) -> Mapping[str, str]:
        """By field, what is to stand in it."""
        note = self.note
        return {
            "role": note.role or "",
            "agency": note.agency or "",
            "area": note.area or "",
            "reference": note.reference or self.form.values.get("reference", ""),
            "urgency": note.urgency.value if note.urgency else "",
            "call_back": "" if note.call_back is None else YES if note.call_back else NO,
        }


class Calls:
    """Works out calls."""

    def __init__(self, content: Content, listening: Listening) -> None:
        self._content = content
        self._listening = listening

    def call(self, form: CallForm) -> Call:
        area = form.values.get("area") if "area" in form.set_by_hand else None
        heard = self._listening.hear(form.words, area) if form.words else HeardCall(CallNote())
        note = self._with_hand(self._with_needs(heard.note, form), form)
        return Call(
            form=form,
            note=note,
            heard=heard,
            urgency=urgency_of(note, self._content.ways),
            way=way_of(note, self._content.ways),
            chosen=self._listening.with_needs(note.needs, note.area),
            call_back_by=_moment(form.call_back_by),
            problems=_problems(note, form),
        )

    def toggled(self, form: CallForm, need: str) -> CallForm:
        """The form once a need was put into the note, or taken out of it where it was in it."""
        if need not in self._content.ways:
            return form
        if need in self.call(form).note.needs:
            return replace(form, added=_without(form.added, need), dropped=(*_without(form.dropped, need), need))
        return replace(form, added=(*_without(form.added, need), need), dropped=_without(form.dropped, need))

    def _with_needs(self, note: CallNote, form: CallForm) -> CallNote:
        heard = (need for need in note.needs if need not in form.dropped)
        added = (need for need in form.added if need in self._content.ways)
        return replace(note, needs=tuple(dict.fromkeys((*heard, *added))))

    def _with_hand(self, note: CallNote, form: CallForm) -> CallNote:
        """What the handler has set stands, also where it is nothing. What is none of the known values counts as nothing."""
        known: Mapping[str, Mapping[str, Any]] = {
            "role": {name: name for name in self._content.names["role"]},
            "agency": {name: name for name in self._content.names["agency"]},
            "area": {name: name for name in self._content.areas},
            "urgency": {urgency.value: urgency for urgency in Urgency},
            "call_back": _CALL_BACKS,
        }
        values: Dict[str, Any] = {
            name: choices.get(form.values[name]) for name, choices in known.items() if name in form.set_by_hand
        }
        if "reference" in form.set_by_hand:
            values["reference"] = reference.read(form.values["reference"])
        return replace(note, **values)


def _problems(note: CallNote, form: CallForm) -> Mapping[str, str]:
    """Why the note cannot be kept yet."""
    problems = {}
    if note.role is None and note.agency is None:
        problems["role"] = "problem_caller"
    if not note.needs:
        problems["words"] = "problem_need"
    typed = form.values.get("reference", "")
    if "reference" in form.set_by_hand and typed and reference.read(typed) is None:
        problems["reference"] = "problem_reference"
    if form.call_back_by and _moment(form.call_back_by) is None:
        problems["call_back_by"] = "problem_moment"
    return problems


def _moment(text: str) -> Optional[dt.datetime]:
    """A moment as a browser's field for one gives it, in local time."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=_LOCAL)
    except ValueError:
        return None


def _without(needs: Tuple[str, ...], need: str) -> Tuple[str, ...]:
    return tuple(other for other in needs if other != need)
