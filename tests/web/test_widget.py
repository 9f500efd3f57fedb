"""The widget as it is built: from these sources, small, and noticing the details that the server notices."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any, List

import pytest

from scr.content import Content
from scr.rules.redaction import Redactor
from scr.settings import ROOT
from scr.web.details import details

WIDGET = ROOT / "scr" / "web" / "widget"
BUILT = ROOT / "scr" / "web" / "static" / "widget.js"
_LARGEST = 30_000  # bytes, compressed

_PROGRAM = """
import { Redactor } from "./redaction.mjs";
import { readFileSync } from "node:fs";
const { rules, texts } = JSON.parse(readFileSync(0, "utf8"));
const redactor = new Redactor(rules);
console.log(JSON.stringify(texts.map((text) => [
  redactor.details(text).map(({ kind, start, end }) => [kind, start, end]),
  redactor.redact(text),
  redactor.identifiesSomebody(text),
])));
"""
_PIECES = [
    "emily", "Emily Jones", "the Joneses", "Mr Okafor", "dr. van-der-berg", "Zoë O'Neill", "Mary-Ann", "Rotherham",
    "Health Visitor", "Serious Case Review", "SCR-2026-014", "scr 2026/014", "12/3/2019", "dob 1st of May 2015",
    "born 2.3.18", "943 476 5919", "01632 960123", "+44 1632 960 123", "S60 1AB", "12 Acacia Avenue", "flat 3",
    "a.b@example.org", "will i be interviewed", "the IMR", "and", ",", ".", "(", ")", "\n", "  ", "ß",
    "é", "名", "😀", "5",
]  # fmt: skip


def node(*arguments: str, given: str = "", folder: Path = WIDGET) -> str:
    program = shutil.which("node")
    assert program is not None, "Node is not installed, and the widget is checked with it: apt-get install nodejs npm"
    return run(program, *arguments, given=given, folder=folder)


def run(program: str, *arguments: str, given: str = "", folder: Path = WIDGET) -> str:
    done = subprocess.run([program, *arguments], input=given, capture_output=True, text=True, check=False, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_built_file_is_what_the_sources_make(tmp_path: Path) -> None:
    node("build.mjs", str(tmp_path / "widget.js"))

    same = (tmp_path / "widget.js").read_bytes() == BUILT.read_bytes()
    assert same, "scr/web/static/widget.js is older than its sources. Run: make widget"


def test_the_built_file_is_small() -> None:
    assert len(gzip.compress(BUILT.read_bytes())) < _LARGEST


def test_nothing_is_made_from_a_string_of_html_or_of_code() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (WIDGET / "src").rglob("*.ts"))

    for dangerous in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert dangerous not in sources


@pytest.fixture(scope="module")
def redaction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The browser's redaction as a module of its own, and a program that runs it."""
    folder = tmp_path_factory.mktemp("redaction")
    built = str(folder / "redaction.mjs")
    esbuild = str(WIDGET / "node_modules" / ".bin" / "esbuild")
    run(esbuild, "src/redaction.ts", "--format=esm", f"--outfile={built}", "--log-level=error")
    (folder / "run.mjs").write_text(_PROGRAM, encoding="utf-8")
    return folder


def in_javascript(redaction: Path, content: Content, texts: List[str]) -> List[Any]:
    given = json.dumps({"rules": details(content), "texts": texts})
    found: List[Any] = json.loads(node("run.mjs", given=given, folder=redaction))
    return found


def in_python(content: Content, text: str) -> List[Any]:
    redactor = Redactor(content.first_names, content.not_names)
    # JavaScript counts in halves of a character where Python counts in characters.
    at = [len(text[:end].encode("utf-16-le")) // 2 for end in range(len(text) + 1)]
    found = [[detail.kind, at[detail.start], at[detail.end]] for detail in redactor.details(text)]
    return [found, redactor.redact(text), redactor.identifies_somebody(text)]


def test_the_browser_notices_what_the_server_notices(redaction: Path, content: Content, phrases: List[Any]) -> None:
    """On what people type, in one run of Node, since each start of it costs more than the texts."""
    texts = [phrase.text for phrase in phrases]

    found = in_javascript(redaction, content, texts)

    assert [text for text, each in zip(texts, found, strict=True) if each != in_python(content, text)] == []


def test_the_browser_notices_what_the_server_notices_in_any_mixture_of_details(redaction: Path, content: Content) -> None:
    chance = random.Random(20_260_301)
    texts = [" ".join(chance.choices(_PIECES, k=chance.randrange(1, 8))) for _ in range(3000)]

    found = in_javascript(redaction, content, texts)

    assert [text for text, each in zip(texts, found, strict=True) if each != in_python(content, text)] == []
