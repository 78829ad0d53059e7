"""The second reading of moods, as its function uses it."""

from functools import cache

from portavoce.community.moods.comprehend import ComprehendReader
from portavoce.community.moods.records import MoodRecords
from portavoce.community.moods.service import MoodReading
from portavoce.community.records import CommunityRecords
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.community import community


@cache
def mood_reading() -> MoodReading:
    """Reads moods of this stage's inboxes. The client of Comprehend is made when a brand has something to read."""
    return MoodReading(
        community=community(),
        records=CommunityRecords(aws.table()),
        memory=MoodRecords(aws.table()),
        brands=every_brand,
        reader=ComprehendReader(lambda **asked: aws.comprehend().batch_detect_sentiment(**asked)),
    )
