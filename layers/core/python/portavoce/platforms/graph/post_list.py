"""What an account has posted, as Facebook and Instagram list it.

A page is named by the second before which its posts lie: Meta's own cursors do not last. Source: Graph API, Paginated
Results ("Don't store cursors"; `since` and `until`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portavoce.platforms.contract import ReadFailed
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.post_list import ListedPost, PostPage
from portavoce.platforms.sightings import shown_rows
from portavoce.platforms.webhook_json import objects


@dataclass(frozen=True)
class OwnPosts:
    """The edge `path` of the account's own posts, of which `fields` are asked; `read` makes a post of one."""

    graph: Graph
    path: str
    fields: str
    per_page: int
    read: Callable[[Mapping[str, Any]], ListedPost]

    def list_page(self, since: datetime, page: str | None) -> PostPage:
        """One page, newest first. Raises ReadFailed, ReadRefused."""
        asked = {"fields": self.fields, "since": _second(since), "limit": str(self.per_page)}
        body = self.graph.read(self.path, asked | ({"until": page} if page else {}))
        posts = tuple(self.read(row) for row in shown_rows(body.get("data"), self.path))
        goes_on = bool(next(objects(body.get("paging")), {}).get("next"))
        if goes_on and not posts:
            raise ReadFailed(f"{self.path} goes on, and Meta does not say where")
        return PostPage(posts=posts, next_page=_page_before(posts, page) if goes_on else None)


def _page_before(posts: tuple[ListedPost, ...], page: str | None) -> str:
    """Meta does not say whether `until` is in it: the second after the oldest one shown, and always an earlier page."""
    before = int(min(one.published_at for one in posts).timestamp()) + 1
    return str(min(before, int(page) - 1) if page else before)


def _second(at: datetime) -> str:
    return str(int(at.timestamp()))
