"""A key of the stage's own that nobody is told: `<prefix>/<folder>/<name>`, made by whoever needs it first."""

import secrets
import time
from dataclasses import dataclass

from portavoce.runtime import aws
from portavoce.runtime.secrets import secrets_of
from portavoce.runtime.settings import settings

_KEY_BYTES = 32
_ASKED_AGAIN_SECONDS = 10.0
"""How long a process takes it that there is still no key: a stranger at a page must not cost a read each."""


class KeyNotYetReadable(Exception):
    """Another process made the key a moment ago and this one cannot read it yet: try again."""


@dataclass
class StageKey:
    """The key, kept for the life of the process; that there is none is believed for some seconds."""

    folder: str
    name: str
    key: bytes | None = None
    read_at: float = -_ASKED_AGAIN_SECONDS

    def ensure(self) -> bytes:
        """The key, made now if there is none. Two that make it at once end with the same one.

        Raises KeyNotYetReadable."""
        return self.key or self._read() or self._make()

    def recall(self) -> bytes | None:
        """The key, or None while there is none, as far as this process has heard."""
        stale = self.key is None and time.monotonic() - self.read_at >= _ASKED_AGAIN_SECONDS
        return self._read() if stale else self.key

    def _read(self) -> bytes | None:
        found = secrets_of(self.folder).get(self.name)
        self.key, self.read_at = found.get_secret_value().encode() if found else None, time.monotonic()
        return self.key

    def _make(self) -> bytes:
        value = secrets.token_hex(_KEY_BYTES)
        name = f"{settings().need('parameter_prefix')}/{self.folder}/{self.name}"
        try:
            aws.ssm().put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=False)
        except aws.ssm().exceptions.ParameterAlreadyExists:
            found = self._read()
            if found is None:
                raise KeyNotYetReadable from None
            return found
        self.key = value.encode()
        return self.key
