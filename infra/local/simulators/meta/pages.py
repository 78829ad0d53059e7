"""Cursor pages as the Graph API gives them."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from infra.local.simulators.meta.calls import Call
from infra.local.simulators.meta.errors import bad_parameter

DEFAULT_LIMIT = 25
MOST = 100


def page_of[T](
    items: Sequence[T],
    args: Mapping[str, str],
    id_of: Callable[[T], str],
    render: Callable[[T], object],
    call: Call | None = None,
    *,
    edge: str = "",
) -> dict[str, object]:
    """One page: `data`, and `paging` with cursors; `next` only while there is more.

    `next` carries the token only when the request had it in its query (platforms/facebook.md §1). `edge` is where an
    edge that is shown inside its node goes on.
    Raises `GraphError` 100 for a bad limit or cursor.
    """
    limit = _limit(args.get("limit"))
    start = _start(items, args.get("after"), id_of)
    chosen = items[start : start + limit]
    answer: dict[str, object] = {"data": [render(item) for item in chosen]}
    if chosen:
        cursors = {"before": _cursor(id_of(chosen[0])), "after": _cursor(id_of(chosen[-1]))}
        paging: dict[str, object] = {"cursors": cursors}
        if start + limit < len(items) and call is not None:
            paging["next"] = _next_url(call, cursors["after"])
        elif start + limit < len(items) and edge:
            paging["next"] = f"https://graph.facebook.com/{edge}?{urlencode({'after': cursors['after']})}"
        answer["paging"] = paging
    if args.get("summary") in {"true", "1", "total_count"}:
        answer["summary"] = {"total_count": len(items)}
    return answer


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not text.isdigit():
        raise bad_parameter("Param limit must be a non-negative integer")
    return min(int(text), MOST)


def _start[T](items: Sequence[T], after: str | None, id_of: Callable[[T], str]) -> int:
    if not after:
        return 0
    try:
        last = base64.urlsafe_b64decode(after).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise bad_parameter("Invalid cursors values for paging") from error
    for index, item in enumerate(items):
        if id_of(item) == last:
            return index + 1
    raise bad_parameter("Invalid cursors values for paging")


def _cursor(id_: str) -> str:
    return base64.urlsafe_b64encode(id_.encode()).decode()


def _next_url(call: Call, after: str) -> str:
    return f"{call.request.host_url}{call.version}/{call.path}?{urlencode({**call.params, 'after': after})}"
