"""The mail that asks for decisions: each post as it will look, with a button that leads to its page. Pure."""

from collections.abc import Sequence
from typing import Any

from portavoce.contained_text import contain_line, contain_text
from portavoce.reporting.compose import REVIEW, REVIEWS, Composed, Speaker, dictionary, fill_shapes, fill_words, say
from portavoce.reporting.model import PostShown, ReviewAsked
from portavoce.text_marks import mark_text
from portavoce.written_moment import write_moment

MOST_POSTS = 40
SHOWN_WHOLE = 8
"""How many posts of one mail are shown whole; the others have a line and a button. Gmail cuts a mail off at 102 KB
(support.google.com/mail, “message clipped”), and a link is 200 letters."""
MOST_LETTERS = 600
"""How much of a text a mail shows; the page shows all of it."""


def compose_request(asked: Sequence[ReviewAsked], speaker: Speaker) -> Composed:
    """The mail to one reader about these posts of one brand, at least one, the soonest first."""
    words, first = dictionary(speaker.language), asked[0]
    facts = {
        "brand_name": contain_line(speaker.brand_name),
        "count": str(len(asked)),
        "post": first.post_id,
        "channels": ", ".join(first.channels),
        "campaign": contain_line(first.campaign or ""),
        "planned_at": write_moment(first.planned_at, speaker.zone, speaker.language),
    }
    said = say(REVIEW if len(asked) == 1 else REVIEWS, facts, speaker.language)
    context = {
        "said": said,
        "posts": [_post(one, speaker, whole=number < SHOWN_WHOLE) for number, one in enumerate(asked)],
        "footer": words.review_footer,
    }
    return fill_shapes("request", context, said.subject, speaker.language)


def _post(asked: ReviewAsked, speaker: Speaker, *, whole: bool) -> dict[str, Any]:
    return {
        "name": asked.post_id,
        "campaign": contain_line(asked.campaign or ""),
        "when": write_moment(asked.planned_at, speaker.zone, speaker.language),
        "until": write_moment(asked.expires_at, speaker.zone, speaker.language),
        "leaves_at_once": asked.expires_at <= asked.planned_at,
        "channels": ", ".join(asked.channels),
        "link": asked.link,
        "shown": [_show_post(one, speaker) for one in asked.shown] if whole else [],
    }


def _show_post(shown: PostShown, speaker: Speaker) -> dict[str, Any]:
    words, text = dictionary(speaker.language), contain_text(shown.text)
    text = text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()} …"
    others = shown.media_count - (1 if shown.picture or shown.has_video else 0)
    return {
        "platforms": " · ".join(shown.platforms),
        "text": text,
        "stretches": mark_text(text),
        "picture": shown.picture,
        "alt_text": contain_line(shown.alt_text) or words.picture,
        "has_video": shown.has_video,
        "more": fill_words(words.more_media, {"count": str(others)}) if others > 0 else None,
    }
