"""Every setting of the assistant, in one place, read from the environment once (`.env` in the project's folder counts)."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Dict, List

from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator
from pydantic.env_settings import SettingsError as UnreadableSetting

from scr.rules.opening_hours import OpeningHours
from scr.rules.quiet_hours import QuietHours

ROOT = Path(__file__).resolve().parent.parent


class TeamsAppType(str, Enum):
    """How a bot is registered with Microsoft, and so how it gets its tokens."""

    SINGLE_TENANT = "single-tenant"
    MULTI_TENANT = "multi-tenant"
    MANAGED_IDENTITY = "managed-identity"


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what it should be."""


class Settings(BaseSettings):
    """The settings, by the name they have in the environment less the prefix ``SCR_``."""

    host: str = Field("127.0.0.1", description="address on which the assistant listens")
    port: int = Field(5005, description="port of the assistant: page, chat and look-up")
    actions_host: str = Field("127.0.0.1", description="address of the action server")
    actions_port: int = Field(5055, description="port of the action server")
    data_dir: Path = Field(ROOT / "data", description="folder of the documents, answers and phrases")
    models_dir: Path = Field(ROOT / "models", description="folder of the trained models; the newest is used")
    encoder_dir: Path = Field(ROOT / "models" / "encoder", description="folder of the sentence encoder")
    var_dir: Path = Field(ROOT / "var", description="folder for what is written while running: database, secret")
    database_url: str = Field("", description="SQLAlchemy address of the database; empty: SQLite in the var folder")
    redis_url: str = Field("", description="address of Redis for locks between processes; empty: locks in this process")
    secret: SecretStr = Field(
        SecretStr(""), description="key that signs session tokens; empty: one is made and kept in the var folder"
    )
    allowed_origins: List[str] = Field(
        [], description="web origins, as JSON, whose pages may use the chat, besides the assistant's own page"
    )
    referral_numbers: Dict[str, str] = Field(
        {}, description="children's social care numbers for a child at risk, as JSON, by area id"
    )
    session_hours: float = Field(8.0, gt=0, description="how long a session token is good for")
    max_message_length: int = Field(2000, gt=0, description="longest message, in characters, that is read")
    messages_per_minute: int = Field(40, gt=0, description="messages a minute that one conversation may send")
    address_messages_per_minute: int = Field(600, gt=0, description="messages a minute that one network address may send")
    trusted_proxies: int = Field(0, ge=0, description="how many reverse proxies stand before the assistant")
    conversation_window: int = Field(40, gt=0, description="how many of a conversation's last events are read back")
    idle_minutes: int = Field(30, gt=0, description="minutes without a message after which somebody is signed out")
    stale_after_days: int = Field(42, gt=0, description="days after which an unchanged record of a review is said to be old")
    support_answer_days: int = Field(2, gt=0, description="working days within which a request for support is answered")
    actions_secret: SecretStr = Field(
        SecretStr(""),
        description="what proves to the action server that Rasa calls; empty: one is kept in the var folder",
    )
    actions_timeout: float = Field(2.0, gt=0, description="seconds to wait for the action server before saying it is down")
    sample_register: bool = Field(
        True, description="whether an empty register in the var folder gets a few invented reviews to try it with"
    )
    database_timeout: float = Field(2.0, gt=0, description="seconds to wait for the database before saying it is down")
    teams_app_id: str = Field("", description="id of the bot's registration in Microsoft Teams; empty: it is not in Teams")
    teams_app_type: TeamsAppType = Field(
        TeamsAppType.SINGLE_TENANT, description="of that registration: single-tenant, multi-tenant or managed-identity"
    )
    teams_tenant: str = Field("", description="id of the tenant in which the bot is registered")
    teams_password: SecretStr = Field(
        SecretStr(""), description="client secret of the registration; a managed identity has none"
    )
    teams_tenants: List[str] = Field(
        [], description="ids of the tenants, as JSON, whose people may use the bot; empty: the bot's own alone"
    )
    teams_service_hosts: List[str] = Field(
        ["smba.trafficmanager.net"], description="hosts, as JSON, of Microsoft's connector; replies go nowhere else"
    )
    teams_keys_url: str = Field(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        description="where Microsoft says by which keys messages from Teams are signed",
    )
    teams_token_url: str = Field(
        "", description="where the bot gets its own tokens; empty: Microsoft's address for its type of registration"
    )
    teams_identity_header: SecretStr = Field(
        SecretStr(""), description="IDENTITY_HEADER of a managed identity in App Service; empty: a virtual machine's"
    )
    teams_quiet_hours: str = Field(
        "20:00-07:00",
        description="when nobody in Teams is told news; empty hours: 00:00-00:00",
    )

    teams_news_seconds: float = Field(
        60.0, ge=0, description="seconds between two looks for news for people in Teams; 0: only where `scr notify` is run"
    )

    desk_secret: SecretStr = Field(
        SecretStr(""), description="key to the second factors of the desk's accounts; empty: one is kept in the var folder"
    )
    desk_idle_minutes: int = Field(30, gt=0, description="minutes without a key pressed after which the desk signs out")
    desk_hours: str = Field(
        "Mon-Fri 09:00-17:00", description="when somebody answers at the desk, but for bank holidays; days parted by commas"
    )
    oidc_issuer: str = Field("", description="address of the board's OpenID provider; empty: the desk has its own sign-in")
    oidc_client_id: str = Field("", description="id by which the OpenID provider knows the desk")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="the desk's secret at the OpenID provider")

    @validator("teams_quiet_hours")
    def _can_be_read(cls, value: str) -> str:
        QuietHours.read(value)
        return value

    @validator("desk_hours")
    def _are_hours(cls, value: str) -> str:
        OpeningHours.read(value)
        return value

    class Config:
        env_prefix = "SCR_"
        env_file = ROOT / ".env"
        extra = "forbid"

    @property
    def model(self) -> Path:
        """The newest trained model.

        Raises:
            SettingsError: there is none yet.
        """
        models = sorted(self.models_dir.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
        if not models:
            raise SettingsError(f"There is no trained model in {self.models_dir}. Run: make train")
        return models[-1]

    @property
    def sqlalchemy_url(self) -> str:
        """Where none is named, that of a file in the var folder, which is made for its owner alone if need be."""
        if self.database_url:
            return self.database_url
        self.var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return f"sqlite:///{self.var_dir / 'scr.db'}"

    @property
    def base_url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def actions_url(self) -> str:
        return f"http://{self.actions_host}:{self.actions_port}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: naming each setting that cannot be used.
    """
    try:
        return Settings.parse_obj({})
    except (ValidationError, UnreadableSetting) as error:
        raise SettingsError(f"A setting in the environment or in .env cannot be used: {error}") from error
