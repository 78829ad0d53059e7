"""What may be said and done about what people say on Bluesky. Sources marked [M] are assumptions that no published page
confirms."""

from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.rules.conversation_rule import AnswerRule, ClosedRow, ConversationRule, DeedRule
from portavoce.platforms.rules.text_rule import TextRule

_UNDER_OURS = frozenset({InteractionKind.COMMENT, InteractionKind.REPLY})
_POSTS = _UNDER_OURS | {InteractionKind.MENTION, InteractionKind.QUOTE}
MOST_HIDDEN = 300
"""Lexicon app.bsky.feed.threadgate: hiddenReplies, maxLength 300."""

CONVERSATION = ConversationRule(
    ids_name_authors=True,  # atproto.com/specs/at-uri-scheme: the authority of an address is its author's DID
    answers=(
        AnswerRule(
            kind=AnswerKind.REPLY,
            to=_POSTS,
            text=TextRule(
                limit=300,
                counted_as="graphemes",
                max_bytes=3_000,
                source="lexicon app.bsky.feed.post: text, maxGraphemes 300 and maxLength 3000 UTF-8 bytes",
            ),
            source="lexicon app.bsky.feed.post#replyRef",
        ),
    ),
    deeds=(
        DeedRule(
            deeds=frozenset({Deed.HIDE, Deed.UNHIDE}),
            about=_UNDER_OURS,
            source=f"lexicon app.bsky.feed.threadgate: hiddenReplies, {MOST_HIDDEN} at most, of a thread that is ours",
        ),
        DeedRule(deeds=frozenset({Deed.LIKE, Deed.UNLIKE}), about=_POSTS, source="lexicon app.bsky.feed.like"),
        DeedRule(
            deeds=frozenset({Deed.BLOCK, Deed.UNBLOCK}),
            about=_POSTS,
            told="everybody can see whom the account blocks",
            source="lexicon app.bsky.graph.block: a public record",
        ),
        DeedRule(
            deeds=frozenset({Deed.MUTE, Deed.UNMUTE}),
            about=_POSTS,
            source="lexicons app.bsky.graph.muteActor and unmuteActor: private",
        ),
        DeedRule(deeds=frozenset({Deed.REPORT}), about=_POSTS, source="lexicon com.atproto.moderation.createReport"),
    ),
    closed=(
        ClosedRow(
            what=frozenset({AnswerKind.PRIVATE_REPLY, AnswerKind.MESSAGE}),
            why="Messages on Bluesky are a service of their own, which this connection does not reach.",
            instead="Write to them there by hand, if they take messages.",
            source="lexicons chat.bsky.convo.*: an app password with access to messages is needed",
        ),
        ClosedRow(
            what=frozenset({Deed.HIDE, Deed.UNHIDE}),
            why="Only replies in a thread that the account began can be hidden.",
            instead="Mute or block its author, or report it.",
            source="lexicon app.bsky.feed.threadgate",
        ),
        ClosedRow(
            what=frozenset({Deed.DELETE}),
            why="Only its author can delete a post on Bluesky.",
            instead="Hide it where it stands under a post of ours, or report it.",
            source="lexicon com.atproto.repo.deleteRecord: one's own repository",
        ),
    ),
    link="https://bsky.app/profile/{author}",
)
