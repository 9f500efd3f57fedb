"""What the browser is given to notice details with: the same rules, in JavaScript. The browser suite runs them."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scr.content import Content
from scr.rules.codes import LIKE_A_CODE, new_code, written
from scr.web.details import details, in_javascript

CODES = st.builds(lambda: written(new_code(secrets.choice)))
BETWEEN = st.sampled_from(["-", " ", "", "\n", ".", " - "])


@given(code=CODES, between=BETWEEN, small=st.booleans(), before=st.sampled_from(["", "my code is ", "(", "code:\n"]))
def test_every_code_has_the_first_sign_of_one(code: str, between: str, small: bool, before: str) -> None:
    typed = before + code.replace("-", between)

    assert LIKE_A_CODE.search(typed.lower() if small else typed)


@pytest.mark.parametrize(
    "text", ["2345 6789 2345", "943 476 5919", "will this that with them", "SCR-2026-001", "will i be interviewed", ""]
)
def test_what_is_no_code_has_not(text: str) -> None:
    assert LIKE_A_CODE.search(text) is None


@pytest.mark.parametrize(
    ("python", "javascript"),
    [
        (r"[^\W\d_]+", r"\p{L}+"),
        (r"\d{2}", r"\p{Nd}{2}"),
        (r"[\w.+-]+@", r"[\p{L}\p{N}_.+-]+@"),
        (r"(?P<name>a)", r"(?<name>a)"),
        (r"\W", r"[^\p{L}\p{N}_]"),
        (r"\.\-", r"\.\-"),
    ],
)
def test_what_differs_between_the_two_is_written_out(python: str, javascript: str) -> None:
    assert in_javascript(re.compile(python)) == {"source": javascript, "flags": "gu"}


def test_every_expression_is_one_that_javascript_knows(content: Content) -> None:
    found = details(content)
    expressions = [
        *found["patterns"],
        *(found[name] for name in ("reference", "several_names", "titled", "any_word", "code")),
    ]
    program = "JSON.parse(process.argv[1]).forEach(({ source, flags }) => new RegExp(source, flags))"
    node = shutil.which("node")
    assert node is not None, "Node is not installed, and the widget is checked with it: apt-get install nodejs"

    done = subprocess.run([node, "-e", program, json.dumps(expressions)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
