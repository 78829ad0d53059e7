"""What others say to an account on a simulated network, what we have said to them, and what we have done about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.simulators.visits import Visit
from portavoce.platforms import discovery
from portavoce.platforms.conversation import AnswerKind, Deed, OutgoingAnswer
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.manifest import Capability
from portavoce.platforms.outcomes import Published
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand, stand_for

WORDS = "Grazie, ci vediamo domani"
MESSAGES = frozenset({InteractionKind.MESSAGE, InteractionKind.STORY_REPLY, InteractionKind.STORY_MENTION})
# What no simulated network lets a visitor say.
_SILENT = frozenset({InteractionKind.REVIEW, InteractionKind.LEAD_FORM})


@dataclass
class Talk:
    """A conversation on one platform. `unread` are the look-ups that are to fail; `strikes_deeds`: faults strike what
    is done about something, not an answer."""

    platform: str
    unread: int = 0
    strikes_deeds: bool = False
    stand: Stand = field(init=False)
    _post_id: str | None = None

    def __post_init__(self) -> None:
        self.stand = stand_for(self.platform)

    @property
    def client(self) -> Any:
        return self.stand.client()

    @property
    def network(self) -> Any:
        """The simulated platform, whatever it holds."""
        return self.stand.network.platform

    def hear(self, kind: InteractionKind, text: str = "Quanto costa?", author_id: str = "9001") -> Interaction:
        """Somebody says something of this kind, and we hear it."""
        text = f"@auroracoffee {text}" if self.root == "x" else text
        visit, platform = self.network.visit, self.network
        if kind in MESSAGES:
            who: dict[str, Any] = {"account_id": self.stand.account_id, "author_id": author_id, "text": text}
            message_id = visit(Visit(action="message", **who))
            if message_id in platform.comments:  # where a message is a post that few may see
                return self.stand.heard(message_id).model_copy(update={"kind": kind})
            return self._message(message_id, kind)
        said: dict[str, Any] = {"author_id": author_id, "text": text}
        if kind is InteractionKind.VISITOR_POST:
            return self._wall_post(visit(Visit(action="post", account_id=self.stand.account_id, **said)))
        if kind is InteractionKind.MENTION:
            mention_id = visit(Visit(action="mention", account_id=self.stand.account_id, **said))
            return self.stand.heard(mention_id).model_copy(update={"kind": kind})
        parent = visit(Visit(post_id=self._post(), **said)) if kind is InteractionKind.REPLY else None
        comment_id = visit(Visit(post_id=self._post(), parent_id=parent, **said))
        platform.comments[comment_id].is_live = kind is InteractionKind.LIVE_COMMENT
        return self.stand.heard(comment_id).model_copy(update={"kind": kind})

    def answer(self, to: Interaction, kind: AnswerKind, **given: Any) -> OutgoingAnswer:
        fields: dict[str, Any] = {"key": "a-1", "text": WORDS, "asked_at": self.stand.clock(), "language": "it"}
        return OutgoingAnswer(kind=kind, to=to, **(fields | given))

    def fault(self, kind: str, **more: Any) -> None:
        """Strikes at the call that answers, or at the one that does something about what was said."""
        path, method = (_DEEDS, "") if self.strikes_deeds else (_PATHS[self.root], "POST")
        self.stand.fault(kind, path, method=method, **more)

    def ours(self) -> list[str]:
        """All that we have said to others, without the name of whom we speak to."""
        platform = self.network
        said = [*platform.comments, *(post.id for post in platform.posts.values() if post.in_reply_to)]
        answers = [post for post in platform.posts.values() if post.in_reply_to in said and not post.deleted]
        comments = [one for one in platform.comments.values() if one.is_own and not one.deleted]
        messages = [one for one in platform.messages.values() if one.is_own and not one.deleted]
        return [one.text.removeprefix("@ana ") for one in (*answers, *comments, *messages)]

    def standing(self, about: Interaction) -> set[Deed]:
        """The deeds that stand about something, or about its author."""
        return _STANDING[self.root](self, about)

    @property
    def root(self) -> str:
        """The platform whose network it is on, whatever the folder is called."""
        return _ROOTS[self.stand.manifest.base_url, self.stand.manifest.post.needs_media]

    def _wall_post(self, post_id: str) -> Interaction:
        said = self.network.posts[post_id]
        return Interaction(
            platform=self.platform,
            account_id=self.stand.account_id,
            interaction_id=said.id,
            kind=InteractionKind.VISITOR_POST,
            verb=Verb.ADDED,
            occurred_at=said.received_at,
            text=said.text,
            author_id=said.author_id,
            post_id=said.id,
        )

    def _post(self) -> str:
        if self._post_id is None:
            outcome = self.client.release(prepared(self.client, self.stand.post()))
            assert isinstance(outcome, Published)
            self._post_id = outcome.remote_id
        return self._post_id

    def _message(self, message_id: str, kind: InteractionKind) -> Interaction:
        said = self.network.messages[message_id]
        return Interaction(
            platform=self.platform,
            account_id=self.stand.account_id,
            interaction_id=said.id,
            kind=kind,
            verb=Verb.ADDED,
            occurred_at=said.created_at,
            text=said.text,
            author_id=said.person_id,
            thread_id=said.person_id,
        )


def open_answers() -> list[tuple[str, AnswerKind, InteractionKind]]:
    """Every kind of answer to every kind of interaction that a platform's manifest opens."""
    return [
        (name, rule.kind, to)
        for name in discovery.with_capability(Capability.ANSWER)
        for rule in discovery.manifest(name).conversation.answers
        for to in sorted(rule.to - _SILENT)
    ]


