"""What a month asks of AWS, for a stage at rest and for the agency of ten brands. Pure: units come from the meter.

What cannot be counted on the emulator is assumed here, one line each, rather high than low."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from infra.data_stack import SELDOM_READ_AFTER_DAYS
from infra.shapes import Every
from infra.topology import FUNCTIONS
from portavoce.community.rereads.model import EVERY
from portavoce.measuring.snapshot_due import next_look
from tests.bench.prices import PRICES

DAYS, MINUTES = 30, 30 * 24 * 60
ALARMS = 8
"""tests/infra/test_stacks.py compares it with what is deployed."""
MOMENT_S = 0.05
"""A warm call that asks the table something."""
PLATFORM_S = 0.4
"""One call of a platform, waited for."""
START_S = 1.5
"""A cold start at half a processor; a process is taken to live for six minutes without work."""
AHEAD_S = 4
"""How long `publish` waits for its second, with the call itself."""
RECEIVES_AT_REST, RECEIVES_BUSY = 2 * MINUTES * 3, 5 * MINUTES * 3
"""Long polls of 20 s, by two pollers and by five (AWS, "Scaling behavior of SQS event source mappings")."""
LOG_LINE_GB, EVENT_GB = 500e-9, 1_000e-9
TICK_MINUTES = 30
"""Between two ticks of `collect_metrics`; a test of the bench compares it with what is deployed."""
LISTS_A_DAY, TRAITS_A_WEEK = 1, 5
"""Calls beside a channel's first numbers of a day: its newest posts, and of Facebook (2) and Instagram (8) who follows,
once a week."""
ITEM_BYTES = 100
"""What DynamoDB bills beside each item's own bytes (Amazon DynamoDB pricing, "Data storage")."""
PARAMETERS_OF_A_CHANNEL = 1
"""Its grant; the app that it was connected with lies apart (tests/unit/cli/test_connect.py holds it)."""
WEBHOOK_PARAMETERS = 2
MONTHS_AT_HAND = SELDOM_READ_AFTER_DAYS / DAYS
SECRETS_KEPT_MINUTES = 5
ROUND_MINUTES = 5
"""Between two rounds of `watch_inbox`, `watch_reputation` and `poll_channels`; a test of the bench compares it with
what is deployed."""
CALLS_OF_A_POLL, CALLS_OF_A_REREADING = 1, 9
"""A page of notifications; the latest posts, and the comments of a week's seven or eight."""


@dataclass(frozen=True)
class Agency:
    """Ten brands, and what happens to them in a month."""

    brands: int = 10
    channels: int = 40
    polled: int = 10
    read_again: int = 30
    """Of the channels, those on Bluesky and Mastodon; these and those on Facebook and Instagram."""
    posts: int = 1_200
    comments: int = 30_000
    hidden: int = 1_500
    leads: int = 1_500
    mails: int = 2_000
    image_gb: float = 0.0005
    months_kept: int = 12
    snapshot_bytes: int = 800
    """As the bench counts it; what DynamoDB adds for itself is in ITEM_BYTES."""


@dataclass(frozen=True)
class Units:
    """Read and write units of one act."""

    read: float
    write: float


Acts = Mapping[str, Units]
"""`comment`, `hide`, `post`, `snapshot`, `minute`, `reconcile`, `watch`, `reputation`, `poll`, `turn`, `reread`,
`metrics`, `metrics of a busy brand`, `metrics of young posts`, `beside`, `who follows` and `spend`: what each costs
in the table."""

Bought = defaultdict[str, float]
"""How much of each line of PRICES."""


def buy_rest(acts: Acts) -> Bought:
    """A month of a stage in which nothing happens, with one brand."""
    bought: Bought = defaultdict(float, {"CloudWatch, alarms": ALARMS, "SQS": 2 * RECEIVES_AT_REST})
    for function in FUNCTIONS:
        for every in (one.minutes for one in function.triggers if isinstance(one, Every)):
            _call(bought, function.name, MINUTES / every, MOMENT_S)
    _ask(bought, acts["minute"], 2 * MINUTES)
    _ask(bought, acts["reconcile"], MINUTES / 5)
    for name in ("watch", "reputation"):
        _ask(bought, acts[name], MINUTES / ROUND_MINUTES)
    for name in ("metrics", "spend"):
        _ask(bought, acts[name], MINUTES / (60 if name == "spend" else TICK_MINUTES))
    return bought


def buy_agency(acts: Acts, agency: Agency) -> Bought:
    """A month of the agency, at rest and at work."""
    bought = buy_rest(acts)
    _ask(bought, acts["spend"], (agency.brands - 1) * MINUTES / 60)
    for half in ("metrics of a busy brand", "metrics of young posts"):
        _ask(bought, acts[half], agency.brands * MINUTES / 60)
    bought["SQS"] += RECEIVES_BUSY - RECEIVES_AT_REST
    for name in ("watch", "reputation"):
        _ask(bought, acts[name], (agency.brands - 1) * MINUTES / ROUND_MINUTES)
    _listen(bought, acts, agency)
    _publish(bought, acts, agency)
    _measure(bought, acts, agency)
    _keep(bought, agency)
    return bought


def buy_polling(acts: Acts, agency: Agency) -> Bought:
    """What the agency's channels add that are asked what was said, because nobody calls or to see what was not told."""
    bought: Bought = defaultdict(float)
    _look_for_untold(bought, acts, agency)
    return bought


def price(bought: Bought, *, free: bool) -> dict[str, float]:
    """Dollars by line; `free` takes off what is free always."""
    return {
        name: max(0.0, amount - (PRICES[name].free if free else 0)) * PRICES[name].each
        for name, amount in sorted(bought.items())
    }


