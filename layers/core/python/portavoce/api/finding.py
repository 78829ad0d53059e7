"""What many routes begin with: the thing that the path names, or 404."""

from portavoce.api.problems import not_found
from portavoce.brands.service import Stored
from portavoce.runtime.wiring.brands import brands


def known_brand(brand_id: str) -> Stored:
    """The brand and its version. Raises Problem (404)."""
    found = brands().get(brand_id)
    if found is None:
        raise not_found(f"brand {brand_id}")
    return found
