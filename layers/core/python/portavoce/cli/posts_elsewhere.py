"""How posts that were made elsewhere read in a terminal."""

from decimal import Decimal
from typing import Any

from rich.console import Console

from portavoce.cli.display import UNKNOWN, moment, new_table, print_wrapped

_STATES = {
    "listed": "listed until {until} UTC, {found} found",
    "filling_in": "the last 90 days are being gone through, {found} found so far",
    "not_begun": "not looked through yet: it begins within an hour of the channel's first numbers",
    "off": "off: each post that is read costs ${each}; `posts_elsewhere: true` in its channel turns it on",
    "cannot": "its platform lists no posts",
}


def render_elsewhere(console: Console, answer: Any) -> None:
    """The posts, and how far each channel has been looked through."""
    table = new_table("published (UTC)", "channel", "type", "interactions", whole=("published (UTC)", "interactions"))
    for one in answer["posts"]:
        engaged = UNKNOWN if one["interactions"] is None else one["interactions"]
        table.add_row(moment(one["published_at"]), one["channel"], one["content_type"], engaged)
    if answer["posts"]:
        console.print(table)
    else:
        console.print("No post of these days was made elsewhere, as far as is known.")
    for one in answer["channels"]:
        print_wrapped(console, f"{one['channel']}: {_tell_state(one)}.")


def _tell_state(one: Any) -> str:
    each = Decimal(one["post_mills"]) / 100_000
    words = _STATES[one["state"]].format(until=moment(one["listed_until"]), found=one["found"], each=f"{each:f}")
    if one["billed_minor"] is None:
        return words
    cost = Decimal(one["billed_minor"]) / 100
    return f"{words}; {one['billed_posts']} posts read this month, ${cost:.2f}"
