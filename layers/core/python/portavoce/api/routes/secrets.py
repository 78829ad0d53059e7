"""Secrets come in and never go out: they are stored as SSM SecureString parameters and answered with 204."""

from collections.abc import Collection, Sequence
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import Field, SecretStr

from portavoce.api.lookups import known_holder
from portavoce.api.problems import FieldError, invalid, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.connections.holder_kinds import HolderKind
from portavoce.connections.service.connect import ConnectionBusy, NoAccessToken
from portavoce.platforms import discovery
from portavoce.platforms.manifest import SecretField
from portavoce.runtime import clock, secrets
from portavoce.runtime.wiring.access import connections
from portavoce.value import Value

router = new_router()

# The most that a standard SSM parameter holds.
Secret = Annotated[SecretStr, Field(min_length=1, max_length=4096)]
RENEWAL = (
    SecretField(name="refresh_token", title="Refresh token"),
    SecretField(name="client_id", title="Client id of the app"),
    SecretField(name="client_secret", title="Client secret of the app"),
)
"""What else can be given by hand where tokens come by OAuth: what `portavoce channel connect` would have stored."""


class SecretsPut(Value):
    """Secrets by the name that the platform's manifest gives them; those not named stay as they are."""

    secrets: dict[str, Secret] = Field(min_length=1)


@router.put("/brands/<brand>/channels/<channel>/secrets", status_code=HTTPStatus.NO_CONTENT, tags=["channels"])
def put_channel_secrets(brand: Id, channel: Id, body: SecretsPut) -> Response[None]:
    """Stores the secrets of one channel."""
    return _store(brand, "channels", channel, body)


@router.put("/brands/<brand>/ad-accounts/<ad_account>/secrets", status_code=HTTPStatus.NO_CONTENT, tags=["channels"])
def put_ad_account_secrets(brand: Id, ad_account: Id, body: SecretsPut) -> Response[None]:
    """Stores the secrets of one advertising account."""
    return _store(brand, "ads", ad_account, body)


@router.put("/brands/<brand>/analytics/<site>/secrets", status_code=HTTPStatus.NO_CONTENT, tags=["channels"])
def put_site_secrets(brand: Id, site: Id, body: SecretsPut) -> Response[None]:
    """Stores the key of one site in a source of analytics."""
    return _store(brand, "analytics", site, body)


@router.put("/webhooks/<platform>/secret", status_code=HTTPStatus.NO_CONTENT, tags=["channels"])
def put_webhook_secrets(platform: str, body: SecretsPut) -> Response[None]:
    """Stores the secrets of a platform's webhook. A new `current` makes the one before it `previous`, which is still
    accepted; the same `current` again changes nothing."""
    if platform not in discovery.names() or not (fields := discovery.manifest(platform).webhook_secrets):
        raise not_found(f"platform {platform} with a webhook")
    check_names(body.secrets, fields)
    for name, value in body.secrets.items():
        secrets.write_webhook_secret(platform, name, value)
    return Response(HTTPStatus.NO_CONTENT)


def _store(brand: str, kind: HolderKind, name: str, body: SecretsPut) -> Response[None]:
    holder = known_holder(brand, kind, name)
    manifest = discovery.manifest(holder.platform)
    check_names(body.secrets, (*manifest.secrets, *(RENEWAL if manifest.oauth else ())))
    try:
        connections().put_by_hand(holder, body.secrets, clock.utc_now())
    except ConnectionBusy as error:
        raise try_again(error) from None
    except NoAccessToken as error:
        message = "A refresh token renews an access token: send that too."
        raise invalid(f"Not stored: {error}.", [FieldError(field="secrets.access_token", message=message)]) from None
    return Response(HTTPStatus.NO_CONTENT)


def check_names(given: Collection[str], fields: Sequence[SecretField]) -> None:
    """Refuses secrets that the platform does not have. Raises Problem (422)."""
    allowed = [field.name for field in fields]
    unknown = [name for name in given if name not in allowed]
    if unknown:
        message = f"The platform has no such secret: it has {', '.join(allowed)}."
        raise invalid(
            f"Not stored: {', '.join(unknown)}.",
            [FieldError(field=f"secrets.{name}", message=message) for name in unknown],
        )
