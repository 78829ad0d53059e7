"""What the API writes about an interaction is found by it, so that it can be forgotten with whoever said it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from portavoce.api.comment_names import decode_name
from portavoce.community import items
from portavoce.table import layout


def keys_about(named: Mapping[str, object], at: datetime) -> dict[str, str]:
    """The keys of the index `person` for a request whose path names an interaction; none for another."""
    if not {"platform", "interaction_id"} <= named.keys():
        return {}
    _, partition, sort = layout.PERSON_INDEX
    told = items.interaction_key(str(named["platform"]), decode_name(str(named["interaction_id"])))
    return {partition: items.about(told[layout.PARTITION]), sort: at.astimezone(UTC).isoformat()}
