"""The comments under an account's latest media, as a list tells them: what their webhooks may have left untold.

Source: Instagram Platform, IG User `media`, IG Media `comments`, IG Comment (`replies`). Comments cannot be edited, and
nothing tells that one was deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portavoce.platforms.contract import Reread
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.comment_lists import CommentLists
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.webhook_json import moment, objects, text

from .manifest import MANIFEST, REREAD

_COMMENT = "id,text,timestamp,from,username,parent_id"
_ASKED = {"fields": f"{_COMMENT},replies.limit(50){{{_COMMENT}}}", "limit": "50"}


def reread_comments(graph: Graph, account_id: str, known: Sequence[Interaction], since: datetime) -> Reread:
    """What stands under the account's media since then. Raises ReadFailed, ReadRefused."""
    lists = CommentLists(
        graph=graph,
        account_id=account_id,
        posts="media",
        posted_at="timestamp",
        asked=_ASKED,
        read=lambda media_id, row: _read(account_id, media_id, row),
        answers="replies",
    )
    return lists.reread(known, since, REREAD.most_calls)


def _read(account_id: str, media_id: str, row: Mapping[str, Any]) -> Interaction | None:
    comment_id, written_at = text(row.get("id")), moment(row.get("timestamp"))
    if comment_id is None or written_at is None:
        return None
    author, parent_id = next(objects(row.get("from")), {}), text(row.get("parent_id"))
    return Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=comment_id,
        kind=InteractionKind.REPLY if parent_id else InteractionKind.COMMENT,
        verb=Verb.ADDED,
        occurred_at=written_at,
        text=text(row.get("text")) or "",
        author_id=text(author.get("id")),
        author_name=text(author.get("username")) or text(row.get("username")),
        post_id=media_id,
        parent_id=parent_id,
    )
