"""YAML of the register: a list of reviews, or ``reviews:`` holding one, each with its `support` and `imrs`."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Tuple

import yaml

from scr.register.errors import CannotRead, ImportRefused, Problem
from scr.register.fields import OF_IMR, OF_REVIEW, OF_SUPPORT, Cell

_NULL = "tag:yaml.org,2002:null"

_REVIEW_KEYS = {key: key for key in ("reference", *OF_REVIEW)}
_IMR_KEYS = {"agency": "agency", **{plain: column for column, plain in OF_IMR.items()}}
_SUPPORT_KEYS = {key: key for key in ("agency", "team", "contact", *OF_SUPPORT)}

Row = Tuple[int, Dict[str, Cell]]


def read_yaml(path: Path) -> Iterator[Row]:
    """What the file says, as the rows of a sheet, each with the number of its line.

    Values are taken as they are written: YAML itself would make a number of 9:30.

    Raises:
        CannotRead: it is no YAML.
        ImportRefused: naming the lines that are no reviews.
        OSError
    """
    try:
        # CSafeLoader's parser alone; no object is made of anything.
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise CannotRead(
            f"{path.name} is no YAML{where}: {getattr(error, 'problem', None) or type(error).__name__}"
        ) from error
    if isinstance(root, yaml.MappingNode):
        root = _entries(root, {"reviews": "reviews"}, "a list of reviews").get("reviews")
    for review in _items(root, "a list of reviews"):
        yield from _rows(review)


def _rows(node: yaml.Node) -> Iterator[Row]:
    entries = _entries(node, {**_REVIEW_KEYS, "support": "support", "imrs": "imrs"}, "a review")
    support, imrs = entries.pop("support", None), entries.pop("imrs", None)
    cells = {column: _value(value) for column, value in entries.items()}
    reference = cells.get("reference")
    yield _line(node), cells
    for item in _items(imrs, "a list of individual management reviews"):
        yield (
            _line(item),
            {**_cells(item, _IMR_KEYS, "an individual management review"), "reference": reference, "imr": "yes"},
        )
    for item in _items(support, "a list of what was arranged"):
        yield _line(item), {**_cells(item, _SUPPORT_KEYS, "what was arranged"), "reference": reference}


def _cells(node: yaml.Node, keys: Mapping[str, str], what: str) -> Dict[str, Cell]:
    return {column: _value(value) for column, value in _entries(node, keys, what).items()}


def _entries(node: yaml.Node, keys: Mapping[str, str], what: str) -> Dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise ImportRefused([Problem(_line(node), f"{what} should stand here, with the keys {', '.join(keys)}")])
    names = [str(key.value) for key, _ in node.value]
    problems = [
        Problem(_line(key), f"{what} has no {str(key.value)!r}; its keys are {', '.join(keys)}")
        for key, _ in node.value
        if str(key.value) not in keys
    ]
    problems += [
        Problem(_line(key), f"{key.value!r} is there twice; take one away")
        for key, _ in node.value
        if names.count(key.value) > 1
    ]
    if problems:
        raise ImportRefused(problems)
    return {keys[str(key.value)]: value for key, value in node.value}


def _items(node: yaml.Node | None, what: str) -> List[yaml.Node]:
    if node is None or (isinstance(node, yaml.ScalarNode) and node.tag == _NULL):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise ImportRefused([Problem(_line(node), f"{what} should stand here, each item with a dash before it")])
    return list(node.value)


def _value(node: yaml.Node) -> Cell:
    if isinstance(node, yaml.SequenceNode):
        return ";".join(str(_value(item) or "") for item in node.value)
    if not isinstance(node, yaml.ScalarNode):
        raise ImportRefused([Problem(_line(node), "one value should stand here")])
    return None if node.tag == _NULL else str(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