def open_deeds() -> list[tuple[str, Deed, InteractionKind]]:
    """Every deed about every kind of interaction that a platform's manifest opens."""
    return [
        (name, deed, about)
        for name in discovery.with_capability(Capability.MODERATE)
        for rule in discovery.manifest(name).conversation.deeds
        for deed in sorted(rule.deeds)
        for about in sorted(rule.about - _SILENT)
    ]


def is_listed(name: str, to: InteractionKind) -> bool:
    """Whether the platform shows an answer of ours: under others' posts Instagram does not."""
    return not (name == "instagram" and to is InteractionKind.MENTION)


def _of_meta(talk: Talk, about: Interaction) -> set[Deed]:
    platform = talk.network
    shelves = (platform.messages, platform.comments, platform.posts)
    found = next(shelf[about.interaction_id] for shelf in shelves if about.interaction_id in shelf)
    said = {
        Deed.LIKE: getattr(found, "liked", False),
        Deed.DELETE: found.deleted,
        Deed.HIDE: getattr(found, "hidden", False),
    }
    said[Deed.BLOCK] = (about.account_id, about.author_id) in platform.graph.store.blocked
    return {deed for deed, stands in said.items() if stands}


def _of_x(talk: Talk, about: Interaction) -> set[Deed]:
    store, pair = talk.network.api.store, (about.account_id, about.author_id)
    comment = store.comments.get(about.interaction_id)
    said = {Deed.HIDE: comment and comment.hidden, Deed.MUTE: pair in store.muted, Deed.BLOCK: pair in store.dm_blocked}
    return {deed for deed, stands in said.items() if stands}


def _of_bluesky(talk: Talk, about: Interaction) -> set[Deed]:
    store, comment = talk.network.api.store, about.interaction_id
    subjects = [one.value.get("subject") for one in store.records.values()]
    said = {
        Deed.HIDE: store.comments[comment].hidden,
        Deed.LIKE: any(isinstance(one, dict) and one["uri"] == comment for one in subjects),
        Deed.BLOCK: about.author_id in [one for one in subjects if isinstance(one, str)],
        Deed.MUTE: (about.account_id, about.author_id) in store.muted,
        Deed.REPORT: comment in store.reports,
    }
    return {deed for deed, stands in said.items() if stands}


def _of_mastodon(talk: Talk, about: Interaction) -> set[Deed]:
    store, pair = talk.network.api.store, ("3003", about.author_id)
    said = {
        Deed.LIKE: store.comments[about.interaction_id].liked,
        Deed.MUTE: pair in store.muted,
        Deed.BLOCK: pair in store.blocked,
        Deed.REPORT: (about.author_id, about.interaction_id) in store.reports,
    }
    return {deed for deed, stands in said.items() if stands}


_ROOTS = {
    ("https://graph.facebook.com", False): "facebook",
    ("https://graph.facebook.com", True): "instagram",
    ("https://api.x.com", False): "x",
    ("https://bsky.social", False): "bluesky",
    ("https://{instance}", False): "mastodon",
}
_DEEDS = "(?<!createSession)$"
_PATHS = {
    "facebook": "/(comments|messages)$",
    "instagram": "/(replies|mentions|messages)$",
    "x": "/2/(tweets|dm_conversations/.*)$",
    "bluesky": "putRecord$",
    "mastodon": "/api/v1/statuses$",
}
_STANDING: Mapping[str, Callable[[Talk, Interaction], set[Deed]]] = {
    "facebook": _of_meta,
    "instagram": _of_meta,
    "x": _of_x,
    "bluesky": _of_bluesky,
    "mastodon": _of_mastodon,
}
