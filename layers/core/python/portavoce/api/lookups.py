"""What many routes begin with: the thing that the path names, or 404."""

from portavoce.api.problems import not_found
from portavoce.brands.service import StoredBrand
from portavoce.connections.holder_kinds import HolderKind
from portavoce.connections.model import Holder, holders
from portavoce.runtime.wiring.brands import brands

_CALLED = {"channels": "channel", "ads": "ad account", "analytics": "site"}


def known_brand(brand_id: str) -> StoredBrand:
    """The brand and its version. Raises Problem (404)."""
    found = brands().get(brand_id)
    if found is None:
        raise not_found(f"brand {brand_id}")
    return found


def known_holder(brand_id: str, kind: HolderKind, name: str) -> Holder:
    """The brand's channel, ad account or site of this name. Raises Problem (404)."""
    for one in holders(known_brand(brand_id).brand):
        if (one.kind, one.name) == (kind, name):
            return one
    raise not_found(f"{_CALLED[kind]} {name} of brand {brand_id}")
