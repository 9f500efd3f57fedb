"""What may come in from Teams: signed by Microsoft for this bot, of a tenant that may use it, from an address we answer."""

from __future__ import annotations

from typing import List

from scr.settings import Settings, SettingsError, TeamsAppType
from scr.teams.activity import Activity, read_activity
from scr.teams.addresses import may_be_called, same_address
from scr.teams.http import Http
from scr.teams.keys import SigningKeys
from scr.teams.signature import Signature, Signatures

CHANNEL = "msteams"


class NotAllowed(Exception):
    """Microsoft sent it, and it is not for this bot to answer; the message, for the log, says why."""


class Door:
    """
    Raises:
        SettingsError: what Teams needs is not set.
    """

    def __init__(self, settings: Settings, http: Http) -> None:
        self._signatures = Signatures(settings.teams_app_id, SigningKeys(settings.teams_keys_url, http))
        self._tenants = frozenset(allowed_tenants(settings))
        self._hosts = frozenset(host.lower() for host in settings.teams_service_hosts)

    async def admit(self, authorization: str, body: bytes) -> Activity:
        """
        Raises:
            NotSigned, NotAllowed, NotAnActivity, KeysUnavailable
        """
        signature = await self._signatures.check(authorization)
        activity = read_activity(body)
        self._check(activity, signature)
        return activity

    def _check(self, activity: Activity, signature: Signature) -> None:
        if activity.channel != CHANNEL or CHANNEL not in signature.endorsements:
            raise NotAllowed("it is not from Teams, or the key may not sign for Teams")
        if not same_address(activity.service_url, signature.service_url):
            raise NotAllowed("its serviceUrl is not the one that was signed")
        if not may_be_called(activity.service_url, self._hosts):
            raise NotAllowed("the host of its serviceUrl is not in SCR_TEAMS_SERVICE_HOSTS")
        if len(activity.tenants) != 1 or activity.tenant not in self._tenants:
            raise NotAllowed("its tenant is not in SCR_TEAMS_TENANTS")


def allowed_tenants(settings: Settings) -> List[str]:
    """
    Raises:
        SettingsError: nobody would be allowed, or the bot could get no token.
    """
    tenants = settings.teams_tenants or [settings.teams_tenant]
    if not all(tenants):
        raise SettingsError("SCR_TEAMS_TENANT or SCR_TEAMS_TENANTS has to name the tenants whose people may use the bot")
    needs_tenant = settings.teams_app_type is TeamsAppType.SINGLE_TENANT and not settings.teams_token_url
    if needs_tenant and not settings.teams_tenant:
        raise SettingsError("SCR_TEAMS_TENANT has to name the tenant of a single-tenant registration")
    if settings.teams_app_type is not TeamsAppType.MANAGED_IDENTITY and not settings.teams_password.get_secret_value():
        raise SettingsError("SCR_TEAMS_PASSWORD has to hold the client secret of the bot's registration")
    return tenants
