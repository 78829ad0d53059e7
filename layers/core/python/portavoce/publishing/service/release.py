"""Saying one publication on its platform, once, at its second."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portavoce.platforms.contract import Keep, OutgoingPost, Publisher
from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import (
    AuthFailed,
    Found,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.publishing import approval, claims, outcomes, parts, states
from portavoce.publishing.delays import (
    EARLY,
    MOST_LINKS,
    PARTS_TOGETHER,
    PREPARE_AGAIN,
    TRY_AGAIN_SECONDS,
    arming_delay_seconds,
    is_too_late,
    waiting_delay_seconds,
)
from portavoce.publishing.freeze_scope import stopping_freeze
from portavoce.publishing.model import OutgoingMessage, Publication, PublishingStep
from portavoce.publishing.outcomes import Next
from portavoce.publishing.records import SaidRecords, ThrottleRecords
from portavoce.publishing.relevance import is_same_call, waits_for
from portavoce.publishing.service.channel_door import ChannelDoor, NotConnected
from portavoce.publishing.service.dispatch import Send, message
from portavoce.publishing.service.freezes import Freezes
from portavoce.publishing.service.ledger import Claim, Ledger, Moved
from portavoce.publishing.service.repeats import find_repeat

_TRIES = 100
"""How often a step is decided anew when others were first. Each time they have stored a handle or moved on, so that a
race costs no more than the longest preparation has steps: a video of 512 MB on X goes in 103 segments."""


@dataclass(frozen=True)
class PublishingService:
    """The steps of one publication. `connect` raises NotConnected; `media_url` gives an address to fetch media from.

    Time passes inside `release`, so this use case is handed a clock: `sleep_until` returns at a moment, never before.
    `links` are those of the message that is being taken.
    """

    ledger: Ledger
    freezes: Freezes
    throttles: ThrottleRecords
    said: SaidRecords
    connect: Callable[[Publication], ChannelDoor]
    lookup_rule: Callable[[str], LookupRule]
    media_url: Callable[[str], str]
    send: Send
    clock: Callable[[], datetime]
    sleep_until: Callable[[datetime], None]
    links: int = 0

    def take(self, asked: OutgoingMessage) -> None:
        """Takes the step that a message asks for, or nothing if the publication has moved on from it.

        Safe to repeat, in any order. Raises what the client or AWS raises."""
        replace(self, links=asked.links)._take_as_it_stands(asked)

    def ask_again(self, asked: OutgoingMessage) -> bool:
        """Asks for a step that has failed once more, within seconds; False when that was done often enough."""
        if asked.tries >= len(TRY_AGAIN_SECONDS) or asked.links >= MOST_LINKS:
            return False
        again = {"tries": asked.tries + 1, "links": asked.links + 1}
        self.send(asked.model_copy(update=again), TRY_AGAIN_SECONDS[asked.tries])
        return True

    def _take_as_it_stands(self, asked: OutgoingMessage) -> None:
        for _ in range(_TRIES):
            publication = self.ledger.get(asked.publication_id)
            if publication is None or publication.revision != asked.revision:
                return
            try:
                self._take(asked.step, publication)
            except Moved:
                if asked.step == "look_up":
                    return  # whoever was first has settled it, or has asked for the next look
                continue  # another delivery or a person was there first: decide again from what stands now
            return
        raise Moved(f"{asked.publication_id} changes too often: the message comes again")

    def _take(self, step: PublishingStep, publication: Publication) -> None:
        if not waits_for(step, publication, self.clock()):
            return
        if step != "look_up" and not publication.may_leave:
            self._write(publication, Next(approval.miss_unapproved(publication, self.clock())))
            return
        try:
            door = self.connect(publication)
        except NotConnected as error:
            self._write(publication, self._without_client(step, publication, str(error)))
            return
        match step:
            case "prepare":
                self._prepare_ahead(door.client, publication)
            case "release":
                self._release(door, publication)
            case "look_up":
                self._write(publication, self._judge_look_up(publication, self._look_up(door.client, publication)))

    def _without_client(self, step: PublishingStep, publication: Publication, reason: str) -> Next:
        if step == "look_up":
            return self._judge_look_up(publication, Unclear(reason=reason))
        return outcomes.after_refusal(publication, AuthFailed(code="not_connected", reason=reason), self.clock())

    def _look_up(self, client: Publisher, publication: Publication) -> LookupOutcome:
        """Looks for the part that is in doubt, and for nothing that another publication has made."""
        attempted_at = publication.first_started_at or publication.started_at or publication.updated_at
        return self._find_part(client, publication, len(publication.sent), attempted_at)

    def _find_part(
        self, client: Publisher, publication: Publication, number: int, attempted_at: datetime
    ) -> LookupOutcome:
        post = parts.outgoing_post(publication, number, self.media_url)
        if self.lookup_rule(publication.platform).by == "key":
            return client.look_up(post, attempted_at)
        claimed = claims.claimed_posts(self.ledger.near_on_channel(publication))
        found = client.look_up(post.model_copy(update={"claimed": claimed}), attempted_at)
        # Read after the look: whoever made what was seen had written `sending` before.
        return claims.judge_found(publication, found, self.ledger.near_on_channel(publication))

    def _judge_look_up(self, publication: Publication, outcome: LookupOutcome) -> Next:
        return outcomes.after_look_up(publication, outcome, self.lookup_rule(publication.platform), self.clock())

    def _prepare_ahead(self, client: Publisher, publication: Publication) -> None:
        """Only a definite no is written, early enough for a person to act; for the rest the release comes anyway.

        The next link is written before it is sent: a doubled or a late delivery leads to nothing more."""
        if parts.ahead_link(publication) > self.links:
            return
        outcome = self._prepare(client, publication)
        now = self.clock()
        if isinstance(outcome, NotReady | Throttled | Unknown):
            # Longer each time, so that the links last for the ten minutes that there are at most.
            at = now + outcomes.pause(outcome) * (1 + self.links)
            if at < publication.planned_at - PREPARE_AGAIN and self.links < MOST_LINKS:
                self.ledger.keep_handle(publication, parts.AHEAD_LINK, str(self.links + 1))
                self._send(message(publication, "prepare"), waiting_delay_seconds(at, now))
        elif isinstance(outcome, Refused | AuthFailed):
            self._write(publication, outcomes.after_refusal(publication, outcome, now))

    def _release(self, door: ChannelDoor, publication: Publication) -> None:
        if self._wait_more(publication) or self._stop(publication, max(self.clock(), publication.planned_at)):
            return
        at = max(self.clock(), publication.planned_at)
        if said_by := find_repeat(self.ledger, self.said, publication, at):
            self._write(publication, outcomes.after_repeat(publication, said_by, self.clock()))
            return
        if hold := door.find_fee_hold(at):
            self._write(publication, outcomes.after_fee_hold(publication, hold, self.clock()))
            return
        client, publication = door.client, self._identify_sent(door.client, publication)
        outcome = self._prepare(client, publication)
        if next_ := outcomes.after_prepare(publication, outcome, self.clock()):
            self._write(publication, next_)
            return
        self.sleep_until(publication.planned_at)
        if is_too_late(publication, self.clock()):
            self._write(publication, Next(states.miss_late_limit(publication, self.clock())))
            return
        claim: Claim | None = self.ledger.claim(publication, publication, self.clock())
        # The freezes are read after `sending` is written. Whoever froze before this read is obeyed; whoever freezes
        # after it froze something that had already started, and sees it as `sending`.
        while claim and not self._stop_claimed(claim):
            claim = self._call(client, claim.claimed)

    def _stop_claimed(self, claim: Claim) -> bool:
        try:
            return self._stop(claim.ready, self.clock(), claim.claimed)
        except Moved:
            raise
        except Exception:
            # Nobody knows whether it may leave, and that it has not left is certain: it waits as it did before.
            self._record(claim.claimed, NotReady(retry_after_seconds=1))
            raise

    def _wait_more(self, publication: Publication) -> bool:
        """Puts a release back that came too early, or whose channel is being throttled."""
        now = self.clock()
        if publication.planned_at - now > EARLY:
            self._send(message(publication, "release"), arming_delay_seconds(publication.planned_at, now))
            return True
        throttled_until = self.throttles.until(publication.channel_id)
        if throttled_until is None or throttled_until <= max(now, publication.planned_at):
            return False
        self._write(publication, outcomes.after_throttling(publication, throttled_until, now))
        return True

    def _stop(self, publication: Publication, at: datetime, standing: Publication | None = None) -> bool:
        """Freezes it if a freeze covers it at `at`. `standing` is how it stands, if it was claimed meanwhile."""
        freeze = stopping_freeze(publication, self.freezes.active(), at)
        if freeze:
            self.ledger.move(standing or publication, states.freeze_publication(publication, freeze, self.clock()))
        return freeze is not None

    def _identify_sent(self, client: Publisher, publication: Publication) -> Publication:
        """Looks up the parts that a person has seen at an address without an id: what follows stands under them."""
        for number, part in enumerate(publication.sent):
            if not part.remote_id:
                found = self._find_part(client, publication, number, part.started_at)
                if isinstance(found, Found):
                    identified = parts.identify_part(publication, number, found.remote_id)
                    publication = self.ledger.move(publication, identified)
        return publication

    def _prepare(self, client: Publisher, publication: Publication) -> PrepareOutcome:
        """Prepares all that is still to be sent, so that a thread never stops for want of an image.

        Raises Moved when another delivery stored its own handle first: the next try goes on with that one."""
        for number in range(len(publication.sent), parts.count(publication.content)):
            outcome = client.prepare(
                parts.outgoing_post(publication, number, self.media_url), self._keep(publication, number)
            )
            self._remember_rest(publication, outcome)
            if not isinstance(outcome, Ready):
                return outcome
        return Ready()

    def _keep(self, publication: Publication, number: int) -> Keep:
        handles = dict(publication.handles)

        def keep(name: str, value: str) -> None:
            kept_as = parts.handle_name(number, name)
            self.ledger.keep_handle(publication.model_copy(update={"handles": dict(handles)}), kept_as, value)
            handles[kept_as] = value

        return keep

    def _call(self, client: Publisher, claimed: Publication) -> Claim | None:
        """Makes the one call and writes what came of it. Gives the claim of the next part, if it is said at once."""
        try:
            outcome = client.release(self._next(claimed))
        except Exception as error:
            # The client is broken, and it may have sent: written down as unknown before anyone hears of the defect.
            self._record(claimed, Unknown(reason=f"the client failed with {type(error).__name__}"))
            raise
        if again := self._claim_next(claimed, outcome):
            return again
        self._record(claimed, outcome)
        self._remember_rest(claimed, outcome)
        return None

    def _claim_next(self, claimed: Publication, outcome: ReleaseOutcome) -> Claim | None:
        """Writes that the part is out and takes the next one with the same write, if nothing is between the two."""
        now = self.clock()
        if now > claimed.planned_at + PARTS_TOGETHER or not isinstance(outcome, Published) or outcome.rest_seconds:
            return None
        out = outcomes.after_release(claimed, outcome, self.lookup_rule(claimed.platform), now).publication
        if not parts.goes_on_with_words(out):
            return None
        try:
            return self.ledger.claim(claimed, out, now)
        except Moved:
            return None  # somebody gave it up for lost meanwhile

    def _record(self, claimed: Publication, outcome: ReleaseOutcome) -> None:
        rule = self.lookup_rule(claimed.platform)
        try:
            self._write(claimed, outcomes.after_release(claimed, outcome, rule, self.clock()))
        except Moved:
            # `reconcile` had given this call up for lost, while it was only slow. It settles the rest by looking.
            standing = self.ledger.get(claimed.publication_id)
            if standing and isinstance(outcome, Published) and is_same_call(standing, claimed):
                self._write(standing, outcomes.after_release(standing, outcome, rule, self.clock()))

    def _write(self, publication: Publication, next_: Next) -> None:
        """Writes first: of two deliveries that find the same, one goes on. `reconcile` mends a message never sent."""
        if next_.follow and self.links >= MOST_LINKS:
            next_ = outcomes.hand_over(next_, self.clock())
        written = self.ledger.move(publication, next_.publication, "watch_at")
        if next_.follow:
            self._send(message(written, next_.follow.step), waiting_delay_seconds(next_.follow.at, self.clock()))

    def _send(self, asked: OutgoingMessage, delay_seconds: int) -> None:
        self.send(asked.model_copy(update={"links": self.links + 1}), delay_seconds)

    def _remember_rest(self, publication: Publication, outcome: PrepareOutcome | ReleaseOutcome) -> None:
        match outcome:
            case Throttled(retry_after_seconds=int() as seconds) | Published(rest_seconds=int() as seconds):
                self.throttles.remember(publication.channel_id, self.clock() + timedelta(seconds=seconds))

    def _next(self, publication: Publication) -> OutgoingPost:
        return parts.outgoing_post(publication, len(publication.sent), self.media_url)
