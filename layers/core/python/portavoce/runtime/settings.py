"""The one reader of the environment. Each function is given just the variables that its topology entry names."""

import os
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Json

PREFIX = "PORTAVOCE_"


class MissingSetting(Exception):
    """A function asked for a variable that its topology entry does not give it: an error of the deployment."""


class Settings(BaseModel):
    """What a function knows of where it runs. A field that the function was not given is None."""

    model_config = ConfigDict(frozen=True)

    stage: str | None = None
    table: str | None = None
    media_bucket: str | None = None
    media_sources: str | None = None
    draft_models: str | None = None
    loopback_sources: str | None = None
    inbound_queue_url: str | None = None
    outgoing_queue_url: str | None = None
    dead_letters_url: str | None = None
    bus: str | None = None
    parameter_prefix: str | None = None
    mail_from: str | None = None
    mail_set: str | None = None
    api_url: str | None = None
    user_pool: str | None = None
    login_client: str | None = None
    login_url: str | None = None
    platform_urls: Json[dict[str, str]] | None = None

    @property
    def stage_in_names(self) -> str:
        """The stage as deployed things are named after it: on the twin `stage` may have a port, as commands have it."""
        return self.need("stage").partition(":")[0]

    def need(self, name: str) -> str:
        """The variable's value. Raises MissingSetting when the function was not given it."""
        value: str | None = getattr(self, name)
        if not value:
            raise MissingSetting(
                f"{PREFIX}{name.upper()} is not set: name it in this function's entry in infra/topology.py"
            )
        return value


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from PORTAVOCE_* variables."""
    given = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    return Settings.model_validate({name: value for name, value in given.items() if name in Settings.model_fields})


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings(os.environ)
