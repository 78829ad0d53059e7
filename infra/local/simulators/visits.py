"""What somebody who is not the managed account does on a network, as the story-teller and the tests ask for it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class NoSuchThing(LookupError):
    """A post, comment or account that this network does not hold."""


class Visit(BaseModel):
    """One act of somebody who is not the managed account.

    `add` needs `post_id` (and `parent_id` for an answer), `edit` and `remove` need `comment_id`,
    `mention`, `message`, `post` (on the wall) and `review` need `account_id`; where two networks share an application,
    `network` names the one.
    """

    model_config = ConfigDict(extra="forbid")

    action: Literal["add", "edit", "remove", "mention", "message", "post", "review"] = "add"
    network: str = ""
    account_id: str = ""
    post_id: str = ""
    parent_id: str | None = None
    comment_id: str = ""
    author_id: str = "9001"
    author_name: str = "ana"
    text: str = ""


class Visits(BaseModel):
    """Several acts that arrive in one batch of webhooks; the oddities concern that batch."""

    model_config = ConfigDict(extra="forbid")

    comments: list[Visit]
    duplicated: bool = False
    reordered: bool = False
