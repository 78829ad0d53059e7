"""The use cases of listening: take in what a platform delivered, and show a person the inbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.history import keep_until, lift, merge
from portavoce.community.model import Lead, StoredInteraction, TriageDecision, lead_id_of
from portavoce.community.records import CommunityRecords, Taken, VersionedInteraction
from portavoce.community.sentiment.model import Mood, Sentiment
from portavoce.community.triage import decision as triage
from portavoce.community.triage.circumstances import AuthorPast, Circumstances, weigh_past
from portavoce.community.triage.rule_outcome import mark_by_rules
from portavoce.each_alone import EachAlone
from portavoce.platforms.contract import Reader, ReadRefused
from portavoce.platforms.interaction import SAID, Interaction, InteractionKind, Verb

_WRITERS_AT_ONCE, MOST_OF_A_PAST = 8, 20
MOST_LETTERS, MOST_LETTERS_OF_A_NAME = 25_000, 500
"""An item holds 400 KB, and a lead repeats the words. X's longest posts have 25,000 letters (docs.x.com, counting
characters), Facebook's comments 8,000."""


class Contended(Exception):
    """Too many wrote the same interaction at the same moment: take the delivery in again."""


class NoInteraction(LookupError):
    """There is no such interaction, or it has been erased."""


class NoBrand(Exception):
    """A channel leads to a brand that is not there: its item must be put right before this can be taken in."""


