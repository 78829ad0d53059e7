"""A refusal of access, looked into before a person is told what to do: whether to reconnect is said by a probe."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portavoce.platforms.contract import Keep, OutgoingPost, Publisher
from portavoce.platforms.outcomes import AuthFailed, LookupOutcome, PrepareOutcome, ReleaseOutcome


@dataclass(frozen=True)
class DiagnosingPublisher:
    """A publisher whose refusals of access come with advice. `diagnose` gives a sentence or more, None when it could
    not look."""

    client: Publisher
    diagnose: Callable[[AuthFailed], str | None]

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """As the platform's client does."""
        outcome = self.client.prepare(post, keep)
        return self._add_advice(outcome) if isinstance(outcome, AuthFailed) else outcome

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """As the platform's client does: one call that is not repeated."""
        outcome = self.client.release(post)
        return self._add_advice(outcome) if isinstance(outcome, AuthFailed) else outcome

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """As the platform's client does."""
        return self.client.look_up(post, attempted_at)

    def _add_advice(self, refusal: AuthFailed) -> AuthFailed:
        advice = self.diagnose(refusal)
        return refusal.model_copy(update={"next_step": advice}) if advice else refusal
