"""The figures of a demo, each read back from the table, the networks or the mailbox; none from the story itself."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

Item = dict[str, Any]

_deserializer = TypeDeserializer()


@dataclass(frozen=True)
class Evidence:
    """What was read back: the whole table, each network's state, the mails, the functions."""

    items: list[Item]
    networks: Mapping[str, Mapping[str, Any]]
    mails: Sequence[Mapping[str, Any]]
    functions: list[str]

    def of_type(self, kind: str) -> list[Item]:
        """The table's items of one type."""
        return [item for item in self.items if item.get("type") == kind]


def read_table(client: Any, table: str) -> list[Item]:
    """Every item of the table, as plain values (the demo's own look; the product never scans)."""
    pages = client.get_paginator("scan").paginate(TableName=table)
    return [
        {name: _deserializer.deserialize(value) for name, value in item.items()}
        for page in pages
        for item in page["Items"]
    ]


def figures(seen: Evidence, now: datetime) -> dict[str, Any]:
    """The figures of `.local/demo.json` that stand at `now`."""
    publications = seen.of_type("publication")
    due = [one for one in publications if _moment(one["planned_at"]) <= now]
    published = [one for one in due if one["state"] == "published"]
    delays = [_delay_seconds(one) for one in published]
    comments = [one for state in seen.networks.values() for one in _theirs(state)]
    return {
        "planned": len(publications),
        "due": len(due),
        "published": len(published),
        "posts_said": sum(1 + len(one["content"].get("thread", ())) for one in published),
        "not_published": {one["publication_id"]: one["state"] for one in due if one["state"] != "published"},
        "posts_on_platforms": sum(len(live_posts(state)) for state in seen.networks.values()),
        "duplicates": _duplicates(seen, published),
        "start_delay_seconds": _spread(delays),
        "earliest_arrival_seconds": _earliest_arrival(seen, published),
        "comments_written": len(comments),
        # No network shows a review to anybody, so that there is nothing to hold it against: the inbox has it besides.
        "comments_received": sum(one["interaction"]["kind"] != "review" for one in seen.of_type("interaction")),
        "reviews_received_besides": sum(one["interaction"]["kind"] == "review" for one in seen.of_type("interaction")),
        "hidden": sum(1 for one in comments if one.get("hidden")),
        "answered": sum(len(_answers(state)) for state in seen.networks.values()),
        "leads": len(seen.of_type("lead")),
        "clicks": _add_up(seen.of_type("traffic"), "clicks"),
        "sessions": _add_up(seen.of_type("visit_day"), "visits"),
        "conversions": _add_up(seen.of_type("visit_day"), "conversions"),
        "mails": len(seen.mails),
        "budget_alerts": sorted((_alert(one) for one in seen.of_type("alert") if "budget" in one["kind"]), key=str),
        "functions_deployed": len(seen.functions),
    }


def _add_up(items: Iterable[Item], name: str) -> int:
    return sum(int(one.get(name, 0)) for one in items)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _delay_seconds(publication: Item) -> float:
    return (_moment(publication["started_at"]) - _moment(publication["planned_at"])).total_seconds()


def _alert(alert: Item) -> dict[str, str]:
    """A budget's alert: which budget, in which month, at which threshold."""
    facts = alert["facts"]
    threshold = f"{facts['threshold_percent']} %" if "threshold_percent" in facts else "forecast"
    return {"budget": facts["budget"], "period": facts["period"], "threshold": threshold}


def live_posts(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The posts that stand on a network for everybody to see; what answers somebody is no post."""
    theirs = {one["id"] for one in _theirs(state)}
    posts = (one for one in state["posts"] if one["published"] and not one["deleted"])
    return [one for one in posts if one.get("in_reply_to") not in theirs]


def _theirs(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    comments = [one for one in state["comments"] if one["author_id"] != one["account_id"]]
    return [*comments, *(one for one in state["messages"] if not one["is_own"])]


def _answers(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What we have said to somebody, be it a comment, a post or a message there."""
    theirs = {one["id"] for one in _theirs(state)}
    replies = [one for one in state["comments"] if one["parent_id"] in theirs and one["author_id"] == one["account_id"]]
    posts = [one for one in state["posts"] if one.get("in_reply_to") in theirs]
    return [*replies, *posts, *(one for one in state["messages"] if one["is_own"])]


def _duplicates(seen: Evidence, published: Iterable[Item]) -> int:
    """Posts on the networks beyond one for each publication, and posts that two publications both claim."""
    claims = Counter(one["remote_id"] for one in published)
    claimed_twice = sum(count - 1 for count in claims.values())
    said_twice = sum(len(group) - 1 for state in seen.networks.values() for group in state["duplicates"])
    return claimed_twice + said_twice


def _earliest_arrival(seen: Evidence, published: Iterable[Item]) -> float | None:
    """The smallest gap from a planned second to the network's clock at arrival; below 0 would be too early."""
    arrivals = {post["id"]: _moment(post["received_at"]) for state in seen.networks.values() for post in state["posts"]}
    gaps = [
        (arrivals[one["remote_id"]] - _moment(one["planned_at"])).total_seconds()
        for one in published
        if one["remote_id"] in arrivals
    ]
    return round(min(gaps), 3) if gaps else None


def _spread(values: list[float]) -> dict[str, float | None]:
    ordered = sorted(values)
    if not ordered:
        return {"p50": None, "p95": None, "max": None, "min": None}

    def at(share: float) -> float:
        return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 3)

    return {"p50": at(0.5), "p95": at(0.95), "max": at(1.0), "min": round(ordered[0], 3)}


def describe_figure(value: Any) -> str:
    """A figure as a person reads it, whatever its shape."""
    match value:
        case None:
            return "none"
        case dict():
            return ", ".join(f"{name} {describe_figure(one)}" for name, one in value.items()) or "none"
        case list():
            return "\n".join(map(describe_figure, value)) or "none"
        case _:
            return str(value)


def shortfalls(found: Mapping[str, Any]) -> list[str]:
    """What the demo promises and `found` does not show; empty when every promise held."""
    delays = found["start_delay_seconds"]
    promises = {
        "at least 12 publications planned": found["planned"] >= 12,
        "everything due is published": found["due"] > 0 and found["published"] == found["due"],
        "no post twice": found["duplicates"] == 0 and found["posts_on_platforms"] == found["posts_said"],
        "95 % start within 2.0 s": delays["p95"] is not None and delays["p95"] <= 2.0,
        "none starts early": delays["min"] is not None
        and delays["min"] >= 0
        and found["earliest_arrival_seconds"] >= 0,
        "at least 30 comments received": found["comments_received"] >= 30,
        "every comment stored once": found["comments_received"] == found["comments_written"],
        "something was hidden": found["hidden"] >= 1,
        "a message, a mention and a comment answered": found["answered"] >= 3,
        "somebody became a lead": found["leads"] >= 1,
        "a counted link clicked, and a visit that became a conversion": found["clicks"] >= 1 <= found["conversions"],
        "at least 4 mails": found["mails"] >= 4,
        "a budget alert with threshold and period": any(
            "threshold" in alert and "period" in alert for alert in found["budget_alerts"]
        ),
    }
    return [promise for promise, held in promises.items() if not held]
