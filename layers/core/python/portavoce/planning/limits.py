"""One variant held against what its platform takes: every limit comes from the manifest, none is known here."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from portavoce.planning.fees import write_mills
from portavoce.planning.link_replacement import has_link
from portavoce.planning.media.limits import media_refusals
from portavoce.platforms.contract import Poll
from portavoce.platforms.manifest import KindRule, Manifest
from portavoce.platforms.rules.text_rule import TextRule
from portavoce.platforms.text.links import find_links
from portavoce.platforms.text.sent_text import is_card_picture, text_length, written_text
from portavoce.platforms.text.tags import count_over
from portavoce.publishing.model import Content, Media, Part
from portavoce.table.item_size import MOST_BYTES, count_bytes

_SEVERAL = 2
# A difference in shape that nobody sees.
_SAME_SHAPE = 0.01


def most_generous(manifest: Manifest) -> Manifest:
    """The platform with the longest texts that any account may have there: for a plan whose accounts are asked."""

    def lengthen(rule: TextRule | None) -> TextRule | None:
        return rule and rule.model_copy(update={"limit": rule.account_limit or rule.limit})

    kinds = {kind: one.model_copy(update={"text": lengthen(one.text)}) for kind, one in manifest.kinds.items()}
    return manifest.model_copy(update={"kinds": kinds, "first_comment": lengthen(manifest.first_comment)})


def refusals(content: Content, manifest: Manifest) -> list[str]:
    """Why the platform would not take this: a sentence each, with the number and the limit; empty when it would."""
    rule = manifest.kinds.get(content.kind)
    if rule is None:
        known = ", ".join(sorted(manifest.kinds))
        return [f"{manifest.title} has no {content.kind}; it takes {known}"]
    return [
        *_check_not_empty(content),
        *_check_size(content),
        *_text(content, manifest, rule),
        *_link(content, manifest, rule),
        *media_refusals(content.media, rule, manifest.title),
        *_thread(content, manifest, rule),
        *_first_comment(content, manifest),
        *_poll(content, manifest),
        *_extras(content, manifest),
    ]


def warnings(content: Content, manifest: Manifest) -> list[str]:
    """What the platform takes and a reader may miss."""
    rule = manifest.kinds.get(content.kind, KindRule())
    return [
        *_alt_text_notes(content, rule),
        *_shape_notes(content, rule, manifest.title),
        *_card_notes(content, manifest),
        *_price_notes(content, manifest),
    ]


def _price_notes(content: Content, manifest: Manifest) -> Iterator[str]:
    fees = manifest.fees
    if fees and has_link(content):
        dear, cheap = (write_mills(mills, fees) for mills in (fees.post_with_link_mills, fees.post_mills))
        yield f"a post with a link costs {dear} on {manifest.title}, one without {cheap}"


def _card_notes(content: Content, manifest: Manifest) -> Iterator[str]:
    if manifest.link_card is None or (content.media and not is_card_picture(manifest, content.link, content.media)):
        return
    link = content.link or next((one.address for one in find_links(content.text)), None)
    if link:
        picture = "this image" if content.media else "its picture"
        host = urlsplit(link).hostname or link
        yield f"{manifest.title} shows a card of {host}: the page's title and words, {picture}; made before it leaves"


def _shape_notes(content: Content, rule: KindRule, title: str) -> Iterator[str]:
    if not rule.crops_to_first or len(content.media) < _SEVERAL:
        return
    first, *others = content.media
    shape = first.width / first.height
    cropped = [
        str(number)
        for number, one in enumerate(others, start=2)
        if abs(one.width / one.height / shape - 1) > _SAME_SHAPE
    ]
    if cropped:
        which = ", ".join(cropped)
        yield (
            f"{title} shows all in the shape of the first ({first.width}×{first.height}): "
            f"of number {which} the edges are cut off"
        )


def _alt_text_notes(content: Content, rule: KindRule) -> list[str]:
    shown = [*content.media, *(one for part in content.thread for one in part.media)]
    silent = [
        str(number) for number, one in enumerate(shown, start=1) if not one.alt_text and _takes_alt_text(one, rule)
    ]
    if not silent:
        return []
    what = "the video" if shown[int(silent[0]) - 1].duration_ms else "the image"
    which = f"{what} has" if len(shown) == 1 else f"{what[4:]} {', '.join(silent)} of {len(shown)} has"
    return [f"{which} no alt text: people who cannot see it will not know what it shows"]


def _takes_alt_text(media: Media, rule: KindRule) -> bool:
    """Whether the platform takes an alternative text for it."""
    limits = rule.videos if media.duration_ms else rule.images
    return limits is not None and limits.alt_text_limit != 0


def _check_size(content: Content) -> Iterator[str]:
    if (size_bytes := count_bytes(content)) > MOST_BYTES:
        yield f"all its texts together take {size_bytes // 1000} KB, and at most {MOST_BYTES // 1000} can be kept"


def _check_not_empty(content: Content) -> Iterator[str]:
    if not (content.text or content.media or content.link):
        yield "there is nothing to publish: give it a text, a link or an image"


def _text(content: Content, manifest: Manifest, rule: KindRule) -> Iterator[str]:
    sent = written_text(manifest, content.text, content.link, content.media)
    if rule.text is None:
        if content.text:
            yield f"a {content.kind} on {manifest.title} takes no text: leave the column text empty"
        return
    if content.content_warning:
        # Mastodon counts the warning with the text; whoever has no warnings refuses it below.
        sent = f"{content.content_warning}{sent}"
    yield from _text_faults(sent, rule.text, manifest.title, "the text")


def _text_faults(text: str, rule: TextRule, title: str, what: str) -> Iterator[str]:
    length, size = text_length(rule, text), len(text.encode())
    if length > rule.limit:
        yield f"{what} is too long: {length} of {rule.limit} (as {title} counts); cut {length - rule.limit}"
    if rule.max_bytes and size > rule.max_bytes:
        over = size - rule.max_bytes
        yield f"{what} is too long: {size} of {rule.max_bytes} bytes ({title} limits both); cut {over}"
    for count, named, most in count_over(text, rule):
        yield f"{what} has {count} {named}, {title} takes at most {most}: take out {count - most}"


def _link(content: Content, manifest: Manifest, rule: KindRule) -> Iterator[str]:
    if content.link is None:
        return
    if not rule.takes_link:
        yield f"a {content.kind} on {manifest.title} takes no link"
    try:
        address = urlsplit(content.link)
        complete = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        complete = False
    if not complete or any(mark.isspace() for mark in content.link):
        yield f"{content.link!r} is not a complete address: it should begin with https://"


def _thread(content: Content, manifest: Manifest, rule: KindRule) -> Iterator[str]:
    if not content.thread:
        return
    if manifest.thread is None or content.kind != "post":
        yield f"{manifest.title} has no threads of this kind: put the whole text into one post"
        return
    parts = len(content.thread) + 1
    if parts > manifest.thread.max_parts:
        yield f"the thread has {parts} posts, {manifest.title} takes at most {manifest.thread.max_parts}"
    for number, part in enumerate(content.thread, start=2):
        yield from (f"post {number} of the thread: {words}" for words in _part(part, manifest, rule))


def _part(part: Part, manifest: Manifest, rule: KindRule) -> Iterator[str]:
    if not (part.text or part.media):
        yield "there is nothing in it"
    if rule.text:
        yield from _text_faults(part.text, rule.text, manifest.title, "the text")
    yield from media_refusals(part.media, rule, manifest.title)


def _first_comment(content: Content, manifest: Manifest) -> Iterator[str]:
    if content.first_comment is None:
        return
    if manifest.first_comment is None or content.kind == "story":
        yield f"a {content.kind} on {manifest.title} takes no first comment"
        return
    yield from _text_faults(content.first_comment, manifest.first_comment, manifest.title, "the first comment")


def _poll(content: Content, manifest: Manifest) -> Iterator[str]:
    poll, rule = content.poll, manifest.poll
    if poll is None:
        return
    if rule is None:
        yield f"{manifest.title} takes no polls"
        return
    if content.media:
        yield f"{manifest.title} takes a poll or media, not both"
    if not rule.min_options <= len(poll.options) <= rule.max_options:
        span = f"{rule.min_options} to {rule.max_options}"
        yield f"the poll has {len(poll.options)} options, {manifest.title} takes {span}"
    if not rule.min_minutes <= poll.duration_minutes <= rule.max_minutes:
        span = f"{rule.min_minutes} to {rule.max_minutes}"
        yield f"the poll runs for {poll.duration_minutes} minutes, {manifest.title} takes {span}"
    yield from _options(poll, rule.option_limit, manifest.title)


def _options(poll: Poll, limit: int, title: str) -> Iterator[str]:
    for option in poll.options:
        if len(option) > limit:
            yield f"the poll's option {option!r} has {len(option)} characters, {title} takes at most {limit}"
    if len(set(poll.options)) < len(poll.options):
        yield "the poll has the same option twice"


def _extras(content: Content, manifest: Manifest) -> Iterator[str]:
    if content.content_warning and not manifest.takes_content_warning:
        yield f"{manifest.title} has no content warnings: leave the column content_warning empty"
    if content.visibility and content.visibility not in manifest.visibilities:
        known = ", ".join(sorted(manifest.visibilities)) or "it has none to choose"
        yield f"{manifest.title} has no visibility {content.visibility!r}: {known}"
