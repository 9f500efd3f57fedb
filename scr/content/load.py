"""Reads `data/` and says, in words for an editor, whatever is wrong with it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterable, List, Mapping, Tuple, Type, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from scr.content.frame import Frame, differences
from scr.content.model import TOPIC_RESPONSE, Area, Content, ContentError, Document, FollowUps, Response, StageWords, Topic
from scr.content.references import broken_references
from scr.rules.triage import Route, Urgency, Way

# Rasa's own keys: phrases and rules are Rasa's business, and skipping their text keeps loading quick.
_PHRASES = "\nnlu:"

_Model = TypeVar("_Model", bound=BaseModel)
Page = Mapping[str, Any]


def load_content(folder: Path) -> Content:
    """
    Raises:
        ContentError: naming every problem found in the folder.
    """
    problems: List[str] = []
    documents = _load_all(folder, "documents/*.yml", Document, problems)
    areas = _load_all(folder, "areas/*.yml", Area, problems)
    frames = _load_all(folder, "frame/*.yml", Frame, problems)
    pages = {path: _read(path, problems) for path in sorted(folder.glob("**/*.yml"))}
    for path in [path for own in ("documents", "areas", "frame") for path in folder.glob(f"{own}/*.yml")]:
        pages.pop(path, None)
    responses = _collect_responses(pages, folder, problems)
    topics = _topics(pages, responses, folder, problems)
    content = Content.construct(
        documents=documents,
        areas=areas,
        topics=topics,
        responses=_plain_responses(responses, problems),
        fragments=_merged(pages, "fragments"),
        tasks=_merged(pages, "tasks"),
        names={"area": {area.id: area.names for area in areas.values()}, **_merged(pages, "entities")},
        boundaries={**{topic.id: topic.boundary for topic in topics.values()}, **_merged(pages, "boundaries")},
        signs=_merged(pages, "signs"),
        alarms=_merged(pages, "alarms"),
        over=_merged(pages, "over"),
        stages=_stages(pages, problems),
        ways=_ways(pages, problems),
        note_words={name: tuple(words) for name, words in _merged(pages, "note_words").items()},
        task_follow_ups=_task_follow_ups(pages, problems),
        agency_of_role=_merged(pages, "agency_of_role"),
        pages=_merged(pages, "pages"),
        desk=_merged(pages, "desk"),
        frames=frames,
        first_names=_lines(folder / "safety" / "first_names.txt", problems),
        not_names=_lines(folder / "safety" / "not_names.txt", problems),
    )
    problems += _answers_without_topic(responses, content)
    problems += broken_references(content)
    problems += differences(frames)
    if problems:
        raise ContentError(problems)
    return content


def _read(path: Path, problems: List[str]) -> Page:
    text = _text(path, problems)
    try:
        # CSafeLoader is libyaml's, ten times as quick as the one in Python.
        page = yaml.load(text.split(_PHRASES, 1)[0], Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        problems.append(f"{path}: this is not valid YAML; check indents, colons and quotes. {error}")
        return {}
    if not isinstance(page, dict):
        problems.append(f"{path}: the file should hold keys such as `topic:` and `responses:`")
        return {}
    return page


def _text(path: Path, problems: List[str]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(f"{path}: the file is not saved as UTF-8; save it again with that encoding")
    except FileNotFoundError:
        problems.append(f"{path}: the file is missing; put it back")
    return ""


def _lines(path: Path, problems: List[str]) -> FrozenSet[str]:
    lines = (line.strip() for line in _text(path, problems).splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _load_all(folder: Path, pattern: str, model: Type[_Model], problems: List[str]) -> Dict[str, _Model]:
    loaded: Dict[str, _Model] = {}
    for path in sorted(folder.glob(pattern)):
        entry = _parse(model, _read(path, problems), str(path), problems)
        if entry is not None and entry.id in loaded:
            problems.append(f"{path}: the id `{entry.id}` is that of another file too; each needs its own")
        elif entry is not None:
            loaded[entry.id] = entry
    if not loaded:
        problems.append(f"{folder / pattern}: there is no file; the assistant needs at least one")
    return loaded


def _parse(model: Type[_Model], values: Page, where: str, problems: List[str]) -> Any:
    try:
        return model.parse_obj(values)
    except ValidationError as error:
        for detail in error.errors():
            field = ".".join(str(part) for part in detail["loc"] if part != "__root__")
            problems.append(f"{where}: {field}: {detail['msg']}")
        return None


_Found = Dict[str, List[Tuple[Path, Any]]]


def _collect_responses(pages: Mapping[Path, Page], folder: Path, problems: List[str]) -> _Found:
    """Every response by name, with its file. Rasa lets the last of two files win without a word; we do not."""
    found: _Found = defaultdict(list)
    for path, page in pages.items():
        responses = page.get("responses") or {}
        if not isinstance(responses, dict):
            problems.append(f"{path.relative_to(folder)}: `responses` should hold names such as `utter_greet:`")
            continue
        for name, variations in responses.items():
            if not isinstance(variations, list) or not all(isinstance(each, dict) for each in variations):
                problems.append(f"{path.relative_to(folder)}: {name}: below it should stand `- text:` and the words")
                continue
            if name in found:
                problems.append(
                    f"{path.relative_to(folder)}: `{name}` stands in {found[name][0][0].relative_to(folder)} too; "
                    "keep one of them"
                )
            found[name] += [(path, variation) for variation in variations]
    return found


def _topics(pages: Mapping[Path, Page], responses: _Found, folder: Path, problems: List[str]) -> Dict[str, Topic]:
    """Topics with their answers: those in the topic's file, then those that files of later documents add.

    A later document's answer is named ``utter_ask/<topic>/<document>``.
    """
    topics: Dict[str, Topic] = {}
    for path, page in pages.items():
        if "topic" not in page:
            continue
        own = f"{TOPIC_RESPONSE}{path.stem}"
        variations = [
            entry for name in sorted(responses) if name == own or name.startswith(own + "/") for entry in responses[name]
        ]
        if not isinstance(page["topic"], dict):
            problems.append(f"{path.relative_to(folder)}: `topic` should hold `title:`, `boundary:` and so on")
            continue
        if isinstance(page["topic"].get("review_by"), datetime.date):
            problems.append(f'{path.relative_to(folder)}: review_by: put the date in quotes, as in "2027-05-31"')
        values = {**page["topic"], "id": path.stem, "answers": [_answer(entry) for _, entry in variations]}
        topic = _parse(Topic, values, str(path.relative_to(folder)), problems)
        if topic is not None:
            topics[topic.id] = topic
    return topics


def _answer(variation: Mapping[str, Any]) -> Dict[str, Any]:
    return {"text": variation.get("text"), **variation.get("metadata", {})}


def _plain_responses(found: _Found, problems: List[str]) -> Dict[str, Response]:
    responses: Dict[str, Response] = {}
    for name, variations in found.items():
        if name.startswith(TOPIC_RESPONSE):
            continue
        path, variation = variations[0]
        values = {"name": name, "file": path.name, "outcome": name[len("utter_") :], **_answer(variation)}
        response = _parse(Response, values, f"{path.name}: {name}", problems)
        if len(variations) > 1:
            problems.append(f"{path.name}: {name}: one wording, please; a random choice among several cannot be tested")
        if response is not None:
            responses[name] = response
    return responses


def _merged(pages: Mapping[Path, Page], key: str) -> Dict[str, Any]:
    return {name: value for page in pages.values() for name, value in (page.get(key) or {}).items()}


def _stages(pages: Mapping[Path, Page], problems: List[str]) -> Dict[str, StageWords]:
    found = {
        name: _parse(StageWords, values, f"stages: {name}", problems) for name, values in _merged(pages, "stages").items()
    }
    return {name: words for name, words in found.items() if words is not None}


def _ways(pages: Mapping[Path, Page], problems: List[str]) -> Dict[str, Way]:
    """By need; each need stands in one row."""
    ways: Dict[str, Way] = {}
    for path, page in pages.items():
        for row in page.get("routing") or ():
            try:
                way = Way(Route(row["route"]), Urgency(row["urgency"]), row["because"])
            except (KeyError, ValueError, TypeError) as error:
                problems.append(f"{path.name}: routing: a row should have route, urgency, because and needs ({error})")
                continue
            for need in row.get("needs") or ():
                if need in ways:
                    problems.append(f"{path.name}: routing: `{need}` stands in two rows; keep one of them")
                ways[need] = way
    return ways


def _task_follow_ups(pages: Mapping[Path, Page], problems: List[str]) -> Dict[str, Tuple[FollowUps, ...]]:
    return {
        context: tuple(filter(None, (_parse(FollowUps, group, f"task_follow_ups: {context}", problems) for group in groups)))
        for context, groups in _merged(pages, "task_follow_ups").items()
    }


def _answers_without_topic(responses: _Found, content: Content) -> Iterable[str]:
    for name, entries in responses.items():
        topic = name[len(TOPIC_RESPONSE) :].split("/")[0]
        if name.startswith(TOPIC_RESPONSE) and topic not in content.topics:
            yield f"{entries[0][0].name}: {name}: there is no topic `{topic}` that could be answered"
