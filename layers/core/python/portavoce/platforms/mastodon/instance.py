"""What an instance says of itself, asked once in a process.

Source: Mastodon API, `GET /api/v2/instance`; limits change when the server is updated, which takes longer than a
process lives."""

from collections.abc import Mapping
from functools import lru_cache

from portavoce.platforms.http import Answer, Http
from portavoce.platforms.outcomes import Unknown

from .api import Api, Failure
from .limits import Configuration

_MOST_INSTANCES = 64


class Instance:
    """One instance, and its configuration once it was told."""

    def __init__(self) -> None:
        self._configuration: Configuration | None = None

    def configuration(self, api: Api) -> Configuration | Failure:
        """Its limits, or why it does not tell them; a failure is not remembered."""
        if self._configuration is None:
            made = api.call("GET", "/api/v2/instance")
            if not isinstance(made, Answer):
                return made
            found = made.body.get("configuration")
            if not isinstance(found, Mapping):
                return Unknown(reason="the instance does not tell its limits")
            self._configuration = found
        return self._configuration


@lru_cache(maxsize=_MOST_INSTANCES)
def instance_at(door: Http) -> Instance:  # noqa: ARG001
    """The instance behind a door: it outlives the clients, which are made anew every few minutes."""
    return Instance()
