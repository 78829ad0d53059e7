"""What lies in the table as values. `python -m tests.contract.items.stored` prints how this version reads each: at a
release it is kept as `<version>/schemas.json`, beside the items of a table that has heard every sample event."""

import json
import sys
from collections.abc import Mapping

from pydantic import BaseModel

from portavoce.advertising.model import AccountState, SpendDay
from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.model import ActionRecord, Lead, StoredInteraction
from portavoce.community.polls.model import PollMemory
from portavoce.connections.model import Connection
from portavoce.measuring.model import ChannelDay, MeasuredPost
from portavoce.planning.series.model import Series
from portavoce.publishing.model import Freeze, Publication
from portavoce.reporting.model import Alert, DeadAddress, Matter

STORED: Mapping[str, type[BaseModel]] = {
    one.__name__: one
    for one in (
        AccountState,
        ActionRecord,
        Alert,
        Brand,
        ChannelDay,
        ChannelRef,
        Connection,
        DeadAddress,
        Freeze,
        Lead,
        Matter,
        MeasuredPost,
        PollMemory,
        Publication,
        Series,
        SpendDay,
        StoredInteraction,
    )
}

if __name__ == "__main__":
    schemas = {name: kind.model_json_schema() for name, kind in sorted(STORED.items())}
    sys.stdout.write(json.dumps(schemas, indent=1, sort_keys=True) + "\n")
