"""Plausible Analytics as data.

Source: plausible.io/docs/stats-api (v2): 600 requests an hour; sites and keys are the account's."""

from portavoce.platforms.manifest import Capability, Manifest, SecretField

MANIFEST = Manifest(
    name="plausible",
    title="Plausible",
    capabilities=frozenset({Capability.COUNT_VISITS}),
    base_url="https://{instance}",
    host="plausible.io",
    api_version="v2",
    secrets=(SecretField(name="api_key", title="API key (Account settings, API keys: Stats API)"),),
)
