"""Meta's advertising accounts as data."""

from portavoce.platforms.manifest import Capability, Manifest, SecretField

MANIFEST = Manifest(
    name="meta_ads",
    title="Meta ad account",
    capabilities=frozenset({Capability.ADVERTISE}),
    base_url="https://graph.facebook.com",
    api_version="v26.0",
    secrets=(SecretField(name="access_token", title="System user token with ads_read"),),
    # Marketing API, Currencies: the currencies whose offset is 1; every other one has 100, even with three decimals.
    currency_offset_one=frozenset(
        {"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"},
    ),
)
