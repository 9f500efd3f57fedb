"""The words in braces that replies leave to be filled in: whom to call, which area, which document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional

from scr.content import Area, Content


@dataclass(frozen=True)
class Facts:
    """What replies say that is not content but a matter of how the assistant was set up."""

    referral_numbers: Mapping[str, str] = field(default_factory=dict)
    """Children's social care's telephone numbers, by area."""
    idle_minutes: int = 30
    stale_after_days: int = 42


class Places:
    """Fills them in from the content and the set-up."""

    def __init__(self, content: Content, facts: Facts) -> None:
        self._content = content
        self._facts = facts

    def filled(self, text: str, area_id: Optional[str], given: Mapping[str, str]) -> str:
        """The text with its words in braces filled in, those `given` among them."""
        area = self._content.areas.get(area_id or "")
        places = {
            "contact": self._contact(area),
            "referral": self._referral(area),
            "areas": ", ".join(each.name for each in self._content.areas.values()),
            "idle_minutes": str(self._facts.idle_minutes),
            **given,
        }
        if area is not None:
            places.update(area=area.name, document=self._content.documents[area.document].title)
        for place, value in places.items():
            text = text.replace("{" + place + "}", value)
        # A blank line in YAML's folded text comes back as a single line break.
        return text.replace("  ", " ").replace("\n", "\n\n").strip()

    def contact(self, area_id: Optional[str]) -> str:
        """Whom to ask in an area, as a clause."""
        return self._contact(self._content.areas.get(area_id or ""))

    def _contact(self, area: Optional[Area]) -> str:
        if area is None:
            known = "; ".join(
                self._fragment("contact_known", area=other.name, phone=other.contact.phone, email=other.contact.email)
                for other in self._content.areas.values()
                if other.contact
            )
            return self._fragment("contact_unknown", known=known)
        if area.contact is None:
            return self._fragment("contact_area_without_number", board=area.board)
        return self._fragment("contact_area", board=area.board, phone=area.contact.phone, email=area.contact.email)

    def _referral(self, area: Optional[Area]) -> str:
        areas = [area] if area else list(self._content.areas.values())
        known = [
            self._fragment("referral_area", area=each.name, number=self._facts.referral_numbers[each.id])
            for each in areas
            if each.id in self._facts.referral_numbers
        ]
        return " or ".join(known) or self._content.fragments["referral_none"]

    def _fragment(self, name: str, **places: str) -> str:
        return self._content.fragments[name].format(**places)
