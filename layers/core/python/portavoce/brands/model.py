"""Who speaks: a brand with its strategy, and the channels that it speaks through."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from portavoce.brands.ad_account import AdAccountRef, AdCampaignRef
from portavoce.brands.ad_ids import write_campaign_ids
from portavoce.brands.analytics.model import AnalyticsRef
from portavoce.brands.budget import WHOLE_PERCENT, Brake, Budget, Curve
from portavoce.brands.clock_time import ClockTime, read_clock_time
from portavoce.brands.currency_rates import AccountingRules, FeeCaps
from portavoce.brands.email_address import mailable_address
from portavoce.brands.inbox.model import MAX_HOLIDAYS, CrisisRules, Holiday, InboxRules, ListeningCaps, SentimentRules
from portavoce.brands.links.model import LinkRules
from portavoce.brands.rules.model import MAX_RULES, Rule
from portavoce.brands.short_id import Id
from portavoce.brands.strategy.model import Audience, Goal, Pillar, Product
from portavoce.brands.visits.model import ReturnRules, VisitRules
from portavoce.value import Value

__all__ = ["WHOLE_PERCENT", "AccountingRules", "AdAccountRef", "AdCampaignRef", "Brake", "Budget", "Curve", "Id"]
"""Of the brand's parts that stand elsewhere, what other rooms take from here."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_SLOTS, MAX_BLACKOUTS = 50, 200

MAX_CHANNELS = 45
"""A brand and its accounts, those it takes and those it gives back, are one DynamoDB transaction: 100 items at most
(docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html)."""

MAX_PEOPLE = 50
"""As many as Amazon SES takes as the recipients of one message; each is written to alone."""

Email = Annotated[str, StringConstraints(max_length=254), AfterValidator(mailable_address)]

Emails = Annotated[tuple[Email, ...], Field(max_length=MAX_PEOPLE)]

Language = Literal["en", "it", "ar"]

Reviewer = Literal["internal", "client"]
"""Who has to say yes to a post before it may leave: somebody of the firm, or its client."""

ApprovalRule = Literal["none", "internal", "client"]


def known_zone(name: str) -> str:
    """The name of an IANA zone, as it came. Raises ValueError."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not an IANA time zone, such as Europe/Rome") from error
    return name


Zone = Annotated[str, AfterValidator(known_zone)]


def _slot(text: str) -> str:
    day, _, clock = text.strip().lower().partition(" ")
    if day[:3] not in WEEKDAYS:
        raise ValueError(f"{text!r} is not a posting slot such as “mon 09:00”: the days are {', '.join(WEEKDAYS)}")
    return f"{day[:3]} {read_clock_time(clock)}"


Slot = Annotated[str, AfterValidator(_slot)]
"""A posting slot of each week on the brand's clocks, kept as `mon 09:00`."""


def _problem(place: tuple[int | str, ...], message: str, found: object) -> InitErrorDetails:
    kind = PydanticCustomError("reference", "{message}", {"message": message})
    return InitErrorDetails(type=kind, loc=place, input=found)


def _refuse(problems: list[InitErrorDetails]) -> None:
    if problems:
        raise ValidationError.from_exception_data("Brand", problems)


def _each_once[T: Value](*fields: str) -> Callable[[tuple[T, ...]], tuple[T, ...]]:
    """Refuses each value whose `fields` together stand on an earlier one."""

    def check(values: tuple[T, ...]) -> tuple[T, ...]:
        seen: dict[tuple[object, ...], int] = {}
        problems = []
        for index, value in enumerate(values):
            found = tuple(getattr(value, field) for field in fields)
            if (first := seen.setdefault(found, index)) != index:
                words = " ".join(str(part) for part in found if part is not None)
                problems.append(_problem((index, fields[-1]), f"{words} stands already in entry [{first}]", found[-1]))
        _refuse(problems)
        return values

    return check


def _in_order(slots: tuple[str, ...]) -> tuple[str, ...]:
    """Each slot once, in the order of the week."""
    return tuple(sorted(set(slots), key=lambda slot: (WEEKDAYS.index(slot[:3]), slot)))


