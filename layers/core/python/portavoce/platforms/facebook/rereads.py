"""The comments under a Page's latest posts, as a list tells them: what their webhooks may have left untold.

Source: Graph API v26.0, Page `published_posts`, Object Comments (`filter`, `order`), Comment. A comment names no moment
of its last edit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portavoce.platforms.contract import Reread
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.comment_lists import CommentLists
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.webhook_json import moment, objects, text

from .manifest import MANIFEST, REREAD

_ASKED = {
    "fields": "id,message,created_time,from,parent{id},permalink_url,attachment{type}",
    "filter": "stream",
    "order": "reverse_chronological",
    "limit": "100",
}
_ATTACHED: Mapping[object, str] = {"video_inline": "video", "share": "link"}
"""As the webhook names them."""


def reread_comments(graph: Graph, account_id: str, known: Sequence[Interaction], since: datetime) -> Reread:
    """What stands under the Page's posts since then. Raises ReadFailed, ReadRefused."""
    lists = CommentLists(
        graph=graph,
        account_id=account_id,
        posts="published_posts",
        posted_at="created_time",
        asked=_ASKED,
        read=lambda post_id, row: _read(account_id, post_id, row),
    )
    return lists.reread(known, since, REREAD.most_calls)


def _read(account_id: str, post_id: str, row: Mapping[str, Any]) -> Interaction | None:
    comment_id, created_at = text(row.get("id")), moment(row.get("created_time"))
    if comment_id is None or created_at is None:
        return None
    author, parent, attachment = (next(objects(row.get(name)), {}) for name in ("from", "parent", "attachment"))
    parent_id, attached = text(parent.get("id")), text(attachment.get("type"))
    return Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=comment_id,
        kind=InteractionKind.REPLY if parent_id else InteractionKind.COMMENT,
        verb=Verb.ADDED,
        occurred_at=created_at,
        text=text(row.get("message")) or "",
        attachments=(_ATTACHED.get(attached, attached),) if attached else (),
        author_id=text(author.get("id")),
        author_name=text(author.get("name")),
        post_id=post_id,
        parent_id=parent_id,
        permalink=text(row.get("permalink_url")),
    )
