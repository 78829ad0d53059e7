"""A Page's deliveries in our own words: its wall, comments, mentions, reviews, lead forms and messages.

Sources: Graph API, Webhooks reference for Page (`feed`, `mention`, `ratings`, `leadgen`), and the samples of it that
restfb keeps. A delivery may hold many entries; order is not guaranteed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portavoce.platforms.graph.deliveries import VERBS, HeardPart, hear_entries
from portavoce.platforms.graph.messages import hear_messages
from portavoce.platforms.interaction import (
    SAID,
    UNKNOWN_KIND,
    AccountNotice,
    Heard,
    Interaction,
    InteractionKind,
    PassedOver,
    Verb,
)
from portavoce.platforms.webhook_json import moment, objects, text

from .manifest import MANIFEST

_WALL = frozenset({"post", "status", "photo", "video", "share", "album", "link", "note"})
_VIDEO_CODES: Mapping[object, str] = {"block": "video_blocked", "mute": "video_muted"}
_VERDICTS: Mapping[object, bool] = {"POSITIVE": True, "NEGATIVE": False}
_ATTACHED = ("photo", "photos", "video", "link")
_INBOX = "https://business.facebook.com/latest/inbox/all?asset_id={account_id}"


class _Change(NamedTuple):
    """One change to a Page: what it is about, its value, what happened and when. `account_id` is the Page's."""

    field: str | None
    item: str | None
    value: Mapping[str, Any]
    account_id: str
    verb: Verb
    occurred_at: datetime


def interactions(body: bytes) -> list[Interaction]:
    """What people said; the Page's own posts are none of it. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """What people said, what a person must see to, and by its kind what is passed over. Raises UnreadableDelivery."""
    return hear_entries(body, "page", _hear_entry)


def _hear_entry(entry: Mapping[str, Any]) -> Iterator[HeardPart]:
    for change in objects(entry.get("changes")):
        for value in objects(change.get("value")):
            field, item = text(change.get("field")), text(value.get("item"))
            found: list[HeardPart] = list(_read(entry, field, item, value))
            yield from found or [PassedOver(UNKNOWN_KIND, ".".join(one for one in (field, item) if one))]
    yield from hear_messages(MANIFEST.name, entry, _INBOX.format(account_id=text(entry.get("id")) or ""))


def _read(
    entry: Mapping[str, Any], field: str | None, item: str | None, value: Mapping[str, Any]
) -> Iterator[Interaction | AccountNotice]:
    account_id = text(entry.get("id"))
    # A lead form says no verb: it is filled in once.
    verb = Verb.ADDED if field == "leadgen" else VERBS.get(text(value.get("verb")))
    created_at, sent_at = moment(value.get("created_time")), moment(entry.get("time"))
    if account_id and sent_at and field == "feed" and item == "video":
        yield from _read_copyright(account_id, value, sent_at)
    # `created_time` is when it was written; what happened to it later happened when the entry was made.
    occurred_at = (created_at or sent_at) if verb is Verb.ADDED else (sent_at or created_at)
    if verb and account_id and occurred_at:
        change = _Change(field, item, value, account_id, verb, occurred_at)
        yield from (_read_lead_form if field == "leadgen" else _read_said)(change)


def _read_copyright(account_id: str, value: Mapping[str, Any], at: datetime) -> Iterator[AccountNotice]:
    """A video of ours that Meta has blocked or silenced for what it holds of others."""
    code, video_id = _VIDEO_CODES.get(text(value.get("verb"))), text(value.get("video_id"))
    if code and video_id and not text(value.get("post_id")):
        flag = text(value.get("video_flag_reason"))
        reason = f"Meta's reason {flag}" if flag else ""
        yield AccountNotice(account_id, code, video_id, reason, at, f"https://www.facebook.com/{video_id}")


def _read_said(change: _Change) -> Iterator[Interaction]:
    value, is_comment = change.value, change.item == "comment"
    comment_id, post_id = text(value.get("comment_id")), text(value.get("post_id"))
    parent_id = text(value.get("parent_id"))
    match change.field:
        case "feed" | "ratings" if is_comment and comment_id:
            kind = InteractionKind.REPLY if parent_id and parent_id != post_id else InteractionKind.COMMENT
            yield _interaction(change, kind, comment_id)
        case "feed" if change.item in _WALL and post_id:
            post = _interaction(change, InteractionKind.VISITOR_POST, post_id, f"https://www.facebook.com/{post_id}")
            if change.verb not in SAID or post.author_id not in {None, change.account_id}:
                yield post
        case "mention" if interaction_id := comment_id or post_id:
            link = f"https://www.facebook.com/{interaction_id}"
            yield _interaction(change, InteractionKind.MENTION, interaction_id, link)
        case "ratings" if change.item == "rating" and (story_id := text(value.get("open_graph_story_id"))):
            link = f"https://www.facebook.com/{change.account_id}/reviews"
            review = _interaction(change, InteractionKind.REVIEW, story_id, link)
            yield review.model_copy(update={"recommends": _VERDICTS.get(text(value.get("recommendation_type")))})


def _interaction(
    change: _Change, kind: InteractionKind, interaction_id: str, permalink: str | None = None
) -> Interaction:
    value = change.value
    author = next(objects(value.get("from")), {})
    post = next(objects(value.get("post")), {})
    post_id, parent_id = text(value.get("post_id")), text(value.get("parent_id"))
    return Interaction(
        platform=MANIFEST.name,
        account_id=change.account_id,
        interaction_id=interaction_id,
        kind=kind,
        verb=change.verb,
        occurred_at=change.occurred_at,
        text=_words(change, kind),
        attachments=tuple(name for name in _ATTACHED if value.get(name)) if change.verb in SAID else (),
        author_id=_first_text(author.get("id"), value.get("sender_id"), value.get("reviewer_id")),
        author_name=_first_text(author.get("name"), value.get("sender_name"), value.get("reviewer_name")),
        post_id=post_id,
        parent_id=None if parent_id == post_id else parent_id,
        permalink=text(post.get("permalink_url")) or permalink,
    )


def _words(change: _Change, kind: InteractionKind) -> str | None:
    """The words; None when the delivery does not tell them.

    What is new may be a picture and no words, but a mention's words are often left out, and so are those of a comment
    on a review; an edit that names no words is of something else than the words."""
    said = _first_text(change.value.get("message"), change.value.get("review_text"))
    left_out = kind is InteractionKind.MENTION or (change.field == "ratings" and kind is not InteractionKind.REVIEW)
    if said or change.verb is not Verb.ADDED or left_out:
        return said
    return ""


def _read_lead_form(change: _Change) -> Iterator[Interaction]:
    """Ids only: the answers are asked for. `ad_id` is 0 or missing when it came of no advertisement."""
    value = change.value
    ad_id = _first_text(value.get("ad_id"), value.get("adgroup_id"))
    if lead_id := text(value.get("leadgen_id")):
        yield Interaction(
            platform=MANIFEST.name,
            account_id=change.account_id,
            interaction_id=lead_id,
            kind=InteractionKind.LEAD_FORM,
            verb=Verb.ADDED,
            occurred_at=change.occurred_at,
            post_id=text(value.get("form_id")),
            ad_id=None if ad_id == "0" else ad_id,
            permalink=f"https://business.facebook.com/latest/leads_center?asset_id={change.account_id}",
        )


def _first_text(*values: object) -> str | None:
    return next((found for value in values if (found := text(value))), None)
