"""What many routes begin with: the thing that the path names, or 404."""

from typing import Literal

from portavoce.api.problems import not_found
from portavoce.brands.service import Stored
from portavoce.connections.model import Holder, holders
from portavoce.runtime.wiring.brands import brands


def known_brand(brand_id: str) -> Stored:
    """The brand and its version. Raises Problem (404)."""
    found = brands().get(brand_id)
    if found is None:
        raise not_found(f"brand {brand_id}")
    return found


def known_holder(brand_id: str, kind: Literal["channels", "ads"], name: str) -> Holder:
    """The brand's channel or ad account of this name. Raises Problem (404)."""
    for one in holders(known_brand(brand_id).brand):
        if (one.kind, one.name) == (kind, name):
            return one
    raise not_found(f"{'channel' if kind == 'channels' else 'ad account'} {name} of brand {brand_id}")
