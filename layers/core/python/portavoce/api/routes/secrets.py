"""Secrets come in and never go out: they are stored as SSM SecureString parameters and answered with 204."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import Field, SecretStr

from portavoce.api.finding import known_brand
from portavoce.api.problems import FieldError, invalid, not_found
from portavoce.api.routing import new_router
from portavoce.brands.model import Id
from portavoce.platforms import discovery
from portavoce.platforms.manifest import SecretField
from portavoce.runtime import secrets
from portavoce.value import Value

router = new_router()

# The most that a standard SSM parameter holds.
Secret = Annotated[SecretStr, Field(min_length=1, max_length=4096)]


class Secrets(Value):
    """Secrets by the name that the platform's manifest gives them; those not named stay as they are."""

    secrets: dict[str, Secret] = Field(min_length=1)


@router.put("/brands/<brand>/channels/<channel>/secrets", status_code=HTTPStatus.NO_CONTENT, tags=["channels"])
def put_channel_secrets(brand: Id, channel: Id, body: Secrets) -> Response[None]:
    """Stores the secrets of one channel."""
    found = known_brand(brand).brand.channel(channel)
    if found is None:
        raise not_found(f"channel {channel} of brand {brand}")
    return _store(f"channels/{brand}.{channel}", body, discovery.manifest(found.platform).secrets)


@router.put("/brands/<brand>/ad-accounts/<ad_account>/secrets", status_code=HTTPStatus.NO_CONTENT, tags=["channels"])
def put_ad_account_secrets(brand: Id, ad_account: Id, body: Secrets) -> Response[None]:
    """Stores the secrets of one advertising account."""
    found = next((one for one in known_brand(brand).brand.ad_accounts if one.id == ad_account), None)
    if found is None:
        raise not_found(f"ad account {ad_account} of brand {brand}")
    return _store(f"ads/{brand}.{ad_account}", body, discovery.manifest(found.platform).secrets)


@router.put("/webhooks/<platform>/secret", status_code=HTTPStatus.NO_CONTENT, tags=["channels"])
def put_webhook_secrets(platform: str, body: Secrets) -> Response[None]:
    """Stores the secrets of a platform's webhook. A new `current` makes the one before it `previous`, which is still
    accepted; the same `current` again changes nothing."""
    if platform not in discovery.names() or not (fields := discovery.manifest(platform).webhook_secrets):
        raise not_found(f"platform {platform} with a webhook")
    _check_names(body, fields)
    for name, value in body.secrets.items():
        secrets.write_webhook_secret(platform, name, value)
    return Response(HTTPStatus.NO_CONTENT)


def _store(owner: str, body: Secrets, fields: Sequence[SecretField]) -> Response[None]:
    _check_names(body, fields)
    for name, value in body.secrets.items():
        secrets.write_secret(owner, name, value)
    return Response(HTTPStatus.NO_CONTENT)


def _check_names(body: Secrets, fields: Sequence[SecretField]) -> None:
    allowed = [field.name for field in fields]
    unknown = [name for name in body.secrets if name not in allowed]
    if unknown:
        message = f"The platform has no such secret: it has {', '.join(allowed)}."
        raise invalid(
            f"Not stored: {', '.join(unknown)}.",
            [FieldError(field=f"secrets.{name}", message=message) for name in unknown],
        )
