"""Meta's advertising accounts as data."""

from portavoce.platforms.manifest import Capability, Manifest, OAuthRule, SecretField

MANIFEST = Manifest(
    name="meta_ads",
    title="Meta ad account",
    capabilities=frozenset({Capability.ADVERTISE, Capability.BRAKE}),
    base_url="https://graph.facebook.com",
    api_version="v26.0",
    secrets=(SecretField(name="access_token", title="System user token with ads_read"),),
    oauth=OAuthRule(
        authorize_host="https://www.facebook.com",
        authorize_path="/v26.0/dialog/oauth",
        exchange_path="/v26.0/oauth/access_token",
        exchange_method="GET",
        scopes=(
            "ads_read",
            "business_management",
        ),
        # Marketing API, Authorization: `ads_management` changes campaigns, `ads_read` cannot.
        brake_scopes=("ads_management",),
        scope_separator=",",
        uses_pkce=False,
        long_lived_grant="fb_exchange_token",
        source="Marketing API, Authorization; a person's long-lived token lasts 60 days, a system user's for ever",
    ),
    # Marketing API, Currencies: the currencies whose offset is 1; every other one has 100, even with three decimals.
    currency_offset_one=frozenset(
        {"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"},
    ),
)