@dataclass(frozen=True)
class Community:
    """Listening. `channel_of` and `brand_of` may answer from memory; `reader_of` gives a channel's platform client,
    `moderates` says whether we can hide anything on a platform, `set_aside` has a delivery taken in again alone,
    `was_erased` says whether a brand had to forget this; `pass_over` is told what was said longer ago than a brand
    keeps anybody's words, which is not taken in."""

    records: CommunityRecords
    channel_of: Callable[[str, str], ChannelRef | None]
    brand_of: Callable[[str], Brand | None]
    reader_of: Callable[[ChannelRef], Reader]
    moderates: Callable[[str], bool]
    set_aside: Callable[[Interaction], None]
    was_erased: Callable[[str, Interaction], bool] = lambda brand_id, said: False  # noqa: ARG005
    pass_over: Callable[[Interaction], None] = lambda said: None  # noqa: ARG005

    def take_in(self, delivery: Interaction, now: datetime) -> StoredInteraction | None:
        """What stands after this delivery; None for an echo of our own, for an account that is no channel's, for what
        was erased and for what would be forgotten by now.

        Raises ReadFailed when what is missing could not be fetched now, Contended, NoBrand."""
        channel = self.channel_of(delivery.platform, delivery.account_id)
        if channel is None or delivery.is_own:
            return None
        whole = self._complete(delivery, channel)
        if whole.is_own or self.was_erased(channel.brand_id, whole):
            return None
        if keep_until(whole, self._brand(channel.brand_id).triage.retention_days, now) <= now:
            self.pass_over(whole)
            return None
        return self.record(whole, channel, now)

    def take_in_all(self, deliveries: Sequence[Interaction], now: datetime) -> list[StoredInteraction]:
        """Takes in each; what fails beside others that do not, for now or for good, is set aside.

        Raises an ExceptionGroup of what failed when nothing could be taken in."""
        stored, failed, each = list[StoredInteraction](), list[Interaction](), EachAlone()
        for delivery in deliveries:
            failed.append(delivery)
            with each:
                row = self.take_in(delivery, now)
                stored += [row] if row else []
                failed.pop()
        if len(failed) == len(deliveries):
            each.raise_errors("deliveries could not be taken in, and there was no other")
        for one in failed:
            self.set_aside(one)
        return stored

    def record(
        self, delivery: Interaction, channel: ChannelRef, now: datetime, known: VersionedInteraction | None = None
    ) -> StoredInteraction:
        """Merges a complete delivery into what stands: one write when it is new, none when it says nothing new.

        `known` is what was read of it, if it was: a first write that is refused is billed too. What its author takes
        back is forgotten where it was handed on, too."""
        brand = self._brand(channel.brand_id)
        heard = lift(
            _shorten(delivery),
            brand_id=brand.id,
            channel_id=channel.channel_id,
            retention_days=brand.triage.retention_days,
            now=now,
            zone=brand.zone,
        )

        def heard_too(stands: StoredInteraction | None) -> StoredInteraction:
            if stands is None:
                return self.judge(heard, brand)
            return self._triage_again(stands, merge(stands, heard), brand)

        row = self._write_change(known, heard_too, now)
        if delivery.verb is Verb.REMOVED:
            self.records.forget_lead(brand.id, lead_id_of(delivery.platform, delivery.interaction_id))
        return row

    def leads(self, brand_id: str, *, limit: int, cursor: str | None = None) -> tuple[list[Lead], str | None]:
        """One page of leads, newest first, and the cursor of the next. Raises BadCursor."""
        return self.records.leads(brand_id, limit=limit, cursor=cursor)

    def change(
        self,
        standing: VersionedInteraction,
        make: Callable[[StoredInteraction], StoredInteraction],
        now: datetime,
    ) -> StoredInteraction:
        """Writes what `make` makes of an interaction, of a newer one if it was written since. Raises NoInteraction when
        it has been erased since, Contended."""

        def apply_change(stands: StoredInteraction | None) -> StoredInteraction:
            if stands is None:
                raise NoInteraction("the interaction has been erased")
            return make(stands)

        return self._write_change(standing, apply_change, now)

    def _complete(self, delivery: Interaction, channel: ChannelRef) -> Interaction:
        if delivery.text is not None or delivery.verb not in SAID:
            return delivery
        try:
            return self.reader_of(channel).complete(delivery)
        except ReadRefused:
            return delivery  # gone or private by now: that it was said is still worth keeping

    def _write_change(
        self,
        standing: VersionedInteraction | None,
        change: Callable[[StoredInteraction | None], StoredInteraction],
        now: datetime,
    ) -> StoredInteraction:
        """Writes what `change` makes of what stands, as often as another writer was first; no write if it is that."""
        for _ in range(_WRITERS_AT_ONCE):
            row = change(standing.row if standing else None)
            if standing and row == standing.row:
                return row
            row = row.model_copy(update={"changed_at": now})
            try:
                if standing:
                    self.records.replace(standing, row)
                else:
                    self.records.create(row)
            except Taken as taken:
                standing = taken.standing
            else:
                return row
        raise Contended("an interaction is being written by too many at once: take its delivery in again")

    def _brand(self, brand_id: str) -> Brand:
        brand = self.brand_of(brand_id)
        if brand is None:
            raise NoBrand(f"brand {brand_id} is not there: put it with `portavoce brand apply`")
        return brand

    def judge(self, row: StoredInteraction, brand: Brand) -> StoredInteraction:
        """The interaction with what triage and the brand's rules make of its words; nothing is written."""
        said, decision, sentiment = row.interaction, TriageDecision(), None
        if said.kind is InteractionKind.LEAD_FORM and not row.removed:
            decision = triage.decide_form()
        elif said.text is not None:
            may_hide = said.kind.may_be_hidden and self.moderates(said.platform)
            sentiment = _read_sentiment(said)
            around = self._look_around(row, brand, sentiment)
            decision = triage.decide(said.text, brand.triage, may_hide=may_hide, rules=brand.rules, around=around)
        return mark_by_rules(row.model_copy(update={"decision": decision, "sentiment": sentiment}))

    def _look_around(self, row: StoredInteraction, brand: Brand, sentiment: Sentiment | None) -> Circumstances:
        """What the brand's rules may ask about; its author's past is read when one does."""
        mood = sentiment.mood.value if sentiment else Mood.NEUTRAL.value
        return Circumstances(row.interaction, brand.zone, lambda: mood, partial(self.read_past, row))

    def read_past(self, row: StoredInteraction) -> AuthorPast:
        """What its author has said to the brand before it, as far as their latest words tell."""
        said = row.interaction
        if said.author_id is None:
            return AuthorPast(0, 0)
        latest, _ = self.records.list_latest(row.brand_id, said.platform, said.author_id, most=MOST_OF_A_PAST)
        return weigh_past(said, latest)

    def _triage_again(self, before: StoredInteraction, after: StoredInteraction, brand: Brand) -> StoredInteraction:
        """Decides again on other words, and on what may be hidden after all; never as the brand's rules change."""
        then, now = before.interaction, after.interaction
        is_same = (then.text, then.kind.may_be_hidden) == (now.text, now.kind.may_be_hidden)
        return after if is_same else self.judge(after, brand)


def _read_sentiment(said: Interaction) -> Sentiment | None:
    """The mood of the words; None of none."""
    # Read when the first words come: a cold start that brings none need not wait for it.
    from portavoce.community.sentiment.reader import read_sentiment  # noqa: PLC0415

    return read_sentiment(said.text, said.language) if said.text and said.text.strip() else None


def _shorten(said: Interaction) -> Interaction:
    """What one item can hold: no platform takes longer comments, but a delivery may say anything."""
    text, name = said.text, said.author_name
    if len(text or "") <= MOST_LETTERS and len(name or "") <= MOST_LETTERS_OF_A_NAME:
        return said
    shorter = text[:MOST_LETTERS] + "…" if text and len(text) > MOST_LETTERS else text
    return said.model_copy(update={"text": shorter, "author_name": name and name[:MOST_LETTERS_OF_A_NAME]})
