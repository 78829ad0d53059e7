"""What deliveries say of accounts that were taken back from us."""

from portavoce.platforms import discovery
from portavoce.runtime import clock
from portavoce.runtime.wiring.brands import brands
from portavoce.webhooks.reception import Inbound


def take_revocations(inbound: Inbound) -> int:
    """Notes every account that a delivery says was taken back from us, and says how many were news.

    A platform whose `inbox.py` has no `revocations` does not tell of them. Raises ConnectionBusy."""
    if inbound.alone:
        return 0
    revocations = getattr(discovery.part(inbound.platform, "inbox"), "revocations", None)
    taken = 0
    for account_id in revocations(inbound.body) if revocations else ():
        # Seldom needed, and a fifth of what a comment would wait for after a quiet hour.
        from portavoce.runtime.wiring.access import connections  # noqa: PLC0415

        channel = brands().channel_of(inbound.platform, account_id)
        if channel:
            taken += connections().take_revocation(channel, clock.utc_now())
    return taken
