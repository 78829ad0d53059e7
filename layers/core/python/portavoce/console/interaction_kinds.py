"""What a page calls the ways in which people speak to a brand. Pure."""

from portavoce.console.texts import mark
from portavoce.platforms.interaction import InteractionKind

KINDS = {
    InteractionKind.REPLY: mark("Reply"),
    InteractionKind.COMMENT: mark("Comment"),
    InteractionKind.LIVE_COMMENT: mark("Live comment"),
    InteractionKind.REVIEW: mark("Review"),
    InteractionKind.VISITOR_POST: mark("Visitor's post"),
    InteractionKind.STORY_REPLY: mark("Reply to a story"),
    InteractionKind.STORY_MENTION: mark("Mention in a story"),
    InteractionKind.MESSAGE: mark("Message"),
    InteractionKind.LEAD_FORM: mark("Form"),
    InteractionKind.QUOTE: mark("Quote"),
    InteractionKind.MENTION: mark("Mention"),
}
