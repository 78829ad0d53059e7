"""What an account has posted, whoever posted it, in the same words whatever the platform."""

from datetime import datetime
from typing import Literal, Protocol

from pydantic import AwareDatetime

from portavoce.value import Value

PostForm = Literal["text", "link", "image", "carousel", "video", "reel", "story", "poll"]
"""What kind of post it is, as far as a list tells it."""


class ListingRule(Value):
    """How a platform lists an account's posts: `per_page` at a time. Each that it shows is billed with `post_mills`
    thousandths of a US cent; what is billed is asked for only where the brand's file says so."""

    per_page: int
    post_mills: int = 0
    source: str


class ListedPost(Value):
    """One post of the list, by the platform's own id and moment."""

    remote_id: str
    url: str | None = None
    published_at: AwareDatetime
    form: PostForm


class PostPage(Value):
    """Some of the posts, newest first. `next_page` leads to those before them, now or on another day; None at the
    end."""

    posts: tuple[ListedPost, ...] = ()
    next_page: str | None = None


class Lister(Protocol):
    """LIST_POSTS. What the account has posted since a moment, page by page; answers, repeats of what others posted and
    what a list leaves out (stories) are not in it. Raises ReadFailed, ReadRefused."""

    def list_posts(self, since: datetime, page: str | None) -> PostPage: ...
