"""Secrets live in SSM SecureString parameters and nowhere else.

`<prefix>/channels/<channel id>/<secret name>`, `<prefix>/ads/<ad account id>/<secret name>`,
`<prefix>/webhooks/<platform>/current|previous|verify_token`."""

from pydantic import SecretStr

from portavoce.platforms.contract import WebhookSecrets
from portavoce.runtime import aws
from portavoce.runtime.settings import settings


class SecretMissing(Exception):
    """A channel or webhook has no secret yet: a person must give it."""


def read_secrets(owner: str) -> dict[str, SecretStr]:
    """Every secret of one owner, such as `channels/aurora.facebook`, by name. Raises SecretMissing."""
    path = f"{settings().need('parameter_prefix')}/{owner}"
    answer = aws.ssm().get_parameters_by_path(Path=path, WithDecryption=True)
    found = {one["Name"].rsplit("/", 1)[1]: SecretStr(one["Value"]) for one in answer["Parameters"]}
    if not found:
        raise SecretMissing(f"{owner} has no secret: set it with `portavoce channel token`")
    return found


def write_secret(owner: str, name: str, value: SecretStr) -> None:
    """Stores or replaces one secret."""
    aws.ssm().put_parameter(
        Name=f"{settings().need('parameter_prefix')}/{owner}/{name}",
        Value=value.get_secret_value(),
        Type="SecureString",
        Overwrite=True,
    )


def webhook_secrets(platform: str) -> WebhookSecrets:
    """The secrets of one platform's webhook. Raises SecretMissing."""
    found = read_secrets(f"webhooks/{platform}")
    if "current" not in found:
        raise SecretMissing(f"webhooks/{platform} has no current secret")
    return WebhookSecrets(
        current=found["current"], previous=found.get("previous"), verify_token=found.get("verify_token")
    )
