"""What is known of the accounts' right to act, as the functions use it that act: nothing here asks for a new token."""

from functools import cache

from portavoce.brands.model import Brand
from portavoce.connections.brake_right import with_brake_fault
from portavoce.connections.grants import Secrets
from portavoce.connections.model import Holder, holders
from portavoce.connections.records import ConnectionRecords
from portavoce.connections.service.connect import Connections
from portavoce.platforms import discovery
from portavoce.platforms.contract import ProbeOutcome, Prober
from portavoce.platforms.outcomes import AuthFailed
from portavoce.publishing.model import Publication
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws, secrets
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.channels import client_with


@cache
def connections() -> Connections:
    """The connections of this stage, as people change them."""
    return Connections(
        records=ConnectionRecords(aws.table()),
        probe=probe,
        read=secrets.secrets_of,
        write=secrets.write_secret,
        raise_alert=Alerts(aws.table()).raise_alert,
    )


def probe(holder: Holder, given: Secrets) -> ProbeOutcome:
    """What the platform says of an account with these secrets."""
    try:
        client: Prober = client_with(holder.platform, holder.id, holder.account_id, given)
    except secrets.SecretMissing as missing:
        return AuthFailed(code="not_connected", reason=str(missing))
    return with_brake_fault(holder, client.probe(), discovery.manifest(holder.platform))


def diagnose(publication: Publication, refusal: AuthFailed) -> str | None:
    """What a person should do about a refused publication, by a probe; None when no probe could be made."""
    brand = brands().brand_of(publication.brand_id)
    holder = _channel(brand, publication.channel) if brand else None
    try:
        return connections().diagnose(holder, refusal) if holder else None
    except Exception as error:  # noqa: BLE001 - the refusal must be written down, whatever happens to the probe
        logger.warning("refusal not looked into", channel=publication.channel_id, error=type(error).__name__)
        return None


def _channel(brand: Brand, channel: str) -> Holder | None:
    return next((one for one in holders(brand) if (one.kind, one.name) == ("channels", channel)), None)
