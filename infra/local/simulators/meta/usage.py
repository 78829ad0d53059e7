"""Call quotas and the headers that tell of them (platforms/facebook.md §7, meta_marketing.md §5)."""

import json
from collections import defaultdict, deque
from datetime import datetime, timedelta

from infra.local.simulators.meta.errors import too_many_calls

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_WINDOWS = {"app": _HOUR, "pages": _DAY, "instagram": _DAY, "ads_management": _HOUR, "ads_insights": _HOUR}
_CODES = {"app": 4, "pages": 80001, "instagram": 80002, "ads_management": 80004, "ads_insights": 80000}
_ADS = frozenset({"ads_management", "ads_insights"})
DEFAULT_QUOTAS = {"app": 200, "pages": 4800, "instagram": 4800, "ads_management": 300, "ads_insights": 600}
"""Calls per window and account for one engaged user, impression or idle ad account; the seed may change them."""


def throttle_code(use_case: str) -> int:
    """The business-use-case throttle code."""
    return _CODES[use_case]


class Usage:
    """Counts calls per account and use case in a rolling window."""

    def __init__(self) -> None:
        self.quotas = dict(DEFAULT_QUOTAS)
        self._calls: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def spend(self, account_id: str, use_case: str, now: datetime) -> dict[str, str]:
        """Count one call and return its headers. Raises `GraphError` when the window is full."""
        calls = self._calls[account_id, use_case]
        while calls and calls[0] <= now - _WINDOWS[use_case]:
            calls.popleft()
        if len(calls) >= self.quotas[use_case]:
            wait = calls[0] + _WINDOWS[use_case] - now if calls else _WINDOWS[use_case]
            error = too_many_calls(_CODES[use_case], f"to this {use_case} account")
            error.headers = self.headers(account_id, use_case, wait)
            raise error
        calls.append(now)
        return self.headers(account_id, use_case)

    def headers(self, account_id: str, use_case: str, wait: timedelta = timedelta()) -> dict[str, str]:
        """The usage headers as they stand; `wait` is the time until the account may call again."""
        used = len(self._calls[account_id, use_case])
        percent = 100 if wait else min(100, used * 100 // max(1, self.quotas[use_case]))
        load = {"call_count": percent, "total_cputime": percent // 2, "total_time": percent // 2}
        if use_case == "app":
            return {"X-App-Usage": json.dumps(load)}
        minutes = -(-int(wait.total_seconds()) // 60)
        case: dict[str, object] = {"type": use_case, **load, "estimated_time_to_regain_access": minutes}
        headers = {}
        if use_case in _ADS:
            tier = {"ads_api_access_tier": "standard_access"}
            account = {"acc_id_util_pct": percent, "reset_time_duration": minutes * 60, **tier}
            headers["X-Ad-Account-Usage"] = json.dumps(account)
            case |= tier
        headers["X-Business-Use-Case-Usage"] = json.dumps({account_id: [case]})
        return headers
