"""What the account has posted, to whomever: its own list shows it all. Source: Mastodon API, accounts, statuses;
mastodon/mastodon, AccountStatusesFilter."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from portavoce.platforms.contract import ReadFailed
from portavoce.platforms.sightings import shown_moment, shown_rows

from .api import MastodonApi

_PAGE, _MOST_PAGES = 40, 10
_SHOWN = ("content", "media_attachments", "in_reply_to_id")


def read_account(api: MastodonApi) -> Mapping[str, Any]:
    """The account that the token belongs to. Raises ReadFailed, ReadRefused."""
    return api.read("/api/v1/accounts/verify_credentials")


def own_statuses(api: MastodonApi, since: datetime) -> Iterator[Mapping[str, Any]]:
    """The account's own statuses since a moment, newest first. Raises ReadFailed, ReadRefused."""
    account_id = read_account(api).get("id")
    query = {"limit": str(_PAGE), "exclude_reblogs": "true"}
    for _ in range(_MOST_PAGES):
        page = shown_rows(api.read(f"/api/v1/accounts/{account_id}/statuses", query).get("data"), "the account")
        # One that was dated back stands among the newest of a server that has imported it: the page is read whole.
        recent = [status for status in page if shown_moment(status, "created_at") >= since]
        for status in recent:
            if missing := next((name for name in _SHOWN if name not in status), None):
                raise ReadFailed(f"the list does not show {missing}")
            yield status
        if not page or len(recent) < len(page):
            return
        query["max_id"] = str(page[-1]["id"])
    raise ReadFailed(f"the account has posted more than {_PAGE * _MOST_PAGES} times since")
