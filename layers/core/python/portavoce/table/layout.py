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
