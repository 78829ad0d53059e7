"""What may be said and done about what people say on X. Sources marked [M] are assumptions that no published page
confirms. Prices: X API v2, Pricing, in millionths of a US dollar."""

from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.rules.conversation_rule import (
    AnswerRule,
    ClosedRow,
    ConversationRule,
    DeedRule,
    MachineRule,
)
from portavoce.platforms.rules.text_rule import TextRule

_REPLIES = frozenset({InteractionKind.COMMENT, InteractionKind.REPLY})
_POSTS = _REPLIES | {InteractionKind.MENTION, InteractionKind.QUOTE}
_MESSAGES = frozenset({InteractionKind.MESSAGE})
ENCRYPTED = "encrypted"
_FORBIDS = "X does not allow this to an application on the plan that firms buy."
_REPLY_COST, _LINK_COST, _MODERATION_COST, _MESSAGE_COST = 10_000, 200_000, 5_000, 15_000

CONVERSATION = ConversationRule(
    answers=(
        AnswerRule(
            kind=AnswerKind.REPLY,
            to=_POSTS,
            text=TextRule(
                limit=280,
                counted_as="weighted",
                account_limit=25_000,
                max_cashtags=1,
                source="X, Counting characters; 25,000 with Premium: X Help Center",
            ),
            cost_micros=_REPLY_COST,
            cost_with_link_micros=_LINK_COST,
            source="X API v2, changelog of 23 February 2026: only to who mentions or quotes the account; whether a "
            "plain reply to a post of ours may be answered is tried, and X's no is handed to a person",
        ),
        AnswerRule(
            kind=AnswerKind.MESSAGE,
            to=_MESSAGES,
            text=TextRule(limit=10_000, counted_as="characters", source="X API v2, Direct Messages: 10,000 [M]"),
            is_final=True,
            listed_among="person",
            not_beside=frozenset({ENCRYPTED}),
            cost_micros=_MESSAGE_COST,
            cost_with_link_micros=_MESSAGE_COST,
            source="X API v2, Direct Messages: only to who has written",
        ),
    ),
    deeds=(
        DeedRule(
            deeds=frozenset({Deed.HIDE, Deed.UNHIDE}),
            about=_REPLIES,
            cost_micros=_MODERATION_COST,
            source="X API v2, Hide replies: in conversations that the account began",
        ),
        DeedRule(
            deeds=frozenset({Deed.MUTE, Deed.UNMUTE}),
            about=_POSTS | _MESSAGES,
            source="X API v2, Mutes; its price is not in the table",
        ),
        DeedRule(
            deeds=frozenset({Deed.BLOCK, Deed.UNBLOCK}),
            about=_MESSAGES,
            source="X API v2, Direct Messages: dm/block, which keeps messages away and nothing else",
        ),
    ),
    closed=(
        ClosedRow(
            what=frozenset({AnswerKind.MESSAGE}),
            about=_MESSAGES,
            why="The conversation is encrypted, and only X's own application can write in it.",
            instead="Answer it there by hand.",
            source="X API v2, X Activity API: chat.received",
        ),
        ClosedRow(
            what=frozenset({AnswerKind.PRIVATE_REPLY}),
            why="X lets an application write only to who has written to the account.",
            instead="Reply in public and ask them to write, or write to them there by hand.",
            source="X, Developer guidelines, Direct Messages",
        ),
        ClosedRow(
            what=frozenset({Deed.LIKE, Deed.UNLIKE}),
            why=_FORBIDS,
            instead="Like it there by hand.",
            source="X API v2, changelog of 20 April 2026: likes are no longer among the writes of self-serve plans",
        ),
        ClosedRow(
            what=frozenset({Deed.HIDE, Deed.UNHIDE}),
            why="Only replies in a conversation that the account began can be hidden.",
            instead="Mute its author, or look at it there.",
            source="X API v2, Hide replies",
        ),
        ClosedRow(
            what=frozenset({Deed.DELETE}),
            why="Only its author can delete a post on X.",
            instead="Hide it where it stands under a post of ours, or mute its author.",
            source="X API v2, Delete Post",
        ),
        ClosedRow(
            what=frozenset({Deed.BLOCK, Deed.UNBLOCK, Deed.REPORT}),
            why=_FORBIDS,
            instead="Do it there by hand.",
            source="X API v2, OpenAPI 2.167: no call blocks or reports",
        ),
    ),
    link="https://x.com/i/web/status/{id}",
    machine_words=MachineRule(
        asks="X asks for its approval before an application writes and sends replies by AI. What a person edits and "
        "sends is their word.",
        source="docs.x.com, Developer guidelines (2026): an app that generates and posts replies by AI needs prior "
        "approval; that a draft which a person sends is no such app is [M]",
    ),
)
