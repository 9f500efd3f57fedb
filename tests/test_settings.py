"""The settings: read once, refused by name where they cannot be used, all of them in `.env.example`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Iterator

import pytest
from pydantic import ValidationError

from scr.settings import ROOT, Settings, SettingsError, get_settings

EXAMPLE = ROOT / ".env.example"
NAMES = {f"SCR_{name.upper()}" for name in Settings.__fields__}


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """No setting of this machine counts, and none is remembered from another test."""
    for name in NAMES & set(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setattr(Settings.Config, "env_file", tmp_path / ".env")
    monkeypatch.setattr(Settings.__config__, "env_file", tmp_path / ".env")
    get_settings.cache_clear()
    yield monkeypatch
    get_settings.cache_clear()


def _listed() -> "list[str]":
    """Settings in the example, also where they stand behind a `#` because their default is right for most."""
    return re.findall(r"^#? ?(SCR_\w+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_example_lists_every_setting_once_and_no_other() -> None:
    listed = _listed()

    assert sorted(listed) == sorted(NAMES)


def test_the_example_shows_each_setting_in_its_order_with_what_it_is_for_and_its_default(fresh: pytest.MonkeyPatch) -> None:
    shown = re.findall(r"^# (.+)\n# (SCR_\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)

    fields = Settings.__fields__
    assert [name for _, name, _ in shown] == [f"SCR_{name.upper()}" for name in fields]
    assert [words for words, _, _ in shown] == [field.field_info.description for field in fields.values()]
    for name, (_, variable, value) in zip(fields, shown, strict=True):
        if value and "_dir" not in name:
            fresh.setenv(variable, value)
            assert getattr(Settings.parse_obj({}), name) == fields[name].default, name


def test_the_example_can_be_used_as_it_stands(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")

    assert get_settings().port == Settings.__fields__["port"].default


def test_every_value_that_the_example_shows_can_be_used(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = re.sub(r"^# ?(SCR_\w+=)", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(text, encoding="utf-8")

    assert get_settings()


def test_the_example_gives_no_secret_and_no_number_that_somebody_has() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")

    assert re.findall(r"^#? ?SCR_(?:ACTIONS_)?SECRET=(.+)$", text, re.MULTILINE) == []
    assert all(number.startswith("01632 960") for number in re.findall(r"\b0\d{4} ?\d{6}\b", text))


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.__fields__.items() if not field.field_info.description] == []


def test_without_any_setting_all_is_set(fresh: pytest.MonkeyPatch) -> None:
    settings = get_settings()

    assert settings.base_url == "http://127.0.0.1:5005"
    assert settings.actions_url == "http://127.0.0.1:5055"
    assert settings.sqlalchemy_url == f"sqlite:///{ROOT / 'var' / 'scr.db'}"
    assert settings.data_dir == ROOT / "data"


def test_settings_come_from_the_environment(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("SCR_PORT", "6006")
    fresh.setenv("SCR_DATABASE_URL", "postgresql://scr@db/scr")
    fresh.setenv("SCR_REFERRAL_NUMBERS", '{"rotherham": "01632 960802"}')
    fresh.setenv("SCR_ALLOWED_ORIGINS", '["https://intranet.example"]')
    fresh.setenv("PORT", "7007")

    settings = get_settings()

    assert settings.port == 6006
    assert settings.sqlalchemy_url == "postgresql://scr@db/scr"
    assert settings.referral_numbers == {"rotherham": "01632 960802"}
    assert settings.allowed_origins == ["https://intranet.example"]


def test_settings_come_from_the_file_and_the_environment_stands_before_it(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SCR_PORT=6006\nSCR_HOST=0.0.0.0\n", encoding="utf-8")
    fresh.setenv("SCR_PORT", "7007")

    assert (get_settings().port, get_settings().host) == (7007, "0.0.0.0")


def test_settings_are_read_once(fresh: pytest.MonkeyPatch) -> None:
    first = get_settings()
    fresh.setenv("SCR_PORT", "6006")

    assert get_settings() is first


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCR_PORT", "the usual one"),
        ("SCR_SESSION_HOURS", "0"),
        ("SCR_MAX_MESSAGE_LENGTH", "-1"),
        ("SCR_DATABASE_TIMEOUT", "soon"),
        ("SCR_ACTIONS_TIMEOUT", "0"),
        ("SCR_IDLE_MINUTES", "0"),
        ("SCR_TEAMS_APP_TYPE", "many-tenants"),
        ("SCR_TEAMS_QUIET_HOURS", "at night"),
        ("SCR_TEAMS_SERVICE_HOSTS", "smba.trafficmanager.net"),
        ("SCR_SAMPLE_REGISTER", "perhaps"),
        ("SCR_ALLOWED_ORIGINS", "https://intranet.example"),
        ("SCR_REFERRAL_NUMBERS", "01632 960802"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(fresh: pytest.MonkeyPatch, name: str, value: str) -> None:
    fresh.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        get_settings()
    assert name.removeprefix("SCR_").lower() in str(caught.value).lower()


@pytest.mark.parametrize("name", ["secret", "actions_secret", "teams_password", "teams_identity_header"])
def test_a_secret_is_shown_nowhere(fresh: pytest.MonkeyPatch, name: str) -> None:
    fresh.setenv(f"SCR_{name.upper()}", "hunter2-hunter2")

    settings = get_settings()

    assert getattr(settings, name).get_secret_value() == "hunter2-hunter2"
    assert "hunter2" not in f"{settings!r} {settings} {settings.json()}"


def test_an_argument_that_is_no_setting_is_refused() -> None:
    with pytest.raises(ValidationError, match="prot"):
        Settings.parse_obj({"prot": 5006})


def test_the_newest_model_is_used(tmp_path: Path) -> None:
    for name, written in (("b.tar.gz", 300), ("a.tar.gz", 500), ("c.tar.gz", 400), ("notes.txt", 900)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (written, written))

    assert Settings.parse_obj({"models_dir": tmp_path}).model.name == "a.tar.gz"


def test_without_a_model_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="make train"):
        _ = Settings.parse_obj({"models_dir": tmp_path}).model
