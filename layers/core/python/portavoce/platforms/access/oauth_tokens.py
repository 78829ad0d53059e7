"""What an authorisation server gives: an app's credentials, and tokens. Plain values that never print a secret."""

from pydantic import SecretStr

from portavoce.value import Value


class App(Value):
    """The app that asks. A public client has no secret."""

    client_id: str
    client_secret: SecretStr | None = None


class Granted(Value):
    """Tokens as they were just given. None: the server said nothing of it (no end, no new refresh token)."""

    access: SecretStr
    refresh: SecretStr | None = None
    lasts_seconds: int | None = None


class OtherAccounts(Value):
    """The owner has let us in, but not to the account that was wanted: `seen` are those that the token opens."""

    seen: tuple[str, ...]
