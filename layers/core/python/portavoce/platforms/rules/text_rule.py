"""How long a text may be on a platform: plain data, with its source."""

from typing import Literal

from portavoce.value import Value


class TextRule(Value):
    """The longest text, and how the platform counts it (`platforms/text/text_length.py` has one counter per name).

    `account_limit` is the most that any account has: what is longer than `limit` is then refused only when the account
    was asked. `max_bytes` is a second limit that holds beside the first: UTF-8 bytes. The other limits are how many of
    each it may hold (`platforms/text/tags.py` finds them)."""

    limit: int
    counted_as: Literal["bytes", "characters", "weighted", "graphemes", "shortened"]
    account_limit: int | None = None
    max_bytes: int | None = None
    max_hashtags: int | None = None
    max_mentions: int | None = None
    max_cashtags: int | None = None
    max_links: int | None = None
    source: str
