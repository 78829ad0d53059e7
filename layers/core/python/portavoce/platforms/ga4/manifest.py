"""Google Analytics 4 as data.

Source: developers.google.com/analytics/devguides/reporting/data/v1, runReport and quotas (200,000 tokens a day, 40,000
an hour); identity/protocols/oauth2/service-account for the assertion."""

from portavoce.platforms.manifest import Capability, Manifest, SecretField

MANIFEST = Manifest(
    name="ga4",
    title="Google Analytics 4",
    capabilities=frozenset({Capability.COUNT_VISITS}),
    base_url="https://analyticsdata.googleapis.com",
    api_version="v1beta",
    secrets=(SecretField(name="service_account", title="JSON key of a service account that is a Viewer, on one line"),),
)
OAUTH_ADDRESS = "https://oauth2.googleapis.com/token"
SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
TOKEN_SECONDS = 3600
