"""What links that are counted brought."""

from datetime import date

from pydantic import AwareDatetime

from portavoce.value import Value


class TrafficRow(Value):
    """What one link brought on one of the brand's days.

    `clicks` are people's, as far as programs tell; `bot_clicks` and `previews` stand beside them."""

    day: date
    code: str
    post_id: str
    channel: str
    platform: str
    campaign: str | None = None
    product: str | None = None
    clicks: int = 0
    bot_clicks: int = 0
    previews: int = 0


class LinkFigures(Value):
    """A link and what it brought in some days."""

    code: str
    post_id: str
    channel: str
    target: str
    made_at: AwareDatetime
    clicks: int
    bot_clicks: int
    previews: int
