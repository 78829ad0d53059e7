"""What may be said and done about what people say on Instagram. Sources marked [M] are assumptions that no published
page confirms."""

from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.rules.conversation_rule import AnswerRule, ClosedRow, ConversationRule, DeedRule
from portavoce.platforms.rules.text_rule import TextRule

_LIVE = frozenset({InteractionKind.LIVE_COMMENT})
_COMMENTS = frozenset({InteractionKind.COMMENT, InteractionKind.REPLY})
MESSAGES = frozenset({InteractionKind.MESSAGE, InteractionKind.STORY_REPLY, InteractionKind.STORY_MENTION})
_MESSAGE = TextRule(limit=1000, counted_as="bytes", source="Instagram Platform, Messaging: 1,000 bytes of UTF-8")
_REPLY = TextRule(
    limit=300,
    counted_as="characters",
    max_hashtags=4,
    max_links=1,
    source="Instagram Platform, Comments; 300 characters, 4 hashtags and one link are [M]",
)
_PRIVATE = AnswerRule(
    kind=AnswerKind.PRIVATE_REPLY,
    to=_COMMENTS,
    text=_MESSAGE,
    hours=168,
    once=True,
    is_final=True,
    listed_among="person",
    source="Instagram Platform, Private Replies: one, within seven days",
)

CONVERSATION = ConversationRule(
    answers=(
        AnswerRule(
            kind=AnswerKind.REPLY,
            to=_COMMENTS,
            text=_REPLY,
            needs_shown=True,
            listed_among="comment",
            source="Instagram Platform, IG Comment Replies: not to a hidden comment, not to a live one",
        ),
        AnswerRule(
            kind=AnswerKind.REPLY,
            to=frozenset({InteractionKind.MENTION}),
            text=_REPLY,
            source="Instagram Platform, IG User Mentions",
        ),
        _PRIVATE,
        _PRIVATE.model_copy(
            update={
                "to": _LIVE,
                "hours": 4,
                "source": "Instagram Platform, Private Replies: of a live comment while it is on air; four hours, the "
                "longest that one may be, is [M]",
            }
        ),
        AnswerRule(
            kind=AnswerKind.MESSAGE,
            to=MESSAGES,
            text=_MESSAGE,
            hours=24,
            person_hours=168,
            since_heard=True,
            is_final=True,
            listed_among="person",
            source="Instagram Platform, Messaging: 24 hours; seven days under the tag HUMAN_AGENT",
        ),
    ),
    deeds=(
        DeedRule(
            deeds=frozenset({Deed.HIDE, Deed.UNHIDE}),
            about=_COMMENTS | _LIVE,
            source="Instagram Platform, Comment Moderation: hide",
        ),
        DeedRule(
            deeds=frozenset({Deed.DELETE}),
            about=_COMMENTS | _LIVE,
            source="Instagram Platform, Comment Moderation",
        ),
        DeedRule(
            deeds=frozenset({Deed.LIKE, Deed.UNLIKE}),
            about=MESSAGES,
            source="Messenger Platform, Sender Actions: react; that unreact takes it back is [M]",
        ),
        DeedRule(
            deeds=frozenset({Deed.BLOCK, Deed.UNBLOCK}),
            about=MESSAGES,
            source="Instagram Platform, Moderate Conversations: block_user, unblock_user, in a conversation there is",
        ),
    ),
    closed=(
        ClosedRow(
            what=frozenset({AnswerKind.REPLY}),
            about=_LIVE,
            why="Instagram takes no public reply to a comment on a live video.",
            instead="While it is on air, reply in private.",
            source="Instagram Platform, IG Comment Replies",
        ),
        ClosedRow(
            what=frozenset({Deed.LIKE, Deed.UNLIKE}),
            why="Instagram lets no application like a comment.",
            instead="Like it there by hand.",
            source="Instagram Platform has no such call",
        ),
        ClosedRow(
            what=frozenset({Deed.BLOCK, Deed.UNBLOCK}),
            why="Instagram lets an application block only whom the account has a conversation with.",
            instead="Block them on their profile by hand.",
            source="Instagram Platform, Moderate Conversations",
        ),
        ClosedRow(
            what=frozenset({Deed.REPORT, Deed.MUTE, Deed.UNMUTE}),
            why="Instagram takes this from its own application alone.",
            instead="Do it there by hand.",
            source="Instagram Platform has no such call",
        ),
    ),
    link="https://www.instagram.com/direct/inbox/",
)
