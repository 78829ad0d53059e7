"""The parts of a publication: its post, the further posts of its thread, its first comment. One call each. Pure."""

from collections.abc import Callable

from portavoce.platforms.contract import Image, OutgoingPost, Video
from portavoce.publishing.model import Content, Media, Part, Publication

AHEAD_LINK = "0_link"
"""The handle that numbers the preparations ahead, kept where no platform is given it: parts are numbered from 1."""


def count(content: Content) -> int:
    """How many calls it takes to say it."""
    return 1 + len(content.thread) + (content.first_comment is not None)


def has_media(content: Content) -> bool:
    """Whether any part of it has something to upload ahead."""
    return bool(content.media or any(part.media for part in content.thread))


def goes_on_with_words(publication: Publication) -> bool:
    """Whether parts of it are to come, and the next has nothing that must be ready on the platform before."""
    number, content = len(publication.sent), publication.content
    return number < count(content) and not _later(content, number).media


def outgoing_post(publication: Publication, number: int, media_url: Callable[[str], str]) -> OutgoingPost:
    """The part of this number, as the platform is given it; `media_url` makes an address from a media key."""
    content = publication.content
    main = number == 0
    part = Part(text=content.text, media=content.media) if main else _later(content, number)
    return OutgoingPost(
        publication_id=publication.publication_id,
        planned_at=publication.planned_at,
        revision=publication.revision,
        kind=content.kind,
        text=part.text,
        language=publication.language,
        link=content.link if main else None,
        media=tuple(_media(one, media_url(one.key)) for one in part.media),
        poll=content.poll if main else None,
        content_warning=content.content_warning,
        visibility=content.visibility,
        part=number,
        after=publication.sent[:number],
        is_comment=number > len(content.thread),
        handles=_handles(publication, number),
    )


def identify_part(publication: Publication, number: int, remote_id: str) -> Publication:
    """The publication with the id of a part that a person had seen at an address without one."""
    sent = list(publication.sent)
    sent[number] = sent[number].model_copy(update={"remote_id": remote_id})
    return publication.model_copy(update={"sent": tuple(sent)})


def handle_name(number: int, name: str) -> str:
    """The name under which the publication keeps a handle of one of its parts."""
    return f"{number}_{name}" if number else name


def ahead_link(publication: Publication) -> int:
    """Which link of the chain of its preparations ahead is the newest that was sent; 0 if none was."""
    return int(publication.handles.get(AHEAD_LINK, 0))


def _later(content: Content, number: int) -> Part:
    return content.thread[number - 1] if number <= len(content.thread) else Part(text=content.first_comment or "")


def _handles(publication: Publication, number: int) -> dict[str, str]:
    prefix = handle_name(number, "")
    kept = publication.handles.items()
    if number:
        return {name.removeprefix(prefix): value for name, value in kept if name.startswith(prefix)}
    return {name: value for name, value in kept if not name[0].isdigit()}


def _media(media: Media, url: str) -> Image | Video:
    if media.duration_ms is None:
        return Image(url=url, **media.model_dump(exclude={"key", "duration_ms"}))
    return Video(url=url, **media.model_dump(exclude={"key"}))
