"""Secrets live in SSM SecureString parameters and nowhere else.

`<prefix>/channels/<channel id>/<secret name>`, `<prefix>/ads/<ad account id>/<secret name>`,
`<prefix>/analytics/<site id>/<secret name>`, below each of these
`app/client_id|client_secret` of the app that it was connected with last,
`<prefix>/webhooks/<platform>/current|previous|verify_token`. Tokens that are renewed lie in one text under the name
`grant` (`connections/grant.py`)."""

from typing import TYPE_CHECKING

from pydantic import SecretStr

from portavoce.connections.grants import ACCESS, GRANT
from portavoce.connections.holder_kinds import COMMAND_ENDS
from portavoce.runtime import aws
from portavoce.runtime.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_ssm.type_defs import ParameterTypeDef


class SecretMissing(Exception):
    """A channel or webhook has no secret yet: a person must give it."""


def read_secrets(owner: str) -> dict[str, SecretStr]:
    """Every secret of one owner, such as `channels/aurora.facebook`, by name. Raises SecretMissing."""
    found = secrets_of(owner)
    if not found:
        kind, _, name = owner.partition("/")
        command = f"portavoce channel connect {name}{COMMAND_ENDS.get(kind, '')}"
        raise SecretMissing(f"{name} has no secret: set it with `{command}`")
    return found


def secrets_of(owner: str) -> dict[str, SecretStr]:
    """Every secret of one owner, by name; none when nobody has given any."""
    return {one["Name"].rsplit("/", 1)[1]: SecretStr(one["Value"]) for one in _parameters(owner, decrypted=True)}


def write_secret(owner: str, name: str, value: SecretStr) -> None:
    """Stores or replaces one secret."""
    aws.ssm().put_parameter(
        Name=f"{settings().need('parameter_prefix')}/{owner}/{name}",
        Value=value.get_secret_value(),
        Type="SecureString",
        Overwrite=True,
    )


def write_webhook_secret(platform: str, name: str, value: SecretStr) -> None:
    """Stores one secret of a platform's webhook. A new `current` first makes the one before it `previous`, so that
    deliveries on their way are still accepted; the same `current` again moves nothing."""
    owner = f"webhooks/{platform}"
    if name == "current":
        standing = secrets_of(owner).get("current")
        if standing == value:
            return
        if standing:
            write_secret(owner, "previous", standing)
    write_secret(owner, name, value)


def secret_names(owner: str) -> frozenset[str]:
    """Which secrets one owner has, without reading any; a grant is an access token."""
    found = frozenset(one["Name"].rsplit("/", 1)[1] for one in _parameters(owner, decrypted=False))
    return found | {ACCESS} if GRANT in found else found


def _parameters(owner: str, *, decrypted: bool) -> "list[ParameterTypeDef]":
    path = f"{settings().need('parameter_prefix')}/{owner}"
    # Ten at most come at once, and none at all with a token for the next page is an answer too.
    pages = aws.ssm().get_paginator("get_parameters_by_path").paginate(Path=path, WithDecryption=decrypted)
    return [one for page in pages for one in page["Parameters"]]
