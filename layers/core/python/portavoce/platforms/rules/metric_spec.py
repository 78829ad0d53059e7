"""The registry of numbers: what a platform calls each, what we call it, and when it is valid. Data, one spec a line."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from portavoce.value import Value

MetricName = Literal[
    "reach",
    "impressions",
    "views",
    "likes",
    "comments",
    "shares",
    "quotes",
    "saves",
    "clicks",
    "reactions_negative",
    "followers",
    "new_follows",
    "unfollows",
]

METRIC_UNITS: Mapping[MetricName, str] = {
    "reach": "people",
    "impressions": "times shown",
    "views": "times shown or played",
    "likes": "reactions",
    "comments": "comments",
    "shares": "shares",
    "quotes": "quotes",
    "saves": "saves",
    "clicks": "clicks",
    "reactions_negative": "angry or sad reactions",
    "followers": "followers",
    "new_follows": "follows",
    "unfollows": "unfollows",
}
"""Our names of numbers, and what each counts."""


class MetricSpec(Value):
    """One number the platform gives. `name` is ours, `remote` is the platform's; dates bound its validity, both
    included: two that follow each other under one name make a break in the series.

    `period` is what is asked for and what is read: the whole life of a post, one day, or the number as it stands `now`,
    which no platform tells of a day that is over."""

    name: MetricName
    remote: str
    level: Literal["post", "channel"]
    period: Literal["lifetime", "day", "now"] = "lifetime"
    valid_from: date | None = None
    valid_to: date | None = None
    source: str

    @property
    def unit(self) -> str:
        """What it counts."""
        return METRIC_UNITS[self.name]

    def is_valid_on(self, day: date) -> bool:
        """Whether the platform gives it of this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