class Channel(Value):
    """One account of the brand on one platform. `account_id` is the platform's own id for it; `approval` goes before
    the brand's, as does `track_links`. `posts_elsewhere`: whether posts that were made elsewhere are found; None where
    that is left to what it costs."""

    id: Id
    platform: str
    account_id: str = Field(min_length=1)
    posts_per_week: int = Field(default=0, ge=0, le=200)
    slots: Annotated[tuple[Slot, ...], Field(max_length=MAX_SLOTS), AfterValidator(_in_order)] = ()
    approval: ApprovalRule | None = None
    track_links: bool | None = None
    posts_elsewhere: bool | None = None


class People(Value):
    """Who is written to. Without `approvers` the people of the alerts are asked; clients are never anybody else."""

    alerts: Annotated[Emails, Field(min_length=1)]
    sales: Emails = ()
    approvers: Emails = ()
    clients: Emails = ()

    @property
    def everybody(self) -> frozenset[str]:
        """Every address, each once."""
        return frozenset((*self.alerts, *self.sales, *self.approvers, *self.clients))


class Triage(Value):
    """The words the brand adds to the built-in rules, the domains whose links are its own (their subdomains too),
    and how long commenters' words are kept. The switches of the built-in rules: `hide_abuse` (insults meant for the
    reader), `hide_links` (to other sites), `sell_to_buyers` (a lead), `assign_questions` and `assign_complaints` (to
    `assign_to`)."""

    hide_keywords: tuple[str, ...] = ()
    lead_keywords: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    hide_abuse: bool = True
    hide_links: bool = False
    sell_to_buyers: bool = True
    assign_questions: bool = True
    assign_complaints: bool = True
    assign_to: Email | None = None
    retention_days: int = Field(default=180, ge=1, le=1095)


class Blackout(Value):
    """Days on which nothing is planned, the first and the last included, on the brand's calendar."""

    model_config = ConfigDict(serialize_by_alias=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    reason: str = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"the blackout ends on {self.last}, before it begins on {self.first}")
        return self


class QuietHours(Value):
    """Hours of each day in which nothing is planned, on the brand's clocks; over midnight when they end earlier than
    they begin. The end itself is free again."""

    model_config = ConfigDict(serialize_by_alias=True)

    first: ClockTime = Field(alias="from")
    end: ClockTime = Field(alias="to")

    @model_validator(mode="after")
    def _leave_some_time(self) -> Self:
        if self.first == self.end:
            raise ValueError(f"quiet hours from {self.first} to {self.end} would leave no time to post")
        return self


