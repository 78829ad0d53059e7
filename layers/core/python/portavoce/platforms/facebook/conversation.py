"""What may be said and done about what people say on a Page. Sources marked [M] are assumptions that no published page
confirms."""

from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.rules.conversation_rule import AnswerRule, ClosedRow, ConversationRule, DeedRule
from portavoce.platforms.rules.text_rule import TextRule

COMMENTS = frozenset({InteractionKind.COMMENT, InteractionKind.REPLY})
_PUBLIC = COMMENTS | {InteractionKind.VISITOR_POST}
MESSAGES = frozenset({InteractionKind.MESSAGE, InteractionKind.STORY_REPLY, InteractionKind.STORY_MENTION})
_MESSENGER = "Messenger Platform, Send API"
_MESSAGE = TextRule(limit=2000, counted_as="characters", source=f"{_MESSENGER}: text; a character is a code point [M]")
_BY_HAND = "Answer it there by hand, as the Page."

CONVERSATION = ConversationRule(
    answers=(
        AnswerRule(
            kind=AnswerKind.REPLY,
            to=_PUBLIC,
            text=TextRule(
                limit=8000, counted_as="characters", source="Page Post Comments; Meta names no limit, 8,000 is [M]"
            ),
            listed_among="comment",
            source="Graph API v26.0, Comment, Comments",
        ),
        AnswerRule(
            kind=AnswerKind.PRIVATE_REPLY,
            to=_PUBLIC,
            text=_MESSAGE,
            hours=168,
            once=True,
            is_final=True,
            listed_among="person",
            source="Messenger Platform, Private Replies: one, within seven days",
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
            source=f"{_MESSENGER}: 24 hours; seven days under the tag HUMAN_AGENT, the one that is left",
        ),
    ),
    deeds=(
        DeedRule(
            deeds=frozenset({Deed.HIDE, Deed.UNHIDE}), about=COMMENTS, source="Graph API v26.0, Comment: is_hidden"
        ),
        DeedRule(
            deeds=frozenset({Deed.LIKE, Deed.UNLIKE}),
            about=COMMENTS,
            source="Graph API v26.0, Comment, Likes",
        ),
        DeedRule(
            deeds=frozenset({Deed.LIKE, Deed.UNLIKE}),
            about=MESSAGES,
            source="Messenger Platform, Sender Actions: react; that unreact takes it back is [M]",
        ),
        DeedRule(deeds=frozenset({Deed.DELETE}), about=COMMENTS, source="Graph API v26.0, Comment"),
        DeedRule(
            deeds=frozenset({Deed.BLOCK, Deed.UNBLOCK}),
            about=_PUBLIC | MESSAGES,
            source="facebook-business 26.0.3, Page: blocked (psid)",
        ),
    ),
    closed=(
        ClosedRow(
            what=frozenset({AnswerKind.REPLY}),
            about=frozenset({InteractionKind.MENTION}),
            why="It stands on somebody else's post, which Meta does not let applications answer.",
            instead=_BY_HAND,
            source="Graph API v26.0, Page Mentioning; that completing it fails, too, is [M]",
        ),
        ClosedRow(
            what=frozenset({AnswerKind.REPLY, Deed.DELETE, Deed.HIDE}),
            about=frozenset({InteractionKind.REVIEW}),
            why="Meta has closed reviews to applications.",
            instead="Answer or report the review there by hand.",
            source="Graph API, Recommendation: error 12 since v22.0",
        ),
        ClosedRow(
            what=frozenset({Deed.REPORT}),
            why="Meta takes no reports from applications.",
            instead="Report it there by hand.",
            source="Graph API v26.0 has no such call",
        ),
        ClosedRow(
            what=frozenset({Deed.MUTE, Deed.UNMUTE}),
            why="A Page cannot mute somebody.",
            instead="Hide what they say, or block them.",
            source="Graph API v26.0 has no such call",
        ),
    ),
    link="https://business.facebook.com/latest/inbox/all?asset_id={account}",
)
