"""The human page of a network: a timeline that a person can read."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from infra.local.simulators.timeline import Comment, Post

_STYLE = Markup("""
:root { color-scheme: light dark; --edge: #8884; --soft: #888; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid var(--edge); border-radius: 12px; padding: 1rem; margin: 1rem 0; }
header, footer, small { color: var(--soft); font-size: .85rem; }
p { white-space: pre-wrap; overflow-wrap: anywhere; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; }
img, video { width: 100%; border-radius: 8px; }
ul { list-style: none; padding-inline-start: 1rem; border-inline-start: 3px solid var(--edge); }
.gone { opacity: .5; } .flag { border: 1px solid; border-radius: 6px; padding: 0 .4rem; font-size: .75rem; }
""")
_IMAGE = Markup('<img src="/_sim/pictures/{id}/{index}" alt="{alt}">')
_VIDEO = Markup('<video controls src="/_sim/pictures/{id}/{index}" aria-label="{alt}"></video>')


def timeline_page(
    name: str, accounts: Mapping[str, str], posts: Mapping[str, Post], comments: Mapping[str, Comment]
) -> str:
    """All posts, newest first, with their pictures and comments, as one HTML document."""
    newest_first = sorted(posts.values(), key=lambda post: post.received_at, reverse=True)
    articles = Markup().join(_article(post, accounts, comments) for post in newest_first)
    return Markup(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{name}, simulated</title>'
        "<style>{style}</style><h1>{name} <small>simulated</small></h1>{articles}</html>"
    ).format(name=name, style=_STYLE, articles=articles or Markup("<p>Nothing was posted yet.</p>"))


def _article(post: Post, accounts: Mapping[str, str], comments: Mapping[str, Comment]) -> Markup:
    pictures = Markup().join(
        (_VIDEO if picture.is_video else _IMAGE).format(id=post.id, index=index, alt=picture.alt_text)
        for index, picture in enumerate(post.pictures)
    )
    link = Markup('<p><a href="{0}">{0}</a></p>').format(post.link) if post.link else ""
    return Markup(
        '<article class="{gone}"><header><b>{account}</b> on {network}, {at} {flags}</header>'
        '<p dir="auto">{text}</p>{link}<div class="pictures">{pictures}</div>{comments}</article>'
    ).format(
        gone="gone" if post.deleted else "",
        account=accounts.get(post.account_id, post.account_id),
        network=post.network,
        at=post.received_at.isoformat(sep=" ", timespec="seconds"),
        flags=_flags(
            deleted=post.deleted,
            unpublished=not post.published,
            reel=post.kind == "reel",
            story=post.kind == "story",
        ),
        text=post.text,
        link=link,
        pictures=pictures,
        comments=_thread(post.id, None, comments),
    )


def _thread(post_id: str, parent_id: str | None, comments: Mapping[str, Comment]) -> Markup:
    here = [comment for comment in comments.values() if (comment.post_id, comment.parent_id) == (post_id, parent_id)]
    if not here:
        return Markup()
    items = Markup().join(
        Markup('<li class="{gone}"><small>{author} {flags}</small><p dir="auto">{text}</p>{answers}</li>').format(
            gone="gone" if comment.hidden or comment.deleted else "",
            author=comment.author_name,
            flags=_flags(hidden=comment.hidden, removed=comment.deleted, mention=comment.is_mention),
            text=comment.text,
            answers=_thread(post_id, comment.id, comments),
        )
        for comment in here
    )
    return Markup("<ul>{}</ul>").format(items)


def _flags(**flags: bool) -> Markup:
    return Markup(" ").join(Markup('<span class="flag">{}</span>').format(escape(f)) for f, on in flags.items() if on)
