"""How much of an account's allowance is used, and how long until it may call again: Meta's usage headers. Pure.

Source: Graph API, "Rate limiting" (percent of the allowance; minutes until access is regained), Marketing API, "Rate
limiting" (`X-Ad-Account-Usage`, seconds). Meta sends no Retry-After."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

DEFAULT_WAIT_SECONDS = 300
"""When Meta says that an allowance is used up and not for how long."""

_STOP_AT_PERCENT = 95
_LOADS = ("call_count", "total_cputime", "total_time", "acc_id_util_pct")


def wait_seconds(headers: Mapping[str, str]) -> int:
    """After a refusal: the longest wait that the headers name."""
    return _named_wait(headers) or DEFAULT_WAIT_SECONDS


def rest_seconds(headers: Mapping[str, str]) -> int | None:
    """After a success: for how long to leave the account alone; None while less than 95 % is used."""
    loads = [_number(usage.get(load)) for usage in _usages(headers) for load in _LOADS]
    return wait_seconds(headers) if max(loads, default=0) >= _STOP_AT_PERCENT else None


def _named_wait(headers: Mapping[str, str]) -> int:
    waits = [
        max(60 * _number(usage.get("estimated_time_to_regain_access")), _number(usage.get("reset_time_duration")))
        for usage in _usages(headers)
    ]
    return max(waits, default=0)


def _usages(headers: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    yield _json(headers.get("X-App-Usage"))
    yield _json(headers.get("X-Ad-Account-Usage"))
    for cases in _json(headers.get("X-Business-Use-Case-Usage")).values():
        if isinstance(cases, list):
            yield from (case for case in cases if isinstance(case, Mapping))


def _json(header: str | None) -> Mapping[str, Any]:
    try:
        found = json.loads(header or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _number(value: object) -> int:
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        return 0
