"""What a platform says of itself in `platforms/<name>/manifest.py`: plain data, each limit with its source."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from portavoce.value import Value


class Capability(StrEnum):
    """What a platform can do for us; each names a protocol below."""

    PUBLISH = "publish"
    LISTEN = "listen"
    MODERATE = "moderate"
    MEASURE = "measure"
    ADVERTISE = "advertise"


class TextRule(Value):
    """The longest text, and how the platform counts it (`platforms/counting.py` has one counter per name).

    `max_bytes` is a second limit that holds beside the first: UTF-8 bytes."""

    limit: int
    counted_as: Literal["characters", "weighted", "graphemes", "shortened"]
    max_bytes: int | None = None
    source: str


class ImageRule(Value):
    """What images a post may carry. Ratios are width divided by height; sizes are bytes and pixels."""

    max_count: int
    min_count: int = 0
    mime_types: frozenset[str]
    max_bytes: int
    min_ratio: Decimal | None = None
    max_ratio: Decimal | None = None
    min_width: int | None = None
    source: str


class LookupRule(Value):
    """How an unknown outcome is settled, and how long the platform may lag before "not there" can be believed."""

    by: Literal["list", "handle", "key", "none"]
    settle_seconds: int
    source: str


class SecretField(Value):
    """One secret a channel needs; `portavoce channel token` asks for it by `title`."""

    name: str
    title: str


class MetricSpec(Value):
    """One number the platform gives. `name` is ours, `remote` is the platform's; dates bound its validity.

    `now_only` marks a channel's number that the platform tells as it stands now and never for a day that is over."""

    name: str
    remote: str
    level: Literal["post", "channel"]
    now_only: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    source: str


class Manifest(Value):
    """Everything about a platform that is data. Nothing here is decided in code elsewhere.

    `base_url` may hold `{instance}`: the host that the account's own id names (`platforms/addresses.py`).
    `link_in_text` says when a post's link is written under its text (`platforms/composing.py`); otherwise the
    platform takes the link by itself."""

    name: str
    title: str
    capabilities: frozenset[Capability]
    base_url: str
    api_version: str
    secrets: tuple[SecretField, ...]
    webhook_secrets: tuple[SecretField, ...] = ()
    text: TextRule | None = None
    images: ImageRule | None = None
    needs_image: bool = False
    link_in_text: Literal["always", "with_images"] = "always"
    prepare_lead_seconds: int = 0
    lookup: LookupRule = LookupRule(by="none", settle_seconds=0, source="")
    metrics: tuple[MetricSpec, ...] = ()
    currency_offset_one: frozenset[str] = frozenset()
