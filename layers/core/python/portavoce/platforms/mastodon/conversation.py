"""What may be said and done about what people say on Mastodon. Sources marked [M] are assumptions that no published
page confirms."""

from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.rules.conversation_rule import AnswerRule, ClosedRow, ConversationRule, DeedRule
from portavoce.platforms.rules.text_rule import TextRule

_PUBLIC = frozenset({InteractionKind.REPLY, InteractionKind.MENTION, InteractionKind.QUOTE})
_ALL = _PUBLIC | {InteractionKind.MESSAGE}
_TEXT = TextRule(
    limit=500,
    counted_as="shortened",
    account_limit=100_000,
    source="Mastodon API, Instance entity (4.5 defaults): statuses.max_characters; the name of who is answered counts",
)

CONVERSATION = ConversationRule(
    answers=(
        AnswerRule(kind=AnswerKind.REPLY, to=_PUBLIC, text=_TEXT, source="Mastodon API, statuses: in_reply_to_id"),
        AnswerRule(
            kind=AnswerKind.MESSAGE,
            to=frozenset({InteractionKind.MESSAGE}),
            text=_TEXT,
            source="Mastodon API, statuses: in_reply_to_id, visibility direct",
        ),
    ),
    deeds=(
        DeedRule(
            deeds=frozenset({Deed.LIKE, Deed.UNLIKE}),
            about=_ALL,
            source="Mastodon API, statuses: favourite, unfavourite",
        ),
        DeedRule(
            deeds=frozenset({Deed.MUTE, Deed.UNMUTE, Deed.BLOCK, Deed.UNBLOCK}),
            about=_ALL,
            source="Mastodon API, accounts: mute, unmute, block, unblock",
        ),
        DeedRule(deeds=frozenset({Deed.REPORT}), about=_ALL, source="Mastodon API, reports"),
    ),
    closed=(
        ClosedRow(
            what=frozenset({AnswerKind.PRIVATE_REPLY}),
            why="An answer on Mastodon is as public as what it answers.",
            instead="Write to them there by hand, visible to those who are mentioned.",
            source="Mastodon API, statuses: visibility",
        ),
        ClosedRow(
            what=frozenset({Deed.HIDE, Deed.UNHIDE, Deed.DELETE}),
            why="On Mastodon nobody can hide or delete what others have written.",
            instead="Mute or block its author, or report it to the moderators.",
            source="Mastodon API has no such call",
        ),
    ),
)
