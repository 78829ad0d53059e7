"""What may be said or done about something that was said, for tests."""

from datetime import timedelta
from typing import Any

from portavoce.community.acts.permission import Allowed, Forbidden, decide_permission
from portavoce.community.model import StoredInteraction
from portavoce.platforms import discovery
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from tests.aurora import NOW
from tests.community import delivery


def stored(platform: str, kind: InteractionKind, **given: Any) -> StoredInteraction:
    """Said an hour ago, unless told otherwise."""
    own = {name: given.pop(name) for name in ("hidden", "removed") if name in given}
    said = delivery(platform=platform, kind=kind, **given)
    moments = {"first_seen_at": NOW, "changed_at": NOW, "keep_until": NOW + timedelta(days=90)}
    return StoredInteraction(interaction=said, brand_id="aurora", channel_id="aurora.c", **moments, **own)


def decide(what: AnswerKind | Deed, said: StoredInteraction, **given: Any) -> Allowed | Forbidden:
    asked = {"last_heard_at": None, "earlier": (), "now": NOW} | given
    rule = discovery.manifest(said.interaction.platform).conversation
    return decide_permission(rule, what, said, **asked)
