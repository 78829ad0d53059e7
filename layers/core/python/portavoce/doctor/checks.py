"""First checks of an installation: what is missing, and the remedy."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from portavoce.brands.model import Brand
from portavoce.platforms.manifest import Manifest, SecretField
from portavoce.value import Value

SecretNames = Callable[[str], frozenset[str]]
Manifests = Callable[[str], Manifest]


class Finding(Value):
    """One check. `remedy` says what to do, exactly when it is not `ok`; `detail` is what was found."""

    check: str
    subject: str
    ok: bool
    remedy: str | None = None
    detail: str | None = None


def secret_findings(brand: Brand, manifest: Manifests, secret_names: SecretNames) -> Iterator[Finding]:
    """Whether each channel, ad account and site has the secrets that its platform asks for."""
    for channel in brand.channels:
        missing = _missing_names(f"channels/{brand.id}.{channel.id}", manifest(channel.platform).secrets, secret_names)
        yield _connection_finding("channel secrets", f"{brand.id}.{channel.id}", missing)
    for account in brand.ad_accounts:
        missing = _missing_names(f"ads/{brand.id}.{account.id}", manifest(account.platform).secrets, secret_names)
        command = f"portavoce channel token --ads {brand.id} {account.id}"
        yield _secrets_finding("ad account secrets", f"{brand.id}.{account.id}", missing, command)
    for site in brand.analytics:
        missing = _missing_names(f"analytics/{brand.id}.{site.id}", manifest(site.platform).secrets, secret_names)
        command = f"portavoce channel token --analytics {brand.id} {site.id}"
        yield _secrets_finding("analytics key", f"{brand.id}.{site.id}", missing, command)


def webhook_findings(brands: Sequence[Brand], manifest: Manifests, secret_names: SecretNames) -> Iterator[Finding]:
    """Whether each platform that is used has the secrets of its webhook."""
    for platform in sorted({channel.platform for brand in brands for channel in brand.channels}):
        fields = manifest(platform).webhook_secrets
        if fields:
            missing = _missing_names(f"webhooks/{platform}", fields, secret_names)
            yield _secrets_finding("webhook secrets", platform, missing, f"portavoce webhook secret {platform} --name")


def brand_finding(brands: Sequence[Brand]) -> Finding:
    """Whether there is a brand at all."""
    remedy = None if brands else "Write one: `portavoce brand apply brand.yaml`."
    return Finding(
        check="brands", subject=", ".join(one.id for one in brands) or "none", ok=bool(brands), remedy=remedy
    )


def sender_finding(sender: str, *, verified: bool) -> Finding:
    """Whether Amazon SES may send in the sender's name."""
    remedy = f"Verify {sender} or its domain in Amazon SES, in this region: until then no mail leaves."
    return Finding(check="mail identity", subject=sender, ok=verified, remedy=None if verified else remedy)


def address_findings(dead: Mapping[str, str]) -> Iterator[Finding]:
    """The addresses that mails do not reach, with why."""
    for address, reason in dead.items():
        remedy = (
            f"Nothing is sent there for now: it {reason}. Correct it in the brand's file, or take it off the account's "
            f"suppression list: `aws sesv2 delete-suppressed-destination --email-address {address}`."
        )
        yield Finding(check="mail address", subject=address, ok=False, remedy=remedy)


def _missing_names(owner: str, fields: Sequence[SecretField], secret_names: SecretNames) -> list[str]:
    there = secret_names(owner)
    return [field.name for field in fields if field.name not in there]


def _connection_finding(check: str, channel_id: str, missing: list[str]) -> Finding:
    """The owner's consent gives a better token than a person can type in: it is renewed, and tried at once."""
    remedy = f"`portavoce channel connect {channel_id}`" if missing else None
    return Finding(check=check, subject=channel_id, ok=not missing, remedy=remedy)


def _secrets_finding(check: str, subject: str, missing: list[str], command: str) -> Finding:
    remedy = " ".join(f"`{command} {name}`" for name in missing)
    return Finding(check=check, subject=subject, ok=not missing, remedy=remedy or None)
