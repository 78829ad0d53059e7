"""Umami as data.

Source: umami.is/docs/api: the cloud at api.umami.is/v1 by `x-umami-api-key`, 50 calls in 15 seconds; an own one at
`/api`, by `POST /api/auth/login`."""

from portavoce.platforms.manifest import Capability, Manifest, SecretField

MANIFEST = Manifest(
    name="umami",
    title="Umami",
    capabilities=frozenset({Capability.COUNT_VISITS}),
    base_url="https://{instance}",
    host="api.umami.is",
    api_version="v1",
    secrets=(SecretField(name="api_key", title="API key of Umami Cloud, or username:password of an own Umami"),),
)
