"""Matomo as data.

Source: developer.matomo.org/api-reference/reporting-api: every call is a POST of `/index.php`, the token in the body;
an error is HTTP 200 with `{"result": "error"}`."""

from portavoce.platforms.manifest import Capability, Manifest, SecretField

MANIFEST = Manifest(
    name="matomo",
    title="Matomo",
    capabilities=frozenset({Capability.COUNT_VISITS}),
    base_url="https://{instance}",
    api_version="5",
    secrets=(SecretField(name="token_auth", title="Auth token (Administration, Security) of a user who may view"),),
)
