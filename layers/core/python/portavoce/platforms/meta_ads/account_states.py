"""What the state of a Meta ad account means for its ads, as data.

Source: Marketing API, Ad Account: `account_status` and `disable_reason`. The codes that stand in neither table are no
trouble (1 is active, 201 and 202 are filters), or say no more than the status does."""

from collections.abc import Mapping

from portavoce.platforms.ad_spend import AccountTrouble

ACTIVE = 1

TROUBLES: Mapping[int, tuple[AccountTrouble, str]] = {
    2: ("stopped", "the platform has disabled the account"),
    3: ("payment", "a payment is due"),
    7: ("stopped", "the platform reviews the account's risk"),
    8: ("payment", "a payment is being settled"),
    9: ("payment", "a payment has failed, and the account is in its period of grace"),
    100: ("stopped", "the account is closed, or is being closed"),
    101: ("stopped", "the account is closed, or is being closed"),
}

DISABLE_REASONS: Mapping[int, str] = {
    1: "its policy for ads",
    2: "intellectual property",
    3: "the risk of the payment",
    6: "the integrity of the business",
    7: "it was closed for good",
    8: "it was not used",
    9: "it was not used",
    11: "the integrity of the business",
    15: "it may be in wrong hands",
}


def read_trouble(status: object, reason: object) -> tuple[AccountTrouble | None, str]:
    """What is wrong with an account of this status, and why; nothing for one that runs its ads."""
    found = TROUBLES.get(status) if isinstance(status, int) else None
    if found is None:
        return None, ""
    trouble, cause = found
    known = DISABLE_REASONS.get(reason) if isinstance(reason, int) and trouble == "stopped" else None
    return trouble, f"{cause}: {known}" if known else cause
