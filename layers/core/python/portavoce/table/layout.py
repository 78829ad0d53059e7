"""The one table's shape: keys and indexes, as plain data for the code that reads it and the stack that makes it."""

PARTITION, SORT = "pk", "sk"
EXPIRES = "expires_at"
"""Epoch seconds after which DynamoDB may drop the item."""

WRITE_ID = "write_id"
"""Names the last conditional write of the item, which knows itself by it when its answer was lost."""

DUE_INDEX = ("due", "due_pk", "due_sk")
"""Sparse, keys only: publications that wait for their time."""

LISTING_INDEX = ("listing", "list_pk", "list_sk")
"""All attributes: whatever is shown as a list, newest or soonest first."""

PERSON_INDEX = ("person", "person_pk", "person_sk")
"""Sparse, keys only: what a person has said to a brand and what came of it, oldest first."""

INDEXES = (DUE_INDEX, LISTING_INDEX, PERSON_INDEX)
HOLDING_ALL = frozenset({LISTING_INDEX})
"""The indexes that hold all attributes; the others hold keys."""
