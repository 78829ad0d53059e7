"""The function that reads moods by Amazon Comprehend: the one thing in the product that is paid by what is said."""

from infra.grants import GET, PUT, QUERY_LISTING
from infra.shapes import Every, Function, Grant, Resource

READ_MOODS = Function(
    name="read_moods",
    purpose="Read moods by Amazon Comprehend for the brands that pay for it",
    triggers=(Every(15),),
    grants=(
        Grant(Resource.TABLE, (GET, PUT)),
        QUERY_LISTING,
        Grant(Resource.COMPREHEND, ("comprehend:BatchDetectSentiment",)),
    ),
    timeout_seconds=240,
    memory_mb=256,
    environment=("TABLE",),
)
