"""What a person says became of a publication that they were asked about, as the API and the console take it."""

from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import clean_address, remote_id_of
from portavoce.platforms.contract import Sent
from portavoce.publishing.model import Publication
from portavoce.runtime.wiring.brands import brands


def find_sent(publication: Publication, url: str) -> Sent:
    """The post at an address that a person gives. Its numbers can be read only if the address holds its id.

    Raises NoPostAddress."""
    brand = brands().brand_of(publication.brand_id)
    channel = brand.channel(publication.channel) if brand else None
    cleaned = clean_address(url)
    remote_id = remote_id_of(discovery.manifest(publication.platform), channel.account_id if channel else "", cleaned)
    return Sent(remote_id=remote_id or "", url=cleaned)
