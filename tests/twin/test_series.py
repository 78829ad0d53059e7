"""A series on the deployed stage: added by the command line, extended by its function, edited and removed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.figures import Item
from tests.twin.running import BRAND, Running

NAME = "weekly-tip"


def occurrences(running: Running) -> dict[str, Item]:
    """The series' publications by post id."""
    items = [one for one in running.table() if one["type"] == "publication" and one["post_id"].startswith(f"{NAME}-")]
    return {one["post_id"]: one for one in items}


def scheduled(running: Running) -> set[str]:
    return {post for post, one in occurrences(running).items() if one["state"] == "scheduled"}


def said(running: Running, *arguments: str) -> Any:
    """The answer of a command that must be done."""
    ran = running.portavoce(*arguments, "--json")
    assert ran.code == 0, ran.said
    return json.loads(ran.said)


def extend(running: Running) -> None:
    """The day's tick, waited for."""
    answer = running.twin.client("lambda").invoke(
        FunctionName="portavoce-local-extend_series",
        Payload=json.dumps({"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}),
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_a_series_is_added_extended_twice_alike_edited_as_one_or_as_many_and_removed(running: Running) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    content = ("--channel", "facebook", "--text", "A tip a week.")
    rule = ("--rule", "FREQ=WEEKLY", "--start", f"{tomorrow:%Y-%m-%d} 12:00")
    shown = said(running, "series", "add", NAME, *rule, *content, "--dry-run")
    assert occurrences(running) == {}
    added = said(running, "series", "add", NAME, *rule, *content)
    posts = [one["post"] for one in added["coming"]]
    assert posts == [one["post"] for one in shown["coming"]]
    assert scheduled(running) == set(posts)
    assert len(posts) == 13

    # Somebody has removed the last one's item: the day's tick puts back what is missing, and a second one does nothing.
    last = occurrences(running)[posts[-1]]
    table = running.twin.outputs.table_name
    key = {name: {"S": str(last[name])} for name in ("pk", "sk")}
    running.twin.client("dynamodb").delete_item(TableName=table, Key=key)
    assert posts[-1] not in scheduled(running)
    extend(running)
    assert scheduled(running) == set(posts)
    before = occurrences(running)
    extend(running)
    assert occurrences(running) == before

    date = posts[1].removeprefix(f"{NAME}-")
    said(running, "series", "edit", NAME, "--only", date, "--text", "Only this once.")
    edited = said(running, "series", "edit", NAME, "--text", "Better words.")
    assert {one["post"]: one["fate"] for one in edited["coming"]}[posts[1]] == "apart"
    texts = {post: one["content"]["text"] for post, one in occurrences(running).items()}
    assert texts == dict.fromkeys(posts, "Better words.") | {posts[1]: "Only this once."}

    removed = said(running, "series", "remove", NAME)
    assert len(removed["coming"]) == 12
    assert scheduled(running) == {posts[1]}
    extend(running)
    assert scheduled(running) == {posts[1]}
    assert running.portavoce("post", "cancel", f"{BRAND}.{posts[1]}").code == 0