class Brand(Value):
    """A brand: its identity, strategy, channels, ad accounts, budgets and people."""

    id: Id
    name: str = Field(min_length=1, max_length=100)
    zone: Zone
    language: Language
    tone_of_voice: str = ""
    audiences: tuple[Audience, ...] = ()
    pillars: Annotated[tuple[Pillar, ...], AfterValidator(_each_once("id"))] = ()
    products: Annotated[tuple[Product, ...], AfterValidator(_each_once("id"))] = ()
    goals: Annotated[tuple[Goal, ...], AfterValidator(_each_once("only", "metric", "by"))] = ()
    channels: Annotated[
        tuple[Channel, ...],
        Field(min_length=1, max_length=MAX_CHANNELS),
        AfterValidator(_each_once("id")),
        AfterValidator(_each_once("platform", "account_id")),
    ]
    ad_accounts: Annotated[
        tuple[AdAccountRef, ...], AfterValidator(_each_once("id")), AfterValidator(_each_once("platform", "account_id"))
    ] = ()
    analytics: Annotated[
        tuple[AnalyticsRef, ...], AfterValidator(_each_once("id")), AfterValidator(_each_once("platform"))
    ] = ()
    budgets: Annotated[
        tuple[Budget, ...],
        AfterValidator(_each_once("id")),
        AfterValidator(write_campaign_ids),
        AfterValidator(_each_once("ad_account", "campaign_id")),
    ] = ()
    people: People
    approval: ApprovalRule = "none"
    triage: Triage = Triage()
    rules: Annotated[tuple[Rule, ...], Field(max_length=MAX_RULES), AfterValidator(_each_once("name"))] = ()
    late_minutes: int = Field(default=15, ge=1, le=1440)
    blackouts: Annotated[tuple[Blackout, ...], Field(max_length=MAX_BLACKOUTS)] = ()
    quiet_hours: QuietHours | None = None
    holidays: Annotated[tuple[Holiday, ...], Field(max_length=MAX_HOLIDAYS), AfterValidator(_each_once("date"))] = ()
    inbox: InboxRules = InboxRules()
    listening: ListeningCaps = ListeningCaps()
    sentiment: SentimentRules = SentimentRules()
    crisis: CrisisRules = CrisisRules()
    links: LinkRules = LinkRules()
    visits: VisitRules = VisitRules()
    returns: ReturnRules = ReturnRules()
    accounting: AccountingRules = AccountingRules()
    fees: FeeCaps = FeeCaps()
    duplicate_days: int = Field(default=30, ge=0, le=365)

    @model_validator(mode="after")
    def _budgets_name_ad_accounts(self) -> Self:
        known = [one.id for one in self.ad_accounts]
        words = f"ad accounts of this brand: {', '.join(known)}" if known else "this brand has no ad_accounts"
        lost = [(at, one.ad_account) for at, one in enumerate(self.budgets) if one.ad_account not in known]
        _refuse(
            [_problem(("budgets", at, "ad_account"), f"{it!r} is not an ad account; {words}", it) for at, it in lost]
        )
        return self

    @model_validator(mode="after")
    def _strategy_names_what_is_there(self) -> Self:
        parts = [*(one.id for one in self.channels), *(one.id for one in self.products)]
        audiences = [one.name for one in self.audiences]
        channels, products = parts[: len(self.channels)], parts[len(self.channels) :]
        advertised = [
            (("ad_accounts", at, "campaigns", place), one)
            for at, account in enumerate(self.ad_accounts)
            for place, one in enumerate(account.campaigns)
        ]
        named: list[tuple[tuple[int | str, ...], str | None, list[str]]] = [
            *((("goals", at, "only"), one.only, parts) for at, one in enumerate(self.goals)),
            *((("products", at, "audience"), one.audience, audiences) for at, one in enumerate(self.products)),
            *(((*place, "channel"), one.channel, channels) for place, one in advertised),
            *(((*place, "product"), one.product, products) for place, one in advertised),
        ]
        _refuse(
            [
                _problem(place, f"{name!r} is not there; there are {', '.join(known) or 'none'}", name)
                for place, name, known in named
                if name is not None and name not in known
            ]
        )
        return self

    @model_validator(mode="after")
    def _clients_are_named(self) -> Self:
        rules: list[tuple[tuple[int | str, ...], ApprovalRule | None]] = [(("approval",), self.approval)]
        rules += [(("channels", index, "approval"), one.approval) for index, one in enumerate(self.channels)]
        words = "'client' needs somebody to ask: name the client's addresses under people.clients"
        if not self.people.clients:
            _refuse([_problem(place, words, rule) for place, rule in rules if rule == "client"])
        return self

    def reviewer_of(self, channel: Channel) -> Reviewer | None:
        """Who has to approve what this channel says, or None."""
        rule = channel.approval or self.approval
        return None if rule == "none" else rule

    def channel(self, channel: str) -> Channel | None:
        """The channel with this short id, or None."""
        return next((one for one in self.channels if one.id == channel), None)


class ChannelRef(Value):
    """Where a channel is found from an account that a platform names: `channel_id` is `<brand>.<channel>`."""

    brand_id: Id
    channel: Id
    platform: str
    account_id: str

    @property
    def channel_id(self) -> str:
        return f"{self.brand_id}.{self.channel}"