def looks_at_a_post() -> int:
    """How many snapshots a post gets in its life: as many come in each month of a steady agency."""
    return len(_looks(datetime(2026, 1, 1, tzinfo=UTC)))


def ticks_of_a_channel() -> int:
    """In how many of a day's ticks a channel that posts once a day, at another hour each day, is looked at."""
    day = datetime(2026, 6, 1, tzinfo=UTC)
    begins = [day - timedelta(days=back, minutes=back * 97 % 600) for back in range(91)]
    looks = {look for began in begins for look in _looks(began) if day <= look < day + timedelta(days=1)}
    return len({int(look.timestamp()) // (TICK_MINUTES * 60) for look in looks})


def _looks(began: datetime) -> list[datetime]:
    found, after = [], began - timedelta(seconds=1)
    while look := next_look(began, after):
        found.append(look)
        after = look
    return found


def _listen(bought: Bought, acts: Acts, agency: Agency) -> None:
    bought["HTTP API"] += agency.comments
    bought["SQS"] += 2 * agency.comments
    bought["EventBridge"] += 2 * (agency.hidden + agency.leads)
    for name in ("receive_webhook", "ingest", "relay"):
        _call(bought, name, agency.comments, MOMENT_S)
    _call(bought, "act", agency.hidden + agency.leads, START_S + PLATFORM_S)
    _ask(bought, acts["comment"], agency.comments)
    _ask(bought, acts["hide"], agency.hidden + agency.leads)
    bought["KMS"] += MINUTES / SECRETS_KEPT_MINUTES * WEBHOOK_PARAMETERS
    bought["KMS"] += (agency.hidden + agency.leads) * PARAMETERS_OF_A_CHANNEL
    bought["SES"] += agency.mails
    _call(bought, "notify", agency.mails, START_S + PLATFORM_S)


def _look_for_untold(bought: Bought, acts: Acts, agency: Agency) -> None:
    rounds = DAYS * timedelta(days=1) / EVERY
    polls, rereadings = agency.polled * MINUTES / ROUND_MINUTES, agency.read_again * rounds
    _ask(bought, acts["poll"], polls)
    _ask(bought, acts["turn"], agency.read_again * MINUTES / ROUND_MINUTES)
    _ask(bought, acts["reread"], rereadings)
    bought["KMS"] += (polls + rereadings) * PARAMETERS_OF_A_CHANNEL
    calls = polls * CALLS_OF_A_POLL + rereadings * CALLS_OF_A_REREADING
    function = next(one for one in FUNCTIONS if one.name == "poll_channels")
    bought["Lambda, time"] += calls * PLATFORM_S * function.memory_mb / 1024


def _publish(bought: Bought, acts: Acts, agency: Agency) -> None:
    messages = 2 * agency.posts  # one to prepare, one to release
    bought["SQS"] += 2 * messages
    bought["EventBridge"] += 2 * agency.posts
    bought["KMS"] += messages * PARAMETERS_OF_A_CHANNEL
    _call(bought, "publish", agency.posts, START_S + PLATFORM_S)
    _call(bought, "publish", agency.posts, START_S + AHEAD_S)
    _call(bought, "relay", 6 * agency.posts, MOMENT_S)
    _ask(bought, acts["post"], agency.posts)
    bought["S3, writes"] += agency.posts
    bought["S3, reads"] += 2 * agency.posts


def _measure(bought: Bought, acts: Acts, agency: Agency) -> None:
    snapshots = agency.posts * looks_at_a_post()
    _ask(bought, acts["snapshot"], snapshots)
    function = next(one for one in FUNCTIONS if one.name == "collect_metrics")
    bought["Lambda, time"] += snapshots * PLATFORM_S * function.memory_mb / 1024
    bought["KMS"] += agency.channels * PARAMETERS_OF_A_CHANNEL * ticks_of_a_channel() * DAYS
    bought["KMS"] += agency.channels * PARAMETERS_OF_A_CHANNEL * DAYS
    looks, weeks = agency.channels * DAYS, agency.read_again * DAYS / 7
    _ask(bought, acts["beside"], looks)
    _ask(bought, acts["who follows"], weeks)
    calls = looks * LISTS_A_DAY + weeks * TRAITS_A_WEEK
    bought["Lambda, time"] += calls * PLATFORM_S * function.memory_mb / 1024


def _keep(bought: Bought, agency: Agency) -> None:
    snapshots = agency.posts * looks_at_a_post() * agency.months_kept
    snapshot_bytes = agency.snapshot_bytes + ITEM_BYTES
    other_bytes = agency.comments * 3 * 2_000 + agency.posts * agency.months_kept * 4_000
    table_gb = (snapshots * snapshot_bytes + other_bytes) / 1e9
    bought["DynamoDB, storage"] += table_gb
    bought["DynamoDB, point in time"] += table_gb
    kept_gb = agency.posts * agency.image_gb
    bought["S3, storage"] += kept_gb * min(agency.months_kept, MONTHS_AT_HAND)
    bought["S3, seldom read"] += kept_gb * max(0, agency.months_kept - MONTHS_AT_HAND)
    bought["S3, moves"] += agency.posts
    bought["EventBridge, archive"] += bought["EventBridge"] * EVENT_GB
    bought["CloudWatch, logs"] += 2 * bought["Lambda, calls"] * LOG_LINE_GB


def _call(bought: Bought, name: str, times: float, seconds: float) -> None:
    function = next(one for one in FUNCTIONS if one.name == name)
    bought["Lambda, calls"] += times
    bought["Lambda, time"] += times * seconds * function.memory_mb / 1024


def _ask(bought: Bought, act: Units, times: float) -> None:
    bought["DynamoDB, reads"] += act.read * times
    bought["DynamoDB, writes"] += act.write * times
