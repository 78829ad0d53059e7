"""Statuses as an instance shows them: HTML, links cut short, names without their hosts (mastodon, TextFormatter)."""

import re
from collections.abc import Mapping
from html import escape

import regex

from infra.local.simulators.mastodon.api import iso
from infra.local.simulators.mastodon.store import Instance, Manner, Media, Store, User
from infra.local.simulators.timeline import Comment, Post

_SHOWN = 30
_ENTITY = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?<![=/\w])@(?P<name>[a-z0-9_]+)(?:@(?P<host>\w[\w.-]*\w))?"
    r"|(?<![\w/#])#(?P<tag>\w*[^\W\d]\w*)",
    re.IGNORECASE,
)


def length(instance: Instance, text: str) -> int:
    """Graphemes, with links of one length and names without their hosts."""

    def shorten_entity(found: re.Match[str]) -> str:
        if found["url"]:
            return "x" * instance.characters_reserved_per_url
        return f"@{found['name']}" if found["name"] else found[0]

    return len(regex.findall(r"\X", _ENTITY.sub(shorten_entity, text)))


def html(instance: Instance, text: str) -> str:
    """The content of a status."""
    parts, at = [], 0
    for found in _ENTITY.finditer(text):
        parts += [escape(text[at : found.start()], quote=True), _entity(instance, found)]
        at = found.end()
    whole = "".join([*parts, escape(text[at:], quote=True)]).strip()
    paragraphs = re.split(r"\n\n+", whole)
    return "".join(f"<p>{paragraph.replace('\n', '<br />')}</p>" for paragraph in paragraphs) if whole else ""


def _entity(instance: Instance, found: re.Match[str]) -> str:
    if found["url"]:
        return _link(found["url"])
    if found["tag"]:
        address = f"https://{instance.domain}/tags/{escape(found['tag'])}"
        return f'<a href="{address}" class="mention hashtag" rel="tag">#<span>{escape(found["tag"])}</span></a>'
    address = f"https://{found['host'] or instance.domain}/@{found['name']}"
    shown = f'<a href="{escape(address)}" class="u-url mention">@<span>{escape(found["name"])}</span></a>'
    return f'<span class="h-card" translate="no">{shown}</span>'


def _link(url: str) -> str:
    prefix = re.match(r"https?://(?:www\.)?", url)
    start = prefix.end() if prefix else 0
    shown, rest = url[start : start + _SHOWN], url[start + _SHOWN :]
    return (
        f'<a href="{escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{escape(url[:start])}</span>'
        f'<span class="{"ellipsis" if rest else ""}">{escape(shown)}</span>'
        f'<span class="invisible">{escape(rest)}</span></a>'
    )


def status(store: Store, post: Post, user: User) -> Mapping[str, object]:
    """The Status entity, without what nobody here reads."""
    domain = store.instance.domain
    return {
        "id": post.id,
        "created_at": iso(post.received_at),
        "in_reply_to_id": post.in_reply_to,
        **vars(store.manners[post.id]),
        "uri": f"https://{domain}/users/{user.username}/statuses/{post.id}",
        "url": f"https://{domain}/@{user.username}/{post.id}",
        "replies_count": sum(comment.post_id == post.id and not comment.deleted for comment in store.comments.values()),
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        **post.counters,
        "content": html(store.instance, post.text),
        "account": account(store, user),
        "media_attachments": [attachment(media) for media in store.media.values() if media.status_id == post.id],
    }


def strangers_status(store: Store, said: Comment) -> Mapping[str, object]:
    """The Status entity of what somebody from elsewhere has said."""
    host = said.author_name.partition("@")[2] or store.instance.domain
    name = said.author_name.partition("@")[0]
    return {
        "id": said.id,
        "created_at": iso(said.created_at),
        "in_reply_to_id": None if said.is_mention else said.parent_id or said.post_id,
        **vars(store.manners.get(said.id, Manner())),
        "url": f"https://{host}/@{name}/{said.id}",
        "content": html(store.instance, said.text),
        "account": {"id": said.author_id, "username": name, "acct": said.author_name},
        "media_attachments": [],
        "favourited": said.liked,
    }


def attachment(media: Media, *, is_ready: bool = True) -> Mapping[str, object]:
    """The MediaAttachment entity; its address comes when it is ready."""
    url = f"/_sim/media/{media.picture.id}" if is_ready else None
    kind = "video" if media.picture.is_video else "gifv" if media.picture.mime == "image/gif" else "image"
    return {"id": media.picture.id, "type": kind, "url": url, "description": media.picture.alt_text or None}


def account(store: Store, user: User) -> Mapping[str, object]:
    """The Account entity, without what nobody here reads."""
    posted = sum(post.account_id == store.handle(user) and not post.deleted for post in store.posts.values())
    return {
        "id": user.id,
        "username": user.username,
        "acct": user.username,
        "display_name": user.name,
        "url": f"https://{store.instance.domain}/@{user.username}",
        "followers_count": user.followers_count,
        "statuses_count": posted,
    }
