"""A call note as a PDF to be printed or filed."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any, Iterator, List, Mapping, Sequence, Tuple
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from scr.desk.listening import Likely
from scr.desk.say import Say
from scr.rules.kept_note import KeptNote

# Of the library's own: the fonts that every PDF reader has know no typographic quotation marks in this encoding.
_FONTS = Path(reportlab.__file__).parent / "fonts"
_PLAIN, _BOLD = "Vera", "VeraBd"
_TEXT = ParagraphStyle("text", fontName=_PLAIN, fontSize=10, leading=14, spaceAfter=4)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=8.5, leading=12)
_HEADING = ParagraphStyle("heading", parent=_TEXT, fontName=_BOLD, fontSize=12, leading=16, spaceBefore=8)
_TITLE = ParagraphStyle("title", parent=_HEADING, fontSize=17, leading=22, spaceBefore=0)
_LABEL = ParagraphStyle("label", parent=_TEXT, fontName=_BOLD)


def as_pdf(note: KeptNote, told: Sequence[Likely], words: Mapping[str, str], say: Say, now: dt.datetime) -> bytes:
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))
    title = words["note_heading"].format(number=note.number)
    file = io.BytesIO()

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(_PLAIN, 8)
        text = words["pdf_footer"].format(number=note.number, page=document.page)
        canvas.drawString(20 * mm, 12 * mm, text)

    document = SimpleDocTemplate(
        file, pagesize=A4, title=title, author=words["title"], lang="en-GB", leftMargin=20 * mm, rightMargin=20 * mm
    )
    document.build([*_story(note, told, title, words, say, now)], onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def _story(
    note: KeptNote, told: Sequence[Likely], title: str, words: Mapping[str, str], say: Say, now: dt.datetime
) -> Iterator[Any]:
    yield _paragraph(title, _TITLE)
    yield _paragraph(words["pdf_made"].format(at=say.at(now)), _SMALL)
    yield Spacer(1, 4 * mm)
    rows = [[_paragraph(label, _LABEL), _paragraph(value, _TEXT)] for label, value in _facts(note, words, say) if value]
    yield Table(rows, colWidths=[45 * mm, 125 * mm], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    yield _paragraph(words["note_tell"], _HEADING)
    for likely in told:
        yield from _answer(likely, words, say)


def _facts(note: KeptNote, words: Mapping[str, str], say: Say) -> Iterator[Tuple[str, str]]:
    yield words["column_at"], say.at(note.at)
    yield words["column_caller"], say.caller(note.note)
    yield words["column_area"], say.area(note.note.area)
    yield words["column_what"], say.needs(note)
    yield words["column_reference"], note.note.reference or ""
    yield words["column_urgency"], say.urgency(note.urgency)
    yield words["column_route"], f"{say.route_alone(note.route)}. {say.why(note)}"
    yield words["column_call_back"], say.call_back(note)
    yield words["column_owner"], note.owner.name if note.owner else words["nobody"]
    yield words["column_state"], say.state(note)
    yield words["column_outcome"], say.outcome(note.outcome)
    yield words["sign_off"], words["signed_off"].format(name=note.signed_off_by) if note.signed_off_by else ""


def _answer(likely: Likely, words: Mapping[str, str], say: Say) -> Iterator[Any]:
    yield _paragraph(likely.title, _LABEL)
    if not likely.passages:
        yield _paragraph(words["goes_to"].format(route=say.route(likely.way.route)), _TEXT)
    for passage in likely.passages:
        for part in _parts(passage.text):
            yield _paragraph(part, _TEXT)
        if passage.citation:
            yield _paragraph(f"{words['source']} {passage.citation.text}", _SMALL)


def _parts(text: str) -> List[str]:
    return [line for line in text.split("\n") if line.strip()]


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text), style)
