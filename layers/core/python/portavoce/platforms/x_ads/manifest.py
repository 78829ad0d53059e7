"""X's advertising accounts as data. Source: docs.x.com, X Ads API (August 2026); [M] is an assumption."""

from typing import NamedTuple

from portavoce.platforms.manifest import Capability, Manifest, RestatementRule, SecretField


class StatsRule(NamedTuple):
    """How spend may be asked for. `placements` are added up: what an ad costs in one is not in another."""

    most_ids: int
    most_days: int
    most_active_days: int
    page_rows: int
    placements: tuple[str, ...]
    source: str


STATS = StatsRule(
    most_ids=20,
    most_days=7,
    most_active_days=90,
    page_rows=1000,
    placements=("ALL_ON_TWITTER", "SPOTLIGHT", "TREND"),
    source="Analytics: GET stats/accounts/:account_id (20 ids, 7 days, one placement a call), active_entities "
    "(90 days); Pagination: count 1000. 250 calls of stats in 15 minutes: Rate limiting",
)

MANIFEST = Manifest(
    name="x_ads",
    title="X ad account",
    capabilities=frozenset({Capability.ADVERTISE, Capability.BRAKE}),
    base_url="https://ads-api.x.com",
    api_version="12",
    # Fundamentals, "Making authenticated requests": OAuth 1.0a alone. The tokens of the app's own page in the developer
    # portal do for the account of whoever owns the app, and do not expire.
    secrets=(
        SecretField(name="access_token", title="Access token (OAuth 1.0a)"),
        SecretField(name="access_token_secret", title="Access token secret"),
        SecretField(name="consumer_key", title="Consumer key (API key) of the X app with access to the Ads API"),
        SecretField(name="consumer_secret", title="Consumer secret (API key secret) of that app"),
    ),
    # Authenticated user access: who may change campaigns; an analyst reads them.
    brake_roles=("AD_MANAGER", "ACCOUNT_ADMIN"),
    restatement=RestatementRule(
        days=14,
        source="Analytics, FAQs: spend is generally final within 3 days, and billing is processed for up to 14",
    ),
    # X gives every amount in millionths of the currency, so that none is bound to a unit: these are kept as ours.
    currency_offset_one=frozenset(
        {"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"},
    ),
)
