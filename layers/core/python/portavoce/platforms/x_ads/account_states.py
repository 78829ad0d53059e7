"""What an X ad account and its ways to pay say of themselves. Pure.

Source: docs.x.com, X Ads API: Accounts (`approval_status`), Funding instruments."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portavoce.platforms.ad_spend import AccountTrouble
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.text.said_words import clean_words

from .stats import read_whole, to_minor

_ACCEPTED = "ACCEPTED"
Instruments = Sequence[Mapping[str, Any]]


def read_trouble(account: Mapping[str, Any], instruments: Instruments) -> tuple[AccountTrouble | None, str]:
    """Why the account can run no ads, and what X says of that; nothing for one that can."""
    approval = account.get("approval_status")
    if approval != _ACCEPTED:
        return "stopped", f"X has not accepted the account: {_in_words(approval) or 'it does not say why'}"
    standing = _list_standing(instruments)
    if not standing:
        return "payment", "the account has no way to pay"
    if any(one.get("able_to_fund") is True for one in standing):
        return None, ""
    reasons = {_in_words(reason) for one in standing for reason in one.get("reasons_not_able_to_fund") or ()}
    return "payment", ", ".join(sorted(filter(None, reasons))) or "no way to pay can be charged"


def find_currency(instruments: Instruments) -> str:
    """The account's currency, which its ways to pay say. Raises ReadRefused where one says none, or they several:
    amounts in different currencies are never added."""
    found = sorted({_read_currency(one.get("currency")) for one in _list_standing(instruments) or instruments})
    if len(found) > 1:
        raise ReadRefused(f"the X ad account pays in {' and '.join(found)}: its spend cannot be read as one amount")
    if not found:
        raise ReadRefused("the X ad account has no way to pay yet, so that nobody knows its currency")
    return found[0]


def find_rest(instruments: Instruments, currency: str) -> int | None:
    """What its credit lines leave, in minor units; None where one of its ways to pay does not say it."""
    able = [one for one in _list_standing(instruments) if one.get("able_to_fund") is True]
    left = [read_whole(one.get("credit_remaining_local_micro")) for one in able]
    known = [one for one in left if one is not None]
    return to_minor(sum(known), currency) if known and len(known) == len(left) else None


def _read_currency(code: object) -> str:
    if not isinstance(code, str) or not re.fullmatch("[A-Z]{3}", code):
        raise ReadRefused("a way to pay of the X ad account names no currency: its spend cannot be read as an amount")
    return code


def _list_standing(instruments: Instruments) -> list[Mapping[str, Any]]:
    return [one for one in instruments if one.get("deleted") is not True]


def _in_words(constant: object) -> str:
    """`PAUSED_BY_ADVERTISER` as `paused by advertiser`."""
    return clean_words(constant).replace("_", " ").lower()
